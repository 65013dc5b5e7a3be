"""RawPage -> the same with only what a person reads on it, and what was left out, with why.

A glyph counts if it is painted, not painted over, and of another colour than its ground. A watermark, a reading over
its kanji, a raised mark that points to a note and what is struck through are seen, but are not the text.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, get_args

import numpy as np

from extract.glyphs import centres
from extract.model import Box, LeftOut, Place, Why
from extract.page import MANY, NO_PAINT, NOTHING, Bools, Drawings, Floats, Glyphs, Ints, Paint, RawPage, is_white, usual
from extract.rules import THIN, join

WHYS: tuple[Why, ...] = get_args(Why)
OUTSIDE = 1.0
"""Points a glyph's centre may lie outside the crop box."""
UNLIKE = 12
"""Steps of 255 by which a channel of text differs from its ground at least: a scan's paper varies by less."""
PALE = 150
"""Mean of the channels of a watermark's colour at least; text that is to be read is darker."""
OUTSIZE = 2.0
"""A watermark's glyphs are this many times larger than usual ones, where it is not pale."""
SLANT = 5.0
"""Degrees off the axes from which on text is slanted; a scan lies less askew."""
OVERLAID = 0.2
"""Share of the glyphs of a watermark that other text is printed over."""
MIDDLE, REACH = 0.36, 0.2
"""Em above the baseline at which a glyph is struck through, and by which the stroke may lie off it."""
ENDS = 0.7
"""Em by which a stroke begins or ends beside the text it strikes out; an arrow or a rule goes on."""
DOUBLE = 2
"""Lines text is struck out with at most."""
MEETS = 1.5
"""Points between the end of a rule and the rule it meets."""
SMALL = 0.75
"""Size of a raised mark as a share of the text it stands in, at most; figures in a line differ by less."""
RAISED = (0.12, 0.75)
"""Em by which a mark's baseline lies off that of its text."""
TOUCHES = 0.35
"""Em of white before a raised mark at most."""
RUBY = 0.62
"""Size of readings as a share of the kanji they stand over: half, or a little more."""
OVER = 0.4
"""Em of the kanji by which the baseline of a reading lies off its top."""
SIGNS = "※＊*†‡§注"
IS_MARK = np.zeros(0x10000, dtype=np.bool_)
IS_MARK[[ord(char) for char in SIGNS + "0123456789０１２３４５６７８９()（）[]〔〕,，、・"]] = True
MOST_PAIRS = 4_000_000
"""Pairs of glyphs and areas, or of lines, no page of tables comes near; a map is not looked at so closely."""
FEW = 0.5
"""Share of the glyphs of a page above which what is left out is the page itself, or a scan's text under its picture."""


class _Case(NamedTuple):
    """The glyphs of a page. left: those that are no spaces and still count."""

    glyphs: Glyphs
    paint: Paint
    left: Bools

    def ink(self, some: Bools | Ints | slice = slice(None)) -> Floats:
        """The boxes of glyphs as they look; fonts overstate their height, so it is taken from the baseline."""
        glyphs = self.glyphs
        box, level = glyphs.box[some].copy(), ~glyphs.vertical[some]
        base, size = glyphs.origin[some][level, 1], glyphs.size[some][level]
        box[level, 1], box[level, 3] = base - 0.86 * size, base + 0.14 * size
        return box


def visible(page: RawPage) -> RawPage:
    """The page with the glyphs that count; the others are remembered in `left_out`."""
    glyphs = page.glyphs.take(_on_page(page))
    if not len(glyphs):
        return replace(page, glyphs=glyphs)
    inked = (glyphs.code > 32) & (glyphs.code != 0x3000) & (glyphs.code != 0xA0)
    why = np.full(len(glyphs), -1, dtype=np.int64)
    for name, look in LOOKS.items():
        if page.paint is None and name in PAINTED:
            continue
        case = _Case(glyphs, page.paint or NO_PAINT, inked & (why < 0))
        found = _struck(case, page.drawings) if look is None else look(case)
        if name in PAINTED and found.sum() > FEW * inked.sum():  # what a scanner read, or a mistake
            glyphs = replace(glyphs, hidden=glyphs.hidden | (found & (name == "covered")))
            continue
        why[found & (why < 0)] = WHYS.index(name)
    if (why < 0).all():
        return replace(page, glyphs=glyphs)
    left_out = (*page.left_out, *_left_out(page.number, _Case(glyphs, NO_PAINT, inked), why))
    return replace(page, glyphs=glyphs.take(why < 0), left_out=left_out)


