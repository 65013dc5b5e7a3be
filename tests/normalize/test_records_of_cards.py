"""Cards as drawn, and prose under labels -> their records."""

from __future__ import annotations

from tests.normalize.drawn import bold, dump_prose, prose, table
from tests.normalize.told import PERIOD, REPORT, plans, read, read_dump, reports, rules

CARD = (
    "担当課 | 市民課 | < | <",
    "取組内容 | 電話と画面の両方で予約を受け付ける。 | < | <",
    "目標 | 待つ時間を短くする。 | < | <",
    "取組計画 | 令和８年度 | 令和９年度 | 令和１０年度",
    "画面の設計 | 検討 | 実施 | ⇒",
    "職員の研修 | 実施 | < | <",
    "数値目標 | 令和８年度 | 令和９年度 | 令和１０年度",
    "(1)予約件数（単位：件）（令和６年度実績：80件） | 100 | 150 | －",
)


def test_a_card_below_its_heading() -> None:
    found = read(PERIOD, bold("第１章　窓口"), bold("取組１　窓口予約の導入"), table(*CARD))
    (only,) = found.initiatives
    assert (only.number, only.name, only.policy) == ("取組1", "窓口予約の導入", ("第1章 窓口",))
    assert (only.departments, only.content, only.objective) == (
        ("市民課",),
        "電話と画面の両方で予約を受け付ける。",
        "待つ時間を短くする。",
    )
    assert plans(found) == [
        ("画面の設計", 2026, "検討"),
        ("画面の設計", 2027, "実施"),
        ("画面の設計", 2028, "(実施)"),
        ("職員の研修", 2026, "実施"),
        ("職員の研修", 2027, "(実施)"),
        ("職員の研修", 2028, "(実施)"),
        ("予約件数", 2026, "100件"),
        ("予約件数", 2027, "150件"),
    ]
    assert found.targets[-1].ref == "(1)"
    assert found.targets[-1].indicator_raw == "(1)予約件数（単位：件）\n（令和６年度実績：80件）"
    assert reports(found) == [("baseline", "予約件数", 2024, "80件")]
    assert rules(found) == []


def test_region_labels_beside_their_rows() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        table(
            "担当課 | 市民課 | < | <",
            "取組計画 | 行動 | 令和８年度 | 令和９年度",
            "^ | 画面の設計 | 検討 | 実施",
            "^ | 職員の研修 | 実施 | ⇒",
            "数値目標 | 予約件数 | 100件 | 150件",
        ),
    )
    assert plans(found) == [
        ("画面の設計", 2026, "検討"),
        ("画面の設計", 2027, "実施"),
        ("職員の研修", 2026, "実施"),
        ("職員の研修", 2027, "(実施)"),
        ("予約件数", 2026, "100件"),
        ("予約件数", 2027, "150件"),
    ]


def test_an_action_on_a_row_above_its_stages() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        table(
            "取組計画 | 令和８年度 | 令和９年度 | 令和１０年度",
            "^ | 画面の設計 | < | <",
            "^ | 検討 | 実施 | ⇒",
            "^ | 職員の研修 | < | <",
            "^ | 実施 | ⇒ | 拡大",
        ),
    )
    assert plans(found) == [
        ("画面の設計", 2026, "検討"),
        ("画面の設計", 2027, "実施"),
        ("画面の設計", 2028, "(実施)"),
        ("職員の研修", 2026, "実施"),
        ("職員の研修", 2027, "(実施)"),
        ("職員の研修", 2028, "拡大"),
    ]


def test_two_cards_that_bear_their_names() -> None:
    found = read(
        table("番号 | 1 | 取組名 | 予約", "担当課 | 市民課 | < | <", "取組内容 | 画面を作る。 | < | <"),
        table("番号 | 2 | 取組名 | 書庫", "担当課 | 総務課 | < | <", "取組内容 | 棚を空ける。 | < | <"),
    )
    assert [(i.number, i.name, i.departments, i.content) for i in found.initiatives] == [
        ("1", "予約", ("市民課",), "画面を作る。"),
        ("2", "書庫", ("総務課",), "棚を空ける。"),
    ]


def test_cards_one_below_the_other_in_one_table() -> None:
    found = read(table(
                "取組名 | 予約", "担当課 | 市民課", "取組内容 | 画面を作る。",
                "取組名 | 書庫", "担当課 | 総務課", "取組内容 | 棚を空ける。",
            ))  # fmt: skip
    assert [(i.name, i.departments, i.content) for i in found.initiatives] == [
        ("予約", ("市民課",), "画面を作る。"),
        ("書庫", ("総務課",), "棚を空ける。"),
    ]


