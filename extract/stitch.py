"""Tables of single pages -> tables that run over pages: the last of a page and the first of the next, if they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from math import inf
from typing import NamedTuple

from extract.model import Block, Cell, Prose, Span, Table
from extract.seam import is_cut_row, plain, running_on, seam
from extract.settle import HEAD, moved, parted, whole

SAME_EDGE = 3.0
"""Points the column edges of one table differ from page to page."""
SAME_WIDTH = 4.0
GAP, COLUMNS = "gap_lattice", 3
"""The flag of tables cut by white, and columns of such a table at least: two stand so by chance."""
FORM, ALIKE = 20, 2
"""Rows at the head of two pieces that are compared, and how many of them below their headers are the same in copies of
one form; two rows of a list never print the same."""
FOOTNOTE = ("※", "＊", "*", "注", "（注", "(注")


def stitched(pages: Sequence[tuple[Block, ...]]) -> list[Block]:
    """All blocks in order, continued tables joined."""
    out: list[Block] = []
    opened: set[str] = set()
    aside: dict[int, list[Cell]] = {}
    for block in chain.from_iterable(pages):
        if isinstance(block, Prose):
            out.append(block)
        elif not _goes_on(out, block, opened, aside):
            opened.update(filter(None, (_opening(block),)))
            out.append(block)
    return [whole(block, aside[i]) if i in aside and isinstance(block, Table) else block for i, block in enumerate(out)]


def _goes_on(out: list[Block], block: Table, opened: set[str], aside: dict[int, list[Cell]]) -> bool:
    """Whether the table goes on with this one; it is then joined to it. aside: cells no further page can change."""
    index = _open_table(out)
    upper = out[index] if index >= 0 else None
    joined = _continue(upper, block, known=_opening(block) in opened) if isinstance(upper, Table) else None
    if joined is None or not isinstance(upper, Table):
        return False
    out[index], settled = parted(joined, block.n_rows)
    aside[index] = [*moved(aside.get(index, []), upper.x_edges, joined.x_edges), *settled]
    return True


def _opening(table: Table) -> str | None:
    """What the first cell of a table prints, if it is no number."""
    top = next((cell for cell in table.cells if cell.row == 0 and cell.col == 0), None)
    return plain(top) if top is not None and top.lines and not plain(top).isdigit() else None


def _open_table(out: list[Block]) -> int:
    """The table nothing but footnotes follows yet, or -1."""
    for index in range(len(out) - 1, -1, -1):
        block = out[index]
        if isinstance(block, Table):
            return index
        if not all(line.text.lstrip().startswith(FOOTNOTE) for line in block.lines):
            return -1
    return -1


def _continue(upper: Table, lower: Table, *, known: bool) -> Table | None:
    """Both pieces as one table; None where the lower one is a table of its own.

    known: an earlier table opened with the same word, as each card of a series does.
    """
    if not _breaks(upper, lower):
        return None
    fit = _fit(upper, lower)
    if fit is None:
        return None
    a, b = _on(upper, fit.upper, fit.edges), _on(lower, fit.lower, fit.edges)
    header = _repeated_header(a, b)
    if header and _is_copy(a, b, header):
        return None
    if not header and (
        (known and not fit.same) or _starts_anew(a, b) or _is_headed_beside(a, b) or not (fit.same or _runs_on(a, b))
    ):
        return None
    return _joined(a, _without_rows(b, header))


def _breaks(upper: Table, lower: Table) -> bool:
    """Whether a page's or a column's end lies between them."""
    above, below = upper.places[-1], lower.places[0]
    if above.box is None or below.box is None:
        return False
    if below.page == above.page:
        return below.box.x0 >= above.box.x1 and below.box.y0 < above.box.y1
    return below.page == above.page + 1


class _Fit(NamedTuple):
    """Common column edges of two pieces, and where each piece's own edges lie among them."""

    edges: tuple[float, ...]
    upper: list[int]
    lower: list[int]
    same: bool


def _fit(upper: Table, lower: Table) -> _Fit | None:
    """How the columns of two pieces of the same width fit; a shift of the whole (mirrored margins) does not matter."""
    a, b = upper.x_edges, lower.x_edges
    if _have_same_columns(upper, lower):
        return _Fit(a, [*range(len(a))], [*range(len(a))], True)
    if not a or not b or abs((a[-1] - a[0]) - (b[-1] - b[0])) > SAME_WIDTH:
        return None
    moved = [x - b[0] + a[0] for x in b]
    edges = list(a)
    edges.extend(x for x in moved if min(abs(x - y) for y in a) > SAME_EDGE)
    edges.sort()
    nearest = [min(range(len(edges)), key=lambda i: abs(edges[i] - x)) for x in moved]
    if len(set(nearest)) != len(nearest):
        return None
    return _Fit(tuple(edges), [edges.index(x) for x in a], nearest, len(a) == len(b) == len(edges))


def _have_same_columns(upper: Table, lower: Table) -> bool:
    """Whether the white that parts the columns of one piece parts those of the other; where its edge is put is free."""
    if {GAP} - {*upper.flags} or {GAP} - {*lower.flags} or upper.n_cols != lower.n_cols or upper.n_cols < COLUMNS:
        return False
    ends = [_extents(upper), _extents(lower)]
    rights = [max(column) for column in zip(*(right for _, right in ends), strict=True)]
    lefts = [min(column) for column in zip(*(left for left, _ in ends), strict=True)]
    return all(right <= left for right, left in zip(rights[:-1], lefts[1:], strict=True))


