"""The cells of a page's columns -> its initiatives: which cell is of which, in the order of both."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from extract.dumps.boxed_fill import BoxCell
from extract.dumps.columns import Column
from extract.dumps.evidence import pairs_of
from extract.dumps.tokens import Token
from extract.dumps.words import squash

_LATE, _BEFORE, _EARLY = 0.15, 0.8, 0.4
"""A cell drawn after further names; before its own; and before further ones."""
_MOST = 3.0
_WORDS, _MOST_WORDS = 0.25, 8.0
_SKIP, _LOST = 0.7, 4.0
"""A row without a cell of the column; a cell without a row."""
_LEVEL, _UNEVEN = 3.0, 0.3
"""A level whose number the initiative's begins with; a row off the even share of rows a level."""
_SHARED, _UNFIGURED = 0.3, 2.0
"""A further row of figures of one initiative; an initiative without any."""
_FIGURES = ("value", "unit", "row")
_DIGITS = re.compile(r"\d+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]")


class Initiative(NamedTuple):
    """The cells of its own by column, and those of its rows of figures."""

    key: BoxCell
    cells: dict[int, BoxCell]
    rows: list[dict[int, BoxCell]]


class List(NamedTuple):
    """The initiatives of a page; the levels that begin with each, by column (-1: a band); tokens without a row."""

    found: list[Initiative]
    levels: list[tuple[int, int, tuple[Token, ...]]]
    left: list[Token]
    doubtful: frozenset[int]
    """Columns whose cells are not as many as the rows."""


def initiatives(cells: Sequence[BoxCell], columns: Sequence[Column], bands: Sequence[tuple[int, Token]]) -> List:
    """The initiatives of a page."""
    by = [[c for c in cells if c.column == n] for n in range(len(columns))]
    key = _key(by, columns)
    if key is None:
        return List([], [], [t for c in cells for t in c.tokens] + [t for _, t in bands], frozenset())
    found = [Initiative(cell, {key: cell}, []) for cell in by[key]]
    figures = _figure_columns(by, columns, len(found))
    doubtful: set[int] = set()
    left: list[Token] = []
    policy = [n for n, c in enumerate(columns) if c.sort == "policy" and n != key]
    for n in range(len(columns)):
        if n == key or n in figures or n in policy or not by[n]:
            continue
        if len(by[n]) != len(found):
            doubtful.add(n)
        for cell, row in zip(by[n], _align(by[n], found), strict=True):
            if row < 0:
                left += cell.tokens
            else:
                found[row].cells[n] = cell
    _figures(found, [by[n] for n in figures])
    levels = [(row, n, cell.tokens) for n in policy for cell, row in zip(by[n], _levels(by[n], found), strict=True)]
    marks = [BoxCell(-1, n, at, (token,)) for n, (at, token) in enumerate(bands)]
    levels += [(row, -1, cell.tokens) for cell, row in zip(marks, _bands(marks, found), strict=True)]
    return List(found, levels, left, frozenset(doubtful))


def _key(by: Sequence[Sequence[BoxCell]], columns: Sequence[Column]) -> int | None:
    """The column of names, or of numbers where there are more of them."""
    keys = [
        n for n, c in enumerate(columns) if c.sort in ("name", "number") and c.field in ("name", "number") and by[n]
    ]
    return max(keys, key=lambda n: (columns[n].field == "name") + len(by[n]) * 0.5, default=None)


def _figure_columns(by: Sequence[Sequence[BoxCell]], columns: Sequence[Column], count: int) -> list[int]:
    """The columns whose rows are rows of figures."""
    own = [n for n, c in enumerate(columns) if c.sort in _FIGURES and by[n]]
    rows = max((len(by[n]) for n in own), default=0)
    also = [
        n
        for n, c in enumerate(columns)
        if c.sort in ("grade", "text") and by[n] and abs(len(by[n]) - rows) < abs(len(by[n]) - count) and rows > count
    ]
    return sorted([*own, *also]) if own else []


def _align(cells: Sequence[BoxCell], found: Sequence[Initiative]) -> list[int]:
    """The row of each cell, in their order; -1: none."""
    if len(cells) == len(found):
        return list(range(len(found)))
    costs = _costs(cells, found)
    many = len(found)
    # best[j]: least cost with the cells so far among the first j rows
    best = [_SKIP * j for j in range(many + 1)]
    trace: list[list[int]] = []
    for own in costs:
        now = [best[0] + _LOST]
        moves = [0]
        for j in range(1, many + 1):
            options = (best[j] + _LOST, best[j - 1] + own[j - 1], now[j - 1] + _SKIP)
            move = options.index(min(options))
            now.append(options[move])
            moves.append(move)
        best = now
        trace.append(moves)
    placed = [-1] * len(cells)
    i, j = len(cells) - 1, many
    while i >= 0:
        move = trace[i][j]
        if move == 2:
            j -= 1
            continue
        if move == 1:
            placed[i] = j - 1
            j -= 1
        i -= 1
    return placed


