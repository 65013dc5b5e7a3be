"""Pages that keep columns by spaces and hold cards -> their tables (forms, figures under headers) and their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.dumps.items import mark_at
from extract.dumps.looks import VALUES, look
from extract.dumps.spaced import Piece, pieces
from extract.dumps.spaced_forms import Form, form_table, forms
from extract.dumps.spaced_header import Page
from extract.dumps.spaced_part import Part, part_of
from extract.dumps.spaced_prose import prose_of
from extract.dumps.spaced_table import read_body, table_of
from extract.dumps.spaced_tree import Header, Node
from extract.dumps.text_table import Numbered
from extract.dumps.unwrap import text_width
from extract.dumps.words import heads, levels, squash
from extract.model import Block, Table

_SIDES = frozenset(("indicator", "goal", "target", "schedule", "result"))
"""Fields that a label may say which stands left of a whole table."""
_MARKED = re.compile(r"[(【<〈《\[]([^)】>〉》\]]{2,12})[)】>〉》\]]")
"""A label in brackets before what it labels: （担当）商工観光課."""
_ROWS = _SIDES - {"result"}
"""Fields of labels that name a row under years."""
_LEAST = 2
"""Cells of a line with such a label, at least one more."""
_STATED = frozenset(("value", "stage", "ordinal"))
"""Looks of what rows state under years."""
_REACH = 5
"""Lines below years in which the first name of a row stands."""
_FAR = 2
"""Blank lines that end a table."""


def is_sheets(pages: Sequence[Page]) -> bool:
    """Whether a column of its own stands left of the years of most headers that have years."""
    alone = [_is_alone(header, page.lines) for page in pages for header in page.headers]
    return sum(alone) * 2 <= len(alone)


def _is_alone(header: Header, page: Sequence[Numbered]) -> bool:
    """Whether a header is of years without names left of their rows."""
    return set(header.fields) == {"year"} and all(heads(name.text) for name in _left(header, page))


def _left(header: Header, page: Sequence[Numbered]) -> list[Piece]:
    """The names and labels of rows left of years."""
    years = header.leaves[0].x0
    rows = [row for line in page[header.end : header.end + _REACH] if (row := pieces(line))]
    return [row[0] for row in rows if row[0].x1 <= years and (heads(row[0].text) is None or _is_row(row))]


def _named(header: Header, page: Sequence[Numbered]) -> Header:
    names = _left(header, page)
    if set(header.fields) != {"year"} or not names:
        return header
    labels = [name for name in names if heads(name.text)]
    names = [name for name in names if not labels or name.x0 < labels[0].x1]
    left, right = min(name.x0 for name in names), max(name.x1 for name in names)
    return header._replace(nodes=(Node(((header.first, Piece(left, right, "")),)), *header.nodes))


def _is_row(row: Sequence[Piece]) -> bool:
    """Whether a line is a row under years, its label left of them: 実施計画  検討  実施."""
    found = heads(row[0].text)
    return found is not None and found.field in _ROWS and not _is_field(row)


def _is_stated(row: Sequence[Piece], following: Sequence[Piece]) -> bool:
    """Whether a line holds figures or stages right of its label, or the next one does where it is the label alone."""
    said = row[1:] or (following if following and following[0].x0 > row[0].x1 else ())
    return any(look(piece.text) in _STATED for piece in said)


class _Found(NamedTuple):
    """A header, the lines of its page, and the parts of its table."""

    header: Header
    page: Sequence[Numbered]
    parts: list[Part]


def sheet_blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """The blocks of the pages, in order."""
    measure = text_width(piece.text for page in pages for line in page.lines for piece in pieces(line))
    found: list[_Found | Block] = []
    for page in pages:
        _read(page.lines, [_named(header, page.lines) for header in page.headers], measure, found)
    for each in found:
        if not isinstance(each, _Found):
            yield each
        elif any(part.lines for part in each.parts):
            yield _raised(table_of(each.header, read_body(each.header, each.parts), each.page))
        else:
            yield from _text(each.page[each.header.first : each.header.end], measure)


def _raised(table: Table) -> Table:
    """The table; the label of its only row is that of the years above too."""
    left = [cell for cell in table.cells if cell.col == 0]
    if len(left) != 2 or left[0].lines or heads(left[1].text) is None:
        return table
    label = replace(left[1], row=0, rowspan=table.n_rows)
    return replace(table, cells=(label, *(cell for cell in table.cells if cell.col > 0)))


def _read(page: Sequence[Numbered], headers: Sequence[Header], measure: float, found: list[_Found | Block]) -> None:
    """Read a page: the rest of the table before it, and each header with what is below it."""
    limits = [*(header.first for header in headers), len(page)]
    at = 0
    if found and isinstance(last := found[-1], _Found):
        at = _rest(page[: limits[0]], last, found, measure)
    for header, limit in zip(headers, limits[1:], strict=True):
        if header.first < at:
            continue
        found += _text(page[at : header.first], measure)
        at = _end(page, header, limit)
        under, beside = _without_side(page[header.end : at], header.leaves[0].x0)
        found += prose_of(beside, measure)
        part = part_of(header, under)
        found.append(_Found(header, page, [part]))
        found += _text(part.outside, measure)
    found += _text(page[at:], measure)


def _rest(page: Sequence[Numbered], last: _Found, found: list[_Found | Block], measure: float) -> int:
    """Add to the last table its rows at the top of the next page; where they end."""
    rows = [row for line in page if (row := pieces(line))][:2]
    left = last.header.leaves[0].x1
    stated = any(look(piece.text) in _STATED for row in rows for piece in row if piece.x0 > left)
    if not stated or any(_is_outside(row[0].text, len(row), 0) and not _is_row(row) for row in rows):
        return 0
    end = _end(page, last.header._replace(first=0, end=0), len(page))
    part = part_of(last.header, page[:end], headed=False)
    last.parts.append(part)
    found += _text(part.outside, measure)
    return end


def _end(page: Sequence[Numbered], header: Header, limit: int) -> int:
    """Where the lines under a card's header end."""
    last = header.end
    blank = 0
    first_column = header.leaves[0].x1
    unnamed = not header.leaves[0].text
    years = set(header.fields[1:]) == {"year"}
    for n in range(header.end, limit):
        row = pieces(page[n])
        if not row:
            blank += 1
            if blank >= _FAR:
                break
            continue
        if (
            row[0].x0 < header.leaves[0].x1
            and not (_is_row(row) and (unnamed or (years and _is_stated(row, _next_row(page, n, limit)))))
            and not _is_side(row, header.leaves[0].x0, _next_row(page, n, limit))
            and _is_outside(row[0].text, len(row), blank)
        ):
            break
        if len(row) > 1 or row[0].x0 > first_column or not blank:
            last = n + 1
        elif blank:
            break
        blank = 0
    return last


