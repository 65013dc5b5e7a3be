"""`keikaku shard`: a manifest of inputs -> one part of a dataset. For queues that hand out work to many machines.

A shard is a list of paths. Its part is named after them, so that a shard run twice (as queues do) is in DIR once; any
number of shards may be written to one DIR at a time. `keikaku compact` merges them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import closing, nullcontext
from hashlib import sha256
from typing import NamedTuple

from pipelines import engine, packed, parquet, reading
from pipelines.convert import print_counts, tell_decisions, tell_inputs
from pipelines.damage import tell
from pipelines.dataset import Dataset
from pipelines.decisions import Decisions
from pipelines.decisions_file import BadDecisions, load
from pipelines.inputs import Inputs, gather, listed
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
    decisions: tuple[str, ...] = ()


def shard(order: Shard) -> int:
    """Run the command; the exit status."""
    try:
        with nullcontext(sys.stdin) if order.manifest == "-" else open(order.manifest, "rb") as file:
            paths = listed(file)
    except OSError as error:
        print(f"{order.manifest}: no list of paths ({error})", file=sys.stderr)
        return 2
    try:
        decisions = load(order.decisions)
    except BadDecisions as error:
        print(error, file=sys.stderr)
        return 2
    inputs = gather(paths, sys.stdin)
    tell_inputs(inputs)
    if not inputs.found:
        print("Nothing to convert: no input was found.", file=sys.stderr)
        return 2
    try:
        with Dataset(order.out, shared=True) as dataset:
            return convert_shard(dataset, order, inputs, decisions, name_of(paths))
    except OSError as error:
        print(f"{order.out}: cannot be written to ({error.strerror or error}).", file=sys.stderr)
        return 2


def name_of(listed: Iterable[str]) -> str:
    """The part's name: the same paths in whatever order are the same shard.

    >>> name_of(["b.pdf", "a.pdf"]) == name_of(["a.pdf", "b.pdf", "b.pdf "])
    True
    """
    paths = sorted({line.strip() for line in listed} - {""})
    return sha256("\n".join(paths).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def convert_shard(dataset: Dataset, order: Shard, inputs: Inputs, decisions: Decisions, name: str) -> int:
    tell(dataset.store, dataset.damages, "left as it is; `keikaku convert` reads its documents again")
    version = extractor_version(order.reader)
    jobs = decisions.jobs(inputs.found, order.reader, version)
    ledger = Ledger(dataset, "shard", version)
    ledger.missing = list(inputs.missing)
    present = dataset.parts.get(name, ())
    wanted = [(job.doc_id, job.source, job.version) for job in jobs]
    if [(row.doc_id, row.source, row.extractor_version) for row in present] == wanted:
        ledger.skipped = len(wanted)
        ledger.decided_before(jobs, present)
        return told(ledger, any(row.status != "ok" for row in present))
    ledger.start()
    rows = read_in_order(order, jobs, ledger)
    dataset.change([dataset.staged(parquet.join(rows), name)], [])
    ledger.end(finished=True)
    return told(ledger, bool(ledger.failed))


def told(ledger: Ledger, failed: bool) -> int:
    """The summary, and the exit status. Decisions on other documents are those of other shards."""
    print_counts(ledger)
    tell_decisions(ledger)
    return 1 if failed or ledger.missing or ledger.stale else 0


def read_in_order(order: Shard, jobs: Sequence[reading.Job], ledger: Ledger) -> list[Rows]:
    """Every document's rows, in the order of the manifest whatever the order they were read in."""
    found: dict[reading.Job, Rows] = {}
    results = engine.run(packed.read, jobs, order.jobs, order.limits)
    with Progress(len(jobs)) as progress, closing(results):
        for job, result in results:
            done = packed.given(job, result)
            found[job] = parquet.tables(done.files.files)
            ledger.add(done, job.decisions)
            progress.document(done.document, done.trace)
    return [found[job] for job in jobs]
