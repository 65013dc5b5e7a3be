"""A table that runs on over many pages: joined page by page, whatever was put aside meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import stitch
from extract.model import Block, Box, Cell, Line, Place, Table
from extract.stitch import stitched

EDGES = (40.0, 140.0, 240.0, 340.0)
TEXTS = ("", "取組名", "担当課", "公園の整備", "１", "85件", "検討を進め、", "る。")


def piece(page: int, rows: Sequence[Sequence[str]], edges: tuple[float, ...]) -> Table:
    """A table of unmerged cells at the top of a page."""
    cells = [
        Cell(row, column, 1, 1, said(text, page, row, edges[column]), (place(page, row, edges[column]),))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts[: len(edges) - 1])
    ]
    box = Box(edges[0], 50, edges[-1], 50 + 20 * len(rows))
    return Table(tuple(cells), len(rows), len(edges) - 1, (Place(page, box),), edges)


def place(page: int, row: int, left: float) -> Place:
    return Place(page, Box(left, 50 + 20 * row, left + 100, 70 + 20 * row))


def said(text: str, page: int, row: int, left: float) -> tuple[Line, ...]:
    return (Line(text, place(page, row, left), 10, "", False),) if text else ()


row = st.lists(st.sampled_from(TEXTS), min_size=3, max_size=3)
pages = st.lists(st.lists(row, min_size=1, max_size=4), min_size=2, max_size=9)
columns = st.sampled_from((EDGES, EDGES, (40.0, 240.0, 340.0)))


@given(pages, st.lists(columns, min_size=9, max_size=9))
def test_what_is_put_aside_decides_nothing(rows: list[list[list[str]]], edges: list[tuple[float, ...]]) -> None:
    blocks: list[tuple[Block, ...]] = [(piece(i + 1, each, edges[i]),) for i, each in enumerate(rows)]
    found = stitched(blocks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stitch, "parted", lambda table, last: (table, []))
        assert stitched(blocks) == found


def test_all_pages_of_a_list_are_one_table() -> None:
    header = ["番号", "取組名", "担当課"]
    blocks: list[tuple[Block, ...]] = [
        (piece(page, [header, *([str(page * 9 + i), "公園の整備", "公園課"] for i in range(9))], EDGES),)
        for page in range(1, 40)
    ]
    (table,) = stitched(blocks)
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells if cell.col == 0] == ["番号", *(str(n) for n in range(9, 9 * 40))]
    assert [cell.row for cell in table.cells if cell.col == 0] == list(range(1 + 9 * 39))


def test_cards_that_open_alike_on_every_page_are_not_one_table() -> None:
    """The labels stand above their values; the first ones come again like a header, and so do all others."""
    labels = (["番号", "取組名", "区分"], ["担当課", "内容", "費用"], ["現状値", "目標値", "単位"])
    values = (
        (["1", "公園の整備", "継続"], ["公園課", "直す。", "－"]),
        (["2", "道の点検", "継続"], ["土木課", "見る。", "－"]),
    )
    cards = [
        [row for pair in zip(labels, (*of_one, ["3", "5", "件"]), strict=True) for row in pair] for of_one in values
    ]
    blocks: list[tuple[Block, ...]] = [(piece(page, card, EDGES),) for page, card in enumerate(cards, 1)]
    assert stitched(blocks) == [block for page in blocks for block in page]
