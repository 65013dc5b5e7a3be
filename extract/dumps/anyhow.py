"""Tokens of cells drawn in any order -> the column of each: the cheapest way from cell to cell (Viterbi)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.columns import NEVER, Column, Costs, token_costs
from extract.dumps.paths import Placed
from extract.dumps.tokens import Token
from extract.dumps.walk import Bodies, States, Step, in_bodies
from extract.dumps.widths import seed_widths

_CELL = 0.8
"""Another cell."""
_LEAVE = 6.0
"""A line between the cells that is of none: a title, a note."""


def place_anyhow(pages: Sequence[Sequence[Token]], columns: Sequence[Column]) -> list[list[Placed]]:
    """The column of each token (-1: of none) of each page."""
    lengths = np.array([len(page) for page in pages], dtype=np.intp)
    found: list[list[Placed]] = [[] for _ in pages]
    order = [int(n) for n in np.argsort(-lengths, kind="stable") if lengths[n]]
    if not order:
        return found
    tokens = [token for page in pages for token in page]
    widths = np.array(seed_widths(tokens, [c.field for c in columns]))
    told = token_costs(tokens, columns, widths, anyhow=True)
    bodies = Bodies((np.cumsum(lengths) - lengths)[order], lengths[order])
    for n, placed in zip(order, _placed(told, bodies), strict=True):
        found[n] = placed
    return found


class _Step(NamedTuple):
    """Where the cells begun with a token of each page, and the lines of none, come from: a column or -1.

    going: which cells went on.
    """

    begun: NDArray[np.intp]
    outside: NDArray[np.intp]
    going: NDArray[np.bool_]


def _placed(told: Costs, bodies: Bodies) -> list[list[Placed]]:
    """The cheapest way through each page, the longest first: a step is a token of each."""
    steps: list[_Step] = []
    ends: list[tuple[int, NDArray[np.bool_]]] = []
    walked = in_bodies(told, bodies)
    step = next(walked)
    now = States(step.begin + step.looks, np.full(step.looks.shape, NEVER), _LEAVE + step.outside)
    for step in walked:
        many = len(step.leave)
        ends[:0] = _ends(States(*(each[many:] for each in now)))
        now, came = _next(States(*(each[:many] for each in now)), step)
        steps.append(came)
    ends[:0] = _ends(now)
    return [_trace(steps, n, *end, length) for n, (end, length) in enumerate(zip(ends, bodies.lengths, strict=True))]


def _next(now: States, step: Step) -> tuple[States, _Step]:
    """The states with a token more, and where they come from."""
    k = now.begun.shape[1]
    inside = np.minimum(now.begun, now.going)
    ends = np.concatenate([inside + step.leave + _CELL, now.out[:, None]], axis=1)
    last, leaving = ends.argmin(axis=1), inside.min(axis=1) + _LEAVE
    came = _Step(
        np.where(last < k, last, -1), np.where(leaving < now.out, inside.argmin(axis=1), -1), now.going < now.begun
    )
    begun = ends.min(axis=1)[:, None] + step.begin + step.looks
    return States(begun, inside + step.stay + step.looks, np.minimum(now.out, leaving) + step.outside), came


def _ends(now: States) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """The column in which the cheapest way through each page ends (-1: of none), and which cells went on."""
    inside = np.minimum(now.begun, now.going)
    columns = np.where(inside.min(axis=1) <= now.out, inside.argmin(axis=1), -1) if len(inside) else []
    return zip(map(int, columns), now.going < now.begun, strict=True)


def _trace(steps: Sequence[_Step], page: int, column: int, going: NDArray[np.bool_], length: int) -> list[Placed]:
    """The places of a page's tokens, on the way that ends in a column."""
    found: list[Placed] = []
    for step in reversed(steps[: length - 1]):
        goes_on = column >= 0 and bool(going[column])
        found.append(Placed(column, column >= 0 and not goes_on))
        column = column if goes_on else int(step.outside[page] if column < 0 else step.begun[page])
        going = step.going[page]
    found.append(Placed(column, column >= 0))
    return found[::-1]
