"""Records -> Parquet, `DIR/<table>/<doc_id>.parquet`, five files a document. The only file that imports pyarrow.

A document is in DIR if its file in `documents` is there. That file is taken away first and put in place last, each by
an atomic rename of a finished file, so at any moment no file is half written and every row of `documents` has all its
rows in the other tables. A run killed between the ten renames of one document (a quarter of a millisecond together) can
leave rows of other tables without a row in `documents`: that document is absent, and the next run removes them.
One `keikaku convert` at a time may write to a DIR; any number may read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import product
from operator import attrgetter
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from normalize.record import TABLES, Records
from pipelines.schema import Atom, Field, columns

ARROW: dict[Atom, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
NARROW: dict[str, pa.DataType] = {"confidence": pa.float32()}
"""Columns stored narrower than their kind."""

CHILDREN = tuple(table for table in TABLES if table != "documents")
OURS = re.compile(r"[0-9a-f]{16}\.parquet")
Hidden = Literal["new", "old"]


class Held(NamedTuple):
    """What `documents` says of a document already in DIR."""

    doc_id: str
    source: str
    status: str
    extractor_version: str


def arrow_field(field: Field) -> pa.Field:
    """A column with its descriptions in the field's metadata."""
    described = {"description": field.en, "description_ja": field.ja}
    kind = pa.struct([arrow_field(part) for part in field.parts]) if field.parts else arrow_atom(field)
    return pa.field(field.name, pa.list_(kind) if field.many else kind, nullable=field.optional, metadata=described)


def arrow_atom(field: Field) -> pa.DataType:
    return NARROW.get(field.name, ARROW[field.atom])


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, derived from normalize/record.py."""
    return pa.schema([arrow_field(field) for field in columns(TABLES[table])])


SCHEMAS: dict[str, pa.Schema] = {table: arrow_schema(table) for table in TABLES}


def arrow_table(table: str, rows: Sequence[object]) -> pa.Table:
    """Rows of one record type as an Arrow table, column by column."""
    arrays = [
        pa.array([cell(field, getattr(row, field.name)) for row in rows], SCHEMAS[table].field(field.name).type)
        for field in columns(TABLES[table])
    ]
    return pa.Table.from_arrays(arrays, schema=SCHEMAS[table])


def cell(field: Field, value: object) -> object:
    """A value as pyarrow takes it: structs as tuples in the order of their parts."""
    if field.atom != "struct":
        return value
    parts = attrgetter(*(part.name for part in field.parts))
    assert isinstance(value, tuple)
    return [parts(each) for each in value]


def rows_of(records: Records, table: str) -> Sequence[object]:
    return [records.document] if table == "documents" else getattr(records, table)


class Dataset:
    """A folder of documents. Opening it makes the folders and removes what a killed run left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for table in TABLES:
            (folder / table).mkdir(parents=True, exist_ok=True)
        self.sweep()

    def path(self, table: str, doc_id: str) -> Path:
        return self.folder / table / f"{doc_id}.parquet"

    def hidden(self, table: str, doc_id: str, why: Hidden) -> Path:
        """A file that is not yet, or no more, in place: no reader takes it for one of the table."""
        return self.folder / table / f".{why}-{doc_id}"

    def sweep(self) -> None:
        """Remove what a killed run left: hidden files, and rows without a row in `documents`."""
        for table, why in product(TABLES, get_args(Hidden)):
            for path in (self.folder / table).glob(f".{why}-*"):
                path.unlink()
        names = {table: {path.name for path in self.files(table)} for table in TABLES}
        whole = set.intersection(*names.values())
        for table in TABLES:  # `documents` comes first
            for name in names[table] - whole:
                (self.folder / table / name).unlink()

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a table, sorted; files of others are none of ours."""
        return sorted(path for path in (self.folder / table).iterdir() if OURS.fullmatch(path.name))

    def held(self) -> dict[str, Held]:
        """What is in the dataset, by doc_id."""
        columns = list(Held._fields)
        rows = (pq.ParquetFile(path).read(columns=columns).to_pylist()[0] for path in self.files("documents"))
        return {row["doc_id"]: Held(**row) for row in rows}

    def write(self, records: Records) -> None:
        """Put one document in place, instead of the rows it had: all of it, or (killed midway) nothing of it."""
        doc_id = records.document.doc_id
        for table in TABLES:
            write_file(self.hidden(table, doc_id, "new"), arrow_table(table, rows_of(records, table)))
        self.move_away(doc_id)
        for table in (*CHILDREN, "documents"):
            os.replace(self.hidden(table, doc_id, "new"), self.path(table, doc_id))
        self.discard(doc_id)

    def remove(self, doc_id: str) -> None:
        """Take a document out."""
        self.move_away(doc_id)
        self.discard(doc_id)

    def move_away(self, doc_id: str) -> None:
        """Hide the files of a document, `documents` first: renames are quick, freeing blocks may not be."""
        for table in ("documents", *CHILDREN):
            with suppress(FileNotFoundError):
                os.replace(self.path(table, doc_id), self.hidden(table, doc_id, "old"))

    def discard(self, doc_id: str) -> None:
        for table in TABLES:
            self.hidden(table, doc_id, "old").unlink(missing_ok=True)

    def resources(self) -> Iterator[tuple[str, list[str]]]:
        """Each table with the paths of its files, relative to the folder."""
        for table in TABLES:
            yield table, [f"{table}/{path.name}" for path in self.files(table)]


def write_file(path: Path, table: pa.Table) -> None:
    """One Parquet file of one row group, on disk when this returns; the same rows give the same bytes."""
    with path.open("wb") as file:
        pq.write_table(
            table, file, compression="zstd", compression_level=3, version="2.6", row_group_size=max(1, table.num_rows)
        )
        file.flush()
        os.fsync(file.fileno())
