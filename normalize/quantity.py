"""Text of a value cell -> number, unit and qualifier; and the notes of unit, baseline and KPI in other texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from normalize.era import fiscal_year
from normalize.text import REMEMBERED, display, squash, strip_footnote


class Quantity(NamedTuple):
    """One number as a cell states it.

    unit: as printed, multiplier included (千件, 億円, 件/月); None where neither cell nor label prints one.
    qualifier: 約, 以上, 累計, 各, … or the note in brackets behind the number; several are joined by ・.
    text: the display form of the whole cell.
    """

    value: float
    unit: str | None
    qualifier: str | None
    text: str


# What a cell prints where it has no figure. ー is the long vowel mark and 一 the numeral one, typed for a dash.
NOT_PRINTED = "#{2,}"
"""What a spreadsheet prints where a figure is wider than its column."""
_DASHES = "－—―–‐‑‒−ー一\\-"
_BLANK_WORDS = (
    "(?:(?:目標値?)?設定[な無]し?|該当(?:数値)?[な無]し|該当せず|[な無]し|無|データ[な無]し|(?:数値)?目標値?[な無]し|未設定|未定|未集計|未調査"
    "|未把握|未計測|未算出|未公表|未確定|[調集算][査計定]中|不明|対象外|[Nn]\\.?/?[Aa]\\.?)"
)
_MULTIPLIERS = {
    head + tail: a * b
    for head, a in (("", 1), ("十", 10), ("百", 100), ("千", 1000))
    for tail, b in (("", 1), ("万", 10**4), ("億", 10**8), ("兆", 10**12))
}

_BEFORE = (
    "約|およそ|おおよそ|概ね|おおむね|累計で?|累積|延べ|延|のべ|年間|毎年度?|毎月|毎週|年度[末内中](?:まで)?[でにの]?|(?:年度?|月|週)に?"
    "|(?:[1-9]?[0-9]年間|(?:計画)?期間)[中内]?[でにの]?|[1-9]?[0-9](?:[かカヶケ]?年|[かカヶケ]月間?|週間)[でに]"
    "|計|合計|総計|総数|全|最大|最低|最小|平均|新規"
    "|各(?:地区|施設|所属|部署|学校|団体|世帯|会場)|各[校園課年回館所](?:度|区|地区)?|各"
    "|1?(?:日|月|年|人|校|園|回|件|世帯|か所|箇所|団体|施設)(?:あたり|当たり|当り|平均)"
    "|対?前年度?比|対前年|現状|少なくとも|見込み?|暫定"
)
_SINCE = "(?:(?:令和|平成|[RH])[0-9元]{1,2}|[12][0-9]{3})(?:年度?)?比"
"""The year a change is counted from: 2013年度比46%削減."""
_AFTER = (
    "以上増?|以下|未満|以内|超|程度|前後|余り?|強|弱|に?(?:増加?|減少?|削減|縮減|低減)|を?(?:維持|達成|確保|継続)|ずつ|実施|開催|見込み?|予定"
    "|連続|の?累計"
)
# Endings that make a figure's neighbour a sentence, not a unit: 24時間対応, 3校導入.
_SENTENCE = re.compile(
    "(?:開始|終了|対応|実施|導入|整備|検討|完了|設置|予定|運用|作成|更新|策定|配備|開催|達成|継続|拡充|拡大|廃止|改[定訂]|公[開表]"
    "|移行|構築|支援|推進|以[上下降前内後]|目標|実績|[中済頃後前末半化内外])$"
)
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]+)?"
_MULTIPLIER = "(?:[十百千]?[万億兆]|[十百千])"
_SQUARE = "[㌀-㍗㍱-㍺㎀-㏁㏃-㏆㏈-㏌㏎-㏗㏙㏛-㏟㏿]"
"""Units set in one square (㌫ ㌧ ㎏): the block of Unicode without its eras, firms, hours and days."""
_OF_TIME = frozenset(["年", "月", "日", "時", "分", "秒", "歳", "年間", "か月", "時間", "週", "週間"])
"""What is counted of time from one figure to another is when something happens, not how much of it."""
_PER = (
    r"(?:/(?:年度?|月|週|日|時間?|回|人|世帯|校|園|か所|箇所|施設|団体|課"
    r"|[0-9]?[十百千万]+人|㎡|km|[0-9]{1,2}(?:年|か月|月|日)))"
)


@cache
def units() -> dict[str, bool]:
    """The known units, and whether one in bare brackets behind an indicator, `(人)`, is its unit."""
    rows = csv.DictReader((files("normalize") / "tables" / "units.csv").read_text("utf-8").splitlines())
    return {row["unit"]: row["bracketed"] == "yes" for row in rows}


@cache
def _known_unit() -> str:
    words = "|".join(map(re.escape, sorted(units(), key=len, reverse=True)))
    return rf"(?:{_MULTIPLIER}?(?:{words}|{_SQUARE}){_PER}?|{_MULTIPLIER}{_PER}?)"


@cache
def _cell() -> re.Pattern[str]:
    """A cell of one number: what stands before it, sign, parts (2億 5,000万円), number, unit, what stands behind."""
    unknown = rf"(?![年月期次章節版号番款条代巻]|{_AFTER})(?P<unknown>[ァ-ヶー]{{2,8}}|[ァ-ヶー一-鿿]{{1,4}}){_PER}?"
    return re.compile(
        rf"""(?P<before>(?:(?:{_SINCE}|{_BEFORE})[:、]?)*)(?P<sign>[▲△－−‐\-+＋]?)
             (?P<parts>(?:{_NUMBER}{_MULTIPLIER}(?=[0-9]))*)(?P<number>{_NUMBER})
             (?P<unit>{_known_unit()}|{unknown})?(?P<after>(?:{_AFTER})*)(?P<late>{_PER}?)
             (?P<note>\((?:[^()]|\([^()]*\))*\))?""",
        re.VERBOSE,
    )


@cache
def _blank() -> re.Pattern[str]:
    sign = rf"(?:[{_DASHES}]+|[…・/\\＼]+|{NOT_PRINTED})"
    return re.compile(rf"\(?(?:{sign}(?:{_known_unit()})?|{sign}\([^()0-9]*\)|{_BLANK_WORDS})?\)?")


def is_unit(text: str) -> bool:
    """The text is a known unit and nothing else.

    >>> is_unit("百万円"), is_unit("件／月"), is_unit("窓口の改善")
    (True, True, False)
    """
    return re.fullmatch(_known_unit(), squash(text)) is not None


def is_blank(text: str) -> bool:
    """The cell says that there is no figure.

    >>> [is_blank(t) for t in ("－", "―", "－％", "一種類", "設定なし", "…", "")]
    [True, True, True, True, True, True, True]
    >>> is_blank("＃＃＃＃")
    True
    >>> is_blank("0件"), is_blank("検討")
    (False, False)
    """
    return _blank().fullmatch(squash(text)) is not None


_NO_FIGURES = re.compile(
    r"(?:令和|平成|昭和|[RHS])?[0-9元]{1,4}年度?|[RHS][0-9]{1,2}[./][0-9]{1,2}|[0-9]{1,2}[月日](?!間)|第[0-9]+|[0-9]+[期次版巡章号番]"
    r"|[A-Za-z][-.]?[0-9]+(?:[-.][0-9]+)*|[0-9]+[DGK](?![A-Za-z])|[0-9]+時間?(?:[0-9]{1,2}分)?"
)
"""Figures that say when or which, and those of names: 10月, 第2期, 2次, R8.4, Wi-Fi6, 5G."""


def bears_figure(text: str) -> bool:
    """Whether a text holds a figure of how much, one of a whole text too.

    >>> [bears_figure(t) for t in ("延べ8回・240人", "3校と調整", "100", "5人×3回")]
    [True, True, True, True]
    >>> [bears_figure(t) for t in ("10月開始", "第2期計画の策定", "R8.4供用開始", "5Gの整備", "検討")]
    [False, False, False, False, False]
    """
    return re.search("[0-9]", _NO_FIGURES.sub("", squash(text))) is not None


@lru_cache(maxsize=REMEMBERED)
def quantity(text: str, unit: str | None = None) -> Quantity | None:
    """The number, where the whole cell states one; unit: what the label prints, for a cell that has none of its own.

    Of a range the value is where it begins, and the qualifier says where it ends. A date, a period (第2期) or a month
    is no number.

    >>> quantity("１，３００台")
    Quantity(value=1300.0, unit='台', qualifier=None, text='1,300台')
    >>> quantity("約８件／月以上")
    Quantity(value=8.0, unit='件/月', qualifier='約・以上', text='約8件/月以上')
    >>> quantity("5年間で30人"), quantity("３００㌧").unit
    (Quantity(value=30.0, unit='人', qualifier='5年間で', text='5年間で30人'), '㌧')
    >>> quantity("5〜10件").value, quantity("5〜10件").qualifier, quantity("10件以上20件未満").qualifier
    (5.0, '〜10', '以上・20未満')
    >>> quantity("900", "千件").unit, quantity("10月開始"), quantity("9〜17時")
    ('千件', None, None)
    """
    shown = display(text)
    squashed = squash(strip_footnote(shown))
    if squashed.startswith("(") and squashed.endswith(")"):
        squashed = squashed[1:-1]
    match = _cell().fullmatch(squashed)
    if re.search(r"[0-9]\s+[0-9]", shown):
        return None
    if match is None or (match["unknown"] and _SENTENCE.search(match["unknown"])) or _is_year(match):
        return _range(squashed, unit, shown)
    own_unit = (match["unit"] or "") + match["late"]
    return Quantity(_value(match), own_unit or unit, _qualifier(match), shown)


LONGEST_RANGE = 30
"""Characters of a range with its unit twice and a word before it; what is longer is a sentence."""
_RANGE = re.compile(
    rf"(?P<first>[^〜～~]*?{_NUMBER}[^0-9〜～~]*?)(?:[〜～~]|(?P<least>以上))(?P<last>{_NUMBER})(?P<rest>[^0-9]*)"
)


def _range(text: str, unit: str | None, shown: str) -> Quantity | None:
    """5〜10件, 5件〜10件, 5以上10未満: both ends count the same thing, the second more of it."""
    found = _RANGE.fullmatch(text) if len(text) <= LONGEST_RANGE else None
    last = _cell().fullmatch(found["last"] + found["rest"]) if found else None
    first = _cell().fullmatch(found["first"]) if found else None
    if found is None or last is None or first is None or last["unknown"] or first["unknown"]:
        return None
    counted = (last["unit"] or "") + last["late"] or unit
    if not counted or counted in _OF_TIME or first["unit"] not in (None, last["unit"]) or _value(first) >= _value(last):
        return None
    until = f"以上・{found['last']}{_qualifier(last) or ''}" if found["least"] else f"〜{found['last']}"
    said = "・".join(filter(None, (_qualifier(first), until)))
    return Quantity(_value(first), counted, said, shown)


def _is_year(match: re.Match[str]) -> bool:
    """2026年 is a year, 5年 a duration."""
    return match["unit"] == "年" and len(match["number"]) == 4


def _value(match: re.Match[str]) -> float:
    """2億5,000万円 counts in its last multiplier: 25,000万円."""
    value = float(match["number"].replace(",", ""))
    last = re.match(_MULTIPLIER, match["unit"] or "")
    scale = _MULTIPLIERS[last[0]] if last else 1
    for number, multiplier in re.findall(rf"({_NUMBER})({_MULTIPLIER})", match["parts"]):
        value += float(number.replace(",", "")) * _MULTIPLIERS[multiplier] / scale
    return -value if match["sign"] in tuple("▲△－−‐-") else value


def _qualifier(match: re.Match[str]) -> str | None:
    note = match["note"] or ""
    inner = note[1:-1]
    words = re.findall(f"{_SINCE}|{_BEFORE}", match["before"]) + re.findall(_AFTER, match["after"])
    words += [inner if re.fullmatch(f"{_BEFORE}|{_AFTER}", inner) else note] if inner else []
    return "・".join(words) or None


_UNIT_SAID = re.compile(r"\s*[(\[〔【]\s*単位\s*[:・]?\s*([^)\]〕】]+?)\s*[)\]〕】]|\s*単位:(\S+)$")
_LAST_BRACKET = re.compile(r"\s*[(\[〔]([^()\[\]〔〕]+)[)\]〕]$")


_UNIT_INSIDE = re.compile(r"[。、;,]\s*単位[:は]?\s*([^()]{1,8})\)$")


def unit_note(text: str) -> tuple[str, str | None]:
    """The indicator without its unit note, and the unit; both in display form.

    >>> unit_note("しゅんせつ延長（単位：ｋｍ）"), unit_note("相談件数［件］"), unit_note("利用者数(実人数)")
    (('しゅんせつ延長', 'km'), ('相談件数', '件'), ('利用者数(実人数)', None))
    >>> unit_note("点検の実施（点検した箇所数。単位：箇所）")
    ('点検の実施(点検した箇所数)', '箇所')
    """
    shown = display(text)
    if inside := _UNIT_INSIDE.search(shown):
        return display(shown[: inside.start()] + ")"), squash(inside[1])
    if said := _UNIT_SAID.search(shown):
        return display(shown[: said.start()] + shown[said.end() :]), squash(said[1] or said[2])
    last = _LAST_BRACKET.search(shown)
    unit = squash(last[1]) if last else ""
    if last and last.start() and re.fullmatch(_known_unit(), unit) and units().get(unit, True):
        return display(shown[: last.start()]), unit
    return shown, None


_COUNTED = r"(?:令和|平成|昭和|[RHS令平])\s?\.?(?:元|[0-9]{1,2})(?![0-9])|(?:19|20)[0-9]{2}(?=年)"
_BASELINE = re.compile(
    rf"""(?:(?P<year>(?:{_COUNTED})(?:\([^()]*\))?(?:年度?)?)(?:末|当初|時点)*(?:の|[:、]\s*)?)?
         (?P<word>(?:実績値?|現状値?|現在値?|現況値?|基準値?|当初値?|初期値|(?:計画)?策定時|基準年度?|従前値)(?:時点)?)?
         \s*[:は]?\s*(?P<value>.+)""",
    re.DOTALL | re.VERBOSE,
)


# A break inside a note is the cell's, but between two figures it parts them: `R6⏎85件`.
_WRAP = re.compile(r"(?<![0-9])\n|\n(?![0-9])")


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the outermost round brackets, last first."""
    depth, start, found = 0, 0, list[tuple[int, int]]()
    for place, char in enumerate(text):
        if char == "(":
            start = place if depth == 0 else start
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            found += [(start, place + 1)] if depth == 0 else []
    return reversed(found)


