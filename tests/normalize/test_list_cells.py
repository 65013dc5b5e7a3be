"""What cells of lists hold beside one value each: several indicators, two years, signs, numbers beside names."""

from __future__ import annotations

import pytest

from tests.normalize.drawn import table
from tests.normalize.told import PERIOD, plans, read, reports, rules

HEAD = "番号 | 事業名 | 担当課 | 指標 | 令和8年度 | 令和9年度"
TWO = [("参加者", 2026, "90人"), ("参加者", 2027, "120人"), ("開催数", 2026, "4回"), ("開催数", 2027, "6回")]


@pytest.mark.parametrize(
    "row",
    [
        "1 | 港の清掃 | 水産課 | ①参加者（人）\n②開催数（回） | ①90\n②4 | ①120\n②6",
        "1 | 港の清掃 | 水産課 | ①参加者（人）\n②開催数（回） | 90\n4 | 120\n6",
        "1 | 港の清掃 | 水産課 | ・参加者（人）\n・開催数（回） | 90\n4 | 120\n6",
        "1 | 港の清掃 | 水産課 | 参加者（人）\n開催数（回） | 90\n4 | 120\n6",
    ],
)
def test_indicators_one_below_the_other_in_a_cell(row: str) -> None:
    found = read(PERIOD, table(HEAD, row, "2 | 渡船の予約 | 交通課 | 予約の件数（件） | 31 | 42"))
    assert plans(found) == [*TWO, ("予約の件数", 2026, "31件"), ("予約の件数", 2027, "42件")]
    assert [(i.name, i.departments) for i in found.initiatives] == [
        ("港の清掃", ("水産課",)),
        ("渡船の予約", ("交通課",)),
    ]
    assert not rules(found)


def test_a_dash_is_no_direction() -> None:
    head = "番号 | 事業名 | 担当課 | 取組内容 | 方向性"
    rows = [
        f"{n} | {name} | 水産課 | 岸壁を掃く。 | {word}"
        for n, name, word in ((1, "港の清掃", "－"), (2, "渡船", "拡大"))
    ]
    assert [i.direction for i in read(PERIOD, table(head, *rows)).initiatives] == [None, "拡大"]


def test_figures_one_below_the_other_are_not_one_figure() -> None:
    found = read(PERIOD, table(HEAD, "1 | 港の清掃 | 水産課 | 参加者と開催数 | 90\n4 | 120\n6"))
    assert [(t.kind, t.value, t.text.split()) for t in found.targets] == [
        ("stage", None, ["90", "4"]),
        ("stage", None, ["120", "6"]),
    ]


def test_two_years_joined_by_an_arrow() -> None:
    head = "No. | 事業名\n（担当課） | 事業内容 | 目標指標\n（R7 ⇒ R11）"
    rows = (
        "1 | 港の清掃\n（水産課） | 浮き桟橋を洗う。 | 参加者\n90人 ⇒ 120人",
        "2 | 渡船の予約\n（交通課） | 受ける。 | 件数\n― ⇒ 6件",
    )
    found = read(PERIOD, table(head, *rows))
    assert plans(found) == [("参加者", 2029, "120人"), ("件数", 2029, "6件")]
    assert reports(found) == [("baseline", "参加者", 2025, "90人")]
    assert [i.departments for i in found.initiatives] == [("水産課",), ("交通課",)]


def test_signs_under_the_words_of_a_group() -> None:
    head = ("番号 | 取組名 | 区分 | < | < | 担当課 | < | 指標 | 令和8年度",
            "^ | ^ | 新規 | 拡充 | 継続 | 水産課 | 交通課 | ^ | ^")  # fmt: skip
    rows = ("1 | 港の清掃 | ○ |  |  | ◎ | ○ | 参加者 | 90人", "2 | 渡船の予約 |  | ○ |  |  | ◎ | 予約 | 31件")
    found = read(PERIOD, table(*head, *rows))
    assert [(i.name, i.direction, i.is_new, i.departments) for i in found.initiatives] == [
        ("港の清掃", "新規", True, ("水産課", "交通課")),
        ("渡船の予約", "拡充", False, ("交通課",)),
    ]
    assert not rules(found)


