"""A printed string -> the kind of value it most likely is."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal, get_args

import regex

from normalize.choice import chosen
from normalize.department import departments, ends_as_department
from normalize.era import fiscal_year, whole_range
from normalize.family import common
from normalize.quantity import is_blank, is_unit, quantity
from normalize.stage import carries, is_stage_word, stage
from normalize.text import BULLETS, REMEMBERED, display, split_enumerator, squash
from normalize.trend import statement, trend
from normalize.vocabulary import words as vocabulary

Kind = Literal[
    "empty", "blank", "arrow", "number", "numbers", "integer", "figure", "unit", "year", "grade", "stage", "direction",
    "departments", "indicator", "trend", "heading", "level", "law", "people", "noun", "sentence", "list", "long",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST_NAME = 42
"""Characters up to which a text without a full stop is a name; titles of initiatives hardly run over two lines."""
LONGEST_DEPARTMENTS = 90

_LONGEST_UNIT = 8

_ENUM = r"(?:[A-Za-z]|[Ⅰ-Ⅻⅰ-ⅻ]|[①-⑳㉑-㉟⑴-⒇❶-❿]|\d{1,4})"
_NUMBER = regex.compile(
    rf"(?:取組|施策|事業|項目|No\.?|NO\.?|№|目標|指標)?[(【\[]?(?:{_ENUM}|[ア-ン])(?:[-－.・ー‐]\(?{_ENUM}\)?){{0,3}}"
    r"[)】\].．]?"
)
_DECIMAL = regex.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d+")
"""Written as figures are, though an enumerator may look so too: 1,300, 12.5."""
_NUMBERS = regex.compile(r"\d{1,3}(?:[-.]\d{1,2})?(?:[、,・~〜～]\d{1,3}(?:[-.]\d{1,2})?)+")
_NAMED_BY_NUMBER = regex.compile(r"\d{1,3}[ \u3000]+(?P<name>[一-鿿ぁ-んァ-ヶ][^\s、。]{1,40})")
"""A number, a space and a name: squashed, 1 予約 would be a figure with a unit."""
_ITEM = regex.compile(rf"\s*(?:[①-⑳⑴-⒇{BULLETS}※*-]|[(（]\d{{1,2}}[)）]|\d{{1,2}}[.．、 ])\s*")
_MEASURED = regex.compile(
    r"(?:数|率|額|量|度|値|割合|件|人口|時間|面積|延長|日|回数|台|人|容量|高|距離|校|比|点|順位|密度|濃度|総計|累計|平均|収入|支出|残高|利用者|参加者|登録者)(?:[(（][^()（）]{1,14}[)）])?$|のべ|延べ"
)
_LAW = regex.compile(r".*(?:法|条例|要綱|規則|計画|ビジョン|プラン|戦略|法律|指針)(?:第\d+条)?$")
_PEOPLE = regex.compile(
    r".*(?:の方|世帯|事業者|市民|町民|村民|区民|住民|高齢者|全般|児童生徒|者等|乳幼児|保護者|妊産婦)$"
)

_NUMBER_ALONE = regex.compile(r"(?<=[\d①-⑳Ⅰ-Ⅻ])\n(?=[^\d\s])")
"""A line that ends with a number: what follows is another word, 施策の方向1 over 地域活動."""
_CAPTION = "図表|資料|別紙|別表|様式|写真|参考|附則|付属|平成|令和|昭和|西暦"
"""Words with a number that say what a table or page is, or a year."""
NUMBERED_WORD = regex.compile(
    rf"[(（【《<〈\[]?(?!(?:{_CAPTION}))(?P<word>[一-鿿々][一-鿿々の]{{1,5}})\s*(?P<n>\d{{1,2}}|[①-⑳Ⅰ-Ⅻⅰ-ⅻ])"
    r"(?:[\s\u3000:：.．、]+|[)）】》>〉\]]\s*)(?P<rest>[^\d\s].*)"
)
"""A word that counts, its number, a space and a name: 推進区分1 環境の整備. It heads, whatever list holds the word."""


@lru_cache(maxsize=REMEMBERED)
def kind(text: str) -> Kind:
    """The kind of value that a cell's text most likely is.

    >>> [kind(t) for t in ("⇒", "1-2", "12", "1,300台", "令和8年度", "Ａ", "検討", "継続", "総務課、企画課", "－", "")]
    ['arrow', 'number', 'integer', 'figure', 'year', 'grade', 'stage', 'direction', 'departments', 'blank', 'empty']
    >>> [kind(t) for t in ("公開データ数", "窓口の改善", "基本目標1 学び", "窓口を改める。", "件", "施策コード")]
    ['indicator', 'noun', 'level', 'sentence', 'unit', 'noun']
    >>> kind("推進区分1 環境の整備"), kind("図表1 人口の推移"), kind("施策の方向1\\n地域活動")
    ('heading', 'noun', 'level')
    >>> kind("・講座を毎月開く\\n・訓練を年に二回行う")
    'list'
    """
    option = chosen(text)
    text = text if option in ("", display(text)) else option
    word = squash(text)
    if not word:
        return "empty"
    numbered = _NAMED_BY_NUMBER.fullmatch(text.strip())
    if numbered and not is_unit(squash(numbered["name"])):
        return _named(text, word)
    return _short(word) or _long(text, word) or _named(text, word)


def _short(word: str) -> Kind | None:
    """The kinds of which a closed list or a pattern knows every one."""
    if len(word) > LONGEST_NAME:
        return None
    digits = any(map(str.isdigit, word))
    if not digits and is_blank(word):
        return "blank"
    if carries(word) or (word[0] in "→⇒⇨➡" and (borne := stage(word, None)) is not None and borne.carried):
        return "arrow"
    if word in vocabulary("directions") and word not in common().grades:
        return "stage" if word in _plans() else "direction"
    if (word in vocabulary("grades") or word in common().grades) and not word.isnumeric():
        return "stage" if is_stage_word(word) and word in _plans() else "grade"
    if len(word) <= _LONGEST_UNIT and is_unit(word):
        return "unit"
    if word.isdecimal() and len(word) == 4 and fiscal_year(word) is not None:
        return "year"
    if word.isdecimal() and len(word) <= 4:
        return "integer"
    if digits and (fiscal_year(word) is not None or whole_range(word) is not None):
        return "year"
    if digits and _DECIMAL.fullmatch(word):
        return "figure"
    if len(word) <= 12 and _NUMBER.fullmatch(word):
        return "number"
    if _NUMBERS.fullmatch(word):
        return "numbers"
    if digits and quantity(word) is not None:
        return "figure"
    return "stage" if is_stage_word(word) else None


@cache
def _plans() -> frozenset[str]:
    """Words of both lists that plans print for a year's work far more often than for a grade or a direction."""
    return frozenset(("検討", "実施", "推進", "完了", "拡大", "改善", "導入"))


