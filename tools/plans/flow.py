"""Blocks into pages of shapes: rows as high as their texts, tables cut at the page's end, headers repeated or not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate

from .looks import edges
from .measure import longest, width_of, wrap
from .model import (
    Align,
    Block,
    Box,
    Break,
    Cell,
    Fill,
    Gap,
    Keep,
    Mark,
    Page,
    Polygon,
    Rule,
    Shape,
    Side,
    Style,
    Table,
    Text,
    Words,
)

ASCENT = 0.86
"""How far the baseline stands below the top of a line of Japanese, in ems."""
MARK_HEIGHT = 9.0
SIZES = {"A4P": (595.0, 842.0), "A4L": (842.0, 595.0), "A3L": (1190.0, 842.0)}
SHORT = 8
"""As many characters stand in the middle of a cell, where a plan puts short values there."""
RUN_ON = 130.0
"""Plans whose cards are cut at the page's end begin none on less than this."""
COVER = 100.0
"""No less white than this stands at the top of a page: that of a cover."""
FOLLOWED = 0.4
"""A heading asks for no more than this part of a page for what hangs on it."""
TALL = 0.94
"""What is higher than this part of a page is cut, whatever should be kept together."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell on the plane of its table; `row` and `rows` say which rows it stands in."""

    cell: Cell
    row: int
    col: int
    x0: float
    y0: float
    x1: float
    y1: float
    lines: tuple[str, ...]
    stripe: int


@dataclass(frozen=True, slots=True)
class Slab:
    """A piece of a column of blocks that is drawn on one page; a slab of a table can be cut at `y`."""

    height: float
    shapes: tuple[Shape, ...] = ()
    cells: tuple[Placed, ...] = ()
    marks: tuple[tuple[Mark, float, float, float], ...] = ()
    head: Slab | None = None
    after: float = 0
    glue: bool = False
    """It is not parted from the next."""
    breaks: bool = False
    table: Table | None = None


@dataclass(slots=True)
class Flow:
    """Fills pages with slabs; `columns` of them side by side."""

    style: Style
    page: str
    columns: int = 1
    pages: list[list[Shape]] = field(default_factory=lambda: [[]])
    column: int = 0
    y: float = 0

    @property
    def width(self) -> float:
        total = SIZES[self.page][0] - 2 * self.style.margin
        return (total - 18 * (self.columns - 1)) / self.columns

    @property
    def room(self) -> float:
        return SIZES[self.page][1] - 2 * self.style.margin - self.y

    @property
    def left(self) -> float:
        return self.style.margin + self.column * (self.width + 18)

    def turn(self) -> None:
        """To the next column, or the next page."""
        self.y = 0
        self.column += 1
        if self.column >= self.columns:
            self.column = 0
            self.pages.append([])

    def new_page(self) -> None:
        if self.pages[-1] or self.y:
            self.column = self.columns
            self.turn()

    def add(self, blocks: list[Block] | tuple[Block, ...]) -> None:
        slabs = list(laid(blocks, self.width, self.style))
        for n, slab in enumerate(slabs):
            follower = 0.0
            if slab.glue:
                follower = sum(s.height + s.after for s in slabs[n + 1 : n + 1 + glued(slabs[n:])])
            self.put(slab, follower)

    def put(self, slab: Slab, follower: float) -> None:
        if slab.breaks:
            self.new_page()
            return
        white = not slab.cells and not slab.shapes
        if white and (slab.height > self.room or (self.y == 0 and slab.height < COVER)):
            return
        full = SIZES[self.page][1] - 2 * self.style.margin
        if not slab.cells and slab.height + follower > full * TALL:
            follower = min(follower, full * FOLLOWED)
        need = slab.height + follower
        runs_on = self.style.cut and slab.cells and self.room > RUN_ON
        if self.y and need > self.room and need <= full * TALL and not runs_on:
            self.turn()
        elif self.y and slab.height > self.room:
            if self.cut(slab):
                return
            self.turn()
        self.start(slab)

    def start(self, slab: Slab) -> None:
        """On top of a page the header of the table is printed again, where the plan does so."""
        if self.y == 0 and slab.head and self.style.repeat:
            self.paint(slab.head)
        if slab.height > self.room and self.cut(slab):
            return
        self.paint(slab)

    def cut(self, slab: Slab) -> bool:
        """The part of a slab that fits on this page, and the rest on the next; False where there is no place to cut."""
        at = cutting(slab, self.room)
        if at is None:
            return False
        upper, lower = cut_slab(slab, at, self.style)
        self.paint(upper)
        self.turn()
        self.put(lower, 0)
        return True

    def paint(self, slab: Slab) -> None:
        if slab.height <= 0:
            return
        dx, dy = self.left, self.style.margin + self.y
        self.pages[-1] += [moved(s, dx, dy) for s in slab_shapes(slab, self.style)]
        self.y += slab.height + slab.after

    def done(self, running: str = "", number: str = "", watermark: str = "") -> list[Page]:
        width, height = SIZES[self.page]
        out: list[Page] = []
        for n, shapes in enumerate(self.pages, 1):
            more: list[Shape] = []
            if watermark:
                more.append(Words(width / 2 - 150, height / 2, 300, watermark, 70, False, "#dddddd", "center", 40))
            if running:
                more.append(
                    Words(self.style.margin, 24, width - 2 * self.style.margin, running, 7.5, False, "#333333", "right")
                )
            if number:
                said = number.replace("1", str(n))
                more.append(Words(0, height - 20, width, said, 8.5, False, "#000000", "center"))
            out.append(Page(width, height, (*more, *shapes)))
        return out


