"""Text of a year's cell -> the stage of work planned: 検討, 検討/実施, or an arrow that carries the last one on."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from normalize.quantity import Quantity, is_blank, quantity
from normalize.text import display, squash


class Stage(NamedTuple):
    """The stage of one year.

    text: the stage in display form; for an arrow the stage carried on (the arrow itself where none came before).
    value: the figure an arrow bears, `70%` of `⇒(70%)`.
    """

    text: str
    carried: bool
    value: str | None


_ARROW = r"(?:[─━―—－–\-=＝]*[→⇒⇨➡➔➜➝➞⟶⟹►▶▷❯＞>]️?)+"
_SAME = "〃|″|々|同左|同上|左に同じ|同様|前年度?(?:と)?同(?:様|じ)|[～〜~]+"
_CARRIES = re.compile(rf"\(?(?:{_ARROW}|{_SAME})\)?")
_BEFORE_ARROW = re.compile(rf"(.+?){_ARROW}")
_CARRIES_MORE = re.compile(rf"(?:{_ARROW}|[～〜]+)(.+)")

_LEADING = (
    "一部|本格|試験|順次|全面|全庁|部分|先行|追加|再|新規|段階的?|継続的?な?|随時|引き続き"
    "|利用|運用|事業|環境|計画の?|内容の?|効果の?"
)
_TRAILING = "開始|予定|完了|済み?|中|準備|検討|案|終了|継続|等"
_JOINTS = re.compile(r"[/・、,\n→⇒]|及び|並びに")


@cache
def stage_words() -> frozenset[str]:
    """The words for stages of work."""
    rows = csv.DictReader((files("normalize") / "tables" / "stages.csv").read_text("utf-8").splitlines())
    return frozenset(row["word"] for row in rows)


@cache
def _word() -> re.Pattern[str]:
    known = "|".join(sorted(stage_words(), key=len, reverse=True))
    return re.compile(rf"(?:{_LEADING})?(?:{known})(?:{_TRAILING})?(?:\([^()]*\))?")


def carries(text: str) -> bool:
    """The cell only carries the stage of the year before on.

    >>> [carries(t) for t in ("⇒", "→", "〃", "同左", "～", "──▶")]
    [True, True, True, True, True, True]
    >>> carries("－"), carries("→拡大")
    (False, False)
    """
    return _CARRIES.fullmatch(squash(text)) is not None


def is_stage_word(text: str) -> bool:
    """The text is made of known words for stages only.

    >>> [is_stage_word(t) for t in ("検討／実施", "調査・研究", "一部実施", "運用開始")]
    [True, True, True, True]
    >>> is_stage_word("窓口の増設"), is_stage_word("")
    (False, False)
    """
    parts = _JOINTS.split(squash(display(text).replace("\n", "/")))
    return all(_word().fullmatch(part) for part in parts)


def stage(text: str, last: str | None) -> Stage | None:
    """The stage a year's cell states; last: the stage of the year before. None for an empty cell or a dash.

    >>> stage("検討／実施", None)
    Stage(text='検討/実施', carried=False, value=None)
    >>> stage("⇒（70％）", "実施")
    Stage(text='実施', carried=True, value='70%')
    >>> stage("－", "実施") is None
    True
    """
    shown = display(text)
    if carries(shown):
        return Stage(last or shown, True, None)
    if is_blank(shown):
        return None
    headless = _BEFORE_ARROW.fullmatch(shown)
    shown = headless[1] if headless and is_stage_word(headless[1]) else shown
    more = _CARRIES_MORE.fullmatch(squash(shown))
    if more is None:
        return Stage(shown, False, None)
    bare = re.sub(r"^\((.*)\)$", r"\1", more[1])
    if quantity(bare):
        return Stage(last or shown, True, bare)
    return Stage(bare, bare == last, None) if is_stage_word(bare) else Stage(shown, False, None)


def borne(text: str) -> Quantity | None:
    """The figure a stage bears.

    >>> borne("対応(70%)").value, borne("対応(70人)")
    (70.0, None)
    """
    found = re.search(r"\(([^()]+)\)$", text)
    number = quantity(found[1]) if found else None
    return number if number is not None and number.unit == "%" else None


def glued(text: str, n: int) -> tuple[str, ...] | None:
    """The n cells that a text layer ran together; None where the text does not fall apart into exactly n in one way.

    >>> glued("検討 検討／実施 実施 ⇒", 4)
    ('検討', '検討/実施', '実施', '⇒')
    >>> glued("検討検討／実施実施実施", 4)
    ('検討', '検討/実施', '実施', '実施')
    >>> glued("80%85％90%", 3)
    ('80%', '85%', '90%')
    """
    spaced = tuple(map(display, text.split()))
    if len(spaced) == n and all(map(_is_cell, spaced)):
        return spaced
    squashed = squash(text)
    ways = _cuts(squashed, n) if len(squashed) <= _LONGEST_RUN else []
    return ways[0] if len(ways) == 1 else None


_LONGEST_RUN = 120
_LONGEST_CELL = 16


def _is_cell(text: str) -> bool:
    return carries(text) or is_blank(text) or is_stage_word(text) or quantity(text) is not None


def _is_piece(text: str) -> bool:
    """A cell that can be told apart without a space: a figure needs its unit."""
    figure = quantity(text)
    return carries(text) or is_stage_word(text) or (figure is not None and figure.unit is not None)


def _cuts(text: str, n: int) -> list[tuple[str, ...]]:
    """Up to two ways to cut the text into n cells: ways[i] are those that end before character i."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in text)]
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - _LONGEST_CELL), end):
            open_ways = [way for way in ways[start] if len(way) < n]
            if open_ways and _is_piece(text[start:end]):
                ways[end] += [(*way, text[start:end]) for way in open_ways]
        ways[end] = ways[end][:_MOST_WAYS]
    return [way for way in ways[-1] if len(way) == n][:2]


_MOST_WAYS = 200
