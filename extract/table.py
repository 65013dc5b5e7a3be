"""Grid + glyphs -> Table of Cell: which text stands in which cell, and which lattices are tables at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extract.arrows import Mark, span
from extract.grid import Grid, unit_of
from extract.lines import Piece, Runs, cell_lines
from extract.model import Box, Cell, LeftOut, Place, Span, Table
from extract.page import Bools, Floats, Ints, RawPage, boxes

REVISED = "revised"
"""The flag of a text beside which another one is struck out."""
TALL = 1.5
"""A cell this many times higher than wide has its words written downwards."""
NARROW = 2.5
"""Em a cell is wide in which words are broken after every glyph."""
COVERED = 0.6
AT_ONCE = 500_000
"""Pairs of a cell and a shaded area looked at at once; a usual page has a hundredth."""
BAR = 10.0
"""Points: cells that are lower or narrower decorate a heading."""
SPARSE, MANY = 0.1, 40
"""A chart's gridlines make a lattice of many cells of which hardly one has text."""


class Claim(NamedTuple):
    """The lattices that are tables, and the area of each glyph: first[i] + cell of grids[i], or -1 outside."""

    grids: tuple[Grid, ...]
    first: tuple[int, ...]
    area: Ints
    frames: tuple[Box, ...]

    @property
    def free(self) -> int:
        """The first area number no cell has."""
        return self.first[-1] + len(self.grids[-1].cells) if self.grids else 0


def claim(grids: list[Grid], centre: Floats) -> Claim:
    """Give every glyph to the innermost table cell its centre lies in."""
    area = np.full(len(centre), -1, dtype=np.int64)
    tables: list[Grid] = []
    first: list[int] = []
    frames: list[Box] = []
    free = 0
    for grid in grids:
        unit = unit_of(grid, centre)
        unit[area >= 0] = -1
        if not _is_table(grid, unit):
            frames.extend(Box(*grid.cell_box(cell)) for cell in grid.cells)
            continue
        area = np.where(unit >= 0, free + unit, area)
        tables.append(grid)
        first.append(free)
        free += len(grid.cells)
    return Claim(tuple(tables), tuple(first), area, tuple(frames))


def _is_table(grid: Grid, unit: Ints) -> bool:
    """A frame round prose has one column; a diagram covers little of its rectangle; a chart is nearly empty.

    A heading with a bar before it, or lines above and below, has one cell with room for text.
    """
    if grid.led_by_text:
        return True
    if len(grid.cells) < 2 or len({cell.col for cell in grid.cells}) < 2:
        return False
    if (grid.unit >= 0).mean() < 0.5:
        return False
    used = len(np.unique(unit[unit >= 0]))
    if used == 0 or (used == 1 and _bars(grid) == len(grid.cells) - 1):
        return False
    return len(grid.cells) < MANY or used >= SPARSE * len(grid.cells)


def _bars(grid: Grid) -> int:
    """How many cells have no room for text."""
    boxes_of = (grid.cell_box(cell) for cell in grid.cells)
    return sum(min(x1 - x0, y1 - y0) < BAR for x0, y0, x1, y1 in boxes_of)


class Worded(NamedTuple):
    """A mark and the area number of the text inside it."""

    mark: Mark
    table: int
    area: int


def claim_marks(claimed: Claim, marks: Sequence[Mark], centre: Floats) -> tuple[Claim, list[Worded]]:
    """Give marks the text that stands inside them, the smallest its own; it is no longer the cells' below them."""
    area, worded, free = claimed.area.copy(), list[Worded](), claimed.free
    for mark in sorted(marks, key=lambda mark: (mark.box.y0 - mark.box.y1) * (mark.box.x1 - mark.box.x0)):
        x0, y0, x1, y1 = mark.box
        table = _table_under(claimed, (x0 + x1) / 2, (y0 + y1) / 2)
        if table < 0:
            continue
        if mark.worded:
            x, y = centre.T
            area[(x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)] = free
        worded.append(Worded(mark, table, free))
        free += 1
    return claimed._replace(area=area), worded


def _table_under(claimed: Claim, x: float, y: float) -> int:
    for i, grid in enumerate(claimed.grids):
        x0, y0, x1, y1 = grid.box
        if x0 <= x <= x1 and y0 <= y <= y1:
            return i
    return -1


