"""A structure tree's table -> Grid: which text is in which cell, as the file itself says, where no rule is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from extract.grid import Grid
from extract.model import Box
from extract.page import Floats, boxes
from extract.paths import Rect
from extract.regions import GridCell

PADDING = 2.0
"""Points from the outermost texts to the edge of a table."""
FEWEST = 2
"""Rows and columns of a table at least; layouts are tagged as tables of one."""

Node = Mapping[str, Any]


class TagCell(NamedTuple):
    """A cell of a tagged table, and the box of its text; None where it holds none."""

    cell: GridCell
    box: Box | None


def nodes(tree: Iterable[Node], kind: str) -> Iterator[Node]:
    """The nodes of a kind, outermost ones only."""
    for node in tree:
        if node.get("type") == kind:
            yield node
        else:
            yield from nodes(node.get("children", ()), kind)


def cells_of(table: Node, boxes_of: Mapping[int, Sequence[Rect]]) -> Iterator[TagCell]:
    """The cells of a table in their rows and columns. boxes_of: those of the glyphs of each piece of marked content."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(nodes(table.get("children", ()), "TR")):
        col = 0
        for node in line.get("children", ()):
            if node.get("type") not in ("TD", "TH"):
                continue
            while (row, col) in taken:
                col += 1
            given = node.get("attributes") or {}
            cell = GridCell(row, col, int(given.get("RowSpan", 1)), int(given.get("ColSpan", 1)))
            taken |= {(row + i, col + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            found = boxes([box for mark in _marks(node) for box in boxes_of.get(mark, ())])
            yield TagCell(cell, _around(found) if len(found) else None)


def _marks(node: Node) -> Iterator[int]:
    yield from node.get("mcids") or ()
    for child in node.get("children", ()):
        yield from _marks(child)


def _around(box: Floats) -> Box:
    return Box(*box[:, :2].min(axis=0).tolist(), *box[:, 2:].max(axis=0).tolist())


def tagged_grid(cells: Sequence[TagCell]) -> Grid | None:
    """The lattice of a tagged table; None where its texts do not stand in rows and columns of their own."""
    cells = _printed(cells)
    n_rows = max((c.cell.row + c.cell.rowspan for c in cells), default=0)
    n_cols = max((c.cell.col + c.cell.colspan for c in cells), default=0)
    if min(n_rows, n_cols) < FEWEST:
        return None
    xs = _edges([(c.cell.col, c.box.x0, c.box.x1) for c in cells if c.box and c.cell.colspan == 1], n_cols)
    ys = _edges([(c.cell.row, c.box.y0, c.box.y1) for c in cells if c.box and c.cell.rowspan == 1], n_rows)
    if xs is None or ys is None:
        return None
    unit = np.full((n_rows, n_cols), -1, dtype=np.int64)
    for i, (cell, _) in enumerate(cells):
        unit[cell.row : cell.row + cell.rowspan, cell.col : cell.col + cell.colspan] = i
    return Grid(xs, ys, unit, tuple(cell for cell, _ in cells), led_by_text=True)


def _printed(cells: Sequence[TagCell]) -> list[TagCell]:
    """The cells of the rows printed on the page: the tree holds all rows of a table that runs on from page to page."""
    rows = {row for c in cells if c.box for row in range(c.cell.row, c.cell.row + c.cell.rowspan)}
    first = min(rows, default=0)
    return [TagCell(c.cell._replace(row=c.cell.row - first), c.box) for c in cells if c.cell.row in rows]


def _edges(ends: Sequence[tuple[int, float, float]], n: int) -> Floats | None:
    """The edges of n rows or columns, half way between their texts; None where one is empty or out of order."""
    low, high = np.full(n, np.inf), np.full(n, -np.inf)
    for at, start, end in ends:
        low[at], high[at] = min(low[at], start), max(high[at], end)
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        return None
    edges = np.concatenate([[low[0] - PADDING], (high[:-1] + low[1:]) / 2, [high[-1] + PADDING]])
    return edges if (np.diff(edges) > 0).all() else None
