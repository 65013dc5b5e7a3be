"""The words of a list -> the numbers that count its initiatives: 01, 02 …; 101, 102, 201 …; 1-1, 1-2 …; ア, イ …"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_DIGITS = re.compile(r"\d{1,6}")
_FEWEST = 3
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_STEPS = 2
"""How far the next number may lie ahead."""

Rank = tuple[int, ...]


def chain(words: Iterable[str]) -> dict[str, Rank]:
    """The numbers that count, with what they are ordered by.

    >>> sorted(chain(["101", "102", "201", "134", "2,600", "150", "5", "201"]))
    ['101', '102', '201']
    >>> sorted(chain(["1", "2", "3", "9", "12.4"]))
    ['1', '2', '3']
    """
    shapes: dict[str, set[str]] = defaultdict(set)
    for word in words:
        shapes[_shape(word)].add(word)
    shapes["00"] |= {word for word in shapes["#"] if len(word) == 2} if len(shapes["00"]) >= _FEWEST else set()
    found = [
        _counted({word: rank for word in own if (rank := _rank(word, shape)) is not None})
        for shape, own in shapes.items()
    ]
    long = [own for own in found if len(own) >= _FEWEST]
    return max(long, key=lambda own: (not is_plain(own), len(own)), default={})


def is_plain(numbers: Iterable[str]) -> bool:
    """Whether the numbers look like any figures: 1, 2, 3."""
    return all(word.isdecimal() and word[0] != "0" and len(word) < 3 for word in numbers)


def _shape(word: str) -> str:
    if word.isdecimal():
        return "0" * len(word) if word[0] == "0" or len(word) in (3, 4) else "#" if len(word) < 3 else ""
    if re.fullmatch(r"(?:No\.?)?[(（]?\d{1,3}(?:-\d{1,3}){0,3}[)）]?\.?", word):
        return re.sub(r"\d+", "9", word)
    return "kana" if len(word) == 1 and word in _KANA else "circled" if re.fullmatch("[①-⑳]", word) else ""


def _rank(word: str, shape: str) -> Rank | None:
    if shape == "kana":
        return (_KANA.index(word) + 1,)
    if shape == "circled":
        return (ord(word) - ord("①") + 1,)
    digits = [int(d) for d in _DIGITS.findall(word)]
    if not shape or not digits:
        return None
    return (digits[0] // 100, digits[0] % 100) if shape in ("000", "0000") and word[0] != "0" else tuple(digits)


def _counted(ranks: dict[str, Rank]) -> dict[str, Rank]:
    """Those that count from 1 with no gaps to speak of."""
    own = set(ranks.values())
    kept = set[Rank]()
    for rank in sorted(own):
        last, above = rank[-1], rank[:-1]
        steps = range(1, 1 + (_STEPS if above else 1))
        runs_on = bool(above) and any(other[-1] == last - 1 and other < rank for other in kept)
        if last == 1 or runs_on or any((*above, last - n) in kept for n in steps):
            kept.add(rank)
    return {word: rank for word, rank in ranks.items() if rank in kept}
