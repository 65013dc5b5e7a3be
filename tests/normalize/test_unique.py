"""An initiative printed several times is one; what only its index says is kept."""

from __future__ import annotations

from tests.normalize.drawn import bold, table
from tests.normalize.told import plans, read

INDEX = table(
    "No | 取組項目 | 担当課", "基本目標１　窓口 | < | <", "１ | 予約の導入 | 市民課", "２ | 書庫の整理 | 総務課"
)
YEARS = ("行動 | 令和８年度 | 令和９年度", "画面の設計 | 検討 | 実施")


def test_the_card_takes_what_only_the_index_says() -> None:
    found = read(INDEX, table("取組名 | 予約の導入", "取組内容 | 画面を作る。"))
    said = {i.name: i for i in found.initiatives}
    first, second = said["書庫の整理"], said["予約の導入"]
    assert (first.departments, first.content) == (("総務課",), None)
    assert (second.number, second.departments, second.content) == ("1", ("市民課",), "画面を作る。")
    assert second.policy == ("基本目標1 窓口",)


def test_the_cards_own_words_stand() -> None:
    found = read(INDEX, table("番号 | 11 | 取組名 | 予約の導入", "担当課 | 情報課 | 取組内容 | 画面を作る。"))
    card = next(i for i in found.initiatives if i.content)
    assert (card.number, card.departments) == ("11", ("情報課",))


def test_an_index_printed_twice_is_one() -> None:
    assert [i.name for i in read(INDEX, INDEX).initiatives] == ["予約の導入", "書庫の整理"]


def test_an_index_alone_is_kept() -> None:
    assert [i.number for i in read(INDEX).initiatives] == ["1", "2"]


def test_spaces_numbers_and_marks_make_no_other_name() -> None:
    index = table("No | 取組項目 | 担当課", "１ | 【新規】予約 の導入 | 市民課")
    found = read(index, bold("取組１　予約の導入"), table(*YEARS))
    assert [(i.name, i.departments) for i in found.initiatives] == [("予約の導入", ("市民課",))]


def test_a_mark_of_the_new_in_the_index_is_kept() -> None:
    index = table("No | 取組項目 | 担当課", "１ | 【新規】予約の導入 | 市民課")
    assert read(index, bold("取組１　予約の導入"), table(*YEARS)).initiatives[0].is_new


def test_a_direction_that_only_the_index_says_is_kept() -> None:
    index = table("No | 取組項目 | 区分 | 担当課", "１ | 予約の導入 | 拡大 | 市民課")
    assert read(index, bold("取組１　予約の導入"), table(*YEARS)).initiatives[0].direction == "拡大"


def test_one_name_below_two_policies_is_two_in_an_index() -> None:
    index = table(
        "No | 取組項目 | 担当課",
        "基本目標１　窓口 | < | <",
        "１ | 研修 | 市民課",
        "基本目標２　書庫 | < | <",
        "２ | 研修 | 総務課",
    )
    assert [i.number for i in read(index).initiatives] == ["1", "2"]


def test_two_full_cards_of_one_name_are_two() -> None:
    card = ("担当課 | 市民課 | <", "取組計画 | 令和８年度 | 令和９年度", "画面の設計 | 検討 | 実施")
    found = read(
        bold("基本目標１　窓口"),
        bold("取組１　研修"),
        table(*card),
        bold("基本目標２　書庫"),
        bold("取組２　研修"),
        table(*card),
    )
    assert [i.number for i in found.initiatives] == ["取組1", "取組2"]
    assert len(plans(found)) == 4
