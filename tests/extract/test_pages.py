"""Pages turned, cropped, shared by two, drawn in any order or ruled with pictures: the same cells come back."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from extract.document import Reader, read
from extract.model import Document
from tests.extract.streams import Sheet, cid, grid, image, latin, line, rules, tables, text, texts, written

XS, YS = (40, 140, 240, 360), (140, 170, 200, 230)
CELLS = [[f"値{row}{column}" for column in "甲乙丙"] for row in "上中下"]
READERS: tuple[Reader, ...] = ("pymupdf", "pdfplumber")
Reading = Callable[..., Document]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    def read_sheets(*sheets: Sheet, reader: Reader = "pymupdf", font: str | None = None) -> Document:
        path = tmp_path / "plan.pdf"
        path.write_bytes(written(sheets, {"F2": latin if font == "latin" else cid(font)} if font else None))
        return read(path, reader)

    return read_sheets


def words(xs: Sequence[float] = XS, ys: Sequence[float] = YS) -> bytes:
    rows = zip(CELLS, reversed(ys[:-1]), strict=True)
    return b"".join(text(x + 6, y + 10, word) for row, y in rows for word, x in zip(row, xs, strict=False))


TURNED = {0: b"", 90: b"0 1 -1 0 300 0 cm ", 180: b"-1 0 0 -1 400 300 cm ", 270: b"0 -1 1 0 0 400 cm "}
"""What a writer sets before a page that /Rotate then turns upright."""


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("angle", TURNED)
def test_turned_and_cropped_pages(reading: Reading, angle: int, cropped: bool, reader: Reader) -> None:
    """The places are those of the page as displayed, from the corner of its crop box."""
    size = (300, 400) if angle in (90, 270) else (400, 300)
    inner = {0: (20, 40, 390, 280), 90: (20, 20, 260, 390), 180: (10, 20, 380, 260), 270: (40, 10, 280, 380)}[angle]
    content = TURNED[angle] + rules(XS, YS) + words() + (text(10, 20, "外") if cropped else b"")
    sheet = Sheet(content, angle, inner if cropped else None, size)
    document = reading(sheet, reader=reader)
    [table] = tables(document)
    assert grid(table) == CELLS
    [page] = document.pages
    left, top = (20, 20) if cropped else (0, 0)
    assert (page.width, page.height) == ((370, 240) if cropped else (400, 300))
    assert table.x_edges == pytest.approx([x - left for x in XS], abs=0.6)
    assert table.places[0].box == pytest.approx((40 - left, 70 - top, 360 - left, 160 - top), abs=0.6)
    assert "外" not in texts(document)


@pytest.mark.parametrize("reader", READERS)
def test_two_pages_on_one_sheet(reading: Reading, reader: Reader) -> None:
    """The left page is read to its end before the right one begins."""
    content = b""
    for left, side in ((20, "左"), (420, "右")):
        xs = (left, left + 120, left + 340)
        content += text(left, 270, f"{side}のページの見出し") + rules(xs, (150, 180, 210))
        for y, label in ((190, "事業名"), (160, "担当課")):
            content += text(left + 6, y, label) + text(left + 126, y, f"{side}の{label}")
        content += text(left, 120, f"{side}のページの終わりの文")
    document = reading(Sheet(content, size=(800, 300)), reader=reader)
    assert "".join(t[0] for t in texts(document) if t[0] in "左右") == "左左左左右右右右"
    assert [grid(table) for table in tables(document)] == [
        [["事業名", f"{side}の事業名"], ["担当課", f"{side}の担当課"]] for side in "左右"
    ]


@pytest.mark.parametrize("seed", range(6))
def test_operators_in_any_order(reading: Reading, seed: int) -> None:
    pieces = [line(XS[0], y, XS[-1], y) for y in YS] + [line(x, YS[0], x, YS[-1]) for x in XS]
    pieces += [text(x + 6 + 10 * i, y + 10, glyph) for row, y in zip(CELLS, reversed(YS[:-1]), strict=True)
               for word, x in zip(row, XS, strict=False) for i, glyph in enumerate(word)]  # fmt: skip
    pieces += [text(40 + 10 * i, 250, glyph) for i, glyph in enumerate("取組の一覧である。")]
    random.Random(seed).shuffle(pieces)
    document = reading(Sheet(b"".join(pieces)))
    assert texts(document)[0] == "取組の一覧である。"
    assert grid(tables(document)[0]) == CELLS


def inline(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A black picture written inside the page's operators."""
    place = f"q {x1 - x0:g} 0 0 {y1 - y0:g} {x0:g} {y0:g} cm".encode()
    return place + b"\nBI /W 1 /H 1 /CS /G /BPC 8 ID \x00\nEI Q\n"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("draw", [image, inline])
def test_pictures_of_rules_are_rules(reading: Reading, draw: Callable[..., bytes], reader: Reader) -> None:
    content = b"".join(
        [draw(XS[0], y - 0.5, XS[-1], y + 0.5) for y in YS] + [draw(x, YS[0], x + 0.7, YS[-1]) for x in XS]
    )
    [table] = tables(reading(Sheet(content + words()), reader=reader))
    assert grid(table) == CELLS


