"""Heads of rows and figures, drawn in an order of their own -> rows: which figure stands in which cell (beam search).

Figures of a row come from left to right, those of a column from top to bottom; but some come along a row, some down a
column, and those of the last columns often together, after all others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from extract.dumps.looks import cost, look
from extract.dumps.shuffled_sheet import Group, Sheet, Text, column_sort
from extract.dumps.shuffled_texts import Read
from extract.dumps.tokens import Token
from extract.dumps.words import squash

_WORSE = 2.5
"""How much worse than the best a reading may be that is kept."""
_DOWN, _JUMP = 0.2, 0.6
"""To the cell below, over a blank line; to any other cell but the next of the row."""
_NEXT_COLUMN = 0.3
"""From the last cell of a column to another one's next."""
_APART = 2.0
"""A figure in one box with the last that is not below it."""
_BEFORE_HEAD, _BELOW_EMPTY = 1.0, 0.5
"""A figure drawn before its row's head, or under a cell that is still empty."""
_OTHER_KIND, _OTHER_UNIT = 2.0, 0.7
"""A stage among figures; a figure of another unit."""
_SIZE, _OTHER_SIZE = 0.5, 1.0
"""A figure ten times another; at most."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BACK = 1.2
"""A stage that comes before the one on its left."""
_PHASES = (
    ("調査", "研究", "検討", "協議", "検証"),
    ("準備", "設計", "策定", "計画"),
    ("試行", "試験", "実証", "一部"),
    ("実施", "導入", "整備", "構築", "運用"),
    ("継続", "拡充", "拡大", "推進", "充実"),
)
"""Words of stages in the order work goes through them; 見直し and the like may come at any time."""
_OTHER_COLUMN = 4.0
"""A figure in one box with the label of another column."""
_WORDS = 0.8
"""Words for what is done in a year, at most."""
_HOLE, _NOWHERE = 0.6, 3.0
"""A cell that stays empty; a figure without a cell."""
_OTHER_LABEL, _FAR = 1.0, 0.02
"""Stages under a label of indicators, or figures under one of plans; a text drawn between label and row."""

Kind = Literal["stage", "figure"]


class Row(NamedTuple):
    """A row: its head, and the figures of each column of its group; sure: they could not as well stand elsewhere."""

    group: int
    head: tuple[Token, ...]
    cells: tuple[tuple[Token, ...], ...]
    at: int
    kind: Kind | None = None
    sure: bool = True


class _Seen(NamedTuple):
    """What a figure says of the row it is in: dashes and arrows say nothing."""

    kind: Kind
    phase: int
    unit: str
    size: float
    """The logarithm of a number."""


class _Figure(NamedTuple):
    """A figure, its lines, and what it costs in each column, by group."""

    text: Text
    lines: tuple[Token, ...]
    seen: _Seen | None
    fits: list[list[float]]


class _State(NamedTuple):
    cost: float
    filled: tuple[int, ...]
    """The figures of each row."""
    last: tuple[int, int]
    """Row and column of the last figure; (-1, -1): it has none."""
    seen: tuple[_Seen | None, ...]
    """The last figure of each row that says of which kind the row is."""
    before: _State | None


class _Move(NamedTuple):
    """A figure in the next cell of a row, or in none (-1)."""

    cost: float
    state: _State
    row: int


def rows_of(sheet: Sheet, read: Sequence[Read], beam: int) -> tuple[list[Row], list[Token]]:
    """The rows of a card, and the figures that are of none; beam: the readings that are kept."""
    rows = list(_heads(sheet, read))
    figures = list(_figures(sheet, read))
    states = [_State(0.0, (0,) * len(rows), (-1, -1), (None,) * len(rows), None)]
    for figure in figures:
        moves = sorted((move for state in states for move in _moves(state, figure, rows)), key=lambda m: m.cost)
        kept: dict[tuple[tuple[int, ...], tuple[int, int]], _State] = {}
        for move in moves:
            if move.cost > moves[0].cost + _WORSE or len(kept) == beam:
                break
            after = _after(move, figure)
            kept.setdefault((after.filled, after.last), after)
        states = list(kept.values())
    return _filled(rows, figures, min(states, key=lambda s: s.cost + _holes(s, rows)))


def _heads(sheet: Sheet, read: Sequence[Read]) -> Iterator[Row]:
    """The rows by their heads, still empty; a group of columns without one has one row."""
    found: list[tuple[int, int, list[Token]]] = []
    for each in read:
        if each.role == "head":
            found.append((each.of, each.text.place, [each.text.token]))
        elif each.role == "more":
            found[-1][2].append(each.text.token)
    headless = {*range(len(sheet.groups))} - {group for group, *_ in found}
    found += [(group, -1, []) for group in headless]
    for group, place, head in sorted(found, key=lambda f: f[0]):
        yield Row(group, tuple(head), ((),) * len(sheet.groups[group].columns), place)


def _figures(sheet: Sheet, read: Sequence[Read]) -> Iterator[_Figure]:
    lines: dict[int, list[Token]] = {}
    for each in read:
        if each.role == "figure":
            lines[each.text.place] = [each.text.token]
        elif each.role == "on":
            lines[max(lines)].append(each.text.token)
    for text in (each.text for each in read if each.role == "figure"):
        fits = [[_fits(text, column, group) for column in group.columns] for group in sheet.groups]
        yield _Figure(text, tuple(lines[text.place]), _seen(text.token.text), fits)


def _moves(state: _State, figure: _Figure, rows: Sequence[Row]) -> Iterator[_Move]:
    """The figure in the next cell of each row, or in none."""
    text, seen = figure.text, figure.seen
    last, filled = state.last, state.filled
    empty = False
    for n, row in enumerate(rows):
        at = filled[n]
        under, empty = empty, n > 0 and filled[n - 1] <= at and rows[n - 1].group == row.group
        if at == len(row.cells) or (under and empty and not last[0] <= n <= last[0] + 1):
            continue
        cost = state.cost + figure.fits[row.group][at] + _move(last, n, at, text)
        if text.place < row.at:
            cost += _BEFORE_HEAD
        if empty:
            cost += _BELOW_EMPTY
        before = state.seen[n]
        if before is not None and seen is not None:
            cost += _unlike(before, seen)
        yield _Move(cost, state, n)
    yield _Move(state.cost + _NOWHERE, state, -1)


def _after(move: _Move, figure: _Figure) -> _State:
    """The reading with the figure in its cell."""
    cost, state, n = move
    if n < 0:
        return _State(cost, state.filled, (-1, -1), state.seen, state)
    at, seen = state.filled[n], state.seen
    told = seen if figure.seen is None else (*seen[:n], figure.seen, *seen[n + 1 :])
    return _State(cost, (*state.filled[:n], at + 1, *state.filled[n + 1 :]), (n, at), told, state)


def _move(last: tuple[int, int], row: int, column: int, text: Text) -> float:
    """From the last figure's cell to the next one."""
    if last[0] < 0:
        return 0.0
    below = row == last[0] + 1 and column == last[1]
    if text.gap == "close" and text.token.join == "line":
        return 0.0 if below else _APART
    if row == last[0] and column == last[1] + 1:
        return 0.0
    return _DOWN if below else _NEXT_COLUMN if column == last[1] + 1 and row < last[0] else _JUMP


