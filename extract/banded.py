"""Texts -> bands of those level with one another, and runs of bands that follow closely: tables without rules."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from extract.model import Box
from extract.stacks import Stack

Band = list[Stack]

FAR = 2.5
"""Em of white between two bands of one table at most, where nothing is drawn round it."""
PADDING = 1.2
"""Em of white above or below the only text of a row at most; a heading between two tables stands farther off."""
LARGER = 0.1
"""Share by which a heading that is a row of its table is larger than the texts of the others at most."""
HANGING = 2.0
"""Em by which such a heading begins left of the texts of its table, which stand in the middle of their cells."""
LEVELS, EVEN = 3, 1.0
"""Headings that are rows one below the other at most; points by which the white between them and other rows differs."""
HALF = 0.5
"""Em of white at most between the heading of several columns and the headings level with theirs."""
COPIED, SAME = 3, 3.0
"""Labels that stand in both columns of a page at least, and points by which they lie less or more far apart."""
FORMS = 30
"""Copies of a form on a page at most; words that come more often are values."""
GUTTER = 0.7
"""Em of white between two columns of a page at least."""


def bands_of(texts: Sequence[Stack]) -> list[Band]:
    """Texts by height: those that are level with one another, by a chain, are one band."""
    found: list[Band] = []
    bottom = -np.inf
    for text in sorted(texts, key=lambda text: text.box.y0):
        if found and text.box.y0 < bottom - 0.3 * text.size:
            found[-1].append(text)
            bottom = max(bottom, text.box.y1)
        else:
            found.append([text])
            bottom = text.box.y1
    return found


def runs_of(texts: Sequence[Stack], islands: Sequence[Box]) -> Iterator[list[Band]]:
    """Bands of several texts that follow one another closely, no island between them; headings among them are rows."""
    run: list[Band] = []
    between: list[Band] = []
    for band in bands_of(texts):
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


def columns_of(texts: Sequence[Stack]) -> Iterator[list[Stack]]:
    """The columns of a page, left to right, that print copies of one form: rows begin with the same labels in each.

    What runs over both parts what stands above it from what stands below.
    """
    cut = _gutter(texts)
    if cut is None:
        yield list(texts)
        return
    over = sorted((t for t in texts if t.box.x0 < cut < t.box.x1), key=lambda t: t.box.y0)
    for top, bottom in itertools.pairwise([-np.inf, *(t.box.y0 for t in over), np.inf]):
        zone = [t for t in texts if top <= t.box.y0 < bottom]
        yield [t for t in zone if t.box.x0 < cut < t.box.x1]
        yield [t for t in zone if t.box.x1 <= cut]
        yield from columns_of([t for t in zone if t.box.x0 >= cut])


def _gutter(texts: Sequence[Stack]) -> float | None:
    """Where the leftmost column ends: in the white next to the labels that come again on its right."""
    labels: defaultdict[str, list[Stack]] = defaultdict(list)
    for text in texts:
        said = "".join(segment.piece.text for segment in text.segments)
        if sum(map(str.isalpha, said)) > 1:
            labels[said].append(text)
    pairs = [
        (b.box.x0 - a.box.x0, name, a, b)
        for name, same in labels.items()
        for a, b in itertools.permutations(same if len(same) <= FORMS else (), 2)
        if b.box.x0 - a.box.x1 > a.size
    ]
    far = np.sort(np.array([pair[0] for pair in pairs]))
    for low in far[np.diff(far, prepend=-np.inf) > SAME].tolist():
        copies = [pair for pair in pairs if low <= pair[0] <= low + SAME]
        if len({name for _, name, *_ in copies}) >= COPIED:
            return _white(texts, [a for *_, a, _ in copies], [b for *_, b in copies])
    return None


def _white(texts: Sequence[Stack], left: Sequence[Stack], right: Sequence[Stack]) -> float | None:
    """The middle of the white just left of the right labels, where the left ones begin their rows, too."""
    start, edge = min(t.box.x0 for t in left), min(t.box.x0 for t in right)
    rows = [t for band in bands_of(texts) if len(band) > 1 for t in band]
    edge = min((t.box.x0 for t in rows if start + t.size < t.box.x0 < edge < t.box.x1), default=edge)
    low = max((t.box.x1 for t in rows if t.box.x0 < edge), default=edge)
    own = [t for t in rows if t.box.x0 < edge]
    first = all(t.box.x0 >= start - t.size for t in own if _is_level(t, left))
    beside = sum(len(band) > 1 for band in bands_of(own))
    return (low + edge) / 2 if first and beside >= COPIED and edge - low >= GUTTER * left[0].size else None


def _is_level(text: Stack, others: Sequence[Stack]) -> bool:
    """Whether a text begins a row with one of the others, left of it."""
    return any(t.box.y0 < text.box.y1 and t.box.y1 > text.box.y0 for t in others)


def _over(alone: list[Band], band: list[Stack]) -> list[Band]:
    """The heading of several columns, set over them in the upper half of a row of headings."""
    left, top = (min(text.box[side] for text in band) for side in (0, 1))
    return [[t] for above in alone for t in above if t.box.x0 > left and top - t.box.y1 <= HALF * t.size]


def _go_on(chain: list[Band], islands: Sequence[Box]) -> bool:
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


def _is_run(run: list[Band]) -> bool:
    level = [len(band) for band in run if len(band) > 1]
    return len(level) > 1 or (len(level) == 1 and level[0] > 2)


def _follows(above: list[Stack], below: list[Stack], islands: Sequence[Box]) -> bool:
    bottom, top = max(text.box.y1 for text in above), min(text.box.y0 for text in below)
    near = top - bottom <= FAR * max(text.size for text in below)
    return near and not any(island.y0 >= bottom - 1 and island.y1 <= top + 1 for island in islands)
