"""RawPage -> Grids led by its text: what stands aligned in bands is a table, whatever is drawn round it, or nothing.

Drawn edges and shaded areas that touch make islands; an island's texts are one table. Outside islands bands of several
texts that follow one another closely are one.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extract.arrows import Marks
from extract.following import Pairs, Segment
from extract.grid import Grid, one_cell
from extract.model import Box
from extract.page import Bools, Floats, RawPage, boxes
from extract.partings import parted
from extract.regions import merged
from extract.rules import THIN, Rules, broad_fills, fill_rules, merge, stroke_rules, white_rules
from extract.stacks import Stack, segments, stacks

WHOLE = 0.85
"""Share of the page from which on a shade or a frame is the paper's, not a table's."""
TOUCH, ON = 3.0, 1.0
"""Points by which rules that should meet end apart, and by which a shade lies beside what it belongs to."""
WHITE, LEVEL = 7.0, 2.0
"""Points of white between shaded cells of one table at most, and by which sides that are meant to be level differ."""
BOX_WIDE, BOX_HIGH = 60.0, 12.0
"""Points a rounded box measures at least; smaller ones are bullets and marks."""
ROUND = 3.0
"""Points the sides of a rounded box are shorter than it."""
SAME_SIDES = 6.0
"""Points by which rules and shaded rows of one table begin and end apart."""
FAR = 2.5
"""Em of white between two bands of one table at most, where nothing is drawn round it."""
PADDING = 1.2
"""Em of white above or below the only text of a row at most; a heading between two tables stands farther off."""
LARGER = 0.1
"""Share by which a heading that is a row of its table is larger than the texts of the others at most."""
HANGING = 2.0
"""Em by which such a heading begins left of the texts of its table, which stand in the middle of their cells."""
INSET = 2.0
"""Points by which a shaded cell is taken smaller than it is drawn: its neighbours touch it."""
LEVELS, EVEN = 3, 1.0
"""Headings that are rows one below the other at most; points by which the white between them and other rows differs."""
FLUSH = 1.5
"""Points from the rim of a table at which a heading or note begins at most; texts in cells keep off by padding."""
STRIPES = 4
"""Shaded or rounded cells that make a table of one column."""
HALF, OPENING, CLOSING = 0.5, "（「『【〈《〔［｛", "）」』】〉》〕］｝、。，．"
"""Em of white within a wide bracket or stop, and the signs that have it on their left and on their right."""
MOST = 1500
"""Edges and areas of a page of tables; more are a picture."""


class Drawn(NamedTuple):
    """What a page draws that may part or hold texts: edges, and areas (n, 4) shaded or with round corners."""

    edges: Rules
    areas: Floats


class Ground(NamedTuple):
    """A page ready to be cut: what is drawn, and its stretches of text. marks: the arrows that hold words."""

    page: RawPage
    drawn: Drawn
    segments: list[Segment]
    marks: tuple[Box, ...]


def ground(page: RawPage, marks: Marks, centre: Floats) -> Ground:
    drawn = drawn_on(page, marks)
    arrows = tuple(mark.box for mark in marks.marks if mark.worded)
    return Ground(page, drawn, segments(page.glyphs, centre, drawn.edges.vertical, drawn.areas), arrows)


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


def gap_grids(found: Ground, pairs: Pairs) -> list[Grid]:
    """The tables of a page. pairs: which of its stretches of text may be lines of one text."""
    texts = stacks(found.segments, found.drawn.edges, pairs)
    if len(texts) < 2:
        return []
    grids: list[Grid] = []
    islands = _islands(found, texts)
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
    own: list[list[Stack]] = [
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
            for bands in _runs(own[i + 1], [islands[j] for j in tables]):
                yield _Part([text for band in bands for text in band], None)


def _divided(texts: Sequence[Stack], island: Box, drawn: Drawn) -> Iterator[_Part]:
    """The tables of an island, cut where headings stand over, between or below them."""
    bands = _bands(texts)
    size = float(np.median([text.size for text in texts]))
    level = [text.box.x0 for band in bands if len(band) > 1 for text in band]
    inset = min(level) - island.x0 if level else 0.0
    run: list[Stack] = []
    top = island.y0
    for band in bands:
        if len(band) == 1 and _stands_apart(band[0], island, drawn, size, inset):
            if len(run) > 1:
                yield _rimmed(run, island._replace(y0=top, y1=band[0].box.y0), drawn.edges.horizontal)
            run, top = [], band[0].box.y1
        else:
            run += band
    if len(run) > 1:
        yield _rimmed(run, island._replace(y0=top), drawn.edges.horizontal)


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
    for band in _bands([text for text in texts if text.box.y0 >= bottom - 1]):
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
    return any(len(band) > 1 for band in _bands(texts))


def _is_striped(texts: list[Stack]) -> bool:
    """Whether the texts, one below the other, stand in cells of their own: labels as bars over what they label."""
    areas = [text.area for text in texts]
    return len(areas) >= STRIPES and min(areas) >= 0 and len(set(areas)) == len(areas)


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
    """Bands of several texts that follow one another closely, no island between them; headings among them are rows."""
    run: list[list[Stack]] = []
    between: list[list[Stack]] = []
    for band in _bands(texts):
        if len(band) < 2:
            between.append(band)
            continue
        if run and _go_on([run[-1], *between, band], islands):
            run += [*between, band]
        else:
            if _is_run(run):
                yield run
            run = [*_over(between[-1:], band), band]
        between = []
    if _is_run(run):
        yield run


def _over(alone: list[list[Stack]], band: list[Stack]) -> list[list[Stack]]:
    """The heading of several columns, set over them in the upper half of a row of headings."""
    left, top = (min(text.box[side] for text in band) for side in (0, 1))
    return [[t] for above in alone for t in above if t.box.x0 > left and top - t.box.y1 <= HALF * t.size]


def _go_on(chain: list[list[Stack]], islands: Sequence[Box]) -> bool:
    """Whether the first and the last of these bands are rows of one table, and so the texts alone between them."""
    above, *between, below = chain
    if len(between) > LEVELS or not all(_follows(a, b, islands) for a, b in itertools.pairwise(chain)):
        return False
    white = [min(t.box.y0 for t in b) - max(t.box.y1 for t in a) for a, b in itertools.pairwise(chain)]
    sizes = [text.size for band in (above, below) for text in band]
    return all(
        _is_inside(alone, [*above, *below])
        and abs(alone[0].size - max(sizes)) <= LARGER * alone[0].size
        and (max(white) - min(white) <= EVEN or (len(between) == 1 and max(white) <= PADDING * alone[0].size))
        for alone in between
    )


def _is_inside(alone: list[Stack], texts: list[Stack]) -> bool:
    """Whether a heading stands within the width of its table."""
    x0, x1 = min(t.box.x0 for t in texts), max(t.box.x1 for t in texts)
    return alone[0].box.x0 >= x0 - HANGING * alone[0].size and alone[0].box.x1 <= x1 + alone[0].size


def _is_run(run: list[list[Stack]]) -> bool:
    level = [len(band) for band in run if len(band) > 1]
    return len(level) > 1 or (len(level) == 1 and level[0] > 2)


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
    """The boxes round what is drawn together, smallest first."""
    (h, v), areas = found.drawn
    parts = np.concatenate([h[:, [1, 0, 2, 0]], v[:, [0, 1, 0, 2]], areas])
    if not 0 < len(parts) <= MOST:
        return []
    shade = np.arange(len(parts)) >= len(parts) - len(areas)
    near = np.where(shade, ON, TOUCH)
    box = _clustered(parts, _touching(parts, np.minimum(near[:, None], near)) | _aligned(parts))
    limit = WHOLE * found.page.width * found.page.height
    frames = (box[:, 2:] - box[:, :2]).prod(axis=1) > limit
    holds = np.array([int(_inside(box, frame).sum()) > 1 for frame in box], dtype=np.bool_)
    box = box[~(frames & holds)]
    box = _chained(box[np.argsort(box[:, 1], kind="stable")], texts)
    return [Box(*row) for row in box[np.argsort((box[:, 2:] - box[:, :2]).prod(axis=1), kind="stable")].tolist()]


def _aligned(box: Floats) -> Bools:
    """Boxes with a small gap between them that have both sides, or top and bottom, in common."""
    same = np.abs(box[:, None] - box[None]) <= LEVEL
    gap = np.maximum(box[:, None, :2], box[None, :, :2]) - np.minimum(box[:, None, 2:], box[None, :, 2:])
    beside, stacked = same[..., 1] & same[..., 3], same[..., 0] & same[..., 2]
    return (beside & (gap[..., 0] <= WHITE)) | (stacked & (gap[..., 1] <= WHITE))


def _inside(box: Floats, frame: Floats) -> Bools:
    return np.asarray((box[:, :2] >= frame[:2] - 1).all(axis=1) & (box[:, 2:] <= frame[2:] + 1).all(axis=1))


def _touching(box: Floats, near: Floats) -> Bools:
    """Which boxes lie no farther apart than they may to be one."""
    apart = np.maximum(box[:, None, :2], box[None, :, :2]) - np.minimum(box[:, None, 2:], box[None, :, 2:])
    return np.asarray((apart <= near[..., None]).all(axis=2))


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
            between = np.array([box[i, 0], box[i, 3], box[i, 2], box[j, 1]])
            others = np.delete(box, [i, j], axis=0)
            rule = _inside(others, between) & ((others[:, 2:] - others[:, :2]).min(axis=1) <= THIN)
            free = not (_meets(others, between) & ~rule).any()
            together[i, j] = together[j, i] = free and _hold_one_table(Box(*between.tolist()), texts)
    return _clustered(box, together)


def _meets(box: Floats, other: Floats) -> Bools:
    """Which boxes reach into the other one."""
    return np.asarray((box[:, :2] < other[2:] - 1).all(axis=1) & (box[:, 2:] > other[:2] + 1).all(axis=1))


def _hold_one_table(between: Box, texts: Sequence[Stack]) -> bool:
    """Whether bands of texts side by side, or one text alone, fill the space between two edges of one table."""
    x0, y0, x1, y1 = between
    own = [t for t in texts if t.box.y0 >= y0 - 1 and t.box.y1 <= y1 + 1 and t.box.x0 >= x0 - 1 and t.box.x1 <= x1 + 1]
    bands = _bands(own)
    alone = sum(len(band) == 1 for band in bands)
    if not bands or (len(own) > 1 and 2 * alone > len(bands)):
        return False
    if len(own) == 1 and own[0].size > (1 + LARGER) * float(np.median([text.size for text in texts])):
        return False
    ends = [y0, *(y for band in bands for y in (min(t.box.y0 for t in band), max(t.box.y1 for t in band))), y1]
    white = max(b - a for a, b in zip(ends[::2], ends[1::2], strict=True))
    return white <= (FAR if len(own) > 1 else PADDING) * max(text.size for text in own)
