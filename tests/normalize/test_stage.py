"""Stages: cases as data, and what holds for every row of stages."""

from __future__ import annotations

from hypothesis import given as given_any
from hypothesis import strategies as st

from normalize import stage as module
from normalize.quantity import is_blank

words = st.sampled_from(["検討", "実施", "検討/実施", "調査・研究", "本格運用", "拡大", "⇒", "80%", "12件"])
printed_texts = st.text(alphabet="検討実施調査/・⇒→〃～(70%) \n一部－", max_size=16) | st.text(max_size=8)


def test_stage(printed: str, want: object, given: str | None) -> None:
    assert module.stage(printed, given) == want


def test_is_stage_word(printed: str, want: bool) -> None:
    assert module.is_stage_word(printed) is want


def test_glued_4(printed: str, want: object) -> None:
    assert module.glued(printed, 4) == want


@given_any(st.lists(words, min_size=1, max_size=8))
def test_cells_with_spaces_between_come_apart(cells: list[str]) -> None:
    assert module.glued("　".join(cells), len(cells)) == tuple(cells)


@given_any(st.lists(words, min_size=1, max_size=8), st.integers(1, 8))
def test_cells_run_together_lose_nothing(cells: list[str], n: int) -> None:
    apart = module.glued("".join(cells), n)
    assert apart is None or (len(apart) == n and "".join(apart) == "".join(cells))


@given_any(printed_texts, st.sampled_from([None, "実施"]))
def test_any_cell_is_blank_or_a_stage(any_text: str, last: str | None) -> None:
    found = module.stage(any_text, last)
    assert (found is None) == (is_blank(any_text) and not module.carries(any_text))
    assert found is None or found.text


@given_any(printed_texts)
def test_an_arrow_carries_the_last_stage(any_text: str) -> None:
    if module.carries(any_text):
        assert module.stage(any_text, "実施") == ("実施", True, None)


@given_any(printed_texts)
def test_no_digit_is_lost_or_invented(any_text: str) -> None:
    found = module.stage(any_text, None)
    if found is not None:
        assert digits(found.text if found.value is None else found.value) == digits(any_text)


def digits(text: str) -> str:
    return "".join(char for char in module.display(text) if char.isdecimal())
