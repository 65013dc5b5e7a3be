"""The tokens of a list drawn row by row -> its header, the order of its columns, and its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.dumps.body import texts, upright
from extract.dumps.columns import Column, column
from extract.dumps.headers import KEYS, Header, band_words, bodies, find_headers, is_band
from extract.dumps.orders import Order, best_order
from extract.dumps.over import Over, labels_over
from extract.dumps.paths import is_further
from extract.dumps.place import place_all
from extract.dumps.row_table import Part, row_table
from extract.dumps.spans import Row, Shape, drawn_rows
from extract.dumps.tokens import Token
from extract.dumps.words import known, squash, undated
from extract.model import Table


class Limits(NamedTuple):
    """How far a reading may go."""

    cost: float
    """A token."""
    full: float
    """Share of the numbers and names there are where a row has one of them."""
    left: float
    """Share of the lines that are part of no row."""


_SAMPLE = 150
"""Tokens of rows by which orders of columns are compared."""
_MOST_CELLS = 6_000
"""Lines under one header: more are no list that anybody printed."""
_SURE, _LIKELY = Limits(1.0, 0.85, 0.08), Limits(1.2, 0.7, 0.12)
"""Where cells are drawn row by row; and where nothing but that can be thought of."""
_GAIN, _GAIN_SHARE = 5.0, 0.05
"""How much less it costs to read figures under a word that heads texts, or the other way round, at least; in a short
list, as a share of the cost."""
_EITHER = {
    "目標": "value",
    "計画": "value",
    "実績": "value",
    "成果": "value",
    "結果": "value",
    "content": "row",
    "": "value",
    "今後の方向性": "text",
    "方向性": "text",
    "今後の方向": "text",
}
"""Words, and fields, of columns whose cells may be of another sort than most."""


_NUMERIC = re.compile(r"\d\D?段階")
"""内部評価 (5段階): grades that are numbers."""
_MOST_CHANGES, _WIDE = 6, 20
"""Columns of another sort that are tried, each a search of its own; columns of a list of which none are."""


class RowList(NamedTuple):
    """A list drawn row by row: its headers, and the label of each column."""

    headers: tuple[Header, ...]
    labels: tuple[Token, ...]
    columns: tuple[Column, ...]
    groups: tuple[Over, ...]
    cost: float
    """A token, to read it so."""


def find_rows(found: Sequence[Token]) -> RowList | None:
    """The list whose cells are drawn row by row, if there is one."""
    headers = find_headers(found)
    if not headers:
        return None
    best = max(headers, key=lambda h: len(h.labels))
    words = band_words(found)
    parts = [[t for t in found[a:b] if not is_band(t, words)] for a, b in bodies(headers, len(found))]
    sample = list(texts(upright(max(parts, key=len)[:_SAMPLE])))[:_SAMPLE]
    labels = sum(len(h.labels) for h in headers)
    few = len(sample) < 2 * len(best.labels) or sum(len(t.text.split()) for part in parts for t in part) < 2 * labels
    if few or max(map(len, parts)) > _MOST_CELLS:
        return None
    columns, order, cost = _likeliest(sample, columns_of(best.labels))
    kept = tuple(best.labels[n] for n in order)
    if not {columns[n].field for n in order} & KEYS or cost / len(sample) > _LIKELY.cost:
        return None
    return RowList(
        tuple(headers), kept, tuple(columns[n] for n in order), labels_over(best.labels, kept), cost / len(sample)
    )


def columns_of(labels: Sequence[Token]) -> list[Column]:
    """The column each label heads; a second name, beside the years, heads the rows of figures."""
    found = [column(t.heading.field, t.heading.word) if t.heading else _unknown(squash(t.text)) for t in labels]
    if all(c.field != "name" for c in found):
        found = [Column("name", c.word, "name") if c.field == "indicator" else c for c in found]
    found = [c._replace(sort="value") if c.field == "grade" and _NUMERIC.search(c.word) else c for c in found]
    names = [n for n, c in enumerate(found) if c.field == "name"]
    if len(names) > 1 and any(c.field == "year" for c in found) and all(c.field != "indicator" for c in found):
        found[names[-1]] = Column("indicator", found[names[-1]].word, "row")
    if all(c.sort != "value" for c in found):
        found = [c._replace(sort="text") if c.field == "indicator" else c for c in found]
    return found


def _likeliest(sample: Sequence[Token], columns: list[Column]) -> tuple[list[Column], Order, float]:
    """The columns, their order and what the rows cost; words that head texts or figures head what costs less."""
    order, cost = best_order(sample, columns)
    for change in list(_changes(columns))[: _MOST_CHANGES if len(columns) < _WIDE else 0]:
        changed = [own._replace(sort=change.get(n, own.sort)) for n, own in enumerate(columns)]
        another, least = best_order(sample, changed)
        if least < cost - min(_GAIN, _GAIN_SHARE * cost):
            columns, order, cost = changed, another, least
    return columns, order, cost


def _changes(columns: Sequence[Column]) -> Iterator[dict[int, str]]:
    """The sorts that columns may be of, too; years are all of figures, or all of stages."""
    years = [n for n, c in enumerate(columns) if c.field == "year" and c.sort == "value"]
    if len(years) > 1:
        yield dict.fromkeys(years, "stage")
    for n, own in enumerate(columns):
        other = _EITHER.get(undated(own.word) if own.field not in ("content", "") else own.field)
        if other is not None and (own.field != "content" or _has_bare_years(columns)):
            yield {n: "text" if other == own.sort else other}


def _unknown(word: str) -> Column:
    """The column of a label nobody knows: 改革の柱 is a level."""
    return Column("policy", word, "policy") if word.endswith(known().levels) else Column("", word, "text")


def _has_bare_years(columns: Sequence[Column]) -> bool:
    """Whether years stand under no label that heads their lines."""
    return any(c.field == "year" for c in columns) and all(c.sort != "row" or c.field == "schedule" for c in columns)


def read_rows(found: Sequence[Token], known: RowList, *, scattered: bool) -> tuple[Table | None, list[Token]]:
    """The table of the list, and the tokens that are no part of it; no table where its rows are full of gaps.

    scattered: the cells can be read as drawn in any order, too.
    """
    parts: list[Part] = []
    left: list[Token] = []
    words = band_words(found)
    under = [found[first:end] for first, end in bodies(known.headers, len(found))]
    own = [list(texts(upright([t for t in body if not is_band(t, words)]))) for body in under]
    for whole, body, placed in zip(under, own, place_all(own, known.columns), strict=True):
        left += [t for t, at in zip(body, placed, strict=True) if at.column < 0]
        _part(parts, drawn_rows(body, placed), [t for t in whole if is_band(t, words)])
    rows = [row for part in parts for row in part.rows]
    full, share = _fullness(rows, known.columns), len(left) / max(1, len(left) + sum(len(row.cells) for row in rows))
    limits = _SURE if scattered else _LIKELY
    if known.cost > limits.cost or full < limits.full or share > limits.left:
        return None, left
    return row_table(known.labels, known.groups, parts, _shape(known)), left


def _part(parts: list[Part], rows: Sequence[Row], bands: Sequence[Token]) -> None:
    """Add the rows of a page; a band begins a part of the list."""
    pending = sorted(bands, key=lambda t: t.line.number)
    if not parts:
        parts.append(Part([], []))
    for row in rows:
        at = next(iter(row.cells.values()))[0].line.number
        while pending and pending[0].line.number < at:
            parts.append(_after(parts, pending.pop(0)))
        parts[-1].rows.append(row)
    for band in pending:
        parts.append(_after(parts, band))


def _after(parts: list[Part], band: Token) -> Part:
    """A part under a band; bands one below the other stand over the same rows."""
    above = parts.pop().bands if not parts[-1].rows else []
    return Part([*above, band], [])


def _shape(known: RowList) -> Shape:
    columns = known.columns
    further = frozenset(n for n, c in enumerate(columns) if is_further(c))
    policy = frozenset(n for n, c in enumerate(columns) if c.field == "policy" or (not c.field and c.sort != "value"))
    return Shape(further, policy, len(columns), _last_header(known))


def _last_header(known: RowList) -> bool | None:
    """Whether a label over several columns is drawn before labels that stand left of those."""
    told = [any(t.line.number > g.label.line.number for t in known.labels[: g.first]) for g in known.groups]
    return any(told) if told else None


def _fullness(rows: Sequence[Row], columns: Sequence[Column]) -> float:
    """How often numbers and names stand in the same rows: cells drawn in another order leave gaps."""
    keys = [n for n, c in enumerate(columns) if c.field in KEYS]
    own = [row for row in rows if row.kind != "further"]
    return sum(n in row.cells for row in own for n in keys) / max(1, len(own) * len(keys))
