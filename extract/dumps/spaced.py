"""The lines of a dump that keeps columns by spaces (pdftotext -layout) -> pieces with their place across the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.dumps.text_table import Numbered
from extract.dumps.words import heads, squash

_PIECE = re.compile(r"\S+(?: \S+)*")
_SPACED = re.compile(r"\S {3,}\S")
_FEWEST = 0.02
"""Share of the lines with wide spaces inside from which a dump keeps columns."""
_FEWEST_PAGES = 3
"""Pages with the same text at their top, at least, whose running head it is."""
_LINES = 8192
"""Lines of which the pieces are remembered: several steps look at the same page."""


class Piece(NamedTuple):
    """Words of one line without two spaces between them: first place, the one after the last, text."""

    x0: int
    x1: int
    text: str


def is_spaced(lines: Sequence[Numbered]) -> bool:
    """Whether columns are kept by spaces."""
    printed = [line for line in lines if line.text.strip()]
    return sum(_SPACED.search(line.text) is not None for line in printed) > _FEWEST * len(printed)


def without_running_heads(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines, a text that stands at the top of most pages on the first of them only."""
    tops: dict[int, Numbered] = {}
    for line in lines:
        if line.text.strip():
            tops.setdefault(line.page, line)
    count = Counter(squash(line.text) for line in tops.values())
    running = {text for text, pages in count.items() if pages >= _FEWEST_PAGES and pages * 2 > len(tops)}
    again = set([line for line in tops.values() if squash(line.text) in running and not _has_heading(line)][1:])
    return [line for line in lines if line not in again]


def _has_heading(line: Numbered) -> bool:
    """Whether a line holds a label: the header of a table stands at the top of each page it goes on on."""
    return any(heads(word) for piece in pieces(line) for word in (piece.text, *piece.text.split()))


def pieces(line: Numbered) -> list[Piece]:
    """The pieces of a line; a place is a character, as pdftotext counts.

    >>> [tuple(piece) for piece in pieces(Numbered(1, 1, " 担当    港湾課"))]
    [(1, 3, '担当'), (7, 10, '港湾課')]
    """
    return pieces_of(line.text)


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a line's text."""
    return list(_pieces_of(text))


@lru_cache(maxsize=_LINES)
def _pieces_of(text: str) -> tuple[Piece, ...]:
    return tuple(Piece(m.start(), m.end(), m.group()) for m in _PIECE.finditer(text.rstrip().replace("\u3000", " ")))


def words_of(piece: Piece) -> list[Piece]:
    """The words of a piece, each with its place."""
    return [Piece(piece.x0 + m.start(), piece.x0 + m.end(), m.group()) for m in re.finditer(r"\S+", piece.text)]


def gutters(rows: Sequence[Sequence[Piece]]) -> list[int]:
    """The first places of columns: after places that are blank on every line."""
    width = max((piece.x1 for row in rows for piece in row), default=0)
    used = [False] * (width + 1)
    for row in rows:
        for piece in row:
            for n, character in enumerate(piece.text):
                used[piece.x0 + n] = used[piece.x0 + n] or character != " "
    return [x for x in range(width) if used[x] and (x == 0 or not used[x - 1])]
