"""Cells of a column that Excel made dates of -> the numbers that were typed: 2-7 becomes 2月7日."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.dumps.words import heads
from extract.office.workbook import Shown

_NUMBER = re.compile(r"\d{1,2}[-－‐―]\d{1,3}(?:[-－‐―]\d{1,3})?")
_YEARLESS = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}-[A-Z][a-z]{2}|\d{1,2}/\d{1,2}")
_FEWEST = 3
"""Dates that must count on like the numbers of an outline, where no other cell of the column is such a number."""


def redated(column: Sequence[Shown]) -> dict[int, str]:
    """The texts that were typed, by place in the column; none where its dates may be dates.

    Below a label of numbers none is; else those may be numbers that show no year.

    >>> from extract.office.workbook import Style
    >>> def on(month, day): return Shown(f"{month}月{day}日", Style(), (2024, month, day))
    >>> redated([Shown("番号", Style()), on(1, 1), on(1, 2), on(2, 1), on(2, 2)])
    {1: '1-1', 2: '1-2', 3: '2-1', 4: '2-2'}
    >>> redated([on(2, 7), Shown("13-1", Style())]), redated([on(4, 1), on(10, 20)])
    ({0: '2-7'}, {})
    """
    dates = {n: cell.day for n, cell in enumerate(column) if cell.day is not None}
    if not dates:
        return {}
    others = [cell.text.strip() for cell in column if cell.day is None]
    label = any((found := heads(text)) is not None and found.field == "number" for text in others)
    numbered = any(map(_NUMBER.fullmatch, others)) or _counts(list(dates.values()))
    if not label and not (numbered and all(_YEARLESS.fullmatch(column[n].text) for n in dates)):
        return {}
    return {n: f"{month}-{day}" for n, (_, month, day) in dates.items()}


def _counts(days: Sequence[tuple[int, int, int]]) -> bool:
    """Whether days count on as 1-1, 1-2, 2-1 do; a number may stand in several rows."""
    if len(days) < _FEWEST:
        return False
    following = ((a, b) for a, b in pairwise(days) if a != b)
    return all(b in ((a[0], a[1], a[2] + 1), (a[0], a[1] + 1, 1)) for a, b in following) and days[0] != days[-1]
