"""The lines of a page below a header, columns kept by spaces -> their words by column, and titles across them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.dumps.looks import look
from extract.dumps.spaced import Piece
from extract.dumps.spaced_columns import Bit, bits, column_starts, columns_of, segments
from extract.dumps.spaced_tree import Header
from extract.dumps.text_table import Numbered
from extract.dumps.words import levels, squash

_WORDS = 3
"""Words set apart in a title that stands across a table's columns."""
_LONGEST_BAND = 44
"""Characters of the longest title that stands across a table's columns."""


class Part(NamedTuple):
    """A table's lines on one page: their words by column, the positions of titles across the columns.

    outside: the lines below it that are not of the table.
    """

    lines: Sequence[Numbered]
    rows: Sequence[list[Bit]]
    across: Sequence[int]
    outside: Sequence[Numbered]


def part_of(header: Header, lines: Sequence[Numbered], headed: bool = True) -> Part:
    """The lines of a page below a header; headed: the header stands on that page."""
    parts = [segments(line) for line in lines]
    titles = [n for n, part in enumerate(parts) if is_title(part)]
    plain = [part for n, part in enumerate(parts) if n not in titles]
    starts = column_starts(columns_of(header.leaves, plain, headed), plain)
    rows = [bits(part, starts) if n not in titles else [] for n, part in enumerate(parts)]
    left = min((part[0].x0 for part in parts if part), default=0)
    across = [n for n, row in enumerate(rows) if n in titles or _is_across(row, parts[n], starts, left)]
    last = max((n for n, row in enumerate(rows) if row and n not in across), default=-1)
    if last > 2 and len(parts[last]) == 1 and not any(parts[last - 2 : last]):
        last = max((n for n in range(last) if rows[n] and n not in across), default=-1)
    outside = [line for line in lines[last + 1 :] if line.text.strip()]
    return Part(lines[: last + 1], rows[: last + 1], [n for n in across if n <= last], outside)


def is_title(part: Sequence[Piece]) -> bool:
    """Whether a line is the title of a policy and nothing else: 基本目標１ …, set from the left."""
    text = " ".join(piece.text for piece in part)
    return 0 < len(part) <= 3 and len(text) <= _LONGEST_BAND and levels().match(squash(text)) is not None


def _is_across(row: Sequence[Bit], part: Sequence[Piece], starts: Sequence[int], left: int) -> bool:
    """Whether a line is one text that stands over columns, from the first on."""
    if not row or len(starts) < 3 or any(b.x0 - a.x1 > 1 for a, b in pairwise(part)):
        return False
    if part[0].x0 <= left + 1 and row[0].first == 0 and part[-1].x1 > starts[1] + 1:
        return look(part[0].text) != "ordinal" and len(part) <= _WORDS
    return len(row) == 1 and row[0].end - row[0].first > 3
