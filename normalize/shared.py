"""An indicator printed for a whole list of initiatives -> the initiative of the list that it measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from normalize.event import Value
from normalize.form import Form
from normalize.text import display
from normalize.tokens import nouns
from normalize.trend import Trend, trend
from normalize.wrap import Piece, flat, joined

FLAG = "shared_indicator"
"""On figures that are stated for the whole list: which initiative they measure is read from its name."""


def give_trend(piece: Piece, above: Piece | None, listed: Sequence[Form]) -> bool:
    """Give the figures of a paragraph (・端末の配置数 / H30: 783台 → H38: 3,415台) to the initiative of their name.

    above: the paragraph before, which names the indicator where the figures stand in a paragraph of their own.
    """
    whole = [(piece, piece, trend(flat(piece)))]
    cut = [
        (Piece(piece.lines[:first], piece.frames), Piece(piece.lines[first:], piece.frames))
        for first in range(1, len(piece.lines))
    ]
    pairs = [*([(above, piece)] if above is not None else []), *cut]
    whole += [(named, figures, trend(f"{joined(named)}：{flat(figures)}")) for named, figures in pairs]
    for named, figures, found in whole:
        owner = fitting(found.indicator, listed) if found is not None else None
        if found is not None and owner is not None:
            of = Piece((replace(piece.lines[0], text=found.indicator),), piece.frames) if named is piece else named
            owner.entries.extend(_values(found, figures, of))
            return True
    return False


def _values(found: Trend, figures: Piece, named: Piece) -> Iterator[Value]:
    *before, (last_year, last) = found.stated
    for year, text in before:
        yield Value("baseline", figures, year, named, text=text, flags=(FLAG,))
    yield Value("target", figures, last_year, named, text=last, flags=(FLAG,))


def fitting(indicator: str, listed: Sequence[Form]) -> Form | None:
    """The initiative whose name shares most with the indicator; the first of them, or None where none shares a word."""
    wanted = nouns(display(indicator))
    scores = [sum(map(len, wanted & nouns(joined(form.name)))) for form in listed]
    best = max(scores, default=0)
    return listed[scores.index(best)] if best else None
