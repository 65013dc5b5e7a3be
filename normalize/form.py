"""What is printed of each initiative, before its strings are normalised."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.model import Table
from normalize.event import Text, Unread, Value
from normalize.wrap import Piece


@dataclass(slots=True)
class Form:
    """What is printed of one initiative."""

    name: Piece
    number: Piece | None
    policy: tuple[Piece, ...]
    is_new: bool = False
    entries: list[Text | Value] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """All forms of a document, and what was passed over on the way."""

    forms: list[Form] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    skipped: list[Table] = field(default_factory=list)
    paragraphs: list[Piece] = field(default_factory=list)
