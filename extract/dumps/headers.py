"""The tokens of a list drawn row by row -> its headers, and the lines that are bands over its rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extract.dumps.looks import look
from extract.dumps.tokens import Token, is_ordinal
from extract.dumps.words import heads, levels, squash

_REACH = 3
"""Unknown words that may stand between two labels of a header."""
_LONGEST = 10
"""Characters of the longest line of an unknown label."""
_FEWEST, _FEWEST_FIELDS = 4, 3
"""Known labels of a header; fields among them, years apart."""
_MOST_LABELS = 30
KEYS = frozenset(("number", "name"))
"""Fields of the columns that count and name the rows."""
_NAMED = frozenset(("name", "indicator"))
"""Fields of which one heads the rows of a list: indicators, where bands stand over them for the initiatives."""
_FIGURES = frozenset(("baseline", "target", "result"))
"""Fields of labels that a year may follow."""
_DATED_FIGURES = _FIGURES | {"goal", "rate"}
_DATED = re.compile(r"(?:令和|平成|[RH])\d+年度の")
_BAND = re.compile(r"(?:(\D{2,8}?)([1-9]\d?|[IVX]+)\D|第([1-9]\d?)の(\S{1,4})\s)")
"""A word and a number that counts up: 改革の柱１ …, 第1の柱 …"""
_BRACKETED, _BRACKETS = re.compile(r"\(([1-9]\d?)\)\s+[^\W\d]{2}"), "()"
"""(1) 災害に備える: a level, where the numbers of initiatives stand alone."""
_ROWS_A_BAND = 1.5
"""Numbers that stand alone for each such line, at least."""
_BARE, _OF_LEVEL = re.compile(r"([1-9]\d?|[IVX]+)[\s.．]\s*[^\W\d]{3}"), re.compile(r"([1-9]\d?|[IVX]+)-\d{1,2}(?!\d)")
"""A level's number and name; the number of an initiative of a level."""


class Header(NamedTuple):
    """Where a header stands, and its labels."""

    first: int
    end: int
    labels: tuple[Token, ...]


def find_headers(found: Sequence[Token]) -> list[Header]:
    """The headers that have most labels, nearly; unknown labels at their end are theirs where all have them."""
    headers = list(_headers(found))
    if any(t.field == "name" for t in found):
        headers = [h for h in headers if any(t.field == "name" for t in h.labels)]
    elif len({h.labels[0].line.page for h in headers}) < len(headers):
        headers = []  # cards have one each
    most = max((len(h.labels) for h in headers), default=0)
    return _lengthened([h for h in headers if len(h.labels) * 3 >= most * 2], found)


def bodies(headers: Sequence[Header], count: int) -> Iterator[tuple[int, int]]:
    """Where what stands under each header begins and ends."""
    ends = [h.first for h in headers[1:]]
    yield from zip((h.end for h in headers), [*ends, count], strict=True)


def _headers(found: Sequence[Token]) -> Iterator[Header]:
    """Runs of labels with few unknown words between them."""
    at = 0
    while at < len(found):
        if found[at].heading is None:
            at += 1
            continue
        end = _header_end(found, at)
        fields = {t.field for t in found[at:end] if t.heading}
        known = sum(t.heading is not None for t in found[at:end])
        enough = known >= _FEWEST and len(fields - {"year"}) >= _FEWEST_FIELDS and known * 2 > end - at
        if enough and end - at <= _MOST_LABELS and fields & _NAMED:
            yield Header(at, end, _leaves(found[at:end]))
        at = end


def _header_end(found: Sequence[Token], at: int) -> int:
    end = ahead = at + 1
    seen = {found[at].heading}
    words = {found[at].text}
    while ahead < len(found) and ahead - end < _REACH:
        token = found[ahead]
        if token.heading is not None:
            if token.heading in seen and token.field in KEYS:
                break
            seen.add(token.heading)
            end = ahead + 1
        elif not _may_label(token):
            break
        elif token.text in words:
            end = ahead + 1
        words.add(token.text)
        ahead += 1
    return end


def _leaves(labels: Sequence[Token]) -> tuple[Token, ...]:
    """The labels with their notes, (現状), R6, and without what heads several, 令和7年度の結果."""
    several = sum(map(_is_dated, labels)) > 1
    bare = with_notes([p for label in labels for p in ([label] if several and _is_dated(label) else _apart(label))])
    kept = [t for t in bare if not _DATED.match(squash(t.text))]
    return tuple(kept if len(kept) >= _FEWEST else bare)


