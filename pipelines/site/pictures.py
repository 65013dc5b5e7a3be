"""A document's file -> what stands on the left of its page: pictures of its pages, or the lines of a text dump.

What a worker process does for some pages of one document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from extract.model import Limits, ReadError
from pipelines.site.script import script

if TYPE_CHECKING:
    from extract.pdf import Pdf

SCALE = 2.0
"""Pixels a point: sharp on screens with two pixels a dot, and legible when zoomed to twice the size."""
MOST_PIXELS = 5000.0
"""Pixels the longer side of a picture has at most; plans fold out to A0."""
CHUNK = 40
"""Pages drawn in one task: enough to be worth opening the file, few enough to lose with one that kills its process."""

Why = Literal["moved", "changed", "unreadable"]


class Job(NamedTuple):
    """Some pages of a document to be drawn. path: its file; folder: where the pictures go."""

    path: str
    sha256: str
    folder: str
    first: int
    last: int


class Sheet(NamedTuple):
    """A page: its size in points, and its picture (None where it cannot be drawn: `why` says so)."""

    page: int
    width: float
    height: float
    file: str | None
    why: str | None = None


class Shown(NamedTuple):
    """What was drawn. lines: the document is a dump, whose lines stand in lines.js. why: it could not be opened."""

    sheets: tuple[Sheet, ...] = ()
    lines: int = 0
    why: Why | None = None


def show(job: Job) -> Shown:
    """Draw the pages of a job into its folder."""
    from extract.document import file_bytes, is_pdf

    try:
        data = file_bytes(Path(job.path), Limits())
    except ReadError:
        return Shown(why="moved")
    if hashlib.sha256(data).hexdigest() != job.sha256:
        return Shown(why="changed")
    try:
        return show_pages(job, data) if is_pdf(data) else show_lines(job, data)
    except ReadError:
        return Shown(why="unreadable")


def show_lines(job: Job, data: bytes) -> Shown:
    from extract.document import lines_of

    lines = [[line.number, line.page, line.text] for line in lines_of(data)]
    Path(job.folder, "lines.js").write_text(script("lines", lines), "utf-8")
    return Shown(lines=len(lines))


def show_pages(job: Job, data: bytes) -> Shown:
    from extract.pdf import open_pdf

    pdf = open_pdf(data, Path(job.path).name, Limits())
    return Shown(tuple(sheets(pdf, job)))


def sheets(pdf: Pdf, job: Job) -> Iterator[Sheet]:
    from extract.pdf import page_size

    for number in range(job.first, min(job.last, pdf.page_count) + 1):
        width, height = 0.0, 0.0
        try:
            width, height = (round(side, 2) for side in page_size(pdf, number))
            yield Sheet(number, width, height, picture(pdf, number, max(width, height), Path(job.folder)))
        except ReadError as error:
            yield Sheet(number, width, height, None, str(error))


def picture(pdf: Pdf, number: int, longer: float, folder: Path) -> str:
    """Draw a page; the name of its file."""
    from extract.pdf import pixels
    from pipelines.site.webp import webp

    drawn = pixels(pdf, number, min(SCALE, MOST_PIXELS / max(longer, 1.0)))
    name = f"p{number:04}.webp"
    (folder / name).write_bytes(webp(drawn))
    return name