def is_in_doubt(glyphs: Glyphs, paint: Paint) -> bool:
    """Whether text may be painted over or be of the colour of its ground, so that a closer look at the paint pays."""
    case = _Case(glyphs, paint, glyphs.code > 32)
    return bool((_covered(case) | _as_ground(case) | glyphs.hidden).any())


def _on_page(page: RawPage) -> Bools:
    """Which glyphs are to be seen there; those of no size are nowhere."""
    box, size = page.glyphs.box, page.glyphs.size
    if len(box) and min(size.min(), box.min()) > 0 and (box.max(axis=0)[2:] < (page.width, page.height)).all():
        return np.ones(len(box), dtype=np.bool_)
    x, y = centres(page.glyphs).T
    inside = (x >= -OUTSIDE) & (x <= page.width + OUTSIDE) & (y >= -OUTSIDE) & (y <= page.height + OUTSIDE)
    return inside & (page.glyphs.size > 0)


def _left_out(number: int, case: _Case, why: Ints) -> Iterator[LeftOut]:
    """A text each stretch of glyphs that was drawn at once and left out for one reason."""
    glyphs, box = case.glyphs, case.ink()
    first = _starts((np.diff(why) != 0) | (np.diff(glyphs.order) != 0))
    for a, b in zip(first.tolist(), np.append(first[1:], len(why)).tolist(), strict=True):
        text = "".join(map(chr, glyphs.code[a:b].tolist())).strip()
        if why[a] >= 0 and text:
            (x0, y0), (x1, y1) = box[a:b, :2].min(axis=0).round(2).tolist(), box[a:b, 2:].max(axis=0).round(2).tolist()
            yield LeftOut(WHYS[why[a]], text, Place(number, Box(x0, y0, x1, y1)))


def _starts(new: Bools) -> Ints:
    return np.flatnonzero(np.append(True, new))


def _unpainted(case: _Case) -> Bools:
    """In a layer that is off or clipped away; invisible beside text that is seen, as a scan's own text is not."""
    glyphs = case.glyphs
    gone, hidden = glyphs.color == NOTHING, glyphs.hidden
    if hidden.any() and not hidden.all():
        cell = np.floor(centres(glyphs) / 12).astype(np.int64)
        key = cell[:, 0] * 100_003 + cell[:, 1]
        gone = gone | (hidden & np.isin(key, key[~hidden]))
        if hidden.mean() <= FEW:
            some = hidden & ~gone
            gone[some] = _ground(case, some) != MANY
    return gone


def _covered(case: _Case) -> Bools:
    """Under something opaque that was painted later."""
    paint, glyphs = case.paint, case.glyphs
    found = np.zeros(len(glyphs), dtype=np.bool_)
    late = paint.opaque & (paint.order > glyphs.order.min(initial=0))
    if not late.any() or not len(glyphs):
        return found
    (x0, y0, x1, y1), order = paint.box[late].T[:, :, None], paint.order[late][:, None]
    first = _starts(np.diff(glyphs.order) != 0)  # what is drawn at once
    if late.sum() * len(first) > MOST_PAIRS:
        return found
    box = case.ink()
    low, high = np.minimum.reduceat(box[:, :2], first), np.maximum.reduceat(box[:, 2:], first)
    meets = (low[:, 0] < x1) & (high[:, 0] > x0) & (low[:, 1] < y1) & (high[:, 1] > y0)
    meets = (meets & (order > glyphs.order[first])).any(axis=0)
    some = np.repeat(meets, np.diff(np.append(first, len(glyphs)))) & ~glyphs.hidden
    if some.any() and late.sum() * some.sum() <= MOST_PAIRS:
        x, y = centres(glyphs.take(some)).T
        over = (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1) & (order > glyphs.order[some])
        found[some] = over.any(axis=0)
    return found


