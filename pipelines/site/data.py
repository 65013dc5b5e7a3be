"""A dataset's rows -> what scripts of the site read: columns by their names in the dataset, empty ones left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import PurePath

from normalize.record import Document, Finding, Initiative, Records, Result, Source, Target
from pipelines.site.pictures import Shown
from pipelines.site.script import Json, number

LEFT_OUT = frozenset({"doc_id", "initiative_id", "source"})
"""Columns that the nesting says already, or that are put otherwise."""
SURE = 0.9
"""Rows below this confidence are marked."""

Row = Initiative | Target | Result


def title(document: Document) -> str:
    """What a document is called where people read: its title, or the name of its file."""
    return document.title or PurePath(document.source).name or document.source


def document_data(book: Records, shown: Shown) -> Json:
    """All there is to show of one document."""
    targets, results = by_initiative(book.targets), by_initiative(book.results)
    return {
        "document": {"doc_id": book.document.doc_id, "called": title(book.document), **cells(book.document)},
        "sheets": [list(sheet) for sheet in shown.sheets],
        "lines": shown.lines,
        "why": shown.why,
        "initiatives": [
            {
                "initiative_id": initiative.initiative_id,
                **row_data(initiative),
                "targets": [row_data(row) for row in targets.get(initiative.initiative_id, ())],
                "results": [row_data(row) for row in results.get(initiative.initiative_id, ())],
            }
            for initiative in book.initiatives
        ],
        "findings": [{**cells(finding), "initiative_id": finding.initiative_id} for finding in book.findings],
    }


def by_initiative(rows: Iterable[Target] | Iterable[Result]) -> dict[str, list[Target | Result]]:
    grouped: dict[str, list[Target | Result]] = {}
    for row in rows:
        grouped.setdefault(row.initiative_id, []).append(row)
    return grouped


def row_data(row: Row) -> dict[str, Json]:
    return {**cells(row), "places": places(row.source)}


def cells(row: Row | Document | Finding) -> dict[str, Json]:
    """The columns that hold something."""
    held: dict[str, Json] = {}
    for column in fields(row):
        value = getattr(row, column.name)
        if column.name not in LEFT_OUT and value is not None and value != () and value is not False:
            held[column.name] = plain(column.name, value)
    if isinstance(row, Document):
        held["source"] = row.source
    return held


def plain(column: str, value: object) -> Json:
    """A value as JSON; confidences are stored with fewer digits than they seem to have."""
    if isinstance(value, float):
        return number(round(value, 3) if column == "confidence" else value)
    if isinstance(value, tuple):
        return [str(each) for each in value]
    assert isinstance(value, (str, int))
    return value


def places(sources: Sequence[Source]) -> dict[str, Json]:
    """By field: [page, x0, y0, x1, y1] in points, or [page, first line, last line] of a text dump."""
    found: dict[str, list[Json]] = {}
    for place in sources:
        found.setdefault(place.field, []).append(place_data(place))
    return dict(found)


def place_data(place: Source) -> list[Json]:
    if place.line_first is not None:
        return [place.page, place.line_first, place.line_last]
    return [
        place.page,
        *(None if edge is None else round(edge, 1) for edge in (place.x0, place.y0, place.x1, place.y1)),
    ]


def summary(book: Records, shown: Shown) -> Json:
    """A document's line in the index."""
    rows: tuple[Row, ...] = (*book.initiatives, *book.targets, *book.results)
    many = Counter(finding.severity for finding in book.findings)
    return {
        "doc_id": book.document.doc_id,
        "called": title(book.document),
        **cells(book.document),
        "findings": [many["error"], many["warning"], many["info"]],
        "confidence": number(round(sum(row.confidence for row in rows) / len(rows), 3)) if rows else None,
        "unsure": sum(row.confidence < SURE for row in rows),
        "why": shown.why,
    }
