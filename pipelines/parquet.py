"""Records -> Arrow tables -> Parquet files, and back. The same rows give the same bytes.

A part is five files of one name, one a table: the rows of one document, or of several after one another. Pages bear
checksums. The small files of one document leave out what every file of a table would repeat, three fifths of their
bytes: descriptions of columns (in `datapackage.json`, `_common_metadata` and merged files) and statistics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, fields
from io import BufferedIOBase, BytesIO
from operator import attrgetter
from typing import Any, TypeAlias

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

LOOKED_AT = 8_192
"""Rows held at a time where all are only looked at."""
SAID = 120
"""Characters of what a library says of a damaged file."""
MOST = 2_000
"""Documents a Bloom filter is made for: a row group rarely holds more, and it only grows less sharp."""

ERRORS = (ValueError, KeyError, NotImplementedError, pa.ArrowException)
"""What reading a broken file may end in, besides OSError."""

Table: TypeAlias = pa.Table
Writer: TypeAlias = pq.ParquetWriter
Rows: TypeAlias = dict[str, Table]
"""The rows of some documents, by table."""


class Damaged(Exception):
    """A file that is no sound Parquet file of its table; the message says what is wrong with it."""


def arrow_field(field: Field) -> pa.Field:
    """A column with its descriptions in the field's metadata."""
    described = {"description": field.en, "description_ja": field.ja}
    kind = pa.struct([arrow_field(part) for part in field.parts]) if field.parts else arrow_atom(field)
    return pa.field(field.name, pa.list_(kind) if field.many else kind, nullable=field.optional, metadata=described)


def arrow_atom(field: Field) -> pa.DataType:
    return NARROW.get(field.name, ARROW[field.atom])


def undescribed(kind: pa.DataType) -> pa.DataType:
    if not pa.types.is_list(kind) or not pa.types.is_struct(kind.value_type):
        return kind
    parts = [pa.field(each.name, each.type, each.nullable) for each in kind.value_type]
    return pa.list_(pa.field(kind.value_field.name, pa.struct(parts), kind.value_field.nullable))


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, derived from normalize/record.py."""
    return pa.schema([arrow_field(field) for field in columns(TABLES[table])])


SCHEMAS: dict[str, pa.Schema] = {table: arrow_schema(table) for table in TABLES}
BARE: dict[str, pa.Schema] = {
    table: pa.schema([pa.field(each.name, undescribed(each.type), each.nullable) for each in schema])
    for table, schema in SCHEMAS.items()
}
"""The same columns without descriptions."""


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
    several = documents > 1
    bloom = {"doc_id": {"ndv": min(documents, MOST), "fpp": 0.01}} if several else None
    return pq.ParquetWriter(
        file, SCHEMAS[table] if several else BARE[table], compression="zstd", compression_level=3, version="2.6",
        bloom_filter_options=bloom, write_page_checksum=True, store_schema=several, write_statistics=several,
    )  # fmt: skip


def write(into: pq.ParquetWriter, rows: Table) -> None:
    """Rows as one row group."""
    into.write_table(rows, row_group_size=max(1, rows.num_rows))


def described(table: str) -> bytes:
    """A file without rows that bears the descriptions of a table's columns (`_common_metadata`)."""
    file = BytesIO()
    pq.write_metadata(SCHEMAS[table], file)
    return file.getvalue()


@contextmanager
def sound() -> Generator[None]:
    """What libraries say of a broken file, as Damaged; errors of the disk or the network stay what they are."""
    try:
        yield
    except FileNotFoundError as error:
        raise Damaged("is missing") from error
    except (OSError, *ERRORS) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise Damaged(f"is damaged ({' '.join(str(error).split())[:SAID]})") from error


