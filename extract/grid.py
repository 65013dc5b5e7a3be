"""Rules -> Grids: each net of crossing rules becomes a lattice whose open unit cells are merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extract.page import Bools, Floats, Ints
from extract.rules import Rules

TOUCH = 3.0
"""Rules that should meet end up to 3 pt apart."""
SAME_END = 4.0
"""The rules of an open-sided table end within 4 pt of one another."""
MAX_LINES = 500
"""More rules in one direction than any table of a page has: a map or a hatched chart."""
CLOSED = 0.7
"""Share of its outline a region at the rim must have drawn to be a cell."""


class GridCell(NamedTuple):
    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A lattice: xs and ys are its column and row edges; unit[row, col] is the index of the cell there, or -1."""

    xs: Floats
    ys: Floats
    unit: Ints
    cells: tuple[GridCell, ...]
    closed_sides: int = 0
    bottom_ruled: bool = True

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


def grids(rules: Rules) -> list[Grid]:
    """Every lattice of a page that has a cell, smallest first so that inner ones claim their text."""
    found = [grid for part in _components(rules) if (grid := lattice(part)) is not None]
    return sorted(found, key=lambda grid: grid.area)


def lattice(rules: Rules) -> Grid | None:
    """One lattice of rules that hang together; None where they enclose nothing."""
    rules, closed = _close_sides(rules)
    xs, ys = _positions(_bearing(rules.vertical, rules.horizontal)), _positions(_bearing(*rules))
    if not 2 <= len(xs) <= MAX_LINES or not 2 <= len(ys) <= MAX_LINES:
        return None
    across = _covered(rules.horizontal, ys, xs)
    down = _covered(rules.vertical, xs, ys).T
    label = _regions(across, down)
    cells = [cell for region in _members(label) for cell in _as_cells(region, across, down)]
    if not cells:
        return None
    cells.sort(key=lambda cell: (cell.row, cell.col))
    unit = np.full((len(ys) - 1, len(xs) - 1), -1, dtype=np.int64)
    for i, (row, col, rowspan, colspan) in enumerate(cells):
        unit[row : row + rowspan, col : col + colspan] = i
    return Grid(xs, ys, unit, tuple(cells), closed)


def _components(rules: Rules) -> Iterator[Rules]:
    """The rules split into nets that hang together."""
    h, v = rules
    if not len(h) or not len(v):
        return
    cross = (
        (v[None, :, 0] >= h[:, None, 1] - TOUCH)
        & (v[None, :, 0] <= h[:, None, 2] + TOUCH)
        & (h[:, None, 0] >= v[None, :, 1] - TOUCH)
        & (h[:, None, 0] <= v[None, :, 2] + TOUCH)
    )
    left = np.ones(len(h), dtype=np.bool_)
    for seed in range(len(h)):
        if not left[seed]:
            continue
        rows = np.zeros(len(h), dtype=np.bool_)
        rows[seed] = True
        cols = cross[seed]
        while not np.array_equal(wider := cross[:, cols].any(axis=1) | rows, rows):
            rows = wider
            cols = cross[rows].any(axis=0)
        left &= ~rows
        if cols.any():
            yield Rules(h[rows], v[cols])


def _close_sides(rules: Rules) -> tuple[Rules, int]:
    """Add the border an open-sided table lacks, where the rules that end there agree on it."""
    h, v = rules
    h_before, v_before = len(h), len(v)
    v = _close(h, v, low=True)
    v = _close(h, v, low=False)
    h = _close(v, h, low=True)
    h = _close(v, h, low=False)
    return Rules(h, v), len(h) + len(v) - h_before - v_before


def _close(ending: Floats, border: Floats, low: bool) -> Floats:
    """`border` with one line more where at least two of `ending` reach beyond its outermost line to the same place."""
    if not len(ending) or not len(border):
        return border
    ends = ending[:, 1] if low else ending[:, 2]
    tip = ends.min() if low else ends.max()
    outermost = border[:, 0].min() if low else border[:, 0].max()
    at_tip = np.abs(ends - tip) <= SAME_END
    if abs(tip - outermost) <= SAME_END + 1 or at_tip.sum() < 2:
        return border
    positions = ending[at_tip, 0]
    line = np.array([[tip, positions.min(), positions.max()]])
    return np.concatenate([line, border]) if low else np.concatenate([border, line])


