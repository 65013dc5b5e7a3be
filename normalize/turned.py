"""Tables with a row a year -> the same with a column a year: 年度 | 目標値 | 実績値."""

from __future__ import annotations

from dataclasses import replace

from extract.model import Table
from normalize.words.field import FIGURES
from normalize.words.label import label


def turned(table: Table) -> Table:
    """The table with rows and columns exchanged, where its rows are years; other tables as they are."""
    if table.n_cols < 2 or table.spans or not _is_dated(table):
        return table
    cells = [replace(c, row=c.col, col=c.row, rowspan=c.colspan, colspan=c.rowspan) for c in table.cells]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(table, cells=tuple(cells), n_rows=table.n_cols, n_cols=table.n_rows, x_edges=())


def _is_dated(table: Table) -> bool:
    """Whether the rows are years, and the columns what is stated of each: 年度 | 目標値 | 実績値."""
    first, *years = [label(cell.text) for cell in table.cells if cell.col == 0]
    over = [label(cell.text) for cell in table.cells if cell.row == 0 and cell.col]
    dated = [found.year for found in years if found is not None and found.field == "year"]
    plain = len(years) == table.n_rows - 1 and len(over) == table.n_cols - 1
    stated = all(found is not None and found.field in FIGURES | {"grade", "schedule"} for found in over)
    return plain and stated and len(set(dated)) == len(years) > 1 and (first is None or first.field != "year")
