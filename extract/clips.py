"""The operators of a page -> whether it may hold text that is clipped away."""

from __future__ import annotations

import re

CLIP = re.compile(rb"re\s+W\*?\s")
TAIL = 40
"""Bytes before such an operator that hold the rectangle's width and height."""
NUMBER = rb"([-+]?(?:\d+\.?\d*|\.\d+))"
EXTENT = re.compile(NUMBER + rb"\s+" + NUMBER + rb"\s+$")
NARROW = 0.5
"""Share of the largest clipping rectangle of a page that another one has, where text may be clipped away."""


def clips_narrowly(content: bytes) -> bool:
    """Whether some clipping rectangles are much smaller than others: as a cell is, beside the page.

    >>> page, cell = b"0 0 595 842 re W n ", b"q 40 100 60 20 re\\nW* n "
    >>> clips_narrowly(page), clips_narrowly(page + cell), clips_narrowly(b"re W n")
    (False, True, False)
    """
    tails = (content[max(0, clip.start() - TAIL) : clip.start()] for clip in CLIP.finditer(content))
    areas = [abs(float(found[1]) * float(found[2])) for tail in tails if (found := EXTENT.search(tail))]
    return bool(areas) and min(areas) < NARROW * max(areas)
