"""Glyphs in no lattice -> Grids of tables for which nothing is drawn: texts in columns under a row of headers.

Prose, lists, tables of contents, leaflets and charts stand in columns too. So a table has three columns and three
rows at least, each column a header that does not look like what stands below it, and texts that begin, end or centre
at one place.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extract.cuts import crossed, held, shared_out, type_size
from extract.grid import Grid
from extract.gutters import WORD, Baseline, clusters
from extract.lines import BASELINE, LEADERS, rows, runs
from extract.page import Bools, Drawings, Floats, Glyphs, RawPage, boxes
from extract.rulings import MIN_COLS, PITCH, Ruling
from extract.stream import HEADER, fits, header_columns, open_lattice

CONFIDENCE = 0.5
MIN_ROWS = 3
"""Rows below the header at least."""
PAD = 2.0
"""Points of white round the texts of a table."""
CLOSE = 1.5
"""Em of white between the lines of one header at most."""
LEADING = 0.5
"""Em of white between the lines of one cell at most."""
ALIGNED, SAME_PLACE = 0.6, 0.4
"""Share of the texts of a column that begin, end or centre at one place, and how many em that is wide."""
PROSE_WIDTH, FULL = 8.0, 0.9
"""Em a column of prose is wide at least; share of its width that most of its lines take."""
DRAWN = 8.0
"""Points: drawings longer than this between the texts make them labels of a chart, a map or a diagram."""
YEAR = re.compile(r"(19|20)\d\d")
LEADER = re.compile(f"[{re.escape(LEADERS)}]{{3}}")

NO_RULES = np.zeros((0, 3))

_Rows = Sequence[Baseline]


class _Block(NamedTuple):
    """The baselines of what may be a table: those of its header, and below it, parted by bands, those of its rows."""

    header: _Rows
    strips: list[list[Baseline]]

    @property
    def text(self) -> list[Baseline]:
        return [*self.header, *(row for strip in self.strips for row in strip)]


def bare_grids(page: RawPage, found: Sequence[Grid], centre: Floats, before: Floats) -> list[Grid]:
    """The tables among the text that stands in no lattice of several cells.

    before: the columns of such a table at the end of the page before.
    """
    ruled = [grid for grid in found if len(grid.cells) > 1]
    free = ~page.glyphs.vertical
    x, y = centre.T
    for grid in ruled:
        x0, y0, x1, y1 = grid.box
        free &= (x < x0) | (x > x1) | (y < y0) | (y > y1)
    if np.count_nonzero(free) < MIN_COLS:
        return []
    free &= ~np.isin(page.glyphs.code, (32, 0x3000, 0xA0, 9))
    own = page.glyphs.take(free)
    if not _stands_in_columns(own, MIN_ROWS if not len(before) else 0):
        return []
    text = rows(runs(own, np.zeros(len(own), dtype=np.int64)).pieces)
    drawn = np.concatenate([_drawn(page.drawings), boxes([grid.box for grid in ruled])])
    return list(_tables(text, drawn, before))


def _stands_in_columns(glyphs: Glyphs, more_than: int) -> bool:
    """Whether enough baselines have white between several texts; hardly any page outside tables has."""
    if len(glyphs) < MIN_COLS * (more_than + 1):
        return False
    em = float(np.median(glyphs.size))
    y = glyphs.origin[:, 1]
    order = np.argsort(y, kind="stable")
    number = np.cumsum(np.append(False, np.diff(y[order]) > BASELINE * em))
    x0, x1 = glyphs.box[order, 0], glyphs.box[order, 2]
    order = np.lexsort((x0, number))
    number, x0, x1 = number[order], x0[order], x1[order]
    gap = (x0[1:] - x1[:-1] > WORD * em) & (number[1:] == number[:-1])
    return bool(gap.any()) and int((np.bincount(number[1:][gap]) >= MIN_COLS - 1).sum()) > more_than


def _drawn(drawings: Drawings) -> Floats:
    """The boxes of what is drawn upright or slanted, and of shapes and pictures; a level rule divides no columns."""
    s = drawings.strokes
    box = np.stack([s[:, [0, 2]].min(1), s[:, [1, 3]].min(1), s[:, [0, 2]].max(1), s[:, [1, 3]].max(1)], axis=1)
    found = np.concatenate([box, drawings.fills, boxes([shape.box for shape in drawings.shapes]), drawings.images])
    return found[found[:, 3] - found[:, 1] > DRAWN]


def _tables(text: _Rows, drawn: Floats, before: Floats) -> Iterator[Grid]:
    at = next((i for i, row in enumerate(text) if len(clusters(row)) >= MIN_COLS), len(text))
    rest = _rest(text[at:], before) if len(before) else None
    if rest is not None and not _is_disturbed(rest, drawn):
        yield rest
        at += sum(row[0].y1 <= rest.ys[-1] for row in text[at:])
    while at < len(text):
        block = _block(text, at) if _is_header(text[at]) else None
        grid = _grid(block) if block else None
        if block is None or grid is None or _is_disturbed(grid, drawn):
            at += 1
            continue
        yield grid
        at += len(block.text)


def _is_header(row: Baseline) -> bool:
    """Whether the texts of a baseline can head columns: several, short, and not all numbers."""
    found = list(_texts(row))
    return len(found) >= MIN_COLS and max(map(len, found)) <= HEADER and any(map(str.isalpha, "".join(found)))


def _texts(row: Baseline) -> Iterator[str]:
    """What stands between the wide gaps of a baseline."""
    for x0, x1 in clusters(row):
        yield "".join(piece.text for piece in row if x0 <= piece.x0 and piece.x1 <= x1)


def _rest(text: _Rows, xs: Floats) -> Grid | None:
    """The rows at the top of a page that go on in the columns of the page before, without a header."""
    em = type_size(list(text[:1])) if text else 0.0
    inside = (bool(xs[0] - em <= row[0].x0 and row[-1].x1 <= xs[-1] + em) for row in text)
    fitting = (inner and not crossed([row], xs, em).any() for inner, row in zip(inside, text, strict=True))
    near = (not at or _gap(text, at) <= PITCH * em for at in range(len(text)))
    end = sum(1 for _ in itertools.takewhile(bool, (a and b for a, b in zip(fitting, near, strict=True))))
    if not end or not fits([list(text[:end])], xs):
        return None
    top, bottom = min(p.y0 for p in text[0]) - PAD, max(p.y1 for p in text[end - 1]) + PAD
    ruling = Ruling(float(xs[0]), float(xs[-1]), np.array([top, bottom]), NO_RULES, np.zeros(1, dtype=np.bool_))
    grid = open_lattice(ruling, [list(text[:end])], xs, headed=False)
    return replace(grid, confidence=CONFIDENCE) if grid is not None else None


def _block(text: _Rows, at: int) -> _Block | None:
    """The rows from a header down to a gap, a line across its columns, or what is no row of a table."""
    heads = clusters(text[at])
    start = at + 1
    while start < len(text) and _gap(text, start) <= CLOSE * text[start][0].size and text[start][0].x0 > heads[0][1]:
        start += 1
    bands = set[int]()
    end = start
    while end < len(text) and _gap(text, end) <= PITCH * text[end][0].size:
        if _is_band(text, end, heads):
            bands.add(end)
        elif _is_across(text[end], heads):
            break
        end += 1
    while end > start and (end - 1 in bands or _is_note(text, end - 1, heads)):
        end -= 1
    if end - start - len(bands) < MIN_ROWS:
        return None
    parted = itertools.groupby(range(start, end), key=lambda i: i if i in bands else -1)
    return _Block(text[at:start], [[text[i] for i in part] for _, part in parted])


def _gap(text: _Rows, at: int) -> float:
    return min(p.y0 for p in text[at]) - max(p.y1 for p in text[at - 1])


def _is_across(row: Baseline, heads: list[tuple[float, float]]) -> bool:
    """Whether one text of the row runs below several headers, as a line of prose does."""
    return any(sum(a < p.x1 - p.size and b > p.x0 + p.size for a, b in heads) > 1 for p in row)


def _is_band(text: _Rows, at: int, heads: list[tuple[float, float]]) -> bool:
    """Whether a lone text over the whole width parts the rows: it begins at the left, above a row of several texts."""
    row = text[at]
    if len(clusters(row)) > 1 or row[0].x0 > heads[0][1] or _gap(text, at) <= LEADING * row[0].size:
        return False
    below = text[at + 1 : at + 2]
    return bool(below) and len(clusters(below[0])) >= MIN_COLS and LEADING < _gap(text, at + 1) / row[0].size <= PITCH


def _is_note(text: _Rows, at: int, heads: list[tuple[float, float]]) -> bool:
    """Whether a lone text at the left, apart from the lines above, ends the table: a note, or the next heading."""
    row = text[at]
    return len(clusters(row)) == 1 and row[0].x0 < heads[0][1] and _gap(text, at) > LEADING * row[0].size


def _grid(block: _Block) -> Grid | None:
    """The lattice of the block where its texts stand as those of a table do."""
    text = block.text
    x0, x1 = min(p.x0 for row in text for p in row) - PAD, max(p.x1 for row in text for p in row) + PAD
    strips = [list(block.header), *block.strips]
    ends = [(min(p.y0 for p in strip[0]), max(p.y1 for p in strip[-1])) for strip in strips]
    inner = [(bottom + top) / 2 for (_, bottom), (top, _) in itertools.pairwise(ends)]
    full = np.array([ends[0][0] - PAD, *inner, ends[-1][1] + PAD])
    ruling = Ruling(x0, x1, full, NO_RULES, np.zeros(len(strips), dtype=np.bool_))
    xs = header_columns(ruling, strips, np.zeros(0))
    if xs is None or not _is_tabular(block, xs):
        return None
    grid = open_lattice(ruling._replace(part=_levels(block.header, xs)), strips, xs, headed=True)
    if grid is None or len(grid.ys) - 2 < MIN_ROWS:
        return None
    return replace(grid, confidence=CONFIDENCE)


def _levels(header: _Rows, xs: Floats) -> Floats:
    """The parts of a rule between the lines of a header where a text stands over the headers of several columns."""
    found: list[tuple[float, float, float]] = []
    for upper, lower in itertools.pairwise(header):
        y = (max(p.y1 for p in upper) + min(p.y0 for p in lower)) / 2
        below = sorted(set(held(lower, xs)))
        owner = shared_out(clusters(upper), xs)
        for own in np.unique(owner[below]).tolist():
            columns = [column for column in below if owner[column] == own]
            if len(columns) > 1:
                found.append((y, float(xs[columns[0]]), float(xs[columns[-1] + 1])))
    return np.array(found).reshape(-1, 3)


def _is_tabular(block: _Block, xs: Floats) -> bool:
    """Whether the columns have headers of their own, texts at one place, and no more than one of them is prose."""
    body = [row for strip in block.strips for row in strip if not _spans(strip, xs)]
    heads, texts = _by_column(block.header, xs), _by_column(body, xs)
    em = type_size(body)
    if sum(map(bool, heads)) < max(len(heads) - 1, MIN_COLS) or not heads[0]:
        return False
    if any(_is_alike(head, own) for head, own in zip(heads, texts, strict=True)):
        return False
    if any(LEADER.search(text) for own in texts for text, _, _ in own):
        return False
    if not all(_is_aligned(own, em) for own in texts if own):
        return False
    return sum(_is_prose(own, em) for own in texts) < len(texts) - 1


def _spans(strip: list[Baseline], xs: Floats) -> bool:
    """Whether a strip is a band: one text, over more than one column."""
    return len(strip) == 1 and len(clusters(strip[0])) == 1 and strip[0][-1].x1 > xs[1]


_Texts = list[tuple[str, float, float]]
"""Texts with their left and right ends."""


def _by_column(text: _Rows, xs: Floats) -> list[_Texts]:
    """The texts of each column, one a baseline."""
    found: list[_Texts] = [[] for _ in xs[1:]]
    for row in text:
        for column, own in itertools.groupby(zip(held(row, xs), row, strict=True), key=lambda pair: pair[0]):
            pieces = [piece for _, piece in own]
            found[column].append(("".join(p.text for p in pieces), pieces[0].x0, pieces[-1].x1))
    return found


def _is_alike(head: _Texts, below: _Texts) -> bool:
    """Whether the header is of the same make as most texts below it: it is the first row of a list."""
    masks = [_mask(text) for text, _, _ in below]
    return any(masks.count(_mask(text)) * 2 > len(masks) for text, _, _ in head if not YEAR.fullmatch(text))


def _mask(text: str) -> str:
    """A text with its numbers made alike.

    >>> _mask("第1章"), _mask("P.12")
    ('第0章', 'P.0')
    """
    return re.sub(r"\d+", "0", text)


def _is_aligned(texts: _Texts, em: float) -> bool:
    """Whether most texts begin, end or centre at one place."""
    ends = np.array([(x0, x1, (x0 + x1) / 2) for _, x0, x1 in texts])
    off: Bools = np.abs(ends - np.median(ends, axis=0)) <= SAME_PLACE * em
    return bool((off.mean(axis=0) >= ALIGNED).any())


def _is_prose(texts: _Texts, em: float) -> bool:
    """Whether most lines of a column are full, as those of a column of a newspaper are."""
    width = np.array([x1 - x0 for _, x0, x1 in texts]) if texts else np.zeros(1)
    return bool(width.max() >= PROSE_WIDTH * em and np.median(width) >= FULL * width.max())


def _is_disturbed(grid: Grid, drawn: Floats) -> bool:
    """Whether something is drawn among the texts, and not around all of them."""
    x0, y0, x1, y1 = grid.box
    over = (drawn[:, 0] < x1) & (drawn[:, 2] > x0) & (drawn[:, 1] < y1) & (drawn[:, 3] > y0)
    around = (drawn[:, 0] <= x0) & (drawn[:, 2] >= x1) & (drawn[:, 1] <= y0) & (drawn[:, 3] >= y1)
    return bool((over & ~around).any())
