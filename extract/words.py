"""Printed words -> what they head: the same common words that normalize reads, for dumps that lost their tables.

Without rules or coordinates a table is known by the words that head its columns and rows. They stand once, as data, in
`normalize/families/common.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent.parent / "normalize" / "families" / "common.toml"
_STAGES = _FILE.parent.parent / "tables" / "stages.csv"
_ERA = r"(?:明治|大正|昭和|平成|令和|[HRSＨＲＳ]\.?)"
_DATED = rf"{_ERA}(?:\d{{1,2}}|元)(?:年度|年)(?:末)?|[HRHR]\.?\d{{1,2}}|(?:19|20)\d\d(?:年度|年)?|\d{{1,2}}年度"
_YEAR = re.compile(rf"[(（\[]?(?:{_DATED})(?:以降|まで)?[)）\]]?")
_YEARS = re.compile(rf"{_YEAR.pattern}(?:[(（\[]{_YEAR.pattern}[)）\]])?")
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


@cache
def _words() -> dict[str, str]:
    known = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    labels: dict[str, list[str]] = known["labels"]
    words = {squash(word): field for field, listed in labels.items() for word in listed}
    return {word: field for word, field in words.items() if len(word) >= _SHORTEST}


@cache
def stages() -> frozenset[str]:
    """The words for stages of work that stand once in `normalize/tables/stages.csv`."""
    return frozenset(map(squash, _STAGES.read_text(encoding="utf-8").split()[1:]))


@cache
def levels() -> re.Pattern[str]:
    """A line that names a level of the policy system with its number: 基本目標１ …, 第2章 …"""
    known = tomllib.loads(_FILE.read_text(encoding="utf-8"))["headings"]["levels"]
    words = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return re.compile(
        rf"[【《<〈\[]?(?:(?:{words})\s*[\d①-⑳Ⅰ-Ⅻ一二三四五六七八九十]|第\s*[\d一二三四五六七八九十]+\s*[章節編部])"
    )


@lru_cache(maxsize=65536)
def heads(text: str) -> Heading | None:
    """What a line or cell heads, if its whole text is a known word.

    >>> heads("担　当　課"), heads("平成30 年度"), heads("令和６年度に開始")
    (Heading(field='departments', word='担当課'), Heading(field='year', word='平成30年度'), None)
    >>> heads("現況値(R7年度)").field, heads("目標値（Ｒ１１）").field, heads("2024")
    ('baseline', 'target', None)
    """
    word = squash(text)
    if not _SHORTEST <= len(word) <= 24:
        return None
    if _YEARS.fullmatch(word) and not word.isdecimal():
        return Heading("year", word)
    field = _field(word)
    return Heading(field, word) if field else None


def _field(word: str) -> str | None:
    known = _words()
    bare = _NOTE.sub("", word)
    for candidate in (word, bare, bare.removesuffix("等"), bare.removesuffix("名")):
        if candidate in known:
            return known[candidate]
    parts = [known.get(part) for part in re.split(r"[・/、]|及び", bare)]
    if len(parts) > 1 and parts[0] is not None and None not in parts:
        return parts[0]
    dated = re.match(rf"(?:{_YEAR.pattern})(?:の)?(.+)", word)
    return known.get(dated[1]) if dated else None


@lru_cache(maxsize=65536)
def marks(text: str) -> str | None:
    """The field that a marker line in a cell names.

    >>> marks("＜取組内容＞"), marks("＜目標＞"), marks("＜新規＞")
    ('content', 'goal', None)
    """
    found = _MARKER.fullmatch(squash(text))
    return _field(found[1]) if found else None
