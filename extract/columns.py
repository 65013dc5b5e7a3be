"""Tokens below a header -> the column each stands in: the cheapest way through the rows (Viterbi).

A row is drawn from its first cell to its last. What a line looks like, how wide it is and where sentences break say
which cell it is of; empty cells, rows that begin late and lines after the table cost something.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.looks import cost, look, sort_of, telling, width
from extract.tokens import Token, is_value
from extract.widths import seed_widths
from extract.words import marks

Floats = NDArray[np.float64]

_MISSING: dict[str, float] = {
    "number": 2.0, "name": 6.0, "departments": 2.0, "grade": 2.0, "direction": 1.0, "value": 1.2, "text": 2.0,
    "row": 3.0,
}  # fmt: skip
"""What an empty cell costs in a column of each sort."""
_NEVER = 1e6
_ONE_LINE = 2.5
"""A second line in a cell that holds one word or figure."""
_ROW = 0.5
"""Another row."""
_SUBROW = 1.0
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
_GOES_ON = ("また", "さら", "なお", "その", "しかし", "　", "（", "(", "この", "加え", "今後", "そし", "特に", "一方", "これ")
"""How a further sentence of the same cell begins."""
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
    if not tokens:
        return []
    seen = _solve(tokens, columns, None, anyhow=False)
    return _solve(tokens, columns, _widths(tokens, seen, len(columns)), anyhow=False)


def place_anyhow(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Placed]:
    """The column of each token of cells drawn in any order."""
    if not tokens:
        return []
    return _solve(tokens, columns, seed_widths(tokens, [c.field for c in columns]), anyhow=True)


def _widths(tokens: Sequence[Token], placed: Sequence[Placed], count: int) -> list[float]:
    """The width of each column: nearly the widest of its lines."""
    found: list[list[float]] = [[] for _ in range(count)]
    for token, at in zip(tokens, placed, strict=True):
        if at.column >= 0:
            found[at.column].append(width(token.text))
    return [float(np.quantile(each, 0.9)) if each else 99.0 for each in found]


def _solve(tokens: Sequence[Token], columns: Sequence[Column], widths: list[float] | None, anyhow: bool) -> list[Placed]:
    """States: 0..k-1 begins a cell of the column, k..2k-1 goes on in it, 2k is after the table."""
    k = len(columns)
    moves = _moves(columns, anyhow)
    to_begin = np.zeros((2 * k + 1, 2 * k + 1))
    to_begin[:k, :k] = to_begin[k : 2 * k, :k] = 1.0
    prose = np.array([c.sort == "text" for c in columns] * 2 + [False], dtype=np.float64)
    names = np.array([_MID_SENTENCE * (c.sort == "departments") for c in columns] * 2 + [0.0])
    phrase = np.array([c.sort in ("row", "name") for c in columns] * 2 + [False], dtype=np.float64)
    one_line = _ONE_LINE * np.array([c.sort in ("value", "number", "grade", "direction") for c in columns])
    marked = {marks(t.text) for t in tokens}
    unmarked = np.array([_UNMARKED if c.field in marked else 0.0 for c in columns])
    gaps = sum(t.gap for t in tokens) > len(tokens) / 20
    back = np.zeros((len(tokens), 2 * k + 1), dtype=np.int32)
    best = np.concatenate([_head(columns, anyhow), np.full(k, _NEVER), [_LEAVE if anyhow else _NEVER]]) + _looks(tokens[0], columns, widths)
    for n in range(1, len(tokens)):
        token, last = tokens[n], tokens[n - 1]
        leave = (_MID_SENTENCE if _is_open(last.text, widths) else 0.0) * prose
        leave = leave + (_MID_SENTENCE if last.text.rstrip()[-1:] in _PARTICLES else 0.0) * phrase
        leave = leave + (_OPEN_BRACKET if _in_bracket(last.text) else 0.0)
        begin = (_BROKEN_WORD if token.text.strip()[:1] in _NO_START else 0.0) + (_NO_GAP if gaps and not token.gap else 0.0)
        if anyhow and not gaps:
            leave = leave + names * (look(last.text) != "office")
        step = moves + to_begin * (begin + leave[:, None])
        step[:, k : 2 * k] += _goes_on(last, token, widths, k, gaps)
        step[:, k : 2 * k] += _marked(token, columns)
        if anyhow and not gaps and widths is not None:
            step[:, k : 2 * k] += _ended(last, token, columns, widths)
        if marks(token.text) is None:
            step[:, :k] += unmarked
        step[:, k : 2 * k] += one_line * (0.1 if token.text.strip()[:1] in "(（" else 2.0 if is_value(token.text) else 1.0)
        total = best[:, None] + step
        back[n] = total.argmin(axis=0)
        best = total.min(axis=0) + _looks(token, columns, widths)
    end = np.zeros(2 * k + 1) if anyhow else np.concatenate([_tail(columns)] * 2 + [np.zeros(1)])
    return _trace(back, best + end, k)


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
            _MAY_END * ((c.sort == "text" and prose and w - width(text) > _SLACK) or (c.sort == "departments" and office))
            for c, w in zip(columns, widths, strict=True)
        ]
    )


def _is_open(text: str, widths: list[float] | None) -> bool:
    """Whether a sentence goes on after the line."""
    return widths is not None and text.rstrip()[-1:] not in _ENDS and len(text) > 3


def _in_bracket(text: str) -> bool:
    """Whether a bracket opened in the line is not closed in it."""
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _trace(back: NDArray[np.int32], best: Floats, k: int) -> list[Placed]:
    state = int(best.argmin())
    states = [state]
    for n in range(len(back) - 1, 0, -1):
        state = int(back[n, state])
        states.append(state)
    return [Placed(-1 if s == 2 * k else s % k, s < k) for s in reversed(states)]


def _looks(token: Token, columns: Sequence[Column], widths: list[float] | None) -> Floats:
    """What each state costs for the looks of a token."""
    costs = np.array([cost(c.sort, token.text) + (telling(c.field, token.text) if c.sort == "text" else 0.0) for c in columns])
    if widths is not None:
        wide = width(token.text)
        costs += [_TOO_WIDE + 0.5 * (wide - w) if wide > w + 1.5 else 0.0 for w in widths]
    return np.concatenate([costs, costs, [cost("outside", token.text)]])


def _goes_on(last: Token, token: Token, widths: list[float] | None, k: int, gaps: bool) -> Floats:
    """What it costs to go on in each column's cell."""
    blank = _GAP if gaps and token.gap else 0.0
    if widths is None:
        return np.full(k, blank)
    short = [w - width(last.text) > _SLACK and last.text.rstrip()[-1:] not in _ENDS for w in widths]
    return blank + _SHORT_LINE * np.array(short)


