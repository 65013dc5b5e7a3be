"""The Arrow schema derives from normalize/record.py; its text is golden, as other programs rely on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pytest

from normalize.record import TABLES, col
from pipelines.parquet import SCHEMAS
from pipelines.schema import columns, walk

GOLDEN = Path(__file__).with_name("schema.txt")


def test_schema_is_the_golden_one():
    """A line a column: table, column, Arrow type, English, Japanese. New columns stand at the end of a table."""
    assert "\n".join(golden_lines()) + "\n" == GOLDEN.read_text("utf-8")


def golden_lines() -> list[str]:
    return [
        "\t".join((table, name, arrow_type(table, name), field.en, field.ja))
        for table, record in TABLES.items()
        for name, field in walk(record)
    ]


def arrow_type(table: str, dotted: str) -> str:
    field = arrow_field(table, dotted)
    kind = "list<struct>" if pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type) else field.type
    return f"{kind}{'' if field.nullable else ' not null'}"


def arrow_field(table: str, dotted: str) -> pa.Field:
    outer, _, inner = dotted.partition(".")
    field = SCHEMAS[table].field(outer)
    return field.type.value_type.field(inner) if inner else field


@pytest.mark.parametrize("table", TABLES)
def test_descriptions_travel_with_the_columns(table: str):
    for name, field in walk(TABLES[table]):
        metadata = arrow_field(table, name).metadata
        assert metadata[b"description"].decode() == field.en
        assert metadata[b"description_ja"].decode() == field.ja


@dataclass
class Undescribed:
    name: str


@dataclass
class Wrong:
    when: Annotated[bytes, col("a time", "日時")]


@pytest.mark.parametrize("record", [Undescribed, Wrong])
def test_a_column_that_cannot_be_stored_is_an_error(record: type):
    with pytest.raises(TypeError):
        columns(record)
