"""Records -> the form in which samples keep them: nested, a line a fact, nothing that changes with path or version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias

from normalize.record import Document, Finding, Initiative, Records, Result, Source, Target

Value: TypeAlias = str | int | float | bool | list[str]
Row: TypeAlias = Document | Initiative | Target | Result | Finding

LEFT_OUT = frozenset(
    ["doc_id", "sha256", "extractor_version", "initiative_id", "target_id", "result_id", "finding_id", "seq"]
)
"""Ids and places in the order follow from the order itself; one inserted row must not move all after it."""
NESTED = ("targets", "results")
DOCUMENT = "document"
POINTS = 1
"""Digits of a place: tenths of a point, so that the noise of floating point does not move."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: its label, its fields, and the records below it (targets and results of an initiative)."""

    table: str
    fields: dict[str, Value]
    below: tuple[Entry, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What pairs it with its like: an initiative keeps its name when one before it shifts its number."""
        named = LABELS[self.table][-1:] if self.table == "initiatives" else LABELS[self.table]
        return (self.table, *(str(self.fields.get(name)) for name in named))

    @property
    def label(self) -> str:
        return " ".join(str(self.fields[name]) for name in LABELS[self.table] if name in self.fields)


LABELS = {
    DOCUMENT: (),
    "initiatives": ("number", "name"),
    "targets": ("indicator", "fiscal_year", "kind"),
    "results": ("kind", "basis", "indicator", "fiscal_year"),
    "findings": ("rule", "message"),
}


def entries(records: Records) -> tuple[Entry, ...]:
    """The document, its initiatives in reading order, its findings."""
    about = {name: printed for name, printed in kept(records.document).items() if name != "source"}
    names = {row.initiative_id: row.name for row in records.initiatives}
    return (
        Entry(DOCUMENT, about),
        *(initiative(row, records) for row in records.initiatives),
        *(finding(row, names) for row in records.findings),
    )


def initiative(row: Initiative, records: Records) -> Entry:
    below_it = (*below("targets", records.targets, row), *below("results", records.results, row))
    return Entry("initiatives", kept(row), below_it)


def finding(row: Finding, names: dict[str, str]) -> Entry:
    """A finding names the initiative it is about instead of its id."""
    about = {} if row.initiative_id is None else {"initiative": names.get(row.initiative_id, row.initiative_id)}
    return Entry("findings", {**kept(row), **about})


def below(table: str, rows: Sequence[Target | Result], initiative: Initiative) -> Iterable[Entry]:
    return (Entry(table, kept(row)) for row in rows if row.initiative_id == initiative.initiative_id)


def kept(row: Row) -> dict[str, Value]:
    """The fields that say something: no ids, nothing absent."""
    values = ((field.name, value(getattr(row, field.name))) for field in fields(row) if field.name not in LEFT_OUT)
    return {name: printed for name, printed in values if printed is not None}


def value(field: object) -> Value | None:
    """A field's value as JSON keeps it; None for what is absent, empty or false."""
    if isinstance(field, float):
        return round(field, 6)
    if isinstance(field, str | int) and field is not False:
        return field
    if isinstance(field, tuple) and field:
        return [printed_source(each) if isinstance(each, Source) else str(each) for each in field]
    return None


def printed_source(source: Source) -> str:
    """
    >>> printed_source(Source("name", 3, 56.04, 100.0, 200.26, 112.5))
    'name: page 3, 56.0 100.0 200.3 112.5'
    >>> printed_source(Source("name", 1, line_first=12, line_last=13))
    'name: lines 12-13'
    """
    if source.cell is not None:
        return f"{source.field}: {source.sheet} {source.cell}"
    if source.line_first is not None:
        return f"{source.field}: lines {source.line_first}-{source.line_last}"
    box = (source.x0, source.y0, source.x1, source.y1)
    return f"{source.field}: page {source.page}, {' '.join(f'{edge or 0.0:.{POINTS}f}' for edge in box)}"


def dump(found: Sequence[Entry]) -> str:
    """Pretty JSON, a line a value, so that a difference in git is readable."""
    whole = {
        DOCUMENT: found[0].fields,
        "initiatives": [nested(entry) for entry in found if entry.table == "initiatives"],
        "findings": [entry.fields for entry in found if entry.table == "findings"],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def nested(entry: Entry) -> dict[str, Value | list[dict[str, Value]]]:
    lists = {table: [row.fields for row in entry.below if row.table == table] for table in NESTED}
    return {**entry.fields, **{table: rows for table, rows in lists.items() if rows}}


def load(path: Path) -> tuple[Entry, ...]:
    """The approved records of a sample, as `dump` wrote them."""
    whole = json.loads(path.read_text("utf-8"))
    return (
        Entry(DOCUMENT, whole[DOCUMENT]),
        *(unnested(each) for each in whole["initiatives"]),
        *(Entry("findings", each) for each in whole["findings"]),
    )


def unnested(each: dict[str, Any]) -> Entry:
    rows = tuple(Entry(table, row) for table in NESTED for row in each.get(table, []))
    return Entry("initiatives", {name: field for name, field in each.items() if name not in NESTED}, rows)
