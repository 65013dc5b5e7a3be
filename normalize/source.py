"""Printed lines -> the places a row quotes: one a page, or a run of a dump's lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce

from extract.model import Box, Line
from normalize.record import Source
from normalize.text import squash
from normalize.wrap import Piece


def sources(name: str, piece: Piece) -> tuple[Source, ...]:
    """The places of a field's lines, in page order."""
    if len(piece.lines) == 1:
        return (_source(name, piece.lines[0].place.page, piece.lines),)
    pages: defaultdict[int, list[Line]] = defaultdict(list)
    for line in piece.lines:
        pages[line.place.page].append(line)
    return tuple(_source(name, page, lines) for page, lines in pages.items())


def _source(name: str, page: int, lines: Sequence[Line]) -> Source:
    boxes = [line.place.box for line in lines if line.place.box is not None]
    if boxes:
        return Source(name, page, *reduce(Box.union, boxes))
    runs = [line.place.lines for line in lines if line.place.lines is not None]
    first, last = min((r[0] for r in runs), default=None), max((r[1] for r in runs), default=None)
    return Source(name, page, line_first=first, line_last=last)


def naming(piece: Piece, *words: str) -> Piece:
    """The lines of a piece that print some words: the place of a figure inside prose."""
    wanted = [squash(w) for w in words]
    lines = tuple(line for line in piece.lines if any(w in squash(line.text) or squash(line.text) in w for w in wanted))
    return Piece(lines, piece.frames) if lines else piece
