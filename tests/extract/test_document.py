"""What cannot be read says so: the exception's class is the status, its message the sentence the user sees."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.document import read
from extract.model import Empty, Encrypted, Limits, Prose, ReadError, TooLarge, Unreadable


def drawn(pages: int = 1) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(500, 400))
    for number in range(1, pages + 1):
        canvas.drawString(100, 200, f"sentence of page {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def locked(user: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user=user))
    return buffer.getvalue()


def without_pages() -> bytes:
    buffer = io.BytesIO()
    pikepdf.new().save(buffer)
    return buffer.getvalue()


REFUSED: list[tuple[str, bytes, type[ReadError], str]] = [
    ("nothing", b"", Empty, "empty"),
    ("white space", b" \r\n\t\n", Empty, "empty"),
    ("header only", b"%PDF-1.7\n", Unreadable, "damaged"),
    ("cut off", drawn()[:200], Unreadable, "damaged"),
    ("no pages", without_pages(), Unreadable, "without pages"),
    ("password", locked("secret"), Encrypted, "password"),
    ("picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", Unreadable, "neither a PDF nor text"),
]


@pytest.mark.parametrize(("why", "data", "kind", "words"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refused(tmp_path: Path, why: str, data: bytes, kind: type[ReadError], words: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    with pytest.raises(kind, match=words) as caught:
        read(path)
    assert "plan.pdf" in str(caught.value), why
    assert type(caught.value) is kind


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read(tmp_path / "nowhere.pdf")


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(drawn(3))
    with pytest.raises(TooLarge, match="3 pages"):
        read(path, limits=Limits(pages=2))
    with pytest.raises(TooLarge, match="bytes"):
        read(path, limits=Limits(bytes=100))


def test_an_empty_password_opens(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(locked(""))
    assert len(read(path).pages) == 1


def test_bytes_before_the_header_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"X-Mailer: gateway\r\n\r\n" + drawn())
    assert len(read(path).pages) == 1


def test_a_text_that_names_the_header_is_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("ファイルは %PDF-1.7 で始まる", "utf-8")
    assert read(path).text_source == "text_dump"


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.pdf")
    with pytest.raises(Unreadable, match="a pipe or a device"):
        read(tmp_path / "plan.pdf")


def strip_of_page_tree(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids[1] = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Catalog))


def strip_of_content(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, b"no deflated data at all")
    pdf.pages[1].obj.Contents.Filter = pikepdf.Name.FlateDecode


@pytest.mark.parametrize("spoil", [strip_of_page_tree, strip_of_content])
def test_a_damaged_page_is_flagged_and_the_rest_is_read(tmp_path: Path, spoil: Callable[[pikepdf.Pdf], None]) -> None:
    path = tmp_path / "plan.pdf"
    with pikepdf.open(io.BytesIO(drawn(3))) as pdf:
        spoil(pdf)
        pdf.save(path)
    document = read(path)
    assert [page.flags for page in document.pages] == [(), ("unreadable",), ()]
    assert document.pages[1].health == 0.0
    lines = [line.text for b in document.blocks if isinstance(b, Prose) for line in b.lines]
    assert lines == ["sentence of page 1", "sentence of page 3"]


def test_a_text_dump_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_bytes("汐見町の計画\n本文です。\n".encode("cp932"))
    assert read(path).media_type == "text/plain"
