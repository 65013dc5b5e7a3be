"""The bytes of an office file -> Document: a sheet is a page; a Word document has the pages of its author.

The parts are read as XML, within limits: openpyxl gives numbers not as they are shown and drops text boxes; python-docx
gives no numbers of lists, drops text boxes, and loses what was inserted under review.
"""

from __future__ import annotations

import hashlib

from extract.dumps.text_table import Numbered
from extract.dumps.words import knowing
from extract.model import Block, Document, Empty, Limits, MediaType, PageInfo, Table, TooLarge, Words
from extract.office.package import Kind, Package, local, opened
from extract.office.sheet import sheet_blocks
from extract.office.wordfile import word_blocks
from extract.office.workbook import sheets_of

_TYPES: dict[Kind, MediaType] = {
    "workbook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "wordfile": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def read_office(source: str, data: bytes, limits: Limits, words: Words) -> Document:
    """The document of a workbook or Word document. Raises Empty, Unreadable, Encrypted or TooLarge."""
    package = opened(data, source)
    kind = package.kind()
    try:
        with knowing(words):
            pages, blocks = _workbook(package, limits) if kind == "workbook" else _wordfile(package)
        title = _title(package)
    except RecursionError as error:
        raise package.damaged("nested more deeply than any document is") from error
    if not blocks:
        told = {flag for page in pages for flag in page.flags}
        raise Empty(f"{source}: nothing is written in it{_why(told)}; get it again from its source")
    return Document(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=_TYPES[kind],
        text_source="text_layer",
        pages=tuple(pages),
        blocks=tuple(blocks),
        title=title,
    )


def office_lines(data: bytes) -> list[Numbered]:
    """The paragraphs of a Word document, or the rows of a workbook's sheets, that hold anything."""
    document = read_office("", data, Limits(), Words())
    found: dict[tuple[int, int], list[str]] = {}
    for block in document.blocks:
        for line in (line for cell in block.cells for line in cell.lines) if isinstance(block, Table) else block.lines:
            first, _ = line.place.lines or (0, 0)
            found.setdefault((line.place.page, first), []).append(line.text)
    return [Numbered(number, page, " | ".join(texts)) for (page, number), texts in sorted(found.items())]


def _why(told: set[str]) -> str:
    """
    >>> _why({"hidden_sheet"}), _why(set())
    (' that is not hidden', '')
    """
    return " that is not hidden" if told & {"hidden", "hidden_sheet"} else ""


def _workbook(package: Package, limits: Limits) -> tuple[list[PageInfo], list[Block]]:
    pages: list[PageInfo] = []
    blocks: list[Block] = []
    for number, sheet in enumerate(sheets_of(package), start=1):
        if number > limits.pages:
            raise TooLarge(f"{package.name}: more than {limits.pages} sheets; split the file")
        blocks += sheet_blocks(sheet, number)
        pages.append(PageInfo(number, 0.0, 0.0, "workbook", flags=tuple(sorted(sheet.flags))))
    return pages, blocks


def _wordfile(package: Package) -> tuple[list[PageInfo], list[Block]]:
    blocks, flags = word_blocks(package)
    last = max((_page(block) for block in blocks), default=1)
    odd = (tuple(sorted(flags.get(page, ()))) for page in range(1, last + 1))
    return [PageInfo(page, 0.0, 0.0, "word", flags=told) for page, told in enumerate(odd, start=1)], blocks


def _page(block: Block) -> int:
    return (block.places if isinstance(block, Table) else (block.lines[0].place,))[0].page


def _title(package: Package) -> str | None:
    """The title that the file says it has."""
    parts = dict(package.related("").values())
    core = parts.get("core-properties", "")
    found = (e.text for e in package.tree(core) if local(e.tag) == "title") if core in package else iter(())
    return next(found, None) or None
