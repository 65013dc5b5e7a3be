"""What a plan prints into blocks, by the unit of a record: rows, cards, sheets, paragraphs, boxes, columns, joins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Literal

from .content import Initiative
from .model import Block, Box, Break, Cell, Gap, Keep, Mark, Side, Table, Text
from .printed import Field, Figures, Printer

WIDTHS = {
    "number": 0.9, "name": 2.8, "departments": 1.7, "content": 5.0, "objective": 3.4, "direction": 1.2, "people": 1.3,
    "sdgs": 1.2, "law": 1.6, "related": 1.8, "budget": 1.3, "narrative": 4.2, "grade": 1.1, "improvement": 3.4,
    "indicator": 4.4,
}  # fmt: skip
"""How wide a column of a list is, in parts."""
SHORT = {"number", "departments", "direction", "people", "sdgs", "law", "related", "budget", "grade"}
CENTRED = {"number", "direction", "sdgs", "grade"}
LATE = {"narrative", "grade", "improvement"}
"""What a report says of a record stands behind its figures."""
Rows = list[tuple[Cell, ...]]
Kind = Literal["plain", "bar", "under", "tab", "frame"]


def blocks(printer: Printer) -> list[Block]:
    """All records of a plan, under their policies."""
    unit = printer.choices.unit
    makers: dict[str, Callable[[Printer], list[Block]]] = {
        "row": lists, "rows": lists, "join": joined, "facing": facing, "trans": transposed,
    }  # fmt: skip
    if unit in makers:
        return makers[unit](printer)
    return under_headings(printer, {"para": paragraphs, "boxes": boxes, "small": small, "sheet": sheet}.get(unit, card))


def grouped(printer: Printer) -> Iterator[tuple[tuple[int, ...], list[Initiative]]]:
    for path, items in groupby(printer.plan.initiatives, key=lambda item: item.policy):
        yield path, list(items)


def new_levels(printer: Printer, items: list[Initiative], before: list[str]) -> list[tuple[int, str]]:
    """The headings that are new with these records, with their depth."""
    levels = printer.levels(items[0])
    same = 0
    while same < min(len(levels), len(before)) and levels[same] == before[same]:
        same += 1
    return list(enumerate(levels))[same:]


def heading_blocks(printer: Printer, new: list[tuple[int, str]]) -> list[Block]:
    """Levels of policy as text above what they hold; nothing where the records say them."""
    hierarchy = printer.choices.hierarchy
    if hierarchy not in ("heading", "tabs"):
        return []
    kinds: tuple[tuple[Kind, Kind, Kind], ...] = (
        ("bar", "tab", "under"),
        ("under", "plain", "plain"),
        ("frame", "plain", "plain"),
    )
    kind = kinds[0] if hierarchy == "tabs" else kinds[1 + printer.manner.middle]
    return [Text(said, (1.4, 1.25, 1.15)[depth], True, kind[depth], after=6) for depth, said in new]


def under_headings(printer: Printer, draw: Callable[[Printer, Initiative], list[Block]]) -> list[Block]:
    out: list[Block] = []
    before: list[str] = []
    paged = printer.choices.unit == "page" or (printer.choices.unit == "sheet" and printer.manner.middle == 1)
    for _, items in grouped(printer):
        for n, item in enumerate(items):
            new = new_levels(printer, items, before) if n == 0 else []
            if paged:
                out.append(Break())
                new = list(enumerate(printer.levels(item)))
            out += heading_blocks(printer, new)
            out += [*draw(printer, item), Gap(9)]
        before = printer.levels(items[0])
    return out


# ---- lists


def list_keys(printer: Printer) -> list[str]:
    return list(printer.manner.shown)


def column_cell(printer: Printer, field: Field) -> Cell:
    """A value in a list; where labels stand in the cells, its label is in front of it."""
    if printer.choices.place == "head":
        glue = "" if field.key in SHORT else "\n"
        return Cell(f"【{field.label}】{glue}{field.text}")
    centred = SHORT if printer.manner.parted else CENTRED
    align = "right" if field.key == "budget" else "center" if field.key in centred else None
    return Cell(field.text, align=align)


class Columns:
    """The columns of a list: fields before the figures, the figures, fields behind them."""

    def __init__(self, printer: Printer, keys: list[str], *, figures: bool = True, side: int = 0) -> None:
        self.printer = printer
        self.early = [key for key in keys if key not in LATE]
        self.late = [key for key in keys if key in LATE]
        self.side = side
        first = printer.plan.initiatives[0]
        self.figures = printer.figures(first) if figures else None
        self.said = figures and printer.said(first) is not None
        if self.said:
            self.early.append("indicator")

    @property
    def widths(self) -> tuple[float, ...]:
        stretch, wide = self.printer.manner.stretch, 1.3 if self.printer.choices.place == "head" else 0.95
        middle = tuple(w * wide for w in self.figures.widths) if self.figures else ()
        return (
            *[1.9 * stretch[0]] * self.side,
            *(WIDTHS[k] * stretch[n % len(stretch)] for n, k in enumerate(self.early)),
            *middle,
            *(WIDTHS[k] * stretch[-1 - n] for n, k in enumerate(self.late)),
        )

    def head(self) -> Rows:
        """The header rows, none where labels do not stand above."""
        if self.printer.choices.place != "above":
            return []
        tall = len(self.figures.head) if self.figures else 1
        labels = self.printer.labels
        wording = self.printer.wording
        side = [Cell(word, "label", rows=tall) for word in (wording.one, wording.two, wording.three)[: self.side]]
        left = [Cell(labels[k], "label", rows=tall) for k in self.early]
        right = [Cell(labels[k], "label", rows=tall) for k in self.late]
        middle = list(self.figures.head[0]) if self.figures else []
        rows: Rows = [(*side, *left, *middle, *right)]
        return [*rows, *(self.figures.head[1:] if self.figures else ())]

    def rows(self, item: Initiative) -> tuple[Rows, tuple[Mark, ...]]:
        """The rows of a record; marks count from its first."""
        printer = self.printer
        figures = printer.figures(item) if self.figures else None
        tall = len(figures.rows) if figures else 1
        fields = {f.key: f for f in printer.fields(item)}
        said = printer.said(item) if self.said else None
        if said:
            fields["indicator"] = said
        left = [replace(column_cell(printer, fields[k]), rows=tall) for k in self.early]
        right = [replace(column_cell(printer, fields[k]), rows=tall) for k in self.late]
        if not figures:
            return [(*left, *right)], ()
        values = [self.labelled(figures, row) for row in figures.rows]
        first = (*left, *values[0], *right)
        start = self.side + len(self.early)
        marks = tuple(m._replace(first=m.first + start, last=m.last + start) for m in figures.marks)
        return [first, *values[1:]], marks

    def labelled(self, figures: Figures, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        if self.printer.choices.place != "head":
            return row
        return tuple(replace(c, text=f"【{label}】\n{c.text}") for c, label in zip(row, figures.columns, strict=True))

    def told(self) -> str:
        """The columns in a sentence, for tables without a header."""
        labels = [self.printer.labels[k] for k in self.early]
        labels += list(self.figures.columns) if self.figures else []
        labels += [self.printer.labels[k] for k in self.late]
        side = [*self.printer.wording[1:]][: self.side]
        said = "、".join(f"「{label}」" for label in [*side, *labels])
        return f"各表の欄は、左から順に、{said}を示しています。"


def lists(printer: Printer) -> list[Block]:
    side = printer.choices.levels if printer.choices.hierarchy in ("merged", "col") else 0
    columns = Columns(printer, list_keys(printer), side=side)
    return tables_of(printer, columns, list(grouped(printer)))


def tables_of(
    printer: Printer, columns: Columns, groups: list[tuple[tuple[int, ...], list[Initiative]]]
) -> list[Block]:
    """One table, or one under each heading; where labels stand nowhere, a sentence before the first."""
    out: list[Block] = [Text(columns.told(), after=6)] if printer.choices.place == "none" else []
    builder = ListBuilder(printer, columns)
    before: list[str] = []
    for _, items in groups:
        new = new_levels(printer, items, before)
        if printer.choices.hierarchy == "heading":
            out += [*builder.finished(), Gap(4), *heading_blocks(printer, new)]
        builder.add(items, new)
        before = printer.levels(items[0])
    return out + builder.finished()


class ListBuilder:
    """Gathers the rows of a list."""

    def __init__(self, printer: Printer, columns: Columns) -> None:
        self.printer, self.columns = printer, columns
        self.heights: dict[tuple[int, ...], int] = {}
        if printer.choices.hierarchy == "merged":
            for item in printer.plan.initiatives:
                for depth in range(1, len(item.policy) + 1):
                    under = item.policy[:depth]
                    self.heights[under] = self.heights.get(under, 0) + len(columns.rows(item)[0])
        self.clear()

    def clear(self) -> None:
        self.rows: Rows = self.columns.head()
        self.heads = len(self.rows)
        self.marks: list[Mark] = []
        self.records: list[int] = []

    def add(self, items: list[Initiative], new: list[tuple[int, str]]) -> None:
        if self.printer.choices.hierarchy == "band":
            wide = len(self.columns.widths)
            self.rows += [(Cell(said, "band", cols=wide, align="left"),) for _, said in new]
        made = [self.columns.rows(item) for item in items]
        for n, (rows, marks) in enumerate(made):
            self.records.append(len(self.rows))
            self.marks += [m._replace(row=m.row + len(self.rows)) for m in marks]
            rows[0] = (*self.side(items[n], len(rows), {depth for depth, _ in new} if n == 0 else set()), *rows[0])
            self.rows += rows

    def side(self, item: Initiative, rows: int, new: set[int]) -> list[Cell]:
        """The cells that say the policy at the left: merged over all its records, or again in each."""
        levels = self.printer.levels(item)[: self.columns.side]
        if self.printer.choices.hierarchy == "col":
            return [Cell(said, rows=rows) for said in levels]
        heights = [self.heights.get(item.policy[: depth + 1], 1) for depth in range(len(levels))]
        return [Cell(said, rows=heights[depth]) for depth, said in enumerate(levels) if depth in new]

    def finished(self) -> list[Block]:
        """The table so far, if it holds a record."""
        if not self.records:
            return []
        table = Table(self.columns.widths, tuple(self.rows), self.heads, tuple(self.marks), tuple(self.records))
        self.clear()
        note = self.printer.manner.note
        return [table, Text(note, 0.9, after=4)] if note else [table]


def joined(printer: Printer) -> list[Block]:
    """A table of what the records are, then one of their figures, joined by number."""
    first = [key for key in printer.manner.shown if key not in LATE]
    second = ["number", *(["name"] if printer.manner.middle else []), *(k for k in printer.manner.shown if k in LATE)]
    groups = list(grouped(printer))
    side = printer.choices.levels if printer.choices.hierarchy == "col" else 0
    out: list[Block] = [Text("（1）取組の概要", 1.1, True)]
    out += tables_of(printer, Columns(printer, first, figures=False, side=side), groups)
    out += [Break() if printer.manner.two_heads else Gap(14), Text("（2）目標と進み具合", 1.1, True)]
    flat = [((), list(printer.plan.initiatives))]
    return out + second_table(printer, Columns(printer, second), flat)


def second_table(
    printer: Printer, columns: Columns, groups: list[tuple[tuple[int, ...], list[Initiative]]]
) -> list[Block]:
    """The table that says only numbers and figures has no policies of its own."""
    builder = ListBuilder(printer, columns)
    for _, items in groups:
        builder.add(items, [])
    told: list[Block] = [Text(columns.told(), after=6)] if printer.choices.place == "none" else []
    return told + builder.finished()


def facing(printer: Printer) -> list[Block]:
    """Two pages side by side: the left one says what the records are, the right one their figures."""
    first = [key for key in printer.manner.shown if key not in LATE]
    second = ["number", *(k for k in printer.manner.shown if k in LATE)]
    left, right = Columns(printer, first, figures=False), Columns(printer, second)
    out: list[Block] = []
    before: list[str] = []
    for _, items in grouped(printer):
        for start in range(0, len(items), 6):
            some = items[start : start + 6]
            new = new_levels(printer, some, before)
            builder = ListBuilder(printer, left)
            builder.add(some, new)
            told: list[Block] = [Text(left.told(), after=6)] if printer.choices.place == "none" and not before else []
            out += [Break(), *told, *heading_blocks(printer, new), *builder.finished(), Break()]
            out += second_table(printer, right, [((), some)])
            before = printer.levels(some[0])
    return out


# ---- cards


def record_fields(printer: Printer, item: Initiative, *, named: bool) -> tuple[list[Field], list[Field]]:
    """The fields before the figures and behind them; `named` where the name is said elsewhere."""
    fields = printer.fields(item)
    if printer.choices.hierarchy == "field":
        words = printer.wording[1:]
        fields = [Field("level", word, said) for word, said in zip(words, printer.levels(item), strict=False)] + fields
    if named:
        fields = [f for f in fields if f.key not in ("number", "name")]
    early = [f for f in fields if f.key not in LATE]
    said = printer.said(item)
    return early + ([said] if said else []), [f for f in fields if f.key in LATE]


def is_short(field: Field) -> bool:
    return field.key in SHORT and len(field.text) < 16 and "\n" not in field.text


def field_rows(printer: Printer, fields: list[Field]) -> list[Table]:
    """Fields as the rows of a card, their labels where the plan has them."""
    if not fields:
        return []
    place = printer.choices.place
    makers = {"left": _left, "vert": _left, "pairs": _pairs, "above": _above, "bar": _bar, "head": _head}
    tables = makers[place](fields, place)
    if place in ("left", "pairs"):
        narrow = printer.manner.stretch[0]
        even = [w * (narrow if n % 2 == 0 else 1) for n, w in enumerate(tables[0].widths)]
        tables = [replace(tables[0], widths=tuple(even))]
    return tables


def _left(fields: list[Field], place: str) -> list[Table]:
    vertical = place == "vert"
    rows = [(Cell(f.label, "label", vertical=vertical and len(f.label) < 9), Cell(f.text)) for f in fields]
    return [Table((0.9, 12) if vertical else (3, 12), tuple(rows))]


def _pairs(fields: list[Field], _: str) -> list[Table]:
    """Two short fields share a row; what is left alone runs to the right edge."""
    rows: Rows = []
    waiting: list[Field] = []
    for f in fields:
        if is_short(f):
            waiting.append(f)
        else:
            rows += [_wide_pair(w) for w in waiting]
            waiting = []
            rows.append(_wide_pair(f))
        if len(waiting) == 2:
            rows.append(tuple(c for w in waiting for c in (Cell(w.label, "label"), Cell(w.text))))
            waiting = []
    rows += [_wide_pair(w) for w in waiting]
    return [Table((2.6, 5, 2.6, 5), tuple(rows))]


def _wide_pair(field: Field) -> tuple[Cell, ...]:
    return (Cell(field.label, "label"), Cell(field.text, cols=3))


def _above(fields: list[Field], _: str) -> list[Table]:
    """Up to three fields side by side, a row of labels over a row of values."""
    out: list[Table] = []
    rest = list(fields)
    while rest:
        few = 3 if all(is_short(f) for f in rest[:3]) else 2 if len(rest) != 3 else 1
        some, rest = rest[:few], rest[few:]
        labels = tuple(Cell(f.label, "label") for f in some)
        out.append(Table((1,) * len(some), (labels, tuple(Cell(f.text) for f in some))))
    return out


def _bar(fields: list[Field], _: str) -> list[Table]:
    return [Table((1,), tuple((cell,) for f in fields for cell in (Cell(f.label, "label"), Cell(f.text))))]


def _head(fields: list[Field], _: str) -> list[Table]:
    return [Table((1,), tuple((Cell(f"【{f.label}】{'' if is_short(f) else chr(10)}{f.text}"),) for f in fields))]


def figure_tables(printer: Printer, item: Initiative) -> list[Table]:
    """The figures of a record as a table of their own width, or within a cell beside a label."""
    figures = printer.figures(item)
    if not figures:
        return []
    made = figure_table(figures)
    if printer.choices.figures != "nested":
        return [made]
    label = printer.labels["indicator"]
    if printer.choices.place in ("left", "vert", "pairs"):
        return [Table((2.2, 12.8), ((Cell(label, "label"), Cell(inner=made)),))]
    return [Table((1,), ((Cell(label, "label"),), (Cell(inner=made),)))]


def figure_table(figures: Figures) -> Table:
    tall = len(figures.head)
    marks = tuple(m._replace(row=m.row + tall) for m in figures.marks)
    return Table(figures.widths, (*figures.head, *figures.rows), 0, marks)


def card(printer: Printer, item: Initiative) -> list[Block]:
    """One frame that holds everything of a record."""
    band = printer.manner.title_band
    early, late = record_fields(printer, item, named=band)
    title = [Table((1,), ((Cell(printer.titled(item), "title"),),))] if band else []
    tables = [*title, *field_rows(printer, early), *figure_tables(printer, item), *field_rows(printer, late)]
    return [Keep(tuple(_stacked(printer, tables)))]


def _stacked(printer: Printer, tables: list[Table]) -> list[Block]:
    """Tables one on the other as one frame; some plans leave a little white between them."""
    if printer.manner.parted:
        return [*tables]
    held: list[Block] = [replace(t, after=0.0) for t in tables[:-1]]
    return [*held, *tables[-1:]]


def name_heading(printer: Printer, item: Initiative) -> Text:
    return Text(printer.titled(item), 1.1, True, after=3)


def small(printer: Printer, item: Initiative) -> list[Block]:
    """A heading, and a small table under it."""
    early, late = record_fields(printer, item, named=True)
    tables = [*field_rows(printer, early), *figure_tables(printer, item), *field_rows(printer, late)]
    return [Keep((name_heading(printer, item), *_stacked(printer, tables)))]


CAPTIONS = ("基本情報", "取組の説明", "目標の推移", "実績と評価")


def sheet(printer: Printer, item: Initiative) -> list[Block]:
    """A heading, and several captioned tables under it."""
    early, late = record_fields(printer, item, named=not printer.manner.title_band)
    cut = max(1, len(early) // 2)
    parts = [
        field_rows(printer, early[:cut]),
        field_rows(printer, early[cut:]),
        figure_tables(printer, item),
        field_rows(printer, late),
    ]
    out: list[Block] = [] if printer.manner.title_band else [name_heading(printer, item)]
    n = 0
    for caption, part in zip(CAPTIONS, parts, strict=True):
        if part:
            n += 1
            said = f"（{n}）{caption}" if printer.manner.counted != "none" else f"■{caption}"
            out += [Keep((Text(said, 1.0, True, after=2), *_stacked(printer, part))), Gap(5)]
    return out


def paragraphs(printer: Printer, item: Initiative) -> list[Block]:
    """A heading, and labelled paragraphs."""
    early, late = record_fields(printer, item, named=True)
    out: list[Block] = [name_heading(printer, item)]
    for f in early:
        out += said_field(printer, f)
    tables = figure_tables(printer, item)
    out += [Keep((Gap(3), *tables, Gap(3)))] if tables else []
    for f in late:
        out += said_field(printer, f)
    return out


def said_field(printer: Printer, field: Field) -> list[Block]:
    long = not is_short(field)
    match printer.choices.place:
        case "head":
            said = f"【{field.label}】"
        case "left":
            said = f"○{field.label}" if long else f"{'○・'[printer.manner.middle]}{field.label}："
        case "bar":
            return [
                Text(field.label, 1.0, True, "tab", indent=6, after=1),
                *(Text(line, indent=12) for line in field.text.split("\n")),
            ]
        case _:
            return [
                Text(field.label, 1.0, True, indent=6, after=0),
                *(Text(line, indent=14) for line in field.text.split("\n")),
            ]
    if not long:
        return [Text(said + field.text, indent=6)]
    return [Text(said, indent=6, after=0), *(Text(line, indent=16) for line in field.text.split("\n"))]


def boxes(printer: Printer, item: Initiative) -> list[Block]:
    """A heading, and boxes side by side; figures run over the whole width."""
    early, late = record_fields(printer, item, named=True)
    out: list[Block] = [name_heading(printer, item)]
    out += box_rows(printer, early)
    tables = figure_tables(printer, item)
    out += [*tables, Gap(5)] if tables else []
    return [Keep((*out, *box_rows(printer, late)))]


def box_rows(printer: Printer, fields: list[Field]) -> list[Block]:
    out: list[Block] = []
    rest = list(fields)
    while rest:
        two = (
            len(rest) > 1 and printer.choices.columns == 1 and rest[0].key != "indicator" and rest[1].key != "indicator"
        )
        some, rest = rest[: 1 + two], rest[1 + two :]
        out.append(Side(tuple(tuple(boxed(printer, f)) for f in some), (1.0,) * len(some)))
    return out


def boxed(printer: Printer, field: Field) -> list[Block]:
    lines = [Text(line, after=1) for line in field.text.split("\n")]
    match printer.choices.place:
        case "head":
            return [Box((Text(f"【{field.label}】", after=1), *lines))]
        case "bar":
            return [Text(field.label, 1.0, False, "bar", after=0), Box(tuple(lines))]
        case "left":
            return [Table((2.6, 7), ((Cell(field.label, "label"), Cell(field.text)),))]
        case _:
            return [Text(field.label, 0.95, True, after=1), Box(tuple(lines))]


# ---- records as columns


def transposed(printer: Printer) -> list[Block]:
    """A record a column, two to four in a table."""
    out: list[Block] = []
    before: list[str] = []
    many = 2 + printer.manner.middle
    for _, items in grouped(printer):
        new = new_levels(printer, items, before)
        if printer.choices.place == "none" and not before:
            out.append(
                Text(f"各表は、1列に1件を記載し、上から順に、{told_rows(printer, items[0])}を示しています。", after=6)
            )
        out += heading_blocks(printer, new)
        for start in range(0, len(items), many):
            out += [Keep((turned_table(printer, items[start : start + many]),)), Gap(8)]
        before = printer.levels(items[0])
    return out


def turned_rows(printer: Printer, item: Initiative) -> list[Field]:
    early, late = record_fields(printer, item, named=False)
    figures = printer.figures(item)
    if not figures:
        return early + late
    values = zip(figures.columns, figures.rows[0], strict=True)
    return [*early, *(Field("figure", label, cell.text) for label, cell in values), *late]


def told_rows(printer: Printer, item: Initiative) -> str:
    return "、".join(f"「{f.label}」" for f in turned_rows(printer, item))


def turned_table(printer: Printer, items: list[Initiative]) -> Table:
    columns = [turned_rows(printer, item) for item in items]
    place = printer.choices.place
    rows: Rows = []
    for fields in zip(*columns, strict=True):
        cells = [turned_cell(f, place) for f in fields]
        rows.append((Cell(fields[0].label, "label"), *cells) if place == "left" else tuple(cells))
    return Table((*([2.4] if place == "left" else []), *[5.0] * len(items)), tuple(rows))


def turned_cell(field: Field, place: str) -> Cell:
    if place == "head":
        return Cell(f"【{field.label}】{'' if is_short(field) or field.key == 'figure' else chr(10)}{field.text}")
    return Cell(field.text, align="center" if field.key in ("figure", *CENTRED) else None)
