"""The labels of a header that head no column of their own -> the columns they stand over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.dumps.tokens import Token

_FIGURES = frozenset(("year", "target", "result", "schedule", "goal", "baseline", "rate"))
"""Fields of labels over figures, and of those of the figures."""

_TEXTS = ("状況", "取組実績", "取組成果", "結果")
"""How labels of texts end."""


class Over(NamedTuple):
    """A label, the first column it stands over and the one after the last."""

    label: Token
    first: int
    end: int


def labels_over(printed: Sequence[Token], kept: Sequence[Token]) -> tuple[Over, ...]:
    """Where the labels left out stand: over the labels drawn behind those of the first tier, in their order.

    printed: the labels as drawn.  kept: those that head columns, from left to right.
    """
    order = {id(token): n for n, token in enumerate(printed)}
    drawn = [order[id(token)] for token in kept]
    out = [
        t for t in printed if id(t) not in {id(token) for token in kept} and (t.field == "grade" or t.field in _FIGURES)
    ]
    lower = _lower(drawn)
    found: list[Over] = []
    for label in out:
        at = found[-1].end if found else lower.start
        while at < lower.stop and not _goes_under(label, kept[at]):
            at += 1
        end = at + 1
        while end < lower.stop and _goes_on(label, kept[end]) and not _again(kept[at:end], kept[end]):
            end += 1
        if end - at > 1 and end <= lower.stop:
            found.append(Over(label, at, end))
    return tuple(found)


def _lower(drawn: Sequence[int]) -> range:
    """The columns of the lower tier: those drawn last, where others stand right of them; else the last ones."""
    falls = [n for n in range(1, len(drawn)) if drawn[n] < drawn[n - 1]]
    if not falls:
        return range(len(drawn))
    end = falls[-1]
    start = end - 1
    while start > 0 and drawn[start - 1] == drawn[start] - 1:
        start -= 1
    return range(start, end)


def _goes_under(label: Token, own: Token) -> bool:
    return own.field == "grade" if label.field == "grade" else own.field in _FIGURES


def _again(own: Sequence[Token], label: Token) -> bool:
    """A year comes again under the next label: R7 and R8 of 実績 behind R7 to R10 of 目標."""
    return label.field == "year" and any(t.heading == label.heading for t in own)


def _goes_on(label: Token, own: Token) -> bool:
    """Figures stand beside figures; what explains a grade beside it, up to the next grade."""
    if label.field == "grade":
        return own.field != "grade" and own.heading is None
    return own.heading is not None and own.field in _FIGURES and not own.heading.word.endswith(_TEXTS)
