"""Text dumps read as the pipeline reads them: with the words that normalize knows."""

from __future__ import annotations

from extract.dump import read_dump
from extract.model import Document
from normalize.family import printed_words


def dump(source: str, data: bytes) -> Document:
    return read_dump(source, data, printed_words())
