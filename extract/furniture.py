"""Blocks of the pages -> the same without page numbers and running headers and footers, which are kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from extract.model import Block, Box, Line, PageInfo, Prose

MARGIN = 0.11
"""Share of the page's height at its top and bottom where furniture stands."""
PAGE_NUMBER = regex.compile(
    r"[\s　]*(?:[-－―—–‐−~〜・(（\[<]*[\s　]*(?:[Pp][.．]?|第)?[\s　]*[0-9０-９ivxlⅰ-ⅻ]{1,4}[\s　]*(?:ページ|頁|[Pp])?"
    r"(?:[\s　]*[/／][\s　]*[0-9０-９]{1,4}[\s　]*(?:ページ|頁)?)?[\s　]*[-－―—–‐−~〜・)）\]>]*)[\s　]*"
)
LONGEST = 60
"""Characters of a page number with its dashes, spaces and total."""
RUNNING = 3
"""A text at one height on this many pages is a running header…"""
HEADING, MOST = 1.1, 0.6
"""…but type this much larger than the document's is a heading, unless it stands on most of the pages."""
NUMBER = regex.compile(r"\d+")


class _Mark(NamedTuple):
    """What makes two running headers the same: height, text, and the page number in it less the page."""

    y: int
    text: str
    offset: int | None


def without_furniture(
    pages: Sequence[tuple[Block, ...]], infos: Sequence[PageInfo]
) -> tuple[list[tuple[Block, ...]], list[Line]]:
    """Part the blocks of each page from its furniture."""
    running = _running(pages, infos)
    kept: list[tuple[Block, ...]] = []
    furniture: list[Line] = []
    for blocks, info in zip(pages, infos, strict=True):
        body: list[Block] = []
        for block in blocks:
            if not isinstance(block, Prose):
                body.append(block)
                continue
            out = [line for line in block.lines if _is_furniture(line, info, running)]
            furniture.extend(out)
            lines = tuple(line for line in block.lines if line not in out)
            if lines:
                body.append(_without(block, lines) if out else block)
        kept.append(tuple(body))
    return kept, furniture


def _without(block: Prose, lines: tuple[Line, ...]) -> Prose:
    """The block with fewer lines; its column stays as wide as it was."""
    tops = [line.place.box for line in lines if line.place.box is not None]
    if block.box is None or not tops:
        return replace(block, lines=lines)
    box = Box(block.box.x0, min(b.y0 for b in tops), block.box.x1, max(b.y1 for b in tops))
    return Prose(lines, box)


def is_page_number(text: str) -> bool:
    """
    >>> [is_page_number(t) for t in ("3", "- 3 -", "3 / 13", "３ページ", "— 12 —", "令和8年", "P.4")]
    [True, True, True, True, True, False, True]
    """
    return len(text) <= LONGEST and PAGE_NUMBER.fullmatch(text) is not None


def _is_furniture(line: Line, info: PageInfo, running: set[_Mark]) -> bool:
    if not _in_margin(line, info):
        return False
    return is_page_number(line.text) or not running.isdisjoint(_marks(line))


def _in_margin(line: Line, info: PageInfo) -> bool:
    box = line.place.box
    return box is not None and (box.y1 < MARGIN * info.height or box.y0 > (1 - MARGIN) * info.height)


def _marks(line: Line) -> set[_Mark]:
    """The line as printed, and the line without the number that may count the pages."""
    box = line.place.box
    text = "".join(line.text.split())
    if box is None or not text:
        return set()
    y = round(box.y0 / 3)
    numbers = NUMBER.findall(text)
    counted = {_Mark(y, NUMBER.sub("#", text), int(n) - line.place.page) for n in numbers if len(n) < 5}
    return {_Mark(y, text, None), *counted}


def _running(pages: Sequence[tuple[Block, ...]], infos: Sequence[PageInfo]) -> set[_Mark]:
    """Texts that stand at one height in the margin of three pages, or of all pages of a shorter document."""
    seen: Counter[_Mark] = Counter()
    large: Counter[_Mark] = Counter()
    usual = _usual_size(pages)
    for blocks, info in zip(pages, infos, strict=True):
        lines = [line for block in blocks if isinstance(block, Prose) for line in block.lines if _in_margin(line, info)]
        seen.update({mark for line in lines for mark in _marks(line)})
        large.update({mark for line in lines if line.size > HEADING * usual for mark in _marks(line)})
    least = RUNNING if len(pages) > RUNNING else max(2, len(pages))
    most = max(least, MOST * len(pages))
    return {mark for mark, count in seen.items() if count >= (most if large[mark] else least)}


def _usual_size(pages: Sequence[tuple[Block, ...]]) -> float:
    """The size most of the document's text is set in."""
    count: Counter[float] = Counter()
    for block in (block for blocks in pages for block in blocks):
        parts = (block,) if isinstance(block, Prose) else block.cells
        for line in (line for part in parts for line in part.lines):
            count[round(line.size, 1)] += len(line.text)
    return count.most_common(1)[0][0] if count else 0.0
