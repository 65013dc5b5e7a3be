"""Ground -> Grids led by its text: what stands aligned in bands is a table, whatever is drawn round it, or nothing.

Drawn edges and shaded areas that touch make islands; an island's texts are one table, less the headings that stand over
or between its rows. Outside islands bands of several texts that follow one another closely are one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extract.banded import LARGER, PADDING, Band, bands_of, columns_of, runs_of
from extract.following import Pairs
from extract.grid import Grid, one_cell
from extract.ground import Drawn, Ground
from extract.islands import LEVEL, ON, SAME_SIDES, TOUCH, islands_of
from extract.model import Box
from extract.page import Floats, boxes
from extract.partings import parted
from extract.rules import THIN, Rules
from extract.stacks import Stack, stacks

INSET = 2.0
"""Points by which a shaded cell is taken smaller than it is drawn: its neighbours touch it."""
SEAM = 3.0
"""Points of white between two tables at least; cells shaded one by one, and double lines, leave less."""
FLUSH = 1.5
"""Points from the rim of a table at which a heading or note begins at most; texts in cells keep off by padding."""
STRIPES = 4
"""Shaded or rounded cells that make a table of one column."""
HALF, OPENING, CLOSING = 0.5, "（「『【〈《〔［｛", "）」』】〉》〕］｝、。，．"
"""Em of white within a wide bracket or stop, and the signs that have it on their left and on their right."""


def gap_grids(found: Ground, pairs: Pairs) -> list[Grid]:
    """The tables of a page. pairs: which of its stretches of text may be lines of one text."""
    texts = stacks(found.segments, found.drawn.edges, pairs)
    if len(texts) < 2:
        return []
    grids: list[Grid] = []
    islands = islands_of(found, texts)
    for part in _parts(texts, islands, found.drawn):
        box = _extents(part.texts, found)
        grid = parted(box, _within(found.drawn.edges, part.box), part.rim)
        if grid is not None:
            grids.append(grid)
    frames = [one_cell(*island) for island in islands if min(island.x1 - island.x0, island.y1 - island.y0) > THIN]
    return sorted([*grids, *frames], key=lambda grid: (grid.area, len(grid.cells) == 1))


def _extents(texts: Sequence[Stack], found: Ground) -> Floats:
    """The boxes of texts: that of the arrow or the shaded cell drawn round one alone, a little smaller."""
    box = boxes([_ink(text, found.drawn.edges.vertical) for text in texts])
    areas = Counter(text.area for text in texts)
    for i, text in enumerate(texts):
        x, y = (text.box.x0 + text.box.x1) / 2, (text.box.y0 + text.box.y1) / 2
        inside = [m for m in found.marks if m.x0 <= x <= m.x1 and m.y0 <= y <= m.y1]
        if inside:
            _fit(box[i], min(inside, key=lambda m: (m.x1 - m.x0) * (m.y1 - m.y0)))
        elif text.area >= 0 and areas[text.area] == 1:
            _fit(box[i], Box(*found.drawn.areas[text.area].tolist()))
    return box


def _ink(text: Stack, upright: Floats) -> Box:
    """The box of a text, less the empty halves of wide brackets where they hang over an edge of its cell."""
    pieces = [segment.piece for segment in text.segments]
    x0 = min(piece.x0 + HALF * piece.size * (piece.text[0] in OPENING) for piece in pieces)
    x1 = max(piece.x1 - HALF * piece.size * (piece.text[-1] in CLOSING) for piece in pieces)
    at = upright[(upright[:, 1] < text.box.y1) & (upright[:, 2] > text.box.y0), 0]
    left, right = (at > text.box.x0) & (at <= x0), (at >= x1) & (at < text.box.x1)
    return text.box._replace(x0=x0 if left.any() else text.box.x0, x1=x1 if right.any() else text.box.x1)


def _fit(box: Floats, drawn: Box) -> None:
    """Widen a text's box to what is drawn round it, less a little."""
    box[:2] = np.minimum(box[:2], np.array(drawn[:2]) + INSET)
    box[2:] = np.maximum(box[2:], np.array(drawn[2:]) - INSET)


class _Part(NamedTuple):
    """Texts that make one table. rim: the box drawn round them."""

    texts: list[Stack]
    rim: Box | None

    @property
    def box(self) -> Box:
        own = boxes([text.box for text in self.texts])
        (x0, y0), (x1, y1) = own[:, :2].min(axis=0).tolist(), own[:, 2:].max(axis=0).tolist()
        return Box(x0, y0, x1, y1).union(self.rim) if self.rim else Box(x0, y0, x1, y1)


