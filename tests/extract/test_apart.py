"""Cells drawn as shapes of their own, white between them; charts of boxes are no tables."""

from __future__ import annotations

from extract.model import Prose
from tests.extract.drawn_tables import HEIGHT, Sheet

DARK, LIGHT = 0.6, 0.9
LEFT, RIGHT, END = 40.0, 150.0, 500.0


def framed(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        sheet.line(a, b, c, d)


def label_and_text(sheet: Sheet, top: float, label: str, text: str, height: float, gap: float) -> float:
    """A row of two boxes; where the next one begins."""
    sheet.fill(LEFT, top, RIGHT, top + height, DARK)
    sheet.fill(RIGHT + gap, top, END, top + height, LIGHT)
    sheet.text(LEFT + 6, top + 14, label, 10)
    sheet.text(RIGHT + gap + 6, top + 14, text, 10)
    return top + height + gap


def test_a_chart_of_boxes_is_no_table() -> None:
    sheet = Sheet()
    for n, (x, y) in enumerate(((200, 60), (80, 120), (320, 120), (40, 180), (130, 180), (280, 180), (370, 180))):
        sheet.fill(x, y, x + 80, y + 30, LIGHT)
        sheet.text(x + 6, y + 16, f"第{n}部会", 10)
    assert sheet.tables() == []


def test_boxes_far_apart_are_no_table() -> None:
    sheet = Sheet()
    top = 60.0
    for label, text in (("担当課", "市民課"), ("概要", "一つにする。"), ("効果", "待たせない。")):
        top = label_and_text(sheet, top, label, text, 30, 30)
    assert sheet.tables() == []


def test_boxes_with_round_corners() -> None:
    sheet = Sheet()
    for n, (label, text) in enumerate((("担当課", "市民課"), ("概要", "一つにする。"), ("効果", "待たない。"))):
        top = 60 + 36.0 * n
        for x0, x1, word, grey in ((LEFT, RIGHT, label, DARK), (RIGHT + 6, END, text, LIGHT)):
            sheet.canvas.setFillGray(grey)
            sheet.canvas.roundRect(x0, HEIGHT - top - 30, x1 - x0, 30, 5, stroke=0, fill=1)
            sheet.canvas.setFillGray(0)
            sheet.text(x0 + 8, top + 18, word, 10)
    sheet.canvas.ellipse(60, 300, 200, 340, stroke=1, fill=0)
    (table,) = sheet.tables(again=True)
    assert [(c.row, c.col, c.text) for c in table.cells] == [
        (0, 0, "担当課"),
        (0, 1, "市民課"),
        (1, 0, "概要"),
        (1, 1, "一つにする。"),
        (2, 0, "効果"),
        (2, 1, "待たない。"),
    ]


def rounded(sheet: Sheet, x0: float, y0: float, x1: float, y1: float, radius: float) -> None:
    """A box as browsers draw it: each corner of two curves."""
    path, a, b = sheet.canvas.beginPath(), HEIGHT - y1, HEIGHT - y0
    d = 2 * radius
    path.moveTo(x0, a + radius)
    for x, y, start in ((x0, b - d, 180), (x1 - d, b - d, 90), (x1 - d, a, 0), (x0, a, 270)):
        path.arcTo(x, y, x + d, y + d, start, -45)
        path.arcTo(x, y, x + d, y + d, start - 45, -45)
    path.close()
    sheet.canvas.drawPath(path, stroke=1, fill=0)


def test_corners_of_several_curves() -> None:
    sheet = Sheet()
    for n, words in enumerate((("担当課", "市民課"), ("概要", "一つにする。"), ("効果", "待たない。"))):
        top = 60 + 36.0 * n
        for x0, x1, word in ((LEFT, RIGHT, words[0]), (RIGHT + 6, END, words[1])):
            rounded(sheet, x0, top, x1, top + 30, 6)
            sheet.text(x0 + 8, top + 18, word, 10)
    (table,) = sheet.tables(again=True)
    assert [c.text for c in table.cells] == ["担当課", "市民課", "概要", "一つにする。", "効果", "待たない。"]


def test_a_heading_with_a_bar_before_it_is_a_heading() -> None:
    sheet = Sheet()
    sheet.fill(LEFT, 60, LEFT + 6, 84, DARK)
    sheet.fill(LEFT + 6, 60, END, 84, LIGHT)
    sheet.text(LEFT + 14, 76, "1-1 窓口の改善", 14)
    (block,) = sheet.blocks()
    assert isinstance(block, Prose)
    assert [line.text for line in block.lines] == ["1-1 窓口の改善"]


def test_rows_in_boxes_with_round_corners_are_one_table() -> None:
    """The outer border is that of the boxes; rules part the columns in them alone."""
    sheet, rows = Sheet(), (("取組", "担当課", "目標"), ("窓口の改善", "市民課", "3件"), ("税の収納", "税務課", "5件"))
    for n, texts in enumerate(rows):
        top = 60 + 22 * n
        sheet.canvas.roundRect(LEFT, HEIGHT - top - 22, END - LEFT, 22, 4)
        for x in (200, 350):
            sheet.line(x, top, x, top + 22)
        for x, text in zip((LEFT, 200, 350), texts, strict=True):
            sheet.text(x + 5, top + 15, text, 10)
    (table,) = sheet.tables()
    assert [(c.row, c.col, c.text) for c in table.cells] == [
        (r, c, text) for r, texts in enumerate(rows) for c, text in enumerate(texts)
    ]
    assert (table.confidence, table.flags) == (1.0, ())


def test_a_round_frame_over_a_table_is_no_row_of_it() -> None:
    sheet = Sheet()
    sheet.canvas.roundRect(LEFT, HEIGHT - 80, END - LEFT, 20, 4)
    sheet.text(LEFT + 5, 74, "（1）窓口の改善", 11)
    for n, (label, text) in enumerate((("担当課", "市民課"), ("内容", "一つにまとめる。"), ("費用", "5千円"))):
        top = 82.8 + 20 * n
        framed(sheet, LEFT, top, RIGHT, top + 20)
        framed(sheet, RIGHT, top, END, top + 20)
        sheet.text(LEFT + 5, top + 14, label, 10)
        sheet.text(RIGHT + 5, top + 14, text, 10)
    (table,) = sheet.tables()
    assert [c.text for c in table.cells] == ["担当課", "市民課", "内容", "一つにまとめる。", "費用", "5千円"]
