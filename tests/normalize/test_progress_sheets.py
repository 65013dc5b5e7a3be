"""What progress sheets print: years beside their own, quarters and months, ticked boxes, two evaluations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Table
from tests.normalize.drawn import table
from tests.normalize.told import PERIOD, REPORT, plans, read, reports, rules

PROGRESS = "青嶺市業務改革計画　令和８年度進捗状況"
YEAR_PLAN = "青嶺市実施計画（令和８年度）"


def test_years_beside_the_documents_own() -> None:
    found = read(
        table(
            "事業名 | 担当課 | 指標 | 前年度 | < | 本年度 | 次年度予定",
            "^ | ^ | ^ | 計画 | 実績 | 計画 | ^",
            "書かない窓口 | 市民課 | 手続数 | 10件 | 9件 | 20件 | 30件",
        ),
        title=PROGRESS,
    )
    assert plans(found) == [("手続数", 2025, "10件"), ("手続数", 2026, "20件"), ("手続数", 2027, "30件")]
    assert reports(found) == [("indicator", "手続数", 2025, "9件")]
    assert not rules(found)


def test_what_was_done_last_year_stands_in_this_years_plan() -> None:
    row = "防災地図 | 危機管理室 | 調査を行った。 | 実施 | 拡大"
    found = read(table("事業名 | 担当課 | 前年度実績 | 本年度計画 | 次年度計画", row), title=YEAR_PLAN)
    assert plans(found) == [(None, 2026, "実施"), (None, 2027, "拡大")]
    assert reports(found) == [("narrative", None, 2025, "調査を行った。")]


PARTS = ("第1四半期 | 第２四半期 | 第３四半期 | 第４四半期", "1Q | 2Q | 3Q | 4Q", "4～6月 | 7～9月 | 10～12月 | 1～3月",
         "4月 | 7月 | 10月 | 1月")  # fmt: skip


@pytest.mark.parametrize("parts", PARTS)
def test_stages_of_a_years_parts(parts: str) -> None:
    """They are one row of their year, as stages that follow one another within a year are."""
    rows = ("1 | 書かない窓口 | 市民課 | 調査 | 設計 | 導入 | 運用", "2 | 防災地図 | 危機管理室 | 検討 | → | 実施 | →")
    found = read(table("No | 取組項目 | 担当課 | " + parts, *rows), title=PROGRESS)
    assert plans(found) == [(None, 2026, "調査/設計/導入/運用"), (None, 2026, "検討/実施")]
    assert found.targets[1].text_raw == "検討\n→\n実施\n→"
    assert not rules(found)


def test_quarters_below_one_year_beside_another() -> None:
    head = ("No | 取組項目 | 令和８年度 | < | < | < | 令和９年度", "^ | ^ | 1Q | 2Q | 3Q | 4Q | ^")
    found = read(PERIOD, table(*head, "1 | 書かない窓口 | 調査 | → | 導入 | → | 運用"))
    assert plans(found) == [(None, 2026, "調査/導入"), (None, 2027, "運用")]


def test_figures_of_quarters_make_no_years_figure() -> None:
    found = read(
        table("No | 取組項目 | 担当課 | " + PARTS[0], "1 | 相談会 | 市民課 | 2回 | 3回 | 2回 | 1回"), title=PROGRESS
    )
    assert (plans(found), rules(found)) == ([], ["cell_not_read"] * 4)


@pytest.mark.parametrize(
    ("label", "boxes", "grade"),
    [
        ("達成度", "□達成　■概ね達成　□未達成", "概ね達成"),
        ("総合評価", "☑Ａ　□Ｂ　□Ｃ", "A"),
        ("評価", "□順調 ☒遅れ", "遅れ"),
    ],
)
def test_a_grade_is_the_box_that_is_ticked(label: str, boxes: str, grade: str) -> None:
    card = table("取組名 | 書かない窓口", "担当課 | 市民課", f"{label} | {boxes}", "課題 | 機器が足りない。")
    assert reports(read(card, title=REPORT)) == [
        ("grade", None, 2025, grade),
        ("improvement", None, 2025, "機器が足りない。"),
    ]


def test_two_evaluations_with_their_reasons() -> None:
    """A short reason is no grade."""
    head = ("No | 取組項目 | 担当課 | 一次評価 | < | 二次評価 | <", "^ | ^ | ^ | 評価 | 理由 | 評価 | コメント")
    found = read(table(*head, "1 | 防災地図 | 危機管理室 | S | 目標を超えた。 | A | 続けること。"), title=REPORT)
    assert [row[0] for row in reports(found)] == ["grade", "improvement", "grade", "improvement"]
    assert not rules(found)


def test_a_degree_of_progress_in_words_is_a_grade() -> None:
    rows = ("1 | 窓口 | 市民課 | 機器を置いた。 | 順調", "2 | 地図 | 市民課 | 配った。 | 80%")
    found = read(table("No | 取組項目 | 担当課 | 実施状況 | 進捗度", *rows), title=REPORT)
    assert [row[::3] for row in reports(found)] == [
        ("narrative", "機器を置いた。"),
        ("grade", "順調"),
        ("narrative", "配った。"),
    ]


CARD = table(
    "取組名 | 書かない窓口 | < | <",
    "担当課 | 市民課 | 事業期間 | 令和７年度～令和９年度",
    "取組内容 | 窓口に機器を置く。 | 連携の相手 | 商工会",
)


def test_the_years_a_card_runs_head_no_columns() -> None:
    (only,) = read(CARD).initiatives
    assert (only.name, only.departments) == ("書かない窓口", ("市民課",))


def shaded(card: Table) -> Table:
    """Its labels shaded: every other cell of a row."""
    return replace(card, cells=tuple(replace(cell, filled=cell.col % 2 == 0) for cell in card.cells))


def test_a_shaded_cell_beside_shaded_labels_is_a_label() -> None:
    """Nobody listed it: what stands beside it is reported, and is not of the label before."""
    found = read(shaded(CARD))
    assert [item.content for item in found.initiatives] == ["窓口に機器を置く。"]
    assert [f.message for f in found.findings if f.rule == "unknown_label"] == [
        "column '連携の相手' is not a known label"
    ]
