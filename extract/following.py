"""Segments of a document -> which is likely the next line of which: one text, though nothing is drawn round it.

Where rules and shades part the rows of a table they say it. Where nothing is drawn, leading, fullness of lines and
what stands beside both say it together; the weights of the evidence stand in following.csv, fitted on ruled tables
whose rules were taken away.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import regex

from extract.lines import BASELINE, Piece
from extract.model import Words
from extract.page import Bools, Floats, Ints
from extract.seam import NO_START

REACH, BACK = 1.2, 0.35
"""Em of white between two lines of one text at most; by which they may overlap, type set solid."""
LIKE = 0.12
"""Share by which sizes of one text differ."""
SAME = 1.5
"""Points by which texts that begin in one column do so apart."""
KINSOKU = 1.2
"""Em by which full lines of one text end apart: a sign that may not begin a line goes along to the next."""
COLUMN = 4.0
"""Em a column of wrapped text is wide at least."""
NEAREST = 0.3
"""Share of the gaps below full lines that are leading at least; others lie between rows."""
WIDE = 0.5
"""Em of white that few texts have between their lines, however loosely they are set."""
INDENT = 2.2
"""Em by which the first line of a text begins farther right, or left, at most."""
FIGURE = regex.compile(r"[△▲+＋\-－約]?[0-9０-９][0-9０-９,，.．]*\D{0,3}|[-－―—]")
BRACKETS = (("(", ")"), ("（", "）"), ("「", "」"), ("【", "】"))


class Segment(NamedTuple):
    """A stretch of text on one line. area: the smallest shaded or rounded box it stands in, or -1."""

    piece: Piece
    area: int

    @property
    def size(self) -> float:
        return self.piece.size


class Pairs(NamedTuple):
    """Which segment (upper) another one (lower) may follow, and how much speaks for it: log odds."""

    upper: Ints
    lower: Ints
    odds: Floats


class _Set(NamedTuple):
    """The segments of a page as arrays. right: where the lines of its column end; support: how many end there."""

    box: Floats
    size: Floats
    area: Ints
    level: Bools
    right: Floats
    support: Ints
    members: Ints


class _Known(NamedTuple):
    """What is known beforehand: em of white between the lines of wrapped texts, by twice their size, and words."""

    lead: dict[int, float]
    words: Words


def following(pages: Sequence[Sequence[Segment]], words: Words | None = None) -> list[Pairs]:
    """For each page, the pairs of segments that may be lines of one text, and the odds."""
    weights = _weights()
    return [Pairs(upper, lower, rows @ weights) for upper, lower, rows in document_features(pages, words or Words())]


def document_features(pages: Sequence[Sequence[Segment]], words: Words) -> list[tuple[Ints, Ints, Floats]]:
    """For each page, the pairs of segments near enough to be lines of one text, and what speaks for it."""
    found = [(segments, *_candidates(segments)) for segments in pages]
    known = _known(found, words)
    return [(upper, lower, features(segments, own, upper, lower, known)) for segments, own, upper, lower in found]


@cache
def _weights() -> Floats:
    table = csv.DictReader((files("extract") / "following.csv").read_text("utf-8").splitlines())
    by_name = {row["evidence"]: float(row["weight"]) for row in table}
    return np.array([by_name[name] for name in EVIDENCE])


def _candidates(segments: Sequence[Segment]) -> tuple[_Set, Ints, Ints]:
    """The page as arrays, and the pairs that are near, alike, and over one another."""
    own = _set(segments)
    box, size = own.box, own.size
    em = np.maximum(size[:, None], size)
    gap = box[None, :, 1] - box[:, None, 3]
    near = (gap >= -BACK * em) & (gap <= REACH * em) & (own.area[:, None] == own.area)
    near &= np.abs(size[:, None] - size) <= LIKE * em
    near &= np.minimum(box[:, None, 2], box[:, 2]) > np.maximum(box[:, None, 0], box[:, 0])
    near &= ~np.array([s.piece.vertical for s in segments], dtype=np.bool_)[:, None] & ~own.level
    upper, lower = np.nonzero(near)
    free = ~_disturbed(own, upper, lower)
    return own, upper[free], lower[free]


def _disturbed(own: _Set, upper: Ints, lower: Ints) -> Bools:
    """Whether another text reaches into the box round the two lines: one of them spans what the other does not."""
    a, b, box = own.box[upper][:, None], own.box[lower][:, None], own.box[None]
    low, high = np.minimum(a[..., :2], b[..., :2]), np.maximum(a[..., 2:], b[..., 2:])
    over = np.minimum(high, box[..., 2:]) - np.maximum(low, box[..., :2])
    inside: Bools = np.asarray((over[..., 0] > SAME) & (over[..., 1] > 0.3 * own.size))
    at = np.arange(len(upper))
    inside[at, upper] = inside[at, lower] = False
    return np.asarray(inside.any(axis=1))


def _set(segments: Sequence[Segment]) -> _Set:
    box = np.array([(s.piece.x0, s.piece.y0, s.piece.x1, s.piece.y1) for s in segments]).reshape(-1, 4)
    size = np.array([s.size for s in segments])
    middle = (box[:, 1] + box[:, 3]) / 2
    em = np.maximum(size[:, None], size)
    level = (np.abs(middle[:, None] - middle) <= BASELINE * em) & ~np.eye(len(box), dtype=np.bool_)
    column = (np.abs(box[:, None, 0] - box[:, 0]) <= SAME) & (np.abs(size[:, None] - size) <= LIKE * em)
    right = np.where(column, box[None, :, 2], -np.inf).max(axis=1, initial=-np.inf)
    support = (column & (box[None, :, 2] >= right[:, None] - KINSOKU * em)).sum(axis=1)
    return _Set(box, size, np.array([s.area for s in segments]), level, right, support, column.sum(axis=1))


def _known(found: Sequence[tuple[Sequence[Segment], _Set, Ints, Ints]], words: Words) -> _Known:
    gaps: dict[int, list[float]] = {}
    for _, own, upper, lower in found:
        wrapped = _is_full(own)[upper] & (np.abs(own.box[upper, 0] - own.box[lower, 0]) <= SAME)
        i, j = upper[wrapped], lower[wrapped]
        white = (own.box[j, 1] - own.box[i, 3]) / own.size[i]
        for size, gap in zip(own.size[i].tolist(), white.tolist(), strict=True):
            gaps.setdefault(_key(size), []).append(gap)
    return _Known({size: float(np.quantile(own, NEAREST)) for size, own in gaps.items()}, words)


def _plain(segment: Segment) -> str:
    return "".join(segment.piece.text.split())


def _key(size: float) -> int:
    return round(2 * size)


def _is_full(own: _Set) -> Bools:
    wide = own.right - own.box[:, 0] >= COLUMN * own.size
    return (own.box[:, 2] >= own.right - KINSOKU * own.size) & (own.support >= 2) & wide


EVIDENCE = (
    "always", "over_leading", "leading", "over_04", "over_10", "over_20", "gap_unled", "wide", "level_start",
    "indented", "outdented", "full", "short", "length", "alone", "first_alone", "both_alone", "labels", "figures",
    "font", "cannot_begin", "open_bracket",
)  # fmt: skip
"""What may speak for or against one text; the numbers are hundredths of an em over the leading. Leading is exact: a
twentieth of an em more is a row's padding."""


