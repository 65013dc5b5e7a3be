"""A document -> its forms, by comparing readings: what stands where in the whole document, and what it may mean."""

from __future__ import annotations

from extract.model import Document, Prose
from normalize.about import about
from normalize.form import Reading
from normalize.reading.forms import Forms
from normalize.reading.grid import Evidence
from normalize.reading.stream import Stream
from normalize.wrap import Piece, groups


def read(document: Document) -> Reading:
    """The forms of a document in reading order."""
    stream = Stream(Evidence(document), about(document))
    forms = Forms(stream)
    paragraphs = [
        Piece(tuple(lines)) for b in document.blocks if isinstance(b, Prose) for lines in groups(Piece(b.lines))
    ]
    return Reading(forms=forms.found, paragraphs=paragraphs)
