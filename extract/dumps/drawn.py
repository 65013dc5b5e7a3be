"""The lines of a dump in drawn order -> blocks: tables known by their headings, and the prose between them.

A PDF's text taken out as it was drawn (PyMuPDF's get_text, pdftotext -raw) has a cell or a line of one on each line,
and no sign of where a table begins. What heads cells tells: a heading with its value, or a row of headings.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.dumps.columns import Column, column
from extract.dumps.lists import find_list, list_blocks
from extract.dumps.place import place
from extract.dumps.rowwise import find_rows, read_rows
from extract.dumps.spaced import is_spaced
from extract.dumps.spaced_cards import card_tokens
from extract.dumps.spaced_list import list_blocks as spaced_blocks
from extract.dumps.text_table import Numbered, extents
from extract.dumps.tokens import Token, tokens
from extract.dumps.unwrap import text_width, unwrapped
from extract.dumps.words import levels, squash
from extract.model import Block, Cell, Prose, Table

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


@dataclass(slots=True)
class _Card:
    """The rows of a table as they are found: cells of texts, from the first column."""

    rows: list[list[list[Token]]] = field(default_factory=list[list[list[Token]]])
    years: tuple[Token, ...] = ()
    waiting: Token | None = None
    """A label that heads the years drawn later."""


def drawn_blocks(lines: Sequence[Numbered]) -> Iterator[Block]:
    """The blocks of lines in drawn order, or of lines that keep columns by spaces."""
    spaced = is_spaced(lines)
    listed = spaced_blocks(lines) if spaced else None
    if listed is not None:
        yield from listed
        return
    found = list(card_tokens(lines) if spaced else tokens(lines))
    measure = text_width(found)
    known = find_list(found)
    by_rows = None if spaced else find_rows(found)
    if by_rows is not None:
        table, left = read_rows(found, by_rows, scattered=known is not None)
        if table is not None:
            yield from _prose(found[: by_rows.headers[0].first], measure)
            yield table
            yield from _prose(left, measure)
            return
    if known is not None:
        yield from _prose(found[: known.regions[0][0]], measure)
        tables, left = list_blocks(found, known)
        yield from tables
        yield from _prose(left, measure)
        return
    yield from _cards(_sure(found), measure)


def _cards(found: list[Token], measure: float) -> Iterator[Block]:
    """Tables of labels and their values, and the prose between them."""
    card = _Card()
    prose: list[Token] = []
    at = 0
    while at < len(found):
        if found[at].heading is None:
            if card.rows:
                yield from _finish(card)
                card = _Card()
            prose.append(found[at])
            at += 1
            continue
        end = _run_end(found, at)
        if prose:
            yield from _prose(prose, measure)
            prose = []
        if end - at == 1 and found[at].field == "name" and card.rows:
            yield from _finish(card)
            card = _Card()
        at = _read(card, found, at, end)
    if card.rows:
        yield from _finish(card)
    yield from _prose(prose, measure)


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


def _read(card: _Card, found: Sequence[Token], at: int, end: int) -> int:
    """Read the headings from `at` to `end` and what stands under them into the card; where that ends."""
    run = list(found[at:end])
    years = [t for t in run if t.field == "year"]
    if len(run) == 1 and not years:
        return _pair(card, found, run[0], end)
    if not years and len({t.field for t in run}) == len(run) and all(t.field in _PAIRED for t in run):
        return _pairs(card, found, run, end)
    if years and run[0].field == "year" and card.waiting is not None:
        run.insert(0, card.waiting)
        card.waiting = None
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
    return _rows(card, found, end, heads)


def _pair(card: _Card, found: Sequence[Token], label: Token, at: int) -> int:
    """A heading and its value; under years, a heading of further rows."""
    if card.years and label.field in _VALUED:
        assert label.heading is not None
        heads = [
            column(label.heading.field, label.heading.word),
            *(column(t.heading.field, t.heading.word) for t in card.years if t.heading),
        ]
        card.rows.append([[label], *([t] for t in card.years)])
        return _rows(card, found, at, heads)
    end = _body_end(found, at)
    assert label.heading is not None
    own = column(label.heading.field, label.heading.word)
    placed = place(found[at:end], [own]) if own.sort != "text" else None
    stop = (
        at + next((n for n, p in enumerate(placed) if p.column < 0 or (n and p.begins)), end - at)
        if placed
        else _prose_end(found, at, end)
    )
    card.rows.append([[label], list(found[at:stop])])
    return stop


def _pairs(card: _Card, found: Sequence[Token], run: list[Token], at: int) -> int:
    """Labels drawn one after the other, and their values behind them; the last may head years that follow."""
    if run[-1].field in ("indicator", "schedule"):
        card.waiting = run.pop()
        if len(run) == 1:
            return _pair(card, found, run[0], at)
    end = _prose_end(found, at, _body_end(found, at)) if _body_end(found, at) > at else at
    heads = [column(t.heading.field, t.heading.word) for t in run if t.heading]
    placed = place(found[at:end], heads)
    stop = next((n for n, p in enumerate(placed) if p.column < 0), len(placed))
    for n, label in enumerate(run):
        card.rows.append([[label], [t for t, p in zip(found[at : at + stop], placed, strict=False) if p.column == n]])
    return at + stop


def _prose_end(found: Sequence[Token], at: int, end: int) -> int:
    """Where the prose of a cell ends: before a heading of the policy system."""
    return next((n for n in range(at + 1, end) if levels().match(squash(found[n].text))), end)


def _rows(card: _Card, found: Sequence[Token], at: int, heads: Sequence[Column]) -> int:
    """Read the rows under a header; where they end."""
    body: list[Token] = []
    for token in found[at : _body_end(found, at)]:
        body += [token._replace(text=text, gap=token.gap and not n) for n, text in enumerate(token.cells)] or [token]
    placed = place(body, heads)
    row: list[list[Token]] = [[] for _ in heads]
    used = 0
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
    left = body[used].line if used < len(body) else None
    end = _body_end(found, at)
    return end if left is None else next(n for n in range(at, end) if found[n].line == left)


def _finish(card: _Card) -> Iterator[Table]:
    """The table of the rows found."""
    width = max(map(len, card.rows))
    cells: list[Cell] = []
    places = [t.line.place for row in card.rows for cell in row for t in cell]
    if not places:
        return
    for n, row in enumerate(card.rows):
        for m, cell in enumerate(row):
            span = width - m if m == len(row) - 1 else 1
            lines = tuple(unwrapped(cell))
            cells.append(Cell(n, m, 1, span, lines, tuple(line.place for line in lines[:1])))
    yield Table(tuple(cells), len(card.rows), width, extents(places), confidence=0.6, flags=("drawn",))


def _prose(found: Sequence[Token], measure: float) -> Iterator[Prose]:
    """Paragraphs of the lines outside tables."""
    for line in unwrapped(found, measure):
        yield Prose((line,))
