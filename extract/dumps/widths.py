"""The lines of a list whose cells are scattered -> how wide each column is, told by lines nobody can mistake."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np

from extract.dumps.looks import COUNTING, look, width
from extract.dumps.tokens import Token
from extract.dumps.words import marks, squash

_PAST = re.compile(r"(?:した|った|れた|きた|いた)。")
_ANY = 99.0
"""A width that excludes nothing."""
_FEWEST = 3
"""Lines of the shortest run that shows how wide its cell is."""


def seed_widths(tokens: Sequence[Token], fields: Sequence[str]) -> list[float]:
    """The width of each column in full-width characters: names follow numbers, markers head their cells,
    departments look like nothing else, results are told in the past."""
    runs = list(_runs(tokens))
    prose = [run for run in runs if not marks(run[0].text) and any("。" in t.text for t in run) and len(run) >= _FEWEST]
    past = [run for run in prose if _PAST.search(squash("".join(t.text for t in run)))]
    other = [run for run in prose if run not in past]
    found: list[float] = []
    for field in fields:
        if any(marks(run[0].text) == field for run in runs):
            found.append(_median([run for run in runs if marks(run[0].text) == field]))
        elif field == "result":
            found.append(_median(past))
        elif field in ("improvement", "note"):
            found.append(_median(other))
        elif field == "name":
            found.append(
                _lines(
                    [
                        b
                        for a, b in itertools.pairwise(tokens)
                        if look(a.text) in COUNTING and look(b.text) in ("word", "phrase")
                    ]
                )
            )
        elif field == "departments":
            found.append(_lines([t for t in tokens if look(t.text) == "office" and "。" not in t.text], 0.8))
        else:
            found.append(_ANY)
    return found


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Lines that stand together and may be of one cell; a marker begins a run."""
    run: list[Token] = []
    for token in tokens:
        apart = look(token.text) in (*COUNTING, "grade", "office")
        if run and (token.gap or apart or marks(token.text)):
            yield run
            run = []
        if not apart:
            run.append(token)
    if run:
        yield run


def _median(runs: Sequence[Sequence[Token]]) -> float:
    return median(max(width(t.text) for t in run) for run in runs) if runs else _ANY


def _lines(tokens: Sequence[Token], share: float = 0.9) -> float:
    return float(np.quantile([width(t.text) for t in tokens], share)) if tokens else _ANY
