"""Label words and values of records -> normalize/words/parts.csv: what the parts of a word say of its field.

A softmax over the fields and `none`, with a quadratic penalty on the weights. Each word is described as if it were
unlisted (`parts` with the list without it), so that the weights are those for words nobody listed.

    python -m tools.fit.words GOLD_FOLDER ...

writes the table and meanings.csv (what the parts of each listed word say by themselves), and prints how well words left
out were told.
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from normalize.words.core import core
from normalize.words.likely import listed, parts, spelled
from tools.fit.golds import values
from tools.plans.wording import PRINTED, words_of

MEANINGS = Path(__file__).parents[2] / "normalize" / "words" / "meanings.csv"
OUT = Path(__file__).parents[2] / "normalize" / "words" / "parts.csv"
PENALTY = 0.3
"""Of the squared weights; of 0.03 to 3 the one that tells most words left out."""
WORDS = Path(__file__).with_name("label_words.toml")
_AS = {"narrative": "result", "people": "ignore", "sdgs": "ignore", "law": "ignore", "related": "ignore"}
"""Fields of drawn plans that are another here, or none that is shown."""
RARE = 2
"""A part of fewer words than this is one word's accident."""
LEAST = 0.05
"""Meanings less likely than this are left out of the table."""
SMALLEST = 0.1
"""Weights below this are left out of the table."""
FOLDS = 20
LONGEST_VALUE = 20
"""Characters of the longest value that is shown as no label: longer ones are told by their length."""
Array = NDArray[np.float64]


class Examples(NamedTuple):
    """words with the field each labels, or `none`, and how much each counts."""

    words: tuple[str, ...]
    fields: tuple[str, ...]
    weights: Array


class Told(NamedTuple):
    """A word left out: the field it labels, or `none`; how likely each field is by the others; how likely none is."""

    word: str
    field: str
    chances: dict[str, float]
    none: float


class Model(NamedTuple):
    parts: tuple[str, ...]
    fields: tuple[str, ...]
    weights: Array


def examples(folders: Sequence[Path]) -> Examples:
    """The listed words, and as many (by weight) values that are no labels."""
    labels = {core(spelled(word)).word: field for word, field in printed().items() if field != "none"} | listed()
    texts = (
        core(text).word
        for field, text in values(list(folders))
        if field in ("name", "indicator", "departments", "policy", "direction", "target")
    )
    others = sorted(
        {word for word, field in printed().items() if field == "none"}
        | {text for text in texts if 1 < len(text) <= LONGEST_VALUE and text not in labels}
    )
    weights = [1.0] * len(labels) + [len(labels) / max(1, len(others))] * len(others)
    return Examples((*labels, *others), (*labels.values(), *(["none"] * len(others))), np.array(weights))


def printed() -> dict[str, str]:
    """Label words of label_words.toml and words of its part `none`; and those that plans of the fitting half print."""
    fields = tomllib.loads(WORDS.read_text("utf-8"))
    found = {word: field for field, groups in fields.items() for group in groups.values() for word in group}
    for named in PRINTED:
        field = _AS.get(named, named)
        for manner in ("rare", "compound", "unlisted") if field in fields else ():
            found.update(dict.fromkeys(words_of(named, manner, "fit"), field))
    return found


def described(words: Sequence[str]) -> list[list[str]]:
    """The parts of each word, as if it alone were not listed."""
    labels = listed()
    return [
        ["always", *parts(word, {k: v for k, v in labels.items() if k != word} if word in labels else labels)]
        for word in words
    ]


