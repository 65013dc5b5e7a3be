"""The picture of a page -> RawPage, as other readers give it: glyphs, rules, fills and arrows, with their places."""

from __future__ import annotations

import numpy as np

from extract.ocr import engine
from extract.page import Drawings, Floats, Glyphs, RawPage, Shape, boxes
from extract.paths import Rect
from extract.scan.areas import Areas, areas
from extract.scan.letters import CERTAIN, Printed, printed
from extract.scan.picture import DPI, POINT, Bytes, resized, straightened
from extract.scan.strokes import Strokes, strokes
from extract.scan.textlines import text_lines

DETECTED = 150
"""Dots an inch of the picture the detector is given: letters of 6 points are 12 pixels high."""
BESIDE = 0.7
"""Points beside a rule that are grey, and no letter's."""
ROUNDED = 2.0
"""Sizes are told to half a point."""


def scanned(rgb: Bytes, number: int) -> RawPage:
    """A page read from its picture of DPI (height, width, 3)."""
    picture = straightened(rgb)
    rules = strokes(picture.dark())
    shaded = areas(picture, rules)
    rules = _outside(rules, shaded)
    walls = rules.painted(picture.flat.shape, BESIDE * POINT)
    flat = np.where(walls, np.uint8(255), picture.flat)
    ink = picture.ink() & ~walls
    height, width = flat.shape
    likely = engine().text_map(resized(flat, width * DETECTED // DPI, height * DETECTED // DPI))
    letters = printed(engine(), flat, ink, text_lines(likely, ink, rules))
    letters.sort(key=lambda letter: (round(letter.base / (4 * POINT)), letter.box[0]))
    size = width / POINT, height / POINT
    return RawPage(number, *size, "ocr", _glyphs(letters), ("",), _drawings(rules, shaded), ("ocr",))


def _outside(rules: Strokes, shaded: Areas) -> Strokes:
    """The rules that are not the outline of an arrow."""
    level, upright = rules
    for points in shaded.polygons:
        (x0, y0), (x1, y1) = points.min(axis=0) - 2 * POINT, points.max(axis=0) + 2 * POINT
        level = level[~((level[:, 0] > y0) & (level[:, 0] < y1) & (level[:, 1] > x0) & (level[:, 2] < x1))]
        upright = upright[~((upright[:, 0] > x0) & (upright[:, 0] < x1) & (upright[:, 1] > y0) & (upright[:, 2] < y1))]
    return Strokes(level, upright)


def _glyphs(letters: list[Printed]) -> Glyphs:
    many = len(letters)
    no = np.zeros(many, dtype=np.bool_)
    box = boxes([letter.box for letter in letters]) / POINT
    base = np.array([letter.base for letter in letters], dtype=np.float64) / POINT
    down = np.array([letter.down for letter in letters], dtype=np.bool_)
    pen = np.where(down, (box[:, 0] + box[:, 2]) / 2, box[:, 0])
    size = np.array([letter.size for letter in letters], dtype=np.float64) / POINT
    unsure = np.array([letter.sure < CERTAIN for letter in letters], dtype=np.bool_)
    zero = np.zeros(many, dtype=np.int64)
    return Glyphs(
        np.array([ord(letter.char) for letter in letters], dtype=np.int64), box, np.stack([pen, base], axis=1),
        np.round(size * ROUNDED) / ROUNDED, zero, no, down, no, unsure, zero, np.arange(many), np.zeros(many),
    )  # fmt: skip


def _drawings(rules: Strokes, shaded: Areas) -> Drawings:
    strokes_: list[Rect] = [(start, at, end, at) for at, start, end, _ in rules.level.tolist()]
    strokes_ += [(at, start, at, end) for at, start, end, _ in rules.upright.tolist()]
    thick: Floats = np.concatenate([rules.level[:, 3], rules.upright[:, 3]]) / POINT
    shapes = tuple(
        _shape(points / POINT, color) for points, color in zip(shaded.polygons, shaded.polygon_colors, strict=True)
    )
    colors = np.array(shaded.rectangle_colors, dtype=np.int64)
    black = np.zeros(len(strokes_), dtype=np.int64)
    return Drawings(boxes(strokes_) / POINT, thick, black, shaded.rectangles / POINT, colors, shapes, boxes([]))


def _shape(points: Floats, color: int) -> Shape:
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Shape(np.concatenate([points, points[:1]]), (x0, y0, x1, y1), True, False, color)
