"""Rows that bear the numbers of initiatives listed before: the right one of two facing pages, a list of indicators."""

from __future__ import annotations

from tests.normalize.drawn import table
from tests.normalize.told import PERIOD, plans, read, rules

LEFT = table("番号 | 事業名 | 担当課", "1 | 港の清掃 | 水産課", "2 | 渡船の予約 | 交通課", "3 | 朝市の開催 | 商工課")
HEAD = "番号 | 指標 | 単位 | 令和8年度 | 令和9年度"


def of(*rows: str) -> dict[str, list[str]]:
    """The indicators of each initiative."""
    found = read(PERIOD, LEFT, table(HEAD, *rows))
    names = {i.initiative_id: i.name for i in found.initiatives}
    said: dict[str, list[str]] = {name: [] for name in names.values()}
    for target in found.targets:
        said[names[target.initiative_id]].append(f"{target.indicator} {target.fiscal_year} {target.text}")
    return said


def test_each_row_belongs_to_the_initiative_of_its_number() -> None:
    assert of(
        "1 | 参加者 | 人 | 90 | 120",
        "2 | 予約の件数 | 件 | 31 | 42",
        "^ | 便数 | 便 | 8 | 9",
        "3 | 出店数 | 店 | 20 | 24",
    ) == {
        "港の清掃": ["参加者 2026 90", "参加者 2027 120"],
        "渡船の予約": ["予約の件数 2026 31", "予約の件数 2027 42", "便数 2026 8", "便数 2027 9"],
        "朝市の開催": ["出店数 2026 20", "出店数 2027 24"],
    }


def test_rows_of_other_numbers_are_told() -> None:
    rows = ("1 | 参加者 | 人 | 90 | 120", "2 | 予約の件数 | 件 | 31 | 42", "3 | 出店数 | 店 | 20 | 24")
    more = ("4 | 便数 | 便 | 8 | 9", "1 | 清掃の日数 | 日 | 2 | 3")
    found = read(PERIOD, LEFT, table(HEAD, *rows, *more))
    assert len(plans(found)) == 8
    assert rules(found) == ["cell_not_read"]


def test_numbers_that_no_initiative_bears_make_no_owners() -> None:
    said = of("11 | 参加者 | 人 | 90 | 120", "12 | 予約の件数 | 件 | 31 | 42")
    assert [said[name] for name in ("港の清掃", "渡船の予約", "朝市の開催")] == [[], [], []]
