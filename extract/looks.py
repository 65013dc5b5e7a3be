"""How a cell looks that stands under a heading: what it costs to read a line as part of a column of each field."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from extract.tokens import is_grade, is_office, is_ordinal, is_value
from extract.words import marks, squash, stages

Look = Literal["ordinal", "value", "stage", "grade", "office", "word", "phrase", "sentence", "item"]

VALUES = frozenset(("year", "baseline", "target", "rate", "unit", "budget", "row_kind"))
"""Fields whose cells hold a figure or a stage, one line each."""
TEXTS = frozenset(("content", "objective", "goal", "result", "improvement", "situation", "note"))
"""Fields whose cells hold prose."""
ROWS = frozenset(("indicator", "schedule"))
"""Fields whose cells head a row of figures or stages."""
FIGURES = re.compile(r"(?:実績|目標|計画|達成|見込|基準|現状|現況|当初|策定時)値?|.*値")

_COST: dict[str, dict[Look, float]] = {
    # field:          ordinal    value      grade      office     word       phrase     sentence   item
    "number": dict(ordinal=0, value=2, stage=8, grade=6, office=8, word=8, phrase=8, sentence=9, item=9),
    "value": dict(ordinal=0.2, value=0, stage=0, grade=1, office=3, word=0.8, phrase=3, sentence=7, item=7),
    "grade": dict(ordinal=6, value=5, stage=3, grade=0, office=7, word=3, phrase=7, sentence=9, item=9),
    "direction": dict(ordinal=6, value=6, stage=0.4, grade=3, office=4, word=0.4, phrase=4, sentence=7, item=7),
    "departments": dict(ordinal=8, value=7, stage=1.6, grade=6, office=0, word=1.6, phrase=2, sentence=7, item=7),
    "name": dict(ordinal=5, value=4, stage=0.4, grade=5, office=1.2, word=0.4, phrase=0.3, sentence=4, item=3),
    "row": dict(ordinal=5, value=4, stage=0.5, grade=5, office=0.8, word=0.5, phrase=0.3, sentence=3, item=0.3),
    "text": dict(ordinal=4, value=3, stage=1, grade=5, office=1.6, word=1, phrase=0.6, sentence=0.3, item=0.3),
    "outside": dict(ordinal=3, value=6, stage=4, grade=6, office=2, word=2.5, phrase=1, sentence=0.3, item=1),
}
"""What a line costs that looks like this, in a column of this sort. Nothing is free of doubt but the plainest looks."""

_ITEM = re.compile(r"[・●○◆■□※＜<【⑴-⒇①-⑳]|[(（]\d{1,2}[)）]")
_PAST = re.compile(r"(?:した|った|れた|きた|いた)。?$")
_LONGEST_WORD = 6


def sort_of(field: str, word: str) -> str:
    """The sort of column a field is: a key of the table of costs.

    >>> sort_of("result", "実績値"), sort_of("result", "取組実績"), sort_of("indicator", "指標")
    ('value', 'text', 'row')
    """
    if field in VALUES or (field == "result" and FIGURES.fullmatch(word)):
        return "value"
    if field in TEXTS:
        return "text"
    if field in ROWS:
        return "row"
    return field if field in _COST else "name"


@lru_cache(maxsize=65536)
def look(text: str) -> Look:
    """
    >>> look("12"), look("1,300台"), look("Ａ"), look("情報推進課、"), look("⑴　公開する。"), look("港の調査を行う。")
    ('ordinal', 'value', 'grade', 'office', 'item', 'sentence')
    """
    word = squash(text)
    if is_ordinal(word):
        return "ordinal"
    if _ITEM.match(text.strip()) and len(word) > 2:
        return "item"
    if is_grade(word):
        return "grade"
    if is_value(word):
        return "value"
    if all(part in stages() for part in re.split(r"[/・、]", word)):
        return "stage"
    if "。" in word:
        return "sentence"
    if is_office(word):
        return "office"
    return "word" if len(word) <= _LONGEST_WORD else "phrase"


def cost(sort: str, text: str) -> float:
    """What it costs to read a line as one of a column of a sort."""
    return _COST[sort][look(text)]


def telling(field: str, text: str) -> float:
    """What the words of a line say for (below 0) or against a field of prose: ＜目標＞ heads a goal, 〜した。 a result."""
    marked = marks(text)
    if marked is not None:
        return -4.0 if _same(marked, field) else 3.0
    if _PAST.search(squash(text)):
        return {"result": -0.8, "content": 0.6, "goal": 0.6, "objective": 0.6}.get(field, 0.0)
    return 0.0


def _same(marked: str, field: str) -> bool:
    stacked = {"content", "goal", "objective"}
    return marked == field or (marked in stacked and field in stacked)


def width(text: str) -> float:
    """The width of a text in full-width characters.

    >>> width("令和8年"), width("ＩＣＴ")
    (3.5, 3.0)
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text.rstrip())