def _long(text: str, word: str) -> Kind | None:
    """The kinds told by how a text is made: items, figures by year, sentences."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(map(_ITEM.match, lines)):
        kinds = {kind(_ITEM.sub("", line, count=1)) for line in lines}
        if kinds <= {"figure", "integer", "blank"}:
            return "figure"
        if kinds <= {"stage", "arrow", "direction"}:
            return "stage"
    if len(word) <= LONGEST_DEPARTMENTS and "。" not in word and _is_departments(text):
        return "departments"
    if any(map(str.isdigit, word)) and any(trend(line) or statement(line) for line in lines):
        return "trend"
    if "。" in word:
        return "sentence"
    if len(lines) > 1 and len(word) > 16 and 2 * sum(_ITEM.match(line) is not None for line in lines) >= len(lines):
        return "list"
    return "long" if len(word) > LONGEST_NAME else None


def _is_departments(text: str) -> bool:
    listed = departments(text)
    return bool(listed) and all(len(one) <= 22 and ends_as_department(one) for one in listed)


def _named(text: str, word: str) -> Kind:
    """The kinds that only the words of a name tell apart."""
    shown = _NUMBER_ALONE.sub(" ", display(text)).replace("\n", "")
    if len(word) > 2 and (level := _level().match(shown)):
        return "level" if level["level"] else "heading"
    if split_enumerator(shown)[0] is not None or NUMBERED_WORD.fullmatch(shown):
        return "heading"
    if len(word) >= 4 and _MEASURED.search(word):
        return "indicator"
    if _LAW.fullmatch(word):
        return "law"
    return "people" if len(word) <= 12 and _PEOPLE.fullmatch(word) else "noun"


@cache
def _level() -> regex.Pattern[str]:
    listed = sorted({*common().levels, *common().initiative_levels}, key=len, reverse=True)
    number = r"[\d①-⑳Ⅰ-Ⅻⅰ-ⅻA-Z一二三四五六七八九十]+"
    words = "|".join(map(regex.escape, listed))
    return regex.compile(
        rf"[(【《<〈\[]?(?:(?P<level>(?:最?重点|[一-龠]{{2}}の?)?(?:{words})\s*(?:\(?{number}(?![一-鿿])|[Ⅰ-Ⅻⅰ-ⅻ①-⑳]))"
        rf"|(?P<level>第{number}[章節編部項]))"
    )
