"""A document -> the same without its sample forms: what stands under 記入例 or 表の見方 shows how to fill one in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import regex

from extract.model import Block, Document, Line, Prose, Table
from normalize.legend import pairs
from normalize.text import squash

_SAMPLE = regex.compile(
    r"[【〔\[(〈《<＜■◆●□※]*(?:.{0,12}(?:記入|記載|作成|入力|回答|書き方)の?(?:例|見本|サンプル)|見本|サンプル|.{0,12}の見方|(?<=[【〔\[(])例)"
    r"[0-9①-⑳]*[】〕\])〉》>＞:]*"
)
_HEADING = regex.compile(r"[【〔〈《<＜■◆]")
_PLACEHOLDER = regex.compile(r"[○〇◯△]{2}")


def without_samples(document: Document) -> Document:
    """The document without what stands under the heading of a sample; the heading itself stays."""
    parts = list(_parts(document))
    if all(heading is None for _, heading in parts):
        return document
    return replace(document, blocks=tuple(block for block, heading in parts if heading is None))


def samples(document: Document) -> list[Line]:
    """The headings under which something is left out."""
    return list(dict.fromkeys(heading for _, heading in _parts(document) if heading is not None))


def _parts(document: Document) -> Iterator[tuple[Block, Line | None]]:
    """Each block, with the heading of the sample it is, if it is one; a legend belongs to the whole document."""
    under: Line | None = None
    for block in document.blocks:
        under = under if under is not None and under.place.page == _page(block) else None
        if isinstance(block, Table):
            own = (line for cell in block.cells if cell.row == 0 for line in cell.lines if is_sample(line.text))
            explains = any(pairs(line.text) for cell in block.cells for line in cell.lines)
            yield block, None if explains else next(own, under)
            continue
        stands: list[tuple[Line, Line | None]] = []
        for line in block.lines:
            under = _under(line, under)
            stands.append((line, None if line is under or pairs(line.text) else under))
        for heading, lines in groupby(stands, lambda pair: pair[1]):
            yield Prose(tuple(line for line, _ in lines), block.box), heading


def _under(line: Line, heading: Line | None) -> Line | None:
    """The heading of the sample that goes on with a line: down to the page's end or the next heading as large."""
    if is_sample(line.text):
        return line
    ends = heading is None or line.size >= heading.size or _HEADING.match(squash(line.text))
    return None if ends else heading


def is_sample(text: str) -> bool:
    """Whether a line says that what follows is a sample.

    >>> [is_sample(t) for t in ("【記入例】", "様式１の記載例", "（例）", "シートの見方")], is_sample("記入例を参考に")
    ([True, True, True, True], False)
    """
    return len(text) <= 30 and _SAMPLE.fullmatch(squash(text)) is not None


def is_placeholder(name: str) -> bool:
    """Whether a name is to be filled in.

    >>> is_placeholder("○○システムの導入"), is_placeholder("窓口の予約")
    (True, False)
    """
    return _PLACEHOLDER.search(squash(name)) is not None


def _page(block: Prose | Table) -> int:
    places = block.places if isinstance(block, Table) else [line.place for line in block.lines]
    return places[0].page if places else 0
