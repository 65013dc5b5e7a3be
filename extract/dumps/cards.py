"""The tokens of a dump in drawn order -> cards: tables known by the labels before their values, and prose between them.

A card repeats the labels of the one before. What stands before its first label is its title; a heading with its value,
or a row of headings with rows of values below, is a row of the card.
"""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from extract.dumps.body import figures_apart
from extract.dumps.columns import Column, column
from extract.dumps.dated import dated
from extract.dumps.headers import KEYS
from extract.dumps.looks import COUNTING, look
from extract.dumps.paths import Placed
from extract.dumps.place import Asked, place_side_by_side
from extract.dumps.prose import prose_blocks
from extract.dumps.row_table import is_undated
from extract.dumps.text_table import extents
from extract.dumps.titles import first_labels, levels_apart, title_starts, whole_titles
from extract.dumps.tokens import Token, is_office
from extract.dumps.unwrap import unwrapped
from extract.dumps.words import levels, squash
from extract.model import Block, Cell, Table

_VALUED = frozenset(("schedule", "indicator", "target", "goal", "result"))
"""Headings that stand before a group of rows under the years above."""
_NEAR = 12
"""Tokens between the headings of one card at most, where they do not come again."""
_PAIRED = frozenset(
    (
        "name",
        "departments",
        "content",
        "objective",
        "goal",
        "direction",
        "policy",
        "number",
        "grade",
        "result",
        "improvement",
        "situation",
        "note",
        "schedule",
        "indicator",
    )
)


_T = TypeVar("_T")
_Reading = Generator[Asked, list[Placed], _T]
"""What asks for the places of cells while it reads."""


@dataclass(slots=True)
class Card:
    """The rows of a table as they are found: cells of texts, from the first column."""

    rows: list[list[list[Token]]] = field(default_factory=list[list[list[Token]]])
    years: tuple[Token, ...] = ()
    waiting: Token | None = None
    """A label that heads the years drawn later."""
    undated: bool = False
    """A row has fewer figures than there are years."""
    unsure: set[int] = field(default_factory=set[int])
    """Rows whose texts could as well stand elsewhere."""


def card_blocks(tokens: Sequence[Token], measure: float) -> list[Block]:
    """Tables of labels and their values, and the prose between them."""
    [blocks] = cards_blocks([tokens], measure)
    return blocks


def cards_blocks(parts: Sequence[Sequence[Token]], measure: float) -> list[list[Block]]:
    """The blocks of each part of a document."""
    found = [list(_apart(part)) for part in parts]
    read = iter(place_side_by_side([_blocks(each, measure) for part in found for each in part]))
    return [[block for _ in part for block in next(read)] for part in found]


