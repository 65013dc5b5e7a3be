"""Dumps of cards whose boxes are drawn out of order (pdfminer's): labels find their values, figures their rows."""

from __future__ import annotations

import pytest

from extract.model import Document, Table
from tests.extract.dumped import all_lines, dump
from tests.steps import growth

YEARS = ("令和8年度", "令和9年度", "令和10年度", "令和11年度")


def card(*boxes: str) -> str:
    return "\n\n".join(boxes) + "\n\n"


PLAIN = card(
    "取組項目 1 渡船の予約の電子化", "担当", "港湾課", "取組内容", "渡船の予約を電話から画面に移す。", "目標",
    "窓口に並ばずに船に乗れるようにする。", *YEARS, "取組計画", "予約の画面の公開", "検討", "実施", "実施", "実施",
    "数値目標", "画面から予約した人の数", "－", "100 人", "200 人", "300 人",
)  # fmt: skip
"""A card of 葦原市 in the order one reads it."""


def tables(document: Document) -> list[list[list[str]]]:
    found = [block for block in document.blocks if isinstance(block, Table)]
    return [[[c.text for c in t.cells if c.row == n] for n in range(t.n_rows)] for t in found]


def lost(document: Document, text: str) -> list[str]:
    """The printed lines of which nothing was read."""
    places = [line.place.lines for line in all_lines(document) if line.place.lines]
    seen = {n for first, last in places for n in range(first, last + 1)}
    return [line for n, line in enumerate(text.split("\n"), 1) if line.strip() and n not in seen]


def between(boxes: str) -> Document:
    """The dump of a card that stands between two plain ones."""
    text = PLAIN + boxes + PLAIN.replace("項目 1", "項目 3")
    document = dump("plan.txt", text.encode())
    assert lost(document, text) == []
    return document


def read(boxes: str) -> list[list[str]]:
    """The rows of such a card."""
    return tables(between(boxes))[1]


def unsure(boxes: str) -> set[str]:
    """The lines that could as well stand elsewhere."""
    return {line.text for line in all_lines(between(boxes)) if "reordered" in line.flags}


def test_labels_stand_among_the_lines_of_their_values() -> None:
    rows = read(
        card(
            "取組項目 2 灯台の見学の受入れ", "担当", "観光課", "（１）灯台の鍵を貸し出す。", "取組内容",
            "（２）夜の見学の日を設け", "る。", "目標", "・島に泊まる人を増やす。\n・灯台を知る子どもを増やす。",
            *YEARS, "取組計画", "夜の見学", "検討", "検討", "実施", "実施",
        )
    )  # fmt: skip
    assert rows[1] == ["担当", "観光課"]
    assert rows[2][1].split("\n") == ["（１）灯台の鍵を貸し出す。", "（２）夜の見学の日を設ける。"]
    assert rows[3][1].split("\n") == ["・島に泊まる人を増やす。", "・灯台を知る子どもを増やす。"]


def test_labels_before_values_and_years_out_of_order() -> None:
    """Two labels stand together before both values; items that count from 1 again begin the second value."""
    boxes = card(
        "取組項目 2 里山の手入れの支援", "担当", "農林課、市民課", "取組内容", "目標",
        "（１）道具を貸す。\n（２）講師を招く。", "（１）手入れされた山を増やす。\n（２）担い手を育てる。",
        YEARS[1], YEARS[2], YEARS[0], YEARS[3], "取組計画", "道具の貸出し", "準備", "実施", "実施", "実施",
    )  # fmt: skip
    rows = read(boxes)
    assert unsure(boxes) >= {"（１）道具を貸す。", "（１）手入れされた山を増やす。"}
    assert rows[2][1] == "（１）道具を貸す。\n（２）講師を招く。"
    assert rows[3][1] == "（１）手入れされた山を増やす。\n（２）担い手を育てる。"
    assert rows[4][1:] == list(YEARS)


def test_last_columns_of_several_rows_are_drawn_together() -> None:
    """検討 comes before 実施 in a row, and figures of one unit stand in one row."""
    boxes = card(
        "取組項目 2 窓口の混雑の表示", "担当", "市民課", "取組内容", "混雑を画面に示す。", "目標", "待つ時間を減らす。",
        *YEARS, "画面の設置", "実施", "実施", "取組計画", "予約との連携", "検討", "検討", "実施", "待ち時間の短縮",
        "20 分", "15 分", "12 分", "実施", "実施", "実施", "10 分", "数値目標",
    )  # fmt: skip
    rows = read(boxes)
    figures = {row[0]: row[1:] for row in rows if row[0] in ("画面の設置", "予約との連携", "待ち時間の短縮")}
    assert figures["待ち時間の短縮"] == ["20 分", "15 分", "12 分", "10 分"]
    assert figures["予約との連携"] == ["検討", "検討", "実施", "実施"]
    assert [row[0] for row in rows if row[1:] == list(YEARS)] == ["取組計画", "数値目標"]
    assert "予約との連携" in unsure(boxes)
    assert "予約の画面の公開" not in unsure(boxes)


