"""`keikaku convert`: inputs -> dataset. Incremental; every document written whole, by this process alone."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias

from pipelines import packed, reading
from pipelines.compact import merge_pile
from pipelines.damage import lost, tell
from pipelines.dataset import REMEDY, Dataset
from pipelines.decisions import MARK, Decisions, Elsewhere
from pipelines.decisions_file import BadDecisions, load
from pipelines.index import hashes, remember_inputs
from pipelines.inputs import Inputs, gather, is_gone
from pipelines.ledger import Ledger
from pipelines.packed import Packed
from pipelines.part import Held
from pipelines.progress import LogFormat, Progress
from pipelines.store import Store
from pipelines.version import extractor_version
from pipelines.worker import Limits, Lost

Engine = Literal["local", "ray"]
Results: TypeAlias = Generator[tuple[reading.Job, Packed | Lost], None, None]


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for. jobs: None for as many as the engine has CPUs; decisions: files of these."""

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
    decisions: tuple[str, ...] = ()
    compact: bool = True


class Plan(NamedTuple):
    """What there is to do.

    kept: already in the dataset; outdated: doc_ids whose source has other bytes by now, by what it has;
    removed: documents whose source is gone; undecided: how many were decided on, and are read now without decisions.
    """

    todo: tuple[reading.Job, ...]
    kept: tuple[Held, ...]
    outdated: Mapping[str, tuple[str, ...]]
    removed: tuple[Held, ...]
    undecided: int = 0


def convert(order: Order) -> int:
    """Run the command; the exit status."""
    if order.engine == "ray" and find_spec("ray") is None:
        print("--engine ray needs Ray, which is not installed: install keikaku[ray].", file=sys.stderr)
        return 2
    try:
        decisions = load(order.decisions)
    except BadDecisions as error:
        print(error, file=sys.stderr)
        return 2
    try:
        inputs = gather(order.inputs, sys.stdin, known := hashes(Store(order.out)))
    except OSError as error:
        print(f"{order.out}: cannot be written to ({error.strerror or error}).", file=sys.stderr)
        return 2
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
            remember_inputs(dataset.store, known)
            return convert_into(dataset, order, inputs, decisions)
    except OSError as error:
        print(f"{order.out}: writing failed ({error.strerror or error}). What was written is whole.", file=sys.stderr)
        print("The same command again does the rest.", file=sys.stderr)
        return 1


def tell_inputs(inputs: Inputs) -> None:
    for sentence in (*inputs.missing, *inputs.passed):
        print(sentence, file=sys.stderr)
    for twin in inputs.twins:
        print(f"{twin.source}: the same bytes as {twin.first}, read once", file=sys.stderr)


def convert_into(dataset: Dataset, order: Order, inputs: Inputs, decisions: Decisions) -> int:
    version = extractor_version(order.reader)
    jobs = decisions.jobs(inputs.found, order.reader, version)
    tell(dataset.store, dataset.damages, REMEDY)
    work = plan(inputs, jobs, dataset.held(), order)
    ledger = Ledger(dataset, "convert", version)
    ledger.skipped, ledger.missing = len(work.kept), list(inputs.missing)
    ledger.removed = [row.source for row in work.removed]
    finished = False
    ledger.start()
    try:
        carry_out(work, order, ledger)
        ledger.decided_before(jobs, work.kept)
        if order.compact and (merged := merge_pile(dataset)):
            print(f"{merged:,} documents' files were merged (--no-compact leaves them)", file=sys.stderr)
        finished = True
    finally:
        dataset.describe()
        ledger.end(finished)
    print_summary(ledger, work, order.prune)
    tell_decisions(ledger, decisions.elsewhere(inputs.found), work.undecided)
    wrong = ledger.failed or ledger.stale or inputs.missing or any(held.status != "ok" for held in work.kept)
    return 1 if tell_lost(dataset) or wrong else 0


def tell_lost(dataset: Dataset) -> bool:
    """Name the documents of damaged files that were not read again."""
    gone = lost(dataset.damages, dataset.doc_ids())
    for row in gone:
        print(f"{row.source}: lost with a damaged file, and not among the inputs; convert it again", file=sys.stderr)
    return bool(gone)


