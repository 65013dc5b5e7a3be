"""Rows of a table that the reader was not sure of say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalize.doubt import DOUBTS
from tests.normalize.drawn import table
from tests.normalize.told import PERIOD, read

LISTED = table("No | 取組項目 | 担当課 | 令和８年度", "１ | 窓口の予約 | 市民課 | 検討")


@pytest.mark.parametrize("flag", DOUBTS)
def test_rows_carry_the_doubts_of_their_table(flag: str) -> None:
    found, sure = read(PERIOD, replace(LISTED, flags=(flag, "continued"))), read(PERIOD, LISTED)
    (initiative,), (target,) = found.initiatives, found.targets
    assert initiative.flags == target.flags == (flag,)
    assert initiative.confidence <= sure.initiatives[0].confidence
    assert target.confidence <= sure.targets[0].confidence


def test_rows_of_a_ruled_table_carry_none() -> None:
    found = read(PERIOD, LISTED)
    assert [r.flags for r in (*found.initiatives, *found.targets)] == [(), ()]
