"""Rows of cell texts -> the headers of the lists among them: which rows, and what their columns hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.dumps.words import heads
from extract.model import Table

Texts = Sequence[Sequence[str]]
"""The text of each cell, row by row, all rows of one length."""

VALUES = frozenset(("year", "target", "baseline", "result", "rate"))
"""Fields of columns that state something for a year."""
DEEPEST = 3
"""Rows of a header at most."""
_KEYS = ("name", "indicator")
_FEWEST_LABELS = 3
_TELLING = 8
"""Rows below a header that tell a column of labels."""
_KNOWN = 0.5
"""Share of the labels of a header that are known words."""


class Head(NamedTuple):
    """A header: its rows, and what each column holds as far as words tell ('' where they don't)."""

    first: int
    last: int
    fields: tuple[str, ...]

    @property
    def key(self) -> int:
        """The column that tells where something begins: names, else indicators."""
        wanted = next(field for field in _KEYS if field in self.fields)
        return max(column for column, field in enumerate(self.fields) if field == wanted)

    @property
    def levels(self) -> frozenset[int]:
        """The columns left of the key, whose cells stand for several rows of it: levels of the policy system."""
        return frozenset(c for c in range(self.key) if self.fields[c] not in ("number", "name"))


def texts_of(table: Table) -> list[list[str]]:
    """The text of each cell by row and column."""
    texts = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        texts[cell.row][cell.col] = cell.text
    return texts


def bodies(texts: Texts) -> Iterator[tuple[Head, range]]:
    """Each header with the rows of its list: to the next header, or to a label, which is of another table."""
    found: list[Head] = []
    at = 0
    while at < len(texts):
        head = head_at(texts, at)
        if head is not None:
            found.append(head)
            at = head.last
        at += 1
    ends = [*(head.first for head in found[1:]), len(texts)]
    for head, end in zip(found, ends, strict=False):
        rows = range(head.last + 1, end)
        last = next((row for row in rows if is_label_row(texts[row])), end)
        yield with_row_kinds(head, texts), range(rows.start, last)


def with_row_kinds(head: Head, texts: Texts) -> Head:
    """The header, a column of labels told by them, not by what is printed over it: 項目 over 内容, 効果, 計画."""
    below = texts[head.last + 1 : head.last + 1 + _TELLING]

    def tells(column: int) -> bool:
        labels = {row[column] for row in below if row[column]}
        return len(labels) > 1 and sum(heads(text) is not None for text in labels) > _KNOWN * len(labels)

    fields = tuple("row_kind" if field in _KEYS and tells(c) else field for c, field in enumerate(head.fields))
    return head._replace(fields=fields) if any(field in fields for field in _KEYS) else head


def is_label_row(row: Sequence[str]) -> bool:
    """Whether a row begins with a label, as those of cards do."""
    return bool(row[0]) and heads(row[0]) is not None


def head_at(texts: Texts, at: int) -> Head | None:
    """The header that begins in a row: labels, one of which heads names or indicators."""
    labels = [heads(text) for text in texts[at] if text]
    if len(labels) < _FEWEST_LABELS or sum(label is not None for label in labels) < _KNOWN * len(labels):
        return None
    last = at
    while last + 1 < min(len(texts), at + DEEPEST) and _divides(texts[last], texts[last + 1]):
        last += 1
    fields = _fields(texts[at : last + 1])
    return Head(at, last, fields) if any(field in fields for field in _KEYS) else None


def _divides(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row holds the labels under those of the row above, some of which have blanks beside them to head it."""
    under = [column for column, text in enumerate(lower) if text]
    over = [range(start, end) for start, end in groups(upper) if lower[start]]
    headed = {column for group in over for column in group}
    divided = any(lower[column] for group in over for column in group[1:])
    if not divided or not set(under) <= headed or len(under) == len(lower):
        return False
    known = sum(heads(lower[column]) is not None for column in under)
    return known >= _KNOWN * len(under)


def groups(row: Sequence[str]) -> list[tuple[int, int]]:
    """Each label with the blanks behind it, as columns from and up to."""
    starts = [column for column, text in enumerate(row) if text]
    return list(zip(starts, [*starts[1:], len(row)], strict=False))


def _fields(header: Texts) -> tuple[str, ...]:
    """What the lowest known label over each column names; the label of a group stands left of its blanks."""
    fields = [""] * len(header[0])
    for depth, row in enumerate(header):
        label, lowest = None, depth == len(header) - 1
        for column, text in enumerate(row[: len(fields)]):
            label = heads(text) if text else label
            if label is not None and (text or not lowest):
                fields[column] = label.field
    return tuple(fields)
