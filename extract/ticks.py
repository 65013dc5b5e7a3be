"""Shapes -> Glyphs: boxes drawn beside options as ☑ and ☐, a ring drawn round one as U+20DD behind it.

What is drawn is handed on as the sign that others type; which option is chosen is not asked here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.glyphs import centres
from extract.page import Bools, Drawings, Floats, Glyphs, Ints, RawPage, Shape, boxes

LEAST, MOST = 4.0, 15.0
"""Points a box to tick measures; smaller squares are bullets, larger ones cells."""
SQUARE = 0.15
"""Share of its size by which a box may be longer than high."""
OUT = 0.45
"""Share of a box's size by which its tick may stand out."""
BESIDE = 1.2
"""Em between a box and its option at most."""
LEVEL = 0.7
"""Em by which the middles of a box and its option differ at most."""
ALIKE = 1.0
"""Points the boxes of one form differ in size at most."""
HIGH = 3.0
"""A ring is this many times higher than the text in it at most; larger ones go round a picture."""
TIGHT = 0.3
"""Share of a ring's width that its text takes at least."""
CENTRED = 0.15
"""Share of its size by which the mean of a ring's points may lie off its middle; that of a rounded corner does."""
CORNERS = 4
"""A ring is drawn in this many curves at least; a tick has fewer."""
NEAR = 1.5
"""Em from a ring to the next option at most."""
DARK = 160
"""A channel below this in all three is ink, not a tint."""
MAX_SHAPES = 400
"""More small squares or rings than this are a chart or a map."""
TICKED, EMPTY, RINGED = 0x2611, 0x2610, 0x20DD
TICKS = np.array([ord(sign) for sign in "✓✔✗✘×✕✖☑☒レﾚ■●◼Xx"])
OPEN_BOXES = np.array([ord(sign) for sign in "□☐◻"])
BLANKS = (32, 0x3000, 0xA0, 9)


def with_ticks(page: RawPage) -> RawPage:
    """The page with boxes and rings as glyphs, drawn before or behind what they mark."""
    return _ringed(_boxed(page)) if len(page.glyphs) else page


def _boxed(page: RawPage) -> RawPage:
    place, ticked = _boxes(page)
    if not 1 < len(place) <= MAX_SHAPES:
        return page
    option, behind = _options(page.glyphs, place)
    chosen = (option >= 0) & _of_a_form(place, ticked, option >= 0)
    if not chosen.any():
        return page
    place, at, code = place[chosen], option[chosen], np.where(ticked[chosen], TICKED, EMPTY)
    typed = np.isin(page.glyphs.code, np.concatenate([TICKS, OPEN_BOXES]))
    shown = ~(typed & _within(centres(page.glyphs), place).any(axis=1))
    glyphs = _inserted(page.glyphs, at, int(behind), code, place).take(np.insert(shown, at + int(behind), True))
    return replace(page, glyphs=glyphs, drawings=_without(page.drawings, place))


def _boxes(page: RawPage) -> tuple[Floats, Bools]:
    """Fields to check, squares, circles, and typed boxes that a tick is drawn on; whether each is ticked."""
    d = page.drawings
    dark = d.fills[_is_small_square(d.fills) & _is_dark(d.fill_color)]
    round_ = boxes([shape.box for shape in d.shapes if _is_ring(shape)])
    typed = page.glyphs.box[np.isin(page.glyphs.code, OPEN_BOXES)]
    fields = boxes([place for place, _ in page.checks])
    place = np.concatenate([fields, _squares(d.strokes), round_[_is_small_square(round_)], typed, dark])
    if not 1 < len(place) <= MAX_SHAPES:
        return boxes([]), np.zeros(0, dtype=np.bool_)
    ticked = _marked(page, place)
    ticked[: len(fields)] = [on for _, on in page.checks]
    ticked[len(place) - len(dark) :] = True
    named = page.glyphs.take((page.glyphs.code > 32) & ~np.isin(page.glyphs.code, [*TICKS, *OPEN_BOXES, *BLANKS]))
    empty_of_text = ~_within(centres(named), place).any(axis=0)
    middle = (place[:, :2] + place[:, 2:]) / 2
    inside = _within(middle, place)
    first = ~np.tril(inside | inside.T, -1).any(axis=1)
    kept = np.flatnonzero(first & empty_of_text)
    kept = kept[~_touching(place[kept])]
    return place[kept], ticked[kept]


def _touching(place: Floats) -> Bools:
    """Which places meet others: the small cells of a chart."""
    apart = (place[:, None, :2] > place[None, :, 2:] + 0.5).any(axis=2)
    return (~(apart | apart.T)).sum(axis=1) > 1


