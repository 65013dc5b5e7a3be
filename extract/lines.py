"""Glyphs -> Lines: runs of neighbouring glyphs, joined along the baseline (or down the column) inside one area."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from extract.model import Box, Line, Place
from extract.page import Bools, Glyphs, Ints, RawPage

BASELINE = 0.45
"""Em two glyphs of one line may differ in height: footnote marks are raised by a third of an em."""
GAP = 0.6
"""Em of white that counts as a space between Japanese glyphs; loosely set type stays below half an em."""
LATIN_GAP = 0.2
OVERLAP = 0.8
"""Em a glyph may reach back: brackets and commas are set half an em narrow."""
BULLET = 1.8
"""Em a bullet stands before its line at most."""
SPREAD = 12
"""A label spread over the width of its cell has at most a dozen glyphs."""
LOOSE = 0.2
"""Em between the glyphs of a spread label at least, where some of them stand close enough to be one run."""
LEADERS = "….・･‥·-─—―"
SPACES = " \u3000\u00a0\t"
NO_SPACES = dict.fromkeys(map(ord, SPACES))


class Piece(NamedTuple):
    """A stretch of text on one baseline (or in one column), before it is known which line it belongs to."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    font: int
    weight: int
    vertical: bool
    mended: bool
    illegible: bool = False
    rises: bool = False
    """Written from the bottom to the top."""

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


class Runs(NamedTuple):
    """The runs of a page: pieces, and the area (cell or panel) each stands in."""

    pieces: list[Piece]
    area: list[int]


def runs(glyphs: Glyphs, area: Ints, white: float = GAP) -> Runs:
    """Glyphs that follow one another in the drawing and on the page, as pieces; white: em between them at most."""
    n = len(glyphs)
    if not n:
        return Runs([], [])
    first = np.flatnonzero(np.concatenate([[True], ~_follows(glyphs, area, white)]))
    last = np.concatenate([first[1:], [n]])
    ink = ~np.isin(glyphs.code, (32, 0x3000, 0xA0, 9))
    boxes = _extents(glyphs, ink, first)
    text = "".join(map(chr, glyphs.code.tolist()))
    size = np.maximum.reduceat(glyphs.size, first)
    weight = np.add.reduceat(ink.astype(np.int64), first)
    mended = np.logical_or.reduceat(glyphs.mended, first)
    illegible = np.logical_or.reduceat(glyphs.illegible, first)
    pieces = [
        Piece(text[a:b], x0, y0, x1, y1, em, font, count, down, *marks)
        for a, b, (x0, y0, x1, y1), em, font, count, down, *marks in zip(
            first.tolist(),
            last.tolist(),
            boxes.tolist(),
            size.tolist(),
            glyphs.font[first].tolist(),
            weight.tolist(),
            glyphs.vertical[first].tolist(),
            mended.tolist(),
            illegible.tolist(),
            _rises(glyphs)[first].tolist(),
            strict=True,
        )
    ]
    return Runs(pieces, area[first].tolist())


def _follows(glyphs: Glyphs, area: Ints, white: float) -> Bools:
    """For each glyph but the first: does it continue the run of the one drawn before it?"""
    a, b = slice(None, -1), slice(1, None)
    em = np.maximum(np.maximum(glyphs.size[a], glyphs.size[b]), 1.0)
    box, origin = glyphs.box, glyphs.origin
    latin = _latin(glyphs.code)
    limit = np.where(latin[a] & latin[b], LATIN_GAP, white) * em
    gap = box[b, 0] - box[a, 2]
    across = (np.abs(origin[b, 1] - origin[a, 1]) <= 0.1 * em + 0.3) & (gap <= limit) & (gap >= -OVERLAP * em)
    across &= origin[b, 0] > origin[a, 0]
    middle, rises, vertical = (box[:, 0] + box[:, 2]) / 2, _rises(glyphs), glyphs.vertical
    gap = np.where(rises[a], box[a, 1] - box[b, 3], box[b, 1] - box[a, 3])
    down = (np.abs(middle[b] - middle[a]) <= 0.3 * em) & (gap <= GAP * em) & (gap >= -OVERLAP * em)
    down &= (box[b, 1] > box[a, 1]) != rises[a]
    same = (area[a] == area[b]) & (vertical[a] == vertical[b]) & (rises[a] == rises[b])
    return same & np.where(vertical[a], down, across)


