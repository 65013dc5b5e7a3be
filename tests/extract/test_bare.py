"""Tables for which nothing is drawn: the white between texts tells their columns."""

from __future__ import annotations

import pytest

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


def listed(rows: tuple[tuple[str, ...], ...] = ROWS, padding: float = 7.0) -> Drawn:
    cells = [Text(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return set_table(WIDTHS, cells, 9.0, padding=padding)


@pytest.mark.parametrize("align", ["left", "centre", "right"])
@pytest.mark.parametrize("padding", [4.0, 7.0])
def test_columns_by_alignment(align: str, padding: float) -> None:
    sheet, drawn = Sheet(), listed(padding=padding)
    sheet.texts(drawn, align)
    (table,) = sheet.tables(again=True)
    assert spots(table) == drawn.spots
    assert table.flags == ("gap_lattice",)


def test_a_rule_below_the_header_alone() -> None:
    sheet, drawn = Sheet(), listed()
    sheet.line(drawn.xs[0], drawn.ys[1], drawn.xs[-1], drawn.ys[1])
    sheet.texts(drawn)
    (table,) = sheet.tables(again=True)
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
    (table,) = sheet.tables(again=True)
    assert spots(table) == drawn.spots


def test_the_next_page_has_no_header() -> None:
    rows = tuple((str(n), name, office, "85件") for n, (_, name, office, _) in enumerate(ROWS[1:] * 2, 5))
    sheet, drawn, rest = Sheet(), listed(), listed(rows)
    sheet.texts(drawn)
    sheet.page()
    sheet.texts(rest)
    (table,) = sheet.tables(again=True)
    assert spots(table) == (*drawn.spots, *(spot.below(len(ROWS)) for spot in rest.spots))
