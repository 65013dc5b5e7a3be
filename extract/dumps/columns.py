"""Tokens and columns -> what it costs to read each token as part of each column.

What a line looks like, how wide it is and where sentences break say which cell it is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.looks import COUNTING, cost, is_ended, look, sort_of, telling, width
from extract.dumps.tokens import Token, is_value
from extract.dumps.words import marks

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
_NOTE = 2.0
_CELL = 0.3
"""Another cell."""
_FIGURE = 3.0
"""A figure or stage in a cell that heads a row of them."""
_LONG_NAME = 0.3
"""Another line of a name."""
_LEVEL = -3.4
"""A number at the beginning of a level's name costs no more than a word."""
_MID_SENTENCE, _BROKEN_WORD, _SHORT_LINE, _TOO_WIDE = 1.5, 4.0, 1.5, 4.0
_SLACK = 2.5
"""Full-width characters a line broken by its cell's width may be shorter than the widest."""
_OPEN_BRACKET = 2.5
_PHRASE = 0.25
"""A line that may be of a name, in a text, where cells may be drawn in any order."""
_MAY_END, _ANOTHER_SENTENCE = 2.0, 0.6
_GOES_ON = (
    "また",
    "さら",
    "なお",
    "その",
    "しかし",
    "　",
    "（",
    "(",
    "この",
    "加え",
    "今後",
    "そし",
    "特に",
    "一方",
    "これ",
)
"""How a further sentence of the same cell begins."""
_SINGLE = ("value", "unit", "number", "grade", "direction")
"""Sorts of columns whose cells are of one line."""
_LEAVING = (("text",), ("row", "name"), ("departments",))
"""Sorts of columns whose cells a sentence, a phrase, or half a department keeps open."""
_PARTICLES = "のをにはがとでへやも"
_NO_START = "。、，．,.）)」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"


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
    tokens: Sequence[Token], columns: Sequence[Column], widths: Sequence[float] | None, *, anyhow: bool = False
) -> Costs:
    """What the tokens cost in columns.

    widths: of the columns, where they are known.  anyhow: cells may be drawn in any order.
    """
    k, last = len(columns), ["", *(t.text.rstrip() for t in tokens[:-1])]
    seen: dict[str, list[float]] = {}
    looks = np.array([seen.get(t.text) or seen.setdefault(t.text, _looks(t.text, columns)) for t in tokens])
    gaps = sum(t.gap for t in tokens) > len(tokens) / 20
    begin = np.array([_begin(t, gaps) for t in tokens])
    sorts = [c.sort for c in columns]
    prose, phrase, names = (np.array([sort in some for sort in sorts], dtype=np.float64) for some in _LEAVING)
    leave = _each(
        [_MID_SENTENCE * (not is_ended(text) and len(text) > 3) for text in last], prose * (widths is not None)
    )
    leave += _each([_MID_SENTENCE * (text[-1:] in _PARTICLES and text != "") for text in last], phrase)
    leave += np.array([_OPEN_BRACKET * _in_bracket(text) for text in last])[:, None]
    stay = _each([_another(t.text) for t in tokens], np.array([_ONE_LINE * (sort in _SINGLE) for sort in sorts]))
    stay += _each([_FIGURE * (look(t.text) in ("stage", "value", "grade")) for t in tokens], np.array(sorts) == "row")
    stay += np.array([_LONG_NAME * (sort in ("name", "policy") and not anyhow) for sort in sorts])
    stay += np.array([_stay(t, before, gaps, anyhow) for t, before in zip(tokens, last, strict=True)])[:, None]
    for n, token in enumerate(tokens):
        if marks(token.text) is not None:
            stay[n] += _marked(token, columns)
    if anyhow:
        looks[:, :k] += _each([_PHRASE * (look(t.text) == "phrase") for t in tokens], prose)
    if anyhow and not gaps:
        leave += _each([_MID_SENTENCE * (look(text) != "office") for text in last], names)
        stay[1:] += [_ended(a, b, columns, widths or ()) for a, b in pairwise(tokens)]
    wide = np.array([width(t.text) for t in tokens])[:, None]
    before = np.concatenate([[[NEVER]], wide[:-1]])
    stay += np.where((wide - before > _SLACK) & _broken(tokens), _SHORT_LINE * (not anyhow), 0.0)
    if widths is not None:
        limit = np.array(widths)
        looks[:, :k] += np.where(wide > limit + 1.5, _TOO_WIDE + 0.5 * (wide - limit), 0.0)
        stay += np.where((limit - before > _SLACK) & _broken(tokens), _SHORT_LINE, 0.0)
    return Costs(looks, begin[:, None] + _unmarked(tokens, columns) + _numbered(tokens, columns), leave, stay)