def glued(slabs: list[Slab]) -> int:
    """How many slabs after the first hang on it."""
    n = 0
    while n < len(slabs) - 1 and slabs[n].glue:
        n += 1
    return n


def laid(blocks: list[Block] | tuple[Block, ...], width: float, style: Style) -> list[Slab]:
    out: list[Slab] = []
    for block in blocks:
        match block:
            case Text():
                out += lay_text(block, width, style)
            case Table():
                out += lay_table(block, width, style)
            case Box():
                out.append(lay_box(block, width, style))
            case Side():
                out.append(lay_side(block, width, style))
            case Keep(inner):
                out += kept(laid(inner, width, style))
            case Gap(height):
                out.append(Slab(height))
            case Break():
                out.append(Slab(0, breaks=True))
    return out


def kept(slabs: list[Slab]) -> list[Slab]:
    return [replace(slab, glue=True) for slab in slabs[:-1]] + slabs[-1:]


def lay_text(text: Text, width: float, style: Style) -> list[Slab]:
    """A slab a line; a heading is one slab that stays with what follows it."""
    size = style.size * text.size
    inset = 5.0 if text.kind != "plain" else 0.0
    lines = wrap(text.text, width - text.indent - 2 * inset, size)
    step = size * style.leading
    if text.kind == "plain" and not text.bold:
        shapes = [
            Words(text.indent, size * ASCENT, width - text.indent, line, size, False, "#000000", text.align)
            for line in lines
        ]
        return [Slab(step, (shape,), after=text.after if n == len(lines) - 1 else 0) for n, shape in enumerate(shapes)]
    height = step * len(lines) + inset
    colour = "#ffffff" if text.kind == "bar" else "#000000"
    shapes: list[Shape] = [*_heading_ground(text, width, height, style, max(width_of(li, size) for li in lines))]
    for n, line in enumerate(lines):
        y = n * step + inset / 2 + size * ASCENT + (step - size) / 3
        shapes.append(
            Words(text.indent + inset, y, width - text.indent - 2 * inset, line, size, text.bold, colour, text.align)
        )
    return [Slab(height, tuple(shapes), after=text.after, glue=True)]


def _heading_ground(text: Text, width: float, height: float, style: Style, longest: float) -> list[Shape]:
    if text.kind == "bar":
        return [Fill(0, 0, width, height, style.dark)]
    if text.kind == "under":
        return [Rule(0, height, width, height, 1.2, style.dark)]
    if text.kind == "tab":
        return [Fill(text.indent, 0, text.indent + longest + 12, height, style.accent)]
    if text.kind == "frame":
        return [Fill(0, 0, width, height, None, style.dark, 0.8, 3)]
    return []


