"""Lines put together: cases as data, and what holds for every text a composer sets."""

from __future__ import annotations

from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from extract.model import Box, Place
from normalize.text import squash
from normalize.wrap import Piece, joined, paragraphs
from tests.normalize.drawn import GLYPH, dumped, lines_at, typeset

CLAUSES = (
    "受付を画面で行い、", "待ち時間を減らす。", "職員の研修を続け、", "「まちの駅」で案内する。", "RPAを使って",
    "書類を見直す。", "１２０件の申請を", "地域の団体と", "連携し、", "データを公開する。",
)  # fmt: skip
sentences = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=8).map("".join)


def framed(texts: list[str], glyphs: int) -> Piece:
    """Lines set in a frame that holds a number of glyphs."""
    frame = Box(0.0, 0.0, glyphs * GLYPH + 6.0, 500.0)
    return Piece(lines_at(texts, 3.0, 3.0), (Place(1, frame),))


def test_paragraphs(printed: str, want: str, given: int | None) -> None:
    texts = printed.split("\n")
    assert paragraphs(Piece(dumped(texts)) if given is None else framed(texts, given)) == want


def test_joined(printed: str, want: str) -> None:
    assert joined(Piece(dumped(printed.split("\n")))) == want


@settings(max_examples=60)
@given_any(sentences, st.integers(9, 40))
def test_one_paragraph_set_to_any_width_is_one_paragraph(text: str, glyphs: int) -> None:
    read = paragraphs(framed(typeset(text, glyphs * GLYPH), glyphs))
    assert read == paragraphs(framed([text], 200))


@settings(max_examples=60)
@given_any(st.lists(sentences, min_size=1, max_size=4), st.integers(6, 30))
def test_no_sign_is_lost_or_added(texts: list[str], glyphs: int) -> None:
    lines = typeset("\n".join(texts), glyphs * GLYPH)
    whole = squash("".join(texts))
    assert squash(paragraphs(framed(lines, glyphs)).replace("\n", "")) == whole
    assert squash(joined(framed(lines, glyphs))) == whole


@settings(max_examples=60)
@given_any(st.lists(sentences.map("・".__add__), min_size=1, max_size=5), st.integers(9, 40))
def test_items_stay_apart_at_any_width(items: list[str], glyphs: int) -> None:
    read = paragraphs(framed(typeset("\n".join(items), glyphs * GLYPH), glyphs))
    assert [line[0] for line in read.split("\n")] == ["・"] * len(items)


@settings(max_examples=40)
@given_any(st.lists(sentences, min_size=1, max_size=4))
def test_paragraphs_read_again_are_the_same(texts: list[str]) -> None:
    once = paragraphs(framed(texts, 200))
    assert paragraphs(framed(once.split("\n"), 200)) == once


def test_bullets_of_a_dump_are_items() -> None:
    first, second = dumped(["受付の予約", "書庫の整理"])
    marked = tuple(type(line)(line.text, line.place, bullet=True) for line in (first, second))
    assert paragraphs(Piece(marked)) == "受付の予約\n書庫の整理"


def test_a_text_cut_by_the_pages_end_goes_on() -> None:
    above = lines_at(["受付を画面で行い、待"], 3.0, 700.0, page=1)
    below = lines_at(["ち時間を減らす。"], 3.0, 50.0, page=2)
    frames = (Place(1, Box(0.0, 600.0, 106.0, 800.0)), Place(2, Box(0.0, 40.0, 106.0, 100.0)))
    assert paragraphs(Piece((*above, *below), frames)) == "受付を画面で行い、待ち時間を減らす。"


def test_lines_far_apart_are_two_paragraphs() -> None:
    above, below = lines_at(["受付を画面で行い待ち"], 3.0, 10.0), lines_at(["書庫を整理する"], 3.0, 60.0)
    assert paragraphs(Piece((*above, *below), (Place(1, Box(0.0, 0.0, 106.0, 200.0)),))).count("\n") == 1


def test_a_larger_line_is_a_paragraph_of_its_own() -> None:
    above, below = lines_at(["受付の予約を入れる年"], 3.0, 10.0, size=14.0), lines_at(["書庫を整理する"], 3.0, 26.0)
    assert paragraphs(Piece((*above, *below), (Place(1, Box(0.0, 0.0, 146.0, 200.0)),))).count("\n") == 1
