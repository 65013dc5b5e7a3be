"""Tables without a header whose rows are topics and what is said of them: 修繕費に関する事項 | 計画的な修繕に努める。

Forms that are the same all over the country (経営戦略 of public utilities) are drawn so. Rows left blank or struck out
say that nothing is planned, and are no initiatives.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extract.model import Cell
from normalize.columns import Grid
from normalize.event import Event, Start, Text
from normalize.family import common
from normalize.roles import PROSE
from normalize.text import split_enumerator, squash
from normalize.wrap import joined, of_cell

LONGEST_TOPIC = 60


class Row(NamedTuple):
    """A row: the cells that group it, its topic, and what is said (None where nothing is)."""

    groups: tuple[Cell, ...]
    topic: Cell
    said: Cell | None


def topic_rows(grid: Grid) -> list[Row]:
    """The rows of a table of topics; none where the table is another."""
    rows = [_row(grid, n) for n in range(grid.table.n_rows)]
    found = [row for row in rows if row is not None]
    said = [joined(of_cell(row.said)) for row in found if row.said is not None]
    if len(found) < max(2, len(rows)) or not said or sum(map(len, said)) < PROSE * len(said):
        return []
    ended = sum(text.endswith(("。", "。)")) for text in said)
    return found if ended * 2 > len(said) and all(_names_topic(row.topic) for row in found) else []


def topic_events(rows: list[Row]) -> Iterator[Event]:
    """The events of a table of topics."""
    for row in rows:
        if row.said is not None:
            yield Start(of_cell(row.topic), None, tuple(of_cell(cell) for cell in row.groups))
            yield Text(("content",), of_cell(row.said), "")


def _row(grid: Grid, row: int) -> Row | None:
    """A row whose last column is free for what is said of the topic left of it."""
    cells = [grid.at.get((row, column)) for column in range(grid.width)]
    own = list({id(cell): cell for cell in cells if cell is not None}.values())
    if len(own) < 2 or own[-1].row != row or own[-2].row != row or not all(cell.lines for cell in own[:-1]):
        return None
    *groups, topic, said = own
    return Row(tuple(groups), topic, said if said.lines else None)


def _names_topic(cell: Cell) -> bool:
    """Whether a cell names a topic: by a number of its own, or by the words such names end with."""
    text = joined(of_cell(cell))
    if len(text) > LONGEST_TOPIC or text[-1:] in "。、":
        return False
    word = squash(text)
    bare = word[: word.rfind("(")] if word.endswith(")") and "(" in word[1:] else word
    return split_enumerator(text)[0] is not None or bare.endswith(common().topics)
