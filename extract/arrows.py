"""Shapes -> marks over table cells: block arrows, line arrows, bars over year columns, diagonal strokes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from extract.grid import Grid
from extract.model import Box, Line, Place, Span, SpanKind
from extract.page import Bools, Drawings, Floats, Shape, is_white

HEAD = 22.0
"""Points an arrow head measures at most."""
SHAFT = 12.0
"""Points the shaft of a line arrow measures at least."""
MAX_HEADS = 1000
"""More small triangles or slanting strokes than this are a picture."""
LEVEL = 1.5
NEAR = 2.5
"""Points between the end of a shaft and its head."""
THICK = 3.5
"""A stroke this wide among ordinary rules is a bar."""
SHARE = 0.2
"""Share of a column's width a mark must cover to count for that column."""
CORNER = 4.0
TALL = 4.0
"""An arrow this many times higher than its words lies behind several rows."""
HANG = 0.4
"""A bar that overlaps a rule belongs to the row above it if this much of its height lies there: bars hang down."""


class Mark(NamedTuple):
    """A meaningful shape. worded: it is broad enough to hold text of its own. colour: of a bar, where it is drawn."""

    kind: SpanKind
    box: Box
    worded: bool
    colour: int | None = None


class Marks(NamedTuple):
    """The marks of a page, and which of its strokes and shapes they are made of: those are no rules and no panels."""

    marks: tuple[Mark, ...]
    strokes: Bools
    shapes: Bools


class _Head(NamedTuple):
    box: Box
    shape: int
    strokes: tuple[int, ...]


def find_marks(drawings: Drawings) -> Marks:
    """Arrows and thick strokes, found before rules are, so that no arrow is taken for a rule."""
    used_strokes = np.zeros(len(drawings.strokes), dtype=np.bool_)
    used_shapes = np.zeros(len(drawings.shapes), dtype=np.bool_)
    marks: list[Mark] = []
    for i, shape in enumerate(drawings.shapes):
        if is_block_arrow(shape):
            marks.append(Mark("block_arrow", Box(*shape.box), True))
            used_shapes[i] = True
    heads = [*_solid_heads(drawings, used_shapes), *_open_heads(drawings)]
    if 0 < len(heads) <= MAX_HEADS:
        marks.extend(_line_arrows(drawings, heads, used_strokes, used_shapes))
    thick = _thick(drawings) & ~used_strokes
    coloured = zip(_boxes_of(drawings, thick), drawings.stroke_color[thick].tolist(), strict=True)
    marks.extend(Mark("bar", Box(*box), False, colour) for box, colour in coloured)
    return Marks(tuple(marks), used_strokes | thick, used_shapes)


def is_block_arrow(shape: Shape) -> bool:
    """A closed polygon of five to a dozen corners with one tip at its left or right end, half way up.

    >>> points = np.array([(0, 3), (80, 3), (80, 0), (90, 8), (80, 16), (80, 13), (0, 13), (0, 3)], float)
    >>> is_block_arrow(Shape(points, (0, 0, 90, 16), True, False, 0))
    True
    """
    x0, y0, x1, y1 = shape.box
    width, height = x1 - x0, y1 - y0
    if shape.curved or height < 4 or width < 1.2 * height:
        return False
    corners = _corners(shape.points)
    if not 5 <= len(corners) <= 12:
        return False
    return any(_is_tip(corners, end, (y0 + y1) / 2, height) for end in (x1, x0))


def _is_tip(corners: Floats, end: float, middle: float, height: float) -> bool:
    at_end = np.abs(corners[:, 0] - end) <= 0.5
    return int(at_end.sum()) == 1 and abs(float(corners[at_end, 1][0]) - middle) <= 0.2 * height


def _corners(points: Floats) -> Floats:
    """The distinct corners of a polygon, the closing point left out."""
    step = np.abs(points - np.roll(points, 1, axis=0)).max(axis=1)
    return points[step > 0.3]


def _solid_heads(drawings: Drawings, used: Bools) -> Iterator[_Head]:
    """Small filled triangles, swallowtails included."""
    for i, shape in enumerate(drawings.shapes):
        x0, y0, x1, y1 = shape.box
        if used[i] or not shape.filled or shape.curved or max(x1 - x0, y1 - y0) > HEAD or min(x1 - x0, y1 - y0) < 1.5:
            continue
        corners = _corners(shape.points)
        tipped = any(_is_tip(corners, end, (y0 + y1) / 2, y1 - y0) for end in (x0, x1))
        if len(corners) in (3, 4) and tipped:
            yield _Head(Box(*shape.box), i, ())


