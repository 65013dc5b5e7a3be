"""A job -> what a worker process hands back: the document's files as they go to the disk, and what is counted of it.

The workers do the work of every document, the process that supervises them only moves bytes: it is alone.
"""

from __future__ import annotations

from typing import NamedTuple

from normalize.decision import STALE
from normalize.record import Document
from pipelines import reading
from pipelines.part import Encoded, encoded
from pipelines.worker import Lost


class Packed(NamedTuple):
    """One document, done. rows: how many by table; rules: of its findings; stale: what is said of decisions.

    trace: the traceback, where a bug and not the document was the reason of failure.
    """

    document: Document
    files: Encoded
    rows: dict[str, int]
    rules: tuple[str, ...]
    stale: tuple[str, ...]
    trace: str | None


def read(job: reading.Job) -> Packed:
    """Read one document; whatever happens to it becomes its row in `documents`."""
    return packed(reading.read(job))


def packed(outcome: reading.Outcome) -> Packed:
    """Text that Parquet cannot hold (half a surrogate pair) is a bug in reading."""
    records = outcome.records
    try:
        files = encoded(records)
    except (ValueError, TypeError) as error:
        return packed(reading.broken(records.document, error))
    return Packed(
        records.document,
        files,
        {table: len(getattr(records, table)) for table in ("initiatives", "targets", "results", "findings")},
        tuple(finding.rule for finding in records.findings),
        tuple(finding.message for finding in records.findings if finding.rule == STALE),
        outcome.trace,
    )


def given(job: reading.Job, result: Packed | Lost) -> Packed:
    """The result of a job, also where its process was lost."""
    if isinstance(result, Lost):
        return packed(reading.Outcome(reading.failed(job, result.status, result.sentence)))
    return result
