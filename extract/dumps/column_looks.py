"""The filled cells of a list -> what each look costs in each of its columns."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from extract.dumps.looks import LOOKS, look

_UNSEEN = 0.05
"""Share of a look not seen in a column."""


def look_of(text: str) -> int:
    """The number of a text's look, a column of the table of costs."""
    return LOOKS.index(look(text))


def look_costs(cells: Iterable[tuple[int, str]], width: int) -> NDArray[np.float64]:
    """The costs by column and look, of cells given by column and text: the rarer there, the dearer.

    >>> costs = look_costs([(0, "港の清掃"), (1, "1,200人"), (1, "95%")], 2)
    >>> bool(costs[1, look_of("80人")] < costs[0, look_of("80人")])
    True
    """
    seen = np.zeros((width, len(LOOKS)))
    for column, text in cells:
        seen[column, look_of(text)] += 1
    return -np.log((seen + _UNSEEN) / (seen.sum(axis=1, keepdims=True) + 1))