def opened(file: BufferedIOBase, table: str) -> pq.ParquetFile:
    """A file of a table; raises Damaged. Later columns may be missing; those that are there are of their types."""
    found = pq.ParquetFile(file, page_checksum_verification=True)
    schema = found.schema_arrow
    types = {name: schema.field(name).type for name in schema.names}
    first = {each.name for each in fields(TABLES[table]) if each.default is MISSING}
    if first - types.keys() or any(types.get(each.name, each.type) != each.type for each in SCHEMAS[table]):
        raise Damaged(f"is no file of the table {table}")
    return found


def read(file: BufferedIOBase, table: str) -> pa.Table:
    """The rows of a file; raises Damaged. A file from before a column was added has that column's default."""
    with sound():
        return whole(opened(file, table).read(use_threads=False), table)  # most are small: threads would cost more


def whole(found: pa.Table, table: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Rows with all columns of a table, or those asked for, in their order."""
    schema = SCHEMAS[table] if columns is None else pa.schema([SCHEMAS[table].field(name) for name in columns])
    arrays = [
        found[field.name] if field.name in found.schema.names else added(table, field, found.num_rows)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def batches(file: BufferedIOBase, table: str, rows: int, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The rows of a file, so many at a time; columns: some alone."""
    found = opened(file, table)
    names = columns and [name for name in columns if name in found.schema_arrow.names]
    for batch in found.iter_batches(rows, columns=names, use_threads=False):
        yield whole(pa.Table.from_batches([batch]), table, columns)


def gathered(several: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """The same rows in fewer tables: none of fewer rows but the last."""
    waiting: list[pa.Table] = []
    for table in several:
        waiting.append(table)
        if sum(each.num_rows for each in waiting) >= rows:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def reader(several: Iterable[pa.Table], table: str) -> pa.RecordBatchReader:
    """Tables as DuckDB takes them in."""
    return pa.RecordBatchReader.from_batches(SCHEMAS[table], (batch for rows in several for batch in rows.to_batches()))


def counted(file: BufferedIOBase, table: str) -> Counter[str]:
    """How many rows a file has of each document, all of its bytes looked at; raises Damaged."""
    many: Counter[str] = Counter()
    with sound():
        for batch in opened(file, table).iter_batches(LOOKED_AT, use_threads=False):
            many.update({each["values"]: each["counts"] for each in batch["doc_id"].value_counts().to_pylist()})
    return many


def added(table: str, column: pa.Field, rows: int) -> pa.Array:
    [field] = [each for each in fields(TABLES[table]) if each.name == column.name]
    value = None if field.default is MISSING else field.default
    return pa.array([value] * rows, column.type)


def noted(rows: Sequence[Sequence[object]], columns: Mapping[str, Atom]) -> bytes:
    """Rows of a table of our own as the bytes of a file."""
    schema = pa.schema([(name, pa.int64() if atom == "integer" else ARROW[atom]) for name, atom in columns.items()])
    cells = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [pa.array(column, kind) for column, kind in zip(cells, schema.types, strict=True)]
    file = BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="zstd", write_page_checksum=True)
    return file.getvalue()


def remembered(data: bytes, columns: Mapping[str, Atom]) -> Iterator[tuple[Any, ...]]:
    """The rows of such a file; raises Damaged, also for one of another version."""
    with sound():
        found = pq.ParquetFile(BytesIO(data), page_checksum_verification=True).read()
        if found.schema.names != list(columns):
            raise Damaged("is of another version")
        return zip(*(found[name].to_pylist() for name in columns), strict=True)


def select(rows: Rows, doc_ids: Collection[str]) -> Rows:
    """The rows of these documents, in the order they have."""
    return {table: of_documents(found, doc_ids) for table, found in rows.items()}


def of_documents(rows: Table, doc_ids: Collection[str]) -> Table:
    import pyarrow.compute as pc  # makes a function of each of its hundreds

    return rows.filter(pc.field("doc_id").isin(pa.array(sorted(doc_ids), pa.string())))


def join(several: Sequence[Rows]) -> Rows:
    return {table: pa.concat_tables(rows[table] for rows in several).combine_chunks() for table in TABLES}