def _as_ground(case: _Case) -> Bools:
    """Of the colour of what lies behind: white on white is not seen, white on a dark bar is."""
    color = case.glyphs.color
    grounds = np.unique(np.append(case.paint.color, 0xFFFFFF))
    own = np.unique(color[case.left])
    alike = own[_alike(own[:, None], grounds[None]).any(axis=1)]
    some = np.isin(color, alike) & case.left & ~case.glyphs.hidden
    if some.any():
        some[some] = _alike(color[some], _ground(case, some))
    return some


def _ground(case: _Case, some: Bools) -> Ints:
    """The colour behind glyphs: that of what was painted there last before them, or the paper's."""
    x, y = centres(case.glyphs.take(some)).T
    box, order, color, _ = case.paint
    if not len(box):
        return np.full(len(x), 0xFFFFFF)
    if len(box) * len(x) > MOST_PAIRS:
        return np.full(len(x), MANY)
    x0, y0, x1, y1 = box.T[:, :, None]
    below = (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1) & (order[:, None] < case.glyphs.order[some])
    return np.where(below.any(axis=0), color[len(below) - 1 - below[::-1].argmax(axis=0)], 0xFFFFFF)


def _alike(color: Ints, other: Ints) -> Bools:
    """Which colours can't be told from one another; of MANY nothing is known.

    >>> _alike(np.array([0xFFFFFF, 0xFFFFFF, 0]), np.array([0xFAFAFA, 0x1F4E79, MANY])).tolist()
    [True, False, False]
    """
    apart = [np.abs((color >> shift & 255) - (other >> shift & 255)) for shift in (16, 8, 0)]
    return (np.maximum.reduce(apart) < UNLIKE) & (color >= 0) & (other >= 0)


def _watermark(case: _Case) -> Bools:
    """Pale or outsize text that other text is printed over, slanted pale text, and copies of these."""
    glyphs, left, color = case.glyphs, case.left, case.glyphs.color
    if not left.any():
        return left
    pale = (sum(color >> shift & 255 for shift in (16, 8, 0)) >= 3 * PALE) & (color >= 0)
    slanted = np.abs((glyphs.angle + 45) % 90 - 45) > SLANT
    some = left & (pale | slanted | (glyphs.size > OUTSIZE * usual(glyphs.size[left])))
    if not some.any() or not (left & ~some).any() or some.sum() * (left & ~some).sum() > MOST_PAIRS:
        return some & False
    first = _starts((np.diff(glyphs.order) != 0) | (np.diff(color) != 0) | (np.diff(glyphs.size) != 0))
    over, own = some.copy(), np.logical_and.reduceat(some | ~left, first)
    over[some] = _overlaid(case.ink(some), centres(glyphs.take(left & ~some)))
    many, all_ = (np.add.reduceat(of.astype(np.int64), first) for of in (over, some))
    marks = own & ((many > OVERLAID * all_) | np.logical_and.reduceat((pale & slanted) | ~left, first))
    texts = [_kind(glyphs, a, b) for a, b in itertools.pairwise([*first.tolist(), len(glyphs)])] if marks.any() else []
    kinds = {text for text, mark in zip(texts, marks.tolist(), strict=False) if mark}
    marks |= own & np.array([text in kinds for text in texts] or [False], dtype=np.bool_)
    return some & np.repeat(marks, np.diff(np.append(first, len(glyphs))))


