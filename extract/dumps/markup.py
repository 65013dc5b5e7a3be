"""Text with stray HTML -> pieces of text and tables, each with the line it stands on.

Only whole tags of a known name count: plans print < and > as brackets (<新規>, 満足度 <80), and html.parser would
swallow those, or a tag whose quote is never closed. Tags may be left open or stand outside any table.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

PieceKind = Literal["line", "paragraph", "item", "list", "heading"]

_BEGINS: dict[str, PieceKind] = {
    "p": "paragraph",
    "div": "paragraph",
    "section": "paragraph",
    "blockquote": "paragraph",
    "hr": "paragraph",
    "li": "item",
    "dt": "item",
    "dd": "item",
    "br": "line",
    **{f"h{level}": "heading" for level in range(1, 7)},
}
_LISTS = ("ul", "ol")
_TABLES = ("table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup", "col")
_INLINE = ("a", "b", "i", "u", "s", "em", "strong", "span", "font", "sub", "sup", "small", "mark", "del", "ins", "img")
_FRAMES = ("center", "figure", "figcaption", "dl", "html", "body", "code", "pre")
_NAMES = "|".join(sorted({*_BEGINS, *_LISTS, *_TABLES, *_INLINE, *_FRAMES}, key=len, reverse=True))
_TOKEN = re.compile(rf"<!--[^<>]*-->|<(?P<end>/?)(?P<name>{_NAMES})(?P<attributes>\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w{1,31};")
_SPAN = re.compile(r"\b(rowspan|colspan)\s*=\s*[\"']?\s*(\d{1,3})(?!\d)", re.IGNORECASE)

MAX_SPAN = 200
"""No printed cell is wider or taller; larger numbers are a converter's error."""


class Piece(NamedTuple):
    """A run of text without a break; line: 0 for the first line of the text given."""

    text: str
    line: int
    kind: PieceKind


@dataclass(slots=True)
class HtmlCell:
    """A cell as tagged; tables: those nested in it."""

    line: int
    rowspan: int
    colspan: int
    header: bool
    pieces: list[Piece] = field(default_factory=list[Piece])
    tables: list[HtmlTable] = field(default_factory=list["HtmlTable"])


@dataclass(slots=True)
class HtmlTable:
    """The rows of a table as tagged; line and last: its first and last line."""

    line: int
    last: int = 0
    rows: list[list[HtmlCell]] = field(default_factory=list[list[HtmlCell]])


Fragment = Piece | HtmlTable


def has_markup(text: str) -> bool:
    """Whether a tag, comment or entity stands in the text.

    >>> has_markup("調査<br>公開"), has_markup("満足度 <80 <新規>"), has_markup("R&D")
    (True, False, False)
    """
    return ("<" in text and _TOKEN.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def fragments(text: str) -> tuple[Fragment, ...]:
    """Pieces of text and outermost tables, in order.

    >>> fragments("<p>港の調査<br>・公開</p>")
    (Piece(text='港の調査', line=0, kind='paragraph'), Piece(text='・公開', line=0, kind='line'))
    >>> [piece.text for piece in fragments("<新規>R&amp;Dの推進 <li>周知") if isinstance(piece, Piece)]
    ['<新規>R&Dの推進', '周知']
    """
    reader = _Reader()
    done = 0
    for token in _TOKEN.finditer(text):
        reader.read_text(text[done : token.start()])
        if token["name"]:
            reader.read_tag(token["name"].lower(), bool(token["end"]), token["attributes"] or "")
        reader.line += token[0].count("\n")
        done = token.end()
    reader.read_text(text[done:])
    return reader.finish()


def _character(entity: re.Match[str]) -> str:
    """The character an entity stands for; a line break or tab among them is a space.

    >>> _ENTITY.sub(_character, "R&amp;D&#9;&nope;")
    'R&D &nope;'
    """
    character = html.unescape(entity[0])
    return " " if character.isspace() else character


class _Reader:
    """Collects pieces into the innermost open cell, or outside all tables."""

    def __init__(self) -> None:
        self.line = 0
        self._outside: list[Fragment] = []
        self._tables: list[HtmlTable] = []
        self._cells: list[HtmlCell | None] = [None]
        """The cell that text falls into, one an open table and one outside; None: outside all cells."""
        self._lists = 0
        self._text: list[str] = []
        self._begun = 0
        self._kind: PieceKind = "line"

    def read_text(self, text: str) -> None:
        for offset, part in enumerate(text.split("\n")):
            if offset:
                self._break()
                self.line += 1
            if part.strip():
                self._begun = self._begun if self._text else self.line
                self._text.append(_ENTITY.sub(_character, part) if "&" in part else part)
            elif part and self._text:
                self._text.append(" ")

    def read_tag(self, name: str, end: bool, attributes: str) -> None:
        if name in _INLINE or name in _FRAMES:
            return
        self._break()
        if name in _LISTS:
            self._lists = max(0, self._lists + (-1 if end else 1))
            self._begin("line" if end and not self._lists else "list")
        elif name in _BEGINS:
            self._begin(_BEGINS[name] if not end else "list" if self._lists else "line")
        elif end:
            self._close(name)
        else:
            self._open(name, attributes)

    def finish(self) -> tuple[Fragment, ...]:
        self._break()
        while self._tables:
            self._close("table")
        return tuple(self._outside)

    def _begin(self, kind: PieceKind) -> None:
        """The next piece begins as `kind`; <li><p> is still an item."""
        if kind not in ("line", "paragraph") or self._kind in ("line", "list"):
            self._kind = kind

    def _break(self) -> None:
        if text := "".join(self._text).strip():
            cell = self._cells[-1]
            (self._outside if cell is None else cell.pieces).append(Piece(text, self._begun, self._kind))
            self._kind = "list" if self._lists and self._kind == "list" else "line"
        self._text = []

    def _open(self, name: str, attributes: str) -> None:
        if name == "table":
            self._tables.append(HtmlTable(self.line))
            self._cells.append(self._cells[-1])
        elif self._tables and name == "tr":
            self._tables[-1].rows.append([])
            self._cells[-1] = self._cells[-2]
        elif self._tables and name in ("td", "th"):
            spans = {side.lower(): min(max(int(count), 1), MAX_SPAN) for side, count in _SPAN.findall(attributes)}
            cell = HtmlCell(self.line, spans.get("rowspan", 1), spans.get("colspan", 1), name == "th")
            rows = self._tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append(cell)
            self._cells[-1] = cell
        self._kind, self._lists = "line", 0

    def _close(self, name: str) -> None:
        if not self._tables:
            return
        if name in ("td", "th", "tr"):
            self._cells[-1] = self._cells[-2]
        elif name == "table":
            table = self._tables.pop()
            table.last = self.line
            self._cells.pop()
            outer = self._cells[-1]
            if outer is None:
                self._outside.append(table)
            else:
                outer.tables.append(table)
        self._kind, self._lists = "line", 0
