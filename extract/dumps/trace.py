"""Bodies of tokens, and what they cost in columns -> where each token stands, on the cheapest way through its body."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.columns import NEVER, Costs, Floats
from extract.dumps.walk import AFTER, AGAIN, NEXT, Bodies, Rows, States, in_bodies, walk


class _Steps(NamedTuple):
    """Where each state was reached from: (kind * columns + column) * 2 + going on in the cell; -1: no row."""

    begun: NDArray[np.intp]
    opened: NDArray[np.bool_]
    going: NDArray[np.intp]
    outside: NDArray[np.intp]


def traced(told: Costs, rows: Rows, bodies: Bodies) -> list[list[int]]:
    """Where each token of each body stands: (kind * columns + column) * 4 + 2, if it begins a cell, + 1, if it opens a
    row; -1: in no row."""
    back: list[tuple[States, Floats]] = []
    ends = _ended(walk(in_bodies(told, bodies), rows, back), rows)
    steps = _steps(back, rows) if back else None
    firsts = np.array([0, *accumulate(len(leave) for _, leave in back)], dtype=np.intp)
    stands = np.empty((bodies.lengths[0], len(ends)), dtype=np.intp)
    state = ends.copy()
    for n in range(bodies.lengths[0] - 1, 0, -1):
        assert steps is not None
        many = int(np.count_nonzero(bodies.lengths > n))
        at = firsts[n - 1] + np.arange(many)
        cell, going = state[:many] >> 1, state[:many] & 1
        opened = (1 - going) * (2 + steps.opened[at, cell])
        stands[n, :many] = np.where(state[:many] < 0, -1, cell * 4 + opened)
        before = np.where(going, steps.going[at, cell], steps.begun[at, cell])
        state[:many] = np.where(state[:many] < 0, steps.outside[at], before)
    stands[0] = np.where(state < 0, -1, (state >> 1) * 4 + 3 * (1 - (state & 1)))
    return [stands[:length, n].tolist() for n, length in enumerate(bodies.lengths)]


def _ended(ends: States, rows: Rows) -> NDArray[np.intp]:
    """The state in which the cheapest way through each body ends."""
    inside = (np.minimum(ends.begun, ends.going) + rows.tail).reshape(len(ends.begun), -1)
    cells = inside.argmin(axis=1)
    at = np.arange(len(cells))
    going = (ends.going < ends.begun).reshape(len(cells), -1)[at, cells]
    return np.where(inside[at, cells] <= ends.out, cells * 2 + going, -1)


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
