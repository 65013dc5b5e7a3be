"""Segments of a document -> which of them is likely the next line of which: one text, though nothing is drawn round it.

Where rules and shades part the rows of a table they say it. Where nothing is drawn, leading, fullness of lines, what
stands beside both, and what the document repeats say it together; the weights of the evidence stand in following.csv,
fitted on ruled tables whose rules were taken away.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
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
OFTEN = 3
"""Times a text stands in a document from which on its repetition says something."""
LEADING, NEAREST = 0.5, 0.3
"""Em of white between lines where a document has no wrapped text; the share of its gaps that are its leading."""
FIGURE = regex.compile(r"[△▲+＋\-－約]?[0-9０-９][0-9０-９,，.．]*\D{0,3}|[-－―—]")
POINT = regex.compile(r"[・○●◎◇◆■□▪•※★☆➢✓①-⑳❶-❿]|[(（]?[0-9０-９ア-ンa-zA-Z]{1,2}[)）.．]")
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
    """What the document says of all its pages: how often texts stand in it, how often two of them together."""

    texts: Counter[str]
    pairs: Counter[tuple[str, str]]
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
    least = np.stack([np.full(len(own.size), SAME), 0.3 * own.size], axis=1)
    inside = (over > least[None]).all(axis=2)
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
    texts = Counter(_plain(s) for segments, *_ in found for s in segments)
    pairs: Counter[tuple[str, str]] = Counter()
    gaps: dict[int, list[float]] = {}
    for segments, own, upper, lower in found:
        pairs.update(
            (_plain(segments[i]), _plain(segments[j])) for i, j in zip(upper.tolist(), lower.tolist(), strict=True)
        )
        wrapped = _is_full(own)[upper] & (np.abs(own.box[upper, 0] - own.box[lower, 0]) <= SAME)
        for i, j in zip(upper[wrapped].tolist(), lower[wrapped].tolist(), strict=True):
            gaps.setdefault(_key(segments[i].size), []).append(
                (segments[j].piece.y0 - segments[i].piece.y1) / segments[i].size
            )
    return _Known(texts, pairs, {size: float(np.quantile(own, NEAREST)) for size, own in gaps.items()}, words)


def _plain(segment: Segment) -> str:
    return "".join(segment.piece.text.split())


def _key(size: float) -> int:
    return round(2 * size)


def _is_full(own: _Set) -> Bools:
    wide = own.right - own.box[:, 0] >= COLUMN * own.size
    return (own.box[:, 2] >= own.right - KINSOKU * own.size) & (own.support >= 2) & wide


EVIDENCE = (
    "always", "gap", "over_leading", "level_start", "indented", "outdented", "centred", "level_end", "full", "short",
    "room", "length", "alone", "first_alone", "both_alone", "twins", "two_twins", "labels", "label_first", "label_second", "figures", "font",
    "point", "sentence_ends", "cannot_begin", "open_bracket", "together", "apart",
)  # fmt: skip


def features(segments: Sequence[Segment], own: _Set, upper: Ints, lower: Ints, known: _Known) -> Floats:
    """The evidence of each pair, (n, len(EVIDENCE))."""
    drawn, said = _placed(own, upper, lower, known), _said(segments, upper, lower, known)
    return np.concatenate([drawn, said], axis=1)


def _placed(own: _Set, upper: Ints, lower: Ints, known: _Known) -> Floats:
    """What the places of two lines say."""
    a, b, em = own.box[upper], own.box[lower], own.size[upper]
    gap = (b[:, 1] - a[:, 3]) / em
    usual = sorted(known.lead.values())
    default = usual[len(usual) // 2] if usual else LEADING
    lead = np.array([known.lead.get(_key(size), default) for size in em.tolist()])
    start = (b[:, 0] - a[:, 0]) / em
    level = np.abs(b[:, 0] - a[:, 0]) <= SAME
    middle = np.abs((a[:, 0] + a[:, 2]) - (b[:, 0] + b[:, 2])) / 2 / em
    short = ((own.right[upper] - a[:, 2]) / em).clip(0, 10) / 10
    twins = _twins(own, upper, lower)
    alone, first = ~own.level[lower].any(axis=1), ~own.level[upper].any(axis=1)
    columns = (
        np.ones(len(a)), gap, (gap - lead).clip(-0.3, 1.0), level, ~level & (start > 0) & (start <= 2.2),
        ~level & (start < 0) & (start >= -2.2), ~level & (middle <= 0.3), ~level & (np.abs(a[:, 2] - b[:, 2]) <= SAME),
        _is_full(own)[upper], short * (own.members[upper] > 1), _room(own, upper), ((a[:, 2] - a[:, 0]) / em).clip(0, 30) / 30,
        alone & ~first, ~alone & first, alone & first, twins == 1, twins > 1,
    )  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _twins(own: _Set, upper: Ints, lower: Ints) -> Ints:
    """How many columns have a text level with the upper line and one, begun or centred alike, level with the lower."""
    middle = (own.box[:, 0] + own.box[:, 2]) / 2
    alike = np.abs(own.box[:, None, 0] - own.box[:, 0]) <= SAME
    alike |= np.abs(middle[:, None] - middle) <= 0.3 * own.size
    level = own.level.astype(np.float32)
    return (((level[upper] @ alike.astype(np.float32)) > 0) & own.level[lower]).sum(axis=1)


def _room(own: _Set, upper: Ints) -> Floats:
    """How far to the right the next text on the line is, up to 10 em, as a share of them."""
    gap = np.where(own.level, own.box[None, :, 0] - own.box[:, None, 2], np.inf)
    gap = np.where(gap > -1, gap, np.inf).min(axis=1, initial=np.inf) / own.size
    return gap.clip(0, 10)[upper] / 10


def _said(segments: Sequence[Segment], upper: Ints, lower: Ints, known: _Known) -> Floats:
    """What the words of two lines say, though none is understood."""
    rows = [_of_words(segments[i], segments[j], known) for i, j in zip(upper.tolist(), lower.tolist(), strict=True)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), -1) if rows else np.zeros((0, 11))


def _of_words(above: Segment, below: Segment, known: _Known) -> tuple[float, ...]:
    first, second = _plain(above), _plain(below)
    one, other = first in known.words.labels, second in known.words.labels
    often, both = known.texts[first], known.pairs[first, second]
    return (
        one and other,
        one and not other,
        other and not one,
        FIGURE.fullmatch(first) is not None and FIGURE.fullmatch(second) is not None,
        above.piece.font != below.piece.font,
        POINT.match(second) is not None,
        first.endswith("。"),
        second[:1] in NO_START,
        any(first.count(a) > first.count(b) for a, b in BRACKETS),
        often >= OFTEN and both >= 0.8 * often,
        often >= OFTEN and both <= 0.4 * often,
    )


def probability(odds: float) -> float:
    """
    >>> probability(0.0), round(probability(2.2), 1)
    (0.5, 0.9)
    """
    return 1 / (1 + math.exp(-odds))
