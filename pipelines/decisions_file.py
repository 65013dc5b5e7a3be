"""A file of reviewers' decisions -> decisions. Read strictly: nothing in it is passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias, cast, get_args

import regex

from normalize.decision import Decision, Table, Value, reviewable
from normalize.record import TABLES
from pipelines.decisions import Decisions, place
from pipelines.schema import Atom, Field, columns

FORMAT = "keikaku-decisions-1"
KEYS = {"sha256", "source", "table", "id", "field", "was", "now", "reviewer", "at"}
"""What each decision says. Reviewer and time stay in the file: a dataset names nobody."""
REMEDY = "save the file again from the review site, or mend the entry"
HASH = regex.compile(r"[0-9a-f]{64}")
HALF = regex.compile(r"\p{Cs}")
LARGEST: dict[Atom, float] = {"integer": 2**31 - 1, "number": 1e300, "string": -1, "boolean": -1}
"""The largest number of a column; -1: it holds none."""

Json: TypeAlias = object


class BadDecisions(ValueError):
    """The file is not as it should be; the message is the sentence the user sees."""


class Wrong(ValueError):
    """What is wrong with one decision."""


def load(paths: Sequence[str]) -> Decisions:
    """The decisions of these files; BadDecisions where one is not as it should be."""
    first: dict[tuple[str, ...], tuple[str, Decision]] = {}
    for path in paths:
        for where, decision in entries(path):
            before, known = first.setdefault(place(decision), (where, decision))
            if (known.was, known.now) != (decision.was, decision.now):
                raise BadDecisions(f"{where}: decides otherwise on the same field as {before}; take one of them out")
    return Decisions([decision for _, decision in first.values()])


def entries(path: str) -> Iterator[tuple[str, Decision]]:
    """Each decision of a file with the words that say where it stands."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            whole = json.load(file, parse_constant=refuse)
    except OSError as error:
        raise BadDecisions(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise BadDecisions(f"{path}: is not JSON in UTF-8 ({error}); save it again from the review site") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise BadDecisions(f'{path}: is no file of decisions ("format" must be "{FORMAT}")')
    if whole.keys() != {"format", "decisions"} or not isinstance(whole["decisions"], list):
        raise BadDecisions(f'{path}: must hold "format" and a list "decisions", and nothing else')
    for number, entry in enumerate(cast("list[Json]", whole["decisions"]), start=1):
        where = f"{path}: decision {number}"
        try:
            yield where, decision_of(entry)
        except Wrong as error:
            raise BadDecisions(f"{where}: {error}; {REMEDY}") from None


def refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def decision_of(entry: Json) -> Decision:
    if not isinstance(entry, dict):
        raise Wrong("is no object")
    held = cast("dict[str, Json]", entry)
    for key in sorted(KEYS ^ held.keys()):
        raise Wrong(f"'{key}' is {'missing' if key in KEYS else 'not known'}")
    digest, source, table, identity, field = (text(held, key) for key in ("sha256", "source", "table", "id", "field"))
    if HASH.fullmatch(digest) is None:
        raise Wrong(f"'sha256' is {digest!r}, not 64 hexadecimal digits")
    if table not in get_args(Table):
        raise Wrong(f"'table' is {table!r}, not one of {', '.join(get_args(Table))}")
    of = cast("Table", table)
    if held["reviewer"] is not None:
        text(held, "reviewer")
    check_time(text(held, "at"))
    was, now = (value(key, of, field, held[key]) for key in ("was", "now"))
    return Decision(digest, source, of, identity, field, was, now if now == was else clean(field, now))


def text(held: dict[str, Json], key: str) -> str:
    found = held[key]
    if not isinstance(found, str) or not storable(found):
        raise Wrong(f"'{key}' is {found!r}, not a text")
    return found


def storable(found: str) -> bool:
    """Something to read, without half a surrogate pair, which no file can hold."""
    return found.strip() != "" and HALF.search(found) is None


def check_time(at: str) -> None:
    try:
        datetime.fromisoformat(at)
    except ValueError:
        raise Wrong(f"'at' is {at!r}, not a time such as 2026-04-01T09:30:00Z") from None


def value(key: str, table: Table, name: str, found: Json) -> Value:
    """A value as the column holds it. What a column nobody knows may hold is not asked: the decision will not fit."""
    if name not in reviewable(table):
        return json.dumps(found)
    [field] = [each for each in columns(TABLES[table]) if each.name == name]
    if found is None and field.optional:
        return None
    if field.many and isinstance(found, list) and all(fits(field, each) for each in cast("list[Json]", found)):
        return tuple(cast("list[str]", found))
    if field.many or not fits(field, found):
        raise Wrong(f"'{key}' is {found!r}, and {table}.{name} holds {kind(field)}")
    return float(cast("float", found)) if field.atom == "number" else cast("Value", found)


def fits(field: Field, found: Json) -> bool:
    """Whether a JSON value is of the column's type; true is no number."""
    if isinstance(found, bool):
        return field.atom == "boolean"
    if isinstance(found, str):
        return field.atom == "string" and (not field.words or found in field.words)
    whole = isinstance(found, int)
    return isinstance(found, int | float) and (whole or field.atom == "number") and abs(found) <= LARGEST[field.atom]


def clean(field: str, now: Value) -> Value:
    """A corrected text in the display form that all texts of a dataset have.

    >>> clean("departments", ("ＤＸ推進課", "市民課")), clean("value", 12.0)
    (('DX推進課', '市民課'), 12.0)
    """
    texts = [now] if isinstance(now, str) else now if isinstance(now, tuple) else []
    if not all(storable(each) for each in texts):
        raise Wrong(f"'now' of '{field}' is {now!r}; null (for a list: []) says that there is none")
    from normalize.text import display  # its signs and words are not needed where nothing was decided

    return display(now) if isinstance(now, str) else tuple(map(display, now)) if isinstance(now, tuple) else now


def kind(field: Field) -> str:
    """What a column holds, in words.

    >>> fields = {field.name: field for field in columns(TABLES["targets"])}
    >>> kind(fields["kind"]), kind(fields["value"])
    ('numeric or stage', 'a number or null')
    """
    plain = {"string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
    one = " or ".join(field.words) or plain[field.atom]
    return "a list of texts" if field.many else f"{one} or null" if field.optional else one
