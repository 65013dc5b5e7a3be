"""Glyphs and drawn edges -> Stacks: the lines of text that belong together, though nothing be drawn round them.

A line goes on in the likeliest one below it, unless something drawn parts them; between the rules of one row lines that
are near and aligned are one text.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extract.following import Pairs, Segment
from extract.lines import Piece, join, rows, runs
from extract.model import Box
from extract.page import Floats, Glyphs, Ints
from extract.rules import Rules
from extract.spread import whole_labels

WORD = 0.6
"""Em of white inside a line at most; the padding of two cells side by side takes more."""
NARROW, RIVER = 0.3, 1.0
"""Em of white that is a gap where the row above or below has one of this width in the same place."""
CLOSE, LOOSE = 0.3, 0.85
"""Em of white beside a raised mark at most, and between two lines of one text."""
LIKE = 0.12
"""Share by which sizes of one text differ."""
INDENT, CENTRED, RIGHT = 2.2, 0.7, 0.3
"""Em by which lines of one text begin apart, by which the middles of centred ones differ, and the ends of figures."""
SPACE = "\u3000"
ON = 1.0
"""Points a glyph may stand out over the edge of its cell."""


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
    found = runs(glyphs, _between(centre, vertical), NARROW)
    flat = [(piece, side) for piece, side in zip(found.pieces, found.area, strict=True) if piece.weight]
    upright = [piece for piece, _ in flat if piece.vertical]
    sides = {id(piece): side for piece, side in flat}
    level = whole_labels(rows(piece for piece, _ in flat if not piece.vertical), sides)
    white = [_whites(row) for row in level]
    pieces = [
        join(part)
        for at, row in enumerate(level)
        for part in _words(row, sides, [gap for near in white[max(at - 1, 0) : at + 2] for gap in near])
    ] + upright
    return [Segment(piece, area) for piece, area in zip(pieces, _areas(pieces, areas), strict=True)]


def _between(centre: Floats, vertical: Floats) -> Ints:
    """How many upright edges stand left of each glyph, level with it: it changes where an edge parts two glyphs."""
    if not len(vertical):
        return np.zeros(len(centre), dtype=np.int64)
    x, y = centre[:, :1], centre[:, 1:]
    left = (vertical[None, :, 0] < x) & (vertical[None, :, 1] <= y) & (vertical[None, :, 2] >= y)
    return left.sum(axis=1).astype(np.int64)


def _whites(row: Sequence[Piece]) -> list[tuple[float, float]]:
    """The gaps of a row that part two texts by themselves."""
    pairs = itertools.pairwise(row)
    return [(left.x1, right.x0) for left, right in pairs if _white(left, right) > RIVER * max(left.size, right.size)]


def _white(left: Piece, right: Piece) -> float:
    """The white between two stretches of one row, less the wide space that is typed after a mark.

    >>> mark, text = (Piece(t, x, 0, x + 8, 8, 8.0, 0, 1, False, False) for t, x in (("※", 0), ("　年度末の値", 17)))
    >>> _white(mark, text)
    1.0
    """
    typed = right.text.startswith(SPACE) and left.weight == 1 and not left.text.strip().isalnum()
    return right.x0 - left.x1 - typed * right.size


def _words(row: Sequence[Piece], sides: dict[int, int], near: Sequence[tuple[float, float]]) -> Iterator[list[Piece]]:
    """The row cut where white or an edge parts it; narrow white does where the row above or below has wide white.

    near: the wide gaps of this row and the two next to it.
    """
    part = [row[0]]
    for left, right in itertools.pairwise(row):
        em = max(left.size, right.size)
        white = _white(left, right)
        apart = white > WORD * em or (white > NARROW * em and any(a < right.x0 and left.x1 < b for a, b in near))
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


def stacks(found: Sequence[Segment], edges: Rules, pairs: Pairs) -> list[Stack]:
    """The segments of a page as texts: each line goes on in the likeliest one below it, unless an edge parts them."""
    flat = _Levels(edges.horizontal)
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for at in np.argsort(-pairs.odds, kind="stable").tolist():
        i, j = int(pairs.upper[at]), int(pairs.lower[at])
        if i in after or j in before:
            continue
        above, below = found[i].piece, found[j].piece
        if flat.between(above, below):
            continue
        if pairs.odds[at] > 0 or (flat.around(above, below) and _goes_on(above, below)):
            after[i], before[j] = j, i
    return [_stack([found[k] for k in _chain(i, after)]) for i in range(len(found)) if i not in before]


def _chain(i: int, after: dict[int, int]) -> Iterator[int]:
    yield i
    while i in after:
        i = after[i]
        yield i


def _stack(found: list[Segment]) -> Stack:
    pieces = [segment.piece for segment in found]
    x0, y0 = min(p.x0 for p in pieces), min(p.y0 for p in pieces)
    return Stack(Box(x0, y0, max(p.x1 for p in pieces), max(p.y1 for p in pieces)), tuple(found))


def _goes_on(last: Piece, below: Piece) -> bool:
    """Whether two lines between the same rules are near and aligned."""
    em = max(last.size, below.size)
    left, middle = abs(last.x0 - below.x0), abs((last.x0 + last.x1) - (below.x0 + below.x1)) / 2
    aligned = left <= INDENT * em or middle <= CENTRED * em or abs(last.x1 - below.x1) <= RIGHT * em
    return aligned and below.y0 - last.y1 <= LOOSE * em


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

    def around(self, above: Piece, below: Piece) -> bool:
        """Whether the row the two lines stand in is drawn: an edge close above, one close below, and more of them."""
        x = (max(above.x0, below.x0) + min(above.x1, below.x1)) / 2
        over = [y for y, start, end in self.edges if start <= x <= end]
        at = bisect_left(over, above.y0 + 0.3 * above.size)
        return len(over) > 2 and 0 < at < len(over)
