"""Document -> the stream of what it says: headings, lines, labelled values, in reading order.

Tables of one make (the same column edges, the same labels) are read in one way: the one in which most of what stands
in them fits the role of its place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from extract.model import Block, Box, Document, Line, Place, Prose, Table
from normalize.about import About
from normalize.body import captions
from normalize.outline import heading
from normalize.reading.grid import BRACKETED, SURE_LABEL, Evidence, Grid, Node, type_of
from normalize.reading.heads import heads_above_labels, is_contents
from normalize.reading.slots import PAIRS, Group, Slot, assign, role_fit
from normalize.reading.tables import (
    Closed,
    Item,
    Loose,
    Opened,
    Plain,
    Said,
    Slots,
    Title,
    Way,
    Wide,
    new_row,
    ways,
)
from normalize.reading.weights import w
from normalize.text import squash
from normalize.title import FIRST_PAGES, names_plan
from normalize.words import Kind, look
from normalize.wrap import Piece, groups

SAMPLE = 6
"""Tables of one make on which the ways of reading them are compared."""
_ITEM = regex.compile(r"\s*[・●◆◇■□○▶➢]\s*")
_BARE = regex.compile(r"[^\d\s]{2,8}\s*[\d０-９①-⑳Ⅰ-Ⅻ]+[:：.．]?")
LARGER = 1.04
FEWEST_ALIKE = 2
"""Headings of one class from which on another text of it is one too."""
SHORTEST_NOTE, REPEATED_NOTE = 12, 3
"""Characters and copies of a line that every page prints again: ※Ｒは令和を表します."""
LONGEST_HEADING = 70
WATERMARK = 40.0
"""Points: larger letters are laid over the page, or stand on its cover."""
_WASTE = ("ignore", "note", "budget")
_HEADS = ("departments", "level", "heading")
"""Labels that head what stands below them where they have no value: 環境省： over a table."""
_BANDS = ("level", "heading", "noun", "indicator")


class Stream:
    """items: in reading order; slots: where values stand; margins: how far each table's reading led, per text."""

    def __init__(self, evidence: Evidence, facts: About) -> None:
        self.evidence, self.facts = evidence, facts
        self.slots = Slots()
        self.margins: dict[int, float] = {}
        chosen = self._choose()
        items: list[Item] = []
        flow = _Flow(evidence, self.slots, items, title=_title(facts))
        heads = _levels_above(evidence.document)
        for n, block in enumerate(evidence.document.blocks):
            items.extend(Title(line) for line in _until(heads, block))
            if isinstance(block, Prose):
                flow.block(block)
                continue
            flow.flush()
            items.append(Opened(n, chosen[n].name))
            items.extend(chosen[n].read(evidence, self.slots, evidence.grids[n]))
            items.append(Closed(n))
        flow.flush()
        self.items = _headed(_released(evidence, items))
        for slots in self.slots.groups().values():
            assign(slots, facts)
        self.items = [part for item in self.items for part in _listed(item)]

    def _choose(self) -> dict[int, Way]:
        """How each table is read: its kin decide together."""
        chosen: dict[int, Way] = {}
        for kin in _kin(self.evidence):
            grids = [self.evidence.grids[n] for n in kin][:SAMPLE]
            scored = sorted(
                (
                    (self._score(grids, way), way)
                    for way in ways(self.evidence, grids)
                    if all(way.fits_in(grid) for grid in grids)
                ),
                key=lambda s: -s[0],
            )
            texts = sum(1 for grid in grids for _ in grid.texts) or 1
            margin = (scored[0][0] - scored[1][0]) / texts if len(scored) > 1 else 1.0
            for n in kin:
                chosen[n] = scored[0][1]
                self.margins[n] = margin
        return chosen

    def _score(self, grids: list[Grid], way: Way) -> float:
        """How much of some tables a way of reading them explains."""
        slots = Slots()
        streams = [way.read(self.evidence, slots, grid) for grid in grids]
        groups = slots.groups()
        for found in groups.values():
            assign(found, self.facts)
        labelled = {g: sum(bool(s.labels) for s in found) / len(found) for g, found in groups.items()}
        total = sum(_explained(items, labelled) for items in streams)
        for grid, items in zip(grids, streams, strict=True):
            total += _headers_fit(grid, way.headers) if way.turned else _rest_fits(grid, way.headers, items)
        every = [slot for found in groups.values() for slot in found if slot.total or slot.labels]
        if way.name != "card":
            texts = sum(1 for grid in grids for _ in grid.texts)
            total += _list_fit(every, texts) - (w("turned") + w("turned_text") * texts if way.turned else 0.0)
        return total + w("slot_cost") * len(every)


