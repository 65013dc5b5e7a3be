"""Rules -> Grids: each net of crossing rules becomes a lattice whose open unit cells are merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from extract.page import Bools, Floats, Ints, distinct
from extract.regions import CLOSED, GridCell, cells_between
from extract.rules import Rules

TOUCH = 3.0
"""Rules that should meet end up to 3 pt apart."""
SAME_END = 4.0
"""The rules of an open-sided table end within 4 pt of one another."""
MAX_LINES = 500
"""More rules in one direction than any table of a page has: a map or a hatched chart."""
MAX_CROSSINGS = 4_000_000
"""Pairs of rules no page of tables comes near: 2000 each way."""
BAND = 40.0
"""Points a full-width heading row of a table is high at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A lattice: xs and ys are its column and row edges; unit[row, col] is the index of the cell there, or -1."""

    xs: Floats
    ys: Floats
    unit: Ints
    cells: tuple[GridCell, ...]
    closed_sides: int = 0
    confidence: float = 1.0
    """Less than 1 where columns or rows were read off the text, for want of rules."""
    led_by_text: bool = False
    """It comes of how texts stand to one another; what is drawn only helped."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        return float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1])

    @property
    def area(self) -> float:
        x0, y0, x1, y1 = self.box
        return (x1 - x0) * (y1 - y0)

    def cell_box(self, cell: GridCell) -> tuple[float, float, float, float]:
        return (
            float(self.xs[cell.col]),
            float(self.ys[cell.row]),
            float(self.xs[cell.col + cell.colspan]),
            float(self.ys[cell.row + cell.rowspan]),
        )


def one_cell(x0: float, y0: float, x1: float, y1: float) -> Grid:
    """A frame: the lattice of one cell."""
    unit = np.zeros((1, 1), dtype=np.int64)
    return Grid(np.array([x0, x1]), np.array([y0, y1]), unit, (GridCell(0, 0, 1, 1),))


def grids(rules: Rules) -> list[Grid]:
    """Every lattice of a page that has a cell, smallest first so that inner ones claim their text."""
    found = [grid for part in _across_bands(list(_components(rules))) if (grid := lattice(part)) is not None]
    return sorted(found, key=lambda grid: grid.area)


def lattice(rules: Rules) -> Grid | None:
    """One lattice of rules that hang together; None where they enclose nothing."""
    rules, closed = _close_sides(rules)
    xs, ys = _positions(_bearing(rules.vertical, rules.horizontal)), _positions(_bearing(*rules))
    if not 2 <= len(xs) <= MAX_LINES or not 2 <= len(ys) <= MAX_LINES:
        return None
    grid = divided(xs, ys, _covered(rules.horizontal, ys, xs), _covered(rules.vertical, xs, ys).T)
    return replace(grid, closed_sides=closed) if grid is not None else None


def divided(xs: Floats, ys: Floats, across: Bools, down: Bools) -> Grid | None:
    """The lattice of these edges; across[i, k] and down[k, j]: whether the edge is drawn along that unit cell."""
    cells = cells_between(across, down)
    if not cells:
        return None
    unit = np.full((len(ys) - 1, len(xs) - 1), -1, dtype=np.int64)
    for i, (row, col, rowspan, colspan) in enumerate(cells):
        unit[row : row + rowspan, col : col + colspan] = i
    return Grid(xs, ys, unit, tuple(cells))


def unit_of(grid: Grid, centre: Floats) -> Ints:
    """The cell of the grid each glyph stands in, or -1."""
    col = np.searchsorted(grid.xs, centre[:, 0]) - 1
    row = np.searchsorted(grid.ys, centre[:, 1]) - 1
    inside = (col >= 0) & (col < len(grid.xs) - 1) & (row >= 0) & (row < len(grid.ys) - 1)
    unit = np.full(len(centre), -1, dtype=np.int64)
    unit[inside] = grid.unit[row[inside], col[inside]]
    return unit


def _components(rules: Rules) -> Iterator[Rules]:
    """The rules split into nets that hang together."""
    h, v = rules
    if not len(h) or not len(v) or len(h) * len(v) > MAX_CROSSINGS:
        return
    cross = (
        (v[None, :, 0] >= h[:, None, 1] - TOUCH)
        & (v[None, :, 0] <= h[:, None, 2] + TOUCH)
        & (h[:, None, 0] >= v[None, :, 1] - TOUCH)
        & (h[:, None, 0] <= v[None, :, 2] + TOUCH)
    )
    left = np.ones(len(h), dtype=np.bool_)
    for seed in range(len(h)):
        if left[seed]:
            rows, cols = _net(cross, seed)
            left &= ~rows
            if cols.any():
                yield Rules(h[rows], v[cols])


