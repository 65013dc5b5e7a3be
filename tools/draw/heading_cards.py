"""Initiatives under headings, each a paragraph and a small table; ReportLab with fonts that are not embedded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from .heading_cards_text import PLAN
from .plan import Initiative
from .sheet import GOTHIC, MINCHO, register_fonts

SHOWS = (
    "initiatives as headings ① under (1) under 重点課題1:, numbers starting anew under every heading",
    "the description as a paragraph between heading and table",
    "a small table: 所管 and 方向性 in the first row, year headers on two lines, stages and figures below",
    "⇒ alone and ⇒ with a figure, (単位:人) behind the indicator, 平成34年度 beyond the era's end",
    "footnote marks * with a glossary on the last page, fonts not embedded",
)
MADE_BY = "ReportLab 5.1"

BLUE, GRAY = HexColor("#deeaf6"), HexColor("#f2f2f2")
WIDTHS = (112, 72, 72, 72, 72, 72)
BODY = ParagraphStyle("body", fontName=MINCHO, fontSize=10.5, leading=17, wordWrap="CJK", firstLineIndent=10.5)
CELL = ParagraphStyle("cell", fontName=MINCHO, fontSize=9, leading=11.5, wordWrap="CJK")
MIDDLE = ParagraphStyle("middle", CELL, alignment=1)
LABEL = ParagraphStyle("label", MIDDLE, fontName=GOTHIC)
TITLE = ParagraphStyle("title", fontName=GOTHIC, fontSize=20, leading=30, alignment=1)
CHAPTER = ParagraphStyle("chapter", fontName=GOTHIC, fontSize=14, leading=22, spaceBefore=10, backColor=BLUE)
SECTION = ParagraphStyle("section", fontName=GOTHIC, fontSize=12, leading=20, spaceBefore=8)
HEADING = ParagraphStyle("heading", fontName=GOTHIC, fontSize=11, leading=18, spaceBefore=10)
STYLE = [
    ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#404040")),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("SPAN", (1, 0), (3, 0)),
    ("BACKGROUND", (0, 0), (0, 1), BLUE),
    ("BACKGROUND", (4, 0), (4, 0), BLUE),
    ("BACKGROUND", (1, 1), (-1, 1), GRAY),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]
GLOSSARY = {
    "アプリ": "アプリケーションの略。特定の目的のために作られたソフトウェア。",
    "MaaS": "複数の交通手段を一つのサービスとして検索・予約・決済できるようにする考え方。",
}
INTRODUCTION = (
    "この計画の期間は、平成30年度(2018年度)から平成34年度(2022年度)までの5年間とします。",
    "計画の推進に当たっては、毎年度、指標の達成状況を点検し、その結果を町のウェブサイトで公表します。",
)


def _year(year: int) -> str:
    return f"平成{year - 1988}年度<br/>({year}年度)"


def _table(initiative: Initiative) -> Table:
    office = "、".join(initiative.departments)
    rows: list[list[Any]] = [
        [Paragraph("所管", LABEL), Paragraph(office, CELL), "", "", Paragraph("方向性", LABEL)],
        [Paragraph("指標", LABEL), *(Paragraph(_year(year), MIDDLE) for year in PLAN.years)],
    ]
    rows[0].append(Paragraph(initiative.direction or "", MIDDLE))
    for series in initiative.series:
        name = series.name + (f"(単位:{series.unit})" if series.unit else "")
        rows.append([Paragraph(name, CELL), *(Paragraph(cell, MIDDLE) for cell in series.cells)])
    return Table(rows, colWidths=WIDTHS, style=STYLE)


def _marked(name: str) -> str:
    for term in GLOSSARY:
        name = name.replace(term, term + "*", 1)
    return name


def _card(initiative: Initiative) -> list[Flowable]:
    prose = [Paragraph(text, BODY) for text in (initiative.content or "").split("\n")]
    heading = Paragraph(f"{initiative.number} {_marked(initiative.name)}", HEADING)
    return [KeepTogether([heading, prose[0]]), *prose[1:], Spacer(1, 3), _table(initiative), Spacer(1, 8)]


def _story() -> list[Flowable]:
    story: list[Flowable] = [Spacer(1, 200), Paragraph(PLAN.title, TITLE), Spacer(1, 330)]
    story += [Paragraph(text, TITLE) for text in ("平成30年3月", PLAN.municipality)] + [PageBreak()]
    story += [Paragraph("計画の期間", SECTION)] + [Paragraph(text, BODY) for text in INTRODUCTION]
    path: tuple[str, ...] = ("", "")
    for initiative in PLAN.initiatives:
        for level, style in enumerate((CHAPTER, SECTION)):
            if initiative.policy[: level + 1] != path[: level + 1]:
                story.append(Paragraph(initiative.policy[level], style))
        path = initiative.policy
        story += _card(initiative)
    story += [PageBreak(), Paragraph("用語の説明", CHAPTER), Spacer(1, 6)]
    return story + [Paragraph(f"*{term}　{meaning}", CELL) for term, meaning in GLOSSARY.items()]


def _foot(canvas: Any, document: Any) -> None:
    if document.page > 1:
        canvas.setFont(MINCHO, 9)
        canvas.drawCentredString(A4[0] / 2, 30, str(document.page - 1))


def draw(target: Path) -> None:
    register_fonts()
    for style in (CHAPTER, SECTION, HEADING):
        style.keepWithNext = 1
    document = SimpleDocTemplate(
        str(target),
        pagesize=A4,
        leftMargin=56,
        rightMargin=56,
        topMargin=60,
        bottomMargin=60,
        invariant=1,
        title=PLAN.title,
    )
    document.build(_story(), onFirstPage=_foot, onLaterPages=_foot)
