"""The tokens of a dump in drawn order -> cards: tables known by the labels before their values, and prose between them.

A card repeats the labels of the one before. What stands before its first label is its title; a heading with its value,
or a row of headings with rows of values below, is a row of the card.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extract.dumps.card import Card, finish
from extract.dumps.card_headers import Reading, body_end, headed, heads_row, labels_alone, rows_under, years_first
from extract.dumps.columns import column
from extract.dumps.dated import dated
from extract.dumps.headers import KEYS
from extract.dumps.looks import COUNTING, look
from extract.dumps.paths import Placed
from extract.dumps.place import Asked, place_side_by_side
from extract.dumps.prose import prose_blocks
from extract.dumps.titles import first_labels, levels_apart, title_starts, whole_titles
from extract.dumps.tokens import Token, is_office
from extract.dumps.words import levels, squash
from extract.model import Block

_VALUED = frozenset(("schedule", "indicator", "target", "goal", "result"))
"""Headings that stand before a group of rows under the years above."""
_NEAR = 12
"""Tokens between the headings of one card at most, where they do not come again."""
_PAIRED = frozenset(
    (
        "name",
        "departments",
        "content",
        "objective",
        "goal",
        "direction",
        "policy",
        "number",
        "grade",
        "result",
        "improvement",
        "situation",
        "note",
        "schedule",
        "indicator",
    )
)


def card_blocks(tokens: Sequence[Token], measure: float) -> list[Block]:
    """Tables of labels and their values, and the prose between them."""
    [blocks] = cards_blocks([tokens], measure)
    return blocks


def cards_blocks(parts: Sequence[Sequence[Token]], measure: float) -> list[list[Block]]:
    """The blocks of each part of a document."""
    found = [list(_apart(part)) for part in parts]
    read = iter(place_side_by_side([_blocks(each, measure) for part in found for each in part]))
    return [[block for _ in part for block in next(read)] for part in found]


def _apart(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens from each title, or each label that cards begin with, to the next."""
    found = _sure(dated(levels_apart(whole_titles(tokens))))
    titles = title_starts(found)
    cuts = sorted({0, *(titles or _card_labels(found)), len(found)})
    for first, end in itertools.pairwise(cuts):
        yield _numbered(found[first:end]) if first in titles else found[first:end]


def _card_labels(found: Sequence[Token]) -> list[int]:
    """Where the label stands that every card begins with, if no other stands right before it."""
    firsts = first_labels(found)
    return firsts if all(n == 0 or found[n - 1].heading is None for n in firsts) else []


def _numbered(found: list[Token]) -> list[Token]:
    """The tokens from a title on; a number alone on its line stands before the name on the next."""
    if len(found) < 2 or look(found[0].text) not in COUNTING or found[1].heading:
        return found
    number, name, *rest = found
    more = name.line.number - number.line.number
    return [number._replace(text=f"{number.text.strip()} {name.text.strip()}", more=more), *rest]


def _blocks(found: list[Token], measure: float) -> Reading[list[Block]]:
    """What stands between two titles."""
    blocks: list[Block] = []
    card = Card()
    prose: list[Token] = []
    at = 0
    while at < len(found):
        if found[at].heading is None:
            if card.rows:
                blocks += finish(card)
                card = Card()
            prose.append(found[at])
            at += 1
            continue
        end = _run_end(found, at)
        if prose:
            blocks += prose_blocks(prose, measure)
            prose = []
        if end - at == 1 and card.rows and _begins(card, found[at]):
            blocks += finish(card)
            card = Card()
        at = yield from _read(card, found, at, end)
    if card.rows:
        blocks += finish(card)
    blocks += prose_blocks(prose, measure)
    return blocks


def _begins(card: Card, label: Token) -> bool:
    """Whether a label begins another card: the first one again, or a name where the card has it, or none."""
    labels = [row[0][0] for row in card.rows if row and row[0] and row[0][0].heading]
    if labels and labels[0].heading == label.heading and label.field in KEYS:
        return True
    own = [t.heading for t in labels if t.field in KEYS]
    return label.field == "name" and (label.heading in own or not own)


