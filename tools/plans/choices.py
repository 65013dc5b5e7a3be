"""A seed into the dimensions of a plan's layout: any combination that can be drawn, of the half asked for.

A new value is a word in a table below and what draws it (`units` for a record unit or a place of labels, `printed` for
a way to say years, `looks` for a drawing); the halves, the tests and the tables of `unseen` and `perturb` follow.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import NamedTuple

from .split import Half, half_of

PLACES = {
    "row": ("above", "head", "none"),
    "rows": ("above", "head", "none"),
    "card": ("left", "above", "pairs", "bar", "vert", "head"),
    "small": ("left", "above", "pairs", "bar", "vert"),
    "sheet": ("left", "above", "pairs", "bar", "vert"),
    "page": ("left", "above", "pairs", "bar", "vert", "head"),
    "para": ("head", "left", "above", "bar"),
    "boxes": ("above", "head", "bar", "left"),
    "trans": ("left", "head", "none"),
    "join": ("above", "head", "none"),
    "facing": ("above", "none"),
}
"""Record unit -> where its labels may stand."""
LOOKS = ("grid", "dotted", "horizontal", "gaps", "zebra", "norules", "rounded", "colour")
YEARS = {
    "table": ("cols_R", "cols_full", "cols_both", "cols_era", "cols_west", "bmf", "pairs_cols"),
    "multi": ("cols_R", "cols_full", "cols_west", "bmf"),
    "nested": ("cols_R", "cols_full", "cols_era", "cols_west", "bmf"),
    "bullets": ("text",),
    "sentence": ("text",),
    "cell": ("text",),
    "stage": ("st_words", "st_arrow", "st_line", "st_bars", "st_block", "st_quarter"),
}
"""How indicators are printed -> how the years of their figures are said."""
WORDS = ("usual", "rare", "compound", "bilingual", "spaced", "enum", "notes", "unlisted")
HIERARCHY = {
    "row": ("heading", "band", "merged", "col"),
    "rows": ("heading", "band", "merged"),
    "join": ("heading", "band", "col"),
    "facing": ("heading", "band"),
    "trans": ("heading", "tabs", "field"),
    "para": ("heading", "tabs"),
    "boxes": ("heading", "tabs", "field"),
}
CARD_HIERARCHY = ("heading", "tabs", "field")
HEADINGS = ("digits", "circ", "paren", "roman", "chapter", "dashed")
NUMBERS = ("dash", "code", "alpha", "none", "seq", "paren", "circ", "tori")
INDEXES = ("none", "none", "index", "toc", "tree")
DECOYS = ("population", "survey", "committee", "budget", "glossary", "history", "facilities", "statistics")
FURNITURE = ("running", "watermark")
PENS = ("stroke", "rect", "cell", "pieces")
"""Lines drawn once each, as thin rectangles, as the outline of each cell, as a thin rectangle an edge of a cell."""
PAGES = ("A4P", "A4L", "A3L")
CUTS = ("repeat", "norepeat", "cut", "keep")
PRODUCERS = ("reportlab", "reportlab", "reportlab", "typst")
DRAWN = ("st_line", "st_bars", "st_block")
LISTS = ("row", "rows", "join", "facing")
LIST_FIGURES = {
    "row": ("table", "multi", "bullets", "sentence", "cell", "stage"),
    "rows": ("table", "stage"),
    "join": ("table", "stage", "sentence", "cell"),
    "facing": ("table", "multi", "stage"),
    "trans": ("table", "bullets", "sentence", "cell"),
    "para": ("table", "bullets", "sentence", "stage"),
    "boxes": ("table", "bullets", "sentence", "stage"),
}
CARD_FIGURES = ("table", "nested", "multi", "bullets", "sentence", "cell", "stage")
WIDE = {"row", "rows", "facing", "join"}
PLAIN = (("row", "above", "grid"), ("card", "left", "grid"), ("rows", "above", "grid"), ("small", "left", "grid"))
"""Most plans that are printed look like this: fitting sees many of them, and these drawings are never held apart. Their
pairs of unit and place are common ground of both halves: lists without a header would else be all that is unseen."""
PLAIN_PLACES = {("join", "above"), *((unit, place) for unit, place, _ in PLAIN)}
PLAIN_SHARE = 0.2


class Choices(NamedTuple):
    """A value of every dimension; `index.tsv` has a column for each."""

    kind: str
    unit: str
    place: str
    words: str
    figures: str
    years: str
    units: str
    hierarchy: str
    levels: int
    headings: str
    front: str
    decoys: str
    look: str
    pen: str
    page: str
    columns: int
    cut: str
    producer: str
    extras: int
    numbers: str
    font: str


@cache
def places(half: Half) -> list[tuple[str, str]]:
    """The pairs of record unit and place of labels of a half; the plain ones stand in both."""
    return _pairs(
        [(unit, place) for unit, places in PLACES.items() for place in places], "place", half, PLAIN_PLACES, both=True
    )


@cache
def looks(half: Half) -> list[tuple[str, str]]:
    """The pairs of record unit and drawing of a half."""
    plain = {(unit, look) for unit, _, look in PLAIN}
    return _pairs([(unit, look) for unit in PLACES for look in LOOKS], "look", half, plain)


@cache
def spans(half: Half) -> list[tuple[str, str]]:
    """The pairs of record unit and way to say years of a half."""
    every = [(unit, years) for unit in PLACES for shape in shapes(unit) for years in YEARS[shape]]
    return _pairs(list(dict.fromkeys(every)), "years", half, set())


def _pairs(
    pairs: list[tuple[str, str]], kind: str, half: Half, plain: set[tuple[str, str]], *, both: bool = False
) -> list[tuple[str, str]]:
    """Halved unit by unit, so that each half has some of all; plain pairs are for fitting, or stand in both."""
    out: list[tuple[str, str]] = []
    for unit in dict.fromkeys(unit for unit, _ in pairs):
        rest = [value for u, value in pairs if u == unit and (u, value) not in plain]
        mine = set(half_of(rest, f"{kind}:{unit}", half))
        out += [(u, v) for u, v in pairs if u == unit and (v in mine or ((u, v) in plain and (both or half == "fit")))]
    return out


def shapes(unit: str) -> tuple[str, ...]:
    return LIST_FIGURES.get(unit, CARD_FIGURES)


def choose(rng: Random, half: Half) -> Choices:
    """Every dimension by itself, but where one can't be drawn with another."""
    unit = rng.choice(list(PLACES))
    place = rng.choice([p for u, p in places(half) if u == unit])
    look = rng.choice([value for u, value in looks(half) if u == unit])
    if half == "fit" and rng.random() < PLAIN_SHARE:
        unit, place, look = rng.choice(PLAIN)
    kind = rng.choice(("plan", "plan", "progress"))
    allowed = [value for u, value in spans(half) if u == unit]
    said = [
        (shape, years)
        for shape in shapes(unit)
        for years in YEARS[shape]
        if years in allowed and drawable(kind, unit, place, years)
    ]
    shape = rng.choice(sorted({shape for shape, _ in said}))
    years = rng.choice([years for s, years in said if s == shape])
    return Choices(
        kind=kind,
        unit=unit,
        place=place,
        words=rng.choice(("usual", *WORDS)),
        figures=shape,
        years=years,
        units=rng.choice(
            ("cell", "paren") if shape in ("bullets", "sentence", "cell", "multi") else ("cell", "paren", "col")
        ),
        hierarchy=rng.choice(HIERARCHY.get(unit, CARD_HIERARCHY)),
        levels=rng.choice((1, 2, 2, 3)),
        headings=rng.choice(HEADINGS),
        front=rng.choice(INDEXES),
        decoys="+".join(_decoys(rng, kind)) or "none",
        look=look,
        pen=rng.choice(PENS),
        page=page_of(rng, unit),
        columns=2
        if unit in ("card", "boxes") and shape in ("bullets", "sentence", "cell") and rng.random() < 0.4
        else 1,
        cut=rng.choice([c for c in CUTS if c != "cut" or unit != "trans"]),
        producer=rng.choice(PRODUCERS),
        extras=rng.choice((0, 1, 1, 2, 3)),
        numbers=rng.choice(NUMBERS if unit not in ("join", "facing") else [n for n in NUMBERS if n != "none"]),
        font=rng.choice(("gothic", "mincho", "embedded")),
    )


def drawable(kind: str, unit: str, place: str, years: str) -> bool:
    """Whether these go together: only reports print what was reached, and no arrow is drawn over a label in a cell."""
    if years == "pairs_cols" and kind != "progress":
        return False
    return not (place == "head" and unit in LISTS and years in DRAWN)


def page_of(rng: Random, unit: str) -> str:
    if unit in ("row", "rows"):
        return rng.choice(("A4L", "A3L", "A3L"))
    if unit in WIDE:
        return rng.choice(("A4L", "A4L", "A3L"))
    return rng.choice(("A4P", "A4P", "A4P", "A4L"))


def _decoys(rng: Random, kind: str) -> list[str]:
    drawn: list[str] = rng.sample(DECOYS, rng.choice((0, 0, 1, 1, 2, 3)))
    if kind == "progress" and rng.random() < 0.7:
        drawn.append("grades")
    return drawn + [f for f in FURNITURE if rng.random() < 0.15]
