"""A plan drawn at random, read and understood, says what it said: any synonym, any order of columns, any look."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings

from extract.document import read
from normalize.record import Records
from normalize.records import records
from normalize.text import squash
from tests.drawn_plans import FIRST_YEAR, Initiative, Plan, Series, Shape, drawn, level, plans

Fact = tuple[object, ...]
QUICK = settings(
    max_examples=400, derandomize=False, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def planned(series: Series) -> list[Fact]:
    """What a row of years is to be read as."""
    years = range(FIRST_YEAR, FIRST_YEAR + len(series.values))
    if series.indicator is None:
        return [("stage", None, year, value) for year, value in zip(years, series.values, strict=True)]
    figures = (float(value.replace(",", "")) for value in series.values)
    return [("numeric", series.indicator, y, v, series.unit) for y, v in zip(years, figures, strict=True)]


def meant(plan: Plan, item: Initiative) -> list[Fact]:
    policy = level(plan, item)
    return [
        (item.number, item.name, item.is_new, (squash(policy),) if policy else (), item.departments, squash(item.content)),
        *[fact for series in item.series for fact in planned(series)],
    ]


def understood(found: Records) -> list[list[Fact]]:
    out: list[list[Fact]] = []
    for i in found.initiatives:
        own = [t for t in found.targets if t.initiative_id == i.initiative_id]
        facts: list[Fact] = [
            ("stage", t.indicator, t.fiscal_year, t.text)
            if t.kind == "stage"
            else ("numeric", t.indicator, t.fiscal_year, t.value, t.unit)
            for t in own
        ]
        policy = tuple(map(squash, i.policy))
        out.append([(i.number, i.name, i.is_new, policy, i.departments, squash(i.content or "")), *facts])
    return out


@pytest.mark.parametrize("shape", ["list", "card", "matrix"])
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
