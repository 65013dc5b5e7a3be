"""RawPage -> the same page turned by quarters, as its /Rotate says, or as its text stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.model import Box, LeftOut
from extract.page import Drawings, Floats, Glyphs, RawPage, Shape

MOST = 0.6
"""Share of the text of a page that stands sideways, or on its head, where the page itself does."""
CLOCKWISE = np.array([[0.0, 1.0], [-1.0, 0.0]])


def upright(page: RawPage) -> RawPage:
    """The page turned so that most of its text is level, and by how many quarters (`turned`).

    Words written downwards (writing mode 1) are no text on its side.
    """
    glyphs = page.glyphs
    inked = glyphs.code > 32
    quarters = np.round(-glyphs.angle[inked] / 90.0).astype(np.int64) % 4
    many = np.bincount(quarters, minlength=4)
    by = int(many.argmax())
    if not by or many[by] <= MOST * many.sum():
        return page
    page = replace(page, turned=by)
    for _ in range(by):
        shift = np.array([page.height, 0.0])
        left_out = tuple(_turn_text(text, shift) for text in page.left_out)
        page = replace(turned(page, CLOCKWISE, shift), width=page.height, height=page.width, left_out=left_out)
    return page


def _turn_text(text: LeftOut, shift: Floats) -> LeftOut:
    box = Box(*_turn(np.array([text.place.box]), CLOCKWISE, shift)[0].round(2).tolist())
    return text._replace(place=replace(text.place, box=box))


def turned(page: RawPage, matrix: Floats, shift: Floats) -> RawPage:
    """The page with its contents turned (its width and height are left): x, y -> (x, y) @ matrix + shift."""
    return replace(
        page,
        glyphs=_turn_glyphs(page.glyphs, matrix, shift),
        drawings=_turn_drawings(page.drawings, matrix, shift),
        checks=tuple((tuple(_turn(np.array([box]), matrix, shift)[0].tolist()), on) for box, on in page.checks),
        paint=page.paint and page.paint._replace(box=_turn(page.paint.box, matrix, shift)),
    )


def _turn_glyphs(glyphs: Glyphs, matrix: Floats, shift: Floats) -> Glyphs:
    quarter = abs(matrix[0, 0]) < 0.5
    return replace(
        glyphs,
        box=_turn(glyphs.box, matrix, shift),
        origin=glyphs.origin @ matrix + shift,
        vertical=~glyphs.vertical if quarter else glyphs.vertical,
        angle=(glyphs.angle + np.degrees(np.arctan2(matrix[0, 1], matrix[0, 0])) + 180) % 360 - 180,
    )


def _turn(rects: Floats, matrix: Floats, shift: Floats) -> Floats:
    """Rectangles turned by quarters, their corners put back in order."""
    a, b = rects[:, :2] @ matrix + shift, rects[:, 2:] @ matrix + shift
    return np.concatenate([np.minimum(a, b), np.maximum(a, b)], axis=1)


def _turn_drawings(drawings: Drawings, matrix: Floats, shift: Floats) -> Drawings:
    strokes = np.concatenate(
        [drawings.strokes[:, :2] @ matrix + shift, drawings.strokes[:, 2:] @ matrix + shift], axis=1
    )
    shapes = tuple(_turn_shape(shape, matrix, shift) for shape in drawings.shapes)
    fills, images = _turn(drawings.fills, matrix, shift), _turn(drawings.images, matrix, shift)
    return Drawings(strokes, drawings.stroke_width, drawings.stroke_color, fills, drawings.fill_color, shapes, images)


def _turn_shape(shape: Shape, matrix: Floats, shift: Floats) -> Shape:
    points = shape.points @ matrix + shift
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Shape(points, (x0, y0, x1, y1), shape.filled, shape.curved, shape.color)
