"""Path -> Document: the one way in; picks PDF or text dump, states its limits, says why a file cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from extract.model import Document, Empty, Limits, TooLarge, Unreadable

Reader = Literal["pymupdf", "pdfplumber"]
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
    from extract.layout import layout
    from extract.pdf import open_pdf, raw_pages
    from extract.stitch import stitched

    pdf = open_pdf(data, path.name, limits)
    layouts = [layout(page) for page in raw_pages(pdf)]
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
