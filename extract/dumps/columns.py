"""Tokens below a header -> the column each stands in: the cheapest way through the rows (Viterbi).

A row is drawn from its first cell to its last. What a line looks like, how wide it is and where sentences break say
which cell it is of; empty cells, rows that begin late and lines after the table cost something.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.looks import cost, look, sort_of, telling, width
from extract.dumps.tokens import Token, is_value
from extract.dumps.widths import seed_widths
from extract.dumps.words import marks

Floats = NDArray[np.float64]

_MISSING: dict[str, float] = {
    "number": 2.0, "name": 6.0, "departments": 2.0, "grade": 2.0, "direction": 1.0, "unit": 1.2, "value": 1.2,
    "text": 2.0, "row": 3.0,
}  # fmt: skip
"""What an empty cell costs in a column of each sort."""
NEVER = 1e6
_ONE_LINE = 2.5
"""A second line in a cell that holds one word or figure."""
ROW = 0.5
"""Another row."""
AFTER = 1.0
"""The end of the table."""
SUBROW = 1.0
"""A further indicator of the same initiative."""
_ANYHOW = 1.0
"""Another cell, where cells are drawn in any order."""
_UNMARKED = 3.0
"""A cell without a marker in a column whose cells begin with one."""
_LEAVE = 6.0
"""A line between the cells that is of none: a title, a note."""
_GAP, _NO_GAP = 3.0, 1.0
"""Going on in a cell over a blank line; a new cell without one, where the dump has blank lines."""
_MID_SENTENCE, _BROKEN_WORD, _SHORT_LINE, _TOO_WIDE = 1.5, 4.0, 1.5, 4.0
_SLACK = 2.5
"""Full-width characters a line broken by its cell's width may be shorter than the widest."""
_OPEN_BRACKET = 2.5
_MAY_END = 2.0
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
_ENDS = "。．！？」』】）)〉》"
_NO_START = "。、，．,.）)」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"


class Column(NamedTuple):
    """A column: what heads it, and the sort of its cells."""

    field: str
    word: str
    sort: str


class Placed(NamedTuple):
    """Where a token stands: its column (-1: after the table), and whether it begins a cell."""

    column: int
    begins: bool


def column(field: str, word: str) -> Column:
    return Column(field, word, sort_of(field, word))


def place(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Placed]:
    """The column of each token of rows drawn one after the other."""
    if not tokens or (len(tokens) == len(columns) == 1):
        return [Placed(0, begins=True) for _ in tokens]
    return explained(tokens, columns)[0]


def explained(tokens: Sequence[Token], columns: Sequence[Column]) -> tuple[list[Placed], float]:
    """The column of each token of rows drawn one after the other, and what it costs to read them so."""
    seen, _ = _solve(tokens, columns, None, anyhow=False)
    return _solve(tokens, columns, _widths(tokens, seen, len(columns)), anyhow=False)


def place_anyhow(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Placed]:
    """The column of each token of cells drawn in any order."""
    if not tokens:
        return []
    return _solve(tokens, columns, seed_widths(tokens, [c.field for c in columns]), anyhow=True)[0]


def _widths(tokens: Sequence[Token], placed: Sequence[Placed], count: int) -> list[float]:
    """The width of each column: nearly the widest of its lines."""
    found: list[list[float]] = [[] for _ in range(count)]
    for token, at in zip(tokens, placed, strict=True):
        if at.column >= 0:
            found[at.column].append(width(token.text))
    return [float(np.quantile(each, 0.9)) if each else 99.0 for each in found]


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


