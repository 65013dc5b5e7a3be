"""Draw a page, read it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Reader, read
from extract.model import Cell, Document, Prose, Table

WIDTH, HEIGHT = 500.0, 400.0
GOTHIC = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))


class Spot(NamedTuple):
    row: int
    col: int
    rowspan: int
    colspan: int
    text: str


class Paper:
    """A canvas whose coordinates run from the top left, as the reader's do."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def fill(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=0, fill=1)

    def text(self, x: float, y: float, text: str, size: float = 10.0) -> None:
        self.canvas.setFont(GOTHIC, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def polygon(self, *points: tuple[float, float]) -> None:
        path = self.canvas.beginPath()
        path.moveTo(points[0][0], HEIGHT - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, HEIGHT - y)
        path.close()
        self.canvas.drawPath(path, stroke=1, fill=0)

    def rules(self, xs: list[float], ys: list[float], draw: Callable[[float, float, float, float], None]) -> None:
        for y in ys:
            draw(xs[0], y, xs[-1], y)
        for x in xs:
            draw(x, ys[0], x, ys[-1])

    def page(self) -> None:
        self.canvas.showPage()

    def read(self, reader: Reader = "pymupdf") -> Document:
        self.canvas.save()
        return read(self.path, reader)


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path / "drawn.pdf")


XS, YS = [50.0, 150.0, 250.0, 400.0], [60.0, 90.0, 120.0, 150.0]


