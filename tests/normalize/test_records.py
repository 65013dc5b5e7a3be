"""Lists as drawn -> their records."""

from __future__ import annotations

import pytest

from normalize.text import display
from tests.normalize.drawn import bold, table
from tests.normalize.told import PERIOD, REPORT, plan, plans, read, read_dump, report, reports, rules


def test_a_list_with_bands_and_years() -> None:
    found = read(
        PERIOD,
        table(
            "No | 取組項目 | 取組内容 | 数値目標 | < | 担当課",
            "^ | ^ | ^ | 令和８年度 | 令和９年度 | ^",
            "基本目標１　開かれた市役所 | < | < | < | < | <",
            "１ | 窓口予約の導入 | 電話と画面の両方で予約を受け付ける。 | 100件 | 200件 | 市民課\n総務課",
            "基本目標２　身軽な市役所 | < | < | < | < | <",
            "２ | 【新規】書庫の整理 | 古い書類を見直す。 | 検討 | ⇒ | 総務課",
        ),
    )
    first, second = found.initiatives
    assert (first.number, first.name, first.is_new) == ("1", "窓口予約の導入", False)
    assert first.policy == ("基本目標1 開かれた市役所",)
    assert first.departments == ("市民課", "総務課")
    assert first.content == "電話と画面の両方で予約を受け付ける。"
    assert (second.number, second.name, second.is_new) == ("2", "書庫の整理", True)
    assert second.name_raw == "【新規】書庫の整理"
    assert second.policy == ("基本目標2 身軽な市役所",)
    assert plans(found) == [(None, 2026, "100件"), (None, 2027, "200件"), (None, 2026, "検討"), (None, 2027, "(検討)")]
    assert found.targets[3].text_raw == "⇒"
    assert rules(found) == []


def test_bands_below_a_chapter_and_bands_of_two_levels() -> None:
    found = read(
        bold("第２章　各論", size=14),
        table(
            "No | 取組項目 | 担当課",
            "基本目標１　窓口 | < | <",
            "（１）受付 | < | <",
            "１ | 予約の導入 | 市民課",
            "（２）案内 | < | <",
            "２ | 案内板の更新 | 市民課",
            "基本目標２　書庫 | < | <",
            "３ | 書類の見直し | 総務課",
        ),
    )
    assert [i.policy for i in found.initiatives] == [
        ("第2章 各論", "基本目標1 窓口", "(1)受付"),
        ("第2章 各論", "基本目標1 窓口", "(2)案内"),
        ("第2章 各論", "基本目標2 書庫"),
    ]


def test_a_list_with_several_indicators_an_initiative() -> None:
    found = read(
        table(
            "No | 取組項目 | 指標 | 単位 | 基準値\n（令和６年度） | 令和８年度 | 令和９年度 | 予算額 | 担当課",
            "１ | 窓口予約の導入 | 予約件数 | 件 | 80 | 1,300 | 200 | 1,000 | 市民課",
            "^ | ^ | 待ち時間 | 分 | － | 20 | 10 | ^ | ^",
            "２ | 書庫の整理 | 廃棄箱数 | 箱 | 5 | 約10 | 20以上 | 2,000 | 総務課",
        )
    )
    assert [i.name for i in found.initiatives] == ["窓口予約の導入", "書庫の整理"]
    assert plans(found) == [
        ("予約件数", 2026, "1300件"),
        ("予約件数", 2027, "200件"),
        ("待ち時間", 2026, "20分"),
        ("待ち時間", 2027, "10分"),
        ("廃棄箱数", 2026, "10箱"),
        ("廃棄箱数", 2027, "20箱"),
    ]
    assert [t.qualifier for t in found.targets[-2:]] == ["約", "以上"]
    assert reports(found) == [("baseline", "予約件数", 2024, "80件"), ("baseline", "廃棄箱数", 2024, "5箱")]
    assert rules(found) == []


