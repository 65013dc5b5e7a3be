"""Quantities and notes: cases as data, and what holds for every number."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

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


def nonzero(*texts: str | None) -> Counter[str]:
    """Digits but zeros, which a number drops (05, 2.50) and a multiplier adds (1億20万 is 10,020万)."""
    return Counter(char for text in texts for char in display(text or "") if char in "123456789")


@given_any(printed_texts)
def test_digits_are_never_lost_or_invented(any_text: str) -> None:
    """Every digit of a cell is in its value, unit or qualifier, and these hold no other."""
    found = module.quantity(any_text.replace("※", ""))
    if found is not None:
        kept = nonzero(f"{found.value:.15g}", found.unit, found.qualifier)
        assert kept == nonzero(any_text)


@given_any(
    st.decimals(0, 10**8, places=2),
    st.sampled_from(sorted(module.units())),
    st.sampled_from(["約", "年間", "累計", "各"]),
)
def test_every_number_keeps_its_digits(number: Decimal, unit: str, before: str) -> None:
    printed = f"{before}{number:,}{unit}"
    found = module.quantity(printed)
    if found is not None:
        assert found.value == float(number)
        assert found.unit == unit or nonzero(found.unit, found.qualifier) == nonzero(unit)


@given_any(printed_texts)
def test_notes_lose_no_digit(any_text: str) -> None:
    rest, pairs = module.kpi_lines(any_text)
    assert nonzero(rest, *(text for pair in pairs for text in pair)) == nonzero(any_text)
    name, unit = module.unit_note(any_text)
    assert nonzero(name, unit) == nonzero(any_text)
