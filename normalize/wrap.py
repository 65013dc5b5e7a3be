"""The lines of a cell or column of text -> paragraphs and list items.

A line break is the width's doing where the next unbreakable piece of text would not have fitted on the line; else it
was typed. SudachiPy is asked only where the free space is just a little too wide to be sure (justified or proportional
type): then a word that runs over the break joins the lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import regex

from extract.model import Box, Cell, Line, Place
from normalize.family import common
from normalize.text import REMEMBERED, display, split_enumerator, squash
from normalize.tokens import runs_over

SURE_SLACK = 0.45
"""Free space beyond the next piece, in glyph heights, up to which the width certainly broke the line."""
DOUBTFUL_SLACK = 2.2
"""… and up to which the words decide (proportional type, punctuation squeezed or hung, kinsoku of the composer)."""
INDENT = 0.7
"""A first line indented by this many glyph heights begins a paragraph (Japanese indents by one)."""
GAP = 2.1
"""Distance of lines in glyph heights beyond which they are not of one paragraph, where it has but one line yet."""
OUTDENT = 3.0
"""A line this many glyph heights left of a single line above (set to the right) is not its continuation."""
SIZE_CHANGE = 1.12
"""Headings are set this much larger than the text beside them."""

_NOT_FIRST = "、。，．,.・：；:;？！?!）)」』】〕〉》］]}｝々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ％%"
_NOT_LAST = "（(「『【〔〈《［[{｛"
_BULLET = regex.compile(r"[・•●○◆◇■□▶▷➢➤★☆◎※＊*－‐-]\s*(?=\S)")
_HARD_BULLET = "●○◆◇■□▶▷➢➤★☆◎※•"
_MARKER = regex.compile(r"[＜<【〈《\[［][^＞>】〉》\]］]{1,20}[＞>】〉》\]］]$")
_HEADED = regex.compile(
    r"\s*(?:[＜<【〈《〔［](?P<label>[^＞>】〉》〕］]{2,12})[＞>】〉》〕］]|(?P<label>[^:：。、]{2,12})[:：])\s*\S"
)
_LATIN = regex.compile(r"[\p{Latin}\p{Nd}.,%/:_-]+")
_GOES_ON = regex.compile(r"[→⇒➡]\s*[^→⇒➡]*\d")
"""A figure behind an arrow stands below the figure that it grows from."""
_SERIES = tuple((regex.compile(n), first) for n, first in ((r"\d+", "1"), ("[⑴-⒇]", "⑴"), ("[①-⑳]", "①"), ("-.*", "")))
"""Numbers of one series, and the first of them."""
_ENDS = "。．！？!?"
_SPACES = " \u3000\t"


@dataclass(frozen=True)
class Piece:
    """Printed lines and the rectangles they were set in (() in text dumps)."""

    lines: tuple[Line, ...]
    frames: tuple[Place, ...] = ()

    @cached_property
    def raw(self) -> str:
        return "\n".join([line.text for line in self.lines])

    def frame(self, page: int) -> Box | None:
        return next((f.box for f in self.frames if f.page == page and f.box), None)


def of_cell(cell: Cell) -> Piece:
    """A cell's lines, to be read within its rectangle."""
    return Piece(cell.lines, cell.places)


def flat(piece: Piece) -> str:
    """The printed lines of one phrase on one line, their spaces kept."""
    if len(piece.lines) == 1:
        return piece.lines[0].text.strip(_SPACES)
    return _glue(line.text for line in piece.lines)


def joined(piece: Piece) -> str:
    """The text of a field that holds one phrase (a name, an indicator, a stage): every break is the width's.

    >>> joined(Piece((Line("オープン", Place(1)), Line("データの推", Place(1)), Line("進", Place(1)))))
    'オープンデータの推進'
    """
    return display(flat(piece)).replace("\n", "")


def paragraphs(piece: Piece) -> str:
    """The text of a field that holds prose: paragraphs and list items on lines of their own."""
    return "\n".join(filter(None, (display(_glue(line.text for line in g)).replace("\n", "") for g in groups(piece))))


@lru_cache(maxsize=REMEMBERED)
def groups(piece: Piece) -> tuple[tuple[Line, ...], ...]:
    """The lines of each paragraph or list item; every reading of a document asks for those of the same texts."""
    found: list[list[Line]] = []
    right = _right_edges(piece)
    prose = any(_ended(line) for line in piece.lines)
    for line in piece.lines:
        if not line.text.strip():
            continue
        if found and not _begins(line, found[-1], found, right.get(line.place.page), prose):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(map(tuple, found))


def _glue(texts: Iterable[str]) -> str:
    """Lines put together; a space only between two Latin words."""
    out = ""
    for text in texts:
        text = text.strip(_SPACES)
        if out and text and _is_latin(out[-1]) and _is_latin(text[0]):
            out += " "
        out += text
    return out


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _right_edges(piece: Piece) -> dict[int, float]:
    """For each page the x where a full line ends: the frame less the padding seen on the left, or the longest line."""
    edges: dict[int, float] = {}
    for page in {line.place.page for line in piece.lines}:
        boxes = [line.place.box for line in piece.lines if line.place.page == page and line.place.box]
        if not boxes:
            continue
        frame, longest = piece.frame(page), max(b.x1 for b in boxes)
        if frame is None:
            edges[page] = longest
        else:
            padding = min(max(min(b.x0 for b in boxes) - frame.x0, 0.0), 6.0)
            edges[page] = max(longest, frame.x1 - padding)
    return edges


