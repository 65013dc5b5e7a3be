"""Office files that are not read: each with a sentence that says why and what to do; none costs time or memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path
from time import process_time

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.document import read
from extract.model import Empty, Encrypted, ReadError, TooLarge, Unreadable
from extract.office import package
from tests.extract.office_files import SHEET, body_of, listed, paragraph, replaced, sheet_of, typed

MEGABYTE = 1024 * 1024
BOOK = listed(("番号", "取組名"), ("1", "研修"))
TYPES = "[Content_Types].xml"


def old(stream: str) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + stream.encode("utf-16-le") + bytes(500)


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def of_type(content: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with zipfile.ZipFile(io.BytesIO(BOOK)) as file:
        return replaced(BOOK, TYPES, file.read(TYPES).decode().replace(kind, content))


def swollen() -> bytes:
    """A sheet that unpacks to a quarter of a gigabyte."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w") as part:
            for _ in range(package.MOST_UNPACKED // MEGABYTE + 1):
                part.write(bytes(MEGABYTE))
    return buffer.getvalue()


BOMB = swollen()


def lying() -> bytes:
    """The same, though the directory says ten bytes; its last entry is the sheet's."""
    data = bytearray(BOMB)
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def locked_zip() -> bytes:
    """Parts that need a password: the bit that says so is set."""
    data = bytearray(BOOK)
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    return bytes(data)


def deep() -> bytes:
    level = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
    return body_of(level[0] * 5_000 + paragraph("研修") + level[1] * 5_000)


def portfolio() -> bytes:
    buffer, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(100, 100, "Open this portfolio in a viewer")
    canvas.save()
    with pikepdf.open(buffer) as pdf:
        for name in ("計画.pdf", "実績.xlsx"):
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"x", filename=name)  # pyright: ignore[reportCallIssue]
        pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
        pdf.save(out)
    return out.getvalue()


MERGED = "".join(f'<mergeCell ref="{c}1:{c}1048576"/>' for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
CELLS = "".join(f"<c r='{c}1' t='str'><v>x</v></c>" for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

REFUSED: list[tuple[str, bytes, type[ReadError], str]] = [
    ("cut off", BOOK[: len(BOOK) // 2], Unreadable, "damaged"),
    ("broken part", replaced(BOOK, SHEET, b"<worksheet><sheetData>"), Unreadable, "damaged"),
    ("no main part", replaced(BOOK, "_rels/.rels", b"<Relationships/>"), Unreadable, "neither"),
    ("archive", archive(plan=b"x"), Unreadable, "zip archive; unpack it"),
    ("doc", old("WordDocument"), Unreadable, r"\.doc\); save it as .docx"),
    ("xls", old("Workbook"), Unreadable, r"\.xls\); save it as .xlsx"),
    ("jtd", old("DocumentText"), Unreadable, r"\.jtd"),
    ("other old file", old("Contents"), Unreadable, "old office program"),
    ("password", old("EncryptedPackage"), Encrypted, "password"),
    ("password of the archive", locked_zip(), Encrypted, "password"),
    ("rtf", rb"{\rtf1 plan}", Unreadable, r"\.rtf"),
    ("pptx", of_type("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), Unreadable,
     r"\.pptx\); save it as PDF"),
    ("xlsb", of_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), Unreadable, r"\.xlsb"),
    ("odt", archive(mimetype=b"application/vnd.oasis.opendocument.text"), Unreadable, "OpenDocument"),
    ("entities", replaced(BOOK, SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), Unreadable, "entities"),
    ("empty sheet", listed(), Empty, "nothing is written"),
    ("empty document", typed(lambda _: None), Empty, "nothing is written"),
    ("bomb", BOMB, TooLarge, "unpacks to more than"),
    ("bomb that lies", lying(), ReadError, "unpacks to more than|damaged"),
    ("merged to the end", sheet_of(f"<row r='1'>{CELLS}</row>", MERGED), TooLarge, "merged"),
    ("nested without end", deep(), Unreadable, "nested more deeply"),
    ("portfolio", portfolio(), Unreadable, "portfolio.*実績.xlsx, 計画.pdf"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "data", "kind", "words"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refused(tmp_path: Path, why: str, data: bytes, kind: type[ReadError], words: str):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(data)
    before = process_time()
    with pytest.raises(kind, match=words) as caught:
        read(path)
    assert process_time() - before < 5.0, why
    assert "\n" not in str(caught.value)
    assert kind is ReadError or type(caught.value) is kind


def test_a_bomb_is_not_unpacked(tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(BOMB)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        read(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < package.MOST_UNPACKED // 4


def test_macros_and_links_are_left_alone(tmp_path: Path):
    """A workbook with macros is read; what it points to elsewhere is not asked for."""
    macros = of_type("application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        'Type="x/externalLink" TargetMode="External" Target="http://127.0.0.1:9/x"/></Relationships>'
    )
    path = tmp_path / "plan.xlsm"
    path.write_bytes(replaced(macros, "xl/worksheets/_rels/sheet1.xml.rels", rels))
    assert read(path).blocks
