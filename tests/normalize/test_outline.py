"""Headings and the path they form: cases as data, and what holds for every sequence of headings."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given as given_any
from hypothesis import strategies as st

from normalize.outline import Heading, Outline, heading, policy, styled
from normalize.wrap import Piece
from tests.normalize.drawn import lines_at

HEADINGS = (
    "第1章 総論",
    "第2章 各論",
    "基本目標1 窓口",
    "基本目標2 書庫",
    "取組1 予約",
    "(1) 受付",
    "(2) 案内",
    "① 画面",
    "1 庁内",
)
sequences = st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=12)


def piece(printed: str) -> Piece:
    size, found, text = printed.partition("pt ")
    return Piece(lines_at([text], size=float(size)) if found else lines_at([printed]))


def read(printed: str) -> Heading:
    return heading(piece(printed)) or styled(piece(printed))


def opened(printed: Iterable[str]) -> Outline:
    outline = Outline()
    for text in printed:
        outline.push(read(text))
    return outline


def bare(printed: object) -> tuple[str, ...]:
    assert isinstance(printed, tuple)
    return tuple(str(text).rpartition("pt ")[2] for text in printed)


def test_heading(printed: str, want: object) -> None:
    found = heading(piece(printed))
    assert (found and (found.ordinal, found.named, found.initiative)) == want


def test_path(printed: tuple[str, ...], want: object) -> None:
    assert tuple(h.text for h in opened(printed).open) == bare(want)


def test_policy(printed: tuple[str, ...], want: object, given: str | None) -> None:
    path = policy(opened(printed).open, owned=given == "owned")
    assert tuple(p.raw for p in path) == want


@given_any(sequences)
def test_the_last_heading_is_open_and_innermost(printed: list[str]) -> None:
    assert opened(printed).open[-1].text == printed[-1]


@given_any(sequences)
def test_open_headings_stand_in_the_order_they_were_printed(printed: list[str]) -> None:
    outline = Outline()
    pushed = [read(text) for text in printed]
    for one in pushed:
        outline.push(one)
    places = [next(n for n, one in enumerate(pushed) if one is h) for h in outline.open]
    assert places == sorted(set(places))


@given_any(sequences)
def test_no_two_chapters_or_goals_are_open_at_once(printed: list[str]) -> None:
    kinds = [h.kind for h in opened(printed).open if h.named]
    assert len(kinds) == len(set(kinds))


@given_any(sequences, st.booleans())
def test_the_policy_path_is_a_part_of_the_open_headings(printed: list[str], owned: bool) -> None:
    outline = opened(printed)
    path = policy(outline.open, owned=owned)
    chosen = {id(p) for p in path}
    assert [id(p) for p in path] == [id(h.piece) for h in outline.open if id(h.piece) in chosen]
