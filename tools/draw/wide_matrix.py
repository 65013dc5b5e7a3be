"""A wide matrix on A3 landscape, typeset with Typst."""

from __future__ import annotations

from pathlib import Path

from .typeset import typeset
from .wide_matrix_text import PLAN

SHOWS = (
    "an A3 matrix with a header of two levels (目標値 and 実績値 over the years), repeated on the second page",
    "the chapter in a merged first column, its characters one below the other, cut by the end of the page",
    "several indicators under one initiative by merged cells",
    "a column of units, years as R7, no figure as －, 0 as a figure",
    "a rate of achievement that is no record of its own",
)
MADE_BY = "Typst 0.15"


def draw(target: Path) -> None:
    typeset("wide_matrix.typ", PLAN, target)


__all__ = ["MADE_BY", "PLAN", "SHOWS", "draw"]
