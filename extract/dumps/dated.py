"""Labels that were broken into a year and what its figures are -> one label: 令和4年度 / 目標, 令和4年度 / 実績."""

from __future__ import annotations

from collections.abc import Sequence

from extract.dumps.tokens import Token
from extract.dumps.words import heads

_FEWEST = 2
"""Labels side by side that are broken so: a year alone stands over several."""


def dated(found: Sequence[Token]) -> list[Token]:
    """The tokens; a year and the label behind it are one, where several such stand side by side."""
    kept: list[Token] = []
    at = 0
    while at < len(found):
        pairs = _pairs(found, at)
        if len(pairs) < _FEWEST:
            kept.append(found[at])
            at += 1
            continue
        kept += pairs
        at += 2 * len(pairs)
    return kept


def _pairs(found: Sequence[Token], at: int) -> list[Token]:
    """The labels of a year and another word each that stand side by side from `at` on."""
    pairs: list[Token] = []
    while at + 1 < len(found) and found[at].field == "year" and found[at + 1].field not in (None, "year"):
        year, word = found[at], found[at + 1]
        whole = heads(year.text + word.text)
        if whole is None or word.line.page != year.line.page:
            break
        more = word.line.number + word.more - year.line.number
        pairs.append(year._replace(text=f"{year.text}\n{word.text}", heading=whole, more=more))
        at += 2
    return pairs
