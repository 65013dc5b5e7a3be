"""The lines of a list drawn in any order -> one table: regions of one page, columns, cells, rows, bands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.dumps.anyhow import place_anyhow
from extract.dumps.columns import Column, column
from extract.dumps.scattered import band_row, cells_of, rows
from extract.dumps.text_table import extents
from extract.dumps.tokens import Token, is_ordinal
from extract.dumps.unwrap import unwrapped
from extract.dumps.words import levels, marks, squash
from extract.model import Cell, Line, Table

_LIST = frozenset(
    ("content", "goal", "objective", "result", "grade", "improvement", "departments", "indicator", "direction")
)
"""Fields of which a list has two columns at least, beside number and name."""
_ORDER = (
    "number",
    "policy",
    "name",
    "direction",
    "content",
    "goal",
    "objective",
    "indicator",
    "result",
    "grade",
    "improvement",
    "departments",
)
_DATED = re.compile(r"(?:令和|平成|[RH])\d+年度の")
_MOST_CELLS = 2_000
"""Cells a page: more are no page of a list, and an assignment of them would take minutes."""


class List(NamedTuple):
    """What a scattered list is made of."""

    columns: tuple[Column, ...]
    regions: tuple[tuple[int, int], ...]
    """First token and the one after the last, of each page of the list."""


def find_list(found: Sequence[Token]) -> List | None:
    """The list a document holds, if its headings and numbers stand apart from their cells."""
    count = Counter(t.heading.word for t in found if t.heading)
    names = Counter(t.heading.word for t in found if t.heading and t.field == "name")
    if not names:
        return None
    pages = names.most_common(1)[0][1]
    labels = [
        t.heading
        for t in found
        if t.heading and t.field in (*_LIST, "number", "name") and pages <= count[t.heading.word] <= pages + 1
    ]
    columns = tuple(dict.fromkeys(column(h.field, h.word) for h in labels))
    columns = _without_groups(columns)
    numbers = [t for t in found if is_ordinal(t.text)]
    fields = {c.field for c in columns}
    if len(fields & _LIST) < 2 or len(numbers) < 2 * pages or "name" not in fields or len(fields) < len(columns):
        return None
    regions = tuple(_regions(found, {c.word for c in columns}, count, pages))
    ordered = sorted(columns, key=lambda c: _ORDER.index(c.field))
    return List(tuple(ordered), regions) if _is_list(found, regions, columns) else None


def _without_groups(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns without headings over several of them: 令和7年度の結果 over 取組実績 and 自己評価."""
    kept = [c for c in columns if c.field in (*_LIST, "number", "name") and not _DATED.match(c.word)]
    return tuple(kept) if len({c.field for c in kept}) == len(kept) else tuple(columns)


def _is_list(found: Sequence[Token], regions: Sequence[tuple[int, int]], columns: Sequence[Column]) -> bool:
    """Whether a page has a heading once and its numbers more than once, and headings stand beside headings."""
    counts = [sum(is_ordinal(t.text) for t in found[a:b]) for a, b in regions]
    words = {c.word for c in columns}
    at = [n for n, t in enumerate(found) if t.heading and t.heading.word in words]
    beside = sum(b - a == 1 for a, b in pairwise(at))
    return bool(regions) and sum(counts) > len(regions) and len(columns) >= 4 and beside * 3 >= len(at)


def _regions(found: Sequence[Token], words: set[str], count: Counter[str], pages: int) -> Iterator[tuple[int, int]]:
    """The pages of the list: a page ends where a heading comes again."""
    at = [n for n, t in enumerate(found) if t.heading and t.heading.word in words]
    skipped = set[str]()
    starts: list[int] = []
    seen = set[str]()
    for n in at:
        heading = found[n].heading
        assert heading is not None
        if count[heading.word] > pages and heading.word not in skipped:
            skipped.add(heading.word)  # the text before the list names it too
            continue
        if not starts or heading.word in seen or found[n].line.page != found[starts[-1]].line.page:
            starts.append(n)
            seen = set()
        seen.add(heading.word)
    starts = [n for m, n in enumerate(starts) if m == 0 or found[n].line.page != found[starts[m - 1]].line.page or True]
    yield from zip(starts, [*starts[1:], len(found)], strict=True)


