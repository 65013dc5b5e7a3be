"""Which years a target is for, where its column says more, or less, than one year."""

from __future__ import annotations

import pytest

from tests.normalize.drawn import table
from tests.normalize.told import PERIOD, plans, read

LIST = "No | 取組項目 | 指標 | "


def planned(head: str, row: str) -> list[tuple[object, ...]]:
    return [each[1:] for each in plans(read(PERIOD, table(LIST + head, "1 | 予約 | 件数 | " + row)))]


@pytest.mark.parametrize(
    ("head", "row", "want", "why"),
    [
        ("令和８年度 | 令和９〜１１年度", "10件 | 20件",
         [(2026, "10件"), (2027, "20件"), (2028, "(20件)"), (2029, "(20件)")], "a column for several years"),
        ("R8年度 | R9～R10", "検討 | 実施", [(2026, "検討"), (2027, "実施"), (2028, "(実施)")], "a stage of two years"),
        ("令和８年度 | 最終年度", "10件 | 20件", [(2026, "10件"), (2029, "20件")], "the last year of the period"),
        ("現状値(R6) | 計画最終年度目標値", "10件 | 20件", [(2029, "20件")], "the last year, with a word"),
        ("現状値(R6) | 目標値", "10件 | 20件(令和10年度)", [(2028, "20件")], "a year of the cell's own"),
        ("現状値(R6) | 目標値", "10件 | 毎年度12件", [(y, "12件") for y in range(2026, 2030)], "every year"),
        ("令和９年度末 | 令和１１年度末", "10件 | 20件", [(2027, "10件"), (2029, "20件")], "the ends of years"),
        ("現状値(R6) | 毎年度", "10件 | 12件", [(y, "12件") for y in range(2026, 2030)], "a column for every year"),
        ("前期 | 後期", "10件 | 20件", [(2027, "10件"), (2029, "20件")], "the halves of the period"),
        ("中間目標 | 最終目標", "10件 | 20件", [(2027, "10件"), (2029, "20件")], "half way, and the end"),
        ("目標値 | 目標年度", "20件 | 令和10年度", [(2028, "20件")], "a column that holds the year"),
        ("目標年度 | 目標値", "毎年度 | 20件", [(y, "20件") for y in range(2026, 2030)], "and every year in it"),
        ("令和８年度 | 目標年度", "10件 | 令和10年度", [(2026, "10件")], "the heading's own year comes first"),
        ("～令和９年度 | 令和１１年度", "10件 | 20件", [(2027, "10件"), (2029, "20件")], "by that year"),
    ],
)  # fmt: skip
def test_years(head: str, row: str, want: list[tuple[object, ...]], why: str) -> None:
    assert planned(head, row) == want, why
