"""Seeds into files: X.pdf, X.gold.json beside it, and index.tsv with the dimensions of every plan."""

from __future__ import annotations

import json
from pathlib import Path

from .choices import Choices
from .drawing import Drawn, draw, negative
from .split import Half


def write(folder: Path, half: Half, seeds: range) -> dict[str, Choices]:
    """The plans of these seeds by the name of their file."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, Choices] = {}
    for seed in seeds:
        made = draw(seed, half)
        write_one(folder, f"{half}{seed}", made)
        drawn[f"{half}{seed}"] = made.choices
    lines = ["\t".join(("file", *Choices._fields))]
    lines += ["\t".join((f"{name}.pdf", *map(str, choices))) for name, choices in drawn.items()]
    (folder / "index.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return drawn


def write_negatives(folder: Path, half: Half, seeds: range) -> None:
    """Documents without an initiative: X.pdf and X.negative.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        made, name = negative(seed, half), f"{half}{seed}n"
        (folder / f"{name}.pdf").write_bytes(made.pdf)
        (folder / f"{name}.negative.json").write_text(json.dumps(made.gold, ensure_ascii=False, indent=1), "utf-8")


def write_one(folder: Path, name: str, made: Drawn) -> None:
    (folder / f"{name}.pdf").write_bytes(made.pdf)
    text = json.dumps({"source": f"{name}.pdf", **made.gold}, ensure_ascii=False, indent=1)
    (folder / f"{name}.gold.json").write_text(text, "utf-8")
