"""Pixels -> WebP: small enough to carry a plan's pages about, sharp enough for type of 6 pt."""

from __future__ import annotations

import io

from PIL import Image

from extract.model import Box
from extract.pdf import Pixels

QUALITY = 60
"""Of lossy WebP: text on white stays clean; 110 KB for a dense page of A4 at 144 dpi."""
METHOD = 2
"""How hard WebP looks for savings, 0 to 6: a sixth less than with 0, for half the time of 3 and above."""


def webp(pixels: Pixels, part: Box | None = None) -> bytes:
    """The picture, or a part of it (in pixels), as WebP."""
    image = Image.frombuffer("RGB", (pixels.width, pixels.height), pixels.rgb, "raw", "RGB", 0, 1)
    if part is not None:
        image = image.crop((round(part.x0), round(part.y0), round(part.x1), round(part.y1)))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=METHOD)
    return out.getvalue()
