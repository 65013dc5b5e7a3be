"""What reading a table or text yields, in reading order: beginnings of initiatives, texts, values, doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from normalize.family import Field
from normalize.term import Term
from normalize.wrap import Piece

Meaning = Literal["target", "baseline", "result", "rate"]


@dataclass(frozen=True, slots=True)
class Band:
    """A line that groups the initiatives below it."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Start:
    """An initiative begins. policy: what its own row says of its place in the policy system, outermost first."""

    name: Piece
    number: Piece | None = None
    policy: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """The first label of a card comes again: another card begins, whose name may follow later."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a label says of the initiative at hand. fields: several where the label stacks (取組内容 over 目標).

    indicator: the indicator that a grade stands beside, if it stands beside one.
    term: the part of the plan's period, or the year beside the document's own, that it is of.
    """

    fields: tuple[Field, ...]
    piece: Piece
    printed: str
    year: int | None = None
    indicator: Piece | None = None
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What is stated of an indicator (or action) for a year.

    carried: the year is covered by a merged cell or arrow that began in an earlier one.
    term: the part of the plan's period it is stated for, where no year says so.
    text: what to read instead of the piece's own lines, where a row was flattened into one cell.
    """

    meaning: Meaning
    piece: Piece
    year: int | None
    indicator: Piece | None = None
    unit: str | None = None
    carried: bool = False
    text: str | None = None
    term: Term | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A printed cell that no rule reads. printed: the heading it stands under."""

    piece: Piece
    printed: str


Event = Band | Card | Start | Text | Value | Unread
