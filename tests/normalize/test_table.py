"""A table as drawn -> its events in reading order."""

from __future__ import annotations

from normalize.columns import Grid
from normalize.event import Band, Card, Event, Start, Text, Unread, Value
from normalize.table import events
from tests.normalize.drawn import table


def told(event: Event) -> tuple[object, ...]:
    if isinstance(event, Card):
        return ("card",)
    if isinstance(event, Band):
        return "band", event.piece.raw
    if isinstance(event, Start):
        return "start", event.name.raw
    if isinstance(event, Text):
        return event.fields[0], event.piece.raw
    if isinstance(event, Unread):
        return "unread", event.piece.raw
    of = event.indicator.raw if event.indicator else None
    return event.meaning, of, event.year, f"({event.piece.raw})" if event.carried else event.piece.raw


def read(*rows: str, nested: bool = False, dump: bool = False) -> list[tuple[object, ...]]:
    return [told(event) for event in events(Grid(table(*rows, dump=dump)), nested=nested)]


def test_a_list_begins_an_initiative_a_row() -> None:
    assert read("取組項目 | 担当課", "予約 | 市民課", "書庫 | 総務課") == [
        ("start", "予約"),
        ("departments", "市民課"),
        ("start", "書庫"),
        ("departments", "総務課"),
    ]


def test_a_full_row_is_a_band() -> None:
    assert read("取組項目 | 担当課", "基本目標１　窓口 | <", "予約 | 市民課")[0] == ("band", "基本目標１　窓口")


def test_rows_below_a_merged_name_are_the_same_initiatives() -> None:
    found = read("取組項目 | 指標 | 令和８年度", "予約 | 件数 | 10件", "^ | 時間 | 20分")
    assert found == [("start", "予約"), ("target", "件数", 2026, "10件"), ("target", "時間", 2026, "20分")]


def test_a_department_merged_over_initiatives_is_of_each() -> None:
    found = read("取組項目 | 取組内容 | 担当課", "予約 | 画面を作る。 | 市民課", "書庫 | 棚を空ける。 | ^")
    assert found.count(("departments", "市民課")) == 2


def test_a_cell_merged_over_years_carries_on() -> None:
    assert read("行動 | 令和８年度 | 令和９年度", "画面の設計 | 検討 | <") == [
        ("target", "画面の設計", 2026, "検討"),
        ("target", "画面の設計", 2027, "(検討)"),
    ]


def test_a_value_merged_down_is_of_each_indicator() -> None:
    found = read("行動 | 令和８年度 | 令和９年度", "画面の設計 | 検討 | 実施", "職員の研修 | ^ | ^")
    assert found[2:] == [("target", "職員の研修", 2026, "検討"), ("target", "職員の研修", 2027, "実施")]


def test_the_first_label_again_begins_another_card() -> None:
    found = read("担当課 | 市民課", "取組内容 | 画面を作る。", "担当課 | 総務課", "取組内容 | 棚を空ける。")
    assert found == [
        ("departments", "市民課"),
        ("content", "画面を作る。"),
        ("card",),
        ("departments", "総務課"),
        ("content", "棚を空ける。"),
    ]


def test_a_card_under_its_title() -> None:
    assert read("窓口予約の導入 | <", "担当課 | 市民課", "取組内容 | 画面を作る。")[0] == ("start", "窓口予約の導入")


def test_a_label_merged_down_is_of_each_row() -> None:
    found = read("担当課 | 市民課", "取組内容 | 画面を作る。", "^ | 研修を行う。")
    assert found[1:] == [("content", "画面を作る。"), ("content", "研修を行う。")]


def test_pairs_of_label_and_value_on_one_row() -> None:
    found = read("担当課 | 市民課 | 方向性 | 継続", "取組内容 | 画面を作る。 | < | <")
    assert found == [("departments", "市民課"), ("direction", "継続"), ("content", "画面を作る。")]


def test_items_below_an_initiatives_heading_are_no_initiatives() -> None:
    rows = ("項目 | 令和８年度 | 令和９年度", "画面の設計 | 検討 | 実施")
    assert read(*rows, nested=True)[0] == ("target", "画面の設計", 2026, "検討")


def test_rates_are_told_apart() -> None:
    found = read("指標 | 令和８年度", "件数 | 10件", nested=True)
    rated = read("指標 | 区分 | 令和７年度 | 令和８年度", "件数 | 目標値 | 10 | 20", "^ | 達成率 | 90％ | 95％")
    kinds = [event[0] for event in found + rated if len(event) == 4]
    assert kinds == ["target", "target", "target", "rate", "rate"]


def test_values_run_together_by_a_conversion_come_apart() -> None:
    found = list(events(Grid(table("項目 | 令和８年度 | 令和９年度", "画面の設計 | 検討 実施 | ", dump=True))))
    values = [event for event in found if isinstance(event, Value)]
    assert [(v.text, v.year) for v in values] == [("検討", 2026), ("実施", 2027)]
    assert all(v.flags for v in values)


def test_a_cell_without_place_is_unread() -> None:
    assert ("unread", "早起き") in read("担当課 | 市民課", "取組内容 | 画面を作る。", "合言葉 | 早起き")
