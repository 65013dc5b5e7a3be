"""The labels of a header in many orders -> what each order costs as the columns of the rows, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extract.dumps.columns import AFTER, NEVER, ROW, SUBROW, Column, Floats, missing, token_costs
from extract.dumps.tokens import Token


def order_costs(tokens: Sequence[Token], columns: Sequence[Column], orders: NDArray[np.intp]) -> Floats:
    """What it costs to read the tokens as rows of columns in each order.

    orders: one line an order, the indices of its columns from left to right; all of one length.
    """
    told = token_costs(tokens, columns)
    begin, tail, head = _moves(columns, orders)
    outside = told.looks[:, -1]
    begun = head + told.begin[0][orders] + told.looks[0][orders]
    going = np.full_like(begun, NEVER)
    out = np.full(len(orders), NEVER)
    for n in range(1, len(tokens)):
        inside = np.minimum(begun, going)
        reached = inside + told.leave[n][orders]
        out = np.minimum(out, (inside + tail).min(axis=1) + AFTER) + outside[n]
        looks = told.looks[n][orders]
        going = inside + told.stay[n][orders] + looks
        begun = (reached[:, :, None] + begin).min(axis=1) + told.begin[n][orders] + looks
    return np.minimum(out, (np.minimum(begun, going) + tail).min(axis=1))


def _moves(columns: Sequence[Column], orders: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
    """From one column to another, from a column to the end of its row, and from a row's beginning to a column."""
    each = missing(columns)[orders]
    count, k = each.shape
    upto = np.concatenate([np.zeros((count, 1)), np.cumsum(each, axis=1)], axis=1)
    head, tail = upto[:, :-1], upto[:, -1:] - upto[:, 1:]
    onward = head[:, None, :] - upto[:, 1:, None]
    back = tail[:, :, None] + head[:, None, :] + ROW
    rows, cols = np.arange(k)[:, None], np.arange(k)[None, :]
    begin = np.where(cols > rows, onward, back)
    sub = np.array([next((j for j, c in enumerate(order) if columns[c].field == "indicator"), 0) for order in orders])
    under = (sub > 0)[:, None, None] & (sub[:, None, None] <= cols) & (cols <= rows)
    again = SUBROW + tail[:, :, None] + (head - np.take_along_axis(upto, sub[:, None], axis=1))[:, None, :]
    return np.where(under, np.minimum(begin, again), begin), tail, head
