"""Tokens and columns -> what it costs to read each token as part of each column.

What a line looks like, how wide it is and where sentences break say which cell it is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.glance import Glance, glance
from extract.dumps.looks import look_costs, sort_of, telling
from extract.dumps.tokens import Token

Floats = NDArray[np.float64]

NEVER = 1e6
_ONE_LINE = 2.5
"""A second line in a cell that holds one word or figure."""
_UNMARKED = 3.0
"""A cell without a marker in a column whose cells begin with one."""
_GAP, _NO_GAP = 3.0, 1.0
"""Going on in a cell over a blank line; a new cell without one, where the dump has blank lines."""
_BESIDE, _RUN_ON = 1.5, 2.5
"""Going on in a cell over a space within a line; a new cell within a line without one."""
_CELL = 0.3
"""Another cell."""
_FIGURE = 3.0
"""A figure or stage in a cell that heads a row of them."""
_LONG_NAME = 0.3
"""Another line of a name."""
_STATED = -0.8
"""A line that states a figure of something, in a column of indicators."""
_ELSEWHERE = 1.5
"""A number such as 1-1, or departments, at the head of a row of figures, where they have a column of their own."""
_LEVEL = -3.4
"""A number at the beginning of a level's name costs no more than a word."""
_MID_SENTENCE, _SHORT_LINE, _TOO_WIDE = 1.5, 1.5, 4.0
_SLACK = 2.5
"""Full-width characters a line broken by its cell's width may be shorter than the widest."""
_OPEN_BRACKET = 2.5
_PHRASE = 0.25
"""A line that may be of a name, in a text, where cells may be drawn in any order."""
_MAY_END, _ANOTHER_SENTENCE = 2.0, 0.6
_SINGLE = ("value", "stage", "unit", "number", "grade", "direction")
"""Sorts of columns whose cells are of one line."""
_LEAVING = (("text",), ("row", "name"), ("departments",))
"""Sorts of columns whose cells a sentence, a phrase, or half a department keeps open."""


class Column(NamedTuple):
    """A column: what heads it, and the sort of its cells."""

    field: str
    word: str
    sort: str


class Costs(NamedTuple):
    """What the tokens add to the moves: a line a token."""

    looks: Floats
    """In each column, and after the table (the last)."""
    begin: Floats
    """To begin a cell with the token."""
    leave: Floats
    """To leave each column's cell before it."""
    stay: Floats
    """To go on in each column's cell."""


def column(field: str, word: str) -> Column:
    return Column(field, word, sort_of(field, word))


def token_costs(
    tokens: Sequence[Token], columns: Sequence[Column], widths: Floats | None, *, anyhow: bool = False
) -> Costs:
    """What the tokens cost in columns.

    widths: of the columns, where they are known; a line a token, where they differ.
    anyhow: cells may be drawn in any order.
    """
    k, sorts = len(columns), [c.sort for c in columns]
    seen = [glance(t.text) for t in tokens]
    last = [glance(""), *seen[:-1]]
    looks = _looks(seen, columns)
    gaps = sum(t.gap for t in tokens) > len(tokens) / 20
    begin = np.array([_begin(t, line, gaps) for t, line in zip(tokens, seen, strict=True)])
    prose, phrase, names = (np.array([sort in some for sort in sorts], dtype=np.float64) for some in _LEAVING)
    leave = _each([_MID_SENTENCE * line.open for line in last], prose * (widths is not None))
    leave += _each([_MID_SENTENCE * line.particle for line in last], phrase)
    leave += np.array([_OPEN_BRACKET * line.bracket for line in last])[:, None]
    stay = _each([line.another for line in seen], np.array([_ONE_LINE * (sort in _SINGLE) for sort in sorts]))
    stay += _each([_FIGURE * line.figure for line in seen], np.array(sorts) == "row")
    stay += np.array([_LONG_NAME * (sort in ("name", "policy") and not anyhow) for sort in sorts])
    stay += np.array([_stay(*each, gaps, anyhow) for each in zip(tokens, seen, last, strict=True)])[:, None]
    for n, (token, line) in enumerate(zip(tokens, seen, strict=True)):
        if line.mark is not None:
            stay[n] += _marked(token, line, columns)
    if anyhow:
        looks[:, :k] += _each([_PHRASE * (line.look == "phrase") for line in seen], prose)
    if anyhow and not gaps:
        leave += _each([_MID_SENTENCE * (line.look != "office") for line in last], names)
        stay[1:] += _ended(seen, columns, widths)
    wide = np.array([line.width for line in seen])[:, None]
    before = np.concatenate([[[NEVER]], wide[:-1]])
    broken = np.array([not b.ended and t.join == "line" for t, b in zip(tokens, last, strict=True)])[:, None]
    stay += np.where((wide - before > _SLACK) & broken, _SHORT_LINE * (not anyhow), 0.0)
    if widths is not None:
        looks[:, :k] += np.where(wide > widths + 1.5, _TOO_WIDE + 0.5 * (wide - widths), 0.0)
        stay += np.where((widths - before > _SLACK) & broken, _SHORT_LINE, 0.0)
    return Costs(looks, begin[:, None] + _unmarked(seen, columns) + _numbered(seen, columns), leave, stay)


