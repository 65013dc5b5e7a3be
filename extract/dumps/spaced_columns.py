"""The lines under a header of a dump that keeps columns by spaces -> the words of each line by column.

pdftotext -layout gives each character one place and leaves every gap between columns blank all over the page, except
where cells stand so close that it takes them for one: there a single space parts them, some places off.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.looks import Look, look
from extract.dumps.spaced import Piece
from extract.dumps.spaced_tree import Node
from extract.dumps.text_table import Numbered

_WORD = re.compile(r"(?:[⑴-⒇①-⑳・●○◆] )?\S+(?:(?<=[A-Za-z]) (?=[A-Za-z])\S+)*")
"""Words with their bullet; Latin words that follow one another are not of two columns."""
_APART = 1.5
"""What it costs to read words with a wide gap between them as one cell, in characters outside a column."""
_CLOSE = 0.3
"""What it costs to read words with a single space between them as two cells."""
_HEADING = 2
"""Words below that a heading weighs as much as."""
_ROOM = 0.01
"""What a place to the left and right of a gap's middle is worth, in words cut."""
_EMPTY = 0.25
"""Words cut a line, rather than leave a column with nothing in it."""
_FEW = 0.15
"""Words a line of a column that holds few."""
_TWO = 0.4
"""Words cut, rather than leave two on a line in one column."""
_SPREAD = 4
"""Characters outside a column from which words may stand over several."""
_NARROW = 2
"""Words of a line which may be a title's."""

_STRANGE = 1.0
"""Words cut, rather than leave in a column what stands in no such column."""
_UNLIKE: dict[str, frozenset[Look]] = {
    "departments": frozenset(("ordinal", "value")),
    "direction": frozenset(("ordinal", "value")),
    "year": frozenset(("office",)),
}
"""Looks of what stands in no column of a field."""


class Column(NamedTuple):
    """The places a column is about, from x0 up to x1, and its field."""

    x0: int
    x1: int
    field: str | None


class _Words(NamedTuple):
    """The words of a table's lines: the middles of those side by side, of each, and which are unlike a field's."""

    twos: NDArray[np.float64]
    middles: NDArray[np.intp]
    unlike: dict[str, NDArray[np.bool_]]


class Bit(NamedTuple):
    """The words of one line in one cell: first column, the one after the last, place and text."""

    first: int
    end: int
    piece: Piece

    @property
    def text(self) -> str:
        return self.piece.text