def tables(page: RawPage, claimed: Claim, runs: Runs, fills: Floats, marks: list[Worded]) -> list[Table]:
    """The tables of a page with their text."""
    by_area: defaultdict[int, list[Piece]] = defaultdict(list)
    for piece, area in zip(runs.pieces, runs.area, strict=True):
        if area >= 0:
            by_area[area].append(piece)
    found: list[Table] = []
    for k, (grid, first) in enumerate(zip(claimed.grids, claimed.first, strict=True)):
        text = {i: by_area[first + i] for i in range(len(grid.cells)) if first + i in by_area}
        own = [(mark, cell_lines(by_area[area], page, upright=False)) for mark, table, area in marks if table == k]
        spans = (span(mark, grid, page.number, lines) for mark, lines in own)
        found.append(replace(_table(page, grid, text, fills), spans=_in_order(spans)))
    return found


def with_revised(table: Table, left_out: Sequence[LeftOut]) -> Table:
    """The table, the lines of the cells in which text is struck out flagged `revised`."""
    struck = [text.place.box for text in left_out if text.why == "struck" and text.place.box is not None]
    if not struck:
        return table
    return replace(table, cells=tuple(_revised(cell) if _holds(cell, struck) else cell for cell in table.cells))


def _revised(cell: Cell) -> Cell:
    return replace(cell, lines=tuple(replace(line, flags=(*line.flags, REVISED)) for line in cell.lines))


def _holds(cell: Cell, boxes_in: Sequence[Box]) -> bool:
    around = cell.places[0].box
    return around is not None and any(
        around.x0 <= (x0 + x1) / 2 <= around.x1 and around.y0 <= (y0 + y1) / 2 <= around.y1
        for x0, y0, x1, y1 in boxes_in
    )


def _in_order(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    """By row, then from left to right and downwards."""
    found = [span for span in spans if span is not None]
    found.sort(key=lambda span: (span.row, span.first, span.place.box.y0 if span.place.box else 0.0))
    return tuple(found)


def _table(page: RawPage, grid: Grid, text: dict[int, list[Piece]], fills: Floats) -> Table:
    rects = boxes([grid.cell_box(cell) for cell in grid.cells])
    filled = _filled(rects, fills).tolist()
    cells: list[Cell] = []
    for i, (cell, rect, shade) in enumerate(zip(grid.cells, rects.round(2).tolist(), filled, strict=True)):
        x0, y0, x1, y1 = rect
        lines = cell_lines(text[i], page, _is_upright(rect, text[i])) if i in text else ()
        cells.append(Cell(*cell, lines, (Place(page.number, Box(x0, y0, x1, y1)),), shade))
    return Table(
        tuple(cells),
        len(grid.ys) - 1,
        len(grid.xs) - 1,
        (Place(page.number, Box(*(round(v, 2) for v in grid.box))),),
        tuple(round(x, 2) for x in grid.xs.tolist()),
        confidence=min(grid.confidence, 0.95) if grid.closed_sides else grid.confidence,
        flags=_flags(grid),
    )


def _flags(grid: Grid) -> tuple[str, ...]:
    if grid.led_by_text:
        return ("gap_lattice",)
    if grid.confidence < 1.0:
        return ("no_vertical_rules",)
    return ("open_sided",) if grid.closed_sides else ()


def _is_upright(rect: list[float], pieces: list[Piece]) -> bool:
    """Whether single glyphs below one another are a word here: the cell is much higher than wide, or one glyph wide."""
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    return height > TALL * width or width < NARROW * max(piece.size for piece in pieces)


def _filled(rects: Floats, fills: Floats) -> Bools:
    """Which rectangles are mostly covered by a shaded area."""
    if not len(fills):
        return np.zeros(len(rects), dtype=np.bool_)
    several = max(1, AT_ONCE // len(fills))
    parts = [_covered(rects[at : at + several], fills) for at in range(0, len(rects), several)]
    return np.concatenate(parts)


def _covered(rects: Floats, fills: Floats) -> Bools:
    w = np.minimum(rects[:, None, 2], fills[None, :, 2]) - np.maximum(rects[:, None, 0], fills[None, :, 0])
    h = np.minimum(rects[:, None, 3], fills[None, :, 3]) - np.maximum(rects[:, None, 1], fills[None, :, 1])
    size = (rects[:, 2] - rects[:, 0]) * (rects[:, 3] - rects[:, 1])
    return ((w.clip(0) * h.clip(0)).max(axis=1) >= COVERED * size).astype(np.bool_)
