"""PDF pages written operator by operator, for what no drawing library writes: odd fonts, odd pages, odd orders."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from extract.model import Document, Line, Prose, Table

SIZE = (400, 300)
Font = Callable[[Pdf], Object]


class Sheet(NamedTuple):
    """One page: its operators, /Rotate, /CropBox and media box, and whether a picture may be painted as /Im."""

    content: bytes
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    size: tuple[float, float] = SIZE


def written(sheets: Sequence[Sheet], fonts: Mapping[str, Font] | None = None) -> bytes:
    """The bytes of a PDF; /F1 is a Japanese font of UTF-16 codes, /Im a grey picture."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        makers = {"F1": cid(name="HeiseiMin-W3"), **(fonts or {})}
        font = Dictionary({f"/{name}": pdf.make_indirect(make(pdf)) for name, make in makers.items()})
        image = Stream(pdf, b"\x60", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        for sheet in sheets:
            page = pdf.add_blank_page(page_size=sheet.size)
            page.obj.Contents = Stream(pdf, sheet.content)
            page.obj.Resources = Dictionary(Font=font, XObject=Dictionary(Im=pdf.make_indirect(image)))
            page.Rotate = sheet.rotate
            if sheet.crop:
                page.CropBox = Array(list(sheet.crop))
        pdf.save(buffer)
    return buffer.getvalue()


def cid(
    encoding: str = "UniJIS-UTF16-H",
    ordering: str = "Japan1",
    unicode: bytes = b"",
    described: bool = True,
    name: str = "HeiseiKakuGo-W5",
) -> Font:
    """A composite font that is not embedded. unicode: its ToUnicode; described: it has a font descriptor."""
    base = Name("/" + name)

    def make(pdf: Pdf) -> Object:
        system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String(ordering), Supplement=2)
        glyphs = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=base, CIDSystemInfo=system, DW=1000)
        if described:
            glyphs.FontDescriptor = pdf.make_indirect(descriptor(base))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=base, Encoding=Name("/" + encoding))
        font.DescendantFonts = Array([pdf.make_indirect(glyphs)])
        if unicode:
            font.ToUnicode = pdf.make_indirect(Stream(pdf, unicode))
        return font

    return make


def latin(pdf: Pdf) -> Object:
    """Helvetica, of which each letter has its own width."""
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def descriptor(name: Name) -> Dictionary:
    return Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=Array([0, -200, 1000, 900]), ItalicAngle=0,
        Ascent=880, Descent=-120, CapHeight=700, StemV=80,
    )  # fmt: skip


def to_unicode(codes: Mapping[str, str]) -> bytes:
    """A ToUnicode map from the UTF-16 codes a page shows to what it calls them."""
    pairs = "\n".join(f"<{ord(shown):04x}> <{called.encode('utf-16-be').hex()}>" for shown, called in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /X def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    ).encode()


def text(
    x: float, y: float, words: str, size: float = 10, font: str = "F1", mode: int = 0, codec: str = "utf-16-be"
) -> bytes:
    """Words at a point from the lower left; mode: the text render mode (3 is invisible)."""
    return f"BT {mode} Tr /{font} {size:g} Tf {x:g} {y:g} Td <{words.encode(codec).hex()}> Tj ET\n".encode()


def rules(xs: Sequence[float], ys: Sequence[float]) -> bytes:
    return b"".join([line(xs[0], y, xs[-1], y) for y in ys] + [line(x, ys[0], x, ys[-1]) for x in xs])


def line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return f"{x0:g} {y0:g} m {x1:g} {y1:g} l S\n".encode()


def image(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """The grey picture over a box."""
    return f"q {x1 - x0:g} 0 0 {y1 - y0:g} {x0:g} {y0:g} cm /Im Do Q\n".encode()


def lines(document: Document) -> list[Line]:
    """All lines of a document, in reading order."""
    found: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Prose):
            found.extend(block.lines)
        else:
            found.extend(line for cell in block.cells for line in cell.lines)
    return found


def texts(document: Document) -> list[str]:
    return [line.text for line in lines(document)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def grid(table: Table) -> list[list[str]]:
    """The texts of a table without merged cells, row by row."""
    found = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        found[cell.row][cell.col] = cell.text
    return found
