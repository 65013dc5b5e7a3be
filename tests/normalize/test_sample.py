"""Sample forms: what shows how to fill in a form is no initiative; what stands behind the sample is."""

from __future__ import annotations

import pytest

from extract.model import Block
from normalize.record import Records
from normalize.records import records
from tests.normalize.drawn import document, prose, table
from tests.normalize.told import PERIOD, read


def card(number: str, name: str) -> Block:
    return table(
        f"取組番号 | {number} | 担当課 | 市民課",
        f"取組名 | {name} | ^ | ^",
        "取組内容 | 手続を予約できるようにします。 | ^ | ^",
    )


def names(found: Records) -> list[str]:
    return [i.name for i in found.initiatives]


@pytest.mark.parametrize("heading", ["【記入例】", "（記載例）", "様式１の記入例", "■記入見本", "個票の見方"])
@pytest.mark.parametrize("name", ["○○システムの導入", "窓口の開設"])
def test_what_follows_a_sample_heading_is_no_initiative(heading: str, name: str) -> None:
    found = read(
        PERIOD, prose(heading), card("9", name), prose("【取組一覧】"), card("1", "予約の導入"), card("2", "図書の貸出")
    )
    assert names(found) == ["予約の導入", "図書の貸出"]
    assert "sample_not_read" in [f.rule for f in found.findings]


def test_a_name_of_circles_is_to_be_filled_in() -> None:
    found = records(
        document(PERIOD, card("9", "○○システムの導入"), card("1", "予約の導入"), card("2", "図書の貸出")), "0"
    )
    assert names(found) == ["予約の導入", "図書の貸出"]
    assert "cell_not_read" in [f.rule for f in found.findings]


def test_a_sentence_about_samples_leaves_nothing_out() -> None:
    found = read(
        PERIOD, prose("記入例を参考にして各課が記入しました。"), card("1", "予約の導入"), card("2", "図書の貸出")
    )
    assert names(found) == ["予約の導入", "図書の貸出"]
