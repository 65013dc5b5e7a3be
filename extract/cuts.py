"""Baselines in columns -> where rows part that nothing drawn divides, and which columns a text keeps joined."""

from __future__ import annotations

import itertools

import numpy as np

from extract.gutters import STRAY, Baseline
from extract.lines import BASELINE
from extract.page import Bools, Floats, Ints

ALIGNED = 0.6
"""Share of the columns with a text on each of the key column's baselines where these are rows of their own."""
UNRULED = 0.5
"""Rows a strip between two rules that nothing drawn divides, where not all rows are ruled."""
LEADING = 0.5
"""Em of white between the lines of one cell at most, where it is not set wide."""
FULL = 2.5
"""Em a full line leaves free before the next column at most: a glyph and the padding."""


def held(row: Baseline, xs: Floats) -> list[int]:
    """The column of each piece of a baseline."""
    at = np.searchsorted(xs, [(p.x0 + p.x1) / 2 for p in row]) - 1
    return np.clip(at, 0, len(xs) - 2).tolist()


def row_cuts(strips: list[list[Baseline]], xs: Floats) -> list[tuple[list[Baseline], float]]:
    """Where rows part that nothing drawn divides, in which strip; nowhere if nearly each has a strip of its own."""
    found = [(strip, y) for strip in strips for y in _cuts(strip, xs)]
    return found if len(found) >= UNRULED * sum(map(bool, strips)) else []


def _cuts(strip: list[Baseline], xs: Floats) -> list[float]:
    """Above each text of the key column, if most columns agree."""
    placed = [(row, set(held(row, xs))) for row in strip]
    needed = max(ALIGNED * len({c for _, columns in placed for c in columns}), 2)
    keys = [i for i, (_, columns) in enumerate(placed) if 0 in columns and not _continues(strip, i, xs)]
    if len(keys) < 2 or sum(len(placed[i][1]) < needed for i in keys) > len(keys) // STRAY:
        return []
    found: list[float] = []
    for a, b in itertools.pairwise(keys):
        bottoms = [max(p.y1 for p in strip[i]) for i in range(a, b)]
        tops = [min(p.y0 for p in strip[i]) for i in range(a + 1, b + 1)]
        gaps = [low - high for high, low in zip(bottoms, tops, strict=True)]
        at = len(gaps) - 1 if keys[0] == 0 else int(np.argmax(gaps))
        found.append((bottoms[at] + tops[at]) / 2)
    return found


def _continues(strip: list[Baseline], at: int, xs: Floats) -> bool:
    """Whether the text of the key column goes on from the line above, which is full and close by."""
    if not at:
        return False
    above, here = ([piece for piece in row if piece.x0 < xs[1]] for row in strip[at - 1 : at + 1])
    if not above or not here:
        return False
    em = above[-1].size
    return here[0].y0 - above[-1].y1 <= LEADING * em and xs[1] - above[-1].x1 <= FULL * em


def uncrossed(strip: list[Baseline], xs: Floats, y: float) -> Bools:
    """The columns in which no text stands across y."""
    free = np.ones(len(xs) - 1, dtype=np.bool_)
    for row in strip:
        for piece, column in zip(row, held(row, xs), strict=True):
            reach = BASELINE * piece.size / 2
            if piece.middle - reach < y < piece.middle + reach:
                free[column] = False
    return free


def crossed(strip: list[Baseline], xs: Floats, em: float) -> Bools:
    """Which inner column edges a text of the row crosses, by half an em at least."""
    over = np.zeros(len(xs) - 2, dtype=np.bool_)
    for piece in itertools.chain.from_iterable(strip):
        over |= (piece.x0 < xs[1:-1] - em / 2) & (piece.x1 > xs[1:-1] + em / 2)
    return over


def type_size(rows: list[Baseline]) -> float:
    """The usual size of the type, in points."""
    return float(np.median([piece.size for row in rows for piece in row]))


def shared_out(texts: list[tuple[float, float]], xs: Floats) -> Ints:
    """Which text of a header's upper row each column belongs to.

    Texts at the left of their columns own what follows them; texts in the middle own what is nearest.

    >>> edges = np.array([0.0, 50, 100, 150, 200])
    >>> shared_out([(2, 30), (102, 130)], edges).tolist(), shared_out([(40, 60), (140, 160)], edges).tolist()
    ([0, 0, 1, 1], [0, 0, 1, 1])
    """
    owner = np.full(len(xs) - 1, -1, dtype=np.int64)
    for i, (x0, x1) in enumerate(texts):
        owner[(xs[:-1] < x1) & (xs[1:] > x0)] = i
    used = np.flatnonzero(owner >= 0)
    if not len(used):
        return np.arange(len(owner))
    for column in np.flatnonzero(owner < 0).tolist():
        before = used[used < column]
        nearest = used[len(used) - 1 - int(np.argmin(np.abs(used[::-1] - column)))]
        owner[column] = owner[before[-1]] if used[0] == 0 and len(before) else owner[nearest]
    return owner
