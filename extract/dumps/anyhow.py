"""Tokens of cells drawn in any order -> the column of each: the cheapest way from cell to cell (Viterbi)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.columns import NEVER, Column, token_costs
from extract.dumps.paths import Placed
from extract.dumps.tokens import Token
from extract.dumps.widths import seed_widths

_CELL = 0.8
"""Another cell."""
_LEAVE = 6.0
"""A line between the cells that is of none: a title, a note."""


def place_anyhow(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Placed]:
    """The column of each token (-1: of none)."""
    if not tokens:
        return []
    k = len(columns)
    told = token_costs(tokens, columns, seed_widths(tokens, [c.field for c in columns]), anyhow=True)
    begun, going, out = told.begin[0] + told.looks[0, :k], np.full(k, NEVER), _LEAVE + float(told.looks[0, k])
    steps: list[_Step] = []
    for n in range(1, len(tokens)):
        inside = np.minimum(begun, going)
        ends = np.append(inside + told.leave[n] + _CELL, out)
        last, leaving = int(ends.argmin()), float(inside.min()) + _LEAVE
        steps.append(_Step(last if last < k else -1, int(inside.argmin()) if leaving < out else -1, going < begun))
        looks = told.looks[n]
        begun, going = float(ends[last]) + told.begin[n] + looks[:k], inside + told.stay[n] + looks[:k]
        out = min(out, leaving) + float(looks[k])
    inside = np.minimum(begun, going)
    return _trace(steps, int(inside.argmin()) if inside.min() <= out else -1, going < begun)


class _Step(NamedTuple):
    """Where the cells begun with a token, and the lines of none, come from: a column or -1; which cells went on."""

    begun: int
    outside: int
    going: NDArray[np.bool_]


def _trace(steps: Sequence[_Step], column: int, going: NDArray[np.bool_]) -> list[Placed]:
    found: list[Placed] = []
    for step in reversed(steps):
        goes_on = column >= 0 and bool(going[column])
        found.append(Placed(column, column >= 0 and not goes_on))
        column = column if goes_on else step.outside if column < 0 else step.begun
        going = step.going
    found.append(Placed(column, column >= 0))
    return found[::-1]