def fit(parted: Sequence[Sequence[str]], fields: Sequence[str], counts: Array) -> Model:
    """The weights under which the fields are likeliest."""
    times = Counter(part for own in parted for part in set(own))
    known = {part: n for n, part in enumerate(sorted(part for part, n in times.items() if n >= RARE))}
    classes = tuple(sorted(set(fields)))
    x = matrix(parted, known)
    wanted = np.array([classes.index(field) for field in fields])
    hot = np.eye(len(classes))[wanted]

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(len(known), len(classes))
        scores = x @ weights
        scores -= np.max(scores, axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        slope = x.T @ ((np.exp(logs) - hot) * counts[:, None]) + PENALTY * weights
        return float(-(logs * hot).sum(1) @ counts + PENALTY / 2 * (weights**2).sum()), slope.ravel()

    found = minimize(loss, np.zeros(len(known) * len(classes)), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return Model(tuple(known), classes, found.x.reshape(len(known), len(classes)))


def matrix(parted: Sequence[Sequence[str]], known: dict[str, int]) -> csr_matrix:
    cells = [(row, known[part]) for row, own in enumerate(parted) for part in own if part in known]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return csr_matrix((np.ones(len(cells)), (rows, columns)), (len(parted), len(known)))


def scores(model: Model, parted: Sequence[Sequence[str]]) -> Array:
    return matrix(parted, {part: n for n, part in enumerate(model.parts)}) @ model.weights


def left_out(given: Examples, parted: Sequence[Sequence[str]]) -> list[Told]:
    """What the weights of the other words say of each word."""
    fold = np.random.default_rng(1).integers(0, FOLDS, len(given.words))
    told: dict[int, Told] = {}
    for n in range(FOLDS):
        inside, outside = [int(i) for i in np.flatnonzero(fold != n)], [int(i) for i in np.flatnonzero(fold == n)]
        model = fit([parted[i] for i in inside], [given.fields[i] for i in inside], given.weights[inside])
        for i, row in zip(outside, scores(model, [parted[i] for i in outside]), strict=True):
            told[i] = Told(given.words[i], given.fields[i], *_chances(model, row))
    return [told[i] for i in sorted(told)]


def _chances(model: Model, row: Array) -> tuple[dict[str, float], float]:
    """How likely each field is for a label of these parts, and how likely they are no label's."""
    odds = dict(zip(model.fields, map(float, np.exp(row - row.max())), strict=True))
    total = sum(odds.values())
    none = odds.pop("none")
    return {field: p / (total - none) for field, p in odds.items()}, none / total


def report(told: Sequence[Told]) -> None:
    labels, others = [t for t in told if t.field != "none"], [t for t in told if t.field == "none"]
    first = sum(max(t.chances, key=t.chances.__getitem__) == t.field for t in labels)
    print(f"of {len(labels)} label words left out: field {first / len(labels):.3f}, ", end="")
    print(f"seen as labels {sum(t.none < 0.5 for t in labels) / len(labels):.3f}; ", end="")
    print(f"of {len(others)} values seen as such {sum(t.none > 0.5 for t in others) / len(others):.3f}")


def write_meanings(told: Sequence[Told]) -> None:
    """What the parts of each listed word say by themselves: it may mean more than the list says."""
    labels = listed()
    with MEANINGS.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("word", "field", "chance"))
        for one in told:
            kept = {field: p for field, p in one.chances.items() if p >= LEAST and one.word in labels}
            rows.writerows((one.word, field, f"{p / sum(kept.values()):.2f}") for field, p in kept.items())


def write(model: Model) -> None:
    with OUT.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("part", "field", "weight"))
        for part, weights in zip(model.parts, model.weights, strict=True):
            rows.writerows(
                (part, field, f"{w:.2f}")
                for field, w in zip(model.fields, weights, strict=True)
                if abs(w) >= SMALLEST or part == "always"
            )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", type=Path, nargs="+")
    asked.add_argument("--quick", action="store_true", help="weights only: do not judge words left out")
    given = asked.parse_args()
    found = examples(given.folders)
    parted = described(found.words)
    if not given.quick:
        told = left_out(found, parted)
        report(told)
        write_meanings(told)
    write(fit(parted, found.fields, found.weights))


if __name__ == "__main__":
    main()
