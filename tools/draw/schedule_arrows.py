"""A schedule whose stages are block arrows over year columns, drawn by hand on ReportLab's canvas."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from .plan import MERGED, Initiative, Series
from .schedule_arrows_text import PLAN
from .sheet import EMBEDDED, block_arrow, height_of, register_embedded, write

SHOWS = (
    "a schedule: block arrows with the stage's word inside, over one or more year columns",
    "dashed rules between the years, which the arrows cross",
    "years with no arrow before, between and after",
    "several departments below one another in a narrow column, policy bands, header repeated",
    "one font, embedded as a subset",
)
MADE_BY = "ReportLab 5.1"

WIDTHS = (40.0, 130.0, 120.0, 78.0, 78.0, 78.0, 78.0, 78.0, 90.0)
HEADS = (
    "番号",
    "取組",
    "実施内容",
    "令和8\n年度",
    "令和9\n年度",
    "令和10\n年度",
    "令和11\n年度",
    "令和12\n年度",
    "担当部署",
)
PAGE = landscape(A4)
LEFT, TOP, BOTTOM = 36.0, PAGE[1] - 78, 50.0
ROW, HEAD, BAND = 30.0, 30.0, 18.0
FIRST_YEAR = 3
XS = tuple(LEFT + sum(WIDTHS[:i]) for i in range(len(WIDTHS) + 1))
CELL = ParagraphStyle("cell", fontName=EMBEDDED, fontSize=9, leading=11.5, wordWrap="CJK")
MIDDLE = ParagraphStyle("middle", CELL, alignment=1)
TONES = ("#fce4d6", "#ddebf7", "#e2efda")


def _box(canvas: Any, text: str, column: int, top: float, height: float, style: ParagraphStyle = CELL) -> None:
    """Frames a cell and writes its text at half height."""
    width = WIDTHS[column]
    canvas.rect(XS[column], top - height, width, height, stroke=1, fill=0)
    free = height - height_of(text, style, width - 6)
    write(canvas, text, style, XS[column] + 3, top - free / 2, width - 6)


def _start_page(canvas: Any) -> float:
    """Title, note and header; returns where the rows begin."""
    canvas.setFont(EMBEDDED, 14)
    canvas.drawString(LEFT, PAGE[1] - 46, PLAN.title)
    canvas.setFont(EMBEDDED, 9)
    canvas.drawString(LEFT, PAGE[1] - 66, "計画期間：令和8年度から令和12年度まで　　矢印は、その段階を行う期間を表す。")
    canvas.drawCentredString(PAGE[0] / 2, 28, str(canvas.getPageNumber()))
    canvas.setFillColor(HexColor("#d9d9d9"))
    canvas.rect(LEFT, TOP - HEAD, sum(WIDTHS), HEAD, stroke=0, fill=1)
    canvas.setFillColor(black)
    canvas.setLineWidth(0.6)
    for column, head in enumerate(HEADS):
        _box(canvas, head, column, TOP, HEAD, MIDDLE)
    return TOP - HEAD


def _arrows(canvas: Any, series: Series, top: float, tone: str) -> None:
    cells = list(series.cells)
    for first, word in enumerate(cells):
        if word in ("", MERGED):
            continue
        last = first
        while last + 1 < len(cells) and cells[last + 1] == MERGED:
            last += 1
        x0, x1 = XS[FIRST_YEAR + first] + 4, XS[FIRST_YEAR + last + 1] - 4
        canvas.setFillColor(HexColor(tone))
        block_arrow(canvas, x0, x1, top - ROW / 2, ROW * 0.75)
        canvas.setFillColor(black)
        canvas.setFont(EMBEDDED, 9)
        canvas.drawCentredString((x0 + x1) / 2 - 4, top - ROW / 2 - 3, word)


def _series_row(canvas: Any, series: Series, top: float, tone: str) -> None:
    _box(canvas, series.name, 2, top, ROW)
    right = XS[FIRST_YEAR + len(PLAN.years)]
    canvas.line(XS[FIRST_YEAR], top - ROW, right, top - ROW)
    canvas.setDash(2, 2)
    for x in XS[FIRST_YEAR + 1 : FIRST_YEAR + len(PLAN.years)]:
        canvas.line(x, top, x, top - ROW)
    canvas.setDash()
    _arrows(canvas, series, top, tone)


def _height(item: Initiative) -> float:
    return max(ROW * len(item.series), 14.0 * len(item.departments))


def _initiative(canvas: Any, item: Initiative, top: float, tone: str) -> float:
    height = _height(item)
    _box(canvas, item.number or "", 0, top, height, MIDDLE)
    _box(canvas, item.name + ("【新規】" if item.is_new else ""), 1, top, height)
    _box(canvas, "\n".join(item.departments), len(WIDTHS) - 1, top, height)
    for i, series in enumerate(item.series):
        _series_row(canvas, series, top - i * ROW, tone)
    if height > ROW * len(item.series):
        canvas.rect(XS[2], top - height, XS[-2] - XS[2], height, stroke=1, fill=0)
    return top - height


def _band(canvas: Any, policy: str, top: float) -> float:
    canvas.setFillColor(HexColor("#f2f2f2"))
    canvas.rect(LEFT, top - BAND, sum(WIDTHS), BAND, stroke=1, fill=1)
    canvas.setFillColor(black)
    canvas.setFont(EMBEDDED, 10)
    canvas.drawString(LEFT + 5, top - BAND + 5, policy)
    return top - BAND


def draw(target: Path) -> None:
    register_embedded()
    canvas = Canvas(str(target), pagesize=PAGE, invariant=1)
    top = _start_page(canvas)
    for tone, (policy, group) in zip(TONES, groupby(PLAN.initiatives, key=lambda i: i.policy[0]), strict=True):
        items = list(group)
        for i, item in enumerate(items):
            if top - _height(item) - (0 if i else BAND) < BOTTOM:
                canvas.showPage()
                top = _start_page(canvas)
            top = top if i else _band(canvas, policy, top)
            top = _initiative(canvas, item, top, tone)
    canvas.setFont(EMBEDDED, 9)
    canvas.drawRightString(PAGE[0] - LEFT, top - 16, f"{PLAN.municipality}　環境創造課")
    canvas.save()
