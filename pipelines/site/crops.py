"""Places of records -> parts of their pages as pictures, or lines of their text dump, with the places marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from extract.document import file_bytes, is_pdf, lines_of
from extract.model import Box, Limits, ReadError
from extract.pdf import Pdf, Pixels, open_pdf, page_size, pixels
from pipelines.moved import Spot
from pipelines.site.webp import webp

SCALE = 2.0
"""Pixels a point."""
AROUND = 28.0
"""Points shown around the places: a line or two of what stands beside them."""
LEAST = (260.0, 60.0)
"""Width and height in points of the smallest part shown: enough to find it on the page."""
CONTEXT = 1
"""Lines shown around the lines of a dump."""

When = Literal["before", "after", "both"]


class Mark(NamedTuple):
    """A place in a picture, in points from its upper left corner."""

    when: When
    x: float
    y: float
    width: float
    height: float


class Crop(NamedTuple):
    """A part of a page. file: its name; width, height: in points."""

    page: int
    file: str
    width: float
    height: float
    marks: tuple[Mark, ...]


class Excerpt(NamedTuple):
    """A line of a dump; when: None where it is shown for what stands around it."""

    number: int
    text: str
    when: When | None


class Shown(NamedTuple):
    """What is shown of a record. why: nothing, as the file could not be opened."""

    crops: tuple[Crop, ...] = ()
    lines: tuple[Excerpt, ...] = ()
    why: str | None = None


class Cutter:
    """Cuts places out of one document into a folder; each page is drawn once at most for neighbouring records."""

    def __init__(self, path: Path, folder: Path, prefix: str) -> None:
        self.folder, self.prefix, self.made = folder, prefix, 0
        self.pdf: Pdf | None = None
        self.lines: dict[int, str] = {}
        self.drawn: tuple[int, Pixels] | None = None
        self.why: str | None = None
        try:
            data = file_bytes(path, Limits())
            if is_pdf(data):
                self.pdf = open_pdf(data, path.name, Limits())
            else:
                for line in lines_of(data):  # a form feed within a line makes two of it
                    self.lines[line.number] = self.lines.get(line.number, "") + line.text
        except ReadError as error:
            self.why = str(error)

    def show(self, before: Sequence[Spot], after: Sequence[Spot]) -> Shown:
        marked: list[tuple[Spot, When]] = [
            (spot, when(spot, before, after)) for spot in dict.fromkeys((*before, *after))
        ]
        if self.why is not None:
            return Shown(why=self.why)
        if self.pdf is None:
            return Shown(lines=tuple(excerpt(self.lines, marked)))
        try:
            return Shown(tuple(self.crops(self.pdf, marked)))
        except ReadError as error:
            return Shown(why=str(error))

    def crops(self, pdf: Pdf, marked: Sequence[tuple[Spot, When]]) -> Iterator[Crop]:
        """A picture a page."""
        by_page: dict[int, list[tuple[Box, When]]] = {}
        for spot, said in marked:
            if spot.box is not None and spot.page <= pdf.page_count:
                by_page.setdefault(spot.page, []).append((Box(*spot.box), said))
        for page in sorted(by_page):
            yield self.crop(pdf, page, by_page[page])

    def crop(self, pdf: Pdf, page: int, boxes: Sequence[tuple[Box, When]]) -> Crop:
        part = around([box for box, _ in boxes], page_size(pdf, page))
        self.made += 1
        name = f"{self.prefix}-{self.made:04}.webp"
        scaled = Box(*(edge * SCALE for edge in part))
        (self.folder / name).write_bytes(webp(self.page(pdf, page), scaled))
        marks = tuple(Mark(said, b.x0 - part.x0, b.y0 - part.y0, b.x1 - b.x0, b.y1 - b.y0) for b, said in boxes)
        return Crop(page, name, part.x1 - part.x0, part.y1 - part.y0, marks)

    def page(self, pdf: Pdf, number: int) -> Pixels:
        if self.drawn is None or self.drawn[0] != number:
            self.drawn = (number, pixels(pdf, number, SCALE))
        return self.drawn[1]


def when(spot: Spot, before: Sequence[Spot], after: Sequence[Spot]) -> When:
    return "both" if spot in before and spot in after else "before" if spot in before else "after"


def around(boxes: Sequence[Box], size: tuple[float, float]) -> Box:
    """The boxes with some of what stands around them, within the page.

    >>> around([Box(50.0, 100.0, 90.0, 112.0)], (595.0, 842.0))
    Box(x0=0.0, y0=72.0, x1=260.0, y1=140.0)
    """
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    x0, x1 = widened(whole.x0 - AROUND, whole.x1 + AROUND, LEAST[0], size[0])
    y0, y1 = widened(whole.y0 - AROUND, whole.y1 + AROUND, LEAST[1], size[1])
    return Box(x0, y0, x1, y1)


def widened(low: float, high: float, least: float, most: float) -> tuple[float, float]:
    """An interval of at least this length, within 0 and the end of the page."""
    lacking = max(0.0, least - (high - low)) / 2
    low, high = low - lacking, high + lacking
    low, high = low + max(0.0, -low), high + max(0.0, -low)
    return max(0.0, low - max(0.0, high - most)), min(high, most)


def excerpt(lines: Mapping[int, str], marked: Sequence[tuple[Spot, When]]) -> Iterator[Excerpt]:
    """The lines of the places and those around them."""
    said: dict[int, When] = {}
    for spot, each in marked:
        if spot.lines is not None:
            said |= dict.fromkeys(range(spot.lines[0], spot.lines[1] + 1), each)
    near = {number + step for number in said for step in range(-CONTEXT, CONTEXT + 1)}
    for number in sorted(near & lines.keys()):
        yield Excerpt(number, lines[number], said.get(number))
