"""The words of a table by column -> what its columns hold: the one that tells its rows, policies, values, sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extract.dumps.looks import look, width
from extract.dumps.spaced_columns import Bit
from extract.dumps.spaced_groups import begins_title
from extract.dumps.spaced_tree import Header
from extract.dumps.words import heads

_VALUED = 0.6
"""Share of a column's words that are figures or stages, from which it is a column of values."""
_FIGURES = frozenset(("year", "target", "baseline", "rate", "goal", "result", "schedule", "budget"))
"""Fields whose columns may hold values."""
_VALUES = frozenset(("value", "stage", "ordinal", "grade"))
"""Looks of values."""
_KEYS = ("number", "name", "indicator")
"""Fields that tell a table's rows, the surest first."""
_BESIDE = frozenset(("indicator", "row_kind"))
"""Fields that name a line of values."""
_KINDS = frozenset(("row_kind", "direction", "name", None))
"""Fields under which the words stand that come again in every row."""
_FINE = 0.8
"""Titles a row from which a column of policies has one in each row."""
_PROSE = 1 / 6
"""Share of the lines of prose that hold a full stop, at least."""


class Shape(NamedTuple):
    """What the columns of a table hold: the one that tells its rows, policies, values."""

    fields: list[str | None]
    key: int
    numbered: bool
    coarse: list[int]
    values: list[int]
    beside: list[int]
    """Columns that name a line of values."""
    widest: list[float]
    """The width of each column's longest line, in full-width characters."""
    prose: list[int]
    """Columns of sentences."""
    cycles: list[list[str]]
    """For each column the words that come again in every row, in their order: 目標, 実績, 達成率."""


def shape_of(header: Header, rows: Sequence[Sequence[Bit]]) -> Shape:
    """What the columns of a table hold, by their headings and their words."""
    fields = header.fields
    held: list[list[str]] = [[] for _ in fields]
    for bit in (bit for row in rows for bit in row):
        if bit.end == bit.first + 1:
            held[bit.first].append(bit.text)
    filled = [name if texts else None for name, texts in zip(fields, held, strict=True)]
    key = next((filled.index(name) for name in _KEYS if name in filled), 0)
    coarse = [n for n in range(key) if held[n] and _is_coarse(fields, held, n, key)]
    names = [n for n, name in enumerate(fields) if name == "name" and n not in coarse]
    return Shape(
        fields,
        key,
        fields[key] == "number",
        coarse,
        values=[n for n in range(len(fields)) if n != key and _is_valued(fields[n], held[n])],
        beside=[n for n, name in enumerate(fields) if n != key and (name in _BESIDE or n in names[1:])],
        widest=[max(map(width, texts), default=0.0) for texts in held],
        prose=[n for n, texts in enumerate(held) if sum("。" in text for text in texts) > _PROSE * len(texts)],
        cycles=[
            _cycle(texts, len(held[key])) if n != key and fields[n] in _KINDS else [] for n, texts in enumerate(held)
        ],
    )


def _is_coarse(fields: Sequence[str | None], held: Sequence[Sequence[str]], column: int, key: int) -> bool:
    """Whether a column left of the key spans rows: it has fewer titles than there are keys."""
    policy = fields[column] in ("policy", None) or (fields[column] == "name" and fields[key] != "name")
    return policy and sum(map(begins_title, held[column])) < _FINE * len(held[key])


def _is_valued(name: str | None, texts: Sequence[str]) -> bool:
    """Whether a column holds figures or stages."""
    return name in _FIGURES and bool(texts) and sum(look(text) in _VALUES for text in texts) >= _VALUED * len(texts)


def _cycle(texts: Sequence[str], rows: int) -> list[str]:
    """The words that come again in nearly every row, where there are several; kinds of figures come again anyway.

    >>> _cycle(["内容", "効果", "内容", "効果", "内容", "効果"], 3), _cycle(["継続", "継続", "新規"], 3)
    (['内容', '効果'], [])
    """
    count = Counter(texts)
    kinds = [word for word in count if (found := heads(word)) and found.field in _FIGURES]
    if len(kinds) > 1 and sum(count[word] for word in kinds) >= _FINE * len(texts):
        return kinds
    often = [word for word in count if count[word] >= max(2, _FINE * rows)]
    return often if len(often) > 1 and sum(count[word] for word in often) * 2 >= len(texts) else []
