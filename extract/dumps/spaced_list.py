"""Pages that keep columns by spaces and hold lists -> their tables, and the lines around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.dumps.spaced import pieces
from extract.dumps.spaced_columns import segments
from extract.dumps.spaced_forms import forms
from extract.dumps.spaced_header import Page
from extract.dumps.spaced_part import Part, is_title, part_of
from extract.dumps.spaced_prose import prose_of
from extract.dumps.spaced_sheets import sheet_blocks
from extract.dumps.spaced_table import read_body, table_of
from extract.dumps.spaced_tree import Header
from extract.dumps.text_table import Numbered
from extract.dumps.unwrap import text_width
from extract.dumps.words import squash
from extract.model import Block, Table

_FEWEST_COLUMNS = 4
"""Columns of the narrowest list of initiatives."""
_FEWEST_FIELDS = 3
"""Fields that a list of initiatives has at least; a card's year plan has a name and years."""
_SENTENCE = 24
"""Characters from which a line that stands alone at the left edge is of a text outside tables."""
_KEYS = frozenset(("number", "name"))
"""Fields of which a list has one; a table of indicators may be a card's."""


class _Found(NamedTuple):
    """A header, the lines of its page, and the parts of its table."""

    header: Header
    page: list[Numbered]
    parts: list[Part]


class _Sheets(NamedTuple):
    """Pages of cards."""

    pages: list[Page]


def list_blocks(pages: Sequence[Page]) -> list[Block] | None:
    """The lists on the pages and the lines between them, in order; None where the pages hold no list."""
    if not _is_list([page.headers for page in pages if page.headers]):
        return None
    named = any(_names(header) for page in pages for header in page.headers)
    above = [form for page in pages if page.headers for form in forms(page.lines[: page.headers[0].first])]
    if not named and any(len(form.labels) > 1 for form in above):
        return None
    found: list[_Found | _Sheets | list[Numbered]] = []
    for page in pages:
        last = found[-1] if found else None
        if _holds_cards(page) or (not page.headers and isinstance(last, _Sheets)):
            _add_cards(page, found)
        else:
            _read(page.lines, page.headers, found)
    return [block for each in _blocks(found) for block in each]


def _blocks(found: Sequence[_Found | _Sheets | list[Numbered]]) -> Iterator[Iterable[Block]]:
    """The blocks of what was found, in order."""
    beside = [line for each in found if isinstance(each, list) for line in each]
    measure = text_width(piece.text for line in beside for piece in pieces(line))
    for each in found:
        if isinstance(each, _Found):
            yield [_table(each)]
        else:
            yield prose_of(each, measure) if isinstance(each, list) else sheet_blocks(each.pages)


def _holds_cards(page: Page) -> bool:
    """Whether a page in a document of lists holds cards: forms, and tables that list no initiatives."""
    if not page.headers or any(map(_names, page.headers)):
        return False
    return any(len(form.labels) > 1 for form in forms(page.lines))


def _add_cards(page: Page, found: list[_Found | _Sheets | list[Numbered]]) -> None:
    """Add a page of cards to those before it."""
    last = found[-1] if found else None
    if isinstance(last, _Sheets):
        last.pages.append(page)
    else:
        found.append(_Sheets([page]))


def _is_list(heads: Sequence[Sequence[Header]]) -> bool:
    """Whether headers are those of lists: they name initiatives, or each page has one, of indicators."""
    wide = [header for page in heads for header in page if len(header.leaves) >= _FEWEST_COLUMNS]
    if any(map(_names, wide)):
        return True
    return bool(wide) and len(wide) == sum(map(len, heads)) == len(heads) and "indicator" in wide[0].fields


def _names(header: Header) -> bool:
    """Whether a header's table lists initiatives."""
    fields = set(header.fields)
    return len(header.leaves) >= _FEWEST_COLUMNS and len(fields - {None}) >= _FEWEST_FIELDS and bool(_KEYS & fields)


def _read(page: list[Numbered], heads: Sequence[Header], found: list[_Found | _Sheets | list[Numbered]]) -> None:
    """Read a page: what stands above its first header, and each header with what is below it."""
    titles = _titles(found)
    last = found[-1 - bool(titles)] if found else None
    if not heads and isinstance(last, _Found) and _goes_on(page, len(last.header.leaves)):
        del found[len(found) - bool(titles) :]
        _add(found, last.header, page, [*titles, *page], headed=False)
        return
    _leave(found, page[: heads[0].first] if heads else page)
    for n, header in enumerate(heads):
        end = heads[n + 1].first if n + 1 < len(heads) else len(page)
        _add(found, header, page, page[header.end : end])


def _titles(found: Sequence[_Found | _Sheets | list[Numbered]]) -> list[Numbered]:
    """The titles below a table, of the rows that stand on the next page."""
    last = found[-1] if len(found) > 1 and isinstance(found[-2], _Found) else None
    if not isinstance(last, list) or not all(is_title(segments(line)) for line in last):
        return []
    return last


def _goes_on(page: Sequence[Numbered], columns: int) -> bool:
    """Whether a page without a header is the rest of a table of some columns."""
    rows = [row for line in page if (row := pieces(line))]
    wide = sum(len(row) > max(2, columns // 3) for row in rows)
    widest = max((len(segments(line)) for line in page), default=0)
    if not wide:
        return False
    left = min(row[0].x0 for row in rows)
    alone = sum(len(row) == 1 and row[0].x0 <= left and len(row[0].text) >= _SENTENCE for row in rows)
    return wide * 4 >= len(rows) or (widest > columns // 2 and alone * 4 < len(rows))


def _add(
    found: list[_Found | _Sheets | list[Numbered]],
    header: Header,
    page: list[Numbered],
    lines: Sequence[Numbered],
    headed: bool = True,
) -> None:
    """Add the table below a header, to the last one where it is the same again; headed: the page has that header."""
    part = part_of(header, lines, headed)
    last = found[-1] if found else None
    if isinstance(last, _Found) and _same(last.header, header):
        last.parts.append(part)
    elif part.lines:
        found.append(_Found(header, page, [part]))
    else:
        _leave(found, page[header.first : header.end])
    _leave(found, part.outside)


def _leave(found: list[_Found | _Sheets | list[Numbered]], lines: Sequence[Numbered]) -> None:
    if any(line.text.strip() for line in lines):
        found.append(list(lines))


def _same(one: Header, other: Header) -> bool:
    """Whether two headers are one, printed again."""
    return [squash(leaf.text) for leaf in one.leaves] == [squash(leaf.text) for leaf in other.leaves]


def _table(found: _Found) -> Table:
    body = read_body(found.header, found.parts)
    return table_of(found.header, body, found.page)
