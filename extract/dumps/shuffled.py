"""A dump of cards whose cells are drawn out of order (pdfminer's) -> their tables, and the prose between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from extract.dumps.card import Card, finish
from extract.dumps.cards import cards_blocks
from extract.dumps.prose import prose_blocks
from extract.dumps.shuffled_cuts import Part, parts, without_running_heads
from extract.dumps.shuffled_rows import Row, labelled, rows_of
from extract.dumps.shuffled_sheet import Group, Sheet, sheet
from extract.dumps.shuffled_texts import Read, read_texts, readings
from extract.dumps.titles import levels_apart, whole_titles
from extract.dumps.tokens import Token
from extract.model import Block

_BOXED = 0.2
"""Share of the lines that a blank line stands before, where each box of text is set apart."""
_FEWEST_CARDS, _FEWEST_LABELS = 2, 2
"""Cards of a document, and labels that they have in common."""
_MOST_LABELS, _MOST_GROUPS, _MOST_TEXTS = 40, 8, 600
"""Of a card: labels, rows of columns, and lines to be placed."""
_COST = 0.65
"""What reading a line may cost; lists with headers on several pages cost more, read as cards."""
_SHUFFLED = 0.5
"""Share of the cards with a label among its values, where a dump does not set its boxes apart: others are in order."""
_TRIED = 60
"""Cards by which a dump is told to be read so; of more they stand for the others."""
_MANY = 5
"""Cards of which each shows the labels of all."""
_FEW = 0.1
"""Share of the cards that have a label which is none."""
_MOST = 0.6
"""Share of the cards that have such a label."""


def shuffled_blocks(found: Sequence[Token], measure: float) -> list[Block] | None:
    """The blocks of a dump of cards; None where it holds none."""
    boxed = sum(t.gap for t in found) > _BOXED * len(found)
    cut = parts(levels_apart(whole_titles(without_running_heads(found))), measure)
    rare = _rare(cut)
    some = {n: _sheet(cut[n], rare, boxed=boxed) for n in range(0, len(cut), 1 + len(cut) // _TRIED)}
    if not _are_cards(list(filter(_is_read, some.values()))):
        return None
    beam = readings(sum(len(own.texts) for own in some.values()) * len(cut) // len(some))
    tried = {n: read_texts(own, beam) for n, own in some.items()}
    if not _reads_well(list(some.values()), list(tried.values()), boxed=boxed):
        return None
    cut[0], front = Part([], cut[0].card), cut[0].before
    cut[-1], behind = Part([], cut[-1].card), cut[-1].before
    sheets = [some.get(n) or _sheet(part, rare, boxed=boxed) for n, part in enumerate(cut)]
    bare = {n: [*cut[n].before, *cut[n].card] for n, own in enumerate(sheets) if not _is_read(own)}
    first, *others, last = cards_blocks([front, *bare.values(), behind], measure)
    blocks = dict(zip(bare, others, strict=True))
    for n, own in enumerate(sheets):
        if n not in bare:
            texts, _ = tried.get(n) or read_texts(own, beam)
            blocks[n] = list(_blocks(cut[n], own, texts, beam, measure))
    return [*first, *(block for n in range(len(cut)) for block in blocks[n]), *last]


def _reads_well(sheets: Sequence[Sheet], read: Sequence[tuple[Sequence[Read], float]], *, boxed: bool) -> bool:
    """Whether cards can be read so, and must be."""
    if sum(cost for _, cost in read) > _COST * sum(len(own.texts) for own in sheets):
        return False
    shuffled = sum(map(_is_shuffled, sheets, (texts for texts, _ in read)))
    return boxed or shuffled >= _SHUFFLED * len(sheets)


def _sheet(part: Part, rare: frozenset[str], *, boxed: bool) -> Sheet:
    """What is drawn in a card; nothing that is read here where it is too much to be told apart."""
    own = sheet([t._replace(heading=None) if _word(t) in rare else t for t in part.card], boxed=boxed)
    many = len(own.slots) > _MOST_LABELS or len(own.groups) > _MOST_GROUPS or len(own.texts) > _MOST_TEXTS
    return Sheet([], [], [], []) if many else own


def _is_read(own: Sheet) -> bool:
    """Whether it has labels or columns that are read here."""
    return len(own.slots) + len(own.groups) > 0


def _is_shuffled(own: Sheet, read: Sequence[Read]) -> bool:
    """Whether a label stands behind a line of its value, or among the rows it stands before."""
    rows = [r.text.place for r in read if r.role in ("head", "figure")]
    among = any(min(rows) < place <= max(rows) for place, _ in own.rows[:1]) if rows else False
    return among or any(r.role == "text" and r.text.at <= own.slots[r.of].at for r in read)


def _rare(cut: Sequence[Part]) -> frozenset[str]:
    """Labels that few of many cards have are words of their texts."""
    count = Counter(word for part in cut for word in {_word(t) for t in part.card})
    cards = sum(bool(part.card) for part in cut)
    return frozenset(word for word, n in count.items() if n <= max(1, _FEW * cards) and cards >= _MANY and word)


def _word(token: Token) -> str:
    return token.heading.word if token.heading and token.field != "year" else ""


def _are_cards(sheets: Sequence[Sheet]) -> bool:
    """Whether several labels come in most of them."""
    words = [{t.heading.word for t in _labels(own) if t.heading} for own in sheets]
    count = Counter(word for each in words for word in each)
    common = [word for word, n in count.items() if n >= max(_FEWEST_CARDS, _MOST * len(sheets))]
    return len(common) >= _FEWEST_LABELS


def _labels(own: Sheet) -> list[Token]:
    return [*(slot.label for slot in own.slots), *(label for _, label in own.rows)]


def _blocks(part: Part, own: Sheet, read: Sequence[Read], beam: int, measure: float) -> Iterator[Block]:
    """What stands before a card, and its table."""
    rows, left = rows_of(own, read, beam)
    left += [r.text.token for r in read if r.role == "outside"]
    title = [t for t in left if t.line.number < own.slots[0].label.line.number] if own.slots else []
    yield from prose_blocks(part.before, measure)
    yield from prose_blocks(title, measure)
    yield from finish(_card(own, read, rows))
    yield from prose_blocks(sorted((t for t in left if t not in title), key=lambda t: t.line.number), measure)


def _card(own: Sheet, read: Sequence[Read], rows: Sequence[Row]) -> Card:
    """The labels with their values, and rows of figures under their columns."""
    card = Card()
    proses = Counter(slot.at for slot in own.slots if slot.sort == "text")
    for n, slot in enumerate(own.slots):
        # Where labels of prose stand together before their values, nothing but the text tells where one ends.
        card.unsure |= {n} if slot.sort == "text" and proses[slot.at] > 1 else set()
        card.rows.append([[slot.label], [r.text.token for r in read if r.role == "text" and r.of == n]])
    under_labels = labelled(rows, own)
    card.rows += [[[label], []] for label, under in under_labels if label is not None and not under]
    for label, under in under_labels:
        for group, same in groupby(under, key=lambda row: row.group):
            card.rows += _header(label, own.groups[group])
            for row in same:
                card.unsure |= set() if row.sure else {len(card.rows)}
                card.rows.append([list(row.head), *(list(cell) for cell in row.cells)])
    return card


def _header(label: Token | None, group: Group) -> Iterator[list[list[Token]]]:
    first = [label] if label else []
    if group.over:
        spare = len(group.columns) - len(group.over)
        yield [first, *([t] for t in group.over), *([group.over[-1]] for _ in range(spare))]
        first = []
    yield [first, *([t] for t in group.columns)]
