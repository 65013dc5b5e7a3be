"""What a printed string may be: label words nobody listed are told by their parts, values are no labels."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import get_args

from normalize.family import Field
from normalize.words import kind, look
from normalize.words.core import core
from normalize.words.field import field_names

WORDS = tomllib.loads((Path(__file__).parents[1] / "cases" / "label_words.toml").read_text("utf-8"))
NONE = [word for group in WORDS.pop("none").values() for word in group]
LABELS = [(word, field) for field, groups in WORDS.items() for group in groups.values() for word in group]
FIELD, LIKELY = 0.9, 0.95
"""Shares of these words at first sight: .92 have their field first, .98 are likelier than a third to be labels."""
A_LABEL = 1 / 3
WRONG = 0.1
"""Share of values that may look like labels: 平均寿命 ends as words for indicators do."""


def rows_of(table: str) -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / "normalize" / "words" / f"{table}.csv"
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_words_that_no_list_holds_are_told_by_their_parts() -> None:
    first = [max(found, key=found.__getitem__) == field for word, field in LABELS if (found := look(word).fields)]
    assert sum(first) >= FIELD * len(LABELS)


def test_they_are_seen_as_labels() -> None:
    assert sum(look(word).label > A_LABEL for word, _ in LABELS) >= LIKELY * len(LABELS)


def test_values_are_no_labels() -> None:
    assert sum(look(word).label > A_LABEL for word in NONE) <= WRONG * len(NONE)


def test_every_field_has_its_row() -> None:
    assert set(field_names()) == set(get_args(Field))


def test_the_table_of_parts_speaks_of_known_fields() -> None:
    assert {row["field"] for row in rows_of("parts")} <= {*get_args(Field), "none"}


def test_core(printed: str, want: str) -> None:
    assert core(printed).word == want


def test_kind(printed: str, want: str) -> None:
    assert kind(printed) == want
