"""A dataset -> one Excel workbook: a sheet a table, headings in Japanese, the first row fixed, filters everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from normalize.record import TABLES
from pipelines.base import Base
from pipelines.flat import flat, harmless
from pipelines.frames import batches
from pipelines.schema import columns

SHEETS = {"documents": "文書", "initiatives": "取組", "targets": "目標", "results": "実績", "findings": "指摘"}
LONGEST = 32_767
"""Characters a cell of Excel can hold."""
MOST_ROWS = 1_048_575
"""Rows a sheet can hold below its headings."""
WIDE, NARROW = 48, 12
"""Columns as wide as this many digits, for prose and for the rest."""
PROSE = frozenset(("name", "name_raw", "content", "objective", "indicator", "text", "text_raw", "message", "title"))
BOLD, SHADE = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
WRAPPED = Alignment(wrap_text=True, vertical="top")


class TooManyRows(ValueError):
    """A sheet cannot hold a table; the message is the sentence the user sees."""


def write_xlsx(base: Base, out: Path) -> list[str]:
    """Write the workbook; what had to be cut, a line a cell."""
    book = Workbook(write_only=True)
    cut: list[str] = []
    for table, title in SHEETS.items():
        many = base.count(table)
        if many > MOST_ROWS:
            raise TooManyRows(f"{table} has {many:,} rows, a sheet holds {MOST_ROWS:,}; export csv or duckdb")
        # Rows go to the disk one by one; what stands above them must be said before the first.
        sheet = cast("Worksheet", book.create_sheet(title))
        cut += write_sheet(sheet, base, table, many)
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    return cut


def write_sheet(sheet: Worksheet, base: Base, table: str, many: int) -> Iterator[str]:
    fields = columns(TABLES[table])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{many + 1}"
    for n, field in enumerate(fields, 1):
        sheet.column_dimensions[get_column_letter(n)].width = WIDE if field.name in PROSE else NARROW
    sheet.append([heading(sheet, field.ja) for field in fields])
    for frame in batches(base, table):
        for row in flat(frame, table).itertuples(index=False):
            texts = dict(zip(frame.columns, row, strict=True))
            yield from (f"{table}.{name}: cut after {LONGEST:,} characters" for name, v in texts.items() if too_long(v))
            sheet.append([cell(sheet, value) for value in row])


def too_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > LONGEST


def heading(sheet: Worksheet, text: str) -> Cell:
    made = WriteOnlyCell(sheet, text)
    made.font, made.fill, made.alignment = BOLD, SHADE, WRAPPED
    return made


def cell(sheet: Worksheet, value: object) -> object:
    """A text is written as text whatever it begins with, and stays one when it is edited; nothing is put before it."""
    if isinstance(value, str):
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:LONGEST])
        made.data_type, made.alignment = "s", WRAPPED
        made.quotePrefix = harmless(value) != value
        return made
    if value is pd.NA or value != value:
        return None
    return value.item() if isinstance(value, np.generic) else value
