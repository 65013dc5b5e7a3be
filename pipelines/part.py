"""Rows -> a part: five files of one name, one a table, written under hidden names until a change puts them in place."""

from __future__ import annotations

from contextlib import ExitStack
from hashlib import sha256
from io import BufferedIOBase
from types import TracebackType
from typing import NamedTuple, Self

from normalize.record import TABLES, Records
from pipelines import parquet
from pipelines.parquet import Rows
from pipelines.store import Store


class Held(NamedTuple):
    """What `documents` says of a document already in a dataset."""

    doc_id: str
    source: str
    status: str
    extractor_version: str
    municipality: str | None = None
    municipality_code: str | None = None
    fiscal_year: int | None = None
    period_start: int | None = None


class Part(NamedTuple):
    """A part written, not yet in place. stem: its hidden name; digests: SHA-256 of its files."""

    name: str
    stem: str
    documents: tuple[Held, ...]
    digests: tuple[str, ...]


class Encoded(NamedTuple):
    """One document as the bytes of the files of its part, by table."""

    document: Held
    files: dict[str, bytes]

    def part(self, stem: str) -> Part:
        digests = tuple(sha256(self.files[table]).hexdigest() for table in TABLES)
        return Part(self.document.doc_id, stem, (self.document,), digests)


def encoded(records: Records) -> Encoded:
    row = records.document
    return Encoded(Held(*(getattr(row, name) for name in Held._fields)), parquet.files_of(records))


def path(table: str, name: str) -> str:
    return f"{table}/{name}.parquet"


def hidden(table: str, stem: str) -> str:
    """No reader takes it for a file of the table."""
    return f"{table}/.new-{stem}"


def held(documents: parquet.Table) -> tuple[Held, ...]:
    return tuple(Held(**row) for row in documents.select(list(Held._fields)).to_pylist())


def name_of(documents: tuple[Held, ...]) -> str:
    """The part's name: of one document its id, of several the hash of their ids."""
    if len(documents) == 1:
        return documents[0].doc_id
    return sha256("\n".join(row.doc_id for row in documents).encode()).hexdigest()[:16]


class Draft:
    """A part being written, row group by row group; at the end its files are safe on the disk.

    documents: how many it will hold at most. size: bytes written so far.
    """

    def __init__(self, store: Store, stem: str, documents: int) -> None:
        self.store, self.stem, self.most = store, stem, documents
        self.documents: tuple[Held, ...] = ()
        self.open = ExitStack()
        self.files: dict[str, BufferedIOBase] = {}
        self.writers: dict[str, parquet.Writer] = {}

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            for table in TABLES:
                self.files[table] = opened.enter_context(self.store.writer(hidden(table, self.stem)))
                writer = parquet.writer(self.files[table], table, self.most)
                opened.callback(setattr, writer, "is_open", False)  # on a full disk it would try again when collected
                self.writers[table] = opened.enter_context(writer)
            self.open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.open.__exit__(kind, error, trace)

    def add(self, rows: Rows) -> None:
        """The rows of some documents, as a row group of each file."""
        for table, writer in self.writers.items():
            parquet.write(writer, rows[table])
        self.documents += held(rows["documents"])

    @property
    def size(self) -> int:
        return sum(file.tell() for file in self.files.values())

    def part(self, name: str | None = None) -> Part:
        """What was written; a name of its own where the documents do not give it."""
        digests = tuple(self.store.digest(hidden(table, self.stem)) for table in TABLES)
        return Part(name or name_of(self.documents), self.stem, self.documents, digests)
