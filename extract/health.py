"""RawPage -> the same with its illegible glyphs marked, and what is to be said of the page: trust it or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.model import PageInfo
from extract.page import FEW_GLYPHS, Bools, Glyphs, Ints, RawPage

LEGIBLE = 0.5
"""Share of legible glyphs below which a page's text is of no use."""
SCAN = 0.5
"""Share of the page an image covers where the page is a scan."""
OUTLINES = 40
"""A page of text turned into outlines has more curved shapes than this; a signet or a logo has fewer."""
FOREIGN, FEWEST = 0.2, 3
"""Share of letters no Japanese document prints, and their number, from which on a font's code table is wrong."""
HIDDEN = 0.5
"""Share of invisible glyphs where the text of a page is an OCR layer."""

LATIN1_SIGNS = "§¨°±´¶·×÷»«²³¹½¼¾£¥©®µ"
"""Signs Japanese documents really print from Latin-1."""


def judged(page: RawPage) -> RawPage:
    """Mark what is illegible, and the page whose text is an OCR layer (`ocr`)."""
    glyphs, inked = page.glyphs, page.glyphs.code > 32
    if not inked.any():
        return page
    bad = inked & (nameless(glyphs.code) | _of_wrong_fonts(glyphs, inked))
    flags = (*page.flags, "ocr") if glyphs.hidden[inked].mean() > HIDDEN else page.flags
    return replace(page, glyphs=replace(glyphs, illegible=bad) if bad.any() else glyphs, flags=flags)


def page_info(page: RawPage) -> PageInfo:
    """Size, reader and health of a judged page; `needs_ocr` and `illegible` say why its text is not to be had."""
    inked = page.glyphs.code > 32
    value, flags = (1.0 - float(page.glyphs.illegible[inked].mean()) if inked.any() else 1.0), page.flags
    if "unreadable" in flags:
        value = 0.0
    elif inked.sum() < FEW_GLYPHS and (_is_scan(page) or (not inked.any() and _is_outlined(page))):
        value, flags = 0.0, (*flags, "needs_ocr")
    elif value < LEGIBLE:
        flags = (*flags, "illegible")
    size = round(page.width, 2), round(page.height, 2)
    return PageInfo(page.number, *size, page.reader, round(value, 3), flags, page.turned)


def is_nameless(page: RawPage) -> bool:
    """Whether most glyphs of the page have no name, so that nothing can be read."""
    code = page.glyphs.code[page.glyphs.code > 32]
    return bool(len(code)) and float(nameless(code).mean()) > LEGIBLE


def nameless(code: Ints) -> Bools:
    """Codes that stand for no character: U+FFFD, private use, control characters, surrogates.

    >>> nameless(np.array([0xFFFD, 0xE042, 0x8A08, 0x95])).tolist()
    [True, True, False, True]
    """
    private = ((code >= 0xE000) & (code <= 0xF8FF)) | (code >= 0xF0000)
    return (code == 0xFFFD) | private | ((code >= 0x7F) & (code < 0xA0)) | ((code >= 0xD800) & (code < 0xE000))


def _of_wrong_fonts(glyphs: Glyphs, inked: Bools) -> Bools:
    """All glyphs of the fonts of which too many are nameless or such as no Japanese document prints."""
    odd = inked & (foreign(glyphs.code) | nameless(glyphs.code))
    if odd.sum() < FEWEST:
        return np.zeros(len(glyphs), dtype=np.bool_)
    n = int(glyphs.font.max()) + 1
    many, all_ = np.bincount(glyphs.font[odd], minlength=n), np.bincount(glyphs.font[inked], minlength=n)
    wrong = (many >= FEWEST) & (many > FOREIGN * all_)
    return wrong[glyphs.font]


def foreign(code: Ints) -> Bools:
    """Letters of what a wrong code table makes of Japanese: accented Latin, and kanji outside the Japanese standards.

    >>> foreign(np.array([ord(char) for char in "“ú–{Œê計画髙﨑Aア"])).tolist()
    [False, True, False, False, True, True, False, False, False, False, False, False]
    """
    return _FOREIGN[code.clip(0, 0xFFFF)]


def _foreign_table() -> Bools:
    kanji = np.zeros(0x10000, dtype=np.bool_)
    kanji[0x3400:0xA000] = True
    lead, trail = range(0x81, 0xFD), range(0x40, 0xFD)
    for codec, first, second in (("cp932", lead, trail), ("euc_jis_2004", range(0xA1, 0xFF), range(0xA1, 0xFF))):
        known = bytes(byte for a in first for b in second for byte in (a, b, 10)).decode(codec, "ignore")
        kanji[[ord(char) for char in known if ord(char) < 0x10000]] = False
    latin = np.zeros(0x10000, dtype=np.bool_)
    latin[0xA1:0x250] = True
    latin[[ord(sign) for sign in LATIN1_SIGNS]] = False
    return kanji | latin


_FOREIGN = _foreign_table()


def _is_scan(page: RawPage) -> bool:
    images = page.drawings.images
    area = (images[:, 2] - images[:, 0]) * (images[:, 3] - images[:, 1])
    return bool(area.sum() >= SCAN * page.width * page.height)


def _is_outlined(page: RawPage) -> bool:
    """Whether the page shows text as outlines: curves enough, and not one glyph."""
    return sum(shape.curved and shape.filled for shape in page.drawings.shapes) >= OUTLINES
