"""Documents with their truth beside them -> `normalize/reading/weights.csv`: how much each term of a reading tells.

    python -m tools.fit.merit FOLDER ... [--published NAME ...] [--write] [--only MODEL ...] [--keep FILE]

A folder holds X.pdf (or a text dump) beside X.gold.json (`tools.plans` draws such), or X.negative.json for a document
without initiatives. Every candidate reading of every document is an example. Half of the families of documents, told by
a digest of their names, is fitted on; the figures printed are those of the other half. With --write the weights are
fitted on all; with --only those of some models, and the others stay. --keep: where the examples are put, and found
again the next time.
"""

from __future__ import annotations

import argparse
import csv
import json
import pickle
import re
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from extract.document import read
from extract.model import ReadError
from normalize.family import printed_words
from normalize.reading.agreement import (
    NAME_TERMS,
    ROW_TERMS,
    UNKNOWN,
    Siblings,
    Told,
    agreement,
    also,
    name_terms,
    row_terms,
    stated,
)
from normalize.reading.merit import PLAN, SURE, Model, Rise, Weights, agree, as_good, is_behind, weights
from normalize.reading.terms import TERMS, Candidate, Seen, terms
from normalize.records import makers
from tools.fit.facts import Graded, graded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WEIGHTS = Path("normalize/reading/weights.csv")
SUFFIXES = (".pdf", ".txt", ".csv", ".md", ".html", ".tsv")
KNOTS = (0.0, 0.5, 0.8, 0.95, 1.0)
"""Where the slope of a term may change: most terms are shares near 1, and tell most there."""
PENALTY = 0.2
"""Cost of a unit of log-odds, in documents: what two documents say alone is not believed."""
LEAST = 0.02
"""Weights below this are not written."""
PUBLISHED = 3.0
"""Published documents are few, and what is read in the end; each stands for as many drawn ones."""
PUBLISHED_PLAN = 5.0
"""The same where plans are told from others: drawn plans are alike in what they hold."""
PARTS = 5
"""A document's merit, as its rows are told it, comes from weights fitted on four parts of five without it."""


class Example(NamedTuple):
    """One candidate reading of a document: its terms, how right it is, and the terms and statements of its rows."""

    name: str
    terms: dict[str, float]
    grades: Graded
    of_names: list[dict[str, float]]
    of_rows: list[dict[str, float]]
    states_names: list[Hashable]
    states_rows: list[Hashable]


class Read(NamedTuple):
    """A document and its candidates, in the order in which they are made."""

    folder: str
    name: str
    examples: list[Example]
    plan: bool = True
    """It holds initiatives."""
    published: bool = False

    @property
    def family(self) -> str:
        """Documents of one family say the same in other print."""
        return re.sub(r"[._].*|\.\w+$", "", self.name)

    @property
    def part(self) -> int:
        return int(sha256(self.family.encode()).hexdigest(), 16) % (2 * PARTS)


