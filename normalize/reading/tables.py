"""A grid -> what it says, under each way of reading it: as a card, as a list below its header, or turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from extract.model import Line, Place, Span
from normalize.reading.grid import Evidence, Grid, Node
from normalize.reading.slots import PAIRS, Group, Slot
from normalize.words import Look, look
from normalize.wrap import Piece

MOST_HEADERS = 3
"""Rows of labels above the rows of a list."""
_TOLD = ("sentence", "list", "long")
VALUE_WORDS = ("target", "result", "baseline", "year", "goal", "row_kind", "rate")
"""Labels that stand in the rows of a table of figures."""
_MEASURES = ("year", "indicator", "unit", "baseline", "target")
_OF_YEAR = ("figure", "integer", "blank", "stage", "arrow", "grade")


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A text in a slot. row: the same number for all of one row; covered: the slots it spans; over: it is a merged
    cell that began in a row above; listed: it is one of the items that a label heads."""

    slot: Slot
    node: Node
    row: int
    covered: tuple[Slot, ...]
    over: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """An arrow or bar over the slots it covers."""

    span: Span
    row: int
    covered: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Wide:
    """A text without a label over the whole width of its table."""

    node: Node
    row: int


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """A text without a label."""

    node: Node
    row: int


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A label beside a block of labels and rows."""

    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """A line set as a heading, and the lines it runs on in."""

    line: Line
    rest: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.line, *self.rest)

    @property
    def piece(self) -> Piece:
        return Piece(self.lines)


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A line of running text without a label."""

    line: Line


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A table begins. name: how it is read."""

    index: int
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """A table ends."""

    index: int


Item = Said | Drawn | Wide | Loose | Side | Title | Plain | Opened | Closed
_rows = count(1)


def new_row() -> int:
    return next(_rows)


class Slots:
    """The slots of a document, by their group and place."""

    def __init__(self) -> None:
        self.known: dict[tuple[Group, object], Slot] = {}
        self.heads: list[tuple[Grid, dict[int, Slot]]] = []
        """The columns that headers made, for rows of the same table that bear no label."""
        self.last: tuple[int, Slot] | None = None
        """The row and slot of the last labelled value."""

    def slot(self, group: Group, key: object, labels: Sequence[Look]) -> Slot:
        if (group, key) not in self.known:
            self.known[group, key] = Slot(group, tuple(labels))
        return self.known[group, key]

    def groups(self) -> dict[Group, list[Slot]]:
        found: dict[Group, list[Slot]] = {}
        for (group, _), slot in self.known.items():
            found.setdefault(group, []).append(slot)
        return found

    def pair(self, label: Look, node: Node, row: int) -> Said:
        """The value of a label, wherever in a card they stand."""
        slot = self.slot(PAIRS, (label.core, label.year), [label])
        slot.see(node)
        before, self.last = self.last, (row, slot)
        if before is not None and before[0] == row and before[1] is not slot:
            before[1].after[slot] += 1
        return Said(slot, node, row, (slot,))

    def labelled(self, label: Look | None, node: Node, row: int) -> Iterator[Item]:
        """The value of a label; what bears a label of its own inside goes to that label's."""
        for own, part in node.parts or ((None, node),):
            said = look(own) if own is not None else label
            yield self.pair(said, part, row) if said is not None else Loose(part, row)

    def put(self, slot: Slot, node: Node, row: int, covered: tuple[Slot, ...]) -> Iterator[Said]:
        """A text in a slot; what bears a label of its own inside goes to that label's."""
        for label, part in node.parts or ((None, node),):
            if label is None:
                slot.see(part)
                yield Said(slot, part, row, covered)
            else:
                yield self.pair(look(label), part, row)


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way of reading a table: as a card, or as a list of rows (turned: of columns) below `headers` rows of labels.

    model: the labels of the list, where they do not stand in the table itself but in one of its kin or in words.
    apart: what goes on on the next page, or below the last of the labels, is a table by itself: its columns are others.
    """

    name: str
    headers: int = 0
    turned: bool = False
    model: tuple[tuple[Node, ...], ...] = ()
    apart: bool = False

    def parts(self, grid: Grid) -> tuple[Grid, ...]:
        if not self.apart:
            return (grid,)
        return grid.sheets if self.headers or not self.model else grid.cut(range(0, grid.n_rows, len(self.model)))

    def fits_in(self, grid: Grid) -> bool:
        return all(map(self._fits, self.parts(grid)))

    def _fits(self, grid: Grid) -> bool:
        if self.model and len(self.model) != (grid.n_rows if self.turned else grid.n_cols):
            return False
        return self.headers < (grid.n_cols if self.turned else grid.n_rows) or bool(self.model)

    def read(self, evidence: Evidence, slots: Slots, grid: Grid) -> list[Item]:
        if self.name == "card":
            return card(slots, grid)
        return [item for part in self.parts(grid) for item in self._list(slots, part)]

    def _list(self, slots: Slots, grid: Grid) -> Iterator[Item]:
        grid = grid.turned if self.turned else grid
        own = self.headers <= _headers(grid, 0) or not self.model
        block = _Block(0, self.headers if own else 0, grid.n_rows, 0)
        paths = _paths(grid, block) if own and self.headers else dict(enumerate(map(list, self.model)))
        yield from _rows_below(slots, grid, block, "list", paths or _paths(grid, block))


def ways(evidence: Evidence, grids: list[Grid]) -> Iterator[Way]:
    """The ways in which tables of one make may be read; the first is a sample of the others."""
    yield Way("card")
    for turned, apart in ((False, False), (True, False), (True, True)):
        parts = [part for grid in grids for part in (grid.sheets if apart else (grid,))]
        if apart and len(parts) == len(grids):
            continue
        shown = [grid.turned for grid in parts] if turned else parts
        most = max(shown, key=lambda grid: grid.n_rows)
        name = "turned" if turned else "list"
        for h in range(min(MOST_HEADERS + 1, most.n_rows if most.n_cols > 1 or not turned else 0)):
            if any(_is_band(most, k) for k in range(1, h)):
                break
            yield Way(f"{name}{h}", h, turned, _model(shown, h), apart)
    for n, words in enumerate(evidence.told):
        model = tuple((_said(word, c),) for c, word in enumerate(words))
        yield Way(f"list told {n}", 0, False, model)
        yield Way(f"turned told {n}", 0, True, model, apart=True)


def _said(word: str, col: int) -> Node:
    """A label said in words."""
    return Node((Line(word, Place(1)),), 0, col, 1, 1)


def _model(grids: list[Grid], h: int) -> tuple[tuple[Node, ...], ...]:
    """The header of the first table of a make that has one of h rows, for those that go on without."""
    headed = [grid for grid in grids if h and _headers(grid, 0) >= h]
    if not headed or len(headed) == len(grids):
        return ()
    paths = _paths(headed[0], _Block(0, h, headed[0].n_rows, 0))
    return tuple(map(tuple, paths.values()))


def _is_band(grid: Grid, row: int) -> bool:
    printed = grid.printed(row)
    return len(printed) == 1 and printed[0].colspan >= grid.n_cols > 1


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of a grid below `headers` rows of labels: from row `top` to `end`, from column `left` on."""

    top: int
    headers: int
    end: int
    left: int

    @property
    def body(self) -> range:
        return range(self.top + self.headers, self.end)