def _each(tokens: Sequence[float], columns: Floats) -> Floats:
    """What depends on the token and on the column."""
    return np.array(tokens)[:, None] * columns


def _another(text: str) -> float:
    """How much a line speaks against its being a second one in a cell of one word or figure."""
    return 0.1 if text.strip()[:1] in ("(", "（") else 2.0 if is_value(text) else 1.0


def _stay(token: Token, last: str, gaps: bool, anyhow: bool) -> float:
    """What it costs to go on in a cell, of any column."""
    cost = _GAP if gaps and token.gap else 0.0
    if token.join == "space" and look(last) not in COUNTING:
        cost += _BESIDE
    if not anyhow and is_ended(last) and token.join == "line" and not token.text.startswith(_GOES_ON):
        cost += _ANOTHER_SENTENCE
    return cost


def _begin(token: Token, gaps: bool) -> float:
    """What it costs to begin a cell, of any column."""
    text = token.text.strip()
    broken = _BROKEN_WORD if text[:1] in _NO_START else _NOTE if _is_note(text) else 0.0
    return _CELL + (_NO_GAP if gaps and not token.gap else 0.0) + broken + (_RUN_ON if token.join == "tight" else 0.0)


def _is_note(text: str) -> bool:
    """A word in brackets belongs to the line before: （件）, 【新規】."""
    if text[:1] == "【":
        return text[-1:] == "】" and marks(text) is None
    return text[:1] in "(（" and text[-1:] in ")）" and look(text) not in (*COUNTING, "item", "value")


def _broken(tokens: Sequence[Token]) -> NDArray[np.bool_]:
    """Whether the line before each token was broken by its cell's width, if the cell goes on."""
    open_ = [not is_ended(before.text.rstrip()) and after.join == "line" for before, after in pairwise(tokens)]
    return np.array([False, *open_])[:, None]


def _unmarked(tokens: Sequence[Token], columns: Sequence[Column]) -> Floats:
    """A column whose cells begin with a marker begins with no other line."""
    marked = [marks(t.text) for t in tokens]
    own = np.array([_UNMARKED if c.field in {*marked} - {None} else 0.0 for c in columns])
    return np.array([0.0 if mark is not None else 1.0 for mark in marked])[:, None] * own


def _numbered(tokens: Sequence[Token], columns: Sequence[Column]) -> Floats:
    """A number begins the name of a level: 1 窓口の改革."""
    numbers = np.array([_LEVEL if look(t.text) in COUNTING else 0.0 for t in tokens])
    return numbers[:, None] * np.array([c.sort == "policy" for c in columns])


def _looks(text: str, columns: Sequence[Column]) -> list[float]:
    """What the looks of a line cost in each column, and after the table."""
    told = [cost(c.sort, text) + (telling(c.field, text) if c.sort == "text" else 0.0) for c in columns]
    return [*told, cost("outside", text)]


def _in_bracket(text: str) -> bool:
    """Whether a bracket opened in the line is not closed in it."""
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _marked(token: Token, columns: Sequence[Column]) -> Floats:
    """＜取組内容＞ begins the cell of its column; another marker (＜目標＞) goes on in it, over a blank line too."""
    marked = marks(token.text)
    return np.array([4.0 if c.field == marked else -_GAP if token.gap else -1.0 for c in columns])


def _ended(last: Token, token: Token, columns: Sequence[Column], widths: Sequence[float]) -> Floats:
    """What it costs to go on in a cell whose text may have ended with the last line, where no blank line tells."""
    text = last.text.rstrip()
    prose = is_ended(text) and look(token.text) != "item" and not token.text.startswith(_GOES_ON)
    office = look(text) == "office" and text[-1:] not in "、，・,"
    return np.array(
        [
            _MAY_END
            * ((c.sort == "text" and prose and w - width(text) > _SLACK) or (c.sort == "departments" and office))
            for c, w in zip(columns, widths, strict=True)
        ]
    )
