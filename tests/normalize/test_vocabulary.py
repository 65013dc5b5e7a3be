"""Closed vocabularies: cases as data, and what holds for their tables."""

from __future__ import annotations

import pytest

from normalize import vocabulary
from normalize.family import common


def test_grade(printed: str, want: str | None) -> None:
    assert vocabulary.grade(printed) == want


def test_direction(printed: str, want: str | None) -> None:
    assert vocabulary.direction(printed) == want


def test_bare(printed: str, want: str) -> None:
    assert vocabulary.bare(printed) == want


@pytest.mark.parametrize("name", ["grades", "directions"])
def test_what_a_word_means_means_itself(name: vocabulary.Vocabulary) -> None:
    words = vocabulary.words(name)
    assert {means for means in words.values() if words[means] != means} == set()


def test_every_grade_that_makes_a_column_one_of_grades_is_known() -> None:
    assert [word for word in common().grades if vocabulary.grade(word) is None] == []
