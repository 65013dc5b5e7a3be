"""PDF -> RawPage with PyMuPDF; the only file that imports it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pymupdf
from numpy.typing import NDArray
from pymupdf.mupdf import FzErrorBase, FzErrorLimit

from extract.actual import says_otherwise
from extract.clips import clips_narrowly
from extract.forms import carried_out, is_shaded_through
from extract.glyphs import VOID, overprints
from extract.limits import PATHS, Overloaded, check_content, check_glyphs
from extract.model import Encrypted, Limits, TooLarge, Unreadable
from extract.page import (
    FEW_GLYPHS,
    MANY,
    NOTHING,
    Bools,
    Floats,
    Glyphs,
    Paint,
    RawPage,
    boxes,
    faded,
    rgb,
)
from extract.paths import Ink, Pen, Point, Rect
from extract.turn import turned
from extract.visible import is_in_doubt

A4 = (595.0, 842.0)
BROKEN = ("syntax error", "zlib error", "read error")
"""What MuPDF says of a content stream it had to give up half way."""
OVERPRINTS = 3
"""Glyphs printed over others by chance (accents, marks) are fewer on a page than this."""
TEXT = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES
UNKNOWN = 0xFFFD
LOW_IMAGE = 100
"""Pixels the picture of a bar is high at most: charts and photographs are higher."""
FEW_PATHS = 4
"""A page with fewer paths may be ruled with pictures of lines."""
SHORTEST_PATH = 10
"""Bytes of operators that draw a path, at least: 0 0 9 9 re f"""
PICTURES = ("fill-image", "fill-imgmask", "fill-shade")
NESTED_TAGS = 6
"""A cell, a list in it, its item, its body, a paragraph, a span."""
REFERENCE = re.compile(r"(\d+) \d+ R")
INLINE_IMAGE = re.compile(rb"\bBI\b[^\x00]{1,300}?\bID\b")

COVER, NAMED = 2, 20
"""Pages of a portfolio that only say what it is, and attachments named of it."""
FAILURES = (FzErrorBase, RuntimeError, ValueError, IndexError)
"""What MuPDF and its binding raise on damaged documents."""

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


class Pdf(NamedTuple):
    """An opened PDF: its title and how many pages it has."""

    handle: pymupdf.Document
    title: str | None
    page_count: int


def open_pdf(data: bytes, name: str, limits: Limits) -> Pdf:
    """Open from bytes; raises Unreadable, Encrypted or TooLarge."""
    try:
        handle = pymupdf.open(stream=data, filetype="pdf")
        locked = handle.needs_pass and not handle.authenticate("")
        count = 0 if locked else handle.page_count
        title = (handle.metadata or {}).get("title") or None
        attached = [] if locked or count > COVER else _portfolio(handle)
    except FAILURES as error:
        raise Unreadable(f"{name}: damaged beyond repair ({error}); get the file again from its source") from error
    if locked:
        raise Encrypted(f"{name}: opens only with a password; save a copy without password protection")
    if count == 0:
        what = "damaged beyond repair (no page left)" if handle.is_repaired else "a PDF without pages"
        raise Unreadable(f"{name}: {what}; get the file again from its source")
    if count > limits.pages:
        raise TooLarge(f"{name}: {count} pages, more than the limit of {limits.pages}; split the file")
    if attached:
        named = ", ".join(attached[:NAMED]) + (", …" if len(attached) > NAMED else "")
        raise Unreadable(f"{name}: a PDF portfolio; save its attachments as files and give those: {named}")
    return Pdf(handle, title, count)


def _portfolio(handle: pymupdf.Document) -> list[str]:
    """The names of the attachments of a file that is only their envelope."""
    kind, _ = handle.xref_get_key(handle.pdf_catalog(), "Collection")
    many = handle.embfile_count() if kind in ("dict", "xref") else 0
    found = [handle.embfile_info(n).get("ufilename") or handle.embfile_info(n)["filename"] for n in range(many)]
    return [_as_utf8(name) for name in found]


def _as_utf8(name: str) -> str:
    """The name of an attachment, of whose UTF-8 the binding makes Latin-1.

    >>> _as_utf8("è¨\x88ç\x94».pdf"), _as_utf8("plan.pdf")
    ('計画.pdf', 'plan.pdf')
    """
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name


def mended_bytes(pdf: Pdf, data: bytes) -> bytes:
    """The file, or, where its table of objects is broken, what MuPDF has made of it: other readers search it for each.

    data: the bytes it was opened from.
    """
    try:
        return pdf.handle.tobytes() if pdf.handle.is_repaired else data
    except FAILURES:
        return data


def picture(pdf: Pdf, number: int, scale: float, turned: int = 0) -> bytes:
    """A page as it is shown, turned by so many quarters, as PNG of `scale` pixels a point."""
    matrix = pymupdf.Matrix(scale, scale).prerotate(90 * turned)
    return pdf.handle[number - 1].get_pixmap(matrix=matrix, alpha=False).tobytes("png")


def tagged_pages(pdf: Pdf) -> set[int]:
    """The pages on which the structure tree of the file names cells of tables; none where its objects are damaged."""
    handle = pdf.handle
    try:
        if handle.xref_get_key(handle.pdf_catalog(), "StructTreeRoot")[0] == "null":
            return set()
        cells = (x for x in range(1, handle.xref_length()) if handle.xref_get_key(x, "S")[1] == "/TD")
        found = {_page_of(handle, cell) for cell in cells}
    except FAILURES:
        return set()
    return {n for n in range(1, pdf.page_count + 1) if handle.page_xref(n - 1) in found}


def _page_of(handle: pymupdf.Document, element: int) -> int:
    """The object of the page an element of the structure tree stands on, or its first child; 0 where none says."""
    for _ in range(NESTED_TAGS):
        kind, page = handle.xref_get_key(element, "Pg")
        if kind == "xref":
            return int(page.split()[0])
        child = REFERENCE.search(handle.xref_get_key(element, "K")[1])
        if child is None:
            return 0
        element = int(child[1])
    return 0


class Pixels(NamedTuple):
    """A picture as rows of RGB, three bytes a pixel."""

    width: int
    height: int
    rgb: bytes


def page_size(pdf: Pdf, number: int) -> tuple[float, float]:
    """Width and height of a page as it is shown, in points; raises Unreadable."""
    try:
        shown = pdf.handle[number - 1].rect
    except FAILURES as error:
        raise Unreadable(f"page {number}: damaged beyond repair ({error})") from error
    return shown.width, shown.height


def pixels(pdf: Pdf, number: int, scale: float) -> Pixels:
    """A page as it is shown, of `scale` pixels a point; raises Unreadable."""
    try:
        drawn = pdf.handle[number - 1].get_pixmap(
            matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False
        )
    except FAILURES as error:
        raise Unreadable(f"page {number}: cannot be drawn ({error})") from error
    return Pixels(drawn.width, drawn.height, drawn.samples)


def rgb_of(pdf: Pdf, number: int, scale: float) -> NDArray[np.uint8]:
    """A page as it is shown, as an array (height, width, 3); raises Unreadable."""
    width, height, rgb_ = pixels(pdf, number, scale)
    return np.frombuffer(rgb_, dtype=np.uint8).reshape(height, width, 3)


def raw_pages(pdf: Pdf, numbers: Iterable[int]) -> Iterator[RawPage]:
    """The given pages; one that cannot be read is empty and flagged `unreadable`, a broken one `damaged`."""
    for number in numbers:
        pymupdf.TOOLS.reset_mupdf_warnings()
        try:
            page = _raw_page(pdf.handle[number - 1], number)
        except (Overloaded, FzErrorLimit):
            yield _blank(number, "unreadable", "overloaded")
            continue
        except FAILURES:
            yield _blank(number, "unreadable")
            continue
        complaint: str = pymupdf.TOOLS.mupdf_warnings()
        if complaint and not len(page.glyphs) and not len(page.drawings.images):
            yield replace(page, flags=("unreadable",))
        elif any(word in complaint for word in BROKEN):
            yield replace(page, flags=("damaged",))
        else:
            yield page


def _blank(number: int, *flags: str) -> RawPage:
    glyphs, drawings = _glyphs([], []), _drawn([]).drawings(boxes([]))
    return RawPage(number, *A4, "pymupdf", glyphs, (), drawings, flags)


def _raw_page(page: pymupdf.Page, number: int) -> RawPage:
    document = page.parent
    assert document is not None
    check_content(document.xref_stream_raw(xref) for xref in page.get_contents() if document.xref_is_stream(xref))
    content: bytes = page.read_contents()
    size = carried_out(document, page.xref, content)
    trace: list[dict[str, Any]] = page.get_texttrace()
    check_glyphs(sum(len(span["chars"]) for span in trace))
    fonts = sorted({span["font"] for span in trace})
    width, height = page.rect.width, page.rect.height
    glyphs = _glyphs(trace, fonts)
    if overprints(glyphs) >= OVERPRINTS or (clips_narrowly(content) and _hides(page, glyphs)):
        glyphs = _without_clipped(page, glyphs)
    paths = _paths(page, size)
    pictured = len(glyphs) < FEW_GLYPHS or _draws_with_images(page, content, len(paths))
    pictured = pictured and not is_shaded_through(document, page.xref, content)
    images = boxes([tuple(info["bbox"]) for info in page.get_image_info()] if pictured else [])
    pen = _drawn(paths)
    drawings, paint = pen.drawings(images), None
    whole = size < PATHS * SHORTEST_PATH
    if whole and ((doubtful := is_in_doubt(glyphs, pen.paint())) or _shows_pictures_late(page, content)):
        paint = _paint(page, _drawn_in_groups(page) if doubtful else pen)
    raw = RawPage(
        number, width, height, "pymupdf", glyphs, tuple(fonts), drawings,
        checks=_checks(page), operators=size, paint=paint,
        worded=b"/ActualText" in content and says_otherwise(content, "".join(map(chr, glyphs.code.tolist()))),
    )  # fmt: skip
    if page.rotation:
        m = page.rotation_matrix
        raw = turned(raw, np.array([[m.a, m.b], [m.c, m.d]]), np.array([m.e, m.f]))
    return raw


CHECKS = (2, 5)
"""MuPDF's numbers of fields that are ticked: check boxes and radio buttons."""


