"""Years below one another, what is stated of each at their right."""

from __future__ import annotations

from tests.normalize.drawn import prose, table
from tests.normalize.told import PERIOD, plans, read, reports, rules

CARD = ("取組名 | 1-1　港の清掃 | <", "担当課 | 水産課 | <")


def test_stages_beside_their_years() -> None:
    rows = ("実施計画 | 令和7年度 | 調査", "^ | 令和8年度 | 試行", "^ | 令和9年度 | 実施")
    found = read(PERIOD, table(*CARD, *rows, "概要 | 桟橋を点検する。 | <"))
    assert plans(found) == [(None, 2025, "調査"), (None, 2026, "試行"), (None, 2027, "実施")]
    assert [(i.name, i.content) for i in found.initiatives] == [("港の清掃", "桟橋を点検する。")]


def test_texts_of_results_beside_their_years() -> None:
    rows = ("取組実績 | 令和7年度 | 桟橋を点検した。", "^ | 令和8年度 | 清掃を2回行った。")
    found = read(PERIOD, table(*CARD, *rows))
    assert reports(found) == [
        ("narrative", None, 2025, "桟橋を点検した。"),
        ("narrative", None, 2026, "清掃を2回行った。"),
    ]


def test_a_row_a_year_below_the_indicators_name() -> None:
    found = read(
        prose("(1) 港の清掃", "担当課：水産課", "ＫＰＩ：清掃の参加者（人）"),
        table("年度 | 目標値 | 実績値 | 評価", "令和7年度 | 90 | 84 | Ｂ", "令和8年度 | 120 | 131 | Ａ"),
        title="青嶺市総合戦略　進捗状況（令和８年度）",
    )
    assert plans(found) == [("清掃の参加者", 2025, "90人"), ("清掃の参加者", 2026, "120人")]
    told = reports(found)
    assert [said for said in told if said[0] == "indicator"] == [
        ("indicator", "清掃の参加者", 2025, "84人"),
        ("indicator", "清掃の参加者", 2026, "131人"),
    ]
    assert [(kind, year, text) for kind, _, year, text in told if kind == "grade"] == [
        ("grade", 2025, "B"),
        ("grade", 2026, "A"),
    ]
    assert "cell_not_read" not in rules(found)


def test_an_indicators_name_is_that_of_one_table() -> None:
    found = read(
        PERIOD,
        prose("取組1-1　港の清掃", "ＫＰＩ：清掃の参加者（人）"),
        table("年度 | 目標値", "令和7年度 | 90", "令和8年度 | 120"),
        table("年度 | 計画", "令和7年度 | 試行", "令和8年度 | 実施"),
    )
    assert [plan for plan in plans(found) if plan[0] is not None] == [
        ("清掃の参加者", 2025, "90人"),
        ("清掃の参加者", 2026, "120人"),
    ]
    assert [plan for plan in plans(found) if plan[0] is None] == [(None, 2025, "試行"), (None, 2026, "実施")]
