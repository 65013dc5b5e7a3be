"""A workbook's sheet -> blocks in reading order: its tables with merged cells, and the texts around them.

What blank rows part is apart, as for Excel itself (its current region). Where cells are ruled or shaded, a text in a
row that is neither stands outside the table; of a sheet without rules the merged cells are told as in a text dump.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extract.dumps.continued import continued
from extract.dumps.framed import is_framed, is_index, unframed
from extract.dumps.ragged import filled_up
from extract.dumps.text_table import Row, table_of
from extract.model import Block, Cell, Line, Place, Prose, Table, TooLarge
from extract.office.redated import redated
from extract.office.workbook import Rect, Sheet, Shown

MOST_MERGED = MOST_ROOM = 20_000_000
"""Cells of all merged ranges that are looked at, and of a table with its empty ones; a sheet has some thousands."""
_FEWEST_APART = 3
"""Texts of a row that is neither ruled nor shaded that make it one of the table."""


class Placed(NamedTuple):
    """A cell with its room among the rows and columns that are seen (from 0), and what it shows; flags: its doubts."""

    top: int
    left: int
    bottom: int
    right: int
    shown: Shown
    place: Place
    flags: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        return self.shown.style.ruled or self.shown.style.filled

    @property
    def has_text(self) -> bool:
        return bool(self.shown.text.strip())

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as typed; a sentence's end, or an indent, begins a paragraph."""
        style, begins, found = self.shown.style, True, list[Line]()
        for text in self.shown.text.split("\n"):
            if text.strip():
                flags = ("begins", *self.flags) if begins or text[0] == "\u3000" else self.flags
                found.append(Line(text, self.place, style.size, style.font, flags=flags))
                begins = text.rstrip()[-1] in "。"
        return tuple(found)


def sheet_blocks(sheet: Sheet, page: int) -> list[Block]:
    """The blocks of a sheet, the number of which is `page`."""
    blocks: list[Block] = []
    cells = _placed(sheet, page)
    framed = is_framed([[cell.shown.text for cell in cells]])
    for region in _regions(cells, 1 + framed):  # a frame leaves a row blank below labels in two rows
        blocks += _blocks(region)
    whole = continued(blocks)[0]
    for box in reversed(sheet.boxes):
        place = Place(page, None, (box.row, box.row), sheet.name, (box.column, box.column))
        below = (n for n, block in enumerate(whole) if _first_row(block) >= box.row)
        whole.insert(next(below, len(whole)), Prose(tuple(Line(text, place) for text in box.text.split("\n"))))
    return whole


def _first_row(block: Block) -> int:
    place = block.places[0] if isinstance(block, Table) else block.lines[0].place
    return (place.lines or (0, 0))[0]


def _placed(sheet: Sheet, page: int) -> list[Placed]:
    """The cells that are seen, those in the room of merged ones left out; the sheet is flagged where texts are not."""
    rooms = _rooms(sheet)
    restored = _restored(sheet)
    rows, columns = _seen(sheet.hidden_rows), _seen(sheet.hidden_columns)
    found: list[Placed] = []
    for (row, column), shown in sorted(sheet.cells.items()):
        first, left, last, right = rooms.get((row, column), (row, column, row, column))
        top, bottom, start, end = rows(first), rows(last + 1) - 1, columns(left), columns(right + 1) - 1
        if bottom >= top and end >= start:
            place = Place(page, None, (first, last), sheet.name, (left, right))
            text = restored.get((row, column))
            shown = shown if text is None else shown._replace(text=text)
            found.append(Placed(top, start, bottom, end, shown, place, ("redated",) if text else ()))
        elif shown.text.strip():
            sheet.flags.add("hidden")
    return _across(found)


def _seen(hidden: set[int]) -> Callable[[int], int]:
    """A row or column of the sheet (from 1) -> its number among those that are seen (from 0)."""
    ordered = sorted(hidden)
    return lambda number: number - 1 - bisect_left(ordered, number)