def lay_box(box: Box, width: float, style: Style) -> Slab:
    inside = laid(box.blocks, width - 12, style)
    shapes, height = stacked(inside, 6, 5, style)
    height += 10
    radius = 5 if style.look == "rounded" else 0
    ground = Fill(
        0, 0, width, height, style.pale if style.look in ("gaps", "zebra") else None, style.ink, style.line, radius
    )
    return Slab(height, (ground, *shapes), after=5)


def lay_side(side: Side, width: float, style: Style) -> Slab:
    shapes: list[Shape] = []
    x, tallest, free = 0.0, 0.0, width - 10 * (len(side.parts) - 1)
    for part, share in zip(side.parts, side.widths, strict=True):
        wide = free * share / sum(side.widths)
        drawn, height = stacked(laid(part, wide, style), x, 0, style)
        shapes += drawn
        tallest = max(tallest, height)
        x += wide + 10
    return Slab(tallest, tuple(shapes), after=4)


def stacked(slabs: list[Slab], x: float, y: float, style: Style) -> tuple[list[Shape], float]:
    """Slabs one below the other from (x, y), and how high they are together."""
    shapes: list[Shape] = []
    top = y
    for slab in slabs:
        shapes += [moved(s, x, y) for s in slab_shapes(slab, style)]
        y += slab.height + slab.after
    return shapes, y - top


def columns_of(table: Table, width: float, style: Style) -> list[float]:
    """Where the columns begin and end: as wide as the table says, but none narrower than the longest figure in it."""
    least = [0.0] * len(table.widths)
    for _, c, cell in positions(table):
        if cell.cols == 1 and cell.text and not cell.vertical:
            least[c] = max(least[c], longest(cell.text, style.size) + 2 * style.padding + 1)
    wide = [width * share / sum(table.widths) for share in table.widths]
    short = sum(max(0.0, low - w) for low, w in zip(least, wide, strict=True))
    spare = sum(max(0.0, w - low) for low, w in zip(least, wide, strict=True))
    if short and spare > short:
        part = 1 - short / spare
        wide = [low + max(0.0, w - low) * part for low, w in zip(least, wide, strict=True)]
    return [0.0, *accumulate(wide)]


def positions(table: Table) -> list[tuple[int, int, Cell]]:
    """The row and column of every cell, spans filled in."""
    taken: set[tuple[int, int]] = set()
    out: list[tuple[int, int, Cell]] = []
    for r, row in enumerate(table.rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            out.append((r, c, cell))
            taken |= {(r + dr, c + dc) for dr in range(cell.rows) for dc in range(cell.cols)}
            c += cell.cols
    return out


def lay_table(table: Table, width: float, style: Style) -> list[Slab]:
    """A slab for each run of rows that no cell spans out of; the header is a slab by itself and hangs on the first."""
    xs = columns_of(table, width, style)
    found = positions(table)
    lines = {(r, c): cell_lines(cell, xs[c + cell.cols] - xs[c], style) for r, c, cell in found}
    heights = [0.0] * len(table.rows)
    for r, c, cell in sorted(found, key=lambda f: f[2].rows):
        need = cell_height(cell, lines[r, c], xs[c + cell.cols] - xs[c], style)
        short = need - sum(heights[r : r + cell.rows])
        if short > 0:
            heights[r + cell.rows - 1] += short
    for mark in table.marks:
        heights[mark.row] = max(heights[mark.row], MARK_HEIGHT * 2 + 2 * style.padding)
    slabs = [_slab(table, found, lines, xs, heights, run, style) for run in runs(table, found)]
    return _with_heads(slabs, table)


def _with_heads(slabs: list[Slab], table: Table) -> list[Slab]:
    if not table.head:
        return [*kept_rows(slabs, table)[:-1], replace(slabs[-1], after=table.after)]
    head, body = replace(slabs[0], glue=True), [replace(slab, head=slabs[0]) for slab in slabs[1:]]
    if not body:
        return [head]
    return [head, *body[:-1], replace(body[-1], after=table.after)]


def kept_rows(slabs: list[Slab], table: Table) -> list[Slab]:
    """A card is kept on a page where it fits: its rows hang together."""
    return kept(slabs) if not table.records else slabs


def runs(table: Table, found: list[tuple[int, int, Cell]]) -> list[range]:
    """The rows that spans or records hold together; header rows are the first run."""
    joined = [False] * (len(table.rows) + 1)
    for r, _, cell in found:
        for k in range(r + 1, r + cell.rows):
            joined[k] = True
    for k in range(1, table.head):
        joined[k] = True
    if table.head:
        joined[table.head] = False
    starts = [k for k in range(len(table.rows)) if not joined[k]]
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(table.rows)], strict=True)]


