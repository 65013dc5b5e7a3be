"""Every sample holds to its approved records, and every row of it can be found on its page."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import pymupdf
import pytest

from extract.dumps.words import heads, knowing, squash
from extract.model import Box, Cell, Place, Table
from normalize.family import printed_words
from normalize.quantity import is_blank
from normalize.record import Records, Source
from pipelines.approved import entries
from pipelines.regress import against_approved, faults, read_sample, sample_folders
from tests.extract.dumped import all_lines, dump

FOLDERS = sample_folders(Path(__file__).parent.parent / "samples")
DUMPS = [folder for folder in FOLDERS if (folder / "source.txt").exists()]
DRAWN = [folder for folder in FOLDERS if (folder / "source.pdf").exists()]


class Quote(NamedTuple):
    """A row's raw text and the places it was read from."""

    row: str
    raw: str
    places: tuple[Source, ...]


class Glyph(NamedTuple):
    text: str
    x: float
    y: float


def folder_name(folder: Path) -> str:
    return folder.name


@cache
def records(folder: Path) -> Records:
    outcome = read_sample(folder)
    assert outcome.trace is None, outcome.trace
    return outcome.records


def test_there_are_samples():
    assert FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=folder_name)
def test_sample_is_as_approved(folder: Path):
    lines = list(against_approved(folder, entries(records(folder))))
    assert not lines, "\n".join(["", *lines])


@pytest.mark.parametrize("folder", FOLDERS, ids=folder_name)
def test_sample_is_described(folder: Path):
    assert list(faults(folder)) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=folder_name)
def test_every_row_says_where_it_stands(folder: Path):
    assert [quote.row for quote in quotes(records(folder)) if not quote.places] == []


@pytest.mark.parametrize("folder", DRAWN, ids=folder_name)
def test_raw_text_stands_in_its_boxes(folder: Path):
    """Order is not asked for: a box holds lines of a cell, and glyphs are drawn in any order."""
    pages = glyphs(folder / "source.pdf")
    lost = [(quote.row, quote.raw, missing(quote, pages)) for quote in quotes(records(folder))]
    assert [each for each in lost if each[-1]] == []


@pytest.mark.parametrize("folder", DUMPS, ids=folder_name)
def test_every_line_of_a_dump_is_read_or_named(folder: Path):
    """A line is outside tables, in a row's source, beside a label, in a list of the initiatives, or in a finding."""
    found, data = records(folder), (folder / "source.txt").read_bytes()
    document = dump("plan.txt", data)
    printed = {n for n, line in enumerate(data.decode().split("\n"), 1) if line.strip()}
    assert printed - {n for line in all_lines(document) for n in line_numbers(line.place)} == set()
    cells = [cell for block in document.blocks if isinstance(block, Table) for cell in block.cells]
    known = named(cells, found) | set(read(found))
    left = [line.text for cell in cells for line in cell.lines if not known.intersection(line_numbers(line.place))]
    doubts = "".join(f"{each.message}{each.actual}" for each in found.findings)
    assert [text for text in left if not is_blank(text) and text not in doubts] == []


def read(found: Records) -> Iterator[int]:
    """The numbers of the lines that rows were read from."""
    for row in (*found.initiatives, *found.targets, *found.results):
        for place in row.source:
            assert place.line_first is not None
            assert place.line_last is not None
            yield from range(place.line_first, place.line_last + 1)


def named(cells: Iterable[Cell], found: Records) -> set[int]:
    """The numbers of the lines that hold a label, or the name or policy of an initiative once more."""
    index = {squash(text) for each in found.initiatives for text in (each.name, *each.policy)}
    with knowing(printed_words()):
        known = [cell for cell in cells if heads(cell.text) or any(text in squash(cell.text) for text in index)]
    return {n for cell in known for line in cell.lines for n in line_numbers(line.place)}


def line_numbers(place: Place) -> range:
    """The numbers of the lines of a dump that a place covers."""
    return range(place.lines[0], place.lines[1] + 1) if place.lines else range(0)


def quotes(found: Records) -> Iterator[Quote]:
    """Names of initiatives, texts of targets and results."""
    for each in found.initiatives:
        yield Quote(each.initiative_id, each.name_raw, of_field(each.source, "name"))
    for each in found.targets:
        yield Quote(each.target_id, each.text_raw, of_field(each.source, "text"))
    for each in found.results:
        yield Quote(each.result_id, each.text_raw, of_field(each.source, "text"))


def of_field(source: tuple[Source, ...], field: str) -> tuple[Source, ...]:
    return tuple(each for each in source if each.field == field)


def glyphs(path: Path) -> list[list[Glyph]]:
    """The characters of each page with their centres, as PyMuPDF itself places them on the displayed page."""
    with pymupdf.open(path) as pdf:
        return [list(page_glyphs(page)) for page in pdf]


def page_glyphs(page: pymupdf.Page) -> Iterator[Glyph]:
    printed = cast("Any", page.get_text("rawdict", flags=0))
    for block in printed["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for char in span["chars"]:
                    x0, y0, x1, y1 = pymupdf.Rect(char["bbox"]) * page.rotation_matrix
                    yield Glyph(char["c"], (x0 + x1) / 2, (y0 + y1) / 2)


def missing(quote: Quote, pages: list[list[Glyph]]) -> str:
    """The characters of the raw text that no glyph in its boxes shows."""
    boxes = [(each.page, box) for each in quote.places if (box := box_of(each))]
    inside = "".join(
        glyph.text
        for number, page in enumerate(pages, 1)
        for glyph in page
        if any(holds(*b, number, glyph) for b in boxes)
    )
    return "".join((bare(quote.raw) - bare(inside)).elements())


def box_of(place: Source) -> Box | None:
    if place.x0 is None or place.y0 is None or place.x1 is None or place.y1 is None:
        return None
    return Box(place.x0, place.y0, place.x1, place.y1)


def holds(page: int, box: Box, number: int, glyph: Glyph) -> bool:
    return page == number and box.x0 <= glyph.x <= box.x1 and box.y0 <= glyph.y <= box.y1


def bare(text: str) -> Counter[str]:
    """Characters without white space; radicals and full-width forms count as the characters they show."""
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))
