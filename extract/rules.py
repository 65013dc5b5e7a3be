"""Drawings -> Rules: strokes, thin rectangles, dashes and the edges of fills and boxes, snapped and joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extract.page import Bools, Drawings, Floats, Ints, Shape, boxes, is_white

THIN = 2.6
"""Word draws its rules as filled rectangles up to 2¼ pt thick."""
SNAP = 2.5
"""Double rules and rules drawn once for each neighbouring cell lie up to 2½ pt apart; rows are at least 6 pt high."""
LEAN = 0.6
JOIN = 3.0
"""Dashes and rules drawn cell by cell leave gaps up to 3 pt."""
DOT = 6.0
"""Dotted rules are pieces shorter than this, as far apart as they are long."""
SHORTEST = 5.0
EDGE = 1.0
"""White rules between two shaded cells, or round one, lie up to a point outside their fills."""
MAX_FILLS = 2000
"""Shaded cells a page has at most; a gradient or a map is painted with more."""
MAX_PAIRS = 4_000_000
"""Pairs of a white line and a shaded area no page of tables comes near."""
LOW, NARROW = 8.0, 16.0
"""Points a box with a line of text is high and wide at least."""
PICTURE = 2_000
"""More shapes than this are a map or a drawing."""
CORNERS, CORNER, ON_EDGE, STRAIGHT = 6, 16.0, 0.6, 0.3
"""Points of a box with round corners at least, how far its corners reach, how near to its sides the other points lie,
and the straight share of its top."""
BOX_WIDE, BOX_HIGH = 60.0, 12.0
"""Points a box with round corners measures at least whose sides are edges of a table; smaller ones are marks."""
ROUND = 2.0
"""Points the sides of such a box are shorter than it: less than rules that meet may end apart."""


class Rules(NamedTuple):
    """horizontal: (n, 3) y, x0, x1; vertical: (n, 3) x, y0, y1; sorted by position."""

    horizontal: Floats
    vertical: Floats

    def __bool__(self) -> bool:
        return bool(len(self.horizontal) and len(self.vertical))


def stroke_rules(drawings: Drawings, ignored: Bools | None = None) -> Rules:
    """What strokes and thin filled rectangles draw. ignored: strokes that belong to an arrow."""
    keep = ~is_white(drawings.stroke_color)
    if ignored is not None:
        keep &= ~ignored
    return _ruled(drawings.strokes[keep], _thin_fills(drawings))


def white_rules(drawings: Drawings, ignored: Bools) -> Rules:
    """White strokes and thin white rectangles that part shaded areas: they are seen only where these lie below."""
    f, free = drawings.fills, ~ignored & is_white(drawings.stroke_color)
    thin = ((f[:, 2] - f[:, 0] <= THIN) | (f[:, 3] - f[:, 1] <= THIN)) & is_white(drawings.fill_color)
    ground = f[broad_fills(drawings)]
    return _ruled(*(lines[_over(lines, ground)] for lines in (drawings.strokes[free], f[thin])))


def broad_fills(drawings: Drawings) -> Bools:
    """Which fills are areas: not white, not thin. None where there are so many that they are a picture."""
    f = drawings.fills
    broad = (f[:, 2] - f[:, 0] > THIN) & (f[:, 3] - f[:, 1] > THIN) & ~is_white(drawings.fill_color)
    return broad if broad.sum() <= MAX_FILLS else np.zeros(len(f), dtype=np.bool_)


def fill_rules(fills: Floats, colors: Ints) -> Rules:
    """The edges of filled areas, but not where two areas of one colour touch: one cell is often painted in strips."""
    horizontal, vertical = _lines(fills, 1, both=True), _lines(fills, 0, both=True)
    keep_h = ~_inner(fills, colors, axis=1)
    keep_v = ~_inner(fills, colors, axis=0)
    return Rules(horizontal[keep_h], vertical[keep_v])


def round_boxes(shapes: Sequence[Shape]) -> Floats:
    """The boxes with round corners: their points lie on the rectangle around them, or near its corners."""
    found: list[tuple[float, float, float, float]] = []
    for shape in shapes if len(shapes) <= PICTURE else ():
        x0, y0, x1, y1 = shape.box
        if not shape.curved or x1 - x0 < NARROW or y1 - y0 < LOW or len(shape.points) < CORNERS:
            continue
        x, y = shape.points.T
        beside, above = np.minimum(x - x0, x1 - x), np.minimum(y - y0, y1 - y)
        reach = min(CORNER, (y1 - y0) / 2)
        framed = (beside <= ON_EDGE) | (above <= ON_EDGE) | ((beside <= reach) & (above <= reach))
        ends = (x[y - y0 <= ON_EDGE], x[y1 - y <= ON_EDGE])
        if framed.all() and all(np.ptp(end) >= STRAIGHT * (x1 - x0) for end in ends):
            found.append(shape.box)
    return boxes(found)


def broad_boxes(shapes: Sequence[Shape]) -> Floats:
    """The boxes with round corners that may hold rows of a table, and no mark."""
    box = round_boxes(shapes)
    return box[(box[:, 2] - box[:, 0] >= BOX_WIDE) & (box[:, 3] - box[:, 1] >= BOX_HIGH)]


def outlines(box: Floats, rules: Rules) -> Floats:
    """The boxes that rules divide, and those close to one of these: rows of a table, no frames round headings."""
    (h, v), (x0, y0, x1, y1) = rules, box.T[:, :, None]
    level = (h[:, 0] > y0 + LOW) & (h[:, 0] < y1 - LOW) & (h[:, 1] < x1 - LOW) & (h[:, 2] > x0 + LOW)
    upright = (v[:, 0] > x0 + LOW) & (v[:, 0] < x1 - LOW) & (v[:, 1] < y1 - LOW) & (v[:, 2] > y0 + LOW)
    divided: Bools = np.asarray(level.any(axis=1) | upright.any(axis=1))
    apart = np.maximum(box[:, None, :2], box[None, :, :2]) - np.minimum(box[:, None, 2:], box[None, :, 2:])
    close: Bools = np.asarray((apart <= EDGE).all(axis=2))
    while (more := close[divided].any(axis=0) & ~divided).any():
        divided |= more
    return box[divided]


def box_rules(box: Floats) -> Rules:
    """The straight sides of boxes with round corners."""
    x0, y0, x1, y1 = box.T
    level = [np.stack([y, x0 + ROUND, x1 - ROUND], axis=1) for y in (y0, y1)]
    upright = [np.stack([x, y0 + ROUND, y1 - ROUND], axis=1) for x in (x0, x1)]
    return Rules(np.concatenate(level), np.concatenate(upright))


def merge(*several: Rules) -> Rules:
    return Rules(
        join(np.concatenate([rules.horizontal for rules in several])),
        join(np.concatenate([rules.vertical for rules in several])),
    )


def _ruled(strokes: Floats, thin: Floats) -> Rules:
    dx, dy = np.abs(strokes[:, 2] - strokes[:, 0]), np.abs(strokes[:, 3] - strokes[:, 1])
    flat, steep = (dy <= LEAN) & (dx > 0), (dx <= LEAN) & (dy > 0)
    w, h = thin[:, 2] - thin[:, 0], thin[:, 3] - thin[:, 1]
    horizontal = np.concatenate([_lines(strokes[flat], 1), _lines(thin[h <= THIN], 1)])
    vertical = np.concatenate([_lines(strokes[steep], 0), _lines(thin[w <= THIN], 0)])
    return Rules(join(horizontal), join(vertical))


def _thin_fills(drawings: Drawings) -> Floats:
    f = drawings.fills
    thin = (f[:, 2] - f[:, 0] <= THIN) | (f[:, 3] - f[:, 1] <= THIN)
    return f[thin & ~is_white(drawings.fill_color)]


def _over(lines: Floats, ground: Floats) -> Bools:
    """Which of the lines lie with their middle over one of the shaded areas; none where a picture is hatched.

    >>> lines, shade = np.array([[0.0, 5, 90, 5], [0, 50, 90, 50]]), np.array([[0.0, 0, 90, 20]])
    >>> _over(lines, shade).tolist()
    [True, False]
    """
    if len(lines) * len(ground) > MAX_PAIRS:
        return np.zeros(len(lines), dtype=np.bool_)
    x, y = ((lines[:, :2] + lines[:, 2:]) / 2).T[:, :, None]
    x0, y0, x1, y1 = ground.T + np.array([-EDGE, -EDGE, EDGE, EDGE])[:, None]
    return ((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).any(axis=1)


def _lines(rects: Floats, axis: int, both: bool = False) -> Floats:
    """Rectangles or strokes as (position on `axis`, start, end) along the other one; both: two edges a rectangle."""
    other = 1 - axis
    start = np.minimum(rects[:, other], rects[:, other + 2])
    end = np.maximum(rects[:, other], rects[:, other + 2])
    if both:
        low = np.stack([rects[:, axis], start, end], axis=1)
        return np.concatenate([low, np.stack([rects[:, axis + 2], start, end], axis=1)])
    return np.stack([(rects[:, axis] + rects[:, axis + 2]) / 2, start, end], axis=1)


def _inner(fills: Floats, colors: Ints, axis: int) -> Bools:
    """Which of the low and high edges of the fills touch a fill of the same colour that covers them."""
    other = 1 - axis
    low, high = fills[:, axis], fills[:, axis + 2]
    start, end = fills[:, other], fills[:, other + 2]
    same = colors[:, None] == colors[None, :]
    np.fill_diagonal(same, False)
    covers = same & (start[None, :] <= start[:, None] + 1) & (end[None, :] >= end[:, None] - 1)
    low_inner = covers & (low[None, :] < low[:, None] + 0.1) & (high[None, :] >= low[:, None] - 1)
    high_inner = covers & (high[None, :] > high[:, None] - 0.1) & (low[None, :] <= high[:, None] + 1)
    return np.concatenate([low_inner.any(axis=1), high_inner.any(axis=1)])


def join(lines: Floats) -> Floats:
    """Snap near positions together, join pieces that touch or nearly touch, drop what stays a dot.

    >>> join(np.array([[10.0, 0, 50], [10.4, 52, 90], [80, 0, 2]])).round(1).tolist()
    [[10.2, 0.0, 90.0]]
    """
    if not len(lines):
        return boxes([])[:, :3]
    lines = lines[np.argsort(lines[:, 0], kind="stable")]
    group = np.cumsum(np.diff(lines[:, 0], prepend=lines[0, 0]) > _step(lines[:, 0]))
    mean: Floats = np.asarray(np.bincount(group, lines[:, 0]) / np.bincount(group), dtype=np.float64)
    position = mean[group]
    order = np.lexsort((lines[:, 1], group))
    position, start, end, group = position[order], lines[order, 1], lines[order, 2], group[order]
    offset = group * 100_000.0
    reach = np.maximum.accumulate(end + offset) - offset
    gap = start[1:] - reach[:-1]
    length = end - start
    short = (length[1:] < DOT) & (length[:-1] < DOT)
    allowed = np.where(short, np.maximum(JOIN, np.minimum(length[1:], length[:-1]) * 1.5 + 1), JOIN)
    new = np.concatenate([[True], (group[1:] != group[:-1]) | (gap > allowed)])
    first = np.flatnonzero(new)
    last = np.concatenate([first[1:] - 1, [len(new) - 1]])
    joined: Floats = np.stack([position[first], start[first], reach[last]], axis=1).astype(np.float64)
    return joined[joined[:, 2] - joined[:, 1] >= SHORTEST]


def _step(sorted_positions: Floats) -> Floats:
    """The distance below which a position belongs to the one before: SNAP, but a chain may not grow past 2 x SNAP."""
    step = np.full(len(sorted_positions), SNAP)
    start = sorted_positions[0]
    previous = start
    for i, position in enumerate(sorted_positions.tolist()):
        if position - previous > SNAP:
            start = position
        elif position - start > 1.6 * SNAP:
            step[i] = -1.0
            start = position
        previous = position
    return step