def _net(cross: Bools, seed: int) -> tuple[Bools, Bools]:
    """The rows and columns of a matrix that hang together with one row; each is looked at once."""
    rows, cols = (np.zeros(size, dtype=np.bool_) for size in cross.shape)
    rows[seed] = True
    new_rows = np.array([seed])
    while len(new_rows):
        new_cols = np.flatnonzero(cross[new_rows].any(axis=0) & ~cols)
        cols[new_cols] = True
        new_rows = np.flatnonzero(cross[:, new_cols].any(axis=1) & ~rows)
        rows[new_rows] = True
    return rows, cols


def _across_bands(parts: list[Rules]) -> list[Rules]:
    """Nets of open-sided tables joined over full-width rows, which no vertical rule crosses."""
    joined: list[Rules] = []
    for part in sorted(parts, key=lambda part: float(part.horizontal[:, 0].min())):
        above = joined[-1] if joined else None
        if above is not None and _is_band_between(above, part):
            joined[-1] = Rules(_with(above.horizontal, part.horizontal), _with(above.vertical, part.vertical))
        else:
            joined.append(part)
    return joined


def _is_band_between(above: Rules, below: Rules) -> bool:
    """Whether both are open at left and right, equally wide, and only one row apart."""
    top, left, right = above.horizontal[-1].tolist()
    bottom, *ends = below.horizontal[0].tolist()
    level = abs(left - ends[0]) <= SAME_END and abs(right - ends[1]) <= SAME_END
    columns = np.concatenate([above.vertical[:, 0], below.vertical[:, 0]])
    open_sides = columns.min() > left + SAME_END + 1 and columns.max() < right - SAME_END - 1
    return bool(level and open_sides and 0 < bottom - top <= BAND)


def _close_sides(rules: Rules) -> tuple[Rules, int]:
    """Add the borders an open-sided table lacks, where the rules that end there agree on them."""
    h, v = rules
    left, right = _open_side(h, v, low=True), _open_side(h, v, low=False)
    top, bottom = _open_side(v, h, low=True), _open_side(v, h, low=False)
    x0, x1 = _outermost(v, left, right)
    y0, y1 = _outermost(h, top, bottom)
    vertical = [[x, y0, y1] for x in (left, right) if x is not None]
    horizontal = [[y, x0, x1] for y in (top, bottom) if y is not None]
    closed = len(vertical) + len(horizontal)
    if not closed:
        return rules, 0
    return Rules(_with(h, np.array(horizontal).reshape(-1, 3)), _with(v, np.array(vertical).reshape(-1, 3))), closed


def _open_side(ending: Floats, border: Floats, low: bool) -> float | None:
    """Where at least two of `ending` stop at one place without a border line there, or with part of one."""
    if not len(ending) or not len(border):
        return None
    ends = ending[:, 1] if low else ending[:, 2]
    tip = float(ends.min() if low else ends.max())
    at_tip = np.abs(ends - tip) <= SAME_END
    if at_tip.sum() < min(2, len(ending)):
        return None
    there = border[np.abs(border[:, 0] - tip) <= SAME_END + 1]
    height = float(np.ptp(ending[at_tip, 0]))
    drawn = float((there[:, 2] - there[:, 1]).sum())
    if not len(there):
        return tip
    return float(there[0, 0]) if drawn < CLOSED * height else None


def _outermost(lines: Floats, low: float | None, high: float | None) -> tuple[float, float]:
    first, last = float(lines[:, 0].min()), float(lines[:, 0].max())
    return first if low is None else low, last if high is None else high


def _with(lines: Floats, more: Floats) -> Floats:
    """The lines and more of them, sorted by position."""
    both = np.concatenate([lines, more])
    return both[np.argsort(both[:, 0], kind="stable")]


def _bearing(lines: Floats, others: Floats) -> Floats:
    """The lines that run from one crossing rule to another; the rest underlines words or hangs loose in a cell."""
    at = distinct(others[:, 0])
    first = np.searchsorted(at, lines[:, 1] - TOUCH)
    last = np.searchsorted(at, lines[:, 2] + TOUCH, side="right") - 1
    return lines[last > first]


def _positions(lines: Floats) -> Floats:
    return distinct(lines[:, 0])


def _covered(lines: Floats, at: Floats, ticks: Floats) -> Bools:
    """covered[i, k]: the rule at `at[i]` runs over the whole of ticks[k]..ticks[k + 1]."""
    covered = np.zeros((len(at), len(ticks) - 1), dtype=np.bool_)
    lines = lines[np.isin(lines[:, 0], at)]
    rows = np.searchsorted(at, lines[:, 0])
    starts = np.searchsorted(ticks, lines[:, 1] - TOUCH)
    stops = np.searchsorted(ticks, lines[:, 2] + TOUCH, side="right") - 1
    for row, start, stop in zip(rows.tolist(), starts.tolist(), stops.tolist(), strict=True):
        covered[row, start:stop] = True
    return covered
