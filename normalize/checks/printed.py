"""Rows against what is printed in their own place, and years that are printed in two ways at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from extract.model import Prose
from normalize.checks.case import Case, Doubt, initiatives_of, page_of, page_of_piece, shown, text_place
from normalize.era import contradictions
from normalize.event import Value
from normalize.quantity import is_blank, quantity
from normalize.record import Result, Target
from normalize.source import sources
from normalize.stage import carries
from normalize.text import display, squash
from normalize.wrap import Piece, of_cell

_BOTH = regex.compile(r"(?:19|20|１９|２０)[0-9０-９]{2}")
"""A Western year stands in what may say a year in both ways."""
_DIGITS = regex.compile(r"\D")
_PRINTED = ("value", "grade")


def eras(case: Case) -> Iterator[Doubt]:
    """era_mismatch: 令和7(2026)年度."""
    for block in case.document.blocks:
        pieces = [Piece(block.lines)] if isinstance(block, Prose) else [of_cell(c) for c in block.cells if c.lines]
        for piece in pieces:
            for text, era, western in _contradictions(piece.raw):
                message = f"the year {text} says two different years"
                yield Doubt("era_mismatch", message, str(era), str(western), page=page_of_piece(piece))


def _contradictions(raw: str) -> Iterator[tuple[str, int, int]]:
    r"""Years said in two ways on one line or two of a narrow cell; columns of years in one text are no pairs.

    >>> list(_contradictions("令和7年度\n(2026年度)"))
    [('令和7年度(2026年度)', 2025, 2026)]
    >>> list(_contradictions("令和元年度 令和2年度\n(2019年度) (2020年度)"))
    []
    """
    if not _BOTH.search(raw):
        return
    lines = raw.split("\n")
    for before, line in pairwise(["", *lines]):
        beside = before if len(_BOTH.findall(line)) == 1 else ""
        apart = [*contradictions(before)] if beside else []
        yield from (found for found in contradictions(f"{beside}\n{line}") if found not in apart)


def values(case: Case) -> Iterator[Doubt]:
    """value_not_printed: a figure or grade that its own text does not show, and that no reviewer put there."""
    corrected = {each.decision.id for each in case.decided if each.corrected and each.decision.field in _PRINTED}
    for row in (*case.records.targets, *case.records.results):
        if (row.result_id if isinstance(row, Result) else row.target_id) in corrected:
            continue
        if row.value is not None and not _shows(row, row.value):
            message = f"the figure of '{row.indicator}' is not the one printed"
            yield Doubt(
                "value_not_printed", message, row.text_raw[:80], shown(row.value), row.initiative_id, page_of(row)
            )
        elif isinstance(row, Result) and row.grade is not None and squash(row.grade) not in squash(row.text_raw):
            message = "the grade is not the one printed"
            yield Doubt("value_not_printed", message, row.text_raw[:80], row.grade, row.initiative_id, page_of(row))


def _shows(row: Target | Result, value: float) -> bool:
    """The number of the text, or its figures among others of a text that states several (対応(70%))."""
    number = quantity(row.text, row.unit)
    if number is not None and number.value == value:
        return True
    printed = display(row.text_raw).replace(",", "")
    return _DIGITS.sub("", shown(abs(value))) in _DIGITS.sub("", printed) if number is None else False


def cells(case: Case) -> Iterator[Doubt]:
    """value_not_recorded: a cell that states something of a year, and no row says so."""
    recorded = {(row.initiative_id, text_place(row)) for row in (*case.records.targets, *case.records.results)}
    for form, initiative in initiatives_of(case):
        for entry in form.entries:
            if not isinstance(entry, Value) or entry.meaning == "rate":
                continue
            text = entry.text or entry.piece.raw
            if is_blank(text) or carries(text) or not squash(text):
                continue
            if (initiative.initiative_id, sources("text", entry.piece)) not in recorded:
                message = f"a value of '{initiative.name}' is in no row"
                page = page_of_piece(entry.piece)
                yield Doubt("value_not_recorded", message, squash(text)[:80], None, initiative.initiative_id, page)
