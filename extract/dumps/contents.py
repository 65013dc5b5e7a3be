"""Whether rows of text are a table of contents: titles with rising page numbers, not data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.dumps.items import mark_at
from extract.model import Block, Prose

_LEADERS = "．.…‥・･·⋯_"
_HEADINGS = ("目次", "もくじ", "目録", "CONTENTS")
_PAGE_WORDS = ("頁", "ページ", "P", "PAGE")
_TAIL = 12
"""Paragraphs at most that contents go on without page numbers: the parts of an appendix."""
_FEWEST = 3
"""Entries with a page number that make a table of contents where no heading announces one."""


def announces_contents(text: str) -> bool:
    """Whether a line is the heading of a table of contents.

    >>> announces_contents("- 目　次 -"), announces_contents("目次は省略した。")
    (True, False)
    """
    return "".join(text.split()).strip("-－―—【】[]<>＜＞#*").upper() in _HEADINGS


def is_leader_line(text: str) -> bool:
    """Whether dots lead to a page number.

    >>> is_leader_line("１ 計画の趣旨 ……… １２"), is_leader_line("はじめに . . . . P.3"), is_leader_line("約1.5")
    (True, True, False)
    """
    printed = text.rstrip()
    title = printed.rstrip("0123456789０１２３４５６７８９")
    if len(title) == len(printed):
        return False
    title = title.rstrip(" \u3000").removesuffix("P.").removesuffix("P")
    tail = title[len(title.rstrip(_LEADERS + " \u3000")) :]
    return sum(2 if dot in "…‥⋯" else 1 for dot in tail if dot not in " \u3000") >= _FEWEST


def is_contents(rows: Sequence[Sequence[str]], announced: bool) -> bool:
    """Whether rows of cells are contents: few cells a row, the last of many a page number, the numbers rising.

    announced: the heading 目次 or the earlier part of the contents stands just before.

    >>> is_contents([["1", "趣旨", "1"], ["2", "現状", ""], ["(1)", "港の現状", "2"], ["(2)", "課題", "5"]], False)
    True
    >>> is_contents([["窓口", "3"], ["郵送", "5"], ["合計", "8"]], False)
    False
    """
    entries = [[cell for cell in row if cell] for row in rows]
    entries = [entry for entry in entries if entry and entry[-1].upper() not in _PAGE_WORDS]
    pages = [page for entry in entries if (page := _page(entry)) is not None]
    if len(pages) < (1 if announced else _FEWEST) or any(len(entry) > _width(entry) for entry in entries):
        return False
    falls = sum(after < before for before, after in pairwise(pages))
    marked = sum(_is_marked(entry) for entry in entries)
    return falls * 10 <= len(pages) and (announced or marked * 2 >= len(entries))


def _page(entry: list[str]) -> int | None:
    """The page number an entry ends with; an entry has a title before it."""
    last = entry[-1]
    titled = any(not cell.isdecimal() for cell in entry[:-1])
    return int(last) if titled and last.isdecimal() and len(last) <= 3 else None


def _width(entry: list[str]) -> int:
    """The most cells an entry of contents has: number, title, page."""
    return 2 if _page(entry) is None else 3


def _is_marked(entry: list[str]) -> bool:
    first = entry[0]
    return mark_at(first) is not None or first.strip(".．").isdecimal() or first.startswith("第")


def closed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, where contents go on up to the chapter they name first: 資料編 has no page number there."""
    out = list(blocks)
    last = _last_entry(out)
    titles = {_title(line.text) for block in out[: last + 1] if isinstance(block, Prose) for line in block.lines}
    for end in range(last + 1, min(last + 2 + _TAIL, len(out)) if last >= 0 else 0):
        block = out[end]
        if not isinstance(block, Prose):
            break
        if _title(block.lines[0].text) in titles:
            for n in range(last + 1, end):
                out[n] = _flagged(out[n])
            break
    return out


def _last_entry(blocks: Sequence[Block]) -> int:
    """The last paragraph of a document's first contents."""
    last = -1
    for n, block in enumerate(blocks):
        if isinstance(block, Prose) and any("contents" in line.flags for line in block.lines):
            last = n
        elif 0 <= last < n - _TAIL:
            break
    return last


def _flagged(block: Block) -> Block:
    if not isinstance(block, Prose):
        return block
    return Prose(tuple(replace(line, flags=(*line.flags, "contents")) for line in block.lines), block.box)


def _title(text: str) -> str:
    """The title of an entry, without its dots and page number.

    >>> _title("１ 計画の趣旨 ……… １２"), _title("1 計画の趣旨")
    ('１計画の趣旨', '1計画の趣旨')
    """
    title = text.rstrip("0123456789０１２３４５６７８９ \u3000") if is_leader_line(text) else text
    return "".join(title.split()).rstrip(_LEADERS)
