"""The rows of a list as they were drawn -> the rows of each initiative, one below the other as they are printed.

Programs draw a cell that spans several rows with the first of them, or before the rest of the last. Which of the two,
the first and the last rows tell, the order of the header, and rows that would be nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.dumps.paths import Kind, Placed
from extract.dumps.tokens import Token

_HINT = 0.5
"""What the order of the header weighs against a row that would be nobody's."""


@dataclass(slots=True)
class Row:
    """A row as drawn: its tokens by column."""

    kind: Kind
    cells: dict[int, list[Token]] = field(default_factory=dict[int, list[Token]])


class Shape(NamedTuple):
    """Which columns hold the lines of further indicators, and which the levels of the policy system.

    header: whether labels over several columns are drawn before the labels left of them (None: there are none).
    """

    further: frozenset[int]
    policy: frozenset[int]
    width: int
    header: bool | None

    @property
    def around(self) -> bool:
        """Whether spanning cells stand on both sides of the others."""
        others = [n for n in range(self.width) if n not in self.further and n not in self.policy]
        return bool(self.further) and any(n > max(self.further) for n in others)


class Group(NamedTuple):
    """The rows of one initiative, from top to bottom; `sure`, where nothing speaks against it."""

    rows: tuple[Row, ...]
    sure: bool

    @property
    def lines(self) -> list[Row]:
        """The rows of which each is a line of figures; the spanning cells stand in the key row alone."""
        return [row for row in self.rows if row.kind != "spanning"] or list(self.rows)


def drawn_rows(tokens: Sequence[Token], placed: Sequence[Placed]) -> list[Row]:
    """The rows that tokens form."""
    rows: list[Row] = []
    for token, at in zip(tokens, placed, strict=True):
        if at.column < 0:
            continue
        if at.opens is not None:
            rows.append(Row(at.opens))
        rows[-1].cells.setdefault(at.column, []).append(token)
    return rows


def spans_last(parts: Sequence[Sequence[Row]], shape: Shape) -> bool:
    """Whether cells that span rows are drawn with the last of them; parts: rows between two bands."""
    last = sum(_left_over_if_last(part, shape) for part in parts)
    first = sum(_left_over_if_first(part, shape) for part in parts)
    if shape.header is not None:
        last, first = last + _HINT * (not shape.header), first + _HINT * shape.header
    return last < first


def _left_over_if_last(rows: Sequence[Row], shape: Shape) -> int:
    """Rows that make no sense where spanning cells are drawn with the last row: further lines behind all others."""
    kinds = [row.kind for row in rows]
    odd = 0
    for n, kind in enumerate(kinds):
        after = kinds[n + 1] if n + 1 < len(kinds) else None
        behind = kinds[max(n - 1, 0) : n] != ["spanning"]
        odd += kind == "spanning" and after != "further"
        odd += kind == "further" and behind and (after is None or (after == "whole" and shape.around))
    keyed = [row for row in rows if row.kind != "further"]
    return odd + sum(c not in keyed[-1].cells for c in shape.policy if keyed)


def _left_over_if_first(rows: Sequence[Row], shape: Shape) -> int:
    """Rows that make no sense where spanning cells are drawn with the first row: further lines before all others."""
    odd = sum(row.kind == "spanning" for row in rows) if shape.around else 0
    keyed = [row for row in rows if row.kind != "further"]
    before = bool(rows) and rows[0].kind == "further"
    return odd + before + sum(c not in keyed[0].cells for c in shape.policy if keyed)


def groups(rows: Sequence[Row], shape: Shape, *, last: bool) -> list[Group]:
    """The initiatives of the rows between two bands; `last`: spanning cells are drawn with the last of their rows."""
    found: list[list[Row]] = []
    waiting: list[Row] = []
    open_ = False
    doubtful = set[int]()
    for row in rows:
        if row.kind == "further" and found and (open_ or not last):
            found[-1].append(row)
            open_ = not last
        elif row.kind == "further":
            waiting.append(row)
        else:
            stray = last and shape.around and row.kind == "whole" and bool(waiting)
            if stray or (waiting and not last):
                doubtful.add(len(found))
            found.append([*waiting, row])
            waiting = []
            open_ = row.kind == "spanning" or not last
    if waiting and found:
        found[-1] += waiting
        doubtful.add(len(found) - 1)
    return [Group(tuple(rows), n not in doubtful) for n, rows in enumerate(found)]