def _extents(table: Table) -> tuple[list[float], list[float]]:
    """Where the texts of each column begin and end."""
    left, right = [inf] * table.n_cols, [-inf] * table.n_cols
    for cell in table.cells:
        for box in (line.place.box for line in cell.lines if cell.colspan == 1):
            if box is not None:
                left[cell.col], right[cell.col] = min(left[cell.col], box.x0), max(right[cell.col], box.x1)
    return left, right


def _on(table: Table, at: list[int], edges: tuple[float, ...]) -> Table:
    """The table with its columns counted on the common edges."""
    if at == list(range(len(edges))):
        return replace(table, x_edges=edges)
    cells = tuple(replace(c, col=at[c.col], colspan=at[c.col + c.colspan] - at[c.col]) for c in table.cells)
    spans = tuple(replace(s, first=at[s.first], last=at[s.last + 1] - 1) for s in table.spans)
    return replace(table, cells=cells, spans=spans, n_cols=len(edges) - 1, x_edges=edges)


def _rows(table: Table, count: int) -> list[list[tuple[int, int, int, str]]]:
    """Place, size and text of the cells that begin in each of the first rows."""
    rows: list[list[tuple[int, int, int, str]]] = [[] for _ in range(count)]
    for cell in table.cells:
        if cell.row < count:
            rows[cell.row].append((cell.col, cell.colspan, cell.rowspan, plain(cell)))
    return rows


def _repeated_header(upper: Table, lower: Table) -> int:
    """How many rows at the top of the lower piece repeat the first rows of the table."""
    count = min(HEAD, upper.n_rows, lower.n_rows)
    same = 0
    for above, below in zip(_rows(upper, count), _rows(lower, count), strict=True):
        if above != below or (not above and not same):
            break
        same += 1
    while same and any(cell.row < same < cell.row + cell.rowspan for cell in lower.cells):
        same -= 1
    return same if any(plain(cell) for cell in lower.cells if cell.row < same) else 0


def _is_copy(upper: Table, lower: Table, header: int) -> bool:
    """Whether both pieces print the same further down, too: labels between the values of one form, filled in twice."""
    count = min(FORM, upper.n_rows, lower.n_rows)
    pairs = list(zip(_rows(upper, count), _rows(lower, count), strict=True))[header:]
    return sum(above == below and all(text for *_, text in above) for above, below in pairs if above) >= ALIKE


def _labels(table: Table) -> list[str]:
    return [text for cell in table.cells if cell.col == 0 and (text := plain(cell))]


def _starts_anew(upper: Table, lower: Table) -> bool:
    """Whether the lower piece opens with the label the table opened with: the next card, not the rest of one."""
    above, below = _labels(upper), _labels(lower)
    top = [cell for cell in lower.cells if cell.row == 0 and cell.col == 0]
    if not above or not below or not top or not top[0].lines or below[0].isdigit():
        return False
    return above[0] == below[0] and above[1:2] == below[1:2]


def _is_headed_beside(upper: Table, lower: Table) -> bool:
    """Whether the lower piece stands beside the upper one under a shaded header row of its own."""
    same_page = upper.places[-1].page == lower.places[0].page
    return same_page and all(_is_shaded(table, 0) and not _is_shaded(table, 1) for table in (upper, lower))


def _is_shaded(table: Table, row: int) -> bool:
    return all(cell.filled for cell in table.cells if cell.row <= row < cell.row + cell.rowspan)


def _runs_on(upper: Table, lower: Table) -> bool:
    """Whether the lower piece, though it has other columns, goes on inside a card or under the same header row."""
    top = next((cell for cell in lower.cells if cell.row == 0 and cell.col == 0), None)
    if top is None:
        return False
    found = seam(upper, lower)
    if found.same_layout and len(found.pairs) > 1:
        return True
    last = [cell for cell in upper.cells if cell.col == 0 and cell.row + cell.rowspan == upper.n_rows]
    same_column = any(cell.colspan == top.colspan for cell in last)
    if not top.lines:
        return same_column or top.colspan == lower.n_cols
    return same_column and top.filled and any(cell.filled for cell in last)


def _without_rows(table: Table, count: int) -> Table:
    if not count:
        return table
    cells = tuple(replace(c, row=c.row - count) for c in table.cells if c.row >= count)
    spans = tuple(replace(s, row=s.row - count) for s in table.spans if s.row >= count)
    return replace(table, cells=cells, spans=spans, n_rows=table.n_rows - count)


def _joined(upper: Table, lower: Table) -> Table:
    if not lower.n_rows:
        return replace(upper, places=upper.places + lower.places)
    overlap = 1 if is_cut_row(upper, lower) else 0
    running = running_on(upper, lower) if not overlap else seam(upper, lower).pairs
    shift = upper.n_rows - overlap
    merged = {id(above): _merge(above, below, overlap) for above, below in running}
    gone = {id(below) for _, below in running}
    cells = [merged.get(id(cell), cell) for cell in upper.cells]
    cells.extend(replace(cell, row=cell.row + shift) for cell in lower.cells if id(cell) not in gone)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    spans: tuple[Span, ...] = (*upper.spans, *(replace(s, row=s.row + shift) for s in lower.spans))
    return Table(
        tuple(cells),
        upper.n_rows + lower.n_rows - overlap,
        upper.n_cols,
        upper.places + lower.places,
        upper.x_edges,
        spans,
        min(upper.confidence, lower.confidence),
        tuple(dict.fromkeys((*upper.flags, *lower.flags, "continued"))),
    )


def _merge(above: Cell, below: Cell, overlap: int) -> Cell:
    rowspan = above.rowspan + below.rowspan - overlap
    places = above.places + below.places
    return replace(above, rowspan=rowspan, lines=above.lines + below.lines, places=places)