def _levels_above(document: Document) -> list[Line]:
    """Lines taken for running heads that bear a policy level: what each page below stands under."""
    found: list[Line] = []
    for line in document.furniture:
        if is_level(line) and not (found and squash(found[-1].text) == squash(line.text)):
            found.append(line)
    return found


def _until(heads: list[Line], block: Block) -> Iterator[Line]:
    """Takes the heads of the pages up to a block's own."""
    places = block.places if isinstance(block, Table) else [line.place for line in block.lines]
    page = places[0].page if places else 1
    while heads and heads[0].place.page <= page:
        yield heads.pop(0)


def _explained(items: Sequence[Item], labelled: dict[Group, float]) -> float:
    """How well the texts of one table fit where they were put."""
    total, seen = 0.0, set[tuple[Slot, int]]()
    fits: dict[tuple[Slot, Kind], float] = {}
    for item in items:
        if isinstance(item, Said) and not item.over:
            slot, node = item.slot, item.node
            key = (slot, node.look.kind)
            fit = fits[key] if key in fits else fits.setdefault(key, _slot_fit(*key, labelled))
            fit += w("second_value") if (slot, item.row) in seen else 0.0
            seen.add((slot, item.row))
            if node.is_label:
                fit += w("sure_label_as_value") if node.is_sure else w("label_as_value")
            total += max(-2.0, fit)
        elif isinstance(item, Wide):
            total += w("band") if item.node.look.kind in _BANDS else w("wide_text")
        elif isinstance(item, Loose):
            total += w("loose")
    return total


def _slot_fit(slot: Slot, kind: Kind, labelled: dict[Group, float]) -> float:
    """How well a kind of text fits a slot."""
    fit = 1.0 + role_fit(slot, kind)
    if slot.role.field in _WASTE:
        fit = w("left_out") if slot.says(slot.role.field) > 0.5 else w("wasted")
    elif fit > 0:
        fit *= w("unsaid") + (1.0 - w("unsaid")) * slot.believed
    if slot.group == PAIRS:
        fit += w("pair_of_year") if slot.yearly else 0.0
    elif not slot.labels and labelled[slot.group] > 0.5:
        fit += w("column_without_label")
    return fit


def _rest_fits(grid: Grid, headers: int, items: Sequence[Item]) -> float:
    """What was taken for labels should look like labels; cells with labels of their own inside are none."""
    used = {id(item.node) for item in items if isinstance(item, Said | Wide | Loose)}
    labels = (node for node in grid.texts if id(node) not in used and (node.row < headers or not node.parts))
    return sum(w("label") if n.is_label else w("label_odds") * max(-4.5, min(4.5, n.odds)) for n in labels)


def _headers_fit(grid: Grid, h: int) -> float:
    heads = (node for node in grid.texts if node.col < h)
    return sum(w("label") if n.is_label else -1.0 + w("turned_odds") * max(-4.5, n.odds) for n in heads)


def _list_fit(slots: list[Slot], texts: int) -> float:
    """A list has a column of names, and its columns fit their roles."""
    total = 0.0 if any(s.role.field == "name" for s in slots) else -w("no_names") * (texts**0.5) - 1.0
    fits = [max(-2.0, s.role.score) for s in slots]
    return total + w("columns_fit") * sum(fits) / max(1, len(fits)) * min(len(fits), 9)


def _kin(evidence: Evidence) -> list[list[int]]:
    """Tables of one make: the same column edges, the same first row of labels, or the same labels anywhere."""
    parent = {n: n for n in evidence.grids}
    first: dict[object, int] = {}

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    headed: dict[object, object] = {}  # of each make, the header that stands over those that go on without
    for n, grid in evidence.grids.items():
        for key in _marks(evidence, grid, headed):
            parent[root(n)] = root(first.setdefault(key, n))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for n in evidence.grids:
        found[root(n)].append(n)
    return list(found.values())


