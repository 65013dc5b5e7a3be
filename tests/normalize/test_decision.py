"""Decisions of a reviewer on the rows of a document: what they change, and what they leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.decision import IDS, Decision, Table, Value, reviewable
from normalize.record import Finding, Initiative, Records, Result, Target
from normalize.records import records
from tests.normalize.drawn import document, table
from tests.normalize.told import PERIOD, REPORT, rules

WHOLE = document(
    PERIOD,
    table(
        "No | 取組項目 | 担当課 | 取組内容 | 指標 | 令和８年度 | 令和９年度 | 自己評価",
        "1 | 予約の導入 | 市民課 | 画面で予約を受ける。 | 予約件数（令和６年度実績：80件） | 90件 | 100件 | Ａ",
        "2 | 書庫の整理 | 総務課\n市民課 | 棚を空ける。 | 画面の設計 | 検討 | ⇒ | Ｂ",
    ),
    title=REPORT,
)
SHA256 = WHOLE.sha256
FIRST = f"{SHA256[:16]}-0001"
Row = Initiative | Target | Result


@cache
def read() -> Records:
    return records(WHOLE, "0")


def decided(*decisions: Decision) -> Records:
    return records(WHOLE, "0", decisions)


def decision(table: Table, identity: str, field: str, was: Value, now: Value) -> Decision:
    return Decision(SHA256, "plan.pdf", table, identity, field, was, now)


def rows(read: Records, table: Table) -> tuple[Row, ...]:
    return getattr(read, table)


def every_field(read: Records) -> Iterator[Decision]:
    """Each field of each row, accepted."""
    for name in IDS:
        for row in rows(read, name):
            for field in sorted(reviewable(name)):
                value = cast("Value", getattr(row, field))
                yield decision(name, getattr(row, IDS[name]), field, value, value)


def undecided(row: Row) -> Row:
    """The row without what says that it was reviewed."""
    return replace(row, flags=tuple(flag for flag in row.flags if flag != "reviewed"), confidence=1.0)


def rule(read: Records, name: str) -> list[Finding]:
    return [finding for finding in read.findings if finding.rule == name]


def test_the_document_has_rows_of_every_kind():
    assert {row.kind for row in read().targets} == {"numeric", "stage"}
    assert {row.kind for row in read().results} == {"indicator", "grade"}


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted(every_field(read()), key=str))))
def test_accepting_changes_flags_and_confidence_alone(accepted: set[Decision]) -> None:
    found = decided(*accepted)
    assert found == decided(*sorted(accepted, key=str, reverse=True))
    assert (found.document, found.findings) == (read().document, read().findings)
    touched = {each.id for each in accepted}
    for name in IDS:
        for before, after in zip(rows(read(), name), rows(found, name), strict=True):
            assert undecided(after) == undecided(before)
            assert ("reviewed" in after.flags) == (getattr(after, IDS[name]) in touched)
            assert after.confidence >= before.confidence


def test_a_correction_keeps_the_raw_text_and_the_place_and_is_told():
    found = decided(decision("targets", f"{FIRST}-t001", "value", 90.0, 95.0))
    before, after = read().targets[0], found.targets[0]
    assert after == replace(before, value=95.0, flags=("reviewed",), confidence=after.confidence)
    assert after.confidence > before.confidence
    assert (after.text_raw, after.source) == (before.text_raw, before.source)
    [told] = rule(found, "field_corrected")
    assert (told.expected, told.actual, told.initiative_id, told.page) == ("95", "90", FIRST, 1)
    assert found.document.finding_count == len(found.findings)
    assert rule(found, "value_not_printed") == [], "a reviewer has the last word"


def test_checks_look_at_corrected_values_whatever_name_the_initiative_has_by_then():
    """The third rate does not follow from 10 and 8; it does from 10 and 9."""
    rows = [f"{n} | 業務{n}の改善 | 件数 | 10 | {8 if n == 3 else 9} | 90％" for n in range(1, 6)]
    head = "No | 取組項目 | 指標 | 令和７年度目標値 | 令和７年度実績値 | 達成率"
    rated = document(PERIOD, table(head, *rows), title=REPORT)
    third = f"{SHA256[:16]}-0003"
    renamed = decision("initiatives", third, "name", "業務3の改善", "窓口")
    assert [finding.actual for finding in rule(records(rated, "0", [renamed]), "rate_differs")] == ["90%"]
    corrected = decision("results", f"{third}-r001", "value", 8.0, 9.0)
    assert rule(records(rated, "0", [renamed, corrected]), "rate_differs") == []


@pytest.mark.parametrize(
    ("identity", "field", "was", "now", "kind"),
    [
        ("t001", "value", 90.0, None, "stage"),
        ("r002", "value", 80.0, None, "narrative"),
        ("r001", "grade", "A", None, "narrative"),
        ("r001", "value", None, 4.0, "grade"),
    ],
)
def test_the_kind_of_a_row_follows_its_value_and_grade(identity: str, field: str, was: Value, now: Value, kind: str):
    name: Table = "targets" if identity[0] == "t" else "results"
    identity = f"{FIRST}-{identity}"
    [row] = [row for row in rows(decided(decision(name, identity, field, was, now)), name) if was_of(row) == identity]
    assert not isinstance(row, Initiative)
    assert row.kind == kind


def was_of(row: Row) -> str:
    return row.target_id if isinstance(row, Target) else row.result_id if isinstance(row, Result) else ""


@pytest.mark.parametrize(
    ("stale", "why"),
    [
        (decision("targets", f"{FIRST}-t001", "value", 70.0, 75.0), "it is read otherwise now"),
        (decision("targets", f"{FIRST}-t009", "value", 90.0, 95.0), "there is no such row any more"),
        (decision("targets", f"{FIRST}-t001", "text_raw", "90件", "95件"), "there is no such field to decide"),
        (decision("targets", f"{FIRST}-t001", "kind", "numeric", "stage"), "make it another kind"),
        (
            decision("targets", f"{FIRST}-t001", "value", 90.0, 95.0)._replace(sha256="cd" * 32),
            "the document has changed since",
        ),
    ],
)
def test_a_decision_that_does_not_fit_changes_no_row_and_is_told(stale: Decision, why: str):
    found = decided(stale)
    assert (found.initiatives, found.targets, found.results) == (read().initiatives, read().targets, read().results)
    [told] = rule(found, "decision_stale")
    assert why in told.message
    assert f"'{stale.field}' of targets {stale.id}" in told.message


def test_a_reading_that_has_come_to_say_what_the_reviewer_said_is_accepted():
    found = decided(decision("targets", f"{FIRST}-t001", "value", 9.0, 90.0))
    assert replace(found.targets[0], confidence=read().targets[0].confidence) == replace(
        read().targets[0], flags=("reviewed",)
    )
    assert found.findings == read().findings


@pytest.mark.parametrize(
    ("fields", "confidence"),
    [((), 0.8), (("unit",), 0.8), (("value",), 0.9), (("value", "text"), 0.9), (("value", "indicator"), 1.0)],
)
def test_a_place_decided_is_in_doubt_no_more(fields: tuple[str, ...], confidence: float):
    """A target is read from two places, its figure and its indicator: each bears half of the doubt."""
    from normalize.decision import Verdict, decide

    row = replace(read().targets[0], confidence=0.8, flags=("ocr",))
    wanted = [decision("targets", row.target_id, each, getattr(row, each), getattr(row, each)) for each in fields]
    [after] = decide(Verdict((), (row,), ()), wanted, SHA256).targets
    assert after.confidence == confidence
    assert after.flags == (("ocr", "reviewed") if fields else ("ocr",))


def test_an_index_that_prints_a_corrected_name_as_it_was_read_is_no_contradiction():
    names = ("予約", "書庫", "電話", "広報")
    rows = [f"{n} | {name} | 市民課" for n, name in enumerate(names, 1)]
    cards = [
        table(f"取組名 | {n} {name}", "担当課 | 市民課", "取組内容 | 画面を作る。") for n, name in enumerate(names, 1)
    ]
    indexed = document(table("No | 取組項目 | 担当課", *rows), *cards)
    renamed = decision("initiatives", FIRST, "name", "予約", "予約制")
    assert rules(records(indexed, "0", [renamed])) == ["field_corrected"]
