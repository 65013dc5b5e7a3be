"""A text in words -> the figures it states with their years: 利用者数を120人（R6）から200人（R11）にする。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from normalize.era import fiscal_year
from normalize.quantity import quantity
from normalize.text import display, squash
from normalize.wrap import Piece, groups

_YEAR = r"(?:(?:令和|平成|[RHＲＨ])\s*(?:\d{1,2}|元)|(?:19|20)\d{2})(?:年度|年)?(?:末)?"
_FIGURE = (
    r"(?:約|延べ)?-?\d[\d,]*(?:\.\d+)?\s*"
    r"(?:(?:(?!から)[^\d\s、。（）()【】〔〕→⇒:：へにをで～〜]){1,6})?(?:以上|以下|未満|程度)?"
)
_TOKEN = regex.compile(rf"(?P<year>{_YEAR})|(?P<figure>{_FIGURE})")
_ITEM = regex.compile(r"^[・‧●○◆◇■□▶➢*＊①-⑳⑴-⒇]\s*|^[(（]\d{1,2}[)）]\s*|^[ア-オ]\s+")
_SENTENCE = regex.compile("(?<=。)")
_TRAILS = regex.compile(r"[をはが、,:：\s]+$")
_NAMED = regex.compile(
    r"(.+?)[(（【〔:：、,\s]*(?:を|は|が|について)?[、,\s(（【〔:：]*(?:現状値?|基準値?|策定時|当初値?|目標値?)?[(（【〔:：\s]*$"
)
_SHORTEST = 3
"""Characters of the shortest name of an indicator."""


class Stated(NamedTuple):
    """An indicator and its figures, earliest first: (fiscal year, figure as printed)."""

    indicator: str
    figures: tuple[tuple[int, str], ...]


class _Token(NamedTuple):
    year: int | None
    figure: str
    start: int


def stated(piece: Piece) -> list[Stated]:
    """The indicators whose figures a text states, read by items, by sentences or by lines: whichever states most."""
    readings = (list(_sentences(piece)), [line.text for line in piece.lines])
    found = [[s for s in map(of_line, lines) if s is not None] for lines in readings]
    return max(found, key=len)


def _sentences(piece: Piece) -> Iterator[str]:
    for group in groups(piece):
        text = "".join(line.text.strip() for line in group)
        yield from (part for part in _SENTENCE.split(text) if part.strip())


def of_line(text: str) -> Stated | None:
    """An indicator and two figures or more with a year each, in either order; None for other texts.

    >>> of_line("①貸出冊数：1,200冊（令和６年度）→1,500冊（令和11年度）")
    Stated(indicator='貸出冊数', figures=((2024, '1,200冊'), (2029, '1,500冊')))
    >>> of_line("令和８年度に実施する。")
    """
    text = _ITEM.sub("", display(text).strip())
    tokens = list(_tokens(text))
    years = [t for t in tokens if t.year is not None]
    figures = [t for t in tokens if t.year is None]
    if len(years) < 2 or len(years) != len(figures) or not _alternate(tokens):
        return None
    name = text[: tokens[0].start]
    head = _NAMED.match(name)
    name = _TRAILS.sub("", head[1] if head else name)
    if len(squash(name)) < _SHORTEST:
        return None
    pairs = [(year.year, figure.figure) for year, figure in zip(years, figures, strict=True) if year.year is not None]
    return Stated(name, tuple(sorted(pairs)))


def _alternate(tokens: list[_Token]) -> bool:
    """Whether each year has its figure beside it, always on one side or both in the middle."""
    order = "".join("f" if t.year is None else "y" for t in tokens)
    half = len(order) // 2
    return order in ("yf" * half, "fy" * half, "fyyf", "yffy")


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        if found["year"]:
            year = fiscal_year(found["year"].replace("末", ""))
            if year is not None:
                yield _Token(year, "", found.start())
            continue
        figure = found["figure"].strip()
        end = next((k for k in range(len(figure), 0, -1) if quantity(figure[:k]) is not None), None)
        if end is not None:
            yield _Token(None, figure[:end], found.start())
