"""Cells that hold several indicators one below the other, and their figures likewise -> a row an indicator.

① 認定店舗数（店舗） | ①15 | ①30
② 参加者数（人）     | ②80 | ②95
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, pairwise

import regex

from extract.model import Cell, Line, Table
from normalize.columns import VALUE_FIELDS, Grid, Header
from normalize.quantity import is_blank, quantity
from normalize.stage import is_stage_word
from normalize.text import BULLETS

_MARK = regex.compile(rf"\s*(?:[①-⑳]|[(（][0-9０-９]{{1,2}}[)）]|[{BULLETS}])\s*(?=\S)")
_BULLET = regex.compile(rf"^\s*[{BULLETS}]\s*")
_UNIT = regex.compile(r"[(（][^()（）0-9０-９]{1,6}[)）]\s*$")


def itemised(table: Table) -> Table:
    """The table with rows of several numbered indicators divided; tables without such rows as they are."""
    if table.spans or not any(len(_items(cell)) > 1 for cell in table.cells):
        return table
    grid = Grid(table)
    divided = dict(_divided(grid))
    if not divided:
        return table
    starts = list(accumulate((divided.get(row, (1, ()))[0] for row in range(table.n_rows)), initial=0))
    cells = sorted(_moved(table, divided, starts), key=lambda cell: (cell.row, cell.col))
    return replace(table, cells=tuple(cells), n_rows=starts[-1])


def _divided(grid: Grid) -> Iterator[tuple[int, tuple[int, tuple[int, ...]]]]:
    """The rows that hold several indicators, with how many, and the columns that name or state them."""
    header: Header | None = None
    for row in range(grid.table.n_rows):
        header = grid.header(row) or header
        if header is None or row <= header.last:
            continue
        named = [c for c in map(grid.at.get, ((row, n) for n in header.columns("indicator"))) if c is not None]
        count = max((len(_items(cell)) for cell in named), default=0)
        valued = [(n, grid.at.get((row, n))) for n in header.columns(*VALUE_FIELDS)]
        stated = [c for _, c in valued if c is not None and "。" not in c.text]  # 実施状況 is told in words
        told = {n for n, c in valued if c is not None and c not in stated}
        columns = tuple(n for n in header.columns("indicator", "unit", "grade", *VALUE_FIELDS) if n not in told)
        whole = all(len(_figures(c)) == count or is_blank(c.text) for c in stated)
        alone = all(c.row == row and c.rowspan == 1 for c in (*named, *stated))
        if count > 1 and whole and alone and any(_figures(cell) for cell in stated):
            yield row, (count, columns)


def _moved(table: Table, divided: Mapping[int, tuple[int, tuple[int, ...]]], starts: list[int]) -> Iterator[Cell]:
    for cell in table.cells:
        count, columns = divided.get(cell.row, (1, ()))
        items = (_figures(cell) or _items(cell)) if cell.col in columns else []
        first, end = starts[cell.row], starts[cell.row + cell.rowspan]
        if len(items) == count > 1:
            yield from (replace(cell, row=first + n, lines=tuple(lines)) for n, lines in enumerate(items))
        else:
            yield replace(cell, row=first, rowspan=end - first)


def _items(cell: Cell) -> list[list[Line]]:
    """The items of a cell: each begins with a mark, or each ends with its unit; [] for other cells."""
    marked = [_MARK.match(line.text) is not None for line in cell.lines]
    ended = [_UNIT.search(line.text) is not None for line in cell.lines]
    if sum(marked) > 1 and marked[0]:
        begins = marked
    elif sum(ended) > 1 and ended[-1]:
        begins = [True, *ended[:-1]]
    else:
        return []
    lines = [replace(line, text=_BULLET.sub("", line.text)) for line in cell.lines]
    firsts = [*(n for n, first in enumerate(begins) if first), len(begins)]
    return [lines[first:end] for first, end in pairwise(firsts)]


def _figures(cell: Cell) -> list[list[Line]]:
    """The figures of a cell that holds one a line, without their marks; [] for other cells."""
    lines = [replace(line, text=_MARK.sub("", line.text, count=1)) for line in cell.lines if line.text.strip()]
    stated = all(quantity(line.text) is not None or is_blank(line.text) or is_stage_word(line.text) for line in lines)
    return [[line] for line in lines] if stated and len(lines) > 1 else []
