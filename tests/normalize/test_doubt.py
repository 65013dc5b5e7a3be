"""Rows of a table that the reader was not sure of say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalize.doubt import DOUBTS
from tests.normalize.drawn import table
from tests.normalize.told import PERIOD, read


@pytest.mark.parametrize("flag", DOUBTS)
def test_rows_carry_the_doubts_of_their_table(flag: str) -> None:
    listed = table("No | 取組項目 | 担当課 | 令和８年度", "１ | 窓口の予約 | 市民課 | 検討")
    found = read(PERIOD, replace(listed, flags=(flag, "continued")))
    (initiative,), (target,) = found.initiatives, found.targets
    assert initiative.flags == target.flags == (flag,)
    assert initiative.confidence == target.confidence == DOUBTS[flag].leaves


def test_rows_of_a_ruled_table_are_sure() -> None:
    found = read(PERIOD, table("No | 取組項目 | 担当課 | 令和８年度", "１ | 窓口の予約 | 市民課 | 検討"))
    assert [(r.flags, r.confidence) for r in (*found.initiatives, *found.targets)] == [((), 1.0)] * 2
