"""A header and the lines below it, columns kept by spaces -> the rows of a table with its merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extract.dumps.bands import rows_about
from extract.dumps.looks import look, width
from extract.dumps.spaced import Piece
from extract.dumps.spaced_cells import Box, Text, cells
from extract.dumps.spaced_columns import Bit, bits, column_starts, columns_of, segments
from extract.dumps.spaced_header import Header
from extract.dumps.spaced_rows import break_costs, cycle_costs, groups, split
from extract.dumps.spaced_shape import Shape, shape_of
from extract.dumps.text_table import Numbered, extents
from extract.dumps.words import levels, squash
from extract.model import Table

_APART = 0.7
"""Share of the rows of several values in which a column has a text beside each, from which it has one a value."""
_SLACK = 1.5
"""Full-width characters that such a line may be shorter than the widest."""
_LONG = 8.0
"""Full-width characters of the shortest line that its column's width may have broken."""
_WORDS = 3
"""Words set apart in a title that stands across a table's columns."""
_LONGEST_BAND = 44
"""Characters of the longest title that stands across a table's columns."""

_ENDS = "。．！？"


@dataclass(slots=True)
class Body:
    """The rows of a table."""

    boxes: list[Box] = field(default_factory=list[Box])
    count: int = 0


class Part(NamedTuple):
    """A table's lines on one page: their words by column, the positions of titles across the columns.

    outside: the lines below it that are not of the table.
    """

    lines: Sequence[Numbered]
    rows: Sequence[list[Bit]]
    across: Sequence[int]
    outside: Sequence[Numbered]


class _Section(NamedTuple):
    """Lines from one title to the next, the first line of each row, and those of the parts of each row.

    edges: the first line of each row, and the one after the last.
    """

    title: Numbered | None
    lines: Sequence[Numbered]
    rows: Sequence[list[Bit]]
    edges: list[int]
    subrows: list[list[int]]


def part_of(header: Header, lines: Sequence[Numbered], headed: bool = True) -> Part:
    """The lines of a page below a header; headed: the header stands on that page."""
    parts = [segments(line) for line in lines]
    titles = [n for n, part in enumerate(parts) if _is_title(part)]
    plain = [part for n, part in enumerate(parts) if n not in titles]
    starts = column_starts(columns_of(header.leaves, plain, headed), plain)
    rows = [bits(part, starts) if n not in titles else [] for n, part in enumerate(parts)]
    left = min((part[0].x0 for part in parts if part), default=0)
    across = [n for n, row in enumerate(rows) if n in titles or _is_across(row, parts[n], starts, left)]
    last = max((n for n, row in enumerate(rows) if row and n not in across), default=-1)
    if last > 2 and len(parts[last]) == 1 and not any(parts[last - 2 : last]):
        last = max((n for n in range(last) if rows[n] and n not in across), default=-1)
    outside = [line for line in lines[last + 1 :] if line.text.strip()]
    return Part(lines[: last + 1], rows[: last + 1], [n for n in across if n <= last], outside)


def read_body(header: Header, parts: Sequence[Part]) -> Body:
    """The rows of a table's parts, page by page; titles across the columns are rows of one cell."""
    plain = [row for part in parts for n, row in enumerate(part.rows) if n not in part.across]
    shape = shape_of(header, plain)
    sections = [section for n, part in enumerate(parts) for section in _sections(shape, part, goes_on=n > 0)]
    apart = _apart(shape, sections)
    body = Body()
    for section in sections:
        if section.title is not None:
            _add_title(body, section.title, len(header.leaves))
        _add_rows(body, shape, section, apart)
    return body


def table_of(header: Header, body: Body, printed: Sequence[Numbered]) -> Table:
    """The table of a header and its rows; printed: the lines of the header's page."""
    own = cells(header, body.boxes, printed)
    depth = max(node.depth for node in header.nodes)
    places = extents([line.place for cell in own for line in cell.lines])
    return Table(own, depth + body.count, len(header.leaves), places, confidence=0.6, flags=("drawn",))


def _sections(shape: Shape, part: Part, goes_on: bool) -> Iterator[_Section]:
    """The sections of a page; goes_on: a row may have begun on the page before."""
    for first, end in pairwise([-1, *part.across, len(part.lines)]):
        title = part.lines[first] if first >= 0 else None
        filled = [n for n in range(first + 1, end) if part.rows[n]]
        if not filled:
            if title is not None:
                yield _Section(title, (), (), [0], [])
            continue
        lines, rows = part.lines[filled[0] : filled[-1] + 1], part.rows[filled[0] : filled[-1] + 1]
        edges = [*_begins(shape, rows, goes_on and title is None), len(rows)]
        yield _Section(title, lines, rows, edges, [_subrows(shape, rows[a:b], a) for a, b in pairwise(edges)])


def _is_title(part: Sequence[Piece]) -> bool:
    """Whether a line is the title of a policy and nothing else: 基本目標１ …, set from the left."""
    text = " ".join(piece.text for piece in part)
    return 0 < len(part) <= 3 and len(text) <= _LONGEST_BAND and levels().match(squash(text)) is not None


def _is_across(row: Sequence[Bit], part: Sequence[Piece], starts: Sequence[int], left: int) -> bool:
    """Whether a line is one text that stands over columns, from the first on."""
    if not row or len(starts) < 3 or any(b.x0 - a.x1 > 1 for a, b in pairwise(part)):
        return False
    if part[0].x0 <= left + 1 and row[0].first == 0 and part[-1].x1 > starts[1] + 1:
        return look(part[0].text) != "ordinal" and len(part) <= _WORDS
    return len(row) == 1 and row[0].end - row[0].first > 3


