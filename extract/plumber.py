"""PDF -> RawPage with pdfplumber, the second reader: for pages the first cannot read, and for cross-checks.

The only file that imports pdfplumber.
"""

from __future__ import annotations

import io
import itertools
import logging
from collections.abc import Iterable, Iterator
from typing import Any, cast

import numpy as np
import pdfplumber
from pdfminer import cmapdb, pdffont
from pdfminer.pdfexceptions import PDFException
from pdfplumber import page
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extract.glyphs import VOID
from extract.limits import COUNTED
from extract.page import MANY, Drawings, Glyphs, Paint, RawPage, boxes, rgb
from extract.painter import Interpreter, PaintDevice
from extract.paths import Area, Ink, Pen, Point, Rect
from extract.tagged import TagCell, cells_of, nodes

UNKNOWN = 0xFFFD
FAILURES = (
    PDFException,
    PdfminerException,
    MalformedPDFException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What pdfminer raises on damaged pages."""

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def counted(start: int, stop: int | None = None, step: int = 1) -> range:
    """range(), but not over more codes than a font can have.

    >>> counted(3), counted(0, 2**31)
    Traceback (most recent call last):
    pdfminer.pdfexceptions.PDFException: a font with codes 0 to 2147483648
    """
    codes = range(start, stop, step) if stop is not None else range(start)
    if codes and codes[-1] - codes[0] > COUNTED:
        raise PDFException(f"a font with codes {codes.start} to {codes.stop}")
    return codes


for module in (cmapdb, pdffont):  # pdfminer writes out every range a font names, were it from 0 to 2147483647
    vars(module)["range"] = counted


page.__dict__.update(PDFPageAggregatorWithMarkedContent=PaintDevice, PDFPageInterpreter=Interpreter)


def plumber_pages(data: bytes, numbers: Iterable[int], count: int) -> Iterator[RawPage]:
    """The given pages (from 1); those pdfplumber cannot read are left out.

    count: the pages the first reader counts; pdfplumber passes over broken ones, and then its numbers are others.
    """
    for number, sheet in _sheets(data, numbers, count):
        raw = _raw_page(sheet, number)
        if raw is not None:
            yield raw


def tagged_tables(data: bytes, numbers: Iterable[int], count: int) -> Iterator[tuple[int, list[list[TagCell]]]]:
    """The tables that the structure tree names on the given pages, with where the text of their cells stands."""
    for number, sheet in _sheets(data, numbers, count):
        try:
            yield number, list(_tagged(sheet))
        except FAILURES:
            continue
        finally:
            sheet.close()


def _sheets(data: bytes, numbers: Iterable[int], count: int) -> Iterator[tuple[int, Page]]:
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        pages = pdf.pages
    except FAILURES:
        return
    with pdf:
        for number in numbers if len(pages) == count else ():
            yield number, pages[number - 1]


def _tagged(sheet: Page) -> Iterator[list[TagCell]]:
    dx, dy, *_ = _shown(sheet)
    boxes_of: dict[int, list[Rect]] = {}
    for char in sheet.chars:
        base, size = char["top"] + char["y1"] - char["matrix"][5] - dy, char["size"]
        if char.get("mcid") is not None and char["text"].strip():
            box = (char["x0"] - dx, base - 0.86 * size, char["x1"] - dx, base + 0.14 * size)
            boxes_of.setdefault(char["mcid"], []).append(box)
    for table in nodes(sheet.structure_tree, "Table"):
        yield list(cells_of(table, boxes_of))


def _raw_page(sheet: Page, number: int) -> RawPage | None:
    try:
        x0, top, x1, bottom = _shown(sheet)
        chars = [*sheet.chars, *_typed(sheet)]
        fonts = sorted({_font(char) for char in chars})
        glyphs = _glyphs(chars, fonts, (x0, top))
        drawings, paint = _drawings(sheet, (x0, top))
        checks = tuple(_checks(sheet, (x0, top)))
    except FAILURES:
        return None
    finally:
        sheet.close()
    number_of = (number, x1 - x0, bottom - top)
    return RawPage(*number_of, "pdfplumber", glyphs, tuple(fonts), drawings, checks=checks, paint=paint)


def _shown(sheet: Page) -> tuple[float, float, float, float]:
    """The crop box in the coordinates pdfplumber gives its glyphs: those of the turned media box, from its upper left.

    Its own `cropbox` is the one of the page before /Rotate.
    """
    mx0, my0, mx1, my1 = sheet.page_obj.mediabox
    x0, y0, x1, y1 = sheet.page_obj.cropbox
    left, top, right, bottom = (max(x0, mx0) - mx0, my1 - min(y1, my1), mx1 - min(x1, mx1), max(y0, my0) - my0)
    width, height = mx1 - mx0, my1 - my0
    if sheet.rotation == 90:
        left, top, right, bottom, width, height = bottom, left, top, right, height, width
    elif sheet.rotation == 180:
        left, top, right, bottom = right, bottom, left, top
    elif sheet.rotation == 270:
        left, top, right, bottom, width, height = top, right, bottom, left, height, width
    dx, dy = sheet.mediabox[:2]
    return float(dx + left), float(dy + top), float(dx + width - right), float(dy + height - bottom)


def _typed(sheet: Page) -> Iterator[dict[str, Any]]:
    """What was typed into fields, as pdfplumber gives other glyphs."""
    for char, x, y, width, size, order in cast(Any, sheet.layout).typed:
        (x0, bottom), (x1, top) = sheet.point2coord((x, y)), sheet.point2coord((x + width, y + size))
        yield {
            "text": char, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "y1": y + size, "size": size,
            "matrix": (1, 0, 0, 1, x, y + 0.14 * size), "fontname": "", "upright": True, "tag": (order, 0, False),
        }  # fmt: skip


def _font(char: dict[str, Any]) -> str:
    name = str(char["fontname"])
    return name.split("+", 1)[1] if name[6:7] == "+" else name


def _glyphs(chars: list[dict[str, Any]], fonts: list[str], corner: Point) -> Glyphs:
    """Glyphs that stand for several characters (ligatures) share out their width."""
    index = {font: i for i, font in enumerate(fonts)}
    pairs = [(char, code, i, n) for char in chars for i, (code, n) in enumerate(_codes(char["text"]))]
    width = [(c["x1"] - c["x0"]) / n for c, _, _, n in pairs]
    left = [c["x0"] + w * i for (c, _, i, _), w in zip(pairs, width, strict=True)]
    box = boxes([(x, c["top"], x + w, c["bottom"]) for (c, *_), x, w in zip(pairs, left, width, strict=True)])
    base = [c["top"] + c["y1"] - c["matrix"][5] for c, *_ in pairs]
    pen = [x if c["upright"] else c["matrix"][4] for (c, *_), x in zip(pairs, left, strict=True)]
    return Glyphs(
        np.array([code for _, code, _, _ in pairs], dtype=np.int64),
        box - np.array([*corner, *corner]),
        np.array([pen, base], dtype=np.float64).T.reshape(-1, 2) - np.array(corner),
        np.array([c["size"] for c, *_ in pairs], dtype=np.float64),
        np.array([index[_font(c)] for c, *_ in pairs], dtype=np.int64),
        np.array([c["tag"][2] for c, *_ in pairs], dtype=np.bool_),
        np.array([not c["upright"] for c, *_ in pairs], dtype=np.bool_),
        np.zeros(len(pairs), dtype=np.bool_),
        np.zeros(len(pairs), dtype=np.bool_),
        np.array([c["tag"][1] for c, *_ in pairs], dtype=np.int64),
        np.array([c["tag"][0] for c, *_ in pairs], dtype=np.int64),
        np.degrees(np.arctan2(*np.array([(-c["matrix"][1], c["matrix"][0]) for c, *_ in pairs]).reshape(-1, 2).T)),
    )


def _checks(sheet: Page, corner: Point) -> Iterator[tuple[tuple[float, float, float, float], bool]]:
    """The check-box fields of a page, and whether each is ticked."""
    dx, dy = corner
    for note in sheet.annots:
        data: dict[str, Any] = note["data"]
        if "Btn" in str(data.get("FT")) and data.get("AS") is not None:
            box = note["x0"] - dx, note["top"] - dy, note["x1"] - dx, note["bottom"] - dy
            yield box, "Off" not in str(data["AS"])


def _codes(text: str) -> list[tuple[int, int]]:
    """The code points of a glyph, each with how many there are; (cid:7) is a glyph nobody can name.

    >>> _codes("fi"), _codes("(cid:7)"), _codes("(cid:0)")
    ([(102, 2), (105, 2)], [(65533, 1)], [(0, 1)])
    """
    if text == "(cid:0)":
        return [(VOID, 1)]
    if text.startswith("(cid:"):
        return [(UNKNOWN, 1)]
    return [(ord(char), len(text)) for char in text]


def _drawings(sheet: Page, corner: Point) -> tuple[Drawings, Paint]:
    pen = Pen.new()
    dx, dy = corner
    for item in itertools.chain(sheet.rects, sheet.lines, sheet.curves):
        points = [(float(x) - dx, float(y) - dy) for x, y in item["pts"]]
        kinds = [piece[0] for piece in item["path"]]
        if len(points) > 1:
            closed = "h" in kinds or item["object_type"] == "rect"
            pen.draw(points, "c" in kinds, closed, _ink(item, _clip(sheet, item["tag"][3], corner)))
    images = [(i["x0"] - dx, i["top"] - dy, i["x1"] - dx, i["bottom"] - dy) for i in sheet.images]
    pictures: list[Area] = [
        (*box, order, MANY, solid) for box, (order, solid) in zip(images, (i["tag"] for i in sheet.images), strict=True)
    ]
    shades: list[Area] = [
        (*(_clip(sheet, clip, corner) or (0.0, 0.0, 0.0, 0.0)), order, MANY, False)
        for clip, order in cast(Any, sheet.layout).shades
    ]
    return pen.drawings(boxes(images)), pen.paint([*pictures, *shades])


def _clip(sheet: Page, clip: tuple[float, ...], corner: Point) -> Rect | None:
    """A box of the device in the coordinates of the page as it is shown."""
    if not clip:
        return None
    (x0, y1), (x1, y0) = sheet.point2coord((clip[0], clip[1])), sheet.point2coord((clip[2], clip[3]))
    return x0 - corner[0], y0 - corner[1], x1 - corner[0], y1 - corner[1]


def _ink(item: dict[str, Any], clip: Rect | None) -> Ink:
    order, color, opaque, _ = item["tag"]
    fill = _color(item["non_stroking_color"]) if item["fill"] else None
    stroke = _color(item["stroking_color"]) if item["stroke"] else None
    return Ink(fill, stroke, float(item["linewidth"] or 1.0), order, opaque and color != MANY, clip)


def _color(color: Any) -> int:
    """A colour of 1, 3 or 4 numbers; patterns and what has no number count as black.

    >>> hex(_color((1e308, 0, -7))), _color("P1")
    ('0xff0000', 0)
    """
    values = color if isinstance(color, tuple | list) else (color,)
    numbers = tuple(min(max(float(v), 0.0), 1.0) for v in values if isinstance(v, int | float))
    return rgb(numbers) if len(numbers) in (1, 3, 4) else 0
