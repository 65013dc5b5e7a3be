"""The initiatives of a list -> one table, their cells spanning the rows of their figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.dumps.boxed_header import Labels
from extract.dumps.boxed_rows import List
from extract.dumps.row_table import header_cells, table_cell
from extract.dumps.text_table import extents
from extract.dumps.tokens import Token
from extract.model import Cell, Table

_FLAGS = ("reordered",)
_CONFIDENCE = 0.5


class Page(NamedTuple):
    """The labels printed on a page, and its list."""

    heads: list[Token]
    list: List


def boxed_table(labels: Labels, pages: Sequence[Page]) -> Table | None:
    """One table of all pages."""
    if not any(page.list.found for page in pages):
        return None
    cells = list(header_cells(labels.labels, labels.over))
    at = 1 + bool(labels.over)
    levels: list[tuple[int, int, tuple[Token, ...]]] = []
    for page in pages:
        for n, each in enumerate(page.list.found):
            for row, column, tokens in page.list.levels:
                if row == n and column < 0:
                    cells.append(table_cell(tokens, at, 0, 1, len(labels.columns)))
                    at += 1
                elif row == n:
                    levels.append((at, column, tokens))
            high = max(1, len(each.rows))
            for m, cell in each.cells.items():
                listed = labels.columns[m].field == "departments"
                cells.append(table_cell(cell.tokens, at, m, high, 1, _flags(labels, page, m), listed=listed))
            for k, row in enumerate(each.rows):
                cells += [table_cell(cell.tokens, at + k, m, 1, 1, _FLAGS) for m, cell in row.items()]
            at += high
    cells += _spans(levels, at, len(labels.columns))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    places = [line.place for cell in cells for line in cell.lines]
    return Table(tuple(cells), at, len(labels.columns), extents(places), confidence=_CONFIDENCE, flags=("drawn",))


def _flags(labels: Labels, page: Page, column: int) -> tuple[str, ...]:
    doubtful = column in page.list.doubtful and labels.columns[column].field == "grade"
    return (*_FLAGS, "ambiguous_grade") if doubtful else _FLAGS


def _spans(levels: Sequence[tuple[int, int, tuple[Token, ...]]], end: int, width: int) -> Iterator[Cell]:
    """Each level over the rows to the next of its column."""
    for column in range(width):
        own = [level for level in levels if level[1] == column]
        for n, (top, _, tokens) in enumerate(own):
            below = own[n + 1][0] if n + 1 < len(own) else end
            if below > top:
                yield table_cell(tokens, top, column, below - top, 1)
