"""The lines of a table that keeps columns by spaces -> its rows, without a rule between them.

Cells are set in the middle of their row or from its top, so in a row that is found right the texts of all columns have
one middle, or one top. The best way to part the lines is found over all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from extract.dumps.items import mark_at
from extract.dumps.looks import is_ended, look, width
from extract.dumps.spaced_headings import is_note
from extract.dumps.words import marks, squash

Align = Literal["top", "middle"]
Lines = NDArray[np.bool_]
"""Whether a column (second axis) has words on a line (first axis)."""

_TALLEST = 48
"""Lines of the tallest row."""
_AT_TOP = 0.3
"""What a text costs that begins at the top of its row, in lines off the middle."""
_KEYLESS = 6.0
"""What a row costs without a number or name."""
_REST = 3.0
"""What the rest of a row costs that began on the page before."""
_EMPTY = 0.7
"""What a row costs with nothing in a column that is seldom empty."""
_ROW = 1.0
"""What a row is worth where no number tells the rows."""
_CUT = 2.0
"""What it costs to begin a row within a sentence whose line is full …"""
_CUT_SHORT = 0.8
"""… or is not: of prose, which ends with a full stop."""
_NARROWEST = 4
"""Characters of the narrowest column whose width breaks its texts."""
_NEAR = 2
"""Lines from one to the next of a cell, at most: between them stand those of cells of an odd number of lines."""
_TWICE = 1.0
"""What a row costs in which a second name begins."""
_CYCLE = 4.0
"""What the first of the words that come again in every row is worth, and what the others cost."""
_BLANK = 0.5
"""What a blank line is worth between rows."""
_TOLD = 0.9
"""Lines off the top or the middle of its row from which a text does not stand there."""
_SURE = 3
"""How many times as many rows say where the texts of a column stand as say the other."""
_FIRST = re.compile(r"(?:[\x21-\x7e]+|.)[、。，．）」』】)]*")
"""What of a text stands on one line: a Latin word, or a character with the signs that do not begin a line."""
_OFFICES = "課室局部所館校園署院会ー等"
"""How the names of departments end."""


def split(
    filled: Lines,
    key: int,
    numbered: bool,
    breaks: NDArray[np.float64],
    goes_on: bool = False,
    aligned: Sequence[Align | None] = (),
    fresh: Lines | None = None,
) -> list[int]:
    """The first line of each row.

    key: the column that has words in every row; numbered: on exactly one line of it.  breaks: what it costs to begin a
    row with each line.  goes_on: the rest of a row may stand above the first.  aligned: where in a row the texts of
    each column stand, where that is known.  fresh: the lines of the key column on which a text begins.
    """
    count = len(filled)
    if numbered and filled[:, key].all():
        return list(range(count))
    tall = min(count, _TALLEST)
    keyed = _key_costs(filled, tall, key, numbered)
    if fresh is not None:
        sums = np.concatenate([[0], fresh.cumsum()])
        ends = np.minimum(np.arange(count)[:, None] + np.arange(1, tall + 1), count)
        keyed = keyed + _TWICE * np.maximum(0, sums[ends] - sums[:count, None] - 1)
    if goes_on:
        keyed[0] = np.where(filled[:tall, key].cumsum() == 0, _REST, keyed[0])
    costs = _costs(filled, tall, aligned or [None] * filled.shape[1]) + keyed
    best = np.full(count + 1, np.inf)
    best[0] = 0.0
    came = np.zeros(count + 1, dtype=int)
    for start in range(count):
        if best[start] == np.inf:
            continue
        own = best[start] + (breaks[start] if start else 0.0) + costs[start]
        room = slice(start + 1, min(start + tall, count) + 1)
        own = own[: room.stop - room.start]
        better = own < best[room]
        best[room] = np.where(better, own, best[room])
        came[room] = np.where(better, start, came[room])
    begins: list[int] = []
    end = count
    while end > 0:
        end = int(came[end])
        begins.append(end)
    return begins[::-1]


def _costs(filled: Lines, tall: int, aligned: Sequence[Align | None]) -> NDArray[np.float64]:
    """What a row costs from each line (first axis) over 1, 2, … lines: texts off its middle and its top."""
    count, columns = filled.shape
    starts = np.arange(count)[:, None]
    ends = np.minimum(starts + np.arange(1, tall + 1)[None, :], count)
    following, before = _neighbours(filled)
    first, last = following[starts, :], before[ends, :]
    empty = first > last
    top = np.where(empty, count, first).min(axis=2)
    foot = np.where(empty, -1, last).max(axis=2)
    middle = np.abs(first + last - (top + foot)[:, :, None]) / 2
    below = first - top[:, :, None]
    off = np.minimum(middle, below + _AT_TOP * (foot > top)[:, :, None])
    for column, where in enumerate(aligned):
        if where is not None:
            off[:, :, column] = (below if where == "top" else middle)[:, :, column]
    return np.where(empty, 0.0, off).sum(axis=2) / max(1.0, columns / 4)


def alignment(rows: Sequence[Lines]) -> list[Align | None]:
    """Where in its row the texts of each column stand, by the rows found: on its first line or in its middle, or None.

    >>> alignment([np.array([[True, False], [True, True], [True, False]])] * 2)
    [None, 'middle']
    """
    columns = rows[0].shape[1] if rows else 0
    tops, middles = np.zeros(columns, dtype=int), np.zeros(columns, dtype=int)
    for row in rows:
        lines = np.flatnonzero(row.any(axis=1))
        first, last = row.argmax(axis=0), len(row) - 1 - row[::-1].argmax(axis=0)
        middle, below = np.abs(first + last - lines[0] - lines[-1]) / 2, first - lines[0]
        told = row.any(axis=0)
        tops += told & (below == 0) & (middle > _TOLD)
        middles += told & (middle < _TOLD) & (below > _TOLD)
    return [_aligned(int(top), int(middle)) for top, middle in zip(tops, middles, strict=True)]


def _aligned(top: int, middle: int) -> Align | None:
    """Where texts stand, by how many stand in either place alone."""
    if max(top, middle) < 2 or max(top, middle) <= _SURE * min(top, middle):
        return None
    return "top" if top > middle else "middle"


def _neighbours(filled: Lines) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The next line with words in each column from a line on, and the last one before a line."""
    count, columns = filled.shape
    following = np.full((count + 1, columns), count)
    before = np.full((count + 1, columns), -1)
    for n in range(count):
        before[n + 1] = np.where(filled[n], n, before[n])
        back = count - 1 - n
        following[back] = np.where(filled[back], back, following[back + 1])
    return following, before


