"""A candidate reading -> which printed characters it explains: in tables, in running text, and by how many records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from extract.model import Document, Line, Place, Prose
from normalize.event import Text, Value
from normalize.form import Form
from normalize.text import squash
from normalize.words.label import LONGEST, label
from normalize.wrap import Piece

SIGNS = regex.compile(r"[\s\p{P}\p{S}ー一]*")
"""A text of signs alone (－, →, 〃, ・) says nothing that could be missed."""


@dataclass(slots=True)
class Ink:
    """The characters of one printed line of a cell or text, and how far records explain them.

    cell: the whole text it is a line of.  table: the block's number, -1 for running text.  said: what records quote.
    owners: the forms that do.  shared: many forms may quote it.  is_label: it is a label, a year or a unit, which a
    reading uses without quoting it.
    """

    text: str
    place: Place
    cell: str
    table: int
    chars: int
    said: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    shared: bool = False
    is_label: bool = False

    @property
    def explained(self) -> int:
        return min(self.chars, sum(map(length, self.said)))


def length(text: str) -> int:
    """Characters without white space.

    >>> length("担　当　課")
    3
    """
    return len("".join(text.split()))


def ink_of(document: Document) -> list[Ink]:
    """The lines of a document, without those of its contents and those of signs alone."""
    lines = ((n, cell, line) for n, cell, line in _lines(document) if "contents" not in line.flags)
    return [
        Ink(line.text, line.place, cell, n, length(line.text))
        for n, cell, line in lines
        if not SIGNS.fullmatch(line.text)
    ]


def _lines(document: Document) -> Iterator[tuple[int, str, Line]]:
    for n, block in enumerate(document.blocks):
        if isinstance(block, Prose):
            yield from ((-1, line.text, line) for line in block.lines)
            continue
        for holder in (*block.cells, *block.spans):
            text = "\n".join([line.text for line in holder.lines])
            yield from ((n, text, line) for line in holder.lines)


def explain(ink: Iterable[Ink], forms: Sequence[Form]) -> None:
    """Mark what the forms quote, and the labels by which they read."""
    at: dict[Place, list[Ink]] = {}
    for each in ink:
        at.setdefault(each.place, []).append(each)
    for n, form in enumerate(forms):
        for piece, shared in quoted(form):
            for line in piece.lines:
                for own in at.get(line.place, ()):
                    # Several cells of a dump stand on one line.
                    if line.text in own.text or len(at[line.place]) == 1:
                        own.said = own.said if line.text in own.said else (*own.said, line.text)
                        own.owners = own.owners if n in own.owners else (*own.owners, n)
                        own.shared = own.shared or shared
    _mark_labels([own for own in ink if not own.owners], forms)


def _mark_labels(ink: list[Ink], forms: Sequence[Form]) -> None:
    """What no record quotes: known labels, those a record was read under, units, what each copy of a form prints."""
    entries = [entry for form in forms for entry in form.entries]
    used = {entry.printed for entry in entries if isinstance(entry, Text)}
    used.update(squash(entry.unit) for entry in entries if isinstance(entry, Value) and entry.unit)
    printed = Counter(own.cell for own in ink)
    copies = max(3, len(forms) / 2)
    known = {cell: many >= copies or names_a_field(cell, used) for cell, many in printed.items()}
    for own in ink:
        own.is_label = known[own.cell]


def quoted(form: Form) -> Iterator[tuple[Piece, bool]]:
    """The pieces a form is made of; True for those that many forms may share: levels, indicators, departments."""
    yield form.name, False
    if form.number is not None:
        yield form.number, False
    for piece in form.policy:
        yield piece, True
    for entry in form.entries:
        yield entry.piece, isinstance(entry, Text) and entry.fields[0] in ("departments", "direction")
        if entry.indicator is not None:
            yield entry.indicator, True


def names_a_field(text: str, printed: set[str]) -> bool:
    """Whether a text is a label: known, or one that a record was read under."""
    return len(text) <= LONGEST and (label(text) is not None or squash(text) in printed)


def shares(ink: Iterable[Ink]) -> Counter[str]:
    """Characters by what became of them."""
    whole, explained = {True: 0, False: 0}, {True: 0, False: 0}
    quoted = twice = 0
    for at in ink:
        told, in_table = at.explained if at.said else 0, at.table >= 0
        whole[in_table] += at.chars
        explained[in_table] += at.chars if at.is_label else told
        quoted += told
        twice += at.chars if len(at.owners) > 1 and not at.shared else 0
    found = {"table": whole[True], "prose": whole[False], "quoted": quoted, "twice": twice}
    return Counter({**found, "table explained": explained[True], "prose explained": explained[False]})
