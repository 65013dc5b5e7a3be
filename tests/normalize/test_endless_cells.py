"""Cells filled with one sign, as broken converters and hostile files have them: read in linear time."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from extract.furniture import is_page_number
from normalize.department import departments
from normalize.quantity import quantity
from normalize.text import display, mend
from normalize.trend import statement, trend
from normalize.vocabulary import direction, grade

SIGNS = [*"9【】（）()：・。、①※－→/% 「*.", "　", "年", "課", "令和8年度", "【公開：", "(単位:件)", "1,", "ab ", "R8"]
READERS: list[Callable[[str], object]] = [
    departments, display, mend, quantity, statement, trend, direction, grade, is_page_number,
]  # fmt: skip
SECONDS = 1.0
"""CPU time of the slowest, many times over; what is quadratic takes minutes."""


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_a_sign_without_end(reader: Callable[[str], object]) -> None:
    slow: list[str] = []
    for sign in SIGNS:
        for text in (sign * 20_000, sign * 20_000 + "x"):
            began = process_time()
            reader(text)
            if process_time() - began > SECONDS:
                slow.append(text[:9])
    assert not slow
