"""Tokens below a header -> the column of each, once their looks and widths are known."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from extract.dumps.columns import Column, token_costs
from extract.dumps.looks import cost, width
from extract.dumps.paths import Placed, cheapest
from extract.dumps.tokens import Token

_AT_HOME = 0.5
"""What the looks of a cell cost at most in its own column."""
_NEARLY_WIDEST = 0.9
_SHOWN = 2_000
"""Cells that show how wide the columns are."""
_ANY = 99.0
"""A width that excludes nothing."""


def place(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Placed]:
    """The column of each token of rows drawn one after the other."""
    return place_all([tokens], columns)[0]


def place_all(bodies: Sequence[Sequence[Token]], columns: Sequence[Column]) -> list[list[Placed]]:
    """The column of each token of each body: of what stands under each of several headers."""
    found: list[list[Placed]] = [_evenly(body, columns) for body in bodies]
    rest = [n for n, body in enumerate(bodies) if body and not found[n]]
    if rest:
        widths = _widths(_shown([bodies[n] for n in rest]), columns)
        for n, placed in zip(rest, _cheapest([bodies[n] for n in rest], columns, widths), strict=True):
            found[n] = placed
    return found


def _evenly(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Placed]:
    """The places of cells of full rows; none where they are no such cells."""
    k = len(columns)
    if not _is_even(tokens, columns):
        return []
    return [Placed(n % k, begins=True, opens=None if n % k else "whole") for n in range(len(tokens))]


def _cheapest(
    bodies: Sequence[Sequence[Token]], columns: Sequence[Column], widths: Sequence[float] | None
) -> list[list[Placed]]:
    told = token_costs([token for body in bodies for token in body], columns, widths)
    return cheapest(told, columns, [len(body) for body in bodies])


def _shown(bodies: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    """The bodies that show how wide the columns are."""
    shown: list[Sequence[Token]] = []
    count = 0
    for body in bodies:
        if count < _SHOWN:
            shown.append(body[:_SHOWN])
            count += len(body)
    return shown


def _is_even(tokens: Sequence[Token], columns: Sequence[Column]) -> bool:
    """Whether the tokens are cells of full rows, each at home in its column."""
    k = len(columns)
    if len(tokens) % k or (k == 1 and len(tokens) > 1):
        return False
    return k == 1 or all(
        cost(columns[n % k].sort, token.text) <= _AT_HOME and (token.join == "line" or n % k > 0)
        for n, token in enumerate(tokens)
    )


def _widths(bodies: Sequence[Sequence[Token]], columns: Sequence[Column]) -> list[float]:
    """The width of each column: nearly the widest of its lines."""
    found: list[list[float]] = [[] for _ in columns]
    for body, placed in zip(bodies, _cheapest(bodies, columns, None), strict=True):
        for token, at in zip(body, placed, strict=True):
            if at.column >= 0:
                found[at.column].append(width(token.text))
    return [sorted(each)[ceil((len(each) - 1) * _NEARLY_WIDEST)] if each else _ANY for each in found]
