"""The rows of a list drawn row by row -> one table, its cells spanning rows and columns as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.dumps.looks import look
from extract.dumps.over import Over
from extract.dumps.spans import Group, Row, Shape, groups, spans_last
from extract.dumps.text_table import extents
from extract.dumps.tokens import Token, is_office
from extract.dumps.unwrap import unwrapped
from extract.model import Cell, Line, Place, Table

_SURE, _UNSURE = (), ("reordered",)

_MERGED = 0.6
"""Share of the rows that have a cell in a column whose cells are merged."""


class Part(NamedTuple):
    """The rows under the same bands."""

    bands: list[Token]
    rows: list[Row]


def row_table(labels: Sequence[Token], over: Sequence[Over], parts: Sequence[Part], shape: Shape) -> Table:
    """The table of the parts under their labels; over: the labels over several columns."""
    last = spans_last([part.rows for part in parts], shape)
    shape = shape._replace(policy=shape.policy | _merged(labels, parts))
    cells = list(header_cells(labels, over))
    at = 1 + bool(over)
    for part in parts:
        for band in part.bands:
            cells.append(table_cell([band], at, 0, 1, len(labels)))
            at += 1
        own = groups(part.rows, shape, last=last)
        cells += _levels(own, at, shape, last=last)
        for initiative in own:
            cells += _initiative(initiative, at, labels, shape)
            at += len(initiative.lines)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    places = [line.place for cell in cells for line in cell.lines]
    width = max(cell.col + cell.colspan for cell in cells)
    flags = ("drawn", "undated") if width > len(labels) else ("drawn",)
    return Table(tuple(cells), at, width, extents(places), confidence=0.6, flags=flags)


def _merged(labels: Sequence[Token], parts: Sequence[Part]) -> frozenset[int]:
    """The columns of departments whose cells stand over the rows of several initiatives: few rows have one."""
    rows = [row for part in parts for row in part.rows if row.kind != "further"]
    found = {n: sum(n in row.cells for row in rows) for n, t in enumerate(labels) if t.field == "departments"}
    return frozenset(n for n, filled in found.items() if filled < _MERGED * len(rows))


def _initiative(group: Group, top: int, labels: Sequence[Token], shape: Shape) -> Iterator[Cell]:
    """The cells of an initiative: those of one row alone span all its lines.

    Where a line has fewer figures than there are years, nothing says of which: they stand apart, behind all columns.
    """
    lines = group.lines
    flags = _SURE if group.sure else _UNSURE
    years = [n for n, label in enumerate(labels) if label.field == "year"]
    loose = [is_undated([row.cells.get(n, []) for n in years]) for row in lines]
    for column, label in enumerate(labels):
        if column in shape.policy:
            continue
        filled = [row for row in group.rows if row.cells.get(column)]
        if len(filled) <= 1 and column not in shape.further:
            tokens = filled[0].cells[column] if filled else []
            yield table_cell(tokens, top, column, len(lines), 1, flags, listed=label.field == "departments")
            continue
        for n, row in enumerate(lines):
            apart = loose[n] and column in years
            yield table_cell([] if apart else row.cells.get(column, []), top + n, column, 1, 1, flags)
    for n, row in enumerate(lines):
        if loose[n]:
            tokens = [t for column in years for t in row.cells.get(column, [])]
            yield apart_cell(tokens, top + n, len(labels))


def is_undated(cells: Sequence[Sequence[Token]]) -> bool:
    """Whether a line has fewer figures than years; a bare number beside stages is of none: that of the next row."""
    looks = [look(cell[0].text) for cell in cells if cell]
    return 0 < len(looks) < len(cells) or ("ordinal" in looks and "stage" in looks)


def apart_cell(tokens: Sequence[Token], row: int, col: int) -> Cell:
    """Figures of nobody knows which years, in a column without a label."""
    first, last = tokens[0].line, tokens[-1].line
    line = Line(" ".join(t.text for t in tokens), Place(first.page, None, (first.number, last.number)))
    return Cell(row, col, 1, 1, (line,), (line.place,))


def _levels(own: Sequence[Group], top: int, shape: Shape, *, last: bool) -> Iterator[Cell]:
    """The cells of the policy system, each over the initiatives up to the next one, or from the one before."""
    tops = [top]
    for group in own:
        tops.append(tops[-1] + len(group.lines))
    for column in sorted(shape.policy):
        at = [n for n, group in enumerate(own) if any(row.cells.get(column) for row in group.rows)]
        starts = [0, *(n + 1 for n in at[:-1])] if last else at
        ends = [n + 1 for n in at] if last else [*at[1:], len(own)]
        for n, start, end in zip(at, starts, ends, strict=False):
            tokens = [t for row in own[n].rows for t in row.cells.get(column, [])]
            yield table_cell(tokens, tops[start], column, tops[end] - tops[start], 1)


def table_cell(
    tokens: Sequence[Token], row: int, col: int, rowspan: int, colspan: int, flags: tuple[str, ...] = (),
    *, listed: bool = False,
) -> Cell:  # fmt: skip
    """listed: each line of departments is one of its own."""
    apart = listed and all(is_office(t.text) for t in tokens)
    lines = tuple(line for part in ([[t] for t in tokens] if apart else [tokens]) for line in unwrapped(part))
    if flags:
        lines = tuple(replace(line, flags=(*line.flags, *flags)) for line in lines)
    return Cell(row, col, rowspan, colspan, lines, tuple(line.place for line in lines[:1]))


def header_cells(labels: Sequence[Token], over: Sequence[Over]) -> Iterator[Cell]:
    """The labels; those over several columns stand above them."""
    depth = 1 + bool(over)
    under = {m for each in over for m in range(each.first, each.end)}
    for each in over:
        yield _label(each.label, 0, each.first, 1, each.end - each.first)
    for m, label in enumerate(labels):
        yield _label(label, int(m in under), m, 1 if m in under else depth, 1)


def _label(label: Token, row: int, col: int, rowspan: int, colspan: int) -> Cell:
    place = label.line.place
    return Cell(row, col, rowspan, colspan, (Line(label.text.replace("\n", ""), place),), (place,), filled=True)
