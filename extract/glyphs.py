"""RawPage -> RawPage with its text layer's own defects undone: doubles, wrong code points."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import numpy as np

from extract.page import Bools, Floats, Glyphs, RawPage, usual

VOID, NO_WIDTH = 0, 0x200B
"""What a reader hands over for a glyph that its font does not have, and the space of no width that is read instead."""
RARE = 0.25
"""Share of the page's glyphs that fonts may lack: signs of no width are; where it is more, the text has no names."""
DOUBLE = 0.3
"""Em: fake bold prints a glyph again up to a quarter em away; a repeated letter of a word is its own width away."""
NARROW, BESIDE = 0.1, 0.7
"""A narrow glyph (l, i, a full stop) lies a tenth of an em from its double at most, or this share of its own width."""

CLOSING, OPENING = ([ord(char) for char in signs] for signs in ("。、，．」』）】〕", "「『（【〔"))
"""Signs that hang over the edge of a text set to the width of its cell."""
HANGS = 0.1
"""Em between such a sign and its text at most."""

RADICAL_PAIRS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西"
    "⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
RADICALS = dict(zip(RADICAL_PAIRS[::2], RADICAL_PAIRS[1::2], strict=True))
"""CJK radicals supplement (U+2E80-2EFF), which Unicode's own NFKC leaves alone, as the character they stand for."""
SYMBOL_PAIRS = (
    "\uf06c●\uf06d❍\uf06e■\uf06f□\uf070□\uf071❑\uf072❒\uf074◆\uf075◆\uf076❖\uf077◆\uf09e·\uf09f•\uf0a1○\uf0a7▪\uf0a8□\uf0ab★\uf0b2☆"
    "\uf0b7•\uf0d8➢\uf0df←\uf0e0→\uf0e8→\uf0ef⇦\uf0f0⇨\uf0fb×\uf0fc✓\uf0fd☒\uf0fe☑"
)
SYMBOLS = dict(zip(SYMBOL_PAIRS[::2], SYMBOL_PAIRS[1::2], strict=True))
"""Bullets, arrows and ticks of Wingdings and Symbol, the private codes writers give them, as the signs they show."""


def mend(page: RawPage) -> RawPage:
    """Undo the defects of a page's text layer; nothing is decided by what the text says."""
    glyphs = page.glyphs
    if not len(glyphs):
        return page
    glyphs = glyphs.take(~_doubles(glyphs))
    return replace(page, glyphs=_mend_codes(glyphs))


def mended(char: str) -> str:
    """The character a radical, a compatibility code point or the code of a symbol font was meant to be.

    >>> "".join(map(mended, "⽇⾏⺠⻑の神と①％\uf06c"))
    '日行民長の神と①％●'
    """
    if char in RADICALS:
        return RADICALS[char]
    if char in SYMBOLS:
        return SYMBOLS[char]
    code = ord(char)
    if 0x2F00 <= code <= 0x2FD5 or (0xF900 <= code <= 0xFAFF and char not in UNIFIED_IN_COMPATIBILITY_BLOCK):
        return unicodedata.normalize("NFKC", char)
    return char


UNIFIED_IN_COMPATIBILITY_BLOCK = frozenset("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")
"""Twelve characters of names (﨑) that stand in the compatibility block but are characters of their own."""


def _mend_codes(glyphs: Glyphs) -> Glyphs:
    code = glyphs.code
    suspect = ((code >= 0x2E80) & (code <= 0x2FD5)) | ((code >= 0xF900) & (code <= 0xFAFF))
    symbol = (code >= 0xF020) & (code <= 0xF0FF)
    void = code == VOID
    broken = (code < 32) | (code > 0x10FFFF) | ((code >= 0xD800) & (code <= 0xDFFF))
    if not (suspect | symbol | broken).any():
        return glyphs
    fixed = code.copy()
    fixed[suspect | symbol] = [ord(mended(chr(c))) for c in code[suspect | symbol].tolist()]
    fixed[broken] = np.where((code[broken] >= 0) & (code[broken] < 32), 32, 0xFFFD)
    fixed[void] = NO_WIDTH if void.mean() <= RARE else 0xFFFD
    return glyphs.with_code(fixed, glyphs.mended | (suspect & (fixed != code)) | (void & (fixed == NO_WIDTH)))


