"""The evaluation sheets once more, as pdftotext -layout leaves them: columns kept by spaces."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .review_sheets_text import PLAN

SHOWS = (
    "a text dump that keeps columns by spaces, a full-width character on one place",
    "forms (labels beside their texts) and a table of indicators under years between them",
    "a label in the middle of the rows it stands beside, alone on its line",
)
MADE_BY = "pdftotext -layout (Poppler 22.12)"


def draw(target: Path) -> None:
    source = target.parent.parent / "review_sheets" / "source.pdf"
    subprocess.run(["pdftotext", "-layout", str(source), str(target)], check=True)


__all__ = ["MADE_BY", "PLAN", "SHOWS", "draw"]
