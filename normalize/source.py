"""Printed lines -> the places a row quotes: one a page, a run of a dump's lines, or cells of a sheet.

A bar whose word stands in a legend of colours quotes both: the bar, then the word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import TypeVar

from extract.model import Box, Document, Line, Place
from normalize.record import Initiative, Result, Source, Target
from normalize.text import squash
from normalize.wrap import Piece

Row = TypeVar("Row", Initiative, Target, Result)


def sources(name: str, piece: Piece) -> tuple[Source, ...]:
    """The places of a field's lines, in page order; before them what they were set in, where they stand elsewhere."""
    if len(piece.lines) == 1:
        return (*_bars(name, piece), _source(name, piece.lines[0].place.page, piece.lines))
    pages: defaultdict[int, list[Line]] = defaultdict(list)
    for line in piece.lines:
        pages[line.place.page].append(line)
    return (*_bars(name, piece), *(_source(name, page, lines) for page, lines in pages.items()))


def _bars(name: str, piece: Piece) -> Iterator[Source]:
    """The frames of a piece none of whose lines stands in one of them."""
    if not any(_meet(line.place, frame) for line in piece.lines for frame in piece.frames):
        yield from (Source(name, frame.page, *frame.box) for frame in piece.frames if frame.box is not None)


def _meet(one: Place, other: Place) -> bool:
    a, b = one.box, other.box
    if one.page != other.page or a is None or b is None:
        return False
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _source(name: str, page: int, lines: Sequence[Line]) -> Source:
    boxes = [line.place.box for line in lines if line.place.box is not None]
    if boxes:
        return Source(name, page, *reduce(Box.union, boxes))
    runs = [line.place.lines for line in lines if line.place.lines is not None]
    first, last = min((r[0] for r in runs), default=None), max((r[1] for r in runs), default=None)
    columns = [line.place.columns for line in lines if line.place.columns is not None]
    if first is None or last is None or not columns:
        return Source(name, page, line_first=first, line_last=last)
    left, right = min(c[0] for c in columns), max(c[1] for c in columns)
    return Source(
        name, page, None, None, None, None, first, last, lines[0].place.sheet, cells(first, left, last, right)
    )


def cells(first: int, left: int, last: int, right: int) -> str:
    """Cells of a sheet as a spreadsheet names them.

    >>> cells(7, 4, 7, 4), cells(7, 27, 8, 28)
    ('D7', 'AA7:AB8')
    """
    begin, end = f"{letters(left)}{first}", f"{letters(right)}{last}"
    return begin if begin == end else f"{begin}:{end}"


def letters(column: int) -> str:
    """
    >>> letters(1), letters(26), letters(703)
    ('A', 'Z', 'AAA')
    """
    return (letters((column - 1) // 26) if column > 26 else "") + chr(65 + (column - 1) % 26)


def as_shown(row: Row, document: Document) -> Row:
    """A row with its places on the pages as they are shown; some are turned to be read."""
    return replace(row, source=tuple(_as_shown(place, document) for place in row.source))


def _as_shown(place: Source, document: Document) -> Source:
    x0, y0, x1, y1 = place.x0, place.y0, place.x1, place.y1
    if x0 is None or y0 is None or x1 is None or y1 is None:
        return place
    x0, y0, x1, y1 = document.pages[place.page - 1].as_shown(Box(x0, y0, x1, y1))
    return replace(place, x0=x0, y0=y0, x1=x1, y1=y1)


def naming(piece: Piece, *words: str) -> Piece:
    """The lines of a piece that print some words: the place of a figure inside prose."""
    wanted = [squash(w) for w in words]
    lines = tuple(line for line in piece.lines if any(w in squash(line.text) or squash(line.text) in w for w in wanted))
    return Piece(lines, piece.frames) if lines else piece