def test_numbers_and_names_in_two_columns_under_one_heading() -> None:
    head = "施策 | < | 取組 | < | 内容 | R8 | R9 | 担当課"
    rows = ("1 | 港の再生 | 1 | 港の清掃 | 浮き桟橋を洗う。 | 準備 | 実施 | 水産課",
            "1 | 港の再生 | 2 | 渡船の予約 | 電話で受ける。 | 検討 | 実施 | 交通課",
            "2 | 窓口の改革 | 1 | 書かない窓口 | 端末を置く。 | 検討 | → | 市民課")  # fmt: skip
    found = read(PERIOD, table(head, *rows))
    assert [(i.number, i.name, i.policy) for i in found.initiatives] == [
        ("1", "港の清掃", ("1 港の再生",)),
        ("2", "渡船の予約", ("1 港の再生",)),
        ("1", "書かない窓口", ("2 窓口の改革",)),
    ]
    assert plans(found)[-2:] == [(None, 2026, "検討"), (None, 2027, "(検討)")]


def test_an_era_over_bare_years() -> None:
    head = ("# | 施策名 | 担当部署 | KPI | 令和 | <", "^ | ^ | ^ | ^ | ８年度 | ９年度")
    found = read(PERIOD, table(*head, "1 | 港の清掃 | 水産課 | 参加者 | 90人 | 120人"))
    assert plans(found) == [("参加者", 2026, "90人"), ("参加者", 2027, "120人")]
    assert [i.number for i in found.initiatives] == ["1"]
    assert not rules(found)


def test_departments_in_brackets_behind_a_names_label() -> None:
    head = "No | 取組項目【担当課】 | 指標 |  | R8 | R9"
    rows = ("1 | 港の清掃\n【水産課】 | 参加者（人） | 目標 | 90 | 120", "^ | ^ | ^ | 実績 | 85 | ")
    found = read(PERIOD, table(head, *rows))
    assert [(i.name, i.departments) for i in found.initiatives] == [("港の清掃", ("水産課",))]
    assert plans(found) == [("参加者", 2026, "90人"), ("参加者", 2027, "120人")]
    assert reports(found) == [("indicator", "参加者", 2026, "85人")]


def test_who_carries_it_out_is_no_department_in_charge() -> None:
    listed = table("番号 | 事業名 | 担当課 | 実施主体 | 事業内容", "1 | 港の清掃 | 水産課 | 漁協 | 浮き桟橋を洗う。")
    alone = table("番号 | 事業名 | 実施主体 | 事業内容", "1 | 港の清掃 | 水産課 | 浮き桟橋を洗う。")
    card = table("事業名 | 港の清掃", "担当課 | 水産課", "実施主体 | 市、漁協", "事業内容 | 浮き桟橋を洗う。")
    for block in (listed, alone, card):
        assert [i.departments for i in read(PERIOD, block).initiatives] == [("水産課",)]


def test_who_evaluates_stands_under_the_evaluation() -> None:
    head = ("No | 事業名 | 担当課 | 評価（5段階） | <", "^ | ^ | ^ | 担当課 | 委員会")
    found = read(PERIOD, table(*head, "1 | 港の清掃 | 水産課 | 4 | 3"), title="青嶺市業務改革計画　令和８年度評価一覧")
    assert [i.departments for i in found.initiatives] == [("水産課",)]
    assert reports(found) == [("grade", None, 2026, "4"), ("grade", None, 2026, "3")]


