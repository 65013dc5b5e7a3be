"""Blocks of a conversion -> the same, a list that goes on over a page's end put together again.

A conversion has a table a page. Where the header is not printed again, or a row was cut, the rest says nothing alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extract.dumps.flattened import is_row_like, unfolded
from extract.dumps.list_head import Head, bodies, texts_of
from extract.dumps.text_table import Row, extents, table_of
from extract.dumps.words import heads, squash
from extract.model import Block, Cell, Line, Place, Prose, Table

_PAGE_NUMBER = re.compile(
    r"[-－―—ー\s]*(?:[Pp]\.?|頁)?\s*[0-9０-９]{1,4}\s*(?:/\s*[0-9０-９]{1,4}|頁|ページ)?[-－―—ー\s]*"
)
_NARROWER = 1
"""Columns that the rest of a table may have less: its last one may be empty."""
_FEWEST = 3
"""Filled cells of the widest row: with fewer, a table may be anything."""

_LONGEST_BAND, _MOST_BANDS = 60, 3
"""Letters of a heading between two parts of a list, and lines of such headings."""


class _Part(NamedTuple):
    """A table with its texts by row and column, its last header, and the rows of that."""

    table: Table
    texts: list[list[str]]
    head: Head | None
    over: list[Row]


@dataclass(slots=True)
class _Whole:
    """A list put together so far: its first part, and the cells, places and rows of all."""

    first: _Part
    cells: list[Cell]
    places: list[Place]
    rows: int

    def take(self, rest: Table, first: int) -> None:
        """The rows of another table from `first` on, below its own."""
        self.cells += [
            _moved(cell, self.rows - first, rest, self.first.table) for cell in rest.cells if cell.row >= first
        ]
        self.places += rest.places
        self.rows += rest.n_rows - first

    def take_band(self, heading: Prose) -> None:
        """The lines of a heading between the parts, each a row of one cell."""
        for line in heading.lines:
            self.cells.append(Cell(self.rows, 0, 1, self.first.table.n_cols, (line,), (line.place,)))
            self.places.append(line.place)
            self.rows += 1

    def table(self) -> Table:
        return replace(self.first.table, cells=tuple(self.cells), n_rows=self.rows, places=extents(self.places))


def continued(blocks: Sequence[Block]) -> tuple[list[Block], list[Line]]:
    """The blocks, and the lines of headers printed again in the midst of a row."""
    often = Counter(squash(line.text) for block in blocks if isinstance(block, Prose) for line in block.lines)
    out: list[Prose | _Whole] = []
    copies: list[Line] = []
    last: _Whole | None = None
    bands: list[Prose] = []
    since = 0
    for block in blocks:
        if isinstance(block, Prose):
            out.append(block)
            if all(_PAGE_NUMBER.fullmatch(line.text) or often[squash(line.text)] > 1 for line in block.lines):
                continue
            bands.append(block)
            last = last if sum(len(each.lines) for each in bands) <= _MOST_BANDS and _is_band(block) else None
            continue
        part = _part(block)
        body = _goes_on(last.first, part) if last is not None else None
        if last is None or body is None or (body and bands):
            last = _Whole(part, list(block.cells), list(block.places), block.n_rows)
            out.append(last)
        else:
            out[since:] = [each for each in out[since:] if not any(each is band for band in bands)]
            for band in bands:
                last.take_band(band)
            last.take(block if body else _under(last.first, block), body)
            copies += [line for cell in block.cells if cell.row < body for line in cell.lines]
        bands, since = [], len(out)
    return unfolded([block.table() if isinstance(block, _Whole) else block for block in out]), copies


def _is_band(block: Prose) -> bool:
    """A heading between the parts of a list (a policy; no sentence, note or label), or a row of it run together."""
    texts = [squash(line.text) for line in block.lines]
    if any(text[:1] in "※*" for text in texts):
        return False
    heading = all(len(text) <= _LONGEST_BAND and text[-1:] != "。" and heads(text) is None for text in texts)
    return heading or all(map(is_row_like, block.lines))


def _part(table: Table) -> _Part:
    texts = texts_of(table)
    head = max((head for head, _ in bodies(texts)), default=None)
    return _Part(table, texts, head, _rows(table)[head.first : head.last + 1] if head else [])


def _goes_on(part: _Part, rest: _Part) -> int | None:
    """The row of a table from which on it belongs to a list before it; None where it is a table of its own."""
    head = part.head
    fits = part.table.n_cols - _NARROWER <= rest.table.n_cols <= part.table.n_cols
    if head is None or not fits or max(sum(map(bool, row)) for row in rest.texts) < _FEWEST:
        return None
    if rest.head is None:
        body = part.texts[head.last + 1 :]
        labels = (column for column, text in enumerate(rest.texts[0]) if heads(text))
        return 0 if all(any(heads(row[column]) for row in body) for column in labels) else None
    body = rest.head.last + 1
    same = rest.head.first == 0 and rest.texts[:body] == part.texts[head.first : head.first + body]
    cut = body < len(rest.texts) and any(rest.texts[body][1:]) and not rest.texts[body][head.key]
    return body if same and (cut or body <= head.last - head.first) else None


def _under(part: _Part, rest: Table) -> Table:
    """The rest of a list with the cells merged that its header tells to be; HTML says itself which are."""
    if any(cell.rowspan > 1 for cell in rest.cells):
        return rest
    depth = len(part.over)
    table = table_of([*part.over, *_rows(rest)])
    if table is None or table.n_rows != depth + rest.n_rows:
        return rest
    cells = tuple(replace(cell, row=cell.row - depth) for cell in table.cells if cell.row >= depth)
    return replace(rest, cells=cells, n_cols=table.n_cols)


def _rows(table: Table) -> list[Row]:
    """The rows of a table as the file has them."""
    rows = [Row(place, [()] * table.n_cols) for place in [table.places[0]] * table.n_rows]
    for cell in table.cells:
        rows[cell.row].cells[cell.col] = cell.lines
        if cell.places:
            rows[cell.row] = rows[cell.row]._replace(place=cell.places[0])
    return rows


def _moved(cell: Cell, down: int, rest: Table, whole: Table) -> Cell:
    """A cell in its row of the whole; one that runs to the end of its row still does."""
    wide = cell.colspan > 1 and cell.col + cell.colspan == rest.n_cols
    span = cell.colspan + (whole.n_cols - rest.n_cols if wide else 0)
    return replace(cell, row=cell.row + down, colspan=span)
