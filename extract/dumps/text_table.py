"""Rows of cell texts of a text dump -> Table: nested copies taken out, the gaps of merged cells closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.dumps.inline import printed_items
from extract.dumps.items import strip_marks
from extract.dumps.markup import HtmlTable, Piece, fragments, has_markup
from extract.dumps.merged import covered, merged
from extract.model import Cell, Line, Place, Table

Lines = tuple[Line, ...]


class Numbered(NamedTuple):
    """A line of the file: its number from 1, its page and its text; last: of the lines, where it is several."""

    number: int
    page: int
    text: str
    last: int = 0

    @property
    def place(self) -> Place:
        return Place(self.page, None, (self.number, max(self.number, self.last)))


class Row(NamedTuple):
    """A row of a table: the place of its line and the lines of its cells, from the first column.

    nested: it stood as a table of its own in one cell.
    """

    place: Place
    cells: list[Lines]
    nested: bool = False


@dataclass(slots=True)
class Read:
    """What a run of table lines holds: rows, nested tables that have no room in them, and copies left out."""

    rows: list[Row] = field(default_factory=list[Row])
    apart: list[tuple[HtmlTable, Numbered]] = field(default_factory=list[tuple[HtmlTable, Numbered]])
    copies: list[Line] = field(default_factory=list[Line])


def lines_of(pieces: Sequence[Piece], first: Numbered) -> Lines:
    """The printed lines of pieces of text that begin on the line `first`.

    >>> [line.text for line in lines_of([Piece("(1) 調査 (2) 公開", 0, "line")], Numbered(7, 1, ""))]
    ['(1) 調査', '(2) 公開']
    """
    lines: list[Line] = []
    for piece in pieces:
        number = first.number + piece.line
        place = Place(first.page, None, (number, number))
        listed = piece.kind == "list"
        items = printed_items(strip_marks(piece.text), listed)
        lines += [Line(item, place, bullet=listed or piece.kind == "item") for item in items]
    return tuple(lines)


def plain_lines(text: str, place: Place) -> Lines:
    """The printed lines of a cell's text without tags.

    >>> [line.text for line in plain_lines(" ・周知 ・研修 ", Place(1))], plain_lines(" ", Place(1))
    (['・周知', '・研修'], ())
    """
    parts = (part.strip() for part in text.split("\n"))
    return tuple(Line(item, place) for part in parts if part for item in printed_items(strip_marks(part)))


def read_rows(printed: Sequence[tuple[Numbered, Sequence[str]]]) -> Read:
    """The rows of a run of table lines; a table nested in a cell stands in the columns from that cell on.

    A converter prints such a row up to three times: nested in its first cell, in the columns after it, and as the
    next row. One is kept.
    """
    read = Read()
    nested: list[str] = []
    for line, texts in printed:
        tables: dict[int, HtmlTable] = {}
        row = Row(line.place, [])
        for column, text in enumerate(texts):
            if not has_markup(text):
                row.cells.append(plain_lines(text, row.place))
                continue
            parts = fragments(text)
            row.cells.append(lines_of([part for part in parts if isinstance(part, Piece)], line))
            tables.update((column, part) for part in parts if isinstance(part, HtmlTable))
        if nested and not tables and texts_of(row.cells) == nested:
            read.copies += [line for cell in row.cells for line in cell]
            nested = []
        elif tables:
            nested = _unfold(read, row, tables, line)
        else:
            read.rows.append(row)
            nested = []
    return read


def texts_of(cells: Sequence[Lines]) -> list[str]:
    """The text of the cells that are not empty."""
    return ["\n".join(line.text for line in cell) for cell in cells if cell]


def _unfold(read: Read, row: Row, tables: dict[int, HtmlTable], line: Numbered) -> list[str]:
    """Put the first nested table into the columns from its cell on; its texts, for the next row may repeat them."""
    column, *others = tables
    read.apart += [(tables[other], line) for other in others]
    inner = [[lines_of(cell.pieces, line) for cell in cells] for cells in tables[column].rows]
    read.apart += [(deep, line) for cells in tables[column].rows for cell in cells for deep in cell.tables]
    texts = [text for cells in inner for text in texts_of(cells)]
    after = row.cells[column + 1 :]
    if texts and texts_of(after) == texts:
        read.copies += [copy for cell in after for copy in cell]
        after = []
    width = max((len(cells) for cells in inner), default=0)
    if any(after[: width - 1]):
        read.rows.append(row)
        read.apart.append((tables[column], line))
        return []
    own = row.cells[: column + 1]
    if own[column] or not inner:
        read.rows.append(Row(row.place, own + after))
        own = [()] * column
    else:
        inner[0] += after[len(inner[0]) - 1 :]
        own = own[:column]
    read.rows += [
        Row(row.place, (own if index == 0 else [()] * column) + cells, nested=True) for index, cells in enumerate(inner)
    ]
    return texts


def table_of(rows: Sequence[Row]) -> Table | None:
    """The table of rows of cells: columns and rows that are empty to the end cut off, gaps closed."""
    last_row = max((index for index, row in enumerate(rows) if any(row.cells)), default=-1)
    rows = rows[: last_row + 1]
    n_cols = max((_filled(row)[-1] + 1 for row in rows if any(row.cells)), default=0)
    if not n_cols:
        return None
    rows = [_beside_label(row, n_cols) for row in rows]
    cells: list[Cell] = []
    gaps = _gaps(rows, n_cols)
    rows = [row._replace(cells=[*row.cells, *[()] * n_cols][:n_cols]) for row in rows]
    spans = merged([["".join(line.text for line in cell) for cell in row.cells] for row in rows])
    hidden = covered(spans)
    for index, row in enumerate(rows):
        merges = any((index, column) in hidden or (index, column) in spans for column in range(n_cols))
        last = n_cols - 1 if merges else gaps.get(index, n_cols - 1)
        for column in range(last + 1):
            if (index, column) not in hidden:
                down, right = spans.get((index, column), (1, n_cols - last if column == last else 1))
                cells.append(Cell(index, column, down, right, row.cells[column], (row.place,)))
    return Table(tuple(cells), len(rows), n_cols, extent(rows[0].place, rows[-1].place), confidence=0.9)


def extent(first: Place, last: Place) -> tuple[Place, ...]:
    """The place from one to another of the same page.

    >>> extent(Place(1, None, (3, 3)), Place(1, None, (8, 9))) == (Place(1, None, (3, 9)),)
    True
    """
    assert first.lines is not None
    assert last.lines is not None
    return (Place(first.page, None, (first.lines[0], last.lines[1])),)


def extents(places: Iterable[Place]) -> tuple[Place, ...]:
    """The lines of each page from the first to the last of some places, which stand in any order."""
    pages: dict[int, list[Place]] = {}
    for each in places:
        pages.setdefault(each.page, []).append(each)
    ordered = (sorted(own, key=lambda p: p.lines or (0, 0)) for own in pages.values())
    return tuple(extent(own[0], own[-1])[0] for own in ordered)


def _beside_label(row: Row, n_cols: int) -> Row:
    """A nested row one cell short of the table stands beside the label above it that runs on: values under years."""
    if row.nested and len(_filled(row)) == len(row.cells) == n_cols - 1:
        return row._replace(cells=[(), *row.cells])
    return row


def _filled(row: Row) -> list[int]:
    return [column for column, cell in enumerate(row.cells) if cell]


def _gaps(rows: Sequence[Row], n_cols: int) -> dict[int, int]:
    """Rows whose last cell is merged to the table's end -> its column.

    A row of a label, or of a label and one text, is such a row: above the year header always; below it, a short
    text is a value and the blanks after it are years without one.
    """
    filled = [_filled(row) for row in rows]
    header = next((index for index, columns in enumerate(filled) if set(range(1, n_cols)) <= set(columns)), len(rows))
    widest = [0] * n_cols
    for row, columns in zip(rows, filled, strict=True):
        if len(columns) > 2:
            for column in columns:
                widest[column] = max(widest[column], _length(row.cells[column]))
    gaps: dict[int, int] = {}
    for index, columns in enumerate(filled):
        if not columns or len(columns) > 2 or columns[-1] - columns[0] != len(columns) - 1 or columns[-1] == n_cols - 1:
            continue
        last = columns[-1]
        follows = filled[index + 1] if index + 1 < len(rows) else []
        goes_on = bool(follows) and (
            follows[0] > 0 or texts_of(rows[index].cells[:1]) == texts_of(rows[index + 1].cells[:1])
        )
        values_follow = len(follows) > len(columns) and goes_on
        if last == 0 or index < header or values_follow or _length(rows[index].cells[last]) > widest[last]:
            gaps[index] = last
    return gaps


def _length(cell: Lines) -> int:
    return sum(len(line.text) for line in cell)
