"""`keikaku shard`: a manifest of inputs -> one part of a dataset. For queues that hand out work to many machines.

A shard is a list of paths. Its part is named after them, so that a shard run twice (as queues do) is in DIR once; any
number of shards may be written to one DIR at a time. `keikaku compact` merges them.
"""

from __future__ import annotations

import sys
from contextlib import closing
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from pipelines import engine, parquet, reading
from pipelines.convert import outcome_of, print_counts, storable, tell_inputs
from pipelines.dataset import Dataset
from pipelines.inputs import Inputs, gather
from pipelines.ledger import Ledger
from pipelines.parquet import Rows
from pipelines.progress import Progress
from pipelines.version import extractor_version
from pipelines.worker import Limits


class Shard(NamedTuple):
    """What the command line asked for."""

    manifest: str
    out: str
    jobs: int | None
    reader: reading.Reader
    limits: Limits


def shard(order: Shard) -> int:
    """Run the command; the exit status."""
    try:
        listed = sys.stdin.read() if order.manifest == "-" else Path(order.manifest).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{order.manifest}: no list of paths ({error})", file=sys.stderr)
        return 2
    inputs = gather(["-"], StringIO(listed))
    tell_inputs(inputs)
    if not inputs.found:
        print("Nothing to convert: no input was found.", file=sys.stderr)
        return 2
    try:
        with Dataset(order.out, shared=True) as dataset:
            return convert_shard(dataset, order, inputs, name_of(listed))
    except OSError as error:
        print(f"{order.out}: cannot be written to ({error.strerror or error}).", file=sys.stderr)
        return 2


def name_of(listed: str) -> str:
    """The part's name: the same paths in whatever order are the same shard.

    >>> name_of("b.pdf\\na.pdf\\n") == name_of("a.pdf\\r\\n\\nb.pdf")
    True
    """
    paths = sorted({line.strip() for line in listed.splitlines()} - {""})
    return sha256("\n".join(paths).encode()).hexdigest()[:16]


def convert_shard(dataset: Dataset, order: Shard, inputs: Inputs, name: str) -> int:
    version = extractor_version(order.reader)
    ledger = Ledger(dataset, "shard", version)
    ledger.missing = list(inputs.missing)
    present = dataset.parts.get(name, ())
    wanted = [(each.doc_id, each.source, version) for each in inputs.found]
    if [(row.doc_id, row.source, row.extractor_version) for row in present] == wanted:
        ledger.skipped = len(wanted)
        print_counts(ledger)
        return 1 if inputs.missing or any(row.status != "ok" for row in present) else 0
    rows = read_in_order(order, inputs, version, ledger)
    dataset.change([dataset.staged(parquet.join(rows), name)], [])
    ledger.save(finished=True)
    print_counts(ledger)
    return 1 if inputs.missing or ledger.failed else 0


def read_in_order(order: Shard, inputs: Inputs, version: str, ledger: Ledger) -> list[Rows]:
    """Every document's rows, in the order of the manifest whatever the order they were read in."""
    jobs = [reading.Job(each.path, each.source, each.sha256, order.reader, version) for each in inputs.found]
    found: dict[reading.Job, Rows] = {}
    results = engine.run(reading.read, jobs, order.jobs, order.limits)
    with Progress(len(jobs)) as progress, closing(results):
        for job, result in results:
            outcome, found[job] = storable(outcome_of(job, result))
            ledger.add(outcome.records)
            progress.document(outcome.records.document, outcome.trace)
    return [found[job] for job in jobs]
