"""The open list once more, as PyMuPDF takes its text out: a cell or a line of one on each line, in drawing order."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from .open_list_text import PLAN

SHOWS = (
    "a text dump in drawing order: no sign of where a table begins, nor of its columns",
    "cells of several lines, one department cell for several initiatives",
    "the header of each page's table again, policies as headings between the tables",
)
MADE_BY = "PyMuPDF 1.28"


def draw(target: Path) -> None:
    with pymupdf.open(target.parent.parent / "open_list" / "source.pdf") as pdf:
        target.write_text("\f".join(str(page.get_text()) for page in pdf), "utf-8")


__all__ = ["MADE_BY", "PLAN", "SHOWS", "draw"]
