"""A list whose cells were drawn in any order -> its rows: which cell is of which initiative.

A drawing program draws a table's cells in the order they were last touched. The numbers count the rows; every other
cell goes to the row that its place in the dump, its words and its figures speak for, each row once a column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from extract.dumps.assign import assign
from extract.dumps.columns import Column
from extract.dumps.paths import Placed
from extract.dumps.tokens import Token, is_ordinal
from extract.dumps.words import squash

_COST = {
    "order": 0.6,  # a row away from where the cell would stand if its column were drawn from top to bottom (or up)
    "parallel": -2.0,  # drawn in a run of cells of its column beside as long a run of another column: 1st with 1st
    "beside": -2.5,  # drawn right after a cell of this row, further left in it
    "kpi": -6.0,  # states a figure of the same indicator: 【登録者数：130】 and 【登録者数：84】
    "office": -3.0,  # quotes the departments of the row: （情報推進課）
    "words": -0.35,  # shares a pair of characters that no other cell has; less the more have it
}
"""What speaks for and against a cell's being of a row."""
_MOST_WORDS = 16.0
"""Shared pairs of characters beyond which more say nothing new."""
_KPI = re.compile(r"[【\[]([^】\]：:]+)[：:]")
_WORDS = re.compile(r"[ァ-ヶー]{2,}|[一-龠々ァ-ヶー]{2,}|[A-Za-z]{2,}")
_SEVERAL = re.compile(r"[、,・]")
_PASSES = 2
"""The second time the cells of all other columns are known."""
_MARGIN = 1.5
"""How much less the best row costs than the next where it is sure."""
_STEP = 3
"""How far the number of the next row may lie ahead."""
_SOLVED = ("name", "result", "content", "goal", "objective", "departments", "improvement", "grade")
"""Columns in the order they are solved: what is known of a row helps to find its other cells."""


class Drawn(NamedTuple):
    """A cell as drawn: its column, its place among the cells of the dump, its tokens."""

    column: int
    at: int
    tokens: tuple[Token, ...]
    text: str


class Row(NamedTuple):
    """A row of the list: its cells by column, and the columns of those that might as well be of another row."""

    cells: dict[int, Drawn]
    doubtful: set[int]


def rows(cells: Sequence[Drawn], columns: Sequence[Column]) -> tuple[list[Row], list[Drawn]]:
    """The rows, from the lowest number to the highest, and the cells that found no row."""
    key = _key(cells, columns)
    if key is None:
        return [], list(cells)
    anchors, stray = _anchors([c for c in cells if c.column == key], columns[key].field)
    offices = {n for n, c in enumerate(columns) if c.field == "departments"}
    named = Counter(name for c in cells if c.column in offices for name in set(_SEVERAL.split(c.text)))
    page = _Page(_groups(cells, columns, key), _pairs(cells), offices, named, _parallel(cells))
    found = [Row({key: anchor}, set()) for anchor in anchors]
    order = sorted((n for n in range(len(columns)) if n != key), key=lambda n: _turn(columns[n].field))
    left: list[Drawn] = []
    for _ in range(_PASSES):
        left = [over for n in order for over in _solve([c for c in cells if c.column == n], found, page, n)]
    return found, [*stray, *left]


class _Page(NamedTuple):
    """What is known of a page's cells: which were drawn together, how often pairs of characters stand in them."""

    group: dict[int, int]
    pairs: Counter[str]
    offices: set[int]
    named: Counter[str]
    parallel: dict[int, tuple[int, ...]]


def _anchors(own: Sequence[Drawn], field: str) -> tuple[list[Drawn], list[Drawn]]:
    """The cells that count the rows, in their order, and those that don't: a page's number between the cells."""
    ranked = sorted(own, key=lambda c: _rank(c, field))
    runs: list[list[Drawn]] = []
    for cell in ranked:
        if runs and 0 < _rank(cell, field)[0] - _rank(runs[-1][-1], field)[0] <= _STEP:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    kept = ranked if field != "number" else max(runs, key=len) if runs else []
    return kept, [c for c in own if c not in kept]


def _key(cells: Sequence[Drawn], columns: Sequence[Column]) -> int | None:
    """The column that counts the rows: numbers, or names where there are none."""
    for wanted in ("number", "name"):
        for index, column in enumerate(columns):
            if column.field == wanted and any(c.column == index for c in cells):
                return index
    return None


def _rank(cell: Drawn, field: str) -> tuple[int, int]:
    digits = re.findall(r"\d{1,9}", cell.text) if field == "number" else []
    return (int(digits[-1]) if digits and is_ordinal(cell.text) else cell.at, cell.at)


def _turn(field: str) -> int:
    return _SOLVED.index(field) if field in _SOLVED else len(_SOLVED)


def _parallel(cells: Sequence[Drawn]) -> dict[int, tuple[int, ...]]:
    """For the cells of a run of one column, those of the neighbouring runs that are as long."""
    runs = [list(run) for _, run in groupby(cells, key=lambda c: c.column)]
    partners: dict[int, tuple[int, ...]] = {}
    for before, after in pairwise(runs):
        if len(before) == len(after) > 1:
            for a, b in zip(before, after, strict=True):
                partners[a.at] = (*partners.get(a.at, ()), b.at)
                partners[b.at] = (*partners.get(b.at, ()), a.at)
    return partners


