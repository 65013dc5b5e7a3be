"""Document -> forms: walks headings, prose and tables in reading order and gathers what belongs to each initiative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extract.model import Document, Line, Place, Prose, Table
from normalize.body import body_of, captions, tags
from normalize.columns import Grid
from normalize.doubt import doubted
from normalize.event import Start, Text, Unread, Value
from normalize.family import Field, common
from normalize.fields import statements
from normalize.form import Form, Reading
from normalize.gather import Gathering
from normalize.inline import labelled, one_label
from normalize.itemised import itemised
from normalize.legend import pairs
from normalize.outline import SMALLER, Heading, Outline
from normalize.running import part_field, part_headings, title_bar
from normalize.shared import give_trend
from normalize.table import events
from normalize.text import BULLETS, split_enumerator, squash
from normalize.trend import trend
from normalize.turned import turned
from normalize.words.field import BESIDE, SAID, SHORT
from normalize.words.label import label, leading, marker
from normalize.wrap import Piece, groups, is_beside, joined

_ITEM = regex.compile(rf"[{BULLETS}]\s*")
_STRONG: frozenset[Field] = frozenset(("departments", "indicator", "target", "schedule", "goal", "content"))
"""Fields that make a table without names the table of the heading above it (years alone may be statistics)."""


def read(document: Document) -> Reading:
    """The forms of a document in reading order."""
    return _Walk(document).reading


class _Walk(Gathering):
    """The walk over a document's blocks."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.body = body_of(document)
        self.tags = tags(document)
        self.captions = captions(document)
        self.parts = part_headings(document)
        self.listing = False
        self.listed: list[Form] = []
        self.above: Piece | None = None
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
            piece = Piece(lines, frames)
            if not (n + 1 < len(found) and is_beside(lines[0], found[n + 1][0]) and self._heads_text(piece)):
                self._paragraph(piece, near, alone=len(found) == 1)

    def _heads_text(self, piece: Piece) -> bool:
        """A label at the left of its text, without a rule between: 担当課　　　環境政策課."""
        said = label(squash(joined(piece))) if len(piece.lines) == 1 else None
        if said is None or not said.sure or said.field not in BESIDE or not (self.outline.open or self.form):
            return False
        self.reading.paragraphs.append(piece)
        self.marked, self.listing = said.field, False
        return True

    def _paragraph(self, piece: Piece, near: Sequence[tuple[Line, ...]], *, alone: bool) -> None:
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
        found = self.captions.get(id(piece.lines[0])) or self.body.heading(piece, near, alone=alone)
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
        elif self.form is None or not (self.owner or self.begun):
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
        if found is not None and found.field in SAID and (numbered or self.form):
            self.marked, self.listing = found.field, False
            return True
        return (numbered or self.form is not None) and self._inline(piece, text)

    def _inline(self, piece: Piece, text: str) -> bool:
        """A label and its value in one paragraph: (担当課:総務課), ◇取組概要　…"""
        first = leading(piece.lines[0].text, item=piece.lines[0].bullet)
        known = one_label(text) if first is None or first[0].field in SHORT else None
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
        figures = trend(joined(rest)) or statements(rest)
        field = "goal" if first[0].field == "indicator" and figures else first[0].field
        if field not in SAID:
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
        self.form, self.begun = None, False

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
        self.begun = False
        self.said.forget()
        self.buffer, self.listed = [], []
        self.bands = Outline()

    # Tables

    def _table(self, table: Table) -> None:
        self.listing = False
        if self._in_appendix():
            self.reading.skipped.append(table)
            return
        if (bar := title_bar(table)) is not None:
            self._begin(bar[1], bar[0])
            self._belongs(Text((bar[2].field,), bar[3], bar[2].printed))
            return
        grid = Grid(itemised(turned(table)))
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
