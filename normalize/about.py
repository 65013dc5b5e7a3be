"""What a document says of itself: title, municipality, plan period, kind, reported fiscal year."""

from __future__ import annotations

import itertools
from collections.abc import Set
from dataclasses import dataclass

import regex

from extract.model import Document, Prose, Table
from normalize.doc_class import Class, classify
from normalize.era import find_years, year_range
from normalize.family import common
from normalize.municipality import find, printed_name
from normalize.record import DocKind
from normalize.text import display, squash
from normalize.title import FIRST_PAGES, printed_lines, title_of
from normalize.words.label import label
from normalize.wrap import Piece, groups, joined

NEAR_TITLE, LONGEST_SUBTITLE = 4, 30
"""A line under the title (令和3年度~令和6年度 令和4年度実績) is among the first, and short."""
LONGEST_PERIOD = 20
"""Fiscal years of the longest plan period; what is longer is history."""
_REPORTED = regex.compile(
    r"(?P<year>(?:令和|平成|R|H)?\s*(?:\d+|元)年度)(?:の|における|末)?(?:分)?(?:取組|進捗|実績|実施|評価|達成|事業)"
)
_MAY_SAY_YEAR = regex.compile(r"[0-9０-９元]\s*[年～〜~]|[RHＲＨ]\s*[0-9０-９]|(?:19|20)[0-9]{2}")
_PERIOD = regex.compile(r"(?:\d+|元)年度?(?:から|[~〜～―])(?:令和|平成|R|H)?(?:\d+|元)年度")
_IN_BRACKETS = regex.compile(r"[(（](?P<year>(?:令和|平成|R|H)?\s*(?:\d+|元)年度)[^()（）]{0,6}[)）]")


@dataclass(frozen=True, slots=True)
class About:
    """The facts of a document's own row."""

    title: str | None
    municipality: str | None
    municipality_code: str | None
    doc_kind: DocKind
    fiscal_year: int | None
    period: tuple[int, int] | None
    doc_class: Class

    @property
    def end(self) -> int | None:
        """The year a target without one is for: the plan's last, or the year a report is of."""
        return self.period[1] if self.period else self.fiscal_year

    @property
    def own_year(self) -> int | None:
        """The year that 本年度 is: the reported one, or the first of the plan."""
        return self.fiscal_year if self.fiscal_year is not None or not self.period else self.period[0]


def about(document: Document) -> About:
    """Read from the first pages and the prose around the word 計画期間."""
    lines = printed_lines(document)
    opening = [line for line in lines if line.place.page <= FIRST_PAGES]
    title = title_of(document, lines)
    head = "\n".join([title or "", *(display(line.text) for line in opening[:60])])
    kind = _kind(title or "", head, [display(line.text) for line in opening[:NEAR_TITLE]])
    found = find(title or "", head)
    name = found.name if found else printed_name(title or "") or printed_name(head)
    code = found.code if found else None
    year = _fiscal_year(title or "", head) if kind == "progress" else None
    # The one year in a report's title is the year it reports.
    period = _period(document, "" if kind == "progress" else title or "")
    return About(title, name, code, kind, year, period, classify(document, title))


def _kind(title: str, head: str, first: list[str]) -> DocKind:
    words, text, opening = common(), squash(title), squash(head)
    if any(w in text for w in words.progress):
        return "progress"
    if any(w in text for w in words.summary):
        return "summary"
    if any(regex.search(rf"{w}(?:報告書?|一覧表?|表)?[(【](?:令和|平成|R|H|20)", opening) for w in words.progress):
        return "progress"
    if any(len(line) <= LONGEST_SUBTITLE and _REPORTED.search(squash(line)) for line in first):
        return "progress"
    return "plan" if any(w in text or w in opening for w in words.plan) else "unknown"


def _fiscal_year(title: str, head: str) -> int | None:
    """The year reported, which is not the last of a plan's period: 計画期間：令和8年度～令和12年度　評価区分：…"""
    for text in (title, head):
        for pattern in (_REPORTED, _IN_BRACKETS):
            found = pattern.search(_PERIOD.sub("", squash(text)))
            if found:
                return next(iter(find_years(found["year"])), None)
    return next(iter(find_years(title)), None)


def _period(document: Document, title: str) -> tuple[int, int] | None:
    """The range of fiscal years that is likeliest the plan's own: said of this plan, and holding its tables' years."""
    columns = {year for block in document.blocks if isinstance(block, Table) for year in _header_years(block)}
    best: tuple[float, tuple[int, int]] | None = None
    for text in (text for block in document.blocks for text in _texts(block)):
        span = year_range(text)
        if span is None or not 0 <= span[1] - span[0] <= LONGEST_PERIOD:
            continue
        held = sum(span[0] - 2 <= year <= span[1] for year in columns) / max(1, len(columns))
        said = any(w in text for w in ("計画期間", "計画の期間", "本計画", "本プラン", "期間とする", "期間とします"))
        weight = 2.0 * said + ("年間" in text) + 2.0 * held
        if best is None or weight > best[0]:
            best = (weight, span)
    if best is not None:
        return best[1]
    years = find_years(title)
    return (years[0], _last_of_run(years[0], columns)) if len(years) == 1 else None


def _last_of_run(first: int, years: Set[int]) -> int:
    """The last of the years that follow one another: 令和7年度実施計画 over columns of 令和7年度 to 令和9年度."""
    return next(year for year in itertools.count(first) if year + 1 not in years)


def _header_years(table: Table) -> list[int]:
    """The fiscal years that stand alone in a table's cells."""
    short = (cell.text for cell in table.cells if 0 < len(cell.text) <= 24)
    return [found.year for text in short if (found := label(text)) and found.field == "year" and found.year]


def _texts(block: Prose | Table) -> list[str]:
    if isinstance(block, Prose):
        if not any(_MAY_SAY_YEAR.search(line.text) for line in block.lines):
            return []
        return [joined(Piece(lines)) for lines in groups(Piece(block.lines))]
    return [joined(Piece(cell.lines)) for cell in block.cells if 0 < len(cell.text) < 60 and "年" in cell.text]
