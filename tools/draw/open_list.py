"""A list with horizontal rules and shaded rows only, open at both sides; ReportLab, A4 landscape."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from .open_list_text import PLAN
from .plan import Initiative
from .sheet import GOTHIC, MINCHO, register_fonts

SHOWS = (
    "a list without vertical rules: horizontal rules and shading of every other row",
    "one department cell for several initiatives",
    "baseline, target and result in columns whose headers carry Western years",
    "区分 with 新規, 拡大, 改善, 継続 and 完了",
    "policies as headings between the tables, each table with its own header",
)
MADE_BY = "ReportLab 5.1"

WIDTHS = (36, 128, 240, 108, 58, 58, 58, 40, 62)
HEADS = (
    "番号",
    "事業名",
    "事業概要",
    "指標",
    "基準値<br/>2022年度",
    "目標値<br/>2027年度",
    "実績値<br/>2025年度",
    "区分",
    "担当課",
)
CELL = ParagraphStyle("cell", fontName=MINCHO, fontSize=9, leading=12, wordWrap="CJK")
RIGHT = ParagraphStyle("right", CELL, alignment=2)
MIDDLE = ParagraphStyle("middle", CELL, alignment=1)
HEAD = ParagraphStyle("head", MIDDLE, fontName=GOTHIC, textColor=HexColor("#ffffff"))
TITLE = ParagraphStyle("title", fontName=GOTHIC, fontSize=15, leading=24)
POLICY = ParagraphStyle("policy", fontName=GOTHIC, fontSize=11, leading=18, spaceBefore=10, keepWithNext=1)
PROSE = ParagraphStyle("prose", CELL, fontSize=10, leading=16)
INTRODUCTION = "計画期間は2023年度から2027年度までの5年間です。目標値は最終年度の値、実績値は2025年度末現在の値です。"
STYLE: list[Any] = [
    ("BACKGROUND", (0, 0), (-1, 0), HexColor("#375623")),
    ("LINEABOVE", (0, 0), (-1, 0), 1.2, HexColor("#375623")),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor("#a6a6a6")),
    ("LINEBELOW", (0, -1), (-1, -1), 1.2, HexColor("#375623")),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("ROWBACKGROUNDS", (0, 1), (-2, -1), [HexColor("#ffffff"), HexColor("#eef4ea")]),
]


def _row(item: Initiative) -> list[Any]:
    series = item.series[0]
    return [
        Paragraph(item.number or "", MIDDLE),
        Paragraph(item.name, CELL),
        Paragraph(item.content or "", CELL),
        Paragraph(series.name, CELL),
        *(Paragraph(text, RIGHT) for text in (series.baseline, series.cells[0], series.reported[0])),
        Paragraph(item.direction or "", MIDDLE),
        "",
    ]


def _table(items: list[Initiative]) -> Table:
    """One cell of the last column covers the neighbours of one department."""
    rows: list[list[Any]] = [[Paragraph(head, HEAD) for head in HEADS]]
    style = list(STYLE)
    for departments, group in groupby(items, key=lambda i: i.departments):
        first = len(rows)
        rows += [_row(item) for item in group]
        rows[first][-1] = Paragraph("<br/>".join(departments), MIDDLE)
        style.append(("SPAN", (-1, first), (-1, len(rows) - 1)))
    return Table(rows, colWidths=WIDTHS, style=style, repeatRows=1)


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont(MINCHO, 9)
    canvas.drawCentredString(landscape(A4)[0] / 2, 24, f"{document.page}")
    canvas.drawRightString(landscape(A4)[0] - 30, landscape(A4)[1] - 24, PLAN.municipality)


def draw(target: Path) -> None:
    register_fonts()
    story: list[Flowable] = [Paragraph(PLAN.title, TITLE), Paragraph(INTRODUCTION, PROSE)]
    for policy, group in groupby(PLAN.initiatives, key=lambda i: i.policy[0]):
        story += [Paragraph(policy, POLICY), _table(list(group)), Spacer(1, 8)]
    document = SimpleDocTemplate(
        str(target), pagesize=landscape(A4), leftMargin=26, rightMargin=26, topMargin=40, bottomMargin=44, invariant=1
    )
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
