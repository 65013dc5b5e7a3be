"""Headings of a text -> the path they form: what numbers and level words say of their rank."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from normalize.family import common
from normalize.text import REMEMBERED, display, split_enumerator
from normalize.words.kinds import NUMBERED_WORD
from normalize.words.label import label
from normalize.wrap import Piece, flat, joined

SMALLER = 1.04
"""A title's glyphs are this much larger than those of the line that says where it belongs."""
LONGEST = 70
"""Characters of the longest heading."""
_CHAPTER = regex.compile(r"第\s*(?P<n>[\d一二三四五六七八九十]+)\s*(?P<word>[章節編部項])[\s::　]*")
_NUMBER = r"(?P<n>[\d①-⑳Ⅰ-Ⅻⅰ-ⅻA-Z一二三四五六七八九十]+(?:[-－.ー－][\d①-⑳]+)*)"
# 【基本的方向】(1) …: the level's word stands in brackets before the number.
LEVEL_MARK = regex.compile(r"^\s*[【〈<＜〔\[][^【】〈〉<>＜＞〔〕\[\]]{2,8}[】〉>＞〕\]]\s*(?=[(（①-⑳⑴-⒇\d])")
_JOINT = regex.compile(r"[-－.ー]")
_SERIES = tuple(
    (regex.compile(numbers), first)
    for numbers, first in (
        (r"\d+", "1"), ("[①-⑳㉑-㉟]", "①"), ("[⑴-⒇]", "⑴"), ("[ア-ン]", "ア"), ("[Ⅰ-Ⅻ]", "Ⅰ"),
        ("^[一二三四五六七八九十]+", "一"),
    )
)  # fmt: skip
"""Numbers of one series, and the first of them."""
_CLEAR = regex.compile(r"[\d①-⑳Ⅰ-Ⅻⅰ-ⅻ]")
"""Numbers that no word begins with: 施策Ⅱ産業の振興, but 施策一覧."""
_RISE = 6
"""How far the number of the next sibling may lie ahead (some headings are pictures)."""
_KANJI = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. kind: headings of one kind are siblings; ordinal: its number; named: a policy level's word."""

    piece: Piece
    text: str
    kind: str
    ordinal: int | None
    named: bool = False
    initiative: bool = False
    size: float = 0.0


@cache
def _leveled() -> regex.Pattern[str]:
    c = common()
    words = sorted({*c.levels, *c.initiative_levels}, key=len, reverse=True)
    return regex.compile(
        r"[(【《<〈\[]?(?P<word>(?:最?重点|[一-龠]{2}の?)?(?:"
        + "|".join(map(regex.escape, words))
        + r"))\s*\(?"
        + _NUMBER
        + r"[)】》>〉\]]?(?P<rest>.*)"
    )


def heading(piece: Piece) -> Heading | None:
    """The heading a numbered line is, or None where it bears neither number nor level word.

    >>> from extract.model import Line, Place
    >>> h = heading(Piece((Line("重点課題１：地域のつながり", Place(1)),)))
    >>> h.kind, h.ordinal, h.named
    ('重点課題', 1, True)
    >>> h = heading(Piece((Line("推進区分1 環境の整備", Place(1)),)))
    >>> h.kind, h.ordinal, h.named
    ('推進区分', 1, False)
    """
    found = _told(flat(piece))
    size = piece.lines[0].size if piece.lines else 0.0
    return Heading(piece, *found, size) if found is not None else None


@lru_cache(maxsize=REMEMBERED)
def _told(line: str) -> tuple[str, str, int | None, bool, bool] | None:
    """What the text of a heading says of it: its text, kind and number, and whether it is a level or an initiative."""
    printed = LEVEL_MARK.sub("", line)
    text = display(printed)
    if not text or len(text) > LONGEST or text[-1] in "。、":
        return None
    chapter = _CHAPTER.match(text)
    if chapter:
        return text, f"第{chapter['word']}", _ordinal(chapter["n"]), True, False
    level = _leveled().fullmatch(text)
    if (
        level
        and not _is_label(level["word"])
        and (
            not level["rest"]
            or not level["rest"][0].isalnum()
            or text[0] in "(【《<〈["
            or _CLEAR.fullmatch(level["n"][-1])
        )
    ):
        word, depth = level["word"], len(_JOINT.split(level["n"]))
        initiative = word in common().initiative_levels
        kind = word if depth == 1 else f"{word}-{depth}"
        return text, kind, _ordinal(level["n"]), not initiative, initiative
    counted = NUMBERED_WORD.fullmatch(text)
    if counted and not _is_label(counted["word"]):
        return text, counted["word"], _ordinal(counted["n"]), False, False
    ref, rest = split_enumerator(printed)
    if ref is None or not rest:
        return None
    return text, _kind(ref), _ordinal(ref), printed != line, False