def _open_heads(drawings: Drawings) -> Iterator[_Head]:
    """Pairs of short diagonal strokes that meet in a tip."""
    s = drawings.strokes
    dx, dy = np.abs(s[:, 2] - s[:, 0]), np.abs(s[:, 3] - s[:, 1])
    short = np.flatnonzero((dx > 0.8) & (dy > 0.8) & (dx <= HEAD) & (dy <= HEAD))
    for k, i in enumerate(short.tolist() if len(short) <= MAX_HEADS else ()):
        for j in short[k + 1 : k + 4].tolist():
            ends = ((s[i, a : a + 2], s[j, b : b + 2]) for a in (0, 2) for b in (0, 2))
            if any(math.dist(p.tolist(), q.tolist()) <= 1.0 for p, q in ends):
                pair = s[[i, j]]
                xs, ys = pair[:, [0, 2]], pair[:, [1, 3]]
                yield _Head(Box(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())), -1, (i, j))
                break


def _line_arrows(drawings: Drawings, heads: list[_Head], strokes: Bools, shapes: Bools) -> Iterator[Mark]:
    """Level strokes that end at a head; a stroke with a head at both ends is one mark."""
    s = drawings.strokes
    level = (np.abs(s[:, 3] - s[:, 1]) <= LEVEL) & (np.abs(s[:, 2] - s[:, 0]) >= SHAFT)
    found: dict[int, Box] = {}
    for head in heads:
        box = head.box
        middle = (box.y0 + box.y1) / 2
        left, right = np.minimum(s[:, 0], s[:, 2]), np.maximum(s[:, 0], s[:, 2])
        on_line = level & (np.abs((s[:, 1] + s[:, 3]) / 2 - middle) <= LEVEL)
        to_right = (right >= box.x0 - NEAR) & (right <= box.x1 + NEAR) & (left < box.x0)
        to_left = (left >= box.x0 - NEAR) & (left <= box.x1 + NEAR) & (right > box.x1)
        for i in np.flatnonzero(on_line & (to_right | to_left)).tolist():
            shaft = Box(float(left[i]), min(box.y0, middle), float(right[i]), max(box.y1, middle))
            found[i] = found.get(i, shaft).union(shaft).union(box)
            strokes[[i, *head.strokes]] = True
            if head.shape >= 0:
                shapes[head.shape] = True
    return (Mark("line_arrow", box, False) for box in found.values())


def _thick(drawings: Drawings) -> Bools:
    """Level strokes far wider than the page's usual ones."""
    s = drawings.strokes
    if not len(s):
        return np.zeros(0, dtype=np.bool_)
    usual = float(np.median(drawings.stroke_width))
    level = (np.abs(s[:, 3] - s[:, 1]) <= LEVEL) & (np.abs(s[:, 2] - s[:, 0]) >= SHAFT)
    wide = drawings.stroke_width >= max(THICK, 3 * usual)
    return level & wide & ~is_white(drawings.stroke_color)


def _boxes_of(drawings: Drawings, which: Bools) -> list[list[float]]:
    s, half = drawings.strokes[which], drawings.stroke_width[which] / 2
    low = np.minimum(s[:, :2], s[:, 2:])
    high = np.maximum(s[:, :2], s[:, 2:])
    return np.stack([low[:, 0], low[:, 1] - half, high[:, 0], high[:, 1] + half], axis=1).tolist()


def diagonals(grid: Grid, drawings: Drawings) -> list[Mark]:
    """Strokes from corner to corner of a cell: nothing is to be entered there."""
    s = drawings.strokes
    slanted = (np.abs(s[:, 2] - s[:, 0]) > 6) & (np.abs(s[:, 3] - s[:, 1]) > 6)
    found: list[Mark] = []
    for ax, ay, bx, by in s[slanted].tolist():
        box = Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        if _on(grid.xs, box.x0) and _on(grid.xs, box.x1) and _on(grid.ys, box.y0) and _on(grid.ys, box.y1):
            found.append(Mark("diagonal", box, False))
    return found


def _on(edges: Floats, at: float) -> bool:
    return bool(np.abs(edges - at).min() <= CORNER)


def span(mark: Mark, grid: Grid, page: int, lines: tuple[Line, ...]) -> Span | None:
    """The mark as a span of the columns it covers in its row; None where it lies outside the grid."""
    box = mark.box
    row = int(np.searchsorted(grid.ys, _level(box, lines))) - 1
    if not 0 <= row < len(grid.ys) - 1:
        return None
    left, right = grid.xs[:-1], grid.xs[1:]
    covered = np.minimum(right, box.x1) - np.maximum(left, box.x0)
    if covered.max() <= 0:
        return None
    columns = np.flatnonzero(covered >= SHARE * (right - left))
    if not len(columns):
        columns = np.array([int(covered.argmax())])
    first, last = int(columns[0]), int(columns[-1])
    cell = int(grid.unit[row, first])
    if cell >= 0:
        row = grid.cells[cell].row
    place = Place(page, Box(*(round(v, 2) for v in box)))
    return Span(mark.kind, row, first, last, place, lines, mark.colour)


def _level(box: Box, lines: tuple[Line, ...]) -> float:
    """The height that says which row a mark is in: where its words stand, if it is much higher than they are."""
    words = [line.place.box for line in lines if line.place.box is not None]
    if words and box.y1 - box.y0 > TALL * (words[-1].y1 - words[0].y0):
        box = words[0].union(words[-1])
    return box.y0 + HANG * (box.y1 - box.y0)
