"""What it costs to read a line of a card as the value of a label, as the head of a row, or as a figure in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.dumps.items import Mark
from extract.dumps.looks import ROWS, Look, cost, look, width
from extract.dumps.shuffled_sheet import Group, Slot, Text

AWAY, BEFORE = 0.3, 0.25
"""Labels between a text and its own; a text drawn before its label."""
EMPTY, OUTSIDE, ASIDE = 2.0, 2.5, 0.8
"""A label without a value; a line that is of none; a value of one word, drawn out of order."""
GAP, NO_GAP, AFTER_END = 0.3, 1.0, 0.3
"""Going on over a blank line; beginning without one; share of that where a sentence has ended."""
ANY_GAP = 0.3
"""A row's head that begins, or goes on, where nobody knows whether there is a blank line."""
STUB, _STUB = 1.0, 2
"""A row's head that begins with the last characters of a word; their number."""
ANOTHER = 0.8
"""Another department over a blank line."""
UNENDED, COUNTS_ON, ONE_LINE = 2.5, 2.5, 2.5
"""Leaving a text within a sentence, or where its items count on; a second line of one word."""
RESTART, OTHER_MARK, NO_SENTENCE = 2.5, 0.8, 1.0
"""Going on where items count from 1 again, are marked otherwise; with a line that ends as no sentence, after one."""
IN_BOX = 2.0
"""A line in one box with another label."""
WORD = 0.4
"""A grade in words (順調), a level or a name with its number (1 港の再生)."""
OTHER_WORD = 1.2
"""A direction in words that are no stage."""
_NUMBERED = re.compile(r"[\d０-９]{1,2}[\s.．\u3000]+[^\d\s]{3,}")
"""A number, and what it counts: 1 港の再生."""
MOST_AWAY, MEASURED = 0.6, 1.0
"""A row's head far from its columns, at most; an indicator with its unit among plans, where indicators stand apart."""
HEAD_FIRST, FIGURE_FIRST = 0.3, 1.5
"""The head of a row, or a figure, that is drawn before its columns."""
SENTENCE, STAGE_HEAD = 3.0, 1.5
"""A row's head that is a sentence, or a stage."""
BRACKET, MARKED, HEAD_GAP, CLOSED = 4.0, 1.5, 1.8, 0.7
"""A row's head that begins with a unit note; going on where an enumerator begins, over a blank line, after a note."""
_FIGURE: dict[Look, float] = {"value": 0.0, "stage": 0.0, "ordinal": 0.0, "grade": 0.6, "mark": 2.0}
"""What a line costs as a figure or stage, by how it looks."""
_SHORT, _NO_FIGURE = 1.5, 4.0
"""Another text, short or long, as a figure."""
_WIDEST = 8.0
"""Full-width characters of the widest column of figures."""
BULLET, BULLET_HEAD = 0.6, 1.2
"""An item as what is done in a year; as the head of a row."""
IN_HEAD, FIGURE_ON, NUMBER_ON = 1.5, 0.3, 3.0
"""A figure right below the head of a row; a figure that goes on with a line, and with a number."""
HOLE = 0.4
"""A cell too many for the figures, or a figure too many for the cells."""
ATOMS = ("departments", "direction", "grade", "number", "unit")
"""Sorts of values that are told by how they look, wherever they stand."""
_NOTES, _CLOSED, _LISTS = ("(", "（", "【", "［"), (")", "）"), ("、", "，", "・", ",")
"""What notes begin with, what they end with, and what stands between departments."""


def away(at: int, landmark: int) -> float:
    """How far a text is drawn from its label."""
    return AWAY * (at - 1 - landmark) if at > landmark else AWAY * (landmark - at) + BEFORE


def as_text(text: Text, slot: Slot) -> float:
    """A line as (part of) the value of a label."""
    other = text.under is not None and text.under is not slot.label
    return _value(text.token.text, slot.sort) + away(text.at, slot.at) + IN_BOX * other


def _value(text: str, sort: str) -> float:
    if sort == "grade" and look(text) in ("word", "stage"):
        return WORD
    if sort == "direction" and look(text) == "word":
        return OTHER_WORD
    if sort in ("name", "policy") and _NUMBERED.fullmatch(text.strip()):
        return WORD
    return cost(sort, text)


def as_head(text: Text) -> float:
    """A line as (part of) what heads a row."""
    printed = text.token.text
    unlikely = SENTENCE * ("。" in printed) + BULLET_HEAD * _is_bullet(text)
    return cost("row", printed) + unlikely + IN_BOX * _is_under(text)


def _is_under(text: Text) -> bool:
    """Whether it stands in one box with a label of a column, or of a value of its own."""
    return text.under is not None and text.under.field not in (None, *ROWS)


