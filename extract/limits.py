"""What a page may ask of the reader. Documents come from anywhere: some are broken, some are meant to break readers.

The file's size and pages are limited in model.Limits, time and memory from outside (a worker process that exceeds them
is ended). Images are never decoded for reading, so their pixels cost nothing; no link, script or embedded file is
followed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

CONTENT = 64 * 1024 * 1024
"""Bytes of a page's operators: dense maps have some 10 MB; bombs inflate a thousandfold."""
GLYPHS = 100_000
"""Glyphs of a page: a page of a dictionary has 20,000."""
PATHS = 60_000
"""Maps draw hundreds of thousands of paths; no table does. What comes after is not looked at."""
RATIO = 1032
"""The most that zlib can inflate a byte."""


class Overloaded(ValueError):
    """The page asks for more than any page of a plan."""


def check_content(streams: Iterable[bytes]) -> None:
    """Raises Overloaded where the content streams, as they are stored, hold too much.

    >>> check_content([zlib.compress(bytes(CONTENT + 1))])
    Traceback (most recent call last):
    extract.limits.Overloaded: ...
    """
    left = CONTENT
    for stored in streams:
        left -= inflated(stored, left + 1) if len(stored) * RATIO > left else 0
        if left < 0:
            raise Overloaded(f"more than {CONTENT:,} bytes of operators on a page")


def inflated(stored: bytes, most: int) -> int:
    """The size of a stream once inflated, no more than `most`; of one that zlib did not pack, its own."""
    try:
        return len(zlib.decompressobj().decompress(stored, most))
    except zlib.error:
        return min(len(stored), most)


def check_glyphs(count: int) -> None:
    if count > GLYPHS:
        raise Overloaded(f"{count:,} glyphs on a page, more than {GLYPHS:,}")
