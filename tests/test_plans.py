"""Drawn plans say what their gold says, are the same twice, and the half held apart is apart."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pymupdf
import pytest

from tools.plans import choices as dimensions
from tools.plans import paint_typst
from tools.plans.choices import Choices, choose
from tools.plans.drawing import draw, negative, recipe
from tools.plans.other_words import Words
from tools.plans.other_words import bank as bank_of_others
from tools.plans.others import KINDS_OF_OTHERS
from tools.plans.perturb import CHANGES
from tools.plans.score import facts, score, squash
from tools.plans.split import HALVES, Half
from tools.plans.wording import bank, words_of

MANY = 600
"""Choices are cheap: this many hold every value of every dimension."""
PRINTED_SEEDS = [(half, seed) for half in HALVES for seed in range(1, 6)]
EDGE = 5
"""Of what the page's end parts, as many characters stand together on either side."""
PLANS2 = Path(__file__).parents[2] / "shared" / "plans2"


@cache
def chosen(half: Half) -> list[Choices]:
    return [choose(Random(f"{half}:{seed}:choices"), half) for seed in range(MANY)]


def test_same_seed_same_bytes_other_seed_other_plan():
    once, again, other = draw(3), draw(3), draw(4)
    assert once.pdf == again.pdf
    assert once.gold == again.gold
    assert once.gold["initiatives"] != other.gold["initiatives"]


@pytest.mark.skipif(paint_typst.font_named("gothic") is None, reason="Typst finds no Japanese font")
def test_typst_draws_the_same_bytes():
    seed = next(seed for seed in range(99) if recipe(seed).choices.producer == "typst")
    assert draw(seed).pdf == draw(seed).pdf


@pytest.mark.parametrize(
    ("dimension", "values"),
    [
        ("unit", [*dimensions.PLACES]),
        ("look", dimensions.LOOKS),
        ("words", dimensions.WORDS),
        ("figures", [*dimensions.YEARS]),
        ("years", [years for many in dimensions.YEARS.values() for years in many]),
        ("place", [place for many in dimensions.PLACES.values() for place in many]),
        ("headings", dimensions.HEADINGS),
        ("numbers", dimensions.NUMBERS),
        ("front", dimensions.INDEXES),
        ("pen", dimensions.PENS),
        ("page", dimensions.PAGES),
        ("cut", dimensions.CUTS),
        ("producer", dimensions.PRODUCERS),
        ("kind", ["plan", "progress"]),
    ],
)
def test_every_value_can_be_drawn(dimension: str, values: list[str]):
    seen = {getattr(c, dimension) for half in HALVES for c in chosen(half)}
    assert seen >= set(values)


def test_halves_share_no_composition():
    for pair in (("unit", "place"), ("unit", "look"), ("unit", "years")):
        fit, unseen = ({tuple(getattr(c, p) for p in pair) for c in chosen(half)} for half in HALVES)
        assert not (fit & unseen) - dimensions.PLAIN_PLACES, pair
    whole = [{(c.unit, c.place, c.look) for c in chosen(half)} for half in HALVES]
    assert not whole[0] & whole[1]


def test_halves_share_no_word_of_a_label():
    for field, manners in bank().items():
        for manner in manners:
            fit, unseen = (set(words_of(field, manner, half)) for half in HALVES)
            assert fit, (field, manner)
            assert unseen, (field, manner)
            assert not fit & unseen, (field, manner)


def strings(record: dict[str, Any]) -> list[str]:
    """Everything of a gold record that a reader must find on paper."""
    rows = [*record["targets"], *record["results"]]
    said = [record["name"], *record["departments"], *record["policy"], record["number"] or ""]
    said += [record[key] or "" for key in ("content", "objective", "direction")]
    return said + [row.get(key) or "" for row in rows for key in ("indicator", "text", "grade")]


