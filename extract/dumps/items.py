"""The text of one cell or line -> its list items; Markdown's own marks taken off.

Converters set the items of a list one after the other: 「(1) 調査する。 (2) 導入する。」, 「・周知 ・研修」.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_BULLETS = "・･•●○◆◇■□▪▶►➢※"
_MARK = re.compile(
    rf"(?P<bullet>[{_BULLETS}])"
    r"|(?P<circled>[①-⑳⑴-⒇])"
    r"|[(（](?P<bracketed>\d{1,2})[)）](?:[-－ー]\d{1,2}(?!\d))?"
    r"|(?P<dotted>\d{1,2})[.．)）](?=\s)"
    r"|[(（](?P<kana>[ア-ンｱ-ﾝ])[)）]"
)
_GAP = re.compile(r"。\s*|(?<![\s。])\s+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:#|https?://|[\w./-]+\.[a-zA-Z]{2,4}\b)[^()\s]*\)")
_SUPERSCRIPT = re.compile(r" \[([*＊※]\d{0,2})\](?: |$)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


class Mark(NamedTuple):
    """An enumerator or bullet: its kind, its number where it counts, and where it ends."""

    kind: str
    number: int | None
    end: int


def mark_at(text: str, start: int = 0) -> Mark | None:
    """The enumerator or bullet that begins at `start`.

    >>> mark_at("（２）研修の開催")
    Mark(kind='bracketed', number=2, end=3)
    >>> mark_at("・周知する。")
    Mark(kind='・', number=None, end=1)
    >>> mark_at("2026年度") is None
    True
    """
    found = _MARK.match(text, start)
    if found is None or found.lastgroup is None:
        return None
    kind, printed = found.lastgroup, found[found.lastgroup]
    if kind == "bullet":
        return Mark(printed, None, found.end())
    return Mark(kind, int(printed) if printed.isdecimal() else ord(printed), found.end())


def split_items(text: str, listed: bool = False) -> tuple[str, ...]:
    """The items of a cell; listed: it is known to be a list, so a sentence's end followed by a space ends an item.

    >>> split_items("(1) 港の調査を行う。 (2) 公開する。")
    ('(1) 港の調査を行う。', '(2) 公開する。')
    >>> split_items("・周知 ・研修")
    ('・周知', '・研修')
    >>> split_items("様式（1） (2)による。")
    ('様式（1） (2)による。',)
    >>> split_items("窓口を減らす。 待ち時間を減らす。", listed=True)
    ('窓口を減らす。', '待ち時間を減らす。')
    """
    if " " not in text and "。" not in text and not _GAP.search(text):
        return (text,) if text else ()
    cuts = [0, *_cuts(text, listed), len(text)]
    items = (text[first:last].strip() for first, last in pairwise(cuts))
    return tuple(item for item in items if item)


def _cuts(text: str, listed: bool) -> list[int]:
    """Where items after the first begin."""
    seen: dict[str, int | None] = {}
    first = mark_at(text)
    if first is not None:
        seen[first.kind] = first.number
    cuts: list[int] = []
    for gap in _GAP.finditer(text, 1):
        start, ended = gap.end(), gap[0].startswith("。")
        spaced = not gap[0].endswith("。")
        mark = mark_at(text, start)
        if mark is None:
            if listed and ended and spaced:
                cuts.append(start)
        elif (ended and spaced) or _runs_on(seen, mark) or (listed and spaced):
            seen[mark.kind] = mark.number
            cuts.append(start)
    return cuts


def _runs_on(seen: dict[str, int | None], mark: Mark) -> bool:
    """The mark is the next of a run: the same bullet again, or the same or next number ((4)-1, (4)-2, (5))."""
    if mark.kind not in seen:
        return False
    last = seen[mark.kind]
    return last is None or mark.number is None or mark.number - last in (0, 1)


def strip_marks(text: str) -> str:
    """Text without Markdown's bold, links, raised marks and escapes; a single * is a printed footnote mark and stays.

    >>> strip_marks("**青嶺市DX計画**（以下「**計画**」）")
    '青嶺市DX計画（以下「計画」）'
    >>> strip_marks("ICT*の[活用](#page-3-1)")
    'ICT*の活用'
    >>> strip_marks("グループウエア [*] の活用")
    'グループウエア*の活用'
    """
    if "**" in text:
        text = _unbold(text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "[" in text:
        text = _SUPERSCRIPT.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _unbold(text: str) -> str:
    parts = text.split("**")
    if len(parts) % 2:
        return "".join(parts)
    return "".join(parts[:-1]) + "**" + parts[-1]
