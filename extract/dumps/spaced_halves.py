"""The lines of a page that keeps columns by spaces -> those of its halves, where two cards stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.dumps.looks import VALUES
from extract.dumps.spaced import Piece, words_of
from extract.dumps.spaced_headings import headings
from extract.dumps.text_table import Numbered
from extract.dumps.words import heads, squash

_FEWEST = 3
"""Labels that stand on both sides of a page with two cards side by side."""
_SHARE = 0.6
"""Share of the labels on either side that stand on the other too."""
_REACH = 12
"""Places left of the labels on the right side in which its words begin."""
_CROSSED = 0.1
"""Share of the lines that run across the middle, at most: titles of the page."""


def halves(lines: list[Numbered]) -> list[list[Numbered]]:
    """The lines of the left and of the right card, or all lines where cards do not stand side by side."""
    cut = _gutter(lines)
    if cut is None:
        return [lines]
    left: list[Numbered] = []
    right: list[Numbered] = []
    for line in lines:
        at = next((word.x0 for word in _words(line) if word.x0 >= cut), len(line.text))
        for half, text in ((left, line.text[:at]), (right, " " * at + line.text[at:])):
            if text.strip() or not line.text.strip():
                half.append(line._replace(text=text))
    return [left, right]


def _gutter(lines: Sequence[Numbered]) -> int | None:
    """The place where the right card begins, between words."""
    words = [_words(line) for line in lines]
    labels = [(squash(word.text), word.x0) for line in lines for word in headings(line) if _is_label(word)]
    middle = max((row[-1].x1 for row in words if row), default=0) / 2
    left = {text for text, x in labels if x < middle - _REACH}
    right = {text: x for text, x in sorted(labels, key=lambda each: -each[1]) if x >= middle - _REACH}
    both = left & right.keys()
    if len(both) < _FEWEST or len(both) < _SHARE * max(len(left), len(right)):
        return None
    first = min(right[text] for text in both)
    crossed = np.zeros(first + 1)
    for word in (word for row in words for word in row):
        crossed[word.x0 + 1 : word.x1] += 1
    near = crossed[max(0, first - _REACH) :]
    if near.min() > _CROSSED * len(lines):
        return None
    return first + 1 - len(near) + int(np.flatnonzero(near == near.min())[-1])


def _is_label(word: Piece) -> bool:
    """Whether a word labels what stands right of it; headings of figures come again in one table."""
    found = heads(word.text)
    return found is not None and found.field not in VALUES and found.field != "unit"


def _words(line: Numbered) -> list[Piece]:
    return words_of(Piece(0, len(line.text), line.text.replace("\u3000", " ")))
