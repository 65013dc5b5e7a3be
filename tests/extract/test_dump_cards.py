"""Cards in drawn order: rows counted by kind, years under labels, and what stands at the edges of their pages."""

from __future__ import annotations

import pytest

from extract.model import Document, Prose, Table
from tests.extract.dumped import all_lines, dump

CARDS = (("101", "港の台帳の公開", "港湾課"), ("102", "窓口の混雑の表示", "市民課"), ("103", "休日の保育", "保育課"))
CARD = """事業番号
{n}
担当課
{office}
事業名
{name}
事業の目的
{name}を進める。
"""


def cards(below: str) -> str:
    return "\f".join(CARD.format(n=n, name=name, office=office) + below for n, name, office in CARDS)


def rows_below(below: str) -> list[list[str]]:
    """The rows of the second card under its four labels; no line of the text is lost."""
    document = dump("plan.txt", cards(below).encode())
    assert lost(document, cards(below)) == []
    table = [block for block in document.blocks if isinstance(block, Table)][1]
    rows = [[cell.text for cell in table.cells if cell.row == n] for n in range(table.n_rows)]
    assert [row[0] for row in rows[:4]] == ["事業番号", "担当課", "事業名", "事業の目的"]
    return rows[4:]


def lost(document: Document, text: str) -> list[str]:
    places = [line.place.lines for line in all_lines(document) if line.place.lines]
    seen = {n for first, last in places for n in range(first, last + 1)}
    return [line for n, line in enumerate(text.split("\n"), 1) if line.strip("\f ") and n not in seen]


COUNTED = """成果指標
指標名
単位
区分
R5
R6
R7
R8
公開した台帳の数
件
目標
20
30
40
55
実績
18
33
47
達成率
90％
110％
118％
支援した団体の割合
％
目標
18.2
24.0
36.5
48.0
実績
－
19.8
37.1
"""


@pytest.mark.parametrize(
    "below",
    [
        COUNTED,
        "成果指標\n指標名 単位 区分 R5 R6 R7 R8\n公開した台帳の数 件\n目標 20 30 40 55\n実績 18 33 47\n"
        "達成率 90％ 110％ 118％\n支援した団体の割合 ％\n目標 18.2 24.0 36.5 48.0\n実績 － 19.8 37.1\n",
    ],
    ids=["a cell a line", "cells on a line"],
)
def test_rows_of_figures_are_counted_by_kind(below: str) -> None:
    assert rows_below(below) == [
        ["成果指標", ""],
        ["指標名", "単位", "区分", "R5", "R6", "R7", "R8"],
        ["公開した台帳の数", "件", "目標", "20", "30", "40", "55"],
        ["実績", "18", "33", "47", ""],
        ["達成率", "90％", "110％", "118％", ""],
        ["支援した団体の割合", "％", "目標", "18.2", "24.0", "36.5", "48.0"],
        ["実績", "－", "19.8", "37.1", ""],
    ]


def test_an_indicator_stands_beside_all_its_kinds() -> None:
    table = next(block for block in dump("plan.txt", cards(COUNTED).encode()).blocks if isinstance(block, Table))
    assert [(cell.rowspan, cell.text) for cell in table.cells if cell.col == 0 and cell.rowspan > 1] == [
        (3, "公開した台帳の数"),
        (2, "支援した団体の割合"),
    ]


def test_fewer_results_than_years_are_those_of_the_first_and_marked() -> None:
    table = next(block for block in dump("plan.txt", cards(COUNTED).encode()).blocks if isinstance(block, Table))
    marked = {cell.row for cell in table.cells for line in cell.lines if "reordered" in line.flags}
    kinds = {cell.row: cell.text for cell in table.cells if cell.col == 2}
    assert {kinds[row] for row in marked} == {"実績", "達成率"}


def test_fewer_targets_than_years_are_of_nobody_knows_which() -> None:
    rows = rows_below(COUNTED.replace("24.0\n", ""))
    assert rows[5] == ["支援した団体の割合", "％", "目標", "", "", "", "", "18.2 36.5 48.0".replace(" ", "")]


