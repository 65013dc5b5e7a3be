"""達成率 (rates of achievement): no records of their own, but recomputed from target and result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from normalize.checks.case import Case, Doubt, initiatives_of, page_of_piece, shown
from normalize.event import Value
from normalize.fields import Indicator, indicator
from normalize.quantity import quantity
from normalize.record import Initiative, Records, Result, Severity, Target
from normalize.wrap import joined

Formula = Callable[[float, float, float | None], float | None]


def _progress(target: float, result: float, baseline: float | None) -> float | None:
    return None if baseline is None or baseline == target else (result - baseline) / (target - baseline)


FORMULAS: dict[str, Formula] = {
    "result / target": lambda target, result, _: result / target if target else None,
    "(result - baseline) / (target - baseline)": _progress,
    "target / result": lambda target, result, _: target / result if result else None,
    "2 - result / target": lambda target, result, _: 2 - result / target if target else None,
}
"""How plans reckon a rate; the last two where less is better."""
_SUPPORT = 3
"""Rates that must hold before one that does not is an error and not a convention of its own."""
_SEVERAL = 2
"""Rates that follow a formula where it is one of the document's own."""
_DECIMALS = regex.compile(r"\.(\d+)")


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed rate in percent, the step of its last digit, and the figures it may be reckoned from."""

    indicator: str | None
    printed: str
    value: float
    step: float
    figures: tuple[tuple[float, float, float | None], ...]
    initiative: Initiative
    page: int | None

    def holds(self, formula: Formula, *, capped: bool) -> bool:
        """capped: the document prints 100 % for what is more."""
        reckoned = (formula(*each) for each in self.figures)
        return any(value is not None and self._is(100.0 * value, capped) for value in reckoned)

    def _is(self, reckoned: float, capped: bool) -> bool:
        """Rounded either way."""
        most = 100.0 if capped else reckoned
        return abs(max(0.0, min(reckoned, most)) - max(0.0, self.value)) < self.step - 1e-9


def rates(case: Case) -> Iterator[Doubt]:
    """rate_differs: by none of the formulas that the document's other rates follow."""
    found = list(_rates(case))
    capped = all(rate.value <= 100.0 for rate in found)
    usual = _usual(found, capped) or list(FORMULAS.values())
    wrong = [rate for rate in found if not any(rate.holds(formula, capped=capped) for formula in usual)]
    right = len(found) - len(wrong)
    severity: Severity | None = None if right >= _SUPPORT and right >= 4 * len(wrong) else "warning"
    for rate in wrong:
        message = f"the rate printed for '{rate.indicator}' does not follow from target and result"
        target, result, _ = rate.figures[0]
        due = f"{shown(round(100.0 * result / target, 1))}%" if target else None
        yield Doubt("rate_differs", message, due, rate.printed, rate.initiative.initiative_id, rate.page, severity)


def _usual(rates: list[Rate], capped: bool) -> list[Formula]:
    """The formulas of a document: the one most rates follow, and each that explains several of those left."""
    usual: list[Formula] = []
    while rates:
        held = {name: [r for r in rates if r.holds(formula, capped=capped)] for name, formula in FORMULAS.items()}
        best = max(held, key=lambda name: len(held[name]))
        if len(held[best]) < _SEVERAL:
            break
        usual.append(FORMULAS[best])
        rates = [r for r in rates if not r.holds(FORMULAS[best], capped=capped)]
    return usual


def _rates(case: Case) -> Iterator[Rate]:
    stated = _stated(case.records)
    for form, initiative in initiatives_of(case):
        for entry in form.entries:
            if isinstance(entry, Value) and entry.meaning == "rate":
                of = indicator(entry.indicator, entry.unit)
                own = stated[initiative.initiative_id, of.name, of.ref]
                yield from _rate(entry, of, initiative, _figures(own, case.records.document.fiscal_year, entry.year))


class _Stated(NamedTuple):
    """The targets and results of one indicator."""

    targets: list[Target]
    results: list[Result]


def _stated(records: Records) -> defaultdict[tuple[str, str | None, str | None], _Stated]:
    """Targets and results that are figures, by initiative, indicator and its number."""
    found: defaultdict[tuple[str, str | None, str | None], _Stated] = defaultdict(lambda: _Stated([], []))
    for target in records.targets:
        if target.value is not None:
            found[target.initiative_id, target.indicator, target.ref].targets.append(target)
    for result in records.results:
        if result.value is not None:
            found[result.initiative_id, result.indicator, result.ref].results.append(result)
    return found


def _rate(
    entry: Value, of: Indicator, initiative: Initiative, found: Iterable[tuple[float, float, float | None]]
) -> Iterator[Rate]:
    printed = entry.text or joined(entry.piece)
    number = quantity(printed)
    figures = tuple(found)
    if number is None or number.unit not in (None, "%") or not figures:
        return
    decimals = _DECIMALS.search(printed)
    step = 10.0 ** -len(decimals[1]) if decimals else 1.0
    yield Rate(of.name, number.text, number.value, step, figures, initiative, page_of_piece(entry.piece))


def _figures(own: _Stated, reported: int | None, year: int | None) -> Iterator[tuple[float, float, float | None]]:
    """Target, result and baseline: of the rate's year; without one, of the year reported on, else of any."""
    targets, results = own
    baseline = next((r.value for r in results if r.basis == "baseline"), None)
    if year is None and any(r.fiscal_year == reported for r in results):
        year = reported
    for result in sorted(results, key=lambda r: r.fiscal_year or 0, reverse=True):
        if result.basis == "baseline" or result.value is None or year not in (None, result.fiscal_year):
            continue
        same = [t.value for t in targets if t.fiscal_year == result.fiscal_year]
        last = [t.value for t in sorted(targets, key=lambda t: t.fiscal_year or 0)[-1:]]
        for target in same or last:
            if target is not None:
                yield target, result.value, baseline
