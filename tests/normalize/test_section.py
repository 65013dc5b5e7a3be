"""Headings, prose and tables of a document -> what is printed of each initiative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from extract.model import Block, Document
from normalize.event import Text
from normalize.reading.reader import read as by_slot
from normalize.section import Form, Reading
from normalize.section import read as read_document
from normalize.wrap import joined
from tests.normalize.drawn import bold, document, dump_document, dump_prose, prose, table


def read(*blocks: Block) -> Reading:
    return read_document(document(*blocks))


def names(found: Reading) -> list[str]:
    return [joined(form.name) for form in found.forms]


def texts(form: Form) -> list[tuple[str, str]]:
    return [(entry.fields[0], joined(entry.piece)) for entry in form.entries if isinstance(entry, Text)]


def path(form: Form) -> list[str]:
    return [joined(piece) for piece in form.policy]


CARD = table("担当課 | 市民課", "取組内容 | 画面を作る。")
YEARS = table("項目 | 令和８年度 | 令和９年度", "画面の設計 | 検討 | 実施")


def test_a_card_belongs_to_the_heading_above() -> None:
    found = read(bold("第１章　窓口"), bold("取組１　予約の導入"), CARD)
    assert names(found) == ["取組1 予約の導入"]
    assert path(found.forms[0]) == ["第1章 窓口"]
    assert texts(found.forms[0]) == [("departments", "市民課"), ("content", "画面を作る。")]


HEADER = "事業名 | 担当課 | 取組内容"
ADDED = table(HEADER, "窓口の予約 | 市民課 | 画面を作る。", "納付の電子化 | 税務課 | 符号を印刷する。")
CHANGED = table(HEADER, "蓄電池の交換 | 防災課 | 調達に期間を要する。", "書架の増設 | 図書館 | 書架を増やす。")


@pytest.mark.parametrize("reads", [read_document, by_slot])
def test_numbered_lines_right_above_lists_of_one_header_are_levels(reads: Callable[[Document], Reading]) -> None:
    """Set as the running text is: what stands above one list alone heads a part of the document."""
    found = reads(document(prose("１．追加"), ADDED, prose("２．変更"), CHANGED))
    assert [path(form) for form in found.forms] == [["1.追加"], ["1.追加"], ["2.変更"], ["2.変更"]]
    assert [path(form) for form in reads(document(prose("３．事業一覧"), ADDED)).forms] == [[], []]


def test_numbered_lines_above_cards_name_them() -> None:
    found = read(prose("１．予約の導入"), CARD, prose("２．書庫の整理"), CARD)
    assert names(found) == ["1.予約の導入", "2.書庫の整理"]


def test_two_tables_below_one_heading_are_one_initiatives() -> None:
    found = read(bold("取組１　予約の導入"), CARD, YEARS)
    assert names(found) == ["取組1 予約の導入"]
    assert len(found.forms[0].entries) == 4


def test_the_next_heading_begins_the_next_initiative() -> None:
    found = read(bold("取組１　予約の導入"), CARD, bold("取組２　書庫の整理"), CARD)
    assert names(found) == ["取組1 予約の導入", "取組2 書庫の整理"]


def test_prose_below_a_heading_is_the_initiatives_only_where_something_says_so() -> None:
    assert names(read(bold("取組１　予約の導入"), prose("画面を作る。"))) == []
    assert names(read(bold("取組１　予約の導入"), prose("画面を作る。"), YEARS)) == ["取組1 予約の導入"]


def test_prose_before_the_first_label_is_kept() -> None:
    found = read(bold("取組１　予約の導入"), prose("電話と画面の両方で予約を受け付ける。"), YEARS)
    assert ("preamble", "電話と画面の両方で予約を受け付ける。") in texts(found.forms[0])


def test_prose_under_labels() -> None:
    found = read(
        bold("取組１　予約の導入"),
        bold("＜取組内容＞"),
        prose("画面を作る。"),
        bold("＜目標＞"),
        prose("待ち時間を減らす。"),
    )
    assert texts(found.forms[0]) == [("content", "画面を作る。"), ("goal", "待ち時間を減らす。")]


def test_label_and_value_on_one_line() -> None:
    found = read(bold("取組１　予約の導入"), prose("担当課：市民課"))
    assert [field for field, _ in texts(found.forms[0])] == ["departments"]


def test_a_list_of_names_below_a_label() -> None:
    found = read(
        bold("基本目標１　窓口"), bold("【主な取組】"), prose("・予約の導入", "・案内板の更新"), prose("以上を進める。")
    )
    assert names(found) == ["・予約の導入", "・案内板の更新"]
    assert path(found.forms[0]) == ["基本目標1 窓口"]


def test_lines_of_the_contents_are_no_headings() -> None:
    lines = prose("取組１　予約の導入 …… ３").lines
    contents = type(prose("x"))(tuple(replace(line, flags=("contents",)) for line in lines))
    assert names(read(contents, bold("取組２　書庫の整理"), CARD)) == ["取組2 書庫の整理"]


def test_a_card_cut_by_the_pages_end_goes_on() -> None:
    first = table("取組名 | 予約", "担当課 | 市民課", "取組内容 | 画面を作る。")
    rest = table("取組実績 | 受付を始めた。", "自己評価 | Ａ", page=2)
    found = read(first, rest)
    assert names(found) == ["予約"]
    assert [field for field, _ in texts(found.forms[0])] == ["departments", "content", "result", "grade"]


def test_tables_of_the_appendix_are_passed_over() -> None:
    found = read(bold("資料編", size=16), bold("１　策定の経過"), table("項目 | 内容", "会議 | 第１回を開いた。"))
    assert names(found) == []
    assert len(found.skipped) == 1


def test_tables_of_other_things_are_passed_over() -> None:
    found = read(table("氏名 | 役職", "汐見 太郎 | 会長"))
    assert (names(found), len(found.skipped)) == ([], 1)


def test_a_band_and_a_heading_of_the_same_words_are_one_level() -> None:
    found = read(
        bold("基本目標１　窓口"), table("No | 取組項目 | 担当課", "基本目標１　窓口 | < | <", "１ | 予約 | 市民課")
    )
    assert path(found.forms[0]) == ["基本目標1 窓口"]


def test_a_level_whose_words_stand_below_its_number() -> None:
    found = read(bold("取組方針１"), bold("「開かれた窓口」"), table("No | 取組項目 | 担当課", "１ | 予約 | 市民課"))
    assert path(found.forms[0]) == ["取組方針1「開かれた窓口」"]


def test_a_level_ends_with_the_next() -> None:
    listed = table("No | 取組項目 | 担当課", "１ | 予約 | 市民課")
    found = read(bold("基本目標１　窓口"), listed, bold("基本目標２　書庫"), listed)
    assert [path(form) for form in found.forms] == [["基本目標1 窓口"], ["基本目標2 書庫"]]


def test_a_dump_is_read_by_lines_that_stand_alone() -> None:
    found = read_document(
        dump_document(
            dump_prose("基本目標１　窓口", first=2), table("No | 取組項目 | 担当課", "１ | 予約 | 市民課", dump=True)
        )
    )
    assert [path(form) for form in found.forms] == [["基本目標1 窓口"]]


def test_every_paragraph_is_kept_for_the_checks() -> None:
    found = read(prose("取り組みは全部で５事業である。"), CARD)
    assert "取り組みは全部で5事業である。" in [joined(piece) for piece in found.paragraphs]
