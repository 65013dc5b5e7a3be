"""Seen -> picture: the page with its rules, cells, spans and reading order drawn over it.

The only file that imports Pillow.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from extract.model import Box, Cell, Place, Prose, Span, Table
from extract.seen import Seen
from pipelines.years import YearsOf, covered, years_of

Color = tuple[int, int, int, int]

RULE: Color = (255, 140, 0, 150)
CELL: Color = (30, 90, 220, 190)
CELL_FILL: Color = (30, 90, 220, 22)
PROSE: Color = (0, 140, 70, 190)
SPAN: Color = (215, 0, 60, 230)
SPAN_FILL: Color = (215, 0, 60, 40)
ORDER: Color = (120, 0, 160, 235)
WHITE: Color = (255, 255, 255, 255)
HALO: Color = (255, 255, 255, 150)

INSET = 1.5
"""Pixels a cell's outline keeps from the rules around it."""
LABEL, NUMBER = 11, 22
"""Pixels the type of labels and of reading order numbers is high."""


def overlay(seen: Seen, picture: bytes) -> bytes:
    """The page as PNG with what was seen drawn over it."""
    page = Image.open(io.BytesIO(picture)).convert("RGBA")
    sheet = Image.new("RGBA", page.size, (0, 0, 0, 0))
    drawn = Sheet(ImageDraw.Draw(sheet), seen.scale, seen.info.number)
    for rule in seen.rules:
        drawn.rule(rule)
    for order, block in enumerate(seen.blocks, start=1):
        if isinstance(block, Table):
            drawn.table(order, block)
        else:
            drawn.prose(order, block)
    out = io.BytesIO()
    Image.alpha_composite(page, sheet).convert("RGB").save(out, "PNG")
    return out.getvalue()


class Sheet:
    """The transparent sheet over the picture of a page; boxes come in points."""

    def __init__(self, draw: ImageDraw.ImageDraw, scale: float, page: int) -> None:
        self.draw = draw
        self.scale = scale
        self.page = page
        self.small = ImageFont.load_default(LABEL)
        self.large = ImageFont.load_default(NUMBER)

    def rule(self, box: Box) -> None:
        self.draw.line(self.pixels(box), fill=RULE, width=5)

    def prose(self, order: int, block: Prose) -> None:
        box = block.box or self.around([line.place for line in block.lines])
        if box is not None:
            self.draw.rectangle(self.pixels(box), outline=PROSE, width=2)
            self.number(order, box)

    def table(self, order: int, table: Table) -> None:
        for cell in table.cells:
            self.cell(cell)
        years = years_of(table)
        for span in table.spans:
            self.span(span, years)
        box = self.around(table.places)
        if box is not None:
            self.number(order, box)

    def cell(self, cell: Cell) -> None:
        box = self.around(cell.places)
        if box is None:
            return
        x0, y0, x1, y1 = self.pixels(box)
        inner = (x0 + INSET, y0 + INSET, max(x1 - INSET, x0 + INSET), max(y1 - INSET, y0 + INSET))
        self.draw.rectangle(inner, outline=CELL, fill=CELL_FILL if cell.filled else None)
        self.label((x0 + 3, y0 + 2), cell_label(cell), CELL)

    def span(self, span: Span, years: YearsOf) -> None:
        box = self.around([span.place])
        if box is None:
            return
        x0, y0, x1, y1 = self.pixels(box)
        self.draw.rectangle((x0, y0, x1, max(y1, y0 + 2)), outline=SPAN, fill=SPAN_FILL, width=2)
        text = covered(span, years)
        self.label((x1 - self.draw.textlength(text, self.small) - 3, y0 - LABEL), text, SPAN)

    def number(self, order: int, box: Box) -> None:
        """The block's place in the reading order, at its upper left corner."""
        x0, y0, _, _ = self.pixels(box)
        x, y = max(0.0, x0 - NUMBER), max(0.0, y0 - NUMBER / 2)
        left, top, right, bottom = self.draw.textbbox((x, y), str(order), self.large)
        self.draw.rectangle((left - 4, top - 3, right + 4, bottom + 3), fill=ORDER)
        self.draw.text((x, y), str(order), WHITE, self.large)

    def label(self, at: tuple[float, float], text: str, color: Color) -> None:
        self.draw.text(at, text, color, self.small, stroke_width=1, stroke_fill=HALO)

    def around(self, places: Sequence[Place]) -> Box | None:
        """The box of what stands on this page."""
        boxes = [place.box for place in places if place.box is not None and place.page == self.page]
        if not boxes:
            return None
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.union(box)
        return whole

    def pixels(self, box: Box) -> tuple[float, float, float, float]:
        return box.x0 * self.scale, box.y0 * self.scale, box.x1 * self.scale, box.y1 * self.scale


def cell_label(cell: Cell) -> str:
    """Where a cell stands, and how many rows and columns it takes where they are several.

    >>> cell_label(Cell(0, 2, 1, 3, ())), cell_label(Cell(4, 1, 1, 1, ()))
    ('r0c2 1x3', 'r4c1')
    """
    size = f" {cell.rowspan}x{cell.colspan}" if cell.rowspan * cell.colspan > 1 else ""
    return f"r{cell.row}c{cell.col}{size}"
