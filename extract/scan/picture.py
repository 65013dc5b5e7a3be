"""A page's pixels -> Picture: straightened, its ink black on white whatever it is printed on, and that ground."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extract.page import Bools
from extract.scan.raster import Bytes, closed, ndimage

DPI = 200
"""Every page is drawn at: scans of 150 to 300 dpi keep their letters, and an A4 page is 3.9 million pixels."""
POINT = DPI / 72
"""Pixels a point."""
SOLID = 4.5
"""Points: where a square of this size is dark all over it is ground; strokes of letters and rules are thinner."""
BROAD = 20.0
"""Points ground is long at least: the middle of a dense letter is not."""
DARK = 0.55
"""Ground darker than this share of the paper may bear white text."""
PANEL = 7.0
"""Points a dark area is high and wide at least to hold text; blots and strokes of headlines are smaller."""
INK = 0.78
"""Ink is darker than this share of its ground; hairlines of scans at 150 dpi are hardly darker."""
SPECK = 5
"""Pixels the smallest full stop covers at least; noise covers less."""
LEAST_INK = 100
"""Dark pixels at a quarter of the size that tell how a page lies."""
STEPS = ((4.0, 0.25), (0.25, 0.05), (0.05, 0.01))
"""Degrees a page may lean, and the steps in which the angle is searched for: coarse to fine."""
SHARPER = 1.02
"""A page lies straight unless its rows are so much sharper at an angle: hairlines fall on pixels by chance."""
STRAIGHT = 0.04
"""Degrees that move no line of a page by half a pixel."""


class Picture(NamedTuple):
    """A page, straight. flat: its ink on white; ground: grey levels of what lies behind the ink; colours: as scanned.

    angle: degrees by which the page was turned clockwise to lie straight.
    """

    flat: Bytes
    ground: Bytes
    colours: Bytes
    angle: float

    def dark(self) -> Bools:
        """Which pixels are dark: what is printed, specks, the dots of rules as small as these."""
        return np.asarray(self.flat < INK * 255)

    def ink(self) -> Bools:
        """Which pixels are printed, without the specks of a scanner's noise."""
        dark = self.dark()
        label, _ = ndimage.label(dark, structure=np.ones((3, 3)))
        large = np.bincount(label.ravel()) >= SPECK
        return dark & large[label]


def straightened(rgb: Bytes) -> Picture:
    """The picture (height, width, 3) of a page of DPI, straight and flat."""
    grey = np.asarray(Image.fromarray(rgb).convert("L"))
    angle = lean(grey)
    if abs(angle) < STRAIGHT:
        angle = 0.0
    else:
        paper = tuple(int(level) for level in np.percentile(rgb[::8, ::8].reshape(-1, 3), 80, axis=0))
        turned = Image.fromarray(rgb).rotate(angle, Image.Resampling.BICUBIC, fillcolor=paper)
        rgb, grey = np.asarray(turned), np.asarray(turned.convert("L"))
    ground = grounds(grey)
    return Picture(_flat(grey, ground), ground, rgb, angle)


def resized(grey: Bytes, width: int, height: int) -> Bytes:
    """The picture at another size, every pixel of it counted."""
    return np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.BICUBIC))


def lean(grey: Bytes) -> float:
    """Degrees by which the picture must be turned anticlockwise to lie straight: its rows of ink are sharpest then."""
    small = resized(grey, grey.shape[1] // 2, grey.shape[0] // 2)
    paper = ndimage.percentile_filter(small[::4, ::4], 80, 9).repeat(4, axis=0).repeat(4, axis=1)
    ink = paper[: small.shape[0], : small.shape[1]].astype(np.int16) - small
    y, x = np.nonzero(ink > 40)
    if len(y) < LEAST_INK:
        return 0.0
    weight = ink[y, x].astype(np.float64)
    best = 0.0
    for reach, step in STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(angles[int(np.argmax([_sharpness(x, y, weight, angle) for angle in angles]))])
    return best if _sharpness(x, y, weight, best) > SHARPER * _sharpness(x, y, weight, 0.0) else 0.0


def _sharpness(x: NDArray[np.int64], y: NDArray[np.int64], weight: NDArray[np.float64], angle: float) -> float:
    slope = np.tan(np.radians(angle))
    row = np.round(y - x * slope + x.max()).astype(np.int64)
    return float((np.diff(np.bincount(row, weight)) ** 2).sum())


def grounds(grey: Bytes) -> Bytes:
    """What lies behind the ink: the picture without what is dark and thin or as small as a letter."""
    solid = closed(ndimage.gaussian_filter(grey, 0.8), round(SOLID * POINT))
    wide = round(BROAD * POINT)
    return np.minimum(*(closed(solid, size) for size in ((1, wide), (wide, 1))))


def _flat(grey: Bytes, ground: Bytes) -> Bytes:
    """Ink black on white: the picture over its ground, turned over where white is printed on dark."""
    flat = np.minimum(grey.astype(np.float32) / np.maximum(ground, 1) * 255, 255).astype(np.uint8)
    paper = float(np.percentile(ground[::8, ::8], 80))
    # White letters are ground to themselves: the panel that bears them is what a larger square of dark reaches round.
    dark = ground < DARK * paper
    label, _ = ndimage.label(ndimage.binary_closing(dark, iterations=round(PANEL * POINT / 2)) if dark.any() else dark)
    for i, (rows, columns) in enumerate(ndimage.find_objects(label), 1):
        if min(rows.stop - rows.start, columns.stop - columns.start) < PANEL * POINT:
            continue
        inside = ndimage.binary_fill_holes(label[rows, columns] == i)
        part = grey[rows, columns].astype(np.float32)
        level = float(np.median(part[inside & dark[rows, columns]]))
        light = np.clip(255 - (part - level) * 255 / max(paper - level, 1), 0, 255)
        flat[rows, columns] = np.where(inside & (part >= level - 20), light, flat[rows, columns]).astype(np.uint8)
    return flat
