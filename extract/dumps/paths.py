"""What tokens cost in columns -> the cheapest way through the rows they form (Viterbi), for one order or many.

A row is drawn from its first cell to its last. A row that spans several (an initiative of two indicators) is drawn
apart from the further lines of those: rows are whole, of the spanning cells alone, or of the others alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.columns import NEVER, Column, Costs, Floats

Kind = Literal["whole", "spanning", "further"]

_KINDS: tuple[Kind, ...] = ("whole", "spanning", "further")
_MISSING: dict[str, float] = {
    "number": 2.0, "name": 6.0, "departments": 2.0, "grade": 2.0, "direction": 1.0, "unit": 1.2, "value": 1.2,
    "text": 2.0, "row": 3.0, "policy": 0.1,
}  # fmt: skip
"""What an empty cell costs in a column of each sort."""
_NEXT = np.array([[0.5, 2.0, 1.0], [5.0, 5.0, 0.2], [0.5, 0.5, 0.8]])
"""What it costs that a row of one kind (_KINDS) follows one of another: rows that span stand beside others' lines."""
_FIRST = np.array([0.0, 1.0, 1.0])
"""What it costs that the first row is of a kind."""
_AFTER, _AGAIN = 1.0, 6.0
"""A line after the last row that is of none: a note; and a row after such a line."""
_BLOCK = 256
"""Tokens whose costs are put in the order of the columns at once."""
_FURTHER = frozenset(("row", "value", "unit"))
"""Sorts of cells that stand in the lines of further indicators."""
_EITHER = frozenset(("result", "improvement", "note", "situation", "goal"))
"""Fields of cells that may do either."""


class Placed(NamedTuple):
    """Where a token stands: its column (-1: in no row), whether it begins a cell, and the kind of row it opens."""

    column: int
    begins: bool
    opens: Kind | None = None


class Rows(NamedTuple):
    """The rows' rules in several orders of columns: what empty cells cost in rows of each kind."""

    upto: Floats
    """Before each column; one line an order and kind."""
    banned: Floats
    """No cell in a column that rows of a kind have not."""


def least(told: Costs, columns: Sequence[Column], orders: NDArray[np.intp]) -> Floats:
    """What it costs to read the tokens as rows of columns in each order.

    orders: one line an order, the indices of its columns from left to right; all of one length.
    """
    return _walk(told, _rows(columns, orders), orders, None)


def cheapest(told: Costs, columns: Sequence[Column], count: int) -> list[Placed]:
    """The way through `count` tokens that costs least, the columns in their order."""
    orders = np.arange(len(columns), dtype=np.intp)[None, :]
    rows = _rows(columns, orders)
    back = _Back([], [], [], [])
    ends = _walk(told, rows, orders, back)
    assert ends.shape == (1,)
    return _traced(back, told, rows)


def _rows(columns: Sequence[Column], orders: NDArray[np.intp]) -> Rows:
    whole = np.array([_MISSING[c.sort] for c in columns])
    spanned = np.array([is_further(c) for c in columns])
    further = spanned | np.array([c.field in _EITHER or c.sort == "grade" for c in columns])
    kinds = np.stack([whole, np.where(further, 0.0, whole), np.where(spanned, whole, np.where(further, 0.2, 0.0))])
    bans = np.stack([0.0 * whole, np.where(spanned, NEVER, 0.0), np.where(further, 0.0, NEVER)])
    if not spanned.any() or spanned.all():
        bans[1:] = NEVER
    missing = np.moveaxis(kinds[:, orders], 0, 1)
    upto = np.concatenate([np.zeros((*missing.shape[:2], 1)), np.cumsum(missing, axis=2)], axis=2)
    return Rows(upto, np.moveaxis(bans[:, orders], 0, 1))


def is_further(column: Column) -> bool:
    """Whether the lines of further indicators have a cell in the column, and cells that span them have none."""
    return column.sort in _FURTHER


class _Back(NamedTuple):
    """What the states cost before each token (of one order), and the rules and costs by which the next were reached."""

    begun: list[Floats]
    going: list[Floats]
    out: list[float]
    end: list[int]


class _Steps(NamedTuple):
    """Where each state was reached from: (kind * columns + column) * 2 + going on in the cell; -1: no row."""

    begun: NDArray[np.intp]
    opened: NDArray[np.bool_]
    going: NDArray[np.intp]
    outside: NDArray[np.intp]