def _bearing(lines: Floats, others: Floats) -> Floats:
    """The lines that run from one crossing rule to another; the rest underlines words or hangs loose in a cell."""
    at = np.unique(others[:, 0])
    first = np.searchsorted(at, lines[:, 1] - TOUCH)
    last = np.searchsorted(at, lines[:, 2] + TOUCH, side="right") - 1
    return lines[last > first]


def _positions(lines: Floats) -> Floats:
    return np.unique(lines[:, 0])


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


def _regions(across: Bools, down: Bools) -> Ints:
    """Label the unit cells so that those with no rule between them share a label (the smallest index in them)."""
    n_rows, n_cols = across.shape[0] - 1, across.shape[1]
    label = np.arange(n_rows * n_cols).reshape(n_rows, n_cols)
    open_right, open_below = ~down[:, 1:-1], ~across[1:-1, :]
    if not open_right.any() and not open_below.any():
        return label
    while True:
        before = label.copy()
        pair = np.minimum(label[:, :-1], label[:, 1:])
        label[:, :-1] = np.where(open_right, pair, label[:, :-1])
        label[:, 1:] = np.where(open_right, np.minimum(pair, label[:, 1:]), label[:, 1:])
        pair = np.minimum(label[:-1], label[1:])
        label[:-1] = np.where(open_below, pair, label[:-1])
        label[1:] = np.where(open_below, np.minimum(pair, label[1:]), label[1:])
        if (label == before).all():
            return label


class _Region(NamedTuple):
    """Unit cells merged into one: top left corner, and which units of its bounding rectangle belong to it."""

    row: int
    col: int
    mask: Bools


def _members(label: Ints) -> Iterator[_Region]:
    flat = label.ravel()
    order = np.argsort(flat, kind="stable")
    cuts = np.flatnonzero(np.diff(flat[order])) + 1
    n_cols = label.shape[1]
    for units in np.split(order, cuts):
        rows, cols = units // n_cols, units % n_cols
        row, col = int(rows.min()), int(cols.min())
        mask = np.zeros((int(rows.max()) - row + 1, int(cols.max()) - col + 1), dtype=np.bool_)
        mask[rows - row, cols - col] = True
        yield _Region(row, col, mask)


def _as_cells(region: _Region, across: Bools, down: Bools) -> Iterator[GridCell]:
    """The region as one cell, as several where it is no rectangle, or as none where it lies outside the table."""
    row, col, mask = region
    height, width = mask.shape
    n_rows, n_cols = across.shape[0] - 1, across.shape[1]
    at_rim = row == 0 or col == 0 or row + height == n_rows or col + width == n_cols
    if at_rim and not _enclosed(region, across, down):
        return
    if mask.all():
        yield GridCell(row, col, height, width)
        return
    left = mask.copy()
    while left.any():
        r, c = (int(i) for i in np.argwhere(left)[0])
        wide = int(np.argmin(np.append(left[r, c:], False)))
        tall = 1
        while r + tall < height and left[r + tall, c : c + wide].all():
            tall += 1
        left[r : r + tall, c : c + wide] = False
        yield GridCell(row + r, col + c, tall, wide)


def _enclosed(region: _Region, across: Bools, down: Bools) -> bool:
    """Whether rules are drawn along the region's rim where it meets the table's own rim."""
    row, col, mask = region
    height, width = mask.shape
    drawn: list[Bools] = []
    if row == 0:
        drawn.append(across[0, col : col + width][mask[0]])
    if row + height == across.shape[0] - 1:
        drawn.append(across[-1, col : col + width][mask[-1]])
    if col == 0:
        drawn.append(down[row : row + height, 0][mask[:, 0]])
    if col + width == across.shape[1]:
        drawn.append(down[row : row + height, -1][mask[:, -1]])
    rim = np.concatenate(drawn)
    return bool(rim.all()) or (bool(mask.all()) and rim.mean() >= CLOSED)