def _checks(page: pymupdf.Page) -> tuple[tuple[tuple[float, float, float, float], bool], ...]:
    """The check-box fields of a page, and whether each is ticked."""
    found: list[tuple[tuple[float, float, float, float], bool]] = []
    widgets: Any = page.widgets(types=CHECKS) if page.first_widget else ()
    for widget in widgets:
        box = widget.rect
        found.append(((box.x0, box.y0, box.x1, box.y1), widget.field_value not in ("Off", "", False, None)))
    return tuple(found)


def _shows_pictures_late(page: pymupdf.Page, content: bytes) -> bool:
    """Whether an image may be drawn over text."""
    names: list[bytes] = [image[7].encode() for image in page.get_images()] if b"Do" in content else []
    text = min((at for at in map(content.find, (b"Tj", b"TJ")) if at >= 0), default=0)
    return any((at := content.rfind(b"/" + name)) < 0 or at > text for name in names)


def _drawn_in_groups(page: pymupdf.Page) -> Pen:
    """The paths with what it costs more to know: what clips them, and whether they are blended with what lies below."""
    pen, around = Pen.new(), list[tuple[int, bool, Rect | None]]()
    for path in page.get_cdrawings(extended=True) or []:
        while around and path["level"] <= around[-1][0]:
            around.pop()
        if path["type"] == "group":
            around.append((path["level"], path["opacity"] == 1.0 and path["blendmode"] == "Normal", None))
        elif path["type"] == "clip":
            around.append((path["level"], True, path["scissor"]))
        else:
            clip = next((box for *_, box in reversed(around) if box is not None), None)
            _draw(path, pen, all(opaque for _, opaque, _ in around), clip)
    return pen


