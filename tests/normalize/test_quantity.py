"""Quantities and notes: cases as data, and what holds for every number."""

from __future__ import annotations

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from normalize import quantity as module
from normalize.text import display

ALPHABET = "0123456789０９,.，．－ー一▲△()（）【】：:／/約各年月件人回％%千万億円単位令和度実績値以上 \n※"
printed_texts = st.text(alphabet=ALPHABET, max_size=20) | st.text(max_size=10)


def test_quantity(printed: str, want: object, given: str | None) -> None:
    found = module.quantity(printed, given)
    assert (found and (found.value, found.unit, found.qualifier)) == want


def test_is_blank(printed: str, want: bool) -> None:
    assert module.is_blank(printed) is want


def test_unit_note(printed: str, want: object) -> None:
    assert module.unit_note(printed) == want


def test_baseline_note(printed: str, want: object) -> None:
    assert module.baseline_note(printed) == want


def test_kpi_lines(printed: str, want: object) -> None:
    assert module.kpi_lines(printed) == want


@pytest.mark.parametrize("unit", sorted(module.units()))
def test_every_unit_of_the_table_reads_back(unit: str) -> None:
    found = module.quantity(f"1,234{unit}")
    assert found is not None
    assert (found.value, found.unit) == (1234, unit) or unit == "年"
    assert module.is_blank(f"－{unit}")


@given_any(st.integers(0, 10**9), st.sampled_from(["{:,}件", "約{}人", "{:,}千円以上", "({}％)", "年{}回", "{}"]))
def test_every_number_reads_back(number: int, shape: str) -> None:
    found = module.quantity(shape.format(number))
    assert found is not None
    assert found.value == number


@given_any(printed_texts)
def test_any_cell_is_a_quantity_or_blank_or_neither(any_text: str) -> None:
    found = module.quantity(any_text)
    assert found is None or not module.is_blank(any_text)
    assert found is None or found.text == display(any_text)


@given_any(printed_texts)
def test_notes_only_take_away(any_text: str) -> None:
    shown = len(display(any_text))
    assert len(module.unit_note(any_text)[0]) <= shown
    assert len(module.baseline_note(any_text)[0]) <= shown
    rest, pairs = module.kpi_lines(any_text)
    assert len(rest) + sum(len(name) + len(value) for name, value in pairs) <= shown