def _each(tokens: Sequence[float], columns: Floats) -> Floats:
    """What depends on the token and on the column."""
    return np.array(tokens)[:, None] * columns


def _stay(token: Token, line: Glance, last: Glance, gaps: bool, anyhow: bool) -> float:
    """What it costs to go on in a cell, of any column."""
    cost = _GAP if gaps and token.gap else 0.0
    if token.join == "space" and not last.counting:
        cost += _BESIDE
    if not anyhow and last.ended and token.join == "line" and not line.goes_on:
        cost += _ANOTHER_SENTENCE
    return cost


def _begin(token: Token, line: Glance, gaps: bool) -> float:
    """What it costs to begin a cell, of any column."""
    return (
        _CELL + (_NO_GAP if gaps and not token.gap else 0.0) + line.broken + (_RUN_ON if token.join == "tight" else 0.0)
    )


def _unmarked(seen: Sequence[Glance], columns: Sequence[Column]) -> Floats:
    """A column whose cells begin with a marker begins with no other line."""
    marked = {line.mark for line in seen} - {None}
    own = np.array([_UNMARKED if c.field in marked else 0.0 for c in columns])
    return _each([float(line.mark is None) for line in seen], own)


def _numbered(seen: Sequence[Glance], columns: Sequence[Column]) -> Floats:
    """A number begins the name of a level: 1 窓口の改革."""
    return _each([_LEVEL * line.counting for line in seen], np.array([c.sort == "policy" for c in columns]))


def _looks(seen: Sequence[Glance], columns: Sequence[Column]) -> Floats:
    """What the looks of lines cost in each column, and after the table (the last)."""
    found = look_costs([*(c.sort for c in columns), "outside"])[[line.rank for line in seen]]
    texts = [(n, c.field) for n, c in enumerate(columns) if c.sort == "text"]
    telling_lines = [(n, line) for n, line in enumerate(seen) if line.mark is not None or line.past]
    measured = np.array([_STATED * line.measured for line in seen])
    for column, field in texts:
        for n, line in telling_lines:
            found[n, column] += telling(field, line.text)
        found[:, column] += measured * (field == "indicator")
    sorts = {c.sort for c in columns}
    at_home = [_ELSEWHERE * (line.of in sorts) for line in seen]
    found[:, : len(columns)] += _each(at_home, np.array([c.sort == "row" for c in columns]))
    return found


def _marked(token: Token, line: Glance, columns: Sequence[Column]) -> Floats:
    """＜取組内容＞ begins the cell of its column; another marker (＜目標＞) goes on in it, over a blank line too."""
    return np.array([4.0 if c.field == line.mark else -_GAP if token.gap else -1.0 for c in columns])


def _ended(seen: Sequence[Glance], columns: Sequence[Column], widths: Floats | None) -> Floats:
    """What it costs to go on in a cell whose text may have ended with the last line, where no blank line tells."""
    text, departments = (np.array([c.sort == sort for c in columns]) for sort in ("text", "departments"))
    pairs = list(pairwise(seen))
    prose = np.array([last.ended and line.look != "item" and not line.goes_on for last, line in pairs])[:, None]
    office = np.array([last.look == "office" and last.text.rstrip()[-1:] not in "、，・," for last in seen[:-1]])
    short = False if widths is None else widths - np.array([last.width for last in seen[:-1]])[:, None] > _SLACK
    return np.where((text & prose & short) | (departments & office[:, None]), _MAY_END, 0.0)
