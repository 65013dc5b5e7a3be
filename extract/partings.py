"""Texts of one table -> Grid: the fewest columns and rows that keep apart whatever stands side by side or stacked.

Between two texts side by side lies white, perhaps with an edge drawn in it. A column's edge is a place that lies in the
white of row after row; the fewest places that part all neighbours are the columns. Rows are found in the same way.
A text that crosses an edge spans columns; one that stands alone between rules reaches from rule to rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extract.grid import Grid
from extract.page import Bools, Floats, Ints
from extract.regions import GridCell
from extract.rules import Rules

ON = 1.0
"""Points a text may stand out over an edge."""
SAME = 8.0
"""Points between the two sides of a white gap between shaded cells at most: one edge of the lattice."""
RIM = 3.0
"""Points from the outermost text to the rim of a table that draws none."""
CONFIDENCE = 0.7
LEVEL = 0.3
"""Share of the lower of two texts that must be level with the other for them to stand side by side."""

CENTRED = 0.5
"""Share of a text's height by which its middle and that of its rows or columns differ at most."""


class _White(NamedTuple):
    """Where an edge must lie: between these two places."""

    low: float
    high: float


def parted(box: Floats, rules: Rules, rim: Sequence[float] | None = None) -> Grid | None:
    """The lattice of texts, (n, 4) their boxes; None where there is only one.

    rules: the edges drawn there.  rim: the box drawn round them, if there is one.
    """
    if len(box) < 2:
        return None
    beside, below = _beside(box, 0), _beside(box, 1)
    xs = _places(_whites(box, beside, rules.vertical, 0), rules.vertical, box, 0)
    ys = _places(_whites(box, below, rules.horizontal, 1), rules.horizontal, box, 1)
    spans = _spans(box, xs, ys)
    more = _clashing(box, spans, below | beside)
    if more:
        ys = np.unique(np.concatenate([ys, more]))
        spans = _spans(box, xs, ys)
    if not len(xs) and not len(ys):
        return None
    edges = [np.concatenate([[low], inner, [high]]) for low, inner, high in _rims(box, xs, ys, rim)]
    spans = _heading(box, _centred(box, spans, edges[1], rules), rules.horizontal)
    return _grid(edges[0], edges[1], _stretched(spans, edges[0], edges[1], rules))


def _beside(box: Floats, axis: int) -> Bools:
    """beside[i, j]: text j stands right of text i (axis 0), or below it (axis 1), level with it."""
    other = 1 - axis
    low, high = box[:, other], box[:, other + 2]
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    level = shared > LEVEL * np.minimum((high - low)[:, None], high - low)
    return level & (box[:, axis] >= box[:, axis + 2][:, None] - ON - 0.3 * axis) & ~np.eye(len(box), dtype=np.bool_)


def _whites(box: Floats, beside: Bools, lines: Floats, axis: int) -> list[_White]:
    """The white between each text and the next one beside it, and where edges are drawn between texts."""
    starts = np.where(beside, box[:, axis], np.inf).min(axis=1)
    found = [
        _White(min(low, high), max(low, high))
        for low, high in zip(box[:, axis + 2].tolist(), starts.tolist(), strict=True)
        if np.isfinite(high)
    ]
    return [*found, *_by_edges(_parting(box, lines, axis))]


def _parting(box: Floats, lines: Floats, axis: int) -> Floats:
    """Places of the edges that have texts on both sides, level with them."""
    middle = (box[:, 1 - axis] + box[:, 3 - axis]) / 2
    level = (lines[:, 1, None] <= middle) & (lines[:, 2, None] >= middle)
    before = level & (box[:, axis + 2] <= lines[:, 0, None] + ON)
    after = level & (box[:, axis] >= lines[:, 0, None] - ON)
    return np.unique(lines[before.any(axis=1) & after.any(axis=1), 0])


def _by_edges(at: Floats) -> Iterator[_White]:
    """Edges drawn in one white; the two sides of a gap are one."""
    for group in np.split(at, np.flatnonzero(np.diff(at) > SAME) + 1) if len(at) else ():
        yield _White(float(group[0]) - ON, float(group[-1]) + ON)


