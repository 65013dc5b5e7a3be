"""Review sheets, a form on a page an initiative, embedded font; ReportLab, A4 portrait."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from .plan import BLANKS, Initiative, Series
from .review_sheets_text import COSTS, PLAN
from .sheet import EMBEDDED, register_embedded

SHOWS = (
    "a form on a page of its own for every initiative, labels left of and above their values",
    "rows 目標, 実績 and 達成率 under one indicator, years as columns",
    "first and second evaluation side by side: two grades",
    "money (事業費) that is no target, a 達成率 that is no record",
    "policy levels in cells of the form, a period stated in the head of the page",
)
MADE_BY = "ReportLab 5.1"

WIDTHS = (78.0, 132.0, 36.0, 44.0, 58.0, 58.0, 58.0, 58.0)
YEARS = ("R5", "R6", "R7", "R8")
CELL = ParagraphStyle("cell", fontName=EMBEDDED, fontSize=9.5, leading=14, wordWrap="CJK")
MIDDLE = ParagraphStyle("middle", CELL, alignment=1)
RIGHT = ParagraphStyle("right", CELL, alignment=2)
TITLE = ParagraphStyle("title", CELL, fontSize=14, leading=22)
NOTE = ParagraphStyle("note", CELL, fontSize=8.5, leading=12, alignment=2)
SHADE = HexColor("#ededed")
LEGEND = "評価　Ｓ：目標を大きく上回る　Ａ：目標どおり　Ｂ：目標をやや下回る　Ｃ：目標を大きく下回る"

Rows = list[list[Any]]


class Form:
    """Rows of one table and the spans and shades that go with them."""

    def __init__(self) -> None:
        self.rows: Rows = []
        self.style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.6, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]

    def add(self, *cells: tuple[str, int, ParagraphStyle, bool]) -> None:
        """A row of (text, columns, style, shaded)."""
        row: list[Any] = []
        number = len(self.rows)
        for text, columns, style, shaded in cells:
            first, last = len(row), len(row) + columns - 1
            row += [[Paragraph(line, style) for line in text.split("\n")], *[""] * (columns - 1)]
            self.style.append(("SPAN", (first, number), (last, number)))
            if shaded:
                self.style.append(("BACKGROUND", (first, number), (last, number), SHADE))
        self.rows.append(row)

    def field(self, label: str, text: str) -> None:
        self.add((label, 1, MIDDLE, True), (text, 7, CELL, False))

    def pair(self, *labelled: str) -> None:
        first, text, second, value = labelled
        self.add((first, 1, MIDDLE, True), (text, 3, CELL, False), (second, 1, MIDDLE, True), (value, 3, CELL, False))


def _rate(target: str, done: str) -> str:
    if target in BLANKS or done in BLANKS:
        return "－"
    return f"{100 * float(done.replace(',', '')) / float(target.replace(',', '')):.0f}％"


def _indicator(form: Form, series: Series) -> None:
    done = (*series.reported, "")
    rates = (*(_rate(t, d) for t, d in zip(series.cells, series.reported, strict=False)), "")
    first = len(form.rows)
    for kind, figures in (("目標", series.cells), ("実績", done), ("達成率", rates)):
        cells = [(text, 1, RIGHT, False) for text in figures]
        head = (("", 1, MIDDLE, True), (series.name, 1, CELL, False), (series.unit or "", 1, MIDDLE, False))
        form.add(*head, (kind, 1, MIDDLE, False), *cells)
    for column in (1, 2):
        form.style.append(("SPAN", (column, first), (column, first + 2)))
        form.rows[first + 1][column] = form.rows[first + 2][column] = ""


def _sheet(item: Initiative) -> Table:
    form = Form()
    form.pair("事業番号", item.number or "", "担当課", "\n".join(item.departments))
    form.field("事業名", item.name)
    form.pair("政策", item.policy[0], "施策", item.policy[1])
    form.field("事業の目的", item.objective or "")
    form.field("事業の内容", item.content or "")
    first = len(form.rows)
    years = [(year, 1, MIDDLE, True) for year in YEARS]
    form.add(*((text, 1, MIDDLE, True) for text in ("成果指標", "指標名", "単位", "区分")), *years)
    for series in item.series:
        _indicator(form, series)
    form.style = [entry for entry in form.style if not _inside(entry, first, len(form.rows) - 1)]
    form.style.append(("SPAN", (0, first), (0, len(form.rows) - 1)))
    costs = [(text, 1, RIGHT, False) for text in COSTS[item.number or ""]]
    form.add(("事業費", 1, MIDDLE, True), ("決算額（R8は予算額）", 1, CELL, False), ("千円", 2, MIDDLE, False), *costs)
    form.field("令和７年度の\n取組実績", item.narrative or "")
    form.pair("一次評価", item.grades[0], "二次評価", item.grades[1])
    form.field("今後の方向性", item.direction or "")
    form.field("課題・改善策", item.improvement or "")
    return Table(form.rows, colWidths=WIDTHS, style=form.style)


def _inside(entry: tuple[Any, ...], first: int, last: int) -> bool:
    """A span of the first column that the label over all indicators replaces."""
    return entry[0] == "SPAN" and entry[1][0] == 0 and first <= entry[1][1] <= last


def draw(target: Path) -> None:
    register_embedded()
    story: list[Flowable] = []
    for item in PLAN.initiatives:
        story += [Paragraph(PLAN.title, TITLE), Paragraph("計画期間：令和５年度～令和８年度", NOTE), Spacer(1, 4)]
        story += [_sheet(item), Spacer(1, 4), Paragraph(LEGEND, NOTE), PageBreak()]
    SimpleDocTemplate(
        str(target), pagesize=A4, leftMargin=36, rightMargin=36, topMargin=50, bottomMargin=50, invariant=1
    ).build(story[:-1])
