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
_UNDER = re.compile(r"(?P<label>.+?)[._ ]Unnamed: ?\d+_level_\d+", re.DOTALL)
_GROUPED = re.compile(r"Unnamed: ?\d+_level_0[._ ](?P<label>.+)", re.DOTALL)
_TWICE = re.compile(r"(?P<label>.+)\.\d{1,2}")
_OVER = re.compile(r"(?P<over>[^._]*[^._\d])[._](?P<label>[^._].*)", re.DOTALL)
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
    if is_framed(rows):
        rows = [[_printed(cell) for cell in row] for row in rows]
    head = next((n for n, row in enumerate(rows) if any(row)), 0)
    return [*rows[:head], *_labels(rows[head]), *rows[head + 1 :]] if rows else rows


def is_framed(texts: Sequence[Sequence[str]]) -> bool:
    """Whether a cell says that there was none."""
    return any(cell.strip() in _NOTHING or _UNNAMED.search(cell) for row in texts for cell in row)


def is_index(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first column numbers the rows from 0, without a label, as no plan does.

    >>> is_index([["", "取組名"], ["0", "研修"], ["1", "調査"]])
    True
    """
    column = [row[0].strip() for row in texts if any(row)]
    first = next((n for n, text in enumerate(column) if text and not _is_made(text)), len(column))
    rest = column[first:]
    return first > 0 and len(rest) > 1 and rest == [str(n) for n in range(len(rest))]


def _is_made(text: str) -> bool:
    return text in _NOTHING or _UNNAMED.fullmatch(text) is not None


def _printed(cell: str) -> str:
    """What was printed in a cell of a frame.

    >>> _printed("Unnamed: 3_level_1"), _printed("担当課_Unnamed: 2_level_1"), _printed("12.0"), _printed("2.5")
    ('', '担当課', '12', '2.5')
    """
    text = cell.strip()
    whole, under = _WHOLE.fullmatch(text), _UNDER.fullmatch(text)
    return "" if _is_made(text) else whole["whole"] if whole else under["label"] if under else cell


def _labels(row: Sequence[str]) -> Texts:
    """The row of labels as it is, or as the two rows it was.

    >>> _labels(["施策", "実績", "実績.1"]), _labels(["課.課", "実績_R6", "実績_R7"])
    ([['施策', '実績', '実績']], [['', '実績', ''], ['課', 'R6', 'R7']])
    """
    once = [found["label"] if (found := _TWICE.fullmatch(cell)) and found["label"] in row else cell for cell in row]
    pairs = _pairs(once)
    groups = Counter(over for over, label in pairs if over and over != label)
    if max(groups.values(), default=0) < 2:
        return [[_UNDER.sub(r"\g<label>", cell) for cell in once]]
    over, labels, last = list[str](), list[str](), ""
    for cell, (group, label) in zip(once, pairs, strict=True):
        own = group if groups[group] else ""
        over.append(own if own != last else "")
        labels.append(label if own or group == label else cell)
        last = own
    return [over, labels]


def _pairs(row: Sequence[str]) -> list[tuple[str, str]]:
    """For each label that of its group and its own; of one whose group was merged from the left, that of the left.

    >>> _pairs(["目標.R6", "Unnamed: 7_level_0.R7", "備考"])
    [('目標', 'R6'), ('目標', 'R7'), ('', '備考')]
    """
    found: list[tuple[str, str]] = []
    for cell in row:
        grouped, parted = _GROUPED.fullmatch(cell.strip()), _OVER.fullmatch(cell.strip())
        if grouped and found:
            found.append((found[-1][0], grouped["label"]))
        else:
            found.append((parted["over"], parted["label"]) if parted else ("", cell))
    return found
