"""What a table and its rows look like: charts, a row a year, labels and their texts, titles of cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import regex

from extract.model import Cell, Table
from normalize import values
from normalize.columns import Grid, find_wide
from normalize.event import Value
from normalize.family import Field, common
from normalize.quantity import is_blank, quantity, unit_note
from normalize.text import display
from normalize.words.field import FIGURES, SAID
from normalize.words.label import LONGEST, Label, label
from normalize.wrap import Piece, joined

_ARROW = regex.compile(r"[→⇒➡]")


def runs_on(grid: Grid, side: Cell, row: int) -> bool:
    """A label goes on below itself where it is merged, or where the cell under it is empty (a dump's gap)."""
    if row < side.row + side.rowspan:
        return True
    below = grid.at.get((row, side.col))
    return below is None or not below.lines or below.colspan > 1


def title_of_card(grid: Grid, row: int) -> bool:
    """A row filled by one cell begins a card where labels follow, not values."""
    below, text = row + 1, grid.printed(row)[0].text.strip()
    if text[-1:] in "。、" or text[:1] in "・-※":
        return False
    if below >= grid.table.n_rows:
        return False
    labels = grid.labels(below)
    return bool(labels) and labels[0][1] is not None and labels[0][1].field not in ("year", "indicator")


def is_label(cell: Cell, labels: list[tuple[Cell, Label | None]]) -> bool:
    """Whether a cell looks like a label that nobody listed: shaded as the labels of its row are, and values not."""
    shaded = [other.filled for other, lab in labels if lab is not None]
    plain = any(not other.filled for other, lab in labels if lab is None)
    return cell.filled and plain and all(shaded)


def is_measured(grid: Grid, row: int, cell: Cell) -> bool:
    """Whether an indicator's name is followed by labelled figures: 指標 | 予約件数 | 目標値 | 120件."""
    if values.all_values([cell]) or values.headed(cell) is not None:
        return False
    if any(values.headed(other) is not None for other in grid.printed(row)):
        return True
    rows = (grid.labels(r) for r in range(row, min(row + 2, grid.table.n_rows)))
    pairs = (pair for labels in rows for pair in pairwise(labels))
    return any(lab and lab.field in values.MEANINGS and values.all_values([c]) for (_, lab), (c, _) in pairs)


def is_labels_and_texts(grid: Grid) -> bool:
    """Whether each row is a label and its text: 総合評価 | Ｂ."""
    rows = [grid.labels(row) for row in range(grid.table.n_rows) if grid.printed(row)]
    pairs = all(len(row) == 2 and row[1][1] is None for row in rows)
    return pairs and all(lab is not None and lab.sure and lab.field in SAID for (_, lab), _ in rows)


def instead(grid: Grid) -> Mapping[str, Field]:
    """The labels of a card that are of another field, because a finer one of theirs stands beside them."""
    cells = (c for c in grid.table.cells if c.lines and len(c.text) < LONGEST)
    said = {lab.printed: lab.field for c in cells if (lab := label(c.text)) is not None}
    found: dict[str, Field] = {}
    giving_way: tuple[tuple[Field, tuple[str, ...], Field], ...] = (
        ("name", common().coarse, "policy"),
        ("departments", common().bodies, "ignore"),
    )
    for field, words, instead in giving_way:
        own = {word for word, of in said.items() if of == field}
        found.update(dict.fromkeys(own & set(words) if own - set(words) else (), instead))
    return found


def from_to(begins: int | None, ends: int, piece: Piece, of: Piece | None) -> list[Value]:
    """The figures of two years in one cell, below the name of what they are of: 参加者数 / 90人 ⇒ 200人."""
    for n in range(len(piece.lines)):
        name, figures = Piece(piece.lines[:n], piece.frames), Piece(piece.lines[n:], piece.frames)
        parts = [part.strip() for part in _ARROW.split(joined(figures))]
        if len(parts) == 2 and all(is_blank(part) or quantity(part) is not None for part in parts):
            named = name if n else of
            return [
                Value("baseline", figures, begins, named, text=parts[0]),
                Value("target", figures, ends, named, text=parts[1]),
            ]
    return []


def is_chart(grid: Grid) -> bool:
    """Whether a table under years shows figures of what it measures, not plans: its title has a unit, or an axis."""
    title = next((cells[0] for row in range(grid.table.n_rows) if (cells := grid.printed(row))), None)
    if title is None or find_wide(grid, title.row) is not title:
        return False
    first = unit_note(display(title.lines[0].text))
    figures = sum(quantity(line.text.strip()) is not None for line in title.lines)
    return first[1] is not None or figures * 2 > len(title.lines)


def turned(table: Table) -> Table:
    """The table with rows and columns exchanged, where its rows are years; other tables as they are."""
    if table.n_cols < 2 or table.spans or not _is_dated(table):
        return table
    cells = [replace(c, row=c.col, col=c.row, rowspan=c.colspan, colspan=c.rowspan) for c in table.cells]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(table, cells=tuple(cells), n_rows=table.n_cols, n_cols=table.n_rows, x_edges=())


def _is_dated(table: Table) -> bool:
    """Whether the rows are years, and the columns what is stated of each: 年度 | 目標値 | 実績値."""
    first, *years = [label(cell.text) for cell in table.cells if cell.col == 0] or [None]
    over = [label(cell.text) for cell in table.cells if cell.row == 0 and cell.col]
    dated = [found.year for found in years if found is not None and found.field == "year"]
    plain = len(years) == table.n_rows - 1 and len(over) == table.n_cols - 1
    stated = all(found is not None and found.field in FIGURES | {"grade", "schedule"} for found in over)
    return plain and stated and len(set(dated)) == len(years) > 1 and (first is None or first.field != "year")
