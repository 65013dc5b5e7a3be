"""A document with a legend of its bars' colours -> the same, each bar with the word that its colour stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from extract.model import Cell, Document, Line, Span, Table
from normalize.text import squash
from normalize.words import look

_STAGES = ("stage", "direction", "grade")
"""Kinds of words that bars stand for: 準備, 拡充, 一部実施."""


def worded(document: Document) -> Document:
    """The document with the words of its bars, where a table says what each colour means: 準備 beside a grey bar."""
    said: defaultdict[int, Counter[str]] = defaultdict(Counter)
    lines: dict[str, tuple[Line, ...]] = {}
    for block in document.blocks:
        for colour, cell in _beside(block) if isinstance(block, Table) else ():
            said[colour][squash(cell.text)] += 1
            lines.setdefault(squash(cell.text), cell.lines)
    legend = {colour: lines[next(iter(words))] for colour, words in said.items() if len(words) == 1}
    if len(legend) < 2:
        return document
    return replace(
        document, blocks=tuple(_with_words(b, legend) if isinstance(b, Table) else b for b in document.blocks)
    )


def _beside(table: Table) -> Iterator[tuple[int, Cell]]:
    """The colours of bars, each with the word of a stage in the cell at its left or right."""
    at = {(cell.row, col): cell for cell in table.cells for col in range(cell.col, cell.col + cell.colspan)}
    for span in table.spans:
        cells = (at.get((span.row, col)) for col in (span.first - 1, span.last + 1))
        found = next((cell for cell in cells if cell is not None and look(cell.text).kind in _STAGES), None)
        if span.colour is not None and not span.lines and found is not None:
            yield span.colour, found


def _with_words(table: Table, legend: Mapping[int, tuple[Line, ...]]) -> Table:
    return replace(table, spans=tuple(_named(span, legend) for span in table.spans))


def _named(span: Span, legend: Mapping[int, tuple[Line, ...]]) -> Span:
    words = legend.get(span.colour) if span.colour is not None and not span.lines else None
    return span if words is None else replace(span, lines=tuple(replace(line, place=span.place) for line in words))
