"""Glyphs and drawn edges -> Stacks: the lines of text that belong together, though nothing be drawn round them.

Lines one below the other are one text where they are near, alike and aligned, and nothing drawn parts them. How near,
the document itself says: the lines of its wrapped texts lie closer than the rows of its tables.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extract.lines import Piece, join, rows, runs
from extract.model import Box
from extract.page import Floats, Glyphs, Ints
from extract.rules import Rules
from extract.spread import whole_labels

WORD = 0.6
"""Em of white inside a line at most; the padding of two cells side by side takes more."""
CLOSE, LOOSE = 0.3, 0.85
"""Em of white between the lines of a text: below the one they always belong together, above the other never."""
LEAD = 0.15
"""Em by which the leading of one document differs from text to text."""
LIKE = 0.12
"""Share by which sizes of one text differ."""
INDENT, CENTRED, RIGHT = 2.2, 0.7, 0.3
"""Em by which lines of one text begin apart, by which the middles of centred ones differ, and the ends of figures."""
LONG = 12.0
"""Em a line that was broken for want of room is long at least, to tell the document's leading."""
ON = 1.0
"""Points a glyph may stand out over the edge of its cell."""


class Segment(NamedTuple):
    """A stretch of text on one line. area: the smallest shaded or rounded box it stands in, or -1."""

    piece: Piece
    area: int

    @property
    def size(self) -> float:
        return self.piece.size


class Stack(NamedTuple):
    """Lines of one text, from top to bottom."""

    box: Box
    segments: tuple[Segment, ...]

    @property
    def size(self) -> float:
        return self.segments[0].piece.size

    @property
    def area(self) -> int:
        return self.segments[0].area


def segments(glyphs: Glyphs, centre: Floats, vertical: Floats, areas: Floats) -> list[Segment]:
    """The stretches of text that neither white nor an upright edge parts."""
    found = runs(glyphs, _between(centre, vertical))
    flat = [(piece, side) for piece, side in zip(found.pieces, found.area, strict=True) if piece.weight]
    sides = {id(piece): side for piece, side in flat}
    upright = [piece for piece, _ in flat if piece.vertical]
    level = whole_labels(rows(piece for piece, _ in flat if not piece.vertical))
    pieces = [join(part) for row in level for part in _words(row, sides)] + upright
    return [Segment(piece, area) for piece, area in zip(pieces, _areas(pieces, areas), strict=True)]


def _between(centre: Floats, vertical: Floats) -> Ints:
    """How many upright edges stand left of each glyph, level with it: it changes where an edge parts two glyphs."""
    if not len(vertical):
        return np.zeros(len(centre), dtype=np.int64)
    x, y = centre[:, :1], centre[:, 1:]
    left = (vertical[None, :, 0] < x) & (vertical[None, :, 1] <= y) & (vertical[None, :, 2] >= y)
    return left.sum(axis=1).astype(np.int64)


def _words(row: Sequence[Piece], sides: dict[int, int]) -> Iterator[list[Piece]]:
    part = [row[0]]
    for left, right in itertools.pairwise(row):
        apart = right.x0 - left.x1 > WORD * max(left.size, right.size)
        if apart or sides.get(id(left), 0) != sides.get(id(right), 0) or _differ(left, right):
            yield part
            part = []
        part.append(right)
    yield part


def _differ(left: Piece, right: Piece) -> bool:
    """Whether the sizes are those of two texts; a raised footnote mark is much smaller, and touches."""
    return abs(left.size - right.size) > LIKE * max(left.size, right.size) and right.x0 - left.x1 > CLOSE * left.size


def _areas(pieces: Sequence[Piece], areas: Floats) -> list[int]:
    """The smallest area the middle of each piece stands in, or -1."""
    if not len(areas) or not pieces:
        return [-1] * len(pieces)
    x = np.array([(piece.x0 + piece.x1) / 2 for piece in pieces])[:, None]
    y = np.array([piece.middle for piece in pieces])[:, None]
    inside = (areas[:, 0] <= x) & (x <= areas[:, 2]) & (areas[:, 1] <= y) & (y <= areas[:, 3])
    size = (areas[:, 2] - areas[:, 0]) * (areas[:, 3] - areas[:, 1])
    best = np.where(inside, size, np.inf)
    return np.where(inside.any(axis=1), best.argmin(axis=1), -1).tolist()