def baseline_note(text: str) -> tuple[str, tuple[int | None, str] | None]:
    """The indicator without its note of a baseline, and the note's year and value as printed.

    >>> baseline_note("公開データ数（令和６年度実績：85データセット）")
    ('公開データ数', (2024, '85データセット'))
    >>> baseline_note("業務選定(累計)(令和6年度実績:－業務)")
    ('業務選定(累計)', (2024, '－業務'))
    """
    shown = display(text)
    for start, end in _brackets(shown):
        note = _BASELINE.fullmatch(_WRAP.sub("", shown[start + 1 : end - 1]))
        if note is None or not (note["year"] or note["word"]):
            continue
        value = display(note["value"])
        if quantity(value) or is_blank(value):
            year = fiscal_year(note["year"]) if note["year"] else None
            return display(shown[:start] + shown[end:]), (year, value)
    return shown, None


_KPI = re.compile(r"【([^【】]+)】")


def kpi_lines(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text without its KPI lines, and their indicators and values in display form.

    >>> kpi_lines("公開を進める。\\n【公開データ数：130】")
    ('公開を進める。', (('公開データ数', '130'),))
    >>> kpi_lines("【新規】窓口の改善")
    ('【新規】窓口の改善', ())
    """
    shown, found = display(text), list[tuple[str, str]]()

    def take(match: re.Match[str]) -> str:
        pairs = _pairs(match[1].replace("\n", ""))
        found.extend(pairs)
        return "" if pairs else match[0]

    rest = _KPI.sub(take, shown)
    return display(rest), tuple(found)


def _pairs(content: str) -> tuple[tuple[str, str], ...]:
    """`利用者数:130、利用率:25%` -> its pairs; () unless every part is a name and a figure."""
    pairs = list[tuple[str, str]]()
    for part in re.split(r"[、,](?=[^、,:]*[^0-9、,:][^、,:]*:)", content):
        name, colon, value = part.rpartition(":")
        if not (name and colon and (quantity(value) or is_blank(value))):
            return ()
        pairs.append((display(name), display(value)))
    return tuple(pairs)
