"""Path and page number -> Seen: one page as it is shown, and what was read of it; for the eyes of a maintainer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extract.arrows import find_marks
from extract.document import Reader, file_bytes, is_pdf, layouts_of, read
from extract.model import Block, Box, LeftOut, Limits, PageInfo, Table
from extract.page import Drawings, RawPage
from extract.rules import broad_fills, fill_rules, merge, stroke_rules

if TYPE_CHECKING:
    from extract.pdf import Pdf

SCALE = 2.0
"""Pixels a point: type of 6 pt stays legible."""
MOST_PIXELS = 5000.0
"""Pixels the longer side of a picture has at most; plans fold out to A0."""


class NoSuchPage(LookupError):
    """The document has fewer pages; the message is the sentence the user sees."""


class Seen(NamedTuple):
    """A page: what is said of it, its blocks in reading order, rules, picture (None in dumps) and what was left out."""

    info: PageInfo
    page_count: int
    blocks: tuple[Block, ...]
    rules: tuple[Box, ...] = ()
    picture: bytes | None = None
    scale: float = SCALE
    left_out: tuple[LeftOut, ...] = ()


def see(path: Path, number: int, reader: Reader = "pymupdf") -> Seen:
    """One page, from 1, read by itself; raises NoSuchPage, or what `extract.document.read` raises."""
    data = file_bytes(path, Limits())
    return _see_pdf(path.name, data, number, reader) if is_pdf(data) else _see_dump(path, number)


def _see_dump(path: Path, number: int) -> Seen:
    document = read(path)
    _require(number, len(document.pages), path.name)
    blocks = tuple(block for block in document.blocks if _page_of(block) == number)
    return Seen(document.pages[number - 1], len(document.pages), blocks)


def _page_of(block: Block) -> int:
    places = block.places if isinstance(block, Table) else (block.lines[0].place,)
    return places[0].page


def _see_pdf(name: str, data: bytes, number: int, reader: Reader) -> Seen:
    from extract.pdf import open_pdf, picture

    pdf = open_pdf(data, name, Limits())
    _require(number, pdf.page_count, name)
    [page] = layouts_of(pdf, data, reader, [number])
    rules = tuple(box for raw in _drawn(pdf, data, page.info) for box in _rules(raw.drawings))
    left = page.mended.page.left_out
    scale = min(SCALE, MOST_PIXELS / max(page.info.width, page.info.height))
    return Seen(
        page.info, pdf.page_count, page.blocks, rules, picture(pdf, number, scale, page.info.turned), scale, left
    )


def _drawn(pdf: Pdf, data: bytes, info: PageInfo) -> Iterator[RawPage]:
    """The page as its reader hands it over."""
    from extract.pdf import raw_pages
    from extract.plumber import plumber_pages

    if info.reader == "pdfplumber":
        return plumber_pages(data, [info.number], pdf.page_count)
    return raw_pages(pdf, [info.number])


def _rules(drawings: Drawings) -> Iterator[Box]:
    """Strokes and thin fills joined to rules, and the edges of shaded areas; arrows left out."""
    broad = broad_fills(drawings)
    strokes = stroke_rules(drawings, find_marks(drawings).strokes)
    rules = merge(strokes, fill_rules(drawings.fills[broad], drawings.fill_color[broad]))
    yield from (Box(x0, y, x1, y) for y, x0, x1 in rules.horizontal.tolist())
    yield from (Box(x, y0, x, y1) for x, y0, y1 in rules.vertical.tolist())


def _require(number: int, count: int, name: str) -> None:
    if not 1 <= number <= count:
        has = "one page" if count == 1 else f"{count} pages"
        raise NoSuchPage(f"{name} has {has}; there is no page {number}")
