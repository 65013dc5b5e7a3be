"""合計 rows and columns against the figures they add up; a cell that became a record counts as that record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from extract.model import Cell, Table
from normalize.checks.case import Case, Doubt, Place, shown, text_place
from normalize.columns import Grid
from normalize.quantity import is_blank, quantity
from normalize.record import Severity
from normalize.source import sources
from normalize.text import squash
from normalize.wrap import of_cell

_TOTALS = frozenset(("計", "合計", "総計", "総数", "総合計"))
_SUBTOTALS = frozenset(("小計", "計"))
_LARGE = 1000.0
"""Figures beyond this are often rounded (千円, 百万円), so that their sum may differ by one a figure."""
_RATE = regex.compile(r"[%％]\W*$|[率比]$|割合$|平均|指数$|単価$|順位$")
"""How a column is headed whose figures do not add up."""
_FAR = 0.5
"""A difference beyond this share of the total speaks for a column of averages or rates, not for an error."""

Read = dict[tuple[Place, str], float]


class Sum(NamedTuple):
    """A total and the figures it may be the sum of: without subtotals, of subtotals, since the last one."""

    total: float
    unit: str | None
    addends: tuple[tuple[float, ...], ...]
    cell: Cell

    @property
    def holds(self) -> bool:
        """Where parts are printed below their own sum, without a word that says so, everything counts twice."""
        sums = ((sum(each) / times, self._slack(each)) for each in self.addends for times in (1, 2))
        return any(abs(found - self.total) <= slack for found, slack in sums)

    def _slack(self, addends: Sequence[float]) -> float:
        whole = all(value == int(value) for value in (*addends, self.total))
        if self.unit == "%" or not whole:
            return 0.5 * len(addends) * (1.0 if whole else 0.1) + 1e-9
        return 0.5 * len(addends) if abs(self.total) >= _LARGE else 1e-9

    @property
    def nearest(self) -> float:
        return min((sum(each) for each in self.addends), key=lambda s: abs(s - self.total))


def totals(case: Case) -> Iterator[Doubt]:
    """total_differs"""
    read = _read(case)
    for table in (block for block in case.document.blocks if isinstance(block, Table)):
        found = list(_sums(table, read))
        wrong = [each for each in found if not each.holds]
        for each in wrong:
            page = each.cell.lines[0].place.page
            severity = _severity(each, len(found), len(wrong))
            message = "a total printed in a table is not the sum of its figures"
            yield Doubt("total_differs", message, shown(each.nearest), shown(each.total), page=page, severity=severity)


def _severity(wrong: Sum, found: int, failed: int) -> Severity | None:
    """Sure only where the table's other totals hold, and the sum is near."""
    near = abs(wrong.nearest - wrong.total) <= _FAR * abs(wrong.total)
    return None if near and found - failed >= 2 * failed else "info"


def _read(case: Case) -> Read:
    """The figures of records by the cell they were read from; a cell with several figures has none."""
    found: defaultdict[tuple[Place, str], set[float]] = defaultdict(set)
    for row in (*case.records.targets, *case.records.results):
        if row.value is not None:
            found[text_place(row), row.text_raw].add(row.value)
    return {place: values.pop() for place, values in found.items() if len(values) == 1}


def _sums(table: Table, read: Read) -> Iterator[Sum]:
    named = [cell for cell in table.cells if _word(cell) in _TOTALS | _SUBTOTALS]
    if not named:
        return
    grid = Grid(table)
    rows = [[grid.at.get((r, c)) for c in range(table.n_cols)] for r in range(table.n_rows)]
    columns = [[grid.at.get((r, c)) for r in range(table.n_rows)] for c in range(table.n_cols)]
    for n in sorted({r for cell in named for r in range(cell.row, cell.row + cell.rowspan)}):
        if (label := _label(rows[n])) is not None:
            yield from _added_up(rows, n, label, read)
    for n in sorted({c for cell in named for c in range(cell.col, cell.col + cell.colspan)}):
        if (label := _label(columns[n])) is not None:
            yield from _added_up(columns, n, label, read)


def _word(cell: Cell | None) -> str | None:
    """What a cell says, where a character stands in it that every word for a total has."""
    text = _text(cell)
    return squash(text).strip("()") if "計" in text or "総" in text else None


def _label(line: Sequence[Cell | None]) -> int | None:
    """Where the word stands that makes a line a total: before the line's first figure."""
    for n, cell in enumerate(line):
        if _word(cell) in _TOTALS | _SUBTOTALS:
            return n
        if cell is not None and quantity(cell.text) is not None:
            return None
    return None


def _added_up(lines: list[list[Cell | None]], n: int, label: int, read: Read) -> Iterator[Sum]:
    """The totals of line n, each with the figures before it in the same place of the other lines."""
    word = squash(_text(lines[n][label]))
    for at in range(label + 1, len(lines[n])):
        cell = lines[n][at]
        if cell is None or cell is lines[n][at - 1] or cell in (lines[n - 1][at] if n else None,):
            continue
        total = quantity(cell.text)
        if total is None or total.qualifier is not None or (total.unit == "%" and total.value != 100.0):
            continue
        if any(_RATE.search(squash(_text(line[at]))) for line in lines[:n]):
            continue
        addends = _addends(lines, n, at, label, read, subtotal=word in _SUBTOTALS - _TOTALS)
        if any(len(each) > 1 for each in addends):
            yield Sum(_value(cell, read) or 0.0, total.unit, addends, cell)


def _addends(
    lines: list[list[Cell | None]], n: int, at: int, label: int, read: Read, *, subtotal: bool
) -> tuple[tuple[float, ...], ...]:
    """The figures before line n up to the heading, without subtotals, of them alone, and since the last of them."""
    parts: list[float] = []
    subtotals: list[float] = []
    since: list[float] = []
    for m in range(n - 1, -1, -1):
        cell = lines[m][at]
        value = _value(cell, read)
        if value is None and not (cell is None or is_blank(cell.text)):
            break
        if value is None or (m and cell is lines[m - 1][at]):
            continue
        if _word_of(lines[m], label):
            subtotals.append(value)
            if subtotal:
                break
        else:
            parts.append(value)
            since += [] if subtotals else [value]
    return tuple(tuple(each) for each in (parts, subtotals, since) if each)


def _word_of(line: Sequence[Cell | None], label: int) -> bool:
    return any(_word(cell) in _TOTALS | _SUBTOTALS for cell in line[: label + 1])


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


def _value(cell: Cell | None, read: Read) -> float | None:
    if cell is None or not cell.lines:
        return None
    number = quantity(cell.text)
    # 20歳未満 heads a column.
    if number is None or number.qualifier is not None:
        return None
    piece = of_cell(cell)
    return read.get((sources("text", piece), piece.raw), number.value)
