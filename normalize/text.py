"""Printed string -> display form: an ordered table of small named fixes, and the marks that surround a name.

Never NFKC on a whole string: it turns `①5件` into `15件` and `½` into `1⁄2`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# Full-width ASCII that becomes half-width wherever it stands. `＜＞` are Japanese brackets, `！？～` Japanese
# punctuation; `，．－` depend on their neighbours and have their own fixes.
_FOLDED = "（）％：／＋＆＊＝＠＃＿；［］｛｝＄＂＇｜＾｀"

# The Unicode radical supplement has no decomposition, yet fonts map `⻑` or `⺠` back from 長 and 民.
_RADICALS = (
    "⺁厂⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目"
    "⺬示⺭礻⺮竹⺯糹⺱罓⺲罒⺶羊⺷羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻆角⻇角⻊足⻌辶⻍辶⻎辶⻏阝⻑長⻒镸⻖阝⻗雨⻘青"
    "⻝食⻞食⻟飠⻣骨⻤鬼⻨麦⻩黄⻫斉⻭歯⻯竜⻲亀"
)
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
RINGED = "\u20dd"
"""Behind what a ring is drawn round; it says which option is chosen, and is no part of the text."""
_INVISIBLE = RINGED + "\xad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
# Some fonts' middle dot comes out as U+2027, the hyphenation point.
_HALF_PUNCTUATION = {ord(a): b for a, b in zip("｡｢｣､･ｰﾞﾟ‧", "。「」、・ー゛゜・", strict=True)}


def _characters() -> dict[int, str | None]:
    """The code points that change wherever they stand."""
    table: dict[int, str | None] = {}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if folded != chr(code) and len(folded) == 1:
            table[code] = folded
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), *map(ord, _FOLDED)):
        table[code] = chr(code - 0xFEE0)
    table.update({ord(a): b for a, b in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)})
    table.update(dict.fromkeys(map(ord, _SPACES), " "))
    table.update(dict.fromkeys(map(ord, _BREAKS), "\n"))
    table.update(dict.fromkeys(map(ord, _INVISIBLE), None))
    table.update(dict.fromkeys((*range(9), *range(14, 28), 31, *range(127, 133), *range(134, 160))))
    table.update(_LIGATURES | _HALF_PUNCTUATION)
    return table


_CHARACTERS = _characters()
_HALF_KANA = re.compile(r"[ｦ-ﾝ][ﾞﾟ]?")
_VOICED = re.compile(r"[ぁ-ヿ][\u3099\u309a]")
_COMMA = re.compile(r"(?<=[0-9])，(?=[0-9])")
_POINT = re.compile(r"(?<=[0-9A-Za-z])．")
# The sign before what stands before it: found by one class, a text without any is passed over quickly.
_HYPHEN = re.compile(r"[－‐‑−](?<=[0-9A-Za-zⅠ-ⅿ)].)(?=[0-9A-Za-z(])|ー(?<=[0-9]ー)(?=[0-9])")
_LONE_LETTERS = re.compile(r"(?<![!-~])[A-Z](?: +[A-Z])+(?![!-~])")
_AROUND_BREAK = re.compile(r" *\n[ \n]*")
_AFTER_JAPANESE = re.compile(r"(?<=[^\x00-\x7f]) +")
_BEFORE_JAPANESE = re.compile(r" +(?=[^\x00-\x7f])")
_AT_PUNCTUATION = re.compile(r"(?<=[(\[/]) +| +(?=[)\]/:,])|(?<=[0-9]) +(?=%)")

# What numbers a heading keeps its one space: `(1) 保育`, `① 今後`, `ア 法面`, `第2章 体制`.
_MARK = re.compile(r"(\([0-9A-Za-z]{1,3}\)(?:-[0-9]+)?|\([ア-ン]\)|[\u2460-\u24ffア-ン]|第[0-9]+[章節編部]) +(?=\S)")
# `重点課題2 地域` too; but Japanese words hug spaced-out figures: `平成 30 年度`, `約 20 件`.
_NUMBER = re.compile(
    r"""((?![^0-9]{0,7}(?:令和|平成|昭和|大正|約|計|全|各|第|最大|およそ|月|年)[^0-9]{0,3}[0-9])
        [^\x00-\x7f、。「」]{0,8}[0-9]+(?:[-.][0-9]+)*\.?)\ +(?=[ぁ-んァ-ヶ一-鿿「【])
        (?!年|月|日|時|分|件|人|回|か所|箇所|台|円|千|万|億|倍|から|まで|の|は|を|に|が|と|で)""",
    re.VERBOSE,
)


def _fold(text: str) -> str:
    """
    >>> _fold("ＩＣＴ（⺠間）％")
    'ICT(民間)%'
    """
    return text.translate(_CHARACTERS)


def _widen_kana(text: str) -> str:
    """
    >>> _widen_kana("ﾎﾞﾗﾝﾃｨｱｶﾞｲﾄﾞ")
    'ボランティアガイド'
    """
    return _HALF_KANA.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)


def _compose_voiced(text: str) -> str:
    """Files written on a Mac hold `が` as two code points.

    >>> _compose_voiced("か\\u3099いと\\u3099")
    'がいど'
    """
    if "\u3099" not in text and "\u309a" not in text:
        return text
    return _VOICED.sub(lambda m: unicodedata.normalize("NFC", m.group()), text)


def _mend_figures(text: str) -> str:
    """
    >>> _mend_figures("1，300台と45．1、1－(2)、情報，通信")
    '1,300台と45.1、1-(2)、情報，通信'
    """
    if "，" in text:
        text = _COMMA.sub(",", text)
    if "．" in text:
        text = _POINT.sub(".", text)
    return _HYPHEN.sub("-", text)


def _close_up(text: str) -> str:
    """Drop the spaces a typesetter put between characters, keep those between words and behind a heading's number.

    >>> _close_up("平成 30 年度 の LAN サービス と Public  Medical Hub")
    '平成30年度のLANサービスとPublic Medical Hub'
    >>> _close_up("R P A")
    'RPA'
    """
    if " " not in text:
        return text
    text = _gather_figure(re.sub(" {2,}", " ", text))
    text = _LONE_LETTERS.sub(lambda m: m.group().replace(" ", ""), text)
    text = _AT_PUNCTUATION.sub("", text)
    return "\n".join(map(_close_line, text.split("\n")))


_SPREAD = re.compile(
    r"[^0-9\s]{0,3}\s*[0-9](?:(?:\s+|\s*[,.，．]\s*)[0-9])+\s*(?P<unit>[^0-9\s,.](?:\s*[^0-9\s,.]){0,3})?"
)
"""A figure spread over the width of its cell: each of its digits stands alone."""


def _gather_figure(text: str) -> str:
    """Without a unit or a comma they may as well be the figures of several years.

    >>> _gather_figure("3 0 0 件"), _gather_figure("1 , 5 0 0"), _gather_figure("5 0 %")
    ('300件', '1,500', '50%')
    >>> _gather_figure("5 6 7"), _gather_figure("12 5 件"), _gather_figure("1 2 月 3 日")
    ('5 6 7', '12 5 件', '1 2 月 3 日')
    """
    spread = _SPREAD.fullmatch(text)
    return "".join(text.split()) if spread and (spread["unit"] or not text.replace(" ", "").isdecimal()) else text


def _close_line(line: str) -> str:
    mark = _MARK.match(line)
    if mark is None:
        line = _AFTER_JAPANESE.sub("", line)
        mark = _NUMBER.match(line)
    start = mark.end() if mark else 0
    rest = _BEFORE_JAPANESE.sub("", _AFTER_JAPANESE.sub("", line[start:]))
    return f"{mark[1]} {rest}" if mark else rest


def _trim(text: str) -> str:
    return (_AROUND_BREAK.sub("\n", text) if "\n" in text else text).strip(" \n")


BULLETS = "・●○◆◇■□▶➢"
"""Signs before an item of a list or a line that stands for itself."""
REMEMBERED = 8192
"""Strings kept with their display form: the cells of a document are asked about by several stages."""

_MENDS: tuple[Callable[[str], str], ...] = (_widen_kana, _fold, _compose_voiced, _mend_figures, _trim)
# Spaces closed up bring figures together: `1 ，300`.
_SPACINGS: tuple[Callable[[str], str], ...] = (_close_up, _mend_figures)


@lru_cache(maxsize=REMEMBERED)
def mend(text: str) -> str:
    """The display form with the printed spaces, for those who split at them.

    >>> mend("総務課　企画課")
    '総務課 企画課'
    """
    for fix in _MENDS:
        text = fix(text)
    return text


@lru_cache(maxsize=REMEMBERED)
def display(text: str) -> str:
    """The display form: half-width figures and letters, full-width kana, unified characters, no inner spaces.

    >>> display("ＩＣＴを活用した 取組（令和８年度）")
    'ICTを活用した取組(令和8年度)'
    >>> display("①5件、令和５〜９年度、－")
    '①5件、令和5〜9年度、－'
    """
    text = mend(text)
    for fix in _SPACINGS:
        text = fix(text)
    return text


@lru_cache(maxsize=REMEMBERED)
def squash(text: str) -> str:
    """The key under which a printed label is looked up: display form without any white space.

    >>> squash("担　当　課")
    '担当課'
    """
    return _mend_figures("".join(display(text).split()))


_LEVELS = r"[0-9]{1,5}(?:[-.][0-9]{1,3}){0,4}(?![0-9]*\.[0-9])(?:-?\([0-9]{1,2}\))?(?:-[0-9]{1,2})?"
_LABELS = (
    "(?:基本|重点|主要|個別|単位)?(?:取組|取り組み|施策|事業|目標|方針|課題|項目|政策)|取組方針|施策の柱|柱|分野|指標|視点|戦略"
    "|アクション|プロジェクト"
)
_LABELLED = rf"(?:{_LABELS})\ ?{_LEVELS}"
_SEPARATOR = r"(?:\ *[.、:](?![0-9])\ *|\ +|\n+|(?=[「『])|$)"
# A row is a kind of enumerator; those in brackets or circles need nothing behind them, the others a separator.
_ENUMERATOR = re.compile(
    rf"""(?:
        \((?P<bracketed>{_LABELLED})\)\ *
      | (?P<closed>(?:\((?:[0-9]{{1,3}}|[A-Za-zア-ンⅠ-ⅿ一二三四五六七八九十])\)
          | [0-9]{{1,2}}\) | [\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf])
          (?:-[0-9]{{1,2}})?)\ *(?![〜～~・、,/]|及び|から)
      | (?P<chapter>第[0-9一二三四五六七八九十]{{1,3}}[章節編部項]){_SEPARATOR}
      | (?P<open>第[0-9]{{1,2}}|(?:[A-Z]{{2,3}}-|[A-ZⅠ-ⅿ][-.]?){_LEVELS}|{_LABELLED}|(?:No\.?|№)\ ?[0-9]{{1,4}}
          | [A-Za-z](?=[.、])|[ア-ンⅠ-ⅿ]){_SEPARATOR}
      | (?P<letter>[A-Za-z])\ +(?=[^\x00-\x7f])
      | (?P<plain>{_LEVELS}){_SEPARATOR}(?!$|年度|年[0-9]|月[0-9]|番|[%℃]|か所|箇所|ヶ所|[件人]?以[上下])
    )""",
    re.VERBOSE,
)
_GLUED = re.compile(rf"((?:{_LABELLED})|{_LEVELS})(?=[ぁ-んァ-ヶ一-鿿「【])", re.VERBOSE)


@lru_cache(maxsize=REMEMBERED)
def split_enumerator(text: str, *, glued: bool = False) -> tuple[str | None, str]:
    """The enumerator a heading, name or indicator starts with, and the rest; both in display form.

    glued: a bare number counts even where the title follows it without a space (where the caller knows of numbers).

    >>> split_enumerator("(4)-1 被災者支援システムの刷新")
    ('(4)-1', '被災者支援システムの刷新')
    >>> split_enumerator("(取組１)　窓口の一元化")
    ('取組1', '窓口の一元化')
    >>> split_enumerator("3D都市モデルの活用")
    (None, '3D都市モデルの活用')
    """
    mended = mend(text)
    match = _ENUMERATOR.match(mended) or (_GLUED.match(mended) if glued else None)
    if match is None:
        return None, display(text)
    found = next(group for group in match.groups() if group)
    return display(found), display(mended[match.end() :])


_NEW_WORD = r"新(?:\s*規\s*(?:事業|取組|施策|項目)?)?(?:[・/][^】〉＞>)\]》〕]{1,4})?"
_NEW = rf"(?:[【〈＜<(\[《〔]\ *{_NEW_WORD}\ *[】〉＞>)\]》〕]|[★☆◎◆◇●○]\ ?新規?(?=[\s):]|$)[):]?|🈟|🆕)"
_NEW_FIRST = re.compile(rf"^((?:\([0-9]+\)|[0-9]+(?:-[0-9]+)*\.?|[\u2460-\u24ff])?\s*)(?:{_NEW}|新規?\))\s*")
_NEW_LAST = re.compile(rf"\s*{_NEW}$")


def strip_new(text: str) -> tuple[str, bool]:
    """The name without its mark of a new initiative, in display form, and whether there was one.

    >>> strip_new("【新規】生成ＡＩの活用")
    ('生成AIの活用', True)
    >>> strip_new("新規就農者の支援")
    ('新規就農者の支援', False)
    """
    printed = mend(text)
    unmarked = _NEW_LAST.sub("", _NEW_FIRST.sub(r"\1", printed))
    return display(unmarked), unmarked != printed


def on_one_line(text: str) -> str:
    """The lines of a short text without their breaks; two figures one below the other do not become one.

    >>> on_one_line("本格\\n実施"), on_one_line("127\\n85.0")
    ('本格実施', '127 85.0')
    """
    return re.sub(r"(?<=[0-9])\n(?=[0-9])", " ", text).replace("\n", "")


_FIGURE = r"(?:[0-9]{1,2}(?![0-9.,%件人名台回か箇]))?"
_FOOTNOTE_SIGN = re.compile(r"[※*¹²³注]")
_FOOTNOTE = re.compile(
    rf"""[(\[](?:※|\*|注)[0-9]{{0,2}}[)\]]
      | (?<=[^\s・。、,(「*※])※{_FIGURE}
      | (?<=[^\s・。、,(「*※0-9])\*{{1,3}}{_FIGURE}
      | (?<=[0-9])\*{{1,3}}(?![0-9])
      | (?<=\S)\ +[※*][0-9]{{1,2}}$
      | (?<=[ぁ-んァ-ヶ一-鿿])[¹²³]""",
    re.VERBOSE,
)


@lru_cache(maxsize=REMEMBERED)
def strip_footnote(text: str) -> str:
    """The text without the marks that point to a glossary or footnote, in display form; a line that *is* a note stays.

    >>> strip_footnote("ＡＳＰ＊型の電子申請※1")
    'ASP型の電子申請'
    >>> strip_footnote("※令和８年度から")
    '※令和8年度から'
    """
    text = display(text)
    return display(_FOOTNOTE.sub("", text)) if _FOOTNOTE_SIGN.search(text) else text