def _places(whites: Iterable[_White], lines: Floats, box: Floats, axis: int) -> Floats:
    """The fewest places of which one lies in each white."""
    ordered = sorted(set(whites), key=lambda white: (white.high, -white.low))
    places: list[float] = []
    group: list[_White] = []
    for white in ordered:
        if group and white.low >= group[0].high:
            places.append(_best(group, lines, box, axis))
            group = []
        group.append(white)
    if group:
        places.append(_best(group, lines, box, axis))
    return np.array(places, dtype=np.float64)


def _best(group: list[_White], lines: Floats, box: Floats, axis: int) -> float:
    """The place in all of the whites: on the longest edge drawn there, else where it crosses the fewest texts."""
    low, high = max(white.low for white in group), group[0].high
    inside = lines[(lines[:, 0] >= low - 0.1) & (lines[:, 0] <= high + 0.1)]
    if len(inside):
        return float(inside[int((inside[:, 2] - inside[:, 1]).argmax()), 0])
    ends = np.unique(box[:, [axis, axis + 2]].clip(low, high))
    if len(ends) < 2:
        return (low + high) / 2
    middles = (ends[1:] + ends[:-1]) / 2
    crossed = ((box[:, axis, None] < middles) & (box[:, axis + 2, None] > middles)).sum(axis=0)
    widths = np.where(crossed == crossed.min(), np.diff(ends), 0.0)
    return float(middles[int(widths.argmax())])


def _spans(box: Floats, xs: Floats, ys: Floats) -> Ints:
    """First row, first column, last row, last column of each text."""
    out = np.empty((len(box), 4), dtype=np.int64)
    for axis, edges in ((0, xs), (1, ys)):
        low, high = box[:, axis] + ON, box[:, axis + 2] - ON
        first = np.searchsorted(edges, np.minimum(low, (low + high) / 2), side="right")
        last = np.searchsorted(edges, np.maximum(high, (low + high) / 2), side="left")
        out[:, 1 - axis], out[:, 3 - axis] = first, np.maximum(last, first)
    return out


def _clashing(box: Floats, spans: Ints, apart: Bools) -> list[float]:
    """Row edges between texts of one unit cell that stand neither side by side nor stacked: one lies lower."""
    a, b = spans[:, None], spans[None]
    meet = (np.maximum(a[..., :2], b[..., :2]) <= np.minimum(a[..., 2:], b[..., 2:])).all(axis=2)
    lower = box[:, 1][None] >= box[:, 3][:, None] - ON
    pairs = np.argwhere(meet & lower & ~apart & ~np.eye(len(box), dtype=np.bool_))
    whites = [_White(float(box[i, 3]) - ON, float(box[j, 1]) + ON) for i, j in pairs.tolist()]
    return _places(whites, np.zeros((0, 3)), box, 1).tolist() if whites else []


def _rims(box: Floats, xs: Floats, ys: Floats, rim: Sequence[float] | None) -> list[tuple[float, Floats, float]]:
    low, high = box[:, :2].min(axis=0) - RIM, box[:, 2:].max(axis=0) + RIM
    out: list[tuple[float, Floats, float]] = []
    for axis, edges in ((0, xs), (1, ys)):
        start = min(float(low[axis]), rim[axis]) if rim is not None else float(low[axis])
        end = max(float(high[axis]), rim[axis + 2]) if rim is not None else float(high[axis])
        out.append((start, edges, end))
    return out


def _centred(box: Floats, spans: Ints, ys: Floats, rules: Rules) -> Ints:
    """Each text over the empty rows above and below it that it stands in the middle of, where its column is set so.

    A text set at the head of its rows has empty ones below it only; by chance it is in the middle of some, once. Those
    that have none beside them tell nothing.
    """
    out = spans.copy()
    columns = np.unique(spans[:, 1])
    for col in columns.tolist():
        own = np.flatnonzero(spans[:, 1] == col)
        own = own[np.argsort(spans[own, 0], kind="stable")]
        empty = _empty_rows(spans, own, len(ys) - 1) if len(own) > 1 else np.zeros(0, dtype=np.bool_)
        if not empty.any() or _crossed(box[own], rules.horizontal):
            continue
        claims = _claims(box, spans, own, ys, empty)
        wider = sum(first < spans[i, 0] or last > spans[i, 2] for i, first, last in claims)
        above, below = np.maximum(spans[own, 0] - 1, 0), np.minimum(spans[own, 2] + 1, len(empty) - 1)
        if 2 * wider > int((empty[above] | empty[below]).sum()) - 1:
            for i, first, last in claims:
                out[i, 0], out[i, 2] = first, last
    return out


