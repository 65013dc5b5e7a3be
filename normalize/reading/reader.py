"""A document -> its forms, by comparing readings: what stands where in the whole document, and what it may mean."""

from __future__ import annotations

from collections.abc import Iterator

from extract.model import Document, Place, Prose, Table
from normalize.about import About, about
from normalize.form import Form, Reading
from normalize.reading.forms import Forms
from normalize.reading.grid import Evidence
from normalize.reading.stream import Stream
from normalize.wrap import Piece, groups


def read(document: Document, said: About | None = None) -> Reading:
    """The forms of a document in reading order; the tables of which nothing was read are passed over.

    said: what the document says of itself, where that is known.
    """
    stream = Stream(Evidence(document), said or about(document))
    forms = Forms(stream)
    paragraphs = [Piece(lines) for b in document.blocks if isinstance(b, Prose) for lines in groups(Piece(b.lines))]
    told = {line.place for piece in _pieces(forms.found) for line in piece.lines}
    told.update(line.place for unread in forms.unread for line in unread.piece.lines)
    skipped = [b for b in document.blocks if isinstance(b, Table) and told.isdisjoint(_places(b))]
    return Reading(forms.found, forms.unread, skipped, paragraphs)


def _pieces(forms: list[Form]) -> Iterator[Piece]:
    """Everything that forms quote."""
    for form in forms:
        yield from (form.name, *form.policy)
        yield from (form.number,) if form.number is not None else ()
        yield from (unread.piece for unread in form.unread)
        for entry in form.entries:
            yield entry.piece
            yield from (entry.indicator,) if entry.indicator is not None else ()


def _places(table: Table) -> set[Place]:
    return {line.place for cell in table.cells for line in cell.lines}
