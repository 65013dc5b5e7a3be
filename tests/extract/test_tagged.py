"""A tagged table of which nothing is drawn: its cells are what the structure tree says."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from extract.document import Reader, read
from extract.model import Box, Table
from extract.regions import GridCell
from extract.tagged import TagCell, cells_of, tagged_grid

ROWS = [
    ("No", "Name of what is done", "Content", "Target"),
    ("1", "Booking at the counter", "less waiting for all who", "300"),
    ("", "of the town hall", "come to the counter", ""),
    ("2", "Books to read at home", "more books that nobody", "240"),
    ("", "on every device", "has to come and fetch", ""),
    ("3", "Shelters registered", "no paper is needed when", "12"),
    ("", "by a code", "many come at once", ""),
]
XS = (40, 60, 152, 262)
"""Columns that touch; what is below a name is its second line, as near as the next row."""


def tagged(path: Path) -> None:
    """Three rows of two lines each, below a header; each line is marked content of its cell."""
    lines: list[str] = []
    with pymupdf.open() as file:
        page = file.new_page(width=400, height=200)
        page.insert_text((40, 20), "A plan")
        trs: list[list[list[int]]] = []
        for n, row in enumerate(ROWS):
            if n in (0, 1, 3, 5):
                trs.append([[] for _ in row])
            for cell, x, text in zip(trs[-1], XS, row, strict=True):
                if text:
                    cell.append(len(lines))
                    where = f"1 0 0 1 {x} {160 - 9.5 * n} Tm"
                    lines.append(f"/Span <</MCID {len(lines)}>> BDC BT /helv 9 Tf {where} ({text}) Tj ET EMC")
        [xref] = page.get_contents()
        file.update_stream(xref, (file.xref_stream(xref) or b"") + b"\n" + "\n".join(lines).encode())
        root = file.get_new_xref()
        table = _node(file, root, "Table", page.xref, "")
        rows = [_node(file, table, "TR", page.xref, "") for _ in trs]
        for at, cells in zip(rows, trs, strict=True):
            made = [_node(file, at, "TD", page.xref, " ".join(map(str, marks))) for marks in cells]
            _adopt(file, at, made)
        _adopt(file, table, rows)
        file.update_object(root, f"<</Type/StructTreeRoot/K[{table} 0 R]>>")
        file.xref_set_key(file.pdf_catalog(), "StructTreeRoot", f"{root} 0 R")
        file.save(path)


def _node(file: pymupdf.Document, parent: int, kind: str, page: int, marks: str) -> int:
    xref = file.get_new_xref()
    file.update_object(xref, f"<</Type/StructElem/S/{kind}/P {parent} 0 R/Pg {page} 0 R/K[{marks}]>>")
    return xref


def _adopt(file: pymupdf.Document, parent: int, children: list[int]) -> None:
    file.xref_set_key(parent, "K", f"[{' '.join(f'{child} 0 R' for child in children)}]")


@pytest.mark.parametrize("reader", ["pymupdf", "pdfplumber"])
def test_cells_are_those_of_the_structure_tree(reader: Reader, tmp_path: Path) -> None:
    tagged(tmp_path / "tagged.pdf")
    (table,) = (block for block in read(tmp_path / "tagged.pdf", reader).blocks if isinstance(block, Table))
    wanted = [list(ROWS[0])]
    for n in (1, 3, 5):
        wanted.append(["\n".join(filter(None, pair)) for pair in zip(ROWS[n], ROWS[n + 1], strict=True)])
    assert [cell.text for cell in table.cells] == [text for row in wanted for text in row]


def test_spans_push_cells_on() -> None:
    tall = {"type": "TD", "attributes": {"RowSpan": 2}}
    rows = [[tall, {"type": "TD", "attributes": {"ColSpan": 2}}], [{"type": "TD"}, {"type": "TD"}]]
    table = {"type": "Table", "children": [{"type": "TR", "children": row} for row in rows]}
    cells = [found.cell for found in cells_of(table, {})]
    assert cells == [GridCell(0, 0, 2, 1), GridCell(0, 1, 1, 2), GridCell(1, 1, 1, 1), GridCell(1, 2, 1, 1)]


def test_the_rows_of_a_table_that_stand_on_another_page_are_left_out() -> None:
    """The tree holds the whole table on each page it runs over; its header and first row are printed before."""
    printed = [[None, None], [None, None], [Box(40, 60, 90, 70), Box(120, 60, 150, 70)], [Box(40, 80, 80, 90), None]]
    cells = [TagCell(GridCell(r, c, 1, 1), box) for r, row in enumerate(printed) for c, box in enumerate(row)]
    grid = tagged_grid(cells)
    assert grid is not None
    assert grid.ys.tolist() == [58.0, 75.0, 92.0]
    assert grid.cells == tuple(GridCell(r, c, 1, 1) for r in range(2) for c in range(2))
