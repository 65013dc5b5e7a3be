"""A plan as it is going to be printed, and the records a careful reader takes from it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]

BLANKS = {"", "－", "—", "―", "-", "…", "設定なし"}
MERGED = "＝"
"""Written in `Series.cells` where the cell is one with the year before; nothing is printed."""
ARROWS = ("⇒", "→", MERGED)
QUANTITY = re.compile(r"^(約|累計|延べ)?\s*([\d,]+(?:\.\d+)?)(.*?)(以上|以内|程度)?$")
# Full-width ASCII and half-width kana change width; brackets, circled numbers and arrows stay as printed.
WIDTHS = re.compile(r"[！-～｡-ﾟ]+")
WIDE_KEPT = "～＜＞［］｛｝，．－"
CJK = r"[\u3000-\u30ff\u3400-\u9fff]"


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator or an action; `cells` stand in the plan's years, `reported` in its reported years, as printed."""

    name: str
    cells: tuple[str, ...] = ()
    unit: str | None = None
    baseline: str = ""
    reported: tuple[str, ...] = ()
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """One initiative; every string is what the document prints, width and all."""

    number: str | None
    name: str
    policy: tuple[str, ...]
    departments: tuple[str, ...] = ()
    content: str | None = None
    objective: str | None = None
    direction: str | None = None
    is_new: bool = False
    series: tuple[Series, ...] = ()
    narrative: str | None = None
    grades: tuple[str, ...] = ()
    improvement: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A document: `years` are those of the target cells, `reported_years` those of the reported cells."""

    municipality: str
    title: str
    doc_kind: Literal["plan", "progress", "summary"]
    period: tuple[int, int]
    years: tuple[int, ...]
    initiatives: tuple[Initiative, ...]
    baseline_year: int | None = None
    reported_years: tuple[int, ...] = ()
    fiscal_year: int | None = None
    grades: tuple[tuple[str, int], ...] = ()
    states_total: bool = False


def fold(printed: str) -> str:
    """The display form of a printed string.

    >>> fold("（１）　ＩＣＴの活用：９０％")
    '(1) ICTの活用:90%'
    """
    text = "".join(
        c if c in WIDE_KEPT else WIDTHS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), c) for c in printed
    )
    text = re.sub(r"[ \u3000]+", " ", text)
    return re.sub(rf"(?<={CJK}) (?={CJK})", "", text)


def _series_head(series: Series) -> Json:
    return {"indicator": fold(series.name)} | ({"ref": fold(series.ref)} if series.ref else {})


def _quantity(text: str, unit: str | None) -> Json | None:
    found = QUANTITY.match(text)
    if not found:
        return None
    before, digits, after, behind = found.groups()
    value = float(digits.replace(",", ""))
    unit = after.strip(" ()") or (fold(unit) if unit else None)
    whole = int(value) if value.is_integer() else value
    return {"value": whole, "unit": unit, "text": text, "qualifier": before or behind}


def targets(series: Series, years: tuple[int, ...]) -> list[Json]:
    """One record a year; an arrow carries the last stage on."""
    rows: list[Json] = []
    stage = ""
    for year, printed in zip(years, series.cells, strict=False):
        text = fold(printed)
        if text in BLANKS:
            continue
        carried = printed.startswith(ARROWS)
        stage = stage if carried else text
        figure = _quantity(text.strip("⇒→()") if carried else text, series.unit)
        if figure:
            row: Json = {"kind": "numeric"} | figure | {"text": text}
            rows.append(_series_head(series) | {"fiscal_year": year} | row | ({"carried": True} if carried else {}))
        else:
            rows.append(
                {"kind": "stage"} | _series_head(series) | {"fiscal_year": year, "text": stage, "carried": carried}
            )
    return rows


def _figure_result(series: Series, printed: str, basis: str, year: int | None) -> list[Json]:
    figure = None if fold(printed) in BLANKS else _quantity(fold(printed), series.unit)
    head: Json = {"kind": "indicator", "basis": basis} | _series_head(series) | {"fiscal_year": year}
    return [head | figure] if figure else []


def results(initiative: Initiative, plan: Plan) -> list[Json]:
    """Baselines and reported figures, then narrative, grades and improvement of the reported year."""
    rows: list[Json] = []
    for series in initiative.series:
        rows += _figure_result(series, series.baseline, "baseline", plan.baseline_year)
        for year, printed in zip(plan.reported_years, series.reported, strict=False):
            rows += _figure_result(series, printed, "reported", year)
    told = {"basis": "reported", "fiscal_year": plan.fiscal_year}
    if initiative.narrative:
        rows.append({"kind": "narrative"} | told | {"text": fold(initiative.narrative)})
    rows += [{"kind": "grade"} | told | {"grade": fold(grade)} for grade in initiative.grades]
    if initiative.improvement:
        rows.append({"kind": "improvement"} | told | {"text": fold(initiative.improvement)})
    return rows


def truth(plan: Plan) -> Json:
    """The whole document in the form of the gold records."""
    totals: Json = {"initiatives": len(plan.initiatives)} if plan.states_total else {}
    if plan.grades:
        totals["grades"] = dict(plan.grades)
    return {
        "doc": {
            "municipality": plan.municipality,
            "municipality_code": None,
            "title": " ".join(map(fold, plan.title.split())),  # a space parts the phrases of a title
            "doc_kind": plan.doc_kind,
            "fiscal_year": plan.fiscal_year,
            "period": list(plan.period),
            "totals": totals,
        },
        "initiatives": [_initiative(initiative, plan) for initiative in plan.initiatives],
    }


def _initiative(initiative: Initiative, plan: Plan) -> Json:
    return {
        "number": fold(initiative.number) if initiative.number else None,
        "name": fold(initiative.name),
        "is_new": initiative.is_new,
        "direction": initiative.direction,
        "policy": [fold(level) for level in initiative.policy],
        "departments": [fold(department) for department in initiative.departments],
        "content": fold(initiative.content) if initiative.content else None,
        "objective": fold(initiative.objective) if initiative.objective else None,
        "targets": [row for series in initiative.series for row in targets(series, plan.years)],
        "results": results(initiative, plan),
    }
