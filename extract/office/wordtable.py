"""A table of a Word document -> Table: cells merged right and down; those of nested tables stand among the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple
from xml.etree.ElementTree import Element

from extract.model import Cell, Line, Place, Table
from extract.office.package import local
from extract.office.wordstyles import attribute, child, integer, said

Content = tuple[Line, ...] | Table
"""What stands in a cell, from the top down."""

_OPEN = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml"))
_MOST_COLUMNS = 200
"""Word itself has 63."""


class Held(NamedTuple):
    """A cell as the file has it: its column, how many it covers, whether it is one with that above, and its content."""

    column: int
    width: int
    goes_on: bool
    filled: bool
    content: tuple[Content, ...] = ()


class _Room(NamedTuple):
    """A cell in its rows and columns."""

    row: int
    column: int
    down: int
    right: int
    held: Held


def rows_of(table: Element) -> Iterator[list[tuple[Held, Element]]]:
    """The rows of a table, each cell with its element; rows that were deleted are left out."""
    for row in _inside(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            continue
        column = integer(child(properties, "gridBefore"))
        cells: list[tuple[Held, Element]] = []
        for cell in _inside(row, "tc"):
            own = child(cell, "tcPr")
            width = max(1, integer(child(own, "gridSpan")))
            width = min(width, _MOST_COLUMNS - column)
            if width < 1:
                break
            down, right = child(own, "vMerge"), child(own, "hMerge")
            if cells and right is not None and said(right) != "restart":
                last, element = cells[-1]
                cells[-1] = last._replace(width=last.width + width), element
            else:
                goes_on = down is not None and said(down) != "restart"
                cells.append((Held(column, width, goes_on, is_shaded(child(own, "shd"))), cell))
            column += width
        yield cells


def is_shaded(shade: Element | None) -> bool:
    if shade is None:
        return False
    fill = attribute(shade, "fill").lower()
    return fill not in ("", "auto", "ffffff") or said(shade) not in ("", "clear", "nil")


def table_of(rows: Sequence[Sequence[Held]]) -> Table | None:
    """The table of rows of cells; None where nothing is written in it."""
    rooms = _rooms([row for row in rows if row])
    if not any(room.held.content for room in rooms):
        return None
    starts = sorted({room.column for room in rooms})
    n_rows = 1 + max(room.row for room in rooms)
    placed = [
        room._replace(
            column=bisect_left(starts, room.column),
            right=bisect_left(starts, room.column + room.right) - bisect_left(starts, room.column),
        )
        for room in rooms
    ]
    heights, widths = [1] * n_rows, [1] * len(starts)
    for room in placed:
        _grow(heights, room.row, room.down, sum(map(_height, room.held.content)))
        _grow(widths, room.column, room.right, max(map(_width, room.held.content), default=1))
    tops, lefts = [0, *accumulate(heights)], [0, *accumulate(widths)]
    cells = [cell for room in placed for cell in _cells(room, tops, lefts)]
    cells += _empty(cells, tops[-1], lefts[-1])
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(tuple(cells), tops[-1], lefts[-1], _places(cells), flags=("sure",))


def _rooms(rows: Sequence[Sequence[Held]]) -> list[_Room]:
    """The cells with how far they run down."""
    found: list[_Room] = []
    above: dict[int, int] = {}
    for number, row in enumerate(rows):
        current: dict[int, int] = {}
        for cell in row:
            index = above.get(cell.column)
            if cell.goes_on and index is not None:
                found[index] = found[index]._replace(down=number - found[index].row + 1)
            else:
                index = len(found)
                found.append(_Room(number, cell.column, 1, cell.width, cell))
            current[cell.column] = index
        above = current
    return found


def _grow(sizes: list[int], first: int, many: int, needed: int) -> None:
    """Make some neighbouring rows or columns as many as a cell needs for what is nested in it."""
    lacking = needed - sum(sizes[first : first + many])
    if lacking > 0:
        sizes[first + many - 1] += lacking


def _height(content: Content) -> int:
    return content.n_rows if isinstance(content, Table) else 1


def _width(content: Content) -> int:
    return content.n_cols if isinstance(content, Table) else 1


def _cells(room: _Room, tops: Sequence[int], lefts: Sequence[int]) -> Iterator[Cell]:
    """What stands in a cell, one below the other; the last of it, and the last column of a nested table, fill it."""
    top, bottom = tops[room.row], tops[room.row + room.down]
    left, right = lefts[room.column], lefts[room.column + room.right]
    contents: tuple[Content, ...] = room.held.content or ((),)
    for content in contents:
        below = bottom if content is contents[-1] else top + _height(content)
        if isinstance(content, Table):
            for cell in content.cells:
                last_row = cell.row + cell.rowspan == content.n_rows
                last_column = cell.col + cell.colspan == content.n_cols
                down = below - top - cell.row if last_row else cell.rowspan
                across = right - left - cell.col if last_column else cell.colspan
                yield replace(cell, row=top + cell.row, col=left + cell.col, rowspan=down, colspan=across)
        else:
            places = tuple(dict.fromkeys(line.place for line in content))
            yield Cell(top, left, below - top, right - left, content, places, room.held.filled)
        top = below


def _empty(cells: Sequence[Cell], n_rows: int, n_cols: int) -> Iterator[Cell]:
    """Empty cells where a row is shorter than the table."""
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.col, cell.col + cell.colspan)
    }
    for row in range(n_rows):
        yield from (Cell(row, column, 1, 1, ()) for column in range(n_cols) if (row, column) not in taken)


def _places(cells: Sequence[Cell]) -> tuple[Place, ...]:
    """The paragraphs from the first to the last."""
    places = [line.place for cell in cells for line in cell.lines]
    numbers = [place.lines or (0, 0) for place in places]
    return (Place(places[0].page, None, (min(a for a, _ in numbers), max(b for _, b in numbers))),)


def _inside(element: Element, name: str) -> Iterator[Element]:
    for each in element:
        tag = local(each.tag)
        if tag == name:
            yield each
        elif tag in _OPEN:
            yield from _inside(each, name)
