"""Grades that a document counts (S 5件 19%, A 15件 55%, …) against the grades read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import regex

from extract.model import Cell
from normalize.checks.case import Case, Doubt, page_of_piece, shown
from normalize.columns import Grid
from normalize.era import find_years, fiscal_year, split_year
from normalize.quantity import Quantity, quantity
from normalize.record import Result
from normalize.text import squash
from normalize.vocabulary import bare, grade, words
from normalize.wrap import joined, of_cell

_WORDS = frozenset(word for word in words("grades").values() if not word.isdecimal())
"""What may head the counts of a table; 5 and 4 are figures there."""
_COUNT_UNITS = frozenset((None, "件", "項目", "事業", "施策", "取組", "個", "本", "取組項目"))
_TOTALS = frozenset(("計", "合計", "総計", "総数", "全体"))
_SAID = regex.compile(
    r"[「『]?(?P<grade>[SABCDE◎○△×])[」』]?(?:評価|判定|ランク)?[がは:]?\(?(?P<n>\d{1,3})(?:件|項目|事業|施策|つの|の?取組)"
)
_ROW = regex.compile(r"(?P<grade>[SABCDE◎○△×])(?:\D.*?)?(?<!\d)(?P<n>\d{1,3}) (?P<share>\d{1,3}(?:\.\d+)?)%")
_SURE = 0.1
"""Stated and read grades are of one set where their numbers differ by no more than this share (or by one)."""


class Counts(NamedTuple):
    """How many initiatives have which grade, as stated; shares in percent where printed. year: printed above."""

    many: Mapping[str, float]
    shares: Mapping[str, float]
    year: int | None
    page: int | None


def counts(case: Case) -> Iterator[Doubt]:
    """grade_count, grade_share."""
    graded = [r for r in case.records.results if r.kind == "grade" and r.grade]
    known = frozenset(word for r in graded if not (word := _same(r.grade or "")).isdecimal()) | _WORDS
    stated = [*_tables(case, known), *_sentences(case), *_rows(case)]
    for each in stated:
        yield from _shares(each)
        yield from _compared(each, graded)


def _tables(case: Case, known: frozenset[str]) -> Iterator[Counts]:
    for table in case.reading.skipped:
        grid = Grid(table)
        down = [[grid.at.get((row, col)) for row in range(table.n_rows)] for col in range(table.n_cols)]
        across = [[grid.at.get((row, col)) for col in range(table.n_cols)] for row in range(table.n_rows)]
        yield from _lines(down, known, whole=None) or _lines(across, known, whole=_TOTALS)


def _lines(lines: list[list[Cell | None]], known: frozenset[str], whole: frozenset[str] | None) -> list[Counts]:
    """The counts beside a line of grades. whole: the words of the line that adds up, where several count parts."""
    for n, line in enumerate(lines):
        grades = {at: word for at, cell in enumerate(line) if (word := _grade(cell)) in known}
        if len(grades) > 1 and len(set(grades.values())) == len(grades):
            beside = [each for each in lines[n + 1 :] if _figures(each, grades)]
            totals = [each for each in beside if whole and any(_word(cell) in whole for cell in each)]
            return _paired(totals or (beside if whole is None or len(beside) < 3 else []), grades)
    return []


def _paired(lines: list[list[Cell | None]], grades: Mapping[int, str]) -> list[Counts]:
    """Each line of counts with the line of percentages that follows it."""
    found: list[Counts] = []
    for line in lines:
        figures = _figures(line, grades)
        values = {grades[at]: each.value for at, each in figures.items()}
        if all(each.unit == "%" for each in figures.values()):
            if found and not found[-1].shares:
                found[-1] = found[-1]._replace(shares=values)
        elif all(each.unit in _COUNT_UNITS for each in figures.values()):
            cell = next(c for at, c in enumerate(line) if at in figures and c is not None)
            found.append(Counts(values, {}, _year(line, grades), page_of_piece(of_cell(cell))))
    return found


def _figures(line: list[Cell | None], grades: Mapping[int, str]) -> dict[int, Quantity]:
    """The figures beside grades; none where one is qualified (120以上) or most are missing."""
    found = {at: number for at in grades if (cell := line[at]) is not None and (number := quantity(cell.text))}
    plain = all(each.qualifier is None for each in found.values())
    return found if plain and 2 * len(found) > len(grades) else {}


def _year(line: list[Cell | None], grades: Mapping[int, str]) -> int | None:
    """The year in the cells before the first grade: 令和５年度 over 項目数 and 割合."""
    heads = (cell.text for cell in line[: min(grades)] if cell is not None)
    return next((year for text in heads if (year := fiscal_year(text) or split_year(text)[1]) is not None), None)


def _word(cell: Cell | None) -> str:
    return squash(cell.text) if cell is not None else ""


def _grade(cell: Cell | None) -> str:
    return _same(cell.text) if cell is not None else ""


def _same(printed: str) -> str:
    """The word that a grade stands for; itself, where it is in no list."""
    return grade(printed) or bare(printed)


def _sentences(case: Case) -> Iterator[Counts]:
    """Counts in running text; a sentence that names a year counts that year's grades."""
    for piece in case.reading.paragraphs:
        for sentence in joined(piece).split("。"):
            said = {_same(found["grade"]): float(found["n"]) for found in _SAID.finditer(squash(sentence))}
            if len(said) > 1:
                yield Counts(said, {}, next(iter(find_years(sentence)), None), page_of_piece(piece))