@pytest.mark.parametrize(
    ("below", "want"),
    [
        (
            "ＫＰＩ\n指標\n単位\n基準値\n（Ｒ６年度）\n目標値\n（Ｒ11年度）\n公開した台帳の数\n件\n４\n１５\n",
            [
                ["ＫＰＩ", ""],
                ["指標", "単位", "基準値（Ｒ６年度）", "目標値（Ｒ11年度）"],
                ["公開した台帳の数", "件", "４", "１５"],
            ],
        ),
        (
            "成果指標\n現状値\n目標値\n令和６年度\n令和９年度\n令和12年度\n公開した台帳の数（件）\n６\n１０\n１５\n",
            [
                ["成果指標", "現状値", "目標値"],
                ["令和６年度", "令和９年度", "令和12年度"],
                ["公開した台帳の数（件）", "６", "１０", "１５"],
            ],
        ),
        (
            "年度\n令和８年度\n令和９年度\n年度計画\n準備\n運用\nKPI\n公開した台帳の数\n6件\n10件\n",
            [
                ["年度", "令和８年度", "令和９年度"],
                ["年度計画", "準備", "運用"],
                ["KPI", "令和８年度", "令和９年度"],
                ["公開した台帳の数", "6件", "10件"],
            ],
        ),
        (
            "実施計画\n令和８年度\n令和９年度\n令和10年度\n台帳の下調べ\n台帳の下調べと地図への書\n込み\n地図への書込み\n",
            [
                ["実施計画", "令和８年度", "令和９年度", "令和10年度"],
                ["台帳の下調べ", "台帳の下調べと地図への書込み", "地図への書込み"],
            ],
        ),
        (
            "指標\n単位\nR6実績\nR7計画\nR8計画\n台帳を引いた人の割合\n％\n18.2\n49.1\n80.0\n"
            "実施計画\n令和８年度\n令和９年度\n調査\n公開\n",
            [
                ["指標", "単位", "R6実績", "R7計画", "R8計画"],
                ["台帳を引いた人の割合", "％", "18.2", "49.1", "80.0"],
                ["実施計画", "令和８年度", "令和９年度"],
            ],
        ),
    ],
    ids=["a label beside the header", "labels over years", "years with a row", "a text a year", "figures like numbers"],
)
def test_headers_of_figures(below: str, want: list[list[str]]) -> None:
    assert rows_below(below)[: len(want)] == want


def test_levels_and_departments_of_one_label_are_lines_of_one_cell() -> None:
    below = "政策体系\n政策1 港のまちを守る\n施策1-1 港の備え\n所管\n港湾課\n上下水道局総務課\n"
    assert rows_below(below) == [
        ["政策体系", "政策1 港のまちを守る\n施策1-1 港の備え"],
        ["所管", "港湾課\n上下水道局総務課"],
    ]


def test_what_most_pages_bear_at_their_edges_is_no_part_of_a_card() -> None:
    texts = [CARD.format(n=n, name=name, office=office) for n, name, office in CARDS]
    own = [f"- {n} -\n汐見町の将来を考える総合戦略\n第{n}節 はじめの文。\n{text}" for n, text in enumerate(texts, 1)]
    document = dump("plan.txt", "\f".join(own).encode())
    prose = [line.text for block in document.blocks if isinstance(block, Prose) for line in block.lines]
    assert prose.count("汐見町の将来を考える総合戦略") == 1
    assert [line.text for line in document.furniture].count("汐見町の将来を考える総合戦略") == 2
    assert {"- 1 -", "- 2 -", "- 3 -"} <= {line.text for line in document.furniture}
    assert lost(document, "\f".join(own)) == []


def test_a_title_that_begins_each_sheet_stays_with_it() -> None:
    texts = [CARD.format(n=n, name=name, office=office) for n, name, office in CARDS]
    text = "\f".join(f"汐見町の事務事業の評価シート\n{text}" for text in texts)
    assert dump("plan.txt", text.encode()).furniture == ()


def test_a_figure_at_a_pages_foot_is_no_number_of_it() -> None:
    texts = [f"{CARD.format(n=n, name=name, office=office)}目標値\n{80 - 9 * len(name)}\n" for n, name, office in CARDS]
    assert dump("plan.txt", "\f".join(texts).encode()).furniture == ()