def _rooms(sheet: Sheet) -> dict[tuple[int, int], Rect]:
    """Merged ranges by their first cell; the cells in their room are taken out of the sheet."""
    rooms: dict[tuple[int, int], Rect] = {}
    room = MOST_MERGED
    for first, left, last, right in sheet.merged:
        if (first, left) not in sheet.cells:
            continue
        many = (last - first + 1) * (right - left + 1)
        room -= max(min(many, len(sheet.cells)), last - first + 1)
        if room < 0:
            raise TooLarge(f"sheet {sheet.name}: more merged cells than any plan has")
        if many < len(sheet.cells):
            inside = [(r, c) for r in range(first, last + 1) for c in range(left, right + 1)]
        else:
            inside = [(r, c) for r, c in sheet.cells if first <= r <= last and left <= c <= right]
        for place in inside:
            if place != (first, left):
                sheet.cells.pop(place, None)
                rooms.pop(place, None)
        rooms[first, left] = first, left, last, right
    return rooms


def _restored(sheet: Sheet) -> dict[tuple[int, int], str]:
    """The texts of cells that Excel made dates of; the sheet is flagged."""
    columns: dict[int, list[int]] = {}
    for row, column in sheet.cells:
        columns.setdefault(column, []).append(row)
    found: dict[tuple[int, int], str] = {}
    for column, rows in columns.items():
        rows.sort()
        typed = redated([sheet.cells[row, column] for row in rows])
        found |= {(rows[n], column): text for n, text in typed.items()}
    if found:
        sheet.flags.add("redated")
    return found


def _across(cells: Sequence[Placed]) -> list[Placed]:
    """The cells, a text that is centred over the empty cells at its right as wide as they are together."""
    found: list[Placed] = []
    for cell in cells:
        last = found[-1] if found else None
        style = cell.shown.style
        beside = last is not None and last.top == cell.top and last.right == cell.left - 1
        if last is not None and beside and style.across and last.shown.style.across and not cell.has_text:
            found[-1] = last._replace(right=cell.right)
        elif cell.has_text or style.ruled or style.filled:
            found.append(cell)
    return found


def _regions(cells: Sequence[Placed], step: int = 1) -> Iterator[list[Placed]]:
    """Cells with no blank row between them, and with no blank column where they are ruled on both sides of it."""
    for part in _apart(cells, lambda cell: (cell.top, cell.bottom), step):
        beside = _apart(part, lambda cell: (cell.left, cell.right))
        ruled = all(any(cell.is_set and cell.has_text for cell in each) for each in beside)
        if len(beside) > 1 and ruled:
            for each in beside:
                yield from _regions(each, step)
        elif any(cell.has_text for cell in part):
            yield part


def _apart(cells: Sequence[Placed], extent: Callable[[Placed], tuple[int, int]], step: int = 1) -> list[list[Placed]]:
    """Cells in groups that lie more than a step apart."""
    parts: list[list[Placed]] = []
    reach = -9
    for cell in sorted(cells, key=extent):
        first, last = extent(cell)
        if first > reach + step:
            parts.append([])
        parts[-1].append(cell)
        reach = max(reach, last)
    return [sorted(part) for part in parts]


def _blocks(region: Sequence[Placed]) -> Iterator[Block]:
    """The tables of a region, and the texts above, between and below them."""
    in_table = _table_rows([cell for cell in region if cell.has_text], region)
    part: list[Placed] = []
    for cell in region:
        if any(row in in_table for row in range(cell.top, cell.bottom + 1)):
            part.append(cell)
        elif cell.has_text:
            yield from _tables(part)
            part = []
            yield Prose(cell.lines)
    yield from _tables(part)


