"""Compact drawings -> the types that leave extract/: tables, prose and documents with invented words.

A row is one string, its cells between bars; `<` is merged with the cell to the left, `^` with the cell above. A cell's
text is set into its column's width as a composer would set it; `\\n` in it is a typed break.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.model import Block, Box, Cell, Document, Line, PageInfo, Place, Prose, Span, Table

GLYPH = 10.0
"""Glyph height of the running text in points; ASCII is half as wide."""
LEADING = 1.4
PADDING = 3.0
WIDTH = 126.0
"""A column of twelve glyphs."""
BODY, BOLD = "Mincho", "Gothic"
_NOT_FIRST = "、。，．・：；？！)）」』】〕〉》々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ％%"


def wide(text: str, size: float = GLYPH) -> float:
    """The printed width of a text."""
    return sum(size / 2 if char.isascii() else size for char in text)


def typeset(text: str, room: float) -> list[str]:
    """The lines a composer makes of a text: full, and none begins with a closing sign.

    >>> typeset("申請の受付を始める。", 30)
    ['申請の', '受付を', '始め', 'る。']
    """
    out: list[str] = []
    for paragraph in text.split("\n"):
        pieces: list[str] = []
        for char in paragraph:
            if pieces and (char in _NOT_FIRST or (char.isascii() and pieces[-1][-1].isascii())):
                pieces[-1] += char
            else:
                pieces.append(char)
        line = ""
        for piece in pieces:
            if line and wide(line + piece) > room:
                out.append(line)
                line = ""
            line += piece
        out.append(line)
    return out


def lines_at(
    texts: Iterable[str], x: float = 0.0, y: float = 0.0, *, page: int = 1, size: float = GLYPH, font: str = BODY
) -> tuple[Line, ...]:
    """Texts one below the other, as printed on a page."""
    found: list[Line] = []
    for n, text in enumerate(texts):
        indent = (len(text) - len(text.lstrip("\u3000"))) * size
        top = y + n * size * LEADING
        box = Box(x + indent, top, x + indent + wide(text.strip("\u3000"), size), top + size)
        found.append(Line(text, Place(page, box), size, font))
    return tuple(found)


def dumped(texts: Iterable[str], first: int = 1) -> tuple[Line, ...]:
    """Texts as the lines of a text dump."""
    return tuple(Line(text, Place(1, None, (n, n))) for n, text in enumerate(texts, first))


def _owners(rows: Sequence[Sequence[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            owners[r, c] = owners[r, c - 1] if text == "<" else owners[r - 1, c] if text == "^" else (r, c)
    return owners


def table(
    *rows: str,
    widths: Sequence[float] = (),
    page: int = 1,
    top: float = 100.0,
    dump: bool = False,
    arrows: Iterable[tuple[int, int, int, str]] = (),
) -> Table:
    """A table drawn row by row. arrows: row, first and last column, and the words inside ('' for none)."""
    printed = [[cell.strip(" ") for cell in row.split("|")] for row in rows]
    n_cols = max(map(len, printed))
    assert all(len(row) == n_cols for row in printed), printed
    widths = widths or (WIDTH,) * n_cols
    edges = [50.0 + sum(widths[:c]) for c in range(n_cols + 1)]
    heights = [
        max(len(typeset(t, widths[c] - 2 * PADDING)) for c, t in enumerate(row)) * GLYPH * LEADING + 2 * PADDING
        for row in printed
    ]
    tops = [top + sum(heights[:r]) for r in range(len(printed) + 1)]
    owners = _owners(printed)
    cells: list[Cell] = []
    for (r, c), owner in owners.items():
        if owner != (r, c):
            continue
        mine = [at for at, its in owners.items() if its == (r, c)]
        last_row, last_col = max(mine)[0], max(at[1] for at in mine)
        box = Box(edges[c], tops[r], edges[last_col + 1], tops[last_row + 1])
        text = printed[r][c]
        if dump:
            lines, places = dumped(text.split("\n") if text else (), r + 1), (Place(1, None, (r + 1, last_row + 1)),)
        else:
            texts = typeset(text, box.x1 - box.x0 - 2 * PADDING) if text else []
            lines = lines_at(texts, box.x0 + PADDING, box.y0 + PADDING, page=page)
            places = (Place(page, box),)
        cells.append(Cell(r, c, last_row - r + 1, last_col - c + 1, lines, places))
    spans: list[Span] = []
    for row, first, last, words in arrows:
        box = Box(edges[first] + PADDING, tops[row], edges[last + 1] - PADDING, tops[row + 1])
        words_at = lines_at([words], box.x0, box.y0, page=page) if words else ()
        spans.append(Span("block_arrow", row, first, last, Place(page, box), words_at))
    whole = () if dump else (Place(page, Box(edges[0], tops[0], edges[-1], tops[-1])),)
    x_edges = () if dump else tuple(edges)
    return Table(tuple(cells), len(printed), n_cols, whole, x_edges, tuple(spans))


def prose(*texts: str, size: float = GLYPH, font: str = BODY, page: int = 1, top: float = 50.0) -> Prose:
    """Lines of text outside tables, in a column of 44 glyphs."""
    return Prose(lines_at(texts, 50.0, top, page=page, size=size, font=font), Box(50.0, 40.0, 490.0, 800.0))


def bold(*texts: str, size: float = GLYPH, page: int = 1) -> Prose:
    """A heading, set in another font than the running text."""
    return prose(*texts, size=size, font=BOLD, page=page)


def dump_prose(*texts: str, first: int = 1) -> Prose:
    """Lines of a text dump outside tables."""
    return Prose(dumped(texts, first))


def _down(place: Place, by: float) -> Place:
    box = place.box
    return place if box is None else replace(place, box=Box(box.x0, box.y0 + by, box.x1, box.y1 + by))


def _lines_down(lines: tuple[Line, ...], by: float) -> tuple[Line, ...]:
    return tuple(replace(line, place=_down(line.place, by)) for line in lines)


def lowered(block: Block, by: float) -> Block:
    """A block set lower on its page."""
    if isinstance(block, Prose):
        return replace(block, lines=_lines_down(block.lines, by))
    places = tuple(_down(place, by) for place in block.places)
    cells = tuple(
        replace(c, lines=_lines_down(c.lines, by), places=tuple(_down(p, by) for p in c.places)) for c in block.cells
    )
    spans = tuple(replace(s, lines=_lines_down(s.lines, by), place=_down(s.place, by)) for s in block.spans)
    return replace(block, places=places, cells=cells, spans=spans)


def stacked(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks one below the other, on each page from its top."""
    found: list[Block] = []
    tops: dict[int, float] = {}
    for block in blocks:
        places = block.places if isinstance(block, Table) else tuple(line.place for line in block.lines)
        boxes = [place.box for place in places if place.box]
        if boxes:
            page, first = places[0].page, boxes[0].y0
            top = tops.get(page, 50.0)
            tops[page] = top + boxes[-1].y1 - first + 15.0
            block = lowered(block, top - first)
        found.append(block)
    return tuple(found)


RUNNING = "本市では、人口の減少と高齢化に備え、限られた職員で市民に身近な業務を続けるため、取り組みを束ねて進める。"


def document(*blocks: Block, title: str = "青嶺市業務改革計画", furniture: tuple[Line, ...] = ()) -> Document:
    """A document of given blocks under a large title, with a paragraph that shows what running text looks like."""
    opening = (prose(title, size=20.0, font=BOLD), prose(*typeset(RUNNING, 440.0)))
    pages = tuple(PageInfo(n, 595.0, 842.0, "drawn") for n in (1, 2, 3))
    return Document(
        "plan.pdf", "ab" * 32, "application/pdf", "text_layer", pages, stacked((*opening, *blocks)), furniture
    )


def dump_document(*blocks: Block, title: str = "青嶺市業務改革計画") -> Document:
    """A text dump of given blocks under a title."""
    pages = (PageInfo(1, 0.0, 0.0, "dump"),)
    return Document("plan.txt", "cd" * 32, "text/plain", "text_dump", pages, (dump_prose(title), *blocks))
