"""The types that leave `extract`: what is on a page, and where; never what it means.

Coordinates are points (1/72 inch) with the origin at the top left of the page as displayed (after /Rotate).
Pages and text-dump lines count from 1; table rows and columns count from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MediaType = Literal[
    "application/pdf",
    "text/plain",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
]
TextSource = Literal["text_layer", "ocr", "text_dump", "mixed"]
Cut = Literal["drawn", "gaps"]
SpanKind = Literal["block_arrow", "line_arrow", "bar", "diagonal"]
Why = Literal["unpainted", "covered", "as_ground", "watermark", "struck", "ruby", "note_mark", "foot_line"]
"""Why printed text is not in the document: in a layer that is off, invisible or clipped away; under something painted
later; of the colour of its ground; behind the text; struck through; a reading over its kanji; a raised mark that points
to a note; a printer's line at the foot of the page."""


class Box(NamedTuple):
    """A rectangle in points: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a box on a page of a PDF, a range of lines of a text dump or of paragraphs of a Word
    document, or the rows (`lines`) and columns of a workbook's sheet, all from 1; its page is its number.
    """

    page: int
    box: Box | None = None
    lines: tuple[int, int] | None = None
    sheet: str | None = None
    columns: tuple[int, int] | None = None


class LeftOut(NamedTuple):
    """Text that is in the file, but not in what a reader takes for the document's."""

    why: Why
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (or the part of it inside one cell), in reading order of its glyphs.

    text: code points as printed (spaces kept, U+3000 included), nothing repaired but the text layer's own defects.
    size: the usual glyph height in points (0.0 in text dumps).  font: the PostScript name ('' in text dumps).
    vertical: the glyphs run from top to bottom.  bullet: a text dump marked the line as a list item.
    flags: doubts of the reader ('mended', 'second_reader', …); 'begins': a paragraph begins with it, as the file says.
    """

    text: str
    place: Place
    size: float = 0.0
    font: str = ""
    vertical: bool = False
    bullet: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with the lines printed in it.

    places: the rectangle the rules enclose, one a page the cell runs over (a row cut by the page's end has two).
    filled: the background is shaded, as label and header cells often are.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: tuple[Line, ...]
    places: tuple[Place, ...] = ()
    filled: bool = False

    @property
    def text(self) -> str:
        """The printed lines, one below the other."""
        return "\n".join([line.text for line in self.lines])


@dataclass(frozen=True, slots=True)
class Span:
    """A shape drawn over the cells of one row: an arrow or bar from column `first` to column `last` (inclusive).

    lines: the words inside the shape (they are not repeated in the cells below it); () for a bare line.
    colour: of a bar, 0xRRGGBB, where it is drawn.
    """

    kind: SpanKind
    row: int
    first: int
    last: int
    place: Place
    lines: tuple[Line, ...] = ()
    colour: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table, stitched over the pages it runs over; headers repeated on later pages are kept once.

    cells: row-major, each merged cell once.  x_edges: column edges in points of the first page (() in text dumps).
    confidence: 1.0 for a full lattice of rules, less where columns or rows were inferred.
    flags: doubts of the reader; 'sure': the file itself says which cells are merged.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    places: tuple[Place, ...]
    x_edges: tuple[float, ...] = ()
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Consecutive lines of text outside tables, in one column of one page; box: its text area (None in dumps)."""

    lines: tuple[Line, ...]
    box: Box | None = None


Block = Prose | Table


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What the reader says of one page. health: 1.0 = the text layer can be trusted, 0.0 = nothing legible.

    turned: quarters by which the page was turned clockwise to be read; width, height and all places are those then.
    """

    number: int
    width: float
    height: float
    reader: str
    health: float = 1.0
    flags: tuple[str, ...] = ()
    turned: int = 0

    def as_shown(self, box: Box) -> Box:
        """A place on the page as read, on the page as it is shown.

        >>> PageInfo(1, 800.0, 600.0, "", turned=1).as_shown(Box(10, 20, 60, 30))
        Box(x0=20, y0=740.0, x1=30, y1=790.0)
        """
        (x0, y0, x1, y1), width, height = box, self.width, self.height
        for _ in range(self.turned):
            x0, y0, x1, y1, width, height = y0, width - x1, y1, width - x0, height, width
        return Box(x0, y0, x1, y1)


@dataclass(frozen=True, slots=True)
class Document:
    """One input, read: its blocks in reading order, and the lines left out as page furniture."""

    source: str
    sha256: str
    media_type: MediaType
    text_source: TextSource
    pages: tuple[PageInfo, ...]
    blocks: tuple[Block, ...]
    furniture: tuple[Line, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    title: str | None = None
    """The title the file itself carries (PDF metadata), where it carries one."""
    cut: Cut = "drawn"
    """What its tables were cut by: rules and shades first, or the white between texts."""
    again: Callable[[], tuple[Document, ...]] = field(default=tuple, compare=False, repr=False)
    """The same document cut in other ways, made only when asked for; none for text dumps."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words known before reading. A text dump has lost its tables; they are known by the words that head their cells.

    labels: what a word heads, by the word (担当課: departments).  levels: words of the policy system (基本目標).
    stages: words for stages of work (検討).
    """

    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    levels: tuple[str, ...] = ()
    stages: frozenset[str] = frozenset()


class ReadError(Exception):
    """The document cannot be read; the message is the sentence the user sees. status: its row's status."""

    status: str = "failed"


class Unreadable(ReadError):
    """Not a PDF or text, damaged beyond repair, or of zero pages."""


class Encrypted(ReadError):
    """Opens only with a password (the empty one was tried)."""

    status = "encrypted"


class Empty(ReadError):
    """A file of zero bytes, or with nothing but white space."""

    status = "empty"


class TooLarge(ReadError):
    """Over a stated limit of size or pages."""

    status = "too_large"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before it costs memory or time."""

    bytes: int = field(default=500 * 1024 * 1024)
    pages: int = field(default=10_000)
