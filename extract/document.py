"""Path -> Document: the one way in; picks PDF or text dump, states its limits, says why a file cannot be read."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extract.model import Document, Empty, Limits, PageInfo, TooLarge, Unreadable

if TYPE_CHECKING:
    from extract.layout import Layout
    from extract.pdf import Pdf

Reader = Literal["pymupdf", "pdfplumber"]
HEALTHY = 0.9
"""Below this share of legible glyphs the second reader is asked; odd signs of a sound page stay well above it."""
ENCODINGS = ("utf-8-sig", "cp932")
CONTROLS = frozenset(map(chr, {*range(32)} - {7, 8, 9, 10, 11, 12, 13, 26, 27}))
MAGIC_WITHIN = 1024
"""Bytes that may precede %PDF- (mail gateways and old servers prepend headers)."""


def read(path: Path, reader: Reader = "pymupdf", limits: Limits | None = None) -> Document:
    """Read one input.

    Raises Empty, Unreadable, Encrypted or TooLarge with the sentence the user sees.
    """
    limits = limits or Limits()
    data = _bytes(path, limits)
    if b"%PDF-" in data[:MAGIC_WITHIN]:
        return _read_pdf(path, data, reader, limits)
    if not _is_text(data):
        raise Unreadable(f"{path}: neither a PDF nor text; give the plan as PDF or as a text dump (UTF-8, Shift_JIS)")
    from extract.dump import read_dump

    return read_dump(str(path), data)


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise TooLarge(f"{path}: {size:,} bytes, more than the limit of {limits.bytes:,}; split the file")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path}: cannot be opened ({error.strerror}); check the path and its permissions") from error
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Empty(f"{path}: the file is empty; get it again from its source")
    return data


def _is_text(data: bytes) -> bool:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return CONTROLS.isdisjoint(text)
    return False


def _read_pdf(path: Path, data: bytes, reader: Reader, limits: Limits) -> Document:
    from extract.furniture import without_furniture
    from extract.pdf import open_pdf
    from extract.stitch import stitched

    pdf = open_pdf(data, path.name, limits)
    layouts = _layouts(pdf, data, reader)
    pages, furniture = without_furniture([page.blocks for page in layouts], [page.info for page in layouts])
    return Document(
        source=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        text_source="text_layer",
        pages=tuple(page.info for page in layouts),
        blocks=tuple(stitched(pages)),
        furniture=tuple(furniture),
        title=pdf.title,
    )


def _layouts(pdf: Pdf, data: bytes, reader: Reader) -> list[Layout]:
    """Every page read by the reader asked for; the other one is tried where its text is not legible."""
    from extract.layout import layout
    from extract.pdf import raw_pages

    first = raw_pages(pdf)
    if reader == "pdfplumber":
        from extract.plumber import plumber_pages

        found = {page.number: page for page in plumber_pages(data, range(1, pdf.page_count + 1), pdf.page_count)}
        first = (found.get(page.number, page) for page in first)
    layouts = [layout(page) for page in first]
    ill = [page.info.number for page in layouts if _is_ill(page.info)]
    if reader == "pymupdf" and ill:
        from extract.plumber import plumber_pages

        for page in plumber_pages(data, ill, pdf.page_count):
            second = layout(replace(page, flags=("second_reader",)))
            if second.blocks and second.info.health > layouts[page.number - 1].info.health:
                layouts[page.number - 1] = second
    return layouts


def _is_ill(info: PageInfo) -> bool:
    return info.health < HEALTHY and "needs_ocr" not in info.flags
