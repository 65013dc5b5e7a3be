"""The tokens of a list drawn row by row -> one table: header cells first, then each row's cells from left to right.

A header over several columns, and cells drawn after those they stand left of, put the labels out of order: the order of
columns that explains the rows at least cost is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extract.dumps.columns import Column, Placed, column, explained
from extract.dumps.looks import look
from extract.dumps.orders import order_costs
from extract.dumps.text_table import extents
from extract.dumps.tokens import Token, is_grade, is_office, is_ordinal
from extract.dumps.unwrap import unwrapped
from extract.dumps.words import levels, squash
from extract.model import Cell, Line, Table

_REACH = 3
"""Unknown words that may stand between two labels of a header."""
_LONGEST = 10
"""Characters of the longest line of an unknown label."""
_FEWEST, _FEWEST_FIELDS = 4, 3
"""Known labels of a header; fields among them, years apart."""
_SAMPLE = 150
"""Tokens of rows by which orders of columns are compared."""
_MOST_CELLS = 6_000
"""Lines under one header: more are no list that anybody printed."""
_ROUNDS = 5
_MOST_LABELS = 24
_GAIN, _GAIN_SHARE = 2.0, 0.02
"""How much less another order of columns costs, at least; and as a share of the cost."""
_DEAREST = 2.2
"""Cost a token over which cells are not drawn row by row."""
_EARLY, _APART = 4.0, 6.0
"""A known column left of the number; two years that are neighbours in the header and not among the columns."""
_FULL = {False: 0.7, True: 0.9}
"""Share of the cells of numbers, names and departments that are filled where a row has one of them; more, where the
cells can be read as scattered, too."""
_DATED = re.compile(r"(?:令和|平成|[RH])\d+年度の")
_GROUPS = frozenset(("", "policy", "schedule", "indicator", "target", "result", "goal", "baseline", "rate", "note"))
"""Fields of labels that may stand over several columns, and be none."""
_BAND = re.compile(r"(\D{2,8}?)([1-9]\d?|[IVX]+)\D")
"""A word and a number that counts up: 改革の柱１ …"""
_FIGURES = frozenset(("target", "result", "schedule", "goal"))
"""Fields of labels that say what stands under years."""
_KEYS = frozenset(("number", "name"))


class _Header(NamedTuple):
    """Where a header stands, and its labels."""

    first: int
    end: int
    labels: tuple[Token, ...]


class RowList(NamedTuple):
    """A list drawn row by row: its headers, and the label of each column."""

    headers: tuple[_Header, ...]
    labels: tuple[Token, ...]
    group: Token | None
    """The label left out that heads the years."""


def has_figures(known: RowList) -> bool:
    """Whether columns hold figures or units: such cells say nothing of the row they are of, only their order does."""
    return any(c.sort in ("value", "unit") for c in _columns(known.labels))


def find_rows(found: Sequence[Token]) -> RowList | None:
    """The list whose cells are drawn row by row, if there is one."""
    headers = list(_headers(found))
    if not headers:
        return None
    best = max(headers, key=lambda h: len(h.labels))
    headers = _lengthened([h for h in headers if len(h.labels) * 3 >= len(best.labels) * 2], found)
    best = max(headers, key=lambda h: len(h.labels))
    words = _band_words(found)
    bodies = [_body(found[h.end : after], best.labels, words) for h, after in _ends(headers, len(found))]
    sample = max(bodies, key=len)[:_SAMPLE]
    if (
        max(map(len, bodies)) > _MOST_CELLS
        or len(sample) < 2 * len(best.labels)
        or sum(map(len, bodies)) < 3 * sum(len(h.labels) for h in headers)
    ):
        return None
    labels, cost = _ordered(sample, best.labels)
    fields = {t.field for t in labels}
    if not fields & _KEYS or cost / len(sample) > _DEAREST:
        return None
    return RowList(tuple(headers), labels, _group(best.labels, labels))


def _group(printed: Sequence[Token], kept: Sequence[Token]) -> Token | None:
    """The label left out that says what the figures under the years are, if the years stand together."""
    years = [n for n, t in enumerate(kept) if t.field == "year"]
    out = [t for t in printed if t not in kept and t.field in _FIGURES]
    together = len(years) > 1 and years[-1] - years[0] == len(years) - 1
    return out[0] if len(out) == 1 and together else None


def _headers(found: Sequence[Token]) -> Iterator[_Header]:
    """Runs of labels with few unknown words between them."""
    at = 0
    while at < len(found):
        if found[at].heading is None:
            at += 1
            continue
        end = at + 1
        seen = {found[at].heading}
        ahead = at + 1
        while ahead < len(found) and ahead - end < _REACH:
            token = found[ahead]
            if token.heading is not None:
                if token.heading in seen and token.field in _KEYS:
                    break
                seen.add(token.heading)
                end = ahead + 1
            elif not _may_label(token):
                break
            ahead += 1
        fields = {t.field for t in found[at:end] if t.heading}
        known = sum(t.heading is not None for t in found[at:end])
        own = len(fields - {"year", None})
        if (
            known >= _FEWEST
            and own >= _FEWEST_FIELDS
            and known * 2 > end - at
            and end - at <= _MOST_LABELS
            and "name" in fields
        ):
            yield _Header(at, end, _leaves(found[at:end]))
        at = end


def _leaves(labels: Sequence[Token]) -> tuple[Token, ...]:
    """The labels without notes of their own, (現状), and without what heads several, 令和7年度の結果."""
    bare = [t for t in labels if t.heading or t.text.strip()[:1] not in "(（"]
    kept = [t for t in bare if not _DATED.match(squash(t.text))]
    return tuple(kept if len(kept) >= _FEWEST else bare)


def _lengthened(headers: list[_Header], found: Sequence[Token]) -> list[_Header]:
    """Headers with the unknown labels at their end: words that come after all of them."""
    while len(headers) > 1 and all(h.end < len(found) for h in headers):
        ahead = [found[h.end] for h in headers]
        if len({squash(t.text) for t in ahead}) > 1 or not _may_label(ahead[0]):
            break
        headers = [_Header(h.first, h.end + 1, (*h.labels, t)) for h, t in zip(headers, ahead, strict=True)]
    return headers


def _may_label(token: Token) -> bool:
    text = squash(token.text)
    return len(text) <= _LONGEST and look(token.text) in ("word", "phrase")


def _ends(headers: Sequence[_Header], count: int) -> Iterator[tuple[_Header, int]]:
    """Each header and where what stands under it ends."""
    starts = [h.first for h in headers]
    yield from zip(headers, [*starts[1:], count], strict=True)


def _band_words(found: Sequence[Token]) -> frozenset[str]:
    """The words before numbers that count up: 改革の柱１ …, 改革の柱２ …"""
    counted: dict[str, list[str]] = {}
    for token in found:
        if (numbered := _BAND.match(unicodedata.normalize("NFKC", token.text))) is not None:
            counted.setdefault(numbered[1], []).append(numbered[2])
    return frozenset(word for word, numbers in counted.items() if {"1", "2"} <= {*numbers} or {"I", "II"} <= {*numbers})


def _is_band(token: Token, words: frozenset[str]) -> bool:
    numbered = _BAND.match(unicodedata.normalize("NFKC", token.text))
    known = numbered is not None and numbered[1] in words
    return known or (levels().match(squash(token.text)) is not None and len(token.text) > 6)


def _body(tokens: Sequence[Token], labels: Sequence[Token], words: frozenset[str]) -> list[Token]:
    """The cells of rows, one token each: a number before its name, a grade behind a text apart."""
    fields = {t.field for t in labels}
    body: list[Token] = []
    for token in tokens:
        if _is_band(token, words):
            continue
        parts = token.cells or _cells(token.text, fields)
        body += [token._replace(text=text, gap=token.gap and not n) for n, text in enumerate(parts)]
    return body


def _cells(text: str, fields: set[str | None]) -> tuple[str, ...]:
    words = text.split()
    if len(words) > 1 and "number" in fields and is_ordinal(words[0]) and words[0][:1] not in "(（⑴":
        return words[0], text.strip()[len(words[0]) :].strip()
    if len(words) > 1 and "grade" in fields and is_grade(words[-1]):
        return text.strip()[: -len(words[-1])].strip(), words[-1]
    return (text,)


def _columns(labels: Sequence[Token]) -> list[Column]:
    return [
        column(t.heading.field, t.heading.word) if t.heading else Column("", squash(t.text), "text") for t in labels
    ]


def _ordered(sample: Sequence[Token], labels: tuple[Token, ...]) -> tuple[tuple[Token, ...], float]:
    """The order of labels, some left out, that explains the rows at least cost, and that cost."""
    columns = _columns(labels)
    best = tuple(range(len(labels)))
    cost = _least(sample, columns, [best])[0]
    for _ in range(_ROUNDS):
        told = [_least(sample, columns, each) for each in _neighbours(best, columns) if each]
        least, order = min(told)
        if least > cost - _GAIN - _GAIN_SHARE * cost:
            break
        best, cost = order, least
    return tuple(labels[n] for n in best), cost


def _least(
    sample: Sequence[Token], columns: Sequence[Column], orders: Sequence[tuple[int, ...]]
) -> tuple[float, tuple[int, ...]]:
    costs = order_costs(sample, columns, np.array(orders, dtype=np.intp)) + [_odd(each, columns) for each in orders]
    return float(costs.min()), orders[int(costs.argmin())]


def _odd(order: tuple[int, ...], columns: Sequence[Column]) -> float:
    """What speaks against an order itself: known columns left of the number, years apart."""
    fields = [columns[n].field for n in order]
    key = next((fields.index(f) for f in ("number", "name") if f in fields), 0)
    early = sum(field not in ("", "policy", "name", "direction") for field in fields[:key])
    years = [n for n, c in enumerate(columns) if c.field == "year"]
    apart = sum(b == a + 1 and (a, b) not in set(pairwise(order)) for a, b in pairwise(years))
    return _EARLY * early + _APART * apart


def _neighbours(order: tuple[int, ...], columns: Sequence[Column]) -> Iterator[list[tuple[int, ...]]]:
    """One label left out; the last labels, a lower tier drawn later, set further to the left; one label moved."""
    count = len(order)
    yield [order[:n] + order[n + 1 :] for n in range(count) if columns[order[n]].field in _GROUPS]
    moved: list[tuple[int, ...]] = []
    for first in range(count):
        for end in range(first + 1, count + 1):
            rest = order[:first] + order[end:]
            moved += [rest[:to] + order[first:end] + rest[to:] for to in range(first)]
    yield moved


def row_table(found: Sequence[Token], known: RowList, *, scattered: bool) -> tuple[Table | None, list[Token]]:
    """The table of the list, and the tokens that are no part of it; no table where its rows are full of gaps.

    scattered: the cells can be read as drawn in any order, too.
    """
    columns = _columns(known.labels)
    rows: list[list[list[Token]]] = []
    left: list[Token] = []
    words = _band_words(found)
    for header, end in _ends(known.headers, len(found)):
        part = found[header.end : end]
        body = _body(part, known.labels, words)
        bands = {t.line.number: t for t in part if _is_band(t, words)}
        placed = explained(body, columns)[0]
        _fill(rows, body, placed, bands, len(columns))
        left += [t for t, at in zip(body, placed, strict=True) if at.column < 0]
    full = _fullness(rows, columns, every=scattered) >= _FULL[scattered]
    return (_table(known, rows) if full else None), left


def _fullness(rows: Sequence[Sequence[Sequence[Token]]], columns: Sequence[Column], *, every: bool) -> float:
    """How often numbers, names and departments stand in the same rows: cells drawn in another order leave gaps.

    every: the cells of all other labels known count, too.
    """
    keys = [n for n, c in enumerate(columns) if c.field in (*_KEYS, "departments") or (every and c.field)]
    own = [row for row in rows if len(row) > 1 and any(row[n] for n in keys)]
    return sum(bool(row[n]) for row in own for n in keys) / max(1, len(own) * len(keys))


def _fill(
    rows: list[list[list[Token]]], body: Sequence[Token], placed: Sequence[Placed], bands: dict[int, Token], width: int
) -> None:
    """Add the rows of a page; a band is a row of one cell."""
    last = width
    pending = sorted(bands)
    for token, where in zip(body, placed, strict=True):
        if where.column < 0:
            continue
        begins = where.begins and where.column <= last
        while pending and pending[0] < token.line.number:
            rows.append([[bands[pending.pop(0)]]])
            begins = True
        if begins:
            rows.append([[] for _ in range(width)])
        rows[-1][where.column].append(token)
        last = where.column
    rows += [[[bands[n]]] for n in pending]


def _table(known: RowList, rows: Sequence[Sequence[Sequence[Token]]]) -> Table:
    labels = known.labels
    width = len(labels)
    cells = list(_header_cells(known))
    depth = 1 + (known.group is not None)
    for n, row in enumerate(rows, depth):
        for m, cell in enumerate(row):
            listed = labels[m].field == "departments" and all(is_office(t.text) for t in cell)
            parts = [[t] for t in cell] if listed else [cell]
            lines = tuple(line for part in parts for line in unwrapped(part))
            cells.append(Cell(n, m, 1, width if len(row) == 1 else 1, lines, tuple(x.place for x in lines[:1])))
    places = [line.place for cell in cells for line in cell.lines]
    return Table(tuple(cells), len(rows) + depth, width, extents(places), confidence=0.6, flags=("drawn",))


def _header_cells(known: RowList) -> Iterator[Cell]:
    """The labels; one that heads the years stands above them."""
    years = [m for m, t in enumerate(known.labels) if t.field == "year"]
    depth = 1 + (known.group is not None)
    if known.group is not None:
        yield _header_cell(known.group, 0, years[0], 1, len(years))
    for m, label in enumerate(known.labels):
        under = depth == 2 and m in years
        yield _header_cell(label, int(under), m, 1 if under else depth, 1)


def _header_cell(label: Token, row: int, col: int, rowspan: int, colspan: int) -> Cell:
    place = label.line.place
    return Cell(row, col, rowspan, colspan, (Line(label.text.replace("\n", ""), place),), (place,), filled=True)
