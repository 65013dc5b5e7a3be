"""A legend of colours gives the bars of a document their words."""

from __future__ import annotations

from dataclasses import replace

from extract.model import Place, Span, Table
from normalize.bars import worded
from tests.normalize.drawn import document, table

GREY, BLUE = 0xB8B8B8, 0x3F6FB5


def barred(of: Table, *bars: tuple[int, int, int, int]) -> Table:
    """A table with bars: row, first and last column, colour."""
    spans = (Span("bar", row, first, last, Place(1), (), colour) for row, first, last, colour in bars)
    return replace(of, spans=tuple(spans))


def words(of: object) -> list[str]:
    assert isinstance(of, Table)
    return ["".join(line.text for line in span.lines) for span in of.spans]


PLAN = barred(table("手順 | 令和８年度 | 令和９年度", "岸壁の掃除 | | "), (1, 1, 1, GREY), (1, 2, 2, BLUE))


def test_each_bar_says_the_word_beside_its_colour() -> None:
    legend = barred(table("準備 | ", "実施 | "), (0, 1, 1, GREY), (1, 1, 1, BLUE))
    assert words(worded(document(legend, PLAN)).blocks[-1]) == ["準備", "実施"]


def test_a_bar_between_two_words_is_of_the_side_on_which_all_have_one() -> None:
    legend = barred(table("準備 | | 実施 | "), (0, 1, 1, GREY), (0, 3, 3, BLUE))
    assert words(worded(document(legend, PLAN)).blocks[-1]) == ["準備", "実施"]


def test_a_legend_that_can_be_read_in_two_ways_says_nothing() -> None:
    legend = barred(table("準備 | | 実施 | | 拡充"), (0, 1, 1, GREY), (0, 3, 3, BLUE))
    assert words(worded(document(legend, PLAN)).blocks[-1]) == ["", ""]


def test_one_colour_of_two_words_says_nothing() -> None:
    legend = barred(table("準備 | ", "実施 | "), (0, 1, 1, GREY), (1, 1, 1, GREY))
    printed = document(legend, PLAN)
    assert worded(printed) is printed
