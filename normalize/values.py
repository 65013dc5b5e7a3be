"""One row under fiscal-year columns -> the values it states: by column, by arrow, by merged cell, or run together."""

from __future__ import annotations

from collections.abc import Iterator

from extract.model import Cell, Span
from normalize.columns import VALUE_FIELDS, Grid, Header, Role
from normalize.event import Meaning, Value
from normalize.family import Field, YearMeans
from normalize.label import Label, label
from normalize.quantity import is_blank, quantity
from normalize.stage import glued
from normalize.wrap import Piece, joined, of_cell

REGIONS: frozenset[Field] = frozenset(("schedule", "indicator", "target", "result", "goal", "baseline"))
"""Labels at the left of a card whose rows go on under the card's year columns."""
_KINDS: dict[Field, Meaning] = {
    "target": "target",
    "goal": "target",
    "result": "result",
    "rate": "rate",
    "baseline": "baseline",
}


def states_value(role: Role, cell: Cell, header: Header | None) -> bool:
    """Whether a cell under a value column states a value; 実績 without year may head prose as well."""
    if role.field == "result" and role.year is None:
        text = joined(of_cell(cell))
        beside = header is not None and bool(header.columns("indicator", "unit"))
        return beside and (is_blank(text) or quantity(text) is not None)
    return True


def indicator(grid: Grid, row: int, header: Header, side: Cell | None) -> Piece | None:
    """The cell that names what a row's values are of: under an indicator heading, or left of the first year."""
    columns = header.columns("indicator")
    if not columns:
        first = min(header.columns(*VALUE_FIELDS), default=grid.width)
        named = header.columns("name", "number", "departments", "content", "objective", "policy", "unit", "goal")
        columns = [c for c in range(first) if c not in named]
    found: list[Cell] = []
    for column in columns:
        cell = grid.at.get((row, column))
        if cell is None or cell is side or not cell.lines or cell in found or _row_kind(cell) is not None:
            continue
        found.append(cell)
    return of_cell(found[-1]) if found else None


def rows_of_values(
    grid: Grid, row: int, header: Header, of: Piece | None, region: Label | None, years: YearMeans
) -> Iterator[Value]:
    """The values of one row. of: the indicator; region: the label at the left that the row belongs to."""
    kind = _kind_of_row(grid, row, header)
    unit = _unit(grid, row, header)
    cells = _aligned(grid, row, header)
    default: Meaning = "result" if region is not None and region.field == "result" else years
    taken: set[int] = set()
    for span in (s for s in grid.table.spans if s.row == row and s.kind != "diagonal"):
        columns = [
            c for c in range(span.first, span.last + 1) if c in header.roles and header.roles[c].field in VALUE_FIELDS
        ]
        word = _word(span, columns, cells)
        if word is None or not columns:
            continue
        taken.update(columns)
        for n, column in enumerate(columns):
            role = header.roles[column]
            yield Value(_meaning(role, kind, default), word, role.year, of, unit or role.unit, n > 0)
    for column, cell in cells.items():
        if column in taken:
            continue
        role = header.roles[column]
        if not states_value(role, cell, header):
            continue
        parts = flattened(cell, header) if len(cells) == 1 else None
        if parts:
            for year_column, part in zip(header.columns("year", "target", "schedule"), parts, strict=False):
                role = header.roles[year_column]
                yield Value(
                    _meaning(role, kind, default), of_cell(cell), role.year, of, unit, text=part, flags=("flattened",)
                )
            continue
        covered = [
            c
            for c in range(column, column + cell.colspan)
            if c in header.roles and header.roles[c].field in VALUE_FIELDS
        ]
        for n, c in enumerate(covered or [column]):
            role = header.roles[c]
            yield Value(_meaning(role, kind, default), of_cell(cell), role.year, of, unit or role.unit, n > 0)


def flattened(cell: Cell, header: Header) -> tuple[str, ...] | None:
    """The values of a row that a conversion ran together in one cell: 検討 実施 実施 実施."""
    years = header.columns("year", "target", "schedule")
    return glued(" ".join(line.text for line in cell.lines), len(years)) if len(years) > 1 else None


def _aligned(grid: Grid, row: int, header: Header) -> dict[int, Cell]:
    """The value cells that begin in a row, by column; a row that slipped sideways is put back under its years."""
    columns = header.columns(*VALUE_FIELDS)
    found = {cell.col: cell for cell in grid.printed(row) if cell.col in columns}
    for cell in grid.printed(row):
        if cell.col not in found and any(c in columns for c in range(cell.col, cell.col + cell.colspan)):
            found[next(c for c in range(cell.col, cell.col + cell.colspan) if c in columns)] = cell
    return found


def _word(span: Span, columns: list[int], cells: dict[int, Cell]) -> Piece | None:
    """What an arrow says: the words inside it, or those of the first cell it crosses."""
    if span.lines:
        return Piece(span.lines, (span.place,))
    return next((of_cell(cells[c]) for c in columns if c in cells), None)


def _row_kind(cell: Cell) -> Meaning | None:
    found = label(cell.text)
    return _KINDS.get(found.field) if found is not None else None


def _kind_of_row(grid: Grid, row: int, header: Header) -> Meaning | None:
    """What a row of a pair 目標値 / 実績値 states, by the word beside its values."""
    first = min(header.columns("year", "schedule"), default=0)
    for column in range(first):
        role = header.roles.get(column)
        cell = grid.at.get((row, column))
        if cell is None or not cell.lines or (cell.row != row and cell.rowspan > 1):
            continue
        if role is None or role.field in ("row_kind", "unknown", "indicator", "schedule", "unit"):
            kind = _row_kind(cell)
            if kind is not None and (role is None or role.field != "indicator" or cell.col > 0 or len(cell.text) < 6):
                return kind
    return None


def _meaning(role: Role, kind: Meaning | None, default: Meaning) -> Meaning:
    if role.field in ("year", "schedule"):
        return kind or default
    return _KINDS[role.field]


def _unit(grid: Grid, row: int, header: Header) -> str | None:
    for column in header.columns("unit"):
        cell = grid.at.get((row, column))
        if cell is not None and cell.lines:
            return joined(of_cell(cell))
    return None
