"""Rows of a Markdown table -> the same rows with a merged cell's text once.

Markdown has no merged cells: converters print the text of one in every column and row it covers, or name the columns
without a label by their number.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.dumps.items import mark_at
from extract.dumps.list_head import DEEPEST, VALUES, Head, Texts, head_at, is_label_row, with_row_kinds
from extract.dumps.looks import look
from extract.dumps.text_table import Lines, Read, Row, texts_of
from extract.dumps.words import heads, known, squash, stages

_STATED = frozenset(("value", "ordinal", "stage"))
"""Looks of what columns state of which no word tells what they hold (目標値 R7)."""
_LONGEST_STAGE = 12
"""Below the year header the same word every year is a value (実施, 80台); a longer text is one merged cell."""
_TEXTS = frozenset(("name", "departments", "content", "objective", "policy", "direction", "improvement"))
"""Fields that say one thing, not one for each year."""


def labelled(cells: Sequence[str]) -> list[str]:
    """The first row of a Markdown table without the names that a converter made up for columns without a label.

    >>> labelled(["取組項目", "年度別計画", "Col3", "Col4"])
    ['取組項目', '年度別計画', '', '']
    """
    return ["" if cell == f"Col{number}" else cell for number, cell in enumerate(cells, start=1)]


def drop_repeats(read: Read, in_rows: bool) -> None:
    """Leave the text of a merged cell in its first column and row only; the others are copies.

    in_rows: a text that fills a row is such a cell; without tabs between its own, a table has to print it so.
    """
    if in_rows:
        _drop_in_rows(read)
    width = max((len(row.cells) for row in read.rows), default=0)
    texts = [[_text(cell) for cell in row.cells] + [""] * (width - len(row.cells)) for row in read.rows]
    for row, column in _copies(texts):
        _drop(read, row, column)


def _drop(read: Read, row: int, column: int) -> None:
    read.copies += read.rows[row].cells[column]
    read.rows[row].cells[column] = ()


def _text(cell: Lines) -> str:
    return "\n".join(line.text for line in cell)


def _copies(texts: Texts) -> list[tuple[int, int]]:
    """The places in lists at which the text of the cell at the left or above is printed again."""
    found: list[tuple[int, int]] = []
    head: Head | None = None
    doubled: frozenset[int] = frozenset()
    at = 0
    while at < len(texts):
        bare = [_once(texts, row) for row in range(at, min(at + DEEPEST, len(texts)))]
        begun = head_at(bare, 0)
        if begun is not None:
            head = with_row_kinds(begun._replace(first=at, last=at + begun.last), texts)
            rows = range(at, head.last + 1)
            found += [(r, c) for r in rows for c, text in enumerate(texts[r]) if text and not bare[r - at][c]]
            doubled = _doubled([texts[r] for r in rows])
            at = head.last + 1
            continue
        head = None if is_label_row(texts[at]) else head
        doubled = _doubled(texts[at : at + 1]) or doubled
        again = {c for c in doubled if texts[at][c] and texts[at][c] == texts[at][c - 1]}
        found += [(at, c) for c in again]
        if head is not None:
            found += [(at, c) for c in range(len(texts[at])) if c not in again and _is_copy(texts, head, at, c)]
        at += 1
    return found


def _doubled(header: Texts) -> frozenset[int]:
    """The columns that are one with the column at their left: no year is told twice, but over labels of its own."""
    last = header[-1]
    same = [c for c in range(1, len(last)) if last[c] and all(row[c] == row[c - 1] for row in header)]
    return frozenset(c for c in same if (found := heads(last[c])) is not None and found.field == "year")


def _once(texts: Texts, row: int) -> list[str]:
    """The labels of a row without those of the cell at the left or above."""
    return [
        "" if (c and text == texts[row][c - 1]) or (row and text == texts[row - 1][c]) else text
        for c, text in enumerate(texts[row])
    ]


def _is_copy(texts: Texts, head: Head, row: int, column: int) -> bool:
    """Whether a cell of a list goes on; the same value in the next column is a value of its own."""
    text = texts[row][column]
    field = head.fields[column]
    if not text or field in VALUES or (not field and look(text) in _STATED):
        return False
    if column and text == texts[row][column - 1]:
        return True
    above = texts[row - 1]
    if row == head.last + 1 or text != above[column]:
        return False
    if field == "number" and column + 1 < head.key:
        return texts[row][column + 1] == above[column + 1] != ""
    # Of two columns of names the first holds initiatives, whose parts the second names.
    if column in head.levels or (field == "name" and column < head.key):
        return True
    return texts[row][head.key] == above[head.key] != ""


def _drop_in_rows(read: Read) -> None:
    """A text that fills a row, or all of it but the label, stays in its first column."""
    header = next((index for index, row in enumerate(read.rows) if _is_header(row)), None)
    for index, row in enumerate(read.rows):
        above = header is not None and index < header
        first = _first_repeated(row.cells, any_length=above or _is_titled(read.rows[index : index + 2]))
        for column in range(first + 1, len(row.cells)) if first is not None else ():
            _drop(read, index, column)
        if first is not None:
            del row.cells[first + 1 :]


def _is_header(row: Row) -> bool:
    """Every column after the first has a text of its own, as years do."""
    texts = texts_of(row.cells[1:])
    return len(row.cells) > 2 and len(set(texts)) == len(texts) == len(row.cells) - 1


def _is_titled(rows: Sequence[Row]) -> bool:
    """Whether the first of two rows under one label is the title of the other, which holds values."""
    upper, lower = ([_text(cell) for cell in row.cells] for row in rows) if len(rows) == 2 else ([""], [""])
    if len(upper) < 3 or not upper[0] or upper[0] != lower[0]:
        return False
    return not _is_value(upper[1]) and any(_is_value(text) for text in lower[1:])


def _is_value(text: str) -> bool:
    return squash(text) in stages(known()) or any(char.isdecimal() for char in text)


def _first_repeated(cells: Sequence[Lines], any_length: bool) -> int | None:
    """The column from which one text fills the row; None where the cells may be values of their own."""
    texts = ["\n".join(line.text for line in cell) for cell in cells]
    if len(texts) < 3 or not texts[1] or len(set(texts[1:])) > 1:
        return None
    if texts[0] == texts[1] and look(texts[0]) not in (*_STATED, "grade", "mark"):
        return 0
    label = heads(texts[0])
    named = label is not None and label.field in _TEXTS
    if not (any_length or named or len(texts[1]) > _LONGEST_STAGE or mark_at(texts[1])):
        return None
    return 0 if texts[0] == texts[1] else 1
