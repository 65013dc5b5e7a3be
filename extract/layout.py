"""RawPage -> Layout: the blocks of one page in reading order, and what is to be said of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extract.arrows import Mark, Marks, diagonals, find_marks
from extract.bars import bars, pictured_bars
from extract.following import following
from extract.gaps import gap_grids
from extract.glyphs import mend, places
from extract.grid import Grid
from extract.ground import ground
from extract.headings import headed
from extract.health import is_nameless, judged, page_info
from extract.lattices import lattices
from extract.lines import Piece, Runs, runs
from extract.model import Block, Box, PageInfo, Table, Words
from extract.order import Group, Item, fragments, in_order
from extract.page import Bools, Floats, Ints, RawPage
from extract.rings import with_rings
from extract.rules import broad_fills
from extract.table import Claim, claim, claim_marks, tables, with_revised
from extract.ticks import with_ticks
from extract.turn import upright
from extract.typed_rules import with_typed_rules
from extract.visible import visible

PANEL = 40.0
"""Points: a frame smaller than this holds a mark or a heading, not a text of its own."""
DOT = 6.0
"""Points a bullet that is drawn, not typed, measures at most."""
MAX_PANELS = 200
"""More frames and tinted shapes than this are a picture."""


class Mended(NamedTuple):
    """One page ready to be cut: its glyphs mended and judged, typed rules among the drawn ones, arrows set apart."""

    page: RawPage
    marks: Marks


class Layout(NamedTuple):
    """One page, read. mended: what it was read from, and may be read from again."""

    info: PageInfo
    blocks: tuple[Block, ...]
    mended: Mended


def layout(raw: RawPage, before: Layout | None = None) -> Layout:
    """Read one page, after the page before: rules to lattices, glyphs to cells, the rest to prose in reading order."""
    mended = _mended(raw)
    page, marks = mended
    if is_nameless(page):
        return Layout(page_info(page), (), mended)
    centre = places(page.glyphs)
    found = lattices(page, marks.strokes, centre, _open_columns(before))
    return laid_out(mended, [headed(grid, page.glyphs, centre) for grid in found])


def _mended(raw: RawPage) -> Mended:
    page = judged(with_ticks(mend(upright(visible(raw)))))
    page = with_typed_rules(replace(page, dots=_dots(page)))
    return Mended(page, find_marks(page.drawings))


def gap_layouts(pages: Sequence[Mended], words: Words) -> list[Layout]:
    """The pages of a document read again, led by their text: how close its lines stand tells what is one text."""
    grounds = [ground(page, marks, places(page.glyphs)) for page, marks in pages]
    pairs = following([page.segments for page in grounds], words)
    return [
        Layout(page_info(mended.page), (), mended)
        if is_nameless(mended.page)
        else laid_out(mended, gap_grids(under, near))
        for mended, under, near in zip(pages, grounds, pairs, strict=True)
    ]


def laid_out(mended: Mended, found: list[Grid]) -> Layout:
    """The page with its text in the cells of these lattices, the rest as prose."""
    page, marks = with_rings(mended.page, found), mended.marks
    centre = places(page.glyphs)
    claimed = claim(found, centre)
    panels = _panels(page, claimed, marks.shapes)
    broad = broad_fills(page.drawings)
    fills = page.drawings.fills[broad]
    barred = [mark for grid in claimed.grids for mark in bars(grid, fills)]
    drawn = [*_seen(barred, fills, page.drawings.fill_color[broad])]
    drawn += [mark for grid in claimed.grids for mark in diagonals(grid, page.drawings)]
    drawn += [mark for grid in claimed.grids for mark in pictured_bars(grid, page.drawings.images)]
    claimed, worded = claim_marks(claimed, [*marks.marks, *drawn], centre)
    text = runs(page.glyphs, _areas(claimed, centre, panels))
    found_tables = [with_revised(table, page.left_out) for table in tables(page, claimed, text, fills, worded)]
    items: list[Item] = [*found_tables, *_loose(page, text, panels)]
    return Layout(page_info(page), in_order(page, items), mended)


def _open_columns(before: Layout | None) -> Floats:
    """The column edges of the last table of the page before, where no vertical rules draw them."""
    last = next((block for block in reversed(before.blocks) if isinstance(block, Table)), None) if before else None
    is_open = last is not None and "no_vertical_rules" in last.flags
    return np.array(last.x_edges if last is not None and is_open else (), dtype=np.float64)


def _dots(page: RawPage) -> tuple[tuple[float, float], ...]:
    """Small round shapes whose points lie evenly about their middle; a rounded corner's do not."""
    found: list[tuple[float, float]] = []
    for shape in page.drawings.shapes:
        x0, y0, x1, y1 = shape.box
        if not (shape.curved and shape.filled and 1.0 <= x1 - x0 <= DOT and abs((x1 - x0) - (y1 - y0)) <= 1.0):
            continue
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        mean_x, mean_y = shape.points.mean(axis=0).tolist()
        if abs(mean_x - x) <= 0.15 * DOT and abs(mean_y - y) <= 0.15 * DOT:
            found.append((x, y))
    return tuple(found)