def _empty_rows(spans: Ints, own: Ints, rows: int) -> Bools:
    """The rows in which no text stands in the columns of these."""
    first, last = spans[own, 1].min(), spans[own, 3].max()
    empty = np.ones(rows, dtype=np.bool_)
    for row, _, last_row, _ in spans[(spans[:, 1] <= last) & (spans[:, 3] >= first)].tolist():
        empty[row : last_row + 1] = False
    return empty


def _crossed(box: Floats, horizontal: Floats) -> bool:
    """Whether an edge is drawn between these texts, over or below one of them."""
    over = (horizontal[:, 1, None] < box[:, 2]) & (horizontal[:, 2, None] > box[:, 0])
    inside = (horizontal[:, 0] > box[:, 1].min()) & (horizontal[:, 0] < box[:, 3].max())
    return bool((over.any(axis=1) & inside).any())


def _claims(box: Floats, spans: Ints, own: Ints, ys: Floats, empty: Bools) -> list[tuple[int, int, int]]:
    """Each text of a column with the first and last row it would stand in the middle of."""
    found: list[tuple[int, int, int]] = []
    free = 0
    for i in own.tolist():
        first, last = int(spans[i, 0]), int(spans[i, 2])
        low = first
        while low > free and empty[low - 1]:
            low -= 1
        end = last
        while end + 1 < len(empty) and empty[end + 1]:
            end += 1
        middle = (box[i, 1] + box[i, 3]) / 2
        off = np.abs((ys[low] + ys[last + 1 : end + 2]) / 2 - middle)
        best = int(off.argmin())
        if off[best] <= CENTRED * (box[:, 3] - box[:, 1]).min() and low < first and (best or last > first):
            last += best
            first = low
        found.append((i, first, last))
        free = last + 1
    return found


def _heading(box: Floats, spans: Ints, level: Floats) -> Ints:
    """Each text of the first row over the columns that it heads: those with texts right below it, none beside it."""
    out = spans.copy()
    for i in np.flatnonzero((spans[:, 0] == 0) & (spans[:, 1] == spans[:, 3])).tolist():
        beside = spans[(spans[:, 0] <= spans[i, 2]) & (np.arange(len(spans)) != i)]
        low = beside[beside[:, 3] < spans[i, 1], 3].max(initial=-1) + 1
        high = beside[beside[:, 1] > spans[i, 1], 1].min(initial=spans[:, 3].max() + 1) - 1
        under = (spans[:, 0] > spans[i, 2]) & (spans[:, 1] <= spans[i, 1]) & (spans[:, 3] >= spans[i, 1])
        row = spans[under, 0].min(initial=spans[:, 2].max() + 1)
        headed = np.flatnonzero((spans[:, 0] == row) & (spans[:, 1] >= low) & (spans[:, 3] <= high))
        if len(headed) > 1:
            order = headed[np.argsort(box[headed, 0])]
            out[i, [1, 3]] = _over(box[i], box[order], spans[order], level) or (spans[i, 1], spans[i, 3])
    return out


def _over(text: Floats, box: Floats, spans: Ints, level: Floats) -> tuple[int, int] | None:
    """The first and last column a heading stands over: as far as the edge drawn below it, or in the middle of them.

    box, spans: the texts below it, from left to right.
    """
    drawn = level[(level[:, 0] >= text[3] - ON) & (level[:, 0] <= box[:, 1].min() + ON)]
    drawn = drawn[(drawn[:, 1] <= text[0] + ON) & (drawn[:, 2] >= text[2] - ON), 1:]
    if len(drawn):
        own = np.flatnonzero((box[:, 0] >= drawn[0, 0] - ON) & (box[:, 2] <= drawn[0, 1] + ON))
        return (int(spans[own[0], 1]), int(spans[own[-1], 3])) if len(own) else None
    a, b = np.triu_indices(len(box), 1)
    off = np.abs(box[a, 0] + box[b, 2] - text[0] - text[2]) / 2
    wide = np.where(off <= CENTRED * (text[3] - text[1]), b - a, 0)
    at = int(wide.argmax())
    return (int(spans[a[at], 1]), int(spans[b[at], 3])) if wide[at] else None


