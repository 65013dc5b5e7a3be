"""What the rows of a table look like: labels and their texts, titles of cards, names of indicators."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import regex

from extract.model import Cell
from normalize import values
from normalize.columns import Grid
from normalize.event import Value
from normalize.family import Field, common
from normalize.quantity import is_blank, quantity
from normalize.words.field import SAID
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
