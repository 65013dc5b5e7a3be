"""Rows of indicators or actions under fiscal years -> their records."""

from __future__ import annotations

import pytest

from tests.normalize.drawn import bold, table
from tests.normalize.told import PERIOD, REPORT, plans, read, reports


def test_row_kinds_and_a_rate_that_is_no_record() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        table(
            "指標 | 区分 | 令和６年度 | 令和７年度 | 令和８年度",
            "予約件数（件） | 目標値 | 100 | 150 | 200",
            "^ | 実績値 | 90 | 160 | ",
            "^ | 達成率 | 90％ | 107％ | ",
        ),
        title=REPORT,
    )
    assert plans(found) == [("予約件数", 2024, "100件"), ("予約件数", 2025, "150件"), ("予約件数", 2026, "200件")]
    assert reports(found) == [("indicator", "予約件数", 2024, "90件"), ("indicator", "予約件数", 2025, "160件")]
    assert found.initiatives[0].direction is None


def test_a_two_level_header_of_targets_and_results() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        table(
            "指標 | 単位 | 令和７年度 | < | 令和８年度 | <",
            "^ | ^ | 目標値 | 実績値 | 目標値 | 実績値",
            "予約件数 | 件 | 100 | 90 | 150 | 160",
        ),
    )
    assert plans(found) == [("予約件数", 2025, "100件"), ("予約件数", 2026, "150件")]
    assert reports(found) == [("indicator", "予約件数", 2025, "90件"), ("indicator", "予約件数", 2026, "160件")]


def test_years_below_target_and_result() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        table(
            "指標 | 目標値 | < | 実績値 | <",
            "^ | 令和７年度 | 令和８年度 | 令和７年度 | 令和８年度",
            "予約件数 | 100件 | 150件 | 90件 | 160件",
        ),
    )
    assert plans(found) == [("予約件数", 2025, "100件"), ("予約件数", 2026, "150件")]
    assert reports(found) == [("indicator", "予約件数", 2025, "90件"), ("indicator", "予約件数", 2026, "160件")]


def test_an_arrow_with_words_covers_its_years() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        table(
            "項目 | 令和８年度 | 令和９年度 | 令和１０年度",
            "画面の設計 | 検討 |  | ",
            "職員の研修 |  |  | ",
            arrows=[(1, 1, 2, ""), (2, 1, 3, "実施")],
        ),
    )
    assert plans(found) == [
        ("画面の設計", 2026, "検討"),
        ("画面の設計", 2027, "(検討)"),
        ("職員の研修", 2026, "実施"),
        ("職員の研修", 2027, "(実施)"),
        ("職員の研修", 2028, "(実施)"),
    ]


def test_an_arrow_with_a_figure_carries_and_counts() -> None:
    found = read(
        bold("取組１　窓口予約の導入"), table("項目 | 令和８年度 | 令和９年度", "画面の設計 | 実施 | ⇒（７０％）")
    )
    assert [(t.kind, t.value, t.unit, t.text, t.carried) for t in found.targets] == [
        ("stage", None, None, "実施", False),
        ("numeric", 70.0, "%", "⇒(70%)", True),
    ]


def test_row_kinds_in_a_list() -> None:
    found = read(
        table(
            "No | 取組項目 | 指標 | 区分 | 令和７年度 | 令和８年度 | 担当課",
            "１ | 予約 | 予約件数 | 目標 | 100件 | 150件 | 市民課",
            "^ | ^ | ^ | 実績 | 90件 |  | ^",
            "２ | 書庫 | 箱数 | 目標 | 10箱 | 8箱 | 総務課",
            "^ | ^ | ^ | 実績 | 12箱 |  | ^",
        ),
        title=REPORT,
    )
    assert plans(found) == [
        ("予約件数", 2025, "100件"), ("予約件数", 2026, "150件"), ("箱数", 2025, "10箱"), ("箱数", 2026, "8箱"),
    ]  # fmt: skip
    assert reports(found) == [("indicator", "予約件数", 2025, "90件"), ("indicator", "箱数", 2025, "12箱")]
    assert [i.direction for i in found.initiatives] == [None, None]


@pytest.mark.xfail(strict=True, reason="prose in a row of results loses the year it stands under")
def test_reported_prose_under_a_year_is_of_that_year() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        table(" | 令和８年度 | 令和９年度", "計画 | 画面を作る。 | 受付を始める。", "実績 | 画面を作った。 | "),
    )
    assert reports(found) == [("narrative", None, 2026, "画面を作った。")]


def test_the_second_half_of_the_years_in_a_table_of_its_own() -> None:
    found = read(
        bold("取組１　窓口予約の導入"),
        table("項目 | 令和８年度 | 令和９年度", "画面の設計 | 検討 | 実施"),
        table("項目 | 令和１０年度 | 令和１１年度", "画面の設計 | ⇒ | 拡大"),
    )
    assert plans(found) == [
        ("画面の設計", 2026, "検討"),
        ("画面の設計", 2027, "実施"),
        ("画面の設計", 2028, "(実施)"),
        ("画面の設計", 2029, "拡大"),
    ]


def test_arrows_that_meet_within_a_year_are_one_step_of_two_stages() -> None:
    card = table(
        "取組項目 | １　窓口の予約 | < | <",
        "取組計画 | 令和８年度 | 令和９年度 | 令和10年度",
        "画面の設計 |  |  | ",
        arrows=((2, 1, 1, "検討"), (2, 1, 3, "実施")),
    )
    assert plans(read(PERIOD, card)) == [
        ("画面の設計", 2026, "検討/実施"),
        ("画面の設計", 2027, "(実施)"),
        ("画面の設計", 2028, "(実施)"),
    ]
