"""Letters of a line -> the same, those told from their likes by neighbours and size set right: ー 一, へ ヘ, ッ ツ.

Only pairs no picture tells apart: wider rules made アプり of アプリ.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

SIGNS = {"·": "・", "〇": "○", "−": "－"}
"""Signs the recogniser knows that Japanese print does not."""
TWINS = dict(zip("へべぺ口二工力夕八了", "ヘベペロニエカタハア", strict=True))
"""A hiragana or kanji and the katakana that looks like it."""
BACK = {kana: twin for twin, kana in TWINS.items()}
ALONE = {"一": "－", "ー": "－", "O": "○"}
"""What a letter that stands by itself is: a dash for no figure, a mark."""
SMALL = dict(zip("ァィゥェォッャュョぁぃぅぇぉっゃゅょ", "アイウエオツヤユヨあいうえおつやゆよ", strict=True))
LARGE = {large: small for small, large in SMALL.items()}
UNSURE = 0.8
"""A small kana is told from a large one by its size only where the letter is no surer than this."""
SMALLER, LARGER = 0.78, 0.95
"""Share of the height of the full kana beside it that a small one never reaches, and a full one hardly falls below."""


class Inked(NamedTuple):
    """A letter and the box of its ink."""

    char: str
    sure: float
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def extent(self) -> float:
        return max(self.x1 - self.x0, self.y1 - self.y0)


def mended(letters: list[Inked]) -> list[Inked]:
    """The letters of a line as they were meant."""
    text = "".join(SIGNS.get(letter.char, letter.char) for letter in letters)
    text = told_apart(text)
    heights = [
        x.extent for x, c in zip(letters, text, strict=True) if "ぁ" <= c <= "ヶ" and c not in SMALL and c not in "へヘ"
    ]
    usual = float(np.median(heights)) if len(heights) > 1 else 0.0
    return [x._replace(char=_sized(c, x, usual)) for x, c in zip(letters, text, strict=True)]


def _sized(char: str, letter: Inked, usual: float) -> str:
    if not usual or letter.sure > UNSURE:
        return char
    if char in SMALL and letter.extent > LARGER * usual:
        return SMALL[char]
    return LARGE[char] if char in LARGE and letter.extent < SMALLER * usual else char


def told_apart(text: str) -> str:
    """A text with each twin as the letters beside it are.

    >>> told_apart("デ一夕ベ一ス"), told_apart("ーつ、統ー、第ー"), told_apart("入口ヘの案内"), told_apart("完了")
    ('データベース', '一つ、統一、第一', '入口への案内', '完了')
    >>> told_apart("ケ了の利用"), told_apart("一"), told_apart("O")
    ('ケアの利用', '－', '○')
    """
    if text in ALONE:
        return ALONE[text]
    out = list(text)
    for i, char in enumerate(text):
        before, after = (out[i - 1] if i else ""), text[i + 1 : i + 2]
        if char in "ー一－-":
            out[i] = _stroke(char, before, after)
        elif char in TWINS and _is_katakana(before or after) and _goes_on(char, after):
            out[i] = TWINS[char]
        elif char in "ヘベペ" and not _is_katakana(before) and not _is_katakana(after):
            out[i] = BACK[char]
    return "".join(out)


def _goes_on(char: str, after: str) -> bool:
    """Whether what follows may follow a katakana; へ before hiragana is the particle, whatever stands before it."""
    kana = _is_katakana(after) or after in TWINS or after in ("", "一")
    return kana or (char not in "へべぺ" and "ぁ" <= after <= "ん")


def _stroke(char: str, before: str, after: str) -> str:
    """A level stroke: it lengthens a kana, is the figure one, or a dash after Latin letters."""
    if _is_katakana(before) and char in "ー一":
        return "ー"
    if char == "ー" and not ("ぁ" <= before <= "ん"):
        if before.isascii() and before.isalnum():
            return "-"
        return "一" if before or after else "－"
    return char


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヶ" or char == "ー"