def _parts(texts: Sequence[Stack], islands: Sequence[Box], drawn: Drawn) -> Iterator[_Part]:
    """The tables: islands whose texts stand side by side, smallest first, and bands outside them.

    An island that holds no table hands its texts on to the one around it.
    """
    around = _around(islands)
    owner = _owners(texts, islands)
    own: list[Band] = [
        [text for text, at in zip(texts, owner, strict=True) if at == i] for i in range(-1, len(islands))
    ]
    tables: list[int] = []
    for i in range(len(islands)):
        held = own[i + 1]
        if held and (_is_tabular(held) or _is_striped(held)):
            tables.append(i)
        elif not any(around[j] == i for j in tables):
            own[around[i] + 1] += held
            own[i + 1] = []
    for i in tables:
        near = _adjoining(islands[i], own[around[i] + 1]) if around[i] not in tables else []
        own[around[i] + 1] = [text for text in own[around[i] + 1] if text not in near]
        yield from _divided(own[i + 1] + near, islands[i], drawn)
    for i in range(-1, len(islands)):
        if i not in tables:
            for column in columns_of(own[i + 1]):
                for bands in runs_of(column, [islands[j] for j in tables]):
                    yield _Part([text for band in bands for text in band], None)


def _divided(texts: Sequence[Stack], island: Box, drawn: Drawn) -> Iterator[_Part]:
    """The tables of an island, cut where headings stand over, between or below them."""
    bands = bands_of(texts)
    size = float(np.median([text.size for text in texts]))
    level = [text.box.x0 for band in bands if len(band) > 1 for text in band]
    inset = min(level) - island.x0 if level else 0.0
    run: list[Band] = []
    top = island.y0
    for band in bands:
        if len(band) == 1 and _stands_apart(band[0], island, drawn, size, inset):
            yield from _unseamed(run, island._replace(y0=top, y1=band[0].box.y0), drawn.edges)
            run, top = [], band[0].box.y1
        else:
            run.append(band)
    yield from _unseamed(run, island._replace(y0=top), drawn.edges)


def _unseamed(bands: Sequence[list[Stack]], within: Box, edges: Rules) -> Iterator[_Part]:
    """The tables of these bands, cut where white is left between two edges."""
    run: list[Stack] = []
    last: list[Stack] = []
    for band in bands:
        if len(run) > 1 and _seam(last, band, within, edges):
            yield _rimmed(run, within._replace(y1=min(text.box.y0 for text in band)), edges.horizontal)
            within, run = within._replace(y0=max(text.box.y1 for text in run)), []
        run = [*run, *band]
        last = band
    if len(run) > 1:
        yield _rimmed(run, within, edges.horizontal)


def _seam(above: list[Stack], below: list[Stack], within: Box, edges: Rules) -> bool:
    """Whether a table ends and another begins between two bands: two edges as wide as it with more white than a gap."""
    bottom, top = max(text.box.y1 for text in above), min(text.box.y0 for text in below)
    y, x0, x1 = edges.horizontal.T
    wide = (x0 <= within.x0 + SAME_SIDES) & (x1 >= within.x1 - SAME_SIDES)
    between = np.sort(y[wide & (y >= bottom - ON) & (y <= top + ON)])
    x, start, end = edges.vertical.T
    crossed = (start < bottom) & (end > top) & (x >= within.x0 - ON) & (x <= within.x1 + ON)
    return len(between) > 1 and float(np.diff(between).max()) > SEAM and not crossed.any()


def _stands_apart(text: Stack, island: Box, drawn: Drawn, size: float, inset: float) -> bool:
    """Whether a text alone on its height is none of the table's, though it touches it: a heading, or a note below.

    It is larger or begins where the table does, and no side of the table runs past it; or it is a tab.
    """
    area = Box(*drawn.areas[text.area].tolist()) if text.area >= 0 else None
    if area is not None and _is_tab(area, island, drawn):
        return True
    x, y0, y1 = drawn.edges.vertical.T
    top, bottom = (area.y0, area.y1) if area else (text.box.y0, text.box.y1)
    past = (np.abs(x - island.x0) <= TOUCH) & (y0 < bottom - ON) & (y1 > top + ON) & (y1 - y0 > bottom - top + TOUCH)
    flush = area is None and text.box.x0 - island.x0 <= FLUSH < inset
    return not past.any() and (flush or text.size > (1 + LARGER) * size)


