"""The lines of a dump in drawn order -> blocks: tables known by their headings, and the prose between them.

A PDF's text taken out as it was drawn (PyMuPDF's get_text, pdftotext -raw) has a cell or a line of one on each line,
and no sign of where a table begins. What heads cells tells: a heading with its value, or a row of headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.dumps.boxed import boxed_blocks
from extract.dumps.cards import card_blocks
from extract.dumps.dated import dated
from extract.dumps.lists import find_list, list_blocks
from extract.dumps.prose import prose_blocks
from extract.dumps.rowwise import find_rows, read_rows
from extract.dumps.shuffled import shuffled_blocks
from extract.dumps.spaced import is_spaced, without_running_heads
from extract.dumps.spaced_cards import card_tokens
from extract.dumps.spaced_header import pages_of
from extract.dumps.spaced_list import list_blocks as spaced_blocks
from extract.dumps.spaced_sheets import is_sheets, sheet_blocks
from extract.dumps.text_table import Numbered
from extract.dumps.tokens import tokens
from extract.dumps.unwrap import text_width
from extract.model import Block


def drawn_blocks(lines: Sequence[Numbered]) -> Iterator[Block]:
    """The blocks of lines in drawn order, or of lines that keep columns by spaces."""
    spaced = is_spaced(lines)
    lines = without_running_heads(lines) if spaced else lines
    pages = pages_of(lines) if spaced else []
    listed = spaced_blocks(pages) if spaced else None
    if listed is not None or (spaced and is_sheets(pages)):
        yield from sheet_blocks(pages) if listed is None else listed
        return
    found = list(card_tokens([line for page in pages for line in page.lines]) if spaced else tokens(lines))
    measure = text_width(token.text for token in found)
    boxes = None if spaced else boxed_blocks(found, measure)
    if boxes is not None:
        yield from boxes
        return
    known = find_list(found)
    whole = dated(found)
    by_rows = None if spaced else find_rows(whole)
    if by_rows is not None:
        table, left = read_rows(whole, by_rows, scattered=known is not None)
        if table is not None:
            yield from prose_blocks(whole[: by_rows.headers[0].first], measure)
            yield table
            yield from prose_blocks(left, measure)
            return
    if known is not None:
        yield from prose_blocks(found[: known.regions[0][0]], measure)
        tables, left = list_blocks(found, known)
        yield from tables
        yield from prose_blocks(left, measure)
        return
    shuffled = None if spaced else shuffled_blocks(found, measure)
    yield from card_blocks(found, measure) if shuffled is None else shuffled