@pytest.mark.parametrize(("half", "seed"), PRINTED_SEEDS)
def test_what_the_gold_says_is_printed(half: Half, seed: int):
    drawn = draw(seed, half)
    with pymupdf.open(stream=drawn.pdf) as pdf:
        pages = [str(page.get_text()) for page in pdf]
    printed = squash("".join(pages))
    for record in drawn.gold["initiatives"]:
        for line in "\n".join(strings(record)).replace("/", "\n").split("\n"):
            whole = squash(line)
            assert whole in printed or (whole[:EDGE] in printed and whole[-EDGE:] in printed), line


def test_a_negative_holds_none_and_is_the_same_twice():
    once, again = negative(5), negative(5)
    assert once.gold["initiatives"] == []
    assert once.pdf == again.pdf


def test_every_kind_of_other_document_can_be_drawn():
    kinds = {negative(seed).gold["kind"] for seed in range(120)}
    assert kinds == {*KINDS_OF_OTHERS, "mixed"}


@pytest.mark.parametrize("kind", KINDS_OF_OTHERS)
def test_halves_share_no_word_of_other_documents(kind: str):
    for name in bank_of_others()[kind].keys() - {"class"}:
        fit, unseen = (set(Words(kind, half, Random(0)).of(name)) for half in HALVES)
        assert fit, name
        assert unseen, name
        assert not fit & unseen, name


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("seed", range(6, 12))
def test_nothing_is_drawn_off_the_page(half: Half, seed: int):
    with pymupdf.open(stream=draw(seed, half).pdf) as pdf:
        for page in pdf:
            box = pymupdf.Rect(page.rect.x0 - 1, page.rect.y0 - 1, page.rect.x1 + 1, page.rect.y1 + 1)
            words: Any = page.get_text("words")
            assert [word[4] for word in words if not box.contains(word[:4])] == []


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_changes_one_thing(kind: str):
    changed = 0
    for seed in range(12):
        made = recipe(seed)
        other = CHANGES[kind](made, Random(seed))
        if other is not None:
            changed += 1
            assert other != made
            assert other.seed == made.seed
    assert changed


GOLD: dict[str, Any] = {
    "name": "窓口改革の推進",
    "number": "1",
    "policy": ["基本目標1 便利なまち"],
    "departments": ["市民課"],
    "targets": [
        {"kind": "numeric", "indicator": "利用率", "fiscal_year": 2026, "value": 50, "unit": "%", "text": "50%"},
        {"kind": "stage", "indicator": "様式の統一", "fiscal_year": 2026, "text": "実施"},
    ],
    "results": [{"kind": "grade", "fiscal_year": 2025, "grade": "A"}],
}


def read(**changes: Any) -> dict[str, Any]:
    sure = {"confidence": 0.95}
    record: dict[str, Any] = {**GOLD, **changes, **sure}
    return {**record, **{key: [{**row, **sure} for row in record[key]] for key in ("targets", "results")}}


def test_score_of_what_is_all_right():
    got = score([GOLD], [read()])
    assert (got.f1, got.sure, got.sure_right) == (1.0, 4, 4)


def test_score_counts_a_fact_only_if_all_of_it_is_right():
    wrong = [{**GOLD["targets"][0], "unit": "人"}, GOLD["targets"][1]]
    got = score([GOLD], [read(targets=wrong)])
    total = facts(GOLD).total()
    assert got.f1 == pytest.approx((total - 1) / total)
    assert (got.sure, got.sure_right) == (4, 3)


def test_score_of_nothing_and_of_too_much():
    assert score([GOLD], []).f1 == 0
    assert score([GOLD], [], warnings=0).silent
    assert not score([GOLD], [], warnings=1).silent
    stranger = read(name="まったく別の何か", number=None, policy=[])
    assert score([GOLD], [read(), stranger]).f1 < 0.75


@pytest.mark.skipif(not PLANS2.exists(), reason="only where these plans lie beside the project")
def test_gold_is_of_the_form_of_other_golds():
    theirs = json.loads((PLANS2 / "gen1.gold.json").read_text("utf-8"))
    ours = draw(1).gold
    assert set(ours["doc"]) == set(theirs["doc"])
    assert set(ours["initiatives"][0]) <= {*theirs["initiatives"][0], "direction", "objective"}