def _is_label(word: str) -> bool:
    """Whether a word heads something else: 数値目標1 is no level, though 目標1 is."""
    return word not in common().levels and common().labels.get(word, "policy") not in ("policy", "name")


def styled(piece: Piece) -> Heading:
    """An unnumbered heading, told by its type alone: as high as its letters."""
    size = piece.lines[0].size
    return Heading(piece, joined(piece), f"size {size:.0f}", None, size=size)


@lru_cache(maxsize=REMEMBERED)
def _kind(ref: str) -> str:
    """The sort of an enumerator: (1) and (2) are one, 1-1 and 1 are two.

    >>> _kind("(12)"), _kind("③"), _kind("1-2"), _kind("2.")
    ('(1)', '①', '1-1', '1.')
    """
    for series, first in _SERIES:
        ref = series.sub(first, ref)
    return ref


def _ordinal(ref: str) -> int | None:
    """The last number of an enumerator.

    >>> _ordinal("(4)-2"), _ordinal("⑫"), _ordinal("Ⅳ"), _ordinal("A")
    (2, 12, 4, 1)
    """
    digits = regex.findall(r"\d{1,9}", ref)
    if digits:
        return int(digits[-1])
    for char in reversed(ref):
        if char in _KANJI:
            return _KANJI[char]
        value = unicodedata.numeric(char, None)
        if value is not None:
            return int(value)
        if "A" <= char <= "Z":
            return ord(char) - ord("A") + 1
        if "ア" <= char <= "ン":
            return (ord(char) - ord("ア")) // 2 + 1
    return None


class Outline:
    """The open headings, outermost first."""

    def __init__(self) -> None:
        self.open: list[Heading] = []

    def push(self, new: Heading, *, directly: bool = False) -> None:
        """Close what the new heading ends, and open it. directly: nothing stands between it and the one before.

        A level in small type directly above a numbered title (柱1 over 取組1-1) is what the title belongs to.
        """
        if not (directly and self._is_tagged(new)):
            del self.open[self._depth(new) :]
        self.open.append(new)

    def _is_tagged(self, new: Heading) -> bool:
        above = self.open[-1] if self.open else None
        if above is None or not above.named or new.named or new.ordinal is None:
            return False
        return 0 < above.size * SMALLER < new.size and all(h.kind != new.kind for h in self.open)

    def _depth(self, new: Heading) -> int:
        same = [n for n, h in enumerate(self.open) if h.kind == new.kind]
        for n in reversed(same):
            before = self.open[n].ordinal
            if new.ordinal is None or before is None or 0 < new.ordinal - before <= _RISE:
                return n
        if same:
            # 1. again under ② of chapter 6. is a new, deeper series.
            deeper = new.ordinal == 1 and same[-1] < len(self.open) - 1 and not new.named and not new.initiative
            return len(self.open) if deeper else same[-1]
        if new.named and not any(h.named for h in self.open):
            return next((n for n, h in enumerate(self.open) if h.size and h.size < new.size), len(self.open))
        return next((n for n, h in enumerate(self.open) if h.size and new.size > h.size * SMALLER), len(self.open))


def _container(chapter: Heading) -> bool:
    """A chapter that only says what stands in it: 第8章 具体的な取組項目."""
    found = _CHAPTER.match(chapter.text)
    return found is not None and label(chapter.text[found.end() :]) is not None


def policy(path: list[Heading], *, owned: bool) -> tuple[Piece, ...]:
    """The headings that are policy levels: from the first one with a level's word on.

    owned: the initiative is itself a heading of this path; then, where no level has a word, all numbered ones count.
    """
    numbered = [h for h in path if h.ordinal is not None and not h.initiative]
    while len(numbered) > 1 and any(h.named for h in numbered[1:]) and _container(numbered[0]):
        del numbered[0]
    first = next((n for n, h in enumerate(numbered) if h.named), None)
    if first is not None:
        return tuple(h.piece for h in numbered[first:])
    return tuple(h.piece for h in numbered) if owned else ()
