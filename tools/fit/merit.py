"""Documents with their truth beside them -> `normalize/reading/weights.csv`: how much each term of a reading tells.

    python -m tools.fit.merit FOLDER ... [--write]

A folder holds X.pdf (or a text dump) beside X.gold.json (`tools.plans` draws such), or X.negative.json for a document
without initiatives. Half of the families of documents, told by a digest of their names, is fitted on; the figures
printed are those of the other half. With --write the weights are fitted on all.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from extract.document import read
from extract.model import ReadError
from normalize.family import printed_words
from normalize.reading.agreement import NAME_TERMS, ROW_TERMS, Siblings, name_terms, row_terms
from normalize.reading.merit import Rise, Weights
from normalize.reading.terms import TERMS, Candidate, Seen, terms
from normalize.records import candidate
from tools.fit.facts import Graded, graded

Floats = NDArray[np.float64]
WEIGHTS = Path("normalize/reading/weights.csv")
SUFFIXES = (".pdf", ".txt", ".csv", ".md", ".html", ".tsv")
KNOTS = (0.0, 0.5, 0.8, 0.95, 1.0)
"""Where the slope of a term may change: most terms are shares near 1, and tell most there."""
PENALTY = 0.6
"""Cost of a unit of log-odds, in documents: what two documents say alone is not believed."""
LEAST = 0.02
"""Weights below this are not written."""


class Example(NamedTuple):
    """A document, one reading of it, and how right it is."""

    folder: str
    name: str
    candidate: Candidate
    grades: Graded

    @property
    def family(self) -> str:
        """Documents of one family say the same in other print."""
        return re.sub(r"[._].*|\.\w+$", "", self.name)


def documents(folders: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """Each document with its truth."""
    for folder in folders:
        for truth in sorted([*folder.glob("*.gold.json"), *folder.glob("*.negative.json")]):
            stem = re.sub(r"\.(gold|negative)\.json$", "", truth.name)
            yield from [(p, truth) for s in SUFFIXES if (p := truth.parent / (stem + s)).exists()][:1]


def examples(folders: Iterable[Path]) -> Iterator[Example]:
    for document, truth in documents(folders):
        try:
            printed = read(document, words=printed_words())
        except ReadError as error:
            print(f"{document.name}: {error}", file=sys.stderr)
            continue
        found = candidate("table", printed)
        yield Example(document.parent.name, document.name, found, graded(found, json.loads(truth.read_text("utf-8"))))


# The model


def knotted(names: Iterable[str], terms: Sequence[Mapping[str, float]]) -> list[Rise]:
    """The rises that may be weighed; a term that only holds, fails or says nothing (0.5) has one or two."""
    found: list[Rise] = []
    for name in names:
        plain = {t.get(name, 1.0) for t in terms} <= {0.0, 0.5, 1.0}
        knots = ((0.0, 0.5, 1.0) if any(t.get(name) == 0.5 for t in terms) else (0.0, 1.0)) if plain else KNOTS
        found += [Rise(name, lo, hi, 1.0) for lo, hi in pairwise(knots)]
    return found


def matrix(rises: Sequence[Rise], terms: Sequence[Mapping[str, float]]) -> Floats:
    return np.array([[rise(t.get(rise.term, 1.0)) for rise in rises] for t in terms])


def fitted(rises: Sequence[Rise], terms: Sequence[Mapping[str, float]], right: Floats, weight: Floats) -> Weights:
    """Logistic regression on shares, no weight below 0: more of a good thing never tells against a reading."""
    x = matrix(rises, terms)
    x1 = np.hstack([np.ones((len(x), 1)), x])

    def loss(w: Floats) -> tuple[float, Floats]:
        z = x1 @ w
        p = 1 / (1 + np.exp(-z))
        value = float(weight @ (np.logaddexp(0, z) - right * z)) + PENALTY * float(
            w[1:].sum() + 0.1 * (w[1:] ** 2).sum()
        )
        slope = x1.T @ (weight * (p - right)) + PENALTY * np.r_[0.0, 1 + 0.2 * w[1:]]
        return value, slope

    bounds = [(-12.0, 6.0), *[(0.0, 6.0)] * len(rises)]
    found = cast(Floats, minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B").x)
    own: dict[str, list[Rise]] = {}
    for rise, w in zip(rises, found[1:], strict=True):
        if w >= LEAST:
            own.setdefault(rise.term, []).append(rise._replace(weight=round(float(w), 2)))
    return Weights(round(float(found[0]), 2), {term: tuple(each) for term, each in own.items()})


class Rows(NamedTuple):
    """Rows of all examples: terms, whether right, and the number of the example."""

    terms: list[dict[str, float]]
    right: Floats
    of: NDArray[np.int64]


def rows_of(kind: str, found: Sequence[Example], merits: Floats) -> Rows:
    told: list[dict[str, float]] = []
    right: list[bool] = []
    of: list[int] = []
    for n, e in enumerate(found):
        siblings = Siblings(Seen(e.candidate), float(merits[n]))
        for own, good in _graded_rows(kind, e, siblings):
            if good is not None:
                told.append(own)
                right.append(good)
                of.append(n)
    return Rows(told, np.array(right, float), np.array(of))


def _graded_rows(kind: str, e: Example, siblings: Siblings) -> Iterator[tuple[dict[str, float], bool | None]]:
    if kind == "initiative":
        for at, good in enumerate(e.grades.initiatives):
            yield name_terms(siblings, at), good
        return
    rows = (*e.candidate.targets, *e.candidate.results)
    for row, good in zip(rows, (*e.grades.targets, *e.grades.results), strict=True):
        yield row_terms(siblings, row), good


def evenly(of: NDArray[np.int64], power: float = 0.5) -> Floats:
    """A document of a hundred rows weighs as much as ten of one."""
    many = np.bincount(of)
    return np.asarray(many[of] ** -power, np.float64)


class Models(NamedTuple):
    reading: Weights
    row: Weights
    initiative: Weights


def fit(found: Sequence[Example]) -> Models:
    """The reading's merit first; rows are told it as it is for documents it was not fitted on."""
    told = [terms(Seen(e.candidate)) for e in found]
    right = np.array([e.grades.f1 for e in found])
    rises = knotted(TERMS, told)
    reading = fitted(rises, told, right, np.ones(len(found)))
    unseen = np.zeros(len(found))
    part = np.array([int(sha256(e.family.encode()).hexdigest(), 16) // 7 % 5 for e in found])
    for k in set(part.tolist()):
        own = fitted(
            rises, [t for t, p in zip(told, part, strict=True) if p != k], right[part != k], np.ones((part != k).sum())
        )
        unseen[part == k] = [own(t) for t, p in zip(told, part, strict=True) if p == k]
    models: list[Weights] = []
    for kind, known in (("row", ROW_TERMS), ("initiative", NAME_TERMS)):
        rows = rows_of(kind, found, unseen)
        flags = {name for t in rows.terms for name in t} - set(known)
        models.append(fitted(knotted([*known, *sorted(flags)], rows.terms), rows.terms, rows.right, evenly(rows.of)))
    return Models(reading, *models)


# Figures


def report(found: Sequence[Example], models: Models) -> None:
    merits = np.array([models.reading(terms(Seen(e.candidate))) for e in found])
    right = np.array([e.grades.f1 for e in found])
    error = abs(merits - right).mean()
    print(f"{len(found)} readings: mean F1 {right.mean():.3f}, merit {merits.mean():.3f}, error {error:.3f}")
    for kind in ("row", "initiative"):
        rows = rows_of(kind, found, merits)
        p = np.array([getattr(models, kind)(t) for t in rows.terms])
        for lo in (0.95, 0.9, 0.8, 0.5, 0.0):
            print(f"  {kind} >= {lo}: {rows.right[p >= lo].mean():.3f} of {(p >= lo).sum()}", end="")
        well = right[rows.of] >= 0.95
        print(f"\n  of right {kind}s of documents read >= .95: {(p[well & (rows.right > 0)] >= 0.9).mean():.3f} at .9")


UNITS = {"reading": "log-odds of a fact", "row": "log-odds of a row", "initiative": "log-odds of a name"}


def lines(models: Models) -> Iterator[list[object]]:
    """The rows of weights.csv. The example of a term is what its function says of it."""
    yield ["model", "term", "lower", "upper", "weight", "unit", "example"]
    for model, found in models._asdict().items():
        yield [model, "bias", "", "", found.bias, UNITS[model], "no term holds"]
        for term, rises in found.rises.items():
            for rise in rises:
                yield [model, term, rise.lower, rise.upper, rise.weight, UNITS[model], example(model, term)]


def example(model: str, term: str) -> str:
    known = {"reading": TERMS, "row": ROW_TERMS, "initiative": NAME_TERMS}[model]
    if term not in known:
        return f"the row is free of the flag {term.removeprefix('no_')}"
    return (known[term].__doc__ or term.replace("_", " ")).partition("\n")[0].rstrip(".")


def write(models: Models) -> None:
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines(models))


def half(e: Example) -> bool:
    return int(sha256(e.family.encode()).hexdigest(), 16) % 2 == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found = list(examples(arguments.folders))
    report([e for e in found if not half(e)], fit([e for e in found if half(e)]))
    if arguments.write:
        write(fit(found))


if __name__ == "__main__":
    main()
