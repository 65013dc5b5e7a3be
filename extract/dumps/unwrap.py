"""The lines of a cell or a column of text -> one line a paragraph or item, by how wide the lines are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.dumps.contents import is_leader_line
from extract.dumps.items import mark_at
from extract.dumps.looks import width
from extract.dumps.tokens import Token
from extract.dumps.words import levels, marks, squash
from extract.model import Line, Place

_SLACK = 2.0
"""Full-width characters a line broken by the width may be shorter than the widest: a word that did not fit."""
_LONG = 20.0
"""Full-width characters of a line that is surely running text."""
_ENDS = "。．！？"
_BRACKETS = "＜<【〈［■◆●○□"


def unwrapped(found: Sequence[Token], measure: float | None = None) -> Iterator[Line]:
    """One line a paragraph.

    measure: the width of the page's text; headings may stand among its lines, so a line goes on only where it fills it.
    """
    if len(found) < 2:
        if found:
            yield _line(found)
        return
    prose = measure is not None
    widest = max(width(token.text) for token in found) if measure is None else measure
    group: list[Token] = []
    for token in found:
        if group and _begins(group, token, widest, prose):
            yield _line(group)
            group = []
        group.append(token)
    yield _line(group)


def text_width(texts: Iterable[str]) -> float:
    """The width of a document's running text: nearly the widest of its longer lines."""
    widths = sorted(wide for text in texts if (wide := width(text)) > _LONG and not is_leader_line(text))
    return widths[int(len(widths) * 0.9)] if widths else _LONG


def _begins(group: Sequence[Token], token: Token, widest: float, prose: bool) -> bool:
    """Whether a line begins a paragraph or item."""
    last, text = group[-1].text.rstrip(), token.text.strip()
    ended = last[-1:] in _ENDS
    full = width(last) >= widest - _SLACK
    if marks(text) or marks(last) or is_leader_line(last) or text[:1] in _BRACKETS:
        return True
    if prose:
        return token.gap or not full or mark_at(squash(text)) is not None or levels().match(squash(text)) is not None
    if mark_at(text) is not None or mark_at(squash(text)) is not None:
        return ended or not full or text[:1] not in "・"
    return ended and not full


def _line(group: Sequence[Token]) -> Line:
    text = group[0].text.replace("\n", "").rstrip()
    for token in group[1:]:
        part = token.text.replace("\n", "").strip(" \u3000")
        text += (" " if _is_latin(text[-1:]) and _is_latin(part[:1]) else "") + part
    first, last = group[0].line, group[-1].line
    flags = ("contents",) if is_leader_line(text) else ()
    return Line(text, Place(first.page, None, (first.number, last.number + group[-1].more)), flags=flags)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
