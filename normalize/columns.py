"""The rows of a table that head its columns -> the role of each column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from extract.model import Cell, Table
from normalize.era import era_of, from_to, is_era, whole_range
from normalize.family import Field
from normalize.text import squash
from normalize.words.field import FIGURES, those
from normalize.words.label import LONGEST, Label, header, label

VALUE_FIELDS = FIGURES - those("goal") | those("year")
"""Fields whose cells state something for a year."""
_YEARLY: Mapping[Field, Field] = {"goal": "target", "indicator": "target", "schedule": "target"}
"""What a field is once its column has a year of its own."""
_FEWEST_LONG = 4
"""Columns more than a table has whose first row is a label and its value, or two of them."""
_MOST_UNKNOWN = 0.34
"""Share of cells in a header row that may be words nobody listed."""


@dataclass(frozen=True, slots=True)
class Role:
    """What the cells of a column are. fields: several where the header stacks labels (取組内容 over 目標)."""

    fields: tuple[Field, ...]
    year: int | None
    unit: str | None
    printed: str
    until: int | None = None
    """The year of the second of two figures a cell: R6 ⇒ R11."""

    @property
    def field(self) -> Field:
        return self.fields[0]


@dataclass(frozen=True, slots=True)
class Header:
    """Rows first..last head the columns; side: the label cell beside them that runs further down, if any."""

    first: int
    last: int
    roles: Mapping[int, Role]
    cells: tuple[Cell, ...]
    side: Cell | None = None

    def columns(self, *fields: Field) -> list[int]:
        return [c for c, role in self.roles.items() if role.field in fields]

    def distinct(self, columns: Iterable[int]) -> list[int]:
        """The value columns among some, each header cell's first only (a header may be merged over several)."""
        found: dict[tuple[str, int | None, str], int] = {}
        for c in columns:
            role = self.roles.get(c)
            if role is not None and role.field in VALUE_FIELDS:
                found.setdefault((role.field, role.year, role.printed), c)
        return list(found.values())

    def stating(self) -> list[int]:
        """The columns of years or targets, each header cell's first only."""
        return self.distinct(self.columns("year", "target"))


class Grid:
    """A table's cells by row and column, and what label each of them is."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.at: dict[tuple[int, int], Cell] = {
            (r, c): cell
            for cell in table.cells
            for r in range(cell.row, cell.row + cell.rowspan)
            for c in range(cell.col, cell.col + cell.colspan)
        }
        self.labelled: dict[int, list[tuple[Cell, Label | None]]] = {}
        self.headers: dict[int, Header | None] = {}
        self.starting: list[list[Cell]] = [[] for _ in range(table.n_rows)]
        for cell in table.cells:
            self.starting[cell.row].append(cell)

    @cached_property
    def width(self) -> int:
        return self.table.n_cols

    def printed(self, row: int) -> list[Cell]:
        """The cells that begin in a row and hold text."""
        return [cell for cell in self.starting[row] if cell.lines]

    def labels(self, row: int) -> list[tuple[Cell, Label | None]]:
        """Each printed cell of a row with the label it is; 9年度 takes its era from the year before it."""
        if row in self.labelled:
            return self.labelled[row]
        found: list[tuple[Cell, Label | None]] = []
        era: str | None = None
        for cell in self.printed(row):
            text = cell.text
            found.append((cell, label(text, era)))
            # Only a year's cell can name an era for the years after it.
            era = (era_of(text) if len(text) <= LONGEST else None) or era
        self.labelled[row] = found
        return found

    def header(self, row: int) -> Header | None:
        """The header that begins at a row, or None where the row is none."""
        if row not in self.headers:
            self.headers[row] = _header(self, row)
        return self.headers[row]

    @cached_property
    def fields(self) -> frozenset[Field]:
        """The fields the table's labels speak of: what tells its layout."""
        found: set[Field] = set()
        row = 0
        while row < self.table.n_rows:
            header = self.header(row)
            if header is None:
                found.update(lab.field for cell, lab in self.labels(row) if lab and 1 < self.width > cell.colspan)
                row += 1
                continue
            found.update(chain.from_iterable(role.fields for role in header.roles.values()))
            found.update("year" for role in header.roles.values() if role.year is not None)
            side = label(header.side.text) if header.side is not None else None
            found.update({side.field} if side is not None else ())
            row = header.last + 1
        return frozenset(found)