def _begins(line: Line, current: list[Line], before: list[list[Line]], right: float | None, prose: bool) -> bool:
    """Whether a line begins a paragraph or item of its own, after the lines of `current`."""
    last = current[-1]
    if _GOES_ON.match(line.text.lstrip()):
        return False
    if line.bullet or "begins" in line.flags or last.vertical != line.vertical:
        return True
    if _apart(line, last, current):
        return True
    if line.size and last.size and not 1 / SIZE_CHANGE < line.size / last.size < SIZE_CHANGE:
        return True
    if _MARKER.match(line.text.strip()) or (_MARKER.match(last.text.strip()) and len(current) == 1):
        return True
    # A text cut by the page's end goes on at the head of the next page.
    same_page = line.place.page == last.place.page
    box, above = line.place.box, last.place.box
    wraps = _wraps(last, line, right if same_page else None, prose)
    if _is_item(line, current, before, wraps):
        return True
    if box and above and same_page and _indented(box, above, current, line):
        return True
    return not wraps


def is_beside(left: Line, right: Line) -> bool:
    """Whether a line stands at the right of another, on one baseline."""
    box, other = left.place.box, right.place.box
    if box is None or other is None or left.place.page != right.place.page:
        return False
    return other.x0 > box.x1 and abs(box.y1 - other.y1) < 0.5 * max(left.size, 1.0)


def _apart(line: Line, last: Line, current: list[Line]) -> bool:
    """Whether a line stands off from the one above: by more than the lines' own distance, or far to its left."""
    box, above = line.place.box, last.place.box
    if box is None or above is None or line.place.page != last.place.page or line.vertical:
        return False
    size = max(line.size, 1.0)
    pitch = [b.place.box.y0 - a.place.box.y0 for a, b in pairwise(current) if a.place.box and b.place.box]
    usual = min((p for p in pitch if p > 0), default=GAP * size)
    if box.y0 - above.y0 > max(usual * 1.4, usual + 0.5 * size):
        return True
    return len(current) == 1 and above.x0 - box.x0 > OUTDENT * size


def _is_item(line: Line, current: list[Line], before: list[list[Line]], wraps: bool) -> bool:
    text = line.text.lstrip()
    if _ended(current[-1]) and (found := _HEADED.match(line.text)) and squash(found["label"]) in common().labels:
        return True
    if _BULLET.match(text):
        if text[0] in _HARD_BULLET:
            return True
        # ・ and － also stand inside words: 調査 / ・研究 broken by the width is no item.
        return not wraps or _ended(current[-1]) or any(g[0].text.lstrip()[:1] == text[0] for g in before)
    ref, rest = split_enumerator(text)
    if ref is None or not rest:
        return False
    if not wraps or _ended(current[-1]):
        return True
    return any(_same_series(split_enumerator(g[0].text.lstrip())[0], ref) for g in before)


def _same_series(one: str | None, other: str) -> bool:
    """Whether two enumerators are of one series: (1) and (2), ① and ②.

    >>> _same_series("(1)", "(2)"), _same_series("①", "(1)"), _same_series("(1)-2", "(2)")
    (True, False, True)
    """
    return one is not None and _series(one) == _series(other)


@lru_cache(maxsize=REMEMBERED)
def _series(ref: str) -> str:
    for numbers, first in _SERIES:
        ref = numbers.sub(first, ref)
    return ref


def _ended(line: Line) -> bool:
    return line.text.rstrip()[-1:] in _ENDS or line.text.rstrip()[-2:] in ("。）", "。)", "。」")


def _indented(box: Box, above: Box, current: list[Line], line: Line) -> bool:
    """A first line set one glyph further in than the line above, unless that began an item's hanging indent."""
    step = (box.x0 - above.x0) / max(line.size, 1.0)
    if line.text[:1] == "\u3000" and not current[-1].text.startswith("\u3000"):
        return _ended(current[-1])
    if step < INDENT:
        return False
    starts_item = split_enumerator(current[0].text.lstrip())[0] or _BULLET.match(current[0].text.lstrip())
    return not (len(current) == 1 and starts_item) and _ended(current[-1])


def _wraps(last: Line, line: Line, right: float | None, prose: bool) -> bool:
    """Whether the break between two lines is the width's doing; prose ends its sentences with a mark."""
    if right is None or last.place.box is None:
        return not _ended(last) or last.place.page == line.place.page
    size = last.size or 10.0
    slack = (right - last.place.box.x1) / size - _next_piece(line.text.lstrip())
    if slack < SURE_SLACK:
        return True
    if slack > DOUBTFUL_SLACK or _ended(last):
        return False
    return (
        prose or runs_over(display(last.text), display(line.text)) or last.text.rstrip()[-1:] in "、，のをにはがとでや"
    )


def _next_piece(text: str) -> float:
    """Width in glyph heights of the piece that had to go to the next line together.

    >>> _next_piece("データ"), _next_piece("「まち」の"), _next_piece("PMH)を"), _next_piece("「ICT」")
    (2.0, 2.0, 2.5, 3.5)
    """
    at = len(text) - len(text.lstrip(_NOT_LAST))
    width = float(at)
    latin = _LATIN.match(text, at)
    if latin:
        at, width = latin.end(), width + 0.5 * len(latin.group())
    else:
        at, width = at + 1, width + 1.0
    while at < len(text) and text[at] in _NOT_FIRST:
        at, width = at + 1, width + 1.0
    return width
