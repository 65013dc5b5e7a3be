"""What a reader hands over for one page: arrays of glyphs, strokes, fills and shapes, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.model import LeftOut

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FEW_GLYPHS = 30
"""A scan has no glyphs, or as few as a stamped page number and date have."""
WHITE = 250
"""A channel of 250 of 255 or more looks like paper."""
NOTHING, MANY = -1, -2
"""Colours of what is not painted at all, and of images, gradients and patterns."""


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The glyphs of a page in drawing order, one row each.

    box: (n, 4) left, top, right, bottom; origin: (n, 2) the pen's position on the baseline; font: index into the
    page's fonts; hidden: text render mode 3; vertical: written from top to bottom, or turned; mended: code point
    replaced; illegible: what the text layer calls it is not what the page shows; color: 0xRRGGBB as on white paper,
    NOTHING in a layer that is off or outside its clip; order: when it is painted; angle: degrees by which its baseline
    is turned clockwise.
    """

    code: Ints
    box: Floats
    origin: Floats
    size: Floats
    font: Ints
    hidden: Bools
    vertical: Bools
    mended: Bools
    illegible: Bools
    color: Ints
    order: Ints
    angle: Floats

    def __len__(self) -> int:
        return len(self.code)

    def take(self, index: NDArray[Any]) -> Glyphs:
        """The glyphs of a mask or an index array, in its order."""
        if index.dtype == np.bool_ and index.all():
            return self
        return Glyphs(*(getattr(self, name)[index] for name in COLUMNS))

    def with_code(self, code: Ints, mended: Bools) -> Glyphs:
        return replace(self, code=code, mended=mended)


COLUMNS = tuple(field.name for field in fields(Glyphs))


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A closed or open path that is no axis-parallel rectangle: points (k, 2), curves by their end points."""

    points: Floats
    box: tuple[float, float, float, float]
    filled: bool
    curved: bool
    color: int


class Paint(NamedTuple):
    """The areas of a page in the order they are painted: fills, wide strokes, images.

    box: (n, 4); order: when, as that of glyphs; color: 0xRRGGBB, or MANY where it is not one; opaque: nothing shines
    through.
    """

    box: Floats
    order: Ints
    color: Ints
    opaque: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Drawings:
    """The vector drawing of a page. strokes: (n, 4) end points, axis-parallel or not; fills: (n, 4) rectangles.

    Colours are 0xRRGGBB; widths are points.
    """

    strokes: Floats
    stroke_width: Floats
    stroke_color: Ints
    fills: Floats
    fill_color: Ints
    shapes: tuple[Shape, ...]
    images: Floats


NO_PAINT = Paint(
    np.zeros((0, 4)), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
)


@dataclass(frozen=True, slots=True, eq=False)
class RawPage:
    """One page as displayed (after /Rotate, cut to its crop box)."""

    number: int
    width: float
    height: float
    reader: str
    glyphs: Glyphs
    fonts: tuple[str, ...]
    drawings: Drawings
    flags: tuple[str, ...] = ()
    dots: tuple[tuple[float, float], ...] = ()
    """Centres of the small discs drawn on the page: bullets that are no glyphs."""
    checks: tuple[tuple[tuple[float, float, float, float], bool], ...] = ()
    """The check-box fields on the page, and whether they are ticked."""
    operators: int = 0
    """Bytes of the operators that draw it."""
    turned: int = 0
    """Quarters by which it was turned clockwise, so that its text is level."""
    worded: bool = False
    """Its operators say that some of its glyphs stand for other text than its fonts say."""
    paint: Paint | None = None
    """None where no text can be hidden by it."""
    left_out: tuple[LeftOut, ...] = ()
    """Text that is no longer among the glyphs, and why."""

    @property
    def parts(self) -> int:
        """How much there is on the page: glyphs, strokes, fills and shapes."""
        return len(self.glyphs) + len(self.drawings.strokes) + len(self.drawings.fills) + len(self.drawings.shapes)


def boxes(rows: list[tuple[float, float, float, float]]) -> Floats:
    """An (n, 4) array, also where n is 0."""
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def usual(values: Floats) -> float:
    """The median, or the upper of the two that stand in the middle.

    >>> usual(np.array([3.0, 1.0, 2.0]))
    2.0
    """
    return float(np.partition(values, len(values) // 2)[len(values) // 2])


def distinct(sorted_values: Floats) -> Floats:
    """A sorted array without repetitions."""
    return sorted_values[np.append(True, np.diff(sorted_values) != 0)] if len(sorted_values) else sorted_values


def is_white(colors: Ints) -> Bools:
    """Which colours cannot be told from paper.

    >>> is_white(np.array([0xFFFFFF, 0xFEFEFE, 0xDDEBF7, 0])).tolist()
    [True, True, False, False]
    """
    channels = np.stack([colors >> 16 & 255, colors >> 8 & 255, colors & 255])
    return np.asarray((channels >= WHITE).all(axis=0), dtype=np.bool_)


def rgb(color: tuple[float, ...] | None) -> int:
    """0xRRGGBB of a colour of 1 (grey), 3 (RGB) or 4 (CMYK) channels from 0 to 1; None is black.

    >>> hex(rgb((1.0, 0.5, 0.0))), rgb((0.0,)), hex(rgb((0, 0, 0, 0)))
    ('0xff7f00', 0, '0xffffff')
    """
    if not color:
        return 0
    if len(color) == 4:
        c, m, y, k = color
        color = ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    r, g, b = color if len(color) == 3 else (color[0],) * 3
    return int(r * 255) << 16 | int(g * 255) << 8 | int(b * 255)


def faded(color: int, opacity: float) -> int:
    """A colour that lets white paper shine through; NOTHING where it is not to be seen at all.

    >>> hex(faded(0x000000, 0.2)), faded(0xFF0000, 0.0)
    ('0xcccccc', -1)
    """
    if opacity <= 0.0:
        return NOTHING
    channels = ((color >> shift & 255) * opacity + 255 * (1.0 - opacity) for shift in (16, 8, 0))
    r, g, b = (round(channel) for channel in channels)
    return r << 16 | g << 8 | b
