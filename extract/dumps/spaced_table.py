"""A header and the lines below it, columns kept by spaces -> the rows of a table with its merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from extract.dumps.looks import width
from extract.dumps.spaced_cells import Box, Text, cells
from extract.dumps.spaced_columns import Bit, segments
from extract.dumps.spaced_groups import groups
from extract.dumps.spaced_part import Part
from extract.dumps.spaced_rows import begin_texts
from extract.dumps.spaced_sections import Section, sections_of
from extract.dumps.spaced_shape import Shape, shape_of
from extract.dumps.spaced_tree import Header
from extract.dumps.text_table import Numbered, extents
from extract.model import Table

_APART = 0.7
"""Share of the rows of several values in which a column has a text beside each, from which it has one a value."""
_SLACK = 1.5
"""Full-width characters that such a line may be shorter than the widest."""
_LONG = 8.0
"""Full-width characters of the shortest line that its column's width may have broken."""

_ENDS = "。．！？"


@dataclass(slots=True)
class Body:
    """The rows of a table."""

    boxes: list[Box] = field(default_factory=list[Box])
    count: int = 0


def read_body(header: Header, parts: Sequence[Part]) -> Body:
    """The rows of a table's parts, page by page; titles across the columns are rows of one cell."""
    plain = [row for part in parts for n, row in enumerate(part.rows) if n not in part.across]
    shape = shape_of(header, plain)
    sections = sections_of(shape, parts)
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


def _add_title(body: Body, line: Numbered, count: int) -> None:
    text = " ".join(piece.text for piece in segments(line))
    body.boxes.append(Box(body.count, 0, 1, count, (Text(line, text),)))
    body.count += 1


def _add_rows(body: Body, shape: Shape, section: Section, apart: set[int]) -> None:
    """Add the rows of a section."""
    tops: list[int] = []
    for (a, b), subs, runs in zip(pairwise(section.edges), section.subrows, section.runs, strict=True):
        tops.append(body.count)
        row = list(zip(section.lines[a:b], section.rows[a:b], strict=True))
        _add_row(body, shape, row, [n - a for n in subs], [n - a for n in runs], apart)
    tops.append(body.count)
    _add_coarse(body, shape, section, tops)


def _apart(shape: Shape, sections: Sequence[Section]) -> set[int]:
    """The columns with a cell for each line of values."""
    found = {*shape.values, *shape.beside, *(n for n, words in enumerate(shape.cycles) if words)}
    for column, name in enumerate(shape.fields):
        if column in found or column == shape.key or column in shape.coarse or name == "departments":
            continue
        told = list(_told_apart(sections, column))
        if told and sum(told) >= _APART * len(told):
            found.add(column)
    return found


def _told_apart(sections: Sequence[Section], column: int) -> Iterator[bool]:
    """For each row of several lines of values, whether a column has a text beside each."""
    texts = [[[bit.text for bit in row if bit.first == column] for row in section.rows] for section in sections]
    widest = max((width(text) for rows in texts for own in rows for text in own), default=0.0)
    for section, own in zip(sections, texts, strict=True):
        for end, runs in zip(section.edges[1:], section.runs, strict=True):
            if len(runs) > 1:
                yield _is_apart(own, [*runs, end], widest)


def _is_apart(texts: Sequence[Sequence[str]], edges: Sequence[int], widest: float) -> bool:
    """Whether a column has a text in each part of a row, none of which goes on in the next."""
    parts = [[text for own in texts[a:b] for text in own] for a, b in pairwise(edges)]
    return all(parts) and not any(
        width(part[-1]) >= max(_LONG, widest - _SLACK) and part[-1][-1:] not in _ENDS for part in parts[:-1]
    )


def _add_row(
    body: Body,
    shape: Shape,
    row: Sequence[tuple[Numbered, list[Bit]]],
    subs: Sequence[int],
    runs: Sequence[int],
    apart: set[int],
) -> None:
    """Add the cells of one row; the columns apart have a cell for each of its parts or runs of them, others one."""
    covered = set[tuple[int, int]]()
    for column in range(len(shape.fields)):
        if column in shape.coarse:
            continue
        begins = [0] if column not in apart else subs if column in shape.values or shape.cycles[column] else runs
        tops = [subs.index(first) if first else 0 for first in begins]
        said = [
            [(line, bit) for line, found in row[first:end] for bit in found if bit.first == column]
            for first, end in pairwise([*begins, len(row)])
        ]
        if column in shape.beside and not all(said):
            said = _in_order(said, shape.widest[column])
        for own, (top, foot) in zip(said, pairwise([*tops, len(subs)]), strict=True):
            if not own and (top, column) in covered:
                continue
            wide = max((bit.end - bit.first for _, bit in own), default=1)
            covered |= {(top, column + m) for m in range(1, wide)}
            lines = tuple(Text(line, bit.text) for line, bit in own)
            body.boxes.append(Box(body.count + top, column, foot - top, wide, lines))
    body.count += len(subs)


def _in_order(said: Sequence[list[tuple[Numbered, Bit]]], widest: float) -> Sequence[Sequence[tuple[Numbered, Bit]]]:
    """The lines of names by the parts of a row: as many names as parts are named in their order, wherever they stand.

    Names stand at the top of a tall row, one below the other, and their figures in the middle of each part.
    """
    lines = [each for own in said for each in own]
    fresh = begin_texts([{0: bit.text} for _, bit in lines], 0, widest)
    if fresh.sum() != len(said):
        return said
    edges = [*np.flatnonzero(fresh).tolist(), len(lines)]
    return [lines[first:end] for first, end in pairwise(edges)]


def _add_coarse(body: Body, shape: Shape, section: Section, tops: Sequence[int]) -> None:
    """Add the cells of policies, which span rows."""
    rows, edges = section.rows, section.edges
    feet = [max(n for n in range(a, b) if rows[n]) for a, b in pairwise(edges)]
    for column in shape.coarse:
        texts = [(n, bit.text) for n, row in enumerate(rows) for bit in row if bit.first == column]
        for first, end in groups(edges[:-1], feet, texts):
            own = tuple(Text(section.lines[n], text) for n, text in texts if edges[first] <= n < edges[end])
            body.boxes.append(Box(tops[first], column, tops[end] - tops[first], 1, own))
