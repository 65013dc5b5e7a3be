"""Labels that were broken into a year and what its figures are -> one label: 令和4年度 / 目標, 令和4年度 / 実績."""

from __future__ import annotations

from collections.abc import Sequence

from extract.dumps.tokens import Token
from extract.dumps.words import heads

_FIGURES = frozenset(("baseline", "target", "goal", "result"))
_DATED = _FIGURES | {"schedule", "rate", "budget"}
"""Fields of labels that a year may stand before."""
_FEWEST = 2
"""Labels side by side that are broken so: a year alone stands over several."""


def dated(found: Sequence[Token]) -> list[Token]:
    """The tokens; a year and the label behind it are one, where several such stand side by side.

    Not in 基準値 2022年度 目標値 2027年度, whose years stand below the labels.
    """
    kept: list[Token] = []
    at = 0
    while at < len(found):
        pairs = _pairs(found, at)
        if len(pairs) < _FEWEST or _is_below(found, at, at + 2 * len(pairs)):
            kept.append(found[at])
            at += 1
            continue
        kept += pairs
        at += 2 * len(pairs)
    return kept


def _is_below(found: Sequence[Token], at: int, end: int) -> bool:
    """Whether the years stand below the labels: a label is before the first, and a year behind the last."""
    return at > 0 and end < len(found) and found[at - 1].field in _FIGURES and found[end].field == "year"


def _pairs(found: Sequence[Token], at: int) -> list[Token]:
    """The labels of a year and another word each that stand side by side from `at` on."""
    pairs: list[Token] = []
    while at + 1 < len(found) and found[at].field == "year" and found[at + 1].field in _DATED:
        year, word = found[at], found[at + 1]
        whole = heads(year.text + word.text)
        if whole is None or word.line.page != year.line.page:
            break
        more = word.line.number + word.more - year.line.number
        pairs.append(year._replace(text=f"{year.text}\n{word.text}", heading=whole, more=more))
        at += 2
    return pairs
