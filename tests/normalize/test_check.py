"""Each rule: a document with a planted error, and its clean twin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Document
from normalize.check import RULES as described
from normalize.record import Finding
from normalize.records import records
from tests.normalize.drawn import document, prose, table
from tests.normalize.told import PERIOD, REPORT

HEAD = "No | 取組項目 | 担当課"
ROWS = tuple(f"{n} | {name} | 市民課" for n, name in enumerate(("予約", "書庫", "案内板", "電話", "会議", "印刷"), 1))
LISTED = "1予約 2書庫 3電話 4会議"
STATED = "この計画は、{}の取組項目からなる。"


def flagged(*flags: str) -> Document:
    drawn = document(table(HEAD, *ROWS))
    return replace(drawn, pages=(replace(drawn.pages[0], flags=flags), *drawn.pages[1:]))


def yearly(*years: str) -> Document:
    return document(
        PERIOD, table("No | 取組項目 | " + " | ".join(years), "1 | 予約 | 検討" + " | 実施" * (len(years) - 1))
    )


def card(*rows: str) -> Document:
    return document(table("取組名 | 予約", "担当課 | 市民課", "取組内容 | 画面を作る。", *rows))


def graded(*counts: str, head: str = "自己評価 | 取組項目数 | 割合") -> Document:
    """Four graded initiatives (Ｓ Ａ Ａ Ｂ) under a table that counts them."""
    rows = [f"{n} | 業務{n} | 市民課 | {grade}" for n, grade in enumerate("ＳＡＡＢ", 1)]
    return document(table(head, *counts), table("No | 取組項目 | 担当課 | 評価", *rows), title=REPORT)


def grading(word: str) -> Document:
    rows = [f"{n} | 業務{n} | 市民課 | {word}" for n in (1, 2)]
    return document(table("No | 取組項目 | 担当課 | 評価", *rows), title=REPORT)


def directed(word: str) -> Document:
    return document(table("No | 取組項目 | 担当課 | 方向性", f"1 | 予約 | 市民課 | {word}"))


def yearly_word(word: str) -> Document:
    return document(PERIOD, table("No | 取組項目 | 令和８年度 | 令和９年度", f"1 | 予約 | 検討 | {word}"))


def rated(*rates: str, result: str = "9") -> Document:
    rows = [f"{n} | 業務{n}の改善 | 件数 | 10 | {result} | {rate}" for n, rate in enumerate(rates, 1)]
    head = "No | 取組項目 | 指標 | 令和７年度目標値 | 令和７年度実績値 | 達成率"
    return document(PERIOD, table(head, *rows), title=REPORT)


def works(title: str) -> Document:
    names = ("窓口の改修", "書庫の整理", "案内板の設置", "電話の更新")
    rows = [f"{n} | {name} | 市民課 | 国の補助を受け、年度内に終える。" for n, name in enumerate(names, 1)]
    return document(table(f"{HEAD} | 取組内容", *rows), title=title)


def indexed(index: str, cards: str) -> Document:
    """An index and cards of initiatives: `1予約 2書庫`."""
    rows = [f"{name[0]} | {name[1:]} | 市民課" for name in index.split()]
    drawn = [
        table(f"取組名 | {name[0]} {name[1:]}", "担当課 | 市民課", "取組内容 | 画面を作る。") for name in cards.split()
    ]
    return document(table("No | 取組項目 | 担当課", *rows), *drawn)


def planned(*figures: str, indicator: str = "件数", baseline: str = "100件") -> Document:
    head = "No | 取組項目 | 指標 | 現状値 | 令和８年度 | 令和９年度 | 令和10年度"
    return document(PERIOD, table(head, f"1 | 予約 | {indicator} | {baseline} | " + " | ".join(figures)))


def added(*sums: str) -> Document:
    rows = ("大人 | 10 | 20", "子ども | 5 | 6", "合計 | " + " | ".join(sums))
    return document(table(HEAD, *ROWS), table("利用者 | 北館 | 南館", *rows))


ELSEWHERE = {
    "value_not_printed",
    "field_corrected",
    "decision_stale",
    "doubtful_reading",
    "ambiguous_reading",
    "no_plan",
    "revised",
    "text_left_out",
}
"""Rules that no drawn document shows by itself."""
RULES = {
    "page_needs_ocr": (flagged("needs_ocr"), flagged()),
    "page_wordless": (flagged("wordless"), flagged()),
    "table_not_read": (
        document(table(HEAD, *ROWS), table("氏名 | 役職", "汐見 太郎 | 会長")),
        document(table(HEAD, *ROWS)),
    ),
    "unknown_label": (
        document(table("No | 取組項目 | 合言葉 | 担当課", "1 | 予約 | 早起き | 市民課")),
        document(table("No | 取組項目 | 取組内容 | 担当課", "1 | 予約 | 早起き | 市民課")),
    ),
    "left_over": (
        document(table("No | 取組項目 | 合言葉 | 担当課", *(f"{r[0]} | {r[4:6]} | {r[4]} | 市民課" for r in ROWS))),
        document(table(HEAD, *ROWS)),
    ),
    "sample_not_read": (
        document(prose("【記入例】"), table(HEAD, *ROWS), prose("【一覧】"), table(HEAD, *ROWS)),
        document(prose("【一覧】"), table(HEAD, *ROWS)),
    ),
    "figure_unread": (yearly_word("３校と調整"), yearly_word("10月に試行")),
    "cell_not_read": (card("合言葉 | 早起き"), card("目標 | 待ち時間を減らす。")),
    "no_initiatives": (document(PERIOD), document(PERIOD, table(HEAD, *ROWS))),
    "other_class": (works("青嶺市一般会計補正予算書"), works("青嶺市業務改革計画")),
    "name_only": (
        document(table(HEAD, *ROWS), table("No | 取組項目 | 備考", "9 | 押印の廃止 | 再掲")),
        document(table(HEAD, *ROWS)),
    ),
    "initiative_count": (
        document(prose(STATED.format(7)), table(HEAD, *ROWS)),
        document(prose(STATED.format(6)), table(HEAD, *ROWS)),
    ),
    "number_gap": (document(table(HEAD, *ROWS[:3], *ROWS[4:])), document(table(HEAD, *ROWS))),
    "duplicate_initiative": (
        document(
            table(
                "No | 取組項目 | 取組内容",
                "1 | 予約 | 画面を作る。",
                "2 | 書庫 | 棚を空ける。",
                "3 | 予約 | 画面を作る。",
            )
        ),
        document(
            table(
                "No | 取組項目 | 取組内容",
                "1 | 予約 | 画面を作る。",
                "2 | 書庫 | 棚を空ける。",
                "3 | 電話 | 録音する。",
            )
        ),
    ),
    "year_outside_period": (yearly("令和８年度", "令和１８年度"), yearly("令和８年度", "令和１１年度")),
    "value_not_recorded": (planned("110件", "120件", "130件", baseline="調べる"), planned("110件", "120件", "130件")),
    "index_differs": (indexed(LISTED, LISTED.replace("4", "7")), indexed(LISTED, LISTED)),
    "card_without_index": (indexed(LISTED, f"{LISTED} 5印刷"), indexed(LISTED, LISTED)),
    "index_without_card": (indexed(f"{LISTED} 5印刷", LISTED), indexed(LISTED, LISTED)),
    "grade_count": (
        graded("Ｓ | ２ | ５０％", "Ａ | １ | ２５％", "Ｂ | １ | ２５％"),
        graded("Ｓ | １ | ２５％", "Ａ | ２ | ５０％", "Ｂ | １ | ２５％"),
    ),
    "grade_share": (
        graded("Ｓ | １ | ２５％", "Ａ | ２ | ４０％", "Ｂ | １ | ２５％"),
        graded("Ｓ | １ | ２５％", "Ａ | ２ | ５０％", "Ｂ | １ | ２５％"),
    ),
    "total_differs": (added("15", "27"), added("15", "26")),
    "rate_differs": (rated("90％", "90％", "80％", "90％", "90％"), rated("90％", "90％", "90％", "90％", "90％")),
    "number_double": (
        document(table(HEAD, *ROWS[:3], "3 | 受付 | 市民課", *ROWS[4:])),
        document(table(HEAD, *ROWS)),
    ),
    "duplicate_row": (
        document(
            PERIOD,
            table("No | 取組項目 | 指標 | 令和８年度", "1 | 予約 | 件数 | 10件", "^ | ^ | 件数 | 12件"),
        ),
        document(
            PERIOD,
            table("No | 取組項目 | 指標 | 令和８年度", "1 | 予約 | 件数 | 10件", "^ | ^ | 人数 | 12人"),
        ),
    ),
    "target_direction": (planned("110件", "90件", "130件"), planned("110件", "120件", "130件")),
    "unit_changes": (planned("110件", "120人", "130件"), planned("110件", "120件", "130件")),
    "unknown_grade": (grading("上の中"), grading("やや遅れ")),
    "unknown_direction": (directed("前倒し"), directed("拡充")),
    "unknown_stage": (yearly_word("早起き"), yearly_word("試行")),
    "period_doubtful": (yearly("令和18年度", "令和19年度"), yearly("令和８年度", "令和11年度")),
    "era_mismatch": (yearly("令和８(2027)年度", "令和９(2027)年度"), yearly("令和８(2026)年度", "令和９(2027)年度")),
}


def found(rule: str, drawn: Document) -> list[Finding]:
    return [finding for finding in records(drawn, "0").findings if finding.rule == rule]


@pytest.mark.parametrize("rule", RULES)
def test_a_planted_error_is_found(rule: str) -> None:
    assert found(rule, RULES[rule][0])


@pytest.mark.parametrize("rule", RULES)
def test_its_clean_twin_is_clean(rule: str) -> None:
    assert found(rule, RULES[rule][1]) == []


def test_a_finding_says_what_was_due_and_what_was_read() -> None:
    (count,) = found("initiative_count", RULES["initiative_count"][0])
    (gap,) = found("number_gap", RULES["number_gap"][0])
    (year,) = found("year_outside_period", RULES["year_outside_period"][0])
    assert (count.expected, count.actual) == ("7", "6")
    assert gap.expected == "4"
    assert (year.expected, year.actual, year.page) == ("2026-2029", "2036", 1)
    assert year.initiative_id == f"{year.doc_id}-0001"


def test_findings_are_numbered() -> None:
    for planted, _ in RULES.values():
        read = records(planted, "0")
        numbers = [f"{read.document.doc_id}-f{n:04d}" for n in range(1, len(read.findings) + 1)]
        assert [finding.finding_id for finding in read.findings] == numbers
        assert read.document.finding_count == len(numbers)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("この計画は、６事業以外の見直しも含む。", "not what it holds"),
        ("前の計画では３事業を終えた。", "a small number says little"),
        ("第７項目に定める。", "the seventh, not seven"),
        ("市の人口は７千人である。", "another count"),
    ],
)
def test_other_numbers_are_no_count_of_initiatives(text: str, why: str) -> None:
    assert found("initiative_count", document(prose(text), table(HEAD, *ROWS))) == [], why


@pytest.mark.parametrize("numbers", [("1101", "1102", "2101"), ("1", "2", "9"), ("5", "6", "7")])
def test_codes_and_parts_of_a_series_have_no_gaps(numbers: tuple[str, ...]) -> None:
    rows = [f"{number} | 業務{number} | 市民課" for number in numbers]
    assert found("number_gap", document(table(HEAD, *rows))) == []


@pytest.mark.parametrize(("numbers", "missing"), [("2345", ["1"]), ("①②④⑤", ["3"]), ("3456", [])])
def test_a_lost_first_number_and_circled_numbers(numbers: str, missing: list[str]) -> None:
    rows = [f"{number} | 業務{number} | 市民課" for number in numbers]
    assert [gap.expected for gap in found("number_gap", document(table(HEAD, *rows)))] == missing


def test_numbers_begin_anew_below_each_heading() -> None:
    rows = ("基本目標１　窓口 | < | <", *ROWS[:3], "基本目標２　書庫 | < | <", *ROWS[:2], "4 | 面談 | 市民課")
    drawn = document(table(HEAD, *rows))
    assert [gap.expected for gap in found("number_gap", drawn)] == ["3"]


def test_one_name_below_two_policies_is_no_duplicate() -> None:
    drawn = document(
        table(
            "No | 取組項目 | 取組内容", "基本目標１　窓口 | < | <", "1 | 研修 | 受付を学ぶ。",
            "基本目標２　書庫 | < | <", "2 | 研修 | 整理を学ぶ。",
        )
    )  # fmt: skip
    assert found("duplicate_initiative", drawn) == []


@pytest.mark.parametrize("rule", sorted(described.keys() - RULES.keys() - ELSEWHERE))
def test_rules_without_a_twin_are_flags_of_pages(rule: str) -> None:
    assert rule.startswith("page_")
    assert found(rule, flagged(rule.removeprefix("page_")))


def test_numbers_of_another_list_are_no_doubles() -> None:
    again = table(HEAD, "1 | 受付 | 市民課", "2 | 研修 | 総務課")
    assert found("number_double", document(table(HEAD, *ROWS), again)) == []


@pytest.mark.parametrize("head", ["割合（％）", "達成率", "平均", "前年比"])
def test_a_column_of_rates_adds_up_to_nothing(head: str) -> None:
    rows = ("大人 | 10 | 20", "子ども | 5 | 60", "合計 | 15 | 30")
    assert found("total_differs", document(table(HEAD, *ROWS), table(f"利用者 | 北館 | {head}", *rows))) == []


def test_one_wrong_total_beside_right_ones_is_sure() -> None:
    rows = ("大人 | 10 | 20 | 30", "子ども | 5 | 6 | 7", "合計 | 15 | 26 | 38")
    (total,) = found("total_differs", document(table(HEAD, *ROWS), table("利用者 | 北館 | 南館 | 東館", *rows)))
    assert (total.severity, total.expected, total.actual) == ("error", "37", "38")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (("若手 | 1 | 2", "小計 | 1 | 2", "熟練 | 3 | 4", "小計 | 3 | 4", "合計 | 4 | 6"), "subtotals count once"),
        (("区分 | 20歳未満 | 20歳以上", "若手 | 1 | 2", "熟練 | 3 | 4", "合計 | 4 | 6"), "a head is no addend"),
        (("若手 | 33.3％ | 50％", "熟練 | 66.6％ | 49％", "合計 | 100％ | 100％"), "rounded shares"),
        (("若手 | － | 2", "熟練 | 3 | 4", "合計 | 3 | 6"), "no figure adds nothing"),
        (("若手 | 1 | 2", "熟練 | 3 | 4", "合計 | － | 6"), "no total"),
    ],
)
def test_totals_that_hold(rows: tuple[str, ...], why: str) -> None:
    assert found("total_differs", document(table("職員 | 北館 | 南館", *rows))) == [], why


def test_columns_are_added_up_too() -> None:
    rows = ("大人 | 10 | 20 | 30", "子ども | 5 | 6 | 12")
    (total,) = found("total_differs", document(table("利用者 | 北館 | 南館 | 合計", *rows)))
    assert (total.expected, total.actual) == ("11", "12")


@pytest.mark.parametrize(
    ("rates", "result", "why"),
    [
        (("90％", "90％"), "9", "result over target"),
        (("111％", "111％"), "9", "target over result: less is better"),
        (("100％", "100％"), "12", "no plan of this kind says more than 100"),
        (("110％", "110％"), "9", "two minus: less is better"),
    ],
)
def test_rates_follow_the_documents_own_formula(rates: tuple[str, ...], result: str, why: str) -> None:
    assert found("rate_differs", rated(*rates, result=result)) == [], why


@pytest.mark.parametrize(
    ("counts", "head", "why"),
    [
        (("件数 | 1 | 2 | 1",), "評価 | Ｓ | Ａ | Ｂ", "grades across"),
        (("重点 | 1 | 0 | 1", "一般 | 0 | 2 | 0", "合計 | 1 | 2 | 1"), "評価 | Ｓ | Ａ | Ｂ", "parts that add up"),
        (("Ｓ | 100以上 | 5", "Ａ | 80以上 | 4"), "評価 | 基準 | 点", "a legend of thresholds"),
    ],
)
def test_grades_counted_otherwise(counts: tuple[str, ...], head: str, why: str) -> None:
    counted = [f for f in found("grade_count", graded(*counts, head=head)) if f.severity == "error"]
    assert counted == [], why


def test_counts_of_another_year_are_not_compared() -> None:
    assert found("grade_count", graded("Ｓ | ２", "Ａ | １", "Ｂ | １", head="自己評価 | 令和６年度")) == []


def test_counts_of_other_words_are_not_of_grades() -> None:
    assert found("grade_count", graded("新規 | １", "継続 | ２", "完了 | １", head="区分 | 取組項目数")) == []


def test_counts_in_a_sentence() -> None:
    rows = [f"{n} | 業務{n} | 市民課 | {grade}" for n, grade in enumerate("ＳＡＡＢ", 1)]
    graded_list = table("No | 取組項目 | 担当課 | 評価", *rows)
    said = document(prose("「Ｓ」が２件、「Ａ」が２件となった。"), graded_list, title=REPORT)
    assert [(f.expected, f.actual) for f in found("grade_count", said)] == [("2", "1")]


def test_counts_in_lines_that_were_a_table() -> None:
    rows = [f"{n} | 業務{n} | 市民課 | {grade}" for n, grade in enumerate("ＳＡＡＢ", 1)]
    graded_list = table("No | 取組項目 | 担当課 | 評価", *rows)
    lines = (prose("Ｓ 計画を上回った。 １ 25％"), prose("Ａ 計画どおり。 １ 25％"), prose("Ｂ 下回った。 １ 25％"))
    counted = found("grade_count", document(*lines, graded_list, title=REPORT))
    assert [(f.expected, f.actual) for f in counted] == [("1", "2")]