def _costs(cells: Sequence[BoxCell], found: Sequence[Initiative]) -> list[list[float]]:
    anchors = [each.key.at for each in found]
    texts = [frozenset[str]().union(*(pairs_of(_text(c)) for c in each.cells.values())) for each in found]
    return [[_cost(cell, n, anchors, texts[n]) for n in range(len(found))] for cell in cells]


def _cost(cell: BoxCell, row: int, anchors: Sequence[int], known: frozenset[str]) -> float:
    """What the place and the words of a cell say against its being of a row."""
    passed = bisect_left(anchors, cell.at)
    away = passed - 1 - row
    spent = _LATE * away if away >= 0 else _BEFORE - _EARLY * (away + 1)
    if anchors[row] == cell.at:
        spent = 0.0
    shared = len(pairs_of(_text(cell)) & known)
    return min(spent, _MOST) - min(_WORDS * shared, _MOST_WORDS * _WORDS)


def _text(cell: BoxCell) -> str:
    return squash("".join(t.text for t in cell.tokens))


def _figures(found: Sequence[Initiative], columns: Sequence[Sequence[BoxCell]]) -> None:
    """Give rows of figures to the initiatives."""
    count = max((c.row + 1 for own in columns for c in own), default=0)
    rows: list[dict[int, BoxCell]] = [{} for _ in range(count)]
    for own in columns:
        for cell in own:
            rows[cell.row][cell.column] = cell
    rows = [row for row in rows if row]
    for row, at in zip(rows, _owners(rows, found), strict=True):
        found[at].rows.append(row)


def _owners(rows: Sequence[dict[int, BoxCell]], found: Sequence[Initiative]) -> list[int]:
    """The initiative of each row of figures, in the order of both."""
    if not rows or len(rows) == len(found):
        return list(range(len(rows)))
    heads = [min(row.values(), key=lambda c: c.column) for row in rows]
    costs = _costs(heads, found)
    many = len(found)
    best = [costs[0][i] + _UNFIGURED * i for i in range(many)]
    trace: list[list[int]] = []
    for own in costs[1:]:
        moves: list[int] = []
        now: list[float] = []
        reach, start = (
            float("inf"),
            0,
        )  # the least over h < i of best[h] and what leaving those between without rows costs
        for i in range(many):
            if i and best[i - 1] - _UNFIGURED * (i - 1) < reach:
                reach, start = best[i - 1] - _UNFIGURED * (i - 1), i - 1
            stay, go = best[i] + _SHARED, reach + _UNFIGURED * (i - 1)
            moves.append(i if stay <= go else start)
            now.append(min(stay, go) + own[i])
        trace.append(moves)
        best = now
    ends = [best[i] + _UNFIGURED * (many - 1 - i) for i in range(many)]
    return _traced(ends.index(min(ends)), trace)


def _levels(cells: Sequence[BoxCell], found: Sequence[Initiative]) -> list[int]:
    """The initiative each level begins with: by its number, its words, its place; else in even shares."""
    if not cells:
        return []
    share = len(found) / len(cells)
    numbers = [_numbers(each) for each in found]
    costs = _costs(cells, found)
    for k, cell in enumerate(cells):
        own = _DIGITS.findall(_text(cell)[:6])
        for n, number in enumerate(numbers):
            costs[k][n] += _UNEVEN * abs(n - k * share)
            if (own and number and number != numbers[n - 1 if n else n]) or n == 0:
                costs[k][n] -= _LEVEL * (number == own[-1] if own else False)
    return _rising(costs, len(found))


def _numbers(each: Initiative) -> str:
    """The first number of an initiative's own: 2 of 2-1, 2 of 201."""
    digits = next((_DIGITS.findall(_text(c)) for c in each.cells.values() if _DIGITS.match(_text(c).strip("(（"))), [])
    if len(digits) > 1:
        return digits[0]
    return str(int(digits[0]) // 100) if digits and digits[0].isdecimal() and len(digits[0]) == 3 else ""


def _rising(costs: Sequence[Sequence[float]], many: int) -> list[int]:
    """Rising rows of least cost; the first stands at the first row."""
    best = [0.0 if n == 0 else 1e6 for n in range(many)]
    best = [b + c for b, c in zip(best, costs[0], strict=True)]
    trace: list[list[int]] = []
    for own in costs[1:]:
        moves, now = [0], [1e9]
        start = 0
        for n in range(1, many):
            if best[n - 1] < best[start]:
                start = n - 1
            moves.append(start)
            now.append(best[start] + own[n])
        trace.append(moves)
        best = now
    return _traced(best.index(min(best)), trace)


def _traced(at: int, trace: Sequence[Sequence[int]]) -> list[int]:
    """The places on the way that ends at the last one; trace: for each step, where each place was come from."""
    placed = [at]
    for moves in reversed(trace):
        at = moves[at]
        placed.append(at)
    return placed[::-1]


def _bands(marks: Sequence[BoxCell], found: Sequence[Initiative]) -> list[int]:
    """The initiative below each band: the first name drawn after it."""
    anchors = [each.key.at for each in found]
    return [min(bisect_left(anchors, mark.at), len(found) - 1) for mark in marks]