def leading(pages: Sequence[Sequence[Segment]]) -> float:
    """Em of white between the lines of the document's wrapped texts: long lines of one size that begin level."""
    gaps = [
        (below.piece.y0 - above.piece.y1) / above.size
        for found in pages
        for above, below in _neighbours([s for s in found if s.piece.x1 - s.piece.x0 >= LONG * s.size])
    ]
    return float(np.median(gaps)) if gaps else LOOSE - LEAD


def _neighbours(found: list[Segment]) -> Iterator[tuple[Segment, Segment]]:
    """Lines that begin level, each with the next one below."""
    found.sort(key=lambda s: (round(s.piece.x0), s.piece.y0))
    for above, below in itertools.pairwise(found):
        level = abs(above.piece.x0 - below.piece.x0) <= 1 and abs(above.size - below.size) <= LIKE * above.size
        if level and 0 < below.piece.y0 - above.piece.y1 <= LOOSE * above.size and above.area == below.area:
            yield above, below


def stacks(found: Sequence[Segment], edges: Rules, lead: float) -> list[Stack]:
    """The segments of a page as texts. lead: em of white between the lines of wrapped texts."""
    flat = _Levels(edges.horizontal)
    most = min(LOOSE, max(CLOSE, lead + LEAD))
    made: list[list[Segment]] = []
    current: list[list[Segment]] = []
    for segment in sorted(found, key=lambda s: (s.piece.y0, s.piece.x0)):
        current = [stack for stack in current if segment.piece.y0 - stack[-1].piece.y1 <= LOOSE * segment.size]
        fit = [stack for stack in current if _goes_on(stack, segment, flat, most)]
        if fit:
            min(fit, key=lambda stack: abs(stack[0].piece.x0 - segment.piece.x0)).append(segment)
        else:
            made.append([segment])
            current.append(made[-1])
    return [_stack(stack) for stack in made]


def _stack(found: list[Segment]) -> Stack:
    pieces = [segment.piece for segment in found]
    x0, y0 = min(p.x0 for p in pieces), min(p.y0 for p in pieces)
    return Stack(Box(x0, y0, max(p.x1 for p in pieces), max(p.y1 for p in pieces)), tuple(found))


def _goes_on(stack: list[Segment], segment: Segment, flat: _Levels, most: float) -> bool:
    """Whether the segment is the next line of the text."""
    last, below = stack[-1].piece, segment.piece
    em = max(last.size, below.size)
    gap = below.y0 - last.y1
    if last.vertical or below.vertical or not -0.35 * em <= gap <= most * em:
        return False
    if stack[-1].area != segment.area or abs(last.size - below.size) > LIKE * em:
        return False
    if min(last.x1, below.x1) <= max(last.x0, below.x0) or not _aligned(stack, below):
        return False
    return not flat.between(last, below)


def _aligned(stack: list[Segment], below: Piece) -> bool:
    last, em = stack[-1].piece, below.size
    left = min(abs(segment.piece.x0 - below.x0) for segment in stack[-2:])
    middle = abs((last.x0 + last.x1) - (below.x0 + below.x1)) / 2
    return left <= INDENT * em or middle <= CENTRED * em or abs(last.x1 - below.x1) <= RIGHT * em


class _Levels:
    """Level edges, to be asked whether one parts two lines."""

    def __init__(self, horizontal: Floats) -> None:
        self.edges = horizontal[np.argsort(horizontal[:, 0], kind="stable")].tolist()
        self.ys = [y for y, _, _ in self.edges]

    def between(self, above: Piece, below: Piece) -> bool:
        x0, x1 = max(above.x0, below.x0) + ON, min(above.x1, below.x1) - ON
        top, bottom = above.y1 - 0.3 * above.size, below.y0 + 0.35 * below.size
        for y, start, end in self.edges[bisect_left(self.ys, top) :]:
            if y > bottom:
                return False
            if start < x1 and end > x0:
                return True
        return False
