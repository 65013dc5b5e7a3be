"""Ground -> Areas: shaded cells and bars as rectangles, arrows as polygons, each in its colour."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.page import Bools, Floats
from extract.scan.picture import POINT, Picture
from extract.scan.raster import Bytes, ndimage, opened
from extract.scan.strokes import Strokes

SHADE = 9
"""Grey levels by which shading is darker than paper; scanners' noise is smoothed to 2 or 3."""
EDGE = 7
"""Grey levels by which two shades that touch differ."""
LEAST = 5.0
"""Points an area is wide and high at least."""
RECTANGLE = 0.85
"""Share of its box that a rectangle covers, letters and blots left out; an arrow covers two thirds."""
INKED = 0.3
"""Share of an area that letters may cover: more, and it is nothing but a dense text."""
TIP = 16.0
"""Points the head of an arrow stands out from its shaft at most."""
STEM = 6
"""Pixels: what stands out of an area and is thinner is a rule that ends at it."""
CORNER = 1.5
"""Points by which the outline of a shape may be simplified: its pixels are stairs."""
MOST = 400
"""More areas are a photograph or a map."""


class Areas(NamedTuple):
    """Rectangles (n, 4) and polygons (each (k, 2)) in pixels, and the colours of both."""

    rectangles: Floats
    rectangle_colors: list[int]
    polygons: list[Floats]
    polygon_colors: list[int]


def areas(picture: Picture, rules: Strokes) -> Areas:
    """What is shaded on a page."""
    found = Areas(np.zeros((0, 4)), [], [], [])
    boxes: list[tuple[float, float, float, float]] = []
    label = _labelled(picture, rules)
    ink = picture.ink()
    objects: list[tuple[slice, slice]] = ndimage.find_objects(label)
    for i, (rows, columns) in enumerate(objects if len(objects) <= MOST else [], 1):
        own = label[rows, columns] == i
        height, width = own.shape
        if min(height, width) < LEAST * POINT:
            continue
        if ink[rows, columns][own].mean() > INKED:
            continue
        color = _color(picture.colours[rows, columns][own])
        box = _snapped((columns.start, rows.start, columns.stop, rows.stop), rules)
        shape = (
            None if box[0] != columns.start and box[2] != columns.stop else _grown(own, rows, columns, picture, rules)
        )
        if shape is None or shape.own.mean() >= RECTANGLE:
            boxes.append(box)
            found.rectangle_colors.append(color)
        else:
            found.polygons.append(_outline(shape.own) + np.array([shape.left, shape.top]))
            found.polygon_colors.append(color)
    return found._replace(rectangles=np.array(boxes, dtype=np.float64).reshape(-1, 4))


def _labelled(picture: Picture, rules: Strokes) -> NDArray[np.int32]:
    """Areas darker than the paper, parted by rules and where the shade changes."""
    ground = picture.ground
    paper = float(np.median(ground[::8, ::8]))
    smooth = ndimage.uniform_filter(ground, 5)
    change = ndimage.maximum_filter(smooth, 5).astype(np.int16) - ndimage.minimum_filter(smooth, 5)
    shaded = (smooth < paper - SHADE) & (change < EDGE) & ~rules.painted(ground.shape, 1.0)
    # What the change of shade at an edge took, 2 or 3 pixels, is given back.
    label, _ = ndimage.label(opened(shaded.astype(np.uint8), round(2 * POINT)))
    grown = ndimage.maximum_filter(label, 7)
    return np.where((label == 0) & (smooth < paper - SHADE), grown, label)


class _Shape(NamedTuple):
    own: Bools
    top: int
    left: int


def _grown(own: Bools, rows: slice, columns: slice, picture: Picture, rules: Strokes) -> _Shape | None:
    """An area that ends at no rule, with its corners: those of an arrow's head are as thin as letters are."""
    reach = round(TIP * POINT)
    top, left = max(0, rows.start - reach), max(0, columns.start - reach)
    part = (slice(top, rows.stop + reach), slice(left, columns.stop + reach))
    paper = float(np.median(picture.ground[::8, ::8]))
    level = rules.level
    level = level[(level[:, 1] < columns.start - 3 * POINT) | (level[:, 2] > columns.stop + reach)]
    walls = Strokes(level, rules.upright).painted(picture.ground.shape)
    dark = (picture.colours[part].min(axis=2) < paper - 3 * SHADE) & ~walls[part]
    core = np.zeros_like(dark)
    core[rows.start - top :, columns.start - left :][: own.shape[0], : own.shape[1]] = own
    label, _ = ndimage.label(ndimage.binary_fill_holes(dark | core))
    touched = np.bincount(label[core]).argmax()
    found = label == touched
    solid = ndimage.binary_opening(found, np.ones((STEM, STEM)))
    if not solid.any() or found.sum() > 1.6 * own.sum():
        return None
    bare = _cropped(solid, top, left)
    return bare if bare.own.mean() >= RECTANGLE else _cropped(found, top, left)


def _cropped(found: Bools, top: int, left: int) -> _Shape:
    y, x = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    return _Shape(found[y[0] : y[-1] + 1, x[0] : x[-1] + 1], top + int(y[0]), left + int(x[0]))


def _color(pixels: Bytes) -> int:
    r, g, b = (int(level) for level in np.percentile(pixels[:: max(1, len(pixels) // 2000)], 60, axis=0))
    return r << 16 | g << 8 | b


def _snapped(box: tuple[float, float, float, float], rules: Strokes) -> tuple[float, float, float, float]:
    """The box with each side on the rule beside it, as shaded cells reach to their rules."""
    x0, y0, x1, y1 = box
    return _near(x0, rules.upright), _near(y0, rules.level), _near(x1, rules.upright), _near(y1, rules.level)


def _near(side: float, lines: Floats) -> float:
    away = np.abs(lines[:, 0] - side)
    return float(lines[away.argmin(), 0]) if len(lines) and away.min() < 3 * POINT else side


def _outline(own: Bools) -> Floats:
    """The outline of an area that no upright line enters twice, as arrows are: along its top and back."""
    filled = ndimage.binary_fill_holes(own)
    columns = np.flatnonzero(filled.any(axis=0))
    top = filled.argmax(axis=0)[columns]
    bottom = len(filled) - filled[::-1].argmax(axis=0)[columns]
    ahead = _simplified(np.stack([columns + 0.5, top], axis=1).astype(np.float64))
    back = _simplified(np.stack([columns[::-1] + 0.5, bottom[::-1]], axis=1).astype(np.float64))
    points = np.concatenate([ahead, back])
    apart = np.abs(points - np.roll(points, 1, axis=0)).max(axis=1) > CORNER * POINT
    return points[apart] if apart.sum() >= 3 else points


def _simplified(chain: Floats) -> Floats:
    """A chain of points without those that lie on the line between others (Douglas-Peucker)."""
    if len(chain) < 3:
        return chain
    (ax, ay), (bx, by) = chain[0], chain[-1]
    length = max(float(np.hypot(bx - ax, by - ay)), 1e-9)
    away = np.abs((bx - ax) * (chain[:, 1] - ay) - (by - ay) * (chain[:, 0] - ax)) / length
    at = int(away.argmax())
    if away[at] <= CORNER * POINT:
        return chain[[0, -1]]
    return np.concatenate([_simplified(chain[: at + 1])[:-1], _simplified(chain[at:])])