def _solve(
    tokens: Sequence[Token], columns: Sequence[Column], widths: list[float] | None, *, anyhow: bool
) -> tuple[list[Placed], float]:
    """States: 0..k-1 begins a cell of the column, k..2k-1 goes on in it, 2k is after the table."""
    k = len(columns)
    moves, costs = _moves(columns, anyhow=anyhow), _costs(tokens, columns, widths, anyhow=anyhow)
    back = np.zeros((len(tokens), 2 * k + 1), dtype=np.int32)
    own = np.arange(k)
    looks = costs.looks[0]
    best = np.concatenate(
        [_head(columns, anyhow=anyhow) + costs.begin[0] + looks[:k], np.full(k, NEVER), [NEVER + looks[k]]]
    )
    if anyhow:
        best[2 * k] = _LEAVE + looks[k]
    for n in range(1, len(tokens)):
        left = best.copy()
        left[:k] += costs.leave[n]
        left[k : 2 * k] += costs.leave[n]
        begin = left[:, None] + moves[:, :k]
        back[n, :k] = begin.argmin(axis=0)
        begun, staying = best[:k], best[k : 2 * k]
        back[n, k : 2 * k] = np.where(begun <= staying, own, own + k)
        out = best + moves[:, 2 * k]
        back[n, 2 * k] = out.argmin()
        looks = costs.looks[n]
        best = np.concatenate(
            [
                begin[back[n, :k], own] + costs.begin[n] + looks[:k],
                np.minimum(begun, staying) + costs.stay[n] + looks[:k],
                [out[back[n, 2 * k]] + looks[k]],
            ]
        )
    best = best if anyhow else best + np.concatenate([_tail(columns), _tail(columns), [0.0]])
    return _trace(back, best, k), float(best.min())


def _trace(back: NDArray[np.int32], best: Floats, k: int) -> list[Placed]:
    state = int(best.argmin())
    states = [state]
    for n in range(len(back) - 1, 0, -1):
        state = int(back[n, state])
        states.append(state)
    return [Placed(-1 if s == 2 * k else s % k, s < k) for s in reversed(states)]


def token_costs(tokens: Sequence[Token], columns: Sequence[Column]) -> Costs:
    """What the tokens cost in columns of unknown widths, rows drawn one after the other."""
    return _costs(tokens, columns, None, anyhow=False)


def _costs(tokens: Sequence[Token], columns: Sequence[Column], widths: list[float] | None, *, anyhow: bool) -> Costs:
    k, count = len(columns), len(tokens)
    seen: dict[str, list[float]] = {}
    looks = np.array(
        [seen[t.text] if t.text in seen else seen.setdefault(t.text, _looks(t.text, columns)) for t in tokens]
    )
    gaps = sum(t.gap for t in tokens) > count / 20
    gap = np.array([t.gap for t in tokens])
    begin = np.array([_BROKEN_WORD if t.text.strip()[:1] in _NO_START else 0.0 for t in tokens])
    begin = begin + (np.where(gap, 0.0, _NO_GAP) if gaps else 0.0)
    stay = np.zeros((count, k)) + (np.where(gap, _GAP, 0.0)[:, None] if gaps else 0.0)
    leave = np.zeros((count, k))
    sorts = [c.sort for c in columns]
    one_line = np.array([_ONE_LINE if sort in _SINGLE else 0.0 for sort in sorts])
    marked = {marks(t.text) for t in tokens} - {None}
    unmarked = np.array([_UNMARKED if c.field in marked else 0.0 for c in columns])
    prose, phrase, names = (np.array([sort in some for sort in sorts], dtype=np.float64) for some in _LEAVING)
    for n, token in enumerate(tokens):
        last = tokens[n - 1].text.rstrip() if n else ""
        stay[n] += one_line * (0.1 if token.text.strip()[:1] in "(（" else 2.0 if is_value(token.text) else 1.0)
        if marks(token.text) is not None:
            stay[n] += _marked(token, columns)
        if widths is not None and last[-1:] not in _ENDS and len(last) > 3:
            leave[n] += _MID_SENTENCE * prose
        if last[-1:] in _PARTICLES:
            leave[n] += _MID_SENTENCE * phrase
        if _in_bracket(last):
            leave[n] += _OPEN_BRACKET
        if anyhow and not gaps and look(last) != "office":
            leave[n] += _MID_SENTENCE * names
        if anyhow and not gaps and widths is not None and n:
            stay[n] += _ended(tokens[n - 1], token, columns, widths)
    if widths is not None:
        wide, limit = np.array([width(t.text) for t in tokens])[:, None], np.array(widths)
        looks[:, :k] += np.where(wide > limit + 1.5, _TOO_WIDE + 0.5 * (wide - limit), 0.0)
        open_ = np.array([False, *(t.text.rstrip()[-1:] not in _ENDS for t in tokens[:-1])])[:, None]
        before = np.concatenate([[[NEVER]], wide[:-1]])
        stay += np.where((limit - before > _SLACK) & open_, _SHORT_LINE, 0.0)
    if marked:
        looks, leave = looks, leave
        begin_by = np.array([0.0 if marks(t.text) is not None else 1.0 for t in tokens])[:, None] * unmarked
        return Costs(looks, begin[:, None] + begin_by, leave, stay)
    return Costs(looks, begin[:, None] + np.zeros((count, k)), leave, stay)


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
    if marked is None:
        return np.zeros(len(columns))
    return np.array([4.0 if c.field == marked else -_GAP if token.gap else -1.0 for c in columns])


