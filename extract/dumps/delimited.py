"""The numbered lines of a file -> its records, where it is CSV, or tab-separated text with line breaks in its cells.

What Excel saves: a cell that holds a comma, a quote or a line break stands in quotes.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from extract.dumps.text_table import Numbered

Record = tuple[Numbered, list[str]]
"""The lines a record stands on, and the texts of its cells."""

_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
"""Not that of 1,300."""
_FEWEST = 2
"""Records of several cells that make a file of them."""
_ALIKE, _MOST = 0.9, 0.5
"""Share of the records of several cells that have as many as each other, and of all records that have several.

A spreadsheet saves all rows as wide as its widest; text has commas as it comes, and titles stand above a table.
"""


def records(lines: Sequence[Numbered]) -> list[Record] | None:
    r"""The records of the lines; None where they are not a file of them.

    >>> found = records([Numbered(1, 1, '1,"港の'), Numbered(2, 1, '調査",総務課'), Numbered(3, 1, "2,研修,人事課")])
    >>> [(line.number, line.last, cells) for line, cells in found or ()]
    [(1, 2, ['1', '港の\n調査', '総務課']), (3, 3, ['2', '研修', '人事課'])]
    >>> records([Numbered(1, 1, "来館者数 1,300人"), Numbered(2, 1, "貸出数 2,450冊")]) is None
    True
    """
    printed = [line.text for line in lines if line.text.strip()]
    tabbed = sum("\t" in text for text in printed)
    if tabbed * 2 >= len(printed):
        quoted = any(text.count('"') % 2 for text in printed)
        return _cut(lines, "\t") if quoted else None
    if sum(_COMMA.search(text) is not None for text in printed) <= tabbed:
        return None
    return _cut(lines, ",")


def _cut(lines: Sequence[Numbered], delimiter: str) -> list[Record] | None:
    reader = csv.reader([line.text + "\n" for line in lines], delimiter=delimiter)
    found: list[Record] = []
    first = 0
    try:
        for cells in reader:
            found.append((lines[first]._replace(last=lines[reader.line_num - 1].number), cells))
            first = reader.line_num
    except csv.Error:  # a quote that is never closed
        return None
    filled = [cells for _, cells in found if any(map(str.strip, cells))]
    widths = Counter(len(cells) for cells in filled if len(cells) > 1)
    several = widths.total()
    alike = max(widths.values(), default=0)
    whole = several >= _FEWEST and alike >= _ALIKE * several and several >= _MOST * len(filled)
    return found if whole else None
