"""Forms that are no single table: parts under headings of their own, labels in a box of text, figures below labels."""

from __future__ import annotations

import pytest

from extract.model import Block, Table
from tests.normalize.drawn import bold, prose, table
from tests.normalize.told import PERIOD, plans, read, reports, rules

SHEETS = "青嶺市事務事業評価シート　令和７年度"


def sheet(code: str, name: str, office: str, page: int) -> list[Block]:
    return [
        table(f"事業コード | {code} | 事業名 | {name}", f"所属 | {office} | 区分 | 継続", page=page),
        bold("１　事業の概要（PLAN）", page=page),
        table("目的 | 船を待つ人を守る。", "手段（内容） | 浮き桟橋を洗う。", page=page),
        bold("２　実施結果（DO）", page=page),
        table("指標名 | 単位 | R7計画 | R7実績", "参加者 | 人 | 90 | 85", page=page),
        table("実施内容 | 四回行った。", page=page),
        bold("３　評価と改善（CHECK・ACTION）", page=page),
        table("総合評価 | Ｂ", "課題 | 人手が足りない。", page=page),
    ]


def test_headings_between_the_tables_of_a_form_begin_nothing() -> None:
    blocks = [*sheet("01", "港の清掃", "水産課", 1), *sheet("02", "渡船の予約", "交通課", 2)]
    found = read(*blocks, title=SHEETS)
    assert [(i.number, i.name, i.content, i.objective) for i in found.initiatives] == [
        ("01", "港の清掃", "浮き桟橋を洗う。", "船を待つ人を守る。"),
        ("02", "渡船の予約", "浮き桟橋を洗う。", "船を待つ人を守る。"),
    ]
    assert plans(found) == [("参加者", 2025, "90人")] * 2
    of_each = [("indicator", "参加者", 2025, "85人"), ("narrative", None, 2025, "四回行った。"),
               ("grade", None, 2025, "B"), ("improvement", None, 2025, "人手が足りない。")]  # fmt: skip
    assert sorted(reports(found), key=str) == sorted(of_each * 2, key=str)


def test_a_heading_that_names_an_initiative_begins_it_behind_a_list_too() -> None:
    listed = table("番号 | 事業名 | 担当課", "1 | 港の清掃 | 水産課")
    own = table("目的 | 船を待つ人を守る。", "内容 | 電話で受ける。")
    found = read(PERIOD, listed, bold("２　渡船の予約"), own)
    assert [(i.name, i.content) for i in found.initiatives] == [("港の清掃", None), ("渡船の予約", "電話で受ける。")]


BOX = (
    "【事業名】{0}",
    "【担当】{1}",
    "【内容】{2}",
    "【指標】{3}",
    "【現状】{4}（令和７年度）",
    "【目標】{5}（令和11年度）",
)


def test_labels_and_texts_in_a_box_of_text() -> None:
    said = [
        ("港の清掃", "水産課", "洗う。", "参加者", "90人", "120人"),
        ("渡船の予約", "交通課", "受ける。", "件数", "3件", "6件"),
    ]
    found = read(PERIOD, bold("基本目標１　港の再生"), *(prose(*(line.format(*one) for line in BOX)) for one in said))
    assert [(i.name, i.departments, i.content, i.policy) for i in found.initiatives] == [
        (name, (office,), content, ("基本目標1 港の再生",)) for name, office, content, *_ in said
    ]
    assert plans(found) == [("参加者", 2029, "120人"), ("件数", 2029, "6件")]
    assert reports(found) == [("baseline", "参加者", 2025, "90人"), ("baseline", "件数", 2025, "3件")]


def test_a_label_of_names_said_once_is_a_text() -> None:
    found = read(PERIOD, bold("基本目標１　港の再生"), prose("【事業名】は略称で記す。", "次のとおりである。"))
    assert not found.initiatives


def test_figures_below_their_labels_in_one_cell() -> None:
    card: Table = table(
        "1-1　港の清掃 | < | < | <",
        "成果指標 | 参加者 | 現状（2025年度）\n90人 | 目標（2029年度）\n120人",
        "担当 | 水産課 | < | <",
    )
    found = read(PERIOD, bold("重点テーマ１　港の再生"), card)
    assert [(i.name, i.departments, i.policy) for i in found.initiatives] == [
        ("港の清掃", ("水産課",), ("重点テーマ1 港の再生",))
    ]
    assert plans(found) == [("参加者", 2029, "120人")]
    assert reports(found) == [("baseline", "参加者", 2025, "90人")]
    assert not rules(found)


