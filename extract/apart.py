"""Boxes drawn apart from one another -> Grids: on slides each cell of a table is a shape of its own, white between.

Neighbours share top and bottom, or a side; the edges on the two sides of a gap are one edge of the lattice. What is
built so is a table only where its boxes fill it: charts of boxes and lines do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extract.grid import Grid
from extract.page import Bools, Floats, Ints, Shape, boxes
from extract.regions import GridCell
from extract.rules import LOW, NARROW, round_boxes

GAP, WIDE = 12.0, 30.0
"""Points of white between two boxes of one table at most, and between two of one height side by side."""
LEVEL = 2.0
"""Points by which edges that are meant to be level differ."""
FEW = 4
"""Cells of a lattice that may be one box of several: two boxes nearly touch, or a box has a line across."""
FEWEST, MOST = 5, 300
"""Boxes of a table; more on a page are a picture."""
FULL = 0.9
"""Share of the lattice that its boxes fill."""
CONFIDENCE = 0.95


def apart_grids(found: Sequence[Grid], shapes: Sequence[Shape]) -> list[Grid]:
    """The lattices, the small ones and the boxes with round corners that together make a table put together."""
    small = [grid for grid in found if len(grid.cells) <= FEW]
    cells = [(n, grid.cell_box(cell)) for n, grid in enumerate(small) for cell in grid.cells]
    cells += list(enumerate(map(tuple, round_boxes(shapes).tolist()), start=len(small)))
    if not FEWEST <= len(cells) <= MOST:
        return list(found)
    owner, box = np.array([n for n, _ in cells], dtype=np.int64), boxes([rect for _, rect in cells])
    # The white between two boxes that nearly touch is a cell too narrow for text.
    wide = (box[:, 2] - box[:, 0] >= NARROW) & (box[:, 3] - box[:, 1] >= LOW)
    fit = wide & ~np.isin(owner, owner[_around(box)])
    box, owner = box[fit], owner[fit]
    made: list[Grid] = []
    used: set[int] = set()
    white = _between(box)
    for group in _groups((white >= 0) | (owner[:, None] == owner)):
        own = set(owner[group].tolist())
        widest = float(white[np.ix_(group, group)].max())
        grid = _grid(box[group], max(widest, GAP) + LEVEL) if len(group) >= FEWEST and len(own) > 1 else None
        if grid is not None:
            made.append(grid)
            used |= {id(small[n]) for n in own if n < len(small)}
    return [*(grid for grid in found if id(grid) not in used), *made]


def _around(box: Floats) -> Bools:
    """Which boxes are drawn around others; of two in one place, as fill and outline are, the later one."""
    a, b = box[:, None], box[None]
    holds = (a[..., 0] <= b[..., 0] + LEVEL) & (a[..., 1] <= b[..., 1] + LEVEL)
    holds &= (a[..., 2] >= b[..., 2] - LEVEL) & (a[..., 3] >= b[..., 3] - LEVEL)
    holds &= ~(holds.T & np.triu(np.ones_like(holds)))
    return np.asarray(holds.any(axis=1), dtype=np.bool_)


def _between(box: Floats) -> Floats:
    """The white between boxes that stand side by side or below one another with a side in common; -1 for others."""
    a, b = box[:, None], box[None]
    same = np.abs(a - b) <= LEVEL
    right, below = b[..., 0] - a[..., 2], b[..., 1] - a[..., 3]
    most = np.where(same[..., 1] & same[..., 3], WIDE, GAP)
    beside = (same[..., 1] | same[..., 3]) & (right >= -LEVEL) & (right <= most)
    under = (same[..., 0] | same[..., 2]) & (below >= -LEVEL) & (below <= GAP)
    white = np.where(beside, np.maximum(right, 0.0), np.where(under, np.maximum(below, 0.0), -1.0))
    return np.maximum(white, white.T)


def _groups(near: Bools) -> Iterator[list[int]]:
    left = set(range(len(near)))
    while left:
        group, edge = set[int](), {min(left)}
        while edge:
            group |= edge
            edge = set(np.flatnonzero(near[sorted(edge)].any(axis=0)).tolist()) - group
        left -= group
        yield sorted(group)


def _grid(box: Floats, white: float) -> Grid | None:
    """The lattice of boxes; None where they overlap or leave it half empty, or where no row has several.

    white: the gaps between them at most.
    """
    xs, cols = _edges(box[:, [0, 2]], white)
    ys, rows = _edges(box[:, [1, 3]], min(white, GAP + LEVEL))
    if (cols[:, 0] >= cols[:, 1]).any() or (rows[:, 0] >= rows[:, 1]).any():
        return None
    unit = np.full((len(ys) - 1, len(xs) - 1), -1, dtype=np.int64)
    cells: list[GridCell] = []
    for n in np.lexsort((cols[:, 0], rows[:, 0])).tolist():
        (top, bottom), (left, right) = rows[n].tolist(), cols[n].tolist()
        if (unit[top:bottom, left:right] != -1).any():
            return None
        unit[top:bottom, left:right] = len(cells)
        cells.append(GridCell(top, left, bottom - top, right - left))
    several = sum(len(set(row[row >= 0].tolist())) > 1 for row in unit)
    if several < 2 or np.count_nonzero(unit >= 0) < FULL * unit.size:
        return None
    return Grid(xs, ys, unit, tuple(cells), confidence=CONFIDENCE, apart=True)


def _edges(ends: Floats, white: float) -> tuple[Floats, Ints]:
    """The edges of a lattice, those on the two sides of a gap as one, and which of them each box has."""
    values = np.sort(ends.ravel())
    first = np.append(True, np.diff(values) > white)
    number = np.cumsum(first) - 1
    middle = np.bincount(number, values) / np.bincount(number)
    own = number[np.searchsorted(values, ends)]
    return middle, own.astype(np.int64)
