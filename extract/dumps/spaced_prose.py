"""Lines that keep columns by spaces, outside tables -> paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.dumps.spaced import pieces
from extract.dumps.text_table import Numbered
from extract.dumps.tokens import Token
from extract.dumps.unwrap import unwrapped
from extract.model import Prose


def prose_of(lines: Sequence[Numbered], measure: float) -> Iterator[Prose]:
    """The lines outside tables, one paragraph each."""
    found: list[Token] = []
    gap = True
    for line in lines:
        if text := " ".join(piece.text for piece in pieces(line)):
            found.append(Token(text, line, None, gap))
        gap = not text
    for line in unwrapped(found, measure):
        yield Prose((line,))
