"""The schema and the files of a dataset -> `datapackage.json` (Frictionless), descriptions in English and Japanese."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypedDict

from normalize.record import TABLES
from pipelines.schema import Field, columns

ABOUT = {
    "documents": ("One row an input, failed ones included", "入力1件につき1行（読めなかったものを含む）"),
    "initiatives": ("Initiatives, measures, projects", "取組・施策・事業"),
    "targets": ("What is planned, one row a fiscal year", "計画上の目標（年度ごとに1行）"),
    "results": ("What was achieved", "実績・評価"),
    "findings": ("What does not add up", "整合しない点"),
}


class Constraints(TypedDict, total=False):
    required: bool
    enum: list[str]


class FieldDescription(TypedDict):
    name: str
    type: str
    description: str
    description_ja: str
    constraints: Constraints


class Resource(TypedDict):
    name: str
    path: list[str]
    format: str
    mediatype: str
    description: str
    description_ja: str
    schema: dict[str, list[FieldDescription]]


def describe(field: Field) -> FieldDescription:
    constraints: Constraints = {} if field.optional else {"required": True}
    if field.words:
        constraints["enum"] = list(field.words)
    kind = "array" if field.many else field.atom
    return {
        "name": field.name,
        "type": kind,
        "description": field.en,
        "description_ja": field.ja,
        "constraints": constraints,
    }


def resource(table: str, paths: list[str]) -> Resource:
    en, ja = ABOUT[table]
    return {
        "name": table,
        "path": paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": en,
        "description_ja": ja,
        "schema": {"fields": [describe(field) for field in columns(TABLES[table])]},
    }


def datapackage(tables: Iterable[tuple[str, list[str]]]) -> bytes:
    """The text of `datapackage.json`; tables: (table, paths of its files relative to it)."""
    resources = [resource(table, paths) for table, paths in tables]
    package = {"profile": "data-package", "name": "keikaku", "resources": resources}
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