def test_a_progress_list() -> None:
    found = read(
        table(
            "番号 | 取組項目 | 取組実績 | 自己評価 | 今後の方向性 | 改善・拡充策 | 担当課",
            "１ | 窓口予約の導入 | 予約の受付を始めた。\n【予約件数：130件】 | Ａ | 継続 | 周知を広げる。 | 市民課",
            "２ | 書庫の整理 | 箱を減らした。 | Ｂ | 新規 | － | 総務課",
        ),
        title=REPORT,
    )
    assert (found.document.doc_kind, found.document.fiscal_year) == ("progress", 2025)
    assert [(i.direction, i.is_new) for i in found.initiatives] == [("継続", False), ("新規", True)]
    assert reports(found) == [
        ("narrative", None, 2025, "予約の受付を始めた。"),
        ("indicator", "予約件数", 2025, "130件"),
        ("grade", None, 2025, "A"),
        ("improvement", None, 2025, "周知を広げる。"),
        ("narrative", None, 2025, "箱を減らした。"),
        ("grade", None, 2025, "B"),
    ]
    assert [r.grade for r in found.results if r.kind == "grade"] == ["A", "B"]
    assert found.targets == ()


def test_prose_under_direction_is_an_improvement() -> None:
    found = read(
        table(
            "番号 | 取組項目 | 取組実績 | 今後の方向性",
            "１ | 窓口予約の導入 | 受付を始めた。 | 予約を受ける窓口を増やし、周知を広げる。",
        ),
        title=REPORT,
    )
    assert found.initiatives[0].direction is None
    assert ("improvement", None, 2025, "予約を受ける窓口を増やし、周知を広げる。") in reports(found)


def test_first_and_second_evaluation_are_two_grades() -> None:
    found = read(
        table("番号 | 取組項目 | 取組実績 | 一次評価 | 二次評価", "１ | 窓口予約の導入 | 受付を始めた。 | Ａ | Ｂ"),
        title=REPORT,
    )
    assert [r.grade for r in found.results if r.kind == "grade"] == ["A", "B"]


def test_a_grade_beside_each_indicator_names_it() -> None:
    found = read(
        table(
            "No | 取組項目 | 指標 | 目標値 | 実績値 | 評価",
            "１ | 窓口予約の導入 | 予約件数 | 100件 | 130件 | Ａ",
            "^ | ^ | 待ち時間 | 20分 | 25分 | Ｃ",
        ),
        title=REPORT,
    )
    assert [report(r) for r in found.results if r.kind == "grade"] == [
        ("grade", "予約件数", 2025, "A"),
        ("grade", "待ち時間", 2025, "C"),
    ]


def test_a_row_of_totals_is_no_initiative() -> None:
    found = read(table("No | 取組項目 | 指標 | 目標値", "１ | 予約 | 予約件数 | 100件", " | 合計 |  | 100件"))
    assert [i.name for i in found.initiatives] == ["予約"]


def test_an_unknown_column_is_found() -> None:
    found = read(table("No | 取組項目 | 合言葉 | 担当課", "１ | 予約 | 早起き | 市民課", "２ | 書庫 | 早寝 | 総務課"))
    [unknown] = [f for f in found.findings if f.rule == "unknown_label"]
    assert (unknown.severity, unknown.page, unknown.actual) == ("info", 1, "2 cells")
    assert "合言葉" in unknown.message


def test_a_list_in_a_text_dump_counts_lines() -> None:
    found = read_dump(table("No | 取組項目 | 担当課", "１ | 予約 | 市民課", "２ | 書庫 | 総務課", dump=True))
    assert [i.name for i in found.initiatives] == ["予約", "書庫"]
    assert {(s.field, s.line_first, s.x0) for s in found.initiatives[1].source} == {
        ("name", 3, None),
        ("number", 3, None),
        ("departments", 3, None),
    }


def test_a_cell_merged_over_years_in_a_dump_carries_on() -> None:
    found = read_dump(
        table("No | 取組項目 | 令和８年度 | 令和９年度 | 令和１０年度", "１ | 予約 | 検討 | 実施 | ", dump=True)
    )
    assert [p[1:] for p in plans(found)] == [(2026, "検討"), (2027, "実施"), (2028, "(実施)")]