def documents(folders: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """Each document with its truth."""
    for folder in folders:
        for truth in sorted([*folder.glob("*.gold.json"), *folder.glob("*.negative.json")]):
            stem = re.sub(r"\.(gold|negative)\.json$", "", truth.name)
            yield from [(p, truth) for s in SUFFIXES if (p := truth.parent / (stem + s)).exists()][:1]


def readings(document: Path, truth: Mapping[str, object]) -> Read | None:
    try:
        printed = read(document, words=printed_words())
        made = [each.make() for each in makers(printed)]
    except ReadError as error:
        print(f"{document.name}: {error}", file=sys.stderr)
        return None
    examples = [example(each, graded(each, truth)) for each in made]
    return Read(document.parent.name, document.name, examples, bool(truth.get("initiatives")))


def example(candidate: Candidate, grades: Graded) -> Example:
    seen = Seen(candidate)
    alone = Siblings(seen, 0.0)
    states = list(stated(candidate))
    many = len(candidate.initiatives)
    return Example(
        candidate.name, terms(seen), grades, [name_terms(alone, at) for at in range(many)],
        [row_terms(alone, row) for row in candidate.rows], states[:many], states[many:],
    )  # fmt: skip


# The model


def knotted(names: Iterable[str], terms: Sequence[Mapping[str, float]]) -> list[Rise]:
    """The rises that may be weighed; a term that only holds, fails or says nothing (0.5) has one or two."""
    found: list[Rise] = []
    for name in names:
        plain = {t.get(name, 1.0) for t in terms} <= {0.0, 0.5, 1.0}
        knots = ((0.0, 0.5, 1.0) if any(t.get(name) == UNKNOWN for t in terms) else (0.0, 1.0)) if plain else KNOTS
        found += [Rise(name, lo, hi, 1.0) for lo, hi in pairwise(knots)]
    return found


def matrix(rises: Sequence[Rise], terms: Sequence[Mapping[str, float]]) -> Floats:
    """Terms by the part of each rise that they have reached."""
    columns: list[Floats] = []
    for rise in rises:
        value = np.array([t.get(rise.term, 1.0) for t in terms])
        columns.append(np.clip((value - rise.lower) / (rise.upper - rise.lower), 0.0, 1.0))
    return np.stack(columns, axis=1)


class Pairs(NamedTuple):
    """Candidates of one document beside each other. gain: by how much F1 the first is better."""

    better: Ints
    worse: Ints
    gain: Floats


NO_PAIRS = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def fitted(
    rises: Sequence[Rise],
    x: Floats,
    right: Floats,
    weight: Floats,
    pairs: Pairs = NO_PAIRS,
    *,
    penalty: float = PENALTY,
) -> Weights:
    """Logistic regression on shares, no weight below 0: more of a good thing never tells against a reading.

    Of two candidates of one document the better one is to have the higher odds, the more so the better it is.
    """
    x1 = np.hstack([np.ones((len(x), 1)), x])
    apart = x1[pairs.better] - x1[pairs.worse]

    def loss(w: Floats) -> tuple[float, Floats]:
        z, d = x1 @ w, apart @ w
        p, q = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(d))
        value = float(weight @ (np.logaddexp(0, z) - right * z) + pairs.gain @ np.logaddexp(0, -d))
        slope = x1.T @ (weight * (p - right)) - apart.T @ (pairs.gain * q)
        cost = penalty * float(w[1:].sum() + 0.1 * (w[1:] ** 2).sum())
        return value + cost, slope + penalty * np.r_[0.0, 1 + 0.2 * w[1:]]

    bounds = [(-14.0, 6.0), *[(0.0, 6.0)] * len(rises)]
    found = cast(Floats, minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B").x)
    own: dict[str, list[Rise]] = {}
    for rise, w in zip(rises, found[1:], strict=True):
        if w >= LEAST:
            own.setdefault(rise.term, []).append(rise._replace(weight=round(float(w), 2)))
    return Weights(round(float(found[0]), 2), {term: tuple(each) for term, each in own.items()})


def stands_for(read: Read) -> float:
    return PUBLISHED if read.published else 1.0


def fit_reading(found: Sequence[Read]) -> Weights:
    examples = [e for r in found for e in r.examples]
    weight = np.array([stands_for(r) / len(r.examples) for r in found for _ in r.examples])
    right = np.array([e.grades.f1 for e in examples])
    told = [e.terms for e in examples]
    rises = knotted(TERMS, told)
    return fitted(rises, matrix(rises, told), right, weight, beside(found))


PAIRED = 2.0
"""What it costs to rank a pair wrongly, for each unit of F1 between the two, against one document's odds."""


def beside(found: Sequence[Read]) -> Pairs:
    better: list[int] = []
    worse: list[int] = []
    gain: list[float] = []
    first = 0
    for r in found:
        f1 = [e.grades.f1 for e in r.examples]
        for a in range(len(f1)):
            for b in range(len(f1)):
                if f1[a] > f1[b] + 0.01:
                    better.append(first + a)
                    worse.append(first + b)
                    gain.append(PAIRED * stands_for(r) * (f1[a] - f1[b]) / len(f1))
        first += len(f1)
    return Pairs(np.array(better, np.int64), np.array(worse, np.int64), np.array(gain))


# The choice, as `best` makes it


class Choice(NamedTuple):
    read: Read
    winner: Example
    merit: float
    others: list[tuple[float, Example]]

    @property
    def f1(self) -> float:
        return self.winner.grades.f1


def chosen(read: Read, model: Weights, sure: float = SURE) -> Choice:
    made: list[tuple[float, Example]] = []
    for e in read.examples:
        if is_behind(e.name, [(other.name, merit, other.terms["ruled"]) for merit, other in made]):
            continue
        made.append((model(e.terms), e))
        said = [(*other.states_names, *other.states_rows) for _, other in made]
        if made[-1][0] >= sure or agree([other.terms for _, other in made], said):
            break
    at = as_good([merit for merit, _ in made])
    others = sorted(made[:at] + made[at + 1 :], key=lambda each: -each[0])
    return Choice(read, made[at][1], made[at][0], others)


class Rows(NamedTuple):
    """Rows of chosen readings: terms, whether right, and the number of the document."""

    terms: list[dict[str, float]]
    right: Floats
    of: Ints


def rows_of(kind: str, choices: Sequence[Choice]) -> Rows:
    told: list[dict[str, float]] = []
    right: list[bool] = []
    of: list[int] = []
    for n, c in enumerate(choices):
        own, states = (c.winner.of_names, c.winner.states_names)
        grades = c.winner.grades.initiatives
        if kind == "row":
            own, states, grades = c.winner.of_rows, c.winner.states_rows, c.winner.grades.rows
        others = [Told(merit, e.name, frozenset((*e.states_names, *e.states_rows))) for merit, e in c.others]
        reader, cut = also(c.winner.name, others)
        for values, state, good in zip(own, states, grades, strict=True):
            if good is not None:
                agrees = {"reader_agrees": agreement(reader, state), "cut_agrees": agreement(cut, state)}
                told.append({**values, **agrees, "merit": c.merit})
                right.append(good)
                of.append(n)
    return Rows(told, np.array(right, float), np.array(of, np.int64))


class Models(NamedTuple):
    reading: Weights
    row: Weights
    initiative: Weights
    plan: Weights


def fit(found: Sequence[Read]) -> Models:
    """The reading's merit first; rows are told it as it is for documents it was not fitted on."""
    choices: list[Choice] = []
    for k in range(PARTS):
        model = fit_reading([r for r in found if r.plan and r.part // 2 != k])
        choices += [chosen(r, model) for r in found if r.part // 2 == k]
    plans, plan = [r for r in found if r.plan], fit_plan(found)
    read = taken(choices, plan)
    return Models(fit_reading(plans), fit_rows("row", read), fit_rows("initiative", read), plan)


def taken(choices: Sequence[Choice], plan: Weights) -> list[Choice]:
    """Those whose rows are written: what was found are initiatives, or taken for such."""
    return [c for c in choices if c.read.plan or plan(c.winner.terms) >= PLAN]


def fit_some(names: Sequence[str], found: Sequence[Read]) -> Models:
    """The models as they stand, but for some; rows are told the merit that the standing model gives their reading."""
    standing = Models(**{model: weights(model) for model in get_args(Model)})
    reading = fit_reading([r for r in found if r.plan]) if "reading" in names else standing.reading
    plan = fit_plan(found) if "plan" in names else standing.plan
    read = taken([chosen(r, reading) for r in found], plan)
    rows = {kind: fit_rows(kind, read) for kind in ("row", "initiative") if kind in names}
    return standing._replace(reading=reading, plan=plan, **rows)


OF_PLANS = (
    "names_act", "names_look_so", "with_departments", "with_more", "figures_have_units",
    "figures_measure", "stages_act", "offices_look_so", "class_holds", "period_known", "quoted", "tables_explained",
    "copies_agree",
)  # fmt: skip
"""Terms that tell whether rows are initiatives, however well they are read."""
READ = 0.3
"""F1 from which on a reading of a plan shows what initiatives look like."""
RARE = 4.0
"""How much more often plans are read than other documents."""


def fit_plan(found: Sequence[Read]) -> Weights:
    """Documents without initiatives in which some are found, against plans."""
    pairs = [(r, e) for r in found for e in r.examples if e.of_names and (not r.plan or e.grades.f1 >= READ)]
    told = [{name: e.terms[name] for name in OF_PLANS} for _, e in pairs]
    right = np.array([float(r.plan) for r, _ in pairs])
    many = Counter((r.folder, r.name) for r, _ in pairs)
    weight = np.array([(PUBLISHED_PLAN if r.published else 1.0) / many[r.folder, r.name] for r, _ in pairs])
    if (right == 0).any():
        weight[right == 1] *= RARE * weight[right == 0].sum() / weight[right == 1].sum()
    rises = knotted(OF_PLANS, told)
    return fitted(rises, matrix(rises, told), right, weight)


def fit_rows(kind: str, choices: Sequence[Choice]) -> Weights:
    rows = rows_of(kind, choices)
    known = ROW_TERMS if kind == "row" else NAME_TERMS
    flags = {name for t in rows.terms for name in t} - set(known)
    rises = knotted([*known, *sorted(flags)], rows.terms)
    many = np.bincount(rows.of)[rows.of]
    return fitted(rises, matrix(rises, rows.terms), rows.right, np.asarray(many**-0.5, np.float64))


# Figures


def report(title: str, found: Sequence[Read], models: Models) -> None:
    """How well the best readings are chosen, and what the confidence of their rows and names is worth."""
    choices = taken([chosen(r, models.reading) for r in found], models.plan)
    if not choices:
        return
    merits, right = np.array([c.merit for c in choices]), np.array([c.f1 for c in choices])
    first = np.mean([r.examples[0].grades.f1 for r in found])
    most = np.mean([max(e.grades.f1 for e in r.examples) for r in found])
    print(
        f"{title:10s} {len(found):4d} documents: F1 first {first:.3f}, chosen {right.mean():.3f}, best {most:.3f};"
        f" merit off by {abs(merits - right).mean():.3f}; {_sure(choices, models, right)}"
    )


def _sure(choices: Sequence[Choice], models: Models, f1: Floats) -> str:
    probable: list[Floats] = []
    rights: list[Floats] = []
    well: list[NDArray[np.bool_]] = []
    for kind in ("row", "initiative"):
        rows, model = rows_of(kind, choices), models.row if kind == "row" else models.initiative
        probable.append(np.array([model(t) for t in rows.terms]))
        rights.append(rows.right)
        well.append(f1[rows.of] >= 0.95)
    p, right, of_well = np.concatenate(probable), np.concatenate(rights) > 0, np.concatenate(well)
    at = p >= 0.9
    told = f"{right[at].mean():.3f} of {at.sum()}" if at.any() else "none"
    of = f"{at[of_well & right].mean():.2f}" if (of_well & right).any() else "none"
    return f"right at .9: {told}; of right rows of documents at .95: {of} at .9"


# The table

UNITS = {
    "reading": "log-odds of a fact",
    "row": "log-odds of a row",
    "initiative": "log-odds of a name",
    "plan": "log-odds",
}


def lines(models: Models) -> Iterator[list[object]]:
    """The rows of weights.csv. The example of a term is what its function says of it."""
    yield ["model", "term", "lower", "upper", "weight", "unit", "example"]
    for model, found in models._asdict().items():
        yield [model, "bias", "", "", found.bias, UNITS[model], "no term holds"]
        for term, rises in found.rises.items():
            for rise in rises:
                yield [model, term, rise.lower, rise.upper, rise.weight, UNITS[model], said(model, term)]


def said(model: str, term: str) -> str:
    known = {"reading": TERMS, "row": ROW_TERMS, "initiative": NAME_TERMS, "plan": TERMS}[model]
    if term not in known:
        return f"the row is free of the flag {term.removeprefix('no_')}"
    return (known[term].__doc__ or term.replace("_", " ")).partition("\n")[0].rstrip(".")


def write(models: Models) -> None:
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines(models))


def gathered(folders: Iterable[Path], keep: Path | None) -> list[Read]:
    if keep is not None and keep.exists():
        return cast("list[Read]", pickle.loads(keep.read_bytes()))
    made = (readings(d, json.loads(truth.read_text("utf-8"))) for d, truth in documents(folders))
    found = [each for each in made if each is not None]
    if keep is not None:
        keep.write_bytes(pickle.dumps(found))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", nargs="+", choices=Models._fields)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--published", nargs="*", default=(), help="names of the folders that hold published documents")
    arguments = parser.parse_args()
    found = [r._replace(published=r.folder in arguments.published) for r in gathered(arguments.folders, arguments.keep)]
    models = fit([r for r in found if r.part % 2 == 0])
    apart = [r for r in found if r.part % 2]
    for folder in dict.fromkeys(r.folder for r in apart):
        report(folder, [r for r in apart if r.folder == folder], models)
    report("all", apart, models)
    if arguments.write:
        write(fit(found) if arguments.only is None else fit_some(arguments.only, found))


if __name__ == "__main__":
    main()
