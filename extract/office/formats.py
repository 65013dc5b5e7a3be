"""A number and its format in a workbook -> the text a person sees in the cell."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0", 6: "¥#,##0", 7: "¥#,##0.00", 8: "¥#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: "[$-411]ge.m.d", 28: '[$-411]ggge"年"m"月"d"日"', 29: '[$-411]ggge"年"m"月"d"日"', 30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"時"mm"分"', 33: 'h"時"mm"分"ss"秒"', 34: 'yyyy"年"m"月"', 35: 'm"月"d"日"',
    36: "[$-411]ge.m.d", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-;@", 42: "¥#,##0;-¥#,##0;-;@", 43: "#,##0.00;-#,##0.00;-;@", 44: "¥#,##0.00;-¥#,##0.00;-;@",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: "[$-411]ge.m.d",
    51: '[$-411]ggge"年"m"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: '[$-411]ggge"年"m"月"d"日"',
    55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: "[$-411]ge.m.d", 58: '[$-411]ggge"年"m"月"d"日"',
}  # fmt: skip
"""The formats a file names by number alone, as Excel in Japanese shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<padding>.)|\*(?P<fill>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>[hms])+\]|\[(?P<bracket>[^\]]*)\]|(?P<ampm>AM/PM|A/P)|(?P<general>General|G/標準)"
    r"|(?P<date>[yY]+|[eE](?![+-])+|[gG]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|a{3,4}|r+)"
    r"|(?P<digits>[#0?][#0?,]*(?:\.[#0?]*)?(?:[eE][+-]0+)?,*|\.[#0?]+)|(?P<percent>[%％])|(?P<text>@)|(?P<other>.)"
)
_FRACTION = re.compile(r"[#?0]\s*/\s*[#?\d]")
_ERAS = (
    (datetime(2019, 5, 1), "令和", "R"),
    (datetime(1989, 1, 8), "平成", "H"),
    (datetime(1926, 12, 25), "昭和", "S"),
    (datetime(1868, 1, 1), "明治", "M"),
)
_DAYS = "月火水木金土日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIGITS = {"DBNum1": "〇一二三四五六七八九", "DBNum3": "０１２３４５６７８９"}
_SHOWN = 11
"""Digits of a number without a format."""
_LONGEST = 10**15
"""From here on a number has no more digits than it is known by."""
_LAST_DAY = 2_958_465
"""31 December 9999."""


class Token(NamedTuple):
    kind: str
    text: str


def shown(value: float, code: str, epoch_1904: bool = False) -> str:
    r"""A number as its cell shows it.

    >>> shown(1300.0, '#,##0"件"'), shown(0.455, "0.0%"), shown(4.0, "General"), shown(-1.5, "0.0;△0.0")
    ('1,300件', '45.5%', '4', '△1.5')
    >>> shown(45383.0, '[$-411]ggge"年"m"月"d"日"'), shown(45329.0, 'm"月"d"日"'), shown(6.0, r'"令和"0"年度"')
    ('令和6年4月1日', '2月7日', '令和6年度')
    >>> shown(12500.0, "#,##0,"), shown(0.1 + 0.2, "General"), shown(5.0, ";;;"), shown(3.0, "[DBNum3]0")
    ('13', '0.3', '', '３')
    """
    section, value = _section(value, code)
    tokens = _tokens("General" if _FRACTION.search(section) else section)
    kinds = {token.kind for token in tokens}
    if kinds & {"date", "ampm", "elapsed"}:
        moment = _moment(value, epoch_1904)
        text = general(value) if moment is None else _dated(moment, value, tokens)
    elif "digits" in kinds:
        text = _numbered(value, tokens)
    else:
        text = "".join(general(value) if kind in ("general", "text") else t for kind, t in tokens if kind != "bracket")
    for name, digits in _DIGITS.items():
        if f"[{name}]" in section:
            text = text.translate(str.maketrans("0123456789", digits))
    return text.strip()


def worded(text: str, code: str) -> str:
    """A text as its cell shows it, with the words its format sets around texts.

    >>> worded("総務", '@"課"'), worded("総務課", "General"), worded("2", '0"件"')
    ('総務課', '総務課', '2')
    """
    last = _tokens(_parts(code)[-1])
    if not any(kind == "text" for kind, _ in last) or len(last) == 1:
        return text
    return "".join(text if kind == "text" else printed for kind, printed in last if kind in ("text", "literal"))


def is_dated(code: str) -> bool:
    """Whether a format shows a day.

    >>> is_dated("d-mmm"), is_dated('0"年度"'), is_dated("General")
    (True, False, False)
    """
    return any(kind == "date" for kind, _ in _tokens(code.split(";")[0]))


def day_of(value: float, epoch_1904: bool = False) -> datetime | None:
    """The day of a whole number, as Excel counts days."""
    return _moment(value, epoch_1904) if value == int(value) else None


def general(value: float) -> str:
    """A number without a format.

    >>> general(33.333333333333336), general(1e20), general(-2.0)
    ('33.333333333', '1E+20', '-2')
    """
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 10**_SHOWN:
        return str(int(value))
    return f"{value:.{_SHOWN}g}".upper()


