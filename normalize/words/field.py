"""fields.csv -> what each field is: what its cells hold, and whether it is shown.

key: names or counts what the rest of its row is of.  short: a word or a list of words.  prose: sentences.  figure: what
is stated of a year.  shown: it comes to a column of the records; others are read and left out by name.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from normalize.family import Field

Trait = Literal["key", "short", "prose", "figure", "shown"]


class Names(NamedTuple):
    """What a reader calls a field, in both languages."""

    ja: str
    en: str


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader((files("normalize") / "words" / "fields.csv").read_text("utf-8").splitlines()))


def field_names() -> Mapping[Field, Names]:
    """
    >>> field_names()["departments"]
    Names(ja='担当課', en='Departments')
    """
    return {cast(Field, row["field"]): Names(row["ja"], row["en"]) for row in _rows()}


def fields_that(trait: Trait) -> frozenset[Field]:
    """
    >>> sorted(fields_that("short"))
    ['departments', 'direction', 'grade', 'policy']
    """
    return frozenset(cast(Field, row["field"]) for row in _rows() if row[trait] == "yes")


def those(*fields: Field) -> frozenset[Field]:
    return frozenset(fields)


KEYS, SHORT, PROSE, FIGURES, SHOWN = map(fields_that, ("key", "short", "prose", "figure", "shown"))
HIDDEN = frozenset(field_names()) - SHOWN
TEXTS = (SHORT | PROSE) - FIGURES - HIDDEN - KEYS
"""Fields whose cells are read as they stand, whatever their year."""
SAID = TEXTS | PROSE | FIGURES - HIDDEN | those("indicator", "schedule")
"""Fields whose label may stand before or above its text."""
BESIDE = SAID - HIDDEN - those("schedule", "grade")
"""Fields whose label may stand at the left of its text, without a rule between them."""
