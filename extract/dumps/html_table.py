"""A table as tagged in HTML -> Table: rows and columns spanned, tables nested in it after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.dumps.framed import is_framed
from extract.dumps.markup import MAX_SPAN, HtmlCell, HtmlTable
from extract.dumps.ragged import filled_up
from extract.dumps.text_table import Numbered, Row, extent, lines_of, table_of
from extract.model import Cell, Place, Table


def html_tables(table: HtmlTable, first: Numbered) -> Iterator[Table]:
    """The table, and those nested in it that have no room in its rows; first: the line its text begins on."""
    waiting = [table]
    while waiting:
        tagged = waiting.pop()
        rows = [[part for cell in row for part in _unnest(cell)] for row in tagged.rows]
        waiting += [deep for row in rows for cell in row for deep in reversed(cell.tables)]
        if _is_ragged(rows) and (whole := _filled_up(rows, first)) is not None:
            yield replace(whole, flags=() if tagged is table else ("nested",))
            continue
        cells, n_cols = _lay_out(rows, first)
        if n_cols:
            places = extent(_place(first, tagged.line), _place(first, tagged.last))
            flags = () if tagged is table else ("nested",)
            yield Table(tuple(cells), len(rows), n_cols, places, confidence=0.9, flags=flags)


def _is_ragged(rows: list[list[HtmlCell]]) -> bool:
    """Rows of several lengths, but not a cell that spans any: the converter knew no merged cells."""
    plain = all(cell.rowspan == cell.colspan == 1 for row in rows for cell in row)
    return plain and len({len(row) for row in rows if len(row) > 1}) > 1


def _filled_up(rows: list[list[HtmlCell]], first: Numbered) -> Table | None:
    """The table of rows of several lengths, as one of tab-separated text is read."""
    own = [Row(_place(first, row[0].line), [lines_of(cell.pieces, first) for cell in row]) for row in rows if row]
    return table_of(filled_up(own))


def frame_rows(table: HtmlTable, first: Numbered) -> list[tuple[Numbered, list[str]]] | None:
    """The rows of a data frame printed as HTML; None where it is none."""
    texts = [["\n".join(piece.text for piece in cell.pieces) for cell in row] for row in table.rows]
    if not is_framed(texts) or any(cell.rowspan > 1 or cell.colspan > 1 for row in table.rows for cell in row):
        return None
    lines = (first._replace(number=first.number + (row[0].line if row else 0), last=0) for row in table.rows)
    return list(zip(lines, texts, strict=True))


def _unnest(cell: HtmlCell) -> list[HtmlCell]:
    """The cells of a one-row table that is all a merged cell holds, in its place."""
    if cell.pieces or len(cell.tables) != 1 or len(cell.tables[0].rows) != 1:
        return [cell]
    inner = cell.tables[0].rows[0]
    if not inner or len(inner) > cell.colspan or any(part.colspan > 1 for part in inner):
        return [cell]
    for part in inner:
        part.rowspan = cell.rowspan
    inner[-1].colspan = cell.colspan - len(inner) + 1
    return inner


def _lay_out(rows: list[list[HtmlCell]], first: Numbered) -> tuple[list[Cell], int]:
    """Cells at their row and column, row by row, empty ones where none is tagged; the number of columns."""
    taken: list[int] = []  # the row in which each column is free again
    cells: list[Cell] = []
    widths: list[int] = []
    alone: set[int] = set()  # rows of one cell, which is as wide as the table
    for index, row in enumerate(rows):
        column = 0
        if len(row) == 1 and row[0].rowspan == 1 and all(until <= index for until in taken):
            alone.add(index)
        for tagged in row:
            while column < len(taken) and taken[column] > index:
                column += 1
            rowspan = min(tagged.rowspan, len(rows) - index)
            span = _free_span(taken, column, index, tagged.colspan)
            taken += [0] * (column + span - len(taken))
            taken[column : column + span] = [index + rowspan] * span
            lines = lines_of(tagged.pieces, first)
            cells.append(Cell(index, column, rowspan, span, lines, (_place(first, tagged.line),), tagged.header))
            column += span
        cells += [Cell(index, free, 1, 1, ()) for free, until in enumerate(taken) if until <= index]
        widths.append(len(taken))
    n_cols = len(taken)
    cells = [replace(cell, colspan=n_cols) if cell.row in alone else cell for cell in cells]
    cells = [cell for cell in cells if not (cell.row in alone and cell.col)]
    short = ((index, width) for index, width in enumerate(widths) if index not in alone)
    cells += [Cell(index, column, 1, 1, ()) for index, width in short for column in range(width, n_cols)]
    return sorted(cells, key=lambda cell: (cell.row, cell.col)), n_cols


def _free_span(taken: list[int], column: int, row: int, colspan: int) -> int:
    """As many of the columns a cell claims as no cell from above takes; a table is never wider than MAX_SPAN.

    >>> _free_span([0, 0, 3], 0, 1, 4)
    2
    """
    claimed = range(column + 1, min(column + colspan, MAX_SPAN))
    return next((c - column for c in claimed if c < len(taken) and taken[c] > row), len(claimed) + 1)


def _place(first: Numbered, line: int) -> Place:
    return Place(first.page, None, (first.number + line, first.number + line))
