"""RawPage -> Grids led by its text: what stands aligned in bands is a table, whatever is drawn round it, or nothing.

Drawn edges and shaded areas that touch make islands; an island's texts are one table. Outside islands bands of several
texts that follow one another closely are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extract.arrows import Marks
from extract.grid import Grid
from extract.model import Box
from extract.page import Bools, Floats, RawPage, boxes
from extract.partings import parted
from extract.regions import merged
from extract.rules import Rules, broad_fills, fill_rules, merge, stroke_rules, white_rules
from extract.stacks import Segment, Stack, segments, stacks

WHOLE = 0.85
"""Share of the page from which on a shade or a frame is the paper's, not a table's."""
TOUCH = 3.5
"""Points edges and areas of one table lie apart at most, twice: white gaps between shaded cells measure up to 7."""
BOX_WIDE, BOX_HIGH = 60.0, 12.0
"""Points a rounded box measures at least; smaller ones are bullets and marks."""
ROUND = 3.0
"""Points the sides of a rounded box are shorter than it."""
SAME_SIDES = 6.0
"""Points by which rules and shaded rows of one table begin and end apart."""
FAR = 2.5
"""Em of white between two bands of one table at most, where nothing is drawn round it."""
MOST = 1500
"""Edges and areas of a page of tables; more are a picture."""


class Drawn(NamedTuple):
    """What a page draws that may part or hold texts: edges, and areas (n, 4) shaded or with round corners."""

    edges: Rules
    areas: Floats


class Ground(NamedTuple):
    """A page ready to be cut: what is drawn, and its stretches of text."""

    page: RawPage
    drawn: Drawn
    segments: list[Segment]


def ground(page: RawPage, marks: Marks, centre: Floats) -> Ground:
    drawn = drawn_on(page, marks)
    return Ground(page, drawn, segments(page.glyphs, centre, drawn.edges.vertical, drawn.areas))


def drawn_on(page: RawPage, marks: Marks) -> Drawn:
    """Strokes, thin fills, white rules over shades, the sides of shades and of boxes with round corners."""
    broad = broad_fills(page.drawings)
    fills, colors = page.drawings.fills[broad], page.drawings.fill_color[broad]
    part = ((fills[:, 2:] - fills[:, :2]).prod(axis=1)) < WHOLE * page.width * page.height
    fills, colors = fills[part], colors[part]
    shapes = zip(page.drawings.shapes, marks.shapes.tolist(), strict=True)
    rounded = boxes([s.box for s, mark in shapes if s.curved and not mark and _is_box(s.box)])
    edges = merge(
        stroke_rules(page.drawings, marks.strokes),
        fill_rules(fills, colors),
        white_rules(page.drawings, marks.strokes),
        _sides(rounded),
    )
    return Drawn(edges, np.concatenate([fills, rounded]))


def _is_box(box: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = box
    return x1 - x0 >= BOX_WIDE and y1 - y0 >= BOX_HIGH


def _sides(box: Floats) -> Rules:
    x0, y0, x1, y1 = box.T
    level = [np.stack([y, x0 + ROUND, x1 - ROUND], axis=1) for y in (y0, y1)]
    upright = [np.stack([x, y0 + ROUND, y1 - ROUND], axis=1) for x in (x0, x1)]
    return Rules(np.concatenate(level), np.concatenate(upright))


def gap_grids(found: Ground, lead: float) -> list[Grid]:
    """The tables of a page. lead: em of white between the lines of the document's wrapped texts."""
    texts = stacks(found.segments, found.drawn.edges, lead)
    if len(texts) < 2:
        return []
    grids: list[Grid] = []
    for part in _parts(texts, found):
        box = boxes([text.box for text in part.texts])
        grid = parted(box, _within(found.drawn.edges, part.box), part.rim)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: grid.area)


class _Part(NamedTuple):
    """Texts that make one table. rim: the box drawn round them."""

    texts: list[Stack]
    rim: Box | None

    @property
    def box(self) -> Box:
        own = boxes([text.box for text in self.texts])
        (x0, y0), (x1, y1) = own[:, :2].min(axis=0).tolist(), own[:, 2:].max(axis=0).tolist()
        return Box(x0, y0, x1, y1).union(self.rim) if self.rim else Box(x0, y0, x1, y1)


def _parts(texts: Sequence[Stack], found: Ground) -> Iterator[_Part]:
    islands = _islands(found, texts)
    owner = _owners(texts, islands)
    for i, island in enumerate(islands):
        own = [text for text, at in zip(texts, owner, strict=True) if at == i]
        if own and _is_tabular(own):
            yield _Part(own, island)
    loose = [text for text, at in zip(texts, owner, strict=True) if at < 0]
    for bands in _runs(loose, islands):
        yield _Part([text for band in bands for text in band], None)


def _owners(texts: Sequence[Stack], islands: Sequence[Box]) -> list[int]:
    """The smallest island each text stands in, or -1."""
    if not islands:
        return [-1] * len(texts)
    box, island = boxes([text.box for text in texts]), boxes(list(islands))
    x, y = ((box[:, :2] + box[:, 2:]) / 2).T[:, :, None]
    inside = (island[:, 0] <= x) & (x <= island[:, 2]) & (island[:, 1] <= y) & (y <= island[:, 3])
    size = np.where(inside, (island[:, 2:] - island[:, :2]).prod(axis=1), np.inf)
    return np.where(inside.any(axis=1), size.argmin(axis=1), -1).tolist()


