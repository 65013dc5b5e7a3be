"""Each rule: a document with a planted error, and its clean twin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Document
from normalize.record import Finding
from normalize.records import records
from tests.normalize.drawn import document, prose, table
from tests.normalize.told import PERIOD

HEAD = "No | 取組項目 | 担当課"
ROWS = tuple(f"{n} | {name} | 市民課" for n, name in enumerate(("予約", "書庫", "案内板", "電話", "会議", "印刷"), 1))
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


RULES = {
    "page_needs_ocr": (flagged("needs_ocr"), flagged()),
    "table_not_read": (
        document(table(HEAD, *ROWS), table("氏名 | 役職", "汐見 太郎 | 会長")),
        document(table(HEAD, *ROWS)),
    ),
    "unknown_label": (
        document(table("No | 取組項目 | 合言葉 | 担当課", "1 | 予約 | 早起き | 市民課")),
        document(table("No | 取組項目 | 取組内容 | 担当課", "1 | 予約 | 早起き | 市民課")),
    ),
    "cell_not_read": (card("合言葉 | 早起き"), card("目標 | 待ち時間を減らす。")),
    "no_initiatives": (document(PERIOD), document(PERIOD, table(HEAD, *ROWS))),
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


def test_one_name_below_two_policies_is_no_duplicate() -> None:
    drawn = document(
        table(
            "No | 取組項目 | 取組内容", "基本目標１　窓口 | < | <", "1 | 研修 | 受付を学ぶ。",
            "基本目標２　書庫 | < | <", "2 | 研修 | 整理を学ぶ。",
        )
    )  # fmt: skip
    assert found("duplicate_initiative", drawn) == []
