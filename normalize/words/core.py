"""A label as printed -> its bare word: without the signs around it, enumerator, notes, translation and synonym."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from normalize.family import common
from normalize.text import REMEMBERED, split_enumerator, squash

_PAIRS = dict(zip("【〔〈＜<［[「『《(", "】〕〉＞>］]」』》)", strict=True))
_SIGNS = "".join(sign for sign in common().marker_open if sign not in _PAIRS)
_FOOTNOTE = regex.compile(
    r"(?:[※*＊†]|注(?=\d)|[\[(【〔](?:[※*＊†]|注\d?))\d{0,2}[\])】〕]?$|[¹²³⁴⁵]+$|(?<=\D)[⁽]\d[⁾]$"
)
_NOTE = regex.compile(
    r"[(\[〔【](?!新規?[)\]〕】])(?:[※*＊注例単]|主な|参考|別紙|予定|要旨|抜粋|通称|内訳|根拠|[千百]?万?円|[A-Za-z][^()]*|[^()\[\]【】]*(?:現在|年度?別|時点|を記[載入]|参照|[~～〜/／・]))"
    r"[^()\[\]〔〕【】]*[)\]〕】]$"
)
_LATIN = regex.compile(r"(?:[(\[/／]|\b)[A-Za-z][A-Za-z .,'’&/-]{2,}[)\]]?$|^[A-Za-z][A-Za-z .,'’&-]{2,}[/／|｜]")
_JAPANESE = regex.compile(r"[一-鿿ぁ-んァ-ヶ]")
_SYNONYM = regex.compile(r"(?<=[一-鿿ぁ-ん])\((?P<word>[一-鿿]{1,4})\)(?=[一-鿿]{1,3}$)")
_ENUMERATOR = regex.compile(
    r"(?:[(\[]?(?:[①-⑳⑴-⒇❶-❿㉑-㉟]|[Ⅰ-Ⅻⅰ-ⅻ])[)\].．、:]{0,2}|[(\[]?(?:[ア-コ]|\d{1,2}|[a-zA-Z])[)\].．、])"
    r"(?=[^\d\s)\].．,、%％])"
)
_NUMBERED = regex.compile(r"(?<=[一-鿿])\(?(?:\d{1,2}|[①-⑳Ⅰ-Ⅻ])\)?(?=名称?$|$)")
"""A number inside a label, as forms with several lines alike print it: 施策(1)名称, 指標①."""


_SPACED = regex.compile(r"\s*(?:\d{1,2}(?:[-.．－]\d{1,2})*[.．]?|[ア-ンa-zA-Z])[\s\u3000]+[一-鿿ぁ-んァ-ヶ]{2}")
"""A number or letter before a word with a space between, which squashing would lose: 1 取組名, ア 内容."""


class Core(NamedTuple):
    """plain: without signs, enumerator, footnote mark and translation.  word: without the notes behind it either."""

    plain: str
    word: str


@lru_cache(maxsize=REMEMBERED)
def core(text: str) -> Core:
    """The bare word of a label.

    >>> [core(t).word for t in ("【取組名※1】", "①取組名", "取組名 / Initiative", "推進部署：", "施策(事業)名")]
    ['取組名', '取組名', '取組名', '推進部署', '施策名']
    >>> [core(t).word for t in ("〔 所　管 〕", "施策（１）名称", "事業費（千円）", "3D都市モデル", "120件")]
    ['所管', '施策名称', '事業費', '3D都市モデル', '120件']
    >>> core("■目標値（単位：件）※2").plain
    '目標値(単位:件)'
    """
    plain = _plain(squash(split_enumerator(text)[1] if _SPACED.match(text) else text))
    word = plain
    while (shorter := _plain(_NOTE.sub("", word) or word)) != word:
        word = shorter
    return Core(plain, word)


def _plain(word: str) -> str:
    for _ in range(3):
        before = word
        word = _unmarked(word)
        word = _FOOTNOTE.sub("", word) or word
        word = _translated(word)
        enumerator = _ENUMERATOR.match(word)
        word = word[enumerator.end() :] if enumerator else word
        if word == before:
            break
    return _SYNONYM.sub("", _unnumbered(word))


def _unnumbered(word: str) -> str:
    """Without the number inside; that of a level or an initiative counts it and is no label's: 取組1, 基本目標2."""
    bare = _NUMBERED.sub("", word)
    counted = bare in common().levels or bare in common().initiative_levels
    return word if counted or not bare else bare


def _unmarked(word: str) -> str:
    """Without the bullet before a word, the brackets around it, the colon behind it."""
    bare = word.rstrip(":")
    if len(bare) > 1 and bare[0] in _SIGNS:
        bare = bare.strip(_SIGNS) or bare
    while len(bare) > 2 and _PAIRS.get(bare[0]) == bare[-1] and bare[0] not in bare[1:]:
        bare = bare[1:-1]
    if bare[:1] in _PAIRS and _PAIRS[bare[0]] not in bare:
        bare = bare[1:]
    return bare


def _translated(word: str) -> str:
    """Without the English that stands beside Japanese."""
    japanese = _LATIN.sub("", word, count=1)
    return japanese.rstrip("(/[") if japanese != word and _JAPANESE.search(japanese) else word
