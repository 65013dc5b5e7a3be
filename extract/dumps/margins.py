"""The lines of a dump in drawn order -> the same without what stands at the edges of its pages: titles and numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extract.dumps.looks import look
from extract.dumps.text_table import Numbered
from extract.dumps.words import heads, levels, squash

_PAGE_NUMBER = re.compile(r"[-－―—(（]?\s*\d{1,4}\s*[-－―—)）]?")
_DIGITS = re.compile(r"\d{1,4}")
_SET_OFF = re.compile(r"[-－―—–‐]\s*\d{1,4}\s*[-－―—–‐]")
"""A page's number that no cell holds: - 3 -"""
_EDGE = 2
"""Lines at the top and the foot of a page that may be no part of its text."""
_FEWEST_PAGES = 3
"""Pages with the same line at their edge, at least, whose running head it is."""
_SHORTEST = 7
"""Characters of the shortest running head; shorter lines may head columns."""


def without_margins(lines: Iterable[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """The lines, and those at the edges of pages: their numbers, and titles that most pages bear, but for the first.

    >>> texts = [(page, text) for page in (1, 2, 3) for text in ("青嶺市実施計画", f"{page}の頁", f"- {page} -")]
    >>> kept, out = without_margins([Numbered(n, page, text) for n, (page, text) in enumerate(texts)])
    >>> [line.text for line in kept], [line.text for line in out]
    (['青嶺市実施計画', '1の頁', '2の頁', '3の頁'], ['- 1 -', '青嶺市実施計画', '- 2 -', '青嶺市実施計画', '- 3 -'])
    """
    pages: dict[int, list[Numbered]] = defaultdict(list)
    printed: dict[int, list[Numbered]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
        if line.text.strip():
            printed[line.page].append(line)
    edges = [_edges(own) for own in printed.values()]
    out = {*_numbers(printed, edges)} if len(pages) > 1 else set[Numbered]()
    out |= {*_running(edges)} if not _begin_cards(list(printed.values())) else set()
    kept = [line for page in pages.values() for line in page if line not in out]
    return kept, [line for page in pages.values() for line in page if line in out]


def _begin_cards(pages: Sequence[Sequence[Numbered]]) -> bool:
    """Whether most pages have the same label near their top: a sheet a page, and its title begins it."""
    firsts = ((heads(line.text) or heads(line.text.split()[0]) for line in own[: _EDGE + 1]) for own in pages)
    tops = Counter(found for own in firsts for found in {*own} if found)
    return max(tops.values(), default=0) * 2 > len(pages)


def _edges(printed: Sequence[Numbered]) -> list[Numbered]:
    return [*printed[:_EDGE], *printed[max(_EDGE, len(printed) - _EDGE) :]]


def _numbers(printed: dict[int, list[Numbered]], edges: Sequence[Sequence[Numbered]]) -> Iterator[Numbered]:
    """The numbers of pages: those set off by dashes, and bare ones on the last lines that rise as the pages do."""
    yield from (line for own in edges for line in own if _SET_OFF.fullmatch(line.text.strip()))
    last = [own[-1] for own in printed.values() if _PAGE_NUMBER.fullmatch(own[-1].text.strip())]
    ahead = Counter(int(_DIGITS.findall(line.text)[0]) - line.page for line in last)
    usual, count = ahead.most_common(1)[0] if ahead else (0, 0)
    if count > 1 or len(last) == 1:
        yield from (line for line in last if int(_DIGITS.findall(line.text)[0]) - line.page == usual)


def _running(edges: Sequence[Sequence[Numbered]]) -> list[Numbered]:
    """The lines at the edges of most pages, but for the first of each text."""
    count = Counter(text for own in edges for text in {squash(line.text) for line in own})
    running = {text for text, pages in count.items() if pages >= _FEWEST_PAGES and pages * 2 > len(edges)}
    seen = set[str]()
    again: list[Numbered] = []
    for line in (line for own in edges for line in own):
        text = squash(line.text)
        if text not in running or not _may_run(line.text):
            continue
        if text in seen:
            again.append(line)
        seen.add(text)
    return again


def _may_run(text: str) -> bool:
    """Whether a line can be a page's title: no label, no level, no cell."""
    words = [text, *text.split()]
    long = len(squash(text)) >= _SHORTEST and look(text) == "phrase"
    return long and levels().match(squash(text)) is None and not any(heads(word) for word in words)
