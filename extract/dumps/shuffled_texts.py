"""The texts of a card -> the label each is a value of, heads of rows, and figures: the cheapest reading (beam search).

Labels and their values are drawn in the same order, the ones among the others: a label stands among the lines of its
value, or labels stand together before their values. Heads of rows and figures stand anywhere between.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from extract.dumps.items import Mark
from extract.dumps.shuffled_costs import (
    ASIDE,
    ATOMS,
    EMPTY,
    HOLE,
    IN_HEAD,
    OUTSIDE,
    as_figure,
    as_head,
    as_text,
    begins,
    figure_on,
    goes_on,
    head_away,
    head_begins,
    head_goes_on,
    leaves,
)
from extract.dumps.shuffled_sheet import Sheet, Text

_MOST_READINGS, _FEWEST_READINGS, _WORSE = 24, 5, 5.0
"""Readings that are kept from line to line, and how much worse than the best they may be."""
_LINES = 40_000
"""Lines times readings of a document: of a long one fewer readings are kept, so that it takes no longer than it may."""

Role = Literal["text", "head", "more", "figure", "on", "outside"]


class Read(NamedTuple):
    """What a text is: of the slot or group `of`; `more` goes on with a row's head, `on` with a figure."""

    text: Text
    role: Role
    of: int


class _Told(NamedTuple):
    """What a text costs, however the others are read."""

    text: Text
    slots: list[float]
    """As a value, by label."""
    head: float
    away: list[float]
    """Where a row begins with it, by group."""
    figure: float
    on: float


class _State(NamedTuple):
    """slot: the label whose value is being read (-1: none yet); head: the group of the row being read, or -1."""

    cost: float
    slot: int
    head: int
    last: Text | None
    """The last line of the value."""
    counted: Mark | None
    """Its last item's mark."""
    heading: Text | None
    """The last line of a row's head."""
    filled: int
    """The labels that have a value (bits)."""
    headed: int
    """The groups that have a row with a head (bits)."""
    due: int
    """The figures that the rows still lack."""
    before: _State | None
    read: Read | None


def readings(lines: int) -> int:
    """The readings that are kept in a document with so many lines in cards."""
    return min(_MOST_READINGS, max(_FEWEST_READINGS, _LINES // max(1, lines)))


def read_texts(sheet: Sheet, beam: int) -> tuple[list[Read], float]:
    """What each text of a card is, and what reading them so costs; beam: the readings that are kept."""
    states = [_State(0.0, -1, -1, None, None, None, 0, 0, 0, None, None)]
    for text in sheet.texts:
        told = _told(text, sheet)
        best: dict[tuple[int, int, int, int], _State] = {}
        least = math.inf
        for state in states:
            if state.cost > least + _WORSE:
                break
            for after in _moves(state, told, sheet):
                key = (after.slot, after.head, after.filled, after.due)
                if key not in best or after.cost < best[key].cost:
                    best[key] = after
                    least = min(least, after.cost)
        states = sorted(best.values(), key=lambda s: s.cost)[:beam]
        states = [s for s in states if s.cost <= states[0].cost + _WORSE]
    final = min(states, key=lambda s: s.cost + _ends(s, sheet))
    found: list[Read] = []
    state: _State | None = final
    while state is not None:
        if state.read is not None:
            found.append(state.read)
        state = state.before
    return found[::-1], final.cost


def _told(text: Text, sheet: Sheet) -> _Told:
    return _Told(
        text,
        [as_text(text, slot) for slot in sheet.slots],
        as_head(text),
        [head_away(text, sheet.groups, group) for group in sheet.groups],
        as_figure(text, sheet.groups),
        figure_on(text, sheet.groups),
    )


def _ends(state: _State, sheet: Sheet) -> float:
    slot = sheet.slots[state.slot] if state.slot >= 0 else None
    empty = EMPTY * (len(sheet.slots) - state.filled.bit_count())
    due = state.due + sum(len(g.columns) for n, g in enumerate(sheet.groups) if not state.headed >> n & 1)
    return empty + HOLE * abs(due) + leaves(state.last, slot)


def _moves(state: _State, told: _Told, sheet: Sheet) -> Iterator[_State]:
    """The readings of a text after those before it."""
    yield from _as_text(state, told, sheet)
    if sheet.groups:
        yield from _as_row(state, told, sheet)
    cost, at, head, last, counted, heading, filled, headed, due, *_ = state
    read = Read(told.text, "outside", -1)
    yield _State(cost + OUTSIDE, at, head, last, counted, heading, filled, headed, due, state, read)


def _as_text(state: _State, told: _Told, sheet: Sheet) -> Iterator[_State]:
    cost, at, head, last, counted, heading, filled, headed, due, *_ = state
    text, mark = told.text, told.text.mark
    left = leaves(last, sheet.slots[at]) if at >= 0 else 0.0
    for n, own in enumerate(told.slots):
        if own > _WORSE:
            continue
        slot, read = sheet.slots[n], Read(text, "text", n)
        if n == at and last is not None:
            on = cost + own + goes_on(text, last, counted, slot)
            yield _State(on, n, -1, text, mark or counted, None, filled, headed, due, state, read)
        elif filled >> n & 1:
            continue
        elif n > at:
            new = cost + own + left + begins(text, slot, last, counted)
            yield _State(new, n, -1, text, mark, None, filled | 1 << n, headed, due, state, read)
        elif slot.sort in ATOMS:
            aside = cost + own + ASIDE + begins(text, slot, None, None)
            yield _State(aside, at, head, last, counted, heading, filled | 1 << n, headed, due, state, read)


def _as_row(state: _State, told: _Told, sheet: Sheet) -> Iterator[_State]:
    cost, at, head, last, counted, heading, filled, headed, due, _, before = state
    text = told.text
    if told.head <= _WORSE:
        if heading is not None:
            on = cost + told.head + head_goes_on(text, heading)
            yield _State(on, at, head, last, counted, text, filled, headed, due, state, Read(text, "more", head))
        left = leaves(last, sheet.slots[at]) if at >= 0 else 0.0
        new = cost + told.head + left + head_begins(text, heading)
        for n, away in enumerate(told.away):
            more = due + len(sheet.groups[n].columns)
            read = Read(text, "head", n)
            yield _State(new + away, at, n, last, counted, text, filled, headed | 1 << n, more, state, read)
    role = before.role if before else "outside"
    figure = cost + told.figure + IN_HEAD * (text.gap == "close" and text.under is None and role in ("head", "more"))
    read = Read(text, "figure", -1)
    yield _State(figure, at, head, last, counted, heading, filled, headed, due - 1, state, read)
    if (
        role in ("figure", "on")
        and before
        and before.text.under is text.under
        and text.gap != "apart"
        and text.token.join == "line"
    ):
        read = Read(text, "on", -1)
        yield _State(cost + told.on, at, head, last, counted, heading, filled, headed, due, state, read)