def _marks(evidence: Evidence, grid: Grid, headed: dict[object, object]) -> Iterable[object]:
    """What a grid shares with those of its make; one without a header is of the make of the last one above."""
    head = tuple(node.key for node in grid.printed(0))
    is_headed = len(head) > 1 and all(node.is_label for node in grid.printed(0))
    if is_headed:
        yield "head", head
    if grid.edges:
        width = (grid.edges[-1] - grid.edges[0]) or 1.0
        edges = tuple(round((x - grid.edges[0]) / width * 40) for x in grid.edges)
        if is_headed:
            headed[edges] = head
        yield "edges", edges, headed.get(edges)
        return
    labels = tuple(sorted({n.key for n in grid.texts if n.is_label and evidence.count[n.key] > 1}))
    if len(labels) > 1:
        yield "labels", labels
    elif any(
        (f := BRACKETED.match(k.text)) and evidence.leading[squash(f[1])] >= 3 for n in grid.texts for k in n.lines
    ):
        yield "brackets", grid.n_cols
    elif grid.n_rows <= 4:
        yield "columns", grid.n_cols


class _Flow:
    """Running text: labels and what follows them, headings, the rest."""

    def __init__(self, evidence: Evidence, slots: Slots, items: list[Item], title: str) -> None:
        self.evidence, self.slots, self.items, self.title = evidence, slots, items, title
        self.label: str | None = None
        self.lines: list[Line] = []
        self.box: Box | None = None
        self.heads: Line | None = None
        """The line of the last label, where it is set as a heading."""
        self.runs_on = set[Line]()
        """Lines that go on with the line before."""
        self.head = {*heads_above_labels(evidence.document, self._label_of), *captions(evidence.document)}
        """Lines that head what stands below them, however they are set."""

    def flush(self) -> None:
        """Hand on the text below the last label."""
        if self.label is not None and self.lines:
            places = (Place(self.lines[0].place.page, self.box),) if self.box else ()
            node = Node(tuple(self.lines), 0, 0, 1, 1, False, places)
            self.items.append(self.slots.pair(look(self.label), node, new_row()))
        elif self.label is not None and self.heads is not None and look(self.label).kind in _HEADS:
            self.items.append(Title(self.heads))
        self.label, self.lines, self.heads = None, [], None

    def block(self, prose: Prose) -> None:
        self.box = prose.box
        self.runs_on = {line for group in groups(Piece(prose.lines)) for line in group[1:]}
        for line in prose.lines:
            if not is_contents(line) and line.size <= WATERMARK and line.text.strip():
                self._line(line)

    def _label_of(self, line: Line) -> tuple[str, str] | None:
        """The label that a line begins with, and the rest of the line."""
        alone = not stands_as_heading(self.evidence, line) or look(line.text).label >= SURE_LABEL
        found = self.evidence.label_of_line(line.text, alone=alone)
        if found is not None and is_level(line) and look(found[0]).label < SURE_LABEL:
            return None  # 重点課題１：モバイル環境への対応
        return found

    def _line(self, line: Line) -> None:
        stands_out = stands_as_heading(self.evidence, line) or id(line) in self.head
        found = self._label_of(line)
        if found is not None:
            self.flush()
            self.label, self.heads = found[0], line if stands_out else None
            if found[1].strip():
                self.lines.append(replace(line, text=found[1]))
        elif stands_out or (is_level(line) and self._ends_at(line)):
            self.flush()
            if line.place.page <= FIRST_PAGES and squash(line.text) in self.title:
                self.items.append(Plain(line))
            else:
                self._title(line)
        elif self.label is not None:
            self.lines.append(line)
        elif len(line.text) < SHORTEST_NOTE or self.evidence.count[squash(line.text)] < REPEATED_NOTE:
            self.items.append(Plain(line))

    def _title(self, line: Line) -> None:
        """A heading, or the line in which one that was too long goes on."""
        before = self.items[-1] if self.items else None
        goes_on = line in self.runs_on and heading(Piece((line,))) is None
        if isinstance(before, Title) and heading(Piece((line,))) is None and _is_bare(before):
            text = line.text.strip().removeprefix("「").removesuffix("」")  # 取組方針1 over 「行政運営の効率化」
            self.items[-1] = replace(before, rest=(*before.rest, replace(line, text=text)))
        elif goes_on and isinstance(before, Title) and type_of(before.lines[-1]) == type_of(line):
            self.items[-1] = replace(before, rest=(*before.rest, _closing(before, line)))
        else:
            self.items.append(Title(line))

    def _ends_at(self, line: Line) -> bool:
        """Whether a level's line ends the text below a label."""
        if self.lines:
            return look(line.text).kind == "level" and len(line.text) < 44
        return "policy" not in look(self.label or "").fields


