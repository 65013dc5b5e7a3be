"""Single errors planted into the records of the samples: those that break what the document states are found."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from extract.document import read as read_document
from extract.model import Document
from normalize.check import check
from normalize.form import Reading
from normalize.record import Finding, Records, Result, Target
from normalize.records import records
from normalize.section import read as read_forms

SAMPLES = Path(__file__).parent.parent / "samples"
COUNTED = ("dump_cards", "plan_cards", "progress_list")
"""Samples that state the number of their initiatives, in a sentence or by an index."""
GRADED = ("progress_list",)
"""Samples that count their grades."""
RATED = {"wide_matrix": {2026}, "review_sheets": {2023, 2024, 2025}}
"""Samples that print rates of achievement, and the years of those."""
PLANTED, LEAST_FOUND = 50, 0.9

Row = TypeVar("Row", Target, Result)


class Error(NamedTuple):
    """A planted error: where, what, and the records with it."""

    sample: str
    what: str
    records: Records


class Sample(NamedTuple):
    document: Document
    reading: Reading
    records: Records


@cache
def sample(name: str) -> Sample:
    path = next((SAMPLES / name).glob("source.*"))
    document = read_document(path)
    return Sample(document, read_forms(document), records(document, "0"))


def dropped(name: str) -> Iterator[Error]:
    """Each initiative left out, with all its rows."""
    whole = sample(name).records
    for gone in whole.initiatives:
        left = replace(
            whole,
            initiatives=tuple(i for i in whole.initiatives if i is not gone),
            targets=tuple(t for t in whole.targets if t.initiative_id != gone.initiative_id),
            results=tuple(r for r in whole.results if r.initiative_id != gone.initiative_id),
        )
        yield Error(name, f"{gone.name} left out", left)


def swapped(name: str) -> Iterator[Error]:
    """Each grade replaced by another one of the document."""
    whole = sample(name).records
    grades = sorted({r.grade for r in whole.results if r.grade})
    for row in whole.results:
        if row.grade:
            other = grades[grades.index(row.grade) - 1]
            wrong = replace(row, grade=other, text=other, text_raw=other)
            yield Error(name, f"{row.grade} -> {other}", replace(whole, results=exchanged(whole.results, row, wrong)))


def changed(name: str, years: set[int]) -> Iterator[Error]:
    """Each target and result that a printed rate is reckoned from, by a third more."""
    whole = sample(name).records
    targets = {(t.initiative_id, t.indicator, t.fiscal_year): t for t in whole.targets if t.value is not None}
    for result in whole.results:
        target = targets.get((result.initiative_id, result.indicator, result.fiscal_year))
        if result.basis == "baseline" or result.value is None or target is None or result.fiscal_year not in years:
            continue
        what = f"{result.indicator} {result.fiscal_year}"
        results = exchanged(whole.results, result, higher(result))
        targets_too = exchanged(whole.targets, target, higher(target))
        yield Error(name, f"result of {what}", replace(whole, results=results))
        yield Error(name, f"target of {what}", replace(whole, targets=targets_too))


def higher(row: Row) -> Row:
    """The same row as if another figure had been printed: what is left to notice it is the arithmetic alone."""
    assert row.value is not None
    value = round(row.value * 4 / 3) + 1
    return replace(row, value=float(value), text=f"{value}", text_raw=f"{value}")


def exchanged(rows: tuple[Row, ...], old: Row, new: Row) -> tuple[Row, ...]:
    return tuple(new if row is old else row for row in rows)


def errors() -> list[Error]:
    """All single errors that break what the samples state."""
    return [
        *(error for name in COUNTED for error in dropped(name)),
        *(error for name in GRADED for error in swapped(name)),
        *(error for name, years in RATED.items() for error in changed(name, years)),
    ]


def added(error: Error) -> list[Finding]:
    """The findings that the error brings about."""
    clean = sample(error.sample)
    known = {(f.rule, f.message, f.expected, f.actual) for f in clean.records.findings}
    found = check(clean.document, clean.reading, error.records)
    return [f for f in found if (f.rule, f.message, f.expected, f.actual) not in known]


def test_what_breaks_stated_arithmetic_is_found() -> None:
    planted = random.Random(PLANTED).sample(errors(), PLANTED)
    lost = [f"{error.sample}: {error.what}" for error in planted if not added(error)]
    print(f"{PLANTED - len(lost)} of {PLANTED} planted errors found; lost: {lost}")
    assert len(lost) <= (1.0 - LEAST_FOUND) * PLANTED


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_a_value_that_is_not_printed_is_found(name: str) -> None:
    """The planted figure stands in the record alone."""
    whole = sample(name).records
    rows = [t for t in whole.targets if t.value is not None]
    for row in rows[:: max(1, len(rows) // 5)]:
        wrong = replace(row, value=(row.value or 0.0) + 7.0)
        error = Error(name, "value", replace(whole, targets=exchanged(whole.targets, row, wrong)))
        assert "value_not_printed" in {f.rule for f in added(error)}, row.text


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_untouched_samples_have_no_errors(name: str) -> None:
    assert [f for f in sample(name).records.findings if f.severity == "error"] == []
