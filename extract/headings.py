"""Grid + glyphs -> the lattice with its heading row divided: a band of fill without rules, a word over each column."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from extract.grid import Grid, unit_of
from extract.page import Bools, Floats, Glyphs, Ints
from extract.regions import GridCell

FEWEST = 3
"""Columns a heading row without rules names at least; a title that happens to miss the edges below names fewer."""
APART = 0.8
"""Em of white between the words over two columns."""
EDGE = 1.0
"""Points a word may stand out over its column's edge."""
HIGH = 2.6
"""Em the words of a heading row are high at most: two lines."""


def headed(grid: Grid, glyphs: Glyphs, centre: Floats) -> Grid:
    """The lattice; where one cell spans its first row but its words stand one over each column, a cell a column."""
    first = grid.cells[0]
    n_cols = len(grid.xs) - 1
    if first.row or first.rowspan > 1 or first.colspan < n_cols or n_cols < FEWEST or len(grid.ys) < 3:
        return grid
    inside = (unit_of(grid, centre) == 0) & (glyphs.code > 32) & (glyphs.code != 0x3000) & ~glyphs.vertical
    column = np.searchsorted(grid.xs, centre[:, 0]) - 1
    if not inside.any() or not _names_columns(grid, glyphs.take(inside), column[inside]):
        return grid
    cells = (*(GridCell(0, col, 1, 1) for col in range(n_cols)), *grid.cells[1:])
    unit = np.where(grid.unit > 0, grid.unit + n_cols - 1, grid.unit)
    unit[0] = np.arange(n_cols)
    return replace(grid, cells=cells, unit=unit)


def _names_columns(grid: Grid, glyphs: Glyphs, column: Ints) -> bool:
    """Whether the glyphs fall into words, one over each column but perhaps the first, none over an edge."""
    named = np.unique(column)
    if len(named) < max(FEWEST, len(grid.xs) - 2) or np.ptp(glyphs.origin[:, 1]) > HIGH * glyphs.size.max():
        return False
    left, right = glyphs.box[:, 0], glyphs.box[:, 2]
    over: Bools = (left < grid.xs[column] - EDGE) | (right > grid.xs[column + 1] + EDGE)
    ends = [(float(left[column == col].min()), float(right[column == col].max())) for col in named.tolist()]
    gaps = [start - end for (_, end), (start, _) in itertools.pairwise(ends)]
    return not over.any() and min(gaps) >= APART * float(np.median(glyphs.size))
