"""Tables whose initiatives stand beside one another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalize.turned import turned
from tests.normalize.drawn import table
from tests.normalize.told import PERIOD, plans, read

ROWS = (
    "取組名 | 港の清掃 | 渡船の予約",
    "担当課 | 水産課、港湾管理室 | 交通課",
    "取組内容 | 桟橋を点検する。 | 電話で受ける。",
    "成果指標 | 清掃の参加者（人） | 予約の件数（件）",
    "目標値（令和10年度） | 200 | 60",
)


def test_a_column_an_initiative() -> None:
    found = read(PERIOD, table(*ROWS))
    assert [(i.name, i.departments, i.content) for i in found.initiatives] == [
        ("港の清掃", ("水産課", "港湾管理室"), "桟橋を点検する。"),
        ("渡船の予約", ("交通課",), "電話で受ける。"),
    ]
    assert plans(found) == [("清掃の参加者", 2028, "200人"), ("予約の件数", 2028, "60件")]


@pytest.mark.parametrize(
    "rows",
    [
        ("取組名 | 港の清掃 | <", "指標 | 令和8年度 | 令和9年度", "参加者 | 90人 | 120人"),
        ("取組名 | 港の清掃 | <", "担当課 | 水産課 | <", "取組内容 | 桟橋を点検する。 | <"),
    ],
    ids=["years beside a label", "one initiative"],
)
def test_a_card_stays_one(rows: tuple[str, ...]) -> None:
    assert [i.name for i in read(PERIOD, table(*rows)).initiatives] == ["港の清掃"]


def test_a_table_without_a_first_column_is_no_list_of_years() -> None:
    """A lattice may leave its first column out where nothing but a frame is drawn."""
    drawn = table("A | 令和8年度 | 目標値", "B | 令和9年度 | 3", "C | 令和10年度 | 4")
    bare = replace(drawn, cells=tuple(cell for cell in drawn.cells if cell.col))
    assert turned(bare) == bare
