"""What tokens cost in columns -> the cheapest way through the rows they form (Viterbi), for one order or many.

A row is drawn from its first cell to its last. A row that spans several (an initiative of two indicators) is drawn
apart from the further lines of those: rows are whole, of the spanning cells alone, or of the others alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.columns import NEVER, Column, Costs, Floats
from extract.dumps.trace import traced
from extract.dumps.walk import Bodies, Rows, in_orders, rows_of, walk

Kind = Literal["whole", "spanning", "further"]

KINDS: tuple[Kind, ...] = ("whole", "spanning", "further")
_MISSING: dict[str, float] = {
    "number": 2.0, "name": 6.0, "departments": 2.0, "grade": 2.0, "direction": 1.0, "unit": 1.2, "value": 1.2,
    "stage": 0.5, "text": 2.0, "row": 3.0, "policy": 0.1,
}  # fmt: skip
"""What an empty cell costs in a column of each sort."""
_MOST_STATES = 20_000
"""States (ways, kinds of rows, columns) of ways that are walked side by side."""
_LISTS = 64
"""Sets of columns whose rules are kept: cards are small tables of the same few columns."""
_TOGETHER = 8_000
"""Tokens of bodies that are walked side by side; more cost memory, and save no time."""
_FURTHER = frozenset(("row", "value", "stage", "unit"))
"""Sorts of cells that stand in the lines of further indicators."""
_EITHER = frozenset(("result", "improvement", "note", "situation", "goal"))
"""Fields of cells that may do either."""


class Placed(NamedTuple):
    """Where a token stands: its column (-1: in no row), whether it begins a cell, and the kind of row it opens."""

    column: int
    begins: bool
    opens: Kind | None = None


def least(told: Costs, columns: Sequence[Column], orders: NDArray[np.intp]) -> Floats:
    """What it costs to read the tokens as rows of columns in each order.

    orders: one line an order, the indices of its columns from left to right; all of one length.
    """
    share = max(1, _MOST_STATES // (len(KINDS) * orders.shape[1]))
    return np.concatenate([_least(told, columns, orders[n : n + share]) for n in range(0, len(orders), share)])


def _least(told: Costs, columns: Sequence[Column], orders: NDArray[np.intp]) -> Floats:
    rows = _rows(columns, orders)
    ends = walk(in_orders(told, orders), rows)
    return np.minimum((np.minimum(ends.begun, ends.going) + rows.tail).min(axis=(1, 2)), ends.out)


def cheapest(told: Costs, columns: Sequence[Column], lengths: Sequence[int]) -> list[list[Placed]]:
    """The way through the tokens of each body that costs least, the columns in their order.

    lengths: of the bodies, one behind the other in `told`.
    """
    rows = _as_printed(tuple(columns))
    starts, sizes = np.cumsum([0, *lengths])[:-1], np.array(lengths, dtype=np.intp)
    places = [
        Placed(column, begins=begins, opens=kind if opens else None)
        for kind in KINDS
        for column in range(len(columns))
        for begins in (False, True)
        for opens in (False, True)
    ]
    places.append(Placed(-1, begins=False))
    found: list[list[Placed]] = [[] for _ in lengths]
    for group in _groups(lengths):
        for n, stands in zip(group, traced(told, rows, Bodies(starts[group], sizes[group])), strict=True):
            found[n] = [places[stand] for stand in stands]
    return found


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The bodies that are walked through together, the longest first."""
    group: list[int] = []
    count = 0
    for n in sorted((n for n, own in enumerate(lengths) if own), key=lambda n: -lengths[n]):
        if group and count + lengths[n] > _TOGETHER:
            yield group
            group, count = [], 0
        group.append(n)
        count += lengths[n]
    if group:
        yield group


@lru_cache(maxsize=_LISTS)
def _as_printed(columns: tuple[Column, ...]) -> Rows:
    """The rules of columns in their order."""
    return _rows(columns, np.arange(len(columns), dtype=np.intp)[None, :])


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
    return rows_of(upto, np.moveaxis(bans[:, orders], 0, 1))


def is_further(column: Column) -> bool:
    """Whether the lines of further indicators have a cell in the column, and cells that span them have none."""
    return column.sort in _FURTHER
