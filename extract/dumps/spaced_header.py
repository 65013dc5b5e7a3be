"""The lines of a page that keeps columns by spaces -> the headers of its tables: headings over headings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.dumps.looks import FIGURES, TEXTS, look
from extract.dumps.spaced import Piece, pieces
from extract.dumps.text_table import Numbered
from extract.dumps.words import heads, levels, squash

_LONGEST = 14
"""Characters of the longest heading of a column nobody knows."""
_WORDS = 4
"""Words set apart in one heading at most: 令和 10 年度."""
_TALLEST = 4
"""Lines above and below the line of most headings, at most."""
_KNOWN = 0.6
"""Share of the words of a header's line that are known headings."""
_LEVEL = 0.75
"""Lines above the middle of a header from which a heading stands over others."""
_UNLIKE = 10.0
"""Places that headings which should be alike and are not weigh."""
_WIDEST = 14
"""Headings side by side that are shared out among those above them, at most."""
_SHORT = 6
"""Characters of a heading nobody knows over others."""
_BRACKETED = re.compile(r"[(（\[][^()（）]*[)）\]]")
_BODY = frozenset(("ordinal", "value", "grade", "sentence", "item", "office"))
"""Looks of what stands below headings."""

Located = tuple[int, Piece]


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


def headers(lines: Sequence[Numbered]) -> list[Header]:
    """The headers of a page's tables, from top to bottom."""
    words = [headings(line) for line in lines]
    found: list[Header] = []
    at = 0
    while at < len(lines):
        if _is_seed(words[at]):
            first, end = _grown(words, at, found[-1].end if found else 0)
            header = Header(first, end, _tree([(n, piece) for n in range(first, end) for piece in words[n]]))
            if _is_header(header):
                found.append(header)
                at = end
                continue
        at += 1
    return found


def headings(line: Numbered) -> list[Piece]:
    """The words of a line, those that make one heading together.

    >>> [piece.text for piece in headings(Numbered(1, 1, "No 令和 8 年度   実績"))]
    ['No', '令和 8 年度', '実績']
    """
    out: list[Piece] = []
    for piece in pieces(line):
        words = _words(piece)
        at = 0
        while at < len(words):
            end = next((e for e in range(min(at + _WORDS, len(words)), at + 1, -1) if _is_heading(words[at:e])), at + 1)
            out.append(_joined(words[at:end]))
            at = end
    return _unspaced(out)


def _is_heading(words: Sequence[Piece]) -> bool:
    """Whether words make one heading together; notes in brackets are of headings side by side: （Ｒ６） （Ｒ11）."""
    notes = sum(word.text[:1] in "(（" for word in words)
    return notes < 2 and heads(_joined(words).text) is not None


def _unspaced(words: Sequence[Piece]) -> list[Piece]:
    """The words, the characters of a heading that are set far apart put together: 項   目, ね  ら  い."""
    out: list[Piece] = []
    at = 0
    while at < len(words):
        alone = next((n for n in range(at, len(words)) if len(words[n].text) > 1), len(words))
        end = next((e for e in range(min(at + _WORDS, alone), at + 1, -1) if heads(_run(words[at:e]))), at + 1)
        out.append(Piece(words[at].x0, words[end - 1].x1, _run(words[at:end])) if end > at + 1 else words[at])
        at = end
    return out


def _run(words: Sequence[Piece]) -> str:
    return "".join(word.text for word in words)


def _words(piece: Piece) -> list[Piece]:
    return [Piece(piece.x0 + m.start(), piece.x0 + m.end(), m.group()) for m in re.finditer(r"\S+", piece.text)]


def _joined(words: Sequence[Piece]) -> Piece:
    return Piece(words[0].x0, words[-1].x1, " ".join(word.text for word in words))


def _is_seed(words: Sequence[Piece]) -> bool:
    """Whether a line holds headings side by side, and nothing that stands below headings."""
    known = sum(heads(word.text) is not None for word in words)
    return known > 1 and known >= _KNOWN * len(words) and all(_may_head(word.text) for word in words)


def _may_head(text: str) -> bool:
    """
    >>> _may_head("推進項目"), _may_head("（計画期間"), _may_head("1,200"), _may_head("○：検討・準備")
    (True, False, False, False)
    """
    if heads(text) is not None or _BRACKETED.fullmatch(text):
        return True
    plain = squash(text)
    return (
        len(plain) <= _LONGEST
        and not any(c.isdigit() for c in plain)
        and not any(c in ":;。、()→⇒" for c in plain)
        and look(text) not in _BODY
        and levels().match(plain) is None
    )


