"""Documents made to break readers: refused, or a page of theirs is; quickly, and the rest is read."""

from __future__ import annotations

import io
import itertools
import zlib
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

from extract import limits
from extract.document import read
from extract.model import Prose, TooLarge, Unreadable
from tests.extract.streams import cid

SECONDS = 5.0
"""CPU time of the slowest of them, many times over."""


def page(pdf: Pdf, content: bytes) -> Page:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made = pdf.add_blank_page(page_size=(500, 400))
    made.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    made.Contents = Stream(pdf, content)
    return made


def text(words: bytes) -> bytes:
    return b"BT /F1 12 Tf 100 200 Td (" + words + b") Tj ET"


def inflating(pdf: Pdf) -> None:
    """70 MB of operators packed into 70 kB."""
    packed = zlib.compress(b"0 0 m 1 1 l S\n" * 5_000_000, 9)
    page(pdf, b"").Contents = Stream(pdf, packed, Filter=Name.FlateDecode)


def crowded(pdf: Pdf) -> None:
    page(pdf, b"BT /F1 1 Tf 0 0 Td (" + b"x" * (limits.GLYPHS + 1) + b") Tj ET")


def nested(pdf: Pdf) -> None:
    """Graphics states opened and never closed."""
    page(pdf, b"q 0.99 0 0 0.99 0 0 cm " * 200_000)


def doubling(pdf: Pdf) -> None:
    """Nine forms, each of which draws the next one ten times."""
    form = Stream(pdf, b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    for _ in range(9):
        names = Dictionary(XObject=Dictionary(X=pdf.make_indirect(form)))
        form = Stream(pdf, b"/X Do " * 10, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=names)
    page(pdf, b"/X Do").Resources = Dictionary(XObject=Dictionary(X=pdf.make_indirect(form)))


def inflating_form(pdf: Pdf) -> None:
    packed = zlib.compress(b"0 0 m 1 1 l S\n" * 5_000_000, 9)
    form = Stream(pdf, packed, Filter=Name.FlateDecode, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    page(pdf, b"/X Do").Resources = Dictionary(XObject=Dictionary(X=pdf.make_indirect(form)))


def talkative_form(pdf: Pdf) -> None:
    """A form of 7,000 glyphs, drawn two hundred times."""
    form = Stream(pdf, text(b"x" * 7000), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    page(pdf, b"/X Do " * 200).Resources.XObject = Dictionary(X=pdf.make_indirect(form))


def shaded(pdf: Pdf) -> None:
    """Gradients over the whole page, thousands of them."""
    ramp = Dictionary(FunctionType=2, Domain=[0, 1], N=1)
    shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=[0, 0, 1, 1], Function=ramp)
    page(pdf, b"/S sh " * 5000).Resources = Dictionary(Shading=Dictionary(S=pdf.make_indirect(shade)))


def tiled(pdf: Pdf) -> None:
    """A hundred thousand squares."""
    squares = b"".join(b"%d %d 2 2 re S\n" % (x, y) for x in range(0, 500, 3) for y in range(0, 400, 4))
    page(pdf, squares * 6)


def wound(pdf: Pdf) -> None:
    """One cell in the shape of a spiral, with two hundred windings."""
    walls: list[bytes] = []
    for low, high in zip(range(5, 4005, 20), range(8005, 4005, -20), strict=True):
        corners = (low, low), (high, low), (high, high), (low, high), (low, low + 20)
        walls += [b"%d %d m %d %d l S\n" % (*a, *b) for a, b in itertools.pairwise(corners)]
    page(pdf, b"".join(walls)).MediaBox = Array([0, 0, 8010, 8010])


def stepped(pdf: Pdf) -> None:
    """Two thousand rules that each touch but the one before."""
    steps = (b"%d %d m %d %d l %d %d l S\n" % (i, i, i + 5, i, i + 5, i + 5) for i in range(0, 9500, 5))
    page(pdf, b"".join(steps)).MediaBox = Array([0, 0, 9500, 9500])


def garbled(pdf: Pdf, content: bytes = b"") -> Page:
    """Text the first reader cannot name."""
    made = page(pdf, b"BT /F1 12 Tf 100 200 Td <0001000200030004> Tj ET " + content)
    codes = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <e000> endbfrange"
    made.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(cid("Identity-H", unicode=codes)(pdf))))
    return made


def unsaid(pdf: Pdf) -> None:
    """A font of 2,147,483,648 widths, of which the first reader can name no glyph."""
    garbled(pdf).Resources.Font.F1.DescendantFonts[0].W = Array([0, 2147483647, 1000])


