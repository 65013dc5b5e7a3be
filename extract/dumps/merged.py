"""Rows of a list whose merged cells left blanks -> how far each cell ran before it was converted.

A conversion prints a merged cell once, at its upper left, and nothing in the rest of its room. What the blanks were is
told by the header: a label with blanks beside it, over labels of its own, headed these; and below it by the column of
names: a row without a name goes on with the initiative above.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from extract.dumps.words import heads

Texts = Sequence[Sequence[str]]
"""The text of each cell, row by row, all rows of one length."""
Spans = dict[tuple[int, int], tuple[int, int]]
"""Rows and columns of a cell, by its row and column."""

_FEWEST_LABELS = 3
_KNOWN = 0.5
"""Share of the labels of a header that are known words."""
_DEEPEST = 3
"""Rows of a header at most."""
_VALUES = frozenset(("year", "target", "baseline", "result", "rate"))
"""Fields of columns in which a blank is a value that is not there."""
_KEYS = ("name", "indicator")
_MERGED = 0.6
"""Share of the initiatives that have a department, where one stands for several."""


class _Head(NamedTuple):
    """A header: its rows, what each column holds as far as words tell, and how far its labels run."""

    first: int
    last: int
    fields: tuple[str, ...]
    spans: Spans

    @property
    def key(self) -> int:
        """The column that tells where something begins: names, else indicators."""
        wanted = next(field for field in _KEYS if field in self.fields)
        return max(column for column, field in enumerate(self.fields) if field == wanted)


def merged(texts: Texts) -> Spans:
    """The cells of the lists in a table that run over several rows or columns; of those in their room nothing is left.

    >>> from extract.dumps.words import knowing
    >>> from extract.model import Words
    >>> with knowing(Words({"取組名": "name", "担当課": "departments", "指標": "indicator", "目標値": "target"})):
    ...     merged([["取組名", "担当課", "指標", "目標値", ""], ["", "", "", "令和７年度", "令和８年度"],
    ...             ["窓口の改善", "市民課", "待ち時間", "10分", "5分"], ["", "", "利用者数", "", "20人"]])
    {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1), (0, 3): (1, 2), (2, 0): (2, 1), (2, 1): (2, 1)}
    """
    found: Spans = {}
    heads_found = list(_heads(texts))
    ends = [*(head.first for head in heads_found[1:]), len(texts)]
    for head, end in zip(heads_found, ends, strict=False):
        found |= head.spans
        found |= _body(texts, head, range(head.last + 1, end))
    return found


def covered(spans: Spans) -> set[tuple[int, int]]:
    """The places in the room of merged cells, their own left out."""
    return {
        (row + down, column + right)
        for (row, column), (rows, columns) in spans.items()
        for down in range(rows)
        for right in range(columns)
        if down or right
    }


def _heads(texts: Texts) -> Iterable[_Head]:
    at = 0
    while at < len(texts):
        head = _head(texts, at)
        if head is not None:
            yield head
            at = head.last
        at += 1


def _head(texts: Texts, at: int) -> _Head | None:
    """The header that begins in a row: labels, one of which heads names."""
    top = texts[at]
    labels = [heads(text) for text in top if text]
    if len(labels) < _FEWEST_LABELS or sum(label is not None for label in labels) < _KNOWN * len(labels):
        return None
    last = at
    while last + 1 < min(len(texts), at + _DEEPEST) and _divides(texts[last], texts[last + 1]):
        last += 1
    fields = tuple(_field(texts, range(last, at - 1, -1), column) for column in range(len(top)))
    if not any(field in fields for field in _KEYS):
        return None
    return _Head(at, last, fields, _label_spans(texts, at, last))


def _divides(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row holds the labels under those of the row above, some of which have blanks beside them to head it."""
    under = [column for column, text in enumerate(lower) if text]
    over = [range(start, end) for start, end in _groups(upper) if lower[start]]
    headed = {column for group in over for column in group}
    divided = any(lower[column] for group in over for column in group[1:])
    if not divided or not set(under) <= headed or len(under) == len(lower):
        return False
    known = sum(heads(lower[column]) is not None for column in under)
    return known >= _KNOWN * len(under)


def _groups(row: Sequence[str]) -> list[tuple[int, int]]:
    """Each label with the blanks behind it."""
    starts = [column for column, text in enumerate(row) if text]
    return list(zip(starts, [*starts[1:], len(row)], strict=False))


def _field(texts: Texts, upwards: Iterable[int], column: int) -> str:
    """What the lowest known label over a column names; the label of a group stands left of its blanks."""
    for row in upwards:
        left = range(column, -1, -1)
        text = next((texts[row][c] for c in left if texts[row][c]), "")
        found = heads(text)
        if found is not None and (texts[row][column] or row < max(upwards, default=row)):
            return found.field
    return ""


def _label_spans(texts: Texts, first: int, last: int) -> Spans:
    """Labels run right over their group, and down where nothing stands below them."""
    found: Spans = {}
    for row in range(first, last + 1):
        for start, end in _groups(texts[row]):
            below = texts[row + 1] if row < last else ()
            right = end - start if row < last and any(below[start:end]) else 1
            further = [texts[r][start] for r in range(row + 1, last + 1)]
            down = sum(1 for _ in takewhile(lambda text: not text, further))
            if right == 1 and down:
                found[row, start] = (1 + down, 1)
            elif right > 1:
                found[row, start] = (1, right)
    return found


def _body(texts: Texts, head: _Head, rows: range) -> Spans:
    """Cells of an initiative run down over its further rows; those of the policy system over initiatives too."""
    carried = _carried(texts, head, rows)
    own: dict[int, int] = {}
    found: Spans = {}
    for row in rows:
        filled = [column for column, text in enumerate(texts[row]) if text]
        if filled[:1] == [0] and heads(texts[row][0]) is not None:
            break  # a label: the list is over
        if len(filled) < 2 and (not filled or filled[0] == 0):
            own = {}
            continue
        begins = bool(texts[row][head.key])
        for column, text in enumerate(texts[row]):
            if text:
                own[column] = row
                continue
            goes_on = column in carried and not any(c in filled for c in carried if c < column) if begins else (
                head.fields[column] not in _VALUES
            )  # fmt: skip
            if goes_on and column in own:
                found[own[column], column] = (row - own[column] + 1, 1)
            else:
                own.pop(column, None)
    return found


def _carried(texts: Texts, head: _Head, rows: range) -> set[int]:
    """The columns whose cells stand for several initiatives: levels of the policy system, and few departments."""
    named = [texts[row] for row in rows if texts[row][head.key]]
    left = {c for c in range(head.key) if head.fields[c] not in ("number", "name")}
    few = {
        column
        for column, field in enumerate(head.fields)
        if field == "departments" and sum(bool(row[column]) for row in named) < _MERGED * len(named)
    }
    return left | few
