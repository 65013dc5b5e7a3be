"""Plans in running text: a heading an initiative, labels in brackets or at the left of their texts, no table."""

from __future__ import annotations

import pytest

from extract.model import Box, Line, Place, Prose
from tests.normalize.drawn import table
from tests.normalize.told import plans, read, reports, rules

SIZE, STEP, FULL = 10.0, 16.0, 420.0


def block(*lines: tuple[float, str]) -> Prose:
    """Lines from their left edges; one that begins further right than the last one ended stands beside it."""
    found: list[Line] = []
    y, end = 40.0, 0.0
    for x, text in lines:
        y += 0.0 if found and x > end else STEP
        end = x + SIZE * len(text)
        found.append(Line(text, Place(1, Box(x, y, end, y + SIZE)), SIZE, "Mincho"))
    return Prose(tuple(found), Box(40, 40, 40 + FULL, 400))


FULL_LINE = "浮き桟橋の点検と清掃を毎年行い、船を待つ人が安心して過ごせる、明るい港にしていきたいと考えている。"


def test_departments_in_brackets_and_figures_behind_a_label() -> None:
    found = read(
        block(
            (40, "(1) 港の清掃【水産課、港湾管理室】"),
            (40, f"　{FULL_LINE}"),
            (40, "　〔指標〕清掃の参加者：80人（令和6年度）→ 200人（令和9年度）"),
            (40, "(2) 渡船の予約【交通課】"),
            (40, "　電話と窓口で受ける。"),
            (40, "　〔指標〕予約の件数：31件（令和6年度）→ 60件（令和9年度）"),
        )
    )
    assert [(i.number, i.name, i.departments) for i in found.initiatives] == [
        ("(1)", "港の清掃", ("水産課", "港湾管理室")),
        ("(2)", "渡船の予約", ("交通課",)),
    ]
    assert [i.content for i in found.initiatives] == [FULL_LINE, "電話と窓口で受ける。"]
    assert plans(found) == [("清掃の参加者", 2027, "200人"), ("予約の件数", 2027, "60件")]
    assert [said[1:] for said in reports(found)] == [("清掃の参加者", 2024, "80人"), ("予約の件数", 2024, "31件")]


def test_labels_at_the_left_of_their_texts() -> None:
    found = read(
        block(
            (40, "取組1-1　港の清掃"),
            *((40, "担当課"), (140, "水産課、港湾管理室")),
            *((40, "目　的"), (140, "船を待つ人が安心できる港にする。")),
            *((40, "内　容"), (140, "浮き桟橋を毎年点検する。"), (140, "清掃は住民と行う。")),
            *((40, "目標指標"), (140, "清掃の参加者")),
            *((40, "目標値"), (140, "令和7年度：90人　令和8年度：120人")),
        )
    )
    (initiative,) = found.initiatives
    assert (initiative.number, initiative.name, initiative.departments) == (
        "取組1-1",
        "港の清掃",
        ("水産課", "港湾管理室"),
    )
    assert initiative.objective == "船を待つ人が安心できる港にする。"
    assert initiative.content is not None
    assert initiative.content.replace("\n", "") == "浮き桟橋を毎年点検する。清掃は住民と行う。"
    assert plans(found) == [("清掃の参加者", 2025, "90人"), ("清掃の参加者", 2026, "120人")]
    assert not rules(found)


def test_an_indicator_without_figures_is_a_finding() -> None:
    found = read(block((40, "取組1-1　港の清掃"), *((40, "担当課"), (140, "水産課")), *((40, "指標"), (140, "参加者"))))
    assert rules(found) == ["cell_not_read"]


def test_stages_of_the_cycle_group_labels() -> None:
    found = read(
        table("改革項目 | 港のにぎわい | 番号 | 1-2", "取組事項 | 朝市の開催 | 担当課 | 水産課"),
        table(
            "Ｐ 計画 | 取組内容 | 月に一度、港で朝市を開く。",
            "^ | 令和8年度の目標 | 来場者数　1,200人",
            "Ｄ 実行 | 令和8年度の取組実績 | 港で10回開いた。",
            "^ | 目標の達成状況 | 来場者数　1,180人",
            "Ｃ 評価 | 評価 | Ｂ",
            "Ａ 改善 | 今後の対応 | 駐車場を増やす。",
        ),
        title="青嶺市行財政改革プラン　令和８年度進捗状況",
    )
    (initiative,) = found.initiatives
    assert (initiative.number, initiative.name, initiative.policy) == ("1-2", "朝市の開催", ("港のにぎわい",))
    assert plans(found) == [("来場者数", 2026, "1200人")]
    assert [kind for kind, *_ in reports(found)] == ["narrative", "indicator", "grade", "improvement"]
    assert not rules(found)


@pytest.mark.xfail(strict=True, reason="by slot, chosen here, a second label in a cell is text of the first")
def test_a_cell_of_two_labels_and_figures_below_their_indicators() -> None:
    found = read(
        table(
            "番号 | 取組事項（担当課） | 現状・課題／取組内容 | 成果指標",
            "1 | 港の清掃（水産課） | 【現状・課題】\n人手が足りない。\n【取組内容】\n桟橋を点検する。"
            " | 清掃の参加者\nR6：80人\nR9：200人",
        )
    )
    (initiative,) = found.initiatives
    assert (initiative.name, initiative.departments, initiative.content) == (
        "港の清掃",
        ("水産課",),
        "桟橋を点検する。",
    )
    assert plans(found) == [("清掃の参加者", 2027, "200人")]
    assert reports(found) == [("baseline", "清掃の参加者", 2024, "80人")]
    assert not rules(found)
