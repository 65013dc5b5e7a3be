"""Tables without vertical rules, as they are printed; and what only looks like one."""

from __future__ import annotations

import itertools

from tests.extract.drawn_tables import Drawn, Sheet, Text, set_table, spots

ROWS = (
    ("番号", "取組名", "担当課", "目標値"),
    ("1", "窓口の手続きを書かずに済ませる", "市民課", "85件"),
    ("2", "防災マップの電子化", "危機管理室", "1,300台"),
    ("3", "学校の図書を電子書籍で貸し出す", "教育総務課", "12校"),
    ("4", "公共施設の予約", "生涯学習課", "50%"),
)
WIDTHS = (40.0, 150.0, 90.0, 70.0)


def listed(rows: tuple[tuple[str, ...], ...] = ROWS) -> Drawn:
    cells = [Text(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return set_table(WIDTHS, cells, 9.0, padding=7.0)


def rules(sheet: Sheet, drawn: Drawn, heights: tuple[float, ...]) -> None:
    for y in heights:
        sheet.line(drawn.xs[0], y, drawn.xs[-1], y)


def test_a_rule_below_each_row() -> None:
    sheet, drawn = Sheet(), listed()
    rules(sheet, drawn, drawn.ys)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots
    assert (table.confidence, table.flags) == (0.8, ("no_vertical_rules",))


def test_three_rules() -> None:
    """Above and below the header, and below the last row, as journals set tables."""
    sheet, drawn = Sheet(), listed()
    rules(sheet, drawn, (*drawn.ys[:2], drawn.ys[-1]))
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots
    assert table.confidence == 0.6


def test_stripes() -> None:
    sheet, drawn = Sheet(), listed()
    for y0, y1 in list(itertools.pairwise(drawn.ys))[::2]:
        sheet.fill(drawn.xs[0], y0, drawn.xs[-1], y1, 0.9)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def test_a_shaded_header_and_nothing_else() -> None:
    sheet, drawn = Sheet(), listed()
    sheet.fill(drawn.xs[0], drawn.ys[0], drawn.xs[-1], drawn.ys[1], 0.8)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def test_columns_ruled_in_the_header_alone() -> None:
    sheet, drawn = Sheet(), listed()
    rules(sheet, drawn, drawn.ys)
    for x in drawn.xs:
        sheet.line(x, drawn.ys[0], x, drawn.ys[1])
    for x in (drawn.xs[0], drawn.xs[-1]):
        sheet.line(x, drawn.ys[0], x, drawn.ys[-1])
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def test_rows_of_a_ruled_table_that_nothing_divides() -> None:
    rows = (*ROWS, ("5", "子育ての相談", "こども課", "900件"))
    sheet, drawn = Sheet(), listed(rows)
    rules(sheet, drawn, (*drawn.ys[:2], drawn.ys[-1]))
    for x in drawn.xs:
        sheet.line(x, drawn.ys[0], x, drawn.ys[-1])
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def test_lists_of_a_ruled_table_stay_in_their_cells() -> None:
    """The lines of wrapped texts stand level, but they are full."""
    text = "窓口の手続きを書かずに済ませる仕組みを全ての支所に広げて市民の待ち時間を短くする"
    rows = (ROWS[0], ("1", text, text[:30], text[:24]))
    sheet, drawn = Sheet(), listed(rows)
    rules(sheet, drawn, drawn.ys)
    for x in drawn.xs:
        sheet.line(x, drawn.ys[0], x, drawn.ys[-1])
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


SENTENCE = "本市では、窓口の手続きを書かずに済ませる仕組みを整え、市民の待ち時間を短くすることを目指している。"


def test_prose_between_rules_is_no_table() -> None:
    sheet = Sheet()
    for y in (60.0, 76.0, 150.0):
        sheet.line(40, y, 440, y)
    sheet.text(44, 72, "はじめに", 9)
    for n in range(4):
        sheet.text(44, 90 + 14 * n, SENTENCE[n : n + 42], 9)
    assert not sheet.tables()


def test_a_table_of_contents_between_rules_is_no_table() -> None:
    sheet = Sheet()
    for y in (60.0, 140.0):
        sheet.line(40, y, 440, y)
    for n, title in enumerate(("計画の趣旨", "現状と課題", "取組の一覧", "進行の管理")):
        sheet.text(44, 76 + 16 * n, f"第{n + 1}章　{title}" + "…" * 26 + f"{4 * n + 1}", 9)
    assert not sheet.tables()


def test_two_columns_of_text_between_rules_are_no_table() -> None:
    sheet = Sheet()
    for y in (60.0, 240.0):
        sheet.line(40, y, 440, y)
    for n in range(11):
        sheet.text(40, 76 + 14 * n, SENTENCE[n : n + 20], 9)
        sheet.text(250, 76 + 14 * n, SENTENCE[n + 12 : n + 32], 9)
    assert not sheet.tables()


def test_a_chart_is_no_table() -> None:
    """Level grid lines, a scale beside them and years below."""
    sheet = Sheet()
    for n in range(6):
        sheet.line(80, 60 + 30 * n, 400, 60 + 30 * n)
        sheet.text(50, 64 + 30 * n, f"{100 - 20 * n}", 9)
    for n in range(5):
        sheet.fill(100 + 60 * n, 200 - 20 * n, 120 + 60 * n, 210, 0.5)
        sheet.text(96 + 60 * n, 226, f"令和{n + 3}", 9)
    assert not sheet.tables()
