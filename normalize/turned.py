"""Tables whose initiatives stand beside one another, their labels at the left -> the same with a row an initiative."""

from __future__ import annotations

from dataclasses import replace

from extract.model import Cell, Table
from normalize.label import label

_FEWEST_LABELS, _FEWEST_COLUMNS = 3, 3
"""Rows with a label, and columns with that of the labels, of such a table."""
_MERGED = 0.25
"""Share of its cells that may be merged over neighbouring initiatives, as a common department is."""


def turned(table: Table) -> Table:
    """The table with rows and columns exchanged, where its labels stand at the left of several initiatives."""
    if table.n_cols < _FEWEST_COLUMNS or table.n_rows < _FEWEST_LABELS or table.spans or not _is_turned(table):
        return table
    cells = [replace(c, row=c.col, col=c.row, rowspan=c.colspan, colspan=c.rowspan) for c in table.cells]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(table, cells=tuple(cells), n_rows=table.n_cols, n_cols=table.n_rows, x_edges=())


def _is_turned(table: Table) -> bool:
    left = [cell for cell in table.cells if cell.col == 0]
    said = [label(cell.text) for cell in left]
    named = [cell for cell, found in zip(left, said, strict=True) if found is not None and found.field == "name"]
    if len(named) != 1 or not all(said) or len(left) != table.n_rows or any(cell.colspan > 1 for cell in left):
        return False
    names = [cell for cell in table.cells if cell.row == named[0].row and cell.col]
    others = [cell for cell in table.cells if cell.col]
    whole = len(names) == table.n_cols - 1 and all(cell.lines and label(cell.text) is None for cell in names)
    merged = sum(_is_merged(cell) for cell in others)
    return whole and merged <= _MERGED * len(others) and not any(_heads(cell) for cell in others)


def _is_merged(cell: Cell) -> bool:
    return cell.colspan > 1 or cell.rowspan > 1


def _heads(cell: Cell) -> bool:
    """Whether a cell right of the labels is one itself: a card has labels in several columns, or years."""
    found = label(cell.text)
    return found is not None and found.sure
