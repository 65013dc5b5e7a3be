"""Records -> Arrow tables -> Parquet files, and back. The same rows give the same bytes.

A part is five files of one name, one a table: the rows of one document, or of several after one another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, fields
from io import BufferedIOBase, BytesIO
from operator import attrgetter
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from normalize.record import TABLES, Records
from pipelines.schema import Atom, Field, columns
from pipelines.store import Store

ARROW: dict[Atom, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
NARROW: dict[str, pa.DataType] = {"confidence": pa.float32()}
"""Columns stored narrower than their kind."""

MOST = 2_000
"""Documents a Bloom filter is made for: a row group rarely holds more, and it only grows less sharp."""

Table: TypeAlias = pa.Table
Writer: TypeAlias = pq.ParquetWriter
Rows: TypeAlias = dict[str, Table]
"""The rows of some documents, by table."""


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


def rows_of(records: Records) -> Rows:
    """The rows of one document."""
    return {
        table: arrow_table(table, [records.document] if table == "documents" else getattr(records, table))
        for table in TABLES
    }


def files_of(records: Records) -> dict[str, bytes]:
    """The rows of one document as the bytes of its files, by table."""
    return {table: file_of(table, rows) for table, rows in rows_of(records).items()}


def file_of(table: str, rows: Table) -> bytes:
    file = BytesIO()
    with writer(file, table, 1) as into:
        write(into, rows)
    return file.getvalue()


def tables(files: Mapping[str, bytes]) -> Rows:
    """The rows in the bytes of files."""
    return {table: read(BytesIO(data), table) for table, data in files.items()}


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


def writer(file: BufferedIOBase, table: str, documents: int) -> pq.ParquetWriter:
    """Writes a file of rows of so many documents, a row group a call.

    Ids are hashes, so the range of those in a row group says nothing once it holds several documents: a Bloom filter
    tells a reader which groups can be passed over.
    """
    bloom = {"doc_id": {"ndv": min(documents, MOST), "fpp": 0.01}} if documents > 1 else None
    return pq.ParquetWriter(
        file, SCHEMAS[table], compression="zstd", compression_level=3, version="2.6", bloom_filter_options=bloom
    )


def write(into: pq.ParquetWriter, rows: Table) -> None:
    """Rows as one row group."""
    into.write_table(rows, row_group_size=max(1, rows.num_rows))


def read(file: BufferedIOBase, table: str) -> pa.Table:
    """The rows of a file. A file from before a column was added has that column's default."""
    found = pq.ParquetFile(file).read(use_threads=False)  # most files are small: threads would cost more
    arrays = [
        found[field.name] if field.name in found.schema.names else added(table, field, found.num_rows)
        for field in SCHEMAS[table]
    ]
    return pa.Table.from_arrays(arrays, schema=SCHEMAS[table])


def read_all(store: Store, table: str) -> pa.Table:
    """The rows of all files of a table; columns that older files lack are empty."""
    return pq.read_table(store.path(table), filesystem=store.filesystem, schema=SCHEMAS[table])


def read_columns(file: BufferedIOBase, names: Sequence[str]) -> pa.Table:
    """Some columns alone, all of which every version has."""
    return pq.ParquetFile(file).read(columns=list(names), use_threads=False)


def added(table: str, column: pa.Field, rows: int) -> pa.Array:
    [field] = [each for each in fields(TABLES[table]) if each.name == column.name]
    value = None if field.default is MISSING else field.default
    return pa.array([value] * rows, column.type)


def select(rows: Rows, doc_ids: Collection[str]) -> Rows:
    """The rows of these documents, in the order they have."""
    wanted = pc.field("doc_id").isin(sorted(doc_ids))
    return {table: found.filter(wanted) for table, found in rows.items()}


def join(several: Sequence[Rows]) -> Rows:
    return {table: pa.concat_tables(rows[table] for rows in several).combine_chunks() for table in TABLES}
