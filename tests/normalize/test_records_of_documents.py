"""Documents of several parts -> their records: what is no initiative, and what is printed twice."""

from __future__ import annotations

from tests.normalize.drawn import bold, dump_prose, table
from tests.normalize.told import PERIOD, REPORT, read, read_dump, rules


def test_a_table_nobody_understands_is_found() -> None:
    found = read(PERIOD, table("氏名 | 役職", "汐見 太郎 | 会長"))
    assert found.initiatives == ()
    assert [(f.rule, f.page) for f in found.findings] == [("table_not_read", 1), ("no_initiatives", None)]
    assert "氏名 | 役職" in found.findings[0].message


def test_a_glossary_is_not_read() -> None:
    listed = table("No | 取組項目 | 担当課", "１ | 予約 | 市民課")
    glossary = table("項目 | 説明", "予約 | 日時を前もって決めること。", "書庫 | 書類を収める部屋のこと。")
    found = read(listed, bold("用語解説", size=14), glossary)
    assert [(i.name, i.content) for i in found.initiatives] == [("予約", None)]


def test_an_index_and_its_cards_are_one() -> None:
    index = table("No | 取組項目 | 担当課", "１ | 予約の導入 | 市民課", "２ | 書庫の整理 | 総務課")
    cards = (
        bold("１　予約の導入"),
        table("取組内容 | 画面を作る。 | <", "取組計画 | 令和８年度 | 令和９年度", "画面の設計 | 検討 | 実施"),
        bold("２　書庫の整理"),
        table("取組内容 | 棚を空ける。 | <", "取組計画 | 令和８年度 | 令和９年度", "書類の見直し | 実施 | ⇒"),
    )
    found = read(index, *cards)
    assert [(i.number, i.name, i.departments, i.content) for i in found.initiatives] == [
        ("1", "予約の導入", ("市民課",), "画面を作る。"),
        ("2", "書庫の整理", ("総務課",), "棚を空ける。"),
    ]
    assert len(found.targets) == 4


def test_a_heading_that_says_all_below_is_new() -> None:
    listed = ("No | 取組項目 | 担当課", "１ | 予約 | 市民課")
    new = read(bold("２　新規事業"), table(*listed))
    old = read(bold("２　継続事業"), table(*listed))
    assert (new.initiatives[0].is_new, old.initiatives[0].is_new) == (True, False)


def test_an_empty_document_has_no_initiatives() -> None:
    found = read()
    assert found.document.status == "ok"
    assert (found.document.initiative_count, rules(found)) == (0, ["no_initiatives"])


def test_prose_of_a_dump_is_read_by_its_headings() -> None:
    found = read_dump(
        dump_prose("取組１　窓口予約の導入", first=2),
        dump_prose("【取組内容】", first=3),
        dump_prose("画面を作る。", first=4),
    )
    assert [(i.name, i.content) for i in found.initiatives] == [("窓口予約の導入", "画面を作る。")]


def test_a_legend_of_grades_and_their_totals_are_no_initiatives() -> None:
    found = read(
        table("評価 | 基準", "Ａ | 予定どおり", "Ｂ | 遅れ"),
        table("区分 | 項目数", "Ａ | 1", "Ｂ | 0", "合計 | 1"),
        table("番号 | 取組項目 | 評価", "１ | 予約 | Ａ"),
        title=REPORT,
    )
    assert [i.name for i in found.initiatives] == ["予約"]
    assert rules(found).count("table_not_read") == 2


def test_names_alone_are_doubtful_where_nothing_says_it_is_a_plan() -> None:
    form = table("項目 | 概要", "申請の方法 | 窓口で受け付ける。", "返還の期限 | 翌年の四月までとする。")
    owned = table("事業名 | 担当課", "予約の導入 | 市民課")
    guide, plan = read(bold("手引き", size=20), form, owned, title="費用"), read(PERIOD, form, owned)
    assert [(i.name, i.flags) for i in guide.initiatives] == [
        ("申請の方法", ("bare",)),
        ("返還の期限", ("bare",)),
        ("予約の導入", ()),
    ]
    assert all(i.flags == () for i in plan.initiatives)
