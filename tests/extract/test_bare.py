"""Tables for which nothing is drawn, and what stands in columns and is no table."""

from __future__ import annotations

import pytest

from extract.model import Table
from tests.extract.drawn_tables import Drawn, Sheet, Text, set_table, spots

HEAD = ("番号", "取組名", "担当課", "目標値")
ROWS = (
    HEAD,
    ("1", "窓口の手続きを書かずに済ませる", "市民課", "85件"),
    ("2", "防災マップの電子化", "危機管理室", "1,300台"),
    ("3", "学校の図書を電子書籍で貸し出す仕組みを全ての学校に広げる", "教育総務課", "12校"),
    ("4", "公共施設の予約", "生涯学習課", "50%"),
)
WIDTHS = (40.0, 150.0, 90.0, 70.0)
SENTENCE = "本市では、窓口の手続きを書かずに済ませる仕組みを整え、市民の待ち時間を短くすることを目指している。"


def listed(rows: tuple[tuple[str, ...], ...] = ROWS, padding: float = 7.0) -> Drawn:
    cells = [Text(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return set_table(WIDTHS, cells, 9.0, padding=padding)


@pytest.mark.parametrize("align", ["left", "centre", "right"])
@pytest.mark.parametrize("padding", [4.0, 7.0])
def test_columns_by_alignment(align: str, padding: float) -> None:
    sheet, drawn = Sheet(), listed(padding=padding)
    sheet.texts(drawn, align)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots
    assert (table.confidence, table.flags) == (0.5, ("no_vertical_rules",))


def test_between_paragraphs() -> None:
    """The line before and the lines after stay prose, and so does the note below."""
    sheet, drawn = Sheet(), listed()
    sheet.text(40, 40, SENTENCE, 9)
    sheet.texts(drawn)
    bottom = drawn.ys[-1]
    sheet.text(42, bottom + 12, "※ 目標値は最終年度の値", 9)
    for n in range(3):
        sheet.text(40, bottom + 40 + 14 * n, SENTENCE[n:], 9)
    before, table, after = sheet.blocks()
    assert isinstance(table, Table)
    assert spots(table) == drawn.spots
    assert [len(block.lines) for block in (before, after) if not isinstance(block, Table)] == [1, 4]


def test_a_rule_below_the_header_alone() -> None:
    sheet, drawn = Sheet(), listed()
    sheet.line(drawn.xs[0], drawn.ys[1], drawn.xs[-1], drawn.ys[1])
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def test_bands_of_policies() -> None:
    """A text over the whole width parts the rows; it is a row of its own."""
    bands = ("基本目標1 誰もが使える窓口をつくり、暮らしの手続きを軽くする", "基本目標2 学びの場をひらく")
    rows = (*ROWS[:3], *ROWS[3:])
    at = {1: bands[0], 4: bands[1]}
    texts: list[Text] = []
    row = 0
    for cells in rows:
        if row in at:
            texts.append(Text(row, 0, 1, 4, at[row]))
            row += 1
        texts += [Text(row, c, 1, 1, text) for c, text in enumerate(cells)]
        row += 1
    sheet, drawn = Sheet(), set_table(WIDTHS, texts, 9.0, padding=7.0)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def test_years_under_two_levels() -> None:
    texts = [Text(0, 0, 2, 1, "取組名"), Text(0, 1, 1, 2, "令和7年度"), Text(0, 3, 1, 2, "令和8年度")]
    texts += [Text(1, c, 1, 1, "目標" if c % 2 else "実績") for c in range(1, 5)]
    for r, name in enumerate(("窓口の手続き", "防災マップの電子化", "電子書籍の貸出", "施設の予約")):
        texts += [Text(r + 2, 0, 1, 1, name)]
        texts += [Text(r + 2, c, 1, 1, f"{10 * r + 7 * c}件") for c in range(1, 5)]
    sheet, drawn = Sheet(), set_table((110, 60, 60, 60, 60), texts, 9.0, padding=7.0)
    sheet.texts(drawn)
    (table,) = sheet.tables()
    assert spots(table) == drawn.spots


def test_the_next_page_has_no_header() -> None:
    rows = tuple((str(n), name, office, "85件") for n, (_, name, office, _) in enumerate(ROWS[1:] * 2, 5))
    sheet, drawn, rest = Sheet(), listed(), listed(rows)
    sheet.texts(drawn)
    sheet.page()
    sheet.texts(rest)
    (table,) = sheet.tables()
    assert spots(table) == (*drawn.spots, *(spot.below(len(ROWS)) for spot in rest.spots))


TITLES = ("計画の趣旨", "現状と課題", "取組の一覧", "進行の管理", "資料編")


def contents(sheet: Sheet) -> None:
    """A table of contents set with tabs, under a heading."""
    sheet.text(180, 60, "目次", 12)
    for n, title in enumerate(TITLES):
        sheet.text(44, 84 + 16 * n, f"第{n + 1}章", 9)
        sheet.text(110, 84 + 16 * n, title, 9)
        sheet.text(380, 84 + 16 * n, f"{4 * n + 1}", 9)


def headed_contents(sheet: Sheet) -> None:
    """The same with leaders, between words that head its columns."""
    for x, head in ((44, "章"), (110, "内容"), (380, "頁")):
        sheet.text(x, 66, head, 9)
    for n, title in enumerate(TITLES):
        sheet.text(44, 84 + 16 * n, f"第{n + 1}章", 9)
        sheet.text(110, 84 + 16 * n, title + "…" * 24, 9)
        sheet.text(380, 84 + 16 * n, f"{4 * n + 1}", 9)


def newspaper(sheet: Sheet) -> None:
    for n in range(12):
        for k, x in enumerate((40, 190, 340)):
            sheet.text(x, 66 + 14 * n, (SENTENCE * 3)[n + 9 * k : n + 9 * k + 14], 9)


def items(sheet: Sheet) -> None:
    """A list whose items have a mark, a term and its explanation."""
    for n, term in enumerate(TITLES):
        sheet.text(44, 66 + 16 * n, f"({n + 1})", 9)
        sheet.text(80, 66 + 16 * n, term, 9)
        sheet.text(190, 66 + 16 * n, SENTENCE[n : n + 20], 9)


def signature(sheet: Sheet) -> None:
    for n, word in enumerate(("住所", "氏名", "電話")):
        sheet.text(240, 66 + 18 * n, word, 9)
        sheet.text(400, 66 + 18 * n, "印" if n == 1 else "", 9)


def boxes(sheet: Sheet) -> None:
    """A diagram: words in frames, three in a row."""
    for n in range(5):
        for k in range(3):
            sheet.canvas.rect(50 + 120 * k, 700 - 30 * n, 80, 18)
            sheet.text(60 + 120 * k, 137 + 30 * n, TITLES[(n + k) % 5], 9)


def axes(sheet: Sheet) -> None:
    """The words of a chart without grid lines: a scale, years, and a legend."""
    for n in range(6):
        sheet.text(50, 66 + 30 * n, f"{100 - 20 * n}", 9)
    for n in range(5):
        sheet.text(96 + 60 * n, 240, f"令和{n + 3}", 9)
        sheet.text(96 + 60 * n, 254, f"({n + 2021})", 9)
        sheet.text(98 + 60 * n, 200 - 18 * n, f"{12 * n + 7}", 9)


@pytest.mark.parametrize("draw", [contents, headed_contents, newspaper, items, signature, boxes, axes])
def test_what_is_no_table(draw: object) -> None:
    sheet = Sheet()
    assert callable(draw)
    draw(sheet)
    assert not [table for table in sheet.tables() if table.confidence == 0.5]
