"""The lines of a dump without tables -> tokens: headings, values and texts, one cell or one line of a cell each.

pdftotext -raw and pdfminer set short neighbouring cells on one line (「所管 港湾課 方向性 継続」); PyMuPDF does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from extract.dumps.text_table import Numbered
from extract.dumps.words import Heading, heads, levels, squash

_NUMBER = r"[△▲+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"[^\d\s、。,.()]{0,8}"
_VALUE = re.compile(
    rf"(?:約|およそ|概ね|累計|延べ|計|全|年間?|各)?{_NUMBER}{_UNIT}(?:/{_UNIT})?(?:\([^()]{{1,12}}\))?(?:以上|以下|未満|程度|超)?"
    r"|[-－―—–ー‐−一…]|[⇒→➡↗↘～〜〃](?:\([^()]{1,12}\))?|同左"
    r"|設定なし|未設定|未定|調査中|該当なし|なし|未実施"
)
_ORDINAL = re.compile(
    r"(?:No\.?|取組|施策|事業)?[((]?\d{1,3}(?:[-.](?:\d{1,3}|\(\d{1,2}\)|[①-⑳])){0,3}[))]?\.?|[①-⑳ア-ンⅠ-Ⅻ]"
)
UNITS = frozenset(
    [
        "台",
        "件",
        "人",
        "回",
        "箇所",
        "か所",
        "カ所",
        "%",
        "％",
        "校",
        "園",
        "団体",
        "社",
        "者",
        "棟",
        "戸",
        "ha",
        "km",
        "t",
        "kg",
        "円",
        "千円",
        "点",
        "位",
        "種類",
        "業務",
        "課",
        "時間",
        "日",
        "分",
        "年",
        "冊",
        "枚",
        "本",
        "施設",
        "世帯",
    ]
)
LONGEST_UNIT = 4
"""Characters of the longest unit."""
_GRADES = frozenset(["S", "A", "B", "C", "D", "E", "◎", "○", "〇", "△", "×", "★", "☆", "◯", "●"])
_MOST_STARS = 5
_OFFICE = re.compile(
    r".*(?:課|室|局|部|所|係|署|班|館|センター|事務所|委員会|事務局|全庁|公社|学校|病院|組合|協議会|本部|支所|ランド)(?:ほか|等)?(?:[(（].*)?"
)
_SIGNS = "ＳＡＢＣＤ◎○△×"
_RUN_TOGETHER = re.compile(rf"(.*(?:課|室|局|部|所|センター))\s*([{_SIGNS}])|([{_SIGNS}])\s*(\d{{1,3}})")
"""Two cells set so close that they stand on one line: a department and a grade, a grade and the next number."""
_TALLEST = 8
"""Characters of the longest heading set from top to bottom, one a line."""
_LONGEST_PART = 12
"""Characters of the longest part of a heading that was broken into lines."""
_LONGEST_ATOM = 8
"""Characters of the longest cell that stands on one line with its neighbours."""


Join = Literal["line", "space", "tight"]
"""What stands before a text: the beginning of its line, a space within it, or the text before it."""


class Token(NamedTuple):
    """One cell, or one line of it. gap: a blank line or a page's beginning stands before it.

    cells: the texts of the cells it is where several short ones stand on one line.
    """

    text: str
    line: Numbered
    heading: Heading | None
    gap: bool
    cells: tuple[str, ...] = ()
    more: int = 0
    """Further lines it covers: a heading may be broken into several."""
    join: Join = "line"

    @property
    def field(self) -> str | None:
        return self.heading.field if self.heading else None


def is_value(text: str) -> bool:
    """Whether a text is a figure, a dash or an arrow.

    >>> is_value("１,３００台"), is_value("⇒(70%)"), is_value("－"), is_value("窓口2か所を開く。")
    (True, True, True, False)
    """
    return _VALUE.fullmatch(squash(text)) is not None


def is_ordinal(text: str) -> bool:
    """Whether a text is the number of an initiative: 12, (3), 1-2, ①, 1-(2)-3."""
    return _ORDINAL.fullmatch(squash(text)) is not None


def is_grade(text: str) -> bool:
    """Whether a text is a grade: A, ◎, ★★."""
    return (word := squash(text)) in _GRADES or (len(word) <= _MOST_STARS and set(word) == {"★"})


def is_office(text: str) -> bool:
    """Whether a line lists departments.

    >>> is_office("市民生活課、"), is_office("情報推進課、会計課"), is_office("補助を行う。")
    (True, True, False)
    """
    parts = [part for part in re.split(r"[、,・]", squash(text)) if part]
    return (
        len(parts) > 0
        and max(map(len, parts)) <= 20
        and sum(_OFFICE.fullmatch(p) is not None for p in parts) * 2 > len(parts)
    )


def tokens(lines: Sequence[Numbered]) -> Iterator[Token]:
    """The tokens of lines, in order; words of one heading on several lines are one token."""
    gap = True
    found: list[Token] = []
    for line in lines:
        if not line.text.strip():
            gap = True
            continue
        for n, part in enumerate(_parts(line.text)):
            heading = heads(part)
            found.append(Token(part, line, heading, gap and n == 0, () if heading else _atoms(part.split())))
        gap = False
    yield from _whole(found)


def _parts(text: str) -> list[str]:
    """The cells on one line.

    >>> from extract.model import Words
    >>> from extract.dumps.words import knowing
    >>> with knowing(Words({"所管": "departments", "方向性": "direction"})):
    ...     _parts("所管 都市基盤部・道路維持課 方向性 継続"), _parts("令和 10 年度 令和 11 年度")
    (['所管', '都市基盤部・道路維持課', '方向性', '継続'], ['令和10年度', '令和11年度'])
    >>> _parts("検討 実施 ⇒"), _parts("重点課題 1：港の再生")
    (['検討 実施 ⇒'], ['重点課題 1：港の再生'])
    >>> with knowing(Words({"目標": "goal"}, ("目標",))):
    ...     _parts("目標 20 30"), _parts("目標 2 港の再生")
    (['目標', '20 30'], ['目標 2 港の再生'])
    """
    words = text.split()
    signed = words[0][0] in _SIGNS or words[-1][-1] in _SIGNS
    if signed and (run := _RUN_TOGETHER.fullmatch(text.strip())) is not None:
        return [run[1] or run[3], run[2] or run[4]]
    if heads(text):
        return ["".join(words)]
    if len(words) == 1 or (levels().match(squash(text)) and not _heads_figures(words)):
        return [text.strip("\n")]
    parts: list[list[str]] = [[]]
    at = 0
    while at < len(words):
        end = next((e for e in range(min(at + 3, len(words)), at, -1) if heads("".join(words[at:e]))), None)
        if end is None:
            parts[-1].append(words[at])
            at += 1
        else:
            parts += [["".join(words[at:end])], []]
            at = end
    cells = [" ".join(part) for part in parts if part]
    dated_only = {found.field for cell in cells if (found := heads(cell))} == {"year"}
    return [text] if dated_only and any(len(cell) > _LONGEST_ATOM for cell in cells if not heads(cell)) else cells


def _heads_figures(words: Sequence[str]) -> bool:
    """Whether a line is a label and its figures, not a level and its number: 目標 240 360."""
    return heads(words[0]) is not None and len(words) > 2 and all(map(is_value, words[1:]))


def _atoms(words: list[str]) -> tuple[str, ...]:
    """The cells a line of short words may be.

    >>> _atoms(["－", "80", "台", "1,200", "台"]), _atoms(["（１）", "調査"]), _atoms(["検討", "実施"])
    (('－', '80台', '1,200台'), (), ('検討', '実施'))
    """
    joined = with_units(words)
    short = all(len(word) <= _LONGEST_ATOM for word in joined)
    return (
        tuple(joined)
        if (len(joined) > 1 and short and not is_ordinal(words[0].strip("(（）)") + ".")) or _all_values(joined)
        else ()
    )


def with_units(words: Sequence[str]) -> list[str]:
    """The words of a line, a unit joined to its figure."""
    joined: list[str] = []
    for word in words:
        if joined and word in UNITS and squash(joined[-1])[-1:].isdigit():
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _all_values(words: list[str]) -> bool:
    return len(words) > 1 and all(map(is_value, words))


def _whole(found: Sequence[Token]) -> Iterator[Token]:
    """Headings that were broken into lines, put together: 自己 / 評価, 平成30年度 / (2018年度)."""
    reach = _reach(found)
    at = 0
    while at < len(found):
        tallest = 3 if len(found[at].text.strip()) > 1 else _TALLEST
        for end in range(at + min(tallest, reach[at]), at + 1, -1):
            part = found[at:end]
            if whole := _heading(part):
                more = part[-1].line.number - part[0].line.number
                yield Token("\n".join(t.text for t in part), part[0].line, whole, part[0].gap, (), more)
                at = end
                break
        else:
            yield found[at]
            at += 1


def _reach(found: Sequence[Token]) -> list[int]:
    """How many short lines stand together from each on, without a blank one between."""
    reach = [0] * (len(found) + 1)
    joined = False
    for n in range(len(found) - 1, -1, -1):
        if len(found[n].text) <= _LONGEST_PART:
            reach[n] = 1 + reach[n + 1] * joined
        joined = not found[n].gap
    return reach


def _heading(part: Sequence[Token]) -> Heading | None:
    whole = heads("".join(t.text for t in part))
    if whole is None:
        return None
    if part[0].heading and part[-1].heading:
        dated = part[-1].text[:1] in "(（" and part[-1].field == "year"
        counted = whole.field == part[-1].field == "number"
        return whole if dated or counted else None
    if part[-1].heading and squash(part[0].text).isdecimal():
        return None  # 20 / 25 / 実施計画: figures end before a label
    return whole if part[0].heading is None or whole.field == part[0].field else None
