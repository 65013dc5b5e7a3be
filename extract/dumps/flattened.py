"""Rows of a list that a converter ran together into one text -> their cells again.

A flattened row fills the columns that some other row of its list fills, with cells that look as those columns' do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.column_looks import look_costs, look_of
from extract.dumps.list_head import bodies, texts_of
from extract.dumps.looks import LOOKS
from extract.model import Block, Cell, Line, Prose, Table

_WORDS, _WORDS_A_CELL = range(4, 61), 3
"""Words of a line that may be a row; of each of its cells on average, at most."""
_MOST_MISSES = 20
"""Lines that are no rows after which no more are tried in a list, unless more than those were rows."""
_FEWEST_ROWS, _FEWEST_CELLS = 2, 3
"""Rows a list must have for another to be told by them; filled cells of such a row."""
_MOST_PATTERNS = 8
"""Patterns of filled columns that are tried: the commonest."""
_LONGEST_CELL = 12
"""Words of a cell at most."""
_JOIN, _DEAREST = 0.35, 1.5
"""Cost of a space within a cell; cost of a row, a cell, at most."""


class _Grid(NamedTuple):
    """What each look costs in each column of a list, and which columns its rows fill, the commonest first.

    named: a column holds names; else it may be the table of a card, below which another's heading stands.
    """

    costs: NDArray[np.float64]
    patterns: list[tuple[int, ...]]
    named: bool


def is_row_like(line: Line) -> bool:
    """Whether a line has the words of a row, and not those of a sentence."""
    return len(line.text.split()) in _WORDS


def unfolded(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the cells of flattened rows, also of those that stand below their list."""
    out: list[Prose | _Growing] = []
    for block in blocks:
        above = out[-1] if out else None
        if isinstance(block, Table):
            out.append(_Growing(_unfold(block)))
        elif not (isinstance(above, _Growing) and above.take(block)):
            out.append(block)
    return [block.whole() if isinstance(block, _Growing) else block for block in out]


def _unfold(table: Table) -> Table:
    """The table with the cells of its rows of one cell that are flattened ones."""
    first = {cell.row: cell for cell in reversed(table.cells) if cell.lines}
    filled = Counter(cell.row for cell in table.cells if cell.lines)
    single = {row: cell.lines[0] for row, cell in first.items() if filled[row] == 1 and len(cell.lines) == 1}
    single = {row: line for row, line in single.items() if is_row_like(line)}
    grid = _grid(table) if single else None
    if grid is None:
        return table
    found: dict[int, list[Cell]] = {}
    misses = 0
    for row, line in single.items():
        if misses > _MOST_MISSES:
            break
        found[row] = _cells(grid, line, row)
        misses += -1 if found[row] else 1
    new = [cell for cells in found.values() for cell in cells]
    kept = [cell for cell in table.cells if not found.get(cell.row)]
    return replace(table, cells=tuple(sorted([*kept, *new], key=lambda cell: (cell.row, cell.col))))


class _Growing:
    """A table, and the rows found below it."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._cells: list[list[Cell]] = []
        self._lines: list[Line] = []

    @cached_property
    def _grid(self) -> _Grid | None:
        grid = _grid(self._table)
        return grid if grid is not None and grid.named else None

    def take(self, below: Prose) -> bool:
        """Take the rows that a paragraph below holds; not where a line of it is none."""
        if self._grid is None or not all(map(is_row_like, below.lines)):
            return False
        first = self._table.n_rows + len(self._cells)
        rows = [_cells(self._grid, line, first + n) for n, line in enumerate(below.lines)]
        if all(rows):
            self._cells += rows
            self._lines += below.lines
        return all(rows)

    def whole(self) -> Table:
        """The table with these rows."""
        if not self._lines:
            return self._table
        cells = (*self._table.cells, *(cell for row in self._cells for cell in row))
        places = (*self._table.places, *(line.place for line in self._lines))
        return replace(self._table, cells=cells, n_rows=self._table.n_rows + len(self._cells), places=places)


def _grid(table: Table) -> _Grid | None:
    """The columns of a list of enough rows; None of another table."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.lines and cell.colspan == 1:
            rows.setdefault(cell.row, []).append(cell)
    whole = [cells for cells in rows.values() if len(cells) >= _FEWEST_CELLS]
    head, _ = next(bodies(texts_of(table)), (None, None))
    if head is None or len(whole) < _FEWEST_ROWS:
        return None
    costs = look_costs(((cell.col, cell.text) for cells in whole for cell in cells), table.n_cols)
    never = np.full((table.n_cols, 1), np.inf)
    patterns = Counter(tuple(cell.col for cell in cells) for cells in whole)
    return _Grid(
        np.hstack([costs, never]),
        [pattern for pattern, _ in patterns.most_common(_MOST_PATTERNS)],
        "name" in head.fields,
    )


def _cells(grid: _Grid, line: Line, row: int) -> list[Cell]:
    """The cells of a line as a row of the list; none where it is no such row."""
    words = line.text.split()
    patterns = [pattern for pattern in grid.patterns if len(pattern) <= len(words) <= _WORDS_A_CELL * len(pattern)]
    if not patterns:
        return []
    looks = _looks(words)
    read = [(*_fit(grid, looks, pattern), pattern) for pattern in patterns]
    cost, ends, pattern = min(read)
    if cost > _DEAREST * len(pattern):
        return []
    texts = {c: " ".join(words[a:b]) for c, a, b in zip(pattern, [0, *ends], ends, strict=False)}
    lines = {c: (replace(line, text=text, flags=(*line.flags, "flattened")),) for c, text in texts.items()}
    return [Cell(row, column, 1, 1, lines.get(column, ()), (line.place,)) for column in range(len(grid.costs))]


def _looks(words: Sequence[str]) -> NDArray[np.intp]:
    """How the words from one (a row) up to before another (a column) look as one text; the last look: too many."""
    n = len(words)
    looks = np.full((n + 1, n + 1), len(LOOKS), dtype=np.intp)
    for start in range(n):
        for end in range(start + 1, min(start + _LONGEST_CELL, n) + 1):
            looks[start, end] = look_of(" ".join(words[start:end]))
    return looks


def _fit(grid: _Grid, looks: NDArray[np.intp], pattern: tuple[int, ...]) -> tuple[float, list[int]]:
    """The cheapest way to cut words into the cells of a pattern: its cost, and before which word each cell ends."""
    n = len(looks) - 1
    joins = _JOIN * np.maximum(np.arange(n + 1)[None, :] - np.arange(n + 1)[:, None] - 1, 0)
    best = np.full(n + 1, np.inf)
    best[0] = 0.0
    begun: list[NDArray[np.intp]] = []
    for column in pattern:
        ways = best[:, None] + grid.costs[column][looks] + joins
        begun.append(ways.argmin(axis=0))
        best = ways.min(axis=0)
    ends = [n]
    for starts in reversed(begun[1:]):
        ends.append(int(starts[ends[-1]]))
    return float(best[n]), ends[::-1]