def _headers(grid: Grid, row: int, left: int = 0) -> int:
    """How many rows from `row` on hold labels only."""
    h = 0
    while row + h < grid.n_rows and h <= MOST_HEADERS:
        nodes = [node for node in grid.printed(row + h) if node.col >= left]
        if not nodes:
            above = (grid.at.get((row + h, c)) for c in range(left, grid.n_cols))
            if not h or not any(n is not None and n.lines and row <= n.row < row + h for n in above):
                return h
        elif not all(node.is_label for node in nodes) or (h and _is_band(grid, row + h)):
            return h
        h += 1
    return h


def _paths(grid: Grid, block: _Block) -> dict[int, list[Node]]:
    """The labels over each column, outermost first."""
    paths: dict[int, list[Node]] = {}
    for c in range(block.left, grid.n_cols):
        over = (grid.at.get((block.top + k, c)) for k in range(block.headers))
        paths[c] = list(dict.fromkeys(node for node in over if node is not None and node.lines))
    return paths


def _word(node: Node) -> str:
    """What a label says, whatever notes and numbers stand beside it here."""
    return node.look.core if node.look.year is None and node.look.core else node.key


def _columns(slots: Slots, paths: dict[int, list[Node]], group: Group) -> dict[int, Slot]:
    """A slot a column; columns under one merged header are one."""
    found: dict[int, Slot] = {}
    before: tuple[list[Node], Slot] | None = None
    seen: Counter[str] = Counter()
    for c, path in paths.items():
        if before is not None and path and before[0] == path:
            found[c] = before[1]
            continue
        key = "/".join(_word(node) for node in path)
        seen[key] += 1
        found[c] = slots.slot(group, (key, seen[key]), [node.look for node in path])
        before = (path, found[c])
    return found


