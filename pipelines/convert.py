"""`keikaku convert`: inputs -> dataset. Incremental; every document written whole, by this process alone."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias

from pipelines import parquet, reading
from pipelines.datapackage import datapackage
from pipelines.dataset import Dataset
from pipelines.inputs import Input, Inputs, gather, is_gone
from pipelines.ledger import Ledger
from pipelines.parquet import Rows
from pipelines.part import Held
from pipelines.progress import LogFormat, Progress
from pipelines.version import extractor_version
from pipelines.worker import Limits, Lost

Engine = Literal["local", "ray"]
Results: TypeAlias = Generator[tuple[reading.Job, reading.Outcome | Lost], None, None]


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for. jobs: None for as many as the engine has CPUs."""

    inputs: tuple[str, ...]
    out: str
    jobs: int | None = None
    engine: Engine = "local"
    reader: reading.Reader = "pymupdf"
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    retry_failed: bool = False
    prune: bool = False
    log: LogFormat = "text"


class Plan(NamedTuple):
    """What there is to do.

    kept: already in the dataset; outdated: doc_ids whose source has other bytes by now, by what it has;
    removed: documents whose source is gone.
    """

    todo: tuple[Input, ...]
    kept: tuple[Held, ...]
    outdated: Mapping[str, tuple[str, ...]]
    removed: tuple[Held, ...]


def convert(order: Order) -> int:
    """Run the command; the exit status."""
    if order.engine == "ray" and find_spec("ray") is None:
        print("--engine ray needs Ray, which is not installed: install keikaku[ray].", file=sys.stderr)
        return 2
    inputs = gather(order.inputs, sys.stdin)
    tell_inputs(inputs)
    if not inputs.found:
        print("Nothing to convert: no input was found.", file=sys.stderr)
        return 2
    try:
        dataset = Dataset(order.out)
    except OSError as error:
        print(f"{order.out}: cannot be written to ({error.strerror or error}).", file=sys.stderr)
        return 2
    try:
        with dataset:
            return convert_into(dataset, order, inputs)
    except OSError as error:
        print(f"{order.out}: writing failed ({error.strerror or error}). What was written is whole.", file=sys.stderr)
        print("The same command again does the rest.", file=sys.stderr)
        return 1


def tell_inputs(inputs: Inputs) -> None:
    for sentence in inputs.missing:
        print(sentence, file=sys.stderr)
    for twin in inputs.twins:
        print(f"{twin.source}: the same bytes as {twin.first}, read once", file=sys.stderr)


def convert_into(dataset: Dataset, order: Order, inputs: Inputs) -> int:
    version = extractor_version(order.reader)
    work = plan(inputs, dataset.held(), version, order)
    ledger = Ledger(dataset, "convert", version)
    ledger.skipped, ledger.missing = len(work.kept), list(inputs.missing)
    ledger.removed = [row.source for row in work.removed]
    finished = False
    try:
        carry_out(work, order, version, ledger)
        finished = True
    finally:
        dataset.store.put("datapackage.json", datapackage(dataset.resources()))
        ledger.save(finished)
    print_summary(ledger, work, order.prune)
    return 1 if ledger.failed or inputs.missing or any(held.status != "ok" for held in work.kept) else 0


def plan(inputs: Inputs, held: Mapping[str, Held], version: str, order: Order) -> Plan:
    """Which inputs to read. A document is read again where its recorded source is gone, or is another document now."""
    now = {each.source: each.doc_id for each in inputs.found}
    ids = set(now.values())
    gone = {doc_id for doc_id, row in held.items() if is_gone(row.source, inputs)}
    moved = {doc_id for doc_id, row in held.items() if now.get(row.source, doc_id) != doc_id}
    again = {doc_id for doc_id, row in held.items() if order.retry_failed and row.status != "ok"}
    old = {doc_id for doc_id, row in held.items() if order.force or row.extractor_version != version}
    redo = gone | moved | again | old
    kept = tuple(held[each.doc_id] for each in inputs.found if each.doc_id in held and each.doc_id not in redo)
    todo = tuple(each for each in inputs.found if each.doc_id not in held or each.doc_id in redo)
    outdated: dict[str, tuple[str, ...]] = {}
    for doc_id in sorted(moved - ids):
        successor = now[held[doc_id].source]
        outdated[successor] = (*outdated.get(successor, ()), doc_id)
    return Plan(todo, kept, outdated, tuple(held[doc_id] for doc_id in sorted(gone - moved - ids)))


def carry_out(work: Plan, order: Order, version: str, ledger: Ledger) -> None:
    """Read and write each document; an outdated one goes in the same change that brings its successor."""
    dataset = ledger.dataset
    dataset.split([*(each.doc_id for each in work.todo), *chain.from_iterable(work.outdated.values())])
    for row in work.kept:
        dataset.remove(work.outdated.get(row.doc_id, ()))
    if order.prune:
        dataset.remove([row.doc_id for row in work.removed])
    jobs = [reading.Job(each.path, each.source, each.sha256, order.reader, version) for each in work.todo]
    results = read_all(jobs, order)
    with Progress(len(jobs), order.log) as progress, closing(results):
        for job, result in results:
            outcome, rows = storable(outcome_of(job, result))
            dataset.write(rows, work.outdated.get(job.sha256[:16], ()))
            ledger.add(outcome.records)
            progress.document(outcome.records.document, outcome.trace)


def read_all(jobs: Sequence[reading.Job], order: Order) -> Results:
    if order.engine == "ray":
        from pipelines import cluster

        return cluster.run(reading.read, jobs, order.jobs, order.limits)
    from pipelines import engine

    return engine.run(reading.read, jobs, order.jobs, order.limits)


def outcome_of(job: reading.Job, result: reading.Outcome | Lost) -> reading.Outcome:
    if isinstance(result, Lost):
        return reading.Outcome(reading.failed(job, result.status, result.sentence))
    return result


def storable(outcome: reading.Outcome) -> tuple[reading.Outcome, Rows]:
    """The outcome with its rows. Text that Parquet cannot hold (half a surrogate pair) is a bug in reading."""
    try:
        return outcome, parquet.rows_of(outcome.records)
    except (ValueError, TypeError) as error:
        failed = reading.broken(outcome.records.document, error)
        return failed, parquet.rows_of(failed.records)


def print_summary(ledger: Ledger, work: Plan, pruned: bool) -> None:
    """The last lines: what is missing by name, what failed before, what is gone, and the counts."""
    for row in work.kept:
        if row.status != "ok":
            print(f"{row.source}: {row.status} in an earlier run (--retry-failed tries again)", file=sys.stderr)
    for row in work.removed:
        told = "its rows are dropped" if pruned else "its rows stay (--prune drops them)"
        print(f"{row.source}: the file is gone; {told}", file=sys.stderr)
    print_counts(ledger)


def print_counts(ledger: Ledger) -> None:
    if ledger.missing:
        print(f"not found: {'; '.join(ledger.missing)}")
    failed = len(ledger.failed)
    rows = ", ".join(f"{ledger.rows[table]} {table}" for table in ("initiatives", "targets", "results", "findings"))
    pace = f"{ledger.seconds:.1f} s, {ledger.pages / max(ledger.seconds, 0.001):.1f} pages/s"
    print(f"documents: {len(ledger.entries) - failed} read, {failed} failed, {ledger.skipped} skipped; {rows}; {pace}")