def test_rows_of_a_list_say_their_year() -> None:
    head = "番号 | 取組 | 担当課 | 年度 | 取組実績 | 評価"
    rows = ("1 | 港の清掃 | 水産課 | R7 | 桟橋を洗った。 | Ａ", "^ | ^ | ^ | R8 | 柵を直した。 | Ｂ")
    found = read(PERIOD, table(head, *rows), title="青嶺市業務改革計画　取組状況（令和８年度）")
    assert reports(found) == [
        ("narrative", None, 2025, "桟橋を洗った。"),
        ("grade", None, 2025, "A"),
        ("narrative", None, 2026, "柵を直した。"),
        ("grade", None, 2026, "B"),
    ]
    assert not rules(found)


def test_the_year_of_a_title_begins_the_period_of_the_columns() -> None:
    listed = table(
        "番号 | 事業名 | 担当課 | 指標 | R8 | R9 | R10", "1 | 港の清掃 | 水産課 | 参加者 | 90人 | 95人 | 99人"
    )
    found = read(listed, title="令和８年度　青嶺市実施計画")
    assert (found.document.period_start, found.document.period_end) == (2026, 2028)
    assert not rules(found)


def test_headers_worded_at_length() -> None:
    head = (
        "通し番号 | 具体的な取組の名称 | 担当部署名 | 重要業績評価指標の名称 | 計画策定時の値（令和６年度）"
        " | 計画最終年度の目標値（令和11年度） | 令和８年度の目標値 | 令和８年度の実績値"
        " | 令和８年度に実施した主な取組の内容"
    )
    row = "1 | 港の清掃 | 水産課 | 参加者 | 60人 | 120人 | 90人 | 85人 | 四回行った。"
    found = read(table(head, row, row.replace("1 | 港の清掃", "2 | 渡船の予約")), title="青嶺市総合計画の進捗状況")
    assert [i.name for i in found.initiatives] == ["港の清掃", "渡船の予約"]
    assert plans(found)[:2] == [("参加者", 2029, "120人"), ("参加者", 2026, "90人")]
    assert reports(found)[:3] == [
        ("baseline", "参加者", 2024, "60人"),
        ("indicator", "参加者", 2026, "85人"),
        ("narrative", "参加者", 2026, "四回行った。"),
    ]


def test_labels_in_brackets_before_the_parts_of_a_cell() -> None:
    head = "番号 | 取組名（担当課） | 取組の概要と目的 | 指標 | 令和8年度"
    row = (
        "1 | 港の清掃\n（水産課） | 【概要】浮き桟橋を洗う。\n【目的】船を待つ人を守る。 | 参加者\n基準値：60人 | 90人"
    )
    found = read(PERIOD, table(head, row))
    (initiative,) = found.initiatives
    assert (initiative.content, initiative.objective) == ("浮き桟橋を洗う。", "船を待つ人を守る。")
    assert plans(found) == [("参加者", 2026, "90人")]
    assert [said[:2] + said[3:] for said in reports(found)] == [("baseline", "参加者", "60人")]


def test_numbers_in_a_column_without_a_heading() -> None:
    rows = ("(1) | 港の清掃 | 浮き桟橋を洗う。 | 水産課", "(2) | 渡船の予約 | 電話で受ける。 | 交通課")
    found = read(PERIOD, table(" | 施策名 | 施策の内容 | 担当課", *rows))
    assert [(i.number, i.name) for i in found.initiatives] == [("(1)", "港の清掃"), ("(2)", "渡船の予約")]


def test_a_sign_that_no_word_heads_is_told() -> None:
    found = read(
        PERIOD, table("番号 | 取組名 | 区分 | 担当課", "1 | 港の清掃 | ○ | 水産課", "2 | 渡船の予約 | ○ | 交通課")
    )
    assert rules(found) == ["unknown_direction"]


def test_when_an_initiative_is_carried_out_dates_no_result() -> None:
    head = "番号 | 取組名 | 担当課 | 実施年度 | 取組実績"
    found = read(
        table(head, "1 | 港の清掃 | 水産課 | 令和5年度 | 桟橋を洗った。"),
        title="青嶺市業務改革計画　令和８年度取組実績",
    )
    assert reports(found) == [("narrative", None, 2026, "桟橋を洗った。")]
