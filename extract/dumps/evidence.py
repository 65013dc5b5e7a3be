"""Cells of a column, and the rows so far -> what speaks for and against each cell's being of each row.

Rows are looked up by what they hold, so that a cell meets those alone that share something with it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from extract.dumps.columns import Floats
from extract.dumps.tokens import Token

COST = {
    "order": 0.6,  # a row away from where the cell would stand if its column were drawn from top to bottom (or up)
    "parallel": -2.0,  # drawn in a run of cells of its column beside as long a run of another column: 1st with 1st
    "beside": -2.5,  # drawn right after a cell of this row, further left in it
    "kpi": -6.0,  # states a figure of the same indicator: 【登録者数：130】 and 【登録者数：84】
    "office": -3.0,  # quotes the departments of the row: （情報推進課）
    "words": -0.35,  # shares a pair of characters that no other cell has; less the more have it
}
"""What speaks for and against a cell's being of a row."""
_MOST_WORDS = 16.0
"""Shared pairs of characters beyond which more say nothing new."""
_SHORTEST_OFFICE = 3
"""Characters of the shortest name of a department that is looked for in texts."""
_KPI = re.compile(r"[【\[]([^】\]：:]+)[：:]")
_WORDS = re.compile(r"[ァ-ヶー]{2,}|[一-龠々ァ-ヶー]{2,}|[A-Za-z]{2,}")
_SEVERAL = re.compile(r"[、,・]")


class Drawn(NamedTuple):
    """A cell as drawn: its column, its place among the cells of the dump, its tokens."""

    column: int
    at: int
    tokens: tuple[Token, ...]
    text: str


class Row(NamedTuple):
    """A row of the list: its cells by column, and the columns of those that might as well be of another row."""

    cells: dict[int, Drawn]
    doubtful: set[int]


class Page(NamedTuple):
    """What is known of a page's cells, each by its place among them (`Drawn.at`)."""

    group: Mapping[int, int]
    """Which were drawn together."""
    parallel: Mapping[int, tuple[int, ...]]
    """Those of as long a run beside the cell's."""
    pairs: Counter[str]
    """How many cells each pair of characters stands in."""
    named: Counter[str]
    """How many cells list each department."""
    listed: Mapping[int, tuple[str, ...]]
    """The departments that a cell of departments lists."""
    quoted: Mapping[int, tuple[str, ...]]
    """Those that the text of another cell names."""


class _Held(NamedTuple):
    """The rows that hold something, by what it is."""

    groups: defaultdict[int, set[int]]
    cells: dict[int, int]
    indicators: defaultdict[str, set[int]]
    pairs: defaultdict[str, set[int]]
    listed: defaultdict[str, set[int]]
    quoted: defaultdict[str, set[int]]


def page_of(
    cells: Sequence[Drawn], offices: Set[int], group: Mapping[int, int], parallel: Mapping[int, tuple[int, ...]]
) -> Page:
    """What is known of the cells of a page; offices: the columns of departments."""
    listing = {c.at: tuple(dict.fromkeys(_SEVERAL.split(c.text))) for c in cells if c.column in offices}
    named = Counter(name for names in listing.values() for name in names)
    long = [name for name in named if len(name) >= _SHORTEST_OFFICE]
    return Page(
        group,
        parallel,
        Counter(pair for cell in cells for pair in pairs_of(cell.text)),
        named,
        {at: tuple(name for name in names if name in long) for at, names in listing.items()},
        {c.at: tuple(name for name in long if name in c.text) for c in cells if c.at not in listing},
    )


def evidence(own: Sequence[Drawn], found: Sequence[Row], page: Page) -> Floats:
    """What speaks against each cell's being of each row (for it: below 0): a line a cell, a column a row."""
    held = _held(found, page)
    return np.stack([_against(cell, held, len(found), page) for cell in own])


def _held(found: Sequence[Row], page: Page) -> _Held:
    """The rows by what they hold."""
    held = _Held(defaultdict(set), {}, *(defaultdict[str, set[int]](set) for _ in range(4)))
    for n, row in enumerate(found):
        for cell in row.cells.values():
            held.groups[page.group[cell.at]].add(n)
            held.cells[cell.at] = n
            for word in _KPI.findall(cell.text):
                held.indicators[word].add(n)
            for pair in pairs_of(cell.text):
                held.pairs[pair].add(n)
            for name in page.listed.get(cell.at, ()):
                held.listed[name].add(n)
            for name in page.quoted.get(cell.at, ()):
                held.quoted[name].add(n)
    return held


def _against(cell: Drawn, held: _Held, count: int, page: Page) -> Floats:
    """What speaks against a cell's being of each row."""
    told = np.zeros(count)
    told[list(held.groups.get(page.group[cell.at], ()))] += COST["beside"]
    told[list({held.cells[at] for at in page.parallel.get(cell.at, ()) if at in held.cells})] += COST["parallel"]
    told[list({row for word in _KPI.findall(cell.text) for row in held.indicators.get(word, ())})] += COST["kpi"]
    rows, names = (held.quoted, page.listed) if cell.at in page.listed else (held.listed, page.quoted)
    named = np.zeros(count)
    for name in names.get(cell.at, ()):
        own = list(rows.get(name, ()))
        named[own] = np.maximum(named[own], 1.0 / page.named[name])
    return told + COST["office"] * named + COST["words"] * np.minimum(_shared(cell, held, count, page), _MOST_WORDS)


def _shared(cell: Drawn, held: _Held, count: int, page: Page) -> Floats:
    """How many pairs of characters a cell shares with each row, each the less the more cells have it."""
    found = [(rows, 1.0 / max(page.pairs[p] - 1, 1)) for p in pairs_of(cell.text) if (rows := held.pairs.get(p))]
    at = np.fromiter(chain.from_iterable(rows for rows, _ in found), dtype=np.intp)
    weights = np.repeat([each for _, each in found], [len(rows) for rows, _ in found])
    return np.bincount(at, weights, count).astype(np.float64)


@lru_cache(maxsize=4096)
def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in the words of a text (kanji, katakana and Latin letters)."""
    return frozenset(word[n : n + 2] for word in _WORDS.findall(text) for n in range(len(word) - 1))
