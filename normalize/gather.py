"""What a walk over a document has gathered -> forms: each event goes to the initiative it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from normalize.event import Band, Card, Event, Start, Text, Unread, Value
from normalize.family import Field, common
from normalize.form import Form, Reading
from normalize.outline import Heading, Outline, heading, policy, styled
from normalize.said import Said
from normalize.text import squash
from normalize.wrap import Piece, joined


class Gathering:
    """The forms of a document, and the headings, bands and labels that the next event stands under.

    form: of the initiative at hand.  begun: running text named it, and what follows is its own.  owner: the heading
    that it is, if it is one.  tail: that of the table above, which may go on.  part: what a part of a form is about.
    """

    def __init__(self) -> None:
        self.reading = Reading()
        self.outline = Outline()
        self.form: Form | None = None
        self.begun = False
        self.owner: Heading | None = None
        self.buffer: list[Piece] = []
        self.marked: Field | None = None
        self.said = Said()
        self.part: Field | None = None
        self.tail: Form | None = None
        self.held: list[Text | Value] = []
        self.owners: list[Heading] = []
        self.bands = Outline()

    def _begin(self, name: Piece, number: Piece | None = None) -> None:
        """An initiative that running text or a bar names; what follows is its own."""
        self.form = Form(name, number, policy(self.outline.open, owned=False))
        self.reading.forms.append(self.form)
        self.owner, self.begun = None, True
        self.marked, self.tail, self.buffer = None, None, []
        self.said.forget()

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
