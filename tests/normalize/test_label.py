"""Labels: cases as data, and what holds for every printed cell."""

from __future__ import annotations

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from normalize.family import common
from normalize.words import label as module
from normalize.words.label import Label

words = st.sampled_from(sorted(common().labels))
printed_texts = st.text(alphabet="取組内容目標値担当課令和元8年度(件)（】：・ \n", max_size=14) | st.text(max_size=8)


def told(found: Label | None) -> object:
    return None if found is None else (found.field, found.year, found.unit)


def test_label(printed: str, want: object) -> None:
    assert told(module.label(printed)) == want


def test_header(printed: str, want: object) -> None:
    assert told(module.header(printed)) == want


def test_marker(printed: str, want: object) -> None:
    found = module.marker(printed)
    assert (found and found.field) == want


def test_a_bare_year_takes_the_era_of_the_year_before_it() -> None:
    assert told(module.label("９年度", "令和")) == ("year", 2027, None)
    assert told(module.label("９年度")) is None


@pytest.mark.parametrize(
    ("printed", "fields"),
    [
        ("取組内容・目標", ("content", "goal")),
        ("自己評価及び課題", ("grade", "improvement")),
        ("課題・問題点", ("improvement",)),
    ],
)
def test_a_double_label_heads_every_field_it_names(printed: str, fields: tuple[str, ...]) -> None:
    found = module.header(printed)
    assert found is not None
    assert (found.field, *found.more) == fields


@given_any(words, st.sampled_from(["{}", "　{}　", "【{}】", "{}：", "（１） {}", "■{}"]))
def test_a_known_word_is_its_label_however_it_is_dressed(word: str, dress: str) -> None:
    if word[0].isascii() or "(" in word:
        return
    found = module.label(dress.format(word))
    assert found is not None
    assert found.field == common().labels[word]


@given_any(words)
def test_a_word_spaced_out_is_the_same_label(word: str) -> None:
    assert told(module.label("　".join(word))) == told(module.label(word))


@given_any(printed_texts)
def test_what_is_a_label_is_a_header(any_text: str) -> None:
    found = module.label(any_text)
    if found is not None:
        assert module.header(any_text) == found


@given_any(printed_texts)
def test_a_year_is_a_year_of_the_plans_of_our_time(any_text: str) -> None:
    found = module.header(any_text)
    if found is not None and found.field == "year":
        assert found.year is not None
        assert 1900 < found.year < 2200
