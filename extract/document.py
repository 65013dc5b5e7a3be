"""Path -> Document: the one way in; picks PDF, office file or text, and says why a file cannot be read."""

from __future__ import annotations

import hashlib
import itertools
import re
import stat
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extract.limits import SECOND_OPERATORS, SECOND_PARTS
from extract.model import Document, Empty, Limits, Table, TextSource, TooLarge, Unreadable, Words

if TYPE_CHECKING:
    from extract.dumps.text_table import Numbered
    from extract.layout import Layout, Mended
    from extract.pdf import Pdf

Reader = Literal["pymupdf", "pdfplumber", "ocr"]
HEALTHY = 0.9
"""Below this share of legible glyphs the second reader is asked; odd signs of a sound page stay well above it."""
MOST_VAIN = 8
"""Pages in a row the second reader reads no better, after which it is not asked again: fonts are the document's."""
OFFICE = (b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("d0cf11e0a1b11ae1"), b"{\\rtf")
"""How zip archives, office files of before 2007 and rich text begin."""
_OBJECT = re.compile(rb"\d+ \d+ obj\b")
MAGIC_WITHIN = 1024
"""Bytes that may precede %PDF- (mail gateways and old servers prepend headers)."""


def read(
    path: Path,
    reader: Reader = "pymupdf",
    limits: Limits | None = None,
    words: Words | None = None,
    after_picture: Callable[[], None] | None = None,
) -> Document:
    """Read one input. words: what is known of the words in it; without them a dump in drawn order stays prose.

    after_picture: called after each page read from its picture, which takes seconds.

    Raises Empty, Unreadable, Encrypted or TooLarge with the sentence the user sees.
    """
    limits = limits or Limits()
    data = file_bytes(path, limits)
    if is_pdf(data):
        return _read_pdf(path, data, reader, limits, words or Words(), after_picture or _nothing)
    if is_office(data):
        from extract.office.read import read_office

        return read_office(str(path), data, limits, words or Words())
    from extract.dump import read_dump

    try:
        return read_dump(str(path), data, words or Words())
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from error


def lines_of(data: bytes) -> list[Numbered]:
    """The lines of a file that is no PDF, as places number them; raises Unreadable, Encrypted or TooLarge."""
    if is_office(data):
        from extract.office.read import office_lines

        return office_lines(data)
    from extract.dump import numbered_lines

    return numbered_lines(data)


def is_pdf(data: bytes) -> bool:
    """Whether it begins as a PDF does, or has objects after a header that others put before; text may name %PDF-.

    >>> is_pdf(b"%PDF-1.7"), is_pdf(b"X-Mailer: a\\n%PDF-1.7\\n1 0 obj\\n"), is_pdf(b"A file of %PDF-1.7")
    (True, True, False)
    """
    return data.startswith(b"%PDF-1") or (b"%PDF-" in data[:MAGIC_WITHIN] and _OBJECT.search(data) is not None)


def is_office(data: bytes) -> bool:
    """Whether the bytes are those of an office file, read or not, or of an archive."""
    return data.startswith(OFFICE)