def _is_dated(label: Token) -> bool:
    """Whether a label names figures and their year, each on a line: R7 / 目標."""
    first, *rest = label.text.split("\n")
    year = heads(first)
    return label.field in _DATED_FIGURES and bool(rest) and year is not None and year.field == "year"


def _apart(label: Token) -> list[Token]:
    """A year and the label beside it that were taken for one: 令和12 / 年度 / 担当部署."""
    *first, last = label.text.split("\n")
    year, own = heads("".join(first)), heads(last)
    if year is None or own is None or year.field != "year" or own.field == "year" or label.field == "year":
        return [label]
    line = label.line._replace(number=label.line.number + label.more, text=last)
    return [label._replace(text="\n".join(first), heading=year), Token(last, line, own, gap=False)]


def with_notes(labels: Sequence[Token]) -> list[Token]:
    """A year alone behind 当初値 or 目標値 is that of its figures; words in brackets are a note."""
    kept: list[Token] = []
    for n, token in enumerate(labels):
        if kept and kept[-1].heading is None and kept[-1].text.endswith("の") and token.heading is None:
            kept[-1] = kept[-1]._replace(text=kept[-1].text + token.text)
            continue
        after = labels[n + 1].field if n + 1 < len(labels) else None
        bare = bool(kept) and kept[-1].field in _FIGURES and not re.search(r"\d", kept[-1].text)
        if token.field == "year" and after != "year" and bare and "\n" not in token.text:
            own = kept[-1]
            kept[-1] = own._replace(text=f"{own.text}\n({token.text})")
        elif token.heading is None and token.text.strip()[:1] in "(（":
            kept[-1:] = [own._replace(text=f"{own.text}\n{token.text}") for own in kept[-1:]]
        else:
            kept.append(token)
    return kept


def _lengthened(headers: list[Header], found: Sequence[Token]) -> list[Header]:
    """Headers with the unknown labels at their end: words that come after all of them."""
    while len(headers) > 1 and all(h.end < len(found) for h in headers):
        ahead = [found[h.end] for h in headers]
        if len({squash(t.text) for t in ahead}) > 1 or not _may_label(ahead[0]):
            break
        headers = [Header(h.first, h.end + 1, (*h.labels, t)) for h, t in zip(headers, ahead, strict=True)]
    return headers


def _may_label(token: Token) -> bool:
    text = squash(token.text)
    return len(text) <= _LONGEST and look(token.text) in ("word", "phrase")


def band_words(found: Sequence[Token]) -> frozenset[str]:
    """The words beside numbers that count up: 改革の柱１ …, 改革の柱２ …"""
    counted: dict[str, list[str]] = {}
    for token in found:
        if (numbered := _numbered(token.text)) is not None:
            counted.setdefault(numbered[0], []).append(numbered[1])
    words = {word for word, numbers in counted.items() if {"1", "2"} <= {*numbers} or {"I", "II"} <= {*numbers}}
    if _BRACKETS in words and sum(is_ordinal(t.text) for t in found) < _ROWS_A_BAND * len(counted[_BRACKETS]):
        words.remove(_BRACKETS)
    return frozenset(words - {""} if not _leads(found) else words)


def _leads(found: Sequence[Token]) -> bool:
    """Whether a number alone begins a band: Ⅱ 気候変動への適応 stands before Ⅱ-1, the first of its rows."""
    first: dict[str, bool] = {}
    for before, token in pairwise(found):
        own = _OF_LEVEL.match(squash(token.text))
        if own is not None:
            first.setdefault(own[1], _numbered(before.text) == ("", own[1]))
    return len(first) > 1 and all(first.values())


@lru_cache(maxsize=65536)
def _numbered(text: str) -> tuple[str, str] | None:
    printed = unicodedata.normalize("NFKC", text)
    if (bare := _BARE.match(printed)) is not None:
        return "", bare[1]
    if (bracketed := _BRACKETED.match(printed)) is not None:
        return _BRACKETS, bracketed[1]
    found = _BAND.match(printed)
    return (found[1] or found[4], found[2] or found[3]) if found else None


def is_band(token: Token, words: frozenset[str]) -> bool:
    """Whether a line stands over rows and names their level: a numbered word of `words`, or one known before."""
    numbered = _numbered(token.text)
    known = numbered is not None and numbered[0] in words
    return known or (levels().match(squash(token.text)) is not None and len(token.text) > 6)
