"""Headers: under each drawn header a row of cells a, b, c …, and what each of them is read as."""

from __future__ import annotations

import pytest

from normalize.columns import Grid
from normalize.event import Start, Text, Unread, Value
from normalize.table import events
from tests.normalize.drawn import table

Told = dict[str, tuple[object, ...]]


def told(*rows: str) -> Told:
    """The cells of the last row by their printed text: what, for which year, in which unit."""
    found: Told = {}
    for event in events(Grid(table(*rows))):
        if isinstance(event, Start):
            found[event.name.raw] = ("name",)
            if event.number:
                found[event.number.raw] = ("number",)
            found.update((piece.raw, ("policy",)) for piece in event.policy)
        elif isinstance(event, Text):
            found[event.piece.raw] = (*event.fields, event.year) if event.year else event.fields
        elif isinstance(event, Value):
            found[event.piece.raw] = (event.meaning, event.year, event.unit)
        elif isinstance(event, Unread):
            found[event.piece.raw] = ("unread", event.printed)
    return found


CASES: list[tuple[str, tuple[str, ...], Told]] = [
    (
        "one row of labels",
        ("No | 取組項目 | 取組内容 | 担当課", "1 | 予約 | 画面を作る。 | 市民課"),
        {"1": ("number",), "予約": ("name",), "画面を作る。": ("content",), "市民課": ("departments",)},
    ),
    (
        "words that nobody listed beside their values",
        ("担当課 | 市民課 | 事業名 | 予約 | 相手 | 汐見建設", "取組内容 | 画面を作る。 | < | < | < | <"),
        {
            "市民課": ("departments",), "予約": ("name",), "画面を作る。": ("content",),
            "相手": ("unread", ""), "汐見建設": ("unread", ""),
        },
    ),
    (
        "years below a group",
        ("取組項目 | 数値目標 | < | 担当課", "^ | 令和８年度 | 令和９年度 | ^", "予約 | 10件 | 20件 | 市民課"),
        {"予約": ("name",), "10件": ("target", 2026, None), "20件": ("target", 2027, None), "市民課": ("departments",)},
    ),
    (
        "target and result of each year",
        (
            "取組項目 | 指標 | 令和７年度 | < | 令和８年度 | <", "^ | ^ | 目標値 | 実績値 | 目標値 | 実績値",
            "予約 | 件数 | 10件 | 11件 | 12件 | 13件",
        ),
        {
            "予約": ("name",), "10件": ("target", 2025, None), "11件": ("result", 2025, None),
            "12件": ("target", 2026, None), "13件": ("result", 2026, None),
        },
    ),
    (
        "the era stands in the first year only",
        ("取組項目 | 令和８年度 | ９年度 | １０年度", "予約 | 10件 | 20件 | 30件"),
        {
            "予約": ("name",), "10件": ("target", 2026, None), "20件": ("target", 2027, None),
            "30件": ("target", 2028, None),
        },
    ),
    (
        "the year in the label",
        ("取組項目 | 指標 | 基準値\n（令和６年度） | 目標値\n（令和１１年度）", "予約 | 件数 | 8 | 20"),
        {"予約": ("name",), "8": ("baseline", 2024, None), "20": ("target", 2029, None)},
    ),
    (
        "a column of units",
        ("取組項目 | 指標 | 単位 | 令和８年度 | 令和９年度", "予約 | 件数 | 件 | 10 | 20"),
        {"予約": ("name",), "10": ("target", 2026, "件"), "20": ("target", 2027, "件")},
    ),
    (
        "money stays money below a year",
        (
            "取組項目 | 担当課 | 令和８年度事業費 | 財源内訳 | <", "^ | ^ | ^ | 国 | 一般財源",
            "予約 | 市民課 | 900 | 500 | 400",
        ),
        {"予約": ("name",), "市民課": ("departments",)},
    ),
    (
        "content above objective in one column",
        ("取組項目 | 取組内容\n・目標 | 担当課", "予約 | 画面を作る。 | 市民課"),
        {"予約": ("name",), "画面を作る。": ("content", "goal"), "市民課": ("departments",)},
    ),
    (
        "the coarser name is a policy level",
        ("施策名 | 事業名 | 担当課", "窓口を整える | 予約 | 市民課"),
        {"窓口を整える": ("policy",), "予約": ("name",), "市民課": ("departments",)},
    ),
    (
        "policy columns",
        ("基本目標 | 取組項目 | 担当課", "窓口 | 予約 | 市民課"),
        {"窓口": ("policy",), "予約": ("name",), "市民課": ("departments",)},
    ),
    (
        "a word nobody listed",
        ("No | 取組項目 | 合言葉 | 担当課", "1 | 予約 | 早起き | 市民課"),
        {"1": ("number",), "予約": ("name",), "早起き": ("unread", "合言葉"), "市民課": ("departments",)},
    ),
    (
        "results in prose",
        ("番号 | 取組項目 | 取組実績 | 自己評価 | 課題", "1 | 予約 | 受付を始めた。 | Ａ | 周知"),
        {"1": ("number",), "予約": ("name",), "受付を始めた。": ("result",), "Ａ": ("grade",),
         "周知": ("improvement",)},
    ),
    (
        "results of a stated year in prose",
        ("番号 | 取組項目 | 令和７年度の取組実績 | 担当課", "1 | 予約 | 受付を始めた。 | 市民課"),
        {"1": ("number",), "予約": ("name",), "受付を始めた。": ("result", 2025), "市民課": ("departments",)},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "want"), [pytest.param(rows, want, id=why) for why, rows, want in CASES])
def test_columns(rows: tuple[str, ...], want: Told) -> None:
    assert told(*rows) == want


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (("用語 | 読み | 掲載箇所", "予約 | よやく | 12"), "a glossary"),
        (("氏名 | 役職", "汐見 太郎 | 会長"), "members of a committee"),
        (("窓口 | 書庫", "1 | 2"), "no labels at all"),
    ],
)
def test_a_table_of_other_things_has_no_events(rows: tuple[str, ...], why: str) -> None:
    assert list(events(Grid(table(*rows)))) == [], why


def test_fields_of_a_table() -> None:
    assert Grid(table("No | 取組項目 | 令和８年度", "1 | 予約 | 検討")).fields == {"number", "name", "year"}
    assert Grid(table("担当課 | 市民課", "取組内容 | 画面を作る。")).fields == {"departments", "content"}
