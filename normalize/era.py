"""Printed year words -> fiscal years (年度) as Western numbers.

A budget year keeps one number whatever the era: 平成31年度 = 令和元年度 = 2019. Plans run past an era's end
(平成38年度 = 2026), so an era's years are counted on without limit.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from normalize.text import squash

FIRST_YEAR, LAST_YEAR = 1950, 2099
"""Years of plans: `4900` or `8020` are counts, `S5` is a grade and its number."""


class Era(NamedTuple):
    """An era as printed (令和, 令, R, ㋿) and the Western year of its first year."""

    name: str
    short: str
    letter: str
    square: str
    first_year: int


@cache
def eras() -> tuple[Era, ...]:
    """The eras, latest first.

    >>> eras()[0].name
    '令和'
    """
    rows = csv.DictReader((files("normalize") / "tables" / "eras.csv").read_text("utf-8").splitlines())
    return tuple(Era(r["name"], r["short"], r["letter"], r["square"], int(r["first_year"])) for r in rows)


@cache
def _era_named() -> dict[str, Era]:
    """Every way of writing an era -> the era."""
    return {word: era for era in eras() for word in (era.name, era.short, era.letter, era.letter.lower(), era.square)}


@cache
def _names() -> frozenset[str]:
    return frozenset(era.name for era in eras())


# The short forms are also ends of other words: 政令8条, 水平2面, MTR8.
_ERA = (
    r"(?:令和|平成|昭和|大正|明治|[㋿㍻㍼㍽㍾]|(?<![法政省命号])令|(?<![水公])平|昭|大(?=[0-9])|明(?=[0-9])"
    r"|(?<![A-Za-z0-9])[RHSrhs]\.?)"
)
_POINT = rf"(?:{_ERA}(?:元|[0-9]{{1,2}})(?![0-9A-Za-z,])|(?<![0-9.,])(?:19|20)[0-9]{{2}}(?![0-9A-Za-z,]))"
_AGAIN = rf"(?:[(\[〔](?:西暦)?{_POINT}(?:年度?)?[)\]〕])"
# A calendar date is no fiscal year: 令和8年3月, 平成30年(2018年)4月, R8.3.31.
_NO_DATE = r"(?!年?(?:\([^()]*\)|\))?[0-9]{1,2}月|\.[0-9])"
_YEAR = rf"({_POINT}){_NO_DATE}{_AGAIN}?(?:年度?)?{_AGAIN}?(?!間)"
_END = r"(?:(?:末|当初|中)?時点|末|当初(?!予算)|中(?!間)|以降|まで)"

_WHOLE = re.compile(rf"(?:[〜～~]|西暦(?=[12]))?(?:{_YEAR}|[(\[〈<【]{_YEAR}{_END}?[)\]〉>】]){_END}?")
_HINTED = re.compile(rf"[(\[]?(元|[0-9]{{1,2}})(?:年度?)?{_END}?[)\]]?")
_COUNT = r"(?:元|[0-9]{1,2})"
_ERA_YEAR = rf"(?:{_ERA}{_COUNT}|(?<=[〜～~\-－])[0-9]{{1,2}})"
_WESTERN_YEAR = r"(?:19|20)[0-9]{2}"
_TWICE = re.compile(
    rf"({_ERA_YEAR})(?:年度?)?[(\[〔](?:西暦)?({_WESTERN_YEAR})(?:年度?)?[)\]〕]"
    rf"|(?<![0-9.,])({_WESTERN_YEAR})(?:年度?)?[(\[〔]({_ERA}{_COUNT})(?:年度?)?[)\]〕]"
)
_MENTION = re.compile(rf"{_YEAR}|(?<![0-9.,第])([0-9]{{1,2}})年度(?!間){_AGAIN}?")
_TO = r"(?:から|より|[〜～~‐−–—―ー－\-])"
_NAMED = re.compile(rf"({_ERA})(?:元|[0-9])")
_COUNTS = re.compile(r"[0-9元]")
"""Without one of these a text says no year."""
_JOINS = re.compile(_TO)
_POINT_ONLY = re.compile(rf"({_ERA})\.?(元|[0-9]{{1,2}})|([0-9]{{4}})")

_MONTH = r"(?:年([0-9]{1,2})月(?:[0-9]{1,2}日)?)"
_DATED = rf"({_POINT})(?:{_MONTH}|{_AGAIN}?(?:年度?)?{_AGAIN}?)"
_RANGE = re.compile(rf"{_DATED}{_TO}(?:{_DATED}|([0-9]{{1,2}})(?:{_AGAIN}?年度?|(?=[)）]|$)))")
_SPAN = re.compile(rf"{_YEAR}(?:から|より)(?:の|向こう)?([0-9]{{1,2}})(?:[かカヶケヵ箇]年|年(?:間|計画))")
_LABEL_YEAR = re.compile(rf"[(\[〈<【]{_YEAR}{_END}?[)\]〉>】]|{_YEAR}{_END}?の?")
_LABEL_HINTED = re.compile(rf"(?<![0-9第])(元|[0-9]{{1,2}})年度{_END}?の?(?!間)")


def _western(point: str, era_hint: str | None = None) -> int | None:
    """
    >>> _western("令和元"), _western("H38"), _western("2026"), _western("8", "令和")
    (2019, 2026, 2026, 2026)
    """
    if match := _POINT_ONLY.fullmatch(point):
        era_word, count, western = match.groups()
        year = int(western) if western else _counted(era_word.rstrip("."), count)
    else:
        # 元年度 beside 平成30年度 is of the era that follows, whatever the hint.
        year = _counted(eras()[0].name if point == "元" else era_hint or "", point)
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def _counted(era_word: str, count: str) -> int | None:
    """
    >>> _counted("平", "元")
    1989
    """
    era = _era_named().get(era_word)
    return None if era is None else era.first_year + (1 if count == "元" else int(count)) - 1


def era_of(text: str) -> str | None:
    """The era the text names first, as a hint for the bare counts that follow it.

    >>> era_of("Ｒ８年度"), era_of("令和"), era_of("平和")
    ('令和', '令和', None)
    """
    if is_era(text):
        return squash(text)
    match = _NAMED.search(squash(text))
    return _era_named()[match[1].rstrip(".")].name if match else None


def is_era(text: str) -> bool:
    """Whether the text is the name of an era and nothing else: 令和 over 7年度 | 8年度."""
    return squash(text) in _names()


def from_to(text: str) -> tuple[int, int] | None:
    """The two years that an arrow in a column's heading joins.

    >>> from_to("目標指標（Ｒ６ ⇒ Ｒ11）"), from_to("令和６年度→令和11年度"), from_to("R6～R11")
    ((2024, 2029), (2024, 2029), None)
    """
    parts = re.split(r"[→⇒➡]", squash(text))
    if len(parts) != 2:
        return None
    first, last = re.search(rf"{_YEAR}{_END}?$", parts[0]), re.match(rf"{_YEAR}{_END}?", parts[1])
    years = [fiscal_year(found[0]) if found else None for found in (first, last)]
    return (years[0], years[1]) if years[0] is not None and years[1] is not None else None


def fiscal_year(text: str, era_hint: str | None = None) -> int | None:
    """The year, where the whole text is one fiscal year. era_hint: the era in which a bare `8年度` counts.

    >>> fiscal_year("令和８年度\\n（2026年度）"), fiscal_year("平成31年度（令和元年度）"), fiscal_year("㋿8")
    (2026, 2019, 2026)
    >>> fiscal_year("令和8年3月"), fiscal_year("8年度"), fiscal_year("8年度", "令和")
    (None, None, 2026)
    """
    squashed = squash(text)
    if _COUNTS.search(squashed) is None:
        return None
    if match := _WHOLE.fullmatch(squashed):
        return _western(match[1] or match[2])
    hinted = _HINTED.fullmatch(squashed)
    return _western(hinted[1], era_hint) if hinted else None


def find_years(text: str) -> tuple[int, ...]:
    """The fiscal years mentioned, in order; ranges are not filled in, dates do not count.

    >>> find_years("平成30年度(2018年度)から34年度まで、令和8年3月改定")
    (2018, 2022)
    """
    squashed, years, era = squash(text), list[int](), None
    for match in _MENTION.finditer(squashed):
        point = match[1] or match[2]
        if point.isdecimal() and len(point) == 4 and not _named_year(match):
            continue
        era = era_of(point) or era
        year = _western(point, era)
        years += [year] if year is not None else []
    return tuple(years)


def _named_year(match: re.Match[str]) -> bool:
    """A Western figure counts only with 年 or an era beside it: 2000人 is no year."""
    return match[0] != match[1]


def contradictions(text: str) -> tuple[tuple[str, int, int], ...]:
    """Years printed in both ways that differ: the words, the year by the era, the Western year.

    >>> contradictions("令和7(2026)年度")
    (('令和7(2026)', 2025, 2026),)
    >>> contradictions("令和８年度（2026年度）～12年度（2031年度）")
    (('12年度(2031年度)', 2030, 2031),)
    >>> contradictions("平成31年度（2019年度）、令和7年度(2026年3月末)")
    ()
    """
    found, era = list[tuple[str, int, int]](), None
    for match in _TWICE.finditer(squash(text)):
        counted, western = match[1] or match[4], int(match[2] or match[3])
        era = era_of(counted) or era
        year = _western(counted, era)
        if year is not None and year != western:
            found.append((match[0], year, western))
    return tuple(found)


def year_range(text: str) -> tuple[int, int] | None:
    """The first range of fiscal years in the text, as first and last year.

    >>> year_range("令和８年度から令和13年度までの6年間"), year_range("令和5～9年度"), year_range("平成30～2年度")
    ((2026, 2031), (2023, 2027), (2018, 2020))
    """
    squashed = squash(text)
    if _JOINS.search(squashed) is None:
        return None
    for match in _RANGE.finditer(squashed):
        start, start_month, end, end_month, bare = match.groups()
        first = _of_month(_western(start), start_month)
        last = _of_month(_western(end), end_month) if end else _inherited(start, bare, first)
        if first is not None and last is not None and first < last:
            return first, last
    span = _SPAN.search(squashed)
    first = _western(span[1]) if span else None
    return (first, first + int(span[2]) - 1) if span and first is not None else None


def whole_range(text: str) -> tuple[int, int] | None:
    """The range, where the whole text is one: a column that holds for several years.

    >>> whole_range("令和９～１１年度"), whole_range("（R8～R11）"), whole_range("計画期間 令和8～13年度")
    ((2027, 2029), (2026, 2029), None)
    """
    squashed = squash(text).strip("()[]")
    if _JOINS.search(squashed) is None:
        return None
    found = _RANGE.fullmatch(squashed.removesuffix("まで").removesuffix("末"))
    return year_range(squashed) if found else None


def _of_month(year: int | None, month: str | None) -> int | None:
    """January to March belong to the fiscal year before."""
    return year - 1 if year is not None and month is not None and int(month) < 4 else year


def _inherited(start: str, count: str, first: int | None) -> int | None:
    """The year of a count whose era stands before the range: 平成30～34, 2026～29, and past the era's end 平成30～2."""
    if first is None:
        return None
    if start.isdecimal():
        return first // 100 * 100 + int(count)
    named = [_western(count, era) for era in (era_of(start), *(era.name for era in reversed(eras())))]
    return next((year for year in named if year is not None and year > first), None)


