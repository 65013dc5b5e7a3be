"""A box and a column -> what its looks and words say against its being of the column, and where cells begin in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extract.dumps.boxed_numbers import Rank, chain, is_plain
from extract.dumps.columns import Column
from extract.dumps.looks import COUNTING, cost, is_ended, look, telling, width
from extract.dumps.tokens import UNITS, Token, with_units
from extract.dumps.words import squash

_WIDER, _NARROWER, SLACK = 3.0, 1.5, 2.0
"""A line wider than its column; one broken before its column's end; full-width characters it may lack."""
_GOES_ON = ("また", "さら", "なお", "その", "しかし", "　", "この", "加え", "今後", "そし", "特に", "一方", "これ")
_NO_START = "。、，．,.）)」』】》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_SINGLE = ("value", "unit", "number", "grade", "direction")
_WHOLE = ("name", "policy", "departments")
"""Sorts of columns whose lines are looked at together."""
_WORDY = ("text", "name", "policy", "row")
_APART, _SPACED = 5.0, 0.8
"""Words apart that look like cells of their own; a space in a text."""
_FURTHER, _LINES = 0.25, 3
"""What the looks of a further line count; lines of the longest name but for which a name costs more."""
_COUNTS, _NO_NUMBER, _NO_FIGURE = 2.0, 4.0, 3.0
"""A number that counts elsewhere; one that counts nothing; a word among figures."""
_NO_SENTENCE, _OFFICE, _MEASURED, _NEW, _LEVEL = 1.2, 1.5, 1.2, 1.5, 0.9
"""A text without a sentence; departments elsewhere; what measures elsewhere, or doesn't; 【新規】 but in a name;
a level without a number, or a name with one."""
_STAGE, _DIRECTED = 2.0, 0.6
"""A stage elsewhere than under the years; a direction there."""
_SENTENCES = 6
"""Sentences of a document whose texts are some."""
_DIRECTIONS = frozenset(
    ("新規", "継続", "拡充", "拡大", "見直し", "縮小", "廃止", "改善", "完了", "統合", "終了", "休止", "維持", "充実")
)
_TRENDS = frozenset("↗↘↑↓")
_NUMBERED = re.compile(r"\s*(第?\d{1,2}(?:-\d{1,2})*[.．]?(?=\s)|[Ⅰ-Ⅻ](?=\s)|[(（]\d{1,2}[)）]|[①-⑳])")
_MEASURE = re.compile(
    r"(?:数|率|割合|額|量|面積|延長|時間|値|件数|種類|比|度|距離|日数|人口|濃度|指数)"
    r"(?:の累計|\(累計\))?(?:[(（][^()（）]{1,8}[)）])?$"
)
"""How the name of what is measured ends."""


class Item(NamedTuple):
    """Lines of a box that are of one column."""

    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        return squash("".join(t.text for t in self.tokens))


class Box(NamedTuple):
    """A box as one item; and, where spaces stand in its lines, as the items they may set apart."""

    whole: Item
    parts: tuple[Item, ...]


class Facts(NamedTuple):
    """What is known of the columns of a list, and of its words."""

    columns: tuple[Column, ...]
    widths: tuple[float, ...]
    """Nearly the widest line of each column; 0: not known."""
    usual: tuple[float, ...]
    """Of the lines that the width of a column broke."""
    sorts: frozenset[str]
    measured: bool
    """Whether a column names what is measured."""
    numbers: Mapping[str, Rank]
    """What counts the initiatives."""
    levelled: bool
    """Whether levels begin with numbers of their own."""
    staged: bool
    """Whether stages stand under the years, not figures."""
    prose: bool
    """Whether texts are sentences."""


def facts(pages: Sequence[Sequence[Box]], columns: Sequence[Column]) -> Facts:
    """What the boxes tell before any is read."""
    sorts = frozenset(c.sort for c in columns)
    tokens = [t for page in pages for box in page for t in box.whole.tokens]
    kinds = Counter(_kind(word) for t in tokens for word in t.text.split())
    if "grade" in sorts:
        kinds["stage"] -= sum(look(word) == "grade" for t in tokens for word in t.text.split())
    numbers = chain(squash(t.text.split()[0]) for t in tokens) if "number" in sorts else {}
    first = [box.whole.tokens[0].text for page in pages for box in page]
    levels = [text for text in first if shape(text) and squash(text.split()[0]) not in numbers]
    return Facts(
        columns=tuple(columns),
        widths=(0.0,) * len(columns),
        usual=(0.0,) * len(columns),
        sorts=sorts,
        measured=any(c.field == "indicator" for c in columns),
        numbers=numbers,
        levelled=len(levels) > 1,
        staged=kinds["stage"] > kinds["figure"],
        prose=sum("。" in box.whole.tokens[-1].text for page in pages for box in page) >= _SENTENCES,
    )


def _kind(word: str) -> str:
    """Whether a word is a stage, its sign, or a figure."""
    found = look(word)
    if found == "value":
        return "figure" if any(c.isdigit() for c in word) else "stage"
    return "figure" if found == "ordinal" else "stage" if found == "grade" and not word.isalpha() else found


def shape(text: str) -> str:
    """The form of the number that a level's name begins with; nothing without one.

    >>> shape("Ⅱ 働き方"), shape("2-1 窓口"), shape("（３）港"), shape("窓口")
    ('Ⅰ', '9-9', '（9）', '')
    """
    found = _NUMBERED.match(text)
    if found is None:
        return ""
    return re.sub(r"[①-⑳]", "①", re.sub(r"[Ⅰ-Ⅻ]", "Ⅰ", re.sub(r"\d+", "9", found[1])))


