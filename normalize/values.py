"""One row under fiscal-year columns -> the values it states: by column, by arrow, by merged cell, or run together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import cast

from extract.model import Cell, Span
from normalize.columns import VALUE_FIELDS, Grid, Header, Role
from normalize.era import fiscal_year, whole_range
from normalize.event import Meaning, Text, Value
from normalize.family import Field
from normalize.gaps import Stated, carried_on
from normalize.quantity import is_blank, quantity
from normalize.stage import carries, glued, is_stage_word
from normalize.term import Term, split_term, term
from normalize.words.field import FIGURES, HIDDEN, KEYS, those
from normalize.words.label import Label, label
from normalize.wrap import Piece, joined, of_cell

_YEARS = ("年度", "年次")
"""What heads the column that says which year a row is of; 実施年度 says when the initiative is carried out."""
LONGEST_STAGE = 60
"""Characters of the longest planned stage or target in words; what is longer, or a sentence, is an objective."""
LONGEST_WORD = 12
"""Characters of the longest result of an indicator that is no number (策定済み); what is longer is prose."""
REGIONS = FIGURES - HIDDEN | those("schedule", "indicator")
"""Labels at the left of a card whose rows go on under the card's year columns."""
MEANINGS: Mapping[Field, Meaning] = {field: cast(Meaning, "target" if field == "goal" else field) for field in FIGURES}
"""What a figure under a label is."""


def of_year(said: Label, year: int, cell: Cell) -> Value | Text:
    """What stands beside its year under a label: a figure or stage, or a text of that year."""
    figure = said.field in MEANINGS and (said.field == "target" or quantity(joined(of_cell(cell))) is not None)
    if said.field in ("schedule", "indicator") or figure:
        return Value(MEANINGS.get(said.field, "target"), of_cell(cell), year)
    return Text((said.field,), of_cell(cell), said.printed, year)


def headed(cell: Cell) -> tuple[Label, Piece] | None:
    """The label on a cell's first line and the figure below it: 現状（2024年度） / 6施設."""
    first, rest = of_cell(cell).lines[:1], Piece(cell.lines[1:], cell.places)
    found = label(first[0].text) if first else None
    stated = found is not None and found.sure and found.field in MEANINGS and bool(rest.lines)
    return (found, rest) if stated and found is not None and quantity(joined(rest)) is not None else None


def states_value(role: Role, cell: Cell, header: Header | None) -> bool:
    """Whether a cell under a value column states a value; 実績 may head prose as well."""
    if role.field not in ("result", "target"):
        return True
    text = joined(of_cell(cell))
    if role.field == "target":
        return role.fields == ("target",) and not (text[-1:] == "。" or len(text) > LONGEST_STAGE)
    beside = header is not None and bool(header.columns("indicator", "unit"))
    return beside and (is_blank(text) or quantity(text) is not None or len(text) <= LONGEST_WORD)


def indicator(grid: Grid, row: int, header: Header, side: Cell | None, *, titled: bool = False) -> Piece | None:
    """The cell that names what a row's values are of: under an indicator heading, or left of the first year.

    titled: the row above named it already, so that a value standing here has slipped to the left.
    """
    columns = header.columns("indicator")
    first = min(header.columns(*VALUE_FIELDS), default=grid.width)
    if not columns:
        named = header.columns(*KEYS - those("row_kind", "target_year"), "departments", "content", "objective", "goal")
        columns = [c for c in range(first) if c not in named]
    found: list[Cell] = []
    for column in columns:
        cell = grid.at.get((row, column))
        if cell is None or cell is side or not cell.lines or cell in found or row_kind(cell) is not None:
            continue
        if not (cell.row == row and (flattened(cell, header) or (titled and side is None and _value_like(cell)))):
            found.append(cell)
    if not found and (slipped := _slipped(grid, row, header)) is not None:
        found.append(slipped)
    return of_cell(found[-1]) if found else None


def all_values(cells: list[Cell]) -> bool:
    """Whether every cell states a value."""
    return all(map(_value_like, cells))


def _value_like(cell: Cell) -> bool:
    text = joined(of_cell(cell))
    return is_blank(text) or quantity(text) is not None or is_stage_word(text) or carries(text)


