"""A dataset -> a DuckDB connection over its files, a view a table: rows are sorted, joined and handed out in batches.

Nothing is held whole: what does not fit is spilled to a temporary folder. Damaged parts are left out and named. Damage
that shows only while rows are read makes the question be asked again without the part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast

import duckdb

from normalize.record import TABLES
from pipelines import parquet
from pipelines.damage import survey, tell
from pipelines.store import Store

T = TypeVar("T")
MEMORY = "160MB"
"""What sorting and joining may hold; reading Parquet and making cells of rows takes as much again."""
BATCH = 8_192
"""Rows handed out at a time."""
REMEDY = "left out here; `keikaku convert` reads its documents again, `keikaku verify --repair` puts it away"
ORDER = {
    "documents": "source, doc_id",
    "initiatives": "doc_id, seq",
    "targets": "doc_id, initiative_id, seq",
    "results": "doc_id, initiative_id, seq",
    "findings": "doc_id, finding_id",
}


class NotADataset(ValueError):
    """The folder holds no dataset; the message is the sentence the user sees."""


class Base:
    """The five tables of a dataset; only: documents of these classes, and what belongs to them."""

    def __init__(self, store: Store, parts: Collection[str], spill: str, only: Collection[str] = ()) -> None:
        self.store, self.parts, self.only = store, parts, tuple(only)
        self.connection = duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": spill, "threads": 2, "preserve_insertion_order": False}
        )
        self.open(self.connection)

    def open(self, connection: duckdb.DuckDBPyConnection) -> None:
        for table in TABLES:
            connection.register(f"all_{table}", parquet.scan(self.store, table, self.parts))
            connection.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM all_{table}{self.where(table)}")

    def where(self, table: str) -> str:
        if not self.only:
            return ""
        words = ", ".join(f"'{word}'" for word in self.only)
        wanted = f"doc_class IN ({words})"
        return f" WHERE {wanted if table == 'documents' else 'doc_id IN (SELECT doc_id FROM documents)'}"

    def count(self, table: str) -> int:
        [(many,)] = self.connection.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(many)

    def batches(self, question: str) -> Iterator[Any]:
        """The answer as Arrow record batches; several may be read at a time."""
        cursor = self.connection.cursor()
        self.open(cursor)
        return cast("Iterator[Any]", cursor.sql(question).to_arrow_reader(BATCH))

    def rows(self, question: str) -> Iterator[tuple[Any, ...]]:
        for batch in self.batches(question):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def table(self, table: str, order: str | None = None) -> Iterator[Any]:
        return self.batches(f"SELECT * FROM {table} ORDER BY {order or ORDER[table]}")


def ask(folder: str, use: Callable[[Base], T], only: Collection[str] = ()) -> T:
    """What is made of a dataset; raises NotADataset."""
    try:
        store = Store(folder)
        if not any(store.has(table) for table in TABLES):
            raise NotADataset(f"{folder}: no dataset is there; `keikaku convert … -o {folder}` writes one")
        parts, damages = survey(store)
    except OSError as error:
        raise NotADataset(f"{folder}: cannot be read ({error.strerror or error})") from error
    tell(store, damages, REMEDY)
    try:
        return asked(store, parts, use, only)
    except (duckdb.Error, OSError, *parquet.ERRORS):
        more = [each for each in survey(store, afresh=True)[1] if each.part in parts]
        if not more:
            raise
    tell(store, more, REMEDY)
    return asked(store, parts.keys() - {each.part for each in more}, use, only)


def asked(store: Store, parts: Collection[str], use: Callable[[Base], T], only: Collection[str]) -> T:
    with TemporaryDirectory(prefix="keikaku-") as spill:
        base = Base(store, sorted(parts), spill, only)
        try:
            return use(base)
        finally:
            base.connection.close()
