"""What a plan is composed of before anybody draws it (texts, tables, boxes), and what then stands on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Role = Literal["label", "value", "band", "title", "subtitle"]
"""label: a shaded cell that heads others; band: a policy over the whole width; title: what a card is headed by."""
Align = Literal["left", "center", "right"]


class Mark(NamedTuple):
    """An arrow or a bar over the cells first..last of a row."""

    row: int
    first: int
    last: int
    kind: Literal["line", "block", "bar"]
    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    role: Role = "value"
    cols: int = 1
    rows: int = 1
    align: Align | None = None
    vertical: bool = False
    inner: Table | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as HTML has them: what a span covers is left out. `head` rows head all others."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0
    marks: tuple[Mark, ...] = ()
    records: tuple[int, ...] = ()
    """The rows at which a record begins: what stripes alternate by and what is kept on one page."""
    after: float = 4
    """The white below it; 0 where the next table belongs to the same frame."""
    plain: bool = False
    """Ruled all around whatever the plan looks like: legends and the like."""


class Text(NamedTuple):
    text: str
    size: float = 1.0
    """In parts of the body's size."""
    bold: bool = False
    kind: Literal["plain", "bar", "under", "tab", "frame"] = "plain"
    indent: float = 0
    align: Align = "left"
    after: float = 2


class Box(NamedTuple):
    """Blocks with a frame around them."""

    blocks: tuple[Block, ...]


class Side(NamedTuple):
    """Columns of blocks side by side, by the share of the width that each has."""

    parts: tuple[tuple[Block, ...], ...]
    widths: tuple[float, ...]


class Keep(NamedTuple):
    """What stays on one page where it can."""

    blocks: tuple[Block, ...]


class Gap(NamedTuple):
    height: float


class Break(NamedTuple):
    """A new page."""


Block = Text | Table | Box | Side | Keep | Gap | Break


class Fill(NamedTuple):
    """A rectangle; y grows downwards from the page's top, in points."""

    x0: float
    y0: float
    x1: float
    y1: float
    fill: str | None
    stroke: str | None = None
    width: float = 0.5
    radius: float = 0


class Rule(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: str
    dash: tuple[float, float] | None = None


class Words(NamedTuple):
    """A line of text between x and x + width, on the baseline y."""

    x: float
    y: float
    width: float
    text: str
    size: float
    bold: bool
    colour: str
    align: Align
    turned: float = 0


class Polygon(NamedTuple):
    points: tuple[tuple[float, float], ...]
    fill: str


Shape = Fill | Rule | Words | Polygon


class Page(NamedTuple):
    width: float
    height: float
    shapes: tuple[Shape, ...]


class Style(NamedTuple):
    """How a plan looks: what does not change from page to page."""

    look: str
    pen: str
    font: str
    size: float
    leading: float
    padding: float
    line: float
    ink: str
    accent: str
    dark: str
    pale: str
    valign: Literal["top", "middle"]
    label_align: Align
    value_align: Align
    dash: tuple[float, float]
    repeat: bool
    cut: bool
    margin: float
