"""Text dumps read as the pipeline reads them: with the words that normalize knows."""

from __future__ import annotations

from collections.abc import Iterator

from extract.dump import read_dump
from extract.model import Document, Line, Table
from normalize.family import printed_words


def dump(source: str, data: bytes) -> Document:
    return read_dump(source, data, printed_words())


def all_lines(document: Document) -> Iterator[Line]:
    yield from document.furniture
    for block in document.blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                yield from cell.lines
        else:
            yield from block.lines
