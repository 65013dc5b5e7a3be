"""The wide matrix once more, as a conversion to Markdown leaves it: a pipe table a chapter, merged cells repeated."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from .plan import Initiative, Plan
from .wide_matrix_text import PLAN

SHOWS = (
    "a text dump: a list as Markdown pipe tables, a table a chapter",
    "cells merged over an initiative's indicators printed again in every row",
    "headers of two levels run together (目標値 R7), no figure as －",
)
MADE_BY = "a Python script"
HEADS = (
    "番号",
    "施策名",
    "概要",
    "指標",
    "単位",
    "現状値(R6)",
    *(f"目標値 R{n}" for n in range(7, 11)),
    "実績値 R7",
    "実績値 R8",
    "担当",
)


def _rows(item: Initiative) -> list[tuple[str, ...]]:
    name = item.name + ("【新規】" if item.is_new else "")
    return [
        (
            item.number or "", name, item.content or "", series.name, series.unit or "", series.baseline,
            *series.cells, *series.reported, "<br>".join(item.departments),
        )
        for series in item.series
    ]  # fmt: skip


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def _table(items: list[Initiative]) -> str:
    rows = [_line(row) for item in items for row in _rows(item)]
    return "\n".join([_line(HEADS), _line(tuple("---" for _ in HEADS)), *rows])


def _text(plan: Plan) -> str:
    first, last = plan.period
    blocks = [f"# {plan.municipality}", f"## {plan.title}", f"計画期間：令和{first - 2018}年度～令和{last - 2018}年度"]
    for policy, items in groupby(plan.initiatives, key=lambda item: item.policy[0]):
        blocks += [f"### {policy}", _table(list(items))]
    return "\n\n".join(blocks) + "\n"


def draw(target: Path) -> None:
    target.write_text(_text(PLAN), "utf-8")


__all__ = ["MADE_BY", "PLAN", "SHOWS", "draw"]
