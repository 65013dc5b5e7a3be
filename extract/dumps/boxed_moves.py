"""A way to read the boxes so far, and a box more -> what it costs there: its place, and the figures beside it.

Each column fills from top to bottom, and mostly after the one left of it; figures of one row are alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extract.dumps.boxed_costs import SLACK, Facts, Item, shape
from extract.dumps.boxed_numbers import Rank
from extract.dumps.columns import Column
from extract.dumps.looks import is_ended, width
from extract.dumps.words import squash

_LINE, _SPACE = 4.0, 5.0
"""A further line of a box in another column; a text beside another in a column that is not right of it."""
_NEXT, _JUMP = 0.1, 0.8
"""A box in a column further right; further left."""
_EARLY = {
    "value": 1.5, "unit": 0.6, "row": 0.1, "name": 0.8, "text": 1.0, "departments": 0.3, "grade": 0.3, "direction": 0.3
}  # fmt: skip
"""A cell before that left of it, by the sort of column."""
_MOST_EARLY = 3
_GOING_ON, _AFTER_NUMBER = 1.0, 0.6
"""What speaks for a box that ends the sentence of the one above; for a name right after a number."""
_GAP, _HOLE = 0.4, 3.5
"""A stage in a column while the one left of it lacks some of the rows there are; a figure left out above another."""
_AHEAD, _MOST_AHEAD = 0.25, 2
"""Texts of a column that the next one lacks."""
_ALIKE, _TURN = 0.5, 0.5
"""Figures of one row, less what they differ; a row that rises and falls."""
_BARE, _SAME, _FORM = 0.6, 1.0, 2.0
"""A level in a column right of one that has none yet; of the same form as the others of its column; of another."""
_FAR, _AGAIN = 1.0, 3.0
"""A number that doesn't follow the one before it; a number again."""
_STEPS = {
    word: step
    for step, words in enumerate(
        (
            ("調査", "研究", "調査・研究", "検討", "協議", "○"),
            ("設計", "準備", "実証実験", "試行", "一部実施", "整備"),
            ("実施", "導入", "運用", "本格運用", "本格実施", "●"),
            ("拡充", "拡大", "見直し"),
        ),
        1,
    )
    for word in words
}
"""Stages in the order they are gone through."""
_CARRIED = frozenset("→⇒〃")
_BACK = 1.2
"""A stage right of a later one; a sign that carries on what stands left of it, with nothing there."""
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.(\d+))?")
_LEFT = {"name": ("number",), "value": ("value", "row"), "unit": ("row",), "text": ("text",), "number": ()}
"""The sorts of column that fill before one of a sort; before others, names and numbers."""


class Step(NamedTuple):
    """An item, its column, the rows left out above it (-1: it goes on in the cell above), and the step before."""

    item: Item
    column: int
    hole: int
    before: Step | None


class Way(NamedTuple):
    """A way to read the boxes so far.

    heights: cells in each column; shown: what is remembered of them, by column: figures, numbers, forms of levels.
    """

    cost: float
    heights: tuple[int, ...]
    shown: tuple[tuple[str, ...], ...]
    lead: int
    """The column that the last line began in."""
    last: int
    step: Step | None


class Layout(NamedTuple):
    """How the columns of a list fill."""

    left: tuple[int, ...]
    """The column that fills before each; -1: none."""
    first: tuple[bool, ...]
    """Whether that column's label is drawn before its own."""
    right: tuple[int, ...]
    """The next column of texts."""
    keys: tuple[int, ...]
    """The columns whose cells head rows of figures."""


class Move(NamedTuple):
    """An item in a column: what it looks like there, and where cells begin in it."""

    item: Item
    column: int
    hole: int
    cost: float
    split: Sequence[int]


def layout(columns: Sequence[Column], drawn: Sequence[int]) -> Layout:
    """How columns fill; drawn: the lines of their labels."""
    k = range(len(columns))
    left = tuple(_left(columns, n) for n in k)
    rows = tuple(n for n in k if columns[n].sort == "row")
    return Layout(
        left,
        tuple(m >= 0 and (columns[n].sort != "value" or drawn[m] <= drawn[n]) for n, m in enumerate(left)),
        tuple(next((m for m in range(n + 1, len(columns)) if columns[m].sort == "text"), -1) for n in k),
        rows or tuple(n for n in k if columns[n].field == "name"),
    )


def _left(columns: Sequence[Column], at: int) -> int:
    wanted = _LEFT.get(columns[at].sort, ("name", "number"))
    return next((n for n in range(at - 1, -1, -1) if columns[n].sort in wanted), -1)


def holes(way: Way, n: int, known: Facts, own: Layout) -> tuple[int, ...]:
    """How many rows may be left out above a cell; -1: it goes on in the one above."""
    sort = known.columns[n].sort
    if sort == "value":
        left = own.left[n]
        return (0, 1) if left >= 0 and way.heights[left] > way.heights[n] + 1 else (0,)
    last = way.shown[n][-1] if sort == "text" and way.shown[n] else ""
    goes_on = known.prose and last and not is_ended(last) and width(last) >= known.usual[n] - SLACK
    return (-1,) if goes_on and way.last != n else (0,)


def after(way: Way, move: Move, known: Facts, own: Layout) -> Way:
    """The way with an item more."""
    n = move.column
    row = way.heights[n] + move.hole
    cost = way.cost + move.cost + _HOLE * max(move.hole, 0) + _place(way, move, known) + _early(way, move, known, own)
    seen, spent = _seen(way, move, known, own)
    shown = way.shown if seen is None else (*way.shown[:n], seen, *way.shown[n + 1 :])
    heights = (*way.heights[:n], row + len(move.split), *way.heights[n + 1 :])
    lead = n if move.item.tokens[0].join == "line" else way.lead
    return Way(cost + spent, heights, shown, lead, n, Step(move.item, n, move.hole, way.step))


