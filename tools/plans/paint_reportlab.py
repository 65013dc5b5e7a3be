"""Pages of shapes into a PDF by ReportLab: lines of text with fonts every viewer has, or with an embedded one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .model import Fill, Page, Polygon, Rule, Shape, Words

EMBEDDED = "/usr/share/fonts/opentype/ipafont-mincho/ipam.ttf", "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf"
"""Where Debian's fonts-ipafont puts them; the first that is there is embedded."""
FONTS = {"gothic": "HeiseiKakuGo-W5", "mincho": "HeiseiMin-W3"}


def font_named(kind: str) -> str:
    name = FONTS.get(kind)
    path = next((p for p in EMBEDDED if Path(p).exists()), None)
    if name is None and path is not None:
        if "Embedded" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont("Embedded", path))
        return "Embedded"
    name = name or FONTS["gothic"]
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


def paint(pages: list[Page], font: str) -> bytes:
    """The same pages give the same bytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    name = font_named(font)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        for shape in page.shapes:
            draw(canvas, shape, page.height, name)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw(canvas: Any, shape: Shape, height: float, font: str) -> None:
    match shape:
        case Fill():
            _fill(canvas, shape, height)
        case Rule():
            canvas.setStrokeColor(HexColor(shape.colour))
            canvas.setLineWidth(shape.width)
            canvas.setDash(*([list(shape.dash)] if shape.dash else []))
            canvas.line(shape.x0, height - shape.y0, shape.x1, height - shape.y1)
            canvas.setDash()
        case Polygon(points, fill):
            path = canvas.beginPath()
            path.moveTo(points[0][0], height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, height - y)
            path.close()
            canvas.setFillColor(HexColor(fill))
            canvas.drawPath(path, stroke=0, fill=1)
        case Words():
            _words(canvas, shape, height, font)


def _fill(canvas: Any, shape: Fill, height: float) -> None:
    if shape.fill:
        canvas.setFillColor(HexColor(shape.fill))
    if shape.stroke:
        canvas.setStrokeColor(HexColor(shape.stroke))
        canvas.setLineWidth(shape.width)
    box = (shape.x0, height - shape.y1, shape.x1 - shape.x0, shape.y1 - shape.y0)
    kinds = {"stroke": int(bool(shape.stroke)), "fill": int(bool(shape.fill))}
    if shape.radius:
        canvas.roundRect(*box, shape.radius, **kinds)
    else:
        canvas.rect(*box, **kinds)


def _words(canvas: Any, words: Words, height: float, font: str) -> None:
    text = words.text.strip()
    if not text:
        return
    canvas.setFillColor(HexColor(words.colour))
    canvas.setFont(font, words.size)
    wide = pdfmetrics.stringWidth(text, font, words.size)
    shift = {"left": 0.0, "center": (words.width - wide) / 2, "right": words.width - wide}[words.align]
    canvas.saveState()
    canvas.translate(words.x + shift, height - words.y)
    if words.turned:
        canvas.rotate(words.turned)
    canvas.drawString(0, 0, text)
    canvas.restoreState()
