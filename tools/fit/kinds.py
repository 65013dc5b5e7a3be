"""Values of records in gold files -> normalize/words/kinds.csv: which kinds of value stand under which field.

A weight is the logarithm of how much more often a kind stands under the field than under all fields alike. Counts
are of different texts of a field, and begin at a share of the kinds' overall frequency, so that what was never met is
unlikely, not impossible.

    python -m tools.fit.kinds GOLD_FOLDER ...
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from normalize.family import Field
from normalize.words.kinds import KINDS, LEAST, MOST, Kind, kind
from tools.fit.golds import values

OUT = Path(__file__).parents[2] / "normalize" / "words" / "kinds.csv"
PRIOR = 8.0
"""How many texts of the overall mixture each field is thought to have shown beforehand."""
FLOOR = 0.002
"""The least overall share of a kind: of one never met nothing is known."""


def counted(pairs: Iterable[tuple[Field, str]]) -> dict[Field, Counter[Kind]]:
    """How many different texts of each kind stand under each field."""
    found: defaultdict[Field, Counter[Kind]] = defaultdict(Counter)
    for field, text in dict.fromkeys(pairs):
        found[field][kind(text)] += 1
    return found


def weights(counts: dict[Field, Counter[Kind]]) -> dict[tuple[Field, Kind], float]:
    """The log-likelihood ratio of each kind under each field, each field counting alike."""
    shares = {of: sum(count[of] / count.total() for count in counts.values()) / len(counts) for of in KINDS}
    shares = {of: max(FLOOR, share) for of, share in shares.items()}
    return {
        (field, of): max(
            LEAST, min(MOST, math.log((count[of] + PRIOR * shares[of]) / (count.total() + PRIOR) / shares[of]))
        )
        for field, count in counts.items()
        for of in KINDS
        if of != "empty"
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", type=Path, nargs="+")
    found = counted(values(asked.parse_args().folders))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("field", "kind", "weight"))
        rows.writerows((field, of, f"{weight:.2f}") for (field, of), weight in sorted(weights(found).items()))
    for field, count in found.items():
        print(field, count.total(), *(f"{of} {n}" for of, n in count.most_common(6)))


if __name__ == "__main__":
    main()
