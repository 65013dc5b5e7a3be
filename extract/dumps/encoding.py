"""Bytes of a text file -> its text, in whatever way of the last decades it is encoded; what is no text becomes �.

Tried are UTF-8, UTF-16 with a mark, ISO-2022-JP (JIS, as in mail), Windows' Shift_JIS (cp932) and EUC-JP (Unix). A few
bad bytes, NULs, or a character cut off at the end make no file unreadable: a program that joined two files wrote them.
"""

from __future__ import annotations

import codecs
import re

REPLACED = "\ufffd"
TOLERATED = 20
"""Characters of a text for each that cannot be read: a font without a code table leaves a stray NUL, a PNG many."""
NEC = (0x2D, *range(0x79, 0x7D))
"""Rows that NEC filled, as they are coded."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
"""No text holds these; those for the terminal (ESC) least of all. Ctrl-Z ends files of DOS, U+0085 lines."""
_JIS = re.compile(rb"\x1b\$[@B]|\x1b\([JI]")
"""What begins Japanese in ISO-2022-JP; all else is ASCII."""
_NOT_CP932 = re.compile("[\uf8f0-\uf8f3]")
"""What Python's cp932 makes of bytes that Windows Japanese does not use."""
_BAD = re.compile("\ufffd{1,3}")
"""A surrogate in UTF-8 is three bad bytes."""
_NARROW = re.compile("[\uff61-\uff9f]")
"""Half-width kana: EUC-JP read as cp932 is full of them."""


def decoded(data: bytes) -> str | None:
    """The text, or None where the bytes are none.

    >>> decoded("施策①".encode("cp932")), decoded("施策ヘ".encode("euc_jp")), decoded("施策".encode("iso2022_jp"))
    ('施策①', '施策ヘ', '施策')
    >>> decoded(b"a plan \\xff of roads, 2026"), decoded(b"\\x89PNG\\r\\n\\x1a\\n\\x00\\x00")
    ('a plan � of roads, 2026', None)
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _text(data.decode("utf-16", "replace"))
    if _JIS.search(data) and max(data) < 0x80:
        return _text(data.decode("iso2022_jp_ext", "nec"))
    text = data.decode("utf-8-sig", "replace")
    if _strange(text):
        text = min(text, data.decode("cp932", "replace"), data.decode("euc_jp", "nec"), key=_strange)
    return _text(text)


def _text(text: str) -> str | None:
    cut = text[-1:] == REPLACED != text[-2:-1]  # within its last character
    text = _NOT_CP932.sub(REPLACED, _CONTROLS.sub(REPLACED, text.rstrip("\x1a")))
    return text if (len(_BAD.findall(text)) - cut) * TOLERATED <= len(text) - cut else None


def _strange(text: str) -> int:
    """How unlikely a text is to have been encoded so.

    >>> _strange("施策"), _strange("施\ufffd策"), _strange("ｼｻｸ")
    (0, 10, 3)
    """
    bad = text.count(REPLACED) + len(_CONTROLS.findall(text)) + len(_NOT_CP932.findall(text))
    return 10 * bad + len(_NARROW.findall(text))


def _nec(error: UnicodeError) -> tuple[str, int]:
    """Rows of JIS that only NEC and Windows fill (①, ㈱, 髙): as cp932 has them."""
    assert isinstance(error, UnicodeDecodeError)
    high, low = (byte & 0x7F for byte in error.object[error.start : error.start + 2].ljust(2, b"\0"))
    lead = (high - 0x21) // 2 + (0x81 if high < 0x5F else 0xC1)
    trail = low + (0x1F + (low > 0x5F) if high % 2 else 0x7E)
    try:
        if high in NEC and low >= 0x21:
            return bytes((lead, trail)).decode("cp932"), error.start + 2
    except (UnicodeDecodeError, ValueError):
        pass
    return REPLACED, error.start + 1


codecs.register_error("nec", _nec)
