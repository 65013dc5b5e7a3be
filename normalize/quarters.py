"""One row under columns for parts of a year -> the stages of that year: 調査 in spring, then 設計, are 調査/設計."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.columns import Grid, Header
from normalize.event import Unread, Value
from normalize.quantity import is_blank
from normalize.stage import carries, is_stage_word
from normalize.wrap import Piece, joined, of_cell


def of_quarters(grid: Grid, row: int, header: Header, of: Piece | None) -> Iterator[Value | Unread]:
    """A stage a year; what is no stage is left unread, for figures of quarters make no year's figure."""
    by_year: dict[int | None, list[tuple[float, Piece]]] = {}
    for place, column, piece in _said(grid, row, header):
        by_year.setdefault(header.roles[column].year, []).append((place, piece))
    for year, found in by_year.items():
        said = [piece for _, piece in sorted(found, key=lambda pair: pair[0]) if not is_blank(joined(piece))]
        words = [joined(piece) for piece in said if not carries(joined(piece))]
        if not words or not all(map(is_stage_word, words)):
            yield from (Unread(piece, "") for piece in said)
            continue
        frames = dict.fromkeys(frame for piece in said for frame in piece.frames)
        whole = Piece(tuple(line for piece in said for line in piece.lines), tuple(frames))
        text = "/".join(dict.fromkeys(words))
        yield Value("target", whole, year, of, text=text, term=None if year is not None else "this")


def _said(grid: Grid, row: int, header: Header) -> Iterator[tuple[float, int, Piece]]:
    """The cells and arrows of the row under such columns: their place from left to right, their column, their words."""
    columns = header.columns("quarter")
    for cell in grid.printed(row):
        if cell.col in columns:
            yield cell.col, cell.col, of_cell(cell)
    for span in grid.table.spans:
        if span.row == row and span.first in columns and span.lines and span.kind != "diagonal":
            yield span.first + 0.5, span.first, Piece(span.lines, (span.place,))
