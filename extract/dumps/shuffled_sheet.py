"""The tokens of one card, drawn in an order of its boxes' own -> its labels, its columns and the texts to be placed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from extract.dumps.items import Mark, mark_at
from extract.dumps.looks import FIGURES, ROWS, is_ended, look, sort_of
from extract.dumps.tokens import Token
from extract.dumps.words import heads, squash

_ERAS = "明大昭平令MTSHR"
_YEAR = re.compile(r"(?P<era>[明大昭平令MTSHR])?[治正和成]?\.?(?P<number>\d+|元)")
_DATED = re.compile(rf".{{0,2}}(?:\d+|元)年度?(?:{FIGURES.pattern})")
_FIGURES = ("ordinal", "value", "stage", "grade")
_COUNTED = re.compile(r"[-－―—]|[約延累各計]{0,2}\s*[\d,.]+\s*[^\s\d]*")
"""A figure with its unit, or a dash: several stand on one line."""


Gap = Literal["apart", "close", "unknown"]
"""Whether a blank line stands before a text, in a dump that sets boxes apart by one."""


class Slot(NamedTuple):
    """A label with a value of its own; at: the runs of labels drawn before its own."""

    label: Token
    sort: str
    at: int


class Group(NamedTuple):
    """The columns of rows of figures; over: labels that stand above them.

    at: the runs of labels before theirs, each time they are printed: again on the next page.
    """

    columns: tuple[Token, ...]
    over: tuple[Token, ...]
    at: tuple[int, ...]
    is_yearly: bool
    """Its columns are years and nothing else."""


class Text(NamedTuple):
    """A line to be placed.

    at: the runs of labels drawn before it.  under: the label or column it stands in one box, or on one line, with.
    mark: the enumerator or bullet it begins with.  ended: it ends as a sentence or a bracket does.
    """

    token: Token
    at: int
    place: int
    under: Token | None
    gap: Gap
    mark: Mark | None
    ended: bool
    stage: bool


class Sheet(NamedTuple):
    slots: list[Slot]
    groups: list[Group]
    rows: list[tuple[int, Token]]
    """Labels that stand before rows of figures, with the number of texts drawn before each."""
    texts: list[Text]


def sheet(card: Sequence[Token], *, boxed: bool) -> Sheet:
    """What is drawn in a card; boxed: a blank line sets its boxes apart."""
    made = Sheet([], [], [], [])
    drawn: list[tuple[Token, int, int]] = []
    under: Token | None = None
    runs, begun = 0, -1
    for token in _whole(card):
        if token.heading is None:
            under = under if under and (token.line == under.line if not boxed else not token.gap) else None
            made.texts.extend(_text(part, runs, len(made.texts), under, boxed=boxed) for part in _figures(token))
            continue
        under = token
        if token.field in ROWS:
            made.rows.append((len(made.texts), token))
            continue
        runs += begun != len(made.texts)
        begun = len(made.texts)
        if _is_column(token):
            drawn.append((token, runs - 1, begun))
        else:
            made.slots.append(Slot(token, sort_of(token.heading.field, token.heading.word), runs - 1))
    made.groups.extend(_groups(drawn))
    return made


def _text(token: Token, at: int, place: int, under: Token | None, *, boxed: bool) -> Text:
    printed = token.text.rstrip()
    gap: Gap = "unknown" if not boxed and token.join == "line" else "apart" if token.gap else "close"
    return Text(token, at, place, under, gap, mark_at(squash(printed)), is_ended(printed), look(printed) == "stage")


def _whole(card: Sequence[Token]) -> Iterator[Token]:
    """The tokens; a year and the word below it in one box (令和4年度 / 目標) are one label, and so are 内 / 容."""
    left: Token | None = None
    for token in card:
        if left is None:
            left = token
            continue
        word, _, rest = token.text.strip().partition(" ")
        whole = heads(left.text + word) if _goes_on(left, token, word) else None
        if whole is None:
            yield left
            left = token
            continue
        more = token.line.number + token.more - left.line.number
        yield left._replace(text=f"{left.text}\n{word}", heading=whole, more=more)
        left = token._replace(text=rest.strip(), gap=False) if rest.strip() and not token.heading else None
    if left is not None:
        yield left


def _goes_on(first: Token, token: Token, word: str) -> bool:
    """Whether two tokens may be one label."""
    if first.field == "year":
        return token.field not in (None, "year") and not token.gap
    return len(first.text.strip()) == len(word) == 1 and first.heading is None


def _is_column(token: Token) -> bool:
    assert token.heading is not None
    return token.field == "year" or column_sort(token) is not None


def column_sort(token: Token) -> Literal["value", "unit"] | None:
    """What stands under a label, if figures do: under 令和4年度目標, not under 令和7年度の取組実績."""
    assert token.heading is not None
    word = squash(token.heading.word)
    sort = sort_of(token.heading.field, word)
    if sort == "unit":
        return "unit"
    return "value" if sort == "value" or _DATED.fullmatch(word) else None


def _figures(token: Token) -> Iterator[Token]:
    """The figures of a line that holds nothing else, each a token."""
    parts = token.cells if all(look(cell) in _FIGURES for cell in token.cells) else ()
    text = token.text.strip()
    if len(parts) < 2 and " " in text:
        found = _COUNTED.findall(text)
        parts = tuple(found) if len(found) > 1 and squash("".join(found)) == squash(text) else ()
    if len(parts) < 2:
        yield token
        return
    for n, part in enumerate(parts):
        yield token._replace(text=part, cells=(), gap=token.gap and n == 0, join="space" if n else token.join)


def year_key(token: Token) -> tuple[int, int]:
    """By which years are put in order.

    >>> from extract.dumps.tokens import Token
    >>> from extract.dumps.text_table import Numbered
    >>> [year_key(Token(text, Numbered(1, 1, text), None, True)) for text in ("平成31年度", "令和元年度", "Ｒ８")]
    [(3, 31), (4, 1), (9, 8)]
    """
    found = _YEAR.match(squash(token.text).lstrip("(["))
    if found is None:
        return (0, 0)
    number = 1 if found["number"] == "元" else int(found["number"])
    return (_ERAS.index(found["era"]) if found["era"] else -1, number)


def _groups(drawn: Sequence[tuple[Token, int, int]]) -> Iterator[Group]:
    """Columns that head the same rows: years, or figures of several kinds; labels right above years stand over them."""
    years: list[list[tuple[Token, int, int]]] = []
    led: list[tuple[Token, int, int]] = []
    over: tuple[Token, ...] = ()
    for token, at, place in drawn:
        if token.field != "year":
            led.append((token, at, place))
            continue
        if led and not years and led[-1][2] == place and not any(_is_dated(t) for t, *_ in led):
            over, led = tuple(t for t, *_ in led), []
        last = years[-1] if years else []
        seen = [year_key(t) for t, *_ in last]
        falls = last and last[-1][2] != place and year_key(token) < max(seen)
        if not last or year_key(token) in seen or falls:
            years.append([])
        years[-1].append((token, at, place))
    yield from _once(years, over)
    if led:
        yield Group(tuple(t for t, *_ in led), (), (led[0][1],), is_yearly=False)


def _once(years: Sequence[Sequence[tuple[Token, int, int]]], over: tuple[Token, ...]) -> Iterator[Group]:
    """Each set of years once; it is printed again where a card goes on on the next page."""
    found: dict[tuple[tuple[int, int], ...], Group] = {}
    for n, each in enumerate(years):
        columns = sorted((t for t, *_ in each), key=year_key)
        key = tuple(map(year_key, columns))
        group = found.get(key, Group(tuple(columns), () if n else over, (), is_yearly=n > 0 or not over))
        found[key] = group._replace(at=(*group.at, each[0][1]))
    yield from found.values()


def _is_dated(token: Token) -> bool:
    return "\n" in token.text or any(c.isdigit() for c in token.text)
