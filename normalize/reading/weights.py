"""evidence.csv and kinds.csv -> what each piece of evidence weighs, tried out by hand on plans at hand."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("normalize") / "reading" / name).read_text("utf-8").splitlines()))


@cache
def weights() -> dict[str, float]:
    """Term -> weight, in natural log-odds where the table says nothing else."""
    return {row["term"]: float(row["weight"]) for row in _rows("evidence.csv")}


@cache
def _kinds() -> dict[tuple[str, str], float]:
    return {(row["field"], row["kind"]): float(row["weight"]) for row in _rows("kinds.csv")}


def w(term: str) -> float:
    return weights()[term]


def fits(field: str, kind: str) -> float:
    """The log-likelihood of a kind of value under a field, 0 for the kind that is usual there."""
    return 0.0 if kind == "empty" else _kinds().get((field, kind), -2.5)
