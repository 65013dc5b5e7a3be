"""A printed cell -> the label it is: which field it heads, for which year, in which unit."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import regex

from normalize.era import fiscal_year, split_year, whole_range
from normalize.family import Field, common
from normalize.term import split_term
from normalize.text import split_enumerator, squash
from normalize.words.core import core
from normalize.words.field import FIGURES

LONGEST = 30
"""Characters of the longest label; what is longer is a value."""

_NOTE = regex.compile(r"[(（\[［【](?:単位[::]?)?[^()（）\[\]【】]{1,14}[)）\]］】]$")
_UNIT = regex.compile(r"[(（\[［](?:単位[::]?)?(?P<unit>[^()（）\[\]]{1,8})[)）\]］]$")
_SAME_JOINTS = regex.compile(r"[・/、]|及び")
_JOINTS = regex.compile(r"[・/、,＆&]|及び|並びに|と")
_CORNER = regex.compile(r"(?P<rows>\S+)[ \u3000＼\\]+年[度次]|年[度次][ \u3000＼\\]+(?P<rows>\S+)")
"""The corner cell of a matrix says what its rows and what its columns are, often on the two sides of a diagonal."""
_QUARTER = regex.compile(
    r"第?[1-4一二三四]/?(?:四半期|Q)|Q[1-4]|[上下]半?期|年?度?[前後]半|(?:[1-9]|1[0-2])(?:[~〜～・-](?:[1-9]|1[0-2]))?月期?"
)
"""Parts of a year: quarters, halves, months."""
_AFTER_YEAR = regex.compile(r"[\d元]年度?(\S{2,10}?)[)）]?$")
_FOOTNOTE = regex.compile(r"[*＊※]\d*$")


class Label(NamedTuple):
    """What a label says. year: printed in it (目標値(R11)).  sure: the whole word is known, not only its end.

    more: the further fields of a double label (取組内容・目標).
    """

    field: Field
    year: int | None
    printed: str
    unit: str | None = None
    sure: bool = True
    more: tuple[Field, ...] = ()


@lru_cache(maxsize=65536)
def label(text: str, era_hint: str | None = None) -> Label | None:
    """The label a cell's text is, or None where it is a value.

    >>> label("担　当　課").field, label("基準値\\n（Ｈ27年度）").year, label("公開データセット数")
    ('departments', 2015, None)
    >>> label("施策　　　年度").field, label("毎年度").field, label("中間目標").field
    ('name', 'year', 'target')
    """
    corner = _CORNER.fullmatch(text.strip())
    if corner is not None and _field(squash(corner["rows"])) == "name":
        text = corner["rows"]
    word = squash(text)
    if not word or len(word) > LONGEST:
        return None
    year = fiscal_year(_FOOTNOTE.sub("", word), era_hint)
    if year is not None and not word.isdigit():
        return Label("year", year, word)
    span = whole_range(word)
    if span is not None:
        return Label("year", span[0], word)
    word = core(text).plain
    rest, year = split_year(word, era_hint)
    rest = rest.strip("()（）[]") if rest[:1] in "(（[" else rest
    for candidate in (word, rest):
        field = _field(candidate)
        if field is not None:
            unit = _UNIT.search(candidate)
            return Label(field, year, word, unit["unit"] if unit and split_year(unit["unit"])[1] is None else None)
    if (dated := _of_term(word)) is not None:
        return Label(dated, None, word)
    if _QUARTER.fullmatch(word):
        return Label("quarter", None, word)
    parts: list[Field | None] = [_field(part) for part in _SAME_JOINTS.split(rest)]
    if parts[0] is not None and len(set(parts)) == 1:
        return Label(parts[0], year, word)
    return None


@lru_cache(maxsize=65536)
def ends_in_quarter(word: str) -> bool:
    """Whether a label says a part of a year behind its year.

    >>> ends_in_quarter("取組計画(令和8年度4～6月)"), ends_in_quarter("目標値(令和8年度)")
    (True, False)
    """
    found = _AFTER_YEAR.search(word)
    return found is not None and _QUARTER.fullmatch(found[1]) is not None


def _of_term(word: str) -> Field | None:
    """What a word stands for that begins with a part of the period: 前期, 前年度実績, 中間目標."""
    part, rest = split_term(word)
    field = _field(rest) if part is not None and rest else None
    if part is None or (rest and field not in FIGURES):
        return None
    return "year" if field is None else "target" if field == "goal" else field


def _several(words: str) -> list[Field | None]:
    """The fields of words joined to one label: 現状・課題 is one, 目的・内容 are two."""
    whole = _field(words)
    return [whole] if whole is not None else [_field(part) for part in _JOINTS.split(words)]


@lru_cache(maxsize=65536)
def header(text: str, era_hint: str | None = None) -> Label | None:
    """Like `label`, for a cell known to be a column's or row's heading: a known word at its end is enough.

    >>> header("関連する成果指標").field, header("款項目").field
    ('indicator', 'ignore')
    >>> found = header("現状・課題／取組内容")
    >>> (found.field, *found.more) if found else None
    ('situation', 'content')
    """
    exact = label(text, era_hint)
    if exact is not None:
        return exact
    word = squash(text)
    if word.isdigit() and len(word) == 4 and (year := fiscal_year(word)):
        return Label("year", year, word)
    if not word or len(word) > LONGEST or word[-1] in "。、":
        return None
    rest, year = split_year(_NOTE.sub("", core(text).plain), era_hint)
    parts: list[Field | None] = [found for segment in rest.split("/") for found in _several(segment)]
    fields: list[Field] = [part for part in dict.fromkeys(parts) if part is not None]
    if fields and None not in parts:
        return Label(fields[0], year, word, None, sure=True, more=tuple(fields[1:]))
    endings = (rest[n:] for n in range(len(rest) - 1))
    known = next((ending for ending in endings if ending in common().labels), None)
    return Label(common().labels[known], year, word, None, sure=False) if known is not None else None


def marker(text: str) -> Label | None:
    """The label of a line that stands for itself between signs or before a colon: ＜取組内容＞, ◆具体的な内容, 目標：.

    >>> marker("＜目標＞").field, marker("◆施策の目標").field, marker("目　標："), marker("【新規】")
    ('goal', 'goal', Label(field='goal', year=None, printed='目標', unit=None, sure=True, more=()), None)
    """
    word = squash(text)
    c = common()
    signed = word[:1] in c.marker_open or word[-1:] == ":"
    if not word or len(word) > LONGEST or not signed or split_enumerator(word)[0] is not None:
        return None
    return label(core(word).plain)


def leading(text: str, *, item: bool = False) -> tuple[Label, str] | None:
    """The label that a line of running text begins with, and what follows: behind a sign, or before a colon.

    item: the line is an item of a list, whose sign a converter took off.

    >>> found = leading("◇取組概要　広報紙に連載する。")
    >>> (found[0].field, found[1]) if found else None
    ('content', '広報紙に連載する。')
    >>> leading("概要を公表する。"), leading("◇概要版の作成　年1回"), leading("概要 公表する。")
    (None, None, None)
    >>> found = leading("取組概要 広報紙に連載する。", item=True)
    >>> found[1] if found else None
    '広報紙に連載する。'
    """
    parts = _leading().match(f"{common().marker_open[0]}{text.strip()}" if item else text)
    found = label(parts["label"]) if parts is not None else None
    if parts is None or found is None or found.field == "year":
        return None
    return found, parts["rest"]


@cache
def _leading() -> regex.Pattern[str]:
    opened, closed = (regex.escape(signs) for signs in (common().marker_open, common().marker_close))
    return regex.compile(
        rf"\s*(?:(?:[{opened}]\s*)+(?P<label>[^\s{closed}]{{2,14}})(?:\s*[{closed}]\s*|\s+)"
        r"|(?P<label>[^\s:\uFF1A]{2,14}|[^\s:\uFF1A](?:\s+[^\s:\uFF1A]){1,5})\s*[:\uFF1A]\s*)(?P<rest>\S.*)"
    )


def _field(word: str) -> Field | None:
    c = common()
    for candidate in (word, _NOTE.sub("", word)):
        if candidate in c.labels:
            return c.labels[candidate]
        for prefix in c.prefixes if candidate.startswith(c.prefixes) else ():
            if candidate.startswith(prefix) and candidate[len(prefix) :] in c.labels:
                return c.labels[candidate[len(prefix) :]]
        for suffix in c.suffixes if candidate.endswith(c.suffixes) else ():
            if (
                candidate.endswith(suffix)
                and len(candidate) - len(suffix) > 1
                and candidate[: -len(suffix)] in c.labels
            ):
                return c.labels[candidate[: -len(suffix)]]
    return None
