"""The rows of figures of a card whose lines are counted by kind: 目標 20 30 40, 実績 18 33, 達成率 90% 110%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.dumps.body import figures_apart
from extract.dumps.card import Card, CardRow, loose_row
from extract.dumps.columns import Column
from extract.dumps.looks import is_figure, look, width
from extract.dumps.tokens import LONGEST_UNIT, Token
from extract.dumps.words import levels, squash

KINDS = frozenset(("target", "goal", "result", "rate", "schedule", "budget"))
"""Fields of the words that say what a row's figures are."""
KIND_HEADS = frozenset(("row_kind", "direction"))
"""Fields of the labels over such words: 種別, 区分."""
_REPORTED = frozenset(("result", "rate"))
"""Figures that are still to come for the last years: what is there is of the first."""
_ITEM_INSIDE = re.compile(r"\S\s+[・●○]")
_MOST_LINES = 3
"""Lines of a year's text."""
_NARROWEST, _SLACK = 10.0, 1.5
"""Full-width characters of the narrowest column whose lines break; those that a full line may be shorter."""
_FIGURE_SORTS = ("value", "stage")
_FEWEST_YEARS = 2
_LONGEST_LEAD = 6
"""Lines of an indicator and its unit."""


class Figures(NamedTuple):
    """A row of figures: its kind stands in one of its cells."""

    cells: CardRow
    goes_on: bool
    """Its indicator is that of the row above."""
    told: bool
    """It has a figure for each year."""
    reported: bool
    """Its figures are those of the first years."""


def kind_column(heads: Sequence[Column]) -> int | None:
    """The column of the kinds: 区分 before several years."""
    years = sum(head.field == "year" for head in heads)
    found = [n for n, head in enumerate(heads) if head.field in KIND_HEADS]
    before = found and all(head.field in ("indicator", "unit", "schedule") for head in heads[: found[0]])
    return found[0] if before and years >= _FEWEST_YEARS else None


def kind_rows(found: Sequence[Token], at: int, heads: Sequence[Column], kind: int) -> tuple[list[Figures], int]:
    """The rows from `at` on, and where they end; none where no word says what figures are."""
    rows: list[Figures] = []
    end, lead = at, list[Token]()
    while at < len(found) and len(lead) < _LONGEST_LEAD and not _ends(found, at):
        if found[at].field not in KINDS:
            lead.append(found[at])
            at += 1
            continue
        if found[at].heading is None or (lead and kind == 0) or (not lead and not rows and kind > 0):
            break
        stop, cells, over = _figures(found, at + 1, heads[kind + 1 :])
        if not any(cells):
            break
        row = [*_lead(lead, heads[:kind]), [found[at]], *cells]
        years = [cell for head, cell in zip(heads, row, strict=True) if head.field == "year"]
        told = all(years) and not over
        reported = not over and found[at].field in _REPORTED and _from_first(years)
        rows.append(Figures([*row, over] if over else row, not lead and bool(rows), told, reported))
        end = at = stop
        lead = []
    return rows, end


def add_figures(card: Card, rows: Sequence[Figures], heads: Sequence[Column], kind: int) -> None:
    """Add the rows to the card; those of nobody knows which years stand behind all columns."""
    for row in rows:
        at = len(card.rows)
        if row.goes_on:
            card.under |= {(at, n) for n in range(kind)}
        if row.reported:
            card.unsure.add(at)
        loose = not row.told and not row.reported
        card.undated |= loose
        card.rows.append(loose_row(row.cells, heads) if loose else row.cells)


def _ends(found: Sequence[Token], at: int) -> bool:
    """Whether what stands here is no row of figures: another label, or the heading of a level."""
    token = found[at]
    return (token.heading is not None and token.field not in KINDS) or levels().match(squash(token.text)) is not None