def centres(glyphs: Glyphs) -> Floats:
    """The middle of each glyph's ink (n, 2): fonts lie about their height, never about the baseline."""
    centre = (glyphs.box[:, :2] + glyphs.box[:, 2:]) / 2
    upright = ~glyphs.vertical
    centre[upright, 1] = glyphs.origin[upright, 1] - 0.36 * glyphs.size[upright]
    return centre


def places(glyphs: Glyphs) -> Floats:
    """Where each glyph belongs (n, 2): its middle; that of its neighbour for a stop or bracket that may hang over."""
    place = centres(glyphs)
    closing, opening = np.isin(glyphs.code, CLOSING), np.isin(glyphs.code, OPENING)
    if len(place) < 2 or not (closing.any() or opening.any()):
        return place
    level = np.abs(np.diff(glyphs.origin[:, 1])) <= 0.1 * glyphs.size[1:]
    near = level & ~glyphs.vertical[1:] & (np.abs(glyphs.box[1:, 0] - glyphs.box[:-1, 2]) <= HANGS * glyphs.size[1:])
    after = np.flatnonzero(near & closing[1:] & ~closing[:-1]) + 1
    before = np.flatnonzero(near & opening[:-1] & ~opening[1:])
    place[after], place[before] = place[after - 1], place[before + 1]
    return place


def _doubles(glyphs: Glyphs) -> Bools:
    """Glyphs printed again at nearly the same place: the later one of each pair."""
    n = len(glyphs)
    double = np.zeros(n, dtype=np.bool_)
    x, y, size = glyphs.origin[:, 0], glyphs.origin[:, 1], np.maximum(glyphs.size, 1.0)
    height = usual(size)
    width = np.where(glyphs.vertical, size, glyphs.box[:, 2] - glyphs.box[:, 0])
    reach = np.clip(width * BESIDE, size * NARROW, size * DOUBLE)
    for shift in (0.0, 0.5):
        # One number to sort by: code point, strip of the page, place in it to a sixteenth of a point.
        strip = np.clip(np.floor(y / height + shift), 0, 0xFFFF).astype(np.int64)
        order = np.argsort(glyphs.code << 36 | strip << 20 | np.clip(x * 16, 0, 0xFFFFF).astype(np.int64))
        code, across, within = glyphs.code[order], x[order], reach[order]
        for step in (1, 2, 3):
            close = (np.abs(across[step:] - across[:-step]) < within[step:]) & (code[step:] == code[:-step])
            at = np.flatnonzero(close)
            if not len(at):
                break
            a, b = order[at], order[at + step]
            twin = np.abs(y[a] - y[b]) < np.minimum(size[a], size[b]) * DOUBLE
            double[np.maximum(a, b)[twin]] = True
    return double


def overprints(glyphs: Glyphs) -> int:
    """How many full-width glyphs stand half over another one: text of two cells, or of a clipped one, in one place."""
    inked = (glyphs.code > 32) & (glyphs.code != 0x3000) & ~glyphs.vertical
    if not inked.any():
        return 0
    box, y, size, code = glyphs.box[inked], glyphs.origin[inked, 1], glyphs.size[inked], glyphs.code[inked]
    middle, wide = (box[:, 0] + box[:, 2]) / 2, box[:, 2] - box[:, 0] > 0.8 * size
    strip = np.floor(middle / (0.5 * usual(size) + 0.1)).astype(np.int64)
    order = np.lexsort((y, strip))
    strip, y, size, code, wide = strip[order], y[order], size[order], code[order], wide[order]
    near = (y[1:] - y[:-1] < 0.75 * np.minimum(size[1:], size[:-1])) & (wide[1:] | wide[:-1])
    return int(((strip[1:] == strip[:-1]) & near & (code[1:] != code[:-1])).sum())
