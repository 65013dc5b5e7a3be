"""Blocks of the pages -> the same without page numbers and running headers and footers, which are kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from extract.model import Block, Line, PageInfo, Prose

MARGIN = 0.11
"""Share of the page's height at its top and bottom where furniture stands."""
PAGE_NUMBER = regex.compile(
    r"[\s　]*(?:[-－―—–‐−~〜・(（\[<]*[\s　]*(?:[Pp][.．]?|第)?[\s　]*[0-9０-９ivxlⅰ-ⅻ]{1,4}[\s　]*(?:ページ|頁|[Pp])?"
    r"(?:[\s　]*[/／][\s　]*[0-9０-９]{1,4}[\s　]*(?:ページ|頁)?)?[\s　]*[-－―—–‐−~〜・)）\]>]*)[\s　]*"
)
RUNNING = 3
"""A text at one height on this many pages is a running header."""


class _Mark(NamedTuple):
    """What makes two running headers the same: text without digits, height."""

    text: str
    y: int


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
                body.append(replace(block, lines=lines) if out else block)
        kept.append(tuple(body))
    return kept, furniture


def is_page_number(text: str) -> bool:
    """
    >>> [is_page_number(t) for t in ("3", "- 3 -", "3 / 13", "３ページ", "— 12 —", "令和8年", "P.4")]
    [True, True, True, True, True, False, True]
    """
    return PAGE_NUMBER.fullmatch(text) is not None


def _is_furniture(line: Line, info: PageInfo, running: set[_Mark]) -> bool:
    if not _in_margin(line, info):
        return False
    return is_page_number(line.text) or _mark(line) in running


def _in_margin(line: Line, info: PageInfo) -> bool:
    box = line.place.box
    return box is not None and (box.y1 < MARGIN * info.height or box.y0 > (1 - MARGIN) * info.height)


def _mark(line: Line) -> _Mark:
    box = line.place.box
    assert box is not None
    return _Mark(regex.sub(r"[0-9０-９\s　]+", "", line.text), round(box.y0 / 3))


def _running(pages: Sequence[tuple[Block, ...]], infos: Sequence[PageInfo]) -> set[_Mark]:
    """Texts that stand at one height in the margin of most pages of a short document, or of three of a longer one."""
    seen: Counter[_Mark] = Counter()
    for blocks, info in zip(pages, infos, strict=True):
        lines = (line for block in blocks if isinstance(block, Prose) for line in block.lines)
        seen.update({_mark(line) for line in lines if _in_margin(line, info)})
    least = RUNNING if len(pages) > RUNNING else max(2, len(pages))
    return {mark for mark, count in seen.items() if count >= least and mark.text}
