"""Which edges between unit cells are drawn -> the cells: units with no edge between them are merged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from extract.page import Bools, Ints

CLOSED = 0.7
"""Share of its outline a region at the rim must have drawn to be a cell."""


class GridCell(NamedTuple):
    row: int
    col: int
    rowspan: int
    colspan: int


def cells_between(across: Bools, down: Bools) -> list[GridCell]:
    """The cells row by row; across[i, k] and down[k, j]: whether the edge is drawn along that unit cell."""
    framed = bool(across[0].all() and across[-1].all() and down[:, 0].all() and down[:, -1].all())
    cells: list[GridCell] = []
    for region in _members(_regions(across, down)):
        if framed and region.mask is ONE:
            cells.append(GridCell(region.row, region.col, 1, 1))
        else:
            cells.extend(_as_cells(region, across, down))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return cells


def _regions(across: Bools, down: Bools) -> Ints:
    """Label the unit cells so that those with no rule between them share a label (the smallest index in them)."""
    n_rows, n_cols = across.shape[0] - 1, across.shape[1]
    label = np.arange(n_rows * n_cols).reshape(n_rows, n_cols)
    open_right, open_below = ~down[:, 1:-1], ~across[1:-1, :]
    if not open_right.any() and not open_below.any():
        return label
    pairs = [
        np.stack([label[:, :-1][open_right], label[:, 1:][open_right]]),
        np.stack([label[:-1][open_below], label[1:][open_below]]),
    ]
    return merged(n_rows * n_cols, np.concatenate(pairs, axis=1)).reshape(n_rows, n_cols)


def merged(size: int, pairs: Ints) -> Ints:
    """The smallest of the numbers below `size` that each hangs together with by a chain of pairs (2, n).

    >>> merged(5, np.array([[4, 1], [2, 4]])).tolist()
    [0, 1, 1, 3, 1]
    """
    root = np.arange(size)
    while (root[pairs[0]] != root[pairs[1]]).any():
        ends = root[pairs]
        np.minimum.at(root, ends.max(axis=0), ends.min(axis=0))
        while (root[root] != root).any():
            root = root[root]
    return root


class _Region(NamedTuple):
    """Unit cells merged into one: top left corner, and which units of its bounding rectangle belong to it."""

    row: int
    col: int
    mask: Bools


ONE = np.ones((1, 1), dtype=np.bool_)


def _members(label: Ints) -> Iterator[_Region]:
    n_cols = label.shape[1]
    flat = label.ravel()
    order = np.argsort(flat, kind="stable")
    cuts = np.concatenate([[0], np.flatnonzero(np.diff(flat[order])) + 1, [len(flat)]])
    for start, size in zip(cuts[:-1].tolist(), np.diff(cuts).tolist(), strict=True):
        if size == 1:
            row, col = divmod(int(order[start]), n_cols)
            yield _Region(row, col, ONE)
            continue
        rows, cols = np.divmod(order[start : start + size], n_cols)
        row, col = int(rows.min()), int(cols.min())
        mask = np.zeros((int(rows.max()) - row + 1, int(cols.max()) - col + 1), dtype=np.bool_)
        mask[rows - row, cols - col] = True
        yield _Region(row, col, mask)


def _as_cells(region: _Region, across: Bools, down: Bools) -> Iterator[GridCell]:
    """The region as one cell, as several where it is no rectangle, or as none where it lies outside the table."""
    row, col, mask = region
    height, width = mask.shape
    n_rows, n_cols = across.shape[0] - 1, across.shape[1]
    at_rim = row == 0 or col == 0 or row + height == n_rows or col + width == n_cols
    if at_rim and not _enclosed(region, across, down):
        return
    if mask is ONE or mask.all():
        yield GridCell(row, col, height, width)
        return
    left, at = mask.copy(), 0
    while (step := int(np.argmax(left.ravel()[at:]))) or left.flat[at]:
        at += step
        r, c = divmod(at, width)
        wide = int(np.argmin(np.append(left[r, c:], False)))
        tall = 1
        while r + tall < height and left[r + tall, c : c + wide].all():
            tall += 1
        left[r : r + tall, c : c + wide] = False
        yield GridCell(row + r, col + c, tall, wide)


def _enclosed(region: _Region, across: Bools, down: Bools) -> bool:
    """Whether rules are drawn along the region's rim where it meets the table's own rim.

    A cell that goes on over the page's end may be open there.
    """
    row, col, mask = region
    height, width = mask.shape
    top = across[0, col : col + width][mask[0]] if row == 0 else DRAWN
    bottom = across[-1, col : col + width][mask[-1]] if row + height == across.shape[0] - 1 else DRAWN
    left = down[row : row + height, 0][mask[:, 0]] if col == 0 else DRAWN
    right = down[row : row + height, -1][mask[:, -1]] if col + width == across.shape[1] else DRAWN
    sides = top, bottom, left, right
    if all(side.all() for side in sides):
        return True
    if not mask.all():
        return False
    cut = (top.all() or _in_one_piece(across[0])) and (bottom.all() or _in_one_piece(across[-1]))
    return bool((cut and left.all() and right.all()) or np.concatenate(sides).mean() >= CLOSED)


DRAWN = np.zeros(0, dtype=np.bool_)


def _in_one_piece(drawn: Bools) -> bool:
    """Whether the drawn stretch of the rim is one: only merged cells at its ends run on over the page's end."""
    at = np.flatnonzero(drawn)
    return len(at) > 0 and int(at[-1] - at[0]) == len(at) - 1
