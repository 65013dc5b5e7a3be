"""Signs under year columns that a legend explains."""

from __future__ import annotations

import pytest

from extract.model import Block
from tests.normalize.drawn import prose, table
from tests.normalize.told import PERIOD, plans, read, reports, rules

HEAD = "No | 取組項目 | 担当課 | 令和８年度 | 令和９年度 | 令和10年度 | 令和11年度"
LIST = table(HEAD, "1 | 書かない窓口 | 市民課 | ○ | ◎ | ⇒ | ●", "2 | 防災地図 | 危機管理室 | 〇 | － | ○→◎ | ◎")
WORDS = [(None, 2026, "検討"), (None, 2027, "実施"), (None, 2028, "(実施)"), (None, 2029, "拡大"),
         (None, 2026, "検討"), (None, 2028, "検討/実施"), (None, 2029, "実施")]  # fmt: skip


@pytest.mark.parametrize(
    "printed",
    [
        ("凡例　○：検討　◎：実施　●：拡大",),
        ("（○検討　◎実施　●拡大）",),
        ("※ ○＝検討、◎＝実施、●＝拡大",),
        ("【凡例】", "◯　検討", "◎　実施", "●　拡大"),
        ("○…検討", "◎…実施", "●…拡大"),
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_sign_is_the_word_it_stands_for(printed: tuple[str, ...], above: bool) -> None:
    legend = [prose(text) for text in printed]
    blocks: list[Block] = [PERIOD, *legend, LIST] if above else [PERIOD, LIST, *legend]
    found = read(*blocks)
    assert plans(found) == WORDS
    assert [target.text_raw for target in found.targets][:4] == ["○", "◎", "⇒", "●"]
    assert [item.content for item in found.initiatives] == [None, None]


def test_a_legend_in_a_row_of_the_table() -> None:
    row = "凡例　○：検討　◎：実施　●：拡大" + " | <" * 6
    found = read(PERIOD, table(HEAD, row, "1 | 書かない窓口 | 市民課 | ○ | ◎ | ⇒ | ●"))
    assert plans(found) == WORDS[:4]
    assert [item.policy for item in found.initiatives] == [()]


def test_an_arrow_carries_the_stage_before_it_whatever_the_legend_calls_it() -> None:
    listed = table(HEAD, "1 | 書かない窓口 | 市民課 | ○ | ◎ | ⇒ | ●", "2 | 防災地図 | 危機管理室 | ⇒ | ◎ | － | －")
    found = read(PERIOD, prose("○：検討　◎：実施　●：拡大　⇒：継続"), listed)
    assert plans(found) == [
        (None, 2026, "検討"), (None, 2027, "実施"), (None, 2028, "(実施)"), (None, 2029, "拡大"),
        (None, 2026, "(継続)"), (None, 2027, "実施"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("◎：計画以上　○：計画どおり　●：遅れ", "grades, not stages"),
        ("○ 検討", "an item of a list"),
        ("○：新しい窓口", "no stage"),
        ("○は検討、◎は実施のほか、●を拡大する", "a sentence"),
    ],
)
def test_what_explains_no_stages(text: str, why: str) -> None:
    assert plans(read(PERIOD, prose(text), LIST))[0] == (None, 2026, "○"), why


def test_a_word_of_the_legend_is_known() -> None:
    found = read(PERIOD, prose("○：検討　◎：本稼働　●：実施"), LIST)
    assert plans(found)[1] == (None, 2027, "本稼働")
    assert "unknown_stage" not in rules(found)


def test_a_sign_with_two_meanings_has_none() -> None:
    found = read(PERIOD, prose("○：検討　◎：実施"), LIST, prose("○：調査　◎：実施"))
    assert plans(found)[:2] == [(None, 2026, "○"), (None, 2027, "実施")]


def test_grades_are_no_stages() -> None:
    """The sign of a reported grade stays what it is."""
    head = "No | 取組項目 | 令和７年度計画 | 令和７年度実績 | 評価"
    found = read(
        prose("○：検討　◎：実施"), table(head, "1 | 窓口 | ◎ | 5件 | ◎"), title="青嶺市計画 令和７年度取組実績"
    )
    assert [target.text for target in found.targets] == ["実施"]
    assert ("grade", None, 2025, "◎") in reports(found)
