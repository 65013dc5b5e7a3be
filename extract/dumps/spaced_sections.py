"""The words of a table's lines by column -> its sections: lines between titles, their rows, the parts of those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.dumps.bands import rows_about
from extract.dumps.spaced_columns import Bit
from extract.dumps.spaced_part import Part
from extract.dumps.spaced_rows import Align, alignment, begin_texts, break_costs, cycle_costs, split
from extract.dumps.spaced_shape import Shape
from extract.dumps.text_table import Numbered


class Section(NamedTuple):
    """Lines from one title to the next, the first line of each row, and those of the parts of each row.

    edges: the first line of each row, and the one after the last.  runs: the first lines of the parts of each row
    that the words begin which come again in every row: 計画 over 実績 for each of its indicators.
    """

    title: Numbered | None
    lines: Sequence[Numbered]
    rows: Sequence[list[Bit]]
    edges: list[int]
    subrows: list[list[int]]
    runs: list[list[int]]


class _Uncut(NamedTuple):
    """Lines that are not yet cut into rows: which columns have words on each, and what it costs to cut before it."""

    title: Numbered | None
    lines: Sequence[Numbered]
    rows: Sequence[list[Bit]]
    filled: NDArray[np.bool_]
    breaks: NDArray[np.float64]
    fresh: NDArray[np.bool_] | None
    """The lines on which a name begins, where names tell the rows."""
    goes_on: bool
    """The first lines may be the rest of a row on the page before."""


def sections_of(shape: Shape, parts: Sequence[Part]) -> list[Section]:
    """The sections of a table's parts; where texts stand in their rows is learnt from the rows found first."""
    uncut = [each for n, part in enumerate(parts) for each in _uncut(shape, part, goes_on=n > 0)]
    begins = [_begins(shape, each, ()) for each in uncut]
    aligned = alignment([row for each, own in zip(uncut, begins, strict=True) for row in _rows(each, own)])
    if any(aligned):
        begins = [_begins(shape, each, aligned) for each in uncut]
    return [_section(shape, each, own) for each, own in zip(uncut, begins, strict=True)]


def _uncut(shape: Shape, part: Part, goes_on: bool) -> Iterator[_Uncut]:
    """The lines of a page between titles; goes_on: a row may have begun on the page before."""
    for first, end in pairwise([-1, *part.across, len(part.lines)]):
        title = part.lines[first] if first >= 0 else None
        printed = [n for n in range(first + 1, end) if part.rows[n]]
        if title is None and not printed:
            continue
        inner = slice(printed[0], printed[-1] + 1) if printed else slice(0, 0)
        lines, rows = part.lines[inner], part.rows[inner]
        texts = [{bit.first: bit.text for bit in row} for row in rows]
        broken = [n for n in _own(shape) if n != shape.key or not shape.numbered]
        breaks = _breaks(shape, texts, broken) + cycle_costs(texts, shape.cycles)
        named = shape.fields[shape.key] == "name"
        fresh = begin_texts(texts, shape.key, shape.widest[shape.key]) if named else None
        yield _Uncut(title, lines, rows, _filled(shape, rows), breaks, fresh, goes_on and title is None)


def _begins(shape: Shape, lines: _Uncut, aligned: Sequence[Align | None]) -> list[int]:
    """The first line of each row: one that has a key, or where that is an indicator, one line of values."""
    by_values = bool(shape.values) and shape.fields[shape.key] not in ("number", "name") and not any(shape.cycles)
    key = len(_own(shape)) if by_values else _own(shape).index(shape.key)
    return split(lines.filled, key, shape.numbered or by_values, lines.breaks, lines.goes_on, aligned, lines.fresh)


def _rows(lines: _Uncut, begins: Sequence[int]) -> Iterator[NDArray[np.bool_]]:
    """Which columns have words on each line of each row."""
    yield from (lines.filled[a:b] for a, b in pairwise([*begins, len(lines.lines)]) if lines.filled[a:b].any())


def _section(shape: Shape, lines: _Uncut, begins: Sequence[int]) -> Section:
    """The section of lines with the first line of each row."""
    edges = [*begins, len(lines.lines)]
    subrows = [_subrows(shape, lines.rows[a:b], a) for a, b in pairwise(edges)]
    runs = [_runs(shape, lines.rows, subs, end) for subs, end in zip(subrows, edges[1:], strict=True)]
    return Section(lines.title, lines.lines, lines.rows, edges, subrows, runs)


def _own(shape: Shape) -> list[int]:
    """The columns of which a row has one cell each."""
    return [n for n in range(len(shape.fields)) if n not in shape.coarse and n not in shape.values]


def _filled(shape: Shape, rows: Sequence[Sequence[Bit]]) -> NDArray[np.bool_]:
    """Which columns have words on each line (first axis): those of a row's own, and any of values."""
    own = _own(shape)
    filled = np.zeros((len(rows), len(own) + bool(shape.values)), dtype=bool)
    for n, row in enumerate(rows):
        for bit in row:
            if bit.first in own:
                filled[n, own.index(bit.first)] = True
            elif bit.first in shape.values:
                filled[n, -1] = True
    return filled


def _breaks(shape: Shape, texts: Sequence[dict[int, str]], columns: Sequence[int]) -> NDArray[np.float64]:
    """What it costs to begin a row with each line, by the texts of some columns."""
    values = set(shape.values)
    valued = {(n, column) for n, row in enumerate(texts) if values & row.keys() for column in shape.beside}
    return break_costs(texts, columns, shape.widest, shape.prose, valued)


def _subrows(shape: Shape, rows: Sequence[Sequence[Bit]], at: int) -> list[int]:
    """The first lines of the parts of a row that has several lines of values."""
    anchors = [n for n, row in enumerate(rows) if any(bit.first in shape.values for bit in row)]
    if len(anchors) < 2:
        return [at]
    texts = [{bit.first: bit.text for bit in row} for row in rows]
    begins = rows_about([float(n) for n in anchors], list(_breaks(shape, texts, shape.beside)[: len(rows)]))
    return [at, *(at + n for n in begins[1:])]


def _runs(shape: Shape, rows: Sequence[Sequence[Bit]], subs: Sequence[int], end: int) -> list[int]:
    """The first lines of those parts of a row with which the words begin that come again in every row."""
    firsts = {(n, words[0]) for n, words in enumerate(shape.cycles) if words}
    if not firsts:
        return list(subs)
    named = [a for a, b in pairwise([*subs, end]) if any((x.first, x.text) in firsts for row in rows[a:b] for x in row)]
    return [subs[0], *(n for n in named if n != subs[0])]
