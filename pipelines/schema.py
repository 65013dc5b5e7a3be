"""The record types of normalize/record.py -> their columns: name, kind, description. Nothing is said twice here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

from normalize.record import Column

Atom = Literal["string", "integer", "number", "boolean", "struct"]

ATOMS: dict[type, Atom] = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column. many: a list of atoms; optional: may be null; words: the closed vocabulary; parts: of a struct."""

    name: str
    atom: Atom
    many: bool
    optional: bool
    words: tuple[str, ...]
    parts: tuple[Field, ...]
    en: str
    ja: str


@cache
def columns(record: type) -> tuple[Field, ...]:
    """The columns of a record type, in order.

    >>> from normalize.record import Finding
    >>> [field.name for field in columns(Finding)][:3]
    ['doc_id', 'finding_id', 'rule']
    """
    hints = get_type_hints(record, include_extras=True)
    return tuple(column(each.name, hints[each.name]) for each in fields(record))


def column(name: str, hint: object) -> Field:
    """One annotated field; a type the dataset cannot hold, or a missing description, is an error of the schema."""
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{name}: a column needs a description")
    printed, described = get_args(hint)[:2]
    if not isinstance(described, Column):
        raise TypeError(f"{name}: described by {described!r}, not by col(en, ja)")
    bare, optional = without_none(printed)
    many = get_origin(bare) is tuple
    inner: object = get_args(bare)[0] if many else bare
    atom, words, parts = atom_of(name, inner)
    return Field(name, atom, many, optional, words, parts, described.en, described.ja)


def without_none(hint: object) -> tuple[object, bool]:
    """`str | None` -> (str, True); `str` -> (str, False)."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    kept = [each for each in get_args(hint) if each is not NoneType]
    return kept[0], len(kept) < len(get_args(hint))


def atom_of(name: str, hint: object) -> tuple[Atom, tuple[str, ...], tuple[Field, ...]]:
    if get_origin(hint) is Literal:
        return "string", get_args(hint), ()
    if isinstance(hint, type) and is_dataclass(hint):
        return "struct", (), columns(hint)
    if isinstance(hint, type) and hint in ATOMS:
        return ATOMS[hint], (), ()
    raise TypeError(f"{name}: no column type for {hint!r}")


def walk(record: type, prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Columns and the parts of structs, each with its dotted name (`source.page`)."""
    for field in columns(record):
        yield from walk_field(prefix, field)


def walk_field(prefix: str, field: Field) -> Iterator[tuple[str, Field]]:
    yield prefix + field.name, field
    for part in field.parts:
        yield from walk_field(f"{prefix}{field.name}.", part)
