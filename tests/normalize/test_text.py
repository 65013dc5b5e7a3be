"""Display form, enumerators and marks: cases as data, and the laws of the display form."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from normalize import text
from normalize.text import mend

# What cells hold, in unlucky order: figures, letters, kana of both widths, radicals, spaces, brackets, marks.
ALPHABET = (
    "0189０１９AbＲＡＩア港年度課の件約第①⑴ｶﾞﾟｰか゛\u3099⺠神　 \u00a0\n\r\t()（）［］〈【】：／％"
    "，．,.－-ー−〜~・、。※*＊新規取組方針章"
)
printed_texts = st.text(alphabet=ALPHABET, max_size=24) | st.text(max_size=12)


def test_display(printed: str, want: str) -> None:
    assert text.display(printed) == want


def test_squash(printed: str, want: str) -> None:
    assert text.squash(printed) == want


def test_split_enumerator(printed: str, want: object) -> None:
    assert text.split_enumerator(printed) == want


def test_glued_enumerator(printed: str, want: object) -> None:
    assert text.split_enumerator(printed, glued=True) == want


def test_strip_new(printed: str, want: object) -> None:
    assert text.strip_new(printed) == want


def test_strip_footnote(printed: str, want: str) -> None:
    assert text.strip_footnote(printed) == want


@given(printed_texts)
def test_display_twice_is_once(any_text: str) -> None:
    once = text.display(any_text)
    assert text.display(once) == once


@given(printed_texts)
def test_display_neither_loses_nor_invents_a_digit(any_text: str) -> None:
    def digits(string: str) -> list[str]:
        return re.findall("[0-9]", string.translate({0xFF10 + digit: str(digit) for digit in range(10)}))

    assert digits(text.display(any_text)) == digits(any_text)


@given(printed_texts)
def test_display_differs_from_mend_in_spaces_only(any_text: str) -> None:
    def characters(string: str) -> str:
        return re.sub(r"[ ，．,.－‐‑−ー-]", "", string)

    assert characters(text.display(any_text)) == characters(mend(any_text))


@given(printed_texts)
def test_an_enumerator_is_a_part_of_the_text(any_text: str) -> None:
    number, rest = text.split_enumerator(any_text)
    assert rest in text.display(any_text) or number is not None
    assert (number or "") + rest == "" or len(rest) <= len(mend(any_text))


@given(printed_texts)
def test_marks_come_off_once(any_text: str) -> None:
    unmarked = text.strip_footnote(any_text)
    assert len(unmarked) <= len(text.display(any_text))
    assert len(text.strip_new(any_text)[0]) <= len(text.display(any_text))


def test_a_megabyte_takes_less_than_half_a_second() -> None:
    page = "（１）　ＩＣＴを活用した 取組　令和８年度 目標値 １，３００ 台 Public Medical Hub ﾊﾟｿｺﾝ教室※1\n" * 20
    megabyte = page * (10**6 // len(page.encode()))
    start = time.process_time()
    text.display(megabyte)
    assert time.process_time() - start < 0.5
