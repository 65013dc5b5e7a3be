"""How a cell looks that stands under a heading: what it costs to read a line as part of a column of each field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from extract.dumps.tokens import is_grade, is_office, is_ordinal, is_value
from extract.dumps.words import known, marks, squash, stages
from extract.model import Words

Look = Literal["ordinal", "mark", "value", "stage", "grade", "office", "word", "phrase", "sentence", "item"]

VALUES = frozenset(("year", "baseline", "target", "rate", "budget", "row_kind"))
"""Fields whose cells hold a figure or a stage, one line each."""
TEXTS = frozenset(("content", "objective", "goal", "result", "improvement", "situation", "note"))
"""Fields whose cells hold prose."""
ROWS = frozenset(("indicator", "schedule"))
"""Fields whose cells head a row of figures or stages."""
FIGURES = re.compile(r"(?:実績|目標|計画|達成|見込|基準|現状|現況|当初|策定時)値?|.*値")

COUNTING: tuple[Look, ...] = ("ordinal", "mark")
"""How numbers that count look."""
FIGURE_LOOKS: tuple[Look, ...] = ("value", "stage", "ordinal", "grade")
"""How figures and stages look."""
LOOKS: tuple[Look, ...] = (
    "ordinal",
    "mark",
    "value",
    "stage",
    "grade",
    "office",
    "word",
    "phrase",
    "sentence",
    "item",
)
_COSTS: dict[str, tuple[float, ...]] = {
    "number": (0, 0, 2, 8, 6, 8, 8, 8, 9, 9),
    "value": (0.2, 4, 0, 0, 1, 3, 0.8, 3, 7, 7),
    "stage": (5, 6, 0.5, 0, 0, 3, 1.6, 3, 7, 7),
    "unit": (6, 6, 4, 1, 3, 1, 0, 3, 9, 9),
    "grade": (6, 6, 5, 3, 0, 7, 3, 7, 9, 9),
    "direction": (6, 6, 6, 0.4, 3, 4, 0.4, 4, 7, 7),
    "departments": (8, 8, 7, 1.6, 6, 0, 1.6, 2, 7, 7),
    "name": (5, 5, 4, 0.4, 5, 1.2, 0.4, 0.3, 4, 3),
    "policy": (4, 4, 4, 0.6, 5, 1.6, 0.5, 0.3, 4, 1),
    "row": (5, 0.5, 4, 0.5, 5, 0.8, 0.5, 0.3, 3, 0.3),
    "text": (4, 3, 3, 1, 5, 1.6, 1, 0.35, 0.3, 0.3),
    "outside": (3, 3, 6, 4, 6, 2, 2.5, 1, 0.3, 1),
}
"""What a line costs in a column of each sort, by how it looks (LOOKS). None is free but the plainest looks."""
_COST = {sort: dict(zip(LOOKS, costs, strict=True)) for sort, costs in _COSTS.items()}
RANKS = {look: n for n, look in enumerate(LOOKS)}
"""The place of each look in the table of costs."""

_ITEM = re.compile(r"[・●○◆■□※＜<【⑴-⒇①-⑳]|[(（]\d{1,2}[)）]")
_TITLED = re.compile(r"\d{1,2}\u3000")
"""A number and its title: a figure's unit stands behind no full-width space."""
_ROMAN = re.compile(r"[IVX]{1,4}(?:-\d{1,2}){1,2}")
_BROKEN_OFFICES = re.compile(r"[^、,・。]{1,12}(?:課|室|局)[、,][^、,・。]{2,12}")
"""Departments of which the line's end breaks the last: 会計課、上下水道局総務"""
PAST = re.compile(r"(?:した|った|れた|きた|いた)。?$")
_NARROW = re.compile("[\\x00-\\u10ff\uff61-\uff9f]")
"""Characters half as wide as the others."""
_LONGEST_WORD = 6
_ENDS = "。．！？」』】）)〉》"


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


def look(text: str) -> Look:
    """
    >>> look("12"), look("1-2"), look("1,300台"), look("Ａ"), look("会計課、"), look("⑴　調査"), look("港を調べる。")
    ('ordinal', 'mark', 'value', 'grade', 'office', 'item', 'sentence')
    """
    return _look(known(), text)


@lru_cache(maxsize=65536)
def _look(words: Words, text: str) -> Look:
    word = squash(text)
    if _ROMAN.fullmatch(word):
        return "mark"
    if is_ordinal(word):
        return "ordinal" if word.replace(".", "").isdecimal() else "mark"
    if _ITEM.match(text.strip()) and len(word) > 2:
        return "item"
    if is_grade(word):
        return "grade"
    if is_value(word) and not _TITLED.match(text.strip()):
        return "value"
    if all(part in stages(words) for part in re.split(r"[/・、]", word)):
        return "stage"
    if "。" in word:
        return "sentence"
    if is_office(word) or _BROKEN_OFFICES.fullmatch(word):
        return "office"
    return "word" if len(word) <= _LONGEST_WORD else "phrase"


def is_figure(text: str) -> bool:
    """Whether a text is a figure or a stage; 18.2 may be one as well as a number that counts.

    >>> is_figure("18.2"), is_figure("検討"), is_figure("港の数")
    (True, False, False)
    """
    return look(text) in FIGURE_LOOKS or (is_value(text) and not _TITLED.match(text.strip()))


def is_ended(text: str) -> bool:
    """Whether a line ends as a sentence or a bracket does."""
    return text[-1:] != "" and text[-1:] in _ENDS


def cost(sort: str, text: str) -> float:
    """What it costs to read a line as one of a column of a sort."""
    return _COST[sort][look(text)]


def look_costs(sorts: Sequence[str]) -> NDArray[np.float64]:
    """The table of costs: a line a look (by RANKS), a column a sort."""
    return np.array([_COSTS[sort] for sort in sorts], dtype=np.float64).T


def telling(field: str, text: str) -> float:
    """What a line's words say for (below 0) or against a field of prose: ＜目標＞ heads a goal, 〜した。 a result."""
    marked = marks(text)
    if marked is not None:
        return -4.0 if _same(marked, field) else 3.0
    if PAST.search(squash(text)):
        return {"result": -0.8, "content": 0.6, "goal": 0.6, "objective": 0.6}.get(field, 0.0)
    return 0.0


def _same(marked: str, field: str) -> bool:
    stacked = {"content", "goal", "objective"}
    return marked == field or (marked in stacked and field in stacked)


@lru_cache(maxsize=65536)
def width(text: str) -> float:
    """The width of a text in full-width characters.

    >>> width("令和8年"), width("ＩＣＴ")
    (3.5, 3.0)
    """
    printed = text.rstrip()
    return len(printed) - 0.5 * len(_NARROW.findall(printed))
