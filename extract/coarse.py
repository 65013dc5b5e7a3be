"""Grid + glyphs -> the lattice divided as its text is: columns ruled in the header alone, rows not ruled at all."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extract.cuts import crossed, held, row_cuts, type_size, uncrossed
from extract.grid import Grid, divided, unit_of
from extract.gutters import Baseline, clusters
from extract.lines import BASELINE, rows, runs
from extract.page import Bools, Floats, Glyphs, Ints, usual
from extract.rulings import Ruling, middle
from extract.stream import RULED, UNRULED, header_columns

WHITE = 1.5
"""Em of white between two texts of one baseline."""
APART = 0.5
"""Such gaps a line of a cell, where the cells of a table hold the texts of several columns."""
LISTED = 5
"""Lines, level with those of the cells beside it, that a cell holds where rows are not ruled…"""
LEVEL = 0.8
"""…in all columns that have any, with this share of the rows at least."""
FULL, FREE = 2.5, 0.9
"""Em of the cell's width that full lines leave at most, padding and a glyph; text of which most lines leave more is not
wrapped."""


class _Lines(NamedTuple):
    """The lines of all cells of a lattice, by cell and from top to bottom: arrays of one row a line."""

    cell: Ints
    width: Floats
    gaps: Ints


class Ink(NamedTuple):
    """The printed glyphs of a page that run across: which they are, where they begin and end, and their middles."""

    glyphs: Glyphs
    x0: Floats
    x1: Floats
    y: Floats
    size: Floats
    centre: Floats


def ink(glyphs: Glyphs, centre: Floats) -> Ink:
    code = glyphs.code
    printed = (code > 32) & (code != 0x3000) & (code != 0xA0) & ~glyphs.vertical
    own = glyphs.take(printed)
    return Ink(own, own.box[:, 0], own.box[:, 2], own.origin[:, 1], own.size, centre[printed])


def is_coarse(grid: Grid, text: Ink) -> bool:
    """Whether the cells of the lattice hold what stands in several columns, or in several rows."""
    cell = unit_of(grid, text.centre)
    inside = np.flatnonzero(cell >= 0)
    if not len(inside):
        return False
    em = usual(text.size[inside])
    lines = _lines(text, inside, cell[inside], em)
    return bool(lines.gaps.sum() >= APART * len(lines.cell)) or _holds_rows(grid, lines, em)


def _lines(text: Ink, inside: Ints, cell: Ints, em: float) -> _Lines:
    order = np.lexsort((text.y[inside], cell))
    cell, inside, y = cell[order], inside[order], text.y[inside[order]]
    number = np.cumsum(np.append(True, (cell[1:] != cell[:-1]) | (y[1:] - y[:-1] > BASELINE * em)))
    order = np.lexsort((text.x0[inside], number))
    number, x0, x1 = number[order], text.x0[inside[order]], text.x1[inside[order]]
    first = np.flatnonzero(np.append(True, number[1:] != number[:-1]))
    gap = np.append(False, x0[1:] - x1[:-1] > WHITE * em)
    gap[first] = False
    width = np.maximum.reduceat(x1, first) - x0[first]
    return _Lines(cell[first], width, np.add.reduceat(gap.astype(np.int64), first))


def _holds_rows(grid: Grid, lines: _Lines, em: float) -> bool:
    """Whether a row of cells holds many lines, level from column to column, none of them wrapped."""
    if np.bincount(lines.cell).max() < LISTED:
        return False
    cells = np.array(grid.cells)[lines.cell]
    room = grid.xs[cells[:, 1] + cells[:, 3]] - grid.xs[cells[:, 1]]
    for row in np.unique(cells[:, 0]).tolist():
        own = cells[:, 0] == row
        count = np.unique(lines.cell[own], return_counts=True)[1]
        if len(count) < 3 or count.max() < LISTED or len(count) < (grid.unit.shape[1] + 1) // 2:
            continue
        if count.min() >= LEVEL * count.max() and (room[own] - lines.width[own] > FULL * em).mean() >= FREE:
            return True
    return False


def redivided(grid: Grid, ink: Ink) -> Grid | None:
    """A coarse lattice with the columns and rows its text stands in; None where these are not clear."""
    cell = unit_of(grid, ink.centre)
    inside = cell >= 0
    text = rows(runs(ink.glyphs.take(inside), cell[inside]).pieces)
    strips = _strips(grid.ys, text)
    xs = grid.xs if _is_divided(text, grid.xs) else _columns(grid, strips)
    if xs is None:
        return None
    added = [y for _, y in row_cuts(strips[1:], xs)]
    ys = np.unique(np.concatenate([grid.ys, added]))
    finer = divided(xs, ys, *_edges(grid, xs, ys, text))
    return replace(finer, confidence=UNRULED if added else RULED) if finer is not None else None


def _strips(ys: Floats, text: list[Baseline]) -> list[list[Baseline]]:
    return [[row for row in text if y0 < middle(row) < y1] for y0, y1 in itertools.pairwise(ys.tolist())]


def _is_divided(text: list[Baseline], xs: Floats) -> bool:
    """Whether the texts of nearly every baseline stand each in a column of its own."""
    if len(xs) < 3:
        return False
    em = type_size(text)
    own = [len(clusters(row)) <= len(set(held(row, xs))) and not crossed([row], xs, em).any() for row in text]
    return sum(own) >= FREE * len(own)


def _columns(grid: Grid, strips: list[list[Baseline]]) -> Floats | None:
    """The column edges of the text, and those that are drawn."""
    x0, _, x1, _ = grid.box
    ruling = Ruling(x0, x1, grid.ys, np.zeros((0, 3)), np.zeros(len(strips), dtype=np.bool_))
    xs = header_columns(ruling, strips, grid.xs)
    return None if xs is None else np.unique(np.concatenate([xs, grid.xs]))


def _edges(grid: Grid, xs: Floats, ys: Floats, text: list[Baseline]) -> tuple[Bools, Bools]:
    """Which edges part cells: those of the lattice, and inside its cells those no text crosses."""
    col = np.searchsorted(grid.xs, (xs[1:] + xs[:-1]) / 2) - 1
    row = np.searchsorted(grid.ys, (ys[1:] + ys[:-1]) / 2) - 1
    unit = grid.unit[row][:, col]
    outer = unit >= 0
    across = np.ones((len(ys), len(xs) - 1), dtype=np.bool_)
    down = np.ones((len(ys) - 1, len(xs)), dtype=np.bool_)
    across[0], across[-1], down[:, 0], down[:, -1] = outer[0], outer[-1], outer[:, 0], outer[:, -1]
    across[1:-1], down[:, 1:-1] = unit[1:] != unit[:-1], unit[:, 1:] != unit[:, :-1]
    em = type_size(text)
    for i, strip in enumerate(_strips(ys, text)):
        if i and ys[i] not in grid.ys:
            across[i] |= uncrossed(strip, xs, float(ys[i]))
        down[i, 1:-1] |= ~crossed(strip, xs, em) & _several(strip, xs, unit[i])
    return across, down


def _several(strip: list[Baseline], xs: Floats, unit: Ints) -> Bools:
    """Which inner column edges lie in cells that have texts in several columns."""
    used = np.zeros(len(xs) - 1, dtype=np.bool_)
    used[[column for row in strip for column in held(row, xs)]] = True
    many = np.array([used[unit == cell].sum() > 1 for cell in unit.tolist()], dtype=np.bool_)
    return many[1:] & many[:-1]
