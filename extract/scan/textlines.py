"""A page's ink, and how likely it is text -> TextLines: boxes of one printed line each, that no rule runs through."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extract.page import Bools, Floats
from extract.scan.picture import POINT
from extract.scan.raster import Bytes, Counts, Map, ndimage
from extract.scan.strokes import Strokes

LIKELY, LIKELY_ALL = 0.3, 0.5
"""A pixel of text, and the mean over a line of them."""
UNCLIP = 1.6
"""The detector marks the core of a line: the line is larger by its area over its perimeter times this."""
DOWN = 1.7
"""A line so many times as high as wide runs downwards."""
TWO = 1.6
"""A column of two letters is higher than so many lines; a lone 1 is not."""
CLEAR = 0.5
"""Points kept from a rule, whose edges are grey."""
EMPTY = 0.04
"""A row between two lines holds this share of the ink of the fullest row at most."""
REACH = 1.3
"""Em a line goes on beside the box found for it at most."""
GAP = 1.0
"""Points without ink at which a line ends that goes on beside its box."""
TALL, VALLEY = 1.55, 0.12
"""A box so much higher than those round it holds two lines, if the ink between them is this share at most."""
AROUND = 60.0
"""Points within which the lines of a page are of one height."""
SIGN = (3.0, 26.0)
"""Points a sign that the detector missed (⇒, ○, a single digit) is high or wide."""
LEAST_INK = 0.4
"""Square points of ink a line has at least; a speck has less."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""


class TextLine(NamedTuple):
    """One printed line. box: of its ink; room: as far as paper reaches round it; down: it runs downwards.

    missed: the detector did not find it: ink between the lines.
    """

    box: Box
    room: Box
    down: bool
    missed: bool = False

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]


class _Found(NamedTuple):
    """A box of the detector, and the core it was made from."""

    core: tuple[float, float, float, float]
    box: tuple[float, float, float, float]


def text_lines(likely: Map, ink: Bools, rules: Strokes) -> list[TextLine]:
    """The lines of a page. likely: the detector's map, at whatever size; ink: that of the page without its rules."""
    pieces = [piece for found in _detected(likely, ink.shape) for piece in _cut(found, rules)]
    lines = [line for piece in pieces if (line := _trimmed(piece, _room(piece.core, rules, ink.shape), ink))]
    lines = [line._replace(down=line.down and line.height > TWO * usual_height(line, lines)) for line in lines]
    lines = [part for line in lines for part in _parted(line, lines, ink)]
    lines = _once([_widened(line, ink) for line in lines])
    return [*lines, *_missed(lines, ink, rules)]


def _detected(likely: Map, shape: tuple[int, ...]) -> list[_Found]:
    label, many = ndimage.label(ndimage.binary_dilation(likely > LIKELY, np.ones((2, 2))), structure=np.ones((3, 3)))
    mean = ndimage.mean(likely, label, range(1, many + 1)) if many else []
    fy, fx = shape[0] / likely.shape[0], shape[1] / likely.shape[1]
    found: list[_Found] = []
    for (rows, columns), sure in zip(ndimage.find_objects(label), mean, strict=True):
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if min(height, width) < 3 or sure < LIKELY_ALL:
            continue
        core = (columns.start * fx, rows.start * fy, columns.stop * fx, rows.stop * fy)
        more = height * width * UNCLIP / (2 * (height + width))
        found.append(_Found(core, (core[0] - more * fx, core[1] - more * fy, core[2] + more * fx, core[3] + more * fy)))
    return found


def _cut(found: _Found, rules: Strokes) -> list[_Found]:
    """A box at the rules that run through it."""
    x0, y0, x1, y1 = found.core
    if y1 - y0 > DOWN * (x1 - x0):
        lines, middle, (a, b) = rules.level, (x0 + x1) / 2, (found.box[1], found.box[3])
    else:
        lines, middle, (a, b) = rules.upright, (y0 + y1) / 2, (found.box[0], found.box[2])
    within = (lines[:, 0] > a + 2 * POINT) & (lines[:, 0] < b - 2 * POINT)
    edges = [a, *sorted(lines[within & (lines[:, 1] <= middle) & (lines[:, 2] >= middle), 0].tolist()), b]
    if len(edges) == 2:
        return [found]
    upright = lines is rules.upright
    return [_within(found, low, high, 0 if upright else 1) for low, high in pairwise(edges)]