def _kind(glyphs: Glyphs, a: int, b: int) -> tuple[object, ...]:
    """What the copies of a text drawn at once have in common."""
    return int(glyphs.color[a]), round(float(glyphs.size[a]), 1), glyphs.code[a:b].tobytes()


def _overlaid(box: Floats, point: Floats) -> Bools:
    """Which boxes hold one of the points."""
    x, y = point.T
    x0, y0, x1, y1 = box.T[:, :, None]
    return ((x0 < x) & (x < x1) & (y0 < y) & (y < y1)).any(axis=1)


def _struck(case: _Case, drawings: Drawings) -> Bools:
    """Text with a line or two through its middle that begin and end with it; more of them draw letters."""
    glyphs = case.glyphs
    found = np.zeros(len(glyphs), dtype=np.bool_)
    drawn, upright = level_and_upright(drawings)
    at = np.where(case.left & ~glyphs.vertical, glyphs.origin[:, 1] - MIDDLE * glyphs.size, np.inf)
    order = np.argsort(at)
    height, reach = at[order], REACH * float(glyphs.size.max())
    drawn = drawn[_between(height, drawn[:, 0], reach) > 0]
    if len(drawn) * len(upright) > MOST_PAIRS:
        return found
    level = join(drawn[~_meets_upright(drawn, upright)]) if len(drawn) else drawn
    for y, x0, x1 in level.tolist():
        own = order[slice(*np.searchsorted(height, [y - reach, y + reach]))]
        em, middle = glyphs.size[own], _middle(glyphs.box[own], 0)
        own = own[(np.abs(at[own] - y) <= REACH * em) & (middle > x0) & (middle < x1)]
        size = float(glyphs.size[own].max(initial=0.0))
        if len(own) and _spans(glyphs.box[own], x0, x1, size) and _count(drawn, (x0 + x1) / 2, y, size) <= DOUBLE:
            found[own] = True
    return found


def _between(height: Floats, y: Floats, reach: float) -> Ints:
    """How many of the sorted heights lie that near to each y."""
    return np.searchsorted(height, y + reach) - np.searchsorted(height, y - reach)


def level_and_upright(drawings: Drawings) -> tuple[Floats, Floats]:
    """Thin level lines as (y, x0, x1), and upright ones as (x, y0, y1)."""
    seen = (drawings.stroke_width <= THIN) & ~is_white(drawings.stroke_color)
    thin = np.sort(drawings.strokes[seen].reshape(-1, 2, 2), axis=1).reshape(-1, 4)
    box = np.concatenate([thin, drawings.fills])
    wide, high = (box[:, 2:] - box[:, :2]).T
    flat, steep = box[(high <= THIN) & (wide > THIN)], box[(wide <= THIN) & (high > THIN)]
    level = np.stack([_middle(flat, 1), flat[:, 0], flat[:, 2]], axis=1)
    return level, np.stack([_middle(steep, 0), steep[:, 1], steep[:, 3]], axis=1)


def _meets_upright(level: Floats, upright: Floats) -> Bools:
    """Which level lines begin or end on an upright one, as rules do."""
    y, ends = level[:, 0], level[:, 1:]
    x, y0, y1 = upright.T[:, :, None]
    beside = (y0 - MEETS <= y) & (y <= y1 + MEETS)
    return np.asarray((beside[..., None] & (np.abs(ends[None] - x[..., None]) <= MEETS)).any(axis=(0, 2)))


def _count(drawn: Floats, x: float, y: float, em: float) -> int:
    """How many lines lie over one another in the middle of a text."""
    return int(((drawn[:, 1] <= x) & (x <= drawn[:, 2]) & (np.abs(drawn[:, 0] - y) < em / 2)).sum())


def _spans(box: Floats, x0: float, x1: float, em: float) -> bool:
    """Whether a line begins and ends with the glyphs it goes through, and goes through no white."""
    box = box[np.argsort(box[:, 0])]
    ends = np.concatenate([[x0], box[:, 2]]), np.concatenate([box[:, 0], [x1]])
    return bool((np.abs(ends[1] - ends[0]) <= ENDS * em).all())


