"""What tokens cost in columns -> the cheapest way through the rows they form (Viterbi), for one order or many.

A row is drawn from its first cell to its last. A row that spans several (an initiative of two indicators) is drawn
apart from the further lines of those: rows are whole, of the spanning cells alone, or of the others alone.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    back = _Back.of(count, len(columns))
    ends = _walk(told, _rows(columns, orders), orders, back)
    assert ends.shape == (1,)
    return back.trace()


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
    """Where each state was reached from: (kind * columns + column) * 2 + going on in the cell; -1: no row."""

    begun: NDArray[np.int32]
    opened: NDArray[np.bool_]
    going: NDArray[np.int32]
    outside: NDArray[np.int32]
    end: list[int]
    columns: int

    @classmethod
    def of(cls, count: int, columns: int) -> _Back:
        shape = (count, 3 * columns)
        return cls(
            np.zeros(shape, np.int32), np.ones(shape, np.bool_), np.zeros(shape, np.int32), np.zeros(count, np.int32),
            [], columns,
        )  # fmt: skip

    def trace(self) -> list[Placed]:
        [state] = self.end
        found: list[Placed] = []
        for n in range(len(self.outside) - 1, -1, -1):
            if state < 0:
                found.append(Placed(-1, begins=False))
                state = int(self.outside[n])
                continue
            cell, going = divmod(state, 2)
            opens = not going and bool(self.opened[n, cell])
            kind = _KINDS[cell // self.columns]
            found.append(Placed(cell % self.columns, not going, kind if opens else None))
            state = int((self.going if going else self.begun)[n, cell])
        return found[::-1]


def _walk(told: Costs, rows: Rows, orders: NDArray[np.intp], back: _Back | None) -> Floats:
    """The cost of the cheapest way in each order; its steps go into `back` (of one order)."""
    outside = told.looks[:, -1]
    head, tail = rows.upto[..., :-1], rows.upto[..., -1:] - rows.upto[..., 1:]
    first = rows.banned + head + _FIRST[:, None]
    begun = first + (told.begin[0][orders] + told.looks[0][orders])[:, None, :]
    going = np.full_like(begun, NEVER)
    out = np.full(len(orders), _AGAIN) + outside[0]
    if back is not None:
        back.outside[0] = -1
    for n in range(1, len(told.looks)):
        inside = np.minimum(begun, going)
        left = inside + told.leave[n][orders][:, None, :]
        gain = left - rows.upto[..., 1:]
        ahead = np.minimum.accumulate(gain, axis=2)
        onward = np.concatenate([np.full((*ahead.shape[:2], 1), NEVER), ahead[..., :-1]], axis=2) + head
        ends = left + tail
        ended = ends.min(axis=2)
        opening = (ended[:, :, None] + _NEXT).min(axis=1)
        fresh = np.minimum(opening, out[:, None] + _AGAIN)[..., None] + head
        if back is not None:
            _note(back, n, (begun, going, gain, ahead, ends, ended, onward, fresh, out))
        looks = told.looks[n][orders][:, None, :]
        going = inside + told.stay[n][orders][:, None, :] + looks
        begun = np.minimum(onward, fresh) + told.begin[n][orders][:, None, :] + looks + rows.banned
        out = np.minimum(out, ended.min(axis=1) + _AFTER) + outside[n]
    inside = np.minimum(begun, going) + tail
    if back is not None:
        cell = int(inside[0].argmin())
        state = cell * 2 + int(going[0].flat[cell] < begun[0].flat[cell])
        back.end.append(state if inside[0].flat[cell] <= out[0] else -1)
    return np.minimum(inside.min(axis=(1, 2)), out)


def _note(back: _Back, n: int, costs: tuple[Floats, ...]) -> None:
    """Note where the states of token `n` are reached from."""
    begun, going, gain, ahead, ends, ended, onward, fresh, out = (each[0] for each in costs)
    k = back.columns
    own = np.arange(k)
    state = (np.arange(3)[:, None] * k + own) * 2 + (going < begun)
    at = np.maximum.accumulate(np.where(gain <= ahead, own, 0), axis=1)
    before = np.concatenate([np.zeros((3, 1), np.intp), at[:, :-1]], axis=1)
    along = np.take_along_axis(state, before, axis=1)
    last = state[np.arange(3), ends.argmin(axis=1)]
    turn = (ended[:, None] + _NEXT).argmin(axis=0)
    closing = np.where((ended[:, None] + _NEXT).min(axis=0) <= out + _AGAIN, last[turn], -1)
    opened = fresh < onward
    back.begun[n] = np.where(opened, closing[:, None], along).ravel()
    back.opened[n] = opened.ravel()
    back.going[n] = state.ravel()
    back.outside[n] = -1 if out <= ended.min() + _AFTER else last[ended.argmin()]
