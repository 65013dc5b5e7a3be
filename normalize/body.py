"""What the running text of a document is set in -> which paragraphs stand out as headings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from extract.model import Document, Line, Prose, Table
from normalize.outline import SMALLER, Heading, heading, styled
from normalize.text import split_enumerator
from normalize.words.label import label
from normalize.wrap import Piece, joined

LARGER, MUCH_LARGER = 1.08, 1.15
"""A heading's glyphs are this much larger than the running text's, where the font is the same; and without a number."""
LONGEST = 40
"""Characters of a heading that nothing but its number sets apart."""


class Body(NamedTuple):
    """Font and size of most characters outside tables; a text dump knows neither."""

    font: str
    size: float

    def stands_out(self, line: Line, *, alone: bool = False) -> bool:
        """Whether a line is set as a heading; in a text dump a paragraph of one line may be one."""
        if line.size == 0.0:
            return alone and not line.bullet and line.text.rstrip()[-1:] not in ("。", "、")
        return line.font != self.font or line.size > self.size * LARGER

    def heading(self, piece: Piece, near: Sequence[tuple[Line, ...]], *, alone: bool) -> Heading | None:
        """The heading a paragraph is. near: the paragraphs beside it, of whose list it may be an item."""
        first = piece.lines[0]
        if len(piece.lines) > 3 or first.bullet:
            return None
        found = heading(piece)
        if found is None:
            large = first.size > self.size * MUCH_LARGER and len(joined(piece)) <= LONGEST
            return styled(piece) if large and joined(piece)[-1:] not in "。、" else None
        if first.size == 0.0:
            return found if alone else None
        if self.stands_out(first) or found.named or found.initiative:
            return found
        return None if any(_is_next(found, lines) for lines in near) or len(found.text) > LONGEST else found


def body_of(document: Document) -> Body:
    """What most characters outside tables are set in."""
    count: Counter[Body] = Counter()
    for block in document.blocks:
        if isinstance(block, Prose):
            for line in block.lines:
                count[Body(line.font, line.size)] += len(line.text)
    return count.most_common(1)[0][0] if count else Body("", 0.0)


def tags(document: Document) -> frozenset[str]:
    """Kinds of policy levels that are printed below the larger titles of what they hold: a slide's second line.

    One that stands below several titles is no level under each of them.
    """
    below: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for block in document.blocks:
        for above, line in pairwise(block.lines) if isinstance(block, Prose) else ():
            if above.size > line.size * SMALLER and len(line.text) <= LONGEST:
                found = heading(Piece((line,)))
                if found is not None and found.named:
                    below[found.kind, found.text].add(above.text)
    return frozenset(kind for (kind, _), titles in below.items() if len(titles) > 1)


def captions(document: Document) -> dict[int, Heading]:
    """The numbered lines right above lists of one header, by identity: they say what the rows of each have in common.

    1. 追加 above one list, 2. 変更 above the next; 3. 取組一覧 above the only one says nothing.
    """
    above: defaultdict[tuple[str, tuple[str, ...]], dict[int, Heading]] = defaultdict(dict)
    for before, table in pairwise(document.blocks):
        if isinstance(before, Prose) and isinstance(table, Table) and (header := _names_rows(table)):
            line = before.lines[-1]
            found = heading(Piece((line,)))
            if found is not None and found.ordinal is not None and len(found.text) <= LONGEST:
                above[found.kind, header][id(line)] = replace(found, named=True)
    parts = [found for found in above.values() if len({each.text for each in found.values()}) > 1]
    return {line: found for part in parts for line, found in part.items()}


def _names_rows(table: Table) -> tuple[str, ...] | None:
    """The header of a table, where a column of it is headed as that of names."""
    header = tuple(cell.text for cell in table.cells if cell.row == 0)
    found = (label(text) for text in header)
    return header if any(each is not None and each.field == "name" for each in found) else None


def _is_next(found: Heading, lines: tuple[Line, ...]) -> bool:
    """Whether a neighbouring paragraph is the next item of the same list."""
    other = heading(Piece(lines))
    ref, _ = split_enumerator(lines[0].text)
    return ref is not None and other is not None and other.kind == found.kind
