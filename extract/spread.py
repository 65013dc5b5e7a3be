"""Rows of loose pieces -> rows in which a label spread over its width is one piece, with what its colon heads.

Covers and forms print 計　画　期　間　：　平成　28　年度, each glyph placed on its own, in a line as wide as the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from extract.lines import BASELINE, Piece, is_number, is_spread, join
from extract.page import Floats, Ints

Row = list[Piece]

FEWEST = 3
"""Glyphs of a spread label at least; two are one where nothing else stands on their line."""
EVEN, JUSTIFIED, PADDED = 0.25, 0.15, 0.4
"""Em by which the white between the glyphs of one label varies, and by which labels set to one width end
apart: a spread one and any text, two spread ones."""
WIDEST, FARTHEST = 8.0, 16.0
"""Em of white between two glyphs of a label at most; and of one whose glyphs are many, and very evenly set."""
STACKED = 1.7
"""Em between the lines of words written downwards or broken side by side; their glyphs stand level, too."""
NEAR = 3
"""Rows above and below a row in which the line next to it may stand: cells side by side are set at other heights."""
COLONS = ":："


def whole_labels(found: Sequence[Row], sides: Mapping[int, int] | None = None) -> list[Row]:
    """The rows with their spread labels joined.

    sides: how many upright edges stand left of a piece, by its id; a label does not cross one.
    """
    parted = [_spans(row, sides or {}) if _may_spread(row) else [] for row in found]
    ends = _Ends.of(found, parted)
    return [_joined(row, parted[at], found[max(at - NEAR, 0) : at + NEAR + 1], ends) for at, row in enumerate(found)]


def _may_spread(row: Row) -> bool:
    return sum(piece.weight == 1 for piece in row) >= 2


def _joined(row: Row, spans: Sequence[tuple[int, int]], near: Sequence[Row], ends: _Ends) -> Row:
    labels = [(a, b) for a, b in spans if _is_label(row[a:b], row, near, ends)]
    if not labels:
        return row
    starts = [a for a, _ in labels]
    out = row[: starts[0]]
    for (a, b), end in zip(labels, [*starts[1:], len(row)], strict=True):
        label, rest = join(row[a:b]), row[b:end]
        headed = bool(rest) and rest[0].text[:1] in COLONS
        out += [join([label, *rest])] if headed else [label, *rest]
    return out


def _spans(row: Row, sides: Mapping[int, int]) -> list[tuple[int, int]]:
    """The stretches of single glyphs of one size, evenly set, none too far from the next."""
    edges = [0]
    for i, (left, right) in enumerate(itertools.pairwise(row), 1):
        near = right.x0 - left.x1 <= FARTHEST * left.size and abs(left.size - right.size) <= 0.1 * left.size
        crossed = sides.get(id(left), 0) != sides.get(id(right), 0)
        single = (left.weight == 1 or is_number(left)) and right.weight == 1
        if not near or crossed or not single or right.text[:1] in COLONS:
            edges.append(i)
    stretches = itertools.pairwise([*edges, len(row)])
    return [span for a, b in stretches if b - a > 1 for span in _even(row, a, b)]


def _even(row: Row, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch cut where the white between glyphs changes: two labels side by side."""
    if is_spread(row[start:end]):
        yield start, end
        return
    at = start
    while at < end:
        stop = at + 1
        while stop < end and is_spread(row[at : stop + 1]) and _alike(row[at : stop + 1]):
            stop += 1
        yield at, stop
        at = stop


def _alike(glyphs: Row) -> bool:
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(glyphs)]
    return max(gaps) - min(gaps) <= EVEN * glyphs[0].size


def _is_label(glyphs: Row, row: Row, near: Sequence[Row], ends: _Ends) -> bool:
    if len(glyphs) < 2 or not is_spread(glyphs) or any(_is_stacked(glyphs, other, 2) for other in near):
        return False
    if ends.are_shared(glyphs):
        return True
    widest = max(right.x0 - left.x1 for left, right in itertools.pairwise(glyphs))
    if widest > WIDEST * glyphs[0].size and not (len(glyphs) > FEWEST and _alike(glyphs)):
        return False
    alone = len(glyphs) >= FEWEST or len(row) == len(glyphs) == 2
    return alone and not any(other is not row and _is_stacked(glyphs, other, 1) for other in near)


class _Ends(NamedTuple):
    """Where texts begin and end, (n, 2), of how many glyphs they are, and how many em apart they may end."""

    at: Floats
    glyphs: Ints
    near: Floats

    @classmethod
    def of(cls, found: Sequence[Row], parted: Sequence[Sequence[tuple[int, int]]]) -> _Ends:
        """Of the stretches that may be spread labels, and of the texts of several glyphs."""
        spread = [row[a:b] for row, spans in zip(found, parted, strict=True) for a, b in spans if b - a > 1]
        if not spread:
            return cls(np.zeros((0, 2)), np.zeros(0, dtype=np.int64), np.zeros((0, 1)))
        texts = [*spread, *([piece] for row in found for piece in row if piece.weight >= FEWEST)]
        glyphs = [sum(piece.weight for piece in text) for text in texts]
        near = np.where(np.arange(len(texts)) < len(spread), PADDED, JUSTIFIED)[:, None]
        return cls(np.array([(text[0].x0, text[-1].x1) for text in texts]), np.array(glyphs), near)

    def are_shared(self, glyphs: Row) -> bool:
        """Whether a text of another number of glyphs fills the same width: both are set to the width of their cells."""
        ends = np.array([glyphs[0].x0, glyphs[-1].x1])
        level = (np.abs(self.at - ends) <= self.near * glyphs[0].size).all(axis=1)
        return bool((level & (self.glyphs != len(glyphs))).any())


def _is_stacked(glyphs: Row, other: Row, fewest: int) -> bool:
    """Whether most of these have a text of their own just above or below: words written downwards, or lines broken.

    fewest: glyphs of such a text; the glyphs of spread labels set to one width stand over one another, too.
    """
    pitch = min(right.x0 - left.x0 for left, right in itertools.pairwise(glyphs))
    close = [
        p
        for p in other
        if p.weight >= fewest and p.x1 - p.x0 < 2 * pitch and abs(p.middle - glyphs[0].middle) <= STACKED * p.size
    ]
    under = [
        any(min(abs(p.x0 - g.x0), abs(p.x0 + p.x1 - g.x0 - g.x1) / 2) <= BASELINE * g.size for p in close)
        for g in glyphs
    ]
    return 2 * sum(under) > len(glyphs)
