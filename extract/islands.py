"""Ground -> islands: the boxes round what is drawn together, and round rules and shades with the texts between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.banded import FAR, LARGER, PADDING, bands_of
from extract.ground import WHOLE, Ground
from extract.model import Box
from extract.page import Bools, Floats
from extract.regions import merged
from extract.rules import THIN
from extract.stacks import Stack

TOUCH, ON = 3.0, 1.0
"""Points by which rules that should meet end apart, and by which a shade lies beside what it belongs to."""
WHITE, LEVEL = 7.0, 2.0
"""Points of white between shaded cells of one table at most, and by which sides that are meant to be level differ."""
SAME_SIDES = 6.0
"""Points by which rules and shaded rows of one table begin and end apart."""
MOST = 1500
"""Edges and areas of a page of tables; more are a picture."""


def islands_of(found: Ground, texts: Sequence[Stack]) -> list[Box]:
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
            together[i, j] = together[j, i] = free and _hold_one_table(Box(*between.tolist()), texts, bool(rule.any()))
    return _clustered(box, together)


def _meets(box: Floats, other: Floats) -> Bools:
    """Which boxes reach into the other one."""
    return np.asarray((box[:, :2] < other[2:] - 1).all(axis=1) & (box[:, 2:] > other[:2] + 1).all(axis=1))


def _hold_one_table(between: Box, texts: Sequence[Stack], ruled: bool) -> bool:
    """Whether bands of texts side by side, or one text alone, fill the space between two edges of one table.

    ruled: a shorter rule divides some columns; a text beside it stands between two bands.
    """
    x0, y0, x1, y1 = between
    own = [t for t in texts if t.box.y0 >= y0 - 1 and t.box.y1 <= y1 + 1 and t.box.x0 >= x0 - 1 and t.box.x1 <= x1 + 1]
    bands = bands_of(own)
    alone = sum(len(band) == 1 for band in bands)
    if not bands or (len(own) > 1 and 2 * alone > len(bands) and not ruled):
        return False
    if len(own) == 1 and own[0].size > (1 + LARGER) * float(np.median([text.size for text in texts])):
        return False
    ends = [y0, *(y for band in bands for y in (min(t.box.y0 for t in band), max(t.box.y1 for t in band))), y1]
    white = max(b - a for a, b in zip(ends[::2], ends[1::2], strict=True))
    return white <= (FAR if len(own) > 1 else PADDING) * max(text.size for text in own)