def _figures(found: Sequence[Token], at: int, heads: Sequence[Column]) -> tuple[int, CardRow, list[Token]]:
    """Where the figures behind a kind end, those of each column, and those for which there is no column."""
    cells: CardRow = [[] for _ in heads]
    over: list[Token] = []
    column = 0
    while at < len(found) and found[at].heading is None:
        parts = list(figures_apart([found[at]]))
        if not all(_is_figure(part) or (n == 0 and _is_unit_of(part, heads, column)) for n, part in enumerate(parts)):
            break
        for part in parts:
            if column < len(heads) and heads[column].sort == "unit" and _is_figure(part):
                column += 1
            if column < len(heads):
                cells[column].append(part)
            else:
                over.append(part)
            column += 1
        at += 1
    return at, cells, over


def _is_figure(token: Token) -> bool:
    return is_figure(token.text)


def _is_unit_of(token: Token, heads: Sequence[Column], column: int) -> bool:
    return column < len(heads) and heads[column].sort == "unit" and len(token.text.strip()) <= LONGEST_UNIT


def _from_first(years: Sequence[CardRow | list[Token]]) -> bool:
    """Whether some of the first years have figures, and all those behind have none."""
    filled = sum(map(bool, years))
    return 0 < filled < len(years) and all(years[:filled])


def _lead(lead: Sequence[Token], heads: Sequence[Column]) -> Iterator[list[Token]]:
    """The cells before the kind: the indicator, and its unit where it has one."""
    rest = list(figures_apart(lead, units=any(head.sort == "unit" for head in heads)))
    unit = rest[-1:] if len(rest) > 1 and len(rest[-1].text.strip()) <= LONGEST_UNIT else []
    units = [n for n, head in enumerate(heads) if head.sort == "unit"]
    first = next((n for n, head in enumerate(heads) if head.sort != "unit"), -1)
    for n, _ in enumerate(heads):
        if n in units[:1]:
            yield unit
        else:
            yield rest[: len(rest) - len(unit) * bool(units)] if n == first else []


def full_rows(found: Sequence[Token], at: int, end: int, heads: Sequence[Column]) -> tuple[list[CardRow], int]:
    """The rows from `at` on, each a label and a figure for every column, and where they end.

    None where a row has fewer figures or more, or where what follows the last of them holds a figure.
    """
    lead_end = next((n for n, head in enumerate(heads) if head.sort in _FIGURE_SORTS), 0)
    figures = len(heads) - lead_end
    even = all(head.sort in _FIGURE_SORTS for head in heads[lead_end:]) and figures > 1
    if not even or [head.sort for head in heads[:lead_end]] not in (["row"], ["row", "unit"]):
        return [], at
    rows: list[CardRow] = []
    lead, own, stop = list[Token](), list[Token](), at
    for n in range(at, end):
        for part in figures_apart([found[n]], units=lead_end > 1):
            if _is_figure(part) and lead:
                own.append(part)
            elif _is_figure(part) or own:
                return [], at
            else:
                lead.append(part)
        if len(own) == figures:
            rows.append([*_lead(lead, heads[:lead_end]), *([part] for part in own)])
            lead, own, stop = [], [], n + 1
    return (rows, stop) if rows and not own and len(lead) < _LONGEST_LEAD else ([], at)


def year_texts(body: Sequence[Token], years: int) -> list[list[Token]]:
    """The texts of the years where each has one, and the label above is that of the row.

    None where figures, stages or several items stand among them, or where lines and years do not come out even.
    """
    items = sum(look(token.text) == "item" for token in body)
    if items and (len(body) > years or any(_ITEM_INSIDE.search(token.text) for token in body)):
        return []
    if any(is_figure(part.text) for part in figures_apart(body)) or not 1 < years <= len(body) <= years * _MOST_LINES:
        return []
    widths = [width(token.text) for token in body]
    full = max(*widths, _NARROWEST) - _SLACK
    texts: list[list[Token]] = []
    for n, token in enumerate(body):
        if n and len(body) > years and widths[n - 1] >= full:
            texts[-1].append(token)
        else:
            texts.append([token])
    return texts if len(texts) == years else []