def test_lines_in_a_box_with_a_column_are_its_figures() -> None:
    """基準値 and two figures below it stand in one box; an indicator in brackets ends its row's head."""
    text = "".join(
        card(
            f"{n}-1 {name}", "担当", "保育課", "ねらい", "安心して預けられる場を増やす。",
            "数値目標", "利用した人数（人）\n満足した割合（%）", "基準値\n(R6)\n40\n61.5", "目標値\n(R9)\n90\n80.0",
        )
        for n, name in enumerate(("休日の保育の拡大", "病児の預かり", "夜間の預かり"), 1)
    )  # fmt: skip
    document = dump("plan.txt", text.encode())
    assert lost(document, text) == []
    assert [row[-3:] for row in tables(document)[1][-2:]] == [
        ["利用した人数（人）", "40", "90"],
        ["満足した割合（%）", "61.5", "80.0"],
    ]


@pytest.mark.parametrize(
    "order", ["所管 指標 市民課 方向性 継続", "所管 市民課 方向性 継続 指標", "指標 所管 方向性 市民課 継続"]
)
def test_values_of_one_word_are_told_by_their_looks(order: str) -> None:
    """Prose stands before such a card; its title and text are no values."""
    text = "".join(
        card(
            f"{sign} {name}", "渡船の時刻を知らせる画面を港に置き、乗り遅れる人を減らします。", *order.split(), *YEARS,
            "画面を置いた港の数(単\n位:箇所)\n時刻表の公開", "1", "2", "3", "4", "実施", "⇒", "⇒", "⇒",
        )
        for sign, name in (("①", "港の画面"), ("②", "船の画面"), ("③", "駅の画面"))
    )  # fmt: skip
    document = dump("plan.txt", text.encode())
    assert lost(document, text) == []
    rows = tables(document)[1]
    assert ["所管", "市民課"] in [row[:2] for row in rows]
    assert ["方向性", "継続"] in [row[:2] for row in rows]
    assert ["画面を置いた港の数(単位:箇所)", "1", "2", "3", "4"] in rows
    assert ["時刻表の公開", "実施", "⇒", "⇒", "⇒"] in rows


def test_a_heading_broken_into_two_lines_is_whole_where_the_contents_have_it() -> None:
    first, second = "重点課題 2：港と島をつなぐ船と道と、人と仕事の", "流れの再生"
    text = f"{first}流れ\nの再生……3\n\n{first}\n\n{second}\n\n" + PLAIN + PLAIN.replace("項目 1", "項目 2")
    found = [line.text for line in all_lines(dump("plan.txt", text.encode()))]
    assert first + second in found


def test_steps_of_a_long_dump_of_cards_grow_as_it_does() -> None:
    def read(cards: int) -> None:
        dump("plan.txt", "".join(PLAIN.replace("項目 1", f"項目 {n}") for n in range(cards)).encode())

    assert growth(read, 60) < 2.6


def test_what_stands_between_cards_is_none_of_their_texts() -> None:
    """A running head, and the heading of a section over the next card."""
    pages = [f"汐見町地域計画\n\n{PLAIN.replace('項目 1', f'項目 {n}')}({n + 1})島の仕事\n\n" for n in range(1, 4)]
    text = "\f".join(pages)
    document = dump("plan.txt", text.encode())
    assert lost(document, text.replace("\f", "")) == []
    assert not [
        row for table in tables(document) for row in table if "汐見町" in "".join(row) or "島の" in "".join(row)
    ]


def test_figures_of_one_size_stand_in_one_row() -> None:
    """They come down the columns; each row's figures are of one size."""
    rows = read(
        card(
            "取組項目 2 島の学び", "担当", "教育課", "取組内容", "教室を開く。", "目標", "学ぶ子どもを増やす。", *YEARS,
            "数値目標", "教室の数", "通った人の数", "3", "1,200", "4", "1,500", "5", "1,800", "6", "2,100",
        )
    )  # fmt: skip
    assert ["教室の数", "3", "4", "5", "6"] in rows
    assert ["通った人の数", "1,200", "1,500", "1,800", "2,100"] in rows


def test_a_label_among_its_rows_is_read_where_no_blank_line_sets_boxes_apart() -> None:
    among = "渡船の台帳の公開\n取組計画\n検討\n実施\n実施\n実施\n公開した台帳の数\n数値目標\n1 件\n2 件\n3 件\n4 件\n"
    text = "".join(
        "\n".join(
            (
                f"取組項目 {n} 港の台帳",
                "担当",
                "港湾課",
                "取組内容",
                "台帳を写す。",
                "目標",
                "早く探せる。",
                *YEARS,
                among,
            )
        )
        for n in range(1, 4)
    )
    document = dump("plan.txt", text.encode())
    assert lost(document, text) == []
    for rows in tables(document):
        assert ["取組計画", *YEARS] in rows
        assert ["公開した台帳の数", "1 件", "2 件", "3 件", "4 件"] in rows
