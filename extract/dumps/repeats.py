"""Rows of a Markdown table -> the same rows with a merged cell's text once.

Markdown has no merged cells: converters print the text of one in every column it covers.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.dumps.text_table import Lines, Read, Row, texts_of

_LONGEST_STAGE = 12
"""Below the year header the same word every year is a value (実施, 80台); a longer text is one merged cell."""


def drop_repeats(read: Read) -> None:
    """Leave a text that fills a row, or all of it but the label, in its first column only; the others are copies."""
    header = next((index for index, row in enumerate(read.rows) if _is_header(row)), None)
    for index, row in enumerate(read.rows):
        above = header is not None and index < header
        first = _first_repeated(row.cells, any_length=above)
        if first is not None:
            read.copies += [line for cell in row.cells[first + 1 :] for line in cell]
            del row.cells[first + 1 :]


def _is_header(row: Row) -> bool:
    """Every column after the first has a text of its own, as years do."""
    texts = texts_of(row.cells[1:])
    return len(row.cells) > 2 and len(set(texts)) == len(texts) == len(row.cells) - 1


def _first_repeated(cells: Sequence[Lines], any_length: bool) -> int | None:
    """The column from which one text fills the row; None where the cells may be values of their own."""
    texts = ["\n".join(line.text for line in cell) for cell in cells]
    if len(texts) < 3 or not texts[1] or len(set(texts[1:])) > 1:
        return None
    if not any_length and len(texts[1]) <= _LONGEST_STAGE:
        return None
    return 0 if texts[0] == texts[1] else 1
