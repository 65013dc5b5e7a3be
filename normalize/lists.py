"""A row of a list -> events: the initiative it begins or goes on with, its texts, and its values by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.model import Cell
from normalize.columns import VALUE_FIELDS, Grid, Header, find_wide
from normalize.era import fiscal_year
from normalize.event import Band, Event, Start, Text, Unread
from normalize.legend import pairs
from normalize.quarters import of_quarters
from normalize.shapes import from_to
from normalize.text import squash
from normalize.values import indicator, row_kind, rows_of_values, states_value, term_of, year_of
from normalize.words.field import HIDDEN, KEYS, SHORT, TEXTS
from normalize.words.label import label
from normalize.wrap import Piece, joined, of_cell

_TOTALS = frozenset(("合計", "計", "小計", "総計", "総合計"))
_NOTES = ("※", "*", "＊", "注")
"""How a note across a list begins: it is of the list, not of an initiative."""
_TICKS = frozenset("○〇◯●◎☑✓✔■レ△")


def list_row(grid: Grid, header: Header, row: int) -> Iterator[Event]:
    """The events of one row below a header with a name column."""
    column = header.columns("name")[-1]
    wide, name = find_wide(grid, row), grid.at.get((row, column))
    if wide is not None and (wide.text.lstrip()[:1] in _NOTES or pairs(wide.text)):
        return
    if wide is not None and (wide.colspan > 1 or wide.col != column):
        if wide.col <= column < wide.col + wide.colspan:
            yield Band(of_cell(wide))
        else:
            yield from _cells(grid, header, row, begun=None)
        return
    if name is None or name.row != row or not name.lines:
        yield from _cells(grid, header, row, begun=None)
    elif squash(name.text) not in _TOTALS:
        yield Start(of_cell(name), _number(grid, header, row), _policy(grid, header, row, column))
        yield from _cells(grid, header, row, begun=name)


def _number(grid: Grid, header: Header, row: int) -> Piece | None:
    cells = (grid.at.get((row, column)) for column in header.columns("number"))
    return next((of_cell(cell) for cell in cells if cell is not None and cell.lines), None)


def _policy(grid: Grid, header: Header, row: int, name_column: int) -> tuple[Piece, ...]:
    """The cells of the policy columns; a first column without heading whose cells run over several rows is one."""
    columns = header.columns("policy")
    first = grid.at.get((row, 0))
    if 0 not in header.roles and name_column > 0 and first is not None and first.rowspan > 1:
        columns = [0, *columns]
    found: dict[int, list[Cell]] = {}
    for column in columns:
        cell, over = grid.at.get((row, column)), grid.at.get((header.first, column))
        if cell is not None and cell.lines and all(cell not in own for own in found.values()):
            found.setdefault(id(over or cell), []).append(cell)
    return tuple(_beside(own) for own in found.values())


def _beside(cells: Sequence[Cell]) -> Piece:
    """The cells of one level: its number, and its name in the next column."""
    *counts, name = map(of_cell, cells)
    if not counts:
        return name
    number, (first, *rest) = " ".join(map(joined, counts)), name.lines
    return Piece((replace(first, text=f"{number} {first.text}"), *rest), name.frames)


def _cells(grid: Grid, header: Header, row: int, begun: Cell | None) -> Iterator[Event]:
    """The cells of a row. begun: the name cell that begins in it; then cells merged down from above count too."""
    of = indicator(grid, row, header, None)
    year = year_of(grid, row, header)
    seen: set[int] = set()
    for column, role in header.roles.items():
        cell = grid.at.get((row, column))
        if cell is None or not cell.lines or id(cell) in seen or not (begun is not None or cell.row == row):
            continue
        seen.add(id(cell))
        if role.until is not None:
            yield from from_to(role.year, role.until, of_cell(cell), of) or [
                Text(role.fields, of_cell(cell), role.printed)
            ]
            continue
        if role.field == "indicator" and not header.columns(*VALUE_FIELDS):
            yield Text(role.fields, of_cell(cell), role.printed, role.year)
        # What a column of 現状・課題／取組内容 says of the situation is left out cell by cell.
        mixed = role.field == "situation" and len(role.fields) > 1
        if role.field == "schedule" and year is not None and fiscal_year(cell.text) == year:
            continue
        if role.field in KEYS or (role.field in HIDDEN and not mixed):
            continue
        if role.field in ("direction", "note") and row_kind(cell) is not None:
            continue
        if role.field == "unknown":
            yield Unread(of_cell(cell), role.printed)
        elif role.field in SHORT & TEXTS and (word := _ticked(grid, header, column, cell)) is not None:
            yield Text(role.fields, word, role.printed, role.year)
        elif role.field not in VALUE_FIELDS or not states_value(role, cell, header):
            beside = of if role.field == "grade" and _beside_indicator(grid, header, cell, row) else None
            own = role.year if role.year is not None or cell.rowspan > 1 else year
            yield Text(role.fields, of_cell(cell), role.printed, own, beside, term_of(role))
    said = label(of.raw) if of is not None else None
    if said is not None and said.field in TEXTS - {"grade"}:
        yield from (Text((said.field,), of_cell(c), "") for c in _values(grid, header, row))
    elif said is None or said.field not in HIDDEN:
        of = None if said is not None else of
        yield from of_quarters(grid, row, header, of)
        yield from rows_of_values(grid, row, header, of, None)


def _ticked(grid: Grid, header: Header, column: int, cell: Cell) -> Piece | None:
    """What a sign stands for in its column: 区分 over 新規 | 拡充, 担当課 over 総務課 | 税務課."""
    said, over = grid.at.get((header.last, column)), grid.at.get((header.first, column))
    if cell.text.strip() not in _TICKS or said is None or said is over or not said.lines:
        return None
    return Piece((replace(cell.lines[0], text=joined(of_cell(said))),), cell.places)


def _values(grid: Grid, header: Header, row: int) -> list[Cell]:
    """The printed cells of a row that begin under its value columns."""
    return [cell for cell in grid.printed(row) if cell.col in header.columns(*VALUE_FIELDS)]


def _beside_indicator(grid: Grid, header: Header, cell: Cell, row: int) -> bool:
    """Whether a grade is one of several of its initiative: then it grades the indicator beside it."""
    name = grid.at.get((row, header.columns("name")[-1]))
    return name is not None and cell.rowspan < name.rowspan
