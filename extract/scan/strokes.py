"""Ink -> Strokes: the rules of a page, drawn through or dashed, as lines; letters are no rules."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from extract.page import Bools, Floats
from extract.scan.picture import POINT
from extract.scan.raster import Bytes, closed, ndimage, opened

SHORTEST = (11.0, 13.0)
"""Points: sides of cells are longer, upright and level; level strokes of letters (一, ー) reach 13."""
BREAK = 1.2
"""Points a faint rule is broken at most."""
THICK = 4.6
"""Points a rule or a thin bar is thick at most; what is thicker is ground."""
COVERED = 0.6
"""Share of its length over which a rule is inked."""
LONG = 60.0
"""Points: pieces so long are rules wherever they stand; shorter ones where they meet others at both ends."""
BARE = 45.0, 0.7, 2.2
"""A rule shorter than this has paper beside it, from so near to so far; strokes of letters have strokes."""
BUSY = 0.7
"""Share of a short piece that may have ink beside it, both sides together."""
MEETS = 2.5
"""Points by which the ends of rules miss each other."""
DASH, DOT = 9.0, 0.4
"""Points a dash is long at most, and a dot at least."""
DASH_GAP = 10.0
"""Points between two dashes at most."""
LEVEL = 0.4
"""Points by which dashes of one rule lie higher or lower than one another."""
DASHES = 5
"""Dashes a rule has at least."""


class Strokes(NamedTuple):
    """Rules in pixels, as (position, start, end, thickness)."""

    level: Floats
    upright: Floats

    def painted(self, shape: tuple[int, ...], beside: float = 0.0) -> Bools:
        """The pixels they cover, and so many beside them."""
        mask = np.zeros(shape, dtype=np.bool_)
        for lines, plane in ((self.level, mask), (self.upright, mask.T)):
            for at, start, end, thick in lines.tolist():
                reach = thick / 2 + beside
                across = slice(max(0, int(at - reach)), max(0, int(np.ceil(at + reach))))
                plane[across, max(0, int(start)) : int(np.ceil(end))] = True
        return mask


def strokes(ink: Bools) -> Strokes:
    """All rules of a page."""
    solid = Strokes(*(_long(plane, least) for plane, least in zip((ink, ink.T), SHORTEST[::-1], strict=True)))
    left = ink & ~solid.painted(ink.shape, 0.5 * POINT)
    dashed = Strokes(_dashed(left), _dashed(left.T))
    found = Strokes(*(np.concatenate(pair) for pair in zip(solid, dashed, strict=True)))
    return _joined(found)


def _long(ink: Bools, least: float) -> Floats:
    """The level pieces of ink that are long and thin."""
    grey = ink.astype(np.uint8)
    wide = ndimage.maximum_filter1d(grey, 3, axis=0)
    gap, length = max(3, round(BREAK * POINT)), round(least * POINT)
    # Ink is 1 here: what is "dark" to the filters is paper.
    whole = opened(closed(wide, (1, gap)), (1, length)) & wide
    label, _ = ndimage.label(closed(whole, (1, gap)), structure=np.ones((3, 3)))
    found = [
        (rows.start + middle, columns.start, columns.stop, thick)
        for i, (rows, columns) in enumerate(ndimage.find_objects(label), 1)
        if columns.stop - columns.start >= length
        for middle, thick in _line(label[rows, columns] == i, ink[rows, columns])
    ]
    lines = np.array(found, dtype=np.float64).reshape(-1, 4)
    return lines[[_stands_alone(line, grey) for line in lines.tolist()]] if len(lines) else lines


def _line(own: Bools, ink: Bools) -> list[tuple[float, float]]:
    """Where a long piece lies in its box, and how thick it is; nothing where it is a block or hardly inked."""
    height, width = own.shape
    inked = own & ink
    length, area = int(inked.any(axis=0).sum()), int(inked.sum())
    if height > THICK * POINT + 2 + width * 0.02 or area > (THICK * POINT + 1) * length or length < COVERED * width:
        return []
    rows = inked.sum(axis=1)
    return [(float((rows * (np.arange(height) + 0.5)).sum() / area), max(1.0, area / length))]


def _stands_alone(line: list[float], ink: Bytes) -> bool:
    at, start, end, thick = line
    least, near, far = (length * POINT for length in BARE)
    if end - start > least:
        return True
    busy = 0.0
    for low, high in (
        (at - thick / 2 - far, at - thick / 2 - near),
        (at + thick / 2 + near, at + thick / 2 + far),
    ):
        band = ink[max(0, int(low)) : max(0, int(np.ceil(high))), int(start) : int(end)]
        busy += float(band.any(axis=0).mean()) if band.size else 0.0
    return busy < BUSY


def _dashed(ink: Bools) -> Floats:
    """Level rows of dashes or dots with paper above and below."""
    label, many = ndimage.label(ink, structure=np.ones((3, 3)))
    if not many:
        return np.zeros((0, 4))
    boxes = np.array([(r.start, r.stop, c.start, c.stop) for r, c in ndimage.find_objects(label)], dtype=np.float64)
    high, long = boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2]
    small = (high <= 2.2 * POINT) & (long <= DASH * POINT) & (np.maximum(high, long) >= DOT * POINT)
    boxes = boxes[small & (long >= 0.7 * high)]
    boxes = boxes[np.argsort(boxes[:, 0] + boxes[:, 1], kind="stable")]
    at = (boxes[:, 0] + boxes[:, 1]) / 2
    order = np.lexsort((boxes[:, 2], np.cumsum(np.diff(at, prepend=0.0) > LEVEL * POINT)))
    rows = _rows(boxes[order], at[order])
    return np.array([row for row in rows if _has_paper(row, ink)], dtype=np.float64).reshape(-1, 4)


def _rows(boxes: Floats, at: Floats) -> list[list[float]]:
    """Dashes that follow one another at one height and evenly, as lines."""
    found: list[list[float]] = []
    start = 0
    for i in range(1, len(boxes) + 1):
        if i < len(boxes) and abs(at[i] - at[i - 1]) <= POINT and 0 < boxes[i, 2] - boxes[i - 1, 3] <= DASH_GAP * POINT:
            continue
        run = boxes[start:i]
        long, gap = run[:, 3] - run[:, 2], run[1:, 2] - run[:-1, 3]
        if len(run) >= DASHES and _is_even(gap) and _is_even(long):
            high = float(np.median(run[:, 1] - run[:, 0]))
            found.append([float(np.median(at[start:i])), float(run[0, 2]), float(run[-1, 3]), high])
        start = i
    return found


def _is_even(lengths: Floats) -> bool:
    """Whether most lengths are alike: where rules cross, a dash is longer or lost."""
    low, high = np.percentile(lengths, [15, 85]).tolist()
    return high - low <= 0.8 * POINT + 0.4 * low


def _has_paper(line: list[float], ink: Bools) -> bool:
    """Whether nothing is printed right above and below a row of dashes, as beside dots that lead to a page number."""
    at, start, end, thick = line
    a, b = int(start), int(end)
    above = ink[max(0, int(at - thick / 2 - 2 * POINT)) : max(0, int(at - thick / 2 - 0.7 * POINT)), a:b]
    below = ink[int(at + thick / 2 + 0.9 * POINT) : int(at + thick / 2 + 2.2 * POINT), a:b]
    return all(band.size == 0 or float(band.any(axis=0).mean()) < 0.15 for band in (above, below))


def _joined(found: Strokes) -> Strokes:
    """The rules without short pieces that meet no other rule at one of their ends: strokes of letters."""
    level, upright = found
    for _ in range(3):
        kept = [_is_rule(lines, others) for lines, others in ((level, upright), (upright, level))]
        if all(mask.all() for mask in kept):
            break
        level, upright = level[kept[0]], upright[kept[1]]
    return Strokes(level, upright)


def _is_rule(lines: Floats, others: Floats) -> Bools:
    reach = MEETS * POINT
    at, start, end = lines.T[:3, :, None]
    beside = (others[:, 1] - reach <= at) & (at <= others[:, 2] + reach)
    meets = [(beside & (np.abs(others[:, 0] - tip) < reach)).any(axis=1) for tip in (start, end)]
    return (meets[0] & meets[1]) | (lines[:, 2] - lines[:, 1] > LONG * POINT)
