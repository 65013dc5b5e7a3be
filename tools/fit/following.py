"""Ruled tables -> extract/following.csv: what tells that one line goes on in the next, where no rule says so.

The rules of fully ruled tables are taken away; two lines are of one text where they stood in one cell. A logistic model
with a quadratic penalty; half the documents fit it, the other half tell how well.

    python -m tools.fit.following FOLDER_OF_PDFS ...   writes the table, and prints how well pairs left out were told
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from extract.following import EVIDENCE, document_features
from extract.glyphs import centres, mend
from extract.layout import layout
from extract.model import Limits, Table
from extract.page import Drawings, RawPage, boxes
from extract.pdf import open_pdf, raw_pages
from extract.stacks import segments
from normalize.family import printed_words

OUT = Path(__file__).parents[2] / "extract" / "following.csv"
PENALTY = 1.0
MOST = 400
"""Pairs of one document at most: documents count alike, not pages."""
Array = NDArray[np.float64]
NOTHING = Drawings(
    boxes([]), np.zeros(0), np.zeros(0, dtype=np.int64), boxes([]), np.zeros(0, dtype=np.int64), (), boxes([])
)


def examples(path: Path) -> tuple[Array, Array]:
    """The evidence of the pairs of one document, and whether they are of one text."""
    pdf = open_pdf(path.read_bytes(), path.name, Limits())
    raws = list(raw_pages(pdf, range(1, pdf.page_count + 1)))
    cells = [list(_cells(raw)) for raw in raws]
    bare = [mend(replace(raw, drawings=NOTHING)) for raw in raws]
    found = [segments(page.glyphs, centres(page.glyphs), np.zeros((0, 3)), boxes([])) for page in bare]
    rows: list[Array] = []
    truth: list[bool] = []
    for own, inside, (upper, lower, evidence) in zip(
        found, cells, document_features(found, printed_words()), strict=True
    ):
        at = [_cell(inside, s.piece.x0, s.piece.x1, s.piece.middle) for s in own]
        for i, j, row in zip(upper.tolist(), lower.tolist(), evidence, strict=True):
            if at[i] is not None and at[j] is not None:
                rows.append(row)
                truth.append(at[i] == at[j])
    keep = np.random.default_rng(0).permutation(len(rows))[:MOST]
    return np.array(rows).reshape(-1, len(EVIDENCE))[keep], np.array(truth, dtype=np.float64)[keep]


def _cells(raw: RawPage) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of the cells of a page's fully ruled tables."""
    for block in layout(raw).blocks:
        if isinstance(block, Table) and block.confidence == 1.0:
            yield from (place.box for cell in block.cells for place in cell.places if place.box is not None)


def _cell(cells: Sequence[tuple[float, float, float, float]], x0: float, x1: float, y: float) -> int | None:
    """The cell a line lies in; None where it crosses the edge of one."""
    inside = (i for i, (a, b, c, d) in enumerate(cells) if a - 1 <= x0 and x1 <= c + 1 and b <= y <= d)
    return next(inside, None)


def fitted(rows: Array, truth: Array) -> Array:
    def loss(weights: Array) -> tuple[float, Array]:
        odds = rows @ weights
        chance = 1 / (1 + np.exp(-odds))
        penalty = PENALTY * weights[1:]
        value = np.logaddexp(0, odds).sum() - truth @ odds + penalty @ weights[1:] / 2
        return float(value), rows.T @ (chance - truth) + np.concatenate([[0.0], penalty])

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x


def told(weights: Array, rows: Array, truth: Array) -> str:
    right = (rows @ weights > 0) == (truth > 0)
    return f"{right.mean():.3f} of {len(truth)} pairs right; of one text {truth.mean():.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    paths = sorted(path for folder in parser.parse_args().folders for path in folder.glob("*.pdf"))
    found = [examples(path) for path in paths]
    halves = [[np.concatenate(part) for part in zip(*found[start::2], strict=True)] for start in (0, 1)]
    for one, other in (halves, halves[::-1]):
        print(told(fitted(one[0], one[1]), other[0], other[1]))
    rows, truth = (np.concatenate(part) for part in zip(*halves, strict=True))
    weights = fitted(rows, truth)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("evidence", "weight"))
        table.writerows((name, f"{weight:.2f}") for name, weight in zip(EVIDENCE, weights.tolist(), strict=True))


if __name__ == "__main__":
    main()