def _header(grid: Grid, row: int) -> Header | None:
    if not _heads(grid, row):
        return None
    first = grid.printed(row)
    side = _side(grid, row, first)
    rest = [cell for cell in first if cell is not side]
    last = max((cell.row + cell.rowspan - 1 for cell in rest), default=row)
    last = row if last > row + 3 else last
    while last + 1 < grid.table.n_rows and _continues(grid, row, last + 1, side):
        last += 1
    roles: dict[int, Role] = {}
    cells: dict[int, Cell] = {}
    era: str | None = None
    for col in range(grid.width):
        stack = _stack(grid, row, last, col, side)
        cells.update((id(cell), cell) for cell in stack)
        if stack:
            roles[col] = _role(stack, era)
            era = next((e for cell in stack if (e := era_of(cell.text))), era)
    if any(role.field == "year" for role in roles.values()):
        # Beside years 取組計画 and 数値目標 head the column that says what the years are of.
        for col, role in roles.items():
            if role.field in ("schedule", "goal") and role.year is None:
                roles[col] = Role(("indicator",), None, role.unit, role.printed)
    return Header(row, last, roles, tuple(sorted(cells.values(), key=lambda cell: (cell.row, cell.col))), side)


def dated_row(grid: Grid, row: int) -> tuple[Cell, int, Cell] | None:
    """A year and the text beside it that fill a row's end, one of several such rows: 令和7年度 | 仕様を検討する."""
    found = grid.labels(row)
    if not 2 <= len(found) <= 3 or not (year := _year_at(grid, row)):
        return None
    (cell, _), (text, said) = found[-2:]
    beside = (year, _year_at(grid, row - 1), _year_at(grid, row + 1))
    ends = text.col + text.colspan == grid.width and text.col == cell.col + cell.colspan
    return (cell, year[1], text) if ends and said is None and len(set(filter(None, beside))) > 1 else None


def _year_at(grid: Grid, row: int) -> tuple[int, int] | None:
    """The column and the year of the last cell but one of a row."""
    found = grid.labels(row) if 0 <= row < grid.table.n_rows else []
    cell, said = found[-2] if len(found) > 1 else (None, None)
    return (cell.col, said.year) if cell and said and said.field == "year" and said.year else None


def _heads(grid: Grid, row: int) -> bool:
    """Whether a row is made of labels: two at least, few unknown words, and not label beside value."""
    found = grid.labels(row)
    if dated_row(grid, row) is not None:
        return False
    known = [lab for n, (cell, lab) in enumerate(found) if lab and not _is_period(found[max(n - 1, 0)][1], cell)]
    if len(known) < 2:
        return False
    fields = {lab.field for lab in known}
    # A list's first row may be worded at length: 令和6年度に実施した主な取組の内容.
    loose = row == 0 and len(found) == grid.width > _FEWEST_LONG
    unknown = sum(header(cell.text) is None for cell, _ in found) if loose else len(found) - len(known)
    if unknown > _MOST_UNKNOWN * len(found):
        return False
    blanks = [c for c in grid.starting[row] if not c.lines and c.col > 0]
    return len(blanks) < len(known) or "year" in fields


def _is_period(before: Label | None, cell: Cell) -> bool:
    """Whether a cell of a card says how long its initiative runs: 事業期間 | 令和７年度～令和９年度."""
    return before is not None and before.field == "schedule" and whole_range(cell.text) is not None


def _side(grid: Grid, row: int, cells: list[Cell]) -> Cell | None:
    """The label cell left of a nested header (取組計画 beside 令和8年度 | 令和9年度 …) that goes on below it."""
    if len(cells) < 2 or cells[0].col != 0:
        return None
    first = cells[0]
    lowest = max(cell.row + cell.rowspan for cell in cells[1:])
    while lowest < grid.table.n_rows and (below := grid.labels(lowest)) and all(found for _, found in below):
        # A further row of labels is still the header: 指標 merged beside 目標値 over its years is no side label.
        lowest = max(cell.row + cell.rowspan for cell, _ in below)
    return first if first.row + first.rowspan > lowest else None


