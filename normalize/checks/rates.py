"""達成率 (rates of achievement): no records of their own, but recomputed from target and result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from normalize.checks.case import Case, Doubt, initiatives_of, page_of_piece, shown
from normalize.event import Value
from normalize.fields import Indicator, indicator
from normalize.quantity import quantity
from normalize.record import Initiative, Records, Severity
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
        rates = [r for r in rates if r not in held[best]]
    return usual


def _rates(case: Case) -> Iterator[Rate]:
    for form, initiative in initiatives_of(case):
        for entry in form.entries:
            if isinstance(entry, Value) and entry.meaning == "rate":
                yield from _rate(entry, indicator(entry.indicator, entry.unit), initiative, case.records)


def _rate(entry: Value, of: Indicator, initiative: Initiative, records: Records) -> Iterator[Rate]:
    printed = entry.text or joined(entry.piece)
    number = quantity(printed)
    figures = tuple(_figures(records, initiative, of, entry.year))
    if number is None or number.unit not in (None, "%") or not figures:
        return
    decimals = _DECIMALS.search(printed)
    step = 10.0 ** -len(decimals[1]) if decimals else 1.0
    yield Rate(of.name, number.text, number.value, step, figures, initiative, page_of_piece(entry.piece))


def _figures(
    records: Records, initiative: Initiative, of: Indicator, year: int | None
) -> Iterator[tuple[float, float, float | None]]:
    """Target, result and baseline: of the rate's year; without one, of the year reported on, else of any."""
    own = (initiative.initiative_id, of.name, of.ref)
    targets = [t for t in records.targets if (t.initiative_id, t.indicator, t.ref) == own and t.value is not None]
    results = [r for r in records.results if (r.initiative_id, r.indicator, r.ref) == own and r.value is not None]
    baseline = next((r.value for r in results if r.basis == "baseline"), None)
    if year is None and any(r.fiscal_year == records.document.fiscal_year for r in results):
        year = records.document.fiscal_year
    for result in sorted(results, key=lambda r: r.fiscal_year or 0, reverse=True):
        if result.basis == "baseline" or result.value is None or year not in (None, result.fiscal_year):
            continue
        same = [t.value for t in targets if t.fiscal_year == result.fiscal_year]
        last = [t.value for t in sorted(targets, key=lambda t: t.fiscal_year or 0)[-1:]]
        for target in same or last:
            if target is not None:
                yield target, result.value, baseline
