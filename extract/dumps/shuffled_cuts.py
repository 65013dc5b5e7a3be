"""The tokens of cards drawn as text boxes -> the cards: what stands before each, and what is drawn in it.

A card begins with a numbered title, with the label of its name, or, where prose stands before it, with the label that
every card has first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.dumps.looks import look, width
from extract.dumps.titles import begins_title, first_labels, title_starts
from extract.dumps.tokens import Token
from extract.dumps.words import levels, squash

_FEWEST = 2
"""Cards of a document."""
_FEWEST_PAGES = 3
"""Pages that a running head stands on."""
_FULL = 0.8
"""Share of the width of running text that only running text fills."""
_NUMBER_FIRST = 8
"""Tokens between the number of a card and its name at most, where the number stands first."""
_FIGURES = ("ordinal", "value", "stage", "grade", "mark")


class Part(NamedTuple):
    """What stands before a card, and the card."""

    before: list[Token]
    card: list[Token]


def parts(found: Sequence[Token], measure: float) -> list[Part]:
    """The cards of a document with what stands before each; the last part is what stands behind all cards."""
    named = _names(found)
    titles = sorted(title_starts(found))
    if len(named) >= _FEWEST:
        cut = _cut(found, named)
    elif len(titles) >= _FEWEST:
        cut = _titled(_cut(found, titles))
    else:
        cut = _between_prose(found, first_labels(found), measure)
    return _ended(cut) if len(cut) > _FEWEST else []


def _names(found: Sequence[Token]) -> list[int]:
    """Where the label of a card's name stands, or that of its number before it."""
    count = Counter(t.heading.word for t in found if t.heading and t.field == "name")
    if not count:
        return []
    word = count.most_common(1)[0][0]
    names = [n for n, t in enumerate(found) if t.heading and t.heading.word == word]
    numbers = [n for n, t in enumerate(found) if t.field == "number"]
    before = {n: max((m for m in numbers if 0 < n - m <= _NUMBER_FIRST), default=n) for n in names}
    return sorted(set(before.values())) if len({*before.values()}) == len(names) else names


def _cut(found: Sequence[Token], starts: Sequence[int]) -> list[Part]:
    """Cards from start to start; headings of levels at the end of one stand before the next."""
    cut: list[Part] = []
    before = list(found[: starts[0]])
    for first, end in pairwise([*starts, len(found)]):
        last = end
        while last > first + 1 and _is_title(found[last - 1], found[last - 2]):
            last -= 1
        cut.append(Part(before, list(found[first:last])))
        before = list(found[last:end])
    return [*cut, Part(before, [])]


def _is_title(token: Token, before: Token) -> bool:
    """Whether a line at the end of a card is a heading over the next one."""
    if token.heading is not None or _is_level(token):
        return token.heading is None
    text = token.text.strip()
    numbered = begins_title(squash(text)) and look(text) not in _FIGURES and "。" not in text
    return numbered and before.heading is None and look(before.text) in _FIGURES


def without_running_heads(found: Sequence[Token]) -> list[Token]:
    """The tokens, a text that begins most pages on the first of them only."""
    tops: dict[int, Token] = {}
    for token in found:
        tops.setdefault(token.line.page, token)
    count = Counter(squash(t.text) for t in tops.values() if t.heading is None)
    running = {text for text, pages in count.items() if pages >= _FEWEST_PAGES and pages * 2 > len(tops)}
    again = {t.line.number for t in list(tops.values())[1:] if squash(t.text) in running}
    return [t for t in found if t.line.number not in again or squash(t.text) not in running]


def _titled(cut: Sequence[Part]) -> list[Part]:
    """The cards, the lines of their titles before them: as many as all have before their first label."""
    heights = [next((n for n, t in enumerate(p.card) if t.heading), 0) for p in cut]
    height = min((n for n in heights if n), default=0)
    return [Part([*p.before, *p.card[:height]], p.card[height:]) if n else p for p, n in zip(cut, heights, strict=True)]


def _ended(cut: Sequence[Part]) -> list[Part]:
    """The cards; the last one, behind which other things are printed, ends where the others do."""
    *others, last, behind = cut
    words = {t.heading.word for part in others for t in part.card if t.heading}
    longest = max(len(part.card) for part in others)
    new = (n for n, t in enumerate(last.card) if t.heading and t.heading.word not in words)
    end = min(next(new, len(last.card)), longest)
    return [*others, Part(last.before, last.card[:end]), Part([*last.card[end:], *behind.before], [])]


def _is_level(token: Token) -> bool:
    return levels().match(squash(token.text)) is not None


def _between_prose(found: Sequence[Token], firsts: Sequence[int], measure: float) -> list[Part]:
    """Cards from label to label; running text and titles among them stand before the next one."""
    if not firsts:
        return []
    cut: list[Part] = []
    before = list(found[: firsts[0]])
    for first, end in pairwise([*firsts, len(found)]):
        prose = [t.heading is None and _is_prose(t, measure) for t in found[first:end]]
        cut.append(Part(before, [t for t, out in zip(found[first:end], prose, strict=True) if not out]))
        before = [t for t, out in zip(found[first:end], prose, strict=True) if out]
        if end == len(found) and True in prose:
            last = first + prose.index(True)
            cut[-1], before = Part(cut[-1].before, list(found[first:last])), list(found[last:])
    return [*cut, Part(before, [])]


def _is_prose(token: Token, measure: float) -> bool:
    text = token.text.strip()
    title = token.gap and begins_title(squash(text)) and look(text) not in _FIGURES
    return "。" in text or width(text) >= _FULL * measure or title or _is_level(token)
