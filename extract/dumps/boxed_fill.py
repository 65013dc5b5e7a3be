"""Boxes and columns -> the column of each box, and the cells it is: a search along the boxes, the best ways kept."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from extract.dumps.boxed_costs import Box, Facts, Item, cost_of, facts, split
from extract.dumps.boxed_moves import Layout, Move, Step, Way, after, holes, layout
from extract.dumps.columns import Column
from extract.dumps.looks import is_ended, width
from extract.dumps.tokens import Token
from extract.dumps.words import squash

_BEAM, _NARROWEST = 16, 3
"""Ways kept from box to box; the fewest, where boxes are many."""
_MANY = 300
"""Boxes of a document up to which all those ways are kept."""
_WORSE = 4.0
"""How much more than in its likeliest column a box may cost to look like."""
_HOPELESS = 8.0
"""How much dearer than the best way one may be."""
_UNEVEN = 0.3
"""A figure that a column has and another lacks."""
_OUTSIDE, _PAGE_NUMBER = 7.0, 1.2
"""A line of no column; the page's number."""
_PASSES = 3
"""Readings: the columns' widths are learnt from the one before."""


class BoxCell(NamedTuple):
    """A cell: its column (-1: of none), its place in the column, its place among the boxes, its lines."""

    column: int
    row: int
    at: int
    tokens: tuple[Token, ...]


class Filled(NamedTuple):
    """The cells of each page, and what they cost to read."""

    pages: list[list[BoxCell]]
    cost: float


def filled(pages: Sequence[Sequence[Box]], columns: Sequence[Column], drawn: Sequence[int]) -> Filled:
    """The cells of the pages; drawn: the lines of the columns' labels."""
    known, own = facts(pages, columns), layout(columns, drawn)
    boxes = sum(map(len, pages))
    beam = max(_NARROWEST, min(_BEAM, _BEAM * _MANY // max(1, boxes)))
    read: list[list[BoxCell]] = []
    total = 0.0
    for _ in range(_PASSES):
        found = [_fill(page, known, own, beam) for page in pages]
        read, total = [cells for cells, _ in found], sum(spent for _, spent in found)
        cells = [c for page in read for c in page]
        known = known._replace(widths=_widths(cells, len(columns)), usual=_usual(cells, len(columns)))
    return Filled(read, total)


def _widths(cells: Sequence[BoxCell], count: int) -> tuple[float, ...]:
    """Nearly the widest line of each column."""
    found: list[list[float]] = [[] for _ in range(count)]
    for cell in cells:
        if cell.column >= 0:
            found[cell.column] += [width(t.text) for t in cell.tokens]
    return tuple(sorted(own)[int((len(own) - 1) * 0.95)] if own else 0.0 for own in found)


def _usual(cells: Sequence[BoxCell], count: int) -> tuple[float, ...]:
    """The width of most lines that go on in the next, by column."""
    found: list[list[float]] = [[] for _ in range(count)]
    for cell in cells:
        if cell.column >= 0:
            found[cell.column] += [width(t.text) for t in cell.tokens[:-1] if not is_ended(t.text.rstrip())]
    return tuple(median(own) if own else 0.0 for own in found)


def _fill(boxes: Sequence[Box], known: Facts, own: Layout, beam: int) -> tuple[list[BoxCell], float]:
    """The cells of a page."""
    k = len(known.columns)
    ways = [Way(0.0, (0,) * k, ((),) * k, -1, -1, None)]
    for box in boxes:
        found = _read(ways, box.whole, known, own, beam)
        apart = ways
        for item in box.parts:
            apart = _read(apart, item, known, own, beam)
        ways = _best([*found, *apart], beam) if box.parts else found
    best = min(ways, key=lambda way: way.cost + _uneven(way, known))
    return _cells(best, known), best.cost


def _uneven(way: Way, known: Facts) -> float:
    """What it costs that columns of figures have more cells than others."""
    own = [h for h, c in zip(way.heights, known.columns, strict=True) if c.sort in ("value", "row")]
    return _UNEVEN * sum(max(own) - h for h in own) if own else 0.0


def _best(ways: Sequence[Way], beam: int) -> list[Way]:
    """The best ways, one for each state they lead to."""
    best: dict[tuple[tuple[int, ...], int, int], Way] = {}
    for way in ways:
        key = (way.heights, way.lead, way.last)
        if key not in best or way.cost < best[key].cost:
            best[key] = way
    return sorted(best.values(), key=lambda w: w.cost)[:beam]


def _read(ways: Sequence[Way], item: Item, known: Facts, own: Layout, beam: int) -> list[Way]:
    """The ways with an item more."""
    costs = [cost_of(item, n, known) for n in range(len(known.columns))]
    least = min(costs)
    options = [(n, split(item, n, known)) for n, told in enumerate(costs) if told <= least + _WORSE]
    outside = _PAGE_NUMBER if _is_page_number(item) else _OUTSIDE * len(item.tokens)
    limit = ways[0].cost + least + _HOPELESS
    found = [way._replace(cost=way.cost + outside, step=Step(item, -1, 0, way.step)) for way in ways]
    for way in ways:
        for n, starts in options:
            if way.cost + costs[n] <= limit:
                for hole in holes(way, n, known, own):
                    found.append(after(way, Move(item, n, hole, costs[n], starts), known, own))
    return _best(found, beam)


def _is_page_number(item: Item) -> bool:
    first = item.tokens[0]
    return len(item.tokens) == 1 and squash(first.text).strip("-") == str(first.line.page)


def _cells(way: Way, known: Facts) -> list[BoxCell]:
    """The cells a way leads to."""
    steps: list[Step] = []
    step = way.step
    while step is not None:
        steps.append(step)
        step = step.before
    heights = [0] * len(known.columns)
    last: dict[int, int] = {}
    found: list[BoxCell] = []
    for at, (item, column, hole, _) in enumerate(reversed(steps)):
        if column < 0:
            found.append(BoxCell(-1, 0, at, item.tokens))
            continue
        heights[column] += hole
        starts = split(item, column, known)
        for a, b in zip(starts, [*starts[1:], len(item.tokens)], strict=True):
            own = item.tokens[a:b]
            if hole < 0 and a == 0:
                above = last[column]
                found[above] = found[above]._replace(tokens=(*found[above].tokens, *own))
            else:
                last[column] = len(found)
                found.append(BoxCell(column, heights[column], at, own))
            heights[column] += 1
    return found
