"""A seed and a half into a PDF and its gold: the one way in to the grammar."""

from __future__ import annotations

import random
from dataclasses import dataclass
from random import Random

from . import paint_reportlab, paint_typst
from .choices import PRODUCERS, Choices, choose
from .content import invent
from .flow import Flow
from .front import front
from .gold import Json, gold, shown
from .model import Page, Shape, Style, Words
from .others import other
from .printed import Manner, Printer, choose_manner, fitted
from .split import Half
from .units import blocks
from .wording import Wording, choose_words

COLOURS = {
    "fit": (("#dce6f2", "#1f4e79", "#f2f6fb"), ("#fde9d9", "#974706", "#fdf5ee"), ("#e2efda", "#375623", "#f3f8f0")),
    "unseen": (("#f2dcdb", "#632523", "#faf1f1"), ("#fff2cc", "#7f6000", "#fffaeb"), ("#e4dfec", "#403151", "#f5f3f8")),
}
"""Ground of labels, ground of bars, ground of values."""
DASHES = {"fit": ((1.0, 1.5), (2.0, 2.0)), "unseen": ((0.6, 1.2), (3.0, 1.5))}
LINES = {"fit": (0.3, 0.5, 0.75), "unseen": (0.25, 0.6, 1.0)}
CARDS = ("card", "small", "sheet", "page")
"""Units in which a short value may stand in the middle: no column of a list is set both ways."""
WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")


@dataclass(frozen=True, slots=True)
class Drawn:
    pdf: bytes
    gold: Json
    choices: Choices
    printer: Printer


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a drawing is made of; replace one part to change one thing."""

    seed: int
    half: Half
    choices: Choices
    wording: Wording
    manner: Manner
    style: Style


def recipe(seed: int, half: Half = "fit") -> Recipe:
    rng = _rng(seed, half, "choices")
    choices = choose(rng, half)
    if choices.producer == "typst" and paint_typst.font_named("gothic") is None:
        choices = choices._replace(producer=PRODUCERS[0])
    wording = choose_words(_rng(seed, half, "words"), choices.words, half)
    return Recipe(
        seed, half, choices, wording, choose_manner(_rng(seed, half, "manner"), choices), style_of(seed, half, choices)
    )


def _rng(seed: int, half: Half, about: str) -> Random:
    return random.Random(f"{half}:{seed}:{about}")


def style_of(seed: int, half: Half, choices: Choices) -> Style:
    rng = _rng(seed, half, "style")
    accent, dark, pale = rng.choice(COLOURS[half])
    bare = choices.look in ("norules", "zebra", "horizontal")
    return Style(
        look=choices.look,
        pen=choices.pen,
        font=choices.font,
        size=rng.choice((8.5, 9.0, 9.5, 10.0)) - (1.0 if choices.unit in ("row", "rows", "facing") else 0),
        leading=rng.choice((1.25, 1.35, 1.5)),
        padding=rng.choice((4.5, 6.0)) if bare else rng.choice((2.5, 3.5, 5.0)),
        line=rng.choice(LINES[half]),
        ink=rng.choice(("#000000", "#000000", "#555555", dark)),
        accent=accent,
        dark=dark,
        pale=pale,
        valign="top" if bare else rng.choice(("top", "middle")),
        label_align=rng.choice(("center", "center", "left")),
        value_align="center" if choices.unit in CARDS and rng.random() < 0.3 else "left",
        dash=rng.choice(DASHES[half]),
        repeat=choices.cut != "norepeat",
        cut=choices.cut == "cut",
        margin=rng.choice((42.0, 50.0, 58.0)),
    )


def printer_of(made: Recipe) -> Printer:
    rng, c = _rng(made.seed, made.half, "content"), made.choices
    size = rng.choice((9, 12, 15)) if c.unit in ("row", "rows", "join", "facing") else rng.choice((5, 6, 8))
    plan = invent(
        rng,
        made.half,
        progress=c.kind == "progress",
        levels=c.levels,
        numbering=c.numbers,
        size=size,
        span=rng.choice((3, 4, 4, 5)),
    )
    return Printer(fitted(plan, c), c, made.wording, made.manner)


def render(made: Recipe) -> Drawn:
    printer = printer_of(made)
    c = made.choices
    flow = Flow(made.style, c.page)
    flow.add(front(printer, _rng(made.seed, made.half, "front")))
    if c.columns > 1:
        flow.new_page()
        flow.columns = c.columns
    flow.add(blocks(printer))
    running = printer.plan.title if "running" in c.decoys else ""
    rng = _rng(made.seed, made.half, "furniture")
    number = rng.choice(("1", "－ 1 －", "- 1 -", "1ページ", ""))
    pages = flow.done(running, number, "素案" if "watermark" in c.decoys else "")
    if made.manner.wide:
        pages = [widened(page) for page in pages]
    paint = paint_typst.paint if c.producer == "typst" else paint_reportlab.paint
    return Drawn(paint(pages, c.font), {**gold(printer), "choices": c._asdict()}, c, printer)


def negative(seed: int, half: Half = "fit") -> Drawn:
    """A document that holds no initiative: a budget, a survey, minutes, rules, or tables of all sorts."""
    made = recipe(seed, half)
    printer = printer_of(made)
    found = other(printer.plan, _rng(seed, half, "negative"), half)
    flow = Flow(made.style, "A4P")
    flow.add(found.blocks)
    c = made.choices._replace(kind="negative")
    paint = paint_typst.paint if c.producer == "typst" else paint_reportlab.paint
    doc = {**gold(printer)["doc"], "title": shown(found.title), "doc_kind": "summary", "doc_class": found.doc_class}
    truth = {"doc": doc, "initiatives": [], "kind": found.kind, "choices": c._asdict()}
    return Drawn(paint(flow.done(), c.font), truth, c, printer)


def widened(page: Page) -> Page:
    """Digits as wide as kanji, where the line still has room for them."""
    return page._replace(shapes=tuple(_wide(shape) for shape in page.shapes))


def _wide(shape: Shape) -> Shape:
    if not isinstance(shape, Words):
        return shape
    wide = shape.text.translate(WIDE)
    return shape._replace(text=wide) if len(wide) * shape.size <= shape.width else shape


def draw(seed: int, half: Half = "fit") -> Drawn:
    """The same seed the same bytes; every seed another document."""
    return render(recipe(seed, half))


__all__ = ["Drawn", "Recipe", "draw", "negative", "recipe", "render", "shown"]
