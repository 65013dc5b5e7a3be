"""RawPage -> the Grids of a page: what strokes rule, what fills lend their edges to, what text divides further."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from extract.coarse import ink, is_coarse, redivided
from extract.grid import Grid, grids
from extract.page import Bools, Floats, RawPage
from extract.rules import box_rules, broad_boxes, broad_fills, fill_rules, merge, outlines, stroke_rules, white_rules
from extract.stream import open_grids

SAME_AREA = 0.5
"""Two lattices of one table differ by less: a heading row, or the rows below the last rule."""


def lattices(page: RawPage, arrows: Bools, centre: Floats, before: Floats) -> list[Grid]:
    """Lattices of strokes; fills lend their edges, and text its columns, only where no strokes rule the same place.

    before: the columns of a table without vertical rules at the end of the page before.
    """
    strokes = stroke_rules(page.drawings, arrows)
    strokes = merge(strokes, box_rules(outlines(broad_boxes(page.drawings.shapes), strokes)))
    ruled = grids(strokes)
    broad = broad_fills(page.drawings)
    fills, colors = page.drawings.fills[broad], page.drawings.fill_color[broad]
    closed = [grid for grid in ruled if len(grid.cells) > 1]
    inside = _inside(fills, closed)
    lent = merge(strokes, fill_rules(fills[~inside], colors[~inside]), white_rules(page.drawings, arrows))
    free = ~_inside(np.concatenate([centre, centre], axis=1), closed)
    opened = open_grids(page, lent, fills[~inside], closed, free, before)
    enclosed = list(_finest(ruled if inside.all() else grids(lent), page, centre))
    drawn = [grid for grid in enclosed if not any(_is_finer(other, grid) for other in opened)]
    return [*drawn, *(grid for grid in opened if not any(_is_same(other, grid) for other in drawn))]


def _finest(found: list[Grid], page: RawPage, centre: Floats) -> Iterator[Grid]:
    """Each lattice, or what its text makes of it where its cells hold several columns or rows."""
    text = ink(page.glyphs, centre)
    for grid in found:
        coarse = len(grid.cells) > 1 and is_coarse(grid, text)
        yield (redivided(grid, text) if coarse else None) or grid


def _is_finer(grid: Grid, other: Grid) -> bool:
    """Whether the text divides more finely what the drawing encloses; or as finely, and more of it."""
    if not _is_in(other, grid) or len(other.xs) > len(grid.xs):
        return False
    return len(other.xs) < len(grid.xs) or other.area < SAME_AREA * grid.area


def _is_same(grid: Grid, other: Grid) -> bool:
    return _is_in(grid, other) and grid.area >= SAME_AREA * other.area


def _is_in(grid: Grid, other: Grid) -> bool:
    x0, y0, x1, y1 = grid.box
    left, top, right, bottom = other.box
    return left <= (x0 + x1) / 2 <= right and top <= (y0 + y1) / 2 <= bottom


def _inside(rects: Floats, ruled: list[Grid]) -> Bools:
    inside = np.zeros(len(rects), dtype=np.bool_)
    for grid in ruled:
        x0, y0, x1, y1 = grid.box
        within = (rects[:, 0] >= x0 - 3) & (rects[:, 1] >= y0 - 3) & (rects[:, 2] <= x1 + 3) & (rects[:, 3] <= y1 + 3)
        inside |= within
    return inside