def _paint(page: pymupdf.Page, pen: Pen) -> Paint:
    """The areas of a page, its images and gradients among them."""
    solid = all(mask == 0 for _, mask, *_ in page.get_images())
    logged: enumerate[Any] = enumerate(page.get_bboxlog())
    return pen.paint((*box, n, MANY, solid and kind == "fill-image") for n, (kind, box) in logged if kind in PICTURES)


class _First(list[Any]):
    """As many of the paths handed over as are looked at."""

    def append(self, path: Any) -> None:
        if len(self) < PATHS:
            super().append(path)


def _paths(page: pymupdf.Page, size: int) -> list[Any]:
    """The paths of a page, the first PATHS of them where there may be more."""
    if size < PATHS * SHORTEST_PATH:
        return page.get_cdrawings() or []
    first = _First()
    page.get_cdrawings(callback=first, method="append")
    return first


def _draws_with_images(page: pymupdf.Page, content: bytes, n_paths: int) -> bool:
    """Whether images may be bars (they are low) or, on a page without paths, rules."""
    inline = n_paths < FEW_PATHS and bool(INLINE_IMAGE.search(content))
    if b"Do" not in content:
        return inline
    images: list[tuple[Any, ...]] = page.get_images()
    return inline or any(height <= LOW_IMAGE or n_paths < FEW_PATHS for _, _, _, height, *_ in images)


def _glyphs(trace: list[dict[str, Any]], fonts: list[str]) -> Glyphs:
    index = {font: i for i, font in enumerate(fonts)}
    counts = [len(span["chars"]) for span in trace]
    chars = [char for span in trace for char in span["chars"]]
    codes, ids, origins, rects = zip(*chars, strict=True) if chars else ((),) * 4
    code = np.array(codes, dtype=np.int64)
    code[(code == UNKNOWN) & (np.array(ids, dtype=np.int64) == 0)] = VOID
    return Glyphs(
        code,
        np.fromiter(chain.from_iterable(rects), np.float64, 4 * len(chars)).reshape(-1, 4),
        np.fromiter(chain.from_iterable(origins), np.float64, 2 * len(chars)).reshape(-1, 2),
        np.repeat(np.array([span["size"] for span in trace], dtype=np.float64), counts),
        np.repeat(np.array([index[span["font"]] for span in trace], dtype=np.int64), counts),
        np.repeat(np.array([span["type"] == 3 for span in trace], dtype=np.bool_), counts),
        np.repeat(_run_down(trace), counts),
        np.zeros(len(chars), dtype=np.bool_),
        np.zeros(len(chars), dtype=np.bool_),
        np.repeat(np.array([_on_paper(span["color"], span["opacity"]) for span in trace], dtype=np.int64), counts),
        np.repeat(np.array([span["seqno"] for span in trace], dtype=np.int64), counts),
        np.repeat(_angles(trace), counts),
    )


