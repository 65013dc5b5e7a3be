"""A header and the lines below it, columns kept by spaces -> the rows of a table with its merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extract.dumps.bands import rows_about
from extract.dumps.items import mark_at
from extract.dumps.looks import FIGURES, TEXTS, look, width
from extract.dumps.spaced import Piece
from extract.dumps.spaced_columns import Bit, bits, column_starts, segments
from extract.dumps.spaced_header import Header, Node
from extract.dumps.spaced_rows import break_costs, groups, split
from extract.dumps.text_table import Numbered
from extract.dumps.words import levels, marks, squash
from extract.model import Cell, Line, Place

_VALUED = 0.6
"""Share of a column's words that are figures or stages, from which it is a column of values."""
_APART = 0.7
"""Share of the rows of several values in which a column has a text beside each, from which it has one a value."""
_FIGURES = frozenset(("year", "target", "baseline", "rate", "goal", "result", "schedule", "budget"))
"""Fields whose columns may hold values."""
_VALUES = frozenset(("value", "stage", "ordinal"))
"""Looks of values."""
_SLACK = 1.5
"""Full-width characters that a line broken by the width may be shorter than the widest of its column."""
_LONGEST_BAND = 44
"""Characters of the longest title that stands across a table's columns."""
_ENDS = "。．！？"
_OPENS = "（(「『〔［["
_CLOSES = "）)」』〕］]、，・"


class Text(NamedTuple):
    """The words of one line in a cell."""

    line: Numbered
    text: str


class Box(NamedTuple):
    """A cell of a table: its rows and columns, its lines."""

    row: int
    col: int
    rows: int
    cols: int
    lines: tuple[Text, ...]


@dataclass(slots=True)
class Body:
    """The rows of one page's part of a table, and the lines around it that are not of it."""

    boxes: list[Box] = field(default_factory=list[Box])
    count: int = 0
    outside: list[Numbered] = field(default_factory=list[Numbered])


class _Shape(NamedTuple):
    """What the columns of a table hold: the one that tells its rows, policies, values."""

    fields: list[str | None]
    key: int
    numbered: bool
    coarse: list[int]
    values: list[int]


def read_body(header: Header, lines: Sequence[Numbered]) -> Body:
    """The rows of the lines below a header; titles across the columns are rows of one cell."""
    body = Body()
    parts = [segments(line) for line in lines]
    titles = [n for n, part in enumerate(parts) if _is_title(part)]
    plain = [part for n, part in enumerate(parts) if n not in titles]
    starts = column_starts(header.leaves, plain)
    rows = [bits(part, starts) if n not in titles else [] for n, part in enumerate(parts)]
    across = [n for n, row in enumerate(rows) if n in titles or _is_across(row, parts[n], starts)]
    shape = _shape(header, [row for n, row in enumerate(rows) if n not in across])
    last = max((n for n, row in enumerate(rows) if row and n not in across), default=-1)
    body.outside = [line for line in lines[last + 1 :] if line.text.strip()]
    for first, end in pairwise([-1, *(n for n in across if n <= last), last + 1]):
        if first >= 0:
            _add_title(body, lines[first], len(starts))
        _add_rows(body, shape, lines[first + 1 : end], rows[first + 1 : end])
    return body


def _is_title(part: Sequence[Piece]) -> bool:
    """Whether a line is the title of a policy and nothing else: 基本目標１ …, set from the left."""
    text = " ".join(piece.text for piece in part)
    return 0 < len(part) <= 3 and len(text) <= _LONGEST_BAND and levels().match(squash(text)) is not None


def _is_across(row: Sequence[Bit], part: Sequence[object], starts: Sequence[int]) -> bool:
    """Whether a line is one text that stands over columns from the first on."""
    if len(row) != 1 or row[0].end - row[0].first < 2 or len(starts) < 3:
        return False
    return row[0].first == 0 or len(part) == 1 and row[0].end - row[0].first > 3


