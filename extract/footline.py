"""A page and its neighbours -> the page without the line that a printer's driver set into the last row of its table.

Spreadsheets print the file's name, the date and 1 / 2 at the foot of each page, and a table that fills the page runs
down to them. Such a line is the lowest of its page, says the same on the next one but for the number, and heeds no
column: part of it stands on a rule, or it counts the pages.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extract.model import Box, LeftOut, Place
from extract.page import Bools, RawPage, usual
from extract.visible import level_and_upright

LEVEL = 3.5
"""Points by which the baselines of one foot line differ: its parts are set in fields of their own."""
ROW = 45.0
"""Points from the line to the rule that closes the row it stands in, at most."""
ON = 1.0
"""Points a text reaches over a rule that it stands on, at least."""
LONGEST = 300
"""Glyphs on the lowest line of a page at most; it is looked at text by text."""
OWN_SIZE = 0.05
"""Share by which the type of a foot line is smaller or larger than that of the table, at least."""
DIGITS = re.compile(r"[0-9０-９]+")


class _Text(NamedTuple):
    """What is drawn at once: its box, and its words."""

    box: Box
    words: str


class _Foot(NamedTuple):
    """A page, which of its glyphs are on its lowest line, and what they say."""

    page: RawPage
    low: Bools
    texts: list[_Text]


def without_foot_lines(pages: Iterable[RawPage]) -> Iterator[RawPage]:
    """The pages, each compared with the one before and the one after."""
    before: _Foot | None = None
    last: _Foot | None = None
    for page in itertools.chain(_lowest(pages), [None]):
        if last is not None:
            yield _without(last, [neighbour.texts for neighbour in (before, page) if neighbour is not None])
        before, last = last, page


def _lowest(pages: Iterable[RawPage]) -> Iterator[_Foot]:
    for page in pages:
        glyphs = page.glyphs
        low = (glyphs.code > 32) & ~glyphs.vertical & (glyphs.origin[:, 1] <= page.height)
        if low.any():
            low &= glyphs.origin[:, 1] >= glyphs.origin[low, 1].max() - LEVEL
        yield _Foot(page, low, list(_texts(page, low)) if low.sum() <= LONGEST else [])


def _texts(page: RawPage, low: Bools) -> Iterator[_Text]:
    glyphs = page.glyphs.take(low)
    for order in np.unique(glyphs.order).tolist():
        own = glyphs.take(glyphs.order == order)
        (x0, x1), base = (own.box[:, 0].min(), own.box[:, 2].max()), own.origin[:, 1].max()
        words = "".join(map(chr, own.code.tolist()))
        yield _Text(Box(float(x0), float(base - own.size.max()), float(x1), float(base)), words)


def _without(foot: _Foot, others: list[list[_Text]]) -> RawPage:
    page, low, texts = foot
    same = any(texts and _said(texts) == _said(other) for other in others)
    if not (same and _is_of_own_size(foot) and _is_in_a_row(page, texts)):
        return page
    if not (_counts(foot) or _stands_on_rules(page, texts)):
        return page
    left = (LeftOut("foot_line", text.words, Place(page.number, text.box)) for text in texts)
    return replace(page, glyphs=page.glyphs.take(~low), left_out=(*page.left_out, *left))


def _said(texts: list[_Text]) -> list[tuple[int, str]]:
    """Where the texts begin, and what they say but for figures; the last table of a document ends higher up."""
    return sorted((round(text.box.x0 / 4), DIGITS.sub("0", text.words)) for text in texts)


def _is_of_own_size(foot: _Foot) -> bool:
    """Whether the line is set smaller or larger than the page: else a row comes again that begins with a long text."""
    glyphs = foot.page.glyphs
    return abs(float(glyphs.size[foot.low].max()) / usual(glyphs.size) - 1.0) > OWN_SIZE


def _counts(foot: _Foot) -> bool:
    """Whether one of the texts says which page this is."""
    return any(str(foot.page.number) in DIGITS.findall(text.words) for text in foot.texts)


def _is_in_a_row(page: RawPage, texts: list[_Text]) -> bool:
    """Whether a level rule runs not far below the line."""
    level, _ = level_and_upright(page.drawings)
    x, y = (texts[0].box.x0 + texts[0].box.x1) / 2, max(text.box.y1 for text in texts)
    return bool(((level[:, 0] > y) & (level[:, 0] <= y + ROW) & (level[:, 1] <= x) & (x <= level[:, 2])).any())


def _stands_on_rules(page: RawPage, texts: list[_Text]) -> bool:
    """Whether an upright rule goes through one of the texts."""
    _, upright = level_and_upright(page.drawings)
    return any(
        ((upright[:, 0] > x0 + ON) & (upright[:, 0] < x1 - ON) & (upright[:, 1] <= y1) & (upright[:, 2] >= y1)).any()
        for (x0, _, x1, y1), _ in texts
    )
