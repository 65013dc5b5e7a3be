"""Headings side by side in a card -> the header they make, and the rows under it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TypeVar

from extract.dumps.body import figures_apart
from extract.dumps.card import Card, dated_row
from extract.dumps.card_figures import KIND_HEADS, add_figures, full_rows, kind_column, kind_rows, year_texts
from extract.dumps.columns import Column, column
from extract.dumps.looks import FIGURES, is_figure, sort_of
from extract.dumps.paths import Placed
from extract.dumps.place import Asked
from extract.dumps.tokens import Token
from extract.dumps.words import Heading, undated

_OVER_YEARS = frozenset(("baseline", "target", "result", "goal"))
"""Labels that stand over the years of their figures."""
_NEAR = 12
"""Tokens of the first row of figures at most."""

_T = TypeVar("_T")
Reading = Generator[Asked, list[Placed], _T]
"""What asks for the places of cells while it reads."""


def body_end(found: Sequence[Token], at: int) -> int:
    end = at
    while end < len(found) and found[end].heading is None:
        end += 1
    return end


def heads_row(run: Sequence[Token], years: Sequence[Token]) -> bool:
    """Whether the last label behind the years heads their only row, not a column: 年度 R8 R9 年度計画."""
    labels = [run[0], run[-1]]
    return [run[0], *years, run[-1]] == [*run] and all(sort_of(*t.heading) == "row" for t in labels if t.heading)


def labels_alone(run: Sequence[Token], first: int) -> int:
    """The labels before a header's first; first: the first year.

    成果指標 指標名 単位 …: the first label stands beside the whole table, and heads none of its columns.
    """
    if first > 1 and not any(t.field in KIND_HEADS for t in run[:first]):
        rows = [n for n, t in enumerate(run[:first]) if t.heading and sort_of(*t.heading) == "row"]
        return max(rows, default=first - 1) if len(run) - first > 1 else first - 1
    rows = [n for n, t in enumerate(run) if t.heading and sort_of(*t.heading) == "row"]
    return rows[1] if len(rows) > 1 and rows[1] == rows[0] + 1 else rows[0] if first and rows else 0


def _head(heading: Heading) -> Column:
    """The column under a heading; a year and 実績 or 計画 head figures."""
    found = column(*heading)
    bare = undated(heading.word)
    return found._replace(sort="value") if bare != heading.word and FIGURES.fullmatch(bare) else found


def headed(card: Card, found: Sequence[Token], run: Sequence[Token], end: int) -> Reading[int]:
    """Read a header and the rows under it; where they end."""
    heads = [_head(t.heading) for t in run if t.heading]
    kind = kind_column(heads)
    if kind is not None:
        last = max(n for n, t in enumerate(run) if t.field == "year") + 1
        rows, stop = kind_rows(found, end - len(run) + last, heads[:last], kind)
        if rows:
            card.rows.append([[t] for t in run[:last]])
            add_figures(card, rows, heads[:last], kind)
            return stop
    labels = _figure_labels(run)
    if len(labels) > 1 and _figures_ahead(found, end) == len(run) - 1 - len(labels):
        return (yield from _two_tiers(card, found, run, end))
    if run[0].field == "schedule" and (texts := year_texts(found[end : body_end(found, end)], _only_years(run))):
        return _text_row(card, run, texts, end)
    if run[0].field == "year":
        heads.insert(0, Column("indicator", "", "row"))
    card.years = tuple(run[1:]) if run[0].field != "year" else tuple(run)
    card.rows.append([[t] for t in run] if run[0].field != "year" else [[], *([t] for t in run)])
    return (yield from rows_under(card, found, end, heads))


def _only_years(run: Sequence[Token]) -> int:
    """How many years stand behind the label of the rows; 0 where others do."""
    return len(run) - 1 if all(t.field == "year" for t in run[1:]) else 0


def _text_row(card: Card, run: Sequence[Token], texts: list[list[Token]], end: int) -> int:
    """Add a text for each year, in the row of the label over it."""
    card.years = tuple(run[1:])
    at = len(card.rows) + 1
    card.rows += [[[t] for t in run], [[], *texts]]
    card.under.add((at, 0))
    card.unsure.add(at)
    return end + sum(map(len, texts))


def _figure_labels(run: Sequence[Token]) -> list[Token]:
    """Labels of figures before years, behind the label of the rows: 成果指標 現状値 目標値 R6 R9 R12."""
    first = next((n for n, t in enumerate(run) if t.field == "year"), 0)
    dated_last = all(t.field == "year" for t in run[first:])
    return list(run[1:first]) if dated_last and all(t.field in _OVER_YEARS for t in run[1:first]) else []


def _figures_ahead(found: Sequence[Token], at: int) -> int:
    """The figures of the first row below."""
    count = 0
    for token in figures_apart(found[at : min(body_end(found, at), at + _NEAR)]):
        if is_figure(token.text):
            count += 1
        elif count:
            break
    return count


def _two_tiers(card: Card, found: Sequence[Token], run: Sequence[Token], end: int) -> Reading[int]:
    """A label stands over each year, the last over all that are left."""
    labels = _figure_labels(run)
    years = run[1 + len(labels) :]
    card.years = tuple(years)
    card.under.add((len(card.rows) + 1, 0))
    card.rows += [[[run[0]], *([t] for t in labels)], [[], *([t] for t in years)]]
    heads = [column(t.heading.field, t.heading.word) for t in (run[0], *years) if t.heading]
    return (yield from rows_under(card, found, end, heads))


def years_first(card: Card, found: Sequence[Token], at: int, run: Sequence[Token]) -> Reading[int]:
    """令和8年度 令和9年度 実施計画 検討 実施: years, and behind them the label of their only row."""
    years = [t for t in run if t.field == "year"]
    card.rows.append([[t for t in run[:1] if t not in years], *([t] for t in years)])
    card.years = tuple(years)
    heads = [column(t.heading.field, t.heading.word) for t in years if t.heading]
    end = body_end(found, at + 1)
    body = list(figures_apart(found[at + 1 : end]))
    placed = yield Asked(body, tuple(heads))
    row: list[list[Token]] = [[found[at]], *([] for _ in heads)]
    used = next((n for n, p in enumerate(placed) if p.column < 0 or (n and p.opens is not None)), len(placed))
    for token, where in zip(body[:used], placed, strict=False):
        row[where.column + 1].append(token)
    card.rows.append(row)
    left = body[used].line if used < len(body) else None
    return end if left is None else next(n for n in range(at + 1, end) if found[n].line == left)


def rows_under(card: Card, found: Sequence[Token], at: int, heads: Sequence[Column]) -> Reading[int]:
    """Read the rows under a header; where they end."""
    full, stop = full_rows(found, at, body_end(found, at), heads)
    if full:
        card.rows += full
        return stop
    units = any(head.sort == "unit" for head in heads)
    body = list(figures_apart(found[at : body_end(found, at)], units=units))
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
    told = [dated_row(row, heads) for row in card.rows[before:]]
    card.undated |= any(len(row) > len(heads) for row in told)
    card.rows[before:] = told
    left = body[used].line if used < len(body) else None
    end = body_end(found, at)
    return end if left is None else next(n for n in range(at, end) if found[n].line == left)
