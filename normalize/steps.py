"""A schedule written as text (令和7年度 調整 / 令和8年度 試行) -> what is planned for which year."""

from __future__ import annotations

from typing import NamedTuple

import regex

from extract.model import Line
from normalize.era import era_of, fiscal_year, whole_range
from normalize.text import BULLETS, display, mend
from normalize.wrap import Piece

_ARROW = regex.compile(r"\s*[→⇒➡▶]\s*")
_HEAD = regex.compile(rf"[{BULLETS}*\s]*(?P<year>[^\s::]+(?:\s?年度)?)(?:\s*[::]\s*|\s+)(?P<text>\S.*)")
_FROM_ON = regex.compile(r"(?:[〜～~]|以降|から|より)$")


class Step(NamedTuple):
    """What is planned for a year, and the lines that say so."""

    year: int
    text: str
    piece: Piece


def steps(piece: Piece) -> list[Step]:
    """The steps of a text of which every line is one, or goes on with one; [] for other texts.

    >>> from extract.model import Place
    >>> lines = ("令和７年度　関係機関との", "調整", "８年度～：試行", "R9 導入 → R10 運用")
    >>> [(s.year, s.text) for s in steps(Piece(tuple(Line(text, Place(1)) for text in lines)))]
    [(2025, '関係機関との調整'), (2026, '試行'), (2027, '導入'), (2028, '運用')]
    >>> steps(Piece((Line("関係課と調整する。", Place(1)),)))
    []
    """
    found: list[Step] = []
    era: str | None = None
    for line in piece.lines:
        for part in _ARROW.split(mend(line.text).strip()):
            head = _HEAD.fullmatch(part)
            year = _year(head["year"], era) if head else None
            if head is not None and year is not None:
                era = era_of(head["year"]) or era
                found.append(Step(year, display(head["text"]), Piece((line,), piece.frames)))
            elif found and part:
                found[-1] = _longer(found[-1], display(part), line)
            elif part:
                return []
    return found


def _year(text: str, era: str | None) -> int | None:
    span = whole_range(text)
    return span[0] if span is not None else fiscal_year(_FROM_ON.sub("", text), era)


def _longer(step: Step, text: str, line: Line) -> Step:
    return step._replace(text=step.text + text, piece=Piece((*step.piece.lines, line), step.piece.frames))