def segments(line: Numbered) -> list[Piece]:
    """The words of a line.

    >>> [tuple(piece) for piece in segments(Numbered(1, 1, " 港の台帳 港湾課   12"))]
    [(1, 5, '港の台帳'), (6, 9, '港湾課'), (12, 14, '12')]
    """
    text = line.text.replace("\u3000", " ")
    return [Piece(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]


def columns_of(leaves: Sequence[Node], rows: Sequence[Sequence[Piece]], headed: bool) -> list[Column]:
    """The places each column is about: those of its heading; on a page without a header, where all words stand.

    pdftotext gives each page places of its own: columns stand elsewhere on the next.
    """
    own = [Column(leaf.x0, leaf.x1, leaf.field) for leaf in leaves]
    if headed:
        return own
    wide = [row for row in rows if len(row) > _NARROW]
    used = np.zeros(max((piece.x1 for row in wide for piece in row), default=0) + 2, dtype=bool)
    for piece in (piece for row in wide for piece in row):
        used[piece.x0 + 1 : piece.x1 + 1] = True
    edges = np.flatnonzero(np.diff(used)).tolist()
    places = list(zip(edges[::2], edges[1::2], strict=True))
    if len(places) != len(own):
        return own
    return [Column(x0, x1, column.field) for (x0, x1), column in zip(places, own, strict=True)]


def column_starts(columns: Sequence[Column], rows: Sequence[Sequence[Piece]]) -> list[int]:
    """Where each column begins: between two headings, where the fewest words are cut and no column is left empty."""
    pieces = [piece for row in rows for piece in row]
    width = max([0, *(piece.x1 for piece in pieces), *(column.x1 for column in columns)]) + 2
    crossed = np.zeros(width)
    for piece in pieces:
        crossed[piece.x0 + 1 : piece.x1] += 1
    for column in columns:
        crossed[column.x0 + 1 : column.x1] += _HEADING
    costs = crossed - _ROOM * _room(crossed)
    edges = [(column.x0 + column.x1) / 2 for column in columns]
    ranges = [np.arange(int(a) + 1, max(int(a) + 1, min(int(b), width - 2)) + 1) for a, b in pairwise(edges)]
    words = _words(rows)
    at, best, came = np.array([0]), np.zeros(1), list[NDArray[np.intp]]()
    for column, own in zip(columns, [*ranges, np.array([width])], strict=True):
        ways = best[:, None] + _inside(column, words, at, own, len(rows))
        came.append(ways.argmin(axis=0))
        best = ways.min(axis=0) + (costs[own] if len(came) < len(columns) else 0.0)
        at = own
    chosen = 0
    starts: list[int] = []
    for own, before in zip([np.array([0]), *ranges][::-1], came[::-1], strict=True):
        chosen = int(before[chosen])
        starts.append(int(own[chosen]))
    return starts[::-1]


def _words(rows: Sequence[Sequence[Piece]]) -> _Words:
    """The middles of words."""
    pairs = (pair for row in rows for pair in pairwise(row) if not _is_latin_gap(*pair))
    twos = np.array([(a.x0 + a.x1, b.x0 + b.x1) for a, b in pairs]).reshape(-1, 2) / 2
    middles = np.array([(piece.x0 + piece.x1) // 2 for row in rows for piece in row])
    looks = [look(piece.text) for row in rows for piece in row]
    unlike = {field: np.array([own in strange for own in looks], dtype=bool) for field, strange in _UNLIKE.items()}
    return _Words(twos, middles, unlike)


def _inside(
    column: Column, words: _Words, at: NDArray[np.intp], own: NDArray[np.intp], count: int
) -> NDArray[np.float64]:
    """What a column costs from each place (first axis) to each other: two words on a line, few words, unlike ones.

    count: the lines.
    """
    strange = words.unlike.get(column.field or "", np.zeros(len(words.middles), dtype=bool))
    alike, others = np.sort(words.middles[~strange]), np.sort(words.middles[strange])
    both = (at[:, None] <= words.twos[:, 0]).astype(np.float32) @ (words.twos[:, 1][:, None] < own).astype(np.float32)
    empty = np.maximum(0.0, 1 - _between(alike, at, own) / max(1.0, _FEW * count))
    return _TWO * both + _EMPTY * count * empty + _STRANGE * _between(others, at, own)


def _between(middles: NDArray[np.intp], at: NDArray[np.intp], own: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many of some rising places stand from each place (first axis) to each other."""
    return np.searchsorted(middles, own)[None, :] - np.searchsorted(middles, at)[:, None]


def _is_latin_gap(before: Piece, after: Piece) -> bool:
    """Whether the space between two words is that beside a Latin word: 無線 LAN の運用."""
    beside = before.text[-1:], after.text[:1]
    return after.x0 == before.x1 + 1 and any(character.isascii() and character.isalpha() for character in beside)


def _room(crossed: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each place is from the next that more words cross."""
    changes = np.array([0, *(np.flatnonzero(np.diff(crossed)) + 1), len(crossed)])
    lengths = np.diff(changes)
    length = np.repeat(lengths, lengths)
    at = np.arange(len(crossed)) - np.repeat(changes[:-1], lengths)
    return np.minimum(at + 1, length - at) + 0.01 * length


def bits(row: Sequence[Piece], starts: Sequence[int]) -> list[Bit]:
    """The words of a line by column, from left to right."""
    ends = [*starts[1:], 10_000]
    columns = [bisect_right(starts, piece.x0) - 1 for piece in row]
    if any(c < 0 or piece.x1 > ends[c] for c, piece in zip(columns, row, strict=True)):
        columns = _aligned(row, starts, ends)
    found: list[Bit] = []
    for n, (piece, column) in enumerate(zip(row, columns, strict=True)):
        last = found[-1] if found else None
        if last is not None and last.first == column:
            gap = " " if piece.x0 - last.piece.x1 < 2 else "  "
            found[-1] = last._replace(piece=Piece(last.piece.x0, piece.x1, f"{last.text}{gap}{piece.text}"))
        else:
            upto = columns[n + 1] if n + 1 < len(columns) else len(starts)
            found.append(Bit(column, _spread(piece, column, upto, starts, ends), piece))
    return found


def _aligned(row: Sequence[Piece], starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """The column of each word of a line: rising, with as few characters outside as may be."""
    count = len(starts)
    costs: list[list[float]] = []
    came: list[list[int]] = []
    for n, piece in enumerate(row):
        outside = [max(0, starts[c] - piece.x0) + max(0, piece.x1 - ends[c]) for c in range(count)]
        close = n > 0 and piece.x0 - row[n - 1].x1 < 2
        here: list[float] = []
        before: list[int] = []
        best = 0
        for c in range(count):
            if not n:
                here.append(min(outside[c], piece.x1 - piece.x0 + abs(outside[c])))
                before.append(-1)
                continue
            if c and costs[n - 1][c - 1] < costs[n - 1][best]:
                best = c - 1
            apart = costs[n - 1][best] + (_CLOSE if close else 0.0) if c else 1e9
            same = costs[n - 1][c] + (0.0 if close else _APART)
            here.append(min(apart, same) + outside[c])
            before.append(best if apart < same else c)
        costs.append(here)
        came.append(before)
    column = min(range(count), key=lambda c: costs[-1][c])
    out = [column]
    for n in range(len(row) - 1, 0, -1):
        column = came[n][column]
        out.append(column)
    return out[::-1]


def _spread(piece: Piece, column: int, upto: int, starts: Sequence[int], ends: Sequence[int]) -> int:
    """The column after the last that a text stands over."""
    if piece.x1 - ends[column] <= _SPREAD:
        return column + 1
    end = column + 1
    while end < max(upto, column + 1) and piece.x1 - starts[end] > _SPREAD:
        end += 1
    return end