def _grown(words: Sequence[Sequence[Piece]], at: int, least: int) -> tuple[int, int]:
    """The lines of the header about a line of headings."""
    first, end = at, at + 1
    while True:
        above = next((n for n in range(first - 1, max(first - 3, least - 1), -1) if words[n]), None)
        if above is not None and at - above <= _TALLEST and _stands_over(words, above, end, first - above > 1):
            first = above
            continue
        below = [n for n in range(end, min(end + 4, len(words))) if words[n]][:2]
        if below and below[0] - end < 2 and _stands_under(words, first, below):
            end = below[0] + 1
            continue
        return first, end


def _stands_over(words: Sequence[Sequence[Piece]], at: int, end: int, apart: bool) -> bool:
    """Whether the words of a line are headings over those of the lines below, or begin them."""
    line = words[at]
    below = [piece for row in words[at + 1 : end + 2] for piece in row]
    known = any(heads(p.text) or _BRACKETED.fullmatch(p.text) or _begins(p, below) for p in line)
    if (len(line) == 1 and line[0].x0 <= min(p.x0 for p in below)) or (
        not known and (apart or max(len(p.text) for p in line) > _SHORT)
    ):
        return False
    return all(_spans(p, below) and (_may_head(p.text) or _begins(p, below)) for p in line)


def _stands_under(words: Sequence[Sequence[Piece]], first: int, below: Sequence[int]) -> bool:
    """Whether a line goes on with a header: by itself, or as a heading between two lines of it."""
    line = words[below[0]]
    above = [piece for row in words[first : below[0]] for piece in row]
    ends = [_ends(p, above) for p in line]
    if _is_seed(line) or (any(ends) and all(end or heads(p.text) for end, p in zip(ends, line, strict=True))):
        return True
    if not all(_may_head(p.text) for p in line):
        return False
    if len(line) == 1 and heads(line[0].text) is not None and line[0].x1 <= min(p.x0 for p in above):
        return True
    return len(below) > 1 and _is_seed(words[below[1]])


def _begins(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether a word and what stands under it are one heading."""
    whole = piece.text
    for under in below:
        if under.x0 < piece.x1 and under.x1 > piece.x0:
            whole += under.text
            if heads(whole) is not None:
                return True
    return False


def _ends(piece: Piece, above: Sequence[Piece]) -> bool:
    """Whether a word is a note in brackets, or ends a heading above."""
    over = _overlapping(piece, above)
    if over and (len(piece.text) == 1 or heads(piece.text) or heads(over + piece.text)):
        return _may_head(piece.text)
    return _BRACKETED.fullmatch(piece.text) is not None


def _overlapping(piece: Piece, others: Sequence[Piece]) -> str:
    """The words of other lines that stand over or under a piece."""
    return "".join(p.text for p in others if p.x0 < piece.x1 and p.x1 > piece.x0)


def _spans(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether some of the headings below stand under a piece, or on both sides of its middle."""
    middle = (piece.x0 + piece.x1) / 2
    return any(p.x0 < piece.x1 and p.x1 > piece.x0 for p in below) or (
        any(p.x0 < middle for p in below) and any(p.x1 > middle for p in below)
    )


def _tree(located: Sequence[Located]) -> tuple[Node, ...]:
    """The headings, those that stand over others with them under them."""
    roots = sorted(_stacked(located), key=lambda node: node.own_middle)
    lines = [line for line, _ in located]
    centre = (min(lines) + max(lines)) / 2
    level = _LEVEL if max(lines) - min(lines) > 1 else 0.0
    low = [node.height > centre + level for node in roots]
    over = [not low[n] and _is_over(node, roots, low, centre) for n, node in enumerate(roots)]
    out: list[Node] = []
    for _, run in itertools.groupby(zip(roots, low, over, strict=True), key=lambda each: each[1] or each[2]):
        each = list(run)
        under = [node for node, lower, _ in each if lower]
        out += _shared([node for node, _, above in each if above], under) if under else [node for node, _, _ in each]
    return tuple(out)


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
    """Whether two lines are one heading: 施策 / 番号, 現状値 / (R6), but not 令和7年度 / 目標."""
    if _BRACKETED.fullmatch(below.text):
        return True
    if above.field != "year" and heads(above.text + below.text) is not None:
        return True
    if above.field is None or below.field is None:
        return len(above.text) == 1 or len(below.text) == 1 or above.field == below.field
    return above.field in TEXTS and below.field in TEXTS


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


def _is_header(header: Header) -> bool:
    leaves = header.leaves
    known = sum(leaf.field is not None for leaf in leaves)
    return len(leaves) > 1 and known > 1 and known >= _KNOWN * len(leaves)
