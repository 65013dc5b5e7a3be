"""The figures of one indicator: their units, their direction, and their years against the plan's period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from normalize.checks.case import Case, Doubt, page_of, shown
from normalize.record import Result, Target
from normalize.text import squash

Row = Target | Result

_ONE_UNIT = (
    {"か所", "箇所", "ヶ所", "ヵ所", "カ所", "個所"},
    {"人", "名"},
    {"%", "ポイント"},
    {"団体", "組", "組織"},
    {"台", "基"},
)
"""Units that plans use for one another."""
_CUMULATIVE = regex.compile(r"累計|累積|延べ数")
_MOST_OUTSIDE = 0.5
"""Share of target years outside the period beyond which the period was misread, not the targets."""


def units(case: Case) -> Iterator[Doubt]:
    """unit_changes: 件 in one year and % in the next."""
    for rows in _by_indicator(case):
        first = next((row for row in rows if row.unit is not None), None)
        for row in rows:
            if first is None or first.unit is None or row.unit is None or _alike(first.unit, row.unit):
                continue
            message = f"the figures of '{row.indicator}' have different units"
            yield Doubt("unit_changes", message, first.unit, row.unit, row.initiative_id, page_of(row))
            break


def _alike(a: str, b: str) -> bool:
    return a == b or any({a, b} <= same for same in _ONE_UNIT)


def directions(case: Case) -> Iterator[Doubt]:
    """target_direction: a running total that falls, or one target on the other side of the baseline."""
    for rows in _by_indicator(case):
        targets = sorted(
            (r for r in rows if isinstance(r, Target) and r.fiscal_year is not None), key=lambda t: t.fiscal_year or 0
        )
        baseline = next((r for r in rows if isinstance(r, Result) and r.basis == "baseline"), None)
        if len({t.fiscal_year for t in targets}) == len(targets) and len({t.unit for t in targets}) == 1:
            yield from _running_total(targets)
            yield from _sides(targets, baseline)


def _running_total(targets: Sequence[Target]) -> Iterator[Doubt]:
    for before, after in pairwise(targets):
        total = _CUMULATIVE.search(f"{after.indicator}{after.qualifier or ''}")
        if total and before.value is not None and after.value is not None and after.value < before.value:
            message = f"'{after.indicator}' is a running total, and falls in {after.fiscal_year}"
            due = f"{shown(before.value)} or more"
            yield Doubt("target_direction", message, due, shown(after.value), after.initiative_id, page_of(after))


def _sides(targets: Sequence[Target], baseline: Result | None) -> Iterator[Doubt]:
    """A single target below the baseline where all others are above it, or the other way round."""
    if baseline is None or baseline.value is None or baseline.unit != targets[0].unit:
        return
    below = [t for t in targets if t.value is not None and t.value < baseline.value]
    above = [t for t in targets if t.value is not None and t.value > baseline.value]
    few, many = sorted((below, above), key=len)
    if len(few) == 1 and len(many) > 1:
        message = f"one target of '{few[0].indicator}' lies on the other side of the baseline"
        due = f"{'below' if many is below else 'above'} {shown(baseline.value)}"
        yield Doubt("target_direction", message, due, few[0].text, few[0].initiative_id, page_of(few[0]))


def _by_indicator(case: Case) -> Iterator[list[Row]]:
    """The figures of each indicator, targets before results."""
    groups: defaultdict[tuple[str, str | None, str], list[Row]] = defaultdict(list)
    for row in (*case.records.targets, *case.records.results):
        if row.indicator is not None and row.value is not None:
            groups[row.initiative_id, row.ref, squash(row.indicator)].append(row)
    yield from groups.values()


def years(case: Case) -> Iterator[Doubt]:
    """year_outside_period, period_doubtful."""
    first, last = case.records.document.period_start, case.records.document.period_end
    if first is None or last is None:
        return
    dated = [t for t in case.records.targets if t.fiscal_year is not None]
    outside = [t for t in dated if t.fiscal_year is not None and not first - 1 <= t.fiscal_year <= last + 1]
    if outside and len(outside) > _MOST_OUTSIDE * len(dated):
        span = sorted(t.fiscal_year for t in dated if t.fiscal_year is not None)
        message = "most target years lie outside the period that the document seems to state"
        yield Doubt("period_doubtful", message, f"{first}-{last}", f"{span[0]}-{span[-1]}")
        return
    for t in outside:
        message = f"target year of '{t.indicator}' lies outside the plan's period"
        period = f"{first}-{last}"
        yield Doubt("year_outside_period", message, period, str(t.fiscal_year), t.initiative_id, page_of(t))
