"""A card as its rows are found, and the table that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.dumps.columns import Column
from extract.dumps.row_table import is_undated
from extract.dumps.text_table import extents
from extract.dumps.tokens import Token, is_office
from extract.dumps.unwrap import unwrapped
from extract.dumps.words import levels, squash
from extract.model import Cell, Table

CardRow = list[list[Token]]
"""The cells of a row, from the first column."""


@dataclass(slots=True)
class Card:
    """The rows of a table as they are found."""

    rows: list[CardRow] = field(default_factory=list[CardRow])
    years: tuple[Token, ...] = ()
    waiting: Token | None = None
    """A label that heads the years drawn later."""
    undated: bool = False
    """A row has fewer figures than there are years."""
    unsure: set[int] = field(default_factory=set[int])
    """Rows whose texts could as well stand elsewhere."""
    under: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    """Rows and columns of cells that the cell above them spans."""


def dated_row(row: CardRow, heads: Sequence[Column]) -> CardRow:
    """The row; figures of nobody knows which years stand behind all columns."""
    years = [n for n, head in enumerate(heads) if head.field == "year"]
    return loose_row(row, heads) if is_undated([row[n] for n in years]) else row


def loose_row(row: CardRow, heads: Sequence[Column]) -> CardRow:
    """The row, its figures behind all columns."""
    years = [n for n, head in enumerate(heads) if head.field == "year"]
    kept: CardRow = [[] if n in years else cell for n, cell in enumerate(row[: len(heads)])]
    return [*kept, [token for cell in [*(row[n] for n in years), *row[len(heads) :]] for token in cell]]


def finish(card: Card) -> Iterator[Table]:
    """The table of the rows found."""
    width = max(map(len, card.rows))
    cells: list[Cell] = []
    places = [t.line.place for row in card.rows for cell in row for t in cell]
    if not places:
        return
    for n, row in enumerate(card.rows):
        for m, cell in enumerate(row):
            if (n, m) in card.under:
                continue
            down = 1
            while (n + down, m) in card.under:
                down += 1
            span = width - m if m == len(row) - 1 else 1
            lines = tuple(line for part in _parts(cell) for line in unwrapped(part))
            if n in card.unsure:
                lines = tuple(replace(line, flags=(*line.flags, "reordered")) for line in lines)
            cells.append(Cell(n, m, down, span, lines, tuple(line.place for line in lines[:1])))
    flags = ("drawn", "undated") if card.undated else ("drawn",)
    yield Table(tuple(cells), len(card.rows), width, extents(places), confidence=0.6, flags=flags)


def _parts(cell: Sequence[Token]) -> list[list[Token]]:
    """The paragraphs of a cell that are known before its width is: departments, and levels, each on its line."""
    if len(cell) > 1 and all(is_office(t.text) for t in cell):
        return [[t] for t in cell]
    parts: list[list[Token]] = []
    for token in cell:
        if parts and levels().match(squash(token.text)) is None:
            parts[-1].append(token)
        else:
            parts.append([token])
    return parts or [[]]