def _ended(last: Token, token: Token, columns: Sequence[Column], widths: list[float]) -> Floats:
    """What it costs to go on in a cell whose text may have ended with the last line, where no blank line tells."""
    text = last.text.rstrip()
    prose = text[-1:] in _ENDS and look(token.text) != "item" and not token.text.startswith(_GOES_ON)
    office = look(text) == "office" and text[-1:] not in "、，・,"
    return np.array(
        [
            _MAY_END
            * ((c.sort == "text" and prose and w - width(text) > _SLACK) or (c.sort == "departments" and office))
            for c, w in zip(columns, widths, strict=True)
        ]
    )


def missing(columns: Sequence[Column]) -> Floats:
    return np.array([_MISSING[c.sort] for c in columns])


def _head(columns: Sequence[Column], anyhow: bool) -> Floats:
    """What it costs to begin with each column: the empty cells before it."""
    before = np.concatenate([[0.0], np.cumsum(missing(columns))[:-1]])
    return np.zeros(len(columns)) if anyhow else before


def _tail(columns: Sequence[Column]) -> Floats:
    """What it costs to end a row after each column: the empty cells behind it."""
    after = np.cumsum(missing(columns)[::-1])[::-1]
    return np.concatenate([after[1:], [0.0]])


def _moves(columns: Sequence[Column], anyhow: bool) -> Floats:
    """What it costs to go from one state to another, whatever the tokens are."""
    k = len(columns)
    head, tail = _head(columns, anyhow=False), _tail(columns)
    upto = np.concatenate([[0.0], np.cumsum(missing(columns))])
    sub = next((j for j, c in enumerate(columns) if c.field == "indicator"), None)
    begin = np.empty((k, k))
    for a in range(k):
        for b in range(k):
            begin[a, b] = upto[b] - upto[a + 1] if b > a else tail[a] + head[b] + ROW
            if sub is not None and 0 < sub <= b <= a:
                begin[a, b] = min(begin[a, b], SUBROW + tail[a] + upto[b] - upto[sub])
    if anyhow:
        begin = np.full((k, k), _ANYHOW)
    moves = np.full((2 * k + 1, 2 * k + 1), NEVER)
    moves[:k, :k] = moves[k : 2 * k, :k] = begin
    for j in range(k):
        moves[j, k + j] = moves[k + j, k + j] = 0.0
        moves[j, 2 * k] = moves[k + j, 2 * k] = _LEAVE if anyhow else tail[j] + AFTER
    moves[2 * k, 2 * k] = 0.0
    if anyhow:
        moves[2 * k, :k] = 0.0
    return moves
