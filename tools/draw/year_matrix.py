"""Initiatives under headings with 【…】 parts and a small matrix of years; stages run on as drawn arrows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer

from .plan import MERGED, Initiative, Series
from .sheet import GOTHIC, MINCHO, line_arrow, register_fonts
from .year_matrix_text import PLAN

SHOWS = (
    "parts of an initiative under 【目標】【取組の概要】【年次計画】",
    "a small matrix of items and years whose stages run on as drawn lines with heads",
    "empty cells before the first and after the last stage",
    "a legend of the stages, full-width digits, fonts not embedded",
)
MADE_BY = "ReportLab 5.1"

WIDTHS = (150.0, 100.0, 100.0, 100.0)
ROW = 20.0
YEARS = ("項　目", "令和８年度", "令和９年度", "令和10年度")
BODY = ParagraphStyle("body", fontName=MINCHO, fontSize=10.5, leading=17, wordWrap="CJK", firstLineIndent=10.5)
LIST = ParagraphStyle("list", BODY, firstLineIndent=-10.5, leftIndent=21)
PART = ParagraphStyle("part", BODY, fontName=GOTHIC, firstLineIndent=0, spaceBefore=4, keepWithNext=1)
NOTE = ParagraphStyle("note", BODY, fontSize=9, leading=13, firstLineIndent=0)
NAME = ParagraphStyle("name", fontName=GOTHIC, fontSize=12, leading=20, spaceBefore=12, keepWithNext=1)
CHAPTER = ParagraphStyle("chapter", fontName=GOTHIC, fontSize=15, leading=26, spaceBefore=6, keepWithNext=1)
TITLE = ParagraphStyle("title", fontName=GOTHIC, fontSize=22, leading=34, alignment=1)
LEGEND = (
    "年次計画の表の見方",
    "検討：実施の可否や方法を検討します。",
    "試行：対象を限って実施し、効果を確かめます。",
    "実施：取組を実施します。（矢印は、その段階を翌年度以降も続けることを表します。）",
)


class YearMatrix(Flowable):
    """The matrix of one initiative: a header of years, a row an item."""

    def __init__(self, rows: tuple[Series, ...]) -> None:
        super().__init__()
        self.rows = rows
        self.width, self.height = sum(WIDTHS), ROW * (len(rows) + 1)

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setLineWidth(0.6)
        canvas.setFillColor(HexColor("#e2efda"))
        canvas.rect(0, self.height - ROW, self.width, ROW, stroke=0, fill=1)
        canvas.setFillColor(black)
        canvas.setStrokeColor(black)
        xs = [sum(WIDTHS[:i]) for i in range(len(WIDTHS) + 1)]
        canvas.grid(xs, [i * ROW for i in range(len(self.rows) + 2)])
        canvas.setFont(GOTHIC, 9.5)
        for i, year in enumerate(YEARS):
            canvas.drawCentredString((xs[i] + xs[i + 1]) / 2, self.height - ROW + 6.5, year)
        canvas.setFont(MINCHO, 9.5)
        for number, row in enumerate(self.rows):
            self._row(canvas, row, xs, self.height - (number + 2) * ROW)

    @staticmethod
    def _row(canvas: Any, row: Series, xs: list[float], y: float) -> None:
        canvas.drawString(xs[0] + 5, y + 6.5, row.name)
        for i, cell in enumerate(row.cells, start=1):
            last = i == len(row.cells) or row.cells[i] != MERGED
            if cell != MERGED:
                canvas.drawCentredString((xs[i] + xs[i + 1]) / 2, y + 6.5, cell)
            elif last:
                first = max(j for j in range(1, i) if row.cells[j - 1] != MERGED)
                line_arrow(canvas, (xs[first] + xs[first + 1]) / 2 + 18, xs[i + 1] - 8, y + ROW / 2)


def _initiative(initiative: Initiative) -> list[Flowable]:
    story: list[Flowable] = [
        CondPageBreak(150),
        Paragraph(f"（{initiative.number}）　{initiative.name}", NAME),
        Paragraph("【目標】", PART),
    ]
    story += [Paragraph(line, LIST) for line in (initiative.objective or "").split("\n")]
    story.append(Paragraph("【取組の概要】", PART))
    story += [Paragraph(line, BODY) for line in (initiative.content or "").split("\n")]
    matrix = YearMatrix(initiative.series)
    matrix.hAlign = "CENTER"
    return [*story, Paragraph("【年次計画】", PART), matrix, Spacer(1, 10)]


def _story() -> list[Flowable]:
    story: list[Flowable] = [
        Spacer(1, 200),
        Paragraph(PLAN.title, TITLE),
        Paragraph("（令和８年度～令和10年度）", TITLE),
    ]
    story += [Spacer(1, 300), Paragraph("令和８年３月", TITLE), Paragraph(PLAN.municipality, TITLE), PageBreak()]
    story += [Paragraph("計画の見方", CHAPTER), *(Paragraph(text, NOTE) for text in LEGEND), Spacer(1, 12)]
    policy = ""
    for initiative in PLAN.initiatives:
        if initiative.policy[0] != policy:
            policy = initiative.policy[0]
            story.append(Paragraph(policy, CHAPTER))
        story += _initiative(initiative)
    return story


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont(MINCHO, 9)
    canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")


def draw(target: Path) -> None:
    register_fonts()
    document = SimpleDocTemplate(
        str(target), pagesize=A4, leftMargin=62, rightMargin=62, topMargin=60, bottomMargin=60, invariant=1
    )
    document.build(_story(), onLaterPages=_foot)