def _slab(
    table: Table,
    found: list[tuple[int, int, Cell]],
    lines: dict[tuple[int, int], list[str]],
    xs: list[float],
    heights: list[float],
    run: range,
    style: Style,
) -> Slab:
    tops = [sum(heights[run.start : k]) for k in range(run.start, run.stop + 1)]
    placed: list[Placed] = []
    for r, c, cell in found:
        if r in run:
            top, bottom = tops[r - run.start], tops[r - run.start + cell.rows]
            stripe = sum(start <= r for start in table.records) if table.records else r
            placed.append(Placed(cell, r, c, xs[c], top, xs[c + cell.cols], bottom, tuple(lines[r, c]), stripe))
    marks = tuple(
        (mark, xs[mark.first], xs[mark.last + 1], (tops[mark.row - run.start] + tops[mark.row - run.start + 1]) / 2)
        for mark in table.marks
        if mark.row in run
    )
    glue = any(cell.role in ("band", "subtitle") for r, _, cell in found if r == run.stop - 1) or run.start < table.head
    return Slab(tops[-1], cells=tuple(placed), marks=marks, table=table, glue=glue)


def cell_lines(cell: Cell, width: float, style: Style) -> list[str]:
    if cell.vertical:
        return [char for char in cell.text.replace("\n", "") if not char.isspace()]
    return wrap(cell.text, width - 2 * style.padding, style.size) if cell.text else []


def cell_height(cell: Cell, lines: list[str], width: float, style: Style) -> float:
    step = style.size * (1.08 if cell.vertical else style.leading)
    inner = 0.0
    if cell.inner:
        inner = sum(s.height for s in lay_table(cell.inner, width - 2 * style.padding, style)) + 4
    return max(len(lines), 1) * step * bool(lines or not cell.inner) + inner + 2 * style.padding


def cutting(slab: Slab, room: float) -> float | None:
    """Where a slab of a table is cut: at a row if one ends in the lower half of the room, else inside a tall row."""
    if not slab.cells or room < 50:
        return None
    ends = [c.y1 for c in slab.cells if c.y1 <= room - 1]
    rows = [y for y in ends if all(not c.y0 < y - 0.5 < c.y1 - 1 or c.cell.rows > 1 for c in slab.cells)]
    if rows and max(rows) > room * 0.5:
        return max(rows)
    across = [c for c in slab.cells if c.y0 < room < c.y1]
    if any(c.cell.inner or c.cell.vertical for c in across) or any(
        m[3] > room - 14 and m[3] < room + 14 for m in slab.marks
    ):
        return max(rows) if rows else None
    if any(room - c.y0 < 40 for c in across if c.cell.rows == 1) or not across:
        return max(rows) if rows else None
    return room - 4


