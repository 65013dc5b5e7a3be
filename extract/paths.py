"""Paths of a page -> Drawings: rectangles and straight pieces as they are, closed polygons and curves as shapes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from extract.page import MANY, Drawings, Floats, Paint, Shape, boxes

AXIS = 0.35
"""Points a side may lean and still be axis-parallel: writers round coordinates to 1/10 point or worse."""
MAX_POINTS = 400
RULE = 2.6
"""Points a picture of a rule is thick at most."""
BAND = 3.0
"""Points: what is drawn thinner is a rule, and neither hides a glyph nor lies behind one."""
FULL = 0.8
"""Share of its box that a shape with round corners fills; an arrow or a circle does not."""

Point = tuple[float, float]
Rect = tuple[float, float, float, float]
Area = tuple[float, float, float, float, int, int, bool]
"""A box, when it is painted, in what colour, and whether nothing shines through."""


class Ink(NamedTuple):
    """How a path is painted: colours as 0xRRGGBB, None where it is not filled or not stroked; order: when."""

    fill: int | None
    stroke: int | None
    width: float
    order: int = 0
    opaque: bool = True
    clip: Rect | None = None


class Pen(NamedTuple):
    """The drawing of a page as it grows."""

    strokes: list[Rect]
    widths: list[float]
    colors: list[int]
    fills: list[Rect]
    fill_colors: list[int]
    shapes: list[Shape]
    areas: list[Area]

    @staticmethod
    def new() -> Pen:
        return Pen([], [], [], [], [], [], [])

    def draw(self, points: list[Point], curved: bool, closed: bool, ink: Ink) -> None:
        """One chain of points; `closed` or filled ones end where they begin."""
        if (closed or ink.fill is not None) and points[0] != points[-1]:
            points = [*points, points[0]]
        rect = None if curved else rectangle(points)
        if rect is not None:
            self.draw_rect(rect, ink)
        elif ink.fill is not None or curved or _is_polygon(points):
            shape = _shape(points, curved, ink)
            self.shapes.append(shape)
            if ink.fill is not None:
                self._area(shape.box, ink.fill, ink, ink.opaque and _fills_its_box(shape))
        elif ink.stroke is not None:
            self._stroke([(*a, *b) for a, b in itertools.pairwise(points)], ink)

    def draw_rect(self, rect: Rect, ink: Ink) -> None:
        if ink.fill is not None:
            self.fills.append(rect)
            self.fill_colors.append(ink.fill)
            self._area(rect, ink.fill, ink, ink.opaque)
        if ink.stroke is not None:
            x0, y0, x1, y1 = rect
            self._stroke([(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)], ink)

    def _stroke(self, pieces: list[Rect], ink: Ink) -> None:
        self.strokes.extend(pieces)
        self.widths.extend([ink.width] * len(pieces))
        self.colors.extend([ink.stroke or 0] * len(pieces))
        if ink.width >= BAND:
            half = ink.width / 2
            for x0, y0, x1, y1 in pieces:
                flat = abs(x1 - x0) >= abs(y1 - y0)
                dx, dy = (0.0, half) if flat else (half, 0.0)
                box = (min(x0, x1) - dx, min(y0, y1) - dy, max(x0, x1) + dx, max(y0, y1) + dy)
                self._area(box, ink.stroke or 0, ink, ink.opaque)

    def _area(self, box: Rect, color: int, ink: Ink, opaque: bool) -> None:
        if min(box[2] - box[0], box[3] - box[1]) < BAND:
            return
        if ink.clip is not None:
            (a, b, c, d), (x0, y0, x1, y1) = box, ink.clip
            box = (max(a, x0), max(b, y0), min(c, x1), min(d, y1))
        self.areas.append((*box, ink.order, color if opaque or color == MANY else MANY, opaque))

    def paint(self, pictures: Iterable[Area] = ()) -> Paint:
        """Areas in the order they were painted, pictures among them."""
        rows = np.array([*self.areas, *pictures], dtype=np.float64).reshape(-1, 7)
        rows = rows[np.argsort(rows[:, 4], kind="stable")]
        return Paint(rows[:, :4], rows[:, 4].astype(np.int64), rows[:, 5].astype(np.int64), rows[:, 6] > 0)

    def drawings(self, images: Floats) -> Drawings:
        """What was drawn; pictures as thin as a rule are rules."""
        for box in images[np.minimum(images[:, 2] - images[:, 0], images[:, 3] - images[:, 1]) <= RULE].tolist():
            self.fills.append(box)
            self.fill_colors.append(0)
        return Drawings(
            boxes(self.strokes),
            np.array(self.widths, dtype=np.float64),
            np.array(self.colors, dtype=np.int64),
            boxes(self.fills),
            np.array(self.fill_colors, dtype=np.int64),
            tuple(self.shapes),
            images,
        )


def rectangle(points: list[Point]) -> Rect | None:
    """The rectangle a closed axis-parallel chain of four sides draws.

    >>> rectangle([(0, 0), (9, 0), (9, 2), (0, 2), (0, 0)]), rectangle([(0, 0), (9, 0), (9, 2)])
    ((0, 0, 9, 2), None)
    """
    if len(points) != 5 or not _axis_parallel(points):
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    closed = abs(xs[0] - xs[-1]) <= AXIS and abs(ys[0] - ys[-1]) <= AXIS
    return (min(xs), min(ys), max(xs), max(ys)) if closed else None


def _fills_its_box(shape: Shape) -> bool:
    """Whether a shape covers nearly all of its box, as one with round corners does."""
    x, y = shape.points.T
    x0, y0, x1, y1 = shape.box
    return abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) >= 2 * FULL * (x1 - x0) * (y1 - y0)


def _is_polygon(points: list[Point]) -> bool:
    """A closed chain with a slanting side: an arrow or a diamond, no rules."""
    (ax, ay), (bx, by) = points[0], points[-1]
    return len(points) > 3 and abs(ax - bx) <= AXIS and abs(ay - by) <= AXIS and not _axis_parallel(points)


def _axis_parallel(points: list[Point]) -> bool:
    return all(abs(ax - bx) <= AXIS or abs(ay - by) <= AXIS for (ax, ay), (bx, by) in itertools.pairwise(points))


def _shape(chain: list[Point], curved: bool, ink: Ink) -> Shape:
    points = np.array(chain[:MAX_POINTS], dtype=np.float64)
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    filled = ink.fill is not None
    return Shape(points, (x0, y0, x1, y1), filled, curved, (ink.fill if filled else ink.stroke) or 0)
