"""Horizontal rules, bands of fill and text -> Grids of tables that have no vertical rules.

The columns are where white runs down between the texts; the rows are what rules and fills divide, or, between two of
them, what the texts of the first column begin.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from extract.grid import SAME_END, Grid, divided
from extract.gutters import Baseline, clusters, edge, gutters
from extract.lines import BASELINE, rows, runs
from extract.page import Bools, Floats, RawPage
from extract.rules import Rules

RULED, UNRULED = 0.8, 0.6
"""Confidence where rules or fills divide the rows, and where only the text does."""
MIN_ROWS, MIN_COLS = 3, 3
MAX_RULES = 200
"""More rules of one extent are a hatching or a chart."""
MIN_WIDTH = 100.0
"""Points: below this no table of three columns stands."""
HEADER = 24
"""Characters of a header cell at most."""
HEADED, USED = 0.6, 0.5
"""Share of the columns that have a header, and of the cells that have text; a chart's labels leave most cells empty."""
ALIGNED = 0.6
"""Share of the columns with a text on each of the key column's baselines where these are rows of their own."""
NEAR = 1.2
"""Em of white between a rule and the text just above or below it that still belongs to the table."""
PITCH = 2.5
"""Em of white between rows that nothing divides."""
COVERED = 0.7


class Ruling(NamedTuple):
    """Horizontal rules of one extent, top to bottom, and the shorter ones between them."""

    x0: float
    x1: float
    full: Floats
    part: Floats
    top_filled: bool
    """The uppermost two are the edges of a band of fill."""


def open_grids(page: RawPage, rules: Rules, fills: Floats, ruled: list[Grid], free: Bools) -> list[Grid]:
    """Tables of the page that no vertical rules divide. free: which glyphs stand in no ruled table."""
    lines = _loose(rules.horizontal, ruled)
    if len(lines) < 2:
        return []
    drawn = np.unique(np.concatenate([fills[:, 0], fills[:, 2], rules.vertical[:, 0], lines[:, 1], lines[:, 2]]))
    found: list[Grid] = []
    for ruling in _rulings(lines, fills):
        text = _text(page, ruling, free)
        for part, inside in _parts(ruling, text, ruled):
            grid = _grid(part, inside, drawn)
            if grid is not None:
                found.append(grid)
    return found


def _loose(lines: Floats, ruled: list[Grid]) -> Floats:
    """The rules that belong to no lattice and are as long as a table is wide, or part of one."""
    inside = np.zeros(len(lines), dtype=np.bool_)
    for grid in ruled:
        x0, y0, x1, y1 = grid.box
        within = (lines[:, 1] < x1) & (lines[:, 2] > x0)
        inside |= within & (lines[:, 0] >= y0 - SAME_END) & (lines[:, 0] <= y1 + SAME_END)
    return lines[~inside]


def _rulings(lines: Floats, fills: Floats) -> Iterator[Ruling]:
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
        yield Ruling(x0, x1, ys, part, _is_filled(fills, x0, x1, float(ys[0]), float(ys[1])))
        within = (left[:, 0] > ys[0]) & (left[:, 0] < ys[-1]) & (left[:, 1] >= x0) & (left[:, 2] <= x1)
        left = left[~within]


def _is_filled(fills: Floats, x0: float, x1: float, y0: float, y1: float) -> bool:
    """Whether fills cover most of the band."""
    w = np.minimum(fills[:, 2], x1) - np.maximum(fills[:, 0], x0)
    h = np.minimum(fills[:, 3], y1) - np.maximum(fills[:, 1], y0)
    return bool((w.clip(0) * h.clip(0)).sum() >= COVERED * (x1 - x0) * (y1 - y0))


def _text(page: RawPage, ruling: Ruling, free: Bools) -> list[Baseline]:
    """The baselines of the text between the ends of the rules."""
    glyphs = page.glyphs
    middle = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
    inside = free & ~glyphs.vertical & ~np.isin(glyphs.code, (32, 0x3000, 0xA0, 9))
    inside &= (middle >= ruling.x0 - SAME_END) & (middle <= ruling.x1 + SAME_END)
    own = glyphs.take(inside)
    return rows(runs(own, np.zeros(len(own), dtype=np.int64)).pieces)


def _middle(row: Baseline) -> float:
    return sum(p.middle for p in row) / len(row)


def _parts(ruling: Ruling, text: list[Baseline], ruled: list[Grid]) -> Iterator[tuple[Ruling, list[Baseline]]]:
    """The ruling cut where prose, another table or nothing stands between two rules; each with its text."""
    start = 0
    ys = ruling.full.tolist()
    for i in range(1, len(ys) + 1):
        if i < len(ys) and not _is_break(ruling, ys[start], ys[i - 1], ys[i], text, ruled):
            continue
        if i - start >= 2:
            yield _part(ruling, start, i, text, ruled)
        start = i


