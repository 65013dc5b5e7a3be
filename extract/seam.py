"""Where a table breaks at a page's end: which cells above and below the break are one."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.model import Cell, Table

SHORT = 10
"""Characters of a value: a number with its unit, a year, a grade, a name of an office."""
ENDS = "。．.！？」』】）)〉》"
ORDINAL = re.compile(r"第?[(（]?[0-9０-９一二三四五六七八九十Ⅰ-Ⅻ①-⑳]+")
NO_START = "。、，．）」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
"""Characters no line of a new text begins with."""


class Seam(NamedTuple):
    """The cells above and below the break that have the same columns."""

    pairs: list[tuple[Cell, Cell]]
    same_layout: bool


def seam(upper: Table, lower: Table) -> Seam:
    bottom = {(c.col, c.colspan): c for c in upper.cells if c.row + c.rowspan == upper.n_rows}
    top = [c for c in lower.cells if c.row == 0]
    pairs = [(bottom[c.col, c.colspan], c) for c in top if (c.col, c.colspan) in bottom]
    return Seam(pairs, len(pairs) == len(top) == len(bottom))


def is_cut_row(upper: Table, lower: Table) -> bool:
    """Whether the page's end cuts a row: the lower piece's first row is the rest of the upper piece's last.

    A new row under merged leading cells has its own text; the rest of a row has no short values, for they were printed
    above the cut, and its key cell is empty.
    """
    found = seam(upper, lower)
    ended = [(above, below) for above, below in found.pairs if above.lines and not below.lines]
    if not found.same_layout or not ended:
        return False
    if found.pairs[0][1].lines and not _mid_sentence(*found.pairs[0]):
        return False
    both = [(above, below) for above, below in found.pairs if above.lines and below.lines]
    if any(_is_short(above) and _is_short(below) and not _mid_sentence(above, below) for above, below in both):
        return False
    if any(_mid_sentence(above, below) for above, below in both):
        return True
    if any(above.rowspan > 1 or below.rowspan > 1 for above, below in ended):
        return not any(below.lines for _, below in found.pairs)
    return not any(_is_short(below) and not above.lines for above, below in found.pairs if below.lines)


def _is_short(cell: Cell) -> bool:
    text = plain(cell)
    return 0 < len(text) <= SHORT and "。" not in text


def _mid_sentence(above: Cell, below: Cell) -> bool:
    """Whether the text above breaks off: its last line is full, or what follows cannot begin a text."""
    if not above.lines or not below.lines:
        return False
    last, first = above.lines[-1], below.lines[0]
    if first.text[:1] in NO_START:
        return True
    box, room = last.place.box, above.places[-1].box
    if box is None or room is None or last.text[-1:] in ENDS:
        return False
    padding = max(box.x0 - room.x0, 0.0) if len(above.lines) > 1 else 0.0
    return room.x1 - box.x1 <= 1.2 * last.size + min(padding, last.size)


def running_on(upper: Table, lower: Table) -> list[tuple[Cell, Cell]]:
    """Leading cells that go on: empty at the top of a page, or with the rest of a text, under one that merges rows.

    The text of a cell set in the middle of its rows may stand on either page.
    """
    found: list[tuple[Cell, Cell]] = []
    at = 0
    for above, below in sorted(seam(upper, lower).pairs, key=lambda pair: pair[1].col):
        if below.col == at and _stands_below(upper, lower, above, below):
            found.append((above, below))
            at = below.col + below.colspan
            continue
        if below.col != at or not above.lines or (below.lines and not _is_rest(upper, lower, above, below)):
            break
        if above.rowspan == 1 and below.rowspan == 1 and not _always_filled(upper, above):
            break
        found.append((above, below))
        at = below.col + below.colspan
    return found if at < upper.n_cols else []


def _stands_below(upper: Table, lower: Table, above: Cell, below: Cell) -> bool:
    """Whether an empty cell at a page's end begins one whose text stands on the next page.

    Its column merges rows and is filled everywhere else, and the larger part of its rows is there.
    """
    if above.lines or not below.lines or below.rowspan < above.rowspan:
        return False
    column = [c for t in (upper, lower) for c in t.cells if (c.col, c.colspan) == (above.col, above.colspan)]
    return all(c.lines for c in column if c is not above) and any(c.rowspan > 1 for c in column if c is not above)


def _is_rest(upper: Table, lower: Table, above: Cell, below: Cell) -> bool:
    """Whether the text of a merged cell goes on: each text of its column opens with a number, and this one does not."""
    column = [c for t in (upper, lower) for c in t.cells if c.col == above.col and c.lines and c is not below]
    merged = [c for c in column if c.rowspan > 1 and _opens(c)]
    return len(merged) > 1 and above in merged and below.rowspan + above.rowspan > 2 and not _opens(below)


def _opens(cell: Cell) -> bool:
    """Whether the text of a cell begins with a number of its own: 第3章, 2 …, (1), Ⅱ."""
    return ORDINAL.match(plain(cell)) is not None


def _always_filled(table: Table, like: Cell) -> bool:
    """Whether the column of this cell has text in every row: an empty cell there is the rest of the one above."""
    return all(cell.lines for cell in table.cells if cell.col == like.col and cell.colspan == like.colspan)


def plain(cell: Cell) -> str:
    return "".join(cell.text.split())
