"""Fiscal years: cases as data, and what holds for every year of every era."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from normalize import era

printed_texts = st.text(
    alphabet="令和平成昭元年度月日間末RHS0123456789０９()（）～〜-－から まで第期件.,・\n", max_size=20
)
years = st.integers(era.FIRST_YEAR, era.LAST_YEAR)
SHAPES = (
    "{0}{1}年度",
    "{2}{1}",
    "({2}{1}年度)",
    "{0}{1}年度({3}年度)",
    "{0}{1}({3})年度",
    "{3}年度({2}{1})",
    "{4}{1}年度末",
)


def test_fiscal_year(printed: str, want: int | None, given: str | None) -> None:
    assert era.fiscal_year(printed, given) == want


def test_find_years(printed: str, want: object) -> None:
    assert era.find_years(printed) == want


def test_year_range(printed: str, want: object) -> None:
    assert era.year_range(printed) == want


def test_whole_range(printed: str, want: object) -> None:
    assert era.whole_range(printed) == want


def test_split_year(printed: str, want: object, given: str | None) -> None:
    assert era.split_year(printed, given) == want


def test_era_of(printed: str, want: str | None) -> None:
    assert era.era_of(printed) == want


def test_contradictions(printed: str, want: object) -> None:
    assert era.contradictions(printed) == want


@given(years, years)
def test_a_year_contradicts_every_other(year: int, western: int) -> None:
    count = year - 2018
    if 1 <= count <= 99 and western >= 1950:
        found = era.contradictions(f"令和{count}年度({western}年度)")
        assert [each[1:] for each in found] == ([] if year == western else [(year, western)])


@given(years, st.sampled_from(era.eras()[:3]), st.sampled_from(SHAPES))
def test_every_way_of_printing_a_year_reads_back(year: int, printed_era: era.Era, shape: str) -> None:
    count = year - printed_era.first_year + 1
    if 1 <= count <= 99:
        word = "元" if count == 1 else str(count)
        printed = shape.format(printed_era.name, word, printed_era.letter, year, printed_era.short)
        assert era.fiscal_year(printed) == year
        assert era.find_years(f"目標({printed})") == (year,)
        assert era.split_year(f"目標値\n{printed}") == ("目標値", year)


@given(years, years)
def test_a_range_reads_back(first: int, last: int) -> None:
    printed = f"計画期間:{first}年度から{last}年度まで"
    assert era.year_range(printed) == ((first, last) if first < last else None)


@given(printed_texts)
def test_any_text_gives_years_in_bounds(any_text: str) -> None:
    found = [era.fiscal_year(any_text), era.fiscal_year(any_text, "令和"), era.split_year(any_text, "平成")[1]]
    found += [*era.find_years(any_text), *(era.year_range(any_text) or ())]
    assert all(year is None or era.FIRST_YEAR - 1 <= year <= era.LAST_YEAR for year in found)


@given(printed_texts)
def test_a_label_without_a_year_stays_whole(any_text: str) -> None:
    label, year = era.split_year(any_text)
    assert year is not None or label == era.squash(any_text)


@given(printed_texts)
def test_no_digit_is_invented(any_text: str) -> None:
    """What is left of a label was printed, and a year takes away the digits that say it."""
    label, year = era.split_year(any_text)
    printed, left = digits(any_text), digits(label)
    assert left <= printed
    assert year is None or (printed - left).total() or "元" in any_text


def digits(text: str) -> Counter[str]:
    return Counter(char for char in era.squash(text) if char.isdecimal())