def _is_break(ruling: Ruling, first: float, y0: float, y1: float, text: list[Baseline], ruled: list[Grid]) -> bool:
    """Whether the strip from y0 to y1 parts two tables."""
    if any(
        grid.box[1] < y1 and grid.box[3] > y0 and grid.box[0] < ruling.x1 and grid.box[2] > ruling.x0 for grid in ruled
    ):
        return True
    inside = [row for row in text if y0 < _middle(row) < y1]
    if not inside:
        return y1 - y0 > 6.0
    wide = [row for row in inside if len(clusters(row)) == 1 and row[-1].x1 - row[0].x0 > 0.6 * (ruling.x1 - ruling.x0)]
    if len(wide) > 1:
        return True
    if len(inside) == 1 and len(clusters(inside[0])) == 1:
        top, below = (
            _plain(text, *pair) for pair in ((first, _after(ruling.full, first)), (y1, _after(ruling.full, y1)))
        )
        return bool(top) and top == below
    return False


def _after(ys: Floats, y: float) -> float:
    later = ys[ys > y + 0.1]
    return float(later[0]) if len(later) else y


def _plain(text: list[Baseline], y0: float, y1: float) -> str:
    return "".join(piece.text for row in text if y0 < _middle(row) < y1 for piece in row)


def _part(
    ruling: Ruling, start: int, stop: int, text: list[Baseline], ruled: list[Grid]
) -> tuple[Ruling, list[Baseline]]:
    """One table's rules, drawn out over the rows above the first and below the last of them."""
    ys = ruling.full[start:stop]
    part = ruling.part[(ruling.part[:, 0] > ys[0]) & (ruling.part[:, 0] < ys[-1])]
    floor = min([g.box[1] for g in ruled if g.box[1] > ys[-1]] + ruling.full[stop : stop + 1].tolist(), default=1e9)
    inside = [row for row in text if ys[0] < _middle(row) < ys[-1]]
    below = [row for row in text if ys[-1] <= _middle(row) < floor]
    tail = _tail(ruling, ys, inside, below)
    if tail:
        ys = np.append(ys, max(p.y1 for row in tail for p in row) + 1)
    return ruling._replace(full=ys, part=part), inside + tail


def _tail(ruling: Ruling, ys: Floats, inside: list[Baseline], below: list[Baseline]) -> list[Baseline]:
    """The rows below the last band of fill: every other stripe is white, and below a header all rows may be."""
    if len(ys) < 2 or not inside:
        return []
    alone = len(ys) == 2
    limit = (PITCH if alone else NEAR) * max(p.size for p in inside[-1])
    found: list[Baseline] = []
    bottom = float(ys[-1])
    for row in below:
        lone = len(clusters(row)) == 1
        far = min(p.y0 for p in row) - bottom > limit
        wide = row[-1].x1 - row[0].x0 > 0.5 * (ruling.x1 - ruling.x0)
        if far or (lone and (wide or row[0].x0 - ruling.x0 <= 2 * row[0].size)):
            break
        found.append(row)
        bottom = max(p.y1 for p in row)
    return found if any(len(clusters(row)) >= MIN_COLS for row in found) else []


def _grid(ruling: Ruling, text: list[Baseline], drawn: Floats) -> Grid | None:
    """The lattice of one table; None where the text does not stand in columns."""
    ys = ruling.full
    header = [row for row in text if _middle(row) < ys[1]]
    strips = [[row for row in text if y0 < _middle(row) < y1] for y0, y1 in itertools.pairwise(ys.tolist())]
    body = [row for strip in strips[1:] if not _is_title(strip, ruling) for row in strip]
    if len(body) < MIN_ROWS - 1 or not header:
        return None
    em = float(np.median([p.size for row in body for p in row]))
    white = gutters(header, body, em)
    if len(white) + 1 < MIN_COLS:
        return None
    inner = [edge(gutter, drawn, header) for gutter in white]
    xs = np.array([ruling.x0, *inner, ruling.x1])
    if (np.diff(xs) <= 0).any() or not _is_headed(header, xs) or not _is_used(strips[1:], xs, ruling):
        return None
    return _lattice(ruling, strips, xs, em)


def _is_title(strip: list[Baseline], ruling: Ruling) -> bool:
    """A row over the whole width: one text, at the left or over the middle."""
    if len(strip) != 1 or len(clusters(strip[0])) != 1:
        return False
    x0, x1 = clusters(strip[0])[0]
    size = strip[0][0].size
    return x0 - ruling.x0 <= 2 * size or abs((x0 + x1) - (ruling.x0 + ruling.x1)) <= 2 * size


def _columns(row: Baseline, xs: Floats) -> list[int]:
    """The column of each piece of a baseline."""
    at = np.searchsorted(xs, [(p.x0 + p.x1) / 2 for p in row]) - 1
    return np.clip(at, 0, len(xs) - 2).tolist()