def head_away(text: Text, groups: Sequence[Group], own: Group) -> float:
    """A row of a group that begins with a text."""
    far = min(MOST_AWAY, *(away(text.at, at) for at in own.at)) + HEAD_FIRST * (text.at <= own.at[0])
    measured = own.is_yearly and text.token.text.rstrip()[-1:] in _CLOSED
    return far + MEASURED * (measured and any(not group.is_yearly for group in groups))


def as_figure(text: Text, groups: Sequence[Group]) -> float:
    """A line as a figure of a row."""
    early = FIGURE_FIRST if all(text.at <= group.at[0] for group in groups) else 0.0
    other = IN_BOX * (_is_under(text) and text.under is not None and text.token.line == text.under.line)
    return early + other + _figure(text, groups)


def figure_on(text: Text, groups: Sequence[Group]) -> float:
    """A figure that goes on with a line: items of what is done in a year, a stage of several words."""
    number = NUMBER_ON * (look(text.token.text) in ("value", "ordinal"))
    return FIGURE_ON + number + (0.0 if _is_bullet(text) else _figure(text, groups))


def _figure(text: Text, groups: Sequence[Group]) -> float:
    printed = text.token.text
    seen = look(printed)
    if any(text.under is column for group in groups for column in group.columns):
        return 0.0
    if seen in ("word", "stage") and any(t.field == "unit" for group in groups for t in group.columns):
        return 0.0
    if _is_bullet(text) and any(group.is_yearly for group in groups):
        return BULLET
    return _FIGURE.get(seen, _SHORT if width(printed) <= _WIDEST else _NO_FIGURE)


def _is_bullet(text: Text) -> bool:
    return text.mark is not None and text.mark.number is None


def begins(text: Text, slot: Slot, last: Text | None, counted: Mark | None) -> float:
    """A value that begins with a line; last, counted: the last line and item of the value before.

    Where labels stand in one box, so do their values.
    """
    counts_on = text.mark is not None and counted is not None and _is_next(counted, text.mark)
    if text.gap != "close" or not slot.label.gap:
        return COUNTS_ON * counts_on
    return NO_GAP * (AFTER_END if last is not None and last.ended else 1.0) + COUNTS_ON * counts_on


def goes_on(text: Text, last: Text, counted: Mark | None, slot: Slot) -> float:
    """A value that goes on with a line."""
    cost = GAP if text.gap == "apart" else 0.0
    if slot.sort == "departments":
        return cost + (ANOTHER if text.gap == "apart" and last.token.text.rstrip()[-1:] not in _LISTS else 0.0)
    if slot.sort in ATOMS:
        return cost + ONE_LINE
    if last.token.text.rstrip().endswith("。") and text.token.text.rstrip()[-1:] in _CLOSED:
        cost += NO_SENTENCE
    mark = text.mark
    if mark is None or counted is None or mark.kind != counted.kind:
        return cost + OTHER_MARK * (last.ended and mark is not counted)
    return cost + (RESTART if mark.number is not None and not _is_next(counted, mark) else 0.0)


def _is_next(counted: Mark, mark: Mark) -> bool:
    """Whether an item is the next one: (4)-2 after (4)-1 too."""
    numbers = (counted.number, mark.number)
    return mark.kind == counted.kind and None not in numbers and 0 <= (mark.number or 0) - (counted.number or 0) <= 1


def leaves(last: Text | None, slot: Slot | None) -> float:
    """A value that ends with a line."""
    return UNENDED if last is not None and slot is not None and slot.sort == "text" and not last.ended else 0.0


def head_begins(text: Text, last: Text | None) -> float:
    """The head of a row that begins with a line."""
    if last is not None and text.mark is None and text.token.text.lstrip()[:1] in _NOTES:
        return BRACKET
    apart = last is None or text.gap == "apart" or text.mark is not None or last.token.text.rstrip()[-1:] in _CLOSED
    stub = STUB * (last is not None and len(text.token.text.strip()) <= _STUB)
    return stub + STAGE_HEAD * text.stage + (0.0 if apart else NO_GAP if text.gap == "close" else ANY_GAP)


def head_goes_on(text: Text, last: Text) -> float:
    """The head of a row that goes on with a line."""
    gap = {"apart": HEAD_GAP, "close": 0.0, "unknown": ANY_GAP}[text.gap]
    cost = gap + STAGE_HEAD * (text.stage and text.gap == "apart")
    closed = last.token.text.rstrip()[-1:] in _CLOSED and text.token.text.lstrip()[:1] not in _NOTES
    return cost + MARKED * (text.mark is not None) + CLOSED * closed
