"""A table whose further columns stand on the next page -> one table; a wide sheet is printed so, page by page.

The second part has the rows of the first, edge by edge, and nothing that names them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.model import Block, Cell, Document, Span, Table
from normalize.words.label import label

Floats = NDArray[np.float64]
SAME = 2.5
"""Points the edges of one row differ by on two pages at most."""
PAGE = 10_000.0
"""More points than a page is high: places of further pages lie below those of the first."""
FEWEST = 4
"""Edges two parts have in common at least: a header and two rows."""
HEADER = 3
"""Rows of the deepest header."""
SIDEWAYS = "sideways"


def widened(document: Document) -> Document:
    """The document with such parts put beside one another."""
    blocks: list[Block] = []
    last: int | None = None
    for block in document.blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        whole = beside(blocks[last], block) if last is not None else None
        if whole is not None and last is not None:
            blocks[last] = whole
        else:
            last = len(blocks)
            blocks.append(block)
    return replace(document, blocks=tuple(blocks)) if len(blocks) < len(document.blocks) else document


def beside(left: Block, right: Table) -> Table | None:
    """The two as one table; None where the second does not go on with the first's rows."""
    if not isinstance(left, Table) or not _is_next(left, right) or not _names(left) or _names(right):
        return None
    a, b = _edges(left), _edges(right)
    if len(a) < FEWEST or len(b) < FEWEST or abs(np.ptp(a) - np.ptp(b)) > SAME:
        return None
    b += a[-1] - b[-1]
    few, many = sorted((a, b), key=len)
    if (np.abs(few[:, None] - many).min(axis=1) > SAME).any():
        return None
    cells = [*_moved(left, a, many, 0), *_moved(right, b, many, left.n_cols)]
    shift = left.x_edges[-1] - right.x_edges[0] if left.x_edges and right.x_edges else 0.0
    return Table(
        tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        len(many) - 1,
        left.n_cols + right.n_cols,
        (*left.places, *right.places),
        (*left.x_edges, *(x + shift for x in right.x_edges[1:])),
        (*_spans(left, a, many, 0), *_spans(right, b, many, left.n_cols)),
        min(left.confidence, right.confidence),
        tuple(dict.fromkeys((*left.flags, *right.flags, SIDEWAYS))),
    )


def _is_next(left: Table, right: Table) -> bool:
    """Whether the second begins on a page behind the first's."""
    pages, others = {place.page for place in left.places}, {place.page for place in right.places}
    return bool(pages) and bool(others) and min(others) > max(pages)


def _names(table: Table) -> bool:
    """Whether a column or card label says that names or numbers stand here."""
    heads = (label(cell.text) for cell in table.cells if cell.row < HEADER and cell.lines)
    return any(found is not None and {"name", "number"} & {found.field, *found.more} for found in heads)


def _span(cell: Cell) -> tuple[float, float] | None:
    boxes = [(place.page * PAGE, place.box) for place in cell.places if place.box is not None]
    return (boxes[0][0] + boxes[0][1].y0, boxes[-1][0] + boxes[-1][1].y1) if boxes else None


def _edges(table: Table) -> Floats:
    """Where rows begin, and the end of the last, down all pages; none where a row has no place."""
    first = min((place.page for place in table.places), default=0) * PAGE
    found: dict[int, float] = {}
    for cell in table.cells:
        span = _span(cell)
        if span is not None:
            found.setdefault(cell.row, span[0] - first)
            if cell.row + cell.rowspan == table.n_rows:
                found.setdefault(table.n_rows, span[1] - first)
    whole = sorted(found) == list(range(table.n_rows + 1))
    return np.array([found[row] for row in range(table.n_rows + 1)] if whole else [], dtype=np.float64)


def _moved(table: Table, own: Floats, edges: Floats, columns: int) -> list[Cell]:
    """The cells among rows that may be divided further."""
    at = np.abs(own[:, None] - edges).argmin(axis=1).tolist()
    return [
        replace(c, row=at[c.row], rowspan=at[c.row + c.rowspan] - at[c.row], col=c.col + columns) for c in table.cells
    ]


def _spans(table: Table, own: Floats, edges: Floats, columns: int) -> list[Span]:
    at = np.abs(own[:, None] - edges).argmin(axis=1).tolist()
    return [replace(s, row=at[s.row], first=s.first + columns, last=s.last + columns) for s in table.spans]
