"""A dataset -> the national form for targets and results: 行政事業レビュー, file 3-1 (効果発現経路_目標・実績).

Four rows an indicator (year of target, target, result, rate) and a column a fiscal year. What a plan of a municipality
does not say (シート種別, 建制順, 種別, …) stays empty: nothing is made up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pandas as pd
import regex

from normalize.record import Document, Initiative, Records, Result, Target
from pipelines.base import Base
from pipelines.export_csv import Encoding, write
from pipelines.frames import books

KPI, OBJECTIVE = "事業に関連するKPIが定められている閣議決定等の", "アクティビティ／活動目標／成果目標"
NUMBER, ROW = "アクティビティ・アウトプット・アウトカムの番号", "目標年度／目標値／実績値／達成率"
TOLD = "定性的なアウトカムに関する成果実績"
HEADINGS = (
    "シート種別", "事業年度", "予算事業ID", "事業名", "府省庁の建制順", "政策所管府省庁", "府省庁", "局・庁", "部",
    "課", "室", "班", "係", f"{KPI}名称", f"{KPI}該当箇所", f"{KPI}URL", NUMBER,
    "種別（アクティビティ・アウトプット・アウトカム）", "アウトカムの期間", "成果目標の種類", OBJECTIVE,
    "活動指標／成果指標", "単位", "改善の上向き／下向き", "成果実績及び目標値の根拠として用いた統計・データ名（出典）",
    "定性的なアウトカム目標を設定している理由", TOLD, ROW,
)  # fmt: skip
ROWS = ("1.目標年度", "2.目標値", "3.実績値", "4.達成率")
RANKS = ("局・庁", "部", "課", "室", "班", "係")
_DEPARTMENT = regex.compile(
    r"(?P<局>.+?(?:局|庁|委員会|本部))?(?P<部>.+?部)?(?P<課>.+?課)?(?P<室>.+?室)?(?P<班>.+?班)?(?P<係>.+?(?:係|担当))?"
)

Cells = dict[int, str]
Key = tuple[str, str | None, str | None]


def write_rs(base: Base, out: Path, encoding: Encoding) -> list[str]:
    """Write the file; what could not be encoded, a line a column and character."""
    figures = (rows["fiscal_year"] for table in ("targets", "results") for rows in base.rows(table, ["fiscal_year"]))
    years = sorted({year for column in figures for year in column.unique().to_pylist() if year is not None})
    headings = [*HEADINGS, *map(_heading, years)]
    out.parent.mkdir(parents=True, exist_ok=True)
    several = (_rows(book, years) for book in books(base))
    frames = (pd.DataFrame(list(rows), columns=headings, dtype="string") for rows in chain([()], several))
    return write(frames, out, encoding)


def _heading(year: int) -> str:
    return f"{year}年度"


def _rows(book: Records, years: list[int]) -> Iterator[dict[str, str]]:
    """The indicators of a document in the order they are printed, those that are only reported last."""
    targets, results = defaultdict[Key, list[Target]](list), defaultdict[Key, list[Result]](list)
    for target in book.targets:
        targets[target.initiative_id, target.ref, target.indicator].append(target)
    told = defaultdict[str, list[str]](list)
    for result in book.results:
        if result.kind == "indicator":
            results[result.initiative_id, result.ref, result.indicator].append(result)
        elif result.kind == "narrative":
            told[result.initiative_id].append(result.text)
    keys = defaultdict[str, list[Key]](list)
    for key in dict.fromkeys((*targets, *results)):
        keys[key[0]].append(key)
    for initiative in book.initiatives:
        about = _about(book.document, initiative)
        for n, key in enumerate(keys[initiative.initiative_id], 1):
            own = {**about, NUMBER: str(n), TOLD: "\n".join(told[key[0]]), **_indicator(targets[key], results[key])}
            for label, cells in zip(ROWS, _cells(targets[key], results[key]), strict=True):
                yield {**own, ROW: label, **{_heading(y): cells[y] for y in years if y in cells}}


def _about(document: Document, initiative: Initiative) -> dict[str, str]:
    """What all rows of an initiative say."""
    page = f"p. {initiative.source[0].page}" if initiative.source else ""
    municipality = document.municipality or ""
    return {
        "事業年度": str(document.fiscal_year or document.period_start or ""),
        "予算事業ID": initiative.initiative_id,
        "事業名": initiative.name,
        "政策所管府省庁": municipality,
        "府省庁": municipality,
        **department(initiative.departments),
        f"{KPI}名称": document.title or "",
        f"{KPI}該当箇所": page,
        OBJECTIVE: initiative.objective or "",
    }


def department(names: tuple[str, ...]) -> dict[str, str]:
    """The one department of an initiative by its ranks; several, or one that ends otherwise, stand under 課.

    >>> department(("総務部情報政策課",))
    {'部': '総務部', '課': '情報政策課'}
    >>> department(("総務課", "企画課")), department(("図書館",))
    ({'課': '総務課、企画課'}, {'課': '図書館'})
    """
    found = _DEPARTMENT.fullmatch(names[0].replace("・", "")) if len(names) == 1 else None
    if found is None:
        return {"課": "、".join(names)} if names else {}
    return {rank: name for rank, name in zip(RANKS, found.groups(), strict=True) if name}


def _indicator(targets: list[Target], results: list[Result]) -> dict[str, str]:
    rows = (*targets, *results)
    return {
        "成果目標の種類": "定性" if all(row.kind == "stage" for row in rows) else "定量",
        "活動指標／成果指標": rows[0].indicator or "",
        "単位": next((row.unit for row in rows if row.unit), ""),
        "改善の上向き／下向き": _direction(targets, results),
    }


def _direction(targets: list[Target], results: list[Result]) -> str:
    """Where the last target lies beside the baseline, or beside the first target."""
    planned = [target.value for target in targets if target.value is not None]
    before = [result.value for result in results if result.basis == "baseline" and result.value is not None]
    if not planned or (first := (before or planned)[0]) == planned[-1]:
        return ""
    return "上向き" if planned[-1] > first else "下向き"


def _cells(targets: list[Target], results: list[Result]) -> tuple[Cells, Cells, Cells, Cells]:
    """The four rows of an indicator; of several figures of one year the first."""
    planned = {t.fiscal_year: t for t in reversed(targets) if t.fiscal_year is not None}
    reported = {r.fiscal_year: r for r in reversed(results) if r.fiscal_year is not None}
    rates: Cells = {}
    for year, result in reported.items():
        due = planned[year].value if year in planned else None
        if due and result.value is not None and result.basis == "reported":
            rates[year] = f"{100.0 * result.value / due:.1f}"
    values = {year: shown(target) for year, target in planned.items()}
    return {y: _heading(y) for y in planned}, values, {y: shown(r) for y, r in reported.items()}, rates


def shown(row: Target | Result) -> str:
    """The figure; for a stage its word."""
    return row.text if row.value is None else f"{row.value:.15g}"
