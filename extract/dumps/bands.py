"""Lines of a table without rules -> the rows they form, each about its anchor (a number, a label, a line of values).

Cells are centred in their row, or begin at its top: an anchor stands in the middle of its row's lines, or on the first.
"""

from __future__ import annotations

from collections.abc import Sequence

_OFF_CENTRE = 1.0
"""A line an anchor stands off the middle of its row."""
_AT_TOP = 0.4
"""A row whose anchor stands on its first line, though it has more."""
_LOOSE = 1.0
"""Lines before the first row: the rest of one that began on the page before."""
_TALLEST = 60
"""Lines of the tallest row."""


def rows_about(anchors: Sequence[float], breaks: Sequence[float]) -> list[int]:
    """The first line of each row.

    anchors: the line of each anchor, rising; halves lie between lines. breaks: what it costs to begin a row with each
    line.

    >>> rows_about([1, 5], [0, 0, 0, 0, 0, 0, 0, 0])
    [0, 3]
    """
    if not anchors:
        return []
    count = len(breaks)
    first = {n: (_LOOSE + breaks[n] if n else 0.0, 0) for n in range(min(int(anchors[0]) + 1, count))}
    best: list[dict[int, tuple[float, int]]] = [first]
    for n, anchor in enumerate(anchors):
        ends: dict[int, tuple[float, int]] = {}
        last = n == len(anchors) - 1
        upto = count if last else int(anchors[n + 1])
        for start, (cost, _) in best[-1].items():
            if start > anchor:
                continue
            first_end = count if last else int(anchor) + 1
            for end in range(max(first_end, start + 1), min(upto, start + _TALLEST) + 1 if not last else count + 1):
                own = cost + _height(anchor, start, end) + (breaks[end] if end < count else 0.0)
                if end not in ends or own < ends[end][0]:
                    ends[end] = (own, start)
        best.append(ends or {min(upto, count): (1e6, min(best[-1]))})
    return _trace(best, count)


def _height(anchor: float, start: int, end: int) -> float:
    middle = abs(anchor - (start + end - 1) / 2) * _OFF_CENTRE
    return min(middle, abs(anchor - start) + (_AT_TOP if end - start > 1 else 0.0))


def _trace(best: Sequence[dict[int, tuple[float, int]]], count: int) -> list[int]:
    end = count if count in best[-1] else min(best[-1])
    starts: list[int] = []
    for ends in reversed(best[1:]):
        end = ends[end][1] if end in ends else min(ends)
        starts.append(end)
    return starts[::-1]
