"""Horizontal rules, bands of fill and text -> Grids of tables that have no vertical rules.

The columns are where white runs down between the texts; the rows are what rules and fills divide, or, between two of
them, what the texts of the first column begin.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from extract.cuts import crossed, held, row_cuts, shared_out, type_size, uncrossed
from extract.grid import SAME_END, Grid, divided
from extract.gutters import STRAY, Baseline, Gutter, clusters, edge, gutters
from extract.page import Bools, Floats, RawPage
from extract.rules import Rules
from extract.rulings import COVERED, INDENT, MIN_COLS, Ruling, loose, middle, parts, rulings, text_between

RULED, UNRULED = 0.8, 0.6
"""Confidence where rules or fills divide the rows, and where only the text does."""
MIN_ROWS = 3
HEADER = 24
"""Characters of a header cell at most."""
HEADED, USED = 0.6, 0.5
"""Share of the columns that have a header, and of the cells that have text; a chart's labels leave most cells empty."""
SAME_EDGE = 3.0
"""Points the column edges of one table differ from page to page."""
FULL_WIDTH = 0.75
"""Share of the table's width a line takes that is broken at its end."""

Strips = list[list[Baseline]]
"""The baselines of a table between two rules each."""


def open_grids(
    page: RawPage, rules: Rules, fills: Floats, ruled: list[Grid], free: Bools, before: Floats
) -> list[Grid]:
    """Tables of the page that no vertical rules divide.

    free: which glyphs stand in no ruled table; before: the columns of such a table at the end of the page before.
    """
    lines = loose(rules.horizontal, ruled)
    if len(lines) < 2:
        return []
    drawn = np.unique(np.concatenate([fills[:, 0], fills[:, 2], rules.vertical[:, 0], lines[:, 1], lines[:, 2]]))
    found: list[Grid] = []
    for ruling in rulings(lines, fills):
        goes_on = len(before) > 0 and abs(before[0] - ruling.x0) <= SAME_END and abs(before[-1] - ruling.x1) <= SAME_END
        text = text_between(page, ruling, free)
        found.extend(_tables(ruling, text, drawn, ruled, before if goes_on else None))
    return found


def _tables(
    ruling: Ruling, text: list[Baseline], drawn: Floats, ruled: list[Grid], before: Floats | None
) -> list[Grid]:
    """The tables between rules of one extent.

    One that begins on the page before has its columns from there, or from the next table.
    """
    divided_text = [(part, _strips(part, inside)) for part, inside in parts(ruling, text, ruled)]
    columns = [header_columns(part, strips, drawn) for part, strips in divided_text]
    following = next((xs for xs in columns if xs is not None), None)
    if columns and before is not None and fits(divided_text[0][1], before):
        following = before
        columns[0] = before if _are_same(columns[0], before) else None
    if following is None:
        return []
    found: list[Grid | None] = []
    for i, ((part, strips), xs) in enumerate(zip(divided_text, columns, strict=True)):
        grid = open_lattice(part, strips, xs, headed=True) if xs is not None else None
        if grid is None and i == 0 and fits(strips, following):
            grid = open_lattice(part, strips, following, headed=False)
        found.append(grid)
    return [grid for grid in found if grid is not None]


def _are_same(xs: Floats | None, before: Floats) -> bool:
    return xs is not None and len(xs) == len(before) and bool((np.abs(xs - before) <= SAME_EDGE).all())


def _strips(ruling: Ruling, text: list[Baseline]) -> Strips:
    return [[row for row in text if y0 < middle(row) < y1] for y0, y1 in itertools.pairwise(ruling.full.tolist())]


def header_columns(ruling: Ruling, strips: Strips, drawn: Floats) -> Floats | None:
    """The column edges of one table; None where its text does not stand in columns under a header."""
    header = strips[0]
    body = [row for strip in strips[1:] if not is_title(strip, ruling) for row in strip]
    if len(body) < MIN_ROWS - 1 or not header:
        return None
    em = type_size(body)
    white = gutters(header, body, em)
    white = sorted([*white, *_ruled_gutters(ruling, white, body, em)])
    if len(white) + 1 < MIN_COLS:
        return None
    xs = np.array([ruling.x0, *(edge(gutter, drawn, header) for gutter in white), ruling.x1])
    sound = (np.diff(xs) > 0).all() and _is_headed(header, xs) and _is_used(strips[1:], xs, ruling)
    return xs if sound else None


def _ruled_gutters(ruling: Ruling, white: list[Gutter], body: list[Baseline], em: float) -> list[Gutter]:
    """Where rules over some columns begin or end at the same place, and hardly a text runs over it."""
    ends = np.sort(ruling.part[:, 1:].ravel())
    ends = ends[(ends > ruling.x0 + em) & (ends < ruling.x1 - em)]
    places = np.split(ends, np.flatnonzero(np.diff(ends) > SAME_END) + 1)
    found = [float(np.median(place)) for place in places if len(place) > 1]
    far = [x for x in found if all(not g.x0 - em < x < g.x1 + em for g in white)]
    crossing = crossed(body, np.array([ruling.x0, *far, ruling.x1]), em) if far else []
    return [Gutter(x, x) for x, over in zip(far, crossing, strict=True) if not over]


