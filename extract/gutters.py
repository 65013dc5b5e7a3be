"""Baselines -> Columns: where white runs down through all rows of a block of text, told apart by its header."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extract.lines import Piece
from extract.page import Bools, Floats, Ints

STEP = 0.5
"""Points of a raster step across the block; cell padding is 2 pt and more."""
WHITE = 0.3
"""Em of white between two columns that each have a header of their own."""
WIDE = 1.0
"""Em of white between two columns of which one has no header; a spread label has less."""
STRAY = 12
"""One baseline in a dozen may cross a gutter: a merged cell, or a text too long for its column."""
WORD = 1.5
"""Em of white between two texts of one baseline."""

Baseline = list[Piece]


class Gutter(NamedTuple):
    """White between two columns, from x0 to x1."""

    x0: float
    x1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def clusters(row: Sequence[Piece]) -> list[tuple[float, float]]:
    """The extents of the texts of one baseline, from left to right.

    >>> spots = ("事業", 10), ("名", 31), ("担当", 90)
    >>> clusters([Piece(t, x, 0, x + 10 * len(t), 10, 10, 0, len(t), False, False) for t, x in spots])
    [(10, 41), (90, 110)]
    """
    found = [(row[0].x0, row[0].x1)]
    for left, right in itertools.pairwise(row):
        if right.x0 - left.x1 > WORD * max(left.size, right.size):
            found.append((right.x0, right.x1))
        else:
            found[-1] = found[-1][0], max(found[-1][1], right.x1)
    return found


def gutters(header: Sequence[Baseline], body: Sequence[Baseline], em: float) -> list[Gutter]:
    """The white between the columns of a block, from left to right."""
    extents = [(p.x0, p.x1) for row in (*header, *body) for p in row]
    left, right = min(x0 for x0, _ in extents), max(x1 for _, x1 in extents)
    size = int((right - left) / STEP) + 1
    heads, texts = _crossed(header, left, size), _crossed(body, left, size)
    allowed = len(body) // STRAY
    found = [_clearest(texts, a, b, left) for a, b in _stretches((texts <= allowed) & (heads == 0)) if 0 < a < b < size]
    under = _stretches((texts == 0) & (heads > 0))
    found += [_clearest(texts, a, b, left) for a, b in under if 0 < a < b < size and texts[a - 1] and texts[b]]
    return _headed(sorted(found), header, body, em, left, right)


def _crossed(rows: Sequence[Baseline], left: float, size: int) -> Ints:
    """How many of the baselines have text at each step from the left."""
    count = np.zeros(size, dtype=np.int64)
    for row in rows:
        covered = np.zeros(size, dtype=np.bool_)
        for piece in row:
            covered[int((piece.x0 - left) / STEP) : int((piece.x1 - left) / STEP) + 1] = True
        count += covered
    return count


def _stretches(free: Bools) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    return [(a, b) for a, b in edges.reshape(-1, 2).tolist()]


def _clearest(count: Ints, start: int, stop: int, left: float) -> Gutter:
    """The widest part of a stretch that the fewest baselines cross."""
    part = count[start:stop]
    a, b = max(_stretches(part == part.min()), key=lambda stretch: stretch[1] - stretch[0])
    return Gutter(left + (start + a) * STEP, left + (start + b) * STEP)


def _headed(
    found: list[Gutter], header: Sequence[Baseline], body: Sequence[Baseline], em: float, left: float, right: float
) -> list[Gutter]:
    """The gutters without those too narrow to part a column that has no header, or nothing below it."""
    heads = [piece.x0 + piece.x1 for row in header for piece in row]
    texts = [piece.x0 + piece.x1 for row in body for piece in row]
    kept = [gutter for gutter in found if gutter.width >= WHITE * em]
    while True:
        edges = [left, *((g.x0 + g.x1) / 2 for g in kept), right]
        stands = [(_any_in(heads, a, b), _any_in(texts, a, b)) for a, b in itertools.pairwise(edges)]
        sides = zip(kept, itertools.pairwise(stands), strict=True)
        weak = [gutter for gutter, (one, other) in sides if _is_weak(gutter.width / em, one, other)]
        if not weak:
            return kept
        kept.remove(min(weak, key=lambda gutter: gutter.width))


def _is_weak(ems: float, one: tuple[bool, bool], other: tuple[bool, bool]) -> bool:
    """Whether white of this width parts no columns. Of each side: whether a header stands there, and texts below."""
    if {one, other} == {(True, False), (False, True)}:
        # A header in the middle of its column, over texts at its left.
        return True
    return ems < WIDE and not (all(one) and all(other))


def _any_in(doubled: list[float], a: float, b: float) -> bool:
    return any(2 * a < x < 2 * b for x in doubled)


def edge(gutter: Gutter, drawn: Floats, header: Sequence[Baseline]) -> float:
    """Where in the gutter the columns part: at what is drawn there, or half way between the headers."""
    near = drawn[(drawn >= gutter.x0 - 1) & (drawn <= gutter.x1 + 1)]
    middle = (gutter.x0 + gutter.x1) / 2
    if len(near):
        return float(near[np.argmin(np.abs(near - middle))])
    for row in header:
        for (_, a), (b, _) in itertools.pairwise(clusters(row)):
            if a <= middle <= b:
                return float(np.clip((a + b) / 2, gutter.x0, gutter.x1))
    return middle