def file_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a file; raises Unreadable, TooLarge or Empty."""
    try:
        if not stat.S_ISREG((found := path.stat()).st_mode):
            raise Unreadable(f"{path}: no file, but a folder, a pipe or a device")
        size = found.st_size
        if size > limits.bytes:
            raise TooLarge(f"{path}: {size:,} bytes, more than the limit of {limits.bytes:,}; split the file")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path}: cannot be opened ({error.strerror}); check the path and its permissions") from error
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Empty(f"{path}: the file is empty; get it again from its source")
    return data


def _nothing() -> None:
    pass


def _read_pdf(
    path: Path, data: bytes, reader: Reader, limits: Limits, words: Words, after_picture: Callable[[], None]
) -> Document:
    from extract.pdf import open_pdf

    pdf = open_pdf(data, path.name, limits)
    layouts = layouts_of(pdf, data, reader, range(1, pdf.page_count + 1), after_picture)
    pages = [page.mended for page in layouts]
    _require_text(layouts, path.name)
    document = Document(
        source=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        text_source=_text_source(layouts),
        pages=tuple(page.info for page in layouts),
        blocks=(),
        title=pdf.title,
    )
    document = _with_blocks(document, layouts)
    if any(mended.page.parts > SECOND_PARTS for mended in pages):  # more than a page of any plan: read once
        return document
    return replace(document, again=lambda: (_cut_by_gaps(document, pages, words),))


def _with_blocks(document: Document, layouts: Sequence[Layout]) -> Document:
    """The document with the blocks of its pages, furniture apart, tables joined over the pages they run over."""
    from extract.furniture import without_furniture
    from extract.stitch import stitched

    pages, furniture = without_furniture([page.blocks for page in layouts], [page.info for page in layouts])
    left_out = tuple(left for page in layouts for left in page.mended.page.left_out)
    return replace(document, blocks=tuple(stitched(pages)), furniture=tuple(furniture), left_out=left_out)


def _cut_by_gaps(document: Document, pages: Sequence[Mended], words: Words) -> Document:
    from extract.layout import gap_layouts

    return replace(_with_blocks(document, gap_layouts(pages, words)), cut="gaps")


def layouts_of(
    pdf: Pdf, data: bytes, reader: Reader, numbers: Sequence[int], after_picture: Callable[[], None] = _nothing
) -> list[Layout]:
    """The given pages read by the reader asked for; where their text is not legible, by the others in turn."""
    from extract.footline import without_foot_lines
    from extract.layout import layout
    from extract.pdf import raw_pages

    pages = raw_pages(pdf, numbers)
    if reader == "pdfplumber":
        from extract.plumber import plumber_pages

        found = {page.number: page for page in plumber_pages(data, numbers, pdf.page_count)}
        pages = (found.get(page.number, page) for page in pages)
    layouts: list[Layout] = []
    light: set[int] = set()
    for page in without_foot_lines(pages):
        layouts.append(layout(page, layouts[-1] if layouts else None))
        if page.parts <= SECOND_PARTS and page.operators <= SECOND_OPERATORS:
            light.add(page.number)
    _use_tags(layouts, light, pdf, data)
    ill = {page.info.number: page.info.health for page in layouts if _is_ill(page) and page.info.number in light}
    if ill and reader == "pymupdf":
        worded = {page.info.number for page in layouts if page.mended.page.worded}
        layouts = _second_read(layouts, ill, worded, pdf, data)
    return _read_from_pictures(layouts, pdf, reader == "ocr", after_picture)


def _read_from_pictures(
    layouts: list[Layout], pdf: Pdf, every: bool, after_picture: Callable[[], None]
) -> list[Layout]:
    """The pages, with those (or all) whose text is not to be had read from their picture, if that is installed."""
    from extract.ocr import is_installed

    unread = [at for at, page in enumerate(layouts) if every or {"needs_ocr", "illegible"} & set(page.info.flags)]
    if not unread or not is_installed():
        return layouts
    from extract.layout import layout
    from extract.pdf import rgb_of
    from extract.scan.page import scanned
    from extract.scan.picture import POINT

    pages = list(layouts)
    for at in unread:
        number = pages[at].info.number
        found = layout(scanned(rgb_of(pdf, number, POINT), number), pages[at - 1] if at else None)
        pages[at] = found if found.blocks else _wordless(pages[at])
        after_picture()
    return pages


def _wordless(page: Layout) -> Layout:
    """A page in whose picture no text was found, as it was, and said to be so."""
    flags = ("wordless" if flag in ("needs_ocr", "illegible") else flag for flag in page.info.flags)
    return page._replace(info=replace(page.info, flags=tuple(flags)))


def _use_tags(layouts: list[Layout], light: set[int], pdf: Pdf, data: bytes) -> None:
    """Put in the pages as their structure tree says, where tables are not drawn."""
    from extract.pdf import mended_bytes, tagged_pages

    bare = {page.info.number: at for at, page in enumerate(layouts) if page.info.number in light and _is_bare(page)}
    tagged = tagged_pages(pdf) if bare else set[int]()
    unsure = {number: at for number, at in bare.items() if number in tagged}
    if not unsure:
        return
    from extract.layout import laid_out
    from extract.plumber import tagged_tables
    from extract.tagged import tagged_grid

    for number, tables in tagged_tables(mended_bytes(pdf, data), unsure, pdf.page_count):
        grids = [grid for cells in tables if (grid := tagged_grid(cells)) is not None]
        if grids:
            layouts[unsure[number]] = laid_out(layouts[unsure[number]].mended, grids)


def _is_bare(page: Layout) -> bool:
    """Whether no table of a page is ruled."""
    return not page.info.turned and all(b.confidence < 1.0 for b in page.blocks if isinstance(b, Table))


def _second_read(layouts: list[Layout], ill: dict[int, float], worded: Set[int], pdf: Pdf, data: bytes) -> list[Layout]:
    """The pages with the illegible ones as the second reader reads them, where it reads them better.

    ill: the health of those it is asked to read.  worded: where it alone reads what glyphs are said to stand for.
    """
    from extract.layout import layout
    from extract.pdf import mended_bytes
    from extract.plumber import plumber_pages

    better: dict[int, Layout] = {}
    vain = 0
    for page in plumber_pages(mended_bytes(pdf, data), ill, pdf.page_count):
        second = layout(replace(page, flags=("second_reader",)))
        least = ill[page.number]
        if second.blocks and (second.info.health > least or (page.number in worded and second.info.health == least)):
            better[page.number], vain = second, 0
        elif (vain := vain + 1) == MOST_VAIN:
            break
    return [better.get(page.info.number, page) for page in layouts]


def _is_ill(page: Layout) -> bool:
    """A page that asks for too much is not given to a second reader: it would be the slower one."""
    info = page.info
    return (info.health < HEALTHY or page.mended.page.worded) and not {"needs_ocr", "overloaded"} & set(info.flags)


def _require_text(layouts: Sequence[Layout], name: str) -> None:
    """Raise Empty or Unreadable where no page has text, with the pages that need OCR."""
    from extract.ocr import COMMAND

    if any(page.blocks and not {"needs_ocr", "wordless"} & set(page.info.flags) for page in layouts):
        return
    infos = [page.info for page in layouts]
    pictures, garbled, broken, wordless = (
        [info.number for info in infos if flag in info.flags]
        for flag in ("needs_ocr", "illegible", "unreadable", "wordless")
    )
    if pictures or garbled:
        why = [f"{_pages(pictures)} without a text layer"] if pictures else []
        why += [f"{_pages(garbled)} with a text layer that names no characters"] if garbled else []
        raise Empty(f"{name}: no text to read: {', '.join(why)}; these pages need OCR (install it: {COMMAND})")
    if wordless:
        raise Empty(f"{name}: no text to read: {_pages(wordless)} without a text layer, nor text in their picture")
    if any("overloaded" in info.flags for info in infos):
        raise TooLarge(f"{name}: {_pages(broken)} with more text or drawing than any page of a plan; not read")
    if broken:
        raise Unreadable(f"{name}: {_pages(broken)} damaged beyond repair; get the file again from its source")
    raise Empty(f"{name}: nothing is printed on its {len(infos)} pages; get it again from its source")


def _pages(numbers: Sequence[int]) -> str:
    """Page numbers as one says them.

    >>> _pages([1, 2, 3, 7]), _pages([4])
    ('pages 1-3, 7', 'page 4')
    """
    runs = [[n for _, n in run] for _, run in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    said = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page {said}" if len(numbers) == 1 else f"pages {said}"


def _text_source(layouts: Sequence[Layout]) -> TextSource:
    read = {"ocr" in page.info.flags for page in layouts if page.blocks}
    if len(read) == 2:
        return "mixed"
    return "ocr" if read == {True} else "text_layer"