def _apart(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens from each title, or each label that cards begin with, to the next."""
    found = _sure(dated(levels_apart(whole_titles(tokens))))
    titles = title_starts(found)
    cuts = sorted({0, *(titles or _card_labels(found)), len(found)})
    for first, end in itertools.pairwise(cuts):
        yield _numbered(found[first:end]) if first in titles else found[first:end]


def _card_labels(found: Sequence[Token]) -> list[int]:
    """Where the label stands that every card begins with, if no other stands right before it."""
    firsts = first_labels(found)
    return firsts if all(n == 0 or found[n - 1].heading is None for n in firsts) else []


def _numbered(found: list[Token]) -> list[Token]:
    """The tokens from a title on; a number alone on its line stands before the name on the next."""
    if len(found) < 2 or look(found[0].text) not in COUNTING or found[1].heading:
        return found
    number, name, *rest = found
    more = name.line.number - number.line.number
    return [number._replace(text=f"{number.text.strip()} {name.text.strip()}", more=more), *rest]


def _blocks(found: list[Token], measure: float) -> _Reading[list[Block]]:
    """What stands between two titles."""
    blocks: list[Block] = []
    card = Card()
    prose: list[Token] = []
    at = 0
    while at < len(found):
        if found[at].heading is None:
            if card.rows:
                blocks += finish(card)
                card = Card()
            prose.append(found[at])
            at += 1
            continue
        end = _run_end(found, at)
        if prose:
            blocks += prose_blocks(prose, measure)
            prose = []
        if end - at == 1 and card.rows and _begins(card, found[at]):
            blocks += finish(card)
            card = Card()
        at = yield from _read(card, found, at, end)
    if card.rows:
        blocks += finish(card)
    blocks += prose_blocks(prose, measure)
    return blocks


def _begins(card: Card, label: Token) -> bool:
    """Whether a label begins another card: the first one again, or a name where the card has it, or none."""
    labels = [row[0][0] for row in card.rows if row and row[0] and row[0][0].heading]
    if labels and labels[0].heading == label.heading and label.field in KEYS:
        return True
    own = [t.heading for t in labels if t.field in KEYS]
    return label.field == "name" and (label.heading in own or not own)


def _sure(found: list[Token]) -> list[Token]:
    """Headings that stand alone in the text are words of it: another one is near, or it comes again."""
    count: dict[str, int] = {}
    for token in found:
        if token.heading:
            count[token.heading.word] = count.get(token.heading.word, 0) + 1
    at = [n for n, token in enumerate(found) if token.heading]
    sure = set[int]()
    for before, after in itertools.pairwise(at):
        if after - before <= _NEAR and (found[after].field == "year" or found[before].field != found[after].field):
            sure |= {before, after}
    return [
        t if t.heading is None or n in sure or count[t.heading.word] > 2 else t._replace(heading=None)
        for n, t in enumerate(found)
    ]


def _run_end(found: Sequence[Token], at: int) -> int:
    end = at
    while end < len(found) and found[end].heading is not None:
        end += 1
    return end


def _body_end(found: Sequence[Token], at: int) -> int:
    end = at
    while end < len(found) and found[end].heading is None:
        end += 1
    return end


def _read(card: Card, found: Sequence[Token], at: int, end: int) -> _Reading[int]:
    """Read the headings from `at` to `end` and what stands under them into the card; where that ends."""
    run = list(found[at:end])
    years = [t for t in run if t.field == "year"]
    if len(run) == 1 and not years:
        return (yield from _pair(card, found, run[0], end))
    if not years and len({t.field for t in run}) == len(run) and all(t.field in _PAIRED for t in run):
        return (yield from _pairs(card, found, run, end))
    if years and run[0].field == "year" and card.waiting is not None:
        run.insert(0, card.waiting)
        card.waiting = None
    if len(run) > len(years) > 1 and run[: len(years)] == years:
        return (yield from _years_first(card, found, end - len(run) + len(years), years))
    first = next(n for n, t in enumerate(run) if t.field == "year") if years else 0
    if years and first > 1:
        # 所管 (empty) 指標 令和8年度 …: labels without a value stand before the header.
        for token in run[: first - 1]:
            card.rows.append([[token], []])
        run = run[first - 1 :]
    heads = [column(t.heading.field, t.heading.word) for t in run if t.heading]
    if run[0].field == "year":
        heads.insert(0, Column("indicator", "", "row"))
    card.years = tuple(run[1:]) if run[0].field != "year" else tuple(run)
    card.rows.append([[t] for t in run] if run[0].field != "year" else [[], *([t] for t in run)])
    return (yield from _rows(card, found, end, heads))


def _years_first(card: Card, found: Sequence[Token], at: int, years: Sequence[Token]) -> _Reading[int]:
    """令和8年度 令和9年度 実施計画 検討 実施: years, and behind them the label of their only row."""
    card.rows.append([[], *([t] for t in years)])
    heads = [column(t.heading.field, t.heading.word) for t in years if t.heading]
    end = _body_end(found, at + 1)
    body = list(figures_apart(found[at + 1 : end]))
    placed = yield Asked(body, tuple(heads))
    row: list[list[Token]] = [[found[at]], *([] for _ in heads)]
    used = next((n for n, p in enumerate(placed) if p.column < 0 or (n and p.opens is not None)), len(placed))
    for token, where in zip(body[:used], placed, strict=False):
        row[where.column + 1].append(token)
    card.rows.append(row)
    left = body[used].line if used < len(body) else None
    return end if left is None else next(n for n in range(at + 1, end) if found[n].line == left)


def _pair(card: Card, found: Sequence[Token], label: Token, at: int) -> _Reading[int]:
    """A heading and its value; under years, a heading of further rows."""
    if card.years and label.field in _VALUED and not _is_text(found, at):
        assert label.heading is not None
        heads = [
            column(label.heading.field, label.heading.word),
            *(column(t.heading.field, t.heading.word) for t in card.years if t.heading),
        ]
        card.rows.append([[label], *([t] for t in card.years)])
        return (yield from _rows(card, found, at, heads))
    end = _body_end(found, at)
    assert label.heading is not None
    own = column(label.heading.field, label.heading.word)
    placed = (yield Asked(found[at:end], (own,))) if own.sort != "text" else None
    stop = (
        at + next((n for n, p in enumerate(placed) if p.column < 0 or (n and p.begins)), end - at)
        if placed
        else _prose_end(found, at, end)
    )
    card.rows.append([[label], list(found[at:stop])])
    return stop


def _is_text(found: Sequence[Token], at: int) -> bool:
    """Whether a sentence stands at `at`, not the label of a row."""
    return at < len(found) and look(found[at].text) == "sentence"


def _pairs(card: Card, found: Sequence[Token], run: list[Token], at: int) -> _Reading[int]:
    """Labels drawn one after the other, and their values behind them; the last may head years that follow."""
    if run[-1].field in ("indicator", "schedule"):
        card.waiting = run.pop()
        if len(run) == 1:
            return (yield from _pair(card, found, run[0], at))
    end = _prose_end(found, at, _body_end(found, at)) if _body_end(found, at) > at else at
    heads = [column(t.heading.field, t.heading.word) for t in run if t.heading]
    placed = yield Asked(found[at:end], tuple(heads))
    stop = next((n for n, p in enumerate(placed) if p.column < 0), len(placed))
    for n, label in enumerate(run):
        card.rows.append([[label], [t for t, p in zip(found[at : at + stop], placed, strict=False) if p.column == n]])
    return at + stop


def _prose_end(found: Sequence[Token], at: int, end: int) -> int:
    """Where the prose of a cell ends: before a heading of the policy system."""
    return next((n for n in range(at + 1, end) if levels().match(squash(found[n].text))), end)


def _rows(card: Card, found: Sequence[Token], at: int, heads: Sequence[Column]) -> _Reading[int]:
    """Read the rows under a header; where they end."""
    body = list(figures_apart(found[at : _body_end(found, at)]))
    placed = yield Asked(body, tuple(heads))
    row: list[list[Token]] = [[] for _ in heads]
    used, before = 0, len(card.rows)
    for token, where in zip(body, placed, strict=True):
        if where.column < 0:
            break
        if where.opens is not None and any(row):
            card.rows.append(row)
            row = [[] for _ in heads]
        row[where.column].append(token)
        used += 1
    if any(row):
        card.rows.append(row)
    told = [_dated_row(row, heads) for row in card.rows[before:]]
    card.undated |= any(len(row) > len(heads) for row in told)
    card.rows[before:] = told
    left = body[used].line if used < len(body) else None
    end = _body_end(found, at)
    return end if left is None else next(n for n in range(at, end) if found[n].line == left)


def _dated_row(row: list[list[Token]], heads: Sequence[Column]) -> list[list[Token]]:
    """The row; figures of nobody knows which years stand behind all columns."""
    years = [n for n, head in enumerate(heads) if head.field == "year"]
    if not is_undated([row[n] for n in years]):
        return row
    kept = [[] if n in years else cell for n, cell in enumerate(row)]
    return [*kept, [token for n in years for token in row[n]]]


def finish(card: Card) -> Iterator[Table]:
    """The table of the rows found."""
    width = max(map(len, card.rows))
    cells: list[Cell] = []
    places = [t.line.place for row in card.rows for cell in row for t in cell]
    if not places:
        return
    for n, row in enumerate(card.rows):
        for m, cell in enumerate(row):
            span = width - m if m == len(row) - 1 else 1
            parts = [[t] for t in cell] if len(cell) > 1 and all(is_office(t.text) for t in cell) else [cell]
            lines = tuple(line for part in parts for line in unwrapped(part))
            if n in card.unsure:
                lines = tuple(replace(line, flags=(*line.flags, "reordered")) for line in lines)
            cells.append(Cell(n, m, 1, span, lines, tuple(line.place for line in lines[:1])))
    flags = ("drawn", "undated") if card.undated else ("drawn",)
    yield Table(tuple(cells), len(card.rows), width, extents(places), confidence=0.6, flags=flags)
