"""Fills and pictures -> the bars among them that lie over the columns of a lattice."""

from __future__ import annotations

import numpy as np

from extract.arrows import SHARE, Mark
from extract.grid import Grid
from extract.model import Box
from extract.page import Floats, usual

INSET = 1.2
"""Points a bar keeps from the rules above and below it; a shaded cell keeps none."""
LOW = 0.75
"""Share of the row's height a bar has at most."""
LONG = 2.5
"""A bar is this many times longer than high."""
PICTURED = 1.3
"""A picture of a bar is this many rows high at most; higher ones lie behind several rows, if there are others."""
LEAST = 4.0
"""Points a pictured bar is high at least; thinner pictures are shades and rules."""
OUT = 15.0
"""Points the tip of a pictured arrow stands out over the last column."""


def bars(grid: Grid, fills: Floats) -> list[Mark]:
    """Shaded areas that lie inside one row without touching its rules, at least half a column long."""
    if not len(fills):
        return []
    x0, y0, x1, y1 = fills.T
    row = np.searchsorted(grid.ys, (y0 + y1) / 2) - 1
    inside = (row >= 0) & (row < len(grid.ys) - 1) & (x0 >= grid.xs[0]) & (x1 <= grid.xs[-1])
    row = row.clip(0, len(grid.ys) - 2)
    top, bottom = grid.ys[row], grid.ys[row + 1]
    low = (y0 - top > INSET) & (bottom - y1 > INSET) & (y1 - y0 <= LOW * (bottom - top))
    long = (x1 - x0) >= 0.5 * float(np.diff(grid.xs).min())
    long &= (x1 - x0) >= LONG * (y1 - y0)
    found = [Box(*box) for box in fills[inside & low & long].tolist()]
    return [Mark("bar", box, _crosses_columns(grid, box)) for box in found]


def _crosses_columns(grid: Grid, box: Box) -> bool:
    """Whether the box covers a share of more than one column; within one, its words are that cell's own, tinted."""
    left, right = grid.xs[:-1], grid.xs[1:]
    covered = np.minimum(right, box.x1) - np.maximum(left, box.x0)
    return int((covered >= SHARE * (right - left)).sum()) > 1


def pictured_bars(grid: Grid, images: Floats) -> list[Mark]:
    """Bars and arrows drawn as pictures: each long, one row high, and off the column of labels.

    Where there are several, a picture behind all the rows is one too.
    """
    x0, y0, x1, y1 = images.T
    within = (x0 > grid.xs[0] + OUT) & (x1 <= grid.xs[-1] + OUT) & (y0 >= grid.ys[0]) & (y1 <= grid.ys[-1])
    row = usual(np.diff(grid.ys))
    low = within & (y1 - y0 <= PICTURED * row) & (x1 - x0 >= LONG * (y1 - y0))
    low &= y1 - y0 >= LEAST
    if low.sum() > 1:
        low |= within & (x0 >= grid.xs[1] - 1) & (x1 - x0 >= usual(np.diff(grid.xs)))
    return [Mark("bar", Box(*box), True) for box in images[low].tolist()]