def features(segments: Sequence[Segment], own: _Set, upper: Ints, lower: Ints, known: _Known) -> Floats:
    """The evidence of each pair, (n, len(EVIDENCE))."""
    drawn, said = _placed(own, upper, lower, known), _said(segments, upper, lower, known)
    return np.concatenate([drawn, said], axis=1)


def _placed(own: _Set, upper: Ints, lower: Ints, known: _Known) -> Floats:
    """What the places of two lines say."""
    a, b, em = own.box[upper], own.box[lower], own.size[upper]
    gap = (b[:, 1] - a[:, 3]) / em
    lead = np.array([known.lead.get(_key(size), np.nan) for size in em.tolist()])
    led = ~np.isnan(lead)
    over = np.where(led, gap - lead, 0.0).clip(-0.3, 1.0)
    start = (b[:, 0] - a[:, 0]) / em
    level = np.abs(b[:, 0] - a[:, 0]) <= SAME
    short = ((own.right[upper] - a[:, 2]) / em).clip(0, 10) / 10
    alone, first = ~own.level[lower].any(axis=1), ~own.level[upper].any(axis=1)
    columns = (
        np.ones(len(a)), over, led & (np.abs(over) <= 0.04), led & (over > 0.04), led & (over > 0.1),
        led & (over > 0.2), np.where(led, 0.0, gap), (gap - WIDE).clip(0), level,
        ~level & (start > 0) & (start <= INDENT), ~level & (start < 0) & (start >= -INDENT),
        _is_full(own)[upper], short * (own.members[upper] > 1),
        ((a[:, 2] - a[:, 0]) / em).clip(0, 30) / 30, alone & ~first, ~alone & first, alone & first,
    )  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _said(segments: Sequence[Segment], upper: Ints, lower: Ints, known: _Known) -> Floats:
    """What the words of two lines say, though none is understood."""
    rows = [_of_words(segments[i], segments[j], known) for i, j in zip(upper.tolist(), lower.tolist(), strict=True)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), -1) if rows else np.zeros((0, 5))


def _of_words(above: Segment, below: Segment, known: _Known) -> tuple[float, ...]:
    first, second = _plain(above), _plain(below)
    return (
        first in known.words.labels and second in known.words.labels,
        FIGURE.fullmatch(first) is not None and FIGURE.fullmatch(second) is not None,
        above.piece.font != below.piece.font,
        second[:1] in NO_START,
        any(first.count(a) > first.count(b) for a, b in BRACKETS),
    )
