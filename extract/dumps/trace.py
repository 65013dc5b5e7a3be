"""Bodies of tokens, and what they cost in columns -> where each token stands, on the cheapest way through its body."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.columns import NEVER, Costs, Floats
from extract.dumps.walk import AFTER, AGAIN, NEXT, Bodies, Rows, States, in_bodies, walk


class Stand(NamedTuple):
    """Where a token stands: a kind of row and a column (`cell`: kind * columns + column; -1: in no row)."""

    cell: int
    begins: bool
    opens: bool
    """Whether it opens the row."""


class _Steps(NamedTuple):
    """Where each state was reached from: (kind * columns + column) * 2 + going on in the cell; -1: no row."""

    begun: NDArray[np.intp]
    opened: NDArray[np.bool_]
    going: NDArray[np.intp]
    outside: NDArray[np.intp]


def traced(told: Costs, rows: Rows, bodies: Bodies) -> list[list[Stand]]:
    """Where the tokens of each body stand."""
    back: list[tuple[States, Floats]] = []
    ends = walk(in_bodies(told, bodies), rows, back)
    steps = _steps(back, rows) if back else None
    offsets = [0, *accumulate(len(leave) for _, leave in back)]
    return [
        _way(state, steps, [offset + n for offset in offsets[: length - 1]])
        for n, (state, length) in enumerate(zip(_ended(ends, rows), bodies.lengths.tolist(), strict=True))
    ]


def _ended(ends: States, rows: Rows) -> list[int]:
    """The state in which the cheapest way through each body ends."""
    inside = (np.minimum(ends.begun, ends.going) + rows.tail).reshape(len(ends.begun), -1)
    cells = inside.argmin(axis=1)
    at = np.arange(len(cells))
    going = (ends.going < ends.begun).reshape(len(cells), -1)[at, cells]
    return np.where(inside[at, cells] <= ends.out, cells * 2 + going, -1).tolist()


def _way(state: int, steps: _Steps | None, before: list[int]) -> list[Stand]:
    """The way that ends in a state; before: where the steps of its body stand among all."""
    found: list[Stand] = []
    for at in reversed(before):
        assert steps is not None
        cell, going = divmod(state, 2)
        if state < 0:
            found.append(Stand(-1, begins=False, opens=False))
            state = int(steps.outside[at])
            continue
        found.append(Stand(cell, not going, not going and bool(steps.opened[at, cell])))
        state = int((steps.going if going else steps.begun)[at, cell])
    cell, going = divmod(state, 2)
    found.append(Stand(cell, not going, not going) if state >= 0 else Stand(-1, begins=False, opens=False))
    return found[::-1]


def _steps(back: list[tuple[States, Floats]], rows: Rows) -> _Steps:
    """Where the states of each token but the first of its body were reached from."""
    begun, going, out = (np.concatenate(each) for each in zip(*(states for states, _ in back), strict=True))
    leave = np.concatenate([each for _, each in back])
    upto, (count, _, k) = rows.upto[0], begun.shape
    head, tail = upto[:, :-1], upto[:, -1:] - upto[:, 1:]
    state = (np.arange(3)[:, None] * k + np.arange(k)) * 2 + (going < begun)
    left = np.minimum(begun, going) + leave[:, None, :]
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
    turns = ended[:, :, None] + NEXT
    opening, closing = turns.min(axis=1), np.take_along_axis(last, turns.argmin(axis=1), axis=1)
    fresh = np.minimum(opening, out[:, None] + AGAIN)
    closing = np.where(opening <= out[:, None] + AGAIN, closing, -1)
    opened = fresh[:, :, None] + head < onward
    finished = np.take_along_axis(last, ended.argmin(axis=1)[:, None], axis=1)[:, 0]
    return _Steps(
        np.where(opened, closing[:, :, None], along).reshape(count, -1),
        opened.reshape(count, -1),
        state.reshape(count, -1),
        np.where(out <= ended.min(axis=1) + AFTER, -1, finished),
    )