def stammering(pdf: Pdf) -> None:
    """Three hundred thousand texts without a glyph, and some the first reader cannot name."""
    garbled(pdf, b"BT ET " * 300_000)


def unstreamed(pdf: Pdf) -> None:
    """A form that is no stream."""
    form = pdf.make_indirect(Dictionary(Type=Name.XObject, Subtype=Name.Form))
    page(pdf, b"/X Do").Resources = Dictionary(XObject=Dictionary(X=form))


def sizeless(pdf: Pdf) -> None:
    """A list between rules, in type of no size."""
    rules = b"".join(b"50 %d m 450 %d l S " % (y, y) for y in range(100, 300, 20))
    words = b"".join(b"BT /F1 0 Tf %d %d Td (a) Tj ET " % (x, y) for x in (60, 200, 400) for y in range(105, 300, 20))
    page(pdf, rules + words)


def circular(pdf: Pdf) -> None:
    """A form that draws itself."""
    form = pdf.make_indirect(Stream(pdf, b"/Me Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]))
    form.Resources = Dictionary(XObject=Dictionary(Me=form))
    page(pdf, b"/Me Do").Resources = Dictionary(XObject=Dictionary(Me=form))


def pictured(pdf: Pdf) -> None:
    """An image of ten thousand million pixels."""
    packed = zlib.compress(bytes(1_000_000))
    image = Stream(pdf, packed, Filter=Name.FlateDecode, Type=Name.XObject, Subtype=Name.Image)
    image.update(Dictionary(Width=100_000, Height=100_000, BitsPerComponent=8, ColorSpace=Name.DeviceRGB))
    page(pdf, b"500 0 0 400 0 0 cm /I Do").Resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))


def far(pdf: Pdf) -> None:
    """Text and rules beyond any paper."""
    page(pdf, text(b"1e9") + b" 1e9 0 0 1e9 0 0 cm 0 0 m 9e9 9e9 l S 0 0 9e30 9e30 re f " + text(b"far"))


def acting(pdf: Pdf) -> None:
    """Scripts, programs and addresses to be run or called when the document is opened."""
    page(pdf, b"")
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.launchURL('http://127.0.0.1:9/')")
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.Launch, F="/bin/false"))


REFUSED: list[Callable[[Pdf], None]] = [inflating, inflating_form, crowded, doubling, talkative_form]
STRANGE: list[Callable[[Pdf], None]] = [
    nested,
    circular,
    pictured,
    shaded,
    tiled,
    wound,
    stepped,
    sizeless,
    far,
    acting,
]
UNSAID = [unsaid, stammering, unstreamed]


@pytest.mark.parametrize("make", [*REFUSED, *STRANGE, *UNSAID], ids=lambda make: make.__name__)
def test_a_hostile_page_costs_itself_only(make: Callable[[Pdf], None], tmp_path: Path):
    path = tmp_path / "plan.pdf"
    with pikepdf.new() as pdf:
        make(pdf)
        page(pdf, text(b"sound"))
        pdf.save(path, compress_streams=False)
    began = process_time()
    document = read(path)
    assert process_time() - began < SECONDS
    assert [info.number for info in document.pages] == [1, 2]
    prose = [block for block in document.blocks if isinstance(block, Prose)]
    assert [line.text for block in prose for line in block.lines if line.place.page == 2] == ["sound"]


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_a_document_of_nothing_else_is_refused(make: Callable[[Pdf], None], tmp_path: Path):
    path = tmp_path / "plan.pdf"
    with pikepdf.new() as pdf:
        make(pdf)
        pdf.save(path, compress_streams=False)
    with pytest.raises(TooLarge, match="page 1"):
        read(path)


def tree_of_many(pdf: Pdf) -> None:
    """Few objects, twenty thousand pages."""
    node = page(pdf, text(b"again")).obj
    for count in (150, 150 * 150):
        node = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([node] * 150), Count=count))
    pdf.Root.Pages = node


def tree_of_itself(pdf: Pdf) -> None:
    page(pdf, text(b"again"))
    pdf.Root.Pages.Kids = Array([pdf.Root.Pages])


@pytest.mark.parametrize(("make", "kind"), [(tree_of_many, Unreadable), (tree_of_itself, Unreadable)])
def test_page_trees(make: Callable[[Pdf], None], kind: type[Exception], tmp_path: Path):
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        make(pdf)
        pdf.save(out)
    path = tmp_path / "plan.pdf"
    path.write_bytes(out.getvalue())
    with pytest.raises(kind):
        read(path)
