"""Departments: cases as data, and what holds for every list of them."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from normalize.department import departments as read
from normalize.text import display

names = st.lists(
    st.sampled_from(
        ["総務課", "こども未来課", "総務部・情報政策課", "全部局", "汐見センター", "選挙管理委員会", "予防課(港分室)"]
    ),
    min_size=1,
    max_size=5,
)
ALPHABET = "総務部企画課室局・、，\n 　()（）主副:◎係センター関係各－"
printed_texts = st.text(alphabet=ALPHABET, max_size=20) | st.text(max_size=8)


def test_departments(printed: str, want: object) -> None:
    assert read(printed) == want


@given(names, st.sampled_from(["、", "，", "、\n", "　", ";"]))
def test_a_list_reads_back(listed: list[str], separator: str) -> None:
    assert read(separator.join(listed)) == tuple(listed)


@given(printed_texts)
def test_names_are_whole_and_in_display_form(any_text: str) -> None:
    for name in read(any_text):
        assert name
        assert display(name) == name
        assert set(name) <= set(display(any_text))


@given(st.text(alphabet=ALPHABET, max_size=20))
def test_no_letter_is_lost(any_text: str) -> None:
    """What is taken away are roles, marks, dashes (ー室 is no room) and what parts names; nothing comes twice."""
    letters = Counter(char for char in display(any_text) if char.isalpha())
    kept = Counter(char for name in read(any_text) for char in name if char.isalpha())
    assert kept <= letters
    assert set(letters - kept) <= set("主副関係課室部ー")
