"""A dataset's sound files -> the rows of its tables, some thousand at a time, in the order of the files.

Nothing is held whole. Damaged parts are left out and named; damage that shows only while rows are read makes the
question be asked again without them. Files follow one another as their first documents' sources do; in a part its
documents stand in one order, the same in all its tables.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

from normalize.record import TABLES
from pipelines import parquet
from pipelines.damage import survey, tell
from pipelines.index import Parts
from pipelines.part import path
from pipelines.store import Store

T = TypeVar("T")
BATCH = 8_192
"""Rows handed out at a time, at least while there are as many."""
REMEDY = "left out here; `keikaku convert` reads its documents again, `keikaku verify --repair` puts it away"


class NotADataset(ValueError):
    """The folder holds no dataset; the message is the sentence the user sees."""


class Base:
    """The five tables of a dataset; only: documents of these classes, and what belongs to them."""

    def __init__(self, store: Store, parts: Parts, only: Collection[str] = ()) -> None:
        self.store, self.only = store, only
        self.parts = sorted(parts, key=lambda name: [(row.source, row.doc_id) for row in parts[name][:1]])

    def rows(self, table: str, columns: Sequence[str] | None = None) -> Iterator[parquet.Table]:
        """The rows of a table; columns: some alone."""
        return parquet.gathered((rows for part in self.parts for rows in self.of_part(part, table, columns)), BATCH)

    def of_part(self, part: str, table: str, columns: Sequence[str] | None = None) -> Iterator[parquet.Table]:
        wanted = self.wanted(part) if self.only else None
        with parquet.sound(), self.store.reader(path(table, part)) as file:
            for rows in parquet.batches(file, table, BATCH, columns):
                yield rows if wanted is None else parquet.of_documents(rows, wanted)

    def wanted(self, part: str) -> list[str]:
        with self.store.reader(path("documents", part)) as file:
            rows = parquet.read(file, "documents").select(["doc_id", "doc_class"]).to_pylist()
        return [row["doc_id"] for row in rows if row["doc_class"] in self.only]

    def count(self, table: str) -> int:
        return sum(rows.num_rows for rows in self.rows(table, ["doc_id"]))


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
        return use(Base(store, parts, only))
    except parquet.Damaged:
        rest, damages = survey(store, afresh=True)
        tell(store, [each for each in damages if each.part in parts], REMEDY)
        return use(Base(store, {name: rows for name, rows in rest.items() if name in parts}, only))
