"""The numbers that Word sets before paragraphs of lists: they stand in no text, but are counted when it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from extract.office.package import local
from extract.office.wordstyles import attribute, integer, said

_SERIES = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "aiueo": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "iroha": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperRoman": ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"),
    "lowerRoman": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
}
"""The numbers of a series from the first on."""
_KANJI = "〇一二三四五六七八九"
_LEVELS = 9


class Level(NamedTuple):
    """How the numbers of a level are shown: their form, the words around them, and the first of them."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counted as its paragraphs come."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict[str, dict[int, Level]])
    lists: dict[str, str] = field(default_factory=dict[str, str])
    starts: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    counts: dict[str, list[int | None]] = field(default_factory=dict[str, list[int | None]])

    def mark(self, number: str, level: int) -> tuple[str, bool]:
        """The number before the next paragraph of a list, and whether it is a bullet."""
        kind = self.lists.get(number, "")
        known = self.levels.get(kind, {})
        shape = known.get(level)
        if shape is None or not 0 <= level < _LEVELS:
            return "", False
        counts = self.counts.setdefault(kind, [None] * _LEVELS)
        restart = self.starts.get(number, {}).pop(level, None)
        before = counts[level]
        counts[level] = restart if restart is not None else shape.start if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if shape.form in ("bullet", "none"):
            return "", shape.form == "bullet"
        forms = {n: known.get(n, Level()) for n in range(_LEVELS)}
        return re.sub(r"%([1-9])", lambda found: _of(counts, forms, int(found[1]) - 1), shape.text), False


def _of(counts: list[int | None], forms: dict[int, Level], level: int) -> str:
    return numeral(counts[level] or forms[level].start, forms[level].form)


def numeral(number: int, form: str) -> str:
    """
    >>> numeral(3, "decimalEnclosedCircle"), numeral(12, "decimalFullWidth"), numeral(21, "japaneseCounting")
    ('③', '１２', '二十一')
    >>> numeral(2, "aiueoFullWidth"), numeral(4, "upperRoman"), numeral(7, "decimalZero"), numeral(30, "upperLetter")
    ('イ', 'IV', '07', '30')
    """
    series = _SERIES.get(form)
    if series is not None and 1 <= number <= len(series):
        return series[number - 1]
    if form.startswith("decimalFullWidth"):
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("japaneseCounting", "japaneseLegal", "ideographTraditional") and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (_KANJI[tens] if tens > 1 else "") + ("十" if tens else "") + (_KANJI[ones] if ones else "")
    return str(number)


def numbering_of(tree: Element | None) -> Numbering:
    """The lists that a document's part for numbering defines."""
    found = Numbering()
    for each in tree if tree is not None else ():
        if local(each.tag) == "abstractNum":
            levels = {integer(e, "ilvl"): _level(e) for e in each if local(e.tag) == "lvl"}
            found.levels[attribute(each, "abstractNumId")] = levels
        elif local(each.tag) == "num":
            number = attribute(each, "numId")
            for part in each:
                if local(part.tag) == "abstractNumId":
                    found.lists[number] = said(part)
                elif starts := [e for e in part if local(e.tag) == "startOverride"]:
                    found.starts.setdefault(number, {})[integer(part, "ilvl")] = integer(starts[0])
    return found


def _level(element: Element) -> Level:
    held = {local(e.tag): e for e in element}
    form = said(held["numFmt"]) if "numFmt" in held else "decimal"
    start = integer(held["start"]) if "start" in held else 1
    return Level(form, said(held["lvlText"]) if "lvlText" in held else "", start)
