"""Rows of a table that went through a data frame -> the rows as they were printed.

Programs that read tables with pandas name columns without a label (Unnamed: 3), number labels that come twice
(目標値.1), set two rows of labels into one (目標値.令和6年度), print NaN for nothing and a line break as two letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

Texts = list[list[str]]

_NOTHING = frozenset(("NaN", "nan", "NaT", "<NA>", "None"))
_UNNAMED = re.compile(r"Unnamed: ?\d+(?:_level_\d+)?")
_TWICE = re.compile(r"(?P<label>.+)\.\d{1,2}")
_OVER = re.compile(r"(?P<over>[^.]*[^.\d])\.(?P<label>[^.].*)")
"""A label with that of its group before it; not a figure, nor No."""
_WHOLE = re.compile(r"(?P<whole>-?\d+)\.0")
"""A number of a column in which one is missing."""


def unframed(texts: Sequence[Sequence[str]]) -> Texts:
    r"""The rows; the labels of two rows that were set into one stand in two again.

    >>> unframed([["No.", "目標値.令和6年度", "目標値.令和7年度"], ["1", "10件\\n以上", "NaN"]])
    [['', '目標値', ''], ['No.', '令和6年度', '令和7年度'], ['1', '10件\n以上', '']]
    >>> unframed([["取組名", "目標値", "Unnamed: 2"], ["NaN", "R6", "R7"], ["研修", "5.0", "NaN"]])
    [['取組名', '目標値', ''], ['', 'R6', 'R7'], ['研修', '5', '']]
    """
    rows = [[cell.replace("\\n", "\n") for cell in row] for row in texts]
    framed = any(_is_made(cell.strip()) for row in rows for cell in row)
    if framed:
        rows = [[_printed(cell) for cell in row] for row in rows]
    head = next((n for n, row in enumerate(rows) if any(row)), 0)
    return [*rows[:head], *_labels(rows[head]), *rows[head + 1 :]] if rows else rows


def is_index(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first column numbers the rows from 0, without a label, as no plan does.

    >>> is_index([["", "取組名"], ["0", "研修"], ["1", "調査"]])
    True
    """
    first, *rest = [row[0].strip() if row else "" for row in texts] or ["-"]
    return len(rest) > 1 and (not first or _is_made(first)) and rest == [str(n) for n in range(len(rest))]


def _is_made(text: str) -> bool:
    return text in _NOTHING or _UNNAMED.fullmatch(text) is not None


def _printed(cell: str) -> str:
    """What was printed in a cell of a frame.

    >>> _printed("Unnamed: 3_level_1"), _printed("12.0"), _printed("2.5")
    ('', '12', '2.5')
    """
    text = cell.strip()
    whole = _WHOLE.fullmatch(text)
    return "" if _is_made(text) else whole["whole"] if whole else cell


def _labels(row: Sequence[str]) -> Texts:
    """The row of labels as it is, or as the two rows it was.

    >>> _labels(["施策", "実績", "実績.1"]), _labels(["課.課", "実績.R6", "実績.R7"])
    ([['施策', '実績', '実績']], [['', '実績', ''], ['課', 'R6', 'R7']])
    """
    once = [found["label"] if (found := _TWICE.fullmatch(cell)) and found["label"] in row else cell for cell in row]
    parts = [_OVER.fullmatch(cell.strip()) for cell in once]
    groups = Counter(part["over"] for part in parts if part and part["over"] != part["label"])
    if max(groups.values(), default=0) < 2:
        return [once]
    over, labels, last = list[str](), list[str](), ""
    for cell, part in zip(once, parts, strict=True):
        grouped = part is not None and (part["over"] in groups or part["over"] == part["label"])
        group = part["over"] if part and grouped and part["over"] != part["label"] else ""
        over.append(group if group != last else "")
        labels.append(part["label"] if part and grouped else cell)
        last = group
    return [over, labels]