def _missing(columns: Sequence[Column]) -> Floats:
    return np.array([_MISSING[c.sort] for c in columns])


def _head(columns: Sequence[Column], anyhow: bool) -> Floats:
    """What it costs to begin with each column: the empty cells before it."""
    before = np.concatenate([[0.0], np.cumsum(_missing(columns))[:-1]])
    return np.zeros(len(columns)) if anyhow else before


def _tail(columns: Sequence[Column]) -> Floats:
    """What it costs to end a row after each column: the empty cells behind it."""
    after = np.cumsum(_missing(columns)[::-1])[::-1]
    return np.concatenate([after[1:], [0.0]])


def _moves(columns: Sequence[Column], anyhow: bool) -> Floats:
    """What it costs to go from one state to another, whatever the tokens are."""
    k = len(columns)
    missing, head, tail = _missing(columns), _head(columns, anyhow=False), _tail(columns)
    upto = np.concatenate([[0.0], np.cumsum(missing)])
    sub = next((j for j, c in enumerate(columns) if c.field == "indicator"), None)
    begin = np.empty((k, k))
    for a in range(k):
        for b in range(k):
            begin[a, b] = upto[b] - upto[a + 1] if b > a else tail[a] + head[b] + _ROW
            if sub is not None and 0 < sub <= b <= a:
                begin[a, b] = min(begin[a, b], _SUBROW + tail[a] + upto[b] - upto[sub])
    if anyhow:
        begin = np.full((k, k), _ANYHOW)
    moves = np.full((2 * k + 1, 2 * k + 1), _NEVER)
    moves[:k, :k] = moves[k : 2 * k, :k] = begin
    for j in range(k):
        moves[j, k + j] = moves[k + j, k + j] = 0.0
        moves[j, 2 * k] = moves[k + j, 2 * k] = _LEAVE if anyhow else tail[j] + 1.0
    moves[2 * k, 2 * k] = 0.0
    if anyhow:
        moves[2 * k, :k] = 0.0
    return moves
