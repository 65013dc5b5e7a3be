"""RawPage -> Ground: a page ready to be cut, with what it draws and its stretches of text."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from extract.arrows import Marks
from extract.following import Segment
from extract.model import Box
from extract.page import Floats, RawPage
from extract.rules import Rules, box_rules, broad_boxes, broad_fills, fill_rules, merge, stroke_rules, white_rules
from extract.stacks import segments

WHOLE = 0.85
"""Share of the page from which on a shade or a frame is the paper's, not a table's."""


class Drawn(NamedTuple):
    """What a page draws that may part or hold texts: edges, and areas (n, 4) shaded or with round corners."""

    edges: Rules
    areas: Floats


class Ground(NamedTuple):
    """A page ready to be cut: what is drawn, and its stretches of text. marks: the arrows that hold words."""

    page: RawPage
    drawn: Drawn
    segments: list[Segment]
    marks: tuple[Box, ...]


def ground(page: RawPage, marks: Marks, centre: Floats) -> Ground:
    drawn = drawn_on(page, marks)
    arrows = tuple(mark.box for mark in marks.marks if mark.worded)
    return Ground(page, drawn, segments(page.glyphs, centre, drawn.edges.vertical, drawn.areas), arrows)


def drawn_on(page: RawPage, marks: Marks) -> Drawn:
    """Strokes, thin fills, white rules over shades, the sides of shades and of boxes with round corners."""
    broad = broad_fills(page.drawings)
    fills, colors = page.drawings.fills[broad], page.drawings.fill_color[broad]
    part = ((fills[:, 2:] - fills[:, :2]).prod(axis=1)) < WHOLE * page.width * page.height
    fills, colors = fills[part], colors[part]
    rounded = broad_boxes(page.drawings.shapes)
    edges = merge(
        stroke_rules(page.drawings, marks.strokes),
        fill_rules(fills, colors),
        white_rules(page.drawings, marks.strokes),
        box_rules(rounded),
    )
    return Drawn(edges, np.concatenate([fills, rounded]))