def _is_headed(header: list[Baseline], xs: Floats) -> bool:
    """Whether most columns have a short header."""
    text = [""] * (len(xs) - 1)
    for row in header:
        for piece, column in zip(row, _columns(row, xs), strict=True):
            text[column] += piece.text
    return sum(0 < len(t) <= HEADER for t in text) >= HEADED * len(text) and max(map(len, text)) <= 2 * HEADER


def _is_used(strips: list[list[Baseline]], xs: Floats, ruling: Ruling) -> bool:
    """Whether the rows have text in most of their columns."""
    used = [
        len({column for row in strip for column in _columns(row, xs)})
        for strip in strips
        if strip and not _is_title(strip, ruling)
    ]
    return bool(used) and sum(used) >= USED * len(used) * (len(xs) - 1)


def _lattice(ruling: Ruling, strips: list[list[Baseline]], xs: Floats, em: float) -> Grid | None:
    full = ruling.full.tolist()
    across: dict[float, Bools] = {y: np.ones(len(xs) - 1, dtype=np.bool_) for y in full}
    for y, x0, x1 in ruling.part.tolist():
        covered = np.minimum(x1, xs[1:]) - np.maximum(x0, xs[:-1]) >= COVERED * np.diff(xs)
        if covered.any():
            across[y] = across.get(y, np.zeros(len(xs) - 1, dtype=np.bool_)) | covered
    inferred = False
    lone = len(full) <= 3
    for y0, y1, strip in zip(full[1:-1], full[2:], strips[1:], strict=True):
        if any(y0 < y < y1 for y in across):
            continue
        for y in _cuts(strip, xs, em):
            across[y] = _uncrossed(strip, xs, y)
            inferred = inferred or lone
    ys = np.array(sorted(across))
    if len(ys) - 1 < MIN_ROWS:
        return None
    down = np.ones((len(ys) - 1, len(xs)), dtype=np.bool_)
    for i, (y0, y1) in enumerate(itertools.pairwise(ys.tolist())):
        strip = [row for part in strips for row in part if y0 < _middle(row) < y1]
        down[i, 1:-1] = ~_crossed(strip, xs, em, i > 0 and _is_title(strip, ruling))
    for i, (y0, y1) in enumerate(itertools.pairwise(ys.tolist())):
        if y1 < full[1] + 0.1:
            _open_under(down[i], across.get(y1), [row for row in strips[0] if y0 < _middle(row) < y1], xs)
    grid = divided(xs, ys, np.array([across[y] for y in ys.tolist()]), down)
    if grid is None:
        return None
    return Grid(grid.xs, grid.ys, grid.unit, grid.cells, confidence=UNRULED if inferred else RULED)


def _open_under(down: Bools, below: Bools | None, strip: list[Baseline], xs: Floats) -> None:
    """Join the columns of a header's upper row that stand over one rule and have one text."""
    if below is None or below.all():
        return
    held = [column for row in strip for column in _columns(row, xs)]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], below, [False]]).astype(np.int8)))
    for a, b in edges.reshape(-1, 2).tolist():
        if len({column for column in held if a <= column < b}) == 1:
            down[a + 1 : b] = False


def _cuts(strip: list[Baseline], xs: Floats, em: float) -> list[float]:
    """Where rows part that nothing drawn divides: above each text of the key column, if most columns agree."""
    placed = [(row, set(_columns(row, xs))) for row in strip]
    needed = max(ALIGNED * len({c for _, columns in placed for c in columns}), 2)
    keys = [i for i, (_, columns) in enumerate(placed) if 0 in columns]
    if len(keys) < 2 or any(len(placed[i][1]) < needed for i in keys):
        return []
    cuts: list[float] = []
    for a, b in itertools.pairwise(keys):
        bottoms = [max(p.y1 for p in strip[i]) for i in range(a, b)]
        tops = [min(p.y0 for p in strip[i]) for i in range(a + 1, b + 1)]
        gaps = [low - high for high, low in zip(bottoms, tops, strict=True)]
        at = len(gaps) - 1 if keys[0] == 0 else int(np.argmax(gaps))
        cuts.append((bottoms[at] + tops[at]) / 2)
    return cuts


def _uncrossed(strip: list[Baseline], xs: Floats, y: float) -> Bools:
    """The columns in which no text stands across y."""
    free = np.ones(len(xs) - 1, dtype=np.bool_)
    for row in strip:
        for piece, column in zip(row, _columns(row, xs), strict=True):
            reach = BASELINE * piece.size / 2
            if piece.middle - reach < y < piece.middle + reach:
                free[column] = False
    return free


def _crossed(strip: list[Baseline], xs: Floats, em: float, title: bool) -> Bools:
    """Which inner column edges a text of the row crosses, by half an em at least; a title crosses all."""
    if title:
        return np.ones(len(xs) - 2, dtype=np.bool_)
    crossed = np.zeros(len(xs) - 2, dtype=np.bool_)
    for piece in itertools.chain.from_iterable(strip):
        crossed |= (piece.x0 < xs[1:-1] - em / 2) & (piece.x1 > xs[1:-1] + em / 2)
    return crossed
