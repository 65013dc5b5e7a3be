"""A path -> its records, or the row that says why there are none. What a worker process does for one document."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from extract.model import ReadError
from normalize.decision import Decision
from normalize.record import Document, Records, Status

Reader = Literal["pymupdf", "pdfplumber", "ocr"]


STATUS: dict[str, Status] = {status: status for status in get_args(Status)}
"""A status as a reader's error says it -> the same word of the closed vocabulary."""


class Job(NamedTuple):
    """One document to read. source: the path as it stands in the dataset; path: the same, as the system knows it.

    version: what marks its rows.  decisions: of a reviewer, to be applied.
    """

    path: str
    source: str
    sha256: str
    reader: Reader
    version: str
    decisions: tuple[Decision, ...] = ()

    @property
    def doc_id(self) -> str:
        return self.sha256[:16]


class Outcome(NamedTuple):
    """The records of a job; trace: the traceback, where a bug and not the document was the reason of failure."""

    records: Records
    trace: str | None = None


def read(job: Job) -> Outcome:
    """Read one document; whatever happens to it becomes its row in `documents`."""
    from extract import document as printed  # the process that supervises reads nothing
    from normalize import records as reading
    from normalize.family import printed_words
    from pipelines.worker import still_working

    try:
        pages = printed.read(Path(job.path), reader=job.reader, words=printed_words(), after_picture=still_working)
        found = reading.records(pages, job.version, job.decisions)
    except ReadError as error:
        sentence = str(error).removeprefix(f"{job.path}: ").removeprefix(f"{Path(job.path).name}: ")
        return Outcome(failed(job, STATUS.get(error.status, "failed"), sentence))
    except OSError as error:
        return Outcome(failed(job, "failed", f"The file cannot be read: {error.strerror or error}."))
    except Exception as error:
        return broken(failed(job, "failed", "").document, error)
    return Outcome(replace(found, document=replace(found.document, source=job.source)))


def broken(document: Document, error: Exception) -> Outcome:
    """A bug met while reading: the document's row, and the traceback."""
    sentence = f"Internal error, please report it: {type(error).__name__}: {error}"
    row = Document(
        doc_id=document.doc_id,
        source=document.source,
        sha256=document.sha256,
        media_type=document.media_type,
        status="failed",
        error=sentence.encode("utf-8", "replace").decode(),
        extractor_version=document.extractor_version,
    )
    return Outcome(Records(row), "".join(traceback.format_exception(error)))


def failed(job: Job, status: Status, sentence: str) -> Records:
    """The row of a document that could not be read."""
    return Records(
        Document(
            doc_id=job.sha256[:16],
            source=job.source,
            sha256=job.sha256,
            media_type=None,
            status=status,
            error=sentence,
            extractor_version=job.version,
        )
    )