def fits(strips: Strips, xs: Floats) -> bool:
    """Whether the text, which has no header, stands in these columns: whole rows, or the rest of one."""
    rows = [row for strip in strips for row in strip]
    em = type_size(rows) if rows else 0.0
    crossing = sum(bool(crossed([row], xs, em).any()) for row in rows)
    spread = max((len(clusters(row)) for row in rows), default=0) >= MIN_COLS
    rest = bool(rows) and not any(0 in held(row, xs) for row in rows)
    return (spread or rest) and crossing <= len(rows) // STRAY


def is_title(strip: list[Baseline], ruling: Ruling) -> bool:
    """A row over the whole width: one text, at the left or over the middle; all its lines but the last are full."""
    if not strip or any(len(clusters(row)) != 1 for row in strip):
        return False
    size, width = strip[0][0].size, ruling.x1 - ruling.x0
    if any(row[-1].x1 - row[0].x0 < FULL_WIDTH * width for row in strip[:-1]):
        return False
    x0, x1 = clusters(strip[0])[0]
    return x0 - ruling.x0 <= INDENT * size or abs((x0 + x1) - (ruling.x0 + ruling.x1)) <= 2 * size


def _is_headed(header: list[Baseline], xs: Floats) -> bool:
    """Whether most columns have a short header."""
    text = [""] * (len(xs) - 1)
    for row in header:
        for piece, column in zip(row, held(row, xs), strict=True):
            text[column] += piece.text
    return sum(0 < len(t) <= HEADER for t in text) >= HEADED * len(text) and max(map(len, text)) <= 2 * HEADER


def _is_used(strips: list[list[Baseline]], xs: Floats, ruling: Ruling) -> bool:
    """Whether the rows have text in most of their columns."""
    used = [
        len({column for row in strip for column in held(row, xs)})
        for strip in strips
        if strip and not is_title(strip, ruling)
    ]
    return bool(used) and sum(used) >= USED * len(used) * (len(xs) - 1)


def open_lattice(ruling: Ruling, strips: Strips, xs: Floats, headed: bool) -> Grid | None:
    """Rows and columns as cells; merged where no rule runs through a column, or a text through a gutter."""
    across = _drawn(ruling, xs)
    inferred = _infer(across, ruling, strips, xs, headed)
    ys = np.array(sorted(across))
    if len(ys) <= (MIN_ROWS if headed else 1):
        return None
    em = type_size([row for strip in strips for row in strip])
    down = np.ones((len(ys) - 1, len(xs)), dtype=np.bool_)
    for i, (y0, y1) in enumerate(itertools.pairwise(ys.tolist())):
        row = [line for strip in strips for line in strip if y0 < middle(line) < y1]
        if headed and y1 < ruling.full[1]:
            _open_over(down[i], across[y1], row, xs)
        down[i, 1:-1] &= ~crossed(row, xs, em)
        if (i or not headed) and is_title(row, ruling):
            down[i, 1:-1] = False
    grid = divided(xs, ys, np.array([across[y] for y in ys.tolist()]), down)
    return replace(grid, confidence=UNRULED if inferred else RULED) if grid is not None else None


def _drawn(ruling: Ruling, xs: Floats) -> dict[float, Bools]:
    """The rules by height, and through which columns each runs."""
    across = {y: np.ones(len(xs) - 1, dtype=np.bool_) for y in ruling.full.tolist()}
    for y, x0, x1 in ruling.part.tolist():
        covered = np.minimum(x1, xs[1:]) - np.maximum(x0, xs[:-1]) >= COVERED * np.diff(xs)
        if covered.any():
            across[y] = across.get(y, np.zeros(len(xs) - 1, dtype=np.bool_)) | covered
    return across


def _infer(across: dict[float, Bools], ruling: Ruling, strips: Strips, xs: Floats, headed: bool) -> bool:
    """Add the rows nothing drawn divides; whether these are all the rows below the header."""
    ruled, full = sorted(across), ruling.full.tolist()
    whole = [not any(y0 < y < y1 for y in ruled) for y0, y1 in itertools.pairwise(full[headed:])]
    open_strips = [strip if free else [] for strip, free in zip(strips[headed:], whole, strict=True)]
    found = row_cuts(open_strips, xs)
    for strip, y in found:
        across[y] = uncrossed(strip, xs, y)
    return bool(found) and len(full) <= MIN_ROWS


def _open_over(down: Bools, below: Bools, strip: list[Baseline], xs: Floats) -> None:
    """Join the columns of a header's upper row that stand over one rule and under one text."""
    if below.all():
        return
    edges = np.flatnonzero(np.diff(np.concatenate([[False], below, [False]]).astype(np.int8)))
    for a, b in edges.reshape(-1, 2).tolist():
        labels = [piece for row in strip for piece in row if xs[a] < (piece.x0 + piece.x1) / 2 < xs[b]]
        owner = shared_out(sorted((p.x0, p.x1) for p in labels), xs[a : b + 1])
        down[a + 1 : b] &= owner[1:] != owner[:-1]
