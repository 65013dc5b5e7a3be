"""A plan as it is printed into its gold records: from what it says, never from what is drawn."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from .content import Indicator, Initiative
from .printed import Printer, quarters

Json = dict[str, Any]
KEPT = re.compile(r"[！-～]+")
WIDE_KEPT = "～＜＞［］｛｝，．－"


def shown(text: str) -> str:
    """Full-width letters, digits and brackets folded, everything else as printed.

    >>> shown("（１） ＩＣＴの活用：９０％")
    '(1) ICTの活用:90%'
    """
    return KEPT.sub(lambda m: "".join(c if c in WIDE_KEPT else unicodedata.normalize("NFKC", c) for c in m[0]), text)


def gold(printer: Printer) -> Json:
    plan = printer.plan
    doc = {
        "municipality": plan.city,
        "municipality_code": None,
        "title": shown(title_of(printer)),
        "doc_kind": "progress" if plan.progress else "plan",
        "fiscal_year": plan.reported,
        "period": [plan.years[0], plan.years[-1]],
        "totals": {},
    }
    return {"doc": doc, "initiatives": [record(printer, item) for item in plan.initiatives]}


def title_of(printer: Printer) -> str:
    plan = printer.plan
    return f"{plan.title} 進捗状況報告書（{printer.year(plan.reported)}実績）" if plan.reported else plan.title


def record(printer: Printer, item: Initiative) -> Json:
    keys = printer.manner.shown
    told = {"content": item.content, "objective": item.objective, "direction": item.direction}
    said = {key: shown(text) for key, text in told.items() if key in keys and text}
    return {
        "number": shown(item.number) if item.number else None,
        "name": shown(item.name),
        "is_new": item.is_new,
        "direction": said.get("direction"),
        "policy": [shown(level) for level in printer.levels(item)],
        "departments": list(item.departments),
        "content": said.get("content"),
        "objective": said.get("objective"),
        "targets": stages(printer, item) if printer.choices.figures == "stage" else targets(printer, item),
        "results": [*([] if printer.choices.figures == "stage" else known(printer, item)), *reported(printer, item)],
    }


def targets(printer: Printer, item: Initiative) -> list[Json]:
    years = printer.plan.years
    wanted = [years[-1]] if printer.choices.years == "text" else printer.target_years()
    out: list[Json] = []
    for i in item.indicators:
        for year in wanted:
            value = i.yearly[years.index(year)]
            if value is not None:
                out.append({**figure(printer, i, year, value, True), "kind": "numeric", "qualifier": i.about or None})
    return out


def figure(printer: Printer, i: Indicator, year: int, value: float, target: bool) -> Json:
    whole = value if i.decimals else int(value)
    text = shown(printer.value(i, value, target))
    return {"indicator": shown(i.name), "fiscal_year": year, "value": whole, "unit": shown(i.unit), "text": text}


def known(printer: Printer, item: Initiative) -> list[Json]:
    """Baselines, and what was reached in the years that the plan reports in figures."""
    plan, manner = printer.plan, printer.choices.years
    years = [plan.reported] if plan.reported is not None and manner != "text" else []
    years = printer.known_years() if manner == "pairs_cols" else years
    out: list[Json] = []
    for i in item.indicators:
        if i.baseline is not None:
            base = figure(printer, i, plan.years[0] - 1, i.baseline, False)
            out.append({**base, "kind": "indicator", "basis": "baseline"})
        for year in years:
            actual = i.actual[plan.years.index(year)]
            done = figure(printer, i, year, actual, False)
            out.append({**done, "kind": "indicator", "basis": "reported"})
    return out


def stages(printer: Printer, item: Initiative) -> list[Json]:
    drawn = printer.choices.years not in ("st_words", "st_quarter")
    out: list[Json] = []
    for action in item.actions:
        for n, (year, stage) in enumerate(zip(printer.plan.years, action.stages, strict=True)):
            carried = bool(drawn and n and stage == action.stages[n - 1])
            stage = (
                "/".join(dict.fromkeys(quarters(action))) if n == 0 and printer.choices.years == "st_quarter" else stage
            )
            if stage:
                about = {"indicator": shown(action.name), "fiscal_year": year, "text": stage, "carried": carried}
                out.append({"kind": "stage", **about})
    return out


def reported(printer: Printer, item: Initiative) -> list[Json]:
    year, keys = printer.plan.reported, printer.manner.shown
    out: list[Json] = []
    for key, text in (("narrative", item.narrative), ("grade", item.grade), ("improvement", item.improvement)):
        if year is not None and key in keys and text:
            said = {"grade" if key == "grade" else "text": shown(text)}
            out.append({"kind": key, "basis": "reported", "fiscal_year": year, **said})
    return out