def _is_tabular(texts: list[Stack]) -> bool:
    """Whether some of the texts stand side by side."""
    return any(len(band) > 1 for band in _bands(texts))


def _bands(texts: Sequence[Stack]) -> list[list[Stack]]:
    """Texts by height: those that are level with one another, by a chain, are one band."""
    found: list[list[Stack]] = []
    bottom = -np.inf
    for text in sorted(texts, key=lambda text: text.box.y0):
        if found and text.box.y0 < bottom - 0.3 * text.size:
            found[-1].append(text)
            bottom = max(bottom, text.box.y1)
        else:
            found.append([text])
            bottom = text.box.y1
    return found


def _runs(texts: Sequence[Stack], islands: Sequence[Box]) -> Iterator[list[list[Stack]]]:
    """Bands of several texts that follow one another closely, no island between them."""
    run: list[list[Stack]] = []
    for band in _bands(texts):
        if run and (len(band) < 2 or not _follows(run[-1], band, islands)):
            if _is_run(run):
                yield run
            run = []
        if len(band) > 1:
            run.append(band)
    if _is_run(run):
        yield run


def _is_run(run: list[list[Stack]]) -> bool:
    return len(run) > 1 or (len(run) == 1 and len(run[0]) > 2)


def _follows(above: list[Stack], below: list[Stack], islands: Sequence[Box]) -> bool:
    bottom, top = max(text.box.y1 for text in above), min(text.box.y0 for text in below)
    near = top - bottom <= FAR * max(text.size for text in below)
    return near and not any(island.y0 >= bottom - 1 and island.y1 <= top + 1 for island in islands)


def _within(edges: Rules, box: Box) -> Rules:
    h, v = edges
    x0, y0, x1, y1 = box
    flat = (h[:, 0] >= y0 - TOUCH) & (h[:, 0] <= y1 + TOUCH) & (h[:, 1] <= x1) & (h[:, 2] >= x0)
    steep = (v[:, 0] >= x0 - TOUCH) & (v[:, 0] <= x1 + TOUCH) & (v[:, 1] <= y1) & (v[:, 2] >= y0)
    return Rules(h[flat], v[steep])


def _islands(found: Ground, texts: Sequence[Stack]) -> list[Box]:
    """The boxes round what is drawn together, those of one table joined; none inside another."""
    (h, v), areas = found.drawn
    parts = np.concatenate([h[:, [1, 0, 2, 0]], v[:, [0, 1, 0, 2]], areas])
    if not 0 < len(parts) <= MOST:
        return []
    box = _clustered(parts, _touching(parts))
    limit = WHOLE * found.page.width * found.page.height
    frames = (box[:, 2:] - box[:, :2]).prod(axis=1) > limit
    holds = np.array([int(_inside(box, frame).sum()) > 1 for frame in box], dtype=np.bool_)
    box = box[~(frames & holds)]
    box = _clustered(box, _touching(box))
    box = _chained(box[np.argsort(box[:, 1], kind="stable")], texts)
    return [Box(*row) for row in box.tolist()]


def _inside(box: Floats, frame: Floats) -> Bools:
    return np.asarray((box[:, :2] >= frame[:2] - 1).all(axis=1) & (box[:, 2:] <= frame[2:] + 1).all(axis=1))


def _touching(box: Floats) -> Bools:
    low, high = box[:, :2] - TOUCH, box[:, 2:] + TOUCH
    return np.asarray((low[:, None] <= high[None]).all(axis=2) & (low[None] <= high[:, None]).all(axis=2))


def _clustered(box: Floats, together: Bools) -> Floats:
    """The boxes round those that hang together."""
    if not len(box):
        return box
    root = merged(len(box), np.argwhere(together).T)
    order = np.argsort(root, kind="stable")
    first = np.flatnonzero(np.append(True, np.diff(root[order]) != 0))
    low, high = box[order, :2], box[order, 2:]
    return np.concatenate([np.minimum.reduceat(low, first, axis=0), np.maximum.reduceat(high, first, axis=0)], axis=1)


def _chained(box: Floats, texts: Sequence[Stack]) -> Floats:
    """Rules and shaded rows of one width, one below the other, with texts side by side between them: one table."""
    together = np.eye(len(box), dtype=np.bool_)
    for i in range(len(box)):
        level = np.abs(box[i, [0, 2]] - box[i + 1 :, [0, 2]]).max(axis=1) <= SAME_SIDES
        for j in (np.flatnonzero(level)[:1] + i + 1).tolist():
            between = Box(float(box[i, 0]), float(box[i, 3]), float(box[i, 2]), float(box[j, 1]))
            together[i, j] = together[j, i] = _hold_one_table(between, texts)
    return _clustered(box, together)


def _hold_one_table(between: Box, texts: Sequence[Stack]) -> bool:
    """Whether bands of texts side by side fill the space between two rules or shades of one table."""
    x0, y0, x1, y1 = between
    own = [t for t in texts if t.box.y0 >= y0 - 1 and t.box.y1 <= y1 + 1 and t.box.x0 >= x0 - 1 and t.box.x1 <= x1 + 1]
    bands = _bands(own)
    if not any(len(band) > 1 for band in bands):
        return False
    ends = [y0, *(y for band in bands for y in (min(t.box.y0 for t in band), max(t.box.y1 for t in band))), y1]
    white = max(b - a for a, b in zip(ends[::2], ends[1::2], strict=True))
    return white <= FAR * max(text.size for text in own)
