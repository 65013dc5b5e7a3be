"""Printed words -> what they head, by the words that are known while a dump is read.

Without rules or coordinates a table is known by the words that head its columns and rows. Who has a dump read says
which they are (`Words`); the functions below ask for them by `known`, so that they need not be handed through every
step between.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import NamedTuple

from extract.model import Words

_NONE = Words()
_KNOWN = ContextVar("known", default=_NONE)
_DOCUMENTS = 4
"""Sets of words whose tables are kept; a process reads with one."""
_ERA = r"(?:明治|大正|昭和|平成|令和|[HRSＨＲＳ]\.?)"
_DATED = rf"{_ERA}(?:\d{{1,2}}|元)(?:年度|年)(?:末)?|[HRHR]\.?\d{{1,2}}|(?:19|20)\d\d(?:年度|年)?|\d{{1,2}}年度"
_YEAR = re.compile(rf"[(（\[]?(?:{_DATED})(?:以降|まで)?[)）\]]?")
_YEARS = re.compile(rf"{_YEAR.pattern}(?:[(（\[]{_YEAR.pattern}[)）\]])?")
_YEAR_BEFORE = re.compile(rf"(?:{_YEAR.pattern})(?:の)?(.+)")
_NOTE = re.compile(r"[(（\[][^()（）\[\]]{1,14}[)）\]]$")
_MARKER = re.compile(r"[＜<【〈《\[［■◆◇□●○◎▶▼☆★・]\s*([^＞>】〉》\]］<＜【〈]{1,16})[＞>】〉》\]］]?")
_SHORTEST = 2
"""Characters of the shortest word taken for a heading: 国, 県, 項 and 款 are words of any text."""


class Heading(NamedTuple):
    """What a printed word heads: a field of common.toml, or `year`."""

    field: str
    word: str


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """The text as it is compared: compatible characters unified, no white space.

    >>> squash("担　当　課"), squash("Ｎｏ．")
    ('担当課', 'No.')
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


@contextmanager
def knowing(words: Words) -> Generator[None]:
    """What is read inside is read with these words."""
    before = _KNOWN.set(words)
    try:
        yield
    finally:
        _KNOWN.reset(before)


def known() -> Words:
    """The words that are known now."""
    return _KNOWN.get()


@lru_cache(maxsize=_DOCUMENTS)
def _labels(words: Words) -> dict[str, str]:
    squashed = {squash(word): field for word, field in words.labels.items()}
    return {word: field for word, field in squashed.items() if len(word) >= _SHORTEST}


@lru_cache(maxsize=_DOCUMENTS)
def stages(words: Words) -> frozenset[str]:
    """The words for stages of work, as they are compared."""
    return frozenset(map(squash, words.stages))


@lru_cache(maxsize=_DOCUMENTS)
def _levels(words: Words) -> re.Pattern[str]:
    named = "|".join(sorted(map(re.escape, words.levels), key=len, reverse=True)) or "(?!)"
    return re.compile(
        rf"[【《<〈\[]?(?:(?:{named})\s*(?:[\d①-⑳Ⅰ-Ⅻ一二三四五六七八九十]|[A-Z](?![A-Za-z0-9]))|第\s*[\d一二三四五六七八九十]+\s*(?:[章節編部]|の(?:{named})))"
    )


def levels() -> re.Pattern[str]:
    """A line that names a level of the policy system with its number: 基本目標１ …, 第2章 …"""
    return _levels(known())


def heads(text: str) -> Heading | None:
    """What a line or cell heads, if its whole text is a known word.

    >>> with knowing(Words({"担当課": "departments", "目標値": "target"})):
    ...     heads("担　当　課"), heads("平成30 年度"), heads("令和６年度に開始"), heads("目標値（Ｒ１１）").field
    (Heading(field='departments', word='担当課'), Heading(field='year', word='平成30年度'), None, 'target')
    """
    return _heads(known(), text)


@lru_cache(maxsize=65536)
def _heads(words: Words, text: str) -> Heading | None:
    word = squash(text)
    if not _SHORTEST <= len(word) <= 24:
        return None
    if _YEARS.fullmatch(word) and not word.isdecimal():
        return Heading("year", word)
    field = _field(words, word)
    return Heading(field, word) if field else None


def _field(words: Words, word: str) -> str | None:
    labels = _labels(words)
    bare = _NOTE.sub("", word)
    for candidate in (word, bare, bare.removesuffix("等"), bare.removesuffix("名")):
        if candidate in labels:
            return labels[candidate]
    parts = [labels.get(part) for part in re.split(r"[・/、]|及び", bare)]
    if len(parts) > 1 and parts[0] is not None and None not in parts:
        return parts[0]
    return labels.get(undated(word))


def undated(word: str) -> str:
    """A label without the year before it.

    >>> undated("R7目標"), undated("令和8年度の実績"), undated("目標")
    ('目標', '実績', '目標')
    """
    dated = _YEAR_BEFORE.match(word)
    return dated[1] if dated else word


def marks(text: str) -> str | None:
    """The field that a marker line in a cell names.

    >>> with knowing(Words({"取組内容": "content", "目標": "goal"})):
    ...     marks("＜取組内容＞"), marks("＜目標＞"), marks("＜新規＞")
    ('content', 'goal', None)
    """
    return _marks(known(), text)


@lru_cache(maxsize=65536)
def _marks(words: Words, text: str) -> str | None:
    found = _MARKER.fullmatch(squash(text))
    return _field(words, found[1]) if found else None
