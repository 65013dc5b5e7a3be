"""Cells cut by a page's end that are known by what they say."""

from __future__ import annotations

import pytest

from extract.model import Table
from tests.extract.drawn_tables import Drawn, Sheet, Text, edges, segments, set_table, stroke

WIDTHS = (60.0, 50.0, 160.0, 80.0)
HEAD = ("章", "番号", "取組名", "担当課")


def page(sheet: Sheet, chapters: list[tuple[str, int]], first: int, headed: bool = True) -> Drawn:
    """A page of a list whose first column is merged over the initiatives of a chapter."""
    texts = [Text(0, c, 1, 1, text) for c, text in enumerate(HEAD)] if headed else []
    row = int(headed)
    for chapter, count in chapters:
        texts.append(Text(row, 0, count, 1, chapter))
        for n in range(row, row + count):
            texts += [
                Text(n, 1, 1, 1, f"{first + n}"),
                Text(n, 2, 1, 1, f"取組その{first + n}"),
                Text(n, 3, 1, 1, "市民課"),
            ]
        row += count
    drawn = set_table(WIDTHS, texts, 9.0)
    for segment in segments(drawn, edges(drawn), whole=True):
        stroke(sheet, *segment)
    sheet.texts(drawn)
    sheet.page()
    return drawn


def chapters_of(table: Table) -> list[tuple[str, int]]:
    return [("".join(line.text for line in c.lines), c.rowspan) for c in table.cells if c.col == 0 and c.row]


@pytest.mark.parametrize("headed", [True, False])
def test_the_text_of_a_merged_cell_goes_on_over_the_page(headed: bool) -> None:
    """Every chapter opens with its number; what stands at the top of the next page does not."""
    sheet = Sheet()
    page(sheet, [("第1章 自然と共に生きる", 3), ("第2章 人が行き交い", 2)], 10)
    page(sheet, [("活力あるまち", 2), ("第3章 学びのまち", 2)], 20, headed)
    (table,) = sheet.tables()
    assert chapters_of(table) == [
        ("第1章 自然と共に生きる", 3),
        ("第2章 人が行き交い活力あるまち", 4),
        ("第3章 学びのまち", 2),
    ]


@pytest.mark.parametrize("names", [("第3章 学びのまち", "第2章 人が行き交い"), ("活力あるまち", "人が行き交うまち")])
def test_the_next_chapter_is_a_cell_of_its_own(names: tuple[str, str]) -> None:
    """It opens with its number; or no chapter does."""
    below, above = names
    first = "第1章 自然と共に生きる" if above.startswith("第") else "自然と共に生きる"
    sheet = Sheet()
    page(sheet, [(first, 3), (above, 2)], 10)
    page(sheet, [(below, 2)], 20)
    (table,) = sheet.tables()
    assert chapters_of(table) == [(first, 3), (above, 2), (below, 2)]


def test_the_text_of_a_merged_cell_stands_on_the_next_page() -> None:
    """Set in the middle of its rows, most of which are there."""
    sheet = Sheet()
    page(sheet, [("暮らし", 3), ("", 1)], 10)
    page(sheet, [("産業", 2), ("防災", 2)], 20)
    (table,) = sheet.tables()
    assert chapters_of(table) == [("暮らし", 3), ("産業", 3), ("防災", 2)]


@pytest.mark.parametrize("chapters", [[("暮らし", 3), ("", 3)], [("", 2), ("暮らし", 2), ("", 1)]])
def test_an_empty_cell_is_its_own(chapters: list[tuple[str, int]]) -> None:
    """Where it has more rows than the next page's, or is not the only one."""
    sheet = Sheet()
    page(sheet, chapters, 10)
    page(sheet, [("産業", 2), ("防災", 2)], 20)
    (table,) = sheet.tables()
    assert chapters_of(table) == [*chapters, ("産業", 2), ("防災", 2)]