def _middle(box: Floats, axis: int) -> Floats:
    return (box[:, axis] + box[:, axis + 2]) / 2


def _ruby(case: _Case) -> Bools:
    """Kana half as high as the kanji they stand over."""
    glyphs, left = case.glyphs, case.left & ~case.glyphs.vertical
    kana = (glyphs.code >= 0x3041) & (glyphs.code <= 0x30FF)
    small = left & (glyphs.size <= RUBY * float(glyphs.size[left].max(initial=0.0)))
    first = _starts((np.diff(glyphs.order) != 0) | (np.diff(glyphs.size) != 0))
    alone = np.logical_and.reduceat(kana | ~case.left, first)
    some = small & kana & np.repeat(alone, np.diff(np.append(first, len(glyphs))))
    kanji = left & (glyphs.code >= 0x3400) & (glyphs.code <= 0x9FFF)
    if not some.any() or not kanji.any() or some.sum() * kanji.sum() > MOST_PAIRS:
        return some & False
    base, size = case.ink(kanji), glyphs.size[kanji]
    x, y = _middle(glyphs.box[some], 0), glyphs.origin[some, 1]
    near = np.abs(base[:, 1, None] - y) <= OVER * size[:, None]
    near &= (base[:, 0, None] - size[:, None] < x) & (x < base[:, 2, None] + size[:, None])
    some[some] = (near & (glyphs.size[some] <= RUBY * size[:, None])).any(axis=0)
    return some


def _note_marks(case: _Case) -> Bools:
    """Small raised or lowered figures and signs right after a text; not those of units (m2) and formulas (CO2)."""
    glyphs = case.glyphs
    code, size, level = glyphs.code, glyphs.size, case.left & ~glyphs.vertical
    some = level & IS_MARK[code.clip(0, 0xFFFF)]
    some &= (size <= SMALL * usual(size)) | (size <= SMALL * np.append(size[:1], size[:-1]))
    at = np.flatnonzero(some)
    if not len(at):
        return some
    at = at[np.lexsort((glyphs.box[at, 0], np.round(glyphs.origin[at, 1])))]
    first = _starts(~_follow(glyphs, at[:-1], at[1:], 0.0))
    length = np.diff(np.append(first, len(at)))
    text, mark = np.flatnonzero(level)[:, None], at[first]
    if len(text) * len(mark) > MOST_PAIRS:
        return some & False
    before = _follow(glyphs, text, mark, RAISED[0]) & (size[text] * SMALL >= size[mark])
    nearest = np.where(before, np.abs(glyphs.box[text, 2] - glyphs.box[mark, 0]), np.inf).argmin(axis=0)
    base = code[text[nearest, 0]]
    latin = ((base | 32) >= ord("a")) & ((base | 32) <= ord("z"))
    kept = before.any(axis=0) & (~latin | np.isin(code[mark], [ord(sign) for sign in SIGNS]))
    some[:] = False
    some[at[np.repeat(kept, length)]] = True
    return some


def _follow(glyphs: Glyphs, a: Ints, b: Ints, off: float) -> Bools:
    """Which glyphs b stand right behind a, on its baseline or off it by so many em at least."""
    em = np.maximum(glyphs.size[a], glyphs.size[b])
    white = glyphs.box[b, 0] - glyphs.box[a, 2]
    rise = np.abs(glyphs.origin[b, 1] - glyphs.origin[a, 1])
    level = (rise >= off * em) & (rise <= (RAISED[1] if off else RAISED[0]) * em)
    return level & (np.abs(white) <= TOUCHES * em)


PAINTED = ("covered", "as_ground")
LOOKS: dict[Why, Callable[[_Case], Bools] | None] = {
    "unpainted": _unpainted,
    "covered": _covered,
    "as_ground": _as_ground,
    "watermark": _watermark,
    "struck": None,
    "ruby": _ruby,
    "note_mark": _note_marks,
}
