"""The lines of a page that keeps columns by spaces -> the headers of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extract.dumps.spaced import Piece, pieces
from extract.dumps.spaced_halves import halves
from extract.dumps.spaced_headings import KNOWN, headings, is_note, is_seed, may_head
from extract.dumps.spaced_tree import Header, tree
from extract.dumps.text_table import Numbered
from extract.dumps.words import heads

_TALLEST = 4
"""Lines above and below the line of most headings, at most."""
_LONG = 8
"""Characters of the longest heading nobody knows among several over others: more are of a title set apart."""
_SHORT = 6
"""Characters of a heading nobody knows over others."""


class Page(NamedTuple):
    """The lines of a page and the headers among them."""

    lines: list[Numbered]
    headers: list[Header]


def pages_of(lines: Iterable[Numbered]) -> list[Page]:
    """The pages of a dump, each with its headers; cards side by side are on a page each."""
    pages: dict[int, list[Numbered]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return [Page(half, headers(half)) for page in pages.values() for half in halves(page)]


def headers(lines: Sequence[Numbered]) -> list[Header]:
    """The headers of a page's tables, from top to bottom."""
    words = [headings(line) for line in lines]
    found: list[Header] = []
    at = 0
    while at < len(lines):
        if is_seed(words[at]):
            first, end = _grown(words, at, _end_of_titles(lines, words, at, found[-1].end if found else 0))
            header = Header(first, end, tree([(n, piece) for n in range(first, end) for piece in words[n]]))
            if _is_header(header):
                found.append(header)
                at = end
                continue
        at += 1
    return found


def _end_of_titles(lines: Sequence[Numbered], words: Sequence[Sequence[Piece]], at: int, least: int) -> int:
    """The line after the last title above a header: words without a gap, not all headings or from the left edge."""
    left = min(piece.x0 for piece in words[at])
    titles = (n for n in range(least, at) if len(words[n]) > 1 and len(pieces(lines[n])) == 1)
    named = (n + 1 for n in titles if words[n][0].x0 <= left or not all(heads(piece.text) for piece in words[n]))
    return max(named, default=least)


def _grown(words: Sequence[Sequence[Piece]], at: int, least: int) -> tuple[int, int]:
    """The lines of the header about a line of headings."""
    first, end = at, at + 1
    while True:
        above = next((n for n in range(first - 1, max(first - 3, least - 1), -1) if words[n]), None)
        if above is not None and at - above <= _TALLEST and _stands_over(words, above, end, first - above > 1):
            first = above
            continue
        below = [n for n in range(end, min(end + 4, len(words))) if words[n]][:2]
        if below and below[0] - end < 2 and _stands_under(words, first, below):
            end = below[0] + 1
            continue
        return first, end


def _stands_over(words: Sequence[Sequence[Piece]], at: int, end: int, apart: bool) -> bool:
    """Whether the words of a line are headings over those of the lines below, or begin them."""
    line = words[at]
    below = [piece for row in words[at + 1 : end + 2] for piece in row]
    strange = [p for p in line if not (heads(p.text) or is_note(p.text) or _begins(p, below))]
    if len(line) > 2 and any(len(p.text) > _LONG for p in strange):
        return False
    known = len(strange) < len(line)
    alone = len(line) == 1 and line[0].x0 <= min(p.x0 for p in below) and not _begins(line[0], below)
    if alone or (not known and (apart or max(len(p.text) for p in line) > _SHORT)):
        return False
    return all(_spans(p, below) and (may_head(p.text) or _begins(p, below)) for p in line)


def _stands_under(words: Sequence[Sequence[Piece]], first: int, below: Sequence[int]) -> bool:
    """Whether a line goes on with a header: by itself, or as a heading between two lines of it."""
    line = words[below[0]]
    above = [piece for row in words[first : below[0]] for piece in row]
    if is_seed(line) or _all_end(line, above):
        return True
    if not all(may_head(p.text) for p in line):
        return False
    if len(line) == 1 and heads(line[0].text) is not None and line[0].x1 <= min(p.x0 for p in above):
        return True
    return len(below) > 1 and (is_seed(words[below[1]]) or _completes(words[below[1]], above))


def _completes(line: Sequence[Piece], above: Sequence[Piece]) -> bool:
    """Whether a line holds headings and the rest of one that a line above begins."""
    rest = any((over := _overlapping(p, above)) and heads(over + p.text) for p in line)
    return rest and _all_end(line, above)


def _all_end(line: Sequence[Piece], above: Sequence[Piece]) -> bool:
    """Whether a line holds headings and ends of headings above alone."""
    ends = [_ends(p, above) for p in line]
    return any(ends) and all(end or heads(p.text) for end, p in zip(ends, line, strict=True))


def _begins(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether a word and what stands under it are one heading."""
    whole = piece.text
    for under in below:
        if under.x0 < piece.x1 and under.x1 > piece.x0:
            whole += under.text
            if heads(whole) is not None:
                return True
    return False


def _ends(piece: Piece, above: Sequence[Piece]) -> bool:
    """Whether a word is a note in brackets, or ends a heading above."""
    over = _overlapping(piece, above)
    if over and heads(over + piece.text):
        return True
    if over and (len(piece.text) == 1 or heads(piece.text)):
        return may_head(piece.text)
    return is_note(piece.text)


def _overlapping(piece: Piece, others: Sequence[Piece]) -> str:
    """The words of other lines that stand over or under a piece."""
    return "".join(p.text for p in others if p.x0 < piece.x1 and p.x1 > piece.x0)


def _spans(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether some of the headings below stand under a piece, or on both sides of its middle."""
    middle = (piece.x0 + piece.x1) / 2
    return any(p.x0 < piece.x1 and p.x1 > piece.x0 for p in below) or (
        any(p.x0 < middle for p in below) and any(p.x1 > middle for p in below)
    )


def _is_header(header: Header) -> bool:
    leaves = header.leaves
    known = sum(leaf.field is not None for leaf in leaves)
    return len(leaves) > 1 and known > 1 and known >= KNOWN * len(leaves)