def cost_of(item: Item, at: int, known: Facts) -> float:
    """What an item costs in a column."""
    column = known.columns[at]
    tokens = item.tokens
    if column.sort in _WHOLE:
        spent = _plain(column.sort, tokens[0].text + "".join(t.text for t in tokens[1:]))
        spent *= max(1.0, len(tokens) / _LINES)
    else:
        further = 1.0 if column.sort in _SINGLE else _FURTHER
        spent = sum(_plain(column.sort, t.text) * (further if n else 1.0) for n, t in enumerate(tokens))
    if column.sort == "text":
        spent += sum(telling(column.field, t.text) for t in tokens)
    return spent + _wide(item, at, known) + _words(item, column, known) + _levels(item, column, known)


def _plain(sort: str, text: str) -> float:
    """What a line costs in a column of a sort: the words of a line apart are of one cell in texts alone."""
    words = with_units(text.split())
    if len(words) < 2:
        return cost(sort, text)
    if look(words[0]) in COUNTING:
        return cost(sort, " ".join(words[1:])) if sort in _WORDY else _APART
    short = all(look(word) in ("value", "ordinal", "office", "stage", "grade") for word in words[1:])
    return cost(sort, text) + (_APART if short or sort not in _WORDY else _SPACED * (len(words) - 1))


def _wide(item: Item, at: int, known: Facts) -> float:
    """What the widths of lines say against their column, once it is known."""
    wide = known.widths[at]
    if not wide:
        return 0.0
    spent = _WIDER * sum(width(t.text) > wide + 1.5 for t in item.tokens)
    if known.columns[at].sort == "text":
        broken = [width(t.text) for t in item.tokens[:-1] if not is_ended(t.text.rstrip())]
        spent += _NARROWER * sum(abs(known.usual[at] - own) > SLACK for own in broken)
    return spent


def _words(item: Item, column: Column, known: Facts) -> float:
    """What the words of an item say against its being of a column."""
    text = item.text
    looked = look(text)
    spent = 0.0
    if column.sort == "number" and known.numbers:
        spent += _NO_NUMBER * sum(squash(t.text) not in known.numbers for t in item.tokens)
    if column.sort != "number" and text in known.numbers and not (column.sort == "value" and is_plain([text])):
        spent += _COUNTS
    if column.sort == "value" and not known.staged:
        spent += _NO_FIGURE * (looked not in ("value", "ordinal", "mark"))
    if column.sort == "text" and known.prose and "。" not in text:
        spent += _NO_SENTENCE
    if text in UNITS and "unit" in known.sorts:
        spent += 0.0 if column.sort == "unit" else _OFFICE
    elif (looked == "office" or "課、" in text) and column.sort != "departments" and "departments" in known.sorts:
        spent += _OFFICE
    if known.measured and looked in ("phrase", "word", "sentence"):
        spent += _MEASURED * ((_MEASURE.search(text) is not None) != (column.field == "indicator"))
    if ("【新規】" in text or text.startswith("☆")) and column.field != "name":
        spent += _NEW
    return spent + _stages(text, column, known)


def _stages(text: str, column: Column, known: Facts) -> float:
    """What stages, directions and arrows say against a column."""
    spent = 0.0
    if known.staged and _kind(text) == "stage":
        spent += -cost("value", text) if column.sort == "value" else _STAGE * (column.sort != "direction")
    if text in _DIRECTIONS and "direction" in known.sorts and column.sort != "direction":
        spent += _DIRECTED if column.sort == "value" and known.staged else _STAGE
    if "方向" in column.word and text in _TRENDS:
        spent -= cost(column.sort, text) + _STAGE
    return spent


def _levels(item: Item, column: Column, known: Facts) -> float:
    """What the number a text begins with says: of an initiative, it is a cell of its own; of a level, part of it."""
    words = item.tokens[0].text.split()
    counts = len(words) > 1 and squash(words[0]) in known.numbers
    spent = _NEW * (counts and column.sort in (*_WORDY,))
    if "policy" in known.sorts:
        numbered = not counts and bool(shape(item.tokens[0].text))
        if column.sort == "policy":
            spent += _LEVEL * (known.levelled - 2 * numbered)
        elif column.sort in ("name", "row"):
            spent += _LEVEL * numbered
    return spent


def split(item: Item, at: int, known: Facts) -> list[int]:
    """Where cells begin among the lines of a box."""
    column = known.columns[at]
    starts = [0]
    for n in range(1, len(item.tokens)):
        before, text = item.tokens[n - 1].text.rstrip(), item.tokens[n].text.strip()
        if text[:1] in _NO_START or (text[:1] in "(（【" and cost("number", text) > 1.0):
            continue
        if column.sort in _SINGLE or _ends(before, text, column, known.widths[at]):
            starts.append(n)
    return starts


def _ends(before: str, text: str, column: Column, wide: float) -> bool:
    """Whether a cell of text ends between two lines."""
    if column.sort == "departments":
        return False
    if column.sort == "text":
        return is_ended(before) and not text.startswith(_GOES_ON) and cost("text", text) < 1.0
    full = width(before) >= (wide or width(text)) - SLACK
    return not full or any(cost("number", part) == 0 for part in text.split()[:1])
