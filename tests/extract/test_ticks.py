"""Options of a form: which one is ticked, crossed, filled or ringed, however that is drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Reader, read
from normalize.records import records

GOTHIC = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))
HEAD = ("番号", "取組名", "担当課", "評価", "取組実績")
XS = (40, 80, 220, 290, 420, 560)
ROWS = (
    ("1", "窓口予約の導入", "市民課", "予約の受付を始め、広報で知らせました。"),
    ("2", "電子図書の貸出", "図書館", "図書を買い入れ、学校に案内しました。"),
    ("3", "農地地図の整備", "農政課", "北部の農地を地図に載せました。"),
)
GRADES = ("達成", "概ね達成", "未達成")
CHOSEN = (1, 0, 2)
Mark = Callable[[Canvas, float, float, float, bool], None]
"""Draws a box of a size with its lower left corner at a point, ticked or not."""


def box(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.rect(x, y, size, size)


def tick(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    box(canvas, x, y, size)
    if on:
        canvas.lines([(x + 1, y + size / 2, x + 3, y + 1), (x + 3, y + 1, x + size + 1, y + size + 1)])


def path_tick(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    box(canvas, x, y, size)
    if on:
        path = canvas.beginPath()
        path.moveTo(x + 1, y + size / 2)
        path.curveTo(x + 2, y + 2, x + 3, y + 1, x + 3, y + 1)
        path.curveTo(x + 4, y + 4, x + 5, y + 6, x + size, y + size)
        canvas.drawPath(path)


def cross(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    box(canvas, x, y, size)
    if on:
        canvas.lines([(x, y, x + size, y + size), (x, y + size, x + size, y)])


def inner(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    box(canvas, x, y, size)
    if on:
        canvas.rect(x + 2, y + 2, size - 4, size - 4, stroke=0, fill=1)


def black(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    canvas.rect(x, y, size, size, stroke=1, fill=int(on))


def radio(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    canvas.circle(x + size / 2, y + size / 2, size / 2)
    if on:
        canvas.circle(x + size / 2, y + size / 2, size / 4, stroke=0, fill=1)


def typed_in_box(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    box(canvas, x, y, size)
    if on:
        canvas.drawString(x, y + 1, "レ")


def ticked_sign(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    canvas.drawString(x, y, "□")
    if on:
        canvas.lines([(x + 1, y + size / 2, x + 3, y + 1), (x + 3, y + 1, x + size, y + size + 1)])


def field(canvas: Canvas, x: float, y: float, size: float, on: bool) -> None:
    name = f"f{x:.0f}-{y:.0f}"
    form: Any = canvas.acroForm
    form.checkbox(name=name, x=x, y=y, size=size, checked=on, borderWidth=1, buttonStyle="check")


MARKS: tuple[Mark, ...] = (tick, path_tick, cross, inner, black, radio, typed_in_box, ticked_sign, field)


def draw_report(path: Path, options: Callable[[Canvas, float, float, int], None]) -> None:
    canvas = Canvas(str(path), pagesize=(600, 400))
    canvas.setFont(GOTHIC, 14)
    canvas.drawString(40, 370, "青嶺市業務改革計画 令和6年度進捗状況報告書")
    canvas.setFont(GOTHIC, 8)
    canvas.grid(XS, [340 - 45 * n for n in range(5)])
    for n, row in enumerate((HEAD, *((*r[:3], "", r[3]) for r in ROWS))):
        for x, text in zip(XS, row, strict=False):
            if len(text) * 8 > 130:
                canvas.drawString(x + 4, 322 - 45 * n, text[:15])
                canvas.drawString(x + 4, 310 - 45 * n, text[15:])
            else:
                canvas.drawString(x + 4, 315 - 45 * n, text)
    for n, at in enumerate(CHOSEN, 1):
        options(canvas, XS[3] + 6, 340 - 45 * n, at)
    canvas.save()


def grades(path: Path, reader: Reader) -> list[tuple[str, str | None]]:
    found = records(read(path, reader), "0")
    assert [i.name for i in found.initiatives] == [row[1] for row in ROWS]
    return [(r.kind, r.grade) for r in found.results if r.kind != "narrative"]


WANT = [("grade", GRADES[at]) for at in CHOSEN]


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("way", ["below", "beside", "behind"])
def test_the_option_in_the_ticked_box(tmp_path: Path, mark: Mark, way: str, reader: Reader) -> None:
    """Options stand below or beside one another; their boxes before or behind them."""

    def options(canvas: Canvas, x: float, top: float, chosen: int) -> None:
        at = x
        for n, word in enumerate(GRADES):
            y = top - 13 - 12 * n if way == "below" else top - 25
            canvas.drawString(at if way == "behind" else at + 10, y, word)
            mark(canvas, at + 8 * len(word) + 2 if way == "behind" else at, y, 7, n == chosen)
            at += 8 * len(word) + 16 if way != "below" else 0

    draw_report(tmp_path / "report.pdf", options)
    assert grades(tmp_path / "report.pdf", reader) == WANT


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
@pytest.mark.parametrize("between", ["・", "　", "／"])
@pytest.mark.parametrize("square", [False, True])
def test_the_option_in_the_ring(tmp_path: Path, between: str, square: bool, reader: Reader) -> None:
    def options(canvas: Canvas, x: float, top: float, chosen: int) -> None:
        canvas.drawString(x, top - 25, between.join(GRADES))
        before = sum(len(word) + 1 for word in GRADES[:chosen])
        left, width = x + 8 * before - 2, 8 * len(GRADES[chosen]) + 4
        if square:
            canvas.roundRect(left, top - 29, width, 13, 4)
        else:
            canvas.ellipse(left, top - 29, left + width, top - 16)

    draw_report(tmp_path / "report.pdf", options)
    assert grades(tmp_path / "report.pdf", reader) == WANT


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
def test_options_of_which_none_is_chosen_are_no_grade(tmp_path: Path, reader: Reader) -> None:
    def options(canvas: Canvas, x: float, top: float, chosen: int) -> None:
        canvas.drawString(x, top - 25, "・".join(GRADES))

    draw_report(tmp_path / "report.pdf", options)
    assert grades(tmp_path / "report.pdf", reader) == []
    found = records(read(tmp_path / "report.pdf", reader), "0").findings
    assert [f.rule for f in found if f.rule == "cell_not_read"] == ["cell_not_read"] * 3
