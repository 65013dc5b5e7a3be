"""The lines of a text dump outside tables -> Prose: one a paragraph, Markdown's marks taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.dumps.contents import is_leader_line
from extract.dumps.items import strip_marks
from extract.dumps.markup import Fragment, Piece, fragments, has_markup
from extract.dumps.text_table import Numbered
from extract.model import Line, Place, Prose

_HEADING = re.compile(r"\s*#{1,6}\s+")
_BULLET = re.compile(r"\s*[-*+]\s+")
_QUOTE = re.compile(r"\s*(?:>\s+)+")
_RULE = re.compile(r"[-=*_](?:\s?[-=*_]){2,}|`{3}.*|!\[[^\[\]]*\]\([^()]*\)|[-－―—]\s*\d{1,4}\s*[-－―—]")
"""Rules, fences, images and page numbers between dashes: nothing to read."""


class Printed(NamedTuple):
    """A line as read; begins: a paragraph begins with it, whatever stands before."""

    line: Line
    begins: bool


def paragraphs(lines: Iterable[Printed]) -> Iterator[Prose]:
    """The paragraphs of lines without a blank one between them; a heading is one of its own."""
    open_lines: list[Line] = []
    for line, begins in lines:
        after_heading = bool(open_lines) and "heading" in open_lines[-1].flags
        if open_lines and (begins or after_heading or "heading" in line.flags):
            yield Prose(tuple(open_lines))
            open_lines = []
        open_lines.append(line)
    if open_lines:
        yield Prose(tuple(open_lines))


def printed_lines(lines: Sequence[Numbered]) -> Iterator[Printed]:
    """What is printed in lines of the file; rules, images and bare tags print nothing.

    >>> [line.text for line, _ in printed_lines([Numbered(1, 1, "# 施策1"), Numbered(2, 1, "---")])]
    ['施策1']
    """
    for numbered in lines:
        text = numbered.text.strip(" \t\xa0")
        if _RULE.fullmatch(text.strip()):
            continue
        yield from piece_lines(fragments(text) if has_markup(text) else (Piece(text, 0, "line"),), numbered)


def piece_lines(parts: Iterable[Fragment], first: Numbered) -> Iterator[Printed]:
    """What is printed in pieces of text that begin on the line `first`."""
    for piece in parts:
        if isinstance(piece, Piece) and (line := _line(piece, first)):
            yield Printed(line, piece.kind in ("paragraph", "heading"))


def _line(piece: Piece, first: Numbered) -> Line | None:
    """The line without its Markdown marks."""
    text = piece.text
    if quote := _QUOTE.match(text):
        text = text[quote.end() :]
    heading = _HEADING.match(text)
    if heading:
        text = text[heading.end() :].rstrip("# ")
    bullet = None if heading or text.rstrip().endswith((" -", " *")) else _BULLET.match(text)
    if bullet:
        text = text[bullet.end() :]
    text = strip_marks(text).rstrip()
    if not text.strip():
        return None
    flags = ("contents",) if is_leader_line(text) else ("heading",) if heading or piece.kind == "heading" else ()
    number = first.number + piece.line
    place = Place(first.page, None, (number, number))
    return Line(text, place, bullet=bullet is not None or piece.kind in ("item", "list"), flags=flags)