def list_blocks(found: Sequence[Token], known: List) -> tuple[list[Table], list[Token]]:
    """The table of the list, and the tokens that are no part of it."""
    columns, stacked = _stacked(found, known.columns)
    words = {c.word for c in known.columns}
    out: list[list[Sequence[Token]]] = []
    doubts: list[set[int]] = []
    left: list[Token] = []
    band = ""
    pages = [[t for t in found[a:b] if not (t.heading and t.heading.word in words)] for a, b in known.regions]
    headers = [t for a, b in known.regions for t in found[a:b] if t.heading and t.heading.word in words]
    bodies = [_bands(page) for page in pages]
    everywhere = place_anyhow([body for _, body in bodies], columns)
    for (bands, body), placed in zip(bodies, everywhere, strict=True):
        cells = list(cells_of(body, placed))
        inside = [c for c in cells if c.column >= 0]
        if len(inside) > _MOST_CELLS:
            left += body
            continue
        solved, over = rows(inside, columns)
        left += [t for c in (*(c for c in cells if c.column < 0), *over) for t in c.tokens]
        above: dict[int, list[Token]] = {}
        for title in bands:
            text = squash(title.text)
            where = band_row(text, band, solved) if band else 0
            above.setdefault(where, []).append(title)
            band = text
        for n, row in enumerate(solved):
            for title in above.get(n, []):
                out.append([[title]])
                doubts.append(set())
            out.append([row.cells[m].tokens if m in row.cells else () for m in range(len(columns))])
            doubts.append(row.doubtful)
    return ([_table(columns, stacked, headers, out, doubts)] if out else []), left


def _stacked(found: Sequence[Token], columns: Sequence[Column]) -> tuple[list[Column], dict[int, list[str]]]:
    """The columns, and the words of those that one column stacks: ＜取組内容＞ over ＜目標＞ in every cell."""
    marked = {marks(t.text) for t in found}
    inside = [c for c in columns if c.field in marked]
    kept = [c for c in columns if c not in inside[1:]]
    words = {kept.index(inside[0]): [c.word for c in inside]} if len(inside) > 1 else {}
    return kept, words


def _bands(body: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The lines that name a level, and the others."""
    titled = [levels().match(squash(t.text)) is not None and len(t.text) > 6 for t in body]
    bands = [t for t, title in zip(body, titled, strict=True) if title]
    return bands, [t for t, title in zip(body, titled, strict=True) if not title]


def _table(
    columns: Sequence[Column],
    stacked: dict[int, list[str]],
    headers: Sequence[Token],
    out: Sequence[Sequence[Sequence[Token]]],
    doubts: Sequence[set[int]],
) -> Table:
    cells: list[Cell] = []
    width = len(columns)
    for m, own in enumerate(columns):
        words = stacked.get(m, [own.word])
        lines = tuple(Line(t.text.replace("\n", ""), t.line.place) for t in _first(headers, words))
        cells.append(Cell(0, m, 1, 1, lines, tuple(line.place for line in lines[:1]), filled=True))
    for n, row in enumerate(out, 1):
        for m, cell in enumerate(row):
            flags = (
                ("reordered", "ambiguous_grade")
                if columns[m].field == "grade" and m in doubts[n - 1]
                else ("reordered",)
            )
            lines = tuple(Line(x.text, x.place, flags=(*x.flags, *flags)) for x in unwrapped(cell))
            cells.append(Cell(n, m, 1, width if len(row) == 1 else 1, lines, tuple(line.place for line in lines[:1])))
    places = sorted((line.place for cell in cells for line in cell.lines), key=lambda p: p.lines or (0, 0))
    return Table(tuple(cells), len(out) + 1, width, extents(places), confidence=0.5, flags=("drawn", "reordered"))


def _first(headers: Sequence[Token], words: Sequence[str]) -> list[Token]:
    return [next(t for t in headers if t.heading and t.heading.word == word) for word in words]