def words(paper: Paper, xs: list[float] = XS, ys: list[float] = YS) -> None:
    for r, y in enumerate(ys[:-1]):
        for c, x in enumerate(xs[:-1]):
            paper.text(x + 6, y + 18, f"値{r}{c}")


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def spots(table: Table) -> list[Spot]:
    return [Spot(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells]


def at(table: Table, row: int, col: int) -> Cell:
    return next(cell for cell in table.cells if (cell.row, cell.col) == (row, col))


FULL = [Spot(r, c, 1, 1, f"値{r}{c}") for r in range(3) for c in range(3)]


def test_strokes_make_a_lattice(paper: Paper) -> None:
    paper.rules(XS, YS, paper.line)
    words(paper)
    (table,) = tables(paper.read())
    assert spots(table) == FULL
    assert table.confidence == 1.0


def test_thin_filled_rectangles_are_rules(paper: Paper) -> None:
    paper.rules(XS, YS, lambda x0, y0, x1, y1: paper.fill(x0 - 0.4, y0 - 0.4, x1 + 0.4, y1 + 0.4))
    words(paper)
    assert spots(tables(paper.read())[0]) == FULL


def test_dots_drawn_one_by_one_are_rules(paper: Paper) -> None:
    def dotted(x0: float, y0: float, x1: float, y1: float) -> None:
        steps = int(max(x1 - x0, y1 - y0) / 3)
        for i in range(steps + 1):
            x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
            paper.fill(x - 0.5, y - 0.5, x + 0.5, y + 0.5)

    paper.rules(XS, YS, dotted)
    words(paper)
    assert spots(tables(paper.read())[0]) == FULL


def test_open_sides_are_closed(paper: Paper) -> None:
    for y in YS:
        paper.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        paper.line(x, YS[0], x, YS[-1])
    words(paper)
    (table,) = tables(paper.read())
    assert spots(table) == FULL
    assert "open_sided" in table.flags


def test_white_rules_and_frames_are_no_table(paper: Paper) -> None:
    paper.canvas.setStrokeColorRGB(1, 1, 1)
    paper.rules(XS, YS, paper.line)
    paper.canvas.setStrokeColorRGB(0, 0, 0)
    paper.rules([40.0, 300.0], [200.0, 260.0], paper.line)
    paper.text(50, 230, "枠の中の文章は表ではない。")
    document = paper.read()
    assert not tables(document)
    assert [line.text for b in document.blocks if isinstance(b, Prose) for line in b.lines] == [
        "枠の中の文章は表ではない。"
    ]


def test_fake_bold_is_read_once_and_repeated_words_stay(paper: Paper) -> None:
    paper.rules(XS, YS, paper.line)
    for dx in (0.0, 0.3, 0.6):
        paper.text(56 + dx, 78, "重要")
    paper.text(156, 78, "ますます")
    (table,) = tables(paper.read())
    assert (at(table, 0, 0).text, at(table, 0, 1).text) == ("重要", "ますます")


def test_narrow_letters_that_follow_one_another_are_no_doubles(paper: Paper) -> None:
    paper.canvas.setFont("Helvetica", 10)
    for dx in (0.0, 0.25):
        paper.canvas.drawString(56 + dx, HEIGHT - 78, "All illness ...")
    (prose,) = paper.read().blocks
    assert isinstance(prose, Prose)
    assert prose.lines[0].text == "All illness ..."


TURNS = {90: (0, 1, -1, 0, HEIGHT, 0), 180: (-1, 0, 0, -1, WIDTH, HEIGHT), 270: (0, -1, 1, 0, 0, WIDTH)}
"""What undoes /Rotate, so that the page looks upright."""


@pytest.mark.parametrize("angle", TURNS)
def test_rotated_pages_are_read_as_displayed(paper: Paper, angle: int, tmp_path: Path) -> None:
    if angle != 180:
        paper.canvas.setPageSize((HEIGHT, WIDTH))
    paper.canvas.transform(*TURNS[angle])
    paper.rules(XS, YS, paper.line)
    words(paper)
    paper.canvas.save()
    with pikepdf.open(paper.path) as pdf:
        pdf.pages[0].Rotate = angle
        pdf.save(tmp_path / "turned.pdf")
    (table,) = tables(read(tmp_path / "turned.pdf"))
    assert spots(table) == FULL
    assert table.x_edges == pytest.approx(tuple(XS), abs=0.6)


def test_glyphs_outside_the_crop_box_are_not_read(paper: Paper, tmp_path: Path) -> None:
    paper.text(20, 30, "外")
    paper.text(100, 200, "内")
    paper.canvas.save()
    with pikepdf.open(paper.path) as pdf:
        pdf.pages[0].CropBox = pikepdf.Array([60, 60, 440, 340])
        pdf.save(tmp_path / "cropped.pdf")
    (block,) = read(tmp_path / "cropped.pdf").blocks
    assert isinstance(block, Prose)
    assert [line.text for line in block.lines] == ["内"]


def test_spread_and_stacked_labels_are_whole_words(paper: Paper) -> None:
    paper.rules([50.0, 70.0, 250.0], [60.0, 160.0, 190.0], paper.line)
    for i, glyph in enumerate("年次計画"):
        paper.text(55, 80 + 22 * i, glyph)
    for i, glyph in enumerate("担当課"):
        paper.text(80 + 60 * i, 100, glyph)
    (table,) = tables(paper.read())
    (label,) = at(table, 0, 0).lines
    assert (label.text, label.vertical) == ("年次計画", True)
    assert at(table, 0, 1).text == "担当課"


def test_raised_marks_leave_their_line_whole(paper: Paper) -> None:
    paper.rules(XS, YS, paper.line)
    paper.text(56, 80, "学習アプリ")
    paper.text(106, 76, "※", 5)
    paper.text(111, 80, "の配布")
    assert at(tables(paper.read())[0], 0, 0).text == "学習アプリの配布"


def test_words_of_an_arrow_belong_to_its_span(paper: Paper) -> None:
    paper.rules(XS, YS, paper.line)
    paper.polygon((155, 68), (380, 68), (380, 65), (392, 75), (380, 85), (380, 82), (155, 82))
    paper.text(260, 78, "実施")
    (table,) = tables(paper.read())
    (span,) = table.spans
    assert (span.kind, span.row, span.first, span.last) == ("block_arrow", 0, 1, 2)
    assert [line.text for line in span.lines] == ["実施"]
    assert not at(table, 0, 1).lines
    assert not at(table, 0, 2).lines
    assert table.n_rows == 3


def test_a_line_arrow_is_no_rule(paper: Paper) -> None:
    paper.rules(XS, YS, paper.line)
    paper.text(156, 108, "拡充")
    paper.line(190, 105, 380, 105)
    paper.line(380, 105, 374, 102)
    paper.line(380, 105, 374, 108)
    (table,) = tables(paper.read())
    (span,) = table.spans
    assert (span.kind, span.row, span.first, span.last) == ("line_arrow", 1, 1, 2)
    assert (table.n_rows, at(table, 1, 1).text) == (3, "拡充")


def test_a_row_cut_by_the_page_end_is_one_row(paper: Paper) -> None:
    xs = [50.0, 90.0, 250.0, 330.0]

    def header() -> None:
        for x, word in zip(xs, ("番号", "内容", "値"), strict=False):
            paper.text(x + 4, 62, word)

    paper.rules(xs, [50.0, 70.0, 100.0, 130.0], paper.line)
    header()
    for x, word in zip(xs, ("1", "窓口を増やす。", "3件"), strict=False):
        paper.text(x + 4, 86, word)
    for x, word in zip(xs, ("2", "回覧板の配布を電子に改め、急ぎ", "9件"), strict=False):
        paper.text(x + 4, 116, word)
    paper.page()
    paper.rules(xs, [50.0, 70.0, 100.0, 130.0], paper.line)
    header()
    paper.text(xs[1] + 4, 86, "の連絡に使う。")
    for x, word in zip(xs, ("3", "道路の点検", "7か所"), strict=False):
        paper.text(x + 4, 116, word)
    (table,) = tables(paper.read())
    assert (table.n_rows, [place.page for place in table.places]) == (4, [1, 2])
    assert at(table, 2, 1).text == "回覧板の配布を電子に改め、急ぎ\nの連絡に使う。"
    assert [place.page for place in at(table, 2, 1).places] == [1, 2]
    assert at(table, 3, 0).text == "3"


def test_a_merged_label_runs_on_over_the_page(paper: Paper) -> None:
    xs = [50.0, 110.0, 250.0, 400.0]
    for label in ("基本方針", None):
        paper.line(50, 50, 400, 50)
        paper.line(110, 80, 400, 80)
        paper.line(50, 110, 400, 110)
        for x in xs:
            paper.line(x, 50, x, 110)
        if label:
            paper.text(56, 66, label)
        for y in (66, 96):
            paper.text(116, y, "公園の手入れ")
            paper.text(256, y, "12回")
        paper.page()
    (table,) = tables(paper.read())
    assert (table.n_rows, at(table, 0, 0).rowspan) == (4, 4)


def test_the_next_item_under_a_merged_label_is_a_row_of_its_own(paper: Paper) -> None:
    for items in (
        ("（１）　花壇の手入れと見回りを始める", "（２）　遊具の点検の回数を増やす"),
        ("（３）　掲示板を電子に改める",),
    ):
        ys = [50.0 + 30 * i for i in range(len(items) + 1)]
        paper.rules([50.0, 110.0, 400.0], [ys[0], ys[-1]], paper.line)
        for y in ys[1:-1]:
            paper.line(110, y, 400, y)
        for y, item in zip(ys, items, strict=False):
            paper.text(116, y + 16, item)
        if len(items) > 1:
            paper.text(56, 66, "取組計画")
        paper.page()
    (table,) = tables(paper.read())
    assert (table.n_rows, at(table, 0, 0).rowspan) == (3, 3)
    assert at(table, 2, 1).text == "（３）　掲示板を電子に改める"


def test_a_card_that_begins_on_a_new_page_is_a_table_of_its_own(paper: Paper) -> None:
    for name in ("葦原橋の補修", "汐見台公園の再生"):
        paper.rules([50.0, 110.0, 400.0], [50.0, 80.0, 110.0], paper.line)
        for y, label, value in ((66, "事業名", name), (96, "担当課", "土木管理課")):
            paper.text(56, y, label)
            paper.text(116, y, value)
        paper.page()
    assert [at(table, 0, 1).text for table in tables(paper.read())] == ["葦原橋の補修", "汐見台公園の再生"]


def test_a_drawn_dot_before_a_line_marks_a_list_item(paper: Paper) -> None:
    paper.text(60, 60, "街路樹の剪定")
    paper.canvas.circle(54, HEIGHT - 76.5, 2, stroke=0, fill=1)
    paper.text(60, 80, "歩道の段差の解消")
    (block,) = paper.read().blocks
    assert isinstance(block, Prose)
    assert [line.bullet for line in block.lines] == [False, True]


def test_page_numbers_and_running_heads_are_furniture(paper: Paper) -> None:
    for number in range(1, 5):
        paper.text(60, 24, "葦原市みどりの計画")
        paper.text(60, 200, f"本文の{number}ページ目です。")
        paper.text(240, 390, f"- {number} -")
        paper.page()
    document = paper.read()
    assert len(document.furniture) == 8
    assert all("本文" in line.text for b in document.blocks if isinstance(b, Prose) for line in b.lines)


def test_two_columns_are_read_one_after_the_other(paper: Paper) -> None:
    for i in range(6):
        paper.text(40, 60 + 14 * i, f"左の段の文章その{i}が続きます")
        paper.text(270, 60 + 14 * i, f"右の段の文章その{i}が続きます")
    text = [line.text for b in paper.read().blocks if isinstance(b, Prose) for line in b.lines]
    assert [line[0] for line in text] == ["左"] * 6 + ["右"] * 6


def test_both_readers_see_the_same_cells(paper: Paper) -> None:
    paper.rules(XS, YS, paper.line)
    words(paper)
    first = paper.read()
    second = read(paper.path, "pdfplumber")
    assert [spots(t) for t in tables(first)] == [spots(t) for t in tables(second)] == [FULL]
    assert {page.reader for page in second.pages} == {"pdfplumber"}


@st.composite
def merges(draw: st.DrawFn) -> list[Spot]:
    """A lattice of up to 5 x 5 whose cells are merged at random, every row and column edge drawn somewhere."""
    n_rows, n_cols = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    taken = [[False] * n_cols for _ in range(n_rows)]
    found: list[Spot] = []
    for r in range(n_rows):
        for c in range(n_cols):
            if taken[r][c]:
                continue
            wide = draw(st.integers(1, 2)) if c + 1 < n_cols and not taken[r][c + 1] else 1
            tall = draw(st.integers(1, 2)) if r + 1 < n_rows else 1
            for i in range(r, r + tall):
                for j in range(c, c + wide):
                    taken[i][j] = True
            found.append(Spot(r, c, tall, wide, f"c{r}{c}"))
    return found


def compact(found: list[Spot]) -> list[Spot]:
    """The same cells counted on the edges that are drawn."""
    ys = sorted({s.row for s in found} | {s.row + s.rowspan for s in found})
    xs = sorted({s.col for s in found} | {s.col + s.colspan for s in found})
    tall = [s._replace(row=ys.index(s.row), rowspan=ys.index(s.row + s.rowspan) - ys.index(s.row)) for s in found]
    return [s._replace(col=xs.index(s.col), colspan=xs.index(s.col + s.colspan) - xs.index(s.col)) for s in tall]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=merges())
def test_any_merged_lattice_is_read_back(found: list[Spot], tmp_path: Path) -> None:
    paper = Paper(tmp_path / "lattice.pdf")
    for s in found:
        x0, y0 = 40 + 70 * s.col, 40 + 30 * s.row
        x1, y1 = x0 + 70 * s.colspan, y0 + 30 * s.rowspan
        paper.rules([x0, x1], [y0, y1], paper.line)
        paper.text(x0 + 8, y0 + 18, s.text)
    want = compact(found)
    if len({s.col for s in want}) < 2:
        return
    (table,) = tables(paper.read())
    assert sorted(spots(table)) == sorted(want)
    for cell in table.cells:
        box = cell.places[0].box
        assert box is not None
        for line in cell.lines:
            inner = line.place.box
            assert inner is not None
            assert box.x0 <= inner.x0 <= inner.x1 <= box.x1
            assert box.y0 <= inner.y0 <= inner.y1 <= box.y1