def _sure(found: list[Token]) -> list[Token]:
    """Headings that stand alone in the text are words of it: another one is near, or it comes again."""
    count: dict[str, int] = {}
    for token in found:
        if token.heading:
            count[token.heading.word] = count.get(token.heading.word, 0) + 1
    at = [n for n, token in enumerate(found) if token.heading]
    sure = set[int]()
    for before, after in itertools.pairwise(at):
        if after - before <= _NEAR and (found[after].field == "year" or found[before].field != found[after].field):
            sure |= {before, after}
    return [
        t if t.heading is None or n in sure or count[t.heading.word] > 2 else t._replace(heading=None)
        for n, t in enumerate(found)
    ]


def _run_end(found: Sequence[Token], at: int) -> int:
    end = at
    while end < len(found) and found[end].heading is not None:
        end += 1
    return end


def _read(card: Card, found: Sequence[Token], at: int, end: int) -> Reading[int]:
    """Read the headings from `at` to `end` and what stands under them into the card; where that ends."""
    run = list(found[at:end])
    years = [t for t in run if t.field == "year"]
    if len(run) == 1 and not years:
        return (yield from _pair(card, found, run[0], end))
    if not years and len({t.field for t in run}) == len(run) and all(t.field in _PAIRED for t in run):
        return (yield from _pairs(card, found, run, end))
    if years and run[0].field == "year" and card.waiting is not None:
        run.insert(0, card.waiting)
        card.waiting = None
    if len(years) > 1 and heads_row(run, years):
        return (yield from years_first(card, found, end - 1, run[:-1]))
    first = next(n for n, t in enumerate(run) if t.field == "year") if years else 0
    if len(run) > len(years) > 1 and first == 0 and run[: len(years)] == years:
        return (yield from years_first(card, found, end - len(run) + len(years), years))
    alone = labels_alone(run, first)
    # 所管 (empty) 指標 令和8年度 …: labels without a value stand before the header.
    card.rows += [[[token], []] for token in run[:alone]]
    return (yield from headed(card, found, run[alone:], end))


def _pair(card: Card, found: Sequence[Token], label: Token, at: int) -> Reading[int]:
    """A heading and its value; under years, a heading of further rows."""
    if card.years and label.field in _VALUED and not _is_text(found, at):
        assert label.heading is not None
        heads = [
            column(label.heading.field, label.heading.word),
            *(column(t.heading.field, t.heading.word) for t in card.years if t.heading),
        ]
        card.rows.append([[label], *([t] for t in card.years)])
        return (yield from rows_under(card, found, at, heads))
    end = body_end(found, at)
    assert label.heading is not None
    own = column(label.heading.field, label.heading.word)
    placed = (yield Asked(found[at:end], (own,))) if own.sort != "text" else None
    stop = at + _cell_end(found[at:end], placed, label) if placed else _prose_end(found, at, end)
    card.rows.append([[label], list(found[at:stop])])
    return stop


def _cell_end(body: Sequence[Token], placed: Sequence[Placed], label: Token) -> int:
    """The lines of a label's value: departments and levels may be several."""
    for n, (token, at) in enumerate(zip(body, placed, strict=True)):
        listed = (label.field == "departments" and is_office(token.text)) or (
            label.field == "policy" and levels().match(squash(token.text)) is not None
        )
        if at.column < 0 or (n and at.begins and not listed):
            return n
    return len(body)


def _is_text(found: Sequence[Token], at: int) -> bool:
    """Whether a sentence stands at `at`, not the label of a row."""
    return at < len(found) and look(found[at].text) == "sentence"


def _pairs(card: Card, found: Sequence[Token], run: list[Token], at: int) -> Reading[int]:
    """Labels drawn one after the other, and their values behind them; the last may head years that follow."""
    if run[-1].field in ("indicator", "schedule"):
        card.waiting = run.pop()
        if len(run) == 1:
            return (yield from _pair(card, found, run[0], at))
    end = _prose_end(found, at, body_end(found, at)) if body_end(found, at) > at else at
    heads = [column(t.heading.field, t.heading.word) for t in run if t.heading]
    placed = yield Asked(found[at:end], tuple(heads))
    stop = next((n for n, p in enumerate(placed) if p.column < 0), len(placed))
    for n, label in enumerate(run):
        card.rows.append([[label], [t for t, p in zip(found[at : at + stop], placed, strict=False) if p.column == n]])
    return at + stop


def _prose_end(found: Sequence[Token], at: int, end: int) -> int:
    """Where the prose of a cell ends: before a heading of the policy system."""
    return next((n for n in range(at + 1, end) if levels().match(squash(found[n].text))), end)