def test_a_blank_year_of_a_dump_that_prints_its_arrows_is_blank() -> None:
    found = read_dump(
        table(
            "No | 取組項目 | 令和８年度 | 令和９年度 | 令和１０年度",
            "１ | 予約 | 実施 | ⇒ | ⇒",
            "２ | 台帳 |  | 更新 | ",
            dump=True,
        )
    )
    assert [p[1:] for p in plans(found)] == [(2026, "実施"), (2027, "(実施)"), (2028, "(実施)"), (2027, "更新")]


def test_labels_that_end_a_table_of_a_dump_share_the_stages_above() -> None:
    rows = ("取組項目 | １ | 点検", "担当課 | 総務課 | ", "指標 | 令和８年度 | 令和９年度", "窓口の点検 | 検討 | 実施")
    found = read_dump(table(*rows, "書庫の点検 |  | ", "倉庫の点検 |  | ", "※ 毎年とする。 |  | ", dump=True))
    assert [(*plan(t), t.flags) for t in found.targets if t.flags] == [
        (name, year, text, ("gap",))
        for name in ("書庫の点検", "倉庫の点検")
        for year, text in ((2026, "検討"), (2027, "実施"))
    ]


def test_a_label_that_ends_a_table_of_figures_has_none() -> None:
    rows = ("取組項目 | １ | 点検", "担当課 | 総務課 | ", "指標 | 令和８年度 | 令和９年度", "窓口の数 | ３件 | ５件")
    assert [p[0] for p in plans(read_dump(table(*rows, "書庫の数 |  | ", dump=True)))] == ["窓口の数"] * 2


def test_goals_beside_names_are_objectives() -> None:
    found = read(
        table(
            "No | 取組項目 | 目標 | 担当課",
            "１ | 予約 | 待つ時間を短くする。 | 市民課",
            "２ | 書庫 | 箱を減らす。 | 総務課",
        )
    )
    assert [(i.name, i.objective, i.policy) for i in found.initiatives] == [
        ("予約", "待つ時間を短くする。", ()),
        ("書庫", "箱を減らす。", ()),
    ]


def test_content_beside_names_is_no_name() -> None:
    found = read(table("No | 取組項目 | 取組内容 | 指標 | 令和８年度", "１ | 予約 | 画面を作る。 | 予約件数 | 100件"))
    assert [(i.name, i.content, i.policy) for i in found.initiatives] == [("予約", "画面を作る。", ())]


def test_a_list_of_goals_without_names() -> None:
    found = read(table("No | 目標 | 推進者", "１ | 待ち時間を短くする | 市民課", "２ | 箱を減らす | 総務課"))
    assert [(i.number, i.name, i.departments) for i in found.initiatives] == [
        ("1", "待ち時間を短くする", ("市民課",)),
        ("2", "箱を減らす", ("総務課",)),
    ]


@pytest.mark.xfail(strict=True, reason="the year becomes a qualifier, and the target is of the period's last year")
def test_a_year_in_the_value_cell_is_the_values_year() -> None:
    found = read(
        PERIOD,
        table(
            "No | 取組項目 | 指標 | 現状値 | 目標値",
            "１ | 予約 | 予約件数 | 80件\n（令和６年度） | 100件\n（令和１０年度）",
        ),
    )
    assert [(t.fiscal_year, t.value, t.qualifier) for t in found.targets] == [(2028, 100.0, None)]
    assert [(r.fiscal_year, r.value, r.qualifier) for r in found.results] == [(2024, 80.0, None)]


def test_a_target_without_year_is_of_the_periods_last() -> None:
    found = read(PERIOD, table("No | 取組項目 | 指標 | 現状値 | 目標値", "１ | 予約 | 予約件数 | 80件 | 100件"))
    assert [(t.fiscal_year, t.value) for t in found.targets] == [(2029, 100.0)]


@pytest.mark.parametrize("blank", ["－", "—", "―", "設定なし", "－％", "…", ""])
def test_no_figure_is_no_row(blank: str) -> None:
    found = read(table("No | 取組項目 | 担当課 | 指標 | 令和８年度", f"１ | 予約 | 市民課 | 予約件数 | {blank}"))
    assert (plans(found), rules(found)) == ([], [])