@cache
def _on_paper(color: tuple[float, ...] | None, opacity: float) -> int:
    """A colour, as opaque as it is, on white paper."""
    return rgb(color) if opacity == 1.0 else faded(rgb(color), opacity)


def _angles(trace: list[dict[str, Any]]) -> Floats:
    x, y = np.array([span["dir"] for span in trace], dtype=np.float64).reshape(-1, 2).T
    return np.degrees(np.arctan2(y, x))


def _hides(page: pymupdf.Page, glyphs: Glyphs) -> bool:
    """Whether fewer characters are shown than written."""
    shown = str(page.get_text("text", flags=TEXT | pymupdf.TEXT_CLIP))
    return len("".join(shown.split())) < int(np.count_nonzero(~np.isin(glyphs.code, (32, 0x3000, 0xA0, 9))))


def _without_clipped(page: pymupdf.Page, glyphs: Glyphs) -> Glyphs:
    """The glyphs, those outside their clipping paths unpainted: the text of a cell that another page shows in full."""
    clipped = _origins(page, TEXT) - _origins(page, TEXT | pymupdf.TEXT_CLIP)
    at = np.rint(glyphs.origin).astype(np.int64).tolist()
    gone = np.array([(x, y) in clipped for x, y in at], dtype=np.bool_)
    return replace(glyphs, color=np.where(gone, NOTHING, glyphs.color))


def _origins(page: pymupdf.Page, flags: int) -> set[tuple[int, int]]:
    text: Any = page.get_text("rawdict", flags=flags)
    blocks: list[dict[str, Any]] = text["blocks"]
    spans = (span for block in blocks for line in block.get("lines", ()) for span in line["spans"])
    return {(round(char["origin"][0]), round(char["origin"][1])) for span in spans for char in span["chars"]}


def _run_down(trace: list[dict[str, Any]]) -> Bools:
    """Which spans are set downwards: by writing mode, or because they are turned."""
    direction = np.array([span["dir"] for span in trace], dtype=np.float64).reshape(-1, 2)
    down = np.array([span["wmode"] for span in trace], dtype=np.bool_)
    return down | (abs(direction[:, 1]) > abs(direction[:, 0]))


def _drawn(paths: list[dict[str, Any]]) -> Pen:
    pen = Pen.new()
    for path in paths[:PATHS]:
        _draw(path, pen)
    return pen


def _draw(path: dict[str, Any], pen: Pen, opaque: bool = True, clip: Rect | None = None) -> None:
    kind: str = path["type"]
    fill, color = path.get("fill"), path.get("color")
    filled = "f" in kind and fill is not None and path.get("fill_opacity", 1.0) != 0
    stroked = "s" in kind and color is not None and path.get("stroke_opacity", 1.0) != 0
    fill_color, stroke_color = rgb(fill) if filled else None, rgb(color) if stroked else None
    opaque = opaque and path.get("fill_opacity" if filled else "stroke_opacity", 1.0) == 1.0 and _is_one(path["items"])
    ink = Ink(fill_color, stroke_color, path.get("width") or 1.0, path["seqno"], opaque, clip)
    closed = bool(path.get("closePath"))
    chain: list[Point] = []
    curved = False
    for item in path["items"]:
        shape, first = item[0], item[1]
        if shape == "re":
            x0, y0, x1, y1 = first
            pen.draw_rect((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), ink)
        elif shape == "qu":
            upper_left, upper_right, lower_left, lower_right = first
            pen.draw([upper_left, upper_right, lower_right, lower_left, upper_left], False, True, ink)
        else:
            if chain and chain[-1] != first:
                pen.draw(chain, curved, closed, ink)
                chain, curved = [], False
            if not chain:
                chain.append(first)
            chain.append(item[-1])
            curved = curved or shape == "c"
    if chain:
        pen.draw(chain, curved, closed, ink)


def _is_one(items: list[Any]) -> bool:
    """Whether a path is in one piece; of several, one may be a hole in another."""
    return len(items) == 1 or (items[0][0] in "lc" and all(a[-1] == b[1] for a, b in itertools.pairwise(items)))