def cut_slab(slab: Slab, at: float, style: Style) -> tuple[Slab, Slab]:
    """Lines that fit stay; the rest goes on at the top of the next page, in a cell high enough for it."""
    step = style.size * style.leading
    upper: list[Placed] = []
    lower: list[Placed] = []
    grow = 0.0
    for c in slab.cells:
        if c.y0 < at < c.y1 - 0.5:
            fits = max(0, int((at - c.y0 - style.padding) / step))
            rest = c.lines[fits:]
            upper.append(replace(c, y1=at, lines=c.lines[:fits]))
            lower.append(replace(c, y0=0, y1=c.y1 - at, lines=rest))
            if c.cell.rows == 1:
                grow = max(grow, len(rest) * step + 2 * style.padding - (c.y1 - at))
        elif c.y0 >= at - 0.5:
            lower.append(replace(c, y0=c.y0 - at, y1=c.y1 - at))
        else:
            upper.append(c)
    lower = [replace(c, y0=c.y0 + grow * (c.y0 > 0.5), y1=c.y1 + grow) for c in lower]
    over = [(m, a, b, y) for m, a, b, y in slab.marks if y < at]
    under = [(m, a, b, y - at + grow) for m, a, b, y in slab.marks if y >= at]
    return (
        replace(slab, height=at, cells=tuple(upper), marks=tuple(over), after=0),
        replace(slab, height=slab.height - at + grow, cells=tuple(lower), marks=tuple(under)),
    )


def slab_shapes(slab: Slab, style: Style) -> list[Shape]:
    if not slab.cells or not slab.table:
        return list(slab.shapes)
    out: list[Shape] = edges(slab.table, slab.cells, slab.height, style)
    for placed in slab.cells:
        out += cell_text(placed, style)
    for mark, x0, x1, y in slab.marks:
        out += mark_shapes(mark, x0, x1, y, style)
    return out


def cell_text(placed: Placed, style: Style) -> list[Shape]:
    cell, size = placed.cell, style.size
    step = size * (1.08 if cell.vertical else style.leading)
    inside = placed.x1 - placed.x0 - 2 * style.padding
    tall = len(placed.lines) * step
    middle = cell.role in ("label", "band") or style.valign == "middle"
    y = placed.y0 + style.padding
    if middle and not cell.inner:
        y = max(y, (placed.y0 + placed.y1 - tall) / 2)
    align = cell.align or (
        "center" if cell.vertical else style.label_align if cell.role == "label" else value_align(placed, style)
    )
    dark = style.look == "colour" and cell.role == "label"
    bold = cell.role in ("label", "band", "title", "subtitle")
    x = placed.x0 + style.padding
    out: list[Shape] = []
    for n, line in enumerate(placed.lines):
        base = y + n * step + (step - size) / 2 + size * ASCENT
        out.append(Words(x, base, inside, line, size, bold, "#ffffff" if dark else "#000000", align))
    if cell.inner:
        out += stacked(lay_table(cell.inner, inside, style), x, y + tall + 2, style)[0]
    return out


def value_align(placed: Placed, style: Style) -> Align:
    """Short values may stand in the middle of their cell; what has lines begins at the left."""
    short = placed.cell.role == "value" and len(placed.lines) == 1 and len(placed.lines[0]) <= SHORT
    return style.value_align if short else "left"


def mark_shapes(mark: Mark, x0: float, x1: float, y: float, style: Style) -> list[Shape]:
    size = style.size * 0.95
    x0, x1 = x0 + 2, x1 - 2
    if mark.kind == "line":
        words = Words(x0 + 2, y - 1, x1 - x0, mark.text, size, False, "#000000", "left")
        head = Polygon(((x1, y + 5), (x1 - 5, y + 2.2), (x1 - 5, y + 7.8)), "#000000")
        return [Rule(x0, y + 5, x1 - 5, y + 5, 0.9, "#000000"), head, words]
    if mark.kind == "bar":
        return [Fill(x0, y - 4, x1, y + 4, mark.colour)]
    top, low = y - MARK_HEIGHT + 1, y + MARK_HEIGHT - 1
    shape = Polygon(((x0, top), (x1 - 5, top), (x1, y), (x1 - 5, low), (x0, low)), mark.colour)
    return [shape, Words(x0, y + size * 0.36, x1 - x0 - 4, mark.text, size, False, "#000000", "center")]


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    match shape:
        case Words():
            return shape._replace(x=shape.x + dx, y=shape.y + dy)
        case Polygon(points, fill):
            return Polygon(tuple((x + dx, y + dy) for x, y in points), fill)
        case _:
            return shape._replace(x0=shape.x0 + dx, y0=shape.y0 + dy, x1=shape.x1 + dx, y1=shape.y1 + dy)
