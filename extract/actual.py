"""The operators of a page -> whether they say that glyphs stand for other text than its fonts say (/ActualText).

A producer that knows a code table to be wrong says beside the glyphs what they mean. Most say what the fonts say too,
or name the hyphen at a line's end, and change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SAID = re.compile(rb"/ActualText\s*(?:<([0-9A-Fa-f\s]*)>|\(((?:[^\\()]|\\.)*)\))", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_UNSEEN = re.compile(r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]+")
"""Characters that leave no mark."""
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def says_otherwise(content: bytes, printed: str) -> bool:
    """Whether some marked text is not among the glyphs as the fonts name them, in the order in which they are drawn.

    >>> says_otherwise(b"/Span <</ActualText <FEFF7A93>>> BDC", "窓口"), says_otherwise(b"/ActualText (45)", "窓口")
    (False, True)
    """
    seen = _UNSEEN.sub("", printed)
    return any(_UNSEEN.sub("", text) not in seen for text in said(content))


def said(content: bytes) -> Iterator[str]:
    r"""What marked glyphs are said to be.

    >>> list(said(rb"/ActualText (\376\377z\223) /ActualText <FEFF 0041>"))
    ['窓', 'A']
    """
    for spelt, literal in _SAID.findall(content):
        digits = b"".join(spelt.split())
        text = bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)) if digits else _ESCAPED.sub(_plain, literal)
        if text.startswith(b"\xfe\xff"):
            yield text[2:].decode("utf-16-be", "replace")
        else:
            yield text.decode("utf-8" if text.startswith(b"\xef\xbb\xbf") else "latin-1", "replace")


def _plain(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    return bytes([int(sign, 8) & 255]) if sign[:1].isdigit() else _LETTERS.get(sign, sign)
