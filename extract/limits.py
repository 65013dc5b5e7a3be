"""What a page may ask of the reader. Documents come from anywhere: some are broken, some are meant to break readers.

The file's size and pages are limited in model.Limits, time and memory from outside (a worker process that exceeds them
is ended). Images are never decoded for reading, so their pixels cost nothing; no link, script or embedded file is
followed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

CONTENT = 32 * 1024 * 1024
"""Bytes of a page's operators: dense maps have some 10 MB; bombs inflate a thousandfold."""
NESTED = 30
"""Forms drawn by forms so deep: logos in letterheads in imposed pages come to four or five."""
GLYPHS = 100_000
"""Glyphs of a page: a page of a dictionary has 20,000."""
PATHS = 60_000
"""Maps draw hundreds of thousands of paths; no table does. What comes after is not looked at."""
SHADINGS = 500
"""Gradients of a page whose pictures are looked at; MuPDF makes a picture of 100 kB and more of each."""
SECOND_PARTS, SECOND_OPERATORS = 20_000, 1024 * 1024
"""Glyphs, strokes and shapes of a page given to the second reader, which takes some 0.1 ms and 3 kB for each, and bytes
of its operators, of which it reads 100 kB in a second; pages of plans have 5,000 and 100 kB."""
COUNTED = 65_536
"""Codes of one range of a font's tables: there are no more codes of two bytes, and no font has more glyphs."""
RATIO = 1032
"""The most that zlib can inflate a byte."""
STRINGS = 8 * GLYPHS
"""Bytes of a page's strings: a glyph takes eight at most, two bytes in octal. Glyphs are handed over all at once, and
cost a hundred times the memory of their bytes."""
STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>", re.DOTALL)
INLINE_IMAGE = re.compile(rb"\bID\s.*?\sEI\b", re.DOTALL)


class Overloaded(ValueError):
    """The page asks for more than any page of a plan."""


def check_content(streams: Iterable[bytes]) -> None:
    """Raises Overloaded where the content streams, given as they are stored, hold too much.

    >>> check_content([zlib.compress(bytes(CONTENT + 1))])
    Traceback (most recent call last):
    extract.limits.Overloaded: ...
    """
    stored = list(streams)
    left = CONTENT
    for stream in stored if sum(map(len, stored)) * RATIO > CONTENT else ():
        left -= inflated(stream, left + 1)
        if left < 0:
            raise Overloaded(f"more than {CONTENT:,} bytes of operators on a page")


def inflated(stored: bytes, most: int) -> int:
    """The size of a stream once inflated, no more than `most`; of one that zlib did not pack, its own."""
    try:
        return len(zlib.decompressobj().decompress(stored, most))
    except zlib.error:
        return min(len(stored), most)


def string_bytes(content: bytes) -> int:
    """The bytes of all strings among operators, as they are written.

    >>> string_bytes(b"BT /F1 9 Tf [(a) -20 <3042>] TJ ET BI /W 9 ID (((( EI")
    9
    """
    return sum(match.end() - match.start() for match in STRING.finditer(INLINE_IMAGE.sub(b"", content)))


def check_glyphs(count: int) -> None:
    if count > GLYPHS:
        raise Overloaded(f"{count:,} glyphs on a page, more than {GLYPHS:,}")