def _shape(header: Header, rows: Sequence[Sequence[Bit]]) -> _Shape:
    fields = header.fields
    held: list[list[str]] = [[] for _ in fields]
    for row in rows:
        for bit in row:
            held[bit.first].append(bit.text)
    key = next(
        (n for name in ("number", "name", "indicator") for n, found in enumerate(fields) if found == name and held[n]), 0
    )
    coarse = [n for n in range(key) if fields[n] in ("policy", None) or (fields[n] == "name" and fields[key] != "name")]
    values = [
        n
        for n, found in enumerate(fields)
        if found in _FIGURES
        and held[n]
        and sum(look(text) in _VALUES for text in held[n]) >= _VALUED * len(held[n])
    ]
    return _Shape(fields, key, fields[key] == "number", [n for n in coarse if held[n]], values)


def _add_title(body: Body, line: Numbered, count: int) -> None:
    text = " ".join(piece.text for piece in segments(line))
    body.boxes.append(Box(body.count, 0, 1, count, (Text(line, text),)))
    body.count += 1


def _add_rows(body: Body, shape: _Shape, lines: Sequence[Numbered], rows: Sequence[list[Bit]]) -> None:
    """Add the rows of some lines without a title among them."""
    first = next((n for n, row in enumerate(rows) if row), None)
    if first is None:
        return
    last = max(n for n, row in enumerate(rows) if row)
    lines, rows = lines[first : last + 1], rows[first : last + 1]
    begins = _begins(shape, rows)
    edges = [*begins, len(rows)]
    subrows = [_subrows(shape, rows[a:b], a) for a, b in pairwise(edges)]
    apart = _apart(shape, rows, edges, subrows)
    tops: list[int] = []
    for (a, b), subs in zip(pairwise(edges), subrows, strict=True):
        tops.append(body.count)
        _add_row(body, shape, list(zip(lines[a:b], rows[a:b], strict=True)), [n - a for n in subs], apart)
    tops.append(body.count)
    _add_coarse(body, shape, lines, rows, edges, tops)


def _begins(shape: _Shape, rows: Sequence[Sequence[Bit]]) -> list[int]:
    count = len(shape.fields)
    pooled = [n for n in range(count) if n not in shape.coarse and n not in shape.values and n != shape.key]
    own = [shape.key, *pooled]
    filled = np.zeros((len(rows), len(own) + bool(shape.values)), dtype=bool)
    for n, row in enumerate(rows):
        for bit in row:
            if bit.first in own:
                filled[n, own.index(bit.first)] = True
            elif bit.first in shape.values:
                filled[n, -1] = True
    texts = [{bit.first: bit.text for bit in row} for row in rows]
    return split(filled, 0, shape.numbered, break_costs(texts, [n for n in own if n != shape.key or not shape.numbered]))


def _subrows(shape: _Shape, rows: Sequence[Sequence[Bit]], at: int) -> list[int]:
    """The first lines of the parts of a row that has several lines of values."""
    anchors = [n for n, row in enumerate(rows) if any(bit.first in shape.values for bit in row)]
    if len(anchors) < 2:
        return [at]
    beside = [n for n, found in enumerate(shape.fields) if found == "indicator" and n != shape.key]
    texts = [{bit.first: bit.text for bit in row} for row in rows]
    begins = rows_about([float(n) for n in anchors], list(break_costs(texts, beside)[: len(rows)]))
    return [at, *(at + n for n in begins[1:])]


def _apart(
    shape: _Shape, rows: Sequence[Sequence[Bit]], edges: Sequence[int], subrows: Sequence[Sequence[int]]
) -> set[int]:
    """The columns with a cell for each line of values."""
    several = [(subs, b) for (_, b), subs in zip(pairwise(edges), subrows, strict=True) if len(subs) > 1]
    found = {n for n in shape.values}
    for column, name in enumerate(shape.fields):
        if name == "indicator" and column != shape.key:
            found.add(column)
        if column in found or column == shape.key or column in shape.coarse or name == "departments" or not several:
            continue
        whole = sum(
            all(any(bit.first == column for row in rows[x:y] for bit in row) for x, y in pairwise([*subs, end]))
            for subs, end in several
        )
        if whole >= _APART * len(several):
            found.add(column)
    return found


