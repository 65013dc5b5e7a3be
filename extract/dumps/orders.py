"""The labels of a header, in the order drawn -> the order of columns that explains the rows at least cost.

A header over several columns, and labels drawn after those they stand left of, put the labels out of order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extract.dumps.columns import Column, Costs, token_costs
from extract.dumps.paths import least
from extract.dumps.tokens import Token

_ROUNDS = 8
_GAIN, _GAIN_SHARE = 2.0, 0.02
"""How much less another order of columns costs, at least; and as a share of the cost."""
_EARLY, _APART, _BACK = 4.0, 6.0, 2.0
"""A known column left of the number; two years that are neighbours in the header and not among the columns; a label
drawn before the one left of it."""
_TORN, _OVER = 40.0, 6.0
"""Years that stand together, some of them no columns; a label of figures drawn before that of the numbers, and yet a
column: it stands over the years."""
_GROUPS = frozenset(
    ("", "policy", "schedule", "indicator", "target", "result", "goal", "baseline", "rate", "note", "grade", "year")
)
"""Fields of labels that may stand over several columns, and be none."""
_EARLY_FIELDS = frozenset(("", "policy", "name", "direction", "departments"))
"""Fields of columns that stand left of the number, at times."""

_LEFT_OUT = {"indicator": 12.0, "baseline": 12.0, "policy": 4.0}
"""The only label of a field, taken for one over several columns."""
_MOST_GROUPS = 5
"""Labels over several columns, drawn before all others."""

_LATER = frozenset(("year", "target", "result", "goal"))
"""Fields of figures that stand right of the baseline, where they are drawn later."""

_WIDE = 16
"""Labels of a header up to which any that stand together are moved; in a wider one, single ones and the last."""
_SCREENED, _KEPT = 60, 48
"""Tokens by which many orders are compared first, and how many of the cheapest are compared by all."""

Order = tuple[int, ...]


def best_order(sample: Sequence[Token], columns: Sequence[Column]) -> tuple[Order, float]:
    """The columns from left to right, some left out, and what the rows cost so."""
    told = token_costs(sample, columns, None)
    cost, best = min(_least(told, columns, each) for each in _starts(columns))
    for _ in range(_ROUNDS):
        cheapest, order = min(_least(told, columns, each) for each in _neighbours(best, columns) if each)
        if cheapest > cost - _GAIN - _GAIN_SHARE * cost:
            break
        best, cost = order, cheapest
    return best, cost


def _least(told: Costs, columns: Sequence[Column], orders: Sequence[Order]) -> tuple[float, Order]:
    """The cheapest order, and what it costs."""
    odd = np.array([_odd(each, columns) for each in orders])
    tried = np.array(orders, dtype=np.intp)
    if len(orders) > 2 * _KEPT and len(told.looks) > 2 * _SCREENED:
        first = least(Costs(*(each[:_SCREENED] for each in told)), columns, tried)
        kept = np.sort(np.argsort(first + odd, kind="stable")[:_KEPT])
        tried, odd = tried[kept], odd[kept]
    costs = least(told, columns, tried) + odd
    best = int(costs.argmin())
    return float(costs[best]), tuple(tried[best].tolist())


def _odd(order: Order, columns: Sequence[Column]) -> float:
    """What speaks against an order itself: known columns left of the number, years apart, labels drawn later."""
    fields = [columns[n].field for n in order]
    key = next((fields.index(f) for f in ("number", "name") if f in fields), 0)
    early = sum(field not in _EARLY_FIELDS for field in fields[:key])
    years = [n for n, c in enumerate(columns) if c.field == "year"]
    apart = sum(b == a + 1 and (a, b) not in set(pairwise(order)) for a, b in pairwise(years))
    back = sum(b < a for a, b in pairwise(order))
    base = next((order.index(n) for n, c in enumerate(columns) if c.field == "baseline" and n in order), 0)
    late = any(n > order[base] and columns[n].field in _LATER for n in order[:base])
    heads = [c.field for n, c in enumerate(columns) if n not in order]
    left_out = sum(_LEFT_OUT.get(field, 0.0) for field in heads if field not in fields)
    torn = _TORN * _is_torn(order, years) + _OVER * _left_of_all(order, columns)
    return torn + left_out + _EARLY * early + _APART * apart + _BACK * (back + late)


def _is_torn(order: Order, years: Sequence[int]) -> bool:
    """Whether some of three years or more that stand together head columns, and some do not."""
    kept = set(order)
    return any(
        c == a + 2 and 0 < len(kept & {a, b, c}) < 3 for a, b, c in zip(years, years[1:], years[2:], strict=False)
    )


def _left_of_all(order: Order, columns: Sequence[Column]) -> int:
    """The labels of figures drawn before that of the numbers, years beside them, that yet are columns."""
    number = next((n for n in order if columns[n].field == "number"), 0)
    figures = sum(n < number and columns[n].field in _LATER - {"year"} for n in order)
    return figures if any(columns[n].field == "year" for n in order) else 0


def _starts(columns: Sequence[Column]) -> Iterator[list[Order]]:
    """The labels as drawn; and with the last of them, a lower tier, under a label that stands over several of them.

    The labels over others are drawn in their place, or before all labels that reach down to the rows.
    """
    count = len(columns)
    yield [tuple(range(count))]
    for leading in range(_MOST_GROUPS + 1):
        if any(columns[n].field not in _GROUPS for n in range(leading)):
            break
        yield [
            (*range(leading, to), *range(first, count), *range(to, first))
            for first in range(leading + 1, count)
            for to in range(leading, first)
        ]
    places = [n for n in range(1, count) if columns[n].field in _GROUPS]
    if places:
        yield [
            (*range(to), *range(first, count), *range(to + 1, first)) for to in places for first in range(to + 1, count)
        ] or [tuple(range(count - 1))]


def _neighbours(order: Order, columns: Sequence[Column]) -> Iterator[list[Order]]:
    """One label left out; the last labels, a lower tier drawn later, set further to the left; one label moved."""
    count = len(order)
    yield [order[:n] + order[n + 1 :] for n in range(count) if columns[order[n]].field in _GROUPS]
    moved: list[Order] = []
    for first in range(count):
        for end in range(first + 1, count + 1) if count <= _WIDE else {first + 1, count}:
            rest = order[:first] + order[end:]
            moved += [rest[:to] + order[first:end] + rest[to:] for to in range(first)]
    yield moved