def test_a_bar_of_number_name_and_department_begins_an_initiative() -> None:
    figures = table("成果指標 | R7現状 | R8 | R9", "参加者（人） | 90 | 100 | 120")
    found = read(
        PERIOD,
        bold("改革の柱１　港の再生"),
        table("1-1 | 港の清掃 | 担当：水産課、港湾管理室"),
        prose("浮き桟橋を毎年洗う。"),
        figures,
        table("1-2 | 渡船の予約 | 担当：交通課"),
        prose("電話で受ける。"),
    )
    assert [(i.number, i.name, i.departments, i.content, i.policy) for i in found.initiatives] == [
        ("1-1", "港の清掃", ("水産課", "港湾管理室"), "浮き桟橋を毎年洗う。", ("改革の柱1 港の再生",)),
        ("1-2", "渡船の予約", ("交通課",), "電話で受ける。", ("改革の柱1 港の再生",)),
    ]
    assert plans(found) == [("参加者", 2026, "100人"), ("参加者", 2027, "120人")]
    assert reports(found) == [("baseline", "参加者", 2025, "90人")]


def test_a_label_over_the_whole_width_heads_the_row_below() -> None:
    figures = table("指標 | <", "参加者（人） | <", "現状値\n（R7） | 目標値\n（R11）", "90 | 120")
    found = read(PERIOD, bold("取組1-1　港の清掃"), prose("担当課：水産課"), figures)
    assert [i.name for i in found.initiatives] == ["港の清掃"]
    assert plans(found) == [("参加者", 2029, "120人")]
    assert reports(found) == [("baseline", "参加者", 2025, "90人")]


def test_labels_spread_out_or_alone_before_a_colon() -> None:
    said = (
        "担 当 課：水産課",
        "目　　的：船を待つ人を守る。",
        "取組内容：",
        "　浮き桟橋を洗う。",
        "数値目標：参加者　120人（令和11年度）",
    )
    (initiative,) = (found := read(PERIOD, bold("1　港の清掃"), prose(*said))).initiatives
    assert (initiative.departments, initiative.objective) == (("水産課",), "船を待つ人を守る。")
    assert initiative.content == "浮き桟橋を洗う。"
    assert plans(found) == [("参加者", 2029, "120人")]


@pytest.mark.xfail(
    strict=True,
    reason="by slot, chosen here, a level said in a table is a name",
)
def test_levels_said_in_a_table_above_their_list() -> None:
    head = "No | 事務事業名 | 担当課 | 活動指標 | 目標値 | 実績値"
    blocks: list[Block] = []
    for n, (level, name) in enumerate((("港の再生", "港の清掃"), ("窓口の改革", "書かない窓口")), 1):
        blocks += [
            table(f"政策 | {n}　青嶺の暮らし", f"施策 | {n}-1　{level}", page=n),
            table(head, f"1 | {name} | 水産課 | 参加者（人） | 90 | 85", page=n),
        ]
    found = read(*blocks, title="青嶺市施策評価調書　令和７年度")
    assert [(i.name, i.policy) for i in found.initiatives] == [
        ("港の清掃", ("1 青嶺の暮らし", "1-1 港の再生")),
        ("書かない窓口", ("2 青嶺の暮らし", "2-1 窓口の改革")),
    ]
    assert not rules(found)


def test_rows_of_stages_and_of_a_named_target_under_years() -> None:
    years = table("年度 | 令和8年度 | 令和9年度", "計画内容 | 準備 | 実施", "目標値\n参加者（人） | 90 | 120")
    found = read(PERIOD, bold("1-1　港の清掃（担当：水産課）"), prose("浮き桟橋を洗う。"), years)
    assert [(i.name, i.content) for i in found.initiatives] == [("港の清掃", "浮き桟橋を洗う。")]
    assert plans(found) == [
        (None, 2026, "準備"),
        (None, 2027, "実施"),
        ("参加者", 2026, "90人"),
        ("参加者", 2027, "120人"),
    ]


def test_levels_under_which_nothing_is_listed_are_told() -> None:
    found = read(table("政策 | 1　青嶺の暮らし", "施策 | 1-1　港の再生"), prose("施策の評価は別に定める。"))
    assert not found.initiatives
    assert "table_not_read" in rules(found)


def test_levels_between_the_tables_of_a_form_are_its_own() -> None:
    levels = table("政策 | 1　青嶺の暮らし", "施策 | 1-1　港の再生")
    found = read(
        table("事業名 | 港の清掃", "担当課 | 水産課"), levels, table("目的 | 船を守る。", "内容 | 洗う。"), title=SHEETS
    )
    assert [(i.name, i.policy, i.content) for i in found.initiatives] == [
        ("港の清掃", ("1 青嶺の暮らし", "1-1 港の再生"), "洗う。")
    ]


def test_the_stages_below_a_measured_indicator_are_not_its_figures() -> None:
    card = table(
        "事業名 | 港の清掃 | < | <", "担当課 | 水産課 | < | <", "指標 | 参加者 | 目標値 | 120人",
        "取組計画 | 令和8年度 | 令和9年度 | 令和10年度", "^ | 検討 | 試行 | 実施",
    )  # fmt: skip
    assert plans(read(PERIOD, card))[1:] == [(None, 2026, "検討"), (None, 2027, "試行"), (None, 2028, "実施")]