def _groups(cells: Sequence[Drawn], columns: Sequence[Column], key: int) -> dict[int, int]:
    """Cells drawn one after the other from left to right, or on one line; a number or its name begins a group."""
    groups: dict[int, int] = {}
    group = 0
    for n, cell in enumerate(cells):
        last = cells[n - 1] if n else None
        together = last is not None and cell.tokens[0].line == last.tokens[-1].line
        in_run = any(0 <= m < len(cells) and cells[m].column == cell.column for m in (n - 1, n + 1))
        after_run = n > 1 and last is not None and cells[n - 2].column == last.column
        named = columns[cell.column].field == "name" and last is not None and last.column != key
        back = last is not None and cell.column <= last.column
        if not together and (cell.column == key or named or back or in_run or after_run):
            group += 1
        groups[cell.at] = group
    return groups


def _solve(own: Sequence[Drawn], found: Sequence[Row], page: _Page, index: int) -> list[Drawn]:
    """Give the cells of one column to the rows; those that are left over."""
    if not own:
        return []
    for row in found:
        row.cells.pop(index, None)
        row.doubtful.discard(index)
    told = [[_evidence(cell, row, page) for row in found] for cell in own]
    placed = _sure(told)
    rest = [m for m in range(len(own)) if m not in placed]
    free = [n for n in range(len(found)) if n not in placed.values()]
    placed.update(_in_order(told, rest, free))
    left: list[Drawn] = []
    for m, cell in enumerate(own):
        row = placed.get(m, -1)
        if row < 0:
            left.append(cell)
            continue
        found[row].cells[index] = cell
        if min(told[m]) > _COST["beside"]:
            found[row].doubtful.add(index)
    return left


def _sure(told: Sequence[Sequence[float]]) -> dict[int, int]:
    """Cells that one row alone speaks for, and that row."""
    solved, _ = assign(told)
    sure: dict[int, int] = {}
    for m, row in enumerate(solved):
        ranked = sorted(told[m])
        if (
            row >= 0
            and told[m][row] == ranked[0] <= _COST["beside"]
            and (len(ranked) < 2 or ranked[1] - ranked[0] >= _MARGIN)
        ):
            sure[m] = row
    return sure


def _in_order(told: Sequence[Sequence[float]], rest: Sequence[int], free: Sequence[int]) -> dict[int, int]:
    """The other cells and rows: drawn from top to bottom or from the bottom up, whichever costs less."""
    best: tuple[list[int], float] | None = None
    for upwards in (False, True):
        rows = list(reversed(free)) if upwards else list(free)
        costs = [
            [
                told[m][n] + _COST["order"] * abs(rank - (k + 0.5) / len(rest) * len(rows) + 0.5)
                for rank, n in enumerate(rows)
            ]
            for k, m in enumerate(rest)
        ]
        solved, cost = assign(costs)
        if best is None or cost < best[1] - 1e-9:
            best = [rows[r] if r >= 0 else -1 for r in solved], cost
    return dict(zip(rest, best[0], strict=True)) if best else {}


def _evidence(cell: Drawn, row: Row, page: _Page) -> float:
    """What the cell's place, figures, departments and words say against its being of the row."""
    others = list(row.cells.values())
    cost = _COST["beside"] if any(page.group[c.at] == page.group[cell.at] for c in others) else 0.0
    cost += _COST["parallel"] if any(c.at in page.parallel.get(cell.at, ()) for c in others) else 0.0
    text, known = cell.text, "".join(c.text for c in others)
    if set(_KPI.findall(text)) & set(_KPI.findall(known)):
        cost += _COST["kpi"]
    if cell.column in page.offices:
        cost += _COST["office"] * _named(text, known, page.named)
    else:
        cost += _COST["office"] * max(
            (_named(c.text, text, page.named) for c in others if c.column in page.offices), default=0.0
        )
    shared = sum(1.0 / max(page.pairs[pair] - 1, 1) for pair in pairs_of(text) & pairs_of(known))
    return cost + _COST["words"] * min(shared, _MOST_WORDS)


def _named(offices: str, text: str, count: Counter[str]) -> float:
    """How well a text names departments: 1 for one that no other row has, less for one of many rows."""
    names = [name for name in _SEVERAL.split(offices) if len(name) > 2]
    return max((1.0 / count[name] for name in names if name in text), default=0.0)


@lru_cache(maxsize=4096)
def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in the words of a text (kanji, katakana and Latin letters)."""
    return frozenset(word[n : n + 2] for word in _WORDS.findall(text) for n in range(len(word) - 1))


def _pairs(cells: Sequence[Drawn]) -> Counter[str]:
    return Counter(pair for cell in cells for pair in pairs_of(cell.text))


def band_row(title: str, before: str, found: Sequence[Row]) -> int:
    """The row a band stands above: where the words of the rows turn from the band before to it."""
    words, last = pairs_of(title), pairs_of(before)
    texts = [frozenset[str]().union(*(pairs_of(c.text) for c in row.cells.values())) for row in found]
    gain = [len(text & (words - last)) - len(text & (last - words)) for text in texts]
    score = [sum(gain[n:]) - sum(gain[:n]) for n in range(len(found))]
    return score.index(max(score)) if score else 0


def _drawn(column: int, at: int, group: Sequence[Token]) -> Drawn:
    return Drawn(column, at, tuple(group), squash("".join(token.text for token in group)))


def cells_of(tokens: Sequence[Token], placed: Sequence[Placed]) -> Iterator[Drawn]:
    """The cells that tokens form."""
    group: list[Token] = []
    column = -1
    count = 0
    for token, (own, begins, _) in zip(tokens, placed, strict=True):
        if group and (begins or own != column):
            yield _drawn(column, count, group)
            count += 1
            group = []
        column = own
        group.append(token)
    if group:
        yield _drawn(column, count, group)