def _add_row(
    body: Body, shape: _Shape, row: Sequence[tuple[Numbered, list[Bit]]], subs: Sequence[int], apart: set[int]
) -> None:
    """Add the cells of one row; the columns apart have a cell for each of its parts, the others one."""
    edges = [*subs, len(row)]
    for column in range(len(shape.fields)):
        if column in shape.coarse:
            continue
        spans = list(pairwise(edges)) if column in apart else [(0, len(row))]
        top = body.count
        for first, end in spans:
            own = [(line, bit) for line, bits_ in row[first:end] for bit in bits_ if bit.first == column]
            cols = max((bit.end - bit.first for _, bit in own), default=1)
            tall = 1 if column in apart else len(subs)
            body.boxes.append(Box(top, column, tall, cols, tuple(Text(line, bit.text) for line, bit in own)))
            top += tall
    body.count += len(subs)


def _add_coarse(
    body: Body,
    shape: _Shape,
    lines: Sequence[Numbered],
    rows: Sequence[Sequence[Bit]],
    edges: Sequence[int],
    tops: Sequence[int],
) -> None:
    """Add the cells of policies, which span rows."""
    feet = [max(n for n in range(a, b) if rows[n]) for a, b in pairwise(edges)]
    for column in shape.coarse:
        texts = [(n, bit.text) for n, row in enumerate(rows) for bit in row if bit.first == column]
        for first, end in groups(edges[:-1], feet, texts):
            own = tuple(Text(lines[n], text) for n, text in texts if edges[first] <= n < edges[end])
            body.boxes.append(Box(tops[first], column, tops[end] - tops[first], 1, own))


def cells(header: Header, boxes: Sequence[Box], printed: Sequence[Numbered]) -> tuple[Cell, ...]:
    """The cells of a table with its header above its rows; printed: the lines of the header's page."""
    depth = max(node.depth for node in header.nodes)
    found: list[Cell] = []
    column = 0
    for node in header.nodes:
        column = _head(node, 0, column, depth, printed, found)
    widest = _widths(boxes, len(header.fields))
    for box in boxes:
        lines = tuple(_lines(box.lines, widest[box.col], header.fields[box.col]))
        found.append(Cell(box.row + depth, box.col, box.rows, box.cols, lines, tuple(x.place for x in lines[:1])))
    return tuple(sorted(found, key=lambda cell: (cell.row, cell.col)))


def _head(node: Node, row: int, column: int, depth: int, printed: Sequence[Numbered], found: list[Cell]) -> int:
    """Add a heading and those under it; the column after its last."""
    end = column
    for child in node.under:
        end = _head(child, row + 1, end, depth, printed, found)
    end = max(end, column + 1)
    lines = tuple(Line(piece.text, printed[n].place) for n, piece in node.own)
    tall = 1 if node.under else depth - row
    found.append(Cell(row, column, tall, end - column, lines, tuple(x.place for x in lines[:1]), filled=True))
    return end


def _widths(boxes: Sequence[Box], count: int) -> list[float]:
    """The widest line of each column."""
    widest = [0.0] * count
    for box in boxes:
        if box.cols == 1:
            widest[box.col] = max([widest[box.col], *(width(text.text) for text in box.lines)])
    return widest


def _lines(texts: Sequence[Text], widest: float, name: str | None) -> list[Line]:
    """The lines of a cell, those that the width broke put together."""
    out: list[Line] = []
    before = ""
    for line, text in texts:
        if out and _goes_on(before, text, widest, name):
            whole = out[-1]
            assert whole.place.lines is not None
            gap = " " if before[-1:].isascii() and before[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha() else ""
            place = Place(whole.place.page, None, (whole.place.lines[0], line.number))
            out[-1] = Line(whole.text + gap + text, place)
        else:
            out.append(Line(text, line.place))
        before = text
    return out


def _goes_on(before: str, text: str, widest: float, name: str | None) -> bool:
    """Whether a line goes on with the one before it."""
    if marks(text) or marks(before) or text[:1] in "＜【〈［■◆●○□・※":
        return False
    full = width(before) >= widest - _SLACK
    if before[-1:] in _ENDS or mark_at(squash(text)) is not None:
        return full and mark_at(squash(text)) is None and name not in TEXTS
    if text[:1] in _OPENS and name in ("indicator", "name", None):
        return True
    return full or before[-1:] in _CLOSES[-3:] or (name in TEXTS and FIGURES.fullmatch(squash(text)) is None)
