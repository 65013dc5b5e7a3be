"""Rules -> lattices: how large one may be."""

from __future__ import annotations

import numpy as np

from extract.grid import grids
from extract.rules import Rules


def test_a_lattice_of_three_thousand_rows() -> None:
    ys, xs = np.arange(0, 3001, dtype=np.float64) * 16, np.arange(0, 7, dtype=np.float64) * 80
    level = np.stack([ys, np.zeros(3001), np.full(3001, 480.0)], axis=1)
    upright = np.stack([xs, np.zeros(7), np.full(7, 48_000.0)], axis=1)
    (grid,) = grids(Rules(level, upright))
    assert len(grid.cells) == 3000 * 6