def _rows_below(slots: Slots, grid: Grid, block: _Block, kind: str, paths: dict[int, list[Node]]) -> Iterator[Item]:
    """The rows below a header: each text goes to the slot of its column."""
    group: Group = (kind, *("/".join(_word(node) for node in path) for path in paths.values()))
    columns = _columns(slots, paths, group)
    if block.headers:
        slots.heads.append((grid, columns))
    for r in block.body:
        row = new_row()
        printed = [node for node in grid.printed(r) if node.col in columns]
        spans = [s for s in grid.spans if s.row == r and s.kind != "diagonal"]
        if (
            len(printed) == 1
            and not printed[0].parts
            and printed[0].colspan >= max(2, 0.7 * len(columns))
            and not spans
        ):
            yield Wide(printed[0], row)
            continue
        if printed and all(any(node.key == label.key for label in paths[node.col]) for node in printed):
            continue  # the header, printed again
        over = (grid.at.get((r, c)) for c in columns) if grid.has_tall else ()
        taller = dict.fromkeys(n for n in over if n is not None and n.lines and block.body.start <= n.row < r)
        for node in sorted((*printed, *taller), key=lambda n: n.col):
            if node in taller:
                slot = columns[max(node.col, block.left)]
                yield Said(slot, node, row, (slot,), over=True)
                continue
            covered = _covered(columns, node.col, node.col + node.colspan)
            slot = next((s for s in covered if s.labels), columns[node.col])
            yield from slots.put(slot, node, row, covered)
        for span in spans:
            if covered := _covered(columns, span.first, span.last + 1):
                yield Drawn(span, row, covered)


def _covered(columns: dict[int, Slot], first: int, end: int) -> tuple[Slot, ...]:
    if end == first + 1:
        return (columns[first],) if first in columns else ()
    return tuple(dict.fromkeys(columns[c] for c in range(first, end) if c in columns))


def card(slots: Slots, grid: Grid) -> list[Item]:
    """A grid whose labels stand wherever they are: left of their values, above them, over the whole width; with tables
    of years inside."""
    found: list[Item] = []
    row = 0
    while row < grid.n_rows:
        nodes = grid.printed(row)
        if not nodes:
            row += 1
            continue
        block = _side_block(grid, nodes) or _labels_above(grid, nodes)
        if block is not None and block.headers == 1 and _is_over_bar(grid, row):
            found.append(Wide(nodes[0], new_row()))
            row += 1
            continue
        if block is None:
            found.extend(_row(slots, grid, nodes))
            row += 1
            continue
        if block.left:
            found.append(Side(nodes[0]))
        found.extend(_inner(slots, grid, block))
        row = block.end
    return found


def _is_over_bar(grid: Grid, row: int) -> bool:
    """Whether a bar heads a part of the card: the bar below it is surely a label. ■取組の説明 over 取組の内容"""
    if row + 2 >= grid.n_rows or len(grid.printed(row)) > 1 or not _is_band(grid, row + 1):
        return False
    bar, below = grid.printed(row)[0], grid.printed(row + 1)[0]
    return below.is_label and below.is_sure and below.key != bar.key


def _side_block(grid: Grid, nodes: list[Node]) -> _Block | None:
    """A label at the left of a block that has labels and rows of its own."""
    first = nodes[0]
    if len(nodes) < 2 or first.rowspan < 2 or not all(node.is_label for node in nodes):
        return None
    left = first.col + first.colspan
    h = _headers(grid, first.row, left)
    return _Block(first.row, h, first.row + first.rowspan, left) if 0 < h < first.rowspan else None


def _labels_above(grid: Grid, nodes: list[Node]) -> _Block | None:
    """Rows of labels and the rows below them, until labels come again."""
    row = nodes[0].row
    if not all(node.is_label for node in nodes) or row + 1 >= grid.n_rows:
        return None
    h = _headers(grid, row)
    below = grid.printed(row + h) if row + h < grid.n_rows else []
    narrow = len(nodes) == 1 and nodes[0].colspan < grid.n_cols * 0.6
    if not below or (narrow and below[0].col > nodes[0].col):
        return None
    end = row + h
    while end < grid.n_rows and not _ends_block(grid, nodes, end, row + h, h):
        end += 1
    return _Block(row, h, end, 0) if end > row + h else None


def _ends_block(grid: Grid, heads: list[Node], row: int, first: int, h: int) -> bool:
    """Whether a row belongs no more to the labels above it."""
    nodes = grid.printed(row)
    if not nodes or any(span.row == row and span.kind != "diagonal" for span in grid.spans):
        return False
    later = row > first
    if later and all(node.is_label for node in nodes):
        return True
    begins, rest = nodes[0], nodes[1:]
    told = rest[0].look.kind in _TOLD if len(rest) == 1 and not rest[0].is_label else False
    if begins.is_label and told:  # a label and the text beside it: 取組状況 below the figures
        return True
    some = begins.is_label and not all(node.is_label for node in nodes) and begins.look.label >= 0.3
    if some and begins.field not in VALUE_WORDS and begins.col <= heads[0].col:
        return True
    bars = all(len(grid.printed(k)) == 1 for k in range(first - h, first))
    measures = any(node.field in _MEASURES for node in heads)
    if later and (bars or not measures) and len(nodes) <= len(heads):
        return True
    return later and not rest and begins.colspan == grid.n_cols > 1