def _rises(glyphs: Glyphs) -> Bools:
    """Which glyphs are turned so that their text is read from the bottom to the top."""
    return glyphs.vertical & (np.abs(glyphs.angle + 90.0) < 45.0)


def _latin(code: Ints) -> Bools:
    """Letters and digits that are set with real spaces between words."""
    digit, upper = (code >= 0x30) & (code <= 0x39), (code >= 0x41) & (code <= 0x5A)
    lower = (code >= 0x61) & (code <= 0x7A)
    return digit | upper | lower | ((code >= 0xC0) & (code <= 0x24F))


def _extents(glyphs: Glyphs, ink: Bools, first: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The box of each run's printed glyphs; height from the baseline, because fonts overstate theirs."""
    box = glyphs.box.copy()
    flat = ~glyphs.vertical
    box[flat, 1] = glyphs.origin[flat, 1] - 0.86 * glyphs.size[flat]
    box[flat, 3] = glyphs.origin[flat, 1] + 0.14 * glyphs.size[flat]
    blank = np.add.reduceat(ink.astype(np.int64), first) == 0
    shown = ink | np.repeat(blank, np.diff(np.append(first, len(ink))))
    low = np.where(shown[:, None], box[:, :2], np.inf)
    high = np.where(shown[:, None], box[:, 2:], -np.inf)
    return np.concatenate([np.minimum.reduceat(low, first, axis=0), np.maximum.reduceat(high, first, axis=0)], axis=1)


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Horizontal pieces by baseline, top to bottom, each row from left to right."""
    found: list[list[Piece]] = []
    reference = size = 0.0
    for piece in sorted(pieces, key=lambda p: p.middle):
        if found and piece.middle - reference <= BASELINE * max(size, piece.size):
            row = found[-1]
            row.append(piece)
            if piece.size > size:
                reference, size = piece.middle, piece.size
        else:
            found.append([piece])
            reference, size = piece.middle, piece.size
    for row in found:
        row.sort(key=lambda p: p.x0)
    return found


def join(row: Sequence[Piece], in_cell: bool = False) -> Piece:
    """The pieces of one row as one, with a space where there is white; a spread label stays whole.

    >>> a, b = (Piece(t, x, 0, x + 10, 10, 10, 0, 1, False, False) for t, x in (("担", 0), ("当", 40)))
    >>> join([a, b]).text
    '担当'
    """
    if len(row) == 1:
        return row[0]
    spread = is_spread(row, in_cell)
    parts = [row[0].text]
    for left, right in itertools.pairwise(row):
        if not spread and _apart(left, right):
            parts.append(" ")
        parts.append(right.text)
    main = max(row, key=lambda p: p.weight)
    return Piece(
        "".join(parts),
        min(p.x0 for p in row),
        min(p.y0 for p in row),
        max(p.x1 for p in row),
        max(p.y1 for p in row),
        main.size,
        main.font,
        sum(p.weight for p in row),
        main.vertical,
        any(p.mended for p in row),
        any(p.illegible for p in row),
        main.rises,
    )


def _apart(left: Piece, right: Piece) -> bool:
    em = min(left.size, right.size)
    a, b = left.text[-1], right.text[0]
    if a in SPACES or b in SPACES:
        return False
    latin = a.isascii() and a.isalnum() and b.isascii() and b.isalnum()
    return right.x0 - left.x1 > (LATIN_GAP if latin else GAP) * em


def is_spread(row: Sequence[Piece], in_cell: bool = False) -> bool:
    """Whether these are the glyphs of one label or figure, set apart evenly over the width of its cell.

    The number in 10　年　度 stands for one glyph.  in_cell: they are all there is in their cell, so that a figure needs
    no unit to be one.
    """
    inked = [p for p in row if p.weight]
    if len(inked) < 2 or sum(p.weight for p in inked) > SPREAD:
        return False
    if not all(_is_japanese(p.text) for p in inked) and not _is_figure("".join(p.text for p in inked), in_cell):
        return False
    inner = [
        (p.x1 - p.x0 - _width(p.text) * p.size) / (p.weight - 1)
        for p in inked[is_number(inked[0]) and len(inked) > 2 :]
        if p.weight > 1
    ]
    if any(gap < LOOSE * inked[0].size for gap in inner):
        return False
    gaps = inner + [b.x0 - a.x1 for a, b in itertools.pairwise(inked)]
    return max(gaps) <= 1.6 * min(gaps) + 0.5 * inked[0].size


def is_number(piece: Piece) -> bool:
    """Whether a piece is a number of several digits."""
    return piece.weight > 1 and piece.text.isdecimal()


def _width(text: str) -> float:
    """Em that glyphs take: a figure of proportional type little more than half of one, a comma less."""
    return sum(0.28 if char in ",." else 0.55 if char.isascii() else 1.0 for char in text if char not in SPACES)


def _is_figure(text: str, in_cell: bool) -> bool:
    """Whether the glyphs make a figure with its unit; 5 4 3 2 1 is a scale to choose from.

    >>> [_is_figure(text, True) for text in ("300件", "2,150冊", "450", "54321", "ICT")]
    [True, True, True, False, False]
    """
    digits = re.match(r"[△▲]?[0-9０-９][0-9０-９,，.．]*", text.translate(NO_SPACES))
    unit = text.translate(NO_SPACES)[digits.end() :] if digits else ""
    if digits is None or not all(char in "%％" or _is_japanese(char) for char in unit) or not (unit or in_cell):
        return False
    steps = {ord(b) - ord(a) for a, b in itertools.pairwise(digits[0])}
    return len(digits[0]) < len(unit) + 3 or steps not in ({1}, {-1})


def _is_japanese(text: str) -> bool:
    """A kanji or kana; not a digit, a letter or a sign.

    >>> _is_japanese("課"), _is_japanese("○"), _is_japanese("S")
    (True, False, False)
    """
    return all(_is_kana_or_kanji(ord(char)) for char in text if char not in SPACES)


def _is_kana_or_kanji(code: int) -> bool:
    return 0x3041 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or code in (0x3005, 0x3006)


def columns(pieces: Iterable[Piece]) -> list[Piece]:
    """Vertical pieces by column, right to left, each joined from top to bottom; turned ones the other way round."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.x0 + p.x1) * (1 if p.rises else -1)):
        middle = (piece.x0 + piece.x1) / 2
        if found and found[-1][0].x0 - 1 <= middle <= found[-1][0].x1 + 1:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [_stack(sorted(column, key=lambda p: -p.y0 if p.rises else p.y0)) for column in found]


def _stack(column: list[Piece]) -> Piece:
    whole = join([p._replace(size=1e9) for p in column])
    main = max(column, key=lambda p: p.weight)
    return whole._replace(text="".join(p.text for p in column), size=main.size, font=main.font, vertical=True)


def cell_lines(pieces: list[Piece], page: RawPage, upright: bool) -> tuple[Line, ...]:
    """The lines of one cell. upright: single glyphs below one another are a word."""
    inked = [p for p in pieces if p.weight]
    if not inked:
        return ()
    if len(pieces) == 1:
        return (line(pieces[0], page),)
    if sum(p.weight for p in inked if p.vertical) * 2 > sum(p.weight for p in inked):
        return tuple(line(piece, page) for piece in columns(inked))
    if upright and len(inked) > 1 and all(p.weight == 1 and _is_upright(p.text) for p in inked):
        return tuple(line(piece, page) for piece in columns(inked))
    found = [join(row, in_cell=True) for row in rows(pieces)]
    return tuple(line(piece, page) for piece in found if piece.weight)


def _is_upright(text: str) -> bool:
    """A glyph that stacked words are made of: not the digits or signs of a column of values."""
    return _is_japanese(text) or text.strip() in "・()（）「」｜︱ー"


def line(piece: Piece, page: RawPage) -> Line:
    text = piece.text.rstrip(SPACES).lstrip(" ")
    place = Place(page.number, Box(round(piece.x0, 2), round(piece.y0, 2), round(piece.x1, 2), round(piece.y1, 2)))
    font = page.fonts[piece.font] if piece.font < len(page.fonts) else ""
    flags = (*(("mended",) if piece.mended else ()), *(("illegible",) if piece.illegible else ()), *page.flags)
    bullet = bool(page.dots) and _has_bullet(piece, page)
    return Line(text, place, round(piece.size, 2), font, piece.vertical, bullet, flags)


def _has_bullet(piece: Piece, page: RawPage) -> bool:
    """Whether a dot is drawn just before the line, half way up."""
    return any(
        0 < piece.x0 - x <= BULLET * piece.size and abs(piece.middle - y) <= BASELINE * piece.size for x, y in page.dots
    )