def _within(found: _Found, low: float, high: float, axis: int) -> _Found:
    core, box = list(found.core), list(found.box)
    for of in (core, box):
        of[axis], of[axis + 2] = max(of[axis], low), min(of[axis + 2], high)
    return _Found((core[0], core[1], core[2], core[3]), (box[0], box[1], box[2], box[3]))


def _room(core: tuple[float, float, float, float], rules: Strokes, shape: tuple[int, ...]) -> Box:
    """As far as no rule comes, seen from the middle of a line."""
    x, y = (core[0] + core[2]) / 2, (core[1] + core[3]) / 2
    left, right = _nearest(rules.upright, x, y, shape[1])
    top, bottom = _nearest(rules.level, y, x, shape[0])
    return left, top, right, bottom


def _nearest(lines: Floats, at: float, along: float, end: int) -> tuple[int, int]:
    beside = lines[(lines[:, 1] <= along) & (lines[:, 2] >= along)]
    half = beside[:, 3] / 2 + CLEAR * POINT
    before, after = beside[:, 0] < at, beside[:, 0] >= at
    low = float((beside[:, 0] + half)[before].max(initial=0.0))
    high = float((beside[:, 0] - half)[after].min(initial=float(end)))
    return int(np.ceil(low)), int(high)


def _trimmed(found: _Found, room: Box, ink: Bools) -> TextLine | None:
    """The line of a box, from empty row to empty row; nothing where there is no ink."""
    x0, y0, x1, y1 = (
        int(min(max(v, low), high)) for v, low, high in zip(found.box, room * 2, (*room[2:], *room[2:]), strict=False)
    )
    part = ink[y0:y1, x0:x1]
    if part.sum() < LEAST_INK * POINT**2:
        return None
    cx0, cy0, cx1, cy1 = found.core
    if cy1 - cy0 > DOWN * (cx1 - cx0):
        return _tight((x0, y0, x1, y1), room, ink, True)
    rows = part.sum(axis=1)
    middle, half = (cy0 + cy1) / 2 - y0, (cy1 - cy0) / 2
    low, high = max(0, int(middle - 0.6 * half)), min(len(rows), int(middle + 0.6 * half) + 1)
    empty = EMPTY * rows[low:high].max(initial=0)
    top, bottom = low - _edge(rows[:low][::-1], empty), high + _edge(rows[high:], empty)
    return _tight((x0, y0 + top, x1, y0 + bottom), room, ink, False)


def _edge(rows: Counts, empty: float) -> int:
    """How many rows a line goes on: to the first empty one, or to the emptiest within reach."""
    clear = np.flatnonzero(rows <= empty)
    if len(clear):
        return int(clear[0])
    return int(rows.argmin()) if len(rows) and rows.min() < 0.5 * rows.max() else len(rows)


def _tight(box: Box, room: Box, ink: Bools, down: bool, missed: bool = False) -> TextLine | None:
    x0, y0, x1, y1 = box
    part = ink[y0:y1, x0:x1]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return None
    box = (x0 + int(columns[0]), y0 + int(rows[0]), x0 + int(columns[-1]) + 1, y0 + int(rows[-1]) + 1)
    return TextLine(box, room, down, missed)


def _parted(line: TextLine, lines: list[TextLine], ink: Bools) -> list[TextLine]:
    """A box that holds two lines as two."""
    x0, y0, x1, y1 = line.box
    usual = usual_height(line, lines)
    if line.down or line.height <= TALL * usual or line.width <= 1.2 * usual:
        return [line]
    rows = ink[y0:y1, x0:x1].sum(axis=1)
    low, high = int(0.3 * len(rows)), int(0.7 * len(rows)) + 1
    at = low + int(rows[low:high].argmin())
    if rows[at] > VALLEY * rows.max():
        return [line]
    halves = (_tight(box, line.room, ink, False) for box in ((x0, y0, x1, y0 + at), (x0, y0 + at + 1, x1, y1)))
    return [half for half in halves if half]


