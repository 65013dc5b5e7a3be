"""A dump of text boxes (pdfminer's), a blank line between them -> the lists on its pages.

pdfminer joins lines one below the other to a box, and puts the boxes in an order of its own: some cells of a column
from top to bottom, then some of the next one. Every column comes in its order; the columns come interlaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.dumps.body import texts
from extract.dumps.boxed_costs import Box, Item
from extract.dumps.boxed_fill import Filled, filled
from extract.dumps.boxed_header import Labels, find_labels
from extract.dumps.boxed_rows import initiatives
from extract.dumps.boxed_table import Page, boxed_table
from extract.dumps.headers import band_words, is_band
from extract.dumps.prose import prose_blocks
from extract.dumps.tokens import Token
from extract.dumps.words import marks, squash
from extract.model import Block

_BOXED = 0.12
"""Share of the lines that a blank line stands before."""
_FEWEST, _MOST_TOKENS = 20, 20_000
"""Lines of a dump in which boxes are looked for."""
_MOST_BOXES, _MOST_LINES, _MOST_COLUMNS = 1_200, 4_000, 24
"""Boxes of a document that are told apart, their lines, and columns."""
_STACKED = frozenset(("content", "goal", "objective", "result"))
_MARKED = 4
"""Lines that mark a field within a cell (＜目標＞): such lists have a reader of their own."""
_TITLE = re.compile(r"(?:第.{1,4}[次期])?\S{1,6}[市町村区県]\S{0,20}(?:計画|プラン|戦略|ビジョン|ロードマップ|方針)")
"""A plan's title, printed on its pages."""
_MORE = 1.6
"""Initiatives a header has, at least."""
_COST, _LEFT = 0.8, 0.15
"""What a line may cost to read, and the share of lines that may find no row."""


def is_boxed(found: Sequence[Token]) -> bool:
    """Whether the tokens are of boxes with blank lines between them."""
    return _FEWEST <= len(found) <= _MOST_TOKENS and sum(t.gap for t in found) > _BOXED * len(found)


def boxed_blocks(found: Sequence[Token], measure: float) -> list[Block] | None:
    """The blocks of a dump of boxes that holds a list; None where it holds none."""
    if not is_boxed(found) or sum(marks(t.text) in _STACKED for t in found) >= _MARKED:
        return None
    pages = list(_pages(found))
    labels = find_labels(pages)
    if labels is None:
        return None
    words = band_words(found)
    bodies = [_body(page, labels, words) for page in pages]
    count = sum(len(box.whole.tokens) for body in bodies for box in body.items)
    many = sum(len(body.items) for body in bodies) > _MOST_BOXES or count > _MOST_LINES
    if many or len(labels.columns) > _MOST_COLUMNS:
        return None
    read = filled([body.items for body in bodies], labels.columns, labels.drawn)
    left = sum(len(cell.tokens) for page in read.pages for cell in page if cell.column < 0)
    if not count or read.cost / count > _COST or left > _LEFT * count:
        return None
    return _blocks(bodies, read, labels, measure)


def _blocks(bodies: Sequence[_Body], read: Filled, labels: Labels, measure: float) -> list[Block] | None:
    """The table and the prose around it; None where each initiative has labels of its own."""
    made = [
        Page(body.heads, initiatives([c for c in cells if c.column >= 0], labels.columns, body.bands))
        for body, cells in zip(bodies, read.pages, strict=True)
    ]
    headers = sum(t.field == "name" for body in bodies for t in body.heads)
    if sum(len(page.list.found) for page in made) < _MORE * headers:
        return None
    before = [t for body in bodies for t in body.before]
    left = [t for page in read.pages for c in page if c.column < 0 for t in c.tokens]
    left += [t for page in made for t in page.list.left]
    table = boxed_table(labels, made)
    after = prose_blocks(sorted(left, key=lambda t: t.line.number), measure)
    return [*prose_blocks(before, measure), *([table] if table else []), *after]


class _Body(NamedTuple):
    """The parts of a page: what stands before its labels, labels, bands (with their places), the items under them."""

    before: list[Token]
    heads: list[Token]
    bands: list[tuple[int, Token]]
    items: list[Box]


def _pages(found: Sequence[Token]) -> Iterator[list[Token]]:
    page: list[Token] = []
    for token in found:
        if page and token.line.page != page[-1].line.page:
            yield page
            page = []
        page.append(token)
    if page:
        yield page


def _body(page: Sequence[Token], labels: Labels, words: frozenset[str]) -> _Body:
    """The parts of a page; without labels of the list it is prose, all of it."""
    first = labels.start(page)
    if first is None:
        return _Body(list(page), [], [], [])
    start = next((n for n in range(first) if is_band(page[n], words)), first)
    heads = [t for t in page[start:] if labels.is_label(t)]
    titles = [t for t in page[start:] if _TITLE.fullmatch(squash(t.text))]
    own = [t for t in page[start:] if not labels.is_label(t) and t not in titles]
    bands: list[tuple[int, Token]] = []
    items: list[Box] = []
    run: list[Token] = []
    for token in own:
        if is_band(token, words):
            items += _boxes(run)
            run = []
            bands.append((len(items), token))
        else:
            run.append(token)
    items += _boxes(run)
    return _Body([*page[:start], *titles], heads, bands, items)


def _boxes(run: Sequence[Token]) -> Iterator[Box]:
    """The boxes of lines, with what spaces set apart in them."""
    group: list[Token] = []
    for token in run:
        if group and token.gap:
            yield _box(group)
            group = []
        group.append(token)
    if group:
        yield _box(group)


def _box(group: Sequence[Token]) -> Box:
    own = [t._replace(cells=()) for t in group]
    parts = list(texts(own))
    if len(parts) == len(own):
        return Box(Item(tuple(own)), ())
    return Box(Item(tuple(own)), tuple(_items(parts)))


def _items(parts: Sequence[Token]) -> Iterator[Item]:
    """Lines that hold one text each, together; texts beside others on a line apart."""
    group: list[Token] = []
    for n, token in enumerate(parts):
        beside = token.join != "line" or (n + 1 < len(parts) and parts[n + 1].join != "line")
        if group and beside:
            yield Item(tuple(group))
            group = []
        group.append(token)
        if beside:
            yield Item(tuple(group))
            group = []
    if group:
        yield Item(tuple(group))
