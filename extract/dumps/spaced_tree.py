"""The headings of a table that keeps columns by spaces -> a tree: headings over headings."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.dumps.looks import FIGURES, TEXTS
from extract.dumps.spaced import Piece
from extract.dumps.spaced_headings import is_note
from extract.dumps.words import heads, squash

_LEVEL = 0.75
"""Lines above the middle of a header from which a heading stands over others."""
_UNLIKE = 10.0
"""Places that headings which should be alike and are not weigh."""
_WIDEST = 14
"""Headings side by side that are shared out among those above them, at most."""

Located = tuple[int, Piece]
"""A line and words on it."""


class Node(NamedTuple):
    """A heading, its lines one below the other, and the headings that it spans."""

    own: tuple[Located, ...]
    under: tuple[Node, ...] = ()

    @property
    def text(self) -> str:
        return "".join(piece.text for _, piece in self.own)

    @property
    def top(self) -> int:
        return self.own[0][0]

    @property
    def x0(self) -> int:
        return min([*(piece.x0 for _, piece in self.own), *(node.x0 for node in self.under)])

    @property
    def x1(self) -> int:
        return max([*(piece.x1 for _, piece in self.own), *(node.x1 for node in self.under)])

    @property
    def height(self) -> float:
        """The line in the middle of the heading's own words, halves between lines."""
        return (self.own[0][0] + self.own[-1][0]) / 2

    @property
    def own_middle(self) -> float:
        """The place in the middle of the heading's own words."""
        return (min(p.x0 for _, p in self.own) + max(p.x1 for _, p in self.own)) / 2

    @property
    def leaves(self) -> tuple[Node, ...]:
        return tuple(leaf for node in self.under for leaf in node.leaves) if self.under else (self,)

    @property
    def depth(self) -> int:
        return 1 + max((node.depth for node in self.under), default=0)

    @property
    def field(self) -> str | None:
        """What the heading heads; a note below it says nothing: 現状値 over (R6)."""
        found = heads(self.text) or next((h for _, p in self.own if (h := heads(p.text))), None)
        return found.field if found else None


class Header(NamedTuple):
    """The lines of a header, from `first` up to `end`, and its headings from left to right."""

    first: int
    end: int
    nodes: tuple[Node, ...]

    @property
    def leaves(self) -> tuple[Node, ...]:
        return tuple(leaf for node in self.nodes for leaf in node.leaves)

    @property
    def fields(self) -> list[str | None]:
        """The field of each column; a heading of several says what those of no name of their own are."""
        return [field for node in self.nodes for field in _fields(node, None)]


def _fields(node: Node, above: str | None) -> Iterator[str | None]:
    own = node.field or above
    if not node.under:
        yield own
    for child in node.under:
        yield from _fields(child, own)


def tree(located: Sequence[Located]) -> tuple[Node, ...]:
    """The headings, those that stand over others with them under them."""
    roots = sorted(_stacked(located), key=lambda node: node.own_middle)
    lines = [line for line, _ in located]
    centre = (min(lines) + max(lines)) / 2
    level = _LEVEL if max(lines) - min(lines) > 1 else 0.0
    low = _low(roots, centre, level)
    over = [not low[n] and _is_over(node, roots, low, centre) for n, node in enumerate(roots)]
    out: list[Node] = []
    for _, run in itertools.groupby(zip(roots, low, over, strict=True), key=lambda each: each[1] or each[2]):
        each = list(run)
        under = [node for node, lower, _ in each if lower]
        out += _shared([node for node, _, above in each if above], under) if under else [node for node, _, _ in each]
    return tuple(out)


def _low(roots: Sequence[Node], centre: float, level: float) -> list[bool]:
    """Which headings stand under others: below the middle of the header, or years beside a year that another spans."""
    under = {node.height for node in roots if node.height > centre and _is_under(node, roots, centre)}
    return [node.height > centre + level or (node.field == "year" and node.height in under) for node in roots]


def _is_under(node: Node, roots: Sequence[Node], centre: float) -> bool:
    """Whether a year stands under another heading."""
    over = (root for root in roots if root.height < centre - _LEVEL and root.own[-1][0] < node.top)
    return node.field == "year" and any(root.x0 < node.x1 and root.x1 > node.x0 for root in over)


def _stacked(located: Sequence[Located]) -> list[Node]:
    """Words that stand over one another, put together where they are one heading."""
    nodes: list[Node] = []
    for line, piece in sorted(located):
        own = Node(((line, piece),))
        over = [n for n, node in enumerate(nodes) if node.x0 < piece.x1 and node.x1 > piece.x0 and node.top < line]
        if over and _is_one(nodes[over[-1]], own):
            nodes[over[-1]] = Node((*nodes[over[-1]].own, *own.own))
        else:
            nodes.append(own)
    return nodes


def _is_one(above: Node, below: Node) -> bool:
    """Whether two lines are one heading: 施策 / 番号, 現状値 / (R6), (令和6年 / 度), but not 令和7年度 / 目標."""
    if is_note(below.text) or below.text[:1] in "(（" or _is_open(above.text):
        return True
    if above.field == "year" and below.field is None and heads(above.text + below.text) is not None:
        return True
    if above.field != "year" and heads(above.text + below.text) is not None:
        return True
    if above.field is None or below.field is None:
        return len(above.text) == 1 or len(below.text) == 1 or above.field == below.field
    return above.field in TEXTS and below.field in TEXTS


def _is_open(text: str) -> bool:
    """Whether a bracket is open at the end of a text."""
    return sum(text.count(bracket) for bracket in "(（") > sum(text.count(bracket) for bracket in ")）")


def _is_over(node: Node, roots: Sequence[Node], low: Sequence[bool], centre: float) -> bool:
    """Whether a heading has headings of its own: it stands higher than those beside it, or over some of them."""
    lower = [root for root, is_low in zip(roots, low, strict=True) if is_low and root.top > node.own[-1][0]]
    if node.height < centre - _LEVEL:
        return bool(lower)
    covers = any(root.x0 < node.x1 and root.x1 > node.x0 for root in lower)
    return covers or (node.field == "year" and any(FIGURES.fullmatch(squash(root.text)) for root in lower))


def _shared(over: Sequence[Node], under: Sequence[Node]) -> list[Node]:
    """Headings side by side under those they belong to; all of a run have one above them, or none has."""
    if not over or len(over) > len(under) or len(under) > _WIDEST:
        return sorted([*over, *under], key=lambda node: node.own_middle)
    ways = (
        [under[first:end] for first, end in itertools.pairwise((0, *cuts, len(under)))]
        for cuts in itertools.combinations(range(1, len(under)), len(over) - 1)
    )
    best = min(ways, key=lambda way: _strain(over, way))
    return [Node(node.own, tuple(part)) for node, part in zip(over, best, strict=True)]


def _strain(over: Sequence[Node], parts: Sequence[Sequence[Node]]) -> float:
    """How far headings stand off the middles of those below; alike ones have alike ones below, years rise."""
    strain = 0.0
    for node, part in zip(over, parts, strict=True):
        strain += abs((part[0].x0 + part[-1].x1) / 2 - node.own_middle)
        years = [squash(leaf.text) for leaf in part if leaf.field == "year"]
        strain += _UNLIKE * (len(set(years)) < len(years))
    for (a, below_a), (b, below_b) in itertools.pairwise(zip(over, parts, strict=True)):
        if a.field == b.field == "grade":
            strain += _UNLIKE * ([leaf.text for leaf in below_a] != [leaf.text for leaf in below_b])
    return strain