def _section(value: float, code: str) -> tuple[str, float]:
    """The part of a format that is for the number, and the number without the sign that the part prints itself."""
    parts = _parts(code)
    if value < 0 and len(parts) > 1:
        return parts[1], -value
    if value == 0 and len(parts) > 2:
        return parts[2], value
    return next(iter(parts)) or ("" if len(parts) > 1 else "General"), value


@lru_cache(maxsize=1024)
def _parts(code: str) -> tuple[str, ...]:
    """The parts of a format: for positive numbers, negative ones, nought, and texts."""
    found: list[str] = re.findall(r'((?:"[^"]*"|\\.|[^;])*);?', code)
    return tuple(found[:-1] or [""])


@lru_cache(maxsize=1024)
def _tokens(section: str) -> tuple[Token, ...]:
    found: list[Token] = []
    for token in _TOKEN.finditer(section):
        kind, text = token.lastgroup or "other", token[token.lastgroup or 0]
        if kind in ("quoted", "escaped", "currency", "other"):
            found.append(Token("literal", text))
        elif kind == "padding":
            found.append(Token("literal", " "))
        elif kind != "fill":
            found.append(Token(kind, text))
    return tuple(found)


def _numbered(value: float, tokens: tuple[Token, ...]) -> str:
    """The number in the place of its digits, the words of the format around it."""
    pattern = "".join(text for kind, text in tokens if kind == "digits")
    scaled = Decimal(repr(value)) * 100 ** sum(kind == "percent" for kind, _ in tokens)
    scaled /= 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    text, placed = _digits(abs(scaled), pattern.rstrip(",")), False
    out = "-" if scaled < 0 and any(c in "123456789" for c in text) else ""
    for kind, printed in tokens:
        if kind == "digits":
            out += "" if placed else text
            placed = True
        elif kind != "bracket":
            out += printed
    return out


def _digits(value: Decimal, pattern: str) -> str:
    """The digits of a number that is not negative.

    >>> _digits(Decimal("1234.5"), "#,##0.0#"), _digits(Decimal("7"), "00"), _digits(Decimal("12000"), "0.0E+00")
    ('1,234.5', '07', '1.2E+04')
    """
    if found := re.search(r"[eE]\+?-?0+", pattern):
        places = len(pattern[: found.start()].partition(".")[2])
        mantissa, _, power = f"{value:.{places}E}".partition("E")
        return f"{mantissa}E{int(power):+03d}"
    whole, point, part = pattern.partition(".")
    part = part.replace(",", "")[:_SHOWN]
    places, least = len(part), part.count("0")
    if value < _LONGEST:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    before, _, after = f"{value:f}".partition(".")
    after = after[:least] + after[least:].rstrip("0")
    before = before.lstrip("0").rjust(sum(c == "0" for c in whole), "0")
    if "," in whole and before:
        before = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", before)
    return before + ("." + after if point and (after or least) else "")


def _moment(value: float, epoch_1904: bool) -> datetime | None:
    """The time a number stands for; Excel counts a 29 February 1900 that never was."""
    if not 0 <= value <= _LAST_DAY:
        return None
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    try:
        return start + timedelta(seconds=round(value * 86400))
    except OverflowError:
        return None


def _dated(moment: datetime, value: float, tokens: tuple[Token, ...]) -> str:
    out = ""
    twelve = any(kind == "ampm" for kind, _ in tokens)
    for n, (kind, text) in enumerate(tokens):
        if kind == "date":
            around = [token.text.lower() for token in tokens[:n] if token.kind in ("date", "elapsed")][-1:]
            around += [token.text.lower() for token in tokens[n + 1 :] if token.kind == "date"][:1]
            timed = any(each[0] == "h" for each in around[:1]) or any(each[0] == "s" for each in around[-1:])
            out += _part(moment, text.lower(), timed, twelve)
        elif kind == "elapsed":
            out += str(int(value * {"h": 24, "m": 1440, "s": 86400}[text]))
        elif kind == "ampm":
            out += ("AM" if moment.hour < 12 else "PM")[: len(text) // 2]
        elif kind not in ("bracket", "general", "text"):
            out += text
    return out


def _part(moment: datetime, code: str, timed: bool, twelve: bool) -> str:
    """One part of a date. timed: m is minutes, beside hours or seconds; twelve: hours go to twelve."""
    kind, long = code[0], len(code) > 1
    start, era, letter = next(each for each in _ERAS if moment >= each[0])
    if kind == "g":
        return letter if len(code) == 1 else era[0] if len(code) == 2 else era
    if kind in "er":
        return f"{moment.year - start.year + 1:0{min(len(code), 2)}d}"
    if kind == "y":
        return f"{moment.year % 100:02d}" if len(code) < 3 else str(moment.year)
    if kind == "a":
        return _DAYS[moment.weekday()] + ("曜日" if len(code) > 3 else "")
    if kind in "md" and len(code) > 2:
        return _MONTHS[moment.month - 1] if kind == "m" else f"{moment:%a}" if len(code) == 3 else f"{moment:%A}"
    hour = (moment.hour + 11) % 12 + 1 if twelve else moment.hour
    number = {"m": moment.minute if timed else moment.month, "d": moment.day, "h": hour, "s": moment.second}[kind]
    return f"{number:0{2 if long else 1}d}"
