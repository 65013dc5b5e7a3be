"""A line of text that states an indicator's figures of several years -> the indicator, and a figure a year."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import regex

from normalize.era import fiscal_year
from normalize.quantity import quantity
from normalize.text import BULLETS, display, mend

_BASES = r"(?:現状値?|現在値?|現況値?|基準値?|当初値?|初期値|策定時|実績値?)"
_GOALS = r"(?:最終|中間)?目標値?"
_SPLIT = regex.compile(rf"\s*[→⇒➡]\s*|(?<=[)\]])[\s、,]*(?={_GOALS}|{_BASES})")
_ROLE = regex.compile(rf"(?:{_BASES}|{_GOALS})\s*[::]?\s*(?=\S)")
_LAST_ROLE = regex.compile(rf"(?<=.)[\s:]*{_BASES}$")
_HEADS = tuple(
    regex.compile(rf"^[{BULLETS}*-]?\s*(?P<name>.+?)\s*" + rest + "$")
    for rest in (r"[::]\s*(?P<rest>.+)", r"[(\[](?P<rest>.+)[)\]]", r"\s(?P<rest>\S.+)")
)
"""How a name and its figures are kept apart: by a colon, by brackets around the figures, by a space."""
_BEHIND = regex.compile(r"(?P<value>.+?)\s*[(\[](?P<year>[^()\[\]]+)[)\]]")
_BEFORE = regex.compile(r"(?P<year>[^::\s]+?)(?:[::]|\s)\s*(?P<value>.+)")


LONGEST = 400
"""Characters of a line that states figures: an indicator's name and a dozen years; what is longer is prose."""


_YEAR = r"[^\s()、。をからにへ]{2,12}?"
_FIGURE = r"[約年間延べ]*[0-9][^\s()、。]{0,15}?"
_SENTENCES = tuple(
    regex.compile(
        rf"[{BULLETS}*-]?\s*(?P<name>[^、。]{{2,60}}?)(?:を|は|が)[、\s]*" + rest + r"(?:に|へ|まで|と)[^、。]{0,12}。?"
    )
    for rest in (
        rf"(?P<from>{_FIGURE})\((?P<begins>{_YEAR})\)から、?(?P<to>{_FIGURE})\((?P<ends>{_YEAR})\)",
        rf"(?P<begins>{_YEAR})の(?P<from>{_FIGURE})から、?(?P<ends>{_YEAR})(?:まで)?に(?P<to>{_FIGURE})",
    )
)
"""A sentence that states the figures: 利用率を12%(令和6年度)から40%(令和10年度)にする。"""


class Trend(NamedTuple):
    """An indicator and what is stated of it, earliest first: (fiscal year, figure as printed)."""

    indicator: str
    stated: tuple[tuple[int, str], ...]


class Statement(NamedTuple):
    """An indicator and what is stated of it, in the order printed: (fiscal year if any, figure as printed)."""

    indicator: str
    stated: tuple[tuple[int | None, str], ...]


def trend(line: str) -> Trend | None:
    """The figures of one line, or None where it is another text.

    >>> trend("・講座の参加者数：90人（R6）→200人（R11）")
    Trend(indicator='講座の参加者数', stated=((2024, '90人'), (2029, '200人')))
    >>> trend("整備箇所数：H30: 0箇所 → H38: 78箇所").stated
    ((2018, '0箇所'), (2026, '78箇所'))
    >>> trend("街路樹の本数（R6：1,200本→R12：1,500本）").stated
    ((2024, '1,200本'), (2030, '1,500本'))
    >>> trend("作成率　現状値：18.2%（令和６年度）　目標値：80.0%（令和１０年度）")
    Trend(indicator='作成率', stated=((2024, '18.2%'), (2028, '80.0%')))
    >>> trend("・窓口の利用率を12%（令和６年度）から40%（令和10年度）に高めます。")
    Trend(indicator='窓口の利用率', stated=((2024, '12%'), (2028, '40%')))
    >>> trend("待ち時間は令和６年度の30分から令和10年度までに10分へ短縮する。").stated
    ((2024, '30分'), (2028, '10分'))
    >>> trend("対象：市民→事業者")
    """
    for pattern in _HEADS if len(line) <= LONGEST else ():
        head = pattern.match(mend(line))
        stated = [_stated(_ROLE.sub("", part, 1) if _ROLE.match(part) else part) for part in _parts(head)]
        known = tuple(part for part in stated if part is not None)
        if head is not None and len(known) > 1 and len(known) == len(stated):
            return Trend(_LAST_ROLE.sub("", display(head["name"])), known)
    return _said(display(line)) if len(line) <= LONGEST else None


def _said(line: str) -> Trend | None:
    for pattern in _SENTENCES:
        found = pattern.fullmatch(line)
        ends = (
            [(fiscal_year(found["begins"]), found["from"]), (fiscal_year(found["ends"]), found["to"])] if found else []
        )
        stated = tuple((year, text) for year, text in ends if year is not None and quantity(text) is not None)
        if found is not None and len(stated) == len(ends):
            return Trend(found["name"], stated)
    return None


def _parts(head: regex.Match[str] | None) -> list[str]:
    return _SPLIT.split(head["rest"]) if head is not None else []


def statement(line: str) -> Statement | None:
    """An indicator and the figures behind it, with the year of each where one is printed; None for other texts.

    >>> statement("設置した施設数　令和６年度　14施設（令和８年度　21施設）")
    Statement(indicator='設置した施設数', stated=((2024, '14施設'), (2026, '21施設')))
    >>> statement("貸出数：年間1,200冊"), statement("講座を5回開催する。"), statement("令和８年度 3件")
    (Statement(indicator='貸出数', stated=((None, '年間1,200冊'),)), None, None)
    """
    text = mend(line).strip(BULLETS + " ")
    for cut in regex.finditer(r"[\s:]+", text) if len(text) <= LONGEST else ():
        name, stated = display(text[: cut.start()]), figures(text[cut.end() :])
        if stated:
            return Statement(name, stated) if not (fiscal_year(name) or quantity(name)) else None
    return None


def figures(text: str) -> tuple[tuple[int | None, str], ...]:
    """The figures of a text that holds nothing else: each alone, behind its year or before it; () for other texts.

    >>> figures("令和7年度：11施設　令和8年度：16施設"), figures("85%（R9）"), figures("令和9年度に11施設")
    (((2025, '11施設'), (2026, '16施設')), ((2027, '85%'),), ())
    """
    words = regex.split(r"[\s:()]+", mend(text).strip(") "))
    years = [None if quantity(word) is not None else fiscal_year(word) for word in words]
    stated = [word for word, year in zip(words, years, strict=True) if year is None]
    dates = [year for year in years if year is not None]
    if not stated or any(quantity(word) is None for word in stated):
        return ()
    if not dates and len(stated) == 1:
        return ((None, stated[0]),)
    alternate = all((one is None) != (two is None) for one, two in pairwise(years))
    return tuple(zip(dates, stated, strict=True)) if alternate and len(dates) == len(stated) else ()


def _stated(part: str) -> tuple[int, str] | None:
    found = _BEHIND.fullmatch(part) or _BEFORE.fullmatch(part)
    year = fiscal_year(found["year"]) if found else None
    if found is None or year is None or quantity(found["value"]) is None:
        return None
    return year, found["value"]