@pytest.mark.parametrize("hide", [b"1 G ", b"0 0 0 0 K ", b"0.99 0.99 1 RG "])
def test_rules_nobody_sees_cut_nothing(reading: Reading, hide: bytes) -> None:
    hidden = b"q " + hide + line(90, YS[0], 90, YS[-1]) + line(XS[0], 185, XS[-1], 185) + b"Q "
    [table] = tables(reading(Sheet(rules(XS, YS) + hidden + words())))
    assert grid(table) == CELLS


def test_white_boxes_behind_lines_of_text_cut_nothing(reading: Reading) -> None:
    boxes = b"".join(f"1 g {x + 4} {y + 6} 60 14 re f 0 g\n".encode() for x in XS[:-1] for y in YS[:-1])
    [table] = tables(reading(Sheet(rules(XS, YS) + boxes + words())))
    assert grid(table) == CELLS


def test_a_page_of_tens_of_thousands_of_edges_costs_little(reading: Reading) -> None:
    """A hatched map beside a table: the map is no table, and the table is read all the same."""
    rng = random.Random(1)
    map_ = b"".join(
        line(x, y, x + rng.uniform(-8, 8), y + rng.uniform(-8, 8))
        for x, y in ((rng.uniform(450, 780), rng.uniform(10, 290)) for _ in range(20_000))
    )
    hatching = b"".join(line(450, 10 + i / 40, 780, 10 + i / 40) for i in range(10_000))
    sheet = Sheet(rules(XS, YS) + words() + map_ + hatching, size=(800, 300))
    start = time.process_time()
    document = reading(sheet)
    assert time.process_time() - start < 8.0
    assert CELLS in [grid(table) for table in tables(document)]


def test_a_diagonal_stroke_is_a_mark_and_no_rule(reading: Reading) -> None:
    """Nothing is to be entered there."""
    [table] = tables(reading(Sheet(rules(XS, YS) + words() + line(XS[1], YS[0], XS[2], YS[1]))))
    assert grid(table) == CELLS
    assert [(span.kind, span.row, span.first, span.last) for span in table.spans] == [("diagonal", 2, 1, 1)]


@pytest.mark.parametrize("encoding", ["UniJIS-UTF16-V", "90ms-RKSJ-V"])
def test_vertical_writing_in_a_cell(reading: Reading, encoding: str) -> None:
    """A vertical font writes downwards; its columns are read from right to left."""
    codec = "cp932" if encoding.startswith("90ms") else "utf-16-be"
    columns = text(80, 225, "基本目標の一", font="F2", codec=codec) + text(
        62, 225, "安心の暮らし", font="F2", codec=codec
    )
    content = rules((40, 100, 360), (140, 230)) + columns + text(106, 190, "見守りの輪を広げる")
    [table] = tables(reading(Sheet(content), font=encoding))
    label, value = table.cells
    assert [(line.text, line.vertical) for line in label.lines] == [("基本目標の一", True), ("安心の暮らし", True)]
    assert value.text == "見守りの輪を広げる"


def test_vertical_text_in_two_tiers(reading: Reading) -> None:
    """The upper tier is read from right to left, then the lower one; a column ends with its tier."""
    columns = [f"{tier}段の{n}行目" for tier in "上下" for n in "一二三四"]
    places = [(340 - 20 * n, y) for y in (270, 150) for n in range(4)]
    content = b"".join(text(x, y, words, font="F2") for (x, y), words in zip(places, columns, strict=True))
    assert texts(reading(Sheet(content), font="UniJIS-UTF16-V")) == columns


@pytest.mark.parametrize("reader", READERS)
def test_each_glyph_placed_on_its_own(reading: Reading, reader: Reader) -> None:
    words_ = "窓口の手続を電子化する"
    glyphs = b"".join(text(46 + 10.4 * i, 180, glyph) for i, glyph in enumerate(words_))
    [table] = tables(
        reading(Sheet(rules((40, 200, 360), (170, 200)) + glyphs + text(206, 180, "市民課")), reader=reader)
    )
    assert grid(table) == [[words_, "市民課"]]


def test_ideographic_space_inside_a_label_is_kept(reading: Reading) -> None:
    content = rules((40, 140, 360), (170, 200)) + text(46, 180, "担　当") + text(146, 180, "市民課　窓口係")
    [table] = tables(reading(Sheet(content)))
    assert grid(table) == [["担　当", "市民課　窓口係"]]


def test_labels_spread_over_their_cell(reading: Reading) -> None:
    spread = b"".join(text(46 + 40 * i, 180, glyph) for i, glyph in enumerate("担当課"))
    [table] = tables(reading(Sheet(rules((40, 140, 360), (170, 200)) + spread + text(146, 180, "市民課"))))
    assert grid(table) == [["担当課", "市民課"]]
