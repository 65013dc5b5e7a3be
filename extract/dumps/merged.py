"""Rows of a list whose merged cells left blanks -> how far each cell ran before it was converted.

A conversion prints a merged cell once, at its upper left, and nothing in the rest of its room. What the blanks were is
told by the header: a label with blanks beside it, over labels of its own, headed these; and below it by the column of
names: a row without a name goes on with the initiative above.
"""

from __future__ import annotations

from itertools import takewhile

from extract.dumps.list_head import VALUES, Head, Texts, bodies, groups

Spans = dict[tuple[int, int], tuple[int, int]]
"""Rows and columns of a cell, by its row and column."""

_MERGED = 0.6
"""Share of the initiatives that have a department, where one stands for several."""


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
    for head, rows in bodies(texts):
        found |= _label_spans(texts, head)
        found |= _body(texts, head, rows)
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


def _label_spans(texts: Texts, head: Head) -> Spans:
    """Labels run right over their group, and down where nothing stands below them."""
    found: Spans = {}
    last = head.last
    for row in range(head.first, last + 1):
        for start, end in groups(texts[row]):
            below = texts[row + 1] if row < last else ()
            right = end - start if row < last and any(below[start:end]) else 1
            further = [texts[r][start] for r in range(row + 1, last + 1)]
            down = sum(1 for _ in takewhile(lambda text: not text, further))
            if right == 1 and down:
                found[row, start] = (1 + down, 1)
            elif right > 1:
                found[row, start] = (1, right)
    return found


def _body(texts: Texts, head: Head, rows: range) -> Spans:
    """Cells of an initiative run down over its further rows; those of the policy system over initiatives too."""
    carried = _carried(texts, head, rows)
    own: dict[int, int] = {}
    found: Spans = {}
    for row in rows:
        filled = [column for column, text in enumerate(texts[row]) if text]
        if len(filled) < 2 and (not filled or filled[0] == 0):
            own = {}
            continue
        begins = bool(texts[row][head.key])
        for column, text in enumerate(texts[row]):
            if text:
                own[column] = row
                continue
            goes_on = column in carried and not any(c in filled for c in carried if c < column) if begins else (
                head.fields[column] not in VALUES
            )  # fmt: skip
            if goes_on and column in own:
                found[own[column], column] = (row - own[column] + 1, 1)
            else:
                own.pop(column, None)
    return found


def _carried(texts: Texts, head: Head, rows: range) -> set[int]:
    """The columns whose cells stand for several initiatives: levels of the policy system, and few departments."""
    named = [texts[row] for row in rows if texts[row][head.key]]
    few = {
        column
        for column, field in enumerate(head.fields)
        if field == "departments" and sum(bool(row[column]) for row in named) < _MERGED * len(named)
    }
    return few | head.levels
