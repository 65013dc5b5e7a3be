"""Document -> forms: walks headings, prose and tables in reading order and gathers what belongs to each initiative."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import regex

from extract.model import Document, Line, Place, Prose, Table
from normalize.body import body_of, tags
from normalize.columns import Grid
from normalize.doubt import doubted
from normalize.event import Band, Card, Event, Start, Text, Unread, Value
from normalize.family import Field, common
from normalize.form import Form, Reading
from normalize.inline import BESIDE_OTHERS, labelled, one_label
from normalize.itemised import itemised
from normalize.keyed import by_number
from normalize.label import label, leading, marker
from normalize.legend import pairs
from normalize.outline import SMALLER, Heading, Outline, heading, policy, styled
from normalize.running import name_labels, part_field, part_headings
from normalize.said import BESIDE_TEXT, PROSE_FIELDS, Said
from normalize.shared import give_trend
from normalize.table import events
from normalize.text import split_enumerator, squash
from normalize.trend import trend
from normalize.turned import turned
from normalize.wrap import Piece, groups, is_beside, joined

_ITEM = regex.compile(r"[◆◇■□●○・▶➢]\s*")
_STRONG: frozenset[Field] = frozenset(("departments", "indicator", "target", "schedule", "goal", "content"))
"""Fields that make a table without names the table of the heading above it (years alone may be statistics)."""


def read(document: Document) -> Reading:
    """The forms of a document in reading order."""
    return _Walk(document).reading


class _Walk:
    """The walk over a document's blocks."""

    def __init__(self, document: Document) -> None:
        self.reading = Reading()
        self.outline = Outline()
        self.body = body_of(document)
        self.tags = tags(document)
        self.names = name_labels(document)
        self.parts = part_headings(document)
        self.part: Field | None = None
        self.form: Form | None = None
        self.owner: Heading | None = None
        self.buffer: list[Piece] = []
        self.marked: Field | None = None
        self.said = Said()
        self.listing = False
        self.listed: list[Form] = []
        self.above: Piece | None = None
        self.tail: Form | None = None
        self.held: list[Text | Value] = []
        self.owners: list[Heading] = []
        self.bands = Outline()
        for block in document.blocks:
            if isinstance(block, Prose):
                self._prose(block)
            else:
                self._table(doubted(block))
        self.reading.unread.extend(Unread(piece, "") for piece in self.said.unused)

    # Prose

    def _in_appendix(self) -> bool:
        return any(squash(split_enumerator(h.text)[1]).endswith(common().appendix) for h in self.outline.open)

    def _prose(self, block: Prose) -> None:
        page = block.lines[0].place.page
        frames = (Place(page, block.box),) if block.box else ()
        found = [g for g in groups(Piece(block.lines, frames)) if not any("contents" in line.flags for line in g)]
        for n, lines in enumerate(found):
            near = [found[i] for i in (n - 1, n + 1) if 0 <= i < len(found)]
            piece = Piece(tuple(lines), frames)
            if not (n + 1 < len(found) and is_beside(lines[0], found[n + 1][0]) and self._heads_text(piece)):
                self._paragraph(piece, near, alone=len(found) == 1)

    def _heads_text(self, piece: Piece) -> bool:
        """A label at the left of its text, without a rule between: 担当課　　　環境政策課."""
        said = label(squash(joined(piece))) if len(piece.lines) == 1 else None
        if said is None or not said.sure or said.field not in BESIDE_TEXT or not (self.outline.open or self.form):
            return False
        self.reading.paragraphs.append(piece)
        self.marked, self.listing = said.field, False
        return True

    def _paragraph(self, piece: Piece, near: list[list[Line]], *, alone: bool) -> None:
        self.reading.paragraphs.append(piece)
        if pairs(joined(piece)):
            return
        if not self._in_appendix() and self._label(piece, alone=alone):
            return
        if self.listed and give_trend(piece, self.above, self.listed):
            return
        self.above = piece
        if self.listing and (piece.lines[0].bullet or _ITEM.match(piece.raw.lstrip())):
            self._named(piece)
            return
        self.listing = False
        if self._titles(piece, alone=alone):
            self._retitle(piece)
            return
        found = self.body.heading(piece, near, alone=alone)
        if found is not None and self.tail is not None and squash(piece.raw) in self.parts:
            self.marked, self.part = None, part_field(piece.raw)
        elif found is not None and self._is_tag(found):
            title = self.outline.open.pop()
            self.outline.push(found)
            self.outline.open.append(title)
        elif found is not None:
            self._open(found)
        elif self.marked is not None:
            self._say(self.marked, piece, None)
        elif self.owner is None or self.form is None:
            self.buffer.append(piece)
        elif not any(isinstance(entry, Value) for entry in self.form.entries):
            # Text between a heading's first label and its table describes the initiative.
            self.form.entries.append(Text(("preamble",), piece, "", None))

    def _is_tag(self, found: Heading) -> bool:
        """Whether a level is said below the title of what belongs to it, before anything else."""
        title = self.outline.open[-1] if self.outline.open else None
        if title is None or found.kind not in self.tags or self.form is not None or self.buffer:
            return False
        return self.marked is None and title.size > found.size * SMALLER

    def _label(self, piece: Piece, *, alone: bool) -> bool:
        """A label on a line of its own, or before its value on one line."""
        text = squash(joined(piece))
        if self.names and self._names(piece):
            return True
        # Under a title a label explains signs or heads a list; under a numbered heading it is its initiative's.
        numbered = bool(self.outline.open) and self.outline.open[-1].ordinal is not None
        if not 0 < len(piece.lines) <= 2 or not text:
            return bool(text) and (numbered or self.form is not None) and self._inline(piece, text)
        found = marker(text)
        if found is None and self.body.stands_out(piece.lines[0], alone=alone) and split_enumerator(text)[0] is None:
            found = label(text)
        if found is not None and found.field == "name":
            # Inside an initiative 主な取組 lists its actions; above them it lists the initiatives.
            self.listing, self.marked = self.form is None, "preamble" if self.form is not None else None
            self.listed = []
            return True
        if found is not None and found.field in PROSE_FIELDS and (numbered or self.form):
            self.marked, self.listing = found.field, False
            return True
        return (numbered or self.form is not None) and self._inline(piece, text)

    def _names(self, piece: Piece) -> bool:
        """The label of a name with the name behind it begins an initiative."""
        first = leading(piece.lines[0].text, item=piece.lines[0].bullet)
        if first is None or first[0].printed not in self.names:
            return False
        self._begin(Piece((replace(piece.lines[0], text=first[1]), *piece.lines[1:]), piece.frames))
        self.marked, self.tail, self.buffer = None, None, []
        self.said.forget()
        return True

    def _begin(self, name: Piece) -> None:
        """An initiative that running text names."""
        self.form = Form(name, None, policy(self.outline.open, owned=False))
        self.owner = None
        self.reading.forms.append(self.form)

    def _inline(self, piece: Piece, text: str) -> bool:
        """A label and its value in one paragraph: (担当課:総務課), ◇取組概要　…"""
        first = leading(piece.lines[0].text, item=piece.lines[0].bullet)
        known = one_label(text) if first is None or first[0].field in BESIDE_OTHERS else None
        if known is not None:
            self._belongs(Text((known.field,), piece, known.printed, known.year))
            return True
        several = labelled(piece)
        for said, value in several:
            self._belongs(Text((said.field,), value, "", said.year))
        if several:
            return True
        if first is None:
            return False
        rest = Piece((replace(piece.lines[0], text=first[1]), *piece.lines[1:]), piece.frames)
        # 〔指標〕 before figures is a goal said in a line; before a name it heads a table.
        field = "goal" if first[0].field == "indicator" and trend(joined(rest)) else first[0].field
        if field not in PROSE_FIELDS:
            return False
        self.marked = field
        self._say(field, rest, first[0].year)
        self.said.heads = rest
        return True

    def _say(self, field: Field, piece: Piece, year: int | None) -> None:
        """A text under a label."""
        events = self.said.events(field, piece, year)
        if not events:
            self._owned()
        for event in events:
            self._belongs(event)

    def _named(self, piece: Piece) -> None:
        """An item of a list of names."""
        self._begin(piece)
        self.listed.append(self.reading.forms[-1])
        self.form = None

    def _titles(self, piece: Piece, *, alone: bool) -> bool:
        """A heading's number may stand on a line of its own, its words below it: 取組方針1 / 「…の推進」."""
        own = self.outline.open[-1] if self.outline.open else None
        bare = own is not None and own.named and not self.buffer and own.text.endswith(tuple("0123456789"))
        return bare and self.body.stands_out(piece.lines[0], alone=alone) and len(joined(piece)) <= 50

    def _retitle(self, piece: Piece) -> None:
        own = self.outline.open.pop()
        both = Piece((*own.piece.lines, *piece.lines), own.piece.frames)
        self.outline.open.append(replace(own, piece=both, text=f"{own.text} {joined(piece).strip('「」')}"))

    def _open(self, new: Heading) -> None:
        self.outline.push(new, directly=self.form is None and not self.buffer and self.marked is None)
        self.form, self.owner, self.marked, self.tail, self.part = None, None, None, None, None
        self.said.forget()
        self.buffer, self.listed = [], []
        self.bands = Outline()

    # Tables

    def _table(self, table: Table) -> None:
        self.listing = False
        if self._in_appendix():
            self.reading.skipped.append(table)
            return
        grid = Grid(itemised(turned(table)))
        keyed = list(by_number(grid, self.reading.forms))
        if keyed:
            self.said.forget()
        for form, rows in keyed:
            self.form = form
            if form is None:
                self.reading.skipped.append(rows)
                continue
            for event in events(Grid(rows), nested=True):
                self._event(event, starts=False, listed=False)
        if keyed:
            self.form = self.tail = None
            return
        fields = grid.fields
        found = list(events(grid, nested=self._nested(), goes_on=self.tail is not None))
        starts = any(isinstance(e, Start) for e in found)
        if found and not starts and self.tail is not None and not fields & {"departments", "name", "number"}:
            # The rest of a card that a page's end or a blank line cut off.
            self.form = self.tail
        elif not found or not (starts or self.form is not None or self._owns(fields)):
            self.reading.skipped.append(table)
            return
        for event in found:
            self._event(event, starts=starts, listed=bool(fields))
        self.said.passed()
        self.reading.unread.extend(Unread(held.piece, "") for held in self.held)
        self.held = []
        if starts or self.tail is not None:
            self.tail, self.form = self.form, None

    def _nested(self) -> bool:
        """Whether the heading above is an initiative's own, by its word or by the label that stands last."""
        innermost = self.outline.open[-1] if self.outline.open else None
        return innermost is not None and (innermost.initiative or self.marked in ("schedule", "indicator", "goal"))

    def _owns(self, fields: frozenset[Field]) -> bool:
        innermost = self.outline.open[-1] if self.outline.open else None
        if innermost is None:
            return False
        return bool(fields & _STRONG) or self._nested()

    def _event(self, event: Event, *, starts: bool, listed: bool) -> None:
        """listed: the table's labels say that it lists initiatives; topics without a label are their headings' own."""
        if isinstance(event, Card):
            self.form, self.held, self.part = None, [], None
        elif isinstance(event, Band):
            band = heading(event.piece) or styled(event.piece)
            # A page's first band may stand above its table as a heading.
            above = any(h.kind == band.kind for h in self.outline.open)
            (self.outline if above else self.bands).push(band)
        elif isinstance(event, Start):
            self.part = None
            open_ = [h for h in self.outline.open if h not in self.owners]
            path = policy(open_, owned=not listed) + tuple(h.piece for h in self.bands.open) + event.policy
            self.form = Form(event.name, event.number, _once(path), self._new_listed())
            self.owner = None
            for held in self.held:
                self._event(held, starts=starts, listed=listed)
            self.held = []
            self.reading.forms.append(self.form)
        elif isinstance(event, Unread):
            (self.form.unread if self.form else self.reading.unread).append(event)
        elif starts and self.form is None and self.tail is not None and isinstance(event, Value):
            # Rows at the head of a page that belong to the last initiative of the page before.
            self.tail.entries.append(event)
        elif isinstance(event, Text) and event.fields[0] == "number" and self.form is not None:
            self.form.number = self.form.number or event.piece
        elif starts and self.form is None:
            self.held.append(event)
        else:
            self._belongs(event if starts or isinstance(event, Text) else self.said.over_table(event))

    def _new_listed(self) -> bool:
        """Whether the heading above a list says that all in it is new."""
        near = [*self.outline.open[-1:], *self.reading.paragraphs[-2:]]
        texts = [squash(x.text if isinstance(x, Heading) else joined(x)) for x in near]
        return any(text.endswith(common().new_headings) for text in texts)

    def _belongs(self, event: Text | Value) -> None:
        """Give an event to the form at hand, or open the form of the heading above."""
        form = self._owned()
        if form is None:
            self.reading.unread.append(Unread(event.piece, ""))
        elif isinstance(event, Text) and event.fields[0] == "content" and self.part == "result":
            form.entries.append(replace(event, fields=("result",)))
        elif isinstance(event, Text) and event.fields[0] == "policy":
            form.policy = (*form.policy, event.piece)
        else:
            form.entries.append(event)

    def _owned(self) -> Form | None:
        """The form at hand, or that of the heading above, opened; None where no heading is."""
        own = self.outline.open[-1] if self.outline.open else None
        if self.form is None and own is not None:
            self.form = Form(own.piece, None, policy(self.outline.open[:-1], owned=True))
            self.owner = own
            self.owners.append(own)
            self.reading.forms.append(self.form)
            self.form.entries.extend(Text(("preamble",), piece, "", None) for piece in self.buffer)
        return self.form


def _once(path: Iterable[Piece]) -> tuple[Piece, ...]:
    """A path without a level that is printed twice (as heading and again as band)."""
    seen: dict[str, Piece] = {}
    for piece in path:
        seen.setdefault(squash(joined(piece)), piece)
    return tuple(seen.values())
