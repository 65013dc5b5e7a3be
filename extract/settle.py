"""A table that runs on over many pages -> the part that decides how it goes on, and the rest, which is put aside.

Looking through the whole of it at every page would take a plan of 300 pages longer than reading them does.
"""

from __future__ import annotations

from dataclasses import replace

from extract.model import Cell, Table

HEAD = 6
"""Rows a header has at most; pages repeat it."""
LABELS = 2
"""Texts at the top of the first column that tell one card from the next."""


def parted(table: Table, last: int) -> tuple[Table, list[Cell]]:
    """The table without the cells that decide nothing any more, and these. last: rows of the page added last.

    What decides: the header, the first labels, the rows of the last page and what reaches into them, and of each column
    one empty cell, if it has any.
    """
    if table.n_rows <= HEAD + last:
        return table, []
    kept: list[Cell] = []
    aside: list[Cell] = []
    labels, empty = 0, set[tuple[int, int]]()
    for cell in table.cells:
        is_label = cell.col == 0 and bool(cell.lines) and labels < LABELS
        is_first_empty = not cell.lines and (cell.col, cell.colspan) not in empty
        labels += is_label
        if is_first_empty:
            empty.add((cell.col, cell.colspan))
        near = cell.row < HEAD or cell.row + cell.rowspan > table.n_rows - last
        (kept if near or is_label or is_first_empty else aside).append(cell)
    return replace(table, cells=tuple(kept)), aside


def moved(cells: list[Cell], old: tuple[float, ...], new: tuple[float, ...]) -> list[Cell]:
    """Cells counted on new column edges, among which the old ones are."""
    if old == new:
        return cells
    at = [new.index(x) for x in old]
    return [replace(c, col=at[c.col], colspan=at[c.col + c.colspan] - at[c.col]) for c in cells]


def whole(table: Table, aside: list[Cell]) -> Table:
    """The table with what was put aside."""
    return replace(table, cells=tuple(sorted((*table.cells, *aside), key=lambda cell: (cell.row, cell.col))))
