"""A line that keeps columns by spaces -> the words that are headings of columns, if they may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.dumps.looks import look
from extract.dumps.spaced import Piece, pieces_of, words_of
from extract.dumps.text_table import Numbered
from extract.dumps.words import heads, known, levels, squash
from extract.model import Words

_LONGEST = 14
"""Characters of the longest heading of a column nobody knows."""
_WORDS = 4
"""Words set apart in one heading at most: 令和 10 年度."""
KNOWN = 0.6
"""Share of the words of a header that are known headings."""
_NOTE = re.compile(r"[(（\[][^()（）]*[)）\]]")
_LINES = 16_384
"""Lines of which the headings are remembered."""
_BODY = frozenset(("ordinal", "value", "grade", "sentence", "item", "office"))
"""Looks of what stands below headings."""


def headings(line: Numbered) -> list[Piece]:
    """The words of a line, those that make one heading together.

    >>> [piece.text for piece in headings(Numbered(1, 1, "No 令和 8 年度   実績"))]
    ['No', '令和 8 年度', '実績']
    """
    return list(_headings(known(), line.text))


@lru_cache(maxsize=_LINES)
def _headings(_: Words, text: str) -> tuple[Piece, ...]:
    """The same of a line's text, for the words that are known: lists and sheets are looked for in the same lines."""
    out: list[Piece] = []
    for piece in pieces_of(text):
        words = words_of(piece)
        at = 0
        while at < len(words):
            end = next((e for e in range(min(at + _WORDS, len(words)), at + 1, -1) if _is_heading(words[at:e])), at + 1)
            out.append(_joined(words[at:end]))
            at = end
    return tuple(_unspaced(out))


def _is_heading(words: Sequence[Piece]) -> bool:
    """Whether words make one heading together; notes in brackets are of headings side by side: （Ｒ６） （Ｒ11）."""
    notes = sum(word.text[:1] in "(（" for word in words)
    return notes < 2 and heads(_joined(words).text) is not None


def _unspaced(words: Sequence[Piece]) -> list[Piece]:
    """The words, the characters of a heading that are set far apart put together: 項   目, ね  ら  い."""
    out: list[Piece] = []
    at = 0
    while at < len(words):
        most = min(at + _WORDS, len(words))
        alone = next((n for n in range(at, most) if len(words[n].text) > 1), most)
        end = next((e for e in range(alone, at + 1, -1) if heads(_run(words[at:e]))), at + 1)
        out.append(Piece(words[at].x0, words[end - 1].x1, _run(words[at:end])) if end > at + 1 else words[at])
        at = end
    return out


def _run(words: Sequence[Piece]) -> str:
    return "".join(word.text for word in words)


def _joined(words: Sequence[Piece]) -> Piece:
    return Piece(words[0].x0, words[-1].x1, " ".join(word.text for word in words))


def is_note(text: str) -> bool:
    """Whether a text is a note in brackets: （Ｒ６）."""
    return _NOTE.fullmatch(text) is not None


def is_seed(words: Sequence[Piece]) -> bool:
    """Whether a line holds headings side by side, and nothing that stands below headings."""
    known = sum(heads(word.text) is not None for word in words)
    return known > 1 and known >= KNOWN * len(words) and all(may_head(word.text) for word in words)


def may_head(text: str) -> bool:
    """
    >>> may_head("推進項目"), may_head("（計画期間"), may_head("1,200"), may_head("○：検討・準備")
    (True, False, False, False)
    """
    if heads(text) is not None or is_note(text):
        return True
    plain = squash(text)
    return (
        len(plain) <= _LONGEST
        and not any(c.isdigit() for c in plain)
        and not any(c in ":;。、()→⇒" for c in plain)
        and look(text) not in _BODY
        and levels().match(plain) is None
    )
