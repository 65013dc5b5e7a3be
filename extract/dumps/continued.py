"""Blocks of a conversion -> the same, a list that goes on over a page's end put together again.

A conversion has a table a page. Where the header is not printed again, or a row was cut, the rest says nothing alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.dumps.list_head import Head, bodies
from extract.dumps.text_table import extents
from extract.dumps.words import heads, squash
from extract.model import Block, Cell, Line, Prose, Table

_PAGE_NUMBER = re.compile(
    r"[-－―—ー\s]*(?:[Pp]\.?|頁)?\s*[0-9０-９]{1,4}\s*(?:/\s*[0-9０-９]{1,4}|頁|ページ)?[-－―—ー\s]*"
)
_NARROWER = 1
"""Columns that the rest of a table may have less: its last one may be empty."""
_FEWEST = 3
"""Filled cells of the widest row: with fewer, a table may be anything."""


class _Part(NamedTuple):
    """A table with its texts by row and column, and its last header."""

    table: Table
    texts: list[list[str]]
    head: Head | None


def continued(blocks: Sequence[Block]) -> tuple[list[Block], list[Line]]:
    """The blocks, and the lines of headers printed again in the midst of a row."""
    often = Counter(squash(line.text) for block in blocks if isinstance(block, Prose) for line in block.lines)
    out: list[Block] = []
    copies: list[Line] = []
    last: int | None = None
    for block in blocks:
        if isinstance(block, Prose):
            if not all(_PAGE_NUMBER.fullmatch(line.text) or often[squash(line.text)] > 1 for line in block.lines):
                last = None
            out.append(block)
            continue
        before = out[last] if last is not None else None
        joined = _joined(_part(before), _part(block)) if isinstance(before, Table) else None
        if joined is None or last is None:
            last = len(out)
            out.append(block)
        else:
            out[last], again = joined
            copies += again
    return out, copies


def _part(table: Table) -> _Part:
    texts = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        texts[cell.row][cell.col] = "\n".join(line.text for line in cell.lines)
    head = max((head for head, _ in bodies(texts)), default=None)
    return _Part(table, texts, head)


def _joined(part: _Part, rest: _Part) -> tuple[Table, list[Line]] | None:
    """The two as one table, and the header left out of it; None where they are two."""
    head = part.head
    fits = part.table.n_cols - _NARROWER <= rest.table.n_cols <= part.table.n_cols
    if head is None or not fits or max(sum(map(bool, row)) for row in rest.texts) < _FEWEST:
        return None
    if rest.head is None:
        return None if any(heads(text) for text in rest.texts[0]) else (_put(part.table, rest.table, 0), [])
    body = rest.head.last + 1
    same = rest.head.first == 0 and rest.texts[:body] == part.texts[head.first : head.last + 1]
    cut = body < len(rest.texts) and any(rest.texts[body][1:]) and not rest.texts[body][head.key]
    if not (same and cut):
        return None
    again = [line for cell in rest.table.cells if cell.row < body for line in cell.lines]
    return _put(part.table, rest.table, body), again


def _put(table: Table, rest: Table, first: int) -> Table:
    """A table with the rows of another from `first` on below its own."""
    below = [_moved(cell, table, rest, first) for cell in rest.cells if cell.row >= first]
    rows, places = table.n_rows + rest.n_rows - first, extents([*table.places, *rest.places])
    return replace(table, cells=(*table.cells, *below), n_rows=rows, places=places)


def _moved(cell: Cell, table: Table, rest: Table, first: int) -> Cell:
    """A cell in its row of the whole; one that runs to the end of its row still does."""
    wide = cell.colspan > 1 and cell.col + cell.colspan == rest.n_cols
    span = cell.colspan + (table.n_cols - rest.n_cols if wide else 0)
    return replace(cell, row=cell.row + table.n_rows - first, colspan=span)
