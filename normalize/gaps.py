"""Blank cells of a text dump -> what is merged into them: a conversion to text leaves all but the first blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.model import Cell
from normalize.columns import Grid, Header
from normalize.quantity import quantity
from normalize.stage import carries, is_stage_word
from normalize.wrap import Piece, joined, of_cell

Stated = tuple[int, Piece, bool, str | None]
"""A column, what states something for its year, whether it is carried there, and what to read instead of its lines."""


def carried_on(grid: Grid, header: Header, cells: dict[int, Cell]) -> Iterator[Stated]:
    """In a text dump an empty cell behind a stage word is the rest of a merged cell or of an arrow: it carries on.

    Not in a table that prints its arrows as characters: there an empty cell is a year without a stage.
    """
    if not cells or not _in_dump(grid, cells.values()) or not all(map(_is_stage, cells.values())):
        return
    if any(carries(cell.text) for cell in grid.table.cells):
        return
    last: Cell | None = None
    for column in header.stating():
        if column in cells:
            last = cells[column]
        elif last is not None:
            yield column, of_cell(last), True, None


def merged_down(grid: Grid, row: int, header: Header) -> int | None:
    """In a text dump, the row whose stages are merged down over the labels that end a table, `row` among them.

    住民情報システムの監査 | 検討 | 実施 | ⇒ and, below it, 内部情報システムの監査 alone.
    """
    years = header.columns("year", "target")
    if not _is_alone(grid.printed(row), years) or not _is_action(grid.printed(row)[0]):
        return None
    rows = [grid.printed(below) for below in range(header.last + 1, grid.table.n_rows)]
    while rows and _is_alone(rows[-1], years):
        rows.pop()
    above = header.last + len(rows)
    stated = [cell for cell in rows[-1] if cell.col in years] if rows else []
    full = len(stated) == len(header.stating()) > 1
    worded = all(quantity(cell.text.strip()) is None for cell in stated) and any(map(_is_stage, stated))
    return above if row > above and full and worded and _in_dump(grid, stated) else None


def _is_alone(printed: list[Cell], years: list[int]) -> bool:
    """A row of one cell left of the years."""
    return len(printed) == 1 and printed[0].col < min(years, default=0)


def _is_action(cell: Cell) -> bool:
    """Whether words may name what is done; notes do not."""
    text = cell.text.strip()
    return text[:1] not in "※*＊注" and text[-1:] != "。"


def _in_dump(grid: Grid, cells: Iterable[Cell]) -> bool:
    """Of an office file the merged cells are known."""
    return "sure" not in grid.table.flags and not any(place.box for cell in cells for place in cell.places)


def _is_stage(cell: Cell) -> bool:
    text = joined(of_cell(cell))
    return is_stage_word(text) or carries(text)
