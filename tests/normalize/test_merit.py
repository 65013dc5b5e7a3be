"""How good a reading is, told from itself: more explained is never worse, and the better of two is taken."""

from __future__ import annotations

import csv
from functools import cache, partial
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Document
from normalize.form import Reading
from normalize.reading.agreement import NAME_TERMS, ROW_TERMS
from normalize.reading.merit import Chosen, Maker, best, choose, parse, sure, weigh, weights
from normalize.reading.terms import TERMS, Candidate
from normalize.records import candidate, records
from normalize.section import read
from tests.normalize.drawn import document, table
from tests.normalize.told import PERIOD, PLAN

HEAD = "No | 取組項目 | 担当課 | 取組内容 | 指標 | 令和８年度 | 令和９年度"
NAMES = ("窓口の予約受付", "書庫の整理", "案内板の更新", "電話の自動応答", "会議の効率化", "印刷物の削減")


@cache
def plan(rows: int = len(NAMES)) -> Document:
    listed = [
        f"{n} | {name} | 市民課 | 仕組みを整え、待ち時間を減らす。 | 利用件数 | {n}0件 | {n}5件"
        for n, name in enumerate(NAMES[:rows], 1)
    ]
    return document(PERIOD, table(HEAD, *listed), title=PLAN)


def without(kept: frozenset[int], printed: Document) -> Reading:
    """What is read of a document, with only some of the entries of each form."""
    found = read(printed)
    for form in found.forms:
        form.entries = [entry for n, entry in enumerate(form.entries) if n in kept]
    return found


def made(name: str) -> Maker:
    return Maker(name, partial(candidate, name, plan()))


@settings(max_examples=30, deadline=None)
@given(st.frozensets(st.integers(0, 4)), st.frozensets(st.integers(0, 4)))
def test_a_reading_that_explains_more_is_no_worse(one: frozenset[int], more: frozenset[int]) -> None:
    less, whole = (candidate("drawn", plan(), partial(without, kept)) for kept in (one, one | more))
    assert weigh(whole).merit >= weigh(less).merit


def test_the_first_of_equals_is_taken_and_the_next_is_kept() -> None:
    chosen = choose(weigh(candidate(name, plan())) for name in ("first", "second"))
    assert chosen.winner.candidate.name == "first"
    assert chosen.runner_up is not None
    assert (chosen.runner_up.candidate.name, chosen.margin) == ("second", 0.0)
    assert set(chosen.why) == set(TERMS)


def test_where_a_reading_is_sure_no_other_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> Candidate:
        raise AssertionError("made")

    monkeypatch.setattr("normalize.reading.merit.SURE", weigh(candidate("first", plan())).merit)
    chosen = best([made("first"), Maker("second", never)])
    assert (chosen.runner_up, chosen.margin) == (None, 1.0)


def test_where_two_readings_of_drawn_tables_agree_no_other_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> Candidate:
        raise AssertionError("made")

    monkeypatch.setattr("normalize.reading.merit.SURE", 2.0)
    chosen = best([made("first"), made("second"), Maker("third", never)])
    assert [each.candidate.name for each in (chosen.winner, *chosen.others)] == ["first", "second"]


def test_a_reader_far_behind_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> Candidate:
        raise AssertionError("made")

    monkeypatch.setattr("normalize.reading.merit.SURE", 2.0)
    monkeypatch.setattr("normalize.reading.merit.AGREED", -1.0)
    nothing = Maker("second", partial(candidate, "second", plan(), lambda _: Reading()))
    chosen = best([made("first"), nothing, Maker("second, gaps", never), made("first, gaps")])
    assert [each.candidate.name for each in chosen.others] == ["first, gaps", "second"]


def test_rows_that_another_reading_states_too_are_surer() -> None:
    whole = weigh(candidate("first", plan()))
    same, other = weigh(candidate("second", plan())), weigh(candidate("third", plan(2)))
    agreed, alone = sure(Chosen(whole, (same,))), sure(Chosen(whole, (other,)))
    assert agreed.targets[-1].confidence >= alone.targets[-1].confidence


def test_a_plan_is_read_surely_and_a_stray_table_is_not() -> None:
    stray = document(table("項目 | 概要", "申請 | 窓口", "返還 | 翌年"), title="費用")
    assert "no_plan" in {finding.rule for finding in records(stray, "0").findings}
    assert weigh(candidate("drawn", plan())).merit > 0.8 > weigh(candidate("drawn", stray)).merit


def test_rows_that_are_no_initiatives_are_not_taken_for_such() -> None:
    """Terms and what they mean, in a document that nowhere calls itself a plan."""
    words = ("国", "独立行政法人等", "地方公共団体等", "民間事業者等", "その他の者", "外国法人等")
    terms = [f"{n} | {word} | 手続の主体となる者を指します。" for n, word in enumerate(words, 1)]
    guide = records(document(table("No | 項目 | 概要", *terms), title="手続の主体の一覧"), "0")
    assert guide.initiatives == ()
    [told] = [finding for finding in guide.findings if finding.rule in ("no_plan", "no_initiatives")]
    assert (told.rule, told.severity) == ("no_plan", "warning")
    assert "独立行政法人等" in told.message
    assert len(records(plan(), "0").initiatives) == len(NAMES)


def test_the_weights_are_those_of_known_terms_and_never_tell_against_a_good_thing() -> None:
    lines = (files("normalize") / "reading" / "weights.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["model", "term", "lower", "upper", "weight", "unit", "example"]
    known = {"reading": TERMS, "row": ROW_TERMS, "initiative": NAME_TERMS, "plan": TERMS}
    assert parse(lines).keys() == known.keys()
    for row in rows:
        if row["term"] != "bias":
            assert row["term"] in known[row["model"]] or row["term"].startswith("no_")
            assert 0.0 <= float(row["lower"]) < float(row["upper"]) <= 1.0
            assert float(row["weight"]) > 0
        assert row["unit"]
        assert row["example"]


@given(st.dictionaries(st.sampled_from(sorted(TERMS)), st.floats(0, 1)), st.sampled_from(sorted(TERMS)))
def test_merit_never_falls_as_a_term_rises(terms: dict[str, float], term: str) -> None:
    low, high = weights("reading")({**terms, term: 0.2}), weights("reading")({**terms, term: 0.9})
    assert low <= high