def _rows(case: Case) -> Iterator[Counts]:
    """Rows of a table that a conversion to text left as lines: grade, what it means, number, percentage."""
    pieces = case.reading.paragraphs
    lines = [(found, piece) for piece in pieces if (found := _ROW.fullmatch(joined(piece))) is not None]
    many = {_same(found["grade"]): float(found["n"]) for found, _ in lines}
    if len(lines) > 1 and len(many) == len(lines):
        shares = {_same(found["grade"]): float(found["share"]) for found, _ in lines}
        yield Counts(many, shares, None, page_of_piece(lines[0][1]))


def _shares(stated: Counts) -> Iterator[Doubt]:
    """Percentages against the counts beside them, rounded up or down so that they add up to 100."""
    total = sum(stated.many.values())
    for word, share in stated.shares.items() if total else ():
        due = 100.0 * stated.many.get(word, 0.0) / total
        if abs(due - share) >= 1.0:
            message = f"the share stated of grade {word} is not that of its number"
            yield Doubt("grade_share", message, f"{shown(round(due, 1))}%", f"{shown(share)}%", page=stated.page)


def _compared(stated: Counts, graded: list[Result]) -> Iterator[Doubt]:
    readings = list(_readings(graded, stated.year))
    used = {_same(row.grade or "") for row in graded}
    # Words that no initiative bears count something else: 新規 and 継続.
    if sum(many > 0 and word not in used for word, many in stated.many.items()) > 1:
        return
    if not readings or any(all(have[g] == n for g, n in stated.many.items()) for have in readings):
        return
    nearest = min(readings, key=lambda have: sum(abs(have[g] - n) for g, n in stated.many.items()))
    total = sum(stated.many.values())
    sure = abs(sum(nearest.values()) - total) <= max(1.0, _SURE * total)
    for word, many in stated.many.items():
        if nearest[word] != many:
            message = f"the number stated of grade {word} differs from the grades read"
            severity = None if sure else "warning"
            yield Doubt("grade_count", message, shown(many), str(nearest[word]), page=stated.page, severity=severity)


def _readings(graded: list[Result], year: int | None) -> Iterator[Counter[str]]:
    """The ways grades may have been counted: all, or the first or last of each initiative; of one year, or of any."""
    rows = [r for r in graded if year is None or r.fiscal_year == year]
    years = {r.fiscal_year for r in rows}
    for group in [rows, *([r for r in rows if r.fiscal_year == y] for y in years if len(years) > 1)]:
        each: defaultdict[str, list[str]] = defaultdict(list)
        for row in group:
            each[row.initiative_id].append(_same(row.grade or ""))
        if each:
            yield Counter(word for grades in each.values() for word in grades)
            yield Counter(grades[0] for grades in each.values())
            yield Counter(grades[-1] for grades in each.values())