def test_markers_inside_a_cell_part_its_text() -> None:
    found = read(
        table(
            "No | 取組項目 | 取組内容・目標 | 担当課",
            "１ | 予約 | ＜取組内容＞\n画面を作る。\n＜目標＞\n待つ時間を短くする。 | 市民課",
        )
    )
    (only,) = found.initiatives
    assert (only.content, only.objective) == ("画面を作る。", "待つ時間を短くする。")


def test_kpi_lines_leave_the_prose() -> None:
    found = read(
        table(
            "No | 取組項目 | 内容 | 目標 | 取組実績 | 評価",
            "１ | 予約 | 準備 | 待つ時間を短くする。\n【予約数：120件】 | 受付を始めた。\n【予約数：130件】 | Ａ",
        ),
        title=REPORT,
    )
    assert found.initiatives[0].objective == "待つ時間を短くする。"
    assert plans(found) == [("予約数", 2025, "120件")]
    assert reports(found)[:2] == [
        ("narrative", None, 2025, "受付を始めた。"),
        ("indicator", "予約数", 2025, "130件"),
    ]


def test_prose_with_labels_below_a_heading() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        bold("【取組内容】"),
        prose("画面を作る。"),
        bold("【目標】"),
        prose("待つ時間を短くする。"),
        prose("（担当課：市民課）"),
    )
    (only,) = found.initiatives
    assert (only.content, only.objective, only.departments) == ("画面を作る。", "待つ時間を短くする。", ("市民課",))


def test_an_indicator_with_its_figure_in_one_cell() -> None:
    found = read(
        PERIOD,
        bold("取組１　窓口予約の導入"),
        table("担当課 | 市民課", "取組内容 | 画面を作る。", "数値目標 | 予約件数　120件"),
    )
    assert plans(found) == [("予約件数", 2029, "120件")]


def test_a_sheet_with_indicator_target_and_result_in_pairs() -> None:
    found = read(
        table(
            "事業名 | 予約の導入 | 担当課 | 市民課",
            "指標 | 予約件数 | 目標値 | 120件",
            "実績値 | 130件 | 達成率 | 108％",
            "自己評価 | Ａ | 今後の方向性 | 拡充",
        ),
        title="青嶺市事業評価シート（令和７年度）",
    )
    assert plans(found) == [("予約件数", 2025, "120件")]
    assert reports(found) == [("indicator", "予約件数", 2025, "130件"), ("grade", None, 2025, "A")]


def test_a_sheet_of_pairs_of_label_and_value() -> None:
    found = read(
        table(
            "事業名 | 予約の導入 | 担当課 | 市民課",
            "事業概要 | 画面を作る。 | < | <",
            "自己評価 | Ａ | 今後の方向性 | 拡充",
            "課題 | 周知が足りない。 | < | <",
        ),
        title="青嶺市事業評価シート（令和７年度）",
    )
    (only,) = found.initiatives
    assert (only.name, only.departments, only.content, only.direction) == (
        "予約の導入", ("市民課",), "画面を作る。", "拡充",
    )  # fmt: skip
    assert reports(found) == [("grade", None, 2025, "A"), ("improvement", None, 2025, "周知が足りない。")]


def test_a_card_with_its_years_below() -> None:
    found = read(
        table(
            "取組番号 | 1-1 | 取組名 | 予約の導入 | 担当課 | 市民課",
            "取組内容 | 画面を作る。 | < | < | < | <",
            "指標 | 基準値（R6） | R8 | R9 | R10 | R11",
            "予約件数 | 80件 | 100件 | 120件 | 140件 | 160件",
        )
    )
    assert [(i.number, i.name) for i in found.initiatives] == [("1-1", "予約の導入")]
    assert [p[1:] for p in plans(found)] == [(2026, "100件"), (2027, "120件"), (2028, "140件"), (2029, "160件")]
    assert reports(found) == [("baseline", "予約件数", 2024, "80件")]


def test_a_card_of_a_dump() -> None:
    found = read_dump(
        dump_prose("取組１　窓口予約の導入", first=2),
        table(
            "担当課 | 市民課 |  | ",
            "取組計画 | 令和８年度 | 令和９年度 | 令和１０年度",
            "画面の設計 | 検討 | 実施 | ",
            "数値目標 | 令和８年度 | 令和９年度 | 令和１０年度",
            "予約件数 | 100件 | 150件 | 200件",
            dump=True,
        ),
    )
    assert [p[1:] for p in plans(found)] == [
        (2026, "検討"), (2027, "実施"), (2028, "(実施)"), (2026, "100件"), (2027, "150件"), (2028, "200件"),
    ]  # fmt: skip


def test_an_unknown_pair_before_a_known_one_is_found() -> None:
    found = read(
        table("取組名 | 予約 | < | <", "担当課 | 市民課 | 方向性 | 継続", "合言葉 | 早起き | 目的 | 手間を省く。")
    )
    assert "早起き" in [finding.actual for finding in found.findings]
