"""Running text of a whole document -> the headings that only part a form, and the bars that begin its initiatives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import regex

from extract.model import Document, Line, Prose, Table
from normalize.columns import Grid
from normalize.family import Field
from normalize.text import split_enumerator, squash
from normalize.words.label import Label, label, leading
from normalize.wrap import Piece, joined, of_cell

_FEWEST = 2
"""Times that a label or a heading comes where it is the form's, not the words of one text."""
_LONGEST_NAME = 40
_NAMING = frozenset[Field](("name", "number", "departments"))
_COUNT = regex.compile(r"(?:取組|事業|施策)?[(（]?(?:\d{1,3}(?:[-.]\d{1,3})*|[①-⑳])[)）]?")


def part_headings(document: Document) -> frozenset[str]:
    """The headings between the tables of one form: 1 事業の概要, 2 実施結果.

    Each stands right above a table that names nothing; it comes again with the next form, or is a label itself.
    """
    said: dict[str, Field | None] = {}
    elsewhere: set[str] = set()
    over: defaultdict[str, list[Table]] = defaultdict(list)
    for line, below in _headings(document):
        word = squash(line.text)
        said[word] = part_field(line.text)
        if isinstance(below, Table):
            over[word].append(below)
        else:
            elsewhere.add(word)
    likely = (w for w in over if w not in elsewhere and (len(over[w]) >= _FEWEST or said[w] is not None))
    return frozenset(w for w in likely if not any(Grid(t).fields & _NAMING for t in over[w]))


def part_field(text: str) -> Field | None:
    """What the part of a form under a heading is about, if its words are a label.

    >>> part_field("２　実施結果（DO）"), part_field("３　その他")
    ('result', None)
    """
    number, rest = split_enumerator(text)
    said = label(rest) if number is not None else None
    return said.field if said is not None else None


def title_bar(table: Table) -> tuple[Piece | None, Piece, Label, Piece] | None:
    """The number, name, and labelled text of a bar that an initiative begins with: 1-1 | 窓口の改革 | 担当：市民課."""
    cells = [cell for cell in table.cells if cell.lines]
    if table.n_rows != 1 or not 2 <= len(cells) <= 3:
        return None
    *named, last = map(of_cell, cells)
    said = leading(joined(last))
    counts = [_COUNT.fullmatch(squash(piece.raw)) is not None for piece in named]
    name = joined(named[-1])
    if said is None or said[0].field != "departments" or any(label(piece.raw) for piece in named):
        return None
    if counts != [True, False][-len(named) :] or len(name) > _LONGEST_NAME or name[-1:] in "。、":
        return None
    number = named[0] if len(named) > 1 else None
    return number, named[-1], said[0], Piece((replace(last.lines[0], text=said[1]),), last.frames)


def _headings(document: Document) -> Iterator[tuple[Line, object]]:
    """The last line before each block, with the block; other lines of running text, with nothing."""
    for block, below in pairwise([*document.blocks, None]):
        if isinstance(block, Prose):
            yield from ((line, None) for line in block.lines[:-1])
            yield block.lines[-1], below