def _slipped(grid: Grid, row: int, header: Header) -> Cell | None:
    """The words in the first year's cell of a row whose other cells are values: a label took the indicator's place.

    A conversion to text moves cells so; where cells have places they stand where they stand.
    """
    cells = [cell for cell in grid.printed(row) if cell.col in header.columns("year", "target")]
    if any(line.place.box is not None for cell in cells for line in cell.lines):
        return None
    if len(cells) < 2 or cells[0].col != min(header.columns("year", "target")):
        return None
    return cells[0] if not _value_like(cells[0]) and all(map(_value_like, cells[1:])) else None


def rows_of_values(grid: Grid, row: int, header: Header, of: Piece | None, region: Label | None) -> Iterator[Value]:
    """The values of one row. of: the indicator; region: the label at the left that the row belongs to."""
    kind = _kind_of_row(grid, row, header)
    unit = _unit(grid, row, header)
    default: Meaning = "result" if region is not None and region.field == "result" else "target"
    cells = _aligned(grid, row, header, of)
    when = _when(grid, row, header)
    for column, piece, carried, text in chain(_arrows(grid, row, header, cells), _stated(grid, header, cells)):
        role = header.roles[column]
        meaning, own = _meaning(role, kind, default), term_of(role)
        dated = when if meaning == "target" and role.year is None and own is None else (None, None)
        if meaning in ("target", "result", "rate") and role.year is None and own is None:
            dated = (year_of(grid, row, header) or dated[0], dated[1])
        for n, year in enumerate(_years(role)):
            yield Value(
                meaning, piece, year if dated[0] is None else dated[0], of, unit or role.unit, carried or n > 0, text,
                own or dated[1],
            )  # fmt: skip
    if len(cells) == 1:
        yield from _parts(header, next(iter(cells.values())), of, unit, kind, default)


def _years(role: Role) -> Iterable[int | None]:
    """The years a column holds for: 令和９～１１年度 heads three."""
    span = whole_range(role.printed)
    return range(span[0], span[1] + 1) if span is not None and role.year == span[0] else (role.year,)


def term_of(role: Role) -> Term | None:
    """The part of the plan's period that heads a column without a year: 毎年度, 前期, 前年度実績."""
    if role.year is not None:
        return None
    return next((part for word in role.printed.split() if (part := split_term(word)[0])), None)


def _when(grid: Grid, row: int, header: Header) -> tuple[int | None, Term | None]:
    """The year, or the part of the period, that a column of its own says the row's target is for."""
    cells = (grid.at.get((row, column)) for column in header.columns("target_year"))
    texts = [joined(of_cell(cell)) for cell in cells if cell is not None and cell.lines]
    return (fiscal_year(texts[0]), term(texts[0])) if texts else (None, None)


def year_of(grid: Grid, row: int, header: Header) -> int | None:
    """The year that a row is of: a column headed 年度 says it row by row."""
    columns = (column for column in header.columns("schedule") if header.roles[column].printed in _YEARS)
    cells = (grid.at.get((row, column)) for column in columns)
    return next((year for cell in cells if cell is not None and (year := fiscal_year(cell.text)) is not None), None)


def _arrows(grid: Grid, row: int, header: Header, cells: dict[int, Cell]) -> Iterator[Stated]:
    """The years each arrow of a row covers; what its words stand in is taken out of `cells`."""
    said: list[tuple[Piece, list[int]]] = []
    drawn = (s for s in grid.table.spans if s.row == row and s.kind != "diagonal")
    for span in sorted(drawn, key=lambda s: s.place.box.x0 if s.place.box else 0.0):
        columns = header.distinct(range(span.first, span.last + 1))
        word = _word(span, columns, cells)
        if word is not None:
            said.append((word, columns))
    for column in {column for _, columns in said for column in columns}:
        cells.pop(column, None)
    for n, (word, columns) in enumerate(said):
        staged = is_stage_word(joined(word))
        follower = next((w for w, c in said[n + 1 :] if staged and _meets(columns, c, w)), None)
        before = any(is_stage_word(joined(w)) and _meets(c, columns, word) for w, c in said[:n])
        for m, column in enumerate(columns):
            if follower is not None and column == columns[-1]:
                # The next arrow begins within the year that this one ends in: 検討, then 実施.
                both = Piece((*word.lines, *follower.lines), (*word.frames, *follower.frames))
                yield column, both, False, f"{joined(word)}/{joined(follower)}"
            elif m or not before:
                yield column, word, m > 0, None