def _continues(grid: Grid, first: int, row: int, side: Cell | None) -> bool:
    """Whether a row is a further level of the header that began at `first`."""
    cells = [cell for cell in grid.printed(row) if cell is not side]
    if not cells or row - first > 3 or any(grid.at.get((row, c.col)) is not c for c in cells):
        return False
    if find_wide(grid, row) is not None:
        return False
    under = [grid.at.get((row - 1, cell.col)) for cell in cells]
    eras = [era_of(above.text) if above is not None and len(above.text) <= LONGEST else None for above in under]
    labels = [header(cell.text, era) for cell, era in zip(cells, eras, strict=True)]
    return all(labels) and all(above is not None and above.lines and above is not side for above in under)


def find_wide(grid: Grid, row: int) -> Cell | None:
    """The cell that alone fills a row: a policy band, the title of a card or of an indicator."""
    cells = grid.starting[row]
    covered = sum(cell.colspan for cell in cells)
    printed = [cell for cell in cells if cell.lines]
    if len(printed) != 1 or covered < 2:
        return None
    widest = printed[0]
    return widest if widest.colspan >= 0.6 * grid.width or (len(cells) > 1 and widest.colspan == covered) else None


def _stack(grid: Grid, first: int, last: int, col: int, side: Cell | None) -> list[Cell]:
    """The header cells above a column, outermost first, each once."""
    stack: list[Cell] = []
    for row in range(first, last + 1):
        cell = grid.at.get((row, col))
        if cell is not None and cell is not side and cell.lines and cell not in stack:
            stack.append(cell)
    return stack


def _role(stack: list[Cell], era: str | None) -> Role:
    labels: list[tuple[Cell, Label]] = []
    for cell in stack:
        field: Field = "year" if is_era(cell.text) else "unknown"
        found = header(cell.text, era) or Label(field, None, squash(cell.text), None, sure=False)
        labels.append((cell, found))
        era = era_of(cell.text) or era
    printed = " ".join(lab.printed for _, lab in labels)
    year = next((lab.year for _, lab in reversed(labels) if lab.year is not None), None)
    unit = next((lab.unit for _, lab in reversed(labels) if lab.unit), None)
    if (both := from_to(stack[-1].text)) is not None:
        return Role(("goal",), both[0], unit, printed, both[1])
    named: list[tuple[Cell, Field]] = [(cell, lab.field) for cell, lab in labels if lab.field != "year"]
    if not named:
        return Role(("year",), year, unit, printed)
    if len(named) > 1 and labels[0][1].year is not None and named[-1][1] not in ("unknown", "ignore", "note"):
        # 令和7年度の計画 over 取組内容: the outer label says when, not what.
        named = named[1:]
    fields = (*_combine(named), *labels[-1][1].more)
    dated = labels[-1][1].year is not None or any(lab.field == "year" for _, lab in labels)
    if dated and fields[0] in _YEARLY:
        fields = (_YEARLY[fields[0]],)
    return Role(fields, year, unit, printed)


def _combine(named: list[tuple[Cell, Field]]) -> tuple[Field, ...]:
    """The field of stacked labels: money stays money, a group gives way to what stands below it."""
    fields: list[Field] = [field for _, field in named]
    outer, inner = named[0], named[-1]
    if len(named) == 1:
        return (fields[0],)
    if outer[1] == "grade" and inner[1] == "departments":
        return ("grade",)  # 評価 over 担当課 | 委員会: who evaluates.
    if outer[0].colspan > inner[0].colspan or inner[1] in ("unknown", "ignore") or outer[1] in ("unknown", "ignore"):
        return (inner[1] if inner[1] not in ("unknown", "note") else outer[1],)
    return tuple(dict.fromkeys(fields))
