"""Rows of a list that leave out the cells merged from above -> the same with blanks, by how its columns look.

Converters that know no merged cells print one where it begins, and the rows below without it, shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.dumps.column_looks import look_costs, look_of
from extract.dumps.list_head import VALUES, Texts, bodies, head_at
from extract.dumps.looks import ROWS, sort_of
from extract.dumps.looks import cost as fit
from extract.dumps.text_table import Lines, Row
from extract.dumps.words import heads

_FEWEST_WHOLE, _FEWEST_CELLS = 2, 2
"""Rows of full length that tell how columns look; cells of a row that may be moved."""
_TOLD_BY = 12
"""Rows by which the place of a second header row's labels is told."""
_NO_GROUP = 2.0
"""What it costs, a row, that labels stand below one that says nothing of years or figures."""
_LEADING, _GAP = 0.2, 0.8
"""What columns left out before the first cell cost, and between two; behind the last they cost nothing."""
_WORSE = 2.0
"""How much more cells cost in their columns as printed than in those they look like, where they are moved."""


def filled_up(rows: Sequence[Row]) -> list[Row]:
    """The rows, those shorter than their list with blanks for the columns they leave out, flagged `gap`."""
    width = max((len(row.cells) for row in rows), default=0)
    if len(rows) < _FEWEST_WHOLE + 1 or all(len(row.cells) == width for row in rows):
        return list(rows)
    out = _under_groups(rows, width)
    texts = _texts(out)
    for _, body in bodies([text + [""] * (width - len(text)) for text in texts]):
        short = [n for n in body if _FEWEST_CELLS <= len(texts[n]) < width and all(texts[n])]
        whole = [texts[n] for n in body if len(texts[n]) == width]
        if not short or len(whole) < _FEWEST_WHOLE:
            continue
        columns = _Columns(whole)
        for n in short:
            found = columns.of(tuple(look_of(text) for text in texts[n]))
            if found is not None:
                out[n] = _moved(rows[n], found, width)
    return out


def _under_groups(rows: Sequence[Row], width: int) -> list[Row]:
    """The rows, the labels of a second header row moved below the label they divide: that under which they fit best."""
    upper, lower, *below = _texts(rows[:_TOLD_BY])
    whole = [row for row in below if len(row) == width]
    divided = 1 < len(lower) < width and len(upper) + len(lower) == width + 1 and all(upper) and all(lower)
    if not divided or not whole or head_at([upper], 0) is None:
        return list(rows)

    def cost(at: int) -> float:
        labels = [*upper[:at], *lower, *upper[at + 1 :]]
        sorts = [sort_of(found.field, text) if (found := heads(text)) else "" for text in labels]
        over = heads(upper[at])
        none = 0.0 if over is not None and over.field in (*VALUES, *ROWS) else _NO_GROUP * len(whole)
        return none + sum(
            fit(sort, text) for row in whole for sort, text in zip(sorts, row, strict=True) if sort and text
        )

    at = min(range(len(upper)), key=cost)
    blank: Lines = ()
    first, second = rows[0].cells, rows[1].cells
    over = [*first[: at + 1], *[blank] * (len(lower) - 1), *first[at + 1 :]]
    under = [*[blank] * at, *second, *[blank] * (len(upper) - at - 1)]
    return [rows[0]._replace(cells=over), rows[1]._replace(cells=under), *rows[2:]]


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    return [["\n".join(line.text for line in cell) for cell in row.cells] for row in rows]


def _moved(row: Row, columns: Iterable[int], width: int) -> Row:
    cells: list[Lines] = [()] * width
    for cell, column in zip(row.cells, columns, strict=True):
        cells[column] = tuple(replace(line, flags=(*line.flags, "gap")) for line in cell)
    return row._replace(cells=cells)


class _Columns:
    """What each look costs in each column of a list."""

    def __init__(self, whole: Texts) -> None:
        filled = ((column, text) for row in whole for column, text in enumerate(row) if text)
        self._costs = look_costs(filled, len(whole[0]))
        self._known: dict[tuple[int, ...], tuple[int, ...] | None] = {}

    def of(self, looks: tuple[int, ...]) -> tuple[int, ...] | None:
        """The columns of cells that look so; None where they stand where they were printed."""
        if looks not in self._known:
            self._known[looks] = self._find(looks)
        return self._known[looks]

    def _find(self, looks: tuple[int, ...]) -> tuple[int, ...] | None:
        width, last = len(self._costs), len(looks) - 1
        best = self._costs[:, looks[0]] + _LEADING * (np.arange(width) > 0)
        came: list[NDArray[np.intp]] = []
        steps = np.arange(width)[None, :] - np.arange(width)[:, None]
        between = np.where(steps < 1, np.inf, _GAP * (steps > 1))
        for each in looks[1:]:
            ways = best[:, None] + between
            came.append(ways.argmin(axis=0))
            best = ways.min(axis=0) + self._costs[:, each]
        printed = float(sum(self._costs[n, each] for n, each in enumerate(looks)))
        if not best.min() + _WORSE < printed:
            return None
        columns = [int(best.argmin())]
        for n in range(last, 0, -1):
            columns.append(int(came[n - 1][columns[-1]]))
        return tuple(columns[::-1])
