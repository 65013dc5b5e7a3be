"""Documents of known class -> `normalize/tables/class_weights.csv`: what a word in a title, a caption, a cell weighs.

    python -m tools.fit.classes FOLDER ... [--classes FILE] [--write]

A folder holds documents beside X.gold.json or X.negative.json (`tools.plans` draws such) that say their `doc_class`
or `doc_kind`. FILE: lines of a path and a class, for documents that stand alone. Half of the documents, told by a
digest of their names, is fitted on; the figures printed are those of the other half. With --write all are fitted on.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from extract.document import read
from extract.model import ReadError
from normalize.about import about
from normalize.doc_class import PLANS, Features, features, likelihoods, odds, signs
from normalize.family import printed_words
from normalize.record import CLASSES, DocClass
from tools.fit.merit import documents

Floats = NDArray[np.float64]
WEIGHTS = Path("normalize/tables/class_weights.csv")
PENALTY = 0.05
"""Cost of a squared unit of log-odds, in documents."""
EXAMPLES = {
    "head": "the noun a title ends in: …計画策定業務仕様書 is a specification",
    "title": "any noun of the title",
    "caption": "share of captions: 第3表 債務負担行為",
    "label": "share of labels in tables: 補正前の額, 担当課",
    "text": "share of phrases in running text: 第1条, 計画期間",
}


class Known(NamedTuple):
    name: str
    doc_class: DocClass
    features: Features

    @property
    def kept_apart(self) -> bool:
        return int(sha256(self.name.encode()).hexdigest(), 16) % 2 == 1


def labelled(folders: Sequence[Path], listed: Path | None) -> Iterator[tuple[Path, str]]:
    for document, truth in documents(folders):
        doc = json.loads(truth.read_text("utf-8")).get("doc") or {}
        if known := doc.get("doc_class") or doc.get("doc_kind"):
            yield document, known
    for line in listed.read_text("utf-8").splitlines() if listed else ():
        path, _, known = line.rpartition("\t")
        yield Path(path), known


def known(path: Path, doc_class: str) -> Known | None:
    try:
        printed = read(path, words=printed_words())
    except ReadError as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return None
    found = features(signs(printed, about(printed).title))
    return Known(path.name, next(name for name in CLASSES if name == doc_class), found)


def terms_of(found: Sequence[Known]) -> list[str]:
    return list(dict.fromkeys(term for values in found[0].features.values() for term in values))


def fitted(found: Sequence[Known]) -> dict[str, float]:
    """Softmax regression; words weigh the same for all classes, and a class counts as the root of its documents."""
    terms = terms_of(found)
    x = np.array([[[d.features[c].get(t, 0.0) for t in terms] for c in CLASSES] for d in found])
    right = np.array([CLASSES.index(d.doc_class) for d in found])
    many = Counter(d.doc_class for d in found)
    weight = np.array([many[d.doc_class] ** -0.5 for d in found])

    def loss(w: Floats) -> tuple[float, Floats]:
        z = x @ w
        z -= z.max(axis=1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        rows = np.arange(len(x))
        value = float(-(weight * np.log(p[rows, right])).sum() + PENALTY * (w @ w))
        slope = (weight[:, None] * (np.einsum("ncf,nc->nf", x, p) - x[rows, right])).sum(axis=0)
        return value, slope + 2 * PENALTY * w

    best = cast(Floats, minimize(loss, np.zeros(len(terms)), jac=True, method="L-BFGS-B").x)
    return {term: round(float(w), 2) for term, w in zip(terms, best, strict=True) if abs(w) >= 0.01}


def report(found: Sequence[Known], weights: Mapping[str, float]) -> None:
    wrong: Counter[tuple[DocClass, DocClass]] = Counter()
    plans = 0
    for each in found:
        likely = likelihoods(odds(each.features, weights))
        name = max(likely, key=lambda c: likely[c])
        if name != each.doc_class:
            wrong[each.doc_class, name] += 1
            print(f"  {each.name}: {each.doc_class} taken for {name} at {likely[name]:.2f}")
        plans += (sum(likely[c] for c in PLANS) >= 0.5) == (each.doc_class in PLANS)
    right = len(found) - wrong.total()
    print(f"{right} of {len(found)} classes right, {plans} told from other documents or plans rightly")


def lines(weights: Mapping[str, float]) -> Iterator[list[object]]:
    yield ["term", "weight", "unit", "example"]
    for term, weight in weights.items():
        yield [term, weight, "log-odds", EXAMPLES.get(term, "the class, before anything is looked at")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--classes", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    found = [one for path, name in labelled(args.folder, args.classes) if (one := known(path, name)) is not None]
    report([d for d in found if d.kept_apart], fitted([d for d in found if not d.kept_apart]))
    if args.write:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines(fitted(found)))


if __name__ == "__main__":
    main()