def _inner(slots: Slots, grid: Grid, block: _Block) -> Iterator[Item]:
    """What a block inside a card says."""
    bars = all(len(grid.printed(k)) == 1 for k in range(block.top, block.top + block.headers))
    if bars and block.headers > 1:  # bars one over another: only the last has the value
        for k in range(block.top, block.top + block.headers - 1):
            yield Wide(grid.printed(k)[0], new_row())
        block = replace(block, top=block.top + block.headers - 1, headers=1)
    used = {c for c in range(block.left, grid.n_cols) for r in range(block.top, block.end) if _has_text(grid, r, c)}
    over = [grid.at.get((block.top + block.headers - 1, c)) for c in sorted(used)]
    heads = list(dict.fromkeys(node for node in over if node is not None and node.lines))
    if len(heads) == 1 and not block.left:
        for r in block.body:
            for node in grid.printed(r):
                yield from slots.labelled(heads[0].look, node, new_row())
        return
    yield from _rows_below(slots, grid, block, "inner", _paths(grid, block))


def _has_text(grid: Grid, row: int, col: int) -> bool:
    node = grid.at.get((row, col))
    return node is not None and bool(node.lines)


def _row(slots: Slots, grid: Grid, nodes: list[Node]) -> Iterator[Item]:
    """A row of a card: labels with their values at their right."""
    labels = _labels_of_row(nodes)
    if not any(labels):
        yield from _unlabelled(slots, grid, nodes)
        return
    label: Node | None = None
    used, row = True, new_row()
    for node, is_label in zip(nodes, labels, strict=True):
        waits = label is not None and not used and node.look.label < 0.9 and node.odds < label.odds
        if is_label and not waits:
            label, used = node, False
        elif label is not None or node.parts:
            yield from slots.labelled(label.look if label is not None else None, node, row)
            used = True
        else:
            yield Loose(node, row)


_NAMING = ("policy", "name", "number", "departments")
_NAMES = ("level", "heading", "departments", "law", "pop")


def _labels_of_row(nodes: list[Node]) -> list[bool]:
    """Which cells of a row are labels; a name behind the label of names is one only where its own word says so."""
    labels = [node.is_label for node in nodes]
    for n in range(1, len(nodes)):
        before, node = nodes[n - 1], nodes[n]
        if not (labels[n] and labels[n - 1] and node.look.label < 0.5 and before.is_sure):
            continue
        pair_follows = n + 1 == len(nodes) or nodes[n + 1].is_sure
        if pair_follows and (before.field in _NAMING or node.look.kind in _NAMES):
            labels[n] = False
    return labels


def _unlabelled(slots: Slots, grid: Grid, nodes: list[Node]) -> Iterator[Item]:
    row = new_row()
    if any(node.parts for node in nodes):
        for node in nodes:
            yield from slots.labelled(None, node, row)
        return
    if len(nodes) == 1 and (nodes[0].colspan > 1 or grid.n_cols == 1 or (nodes[0].col == 0 and grid.n_cols > 2)):
        yield Wide(nodes[0], row)
        return
    columns = _columns_of_row(slots, grid, nodes)
    for node in nodes:
        slot = columns.get(node.col)
        if slot is not None and _takes(slot, node):
            slot.see(node)
            yield Said(slot, node, row, _covered(columns, node.col, node.col + node.colspan))
        else:
            yield Loose(node, row)


def _columns_of_row(slots: Slots, grid: Grid, nodes: list[Node]) -> dict[int, Slot]:
    """The columns of the header, printed further up in the table, that a row without labels belongs to."""
    heads = [columns for of, columns in reversed(slots.heads) if of is grid]
    taken = [sum(node.col in columns and _takes(columns[node.col], node) for node in nodes) for columns in heads]
    best = max(taken, default=0)
    columns = heads[taken.index(best)] if best else {}
    return columns if best == len(nodes) or any(_is_dated(slot) for slot in columns.values()) else {}


def _takes(slot: Slot, node: Node) -> bool:
    """Whether values of this kind stood in a slot before, or would under a year."""
    return slot.kinds[node.look.kind] > 0 or (_is_dated(slot) and node.look.kind in _OF_YEAR)


def _is_dated(slot: Slot) -> bool:
    return slot.yearly or slot.year is not None
