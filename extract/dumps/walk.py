"""What tokens cost in columns -> what the cheapest ways through the rows they form cost (Viterbi), many at once.

Side by side go the same tokens with their columns in many orders, or the tokens of many pages: a step is one token of
each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.columns import NEVER, Costs, Floats

NEXT = np.array([[0.5, 2.0, 1.0], [5.0, 5.0, 0.2], [0.5, 0.5, 0.8]])
"""What it costs that a row of one kind (paths.KINDS) follows one of another: rows that span stand beside others'
lines."""
_FIRST = np.array([0.0, 1.0, 1.0])
"""What it costs that the first row is of a kind."""
AFTER, AGAIN = 1.0, 6.0
"""A line after the last row that is of none: a note; and a row after such a line."""
_BLOCK = 32
"""Tokens whose costs are put in the order of the columns at once."""


class Rows(NamedTuple):
    """The rows' rules, in one or several orders of columns: what empty cells cost in rows of each kind."""

    upto: Floats
    """Before each column and behind the last; one line an order and kind."""
    banned: Floats
    """No cell in a column that rows of a kind have not."""
    head: Floats
    """Before each column."""
    tail: Floats
    """Behind each column."""
    inner: Floats
    """Before each column but the first."""


def rows_of(upto: Floats, banned: Floats) -> Rows:
    """The rules."""
    return Rows(upto, banned, upto[..., :-1], upto[..., -1:] - upto[..., 1:], upto[..., 1:-1])


class Bodies(NamedTuple):
    """Where bodies stand in the costs, and how long they are; the longest first."""

    starts: NDArray[np.intp]
    lengths: NDArray[np.intp]


class Step(NamedTuple):
    """What the next token of each way costs: a line a way, a column a column."""

    leave: Floats
    begin: Floats
    stay: Floats
    looks: Floats
    outside: Floats


class States(NamedTuple):
    """What it costs to have come to each column (by way and kind of row): a cell begun, gone on in, or no row."""

    begun: Floats
    going: Floats
    out: Floats


def in_orders(told: Costs, orders: NDArray[np.intp]) -> Iterator[Step]:
    """The steps of the same tokens with their columns in each order."""
    for first in range(0, len(told.looks), _BLOCK):
        block = slice(first, first + _BLOCK)
        ordered = (each[block][:, orders] for each in (told.leave, told.begin, told.stay, told.looks))
        for leave, begin, stay, looks, outside in zip(*ordered, told.looks[block, -1:], strict=True):
            yield Step(leave, begin, stay, looks, outside)


def in_bodies(told: Costs, bodies: Bodies) -> Iterator[Step]:
    """The steps of the tokens of each body; those that have ended leave the rest."""
    alone = len(bodies.starts) == 1
    for n in range(bodies.lengths[0]):
        first = int(bodies.starts[0]) + n
        at = slice(first, first + 1) if alone else bodies.starts[bodies.lengths > n] + n
        looks = told.looks[at]
        yield Step(told.leave[at], told.begin[at], told.stay[at], looks[:, :-1], looks[:, -1])


def walk(steps: Iterator[Step], rows: Rows, back: list[tuple[States, Floats]] | None = None) -> States:
    """The states after the last token of each way; into `back` go those before each step, and what leaving costs."""
    step = next(steps)
    first = rows.banned + rows.head + _FIRST[:, None]
    begun = first + (step.begin + step.looks)[:, None, :]
    now = States(begun, np.full_like(begun, NEVER), AGAIN + step.outside)
    ended: list[States] = []
    for step in steps:
        many = len(step.leave)
        if many < len(now.begun):
            ended.append(States(*(each[many:] for each in now)))
            now = States(*(each[:many] for each in now))
        if back is not None:
            back.append((now, step.leave))
        now = _next(now, step, rows)
    return States(*map(np.concatenate, zip(now, *reversed(ended), strict=True))) if ended else now


def _next(now: States, step: Step, rows: Rows) -> States:
    """The states after one token more."""
    inside = np.minimum(now.begun, now.going)
    left = inside + step.leave[:, None, :]
    ended = (left + rows.tail).min(axis=2)
    fresh = np.minimum((ended[:, :, None] + NEXT).min(axis=1), now.out[:, None] + AGAIN)[..., None] + rows.head
    fresh[..., 1:] = np.minimum(fresh[..., 1:], _onward(left, rows) + rows.inner)
    return States(
        fresh + step.begin[:, None, :] + step.looks[:, None, :] + rows.banned,
        inside + step.stay[:, None, :] + step.looks[:, None, :],
        np.minimum(now.out, ended.min(axis=1) + AFTER) + step.outside,
    )


def _onward(left: Floats, rows: Rows) -> Floats:
    """What it costs to come to each column after the first from one before it, but for the empty cells up to it."""
    return np.minimum.accumulate(left[..., :-1] - rows.inner, axis=-1)
