"""Tables, frames and loose text of a page -> Blocks in reading order, by recursive cuts along white gutters."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extract.lines import LEADERS, Piece, join, line, rows
from extract.lines import columns as vertical_columns
from extract.model import Block, Box, Line, Prose, Table
from extract.page import Bools, Floats, RawPage, boxes
from extract.spread import whole_labels

GUTTER = 1.5
"""Em of white between two columns of text."""
COLUMN_GAP = 2.5
"""Em of white inside one printed line; more separates two texts on one baseline."""
COLUMN_WIDTH = 0.2
"""Share of the text's width a column has at least."""
COLUMN_LINES = 3
PANEL_ROW, PANEL_HEIGHT = 6.0, 0.2
"""Frames of one row of a leaflet are level within 6 pt, and take a fifth of the text's height; headings take less."""
TIER = 2.0
"""Em of white across the page between two tiers of vertical text."""
APART = 0.9
"""Em of white between two lines that are not of one paragraph."""
MAX_ITEMS = 1500
"""More loose pieces of text than a page of prose has lines: labels of a map, in no order."""


class Group(NamedTuple):
    """What stands inside one frame, already in order; it moves as one."""

    box: Box
    blocks: tuple[Block, ...]


Item = Piece | Table | Group


def fragments(pieces: list[Piece]) -> list[Piece]:
    """Pieces of one baseline joined where the white between them is too narrow for a gutter."""
    vertical = [p for p in pieces if p.vertical and p.weight]
    flat = whole_labels(rows(p for p in pieces if not p.vertical))
    found = [join(part) for row in flat for part in _split(row, GUTTER)]
    return [p for p in found if p.weight] + vertical


def _split(row: list[Piece], em: float) -> list[list[Piece]]:
    """A row cut where the white is wider than `em` times the type, but not at leaders."""
    parts = [[row[0]]]
    for left, right in itertools.pairwise(row):
        wide = right.x0 - left.x1 > em * max(left.size, right.size)
        leader = left.text[-1] in LEADERS or right.text[0] in LEADERS
        if wide and not leader:
            parts.append([right])
        else:
            parts[-1].append(right)
    return parts


def in_order(page: RawPage, items: Sequence[Item]) -> tuple[Block, ...]:
    """The blocks of the page, or of one frame of it, in reading order."""
    extents = [_box(item) for item in items]
    width = max((b.x1 for b in extents), default=0.0) - min((b.x0 for b in extents), default=0.0)
    parts = (part for tier in _tiers(items) for part in _cut(tier, width))
    return tuple(block for part in parts for block in _blocks(part, page))


def _tiers(items: Sequence[Item]) -> list[list[Item]]:
    """Vertical text set in tiers, the upper one first: where white runs across the page, its lines end."""
    found = [list(items)]
    if not _is_vertical(found[0]):
        return found
    found, bottom = [], -np.inf
    for item in sorted(items, key=lambda item: _box(item).y0):
        box = _box(item)
        white = TIER * (item.size if isinstance(item, Piece) else 8.0)
        if not found or box.y0 - bottom > white:
            found.append([])
        found[-1].append(item)
        bottom = max(bottom, box.y1)
    return found


def _box(item: Item) -> Box:
    if isinstance(item, Table):
        box = item.places[0].box
        assert box is not None
        return box
    return item.box if isinstance(item, Group) else Box(item.x0, item.y0, item.x1, item.y1)


def _cut(items: list[Item], width: float) -> list[list[Item]]:
    """Leaves of the recursive cut: each is one column of text and tables."""
    if not 1 < len(items) <= MAX_ITEMS:
        return [items] if items else []
    box = boxes([_box(item) for item in items])
    order = np.argsort(box[:, 1], kind="stable")
    items, box = [items[i] for i in order.tolist()], box[order]
    row = _panel_row(items, box)
    if row is not None:
        above, below = box[:, 3] <= row.y0 + PANEL_ROW, box[:, 1] >= row.y1 - PANEL_ROW
        cells = sorted((i for i in range(len(items)) if not above[i] and not below[i]), key=lambda i: box[i, 0])
        parts = [[items[i] for i in np.flatnonzero(side).tolist()] for side in (above, below)]
        return [*_cut(parts[0], width), *([items[i]] for i in cells), *_cut(parts[1], width)]
    gutter = _gutter(items, box, width)
    if gutter is None:
        return [items]
    start, stop, left = gutter
    inside = range(start, stop)
    columns = [[items[i] for i in inside if left[i - start] == side] for side in (True, False)]
    columns = list(_beside(*columns)) or columns
    if _is_vertical(items[start:stop]):
        columns.reverse()
    parts = (items[:start], *columns, items[stop:])
    if any(len(part) == len(items) for part in parts):  # of no width, they lie on both sides
        return [items]
    return [leaf for part in parts for leaf in _cut(part, width)]


def _beside(left: list[Item], right: list[Item]) -> Iterator[list[Item]]:
    """Text with a table at the right of each of its parts, part by part; nothing for other columns.

    A part goes on below its table until white or type sets its next line apart.
    """
    tables = [item for item in right if isinstance(item, Table)]
    rest = [item for item in left if isinstance(item, Piece) and not item.vertical]
    if not 1 < len(tables) == len(right) or len(rest) < len(left):
        return
    first = 0
    for table in tables:
        below = (n for n in range(first, len(rest)) if rest[n].y0 >= _box(table).y1)
        end = next((n for n in below if n == first or _is_apart(rest[n - 1], rest[n])), len(rest))
        yield [*rest[first:end]]
        yield [table]
        first = end
    yield [*rest[first:]]