def _seen(marks: list[Mark], fills: Floats, colors: Ints) -> Iterator[Mark]:
    """The bars that are not painted over a larger area of their own colour, as lines of a shaded cell are; coloured."""
    for mark in marks:
        x0, y0, x1, y1 = mark.box
        around = (fills[:, 0] <= x0) & (fills[:, 1] <= y0) & (fills[:, 2] >= x1) & (fills[:, 3] >= y1)
        own = around & (fills == np.array(mark.box)).all(axis=1)
        if not np.isin(colors[around & ~own], colors[own]).any():
            yield mark._replace(colour=next(iter(colors[own].tolist()[::-1]), None))


def _panels(page: RawPage, claimed: Claim, arrows: Bools) -> list[Box]:
    """Frames and tinted areas that hold text of their own, smallest first."""
    drawn = zip(page.drawings.shapes, arrows.tolist(), strict=True)
    shapes = [Box(*shape.box) for shape, arrow in drawn if not arrow and (shape.curved or shape.filled)]
    limit = 0.8 * page.width * page.height
    found = [
        box
        for box in {*claimed.frames, *shapes}
        if box.x1 - box.x0 >= PANEL and box.y1 - box.y0 >= PANEL and (box.x1 - box.x0) * (box.y1 - box.y0) <= limit
    ]
    tabled = [grid.box for grid in claimed.grids]
    found = [box for box in found if not any(_overlap(box, table) for table in tabled)]
    if len(found) > MAX_PANELS:
        return []
    return sorted(found, key=lambda box: ((box.x1 - box.x0) * (box.y1 - box.y0), box))


def _overlap(box: Box, other: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = other
    return min(box.x1, x1) > max(box.x0, x0) and min(box.y1, y1) > max(box.y0, y0)


def _areas(claimed: Claim, centre: Floats, panels: list[Box]) -> Ints:
    """The area of each glyph: a cell (0..), a panel (-2, -3, …) or the open page (-1)."""
    area = claimed.area.copy()
    x, y = centre[:, 0], centre[:, 1]
    for i, (x0, y0, x1, y1) in enumerate(panels):
        area[(area == -1) & (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)] = -2 - i
    return area


def _loose(page: RawPage, text: Runs, panels: list[Box]) -> list[Item]:
    """The text outside tables: pieces of the open page, and one group a panel (panels inside panels go along)."""
    by_area: dict[int, list[Piece]] = {}
    for piece, area in zip(text.pieces, text.area, strict=True):
        if area < 0:
            by_area.setdefault(area, []).append(piece)
    groups: list[Group] = []
    for i, panel in enumerate(panels):
        inner = [group for group in groups if _within(group.box, panel)]
        items: list[Item] = [*fragments(by_area.get(-2 - i, [])), *inner]
        if not items:
            continue
        groups = [group for group in groups if group not in inner]
        groups.append(Group(panel, in_order(page, items)))
    return [*groups, *fragments(by_area.get(-1, []))]


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1
