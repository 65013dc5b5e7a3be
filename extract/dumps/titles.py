"""The tokens of cards -> where their titles begin: the lines before the label that every card begins with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.dumps.looks import COUNTING, look
from extract.dumps.tokens import Token
from extract.dumps.words import heads, levels, squash

_FEWEST = 2
"""Cards that show what they begin with."""
_LONGEST = 4
"""Lines of the longest title."""
_MOST = 0.8
"""Share of the cards that begin alike."""
_RISING = 0.6
"""Share of the titles whose number is higher than the one before: numbers may begin anew."""
_NUMBER = re.compile(r"\d+|[①-⑳]")
_LEADER = re.compile(r"[.…・]{2,}\d*$")
_BEGINS = re.compile(r"(?:No\.?|[((第])?\s*\d+|[①-⑳]")


def title_starts(found: Sequence[Token]) -> frozenset[int]:
    """The first token of each card's title, and of the headings of levels above it."""
    firsts = first_labels(found)
    if len(firsts) < _FEWEST:
        return frozenset()
    height = _height(found, firsts)
    starts = {at - height for at in firsts if at >= height} if height else set[int]()
    if sum(at > 0 and found[at - 1].field == "name" for at in starts) * 2 > len(starts):
        return frozenset()  # 取組項目 heads it
    for at in sorted(starts):
        while at and found[at - 1].heading is None and levels().match(squash(found[at - 1].text)):
            at -= 1
            starts.add(at)
    return frozenset(starts)


def first_labels(found: Sequence[Token]) -> list[int]:
    """Where the label stands that every card begins with: the first that comes as often as most others."""
    count = Counter(t.heading.word for t in found if t.heading and t.field != "year")
    if not count:
        return []
    usual = Counter(n for n in count.values() if n >= _FEWEST).most_common(1)
    cards = usual[0][0] if usual else 0
    word = next((t.heading.word for t in found if t.heading and count[t.heading.word] == cards), None)
    return [n for n, t in enumerate(found) if t.heading and t.heading.word == word] if cards else []


def _height(found: Sequence[Token], firsts: Sequence[int]) -> int:
    """The lines of a title; 0 where the cards have none."""
    for height in range(1, _LONGEST + 1):
        before = [found[at - height] for at in firsts if at >= height]
        numbers = [_number(t) for t in before]
        known = [n for n in numbers if n is not None]
        rising = sum(a < b for a, b in pairwise(known))
        if len(known) >= _MOST * len(firsts) and rising >= _RISING * (len(known) - 1) and len({*known}) > 1:
            return height
    return 0


def whole_titles(found: Sequence[Token]) -> list[Token]:
    """The tokens; a heading of a level that was broken into two lines is one where another line has it unbroken."""
    lines = [squash(t.text) for t in found]
    titles = {line for line in lines if levels().match(line)}
    kept: list[Token] = []
    for n, token in enumerate(found):
        first = lines[n - 1] if n and kept[-1] is found[n - 1] else ""
        if first in titles and token.heading is None and any(_goes_on(first, lines[n], title) for title in titles):
            more = token.line.number + token.more - kept[-1].line.number
            kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip() + token.text.strip(), more=more)
        else:
            kept.append(token)
    return kept


def _goes_on(first: str, second: str, title: str) -> bool:
    """Whether a title goes on after the first line with what the second begins with."""
    rest = _LEADER.sub("", title.removeprefix(first)) if title != first and title.startswith(first) else ""
    return len(rest) > 0 and (second.startswith(rest) or rest.startswith(second))


def begins_title(text: str) -> bool:
    """Whether a text begins with a number that counts.

    >>> begins_title("①港の再生"), begins_title("(2)窓口"), begins_title("窓口")
    (True, True, False)
    """
    return _BEGINS.match(text) is not None


def _number(token: Token) -> tuple[int, ...] | None:
    """The numbers a title begins with."""
    text = squash(token.text)
    if token.heading is not None or not (_BEGINS.match(text) or look(text) in COUNTING):
        return None
    return tuple(int(n) if n.isdecimal() else ord(n) for n in _NUMBER.findall(text)[:3])


def levels_apart(found: Sequence[Token]) -> list[Token]:
    """A level's word and its name on one line, between the title and the first label, are a label and its value.

    Elsewhere such a line is a heading over what follows: 施策の柱 1 港の再生.
    """
    lines = {n: word for n, t in enumerate(found) if (word := _level_word(t))}
    count = Counter(lines.values())
    inside = Counter(word for n, word in lines.items() if _is_between(found, n))
    kept: list[Token] = []
    for n, token in enumerate(found):
        word = lines.get(n)
        if word is None or count[word] < _FEWEST or inside[word] < _MOST * count[word]:
            kept.append(token)
            continue
        rest = token.text.strip()[len(word) :].strip()
        kept += [token._replace(text=word, heading=heads(word)), token._replace(text=rest, gap=False)]
    return kept


def _level_word(token: Token) -> str | None:
    words = token.text.split()
    known = len(words) > 1 and token.heading is None and levels().match(squash(token.text)) and heads(words[0])
    return words[0] if known else None


def _is_between(found: Sequence[Token], at: int) -> bool:
    """A title stands before the line, and a label behind it."""
    return 0 < at < len(found) - 1 and _number(found[at - 1]) is not None and found[at + 1].heading is not None