def _traced(back: _Back, told: Costs, rows: Rows) -> list[Placed]:
    [state] = back.end
    columns = told.leave.shape[1]
    steps = _steps(back, told, rows) if back.begun else None
    found: list[Placed] = []
    for n in range(len(back.begun), -1, -1):
        cell, going = divmod(state, 2)
        kind = None if state < 0 or going else _KINDS[cell // columns]
        if steps is None or n == 0:
            found.append(Placed(cell % columns, not going, kind) if state >= 0 else Placed(-1, begins=False))
            break
        if state < 0:
            found.append(Placed(-1, begins=False))
            state = int(steps.outside[n - 1])
            continue
        opens = kind is not None and bool(steps.opened[n - 1, cell])
        found.append(Placed(cell % columns, not going, kind if opens else None))
        state = int((steps.going if going else steps.begun)[n - 1, cell])
    return found[::-1]


def _walk(told: Costs, rows: Rows, orders: NDArray[np.intp], back: _Back | None) -> Floats:
    """The cost of the cheapest way in each order; its steps go into `back` (of one order)."""
    outside = told.looks[:, -1]
    head, tail = rows.upto[..., :-1], rows.upto[..., -1:] - rows.upto[..., 1:]
    first = rows.banned + head + _FIRST[:, None]
    begun = first + (told.begin[0][orders] + told.looks[0][orders])[:, None, :]
    going = np.full_like(begun, NEVER)
    out = np.full(len(orders), _AGAIN) + outside[0]
    for n, (leave, begin, stay, looks) in enumerate(_ordered(told, orders), 1):
        if back is not None:
            back.begun.append(begun[0])
            back.going.append(going[0])
            back.out.append(float(out[0]))
        inside = np.minimum(begun, going)
        left = inside + leave
        ended = (left + tail).min(axis=2)
        fresh = np.minimum((ended[:, :, None] + _NEXT).min(axis=1), out[:, None] + _AGAIN)[..., None] + head
        begun = fresh
        begun[..., 1:] = np.minimum(fresh[..., 1:], _onward(left, rows) + head[..., 1:])
        begun = begun + begin + looks + rows.banned
        going = inside + stay + looks
        out = np.minimum(out, ended.min(axis=1) + _AFTER) + outside[n]
    inside = np.minimum(begun, going) + tail
    if back is not None:
        cell = int(inside[0].argmin())
        state = cell * 2 + int(going[0].flat[cell] < begun[0].flat[cell])
        back.end.append(state if inside[0].flat[cell] <= out[0] else -1)
    return np.minimum(inside.min(axis=(1, 2)), out)


def _ordered(told: Costs, orders: NDArray[np.intp]) -> Iterator[tuple[Floats, Floats, Floats, Floats]]:
    """What each token but the first costs (leave, begin, stay, looks), the columns in each order."""
    for first in range(1, len(told.looks), _BLOCK):
        block = slice(first, first + _BLOCK)
        leave, begin, stay, looks = (
            each[block][:, orders][:, :, None, :] for each in (told.leave, told.begin, told.stay, told.looks)
        )
        yield from zip(leave, begin, stay, looks, strict=True)


def _onward(left: Floats, rows: Rows) -> Floats:
    """What it costs to come to each column after the first from one before it, but for the empty cells up to it."""
    return np.minimum.accumulate(left[..., :-1] - rows.upto[..., 1:-1], axis=-1)


def _steps(back: _Back, told: Costs, rows: Rows) -> _Steps:
    """Where the states of each token but the first were reached from."""
    upto, count = rows.upto[0], len(back.begun)
    begun, going, out = np.stack(back.begun), np.stack(back.going), np.array(back.out)
    k = begun.shape[2]
    head, tail = upto[:, :-1], upto[:, -1:] - upto[:, 1:]
    state = (np.arange(3)[:, None] * k + np.arange(k)) * 2 + (going < begun)
    left = np.minimum(begun, going) + told.leave[1:, None, :]
    gain = left - upto[:, 1:]
    ahead = np.minimum.accumulate(gain, axis=2)
    before = np.maximum.accumulate(np.where(gain <= ahead, np.arange(k), 0), axis=2)[:, :, :-1]
    onward = np.full(begun.shape, NEVER)
    onward[:, :, 1:] = ahead[:, :, :-1]
    onward += head
    along = np.zeros(begun.shape, np.intp)
    along[:, :, 1:] = np.take_along_axis(state, before, axis=2)
    ends = left + tail
    ended = ends.min(axis=2)
    last = np.take_along_axis(state, ends.argmin(axis=2)[:, :, None], axis=2)[:, :, 0]
    turns = ended[:, :, None] + _NEXT
    opening = turns.min(axis=1)
    closing = np.where(opening <= out[:, None] + _AGAIN, np.take_along_axis(last, turns.argmin(axis=1), axis=1), -1)[
        :, :, None
    ]
    opened = np.minimum(opening, out[:, None] + _AGAIN)[:, :, None] + head < onward
    outside = np.where(
        out <= ended.min(axis=1) + _AFTER, -1, np.take_along_axis(last, ended.argmin(axis=1)[:, None], axis=1)[:, 0]
    )
    return _Steps(
        np.where(opened, closing, along).reshape(count, -1),
        opened.reshape(count, -1),
        state.reshape(count, -1),
        outside,
    )