def _title(facts: About) -> str:
    """The title of a document that names the plan it is: no initiative's name."""
    return squash(facts.title) if facts.title and names_plan(facts.title) else ""


def _released(evidence: Evidence, items: Sequence[Item]) -> list[Item]:
    """The items, headings that were cut into the card below them as headings: set and numbered like those outside."""
    classes = Counter(heading_class(item.line) for item in items if isinstance(item, Title))

    def is_heading(line: Line) -> bool:
        larger = is_level(line) and line.size > evidence.body[0] * LARGER
        return larger or classes[heading_class(line)] >= FEWEST_ALIKE

    found: list[Item] = []
    in_card = False
    for item in items:
        in_card = item.name == "card" if isinstance(item, Opened) else in_card
        lines = item.node.lines if in_card and isinstance(item, Wide | Loose) else ()
        if lines and is_heading(lines[0]):
            found.extend(Title(line) if is_heading(line) else Plain(line) for line in lines)
        else:
            found.append(item)
    return found


def _headed(items: Sequence[Item]) -> list[Item]:
    """The items, numbered lines directly above a table or heading as headings: １ 職員の勤務環境 over (1) …"""
    found: list[Item] = []
    for item in reversed(items):
        below = found[-1] if found else None
        if isinstance(item, Plain) and isinstance(below, Title | Opened) and _is_numbered(item.line):
            item = Title(item.line)
        found.append(item)
    return found[::-1]


def _is_bare(title: Title) -> bool:
    """Whether a heading is a level's word and number alone, its text set below it."""
    return is_level(title.line) and not title.rest and _BARE.fullmatch(title.line.text.strip()) is not None


def _closing(title: Title, line: Line) -> Line:
    """The line without the bracket that one left out above would close."""
    text = line.text.strip()
    opened = "".join(each.text for each in title.lines).count("「")
    return replace(line, text=text.removesuffix("」")) if text.count("」") > opened + text.count("「") else line


def _listed(item: Item) -> list[Item]:
    """A label's value, where the label means names and the value is a list of them: 取組項目 over ◆ … ◆ …"""
    if not (isinstance(item, Said) and item.slot.group == PAIRS and item.slot.role.field == "name"):
        return [item]
    items: list[list[Line]] = []
    for line in item.node.lines:
        if (mark := _ITEM.match(line.text)) is not None:
            items.append([replace(line, text=line.text[mark.end() :])])
        elif items:
            items[-1].append(line)
    whole = bool(item.node.lines) and _ITEM.match(item.node.lines[0].text) is not None
    if not whole or len(items) < 2 or item.slot.says("name") < 0.5:
        return [item]
    places = item.node.places
    nodes = [Node(tuple(lines), item.node.row, item.node.col, 1, 1, False, places) for lines in items]
    return [replace(item, node=node, row=new_row(), listed=True) for node in nodes]


def _is_numbered(line: Line) -> bool:
    found = heading(Piece((line,)))
    return found is not None and found.ordinal is not None


def stands_as_heading(evidence: Evidence, line: Line) -> bool:
    """Whether a line is set apart from the running text by its type."""
    if not line.text.strip() or line.text[:1] == "\u3000" or len(line.text) > LONGEST_HEADING:
        return False
    apart = line.size > evidence.body[0] * LARGER or type_of(line)[1] != evidence.body[1]
    return apart and line.text.rstrip()[-1:] not in "。、"


def is_level(line: Line) -> bool:
    """Whether a line bears a policy level's word and number, or an initiative's."""
    found = heading(Piece((line,)))
    return found is not None and (found.named or found.initiative)


def heading_class(line: Line) -> tuple[object, str]:
    """Headings of one class are set alike and numbered alike."""
    found = heading(Piece((line,)))
    if found is None:
        return type_of(line), ""
    return type_of(line), found.kind if found.named or found.initiative else "#"
