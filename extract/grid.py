"""Rules -> Grids: each net of crossing rules becomes a lattice whose open unit cells are merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from extract.page import Bools, Floats, Ints, distinct
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
    confidence: float = 1.0
    """Less than 1 where columns or rows were read off the text, for want of rules."""

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
    framed = bool(across[0].all() and across[-1].all() and down[:, 0].all() and down[:, -1].all())
    cells: list[GridCell] = []
    for region in _members(_regions(across, down)):
        if framed and region.mask is ONE:
            cells.append(GridCell(region.row, region.col, 1, 1))
        else:
            cells.extend(_as_cells(region, across, down))
    if not cells:
        return None
    cells.sort(key=lambda cell: (cell.row, cell.col))
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


def _regions(across: Bools, down: Bools) -> Ints:
    """Label the unit cells so that those with no rule between them share a label (the smallest index in them)."""
    n_rows, n_cols = across.shape[0] - 1, across.shape[1]
    label = np.arange(n_rows * n_cols).reshape(n_rows, n_cols)
    open_right, open_below = ~down[:, 1:-1], ~across[1:-1, :]
    if not open_right.any() and not open_below.any():
        return label
    pairs = [
        np.stack([label[:, :-1][open_right], label[:, 1:][open_right]]),
        np.stack([label[:-1][open_below], label[1:][open_below]]),
    ]
    return _merged(n_rows * n_cols, np.concatenate(pairs, axis=1)).reshape(n_rows, n_cols)


def _merged(size: int, pairs: Ints) -> Ints:
    """The smallest of the numbers below `size` that each hangs together with by a chain of pairs (2, n).

    >>> _merged(5, np.array([[4, 1], [2, 4]])).tolist()
    [0, 1, 1, 3, 1]
    """
    root = np.arange(size)
    while (root[pairs[0]] != root[pairs[1]]).any():
        ends = root[pairs]
        np.minimum.at(root, ends.max(axis=0), ends.min(axis=0))
        while (root[root] != root).any():
            root = root[root]
    return root


class _Region(NamedTuple):
    """Unit cells merged into one: top left corner, and which units of its bounding rectangle belong to it."""

    row: int
    col: int
    mask: Bools


ONE = np.ones((1, 1), dtype=np.bool_)


def _members(label: Ints) -> Iterator[_Region]:
    n_cols = label.shape[1]
    flat = label.ravel()
    order = np.argsort(flat, kind="stable")
    cuts = np.concatenate([[0], np.flatnonzero(np.diff(flat[order])) + 1, [len(flat)]])
    for start, size in zip(cuts[:-1].tolist(), np.diff(cuts).tolist(), strict=True):
        if size == 1:
            row, col = divmod(int(order[start]), n_cols)
            yield _Region(row, col, ONE)
            continue
        rows, cols = np.divmod(order[start : start + size], n_cols)
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
    if mask is ONE or mask.all():
        yield GridCell(row, col, height, width)
        return
    left, at = mask.copy(), 0
    while (step := int(np.argmax(left.ravel()[at:]))) or left.flat[at]:
        at += step
        r, c = divmod(at, width)
        wide = int(np.argmin(np.append(left[r, c:], False)))
        tall = 1
        while r + tall < height and left[r + tall, c : c + wide].all():
            tall += 1
        left[r : r + tall, c : c + wide] = False
        yield GridCell(row + r, col + c, tall, wide)


def _enclosed(region: _Region, across: Bools, down: Bools) -> bool:
    """Whether rules are drawn along the region's rim where it meets the table's own rim.

    A cell that goes on over the page's end may be open there.
    """
    row, col, mask = region
    height, width = mask.shape
    top = across[0, col : col + width][mask[0]] if row == 0 else DRAWN
    bottom = across[-1, col : col + width][mask[-1]] if row + height == across.shape[0] - 1 else DRAWN
    left = down[row : row + height, 0][mask[:, 0]] if col == 0 else DRAWN
    right = down[row : row + height, -1][mask[:, -1]] if col + width == across.shape[1] else DRAWN
    sides = top, bottom, left, right
    if all(side.all() for side in sides):
        return True
    if not mask.all():
        return False
    cut = (top.all() or _in_one_piece(across[0])) and (bottom.all() or _in_one_piece(across[-1]))
    return bool((cut and left.all() and right.all()) or np.concatenate(sides).mean() >= CLOSED)


DRAWN = np.zeros(0, dtype=np.bool_)


def _in_one_piece(drawn: Bools) -> bool:
    """Whether the drawn stretch of the rim is one: only merged cells at its ends run on over the page's end."""
    at = np.flatnonzero(drawn)
    return len(at) > 0 and int(at[-1] - at[0]) == len(at) - 1