def _is_apart(above: Piece, below: Piece) -> bool:
    """Whether a line is set apart from the one above it."""
    return below.y0 - above.y1 > APART * above.size or abs(below.size - above.size) > 0.5


def _panel_row(items: list[Item], box: Floats) -> Box | None:
    """Large frames side by side, of one height, with nothing beside them that reaches above or below."""
    tall = PANEL_HEIGHT * float(box[:, 3].max() - box[:, 1].min())
    for i, item in enumerate(items):
        x0, y0, x1, y1 = box[i].tolist()
        if not isinstance(item, Group) or y1 - y0 < tall:
            continue
        level = (np.abs(box[:, 1] - y0) <= PANEL_ROW) & (np.abs(box[:, 3] - y1) <= PANEL_ROW)
        apart = (box[:, 3] <= y0 + PANEL_ROW) | (box[:, 1] >= y1 - PANEL_ROW)
        if level.sum() > 1 and (level | apart).all() and apart.any():
            return Box(x0, y0, x1, y1)
    return None


def _is_vertical(items: list[Item]) -> bool:
    """Whether most of the text runs downwards: then the right column comes first."""
    pieces = [item for item in items if isinstance(item, Piece)]
    return 2 * sum(p.weight for p in pieces if p.vertical) > sum(p.weight for p in pieces)


class _Gutter(NamedTuple):
    start: int
    stop: int
    left: Bools


def _gutter(items: list[Item], box: Floats, width: float) -> _Gutter | None:
    """The gutter with most items beside it: where it is, which run of items it parts, which of them are left of it."""
    sizes = [item.size for item in items if isinstance(item, Piece)]
    white = GUTTER * (float(np.median(sizes)) if sizes else 8.0)
    best: tuple[int, _Gutter] | None = None
    for x in np.unique(np.ceil(box[:, 2])).tolist():
        left, right = box[:, 2] <= x, box[:, 0] >= x + white * 0.9
        if not left.any() or not right.any():
            continue
        for start, stop in _free_runs(left | right):
            part = slice(start, stop)
            if _is_column(items, box, part, left, width) and _is_column(items, box, part, right, width):
                side = box[part]
                if not _abreast(side[left[part]], side[right[part]]):
                    continue
                if best is None or stop - start > best[0]:
                    best = stop - start, _Gutter(start, stop, left[part])
    return best[1] if best else None


def _free_runs(free: Bools) -> list[tuple[int, int]]:
    """Stretches of items none of which lies across the gutter."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    return [(a, b) for a, b in edges.reshape(-1, 2).tolist() if b - a > 1]


def _is_column(items: list[Item], box: Floats, part: slice, side: Bools, width: float) -> bool:
    index = (np.flatnonzero(side[part]) + part.start).tolist()
    if not index:
        return False
    own = box[index]
    if own[:, 2].max() - own[:, 0].min() < COLUMN_WIDTH * width:
        return False
    solid = any(not isinstance(items[i], Piece) for i in index)
    return solid or len(index) >= COLUMN_LINES


def _abreast(left: Floats, right: Floats) -> bool:
    """Whether the two columns stand beside each other for at least half the height of the shorter one."""
    top, bottom = max(left[:, 1].min(), right[:, 1].min()), min(left[:, 3].max(), right[:, 3].max())
    shorter = min(left[:, 3].max() - left[:, 1].min(), right[:, 3].max() - right[:, 1].min())
    return bottom - top >= 0.5 * shorter


def _blocks(items: list[Item], page: RawPage) -> list[Block]:
    """One column from top to bottom: tables as they stand, the lines between them as prose."""
    pieces = [item for item in items if isinstance(item, Piece)]
    solid = sorted((item for item in items if not isinstance(item, Piece)), key=lambda item: _box(item).y0)
    extents = [_box(item) for item in items]
    x0, x1 = min(b.x0 for b in extents), max(b.x1 for b in extents)
    found: list[Block] = []
    rest = pieces
    for item in solid:
        middle = (_box(item).y0 + _box(item).y1) / 2
        above = [p for p in rest if p.middle < middle]
        rest = [p for p in rest if p.middle >= middle]
        found.extend(_prose(above, page, x0, x1))
        found.extend([item] if isinstance(item, Table) else item.blocks)
    return found + _prose(rest, page, x0, x1)


def _prose(pieces: list[Piece], page: RawPage, x0: float, x1: float) -> list[Block]:
    lines = _lines(pieces, page)
    if not lines:
        return []
    tops = [p.y0 for p in pieces]
    return [Prose(tuple(lines), Box(round(x0, 2), min(tops), round(x1, 2), max(p.y1 for p in pieces)))]


def _lines(pieces: list[Piece], page: RawPage) -> list[Line]:
    vertical = [p for p in pieces if p.vertical]
    flat = [join(part) for row in rows(p for p in pieces if not p.vertical) for part in _split(row, COLUMN_GAP)]
    return [line(p, page) for p in flat] + [line(p, page) for p in vertical_columns(vertical)]
