"""The lines of a column of policies -> the rows that each of its texts spans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extract.dumps.words import squash

_KEYLESS = 6.0
"""What rows cost that no text spans."""
_AT_TOP = 0.3
"""What a text costs that begins at the top of its rows, in lines off the middle."""
_CUT = 2.0
"""What it costs to read two titles as one."""
_NEAR = 2
"""Lines from one to the next of a text, at most."""


def groups(begins: Sequence[int], feet: Sequence[int], texts: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """The rows that each text of a column spans: the first row and the one after the last.

    begins, feet: the first line of each row and the last that has words.  texts: the column's lines and their words.
    """
    count = len(begins)
    titles = [(n, begins_title(text)) for n, text in texts]
    marked = sum(is_title for _, is_title in titles) > 1
    best = [(0.0, 0)] + [(np.inf, 0)] * count
    for end in range(1, count + 1):
        for start in range(end):
            own = [each for each in titles if begins[start] <= each[0] <= feet[end - 1]]
            cost = best[start][0] + _group_cost(own, begins[start], feet[end - 1], marked)
            if cost < best[end][0]:
                best[end] = (cost, start)
    out: list[tuple[int, int]] = []
    end = count
    while end:
        out.append((best[end][1], end))
        end = best[end][1]
    return out[::-1]


def _group_cost(titles: Sequence[tuple[int, bool]], top: int, foot: int, marked: bool) -> float:
    """What it costs to read lines as one text from `top` to `foot`: each with whether a title begins with it."""
    if not titles:
        return _KEYLESS
    first, last = titles[0][0], titles[-1][0]
    off = min(abs(first + last - top - foot) / 2, abs(first - top) + _AT_TOP)
    if marked:
        return off + sum(is_title for _, is_title in titles[1:]) * _CUT + (not titles[0][1]) * _CUT + 0.1
    return off + sum(below - above > _NEAR for (above, _), (below, _) in pairwise(titles)) * _CUT + 0.1


def begins_title(text: str) -> bool:
    """Whether a text begins with a number, as the titles of policies do.

    >>> begins_title("Ⅰ 行政手続の"), begins_title("1-1 窓口の改革"), begins_title("(2)継続"), begins_title("改革")
    (True, True, True, False)
    """
    plain = squash(text)
    return plain[:1].isdigit() or plain[:1] in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX第(①②③④⑤⑥⑦⑧⑨"
