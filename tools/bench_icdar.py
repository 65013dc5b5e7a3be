"""Tables of the ICDAR 2013 competition, found and read by each reader, beside the ground truth; part of `make bench`.

The PDFs and their scorer stand in ../shared/icdar2013; where they are not, this is left out. The score is the
competition's: adjacency relations between the cells, precision and recall averaged over the documents.
"""

from __future__ import annotations

import logging
import runpy
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pymupdf

from extract import document
from extract.model import Table

FOLDER = Path("../shared/icdar2013")
NEAR = 1.0
"""Points two edges of cells differ and are the same column's."""

Spot = tuple[int, int, int, int, str]
"""First row and column, last row and column, text."""
Found = list[tuple[int, list[Spot]]]
"""Tables, each with the page it begins on."""
Bbox = tuple[float, float, float, float]


class Score(NamedTuple):
    """A line of the comparison. ratio: CPU time over the floor of the same pages."""

    name: str
    precision: float
    recall: float
    f1: float
    ratio: float


def ours(path: Path) -> Found:
    tables = [block for block in document.read(path).blocks if isinstance(block, Table)]
    return [(table.places[0].page, list(_spots(table))) for table in tables]


def _spots(table: Table) -> Iterator[Spot]:
    for cell in table.cells:
        yield cell.row, cell.col, cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1, cell.text


def find_tables(path: Path) -> Found:
    found: Found = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            tables = page.find_tables()
            for table in tables.tables if tables else ():
                found.append((int(page.number or 0) + 1, spread([row.cells for row in table.rows], table.extract())))
    return found


def extract_tables(path: Path) -> Found:
    found: Found = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                found.append((page.page_number, spread([row.cells for row in table.rows], table.extract())))
            page.close()
    return found


def spread(boxes: Sequence[Sequence[Bbox | None]], texts: Sequence[Sequence[str | None]]) -> list[Spot]:
    """Cells as rectangles -> cells with spans: a merged one covers the columns and rows it is drawn over."""
    flat = [(box, text) for row, line in zip(boxes, texts, strict=True) for box, text in zip(row, line, strict=True)]
    cells = [(box, text) for box, text in flat if box]
    xs, ys = (_edges(box[i] for box, _ in cells for i in (axis, axis + 2)) for axis in (0, 1))
    return [
        (_at(ys, box[1]), _at(xs, box[0]), _at(ys, box[3]) - 1, _at(xs, box[2]) - 1, text or "") for box, text in cells
    ]


def _edges(positions: Iterator[float]) -> list[float]:
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > NEAR:
            found.append(position)
    return found


def _at(edges: list[float], position: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - position))


def floor(path: Path) -> Found:
    with pymupdf.open(path) as pdf:
        for page in pdf:
            page.get_text("rawdict")
            page.get_cdrawings()
    return []


READERS: tuple[tuple[str, Callable[[Path], Found]], ...] = (
    ("keikaku", ours),
    ("PyMuPDF find_tables", find_tables),
    ("pdfplumber find_tables", extract_tables),
)


def scores() -> list[Score]:
    """One line a reader; none where the documents are not there."""
    paths = sorted(FOLDER.glob("*/*.pdf"))
    if not paths:
        return []
    scorer = runpy.run_path(str(FOLDER / "score.py"))
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    for _, reader in (("", floor), *READERS):  # the first call loads fonts and dictionaries
        reader(paths[0])
    lowest, _ = _timed(floor, paths)
    return [_score(name, reader, paths, lowest, scorer) for name, reader in READERS]


def _score(
    name: str, reader: Callable[[Path], Found], paths: list[Path], lowest: float, scorer: dict[str, Any]
) -> Score:
    seconds, found = _timed(reader, paths)
    told: dict[str, float] = scorer["summ"](scorer["score"](found, 0))
    return Score(name, told["P_doc"], told["R_doc"], told["F1_doc"], seconds / lowest)


def _timed(reader: Callable[[Path], Found], paths: list[Path]) -> tuple[float, dict[str, Found]]:
    start = time.process_time()
    found = {str(path): reader(path) for path in paths}
    return time.process_time() - start, found


def print_scores(found: Sequence[Score]) -> None:
    print(f"\n{'ICDAR 2013, tables found':34}{'P':>7}{'R':>7}{'F1':>7}{'x floor':>10}")
    for each in found:
        print(f"{each.name:34}{each.precision:7.3f}{each.recall:7.3f}{each.f1:7.3f}{each.ratio:10.2f}")


if __name__ == "__main__":
    pymupdf.no_recommend_layout()
    print_scores(scores())