def _squares(strokes: Floats) -> Floats:
    """The squares of four strokes drawn one after another."""
    if len(strokes) < 4:
        return boxes([])
    four = np.lib.stride_tricks.sliding_window_view(strokes, 4, axis=0).transpose(0, 2, 1)
    low, high = (
        np.minimum(four[..., :2], four[..., 2:]).min(axis=1),
        np.maximum(four[..., :2], four[..., 2:]).max(axis=1),
    )
    place = np.concatenate([low, high], axis=1)
    length = np.abs(four[..., 2:] - four[..., :2])
    around = np.abs(length.sum(axis=(1, 2)) - 2 * (high - low).sum(axis=1)) < ALIKE
    return place[_is_small_square(place) & around & (length.min(axis=2) < 0.5).all(axis=1)]


def _is_small_square(place: Floats) -> Bools:
    width, height = place[:, 2] - place[:, 0], place[:, 3] - place[:, 1]
    fits = (np.minimum(width, height) >= LEAST) & (np.maximum(width, height) <= MOST)
    return np.asarray(fits & (np.abs(width - height) <= np.maximum(SQUARE * width, 0.5)), dtype=np.bool_)


def _is_dark(color: Ints) -> Bools:
    channels = np.stack([color >> 16 & 255, color >> 8 & 255, color & 255])
    return np.asarray((channels < DARK).all(axis=0), dtype=np.bool_)


def _is_ring(shape: Shape) -> bool:
    """A circle, an ellipse or a rounded box of one line: its points lie evenly about its middle."""
    (x0, y0, x1, y1), (mean_x, mean_y) = shape.box, shape.points.mean(axis=0).tolist()
    off, size = max(abs(mean_x - (x0 + x1) / 2), abs(mean_y - (y0 + y1) / 2)), max(x1 - x0, y1 - y0)
    painted = shape.filled and bool(_is_dark(np.array([shape.color]))[0])
    return shape.curved and len(shape.points) >= CORNERS and off <= CENTRED * size and not painted


def _marked(page: RawPage, place: Floats) -> Bools:
    """Whether a tick, a cross or a smaller dark shape is drawn or typed in each of some boxes."""
    d, size = page.drawings, (place[:, 2] - place[:, 0]).max()
    slant = d.strokes[(np.abs(d.strokes[:, 2:] - d.strokes[:, :2]) > 0.5).all(axis=1)]
    shapes = boxes([s.box for s in d.shapes if max(s.box[2] - s.box[0], s.box[3] - s.box[1]) <= 2 * size])
    itself = (np.abs(shapes[:, None, :] - place[None, :, :]).max(axis=2, initial=0) < ALIKE).any(axis=1)
    typed = page.glyphs.box[np.isin(page.glyphs.code, TICKS)]
    marks = np.concatenate([_around(slant), shapes[~itself], d.fills[_is_dark(d.fill_color)], typed])
    fits = (marks[:, 2:] - marks[:, :2]).max(axis=1)[:, None] <= (1 + 2 * OUT) * (place[:, 2] - place[:, 0])
    return np.asarray((_within((marks[:, :2] + marks[:, 2:]) / 2, place) & fits).any(axis=0), dtype=np.bool_)


def _around(strokes: Floats) -> Floats:
    return np.concatenate(
        [np.minimum(strokes[:, :2], strokes[:, 2:]), np.maximum(strokes[:, :2], strokes[:, 2:])], axis=1
    )


def _within(points: Floats, place: Floats) -> Bools:
    """Which points lie in which places, (points, places)."""
    x, y = points[:, 0, None], points[:, 1, None]
    inside = (x >= place[:, 0]) & (x <= place[:, 2]) & (y >= place[:, 1]) & (y <= place[:, 3])
    return np.asarray(inside, dtype=np.bool_)


def _options(glyphs: Glyphs, place: Floats) -> tuple[Ints, bool]:
    """The glyph beside each box, or -1; and whether boxes stand behind their options."""
    inked = np.flatnonzero((glyphs.code > 32) & ~np.isin(glyphs.code, [*BLANKS, *OPEN_BOXES, *TICKS]))
    box, size = glyphs.box[inked], glyphs.size[inked]
    level = np.abs(centres(glyphs)[inked, 1, None] - (place[:, 1] + place[:, 3]) / 2) <= LEVEL * size[:, None]
    right, left = box[:, 0, None] - place[:, 2], place[:, 0] - box[:, 2, None]
    near = [np.where(level & (gap >= -1.5) & (gap <= BESIDE * size[:, None]), gap, np.inf) for gap in (right, left)]
    if not len(inked):
        return np.full(len(place), -1, dtype=np.int64), False
    nearest = [gap.min(axis=0) for gap in near]
    behind = bool(2 * (nearest[1] < nearest[0]).sum() > len(place))
    found = inked[near[behind].argmin(axis=0)]
    return np.where(np.isfinite(nearest[behind]), found, -1), behind


