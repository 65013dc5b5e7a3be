"""The lines of a dump that keeps columns by spaces (pdftotext -layout) -> pieces with their place across the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.dumps.text_table import Numbered

_PIECE = re.compile(r"\S+(?: \S+)*")
_SPACED = re.compile(r"\S {3,}\S")
_SHIFT = 2
"""Places a cell's text is off, because half-width characters take as many as full-width ones."""
_FEWEST = 0.08
"""Share of the lines with wide spaces inside from which a dump keeps columns."""


class Piece(NamedTuple):
    """Words of one line without two spaces between them: first place, the one after the last, text."""

    x0: int
    x1: int
    text: str


def is_spaced(lines: Sequence[Numbered]) -> bool:
    """Whether columns are kept by spaces."""
    printed = [line for line in lines if line.text.strip()]
    return sum(_SPACED.search(line.text) is not None for line in printed) > _FEWEST * len(printed)


def pieces(line: Numbered) -> list[Piece]:
    """The pieces of a line; a place is a character, as pdftotext counts.

    >>> [tuple(piece) for piece in pieces(Numbered(1, 1, " 担当    港湾課"))]
    [(1, 3, '担当'), (7, 10, '港湾課')]
    """
    return [Piece(m.start(), m.end(), m.group()) for m in _PIECE.finditer(line.text.rstrip().replace("\u3000", " "))]


def gutters(rows: Sequence[Sequence[Piece]]) -> list[int]:
    """The first places of columns: after places that are blank on every line."""
    width = max((piece.x1 for row in rows for piece in row), default=0)
    used = [False] * (width + 1)
    for row in rows:
        for piece in row:
            for n, character in enumerate(piece.text):
                used[piece.x0 + n] = used[piece.x0 + n] or character != " "
    return [x for x in range(width) if used[x] and (x == 0 or not used[x - 1])]


def stacked(rows: Sequence[Sequence[Piece]]) -> list[list[tuple[int, Piece]]]:
    """The words of a header's lines that stand over one another, from left to right, each with its line."""
    groups: list[list[tuple[int, Piece]]] = []
    for n, piece in sorted(((n, p) for n, row in enumerate(rows) for p in row), key=lambda each: each[1].x0):
        if groups and piece.x0 < max(p.x1 for _, p in groups[-1]):
            groups[-1].append((n, piece))
        else:
            groups.append([(n, piece)])
    return [sorted(group, key=lambda each: each[0]) for group in groups]


def starts_under(middles: Sequence[float], rows: Sequence[Sequence[Piece]]) -> list[int]:
    """Where each column begins: between the middles of two headings, where fewest words are cut and most begin."""
    width = int(max((piece.x1 for row in rows for piece in row), default=0)) + 2
    crossed, begun = [0] * width, [0] * width
    for row in rows:
        for piece in row:
            for n, character in enumerate(piece.text):
                blank = n == 0 or piece.text[n - 1] == " "
                if character != " ":
                    (begun if blank else crossed)[piece.x0 + n] += 1
    starts = [0]
    for left, right in pairwise(middles):
        room = range(int(left) + 1, min(int(right) + 1, width))
        starts.append(min(room, key=lambda x: (2 * crossed[x] - begun[x], -x), default=int(right)))
    return starts


def cut(row: Sequence[Piece], starts: Sequence[int]) -> dict[int, Piece]:
    """The pieces of a line by column, cut at the space next to where a column begins."""
    found: dict[int, Piece] = {}
    for piece in row:
        spaces = [piece.x0 + n + 1 for n, character in enumerate(piece.text) if character == " "]
        inner = {
            min(near, key=lambda s: abs(s - x)): n
            for n, x in enumerate(starts)
            if piece.x0 < x < piece.x1 and (near := [s for s in spaces if abs(s - x) <= _SHIFT])
        }
        edges = sorted({piece.x0, *inner, piece.x1})
        for a, b in pairwise(edges):
            text = piece.text[a - piece.x0 : b - piece.x0].strip()
            column = inner.get(
                a,
                max(
                    (
                        n
                        for n, x in enumerate(starts)
                        if x <= a + (_SHIFT if a == piece.x0 and _nearer(a, starts) else 0)
                    ),
                    default=0,
                ),
            )
            if text:
                own = found.get(column)
                found[column] = Piece(own.x0 if own else a, b, f"{own.text} {text}" if own else text)
    return found


def _nearer(at: int, starts: Sequence[int]) -> bool:
    """Whether a column begins just behind a place: text set a little to the left of it."""
    return any(0 < x - at <= 2 for x in starts)
