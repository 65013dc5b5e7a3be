"""Rows of loose pieces -> rows in which a label spread over its width is one piece, with what its colon heads.

Covers and forms print 計　画　期　間　：　平成　28　年度, each glyph placed on its own, in a line as wide as the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extract.lines import BASELINE, Piece, is_spread, join

Row = list[Piece]

FEWEST = 3
"""Glyphs of a spread label at least; two are one where nothing else stands on their line."""
WIDEST = 8.0
"""Em of white between two glyphs of a label at most."""
STACKED = 1.7
"""Em between the lines of words written downwards side by side; their glyphs stand level, too."""
COLONS = ":："


def whole_labels(found: Sequence[Row]) -> list[Row]:
    """The rows with their spread labels joined."""
    return [_joined(row, found[max(at - 1, 0) : at + 2]) if _may_spread(row) else row for at, row in enumerate(found)]


def _may_spread(row: Row) -> bool:
    singles = sum(piece.weight == 1 for piece in row)
    return singles >= FEWEST or len(row) == singles == 2


def _joined(row: Row, near: Sequence[Row]) -> Row:
    labels = [(a, b) for a, b in _spans(row) if _is_label(row[a:b], row, near)]
    if not labels:
        return row
    starts = [a for a, _ in labels]
    out = row[: starts[0]]
    for (a, b), end in zip(labels, [*starts[1:], len(row)], strict=True):
        label, rest = join(row[a:b]), row[b:end]
        headed = bool(rest) and rest[0].text[:1] in COLONS
        out += [join([label, *rest])] if headed else [label, *rest]
    return out


def _spans(row: Row) -> list[tuple[int, int]]:
    """The stretches of single glyphs of one size, none too far from the next."""
    edges = [0]
    for i, (left, right) in enumerate(itertools.pairwise(row), 1):
        near = right.x0 - left.x1 <= WIDEST * left.size and abs(left.size - right.size) <= 0.1 * left.size
        if not near or left.weight != 1 or right.weight != 1 or right.text[:1] in COLONS:
            edges.append(i)
    return list(itertools.pairwise([*edges, len(row)]))


def _is_label(glyphs: Row, row: Row, near: Sequence[Row]) -> bool:
    alone = len(glyphs) >= FEWEST or len(row) == len(glyphs) == 2
    return alone and is_spread(glyphs) and not any(other is not row and _is_stacked(glyphs, other) for other in near)


def _is_stacked(glyphs: Row, other: Row) -> bool:
    """Whether single glyphs stand just above or below most of these: words written downwards, side by side."""
    close = [p for p in other if p.weight == 1 and abs(p.middle - glyphs[0].middle) <= STACKED * p.size]
    level = sum(any(abs(p.x0 - glyph.x0) <= BASELINE * glyph.size for p in close) for glyph in glyphs)
    return 2 * level > len(glyphs)
