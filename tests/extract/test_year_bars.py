"""Year plans drawn as shapes: which columns does each arrow, bar or picture cover, and what does it say?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.document import read
from extract.model import Document, Table
from normalize.records import records
from tests.extract.streams import Sheet, image, line, rules, tables, text, written

XS, YS = (40, 140, 210, 280, 350, 420), (100, 130, 160, 190)
HEADS = ("取組項目", "令和8年度", "令和9年度", "令和１０年度", "令和１１年度")
NAMES = ("窓口の電子化", "防災無線の更新")
LEVELS = (145, 115)
"""The middle of each row."""
Drawn = Callable[[float, float, float], bytes]
"""A shape from x0 to x1 at a height."""


def plan(*shapes: bytes) -> bytes:
    """A table of two initiatives over four years, and shapes over it."""
    content = rules(XS, YS) + b"".join(text(x + 4, 170, word) for x, word in zip(XS, HEADS, strict=False))
    content += b"".join(text(44, y - 4, name) for y, name in zip(LEVELS, NAMES, strict=True))
    return content + b"".join(shapes)


def read_plan(folder: Path, *shapes: bytes) -> Document:
    path = folder / "plan.pdf"
    path.write_bytes(written([Sheet(plan(*shapes), size=(460, 300))]))
    return read(path)


def only(document: Document) -> Table:
    [table] = tables(document)
    assert (table.n_rows, table.n_cols) == (3, 5)
    return table


def polygon(points: Sequence[tuple[float, float]], paint: str = "B") -> bytes:
    (x, y), *rest = points
    return (f"0.8 0.9 1 rg {x} {y} m " + " ".join(f"{x} {y} l" for x, y in rest) + f" h {paint} 0 g\n").encode()


def block_arrow(x0: float, x1: float, y: float) -> bytes:
    neck = x1 - 8
    return polygon(((x0, y - 5), (neck, y - 5), (neck, y - 8), (x1, y), (neck, y + 8), (neck, y + 5), (x0, y + 5)))


def outlined_arrow(x0: float, x1: float, y: float) -> bytes:
    neck = x1 - 8
    points = ((x0, y - 5), (neck, y - 5), (neck, y - 8), (x1, y), (neck, y + 8), (neck, y + 5), (x0, y + 5))
    return polygon(points, "S")


def pentagon(x0: float, x1: float, y: float) -> bytes:
    return polygon(((x0, y - 7), (x1 - 7, y - 7), (x1, y), (x1 - 7, y + 7), (x0, y + 7)))


def chevron(x0: float, x1: float, y: float) -> bytes:
    return polygon(((x0, y - 7), (x1 - 7, y - 7), (x1, y), (x1 - 7, y + 7), (x0, y + 7), (x0 + 6, y)))


def bar(x0: float, x1: float, y: float) -> bytes:
    return f"0.7 0.8 1 rg {x0} {y - 6} {x1 - x0} 12 re f 0 g\n".encode()


def picture(x0: float, x1: float, y: float) -> bytes:
    return image(x0, y - 6, x1, y + 6)


def solid_head(x0: float, x1: float, y: float) -> bytes:
    return line(x0, y, x1 - 6, y) + polygon(((x1 - 6, y - 3), (x1, y), (x1 - 6, y + 3)), "f")


def open_head(x0: float, x1: float, y: float) -> bytes:
    return line(x0, y, x1, y) + line(x1, y, x1 - 6, y + 3) + line(x1, y, x1 - 6, y - 3)


def both_heads(x0: float, x1: float, y: float) -> bytes:
    heads = (((x1 - 6, y - 3), (x1, y), (x1 - 6, y + 3)), ((x0 + 6, y - 3), (x0, y), (x0 + 6, y + 3)))
    return line(x0 + 6, y, x1 - 6, y) + b"".join(polygon(head, "f") for head in heads)


def thick(x0: float, x1: float, y: float) -> bytes:
    return b"q 6 w 0.4 0.6 1 RG " + line(x0, y, x1, y) + b"Q "


WORDED: dict[Drawn, str] = {
    block_arrow: "block_arrow", outlined_arrow: "block_arrow", pentagon: "block_arrow", chevron: "block_arrow",
    bar: "bar", picture: "bar",
}  # fmt: skip
BARE: dict[Drawn, str] = {solid_head: "line_arrow", open_head: "line_arrow", both_heads: "line_arrow", thick: "bar"}


@pytest.mark.parametrize("shape", WORDED, ids=lambda shape: shape.__name__)
def test_words_inside_a_shape_are_its_own(tmp_path: Path, shape: Drawn) -> None:
    x0, x1 = 215, 410
    document = read_plan(tmp_path, picture(150, 270, LEVELS[0]), shape(x0, x1, LEVELS[1]), text(290, 111, "本格運用"))
    table = only(document)
    [span] = [span for span in table.spans if span.row == 2]
    assert (span.kind, span.first, span.last) == (WORDED[shape], 2, 4)
    assert [line.text for line in span.lines] == ["本格運用"]
    assert not any(cell.text for cell in table.cells if cell.row == 2 and cell.col)


@pytest.mark.parametrize("shape", WORDED, ids=lambda shape: shape.__name__)
def test_words_inside_are_carried_over_the_years(tmp_path: Path, shape: Drawn) -> None:
    shapes = [shape(150, 205, LEVELS[0]), text(160, 141, "検討"), shape(215, 410, LEVELS[0]), text(290, 141, "実施")]
    shapes += [shape(145, 415, LEVELS[1]), text(270, 111, "更新")]
    found = records(read_plan(tmp_path, *shapes), "x")
    assert [initiative.name for initiative in found.initiatives] == list(NAMES)
    stated = [(t.initiative_id[-1], t.fiscal_year, t.text, t.carried) for t in found.targets]
    assert stated == [
        ("1", 2026, "検討", False), ("1", 2027, "実施", False), ("1", 2028, "実施", True), ("1", 2029, "実施", True),
        ("2", 2026, "更新", False), ("2", 2027, "更新", True), ("2", 2028, "更新", True), ("2", 2029, "更新", True),
    ]  # fmt: skip


@pytest.mark.parametrize("shape", BARE, ids=lambda shape: shape.__name__)
def test_words_beside_a_bare_shape_are_carried(tmp_path: Path, shape: Drawn) -> None:
    document = read_plan(tmp_path, text(145, 111, "試行"), shape(170, 410, LEVELS[1]))
    [span] = only(document).spans
    assert (span.kind, span.row, span.first, span.last, span.lines) == (BARE[shape], 2, 1, 4, ())
    found = [(t.fiscal_year, t.text, t.carried) for t in records(document, "x").targets]
    assert found == [(2026, "試行", False), (2027, "試行", True), (2028, "試行", True), (2029, "試行", True)]


ALL: dict[Drawn, str] = WORDED | BARE


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shape=st.sampled_from(list(ALL)),
    first=st.integers(1, 4),
    length=st.integers(0, 3),
    late=st.floats(0.0, 0.7),
    early=st.floats(0.0, 0.5),
)
def test_any_shape_covers_the_years_it_reaches_into(
    tmp_path: Path, shape: Drawn, first: int, length: int, late: float, early: float
) -> None:
    """A start in the middle of a year counts for that year, and so does an end."""
    last = min(4, first + length)
    late, early = (0.05, 0.05) if first == last else (max(0.05, late), max(0.05, early))
    x0, x1 = XS[first] + 70 * late, XS[last + 1] - 70 * early
    [span] = only(read_plan(tmp_path, shape(x0, x1, LEVELS[1]))).spans
    assert (span.kind, span.row, span.first, span.last) == (ALL[shape], 2, first, last)


def test_a_tip_that_just_reaches_over_a_rule_does_not_count(tmp_path: Path) -> None:
    [span] = only(read_plan(tmp_path, block_arrow(145, 288, LEVELS[1]))).spans
    assert (span.first, span.last) == (1, 2)


def test_bars_stacked_in_one_row_keep_their_words(tmp_path: Path) -> None:
    shapes = [
        image(145, 118, 250, 127),
        text(150, 119, "設計", 7),
        image(215, 104, 415, 113),
        text(290, 105, "工事", 7),
    ]
    table = only(read_plan(tmp_path, *shapes))
    assert [(s.row, s.first, s.last, [line.text for line in s.lines]) for s in table.spans] == [
        (2, 1, 2, ["設計"]),
        (2, 2, 4, ["工事"]),
    ]


def test_pictures_that_are_no_bars_take_no_words(tmp_path: Path) -> None:
    """A seal, a photograph over the whole table, a logo beside it."""
    shapes = [image(40, 90, 420, 200), image(300, 105, 330, 128), image(10, 20, 110, 40), text(150, 111, "実施")]
    table = only(read_plan(tmp_path, *shapes))
    assert not table.spans
    assert [cell.text for cell in table.cells if (cell.row, cell.col) == (2, 1)] == ["実施"]


def circle(x: float, y: float, r: float, paint: str) -> bytes:
    k = 0.5523 * r
    quarters = (
        (x - r, y + k, x - k, y + r, x, y + r), (x + k, y + r, x + r, y + k, x + r, y),
        (x + r, y - k, x + k, y - r, x, y - r), (x - k, y - r, x - r, y - k, x - r, y),
    )  # fmt: skip
    curves = " ".join(" ".join(f"{v:g}" for v in quarter) + " c" for quarter in quarters)
    return f"{x - r:g} {y:g} m {curves} {paint}\n".encode()


def test_circles_drawn_into_empty_cells_are_signs(tmp_path: Path) -> None:
    upper, lower = LEVELS
    shapes = [circle(175, upper, 4, "s"), circle(245, upper, 4, "f"), circle(315, upper, 5, "s")]
    shapes += [circle(315, upper, 3, "s"), text(170, lower - 4, "継続"), circle(180, lower, 8, "s")]
    document = read_plan(tmp_path, *shapes)
    cells = {(cell.row, cell.col): cell.text for cell in only(document).cells}
    assert [cells[1, column] for column in range(1, 5)] == ["○", "●", "◎", ""]
    assert cells[2, 1] == "継続"
    assert [(t.fiscal_year, t.text) for t in records(document, "x").targets][:3] == [
        (2026, "○"),
        (2027, "●"),
        (2028, "◎"),
    ]


def heading_row(ruled: bool, words: Sequence[str]) -> bytes:
    content = b"0.8 0.9 1 rg 40 160 380 30 re f 0 g " + rules(XS, YS[:-1])
    content += rules(XS, YS[2:]) if ruled else b""
    places = zip(XS, words, strict=False)
    return content + b"".join(text(x + 4, 170, word) for x, word in places)


@pytest.mark.parametrize("ruled", [True, False])
def test_heading_rows_without_rules_are_divided_over_their_columns(tmp_path: Path, ruled: bool) -> None:
    path = tmp_path / "plan.pdf"
    body = b"".join(text(x + 4, y - 4, f"値{i}") for y in LEVELS for i, x in enumerate(XS[:-1]))
    path.write_bytes(written([Sheet(heading_row(ruled, HEADS) + body, size=(460, 300))]))
    table = only(read(path))
    assert [cell.text for cell in table.cells if cell.row == 0] == list(HEADS)
    assert all(cell.filled for cell in table.cells if cell.row == 0)


def test_a_title_over_all_columns_is_not_divided(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    body = b"".join(text(x + 4, y - 4, f"値{i}") for y in LEVELS for i, x in enumerate(XS[:-1]))
    path.write_bytes(
        written([Sheet(heading_row(False, ("基本目標１　みんなで育てる水と緑のまちをつくる計画",)) + body)])
    )
    table = only(read(path))
    assert [cell.colspan for cell in table.cells if cell.row == 0] == [5]