def _add_title(body: Body, line: Numbered, count: int) -> None:
    text = " ".join(piece.text for piece in segments(line))
    body.boxes.append(Box(body.count, 0, 1, count, (Text(line, text),)))
    body.count += 1


def _add_rows(body: Body, shape: Shape, section: _Section, apart: set[int]) -> None:
    """Add the rows of a section."""
    tops: list[int] = []
    for (a, b), subs in zip(pairwise(section.edges), section.subrows, strict=True):
        tops.append(body.count)
        row = list(zip(section.lines[a:b], section.rows[a:b], strict=True))
        _add_row(body, shape, row, [n - a for n in subs], apart)
    tops.append(body.count)
    _add_coarse(body, shape, section, tops)


def _begins(shape: Shape, rows: Sequence[Sequence[Bit]], goes_on: bool) -> list[int]:
    """The first line of each row: one that has a key, or where that is an indicator, one line of values."""
    by_values = bool(shape.values) and shape.fields[shape.key] not in ("number", "name") and not any(shape.cycles)
    own = [n for n in range(len(shape.fields)) if n not in shape.coarse and n not in shape.values]
    filled = np.zeros((len(rows), len(own) + bool(shape.values)), dtype=bool)
    for n, row in enumerate(rows):
        for bit in row:
            if bit.first in own:
                filled[n, own.index(bit.first)] = True
            elif bit.first in shape.values:
                filled[n, -1] = True
    texts = [{bit.first: bit.text for bit in row} for row in rows]
    broken = [n for n in own if n != shape.key or not shape.numbered]
    breaks = break_costs(texts, broken, shape.widest, shape.prose) + cycle_costs(texts, shape.cycles)
    key = len(own) if by_values else own.index(shape.key)
    return split(filled, key, shape.numbered or by_values, breaks, goes_on)


def _subrows(shape: Shape, rows: Sequence[Sequence[Bit]], at: int) -> list[int]:
    """The first lines of the parts of a row that has several lines of values."""
    anchors = [n for n, row in enumerate(rows) if any(bit.first in shape.values for bit in row)]
    if len(anchors) < 2:
        return [at]
    texts = [{bit.first: bit.text for bit in row} for row in rows]
    begins = rows_about(
        [float(n) for n in anchors], list(break_costs(texts, shape.beside, shape.widest, shape.prose)[: len(rows)])
    )
    return [at, *(at + n for n in begins[1:])]


def _apart(shape: Shape, sections: Sequence[_Section]) -> set[int]:
    """The columns with a cell for each line of values."""
    several = [
        (section, subs, b)
        for section in sections
        for (_, b), subs in zip(pairwise(section.edges), section.subrows, strict=True)
        if len(subs) > 1
    ]
    found = {*shape.values, *shape.beside}
    for column, name in enumerate(shape.fields):
        if column in found or column == shape.key or column in shape.coarse or name == "departments" or not several:
            continue
        texts = [[[bit.text for bit in row if bit.first == column] for row in section.rows] for section in sections]
        widest = max((width(text) for rows in texts for own in rows for text in own), default=0.0)
        by_section = {id(section.rows): rows for section, rows in zip(sections, texts, strict=True)}
        whole = sum(_is_apart(by_section[id(section.rows)], [*subs, end], widest) for section, subs, end in several)
        if whole >= _APART * len(several):
            found.add(column)
    return found


def _is_apart(texts: Sequence[Sequence[str]], edges: Sequence[int], widest: float) -> bool:
    """Whether a column has a text in each part of a row, none of which goes on in the next."""
    parts = [[text for own in texts[a:b] for text in own] for a, b in pairwise(edges)]
    return all(parts) and not any(
        width(part[-1]) >= max(_LONG, widest - _SLACK) and part[-1][-1:] not in _ENDS for part in parts[:-1]
    )


def _add_row(
    body: Body, shape: Shape, row: Sequence[tuple[Numbered, list[Bit]]], subs: Sequence[int], apart: set[int]
) -> None:
    """Add the cells of one row; the columns apart have a cell for each of its parts, the others one."""
    edges = [*subs, len(row)]
    covered = set[tuple[int, int]]()
    for column in range(len(shape.fields)):
        if column in shape.coarse:
            continue
        tall = 1 if column in apart else len(subs)
        for n, (first, end) in enumerate(pairwise(edges) if column in apart else [(0, len(row))]):
            own = [(line, bit) for line, found in row[first:end] for bit in found if bit.first == column]
            if not own and (n, column) in covered:
                continue
            wide = max((bit.end - bit.first for _, bit in own), default=1)
            covered |= {(n, column + m) for m in range(1, wide)}
            lines = tuple(Text(line, bit.text) for line, bit in own)
            body.boxes.append(Box(body.count + n, column, tall, wide, lines))
    body.count += len(subs)


def _add_coarse(body: Body, shape: Shape, section: _Section, tops: Sequence[int]) -> None:
    """Add the cells of policies, which span rows."""
    rows, edges = section.rows, section.edges
    feet = [max(n for n in range(a, b) if rows[n]) for a, b in pairwise(edges)]
    for column in shape.coarse:
        texts = [(n, bit.text) for n, row in enumerate(rows) for bit in row if bit.first == column]
        for first, end in groups(edges[:-1], feet, texts):
            own = tuple(Text(section.lines[n], text) for n, text in texts if edges[first] <= n < edges[end])
            body.boxes.append(Box(tops[first], column, tops[end] - tops[first], 1, own))