def plan(inputs: Inputs, jobs: Sequence[reading.Job], held: Mapping[str, Held], order: Order) -> Plan:
    """Which inputs to read. A document is read again where its recorded source is gone, or is another document now."""
    now = {job.source: job.doc_id for job in jobs}
    ids = set(now.values())
    gone = {doc_id for doc_id, row in held.items() if is_gone(row.source, inputs)}
    moved = {doc_id for doc_id, row in held.items() if now.get(row.source, doc_id) != doc_id}
    again = {doc_id for doc_id, row in held.items() if order.retry_failed and row.status != "ok"}
    old = {job.doc_id for job in jobs if job.doc_id in held and held[job.doc_id].extractor_version != job.version}
    redo = gone | moved | again | (ids if order.force else old)
    kept = tuple(held[job.doc_id] for job in jobs if job.doc_id in held and job.doc_id not in redo)
    todo = tuple(job for job in jobs if job.doc_id not in held or job.doc_id in redo)
    undecided = sum(MARK in held[job.doc_id].extractor_version for job in todo if job.doc_id in held)
    outdated: dict[str, tuple[str, ...]] = {}
    for doc_id in sorted(moved - ids):
        successor = now[held[doc_id].source]
        outdated[successor] = (*outdated.get(successor, ()), doc_id)
    removed = tuple(held[doc_id] for doc_id in sorted(gone - moved - ids))
    return Plan(todo, kept, outdated, removed, 0 if order.decisions else undecided)


def carry_out(work: Plan, order: Order, ledger: Ledger) -> None:
    """Read and write each document; an outdated one goes in the same change that brings its successor."""
    dataset = ledger.dataset
    dataset.split([*(each.doc_id for each in work.todo), *chain.from_iterable(work.outdated.values())])
    for row in work.kept:
        dataset.remove(work.outdated.get(row.doc_id, ()))
    if order.prune:
        dataset.remove([row.doc_id for row in work.removed])
    results = read_all(work.todo, order)
    with Progress(len(work.todo), order.log) as progress, closing(results):
        for job, result in results:
            done = packed.given(job, result)
            dataset.write(done.files, work.outdated.get(job.doc_id, ()))
            ledger.add(done, job.decisions)
            progress.document(done.document, done.trace)


def read_all(jobs: Sequence[reading.Job], order: Order) -> Results:
    if order.engine == "ray":
        from pipelines import cluster

        return cluster.run(packed.read, jobs, order.jobs, order.limits)
    from pipelines import engine

    return engine.run(packed.read, jobs, order.jobs, order.limits)


def print_summary(ledger: Ledger, work: Plan, pruned: bool) -> None:
    """The last lines: what is missing by name, what failed before, what is gone, and the counts."""
    for row in work.kept:
        if row.status != "ok":
            print(f"{row.source}: {row.status} in an earlier run (--retry-failed tries again)", file=sys.stderr)
    for row in work.removed:
        told = "its rows are dropped" if pruned else "its rows stay (--prune drops them)"
        print(f"{row.source}: the file is gone; {told}", file=sys.stderr)
    print_counts(ledger)


def tell_decisions(ledger: Ledger, elsewhere: Sequence[Elsewhere] = (), undecided: int = 0) -> None:
    """What became of the decisions; those that were not applied one by one."""
    for sentence in ledger.stale:
        print(sentence, file=sys.stderr)
    for each in elsewhere:
        print(f"{each.source}: {each.decisions} decisions wait: the document is not among the inputs", file=sys.stderr)
    if undecided:
        told = "had decisions applied and stand as they are read now, as no --decisions are given"
        print(f"{undecided} documents {told}", file=sys.stderr)
    if ledger.applied or ledger.stale or elsewhere:
        waiting = sum(each.decisions for each in elsewhere)
        print(f"decisions: {ledger.applied} applied, {len(ledger.stale)} no longer fit, {waiting} for other documents")


def print_counts(ledger: Ledger) -> None:
    if ledger.missing:
        print(f"not found: {'; '.join(ledger.missing)}")
    failed = len(ledger.failed)
    rows = ", ".join(f"{ledger.rows[table]} {table}" for table in ("initiatives", "targets", "results", "findings"))
    pace = f"{ledger.seconds:.1f} s, {ledger.pages / max(ledger.seconds, 0.001):.1f} pages/s"
    print(f"documents: {len(ledger.entries) - failed} read, {failed} failed, {ledger.skipped} skipped; {rows}; {pace}")
    if ledger.classes:
        print(f"classes: {', '.join(f'{many} {name}' for name, many in ledger.classes.items())}")