def _key_costs(filled: Lines, tall: int, key: int, numbered: bool) -> NDArray[np.float64]:
    """What a row costs for the words in its key column, and in the others where no number tells the rows."""
    count = len(filled)
    sums = np.vstack([np.zeros((1, filled.shape[1]), dtype=int), np.cumsum(filled, axis=0)])
    starts = np.arange(count)[:, None]
    ends = np.minimum(starts + np.arange(1, tall + 1)[None, :], count)
    inside = sums[ends] - sums[starts]
    own = inside[:, :, key]
    often = filled.sum(axis=0) * 3 >= filled.sum(axis=0).max()
    lacking = np.where(own == 0, _KEYLESS, 0.0) + _EMPTY * ((inside == 0) & often[None, None, :]).sum(axis=2)
    return np.where(own > 1, 1000.0, lacking) if numbered else lacking - _ROW


def break_costs(
    texts: Sequence[dict[int, str]],
    columns: Sequence[int],
    widest: Sequence[float],
    prose: Container[int],
    valued: Container[tuple[int, int]] = (),
) -> NDArray[np.float64]:
    """What it costs to begin a row with each line: sentences that would be cut, blank lines that part rows.

    widest: the width of each column's longest line.  prose: the columns of sentences.  valued: the lines and
    columns of words that name the values on their line: such ones do not go on on a line of other values.
    """
    costs = np.zeros(len(texts) + 1)
    for n in range(1, len(texts)):
        costs[n] -= _BLANK * (not texts[n - 1])
    for column in columns:
        lines = [n for n, row in enumerate(texts) if column in row]
        for above, below in pairwise(lines):
            if (above, column) in valued and (below, column) in valued:
                continue
            if below - above <= _NEAR and all(texts[above:below]):
                cut = _cut(texts[above][column], texts[below][column], widest[column], column in prose)
                costs[above + 1 : below + 1] += cut
    return costs


def _cut(above: str, text: str, widest: float, prose: bool) -> float:
    """What it costs to part two lines of a column."""
    if marks(text) or mark_at(squash(text)) is not None or is_ended(above) or are_offices(above, text):
        return 0.0
    if is_note(text) or is_broken(above, text, widest):
        return _CUT
    return _CUT_SHORT * prose


def is_broken(above: str, text: str, widest: float) -> bool:
    """Whether the width broke a line before a text: its first character or word would not have stood on it.

    >>> is_broken("港の台帳の公", "開", 6.0), is_broken("港の台帳の", "里", 6.0)
    (True, False)
    """
    first = _FIRST.match(text)
    return width(above) >= _NARROWEST and (first is None or width(above) + width(first[0]) > widest)


def are_offices(above: str, text: str) -> bool:
    """Whether two lines are whole names of departments.

    >>> are_offices("商工観光課", "企画課"), are_offices("商工観光課、企", "画課")
    (True, False)
    """
    return above[-1:] in _OFFICES and all(look(name.replace("／", "、")) == "office" for name in (above, text))


def begin_texts(texts: Sequence[dict[int, str]], column: int, widest: float) -> Lines:
    """The lines on which a text of a column begins, since the width broke no line above it."""
    fresh = np.zeros(len(texts), dtype=bool)
    above: str | None = None
    for n, row in enumerate(texts):
        if column in row:
            broken = above is not None and is_broken(above, row[column], widest)
            fresh[n] = not broken and row[column][:1] not in "【（(〈＜・"
            above = row[column]
    return fresh


def cycle_costs(texts: Sequence[dict[int, str]], cycles: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """What it costs to begin a row with each line by the words that come again in every row: the first of them is."""
    costs = np.zeros(len(texts) + 1)
    for n, row in enumerate(texts):
        for column, text in row.items():
            if text in cycles[column]:
                costs[n] += -_CYCLE if text == cycles[column][0] else _CYCLE
    return costs
