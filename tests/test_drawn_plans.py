"""A plan drawn at random, read and understood, says what it said: any synonym, any order of columns, any look."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from extract.document import read
from normalize.record import Records, Result, Target
from normalize.records import records
from normalize.text import squash
from tests.drawn_pages import drawn, level
from tests.drawn_plans import FIRST_YEAR, Initiative, Plan, Series, Shape, plans

Fact = tuple[object, ...]
QUICK = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)


def planned(plan: Plan, series: Series) -> list[Fact]:
    """What a row of years is to be read as."""
    years = range(FIRST_YEAR, FIRST_YEAR + len(series.values))
    if series.indicator is None:
        on = [n > 0 and plan.look.carried != "word" and series.values[n - 1] == v for n, v in enumerate(series.values)]
        return [("stage", None, *fact) for fact in zip(years, series.values, on, strict=True)]
    values = series.values[:1] if plan.shape == "report" else series.values
    return [("target", series.indicator, y, figure(v), series.unit) for y, v in zip(years, values, strict=False)]


def figure(printed: str) -> float:
    return float(printed.replace(",", ""))


def reported(plan: Plan, item: Initiative) -> list[Fact]:
    """What is to be read of the year before the plan, and of the year a report is of."""
    out: list[Fact] = []
    for series, now in zip(item.series, item.report.figures, strict=True):
        if plan.look.baseline and series.indicator is not None and plan.shape in ("list", "report"):
            out.append(("baseline", series.indicator, FIRST_YEAR - 1, figure(series.baseline), series.unit))
        if plan.shape == "report":
            out.append(("indicator", series.indicator, FIRST_YEAR, figure(now), series.unit))
    if plan.shape == "report":
        said = {"narrative": item.report.done, "grade": item.report.grade, "improvement": item.report.next}
        out += [(kind, None, FIRST_YEAR, text) for kind, text in said.items()]
    return out


def meant(plan: Plan, item: Initiative) -> tuple[Fact, set[Fact]]:
    policy = level(plan, item)
    said = (item.number, item.name, item.is_new, policy and squash(policy), item.departments, squash(item.content))
    return said, {*(fact for series in item.series for fact in planned(plan, series)), *reported(plan, item)}


def understood(found: Records) -> list[tuple[Fact, set[Fact]]]:
    out: list[tuple[Fact, set[Fact]]] = []
    for i in found.initiatives:
        targets = (t for t in found.targets if t.initiative_id == i.initiative_id)
        results = (r for r in found.results if r.initiative_id == i.initiative_id)
        policy = squash("".join(i.policy)) or None
        said = (i.number, i.name, i.is_new, policy, i.departments, squash(i.content or ""))
        out.append((said, {*map(target_fact, targets), *map(result_fact, results)}))
    return out


def target_fact(row: Target) -> Fact:
    if row.kind == "stage":
        return "stage", row.indicator, row.fiscal_year, row.text, row.carried
    return "target", row.indicator, row.fiscal_year, row.value, row.unit


def result_fact(row: Result) -> Fact:
    if row.kind != "indicator":
        return row.kind, row.indicator, row.fiscal_year, row.text
    return "baseline" if row.basis == "baseline" else "indicator", row.indicator, row.fiscal_year, row.value, row.unit


@pytest.mark.parametrize("shape", ["list", "card", "matrix", "report"])
def test_a_drawn_plan_is_read_as_it_was_meant(shape: Shape, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"

    @QUICK
    @given(plans(shape))
    def holds(plan: Plan) -> None:
        path.write_bytes(drawn(plan))
        found = records(read(path), "0")
        for finding in found.findings:
            note(f"{finding.rule}: {finding.message}")
        assert understood(found) == [meant(plan, item) for item in plan.initiatives]

    holds()