@pytest.mark.parametrize("grade", ["S", "Ａ", "◎", "△", "５", "順調", "概ね達成", "一部未達成"])
def test_grades_as_printed(grade: str) -> None:
    found = read(table("No | 取組項目 | 取組実績 | 自己評価", f"１ | 予約 | 受付を始めた。 | {grade}"), title=REPORT)
    assert [r.grade for r in found.results if r.kind == "grade"] == [display(grade)]


def test_the_time_of_an_initiative_is_read_or_found() -> None:
    found = read(table("No | 取組項目 | 実施時期 | 担当課", "１ | 予約 | 令和８年度～令和９年度 | 市民課"))
    assert found.targets or found.findings


@pytest.mark.parametrize("heading", ["事業費", "予算額", "令和８年度予算額", "達成率", "備考"])
def test_columns_ignored_by_name(heading: str) -> None:
    found = read(table(f"No | 取組項目 | {heading} | 担当課", "１ | 予約 | 1,000 | 市民課"))
    assert (plans(found), reports(found), rules(found)) == ([], [], [])


def test_a_note_across_the_list_is_no_band() -> None:
    found = read(
        table(
            "No | 取組項目 | 指標 | 令和８年度",
            "１ | 予約 | 予約件数 | 100件",
            "※予約件数は年度末の値 | < | < | <",
            "２ | 書庫 | 箱数 | 10箱",
        )
    )
    assert [i.policy for i in found.initiatives] == [(), ()]


@pytest.mark.xfail(strict=True, reason="words below the number's heading alone are dropped without a word")
def test_a_band_of_a_dump_stands_in_its_first_cell() -> None:
    found = read_dump(table("No | 取組項目 | 担当課", "基本目標１　窓口 |  | ", "１ | 予約 | 市民課", dump=True))
    assert [i.policy for i in found.initiatives] == [("基本目標1 窓口",)]


def test_several_policy_columns_merged_over_rows() -> None:
    found = read(
        table(
            "基本目標 | 施策 | 事業名 | 担当課",
            "１　窓口 | （１）受付 | 予約の導入 | 市民課",
            "^ | ^ | 案内板の更新 | 市民課",
            "^ | （２）電話 | 録音 | 総務課",
            "２　書庫 | （１）整理 | 書類 | 総務課",
        )
    )
    assert [i.policy for i in found.initiatives] == [
        ("1 窓口", "(1)受付"), ("1 窓口", "(1)受付"), ("1 窓口", "(2)電話"), ("2 書庫", "(1)整理"),
    ]  # fmt: skip


def test_a_header_printed_again_is_no_row() -> None:
    head = "No | 取組項目 | 担当課"
    found = read(table(head, "１ | 予約 | 市民課", head, "２ | 書庫 | 総務課"))
    assert [i.name for i in found.initiatives] == ["予約", "書庫"]


def test_units_of_a_column() -> None:
    found = read(
        PERIOD,
        table(
            "No | 取組項目 | 指標 | 単位 | 現状値 | 目標値",
            "１ | 予約 | 予約件数 | 件／月 | 8 | 12",
            "２ | 電話 | 苦情 | 千件 | △1.5 | 0",
        ),
    )
    assert [(t.value, t.unit) for t in found.targets] == [(12.0, "件/月"), (0.0, "千件")]
    assert [(r.value, r.unit) for r in found.results] == [(8.0, "件/月"), (-1.5, "千件")]


def test_a_merged_cell_and_arrows_carry_on() -> None:
    found = read(
        table(
            "No | 取組項目 | 取組計画 | < | < | 担当課",
            "^ | ^ | R8 | R9 | R10 | ^",
            "１ | 予約 | 検討 | 実施 | < | 市民課",
            "２ | 書庫 | 調査・研究 | → | 導入 | 総務課",
        )
    )
    assert [p[1:] for p in plans(found)] == [
        (2026, "検討"), (2027, "実施"), (2028, "(実施)"), (2026, "調査・研究"), (2027, "(調査・研究)"), (2028, "導入"),
    ]  # fmt: skip
