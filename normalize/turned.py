"""Tables whose initiatives stand beside one another, their labels at the left -> the same with a row an initiative."""

from __future__ import annotations

from dataclasses import replace

from extract.model import Cell, Table
from normalize.words.field import FIGURES
from normalize.words.label import label

_FEWEST_LABELS, _FEWEST_COLUMNS = 3, 3
"""Rows with a label, and columns with that of the labels, of such a table."""
_MERGED = 0.25
"""Share of its cells that may be merged over neighbouring initiatives, as a common department is."""


def turned(table: Table) -> Table:
    """The table with rows and columns exchanged, where its labels stand at the left of several initiatives."""
    if table.n_cols < 2 or table.n_rows < _FEWEST_LABELS or table.spans or not (_is_turned(table) or _is_dated(table)):
        return table
    cells = [replace(c, row=c.col, col=c.row, rowspan=c.colspan, colspan=c.rowspan) for c in table.cells]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(table, cells=tuple(cells), n_rows=table.n_cols, n_cols=table.n_rows, x_edges=())


def _is_dated(table: Table) -> bool:
    """Whether the rows are years, and the columns what is stated of each: 年度 | 目標値 | 実績値."""
    first, *years = [label(cell.text) for cell in table.cells if cell.col == 0] or [None]
    over = [label(cell.text) for cell in table.cells if cell.row == 0 and cell.col]
    dated = [found.year for found in years if found is not None and found.field == "year"]
    plain = len(years) == table.n_rows - 1 and len(over) == table.n_cols - 1
    stated = all(found is not None and found.field in FIGURES | {"grade", "schedule"} for found in over)
    return plain and stated and len(set(dated)) == len(years) > 1 and (first is None or first.field != "year")


def _is_turned(table: Table) -> bool:
    if table.n_cols < _FEWEST_COLUMNS:
        return False
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
