"""A list whose cells were drawn in any order -> its rows: which cell is of which initiative.

A drawing program draws a table's cells in the order they were last touched. The numbers count the rows; every other
cell goes to the row that its place in the dump, its words and its figures speak for, each row once a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np

from extract.dumps.assign import assign
from extract.dumps.columns import Column, Floats
from extract.dumps.evidence import COST, Drawn, Page, Row, evidence, page_of, pairs_of
from extract.dumps.paths import Placed
from extract.dumps.tokens import Token, is_ordinal
from extract.dumps.words import squash

_PASSES = 2
"""The second time the cells of all other columns are known."""
_MARGIN = 1.5
"""How much less the best row costs than the next where it is sure."""
_STEP = 3
"""How far the number of the next row may lie ahead."""
_SOLVED = ("name", "result", "content", "goal", "objective", "departments", "improvement", "grade")
"""Columns in the order they are solved: what is known of a row helps to find its other cells."""


def rows(cells: Sequence[Drawn], columns: Sequence[Column]) -> tuple[list[Row], list[Drawn]]:
    """The rows, from the lowest number to the highest, and the cells that found no row."""
    key = _key(cells, columns)
    if key is None:
        return [], list(cells)
    anchors, stray = _anchors([c for c in cells if c.column == key], columns[key].field)
    offices = {n for n, c in enumerate(columns) if c.field == "departments"}
    page = page_of(cells, offices, _groups(cells, columns, key), _parallel(cells))
    found = [Row({key: anchor}, set()) for anchor in anchors]
    order = sorted((n for n in range(len(columns)) if n != key), key=lambda n: _turn(columns[n].field))
    left: list[Drawn] = []
    for _ in range(_PASSES):
        left = [over for n in order for over in _solve([c for c in cells if c.column == n], found, page, n)]
    return found, [*stray, *left]


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
    counted = {c.at for c in kept}
    return kept, [c for c in own if c.at not in counted]


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


def _solve(own: Sequence[Drawn], found: Sequence[Row], page: Page, index: int) -> list[Drawn]:
    """Give the cells of one column to the rows; those that are left over."""
    if not own:
        return []
    for row in found:
        row.cells.pop(index, None)
        row.doubtful.discard(index)
    told = evidence(own, found, page)
    placed = _sure(told)
    taken = set(placed.values())
    rest = [m for m in range(len(own)) if m not in placed]
    placed.update(_in_order(told, rest, [n for n in range(len(found)) if n not in taken]))
    left: list[Drawn] = []
    doubtful = told.min(axis=1) > COST["beside"]
    for m, cell in enumerate(own):
        row = placed.get(m, -1)
        if row < 0:
            left.append(cell)
            continue
        found[row].cells[index] = cell
        if doubtful[m]:
            found[row].doubtful.add(index)
    return left


def _sure(told: Floats) -> dict[int, int]:
    """Cells that one row alone speaks for, and that row."""
    solved, _ = assign(told)
    ranked = np.sort(told, axis=1)
    apart = ranked[:, 1] - ranked[:, 0] >= _MARGIN if ranked.shape[1] > 1 else np.full(len(told), True)
    sure = apart & (ranked[:, 0] <= COST["beside"])
    return {m: row for m, row in enumerate(solved) if row >= 0 and sure[m] and told[m, row] == ranked[m, 0]}


def _in_order(told: Floats, rest: Sequence[int], free: Sequence[int]) -> dict[int, int]:
    """The other cells and rows: drawn from top to bottom or from the bottom up, whichever costs less."""
    if not rest or not free:
        return {}
    best: tuple[list[int], float] | None = None
    share = (np.arange(len(rest)) + 0.5) / len(rest) * len(free) - 0.5
    away = COST["order"] * np.abs(np.arange(len(free)) - share[:, None])
    for rows in (list(free), list(reversed(free))):
        solved, cost = assign(told[np.ix_(rest, rows)] + away)
        if best is None or cost < best[1] - 1e-9:
            best = [rows[r] if r >= 0 else -1 for r in solved], cost
    return dict(zip(rest, best[0], strict=True)) if best else {}


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
