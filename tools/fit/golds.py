"""Gold files -> the values of their records, by the field that prints them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from normalize.family import Field

_TEXTS: tuple[Field, ...] = ("number", "name", "direction", "content", "objective")
_RESULTS: dict[str, Field] = {"narrative": "result", "improvement": "improvement", "grade": "grade"}


def values(folders: list[Path]) -> Iterator[tuple[Field, str]]:
    """Each value of each record of the gold files (*.gold.json) and approved samples (approved.json) below folders."""
    for folder in folders:
        for path in sorted([*folder.rglob("*.gold.json"), *folder.rglob("truth.json")]):
            for initiative in json.loads(path.read_text("utf-8")).get("initiatives") or ():
                yield from _of_initiative(initiative)


def _of_initiative(initiative: dict[str, Any]) -> Iterator[tuple[Field, str]]:
    for field in _TEXTS:
        if initiative.get(field):
            yield field, initiative[field]
    if departments := initiative.get("departments"):
        yield "departments", "、".join(departments)
    for level in initiative.get("policy") or ():
        yield "policy", level
    for row in (*(initiative.get("targets") or ()), *(initiative.get("results") or ())):
        yield from _of_row(row)


def _of_row(row: dict[str, Any]) -> Iterator[tuple[Field, str]]:
    text = row.get("grade") or row.get("text")
    if row.get("indicator"):
        yield "indicator", row["indicator"]
    if row.get("unit"):
        yield "unit", row["unit"]
    if not text:
        return
    if row["kind"] in ("numeric", "stage"):
        yield "target", "→" if row.get("carried") else text
    elif row.get("basis") == "baseline":
        yield "baseline", text
    else:
        yield _RESULTS.get(row["kind"], "result"), text
