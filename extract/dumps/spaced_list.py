"""Pages that keep columns by spaces and hold a list -> its table: columns by gutters, rows about their numbers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from extract.dumps.bands import rows_about
from extract.dumps.items import mark_at
from extract.dumps.spaced import Piece, cut, pieces, stacked, starts_under
from extract.dumps.text_table import Numbered, extents
from extract.dumps.tokens import Token, is_ordinal
from extract.dumps.unwrap import unwrapped
from extract.dumps.words import heads, levels, marks, squash
from extract.model import Cell, Line, Table

_HEADER = 4
"""Lines of the tallest header."""
_FEWEST = 3
"""Known headings that make lines a header."""
_LONGEST = 12
_ENDS = "。．！？」』】"


class _Page(NamedTuple):
    """A page's header lines and the lines below it."""

    header: list[Numbered]
    body: list[Numbered]


def list_table(lines: Sequence[Numbered]) -> tuple[Table, list[Numbered]] | None:
    """The list that the pages hold, and the lines outside it; None where they hold none."""
    pages: dict[int, list[Numbered]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    found = [(page, _split(page)) for page in pages.values()]
    if sum(split is not None for _, split in found) * 2 < len(found) and len(found) > 2:
        return None
    left = [line for page, split in found for line in (page if split is None else page[: page.index(split.header[0])])]
    rows: list[list[list[Token]]] = []
    headed: list[list[Token]] | None = None
    for _, split in found:
        if split is None:
            continue
        read = _read(split)
        if read is None:
            return None
        header, body = read
        if headed is None:
            headed, rows = header, [header]
        if len(header) != len(headed):
            return None
        rows += body
    return (_table(rows), left) if len(rows) > 2 else None


def _split(page: Sequence[Numbered]) -> _Page | None:
    """The header of a page's list and what is below it."""
    for n, line in enumerate(page):
        window = [each for each in page[n : n + _HEADER] if each.text.strip()]
        known = {
            found.field for each in window for p in pieces(each) if (found := heads(p.text)) and len(p.text) <= _LONGEST
        }
        if (
            line.text.strip()
            and len(known) >= _FEWEST
            and known & {"name", "number"}
            and all(len(p.text) <= _LONGEST for p in pieces(line))
            and len(pieces(line)) > 1
        ):
            end = n
            while (
                end < len(page)
                and end < n + _HEADER
                and page[end].text.strip()
                and all(len(p.text) <= _LONGEST for p in pieces(page[end]))
                and not any(is_ordinal(p.text) for p in pieces(page[end]))
            ):
                end += 1
            return _Page([each for each in page[n:end] if each.text.strip()], list(page[end:])) if end > n else None
    return None


def _read(page: _Page) -> tuple[list[list[Token]], list[list[list[Token]]]] | None:
    """Header cells and rows of cells of a page; a band is a row of one cell."""
    body = [line for line in page.body if line.text.strip()]
    bands = [n for n, line in enumerate(body) if len(row := pieces(line)) == 1 and levels().match(squash(row[0].text))]
    groups = stacked([pieces(line) for line in page.header])
    middles = [(min(p.x0 for _, p in group) + max(p.x1 for _, p in group)) / 2 for group in groups]
    starts = starts_under(middles, [pieces(line) for n, line in enumerate(body) if n not in bands])
    heading = [_leaf([Token(p.text, page.header[n], heads(p.text), False) for n, p in group]) for group in groups]
    key = next(
        (
            n
            for n, tokens in enumerate(heading)
            if (h := heads("".join(t.text for t in tokens))) and h.field == "number"
        ),
        None,
    )
    if key is None:
        return None
    rows: list[list[list[Token]]] = []
    edges = [-1, *bands, len(body)]
    for first, end in itertools.pairwise(edges):
        if first >= 0:
            rows.append([[Token(body[first].text.strip(), body[first], None, True)]])
        rows += _rows(body[first + 1 : end], starts, key)
    return heading, rows


def _leaf(stacked: list[Token]) -> list[Token]:
    """A header cell without what heads several: 令和７年度の結果 over 自己評価."""
    for n in range(len(stacked)):
        whole = heads("".join(t.text for t in stacked[n:]))
        if whole is not None and whole.field != "year":
            return stacked[n:]
    return stacked


def _rows(lines: Sequence[Numbered], starts: Sequence[int], key: int) -> list[list[list[Token]]]:
    parts = [cut(pieces(line), starts) for line in lines]
    anchors = [float(n) for n, part in enumerate(parts) if key in part and is_ordinal(part[key].text)]
    if not anchors:
        return []
    begins = rows_about(anchors, _breaks(parts, len(starts)))
    begins[0] = 0
    rows: list[list[list[Token]]] = []
    for first, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        row: list[list[Token]] = [[] for _ in starts]
        for n in range(first, end):
            for column, piece in parts[n].items():
                row[column].append(Token(piece.text, lines[n], None, False))
        rows.append(row)
    return rows


def _breaks(parts: Sequence[dict[int, Piece]], count: int) -> list[float]:
    """What it costs to begin a row with each line: sentences that would be cut."""
    widest = [max((len(part[c].text) for part in parts if c in part), default=0) for c in range(count)]
    costs = [0.0]
    for n in range(1, len(parts)):
        cost = 0.0
        for column, piece in parts[n].items():
            above = next((parts[m][column] for m in (n - 1, n - 2) if m >= 0 and column in parts[m]), None)
            if marks(piece.text):
                cost -= 2.0 if marks(piece.text) == "content" else -2.0
            elif above is not None and above.text[-1:] not in _ENDS:
                cost += 2.0 if len(above.text) >= widest[column] - 2 else 0.8
            elif above is not None and mark_at(squash(piece.text)) is None:
                cost += 0.2
        costs.append(cost)
    return costs


def _table(rows: Sequence[Sequence[Sequence[Token]]]) -> Table:
    width = max(map(len, rows))
    cells: list[Cell] = []
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            lines = tuple(unwrapped(cell)) if n else tuple(Line(t.text, t.line.place) for t in cell)
            cells.append(
                Cell(n, m, 1, width if len(row) == 1 else 1, lines, tuple(x.place for x in lines[:1]), filled=n == 0)
            )
    return Table(
        tuple(cells),
        len(rows),
        width,
        extents([line.place for cell in cells for line in cell.lines]),
        confidence=0.6,
        flags=("drawn",),
    )
