"""What a check is given, and what it says: one doubt each."""

from __future__ import annotations

from typing import NamedTuple

from extract.model import Document
from normalize.decision import Decided
from normalize.fields import name_of
from normalize.form import Form, Reading
from normalize.reading.merit import Chosen
from normalize.record import Initiative, Records, Result, Severity, Source, Target
from normalize.source import sources
from normalize.wrap import Piece


class Case(NamedTuple):
    """A document as printed, what was gathered of it, the rows made of that, what a reviewer decided of them, and which
    reading it is among several."""

    document: Document
    reading: Reading
    records: Records
    decided: tuple[Decided, ...] = ()
    chosen: Chosen | None = None


class Doubt(NamedTuple):
    """What does not add up. severity: where it is milder than the rule's own."""

    rule: str
    message: str
    expected: str | None = None
    actual: str | None = None
    initiative_id: str | None = None
    page: int | None = None
    severity: Severity | None = None


Place = tuple[Source, ...]


def text_place(row: Target | Result) -> Place:
    """Where the value of a row stands."""
    return tuple(place for place in row.source if place.field == "text")


def page_of(row: Initiative | Target | Result) -> int | None:
    return row.source[0].page if row.source else None


def page_of_piece(piece: Piece) -> int | None:
    return piece.lines[0].place.page if piece.lines else None


def initiatives_of(case: Case) -> list[tuple[Form, Initiative]]:
    """Each form with the initiative that was made of it; forms merged into another have none."""
    made = {(i.name_raw, tuple(s for s in i.source if s.field == "name")): i for i in case.records.initiatives}
    found = ((form, made.get((name_of(form)[3], sources("name", form.name)))) for form in case.reading.forms)
    return [(form, initiative) for form, initiative in found if initiative is not None]


def shown(value: float) -> str:
    """
    >>> shown(1300.0), shown(45.1)
    ('1300', '45.1')
    """
    return f"{value:.10g}"
