"""What the running text of a document is set in -> which paragraphs stand out as headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extract.model import Document, Line, Prose
from normalize.outline import Heading, heading, styled
from normalize.text import split_enumerator
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


def _is_next(found: Heading, lines: tuple[Line, ...]) -> bool:
    """Whether a neighbouring paragraph is the next item of the same list."""
    other = heading(Piece(lines))
    ref, _ = split_enumerator(lines[0].text)
    return ref is not None and other is not None and other.kind == found.kind