def _table_rows(texts: Sequence[Placed], region: Sequence[Placed]) -> set[int]:
    """The rows that are of a table."""
    count: dict[int, int] = {}
    for cell in texts:
        count[cell.top] = count.get(cell.top, 0) + 1
    set_rows = {row for cell in region if cell.is_set for row in range(cell.top, cell.bottom + 1)}
    loose = {row for row, many in count.items() if many >= _FEWEST_APART and row not in set_rows}
    if set_rows and len(loose) <= sum(row in set_rows for row in count):  # else only the labels are ruled
        return set_rows | loose
    several = sorted(row for row, many in count.items() if many > 1)
    spanned = (cell.bottom for cell in texts)
    return set(range(several[0], max(*several, *spanned) + 1)) if several else set()


def _tables(cells: Sequence[Placed]) -> Iterator[Block]:
    texts = [cell for cell in cells if cell.has_text]
    if not texts:
        return
    known = any(cell.is_set or cell.top < cell.bottom or cell.left < cell.right for cell in texts)
    if known and not is_framed([[cell.shown.text for cell in texts]]):
        yield _table(texts)
    else:
        yield from _told(texts)


def _table(texts: Sequence[Placed]) -> Table:
    """The table of cells whose room is known: of the rows and columns, those in which a text begins."""
    rows, columns = _lines_of(texts)
    free = {(row, column) for row in range(len(rows)) for column in range(len(columns))}
    cells: list[Cell] = []
    for each in texts:
        row, column = bisect_left(rows, each.top), bisect_left(columns, each.left)
        down, right = bisect_left(rows, each.bottom + 1) - row, bisect_left(columns, each.right + 1) - column
        cells.append(Cell(row, column, down, right, each.lines, (each.place,), each.shown.style.filled))
        free -= {(r, c) for r in range(row, row + down) for c in range(column, column + right)}
    cells += (Cell(row, column, 1, 1, ()) for row, column in free)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(tuple(cells), len(rows), len(columns), (_extent(texts),), flags=("sure",))


def _told(texts: Sequence[Placed]) -> Iterator[Block]:
    """The table of cells of which it is not known how far they ran, as one of tab-separated text is read."""
    held = {(cell.top, cell.left): cell for cell in texts}
    rows, columns = _lines_of(texts)
    typed = [[held[r, c].shown.text if (r, c) in held else "" for c in columns] for r in rows]
    if is_index(typed):
        columns, typed = columns[1:], [row[1:] for row in typed]
    printed = unframed(typed)
    rows = [rows[0]] * (len(printed) - len(rows)) + rows
    places = {cell.top: cell.place for cell in reversed(texts)}
    found: list[Row] = []
    for row, cells in zip(rows, printed, strict=True):
        lines = [
            held[row, column]._replace(shown=held[row, column].shown._replace(text=text)).lines
            if (row, column) in held
            else ()
            for column, text in zip(columns, cells, strict=True)
        ]
        found.append(Row(places[row], lines))
    table = table_of(filled_up(found))
    if table is not None:
        yield Table(table.cells, table.n_rows, table.n_cols, (_extent(texts),), confidence=table.confidence)


def _lines_of(texts: Sequence[Placed]) -> tuple[list[int], list[int]]:
    """The rows and columns in which a text begins."""
    rows, columns = sorted({cell.top for cell in texts}), sorted({cell.left for cell in texts})
    if len(rows) * len(columns) > MOST_ROOM:
        name, many = texts[0].place.sheet, f"{len(rows):,} rows of {len(columns):,} columns"
        raise TooLarge(f"sheet {name}: {many}, more than any plan has")
    return rows, columns


def _extent(texts: Sequence[Placed]) -> Place:
    first = texts[0].place
    lines = [cell.place.lines or (0, 0) for cell in texts]
    columns = [cell.place.columns or (0, 0) for cell in texts]
    within = min(a for a, _ in lines), max(b for _, b in lines)
    return Place(first.page, None, within, first.sheet, (min(a for a, _ in columns), max(b for _, b in columns)))
