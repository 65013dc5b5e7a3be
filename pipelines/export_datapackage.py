"""A dataset -> a Frictionless data package: a CSV file a table, with a schema of types, keys and descriptions.

For programs: cells are exact (nothing is put before a text that looks like a formula), lists and places are JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TypedDict

import pandas as pd

from normalize.record import TABLES, Source
from pipelines.base import Base
from pipelines.datapackage import ABOUT, FieldDescription, describe
from pipelines.flat import DIGITS
from pipelines.frames import batches, empty
from pipelines.schema import Field, columns

KEYS = {
    "documents": "doc_id",
    "initiatives": "initiative_id",
    "targets": "target_id",
    "results": "result_id",
    "findings": "finding_id",
}


class Reference(TypedDict):
    resource: str
    fields: list[str]


class ForeignKey(TypedDict):
    fields: list[str]
    reference: Reference


class Schema(TypedDict):
    fields: list[FieldDescription]
    primaryKey: list[str]
    foreignKeys: list[ForeignKey]


def write_package(base: Base, out: Path) -> list[str]:
    """Write the package. Nothing is left out."""
    out.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        with (out / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            for number, frame in enumerate(chain([empty(table)], batches(base, table))):
                exact(frame, table).to_csv(file, index=False, header=not number)
    package = {"name": "keikaku", "title": "Initiatives, targets and results of plans", "resources": resources()}
    (out / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return []


def exact(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """A table with its lists and places as JSON."""
    lists = [field for field in columns(TABLES[table]) if field.many]
    made = frame.assign(**{field.name: [printed(each, field) for each in frame[field.name]] for field in lists})
    numbers = [field.name for field in columns(TABLES[table]) if field.atom == "number" and not field.many]
    return made.assign(**{name: made[name].astype("float64").round(DIGITS) for name in numbers})


def printed(items: object, field: Field) -> str:
    assert isinstance(items, list | tuple)
    return json.dumps([asdict(Source(**each)) if field.parts else each for each in items], ensure_ascii=False)


def resources() -> list[dict[str, object]]:
    return [
        {
            "name": table,
            "path": f"{table}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "description": ABOUT[table][0],
            "description_ja": ABOUT[table][1],
            "schema": schema(table),
        }
        for table in TABLES
    ]


def schema(table: str) -> Schema:
    fields = columns(TABLES[table])
    owners = {"doc_id": "documents", "initiative_id": "initiatives"}
    foreign: list[ForeignKey] = [
        {"fields": [name], "reference": {"resource": owner, "fields": [name]}}
        for name, owner in owners.items()
        if name != KEYS[table] and any(field.name == name for field in fields)
    ]
    return {"fields": [describe(field) for field in fields], "primaryKey": [KEYS[table]], "foreignKeys": foreign}
