"""Running text -> the lines that head what stands below them though they are set like the text around them.

A form in running text begins with its name, which may be in the type of the text: 1-1 窓口の予約 above 【担当課】. What
tells it is that the same happens in every copy: lines numbered alike, or standing free, directly above a label.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import regex

from extract.model import Document, Line, Prose
from normalize.outline import heading
from normalize.reading.grid import name_key
from normalize.reading.slots import NAMES
from normalize.words import look
from normalize.wrap import Piece

Label = tuple[str, str]
"""The label that a line begins with, and the rest of the line."""
FEWEST, MOST = 3, 0.6
"""Copies from which on a habit shows, and their share that has it."""
_LEADER = regex.compile(r"[.．・…‥･]{4,}\s*\d{1,3}\s*$")
_BULLET = regex.compile(r"\s*[・●◆◇■□○▶➢※*＊]")


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A line of running text. label: it begins with.  value: a label stands above it.  free: it goes on with nothing
    above it.  below: the next line's label."""

    line: Line
    label: Label | None
    value: bool = False
    free: bool = True
    below: str | None = None


def heads_above_labels(document: Document, label_of: Callable[[Line], Label | None]) -> set[int]:
    """The identities of the lines that head a form whose first label stands directly below them."""
    lines = [seen for seen in _lines(document, label_of) if not is_contents(seen.line)]
    return {id(seen.line) for seen in (*_numbered(lines), *_unnumbered(lines))}


def _lines(document: Document, label_of: Callable[[Line], Label | None]) -> Iterator[_Seen]:
    before: _Seen | None = None
    for block in document.blocks:
        for line in block.lines if isinstance(block, Prose) else ():
            found = label_of(line)
            if before is not None:
                yield replace(before, below=look(found[0]).core if found else None)
            value = before is not None and before.label is not None and not before.label[1].strip()
            before = _Seen(line, found, value, before is None or _ends(before))
        if before is not None and not isinstance(block, Prose):
            yield before
            before = None


def _ends(before: _Seen) -> bool:
    """Whether what a line says ends with it: a sentence, or a label with its value."""
    text = before.line.text.strip()
    return bool(before.label[1].strip()) if before.label else text[-1:] in "。)）"


def _numbered(lines: list[_Seen]) -> Iterator[_Seen]:
    """Lines of one sort of number, of which most stand above a label."""
    sorts: defaultdict[str, list[_Seen]] = defaultdict(list)
    for seen in lines:
        found = heading(Piece((seen.line,))) if seen.label is None and not seen.value else None
        if found is not None and found.ordinal is not None:
            sorts[found.kind].append(seen)
    for every in sorts.values():
        above = [seen for seen in every if seen.below is not None]
        named = {name_key(Piece((seen.line,))) for seen in above}
        every = [seen for seen in every if seen.below or name_key(Piece((seen.line,))) not in named]  # an index's
        if len(above) >= FEWEST and len(above) >= MOST * len(every):
            yield from above


def _unnumbered(lines: list[_Seen]) -> Iterator[_Seen]:
    """Names that stand free above one label wherever it is printed."""
    printed = Counter(look(seen.label[0]).core for seen in lines if seen.label is not None)
    above: defaultdict[str, list[_Seen]] = defaultdict(list)
    for seen in lines:
        stands_free = seen.free and seen.label is None and _BULLET.match(seen.line.text) is None
        if seen.below is not None and stands_free and look(seen.line.text).kind in NAMES:
            above[seen.below].append(seen)
    for label, every in above.items():
        if len({seen.line.text for seen in every}) >= max(FEWEST, MOST * printed[label]):
            yield from every


def is_contents(line: Line) -> bool:
    """Whether a line is of a list of contents: dots lead to a page's number."""
    return "contents" in line.flags or _LEADER.search(line.text) is not None
