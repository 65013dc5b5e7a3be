"""A table without names whose rows bear the numbers of initiatives listed before -> a table for each of these.

Facing pages divide a list so, and lists of indicators behind a list of initiatives are drawn so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.model import Cell, Table
from normalize.columns import Grid, Header
from normalize.form import Form
from normalize.text import split_enumerator, squash
from normalize.wrap import joined

_KNOWN = 0.8
"""Share of the numbers that initiatives before bear."""
_FEWEST = 2


def by_number(grid: Grid, forms: Sequence[Form]) -> Iterator[tuple[Form | None, Table]]:
    """Each initiative with the rows of its number under their header, and the rows of none; nothing of other tables."""
    header = grid.header(0)
    columns = header.columns("number") if header is not None and not grid.fields & {"name", "departments"} else []
    if header is None or len(columns) != 1 or grid.table.spans:
        return
    keys = [cell for cell in grid.table.cells if cell.col == columns[0] and cell.row > header.last and cell.lines]
    owners = _owners(forms, [squash(cell.text) for cell in keys])
    if not owners:
        return
    starts = [header.last + 1, *(cell.row for cell in keys), grid.table.n_rows]
    for form, (start, end) in zip(
        [None, *(owners.get(squash(cell.text)) for cell in keys)], pairwise(starts), strict=True
    ):
        if start < end:
            yield form, _rows(grid.table, header, range(start, end))


def _owners(forms: Sequence[Form], keys: Sequence[str]) -> dict[str, Form]:
    """The initiative of each number: of the list just before, else of the whole document where none comes twice."""
    for near in (forms[-len(keys) :], forms) if len(keys) >= _FEWEST else ():
        numbers = [(_number(form), form) for form in near]
        found = {number: form for number, form in numbers if number}
        once = len(found) == sum(bool(number) for number, _ in numbers)
        if once and sum(key in found for key in keys) >= _KNOWN * len(keys):
            return found
    return {}


def _number(form: Form) -> str:
    return squash(joined(form.number) if form.number is not None else split_enumerator(joined(form.name))[0] or "")


def _moved(cell: Cell, rows: range, depth: int) -> Cell:
    return replace(cell, row=cell.row - rows.start + depth, rowspan=min(cell.rowspan, rows.stop - cell.row))


def _rows(table: Table, header: Header, rows: range) -> Table:
    """The header of a table over some of its rows."""
    depth = header.last + 1
    over = [cell for cell in table.cells if cell.row < depth]
    own = [cell for cell in table.cells if cell.row in rows]
    cells = [*over, *(_moved(cell, rows, depth) for cell in own)]
    return replace(table, cells=tuple(cells), n_rows=depth + len(rows))
