"""Pages that keep columns by spaces and hold lists -> their tables, and the lines around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.dumps.spaced_header import Header, headers
from extract.dumps.spaced_table import Box, cells, read_body
from extract.dumps.text_table import Numbered, extents
from extract.dumps.words import squash
from extract.model import Table

_FEWEST_COLUMNS = 4
"""Columns of the narrowest list of initiatives."""
_KEYS = frozenset(("number", "name", "indicator"))


class _Found(NamedTuple):
    """A header, the lines of its page, and its rows."""

    header: Header
    page: list[Numbered]
    boxes: list[Box]
    count: int


def list_blocks(lines: Sequence[Numbered]) -> list[Table | list[Numbered]] | None:
    """The lists on the pages and the lines between them, in order; None where the pages hold no list."""
    pages: dict[int, list[Numbered]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    found: list[_Found | list[Numbered]] = []
    for page in pages.values():
        _read(page, found)
    tables = [each for each in found if isinstance(each, _Found)]
    if not any(len(each.header.leaves) >= _FEWEST_COLUMNS and _KEYS & set(each.header.fields) for each in tables):
        return None
    return [_table(each) if isinstance(each, _Found) else each for each in found]


def _read(page: list[Numbered], found: list[_Found | list[Numbered]]) -> None:
    """Read a page: what stands above its first header, and each header with what is below it."""
    heads = headers(page)
    _leave(found, page[: heads[0].first] if heads else page)
    for n, header in enumerate(heads):
        end = heads[n + 1].first if n + 1 < len(heads) else len(page)
        body = read_body(header, page[header.end : end])
        last = found[-1] if found else None
        if isinstance(last, _Found) and _same(last.header, header):
            boxes = [box._replace(row=box.row + last.count) for box in body.boxes]
            found[-1] = last._replace(boxes=last.boxes + boxes, count=last.count + body.count)
        elif body.count:
            found.append(_Found(header, page, body.boxes, body.count))
        else:
            _leave(found, page[header.first : header.end])
        _leave(found, body.outside)


def _leave(found: list[_Found | list[Numbered]], lines: Sequence[Numbered]) -> None:
    if any(line.text.strip() for line in lines):
        found.append(list(lines))


def _same(one: Header, other: Header) -> bool:
    """Whether two headers are one, printed again."""
    return [squash(leaf.text) for leaf in one.leaves] == [squash(leaf.text) for leaf in other.leaves]


def _table(found: _Found) -> Table:
    own = cells(found.header, found.boxes, found.page)
    depth = max(node.depth for node in found.header.nodes)
    places = extents([line.place for cell in own for line in cell.lines])
    return Table(own, depth + found.count, len(found.header.leaves), places, confidence=0.6, flags=("drawn",))
