"""The cards under headings once more, as PyMuPDF takes their text out: a line of a cell on each line, as drawn."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from .heading_cards_text import PLAN

SHOWS = (
    "a text dump in drawing order: no sign of where a table begins, nor of its columns",
    "cards under headings that name their initiative, labels drawn before their values",
    "numeric targets and stages under the years of each card",
)
MADE_BY = "PyMuPDF 1.28"


def draw(target: Path) -> None:
    with pymupdf.open(target.parent.parent / "heading_cards" / "source.pdf") as pdf:
        target.write_text("\f".join(str(page.get_text()) for page in pdf), "utf-8")


__all__ = ["MADE_BY", "PLAN", "SHOWS", "draw"]
