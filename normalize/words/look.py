"""One printed string -> what it may be: a value of some kind, a label of some field; how likely, by its words alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from normalize.era import fiscal_year, split_year, whole_range
from normalize.family import Field
from normalize.quantity import unit_note
from normalize.term import Term, split_term
from normalize.text import REMEMBERED, squash
from normalize.words.core import core
from normalize.words.kinds import Kind, kind
from normalize.words.label import LONGEST, label
from normalize.words.likely import likely

LISTED, REDUCED, JOINED = 0.98, 0.9, 0.85
"""How likely a listed word is a label: as it stands; without notes and numbers around it; when joined to others."""
UNLISTED = 0.7
"""How likely a word is a label at most that no list holds, however much its parts look like one."""
BELIEVED = 0.85
"""How much of a listed word's meaning is what the list says; the rest is what its parts say, as for any other."""
CLOSED = 0.3
"""What is left of that chance where the word is one of a closed list of values: 継続, 件."""
_CLOSED = frozenset[Kind](("unit", "grade", "stage", "direction"))
_NEVER = frozenset[Kind](
    ("empty", "blank", "arrow", "number", "numbers", "integer", "figure", "trend", "sentence", "list", "long")
)
"""Kinds of value that no label is mistaken for."""
_JOINTS = regex.compile(r"[・/、,＆&]|及び|並びに|と(?=.)")
_MARKED = regex.compile(r"(?<=[^\d\s])[※＊*]\d{0,2}(?=\n)")
"""A footnote's mark at the end of a line, whose number would join that of the year below it."""
_DATES = regex.compile(r"^[(（\[]?(?:値|末|の|時点)?[)）\]]?$")


@dataclass(frozen=True, slots=True)
class Look:
    """What one printed string may be.

    text: squashed.  kind: of value it most likely is.  fields: which it labels, summing to 1; {} where it says nothing.
    label: how likely its words alone make it a label of the form.  core: the label's word without marks, enumerator,
    notes and translation.  year, term: the fiscal year or part of the period said in it.  unit: said in it.
    """

    text: str
    kind: Kind
    fields: Mapping[Field, float]
    label: float
    core: str
    year: int | None
    unit: str | None
    term: Term | None


@lru_cache(maxsize=REMEMBERED)
def look(text: str) -> Look:
    """What a string may be.

    >>> found = look("①取組名 / Initiative")
    >>> found.core, found.fields, found.label
    ('取組名', {'name': 1.0}, 0.9)
    >>> found = look("令和8年度目標（単位：件）")
    >>> max(found.fields, key=found.fields.get), found.year, found.unit
    ('target', 2026, '件')
    >>> look("目標値※2\\n2015年度").year
    2015
    >>> look("窓口を改める。").label, look("公開データ数").label < .3, look("成果を測る項目").label > .3
    (0.0, True, True)
    """
    text = _MARKED.sub("", text)
    word, sort = squash(text), kind(text)
    if sort in _NEVER or not word or len(word) > LONGEST or word[-1] in "。、":
        return Look(word, sort, {}, 0.0, word, None, None, None)
    year = fiscal_year(word) if not word.isdigit() or sort == "year" else None
    span = whole_range(word)
    if year is not None or span is not None:
        return Look(word, "year", {"year": 1.0}, LISTED, word, year if span is None else span[0], None, None)
    unit = unit_note(text)[1]
    return _worded(text, word, sort, unit)


def _worded(text: str, word: str, sort: Kind, unit: str | None) -> Look:
    dateless, year = split_year(word)
    bare = core(dateless if year is not None else text).word
    term, later = split_term(bare)
    if year is not None and _DATES.fullmatch(dateless):
        return Look(word, "year", {"year": 1.0}, LISTED, word, year, unit, term)
    fields, chance = _labels(text, bare or later)
    chance = min(chance, REDUCED) if bare != word else chance
    if year is not None or term is not None:
        fields = _dated(fields)
    return Look(word, sort, fields, chance, bare, year, unit, term)


def _labels(text: str, rest: str) -> tuple[Mapping[Field, float], float]:
    """The fields that a word labels and how likely it is a label: as listed, as listed parts, by its parts."""
    found = label(text) or (label(rest) if rest else None)
    if found is not None:
        return _mixed((found.field, *found.more), BELIEVED, rest), LISTED
    joined = [label(part) for part in _JOINTS.split(rest) if part]
    known: list[Field] = [one.field for one in joined if one is not None]
    if len(joined) > 1 and len(known) == len(joined):
        return _mixed(known, BELIEVED, rest), JOINED
    fields, chance = likely(rest)
    chance *= CLOSED if kind(rest) in _CLOSED else 1.0
    if known and len(joined) > 1:
        return _mixed(known, len(known) / len(joined) / 2, rest), max(UNLISTED * chance, 0.5)
    return fields, UNLISTED * chance


def _dated(fields: Mapping[Field, float]) -> Mapping[Field, float]:
    """A goal of a year is its figure or its words, alike often: 令和11年度目標."""
    goal = fields.get("goal", 0.0)
    return {**fields, "goal": goal / 2, "target": fields.get("target", 0.0) + goal / 2} if goal else fields


def _mixed(known: Sequence[Field], believed: float, word: str) -> Mapping[Field, float]:
    """What a list says of a word, and what its parts say."""
    chances: dict[Field, float] = {field: (1 - believed) * chance for field, chance in likely(word)[0].items()}
    for field in known:
        chances[field] = chances.get(field, 0.0) + believed / len(known)
    return dict(sorted(chances.items(), key=lambda pair: -pair[1]))
