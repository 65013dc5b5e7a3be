"""Tokens outside tables -> paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.dumps.tokens import Token
from extract.dumps.unwrap import unwrapped
from extract.model import Prose


def prose_blocks(found: Sequence[Token], measure: float) -> Iterator[Prose]:
    """Paragraphs of the lines outside tables."""
    for line in unwrapped(found, measure):
        yield Prose((line,))
