"""`keikaku convert`: inputs -> dataset. Incremental; every document written whole, by this process alone."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from normalize.record import Records
from pipelines import engine, reading
from pipelines.datapackage import write_datapackage
from pipelines.dataset import Dataset, Held
from pipelines.inputs import Input, Inputs, gather
from pipelines.progress import Progress
from pipelines.version import extractor_version


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for. jobs: None for as many as fit this machine."""

    inputs: tuple[str, ...]
    out: Path
    jobs: int | None = None
    reader: reading.Reader = "pymupdf"
    force: bool = False


class Plan(NamedTuple):
    """What there is to do. kept: already in the dataset; outdated: doc_ids whose source has other bytes by now."""

    todo: tuple[Input, ...]
    kept: tuple[Held, ...]
    outdated: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Tally:
    """What was done, for the summary."""

    ok: int = 0
    failed: int = 0
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    def add(self, records: Records) -> None:
        if records.document.status == "ok":
            self.ok += 1
        else:
            self.failed += 1
        for table in COUNTED:
            self.rows[table] += len(getattr(records, table))


COUNTED = ("initiatives", "targets", "results", "findings")


def convert(order: Order) -> int:
    """Run the command; the exit status."""
    started = perf_counter()
    inputs = gather(order.inputs, sys.stdin)
    for sentence in inputs.missing:
        print(sentence, file=sys.stderr)
    for twin in inputs.twins:
        print(f"{twin.source}: the same bytes as {twin.first}, read once", file=sys.stderr)
    if not inputs.found:
        print("Nothing to convert: no input was found.", file=sys.stderr)
        return 2
    try:
        dataset = Dataset(order.out)
    except OSError as error:
        print(f"{order.out}: cannot be written to ({error.strerror}).", file=sys.stderr)
        return 2
    version = extractor_version(order.reader)
    work = plan(inputs.found, dataset.held(), version, order.force)
    tally = Tally()
    try:
        carry_out(work, order, version, dataset, tally)
    finally:
        dataset.sweep()
        write_datapackage(dataset.folder, dataset.resources())
    print_summary(tally, work.kept, inputs, perf_counter() - started)
    return 1 if tally.failed or inputs.missing or any(held.status != "ok" for held in work.kept) else 0


def plan(found: Iterable[Input], held: Mapping[str, Held], version: str, force: bool) -> Plan:
    """Which inputs to read. A document is read again where its recorded source holds another document now."""
    inputs = tuple(found)
    now = {each.source: each.doc_id for each in inputs}
    moved = {doc_id for doc_id, row in held.items() if now.get(row.source, doc_id) != doc_id}
    current = {doc_id for doc_id, row in held.items() if row.extractor_version == version} - moved
    kept = () if force else tuple(held[each.doc_id] for each in inputs if each.doc_id in current)
    kept_ids = {row.doc_id for row in kept}
    todo = tuple(each for each in inputs if each.doc_id not in kept_ids)
    outdated: dict[str, tuple[str, ...]] = {}
    for doc_id in sorted(moved - set(now.values())):
        successor = now[held[doc_id].source]
        outdated[successor] = (*outdated.get(successor, ()), doc_id)
    return Plan(todo, kept, outdated)


def carry_out(work: Plan, order: Order, version: str, dataset: Dataset, tally: Tally) -> None:
    """Read and write each document; an outdated one goes once its successor is in place."""
    for row in work.kept:
        remove(dataset, work.outdated.get(row.doc_id, ()))
    jobs = [reading.Job(each.path, each.source, each.sha256, order.reader, version) for each in work.todo]
    results = engine.run(reading.read, jobs, engine.workers(order.jobs, len(jobs)))
    with Progress(len(jobs)) as progress, closing(results):
        for job, result in results:
            outcome = written(outcome_of(job, result), dataset)
            remove(dataset, work.outdated.get(job.sha256[:16], ()))
            tally.add(outcome.records)
            tell(outcome, progress)
            progress.advance()


def outcome_of(job: reading.Job, result: reading.Outcome | engine.Lost) -> reading.Outcome:
    if isinstance(result, engine.Lost):
        return reading.Outcome(reading.failed(job, result.status, result.sentence))
    return result


def written(outcome: reading.Outcome, dataset: Dataset) -> reading.Outcome:
    """Write the document. Records that Parquet cannot hold (half a surrogate pair in a text) are a bug in reading."""
    try:
        dataset.write(outcome.records)
        return outcome
    except (ValueError, TypeError) as error:
        failed = reading.broken(outcome.records.document, error)
        dataset.write(failed.records)
        return failed


def tell(outcome: reading.Outcome, progress: Progress) -> None:
    """One line a failed document; a bug's traceback before it."""
    document = outcome.records.document
    if outcome.trace:
        progress.say(f"{document.source}:\n{outcome.trace.rstrip()}")
    if document.status != "ok":
        progress.say(f"{document.source}: {document.status}: {document.error}")


def remove(dataset: Dataset, doc_ids: Iterable[str]) -> None:
    for doc_id in doc_ids:
        dataset.remove(doc_id)


def print_summary(tally: Tally, kept: tuple[Held, ...], inputs: Inputs, seconds: float) -> None:
    """The last lines: what is missing by name, what failed before, and the counts."""
    for row in kept:
        if row.status != "ok":
            print(f"{row.source}: {row.status} in an earlier run (--force tries again)", file=sys.stderr)
    if inputs.missing:
        print(f"not found: {'; '.join(inputs.missing)}")
    rows = ", ".join(f"{count} {table}" for table, count in tally.rows.items())
    print(f"documents: {tally.ok} read, {tally.failed} failed, {len(kept)} skipped; {rows}; {seconds:.1f} s")
