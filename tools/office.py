"""A document as it was read best from a PDF -> the same tables and texts as a workbook, a Word document or CSV.

    python -m tools.office plan.pdf … -o FOLDER [--as xlsx docx csv]

What a city publishes beside its PDF: merged cells are kept, an arrow stands as a sign in the cells below it.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from extract.document import read
from extract.model import Block, Cell, Document, Line, Prose, Table
from normalize.family import printed_words
from normalize.reading.merit import best
from normalize.records import makers
from normalize.words.look import look
from normalize.wrap import Piece, groups

THIN = Side(style="thin")
GREY = "D9D9D9"


def as_typed(lines: tuple[Line, ...], cell: Cell | None = None) -> str:
    """The text of lines without the breaks that the width made; offices stand one below the other."""
    piece = Piece(lines, cell.places if cell is not None else ())
    if look("\n".join(line.text for line in lines)).kind == "departments":
        return "\n".join(line.text.strip() for line in lines)
    return "\n".join("".join(line.text.strip() for line in group) for group in groups(piece))


def paragraphs(prose: Prose) -> Iterator[tuple[str, float]]:
    """The paragraphs of running text, and the other lines one by one; with their size."""
    for group in groups(Piece(prose.lines)):
        text = "".join(line.text for line in group)
        yield from [(text, group[0].size)] if text[-1:] == "。" else ((line.text, line.size) for line in group)


def blocks_of(document: Document) -> Iterator[Block]:
    """The blocks, the running head first, arrows as signs in the cells they cover."""
    heads = {line.text: line for line in document.furniture if any(char.isalpha() for char in line.text)}
    if heads:
        yield Prose(tuple(heads.values()))
    for block in document.blocks:
        yield with_signs(block) if isinstance(block, Table) else block


def with_signs(table: Table) -> Table:
    cells = list(table.cells)
    for span in table.spans:
        for n, cell in enumerate(cells):
            if cell.row == span.row and span.first <= cell.col <= span.last:
                first = cell.col == span.first and span.lines
                sign = replace(span.lines[0], text="→") if span.lines else Line("→", span.place)
                if not cell.lines:
                    cells[n] = replace(cell, lines=span.lines if first else (sign,))
    return replace(table, cells=tuple(cells), spans=())


def workbook(document: Document, path: Path, ruled: bool = True) -> None:
    """One sheet a document, a blank row between its blocks."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "計画"
    row = 1
    for block in blocks_of(document):
        if isinstance(block, Prose):
            for text, size in paragraphs(block):
                sheet.cell(row, 1, text).font = Font(size=size or 11)
                row += 1
        else:
            for each in block.cells:
                fill_in(sheet, each, row, ruled)
            row += block.n_rows + 1
    book.save(path)


def fill_in(sheet: Worksheet, cell: Cell, row: int, ruled: bool) -> None:
    first, left = row + cell.row, 1 + cell.col
    last, right = first + cell.rowspan - 1, left + cell.colspan - 1
    printed = sheet.cell(first, left, as_typed(cell.lines, cell) or None)
    printed.font = Font(size=cell.lines[0].size if cell.lines and cell.lines[0].size else 9)
    printed.alignment = Alignment(wrap_text=True, vertical="top")
    if cell.filled:
        printed.fill = PatternFill("solid", fgColor=GREY)
    if ruled:
        for line in sheet.iter_rows(first, last, left, right):
            for each in line:
                each.border = Border(THIN, THIN, THIN, THIN)
    if cell.rowspan * cell.colspan > 1:
        sheet.merge_cells(start_row=first, start_column=left, end_row=last, end_column=right)


def wordfile(document: Document, path: Path, ruled: bool = True) -> None:
    """Paragraphs and tables; sizes as printed."""
    word: Any = docx.Document()
    for block in blocks_of(document):
        if isinstance(block, Prose):
            for text, size in paragraphs(block):
                word.add_paragraph().add_run(text).font.size = Pt(size or 10.5)
            continue
        table = word.add_table(block.n_rows, block.n_cols, style="Table Grid" if ruled else None)
        grid = [list(row.cells) for row in table.rows]
        for cell in block.cells:
            first, last = grid[cell.row][cell.col], grid[cell.row + cell.rowspan - 1][cell.col + cell.colspan - 1]
            printed = first if first is last else first.merge(last)
            write_in(printed, cell)
        word.add_paragraph()
    word.save(path)


def write_in(printed: Any, cell: Cell) -> None:
    for n, text in enumerate(as_typed(cell.lines, cell).split("\n")):
        paragraph = printed.paragraphs[0] if n == 0 else printed.add_paragraph()
        paragraph.add_run(text).font.size = Pt(cell.lines[0].size if cell.lines and cell.lines[0].size else 9)
    if cell.filled:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("fill", GREY)):
            shade.set(qn(f"w:{name}"), value)
        printed._tc.get_or_add_tcPr().append(shade)


def comma_file(document: Document, path: Path) -> None:
    """The rows as a spreadsheet saves them: merged cells once, all rows as wide as the widest."""
    blocks = list(blocks_of(document))
    width = max((block.n_cols for block in blocks if isinstance(block, Table)), default=1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write = csv.writer(file).writerow
        for block in blocks:
            if isinstance(block, Prose):
                for text, _ in paragraphs(block):
                    write([text] + [""] * (width - 1))
            else:
                rows = [[""] * width for _ in range(block.n_rows)]
                for cell in block.cells:
                    rows[cell.row][cell.col] = as_typed(cell.lines, cell)
                for row in (*rows, [""] * width):
                    write(row)


WRITERS: dict[str, Callable[[Document, Path], None]] = {"xlsx": workbook, "docx": wordfile, "csv": comma_file}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--as", nargs="+", choices=WRITERS, default=list(WRITERS), dest="kinds")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for path in arguments.inputs:
        document = best(makers(read(path, words=printed_words()))).winner.candidate.printed
        name = path.parent.name if path.stem == "source" else path.stem
        for kind in arguments.kinds:
            WRITERS[kind](document, arguments.out / f"{name}.{kind}")


if __name__ == "__main__":
    main()
