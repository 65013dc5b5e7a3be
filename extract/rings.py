"""Shapes -> Glyphs: circles drawn into the cells of a table, where others type ○, ● or ◎."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.glyphs import centres
from extract.grid import Grid, unit_of
from extract.page import Bools, Floats, Glyphs, Ints, RawPage, Shape, is_white

LEAST, MOST = 5.0, 16.0
"""Points a circle that stands for a sign measures; smaller ones are bullets, larger ones go round something."""
ROUND = 0.12
"""Share of its size by which a circle may be an ellipse."""
CENTRED = 0.15
"""Share of its size by which the mean of a circle's points may lie off its middle; that of a rounded corner does."""
MAX_RINGS = 300
"""More circles than this are a chart or a map."""
FILLED, RING, DOUBLE = 0x25CF, 0x25CB, 0x25CE


def with_rings(page: RawPage, grids: list[Grid]) -> RawPage:
    """The page with the circles that stand alone in a cell as glyphs."""
    shapes = [shape for shape in page.drawings.shapes if _is_circle(shape)]
    if not grids or not 0 < len(shapes) <= MAX_RINGS:
        return page
    box = np.array([shape.box for shape in shapes], dtype=np.float64)
    solid = np.array([shape.filled for shape in shapes]) & ~is_white(np.array([shape.color for shape in shapes]))
    middle = (box[:, :2] + box[:, 2:]) / 2
    outer = ~_inside_another(box, middle)
    inner = np.array([bool((np.abs(middle - m).max(axis=1) < 1.0)[~outer].any()) for m in middle])
    alone = outer & _alone(page, grids, middle)
    code = np.where(inner, DOUBLE, np.where(solid, FILLED, RING))
    return replace(page, glyphs=_appended(page.glyphs, box[alone], code[alone])) if alone.any() else page


def _is_circle(shape: Shape) -> bool:
    x0, y0, x1, y1 = shape.box
    size = max(x1 - x0, y1 - y0)
    if not shape.curved or not LEAST <= size <= MOST or abs((x1 - x0) - (y1 - y0)) > ROUND * size:
        return False
    mean_x, mean_y = shape.points.mean(axis=0).tolist()
    return max(abs(mean_x - (x0 + x1) / 2), abs(mean_y - (y0 + y1) / 2)) <= CENTRED * size


def _inside_another(box: Floats, middle: Floats) -> Bools:
    """Which circles are the inner one of two with the same middle, or the second copy of one."""
    size = box[:, 2] - box[:, 0]
    same = np.abs(middle[:, None] - middle[None, :]).max(axis=2) < 1.0
    first = np.arange(len(box))
    larger = (size[None, :] > size[:, None] + 1.0) | (
        (np.abs(size[None, :] - size[:, None]) <= 1.0) & (first[None, :] < first[:, None])
    )
    return (same & larger).any(axis=1)


def _alone(page: RawPage, grids: list[Grid], middle: Floats) -> Bools:
    """Which points lie in a cell that holds no text."""
    centre = centres(page.glyphs)[page.glyphs.code > 32]
    found = np.zeros(len(middle), dtype=np.bool_)
    for grid in grids:
        cell = unit_of(grid, middle)
        found |= (cell >= 0) & ~np.isin(cell, unit_of(grid, centre))
    return found


def _appended(glyphs: Glyphs, box: Floats, code: Ints) -> Glyphs:
    n, size = len(box), box[:, 2] - box[:, 0]
    none = np.zeros(n, dtype=np.bool_)
    return Glyphs(
        np.concatenate([glyphs.code, code]),
        np.concatenate([glyphs.box, box]),
        np.concatenate([glyphs.origin, np.stack([box[:, 0], box[:, 3] - 0.14 * size], axis=1)]),
        np.concatenate([glyphs.size, size]),
        np.concatenate([glyphs.font, np.zeros(n, dtype=np.int64)]),
        np.concatenate([glyphs.hidden, none]),
        np.concatenate([glyphs.vertical, none]),
        np.concatenate([glyphs.mended, none]),
        np.concatenate([glyphs.illegible, none]),
        np.concatenate([glyphs.color, np.zeros(n, dtype=np.int64)]),
        np.concatenate([glyphs.order, np.full(n, glyphs.order.max(initial=0) + 1)]),
        np.concatenate([glyphs.angle, np.zeros(n)]),
    )
