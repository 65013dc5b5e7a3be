"""A bare word -> how likely it labels each field, and how likely it is a label at all, by its parts and endings.

The weights stand in parts.csv, written by tools/fit/words.py from the listed words, each judged as if it were unlisted,
and from values of records, which are no labels.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from normalize.family import Field, common
from normalize.text import squash

LONGEST_PART = 3
"""Characters of the longest part that weighs: of 2 to 5 the one that tells most words left out."""
_SPELLINGS = (
    ("取り組み", "取組"),
    ("取組み", "取組"),
    ("とりくみ", "取組"),
    ("取り組む", "取組む"),
    ("めざす", "目指す"),
    ("狙い", "ねらい"),
    ("および", "及び"),
)
_LENGTHS = (2, 4, 6, 9, 14)


class Table(NamedTuple):
    """parts: part -> row of weights.  fields: what the columns are; the last stands for 'no label'."""

    parts: Mapping[str, int]
    fields: tuple[Field, ...]
    weights: NDArray[np.float32]


def spelled(word: str) -> str:
    """A word in the one spelling that its parts are counted in.

    >>> spelled("取り組みの狙い")
    '取組のねらい'
    """
    for printed, one in _SPELLINGS:
        word = word.replace(printed, one)
    return word


@cache
def listed() -> dict[str, Field]:
    """The listed words in one spelling."""
    return {spelled(squash(word)): field for word, field in common().labels.items()}


def parts(word: str, known: Mapping[str, Field]) -> Iterator[str]:
    """What weighs in a word: one to four characters (`^` before the first, `$` behind the last), listed words, length.

    known: the listed words, without this one.

    >>> list(parts("成果", {}))
    ['length 2', '成', '果', '^成', '成果', '果$', '^成果', '成果$']
    >>> [part for part in parts("活動の目標値", {"目標値": "target", "活動": "indicator"}) if " " in part]
    ['length 6', 'ends target', 'begins indicator']
    """
    word = spelled(word)
    yield f"length {next((n for n in _LENGTHS if len(word) <= n), 99)}"
    yield from _lexical(word, known)
    framed = f"^{word}$"
    for size in range(1, LONGEST_PART + 1):
        for start in range(len(framed) - size + 1):
            part = framed[start : start + size]
            if part not in "^$":
                yield part


def _lexical(word: str, known: Mapping[str, Field]) -> Iterator[str]:
    """Which listed words a word ends with, begins with and holds."""
    size = len(word)
    ending = next((n for n in range(size) if word[n:] in known and word[n:] != word), size)
    beginning = next((n for n in range(size, 0, -1) if word[:n] in known and word[:n] != word), 0)
    if ending < size:
        yield f"ends {known[word[ending:]]}"
    if beginning:
        yield f"begins {known[word[:beginning]]}"
    inner = {known[word[a:b]] for a in range(1, size) for b in range(a + 2, min(size, a + 8)) if word[a:b] in known}
    for field in sorted(inner):
        yield f"holds {field}"


@cache
def _table() -> Table:
    rows = list(csv.DictReader((files("normalize") / "words" / "parts.csv").read_text("utf-8").splitlines()))
    fields = (*sorted({row["field"] for row in rows} - {"none"}), "none")
    names = {part: n for n, part in enumerate(dict.fromkeys(row["part"] for row in rows))}
    weights = np.zeros((len(names), len(fields)), np.float32)
    for row in rows:
        weights[names[row["part"]], fields.index(row["field"])] = float(row["weight"])
    return Table(names, cast(tuple[Field, ...], fields), weights)


@cache
def _meanings() -> dict[str, dict[Field, float]]:
    """What the parts of a listed word say by themselves, the word left out when they were weighed."""
    found: dict[str, dict[Field, float]] = {}
    for row in csv.DictReader((files("normalize") / "words" / "meanings.csv").read_text("utf-8").splitlines()):
        found.setdefault(row["word"], {})[cast(Field, row["field"])] = float(row["chance"])
    return found


def likely(word: str) -> tuple[dict[Field, float], float]:
    """How likely a word labels each field (summing to 1; small ones left out), and how likely it is a label at all.

    >>> fields, label = likely("地域の評価指標")
    >>> max(fields, key=fields.get), label > .5
    ('indicator', True)
    >>> sorted(likely("施策")[0])
    ['name', 'policy']
    """
    if (meanings := _meanings().get(spelled(word))) is not None:
        return meanings, 1.0
    table = _table()
    rows = [row for part in parts(word, listed()) if (row := table.parts.get(part)) is not None]
    sums = table.weights[[table.parts["always"], *rows]].sum(0)
    odds = np.exp(sums - sums.max())
    none = float(odds[-1] / odds.sum())
    odds = odds[:-1] / odds[:-1].sum()
    kept: dict[Field, float] = {field: float(p) for field, p in zip(table.fields, odds, strict=False) if p >= _LEAST}
    total = sum(kept.values())
    fields: dict[Field, float] = {field: p / total for field, p in kept.items()}
    return fields, 1 - none


_LEAST = 0.02
