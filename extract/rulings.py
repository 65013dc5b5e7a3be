"""Loose horizontal rules -> Rulings: rules of one extent, cut into tables, each with the text between its ends."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from extract.grid import SAME_END, Grid
from extract.gutters import Baseline, clusters
from extract.lines import rows, runs
from extract.page import Bools, Floats, RawPage

MAX_RULES = 200
"""More rules of one extent are a hatching or a chart."""
MIN_WIDTH = 100.0
"""Points: below this no table of three columns stands."""
MIN_COLS = 3
NEAR = 1.2
"""Em of white between a rule and the text just below it that still belongs to the table."""
PITCH = 2.5
"""Em of white between rows that nothing divides."""
LEADING = 0.5
"""Em of white between the lines of one cell; a note below the table stands further off."""
EMPTY = 6.0
"""Points: a strip without text is higher than this only between two tables."""
LARGER = 1.15
"""A heading between two tables is set larger than their text by this factor."""
PROSE = 0.5
"""Share of the width a text of one column takes at most."""
INDENT = 2.0
"""Em a text over the whole width is indented at most."""
COVERED = 0.7


class Ruling(NamedTuple):
    """Horizontal rules of one extent, top to bottom, and the shorter ones between them."""

    x0: float
    x1: float
    full: Floats
    part: Floats
    filled: Bools
    """Which of the strips between two of `full` are bands of fill."""


def loose(lines: Floats, ruled: list[Grid]) -> Floats:
    """The rules that belong to no lattice and are as long as a table is wide, or part of one."""
    inside = np.zeros(len(lines), dtype=np.bool_)
    for grid in ruled:
        x0, y0, x1, y1 = grid.box
        within = (lines[:, 1] < x1) & (lines[:, 2] > x0)
        inside |= within & (lines[:, 0] >= y0 - SAME_END) & (lines[:, 0] <= y1 + SAME_END)
    return lines[~inside]


def rulings(lines: Floats, fills: Floats) -> Iterator[Ruling]:
    """The sets of rules that begin and end at the same places, widest first; narrower ones between them are parts."""
    left = lines[lines[:, 2] - lines[:, 1] >= MIN_WIDTH]
    while len(left):
        widest = left[np.argmax(left[:, 2] - left[:, 1])]
        same = (np.abs(left[:, 1] - widest[1]) <= SAME_END) & (np.abs(left[:, 2] - widest[2]) <= SAME_END)
        x0, x1, ys = float(widest[1]), float(widest[2]), left[same, 0]
        left = left[~same]
        if not 2 <= len(ys) <= MAX_RULES:
            continue
        inner = (lines[:, 1] >= x0 - SAME_END) & (lines[:, 2] <= x1 + SAME_END) & ~np.isin(lines[:, 0], ys)
        part = lines[inner & (lines[:, 0] > ys[0]) & (lines[:, 0] < ys[-1])]
        filled = [_is_filled(fills, x0, x1, low, high) for low, high in itertools.pairwise(ys.tolist())]
        yield Ruling(x0, x1, ys, part, np.array(filled, dtype=np.bool_))
        within = (left[:, 0] > ys[0]) & (left[:, 0] < ys[-1]) & (left[:, 1] >= x0) & (left[:, 2] <= x1)
        left = left[~within]


def _is_filled(fills: Floats, x0: float, x1: float, y0: float, y1: float) -> bool:
    """Whether fills cover most of the band."""
    w = np.minimum(fills[:, 2], x1) - np.maximum(fills[:, 0], x0)
    h = np.minimum(fills[:, 3], y1) - np.maximum(fills[:, 1], y0)
    return bool((w.clip(0) * h.clip(0)).sum() >= COVERED * (x1 - x0) * (y1 - y0))


def text_between(page: RawPage, ruling: Ruling, free: Bools) -> list[Baseline]:
    """The baselines of the text between the ends of the rules."""
    glyphs = page.glyphs
    x = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
    inside = free & ~glyphs.vertical & ~np.isin(glyphs.code, (32, 0x3000, 0xA0, 9))
    inside &= (x >= ruling.x0 - SAME_END) & (x <= ruling.x1 + SAME_END)
    own = glyphs.take(inside)
    return rows(runs(own, np.zeros(len(own), dtype=np.int64)).pieces)


def middle(row: Baseline) -> float:
    return sum(p.middle for p in row) / len(row)


def parts(ruling: Ruling, text: list[Baseline], ruled: list[Grid]) -> Iterator[tuple[Ruling, list[Baseline]]]:
    """The ruling cut where prose, another table or nothing stands between two rules; each with its text."""
    ys = ruling.full.tolist()
    beside = [(g.box[1], g.box[3]) for g in ruled if g.box[0] < ruling.x1 and g.box[2] > ruling.x0]
    strips = [[row for row in text if y0 < middle(row) < y1] for y0, y1 in itertools.pairwise(ys)]
    start = 0
    for i in range(len(ys)):
        if i < len(strips):
            taken = any(top < ys[i + 1] and bottom > ys[i] for top, bottom in beside)
            if not taken and not _is_break(ruling, strips, start, i):
                continue
        if i > start:
            floor = min([top for top, _ in beside if top > ys[i]] + ys[i + 1 : i + 2], default=float("inf"))
            below = [row for row in text if ys[i] <= middle(row) < floor]
            yield _part(ruling, slice(start, i + 1), [row for strip in strips[start:i] for row in strip], below)
        start = i + 1 if i < len(strips) else i


def _is_break(ruling: Ruling, strips: list[list[Baseline]], start: int, at: int) -> bool:
    """Whether the strip `at` parts two tables: nothing, prose, or the heading of the next one stands in it."""
    strip = strips[at]
    if not strip:
        return bool(ruling.full[at + 1] - ruling.full[at] > EMPTY)
    width = ruling.x1 - ruling.x0
    lone = [row for row in strip if len(clusters(row)) == 1]
    if sum(row[-1].x1 - row[0].x0 > PROSE * width for row in lone) > 1:
        return True
    if ruling.filled[at] or len(lone) < len(strip) or at == start or at + 1 == len(strips):
        return False
    return len(strip) == 1 and _opens(ruling, strips, start, at)


def _opens(ruling: Ruling, strips: list[list[Baseline]], start: int, at: int) -> bool:
    """Whether the lone text at `at` heads a new table: the first row comes again, or the first band of fill."""
    head, rest = strips[at + 1], [row for strip in strips[start:at] for row in strip]
    if _plain(head) == _plain(strips[start]):
        return True
    if max((len(clusters(row)) for row in head), default=0) < MIN_COLS or not rest:
        return False
    size = float(np.median([piece.size for row in rest for piece in row]))
    first_fill = ruling.filled[at + 1] and not ruling.filled[start:at].any()
    return bool(first_fill or strips[at][0][0].size >= LARGER * size)


def _plain(strip: list[Baseline]) -> str:
    return "".join(piece.text for row in strip for piece in row)


def _part(ruling: Ruling, span: slice, inside: list[Baseline], below: list[Baseline]) -> tuple[Ruling, list[Baseline]]:
    """One table's rules, and its text, drawn out over the rows below the last band of fill."""
    ys, filled = ruling.full[span], ruling.filled[span.start : span.stop - 1]
    part = ruling.part[(ruling.part[:, 0] > ys[0]) & (ruling.part[:, 0] < ys[-1])]
    tail = _tail(ruling, ys, inside, below) if filled[-1] else []
    if tail:
        ys = np.append(ys, max(p.y1 for row in tail for p in row) + 1)
        filled = np.append(filled, False)
    return Ruling(ruling.x0, ruling.x1, ys, part, filled), inside + tail


def _tail(ruling: Ruling, ys: Floats, inside: list[Baseline], below: list[Baseline]) -> list[Baseline]:
    """The rows below the last band of fill: every other stripe is white, and below a header all rows may be."""
    if not inside:
        return []
    limit = (PITCH if len(ys) == 2 else NEAR) * max(p.size for p in inside[-1])
    found: list[Baseline] = []
    bottom = float(ys[-1])
    for row in below:
        lone = len(clusters(row)) == 1
        gap, size = min(p.y0 for p in row) - bottom, row[0].size
        wide = row[-1].x1 - row[0].x0 > PROSE * (ruling.x1 - ruling.x0)
        note = row[0].x0 - ruling.x0 <= INDENT * size and not (found and gap <= LEADING * size)
        if gap > limit or (lone and (wide or note)):
            break
        found.append(row)
        bottom = max(p.y1 for p in row)
    return found if any(len(clusters(row)) >= MIN_COLS for row in found) else []
