"""Cards of a plan, typeset with Typst, A4 portrait."""

from __future__ import annotations

from pathlib import Path

from .plan_cards_text import PLAN
from .typeset import typeset

SHOWS = (
    "an index table of all initiatives before the cards",
    "cards whose rows change their columns: year header, action over all columns, stages below it",
    "baseline in brackets behind the indicator, some of them without a figure",
    "a stage carried on by an arrow and by a merged cell, 検討／実施, 約 and 以上",
    "cards cut by the end of a page, second half without header",
)
MADE_BY = "Typst 0.15"


def draw(target: Path) -> None:
    typeset("plan_cards.typ", PLAN, target)


__all__ = ["MADE_BY", "PLAN", "SHOWS", "draw"]
