"""ReportLab pieces shared by drawings: fonts, arrows and wrapped text in a box."""

from __future__ import annotations

from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

MINCHO, GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"
EMBEDDED = "IPAGothic"
IPA_GOTHIC = "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf"
"""Where Debian's fonts-ipafont-gothic puts it; only drawing needs it."""


def register_fonts() -> None:
    """The two fonts every Japanese viewer has (not embedded)."""
    for font in (MINCHO, GOTHIC):
        pdfmetrics.registerFont(UnicodeCIDFont(font))


def register_embedded() -> None:
    pdfmetrics.registerFont(TTFont(EMBEDDED, IPA_GOTHIC))


def line_arrow(canvas: Any, x0: float, x1: float, y: float, head: float = 5) -> None:
    """A stroke with a filled head at its right end."""
    canvas.line(x0, y, x1 - head, y)
    polygon(canvas, [(x1, y), (x1 - head, y + head / 2), (x1 - head, y - head / 2)], fill=1)


def block_arrow(canvas: Any, x0: float, x1: float, y: float, height: float) -> None:
    """A broad arrow around the height y, outlined and filled with the current colours."""
    half, neck, tip = height / 2, height / 2.8, x1 - height * 0.6
    points = [
        (x0, y + neck),
        (tip, y + neck),
        (tip, y + half),
        (x1, y),
        (tip, y - half),
        (tip, y - neck),
        (x0, y - neck),
    ]
    polygon(canvas, points, fill=1)


def polygon(canvas: Any, points: list[tuple[float, float]], fill: int) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=1, fill=fill)


def height_of(text: str, style: ParagraphStyle, width: float) -> float:
    return sum(Paragraph(line, style).wrap(width, 10_000)[1] for line in text.split("\n"))


def write(canvas: Any, text: str, style: ParagraphStyle, x: float, top: float, width: float) -> None:
    """Writes the paragraphs of text from `top` downwards, wrapped by width."""
    for line in text.split("\n"):
        paragraph = Paragraph(line, style)
        top -= paragraph.wrap(width, 10_000)[1]
        paragraph.drawOn(canvas, x, top)
