"""Pages drawn, rasterised and read from their picture: what is printed comes back, where it stood."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Reader, read
from extract.model import Block, Document, Empty, Limits, Table
from extract.ocr import COMMAND, Engine, Letter, is_installed
from extract.pdf import open_pdf, rgb_of
from extract.scan.areas import areas
from extract.scan.letters import printed
from extract.scan.picture import DPI, POINT, lean, straightened
from extract.scan.raster import Bytes
from extract.scan.strokes import strokes
from extract.scan.textlines import TextLine
from normalize.records import records

SIZE = (360.0, 200.0)
XS, YS = (30, 110, 260, 330), (40, 70, 110, 150)
TEXTS = (("番号", "取組項目", "担当課"), ("1", "電子申請の推進", "市民課"), ("2", "窓口の案内", "総務課"))
FONT = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

needs_models = pytest.mark.skipif(not is_installed(), reason=f"keikaku[ocr] is not installed: {COMMAND}")


def drawn(dash: tuple[float, float] | None = None, shaded: bool = False, arrow: bool = False) -> bytes:
    """A small ruled table."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, SIZE)
    if shaded:
        canvas.setFillGray(0.85)
        canvas.rect(XS[0], SIZE[1] - YS[1], XS[-1] - XS[0], YS[1] - YS[0], stroke=0, fill=1)
    if arrow:
        canvas.setFillColorRGB(0.6, 0.75, 0.9)
        path = canvas.beginPath()
        corners = ((120, 86), (230, 86), (230, 80), (250, 90), (230, 100), (230, 94), (120, 94))
        path.moveTo(corners[0][0], SIZE[1] - corners[0][1])
        for x, y in corners[1:]:
            path.lineTo(x, SIZE[1] - y)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
    canvas.setFillGray(0)
    canvas.setLineWidth(0.5)
    if dash:
        canvas.setDash(*dash)
    for y in YS:
        canvas.line(XS[0], SIZE[1] - y, XS[-1], SIZE[1] - y)
    for x in XS:
        canvas.line(x, SIZE[1] - YS[0], x, SIZE[1] - YS[-1])
    canvas.setFont(FONT, 10.5)
    for row, texts in enumerate(TEXTS):
        for column, text in enumerate(texts):
            if not (arrow and (row, column) == (1, 1)):
                canvas.drawString(XS[column] + 6, SIZE[1] - YS[row + 1] + 10, text)
    canvas.save()
    return buffer.getvalue()


def picture(pdf: bytes, lean_by: float = 0.0, noise: float = 0.0) -> Image.Image:
    """The first page as a scanner sees it."""
    rgb = rgb_of(open_pdf(pdf, "plan.pdf", Limits()), 1, POINT)
    turned = Image.fromarray(rgb).rotate(lean_by, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    grain = np.random.default_rng(7).normal(0.0, noise, turned.size[::-1])[..., None]
    return Image.fromarray(np.clip(np.asarray(turned) + grain, 0, 255).astype(np.uint8))


def scan(pdf: bytes, folder: Path, lean_by: float = 0.0, noise: float = 0.0, quality: int = 75) -> Path:
    """A PDF of nothing but that picture."""
    packed = io.BytesIO()
    picture(pdf, lean_by, noise).save(packed, "JPEG", quality=quality, dpi=(DPI, DPI))
    path = folder / "plan.pdf"
    canvas = Canvas(str(path), SIZE)
    canvas.drawImage(ImageReader(packed), 0, 0, *SIZE)
    canvas.save()
    return path


def table(document: Document) -> list[list[str]]:
    [found] = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text for cell in found.cells if cell.row == row] for row in range(found.n_rows)]


@needs_models
@pytest.mark.parametrize(("lean_by", "noise", "quality"), [(0.0, 0.0, 90), (0.8, 9.0, 60)])
def test_a_scanned_table_is_read_as_it_is_printed(tmp_path: Path, lean_by: float, noise: float, quality: int) -> None:
    document = read(scan(drawn(shaded=True), tmp_path, lean_by, noise, quality))
    assert table(document) == [list(row) for row in TEXTS]
    assert (document.text_source, document.pages[0].reader, document.pages[0].flags) == ("ocr", "ocr", ("ocr",))
    [said] = [finding for finding in records(document, "x").findings if finding.rule == "page_ocr"]
    assert said.message == "page 1 is read from its picture, by OCR; letters may be wrong"


@needs_models
def test_letters_stand_where_they_are_printed(tmp_path: Path) -> None:
    def names(reader: Reader) -> list[tuple[float, ...]]:
        blocks: tuple[Block, ...] = read(path, reader).blocks
        cells = [cell for block in blocks if isinstance(block, Table) for cell in block.cells]
        return [line.place.box for cell in cells for line in cell.lines if line.place.box is not None]

    path = tmp_path / "plan.pdf"
    path.write_bytes(drawn())
    written, seen = (np.array(names(reader)) for reader in ("pymupdf", "ocr"))
    assert len(written) == len(seen) == 9
    assert np.abs(written - seen)[:, [0, 2]].max() < 3.0


@needs_models
def test_a_picture_without_text_says_so(tmp_path: Path) -> None:
    blank = io.BytesIO()
    canvas = Canvas(blank, SIZE)
    canvas.rect(0, 0, *SIZE)
    canvas.save()
    with pytest.raises(Empty, match="page 1 without a text layer, nor text in their picture"):
        read(scan(blank.getvalue(), tmp_path))


def test_a_line_the_recogniser_is_silent_on_has_no_letters() -> None:
    class Silent(Engine):
        def __init__(self) -> None:
            pass

        def letters(self, line: Bytes) -> list[Letter]:
            return [Letter(" ", 1.0, 3.0)]

    page = np.zeros((40, 60), dtype=np.uint8)
    lines = [TextLine((10, 10, 30, 20), (0, 0, 60, 40), False)]
    assert printed(Silent(), page, page == 0, lines) == []


@pytest.mark.parametrize("lean_by", [-1.3, 0.0, 0.6])
def test_lean(lean_by: float) -> None:
    assert lean(np.asarray(picture(drawn(), -lean_by).convert("L"))) == pytest.approx(lean_by, abs=0.06)


@pytest.mark.parametrize("dash", [None, (3.0, 2.0), (1.0, 2.0)])
def test_rules_drawn_through_dashed_and_dotted(dash: tuple[float, float] | None) -> None:
    found = strokes(straightened(np.asarray(picture(drawn(dash)))).dark())
    level, upright = (np.unique(np.round(lines[:, 0] / POINT)).tolist() for lines in found)
    assert (level, upright) == (pytest.approx(YS, abs=1), pytest.approx(XS, abs=1))


def test_an_arrow_is_a_shape_and_no_rule() -> None:
    seen = straightened(np.asarray(picture(drawn(arrow=True))))
    shaded = areas(seen, strokes(seen.dark()))
    [points] = shaded.polygons
    assert len(points) == 7
    assert (points[:, 0].max() / POINT, points[:, 1].min() / POINT) == (
        pytest.approx(250, abs=2),
        pytest.approx(80, abs=2),
    )


def test_a_shaded_band_that_rules_end_at_is_a_rectangle() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, SIZE)
    canvas.setFillColorRGB(0.78, 0.88, 0.71)
    canvas.rect(30, 100, 300, 20, stroke=0, fill=1)
    for x in (110, 200, 260):
        canvas.line(x, 120, x, 160)
    canvas.save()
    seen = straightened(np.asarray(picture(buffer.getvalue())))
    shaded = areas(seen, strokes(seen.dark()))
    assert (len(shaded.rectangles), len(shaded.polygons)) == (1, 0)
