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
    if not tokens:
        return []
    if _is_even(tokens, columns):
        return [
            Placed(n % len(columns), begins=True, opens=None if n % len(columns) else "whole")
            for n in range(len(tokens))
        ]
    first = tokens[:_SHOWN]
    seen = cheapest(token_costs(first, columns, None), columns, len(first))
    widths = _widths(first, seen, len(columns))
    return cheapest(token_costs(tokens, columns, widths), columns, len(tokens))


def _is_even(tokens: Sequence[Token], columns: Sequence[Column]) -> bool:
    """Whether the tokens are cells of full rows, each at home in its column."""
    k = len(columns)
    if len(tokens) % k or (k == 1 and len(tokens) > 1):
        return False
    return k == 1 or all(
        cost(columns[n % k].sort, token.text) <= _AT_HOME and (token.join == "line" or n % k > 0)
        for n, token in enumerate(tokens)
    )


def _widths(tokens: Sequence[Token], placed: Sequence[Placed], count: int) -> list[float]:
    """The width of each column: nearly the widest of its lines."""
    found: list[list[float]] = [[] for _ in range(count)]
    for token, at in zip(tokens, placed, strict=True):
        if at.column >= 0:
            found[at.column].append(width(token.text))
    return [sorted(each)[ceil((len(each) - 1) * _NEARLY_WIDEST)] if each else _ANY for each in found]
