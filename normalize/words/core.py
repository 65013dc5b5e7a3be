"""A label as printed -> its bare word: without the signs around it, enumerator, notes, translation and synonym."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from normalize.text import REMEMBERED, squash

OPEN, CLOSE = "【〔〈＜<［[「『《(", "】〕〉＞>］]」』》)"
_SIGNS = "■◆◇□●○◎▶▷➢►▸▼▽★☆・*※▲△◉⚫❖✓✔➤→"
_PAIRS = dict(zip(OPEN, CLOSE, strict=True))
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
    r"(?:[(\[]?(?:[①-⑳⑴-⒇❶-❿㉑-㉟]|[Ⅰ-Ⅻⅰ-ⅻ])[)\].．、:]{0,2}|[(\[](?:[ア-コ]|\d{1,2}|[a-zA-Z])[)\]]"
    r"|\d{1,2}(?:[-.]\d{1,2})*[).．、:]?(?=[一-鿿ぁ-んァ-ヶ「【])(?!年|月|日|件|名|人|か所|箇所|回|次|期|つ|番)"
    r"|(?:[ア-コ]|[a-zA-Z])[).．、])(?=[^\d\s)\].,、%％])"
)
_NUMBERED = regex.compile(r"(?<=[一-鿿])\(?(?:\d{1,2}|[①-⑳Ⅰ-Ⅻ])\)?(?=名称?$|$)")
"""A number inside a label, as forms with several lines alike print it: 施策(1)名称, 指標①."""


class Core(NamedTuple):
    """word: the bare one.  marked: signs stood around or before it.  reduced: more than signs was taken off."""

    word: str
    marked: bool
    reduced: bool


@lru_cache(maxsize=REMEMBERED)
def core(text: str) -> Core:
    """The bare word of a label.

    >>> [core(t).word for t in ("【取組名※1】", "①取組名", "取組名 / Initiative", "推進部署：", "施策(事業)名")]
    ['取組名', '取組名', '取組名', '推進部署', '施策名']
    >>> [core(t).word for t in ("〔 所　管 〕", "施策（１）名称", "事業費（千円）", "3D都市モデル", "120件")]
    ['所管', '施策名称', '事業費', '3D都市モデル', '120件']
    """
    printed = _spaced(text)
    word, marked = _unmarked(printed)
    bare = word
    for _ in range(3):
        before = bare
        bare = _FOOTNOTE.sub("", bare) or bare
        bare = _NOTE.sub("", bare) or bare
        bare = _translated(bare)
        bare = _ENUMERATOR.sub("", bare, count=1) if _ENUMERATOR.match(bare) else bare
        bare, more = _unmarked(bare)
        marked = marked or more
        if bare == before:
            break
    bare = _SYNONYM.sub("", _NUMBERED.sub("", bare) or bare)
    return Core(bare, marked, bare != word)


def _spaced(text: str) -> str:
    """Squashed; the spaces between Latin words matter to nothing here."""
    return squash(text)


def _unmarked(word: str) -> tuple[str, bool]:
    """Without the bullet before a word, the brackets around it, the colon behind it."""
    bare = word.rstrip(":")
    if len(bare) > 1 and bare[0] in _SIGNS:
        bare = bare.lstrip(_SIGNS) or bare
    while len(bare) > 2 and _PAIRS.get(bare[0]) == bare[-1] and bare[0] not in bare[1:]:
        bare = bare[1:-1]
    if bare[:1] in _PAIRS and _PAIRS[bare[0]] not in bare:
        bare = bare[1:]
    return bare, bare != word


def _translated(word: str) -> str:
    """Without the English that stands beside Japanese."""
    japanese = _LATIN.sub("", word, count=1)
    return japanese.rstrip("(/[") if japanese != word and _JAPANESE.search(japanese) else word
