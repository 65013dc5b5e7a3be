"""RawPage -> RawPage whose rules typed as characters (│ ─ ┼), as registers print them, are strokes."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np

from extract.page import Bools, Floats, Glyphs, Ints, RawPage

FIRST, LAST = 0x2500, 0x257F
"""The box-drawing characters of Unicode."""
FEWEST = 4
"""Upright rules a table has at least; ─ alone is a dash."""
NARROWEST, PITCH = 0.4, 2.0
"""Em between two characters of a rule: half an em in narrow type, two between the baselines of a loosely set table."""
BESIDE = 1.1
"""Em between the beginnings of two pieces of one level rule at most."""


class _Arms(NamedTuple):
    """Where a character's strokes run to from its middle."""

    left: bool
    right: bool
    up: bool
    down: bool


@cache
def arms(code: int) -> _Arms:
    """The strokes of a box-drawing character.

    >>> arms(ord("├")), arms(ord("━"))
    (_Arms(left=False, right=True, up=True, down=True), _Arms(left=True, right=True, up=False, down=False))
    """
    words = set(unicodedata.name(chr(code)).split())
    level, upright = "HORIZONTAL" in words, "VERTICAL" in words
    return _Arms(
        level or "LEFT" in words, level or "RIGHT" in words, upright or "UP" in words, upright or "DOWN" in words
    )


def with_typed_rules(page: RawPage) -> RawPage:
    """The page with the strokes of its box-drawing characters, which are no longer text."""
    code = page.glyphs.code
    boxed = (code >= FIRST) & (code <= LAST)
    if boxed.sum() < FEWEST:
        return page
    own = page.glyphs.take(boxed)
    reach = np.array([arms(c) for c in own.code.tolist()], dtype=np.bool_)
    if reach[:, 2:].any(axis=1).sum() < FEWEST:
        return page
    alone = _is_dash(own, reach.astype(np.int64))
    own, reach = own.take(~alone), reach[~alone]
    boxed[np.flatnonzero(boxed)[alone]] = False
    drawings, strokes = page.drawings, _strokes(own, reach.astype(np.float64))
    drawings = replace(
        drawings,
        strokes=np.concatenate([drawings.strokes, strokes]),
        stroke_width=np.concatenate([drawings.stroke_width, np.ones(len(strokes))]),
        stroke_color=np.concatenate([drawings.stroke_color, np.zeros(len(strokes), dtype=np.int64)]),
    )
    return replace(page, glyphs=page.glyphs.take(~boxed), drawings=drawings)


def _is_dash(glyphs: Glyphs, reach: Ints) -> Bools:
    """Which level strokes meet no other box-drawing character: they stand in a sentence."""
    order = np.lexsort((glyphs.origin[:, 0], np.round(glyphs.origin[:, 1])))
    (x, y), size = glyphs.origin[order].T, glyphs.size[order]
    meets = (x[1:] - x[:-1] <= BESIDE * size[1:]) & (np.abs(y[1:] - y[:-1]) <= 1.0)
    alone = np.ones(len(order), dtype=np.bool_)
    alone[order] = ~(np.append(meets, False) | np.append(False, meets))
    return alone & (reach[:, 2] + reach[:, 3] == 0)


def _strokes(glyphs: Glyphs, reach: Floats) -> Floats:
    """Two strokes a character, level and upright; those of no length are dropped."""
    half, high = _steps(glyphs, 0) / 2, _steps(glyphs, 1) / 2
    x, y = glyphs.origin[:, 0] + half, glyphs.origin[:, 1] - 0.36 * glyphs.size
    left, right, up, down = reach.T
    level = np.stack([x - left * half, y, x + right * half, y], axis=1)
    upright = np.stack([x, y - up * high, x, y + down * high], axis=1)
    return np.concatenate([level[left + right > 0], upright[up + down > 0]])


def _steps(glyphs: Glyphs, axis: int) -> float:
    """How far apart characters stand on a line (0), or baselines (1); fonts put in for others overstate neither."""
    em = float(np.median(glyphs.size))
    at, other = np.round(glyphs.origin[:, axis], 1), np.round(glyphs.origin[:, 1 - axis])
    order = np.lexsort((at, other))
    steps = np.diff(at[order])[np.diff(other[order]) == 0]
    steps = steps[(steps >= NARROWEST * em) & (steps <= PITCH * em)]
    return float(np.median(steps)) if len(steps) else em
