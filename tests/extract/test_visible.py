"""What is painted on a page, and what is not: drawn pages, read by both readers."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pymupdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Reader
from extract.layout import Layout, layout
from extract.model import LeftOut, Limits, Table
from extract.pdf import open_pdf, raw_pages
from extract.plumber import plumber_pages

FONT = "HeiseiMin-W3"
WIDTH, HEIGHT = 400.0, 300.0
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], None]


class Page:
    """A drawn page as one of the readers sees it."""

    def __init__(self, data: bytes, reader: Reader) -> None:
        pages = raw_pages(open_pdf(data, "drawn.pdf", Limits()), [1])
        [raw] = plumber_pages(data, [1], 1) if reader == "pdfplumber" else pages
        assert raw.reader == reader
        self.layout: Layout = layout(raw)

    @property
    def texts(self) -> list[str]:
        """The lines of the page, those of cells one by one."""
        lines = (
            line
            for block in self.layout.blocks
            for line in ([x for cell in block.cells for x in cell.lines] if isinstance(block, Table) else block.lines)
        )
        return [line.text for line in lines]

    @property
    def left_out(self) -> list[tuple[str, str]]:
        left: tuple[LeftOut, ...] = self.layout.mended.page.left_out
        whys = dict.fromkeys(item.why for item in left)
        return [(why, "".join(item.text for item in left if item.why == why)) for why in whys]


def drawn(draw: Draw) -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    draw(canvas)
    canvas.save()
    return file.getvalue()


@pytest.fixture(params=["pymupdf", "pdfplumber"])
def seen(request: pytest.FixtureRequest) -> Callable[[Draw], Page]:
    return lambda draw: Page(drawn(draw), request.param)


@pytest.fixture
def reader_pages() -> Callable[[bytes], list[Page]]:
    return lambda data: [Page(data, "pymupdf"), Page(data, "pdfplumber")]


def text(canvas: Canvas, x: float, y: float, string: str, size: float = 10.0, color: str = "#000000") -> None:
    """A text whose baseline begins at x, y from the lower left."""
    canvas.setFont(FONT, size)
    canvas.setFillColor(color)
    canvas.drawString(x, y, string)


def bar(canvas: Canvas, box: tuple[float, float, float, float], color: str) -> None:
    canvas.setFillColor(color)
    canvas.rect(*box, fill=1, stroke=0)


Seen = Callable[[Draw], Page]


# Painted


@pytest.mark.parametrize("color", ["#ffffff", "#fdfdfd"])
def test_white_on_white_is_not_there(seen: Seen, color: str) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "相談の件数")
        text(canvas, 110, 200, "９９", color=color)

    page = seen(draw)
    assert page.texts == ["相談の件数"]
    assert page.left_out == [("as_ground", "９９")]


def test_white_on_a_dark_bar_is_text(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        bar(canvas, (40, 190, 200, 30), "#1f4e79")
        text(canvas, 50, 200, "基本目標", color="#ffffff")
        text(canvas, 50, 150, "相談の件数")

    assert seen(draw).texts == ["基本目標", "相談の件数"]


def test_dark_on_a_bar_of_its_own_colour_is_not_there(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        bar(canvas, (40, 190, 200, 30), "#1f4e79")
        text(canvas, 50, 200, "伏せた名", color="#1f4e79")
        text(canvas, 50, 150, "相談の件数")

    assert seen(draw).left_out == [("as_ground", "伏せた名")]


def test_white_on_a_wide_line_a_gradient_or_a_picture_is_text(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(20)
        canvas.setStrokeColor("#1f4e79")
        canvas.line(40, 260, 200, 260)
        text(canvas, 50, 256, "線の上", color="#ffffff")
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(40, 190, 160, 30)
        canvas.clipPath(path, stroke=0)
        canvas.linearGradient(40, 190, 200, 190, ("#000080", "#008000"))
        canvas.restoreState()
        text(canvas, 50, 200, "階調の上", color="#ffffff")
        canvas.drawImage(ImageReader(Image.new("RGB", (4, 4), "navy")), 40, 130, 160, 30)
        text(canvas, 50, 140, "絵の上", color="#ffffff")
        text(canvas, 50, 80, "相談の件数は毎年増えています")

    assert seen(draw).left_out == []


def test_text_under_a_white_box_is_not_there(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "３１２件")
        text(canvas, 50, 150, "相談の件数")
        bar(canvas, (45, 195, 60, 20), "#ffffff")
        text(canvas, 52, 201, "４５０件")

    page = seen(draw)
    assert page.texts == ["４５０件", "相談の件数"]
    assert page.left_out == [("covered", "３１２件")]


def test_text_under_a_picture_or_a_rounded_box_is_not_there(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "絵の下")
        text(canvas, 50, 150, "箱の下")
        text(canvas, 50, 100, "相談の件数は毎年増えています")
        canvas.drawImage(ImageReader(Image.new("RGB", (4, 4), "white")), 45, 195, 60, 20)
        canvas.setFillColor("#ffff66")
        canvas.roundRect(40, 140, 90, 30, 6, fill=1)

    assert seen(draw).left_out == [("covered", "絵の下箱の下")]


def test_text_under_what_shines_through_stays(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "透ける箱の下")
        text(canvas, 50, 150, "印影の下")
        text(canvas, 50, 100, "枠の中")
        canvas.saveState()
        canvas.setFillColor("#ffff00")
        canvas.setFillAlpha(0.4)
        canvas.rect(45, 195, 80, 20, fill=1, stroke=0)
        canvas.restoreState()
        stamp = ImageReader(Image.new("RGBA", (4, 4), (255, 0, 0, 80)))
        canvas.drawImage(stamp, 45, 145, 60, 20, mask="auto")
        canvas.setFillColor("#333333")
        frame = canvas.beginPath()
        frame.rect(40, 90, 90, 30)
        frame.rect(42, 92, 86, 26)
        canvas.drawPath(frame, fill=1, stroke=0, fillMode=0)

    assert seen(draw).texts == ["透ける箱の下", "印影の下", "枠の中"]


def test_a_white_page_clipped_to_a_corner_covers_only_that(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "残る文字")
        text(canvas, 250, 200, "消える")
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(240, 190, 120, 30)
        canvas.clipPath(path, stroke=0)
        bar(canvas, (0, 0, WIDTH, HEIGHT), "#ffffff")
        canvas.restoreState()

    page = seen(draw)
    assert (page.texts, page.left_out) == (["残る文字"], [("covered", "消える")])


def test_a_highlighter_does_not_cover(reader_pages: Callable[[bytes], list[Page]]) -> None:
    data = drawn(lambda canvas: text(canvas, 50, 200, "目立つ文字"))
    with pymupdf.open(stream=data) as file:
        file[0].add_highlight_annot(pymupdf.Rect(48, 88, 105, 104))
        data = file.tobytes()
    assert [page.texts for page in reader_pages(data)] == [["目立つ文字"]] * 2


def test_clipped_invisible_and_clear_text_is_not_there(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (60, 80, 100):
            text(canvas, 50, y, "相談の件数")
        canvas.saveState()
        for box in ((0, 0, WIDTH, HEIGHT), (40, 190, 57, 30)):
            path = canvas.beginPath()
            path.rect(*box)
            canvas.clipPath(path, stroke=0)
        text(canvas, 50, 200, "見える")
        text(canvas, 150, 200, "見えない")
        canvas.restoreState()
        canvas.saveState()
        canvas.setFont(FONT, 10)
        canvas.setFillColor("#000000")
        canvas.setFillAlpha(0)
        canvas.drawString(50, 160, "透明")
        canvas.restoreState()
        hidden = canvas.beginText(50, 130)
        hidden.setTextRenderMode(3)
        hidden.textLine("隠れ")
        canvas.drawText(hidden)

    page = seen(draw)
    assert page.texts == ["見える", *["相談の件数"] * 3]
    assert page.left_out == [("unpainted", "見えない透明隠れ")]


def test_layers_that_are_off_are_not_there(reader_pages: Callable[[bytes], list[Page]]) -> None:
    with pymupdf.open() as file:
        page = file.new_page(width=WIDTH, height=HEIGHT)
        on, off = file.add_ocg("final", on=True), file.add_ocg("draft", on=False)
        page.insert_text((50, 50), "FINAL", oc=on)
        page.insert_text((50, 80), "DRAFT", oc=off)
        data = file.tobytes()
    assert [page.texts for page in reader_pages(data)] == [["FINAL"]] * 2


def test_text_that_a_scan_covers_is_its_ocr_layer(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        for y in range(50, 250, 20):
            text(canvas, 50, y, "相談の件数は毎年増えています")
        canvas.drawImage(ImageReader(Image.new("RGB", (40, 30), "white")), 0, 0, WIDTH, HEIGHT)

    page = seen(draw)
    assert len(page.texts) == 10
    assert "ocr" in page.layout.info.flags


# Seen, but not the text


def test_watermarks_are_not_content(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        for y in range(40, 280, 20):
            text(canvas, 50, y, "相談の件数は毎年増えています")
        canvas.saveState()
        canvas.translate(60, 60)
        canvas.rotate(30)
        text(canvas, 0, 0, "内部検討用", 40, "#dddddd")
        canvas.restoreState()
        text(canvas, 100, 120, "素案", 60, "#e8e8e8")

    page = seen(draw)
    assert page.texts == ["相談の件数は毎年増えています"] * 12
    assert page.left_out == [("watermark", "内部検討用素案")]


def test_pale_text_in_a_place_of_its_own_stays(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "相談の件数")
        text(canvas, 50, 150, "実績は次の年に公表します", color="#b0b0b0")

    assert seen(draw).left_out == []


@pytest.mark.parametrize("how", ["line", "fill", "double"])
def test_struck_text_is_the_old_value(seen: Seen, how: str) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "４４０件")
        text(canvas, 50, 185, "４５０件", color="#ff0000")
        text(canvas, 50, 100, "下線の文")
        canvas.line(50, 98, 90, 98)
        for y in (203.5,) if how != "double" else (202.5, 204.5):
            if how == "fill":
                bar(canvas, (50, y, 40, 0.6), "#ff0000")
            else:
                canvas.line(50, y, 90, y)

    page = seen(draw)
    assert page.texts == ["４５０件", "下線の文"]
    assert page.left_out == [("struck", "４４０件")]


def test_an_annotation_strikes_out(reader_pages: Callable[[bytes], list[Page]]) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "４４０件")
        text(canvas, 50, 150, "４５０件")

    with pymupdf.open(stream=drawn(draw)) as file:
        file[0].add_strikeout_annot(pymupdf.Rect(50, 91, 90, 103))
        data = file.tobytes()
    assert [page.left_out for page in reader_pages(data)] == [[("struck", "４４０件")]] * 2


def test_rules_and_arrows_do_not_strike_out(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([40, 100, 200, 300], [180, 200, 220])
        text(canvas, 104, 196, "行からあふれた文字")
        text(canvas, 130, 150, "実施")
        canvas.line(40, 153.5, 290, 153.5)

    assert seen(draw).left_out == []


def test_readings_over_kanji_are_not_the_text(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "窓口の予約")
        text(canvas, 51, 209.5, "まどぐち", 5)
        text(canvas, 80, 209.5, "よやく", 5)
        text(canvas, 50, 150, "かなの題")
        text(canvas, 50, 135, "さくら子ども園", 5)

    page = seen(draw)
    assert page.texts == ["窓口の予約", "かなの題", "さくら子ども園"]
    assert page.left_out == [("ruby", "まどぐちよやく")]


@pytest.mark.parametrize("mark", ["1", "12)", "※2", "注3", "*", "(1)"])
@pytest.mark.parametrize("base", ["450", "４５０件", "学習アプリ"])
def test_raised_marks_leave_the_value(seen: Seen, base: str, mark: str) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, base)
        text(canvas, 50 + pdfmetrics.stringWidth(base, FONT, 10), 204, mark, 6)
        text(canvas, 50, 150, "相談の件数は毎年増えています")

    page = seen(draw)
    assert page.texts == [base, "相談の件数は毎年増えています"]
    assert page.left_out == [("note_mark", mark)]


def test_exponents_and_formulas_stay(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 50, 200, "CO")
        text(canvas, 50 + pdfmetrics.stringWidth("CO", FONT, 10), 198, "2", 6)
        text(canvas, 50, 150, "300km")
        text(canvas, 50 + pdfmetrics.stringWidth("300km", FONT, 10), 154, "2", 6)

    assert seen(draw).texts == ["CO2", "300km2"]


# Turned, hanging, spread


def table(canvas: Canvas, width: float = 60.0) -> None:
    """Two rows of three cells: labels, and a value under each."""
    canvas.grid([40 + i * width for i in range(4)], [160, 190, 220])
    for i, (label, value) in enumerate(zip(("指標", "基準", "目標"), ("利用", "120件", "300件"), strict=True)):
        text(canvas, 44 + i * width, 200, label)
        text(canvas, 44 + i * width, 170, value)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_drawn_sideways_is_read_upright(quarters: int, reader_pages: Callable[[bytes], list[Page]]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*{1: (0, HEIGHT), 2: (WIDTH, HEIGHT), 3: (WIDTH, 0)}[quarters])
        canvas.rotate({1: -90, 2: 180, 3: 90}[quarters])
        table(canvas)

    for page in reader_pages(drawn(draw)):
        [block] = page.layout.blocks
        assert isinstance(block, Table)
        assert [cell.text for cell in block.cells] == ["指標", "基準", "目標", "利用", "120件", "300件"]
        own = block.cells[0].lines[0].place.box
        assert own is not None
        shown = page.layout.info.as_shown(own)
        inside = pymupdf.open(stream=drawn(draw))[0].get_textbox(pymupdf.Rect(shown))
        assert set("".join(inside.split())) == set("指標")


@pytest.mark.parametrize("angle", [90, -90])
def test_labels_turned_either_way_are_read(seen: Seen, angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([40, 80, 300], [100, 180])
        for i, line in enumerate(("年度ごとの", "目標値")):
            canvas.saveState()
            canvas.translate(*((55 + 14 * i, 110) if angle == 90 else (64 - 14 * i, 170)))
            canvas.rotate(angle)
            text(canvas, 0, 0, line)
            canvas.restoreState()
        text(canvas, 90, 140, "相談の件数は毎年増えています")

    page = seen(draw)
    assert page.texts == ["年度ごとの", "目標値", "相談の件数は毎年増えています"]


def test_a_stop_that_hangs_over_the_rule_stays_in_its_cell(seen: Seen) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([40, 100, 160], [160, 190, 220])
        text(canvas, 40, 200, "増やします。")
        text(canvas, 104, 200, "件数")
        text(canvas, 44, 170, "相談")
        text(canvas, 90, 170, "「窓口」")

    assert seen(draw).texts == ["増やします。", "件数", "相談", "「窓口」"]


@pytest.mark.parametrize("value", ["300件", "2,150冊", "９５％", "避難所数", "450"])
def test_glyphs_spread_over_a_cell_are_one_text(seen: Seen, value: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([40, 100, 200], [160, 190, 220])
        text(canvas, 44, 200, "目標")
        for i, char in enumerate(value):
            text(canvas, 106 + 90 / len(value) * i, 200, char)
        text(canvas, 44, 170, "評価")
        for i, char in enumerate("54321"):
            text(canvas, 106 + 18 * i, 170, char)

    assert seen(draw).texts == ["目標", value, "評価", "5 4 3 2 1"]


def test_a_field_without_appearance_shows_what_was_typed(reader_pages: Callable[[bytes], list[Page]]) -> None:
    with pymupdf.open() as file:
        page = file.new_page(width=WIDTH, height=HEIGHT)
        widget: Any = pymupdf.Widget()
        widget.field_name, widget.field_type, widget.field_value = "result", 7, "312"
        widget.rect, widget.text_fontsize = pymupdf.Rect(50, 50, 150, 66), 9
        page.add_widget(widget)
        [made] = page.widgets()
        file.xref_set_key(made.xref, "AP", "null")
        file.xref_set_key(made.xref, "V", "<FEFF0033003100324EF6>")
        data = file.tobytes()
    assert [page.texts for page in reader_pages(data)] == [["312件"]] * 2
