"""A document with a legend of its bars' colours -> the same, each bar with the word that its colour stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from extract.model import Cell, Document, Line, Span, Table
from normalize.text import squash
from normalize.words import look

_STAGES = ("stage", "direction", "grade")
"""Kinds of words that bars stand for: 準備, 拡充, 一部実施."""


def worded(document: Document) -> Document:
    """The document with the words of its bars, where a table says what each colour means: 準備 beside a grey bar."""
    tables = [block for block in document.blocks if isinstance(block, Table) and block.spans]
    # 準備 ▇ 実施 ▇: the words stand on one side of all bars, and only on that side has each bar a word.
    less, legend = sorted((_legend(tables, side) for side in (-1, 1)), key=len)
    if len(legend) < 2 or len(less) == len(legend):
        return document
    blocks = (_with_words(block, legend) if isinstance(block, Table) else block for block in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _legend(tables: list[Table], side: int) -> dict[int, tuple[Line, ...]]:
    """Colour -> the lines of the word that stands at one side of every bar of it."""
    said: defaultdict[int, dict[str, tuple[Line, ...]]] = defaultdict(dict)
    for table in tables:
        for colour, cell in _beside(table, side):
            said[colour].setdefault(squash(cell.text), cell.lines)
    return {colour: next(iter(words.values())) for colour, words in said.items() if len(words) == 1}


def _beside(table: Table, side: int) -> Iterator[tuple[int, Cell]]:
    """The colours of bars, each with the word of a stage in the cell at its left (-1) or right."""
    at = {(cell.row, col): cell for cell in table.cells for col in range(cell.col, cell.col + cell.colspan)}
    for span in table.spans:
        found = at.get((span.row, span.first - 1 if side < 0 else span.last + 1))
        if span.colour is not None and not span.lines and found is not None and look(found.text).kind in _STAGES:
            yield span.colour, found


def _with_words(table: Table, legend: Mapping[int, tuple[Line, ...]]) -> Table:
    return replace(table, spans=tuple(_named(span, legend) for span in table.spans))


def _named(span: Span, legend: Mapping[int, tuple[Line, ...]]) -> Span:
    words = legend.get(span.colour) if span.colour is not None and not span.lines else None
    return span if words is None else replace(span, lines=words)