def _meets(before: list[int], columns: list[int], word: Piece) -> bool:
    """Whether an arrow with a stage begins in the very year that another one ends in."""
    return before[-1:] == columns[:1] != [] and is_stage_word(joined(word))


def _stated(grid: Grid, header: Header, cells: dict[int, Cell]) -> Iterator[Stated]:
    """The years each cell states something for; a merged cell carries its words on."""
    for column, cell in cells.items():
        if not states_value(header.roles[column], cell, header) or (len(cells) == 1 and flattened(cell, header)):
            continue
        covered = header.distinct(range(cell.col, cell.col + cell.colspan)) if column >= cell.col else [column]
        for n, c in enumerate(covered or [column]):
            yield c, of_cell(cell), n > 0, None
    yield from carried_on(grid, header, cells)


def _parts(
    header: Header, cell: Cell, of: Piece | None, unit: str | None, kind: Meaning | None, default: Meaning
) -> Iterator[Value]:
    """The values of a row that stands in one cell."""
    piece = of_cell(cell)
    for column, part in zip(header.stating(), flattened(cell, header) or (), strict=False):
        role = header.roles[column]
        yield Value(_meaning(role, kind, default), piece, role.year, of, unit, text=part, flags=("flattened",))


def flattened(cell: Cell, header: Header) -> tuple[str, ...] | None:
    """The values of a row that a conversion to text ran together in one cell: 検討 実施 実施 実施."""
    if any(place.box for place in cell.places):
        return None
    years = header.stating()
    return glued(" ".join(line.text for line in cell.lines), len(years)) if len(years) > 1 else None


def _aligned(grid: Grid, row: int, header: Header, of: Piece | None) -> dict[int, Cell]:
    """The value cells of a row by column."""
    columns = header.columns(*VALUE_FIELDS)
    found: dict[int, Cell] = {}
    for cell in _covering(grid, row, columns, of):
        column = next((c for c in range(cell.col, cell.col + cell.colspan) if c in columns), None)
        if column is not None and not (of is not None and cell.lines == of.lines):
            found[column] = cell
    return found


def _covering(grid: Grid, row: int, columns: list[int], of: Piece | None) -> list[Cell]:
    """The printed cells that begin in a row, and those merged down into it from another indicator's row."""
    cells = grid.printed(row)
    if not any(of is not None and cell.lines == of.lines for cell in cells):
        return cells
    return [*cells, *running(grid, row, columns)]


def running(grid: Grid, row: int, columns: Iterable[int]) -> list[Cell]:
    """The printed cells of some columns that are merged down into a row from above."""
    above = (grid.at.get((row, c)) for c in columns)
    return list({id(c): c for c in above if c is not None and c.lines and c.row < row}.values())


def _word(span: Span, columns: list[int], cells: dict[int, Cell]) -> Piece | None:
    """What an arrow says: the words inside it, or those of the first cell it crosses."""
    if span.lines:
        return Piece(span.lines, (span.place,))
    return next((of_cell(cells[c]) for c in columns if c in cells), None)


def row_kind(cell: Cell) -> Meaning | None:
    """What a cell beside values says they are: 目標値, 実績."""
    found = label(cell.text)
    return MEANINGS.get(found.field) if found is not None else None


def _kind_of_row(grid: Grid, row: int, header: Header) -> Meaning | None:
    """What a row of a pair 目標値 / 実績値 states, by the word beside its values."""
    first = min(header.columns("year"), default=0)
    for column in range(first):
        role = header.roles.get(column)
        cell = grid.at.get((row, column))
        if cell is None or not cell.lines or (cell.row != row and cell.rowspan > 1):
            continue
        if role is None or role.field not in VALUE_FIELDS:
            kind = row_kind(cell)
            if kind is not None and (role is None or role.field != "indicator" or cell.col > 0 or len(cell.text) < 6):
                return kind
    return None


def _meaning(role: Role, kind: Meaning | None, default: Meaning) -> Meaning:
    if role.field == "year":
        return kind or default
    return MEANINGS[role.field]


def _unit(grid: Grid, row: int, header: Header) -> str | None:
    for column in header.columns("unit"):
        cell = grid.at.get((row, column))
        if cell is not None and cell.lines:
            return joined(of_cell(cell))
    return None