def _fits(text: Text, column: Token, group: Group) -> float:
    """A figure in a column."""
    other = text.under is not None and text.under.field is not None and text.under is not column
    sort = column_sort(column) or "value"
    return min(cost(sort, text.token.text), _WORDS if group.is_yearly else _OTHER_COLUMN) + _OTHER_COLUMN * other


def _unlike(before: _Seen, seen: _Seen) -> float:
    """A figure in a row behind another."""
    if seen.kind != before.kind:
        return _OTHER_KIND
    if seen.kind == "stage":
        return _BACK * (0 < seen.phase < before.phase)
    return _OTHER_UNIT * (seen.unit != before.unit) + min(_OTHER_SIZE, _SIZE * abs(seen.size - before.size))


def _seen(text: str) -> _Seen | None:
    """What a figure says.

    >>> _seen("９９９台"), _seen("－")
    (_Seen(kind='figure', phase=0, unit='台', size=3.0), None)
    """
    word = squash(text)
    if any(c.isdigit() for c in word):
        number = _NUMBER.search(word)
        size = math.log10(1 + float(number[0].replace(",", ""))) if number else 0.0
        return _Seen("figure", 0, word.lstrip("約延べ累計0123456789,.-"), size)
    if look(text) != "stage":
        return None
    return _Seen("stage", next((n for n, words in enumerate(_PHASES, start=1) if word.startswith(words)), 0), "", 0.0)


def _holes(state: _State, rows: Sequence[Row]) -> float:
    return _HOLE * sum(len(row.cells) - n for row, n in zip(rows, state.filled, strict=True))


def _filled(rows: Sequence[Row], figures: Sequence[_Figure], state: _State) -> tuple[list[Row], list[Token]]:
    """The rows with their figures, and the figures that are of none."""
    cells = [list(row.cells) for row in rows]
    own: list[list[_Figure]] = [[] for _ in rows]
    left: list[Token] = []
    for figure in reversed(figures):
        assert state.before is not None
        row, column = state.last
        if row < 0:
            left += figure.lines
        else:
            cells[row][column] = figure.lines
            own[row].append(figure)
        state = state.before
    whole = zip(rows, cells, own, strict=True)
    return [r._replace(cells=tuple(c), kind=_kind(o), sure=_is_sure(o, figures)) for r, c, o in whole], left


def _kind(own: Sequence[_Figure]) -> Kind | None:
    kinds = [figure.seen.kind for figure in own if figure.seen]
    return max(("stage", "figure"), key=kinds.count) if kinds else None


def _is_sure(own: Sequence[_Figure], figures: Sequence[_Figure]) -> bool:
    """Whether no other figure that could be of the row is drawn among its own."""
    places = [figure.text.place for figure in own]
    among = [f for f in figures if places and min(places) < f.text.place < max(places) and f.text.place not in places]
    kinds = {figure.seen.kind for figure in own if figure.seen}
    words = {squash(figure.text.token.text) for figure in own}
    return all(f.seen is not None and (f.seen.kind not in kinds or words == {squash(f.text.token.text)}) for f in among)


def labelled(rows: Sequence[Row], sheet: Sheet) -> list[tuple[Token | None, list[Row]]]:
    """The rows under the label that stands before them: those of plans hold stages, those of indicators figures."""
    found: list[tuple[Token | None, list[Row]]] = [(label, []) for _, label in sheet.rows] or [(None, [])]
    for row in rows:
        yearly = sheet.groups[row.group].is_yearly
        costs = [
            _FAR * abs(place - row.at)
            + _OTHER_LABEL * ((label.field == "schedule") == (row.kind == "figure"))
            + _OTHER_LABEL * (len(sheet.groups) > 1 and (label.field == "schedule") != yearly)
            for place, label in sheet.rows
        ]
        found[costs.index(min(costs)) if costs else 0][1].append(row)
    return found
