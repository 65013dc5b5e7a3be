"""The boxes of a table that keeps columns by spaces -> its cells, the lines that the width broke put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.dumps.items import mark_at
from extract.dumps.looks import FIGURES, TEXTS, width
from extract.dumps.spaced_rows import are_offices
from extract.dumps.spaced_tree import Header, Node
from extract.dumps.text_table import Numbered
from extract.dumps.words import marks, squash
from extract.model import Cell, Line, Place

_SLACK = 1.5
"""Full-width characters that a line broken by the width may be shorter than the widest of its column."""
_ENDS = "。．！？"
_OPENS = "（(「『〔［["
_CLOSES = "）)」』〕］]、，・"


class Text(NamedTuple):
    """The words of one line in a cell."""

    line: Numbered
    text: str


class Box(NamedTuple):
    """A cell of a table: its rows and columns, its lines."""

    row: int
    col: int
    rows: int
    cols: int
    lines: tuple[Text, ...]


def cells(header: Header, boxes: Sequence[Box], printed: Sequence[Numbered]) -> tuple[Cell, ...]:
    """The cells of a table with its header above its rows; printed: the lines of the header's page."""
    depth = max(node.depth for node in header.nodes)
    found: list[Cell] = []
    column = 0
    for node in header.nodes:
        column = _head(node, 0, column, depth, printed, found)
    fields = header.fields
    widest = _widths(boxes, len(fields))
    for box in boxes:
        lines = tuple(joined_lines(box.lines, widest[box.col], fields[box.col]))
        found.append(Cell(box.row + depth, box.col, box.rows, box.cols, lines, tuple(x.place for x in lines[:1])))
    return tuple(sorted(found, key=lambda cell: (cell.row, cell.col)))


def _head(node: Node, row: int, column: int, depth: int, printed: Sequence[Numbered], found: list[Cell]) -> int:
    """Add a heading and those under it; the column after its last."""
    end = column
    for child in node.under:
        end = _head(child, row + 1, end, depth, printed, found)
    end = max(end, column + 1)
    lines = tuple(Line(piece.text, printed[n].place) for n, piece in node.own if piece.text)
    tall = 1 if node.under else depth - row
    found.append(Cell(row, column, tall, end - column, lines, tuple(x.place for x in lines[:1]), filled=True))
    return end


def _widths(boxes: Sequence[Box], count: int) -> list[float]:
    """The widest line of each column."""
    widest = [0.0] * count
    for box in boxes:
        if box.cols == 1:
            widest[box.col] = max([widest[box.col], *(width(text.text) for text in box.lines)])
    return widest


def joined_lines(texts: Sequence[Text], widest: float, name: str | None) -> list[Line]:
    """The lines of a cell, those that the width broke put together; name: the field it is of."""
    out: list[Line] = []
    before = ""
    for line, text in texts:
        if out and _goes_on(before, text, widest, name):
            whole = out[-1]
            assert whole.place.lines is not None
            gap = " " if _is_latin(before[-1:]) and _is_latin(text[:1]) else ""
            place = Place(whole.place.page, None, (whole.place.lines[0], line.number))
            out[-1] = Line(whole.text + gap + text, place)
        else:
            out.append(Line(text, line.place))
        before = text
    return out


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _goes_on(before: str, text: str, widest: float, name: str | None) -> bool:
    """Whether a line goes on with the one before it."""
    if marks(text) or marks(before) or text[:1] in "＜【〈［■◆●○□・※":
        return False
    if name == "departments" and are_offices(before, text):
        return False
    full = width(before) >= widest - _SLACK
    if before[-1:] in _ENDS or mark_at(squash(text)) is not None:
        return full and mark_at(squash(text)) is None and name not in TEXTS
    if text[:1] in _OPENS and name in ("indicator", "name", None):
        return True
    return full or before[-1:] in _CLOSES[-3:] or (name in TEXTS and FIGURES.fullmatch(squash(text)) is None)