def _is_tab(area: Box, island: Box, drawn: Drawn) -> bool:
    """Whether a shade begins with the table and ends where none of its columns does, with nothing beside it."""
    x, y0, y1 = drawn.edges.vertical.T
    goes_on = (np.abs(x - area.x1) <= LEVEL) & ((y0 < area.y0 - ON) | (y1 > area.y1 + ON))
    left, top, _, bottom = drawn.areas.T
    beside = (left >= area.x1 - ON) & (top < area.y1 - ON) & (bottom > area.y0 + ON)
    return area.x1 < island.x1 - TOUCH and not (goes_on.any() or beside.any())


def _rimmed(texts: list[Stack], within: Box, level: Floats) -> _Part:
    """A table, from the edge next above its texts to the one next below them."""
    box = boxes([text.box for text in texts])
    (x0, top), (x1, bottom) = box[:, :2].min(axis=0).tolist(), box[:, 2:].max(axis=0).tolist()
    over = level[(level[:, 1] < x1) & (level[:, 2] > x0), 0]
    above = over[(over <= top + ON) & (over >= within.y0 - ON)].max(initial=-np.inf)
    below = over[(over >= bottom - ON) & (over <= within.y1 + ON)].min(initial=np.inf)
    rim = within._replace(y0=float(above) if above > -np.inf else top, y1=float(below) if below < np.inf else bottom)
    return _Part(texts, rim)


def _adjoining(island: Box, texts: Sequence[Stack]) -> list[Stack]:
    """The bands of several texts right below a table, one after the other: rows no rule or shade closes."""
    x0, _, x1, bottom = island
    found: list[Stack] = []
    for band in bands_of([text for text in texts if text.box.y0 >= bottom - 1]):
        top, em = min(text.box.y0 for text in band), max(text.size for text in band)
        inside = min(text.box.x0 for text in band) >= x0 - 1 and max(text.box.x1 for text in band) <= x1 + 1
        if len(band) < 2 or not inside or top - bottom > PADDING * em:
            break
        found += band
        bottom = max(text.box.y1 for text in band)
    return found


def _around(islands: Sequence[Box]) -> list[int]:
    """The smallest island each lies in, or -1; islands are sorted by size."""
    box = boxes(list(islands))
    found: list[int] = []
    for i, inner in enumerate(box):
        holds = (box[i + 1 :, :2] <= inner[:2] + 1).all(axis=1) & (box[i + 1 :, 2:] >= inner[2:] - 1).all(axis=1)
        found.append(i + 1 + int(holds.argmax()) if holds.any() else -1)
    return found


def _owners(texts: Sequence[Stack], islands: Sequence[Box]) -> list[int]:
    """The smallest island each text stands in, or -1."""
    if not islands:
        return [-1] * len(texts)
    box, island = boxes([text.box for text in texts]), boxes(list(islands))
    x, y = ((box[:, :2] + box[:, 2:]) / 2).T[:, :, None]
    inside = (island[:, 0] <= x) & (x <= island[:, 2]) & (island[:, 1] <= y) & (y <= island[:, 3])
    return np.where(inside.any(axis=1), inside.argmax(axis=1), -1).tolist()


def _is_tabular(texts: list[Stack]) -> bool:
    """Whether some of the texts stand side by side."""
    return any(len(band) > 1 for band in bands_of(texts))


def _is_striped(texts: list[Stack]) -> bool:
    """Whether the texts, one below the other, stand in cells of their own: labels as bars over what they label."""
    areas = [text.area for text in texts]
    return len(areas) >= STRIPES and min(areas) >= 0 and len(set(areas)) == len(areas)


def _within(edges: Rules, box: Box) -> Rules:
    h, v = edges
    x0, y0, x1, y1 = box
    flat = (h[:, 0] >= y0 - TOUCH) & (h[:, 0] <= y1 + TOUCH) & (h[:, 1] <= x1) & (h[:, 2] >= x0)
    steep = (v[:, 0] >= x0 - TOUCH) & (v[:, 0] <= x1 + TOUCH) & (v[:, 1] <= y1) & (v[:, 2] >= y0)
    return Rules(h[flat], v[steep])
