"""Drawings of growing size -> how the time to read them grows; part of `make bench`.

A document twice the size may take twice the time: an exponent of 1. What is compared is the CPU time of one size and
of four times that size, so a fixed cost makes the exponent lower, never higher.
"""

from __future__ import annotations

import io
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract import document

GOTHIC = "HeiseiKakuGo-W5"
TIMES = 4
"""The larger document is so many times the smaller one."""
BAR = 1.15
"""The exponent at which a cost is still called linear: n log n is 1.1 at these sizes."""
ROW = 16.0
XS = (40.0, 80.0, 220.0, 320.0, 420.0, 520.0)
HEAD = ("番号", "取組名", "担当課", "令和7年度", "令和8年度")
WIDTH = 595.0


class Growth(NamedTuple):
    """Seconds for a drawing of `size` parts and for TIMES as many."""

    name: str
    size: int
    small: float
    large: float

    @property
    def exponent(self) -> float:
        return log(self.large / self.small) / log(TIMES)


Draw = Callable[[Canvas, int], None]


def rows(canvas: Canvas, count: int, lines: bool, shades: bool, top: float | None = None) -> None:
    """A table on one page: all cells ruled, every other row shaded, or nothing drawn."""
    height = ROW * (count + 1) + 80
    if top is None:
        canvas.setPageSize((WIDTH, height))
        top = height - 40
    canvas.setFont(GOTHIC, 9)
    for n in range(count + 1):
        y = top - ROW * n
        if shades and not n % 2:
            canvas.setFillGray(0.85)
            canvas.rect(XS[0], y - ROW, XS[-1] - XS[0], ROW, stroke=0, fill=1)
            canvas.setFillGray(0)
        texts = HEAD if not n else (str(n), f"窓口の改善{n}", "市民課", f"{n}件", f"{2 * n}件")
        for x, x1, text in zip(XS[:-1], XS[1:], texts, strict=True):
            canvas.drawString(x + 4, y - 12, text)
            if lines:
                canvas.rect(x, y - ROW, x1 - x, ROW, stroke=1, fill=0)


def pages(canvas: Canvas, count: int) -> None:
    for _ in range(count):
        canvas.setPageSize((WIDTH, 842))
        rows(canvas, 20, True, False, 800.0)
        canvas.showPage()


def tables(canvas: Canvas, count: int) -> None:
    """Tables of two rows and two columns, four side by side."""
    canvas.setPageSize((WIDTH, 60.0 * (count // 4 + 1) + 80))
    canvas.setFont(GOTHIC, 9)
    for n in range(count):
        x, y = 40.0 + 130 * (n % 4), 40.0 + 60 * (n // 4)
        for i in range(4):
            left, low = x + 55 * (i % 2), y + ROW * (i // 2)
            canvas.rect(left, low, 55, ROW)
            canvas.drawString(left + 4, low + 4, ("取組", f"事業{n}", "課名", "市民課")[i])


def glyphs(canvas: Canvas, count: int) -> None:
    """Strings of eleven glyphs anywhere on the page."""
    made = random.Random(1)
    canvas.setPageSize((WIDTH, WIDTH))
    canvas.setFont(GOTHIC, 6)
    for _ in range(count // 11):
        canvas.drawString(made.uniform(0, 500), made.uniform(0, 580), "窓口の手続きを改める事")


def rules(canvas: Canvas, count: int) -> None:
    """Level rules of any length, with a text above each tenth."""
    made = random.Random(2)
    canvas.setPageSize((WIDTH, 842))
    canvas.setFont(GOTHIC, 6)
    for n in range(count):
        x, y = made.uniform(20, 300), made.uniform(20, 800)
        canvas.line(x, y, x + made.uniform(20, 250), y)
        if not n % 10:
            canvas.drawString(x, y + 2, "窓口の改善")


def crossings(canvas: Canvas, count: int) -> None:
    """As many rules up and down as across, each over the whole page."""
    canvas.setPageSize((WIDTH, WIDTH))
    canvas.setFont(GOTHIC, 6)
    canvas.drawString(40, 40, "窓口の改善")
    side = count // 2
    for n in range(side):
        at = 20 + 555 * n / side
        canvas.line(20, at, 575, at)
        canvas.line(at, 20, at, 575)


def fills(canvas: Canvas, count: int) -> None:
    """Shaded areas anywhere on the page, of four colours."""
    made = random.Random(3)
    canvas.setPageSize((WIDTH, 842))
    canvas.setFont(GOTHIC, 6)
    for n in range(count):
        x, y = made.uniform(20, 500), made.uniform(20, 800)
        canvas.setFillGray(0.6 + 0.1 * (n % 4))
        canvas.rect(x, y, made.uniform(5, 60), made.uniform(5, 30), stroke=0, fill=1)
        canvas.setFillGray(0)
        if not n % 10:
            canvas.drawString(x, y + 2, "窓口の改善")


DRAWN: tuple[tuple[str, int, Draw], ...] = (
    ("pages", 25, pages),
    ("rows on a page, ruled", 750, lambda canvas, n: rows(canvas, n, True, False)),
    ("rows on a page, shaded", 750, lambda canvas, n: rows(canvas, n, False, True)),
    ("rows on a page, nothing drawn", 750, lambda canvas, n: rows(canvas, n, False, False)),
    ("tables on a page", 250, tables),
    ("glyphs on a page", 20_000, glyphs),
    ("rules on a page", 1_000, rules),
    ("rules that cross", 250, crossings),
    ("fills on a page", 1_000, fills),
)


def drawn(draw: Draw, size: int) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    draw(canvas, size)
    canvas.save()
    return file.getvalue()


def first_cutting(path: Path) -> float:
    """CPU seconds to read a PDF and cut it as it is drawn; the second cutting leaves pages of so many parts alone."""
    start = time.process_time()
    document.read(path)
    return time.process_time() - start


def grown(name: str, size: int, draw: Draw, seconds: Callable[[Path], float] = first_cutting) -> Growth:
    with tempfile.TemporaryDirectory() as folder:
        taken: list[float] = []
        for times in (1, TIMES):
            path = Path(folder) / f"{times}.pdf"
            path.write_bytes(drawn(draw, size * times))
            taken.append(min(seconds(path) for _ in range(2)))
    return Growth(name, size, *taken)


def print_growth(found: Sequence[Growth]) -> None:
    print(f"\n{'how reading grows':34}{'size':>8}{'s':>8}{f'x {TIMES}':>8}{'exponent':>10}")
    for each in found:
        late = " over the bar" if each.exponent > BAR else ""
        print(f"{each.name:34}{each.size:8}{each.small:8.2f}{each.large:8.2f}{each.exponent:10.2f}{late}")


def growths() -> list[Growth]:
    with tempfile.TemporaryDirectory() as folder:  # what is loaded once is not timed
        path = Path(folder) / "first.pdf"
        path.write_bytes(drawn(pages, 1))
        first_cutting(path)
    return [grown(*each) for each in DRAWN]


if __name__ == "__main__":
    print_growth(growths())