def split_year(text: str, era_hint: str | None = None) -> tuple[str, int | None]:
    """A label without its fiscal year, and the year.

    >>> split_year("基準値（Ｈ27年度）"), split_year("令和６年度実績"), split_year("実績")
    (('基準値', 2015), ('実績', 2024), ('実績', None))
    """
    squashed = squash(text)
    if _COUNTS.search(squashed) is None or year_range(squashed):
        return squashed, None
    for match in _LABEL_YEAR.finditer(squashed):
        point = match[1] or match[2]
        bracketed = match[1] is not None
        year = _western(point) if not point.isdecimal() or bracketed or match[0] != point else None
        if year is not None:
            return squashed[: match.start()] + squashed[match.end() :], year
    hinted = _LABEL_HINTED.search(squashed)
    year = _western(hinted[1], era_hint) if hinted else None
    if hinted is None or year is None:
        return squashed, None
    return squashed[: hinted.start()] + squashed[hinted.end() :], year


def with_era(text: str, era: str) -> str:
    """A label whose year is a bare count, with the era in which it counts.

    >>> with_era("目標値（９年度）", "令和"), with_era("元年度", "平成"), with_era("目標値", "令和")
    ('目標値(令和9年度)', '令和元年度', '目標値')
    """
    return _LABEL_HINTED.sub(lambda found: (eras()[0].name if found[1] == "元" else era) + found[0], squash(text), 1)
