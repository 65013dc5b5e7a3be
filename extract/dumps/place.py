"""Tokens below a header -> the column of each, once their looks and widths are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from math import ceil
from typing import NamedTuple, TypeVar

import numpy as np

from extract.dumps.columns import Column, Floats, token_costs
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

_T = TypeVar("_T")


class Asked(NamedTuple):
    """Tokens whose columns are asked for."""

    tokens: Sequence[Token]
    columns: tuple[Column, ...]


def place_side_by_side(readings: Sequence[Generator[Asked, list[Placed], _T]]) -> list[_T]:
    """What the readings return; what they ask for at once is placed together where the columns are the same."""
    results: dict[int, _T] = {}
    answers: dict[int, list[Placed] | None] = dict.fromkeys(range(len(readings)))
    while answers:
        asked: dict[tuple[Column, ...], list[tuple[int, Sequence[Token]]]] = defaultdict(list)
        for n, answer in answers.items():
            try:
                tokens, columns = next(readings[n]) if answer is None else readings[n].send(answer)
            except StopIteration as ended:
                results[n] = ended.value
            else:
                asked[columns].append((n, tokens))
        answers = {}
        for columns, own in asked.items():
            placed = _placed([tokens for _, tokens in own], columns, apart=True)
            answers.update(zip((n for n, _ in own), placed, strict=True))
    return [results[n] for n in range(len(readings))]


def place_all(bodies: Sequence[Sequence[Token]], columns: Sequence[Column]) -> list[list[Placed]]:
    """The column of each token of each body: of what stands under each of several headers of one table."""
    return _placed(bodies, columns, apart=False)


def _placed(bodies: Sequence[Sequence[Token]], columns: Sequence[Column], *, apart: bool) -> list[list[Placed]]:
    """apart: the columns of each body have widths of their own."""
    found: list[list[Placed]] = [_evenly(body, columns) for body in bodies]
    rest = [n for n, body in enumerate(bodies) if body and not found[n]]
    if rest:
        left = [bodies[n] for n in rest]
        widths = _own_widths(left, columns) if apart else np.array(_widths(_shown(left), columns))
        for n, placed in zip(rest, _cheapest(left, columns, widths), strict=True):
            found[n] = placed
    return found


def _evenly(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Placed]:
    """The places of cells of full rows; none where they are no such cells."""
    k = len(columns)
    if not _is_even(tokens, columns):
        return []
    return [Placed(n % k, begins=True, opens=None if n % k else "whole") for n in range(len(tokens))]


def _cheapest(
    bodies: Sequence[Sequence[Token]], columns: Sequence[Column], widths: Floats | None
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
        _add_widths(found, body, placed)
    return list(map(_nearly_widest, found))


def _own_widths(bodies: Sequence[Sequence[Token]], columns: Sequence[Column]) -> Floats:
    """The widths of the columns of each body: a line a token."""
    lines: list[list[float]] = []
    for body, placed in zip(bodies, _cheapest(bodies, columns, None), strict=True):
        found: list[list[float]] = [[] for _ in columns]
        _add_widths(found, body, placed)
        lines += [list(map(_nearly_widest, found))] * len(body)
    return np.array(lines)


def _add_widths(found: Sequence[list[float]], body: Sequence[Token], placed: Sequence[Placed]) -> None:
    for token, at in zip(body, placed, strict=True):
        if at.column >= 0:
            found[at.column].append(width(token.text))


def _nearly_widest(widths: Sequence[float]) -> float:
    return sorted(widths)[ceil((len(widths) - 1) * _NEARLY_WIDEST)] if widths else _ANY
