"""Cells and the rows they may stand in -> the cheapest one-to-one assignment; the only file that imports SciPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def assign(costs: Sequence[Sequence[float]] | NDArray[np.float64]) -> tuple[list[int], float]:
    """The row of each cell (-1 where there are more cells than rows), and what that costs.

    costs: one line a cell, one column a row.

    >>> assign([[4, 1], [2, 0]])
    ([1, 0], 3.0)
    """
    if not len(costs) or not len(costs[0]):
        return [-1] * len(costs), 0.0
    from scipy.optimize import linear_sum_assignment

    table = np.asarray(costs, dtype=np.float64)
    cells, rows = linear_sum_assignment(table)
    found = [-1] * len(costs)
    for cell, row in zip(cells.tolist(), rows.tolist(), strict=True):
        found[cell] = row
    return found, float(table[cells, rows].sum())
