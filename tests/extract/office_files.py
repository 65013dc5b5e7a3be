"""Office files made for tests: by the libraries that write them, and with single parts replaced."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(fill: Callable[[Worksheet], object], book: Workbook | None = None) -> bytes:
    """A workbook whose first sheet was filled in."""
    book = book or Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def listed(*rows: tuple[str | None, ...]) -> bytes:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return saved(fill)


def replaced(data: bytes, part: str, content: str | bytes) -> bytes:
    """The file with other bytes in one of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*old.namelist(), part)):
            new.writestr(name, content if name == part else old.read(name))
    return buffer.getvalue()


def sheet_of(rows: str, after: str = "") -> bytes:
    """A workbook whose sheet is written in XML."""
    return replaced(listed(("",)), SHEET, f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>")


def typed(fill: Callable[[Any], object]) -> bytes:
    """A Word document."""
    word: Any = docx.Document()
    fill(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def body_of(content: str, numbering: str = "") -> bytes:
    """A Word document whose body is written in XML."""
    document = replaced(
        typed(lambda _: None), "word/document.xml", f"<w:document {WORD}><w:body>{content}</w:body></w:document>"
    )
    return replaced(document, "word/numbering.xml", f"<w:numbering {WORD}>{numbering}</w:numbering>")


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