def _without_side(lines: Sequence[Numbered], left: int) -> tuple[list[Numbered], list[Numbered]]:
    """The lines without the label left of their table (成果指標 beside its rows), and that label."""
    out: list[Numbered] = []
    found: list[Numbered] = []
    for n, line in enumerate(lines):
        row = pieces(line)
        if row and _is_side(row, left, _next_row(lines, n, len(lines))):
            found.append(line._replace(text=row[0].text))
            out.append(line._replace(text=" " * row[0].x1 + line.text[row[0].x1 :]))
        else:
            out.append(line)
    return out, found


def _next_row(lines: Sequence[Numbered], at: int, limit: int) -> list[Piece]:
    """The words of the next line that has any, of those near."""
    return next((row for line in lines[at + 1 : min(at + 1 + _FAR, limit)] if (row := pieces(line))), [])


def _is_side(row: Sequence[Piece], left: int, following: Sequence[Piece]) -> bool:
    """Whether a line has a label left of its table: with cells of it beside, or right of it on the next line."""
    found = heads(row[0].text) if len(row) > _LEAST or len(row) == 1 else None
    beside = len(row) > 1 or (len(following) > 1 and following[0].x0 > row[0].x1)
    return found is not None and found.field in _SIDES and row[0].x1 <= left and beside and not _is_field(row)


def _is_field(row: Sequence[Piece]) -> bool:
    """Whether a line is of a form: a label, its text, and maybe another label with its value."""
    inner = [found for piece in row[1:] if (found := heads(piece.text)) and found.field not in VALUES | _SIDES]
    return bool(inner) or (len(row) > 1 and look(row[1].text) == "sentence")


def _is_outside(text: str, count: int, blank: int) -> bool:
    found = heads(text)
    if found is not None and found.field != "year":
        return True
    plain = squash(text)
    marked = _MARKED.match(plain)
    if marked is not None and heads(marked[1]) is not None:
        return True
    return levels().match(plain) is not None or (mark_at(plain) is not None and count == 1 and blank > 0)


def _text(lines: Sequence[Numbered], measure: float) -> Iterator[Block]:
    """Forms and prose among lines without a header."""
    at = 0
    found: list[Form] = forms(lines)
    for form in found:
        yield from prose_of(lines[at : form.first], measure)
        yield form_table(form, lines, measure)
        at = form.end
    yield from prose_of(lines[at:], measure)
