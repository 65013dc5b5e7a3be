"""Draws docs/page-and-records.png: a page of a sample with the places of one initiative, and its records beside it.

`uv run python tools/draw_readme_picture.py`; to be run again when the sample or its records change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pymupdf

from extract.document import read
from normalize.record import Initiative, Records, Result, Source, Target
from normalize.records import records

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "samples/plan_cards/source.pdf"
NAME = "葦舟まつりの魅力向上"
PICTURE = ROOT / "docs/page-and-records.png"

MARGIN = 14.0
AROUND = 12.0
"""Points of the page shown above and below the initiative."""
PANEL = 410.0
LEADING = 12.2
SIZE, HEADING = 8, 10
FONT = pymupdf.Font("cjk")
DPI = 130
BLACK, GREY = (0.1, 0.1, 0.1), (0.45, 0.45, 0.45)
COLORS = {"initiatives": (0.10, 0.35, 0.80), "targets": (0.05, 0.55, 0.25), "results": (0.85, 0.40, 0.05)}
LABELLED = (0.0, 66.0)
COLUMNS = (0.0, 118.0, 176.0, 232.0, 300.0, 350.0)


class Part(NamedTuple):
    """The rows of one table that belong to the initiative, as lines of columns, the header first."""

    table: str
    lines: tuple[tuple[str, ...], ...]
    places: frozenset[Source]


def chosen() -> tuple[Part, ...]:
    """What the picture shows: the initiative NAME, its targets, its results."""
    found = records(read(SOURCE), "picture")
    [initiative] = [row for row in found.initiatives if row.name == NAME]
    return (initiative_part(initiative), *(value_part(table, found, initiative) for table in ("targets", "results")))


def initiative_part(row: Initiative) -> Part:
    labelled = (
        ("number", row.number),
        ("name", row.name),
        ("policy", " › ".join(row.policy)),
        ("departments", "、".join(row.departments)),
        ("content", row.content),
        ("objective", row.objective),
    )
    lines = [pair for label, text in labelled for pair in folded(label, text or "")]
    return Part("initiatives", tuple(lines), frozenset(row.source))


def folded(label: str, text: str) -> Iterator[tuple[str, str]]:
    """The label beside the first line of the text; lines of the panel's width."""
    width = 38
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)]
    yield from zip((label, *[""] * len(lines)), lines, strict=False)


def value_part(table: str, found: Records, initiative: Initiative) -> Part:
    rows: tuple[Target | Result, ...] = found.targets if table == "targets" else found.results
    own = [row for row in rows if row.initiative_id == initiative.initiative_id]
    header = ("indicator", "fiscal_year", "kind" if table == "targets" else "basis", "text", "value", "unit")
    return Part(table, (header, *map(line_of, own)), frozenset(place for row in own for place in row.source))


def line_of(row: Target | Result) -> tuple[str, ...]:
    kind = row.kind if isinstance(row, Target) else row.basis
    value = "" if row.value is None else f"{row.value:g}"
    return (row.indicator or "", str(row.fiscal_year), kind, row.text, value, row.unit or "")


def box_of(place: Source) -> pymupdf.Rect | None:
    return None if place.x0 is None else pymupdf.Rect(place.x0, place.y0, place.x1, place.y1)


def boxes(places: Iterable[Source], page: int) -> list[pymupdf.Rect]:
    return [box for place in places if place.page == page and (box := box_of(place)) is not None]


def draw(parts: tuple[Part, ...]) -> pymupdf.Document:
    """The page's strip on the left, the records on the right."""
    number = next(place.page for place in parts[0].places if place.field == "name")
    inner = [box for part in parts for box in boxes((p for p in part.places if p.field != "policy"), number)]
    with pymupdf.open(SOURCE) as source:
        whole = source[number - 1].rect
        strip = pymupdf.Rect(40, min(b.y0 for b in inner) - AROUND, whole.width - 40, max(b.y1 for b in inner) + AROUND)
        height = max(strip.height, LEADING * sum(len(part.lines) + 2 for part in parts)) + 2 * MARGIN
        picture = pymupdf.open()
        page = picture.new_page(width=strip.width + PANEL + 3 * MARGIN, height=height)
        shift = pymupdf.Point(MARGIN, (height - strip.height) / 2)
        frame = pymupdf.Rect(shift.x, shift.y, shift.x + strip.width, shift.y + strip.height)
        page.show_pdf_page(frame, source, number - 1, clip=strip)
    for part in parts:
        for box in boxes(part.places, number):
            if box in strip:
                placed = box + (shift.x - strip.x0, shift.y - strip.y0) * 2 + (-1.5, -1, 1.5, 1)
                page.draw_rect(placed, color=COLORS[part.table], fill=COLORS[part.table], fill_opacity=0.10, width=0.9)
    write(page, parts, strip.width + 2 * MARGIN)
    return picture


def write(page: pymupdf.Page, parts: tuple[Part, ...], left: float) -> None:
    """The records, table by table, from the top of the panel."""
    top = MARGIN + LEADING
    for part in parts:
        initiative = part.table == "initiatives"
        put(page, (left, top), part.table, HEADING, COLORS[part.table])
        for at, line in enumerate(part.lines):
            top += LEADING
            for column, (offset, text) in enumerate(zip(LABELLED if initiative else COLUMNS, line, strict=True)):
                label = column == 0 if initiative else at == 0
                put(page, (left + offset, top), text, SIZE, GREY if label else BLACK)
        top += 2 * LEADING


def put(page: pymupdf.Page, at: tuple[float, float], text: str, size: int, color: tuple[float, float, float]) -> None:
    writer = pymupdf.TextWriter(page.rect)
    writer.append(at, text, font=FONT, fontsize=size)
    writer.write_text(page, color=color)


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    draw(chosen())[0].get_pixmap(dpi=DPI).save(PICTURE)
