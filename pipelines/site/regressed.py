"""`keikaku regress --html`: the records of samples that moved, before and after, each with its place on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from pipelines.moved import Moved, Sign
from pipelines.site.crops import Cutter, Shown
from pipelines.site.script import script
from pipelines.site.template import render
from pipelines.site.words import words

ASSETS = ("base.css", "regress.css", "dom.js", "language.js", "mark.svg")
CROPS = "crops"


class Sample(NamedTuple):
    """A sample as the page shows it. anchor: its id there; many: its records by sign."""

    name: str
    anchor: str
    many: Counter[Sign]
    records: list[tuple[Moved, Shown]]


class Report:
    """A folder with one page, to which samples are added as they are compared."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder, and takes the pictures of an earlier report out of it."""
        self.folder = folder
        self.samples: list[Sample] = []
        self.compared = 0
        (folder / CROPS).mkdir(parents=True, exist_ok=True)
        for old in (folder / CROPS).glob("*.webp"):
            old.unlink()

    def add(self, name: str, path: Path, moved: Sequence[Moved]) -> None:
        """A sample with its file and what moved in it."""
        self.compared += 1
        if moved:
            anchor = f"s{self.compared:03}"
            cutter = Cutter(path, self.folder / CROPS, anchor)
            records = [(each, cutter.show(each.before, each.after)) for each in moved]
            self.samples.append(Sample(name, anchor, Counter(each.sign for each in moved), records))

    def save(self) -> None:
        """Write the page and what it is dressed with."""
        assets = files("pipelines.site").joinpath("assets")
        (self.folder / "assets").mkdir(exist_ok=True)
        for name in ASSETS:
            (self.folder / "assets" / name).write_bytes(assets.joinpath(name).read_bytes())
        told = script("words", {key: list(word) for key, word in words().items()})
        (self.folder / "assets/words.js").write_text(told, "utf-8")
        page = render("regress.html", "", {"here": "regress", "samples": self.samples, "compared": self.compared})
        (self.folder / "index.html").write_text(page, "utf-8")