def _place(way: Way, move: Move, known: Facts) -> float:
    """What it costs that an item stands behind the last one in the dump."""
    n, first = move.column, move.item.tokens[0]
    if first.join != "line":
        spent = 0.0 if n > way.last else _SPACE
    elif first.gap or way.lead < 0:
        spent = 0.0 if n == way.last or move.hole < 0 else _NEXT if n > way.last else _JUMP
    else:
        spent = 0.0 if n == way.lead else _LINE
    numbered = way.last >= 0 and known.columns[way.last].sort == "number"
    return spent - _AFTER_NUMBER * (numbered and known.columns[n].sort == "name")


def _early(way: Way, move: Move, known: Facts, own: Layout) -> float:
    """What it costs that cells left of it are still to come."""
    n = move.column
    sort = known.columns[n].sort
    if not own.first[n] or sort not in _EARLY:
        return 0.0
    before = way.heights[own.left[n]]
    over = way.heights[n] + move.hole + len(move.split) - before
    spent = _EARLY[sort] * max(0, min(over, len(move.split), _MOST_EARLY))
    if sort == "value" and known.staged:
        spent += _GAP * (before < max(way.heights[m] for m in own.keys))
    return spent


def _seen(way: Way, move: Move, known: Facts, own: Layout) -> tuple[tuple[str, ...] | None, float]:
    """What is remembered of the column then, and what the cells before say against the item."""
    n = move.column
    sort, shown = known.columns[n].sort, way.shown[n]
    if sort == "value":
        texts = tuple(squash(move.item.tokens[m].text) for m in move.split)
        return (*shown, *([""] * move.hole), *texts), _beside(way, move, texts, known, own)
    if sort == "number":
        texts = tuple(squash(move.item.tokens[m].text) for m in move.split)
        spent = sum(_jump(a, b, known.numbers) for a, b in pairwise((*shown[-1:], *texts)))
        return (*shown, *texts), spent + _AGAIN * len(set(texts) & set(shown))
    if sort == "policy":
        form = shape(move.item.tokens[0].text)
        earlier = any(known.columns[m].sort == "policy" and not way.shown[m] for m in range(n))
        spent = _BARE * earlier if not shown else -_SAME * bool(form) if form in shown else _FORM
        return (form,), spent
    if sort == "text":
        ahead = way.heights[n] - way.heights[own.right[n]] if own.right[n] >= 0 else 0
        spent = -_GOING_ON if move.hole < 0 else _AHEAD * max(0, min(ahead, _MOST_AHEAD))
        return (move.item.tokens[-1].text.rstrip(),), spent
    return None, 0.0


def _beside(way: Way, move: Move, texts: Sequence[str], known: Facts, own: Layout) -> float:
    """What figures and stages beside them say against some of a column."""
    n, left = move.column, own.left[move.column]
    row = way.heights[n] + move.hole
    if left < 0 or known.columns[left].sort != "value":
        spent = _BACK * sum(text in _CARRIED for text in texts)
    else:
        beside = way.shown[left][row : row + len(texts)]
        spent = sum(_unlike(a, b) - _ALIKE for a, b in zip(beside, texts, strict=False))
        further = own.left[left]
        if further >= 0 and known.columns[further].sort == "value":
            two = way.shown[further][row : row + len(texts)]
            spent += _TURN * sum(_turns(a, b, c) for a, b, c in zip(two, beside, texts, strict=False))
    if n + 1 < len(known.columns) and known.columns[n + 1].sort == "value" and not own.first[n + 1]:
        right = way.shown[n + 1][row : row + len(texts)]
        spent += sum(_unlike(a, b) - _ALIKE for a, b in zip(texts, right, strict=False))
    return spent


def _jump(a: str, b: str, numbers: Mapping[str, Rank]) -> float:
    """What it costs that a number follows another in a column of numbers."""
    one, two = numbers.get(a), numbers.get(b)
    if two is None or one is None:
        return 0.0
    if one[:-1] == two[:-1]:
        return 0.0 if 0 < two[-1] - one[-1] <= 2 else _FAR
    return 0.2 if one < two and two[-1] in (1, one[-1] + 1) else _FAR


class _Figure(NamedTuple):
    value: float
    decimals: int
    unit: str


@lru_cache(maxsize=65536)
def _figure(text: str) -> _Figure | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    return _Figure(abs(float(found[0].replace(",", ""))), len(found[1] or ""), text[found.end() :])


def _turns(a: str, b: str, c: str) -> bool:
    """Whether three figures of a row rise and fall."""
    x, y, z = _figure(a), _figure(b), _figure(c)
    return x is not None and y is not None and z is not None and (y.value - x.value) * (z.value - y.value) < 0


@lru_cache(maxsize=65536)
def _unlike(a: str, b: str) -> float:
    """How much speaks against two figures' or stages' standing side by side in a row."""
    one, two = _figure(a), _figure(b)
    if one is None and two is None:
        return _BACK * (_STEPS.get(a, 0) > _STEPS.get(b, 9))
    if one is None or two is None:
        return 0.5
    apart = abs(math.log((one.value + 1.0) / (two.value + 1.0)))
    return min(2.0, 0.9 * apart) + 0.8 * (one.decimals != two.decimals) + 0.8 * (one.unit != two.unit)