def _stretched(spans: Ints, xs: Floats, ys: Floats, rules: Rules) -> Ints:
    """Each text over the empty unit cells around it, as far as edges are drawn that it does not pass."""
    taken = np.full((len(ys) - 1, len(xs) - 1), -1, dtype=np.int64)
    for i, (row, col, last_row, last_col) in enumerate(spans.tolist()):
        taken[row : last_row + 1, col : last_col + 1] = i
    across, down = _drawn(rules.horizontal, ys, xs), _drawn(rules.vertical, xs, ys)
    out = spans.copy()
    for i in range(len(spans)):
        for axis, drawn in ((1, down), (0, across)):
            _stretch(out, i, axis, taken, drawn)
    for i in np.flatnonzero((out[:, 1] == 0) & (out[:, 3] > 0) & (out[:, 3] < len(xs) - 2)).tolist():
        _widen(out, i, taken, down)
    return out


def _widen(spans: Ints, i: int, taken: Ints, down: Bools) -> None:
    """A heading over the whole of its row: it begins at the left, goes on over a column's edge, and is alone there."""
    rows = slice(int(spans[i, 0]), int(spans[i, 2]) + 1)
    if ((taken[rows] == -1) | (taken[rows] == i)).all() and not down[1:-1, rows].any():
        spans[i, 3] = taken.shape[1] - 1
        taken[rows] = i


def _drawn(lines: Floats, at: Floats, ticks: Floats) -> Bools:
    """drawn[i, k]: whether an edge is drawn along at[i] over the middle of ticks[k]..ticks[k + 1]."""
    middle = (ticks[1:] + ticks[:-1]) / 2
    near = np.abs(lines[:, 0] - at[:, None]) <= SAME / 2
    over = (lines[:, 1] <= middle[:, None]) & (lines[:, 2] >= middle[:, None])
    return np.asarray((near[:, None, :] & over[None, :, :]).any(axis=2))


def _stretch(spans: Ints, i: int, axis: int, taken: Ints, drawn: Bools) -> None:
    """Grow text i along one axis to the drawn edges on both sides, where only empty cells lie between."""
    first, last = int(spans[i, axis]), int(spans[i, axis + 2])
    other = slice(int(spans[i, 1 - axis]), int(spans[i, 3 - axis]) + 1)
    cells = taken if axis == 0 else taken.T
    low, high = first, last
    while low > 0 and not drawn[low, other].any() and (cells[low - 1, other] == -1).all():
        low -= 1
    while high < len(cells) - 1 and not drawn[high + 1, other].any() and (cells[high + 1, other] == -1).all():
        high += 1
    if low < first and not drawn[low, other].any():
        low = first
    if high > last and not drawn[high + 1, other].any():
        high = last
    spans[i, axis], spans[i, axis + 2] = low, high
    cells[low : high + 1, other] = i


def _grid(xs: Floats, ys: Floats, spans: Ints) -> Grid:
    """The lattice; what no text covers are empty cells of one unit, texts of one place one cell."""
    unit = np.full((len(ys) - 1, len(xs) - 1), -1, dtype=np.int64)
    made: list[tuple[int, int, int, int]] = []
    for row, col, last_row, last_col in sorted(spans.tolist(), key=lambda s: (s[0], s[1])):
        free = unit[row : last_row + 1, col : last_col + 1] == -1
        if free.all():
            made.append((row, col, last_row, last_col))
            unit[row : last_row + 1, col : last_col + 1] = 0
        else:
            made += [(row + r, col + c, row + r, col + c) for r, c in np.argwhere(free).tolist()]
            unit[row : last_row + 1, col : last_col + 1] = 0
    made += [(r, c, r, c) for r, c in np.argwhere(unit == -1).tolist()]
    made.sort()
    cells = tuple(GridCell(r, c, r1 - r + 1, c1 - c + 1) for r, c, r1, c1 in made)
    for i, (row, col, rowspan, colspan) in enumerate(cells):
        unit[row : row + rowspan, col : col + colspan] = i
    return Grid(xs, ys, unit, cells, confidence=CONFIDENCE, led_by_text=True)
