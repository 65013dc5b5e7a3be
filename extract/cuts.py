"""Baselines in columns -> where rows part that nothing drawn divides, and which columns a text keeps joined."""

from __future__ import annotations

import itertools

import numpy as np

from extract.gutters import STRAY, Baseline
from extract.lines import BASELINE
from extract.page import Bools, Floats

ALIGNED = 0.6
"""Share of the columns with a text on each of the key column's baselines where these are rows of their own."""


def held(row: Baseline, xs: Floats) -> list[int]:
    """The column of each piece of a baseline."""
    at = np.searchsorted(xs, [(p.x0 + p.x1) / 2 for p in row]) - 1
    return np.clip(at, 0, len(xs) - 2).tolist()


def cuts(strip: list[Baseline], xs: Floats) -> list[float]:
    """Where rows part that nothing drawn divides: above each text of the key column, if most columns agree."""
    placed = [(row, set(held(row, xs))) for row in strip]
    needed = max(ALIGNED * len({c for _, columns in placed for c in columns}), 2)
    keys = [i for i, (_, columns) in enumerate(placed) if 0 in columns]
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