def usual_height(line: TextLine, lines: list[TextLine]) -> float:
    """The height of the long lines near by, else of the page."""
    long = [other for other in lines if not other.down and other.width > 2.5 * other.height]
    near = [o.height for o in long if abs(o.box[1] + o.box[3] - line.box[1] - line.box[3]) < 2 * AROUND * POINT]
    return float(np.median(near or [o.height for o in long] or [9 * POINT]))


def _widened(line: TextLine, ink: Bools) -> TextLine:
    """The line with the ink that goes on at its ends."""
    if line.down:
        return line
    x0, y0, x1, y1 = line.box
    columns, reach = np.asarray(ink[y0:y1].any(axis=0), dtype=np.bool_), int(REACH * line.height)
    left = x0 - _goes_on(columns[max(line.room[0], x0 - reach) : x0][::-1])
    right = x1 + _goes_on(columns[x1 : min(line.room[2], x1 + reach)])
    return line._replace(box=(left, y0, right, y1))


def _goes_on(columns: Bools) -> int:
    """How far ink goes on with no gap wider than GAP."""
    inked = np.flatnonzero(columns)
    steps = np.diff(inked, prepend=-1)
    wide = np.flatnonzero(steps > GAP * POINT + 1)
    inked = inked[: int(wide[0])] if len(wide) else inked
    return int(inked[-1]) + 1 if len(inked) else 0


def _once(lines: list[TextLine]) -> list[TextLine]:
    """The lines, those that were found twice as one."""
    kept: list[TextLine] = []
    for line in sorted(lines, key=lambda line: -line.width * line.height):
        at = next((i for i, other in enumerate(kept) if _is_same(line, other)), None)
        if at is None:
            kept.append(line)
        else:
            (a, b, c, d), (x0, _, x1, _) = kept[at].box, line.box
            kept[at] = kept[at]._replace(box=(min(a, x0), b, max(c, x1), d))
    return kept


def _is_same(line: TextLine, other: TextLine) -> bool:
    if line.down != other.down:
        return False
    (a, b, c, d), (x0, y0, x1, y1) = other.box, line.box
    level, along = min(d, y1) - max(b, y0), min(c, x1) - max(a, x0)
    return level > 0.6 * min(d - b, y1 - y0) and along > min(0.5 * (x1 - x0), 0.3 * (y1 - y0))


def _missed(lines: list[TextLine], ink: Bools, rules: Strokes) -> list[TextLine]:
    """Signs that stand in no line: a lone ⇒, ○ or figure."""
    left = ink.copy()
    for x0, y0, x1, y1 in (line.box for line in lines):
        left[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = False
    near = ndimage.maximum_filter(left.astype(np.uint8), (round(1.5 * POINT), round(3 * POINT)))
    label, _ = ndimage.label(near)
    found: list[TextLine] = []
    for rows, columns in ndimage.find_objects(label):
        box = (columns.start, rows.start, columns.stop, rows.stop)
        if max(box[2] - box[0], box[3] - box[1]) > 12 * SIGN[1] * POINT or box[3] - box[1] > SIGN[1] * POINT:
            continue
        line = _tight(box, _room(box, rules, ink.shape), left, False, missed=True)
        if line is not None and max(line.width, line.height) >= SIGN[0] * POINT:
            found.append(line)
    return found


def cut_out(flat: Bytes, box: Box, room: Box) -> Bytes:
    """The part of a picture in a box; white where the box reaches over its room."""
    x0, y0, x1, y1 = box
    out = np.full((y1 - y0, x1 - x0), 255, dtype=np.uint8)
    a, b, c, d = (
        max(x0, room[0], 0),
        max(y0, room[1], 0),
        min(x1, room[2], flat.shape[1]),
        min(y1, room[3], flat.shape[0]),
    )
    if c > a and d > b:
        out[b - y0 : d - y0, a - x0 : c - x0] = flat[b:d, a:c]
    return out
