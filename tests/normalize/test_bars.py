"""A legend of colours gives the bars of a document their words."""

from __future__ import annotations

from dataclasses import replace

from extract.model import Box, Place, Span, Table
from normalize.bars import worded
from normalize.record import Source
from normalize.source import sources
from normalize.wrap import Piece
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


def test_a_bar_with_a_word_of_the_legend_is_found_at_both() -> None:
    """A reader who asks where 準備 comes from is shown the bar and the word that its colour stands for."""
    grey, blue = (barred(table(f"{word} | "), (0, 1, 1, colour)) for word, colour in (("準備", GREY), ("実施", BLUE)))
    bar = replace(PLAN.spans[0], place=Place(3, Box(300.0, 400.0, 420.0, 412.0)))
    blocks = worded(document(grey, blue, replace(PLAN, spans=(bar,)))).blocks
    legend, _, plan = [block for block in blocks if isinstance(block, Table)]
    span, said = plan.spans[0], legend.cells[0].lines[0]
    assert sources("text", Piece(span.lines, (span.place,))) == tuple(
        Source("text", place.page, *place.box) for place in (span.place, said.place) if place.box is not None
    )
    assert span.place != said.place
