"""A string and a width into lines, as Japanese is wrapped: anywhere but inside a number or word and before 、。）."""

from __future__ import annotations

import re
import unicodedata

NOT_FIRST = "、。，．）」』】〉》〕)]｝・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％％%：；！？"
NOT_LAST = "（「『【〈《〔([｛※"
WORD = re.compile(r"[0-9A-Za-z,./%-]+|.", re.DOTALL)
HALF, CAPITAL, WIDE = 0.56, 0.72, 1.0
"""Widths in ems: of small letters and digits, of capitals, of everything else; no font drawn with is wider."""


def width_of(text: str, size: float) -> float:
    """
    >>> width_of("令和8年度", 10)
    45.6
    """
    return round(sum(map(_em, text)) * size, 3)


def _em(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA" or ord(char) > 0x2000:
        return WIDE
    return CAPITAL if char.isupper() or char in "%&@" else HALF


def longest(text: str, size: float) -> float:
    """How wide the longest figure or word is that a line may not break.

    >>> longest("目標 1,540人", 10)
    28.0
    """
    return max(width_of(word, size) for word in WORD.findall(text))


def wrap(text: str, width: float, size: float) -> list[str]:
    """
    >>> wrap("担当課（市民課）", 40, 10)
    ['担当課', '（市民', '課）']
    >>> wrap("一行目\\n二行目", 100, 10)
    ['一行目', '二行目']
    """
    return [line for part in text.split("\n") for line in _wrapped(part, max(width, size), size)]


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines, line = list[str](), ""
    for word in _atoms(text, width, size):
        if line and width_of(line + word, size) > width:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    return [*lines, line]


def _atoms(text: str, width: float, size: float) -> list[str]:
    """What stays on one line: words, and characters with what may not begin or end a line."""
    atoms: list[str] = []
    for word in WORD.findall(text):
        glued = atoms and (word[0] in NOT_FIRST or atoms[-1][-1] in NOT_LAST)
        if glued and width_of(atoms[-1] + word, size) <= width:
            atoms[-1] += word
        elif width_of(word, size) > width:
            atoms += list(word)
        else:
            atoms.append(word)
    return atoms
