"""Tables as data, set and drawn on PDF pages in memory, and read back."""

from __future__ import annotations

import io
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import read
from extract.model import Block, Table

WIDTH, HEIGHT = 842.0, 842.0
GOTHIC = "HeiseiKakuGo-W5"
LEFT, TOP = 40.0, 60.0
PADDING = 4.0
LEADING = 1.3
pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))

Segment = tuple[float, float, float, float]


class Spot(NamedTuple):
    """A cell: its place in the table, and the lines printed in it."""

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: tuple[str, ...]

    def below(self, rows: int) -> Spot:
        return self._replace(row=self.row + rows)


class Drawn(NamedTuple):
    """A table with its column and row edges in points."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spots: tuple[Spot, ...]
    size: float
    padding: float = PADDING


class Text(NamedTuple):
    """A cell before it is set: its place and its text in one line."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str


def width_of(text: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, GOTHIC, size)


def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """The text in lines no wider than the room."""
    lines = [""] if text else []
    for char in text:
        if lines[-1] and width_of(lines[-1] + char, size) > room:
            lines.append("")
        lines[-1] += char
    return tuple(lines)


def set_table(widths: Sequence[float], texts: Sequence[Text], size: float, padding: float = PADDING) -> Drawn:
    """The table with its texts wrapped, its rows as high as they need to be."""
    xs = tuple(itertools.accumulate(widths, initial=LEFT))
    spots = [
        Spot(t.row, t.col, t.rowspan, t.colspan, wrapped(t.text, xs[t.col + t.colspan] - xs[t.col] - 2 * padding, size))
        for t in texts
    ]
    heights = [LEADING * size + 2 * PADDING] * max(s.row + s.rowspan for s in spots)
    for s in sorted(spots, key=lambda s: s.rowspan):
        have, need = sum(heights[s.row : s.row + s.rowspan]), len(s.lines) * LEADING * size + 2 * PADDING
        heights[s.row + s.rowspan - 1] += max(0.0, need - have)
    return Drawn(xs, tuple(itertools.accumulate(heights, initial=TOP)), tuple(sorted(spots)), size, padding)


class Sheet:
    """Pages whose coordinates run from the top left."""

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(WIDTH, HEIGHT))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def fill(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.0) -> None:
        self.canvas.setFillGray(grey)
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def text(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont(GOTHIC, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def texts(self, drawn: Drawn, align: str = "left") -> None:
        """All texts of a table, from the top of their cells. align: of short texts, in their columns."""
        for s in drawn.spots:
            x0, x1 = drawn.xs[s.col] + drawn.padding, drawn.xs[s.col + s.colspan] - drawn.padding
            for n, line in enumerate(s.lines):
                slack = x1 - x0 - width_of(line, drawn.size) if len(s.lines) == 1 else 0.0
                x = x0 + {"left": 0.0, "centre": slack / 2, "right": slack}[align]
                y = drawn.ys[s.row] + PADDING + (n * LEADING + 1) * drawn.size
                self.text(x, y, line, drawn.size)

    def page(self) -> None:
        self.canvas.showPage()

    def blocks(self, again: bool = False) -> tuple[Block, ...]:
        """What is read of the pages drawn so far. again: cut by the white between texts."""
        self.canvas.save()
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(self.file.getvalue())
            file.flush()
            document = read(Path(file.name))
            return document.again()[0].blocks if again else document.blocks

    def tables(self, again: bool = False) -> list[Table]:
        return [block for block in self.blocks(again) if isinstance(block, Table)]


def spots(table: Table) -> tuple[Spot, ...]:
    return tuple(
        Spot(c.row, c.col, c.rowspan, c.colspan, tuple(line.text for line in c.lines))
        for c in sorted(table.cells, key=lambda c: (c.row, c.col))
    )


def edges(drawn: Drawn) -> set[tuple[bool, int, int]]:
    """The sides of all cells as unit pieces: (horizontal, edge, column or row)."""
    found: set[tuple[bool, int, int]] = set()
    for s in drawn.spots:
        for col in range(s.col, s.col + s.colspan):
            found |= {(True, s.row, col), (True, s.row + s.rowspan, col)}
        for row in range(s.row, s.row + s.rowspan):
            found |= {(False, s.col, row), (False, s.col + s.colspan, row)}
    return found


def segments(drawn: Drawn, pieces: set[tuple[bool, int, int]], whole: bool) -> Iterator[Segment]:
    """Pieces as segments; whole: those that follow one another as one."""
    for flat, edge in sorted({(flat, edge) for flat, edge, _ in pieces}):
        at = sorted(k for f, e, k in pieces if (f, e) == (flat, edge))
        runs: list[list[int]] = []
        for k in at:
            if whole and runs and runs[-1][-1] == k - 1:
                runs[-1].append(k)
            else:
                runs.append([k])
        for run in runs:
            along, across = (drawn.xs, drawn.ys) if flat else (drawn.ys, drawn.xs)
            a, b, c = along[run[0]], along[run[-1] + 1], across[edge]
            yield (a, c, b, c) if flat else (c, a, c, b)


Pen = Callable[[Sheet, float, float, float, float], None]


def stroke(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.line(x0, y0, x1, y1)


def thin(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.fill(x0 - 0.4, y0 - 0.4, x1 + 0.4, y1 + 0.4)


def dashed(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.canvas.setDash(3, 2)
    sheet.line(x0, y0, x1, y1)
    sheet.canvas.setDash()


def dots(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    """Dots drawn one by one, as Excel writes them."""
    steps = int(max(x1 - x0, y1 - y0) / 2.5)
    for i in range(steps + 1):
        x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
        sheet.fill(x - 0.4, y - 0.4, x + 0.4, y + 0.4)


def double(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    for d in (-0.8, 0.8):
        sheet.line(x0 + d * (x0 == x1), y0 + d * (y0 == y1), x1 + d * (x0 == x1), y1 + d * (y0 == y1))


def overshooting(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    d = 2.0
    sheet.line(x0 - d * (y0 == y1), y0 - d * (x0 == x1), x1 + d * (y0 == y1), y1 + d * (x0 == x1))


def short(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    d = 1.4
    sheet.line(x0 + d * (y0 == y1), y0 + d * (x0 == x1), x1 - d * (y0 == y1), y1 - d * (x0 == x1))


PENS: tuple[Pen, ...] = (stroke, thin, dashed, dots, double, overshooting, short)
