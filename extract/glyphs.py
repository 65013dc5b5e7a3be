"""RawPage -> RawPage with its text layer's own defects undone: doubles, invisible text, wrong code points."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import numpy as np

from extract.page import Bools, Floats, Glyphs, RawPage

DOUBLE = 0.3
"""Em: fake bold prints a glyph again up to a quarter em away; a repeated letter of a word is its own width away."""
NARROW, BESIDE = 0.1, 0.7
"""A narrow glyph (l, i, a full stop) lies beside its double by this share of its own width at most, or a tenth of an em."""
OUTSIDE = 1.0
"""Points a glyph's centre may lie outside the crop box."""
UNHEALTHY = 0.7

RADICAL_PAIRS = (
    "⺁厂⺅亻⺉刂⺊卜⺌小⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西"
    "⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
RADICALS = dict(zip(RADICAL_PAIRS[::2], RADICAL_PAIRS[1::2], strict=True))
"""CJK radicals supplement (U+2E80-2EFF), which Unicode's own NFKC leaves alone, as the character they stand for."""


def mend(page: RawPage) -> RawPage:
    """Undo the defects of a page's text layer; nothing is decided by what the text says."""
    glyphs = page.glyphs
    if not len(glyphs):
        return page
    glyphs = glyphs.take(_on_page(glyphs, page.width, page.height))
    glyphs = glyphs.take(~_hidden_twins(glyphs))
    glyphs = glyphs.take(~_doubles(glyphs))
    return replace(page, glyphs=_mend_codes(glyphs))


def health(page: RawPage) -> float:
    """How much of the text layer is legible: 1.0 all of it, 0.0 none.

    Counted as illegible: U+FFFD, private use, control characters, and Latin-1 letters in a CJK font.
    """
    glyphs = page.glyphs
    code = glyphs.code[glyphs.code > 32]
    if not len(code):
        return 1.0
    bad = (
        (code == 0xFFFD) | ((code >= 0xE000) & (code <= 0xF8FF)) | ((code >= 0x7F) & (code < 0xA0)) | (code >= 0xF0000)
    )
    mojibake = (code >= 0xA1) & (code <= 0xFF) & ~np.isin(code, LATIN1_SIGNS)
    share = float(mojibake.mean())
    return max(0.0, 1.0 - float(bad.mean()) - (share if share > 0.1 else 0.0))


LATIN1_SIGNS = np.array([ord(sign) for sign in "§¨°±´¶·×÷»«²³¹½¼¾£¥©®"])
"""Signs Japanese documents really print from Latin-1."""


def mended(char: str) -> str:
    """The character a radical or compatibility code point was meant to be.

    >>> "".join(map(mended, "⽇⾏⺠⻑の神と①％"))
    '日行民長の神と①％'
    """
    if char in RADICALS:
        return RADICALS[char]
    code = ord(char)
    if 0x2F00 <= code <= 0x2FD5 or (0xF900 <= code <= 0xFAFF and char not in UNIFIED_IN_COMPATIBILITY_BLOCK):
        return unicodedata.normalize("NFKC", char)
    return char


UNIFIED_IN_COMPATIBILITY_BLOCK = frozenset("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")
"""Twelve characters of names (﨑) that stand in the compatibility block but are characters of their own."""


def _mend_codes(glyphs: Glyphs) -> Glyphs:
    code = glyphs.code
    suspect = ((code >= 0x2E80) & (code <= 0x2FD5)) | ((code >= 0xF900) & (code <= 0xFAFF))
    broken = (code < 32) | (code > 0x10FFFF) | ((code >= 0xD800) & (code <= 0xDFFF))
    if not suspect.any() and not broken.any():
        return glyphs
    fixed = code.copy()
    fixed[suspect] = [ord(mended(chr(c))) for c in code[suspect].tolist()]
    fixed[broken] = np.where((code[broken] >= 0) & (code[broken] < 32), 32, 0xFFFD)
    return glyphs.with_code(fixed, glyphs.mended | (suspect & (fixed != code)))


def centres(glyphs: Glyphs) -> Floats:
    """The middle of each glyph's ink (n, 2): fonts lie about their height, never about the baseline."""
    centre = (glyphs.box[:, :2] + glyphs.box[:, 2:]) / 2
    upright = ~glyphs.vertical
    centre[upright, 1] = glyphs.origin[upright, 1] - 0.36 * glyphs.size[upright]
    return centre


def _on_page(glyphs: Glyphs, width: float, height: float) -> Bools:
    x, y = centres(glyphs).T
    return (x >= -OUTSIDE) & (x <= width + OUTSIDE) & (y >= -OUTSIDE) & (y <= height + OUTSIDE)


def _hidden_twins(glyphs: Glyphs) -> Bools:
    """Invisible glyphs where visible ones stand too: an OCR layer under a scan is alone, a hidden copy is not."""
    hidden = glyphs.hidden
    if not hidden.any() or hidden.all():
        return np.zeros(len(glyphs), dtype=np.bool_)
    cell = np.floor(centres(glyphs) / 12).astype(np.int64)
    key = cell[:, 0] * 100_003 + cell[:, 1]
    return hidden & np.isin(key, key[~hidden])


def _doubles(glyphs: Glyphs) -> Bools:
    """Glyphs printed again at nearly the same place: the later one of each pair."""
    n = len(glyphs)
    double = np.zeros(n, dtype=np.bool_)
    x, y, size = glyphs.origin[:, 0], glyphs.origin[:, 1], np.maximum(glyphs.size, 1.0)
    height = float(np.median(size))
    width = np.where(glyphs.vertical, size, glyphs.box[:, 2] - glyphs.box[:, 0])
    reach = np.clip(width * BESIDE, size * NARROW, size * DOUBLE)
    for shift in (0.0, 0.5):
        order = np.lexsort((x, np.floor(y / height + shift), glyphs.code))
        for step in (1, 2, 3):
            a, b = order[:-step], order[step:]
            near = np.minimum(size[a], size[b]) * DOUBLE
            twin = (np.abs(x[a] - x[b]) < reach[b]) & (np.abs(y[a] - y[b]) < near)
            twin &= glyphs.code[a] == glyphs.code[b]
            double[np.maximum(a, b)[twin]] = True
    return double


def overprints(glyphs: Glyphs) -> int:
    """How many full-width glyphs stand half over another one: text of two cells, or of a clipped one, in one place."""
    wide = (glyphs.code > 32) & (glyphs.box[:, 2] - glyphs.box[:, 0] > 0.8 * glyphs.size) & ~glyphs.vertical
    if not wide.any():
        return 0
    x, y, size, code = glyphs.origin[wide, 0], glyphs.origin[wide, 1], glyphs.size[wide], glyphs.code[wide]
    strip = np.floor(x / (0.5 * float(np.median(size)) + 0.1)).astype(np.int64)
    order = np.lexsort((y, strip))
    strip, y, size, code = strip[order], y[order], size[order], code[order]
    near = y[1:] - y[:-1] < 0.75 * np.minimum(size[1:], size[:-1])
    return int(((strip[1:] == strip[:-1]) & near & (code[1:] != code[:-1])).sum())