def _of_a_form(place: Floats, ticked: Bools, beside: Bools) -> Bools:
    """Boxes of one size of which some are ticked and some are not; bullets are all alike."""
    size = place[:, 2] - place[:, 0]
    alike = (np.abs(size[:, None] - size) <= ALIKE) & beside
    return np.asarray((alike & ticked).any(axis=1) & (alike & ~ticked).any(axis=1), dtype=np.bool_)


def _inserted(glyphs: Glyphs, at: Ints, behind: int, code: Ints, place: Floats) -> Glyphs:
    """Signs in these places, in the drawing beside the glyphs that they mark, and otherwise like them."""
    order = np.argsort(at, kind="stable")
    sign = np.insert(np.zeros(len(glyphs), dtype=np.bool_), at + behind, True)
    found = glyphs.take(np.insert(np.arange(len(glyphs)), at[order] + behind, at[order]))
    codes, box, origin = found.code.copy(), found.box.copy(), found.origin.copy()
    codes[sign], box[sign], origin[sign, 0] = code[order], place[order], place[order, 0]
    return replace(found, code=codes, box=box, origin=origin)


def _without(drawings: Drawings, place: Floats) -> Drawings:
    """The drawings without those boxes and their ticks: they are no rules, and no arrows."""
    reach = OUT * (place[:, 2:] - place[:, :2])
    room = np.concatenate([place[:, :2] - reach, place[:, 2:] + reach], axis=1)

    def outside(box: Floats) -> Bools:
        held = (_within(box[:, :2], room) & _within(box[:, 2:], room)).any(axis=1)
        return np.asarray(~held, dtype=np.bool_)

    strokes, fills = outside(drawings.strokes), outside(drawings.fills)
    shown = outside(boxes([shape.box for shape in drawings.shapes]))
    return Drawings(
        drawings.strokes[strokes],
        drawings.stroke_width[strokes],
        drawings.stroke_color[strokes],
        drawings.fills[fills],
        drawings.fill_color[fills],
        tuple(shape for shape, kept in zip(drawings.shapes, shown.tolist(), strict=True) if kept),
        drawings.images,
    )


def _ringed(page: RawPage) -> RawPage:
    """U+20DD behind the last glyph in each ring that goes round a few glyphs of a line, numbers in badges left."""
    glyphs = page.glyphs
    rings = boxes([shape.box for shape in page.drawings.shapes if _is_ring(shape)])
    if not 0 < len(rings) <= MAX_SHAPES:
        return page
    inside = _within(centres(glyphs), rings) & ~np.isin(glyphs.code, BLANKS)[:, None]
    at: list[int] = []
    for ring, own in zip(rings, inside.T, strict=True):
        held = np.flatnonzero(own)
        if not len(held) or (glyphs.code[held] < 0x3A).all() or np.ptp(glyphs.origin[held, 1]) > 1.0:
            continue
        held = held[np.argsort(glyphs.box[held, 0], kind="stable")]
        if (glyphs.box[held[1:], 0] - glyphs.box[held[:-1], 2] > glyphs.size[held[:-1]]).any():  # a row of cells
            continue
        width = float(glyphs.box[held, 2].max() - glyphs.box[held, 0].min())
        if not _has_neighbours(glyphs, ring, own):
            continue
        if width >= TIGHT * (ring[2] - ring[0]) and ring[3] - ring[1] <= HIGH * float(glyphs.size[held].max()):
            at.append(int(held.max()))
    if not at:
        return page
    last = np.array(at, dtype=np.int64)
    end = glyphs.box[last][:, [2, 1, 2, 3]]
    return replace(page, glyphs=_inserted(glyphs, last, 1, np.full(len(last), RINGED), end))


def _has_neighbours(glyphs: Glyphs, ring: Floats, own: Bools) -> bool:
    """Whether other options stand beside, above or below a ringed one, nearer than the texts of other cells do."""
    near = NEAR * float(glyphs.size[own].max())
    inked = ~own & ~np.isin(glyphs.code, BLANKS)
    x, y = centres(glyphs)[inked].T
    beside = (y > ring[1]) & (y < ring[3]) & (x > ring[0] - near) & (x < ring[2] + near)
    below = (x > ring[0]) & (x < ring[2]) & (y > ring[1] - near) & (y < ring[3] + near)
    return bool((beside | below).any())
