"""A table -> events: lists row by row, cards label by label, and the years nested in either.

One reader walks down the rows. A header row gives the columns their roles until the next header; a label at the left
gives its row (and the rows it is merged over) a field; a cell that fills a row alone is a band, title or indicator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from extract.model import Cell
from normalize import values
from normalize.chart import is_chart
from normalize.columns import VALUE_FIELDS, Grid, Header, dated_row, find_wide
from normalize.event import Card, Event, Start, Text, Unread, Value
from normalize.family import Field, common
from normalize.gaps import merged_down
from normalize.lists import list_row
from normalize.roles import roles_of
from normalize.shapes import (
    instead,
    is_label,
    is_labels_and_texts,
    is_measured,
    runs_on,
    title_of_card,
)
from normalize.text import squash
from normalize.topics import topic_events, topic_rows
from normalize.values import REGIONS, of_year, rows_of_values
from normalize.words.field import FIGURES, HIDDEN, TEXTS, those
from normalize.words.label import Label, label
from normalize.wrap import Piece, joined, of_cell


def events(grid: Grid, *, nested: bool = False, goes_on: bool = False) -> Iterator[Event]:
    """The events of a table in reading order; nothing where its labels make no layout.

    nested: the table stands under the heading of one initiative, so that 項目 heads its items, not initiatives.
    goes_on: it may be a further part of the form above, of as few labels as it likes.
    """
    fields = grid.fields
    if "year" in fields and fields <= {"year", "unknown"} and is_chart(grid):
        return
    if is_laid_out(fields) or (goes_on and is_labels_and_texts(grid)):
        items = nested and not fields & {"number", "departments"}
        yield from _Reader(grid, {"name": "indicator"} if items else {}).read()
    elif not fields:
        yield from topic_events(topic_rows(grid))


_MAKE = those("number", "name", "content", "objective", "goal", "indicator", "target", "baseline", "result", "grade")
"""Fields of which two make a table one of initiatives; what is beside the point may be headed by one of them."""


def is_laid_out(fields: Set[Field]) -> bool:
    """Whether labels are those of an initiative: who is in charge, its years, or two other things said of it.

    >>> is_laid_out({"name", "content"}), is_laid_out({"year"}), is_laid_out({"content", "budget", "note"})
    (True, True, False)
    """
    return bool(fields & {"departments", "year"}) or len(fields & _MAKE) > 1


class _Reader:
    """The walk down a table's rows."""

    def __init__(self, grid: Grid, reads_as: Mapping[Field, Field]) -> None:
        self.grid = grid
        self.reads_as = reads_as
        self.header: Header | None = None
        self.side: tuple[Label, Cell] | None = None
        self.title: Cell | None = None
        self.title_used = False
        self.named_rows = False
        self.first: str | None = None
        self.named: Piece | None = None
        self.over: Piece | None = None
        self.instead = instead(grid)

    def read(self) -> Iterator[Event]:
        row = 0
        while row < self.grid.table.n_rows:
            header = self.grid.header(row)
            if header is not None:
                self._enter(header)
                row = header.last + 1
                continue
            if self.header is not None and self.header.columns("name"):
                yield from list_row(self.grid, self.header, row)
            else:
                yield from self._card_row(row)
            row += 1

    def _enter(self, header: Header) -> None:
        self.title, self.named_rows = None, False
        self.header = Header(
            header.first, header.last, roles_of(self.grid, header, self.reads_as), header.cells, header.side
        )
        side, self.side = header.side, None
        found = label(side.text) if side is not None else None
        if side is not None and found is not None:
            self.side = (found, side)

    def _card_row(self, row: int) -> Iterator[Event]:
        printed = self.grid.printed(row)
        if not printed and not any(span.row == row for span in self.grid.table.spans):
            return
        labels = self.grid.labels(row)
        if self.side is not None and not runs_on(self.grid, self.side[1], row):
            self.side = None
        head = labels[0][1] if labels else None
        if (dated := dated_row(self.grid, row)) is not None and (head is not None or self.side is not None):
            if head is not None and len(labels) > 2:
                self.side = (head, labels[0][0])
            if self.side is not None:
                yield of_year(self.side[0], dated[1], dated[2])
                return
        if head is not None and head.field != "year" and len(printed) > 0 and not self._is_data(row, head):
            yield from self._label_row(row, labels)
            return
        known = [n for n, (_, lab) in enumerate(labels) if lab is not None]
        if head is None and self.header is None and known and known[0] + 1 < len(labels):
            # 総合計画の位置付け beside 基本目標 | …: a heading of labels that says nothing itself.
            groups = (cell for cell, _ in labels[: known[0]] if squash(cell.text) not in common().cycle)
            yield from (Unread(of_cell(cell), "") for cell in groups)
            yield from self._label_row(row, labels[known[0] :])
            return
        wide = find_wide(self.grid, row)
        if wide is not None and self.side is not None and self._is_headed(self.side[1], wide):
            yield from self._below_label(self.side[0], wide)
        elif wide is not None and self._begins_card(row):
            self.header, self.title, self.side, self.first = None, None, None, None
            yield Start(of_cell(wide))
        elif self.header is not None:
            yield from self._matrix_row(row, printed)
        elif self.side is not None:
            yield from (
                Text((self.side[0].field,), of_cell(c), self.side[0].printed, self.side[0].year) for c in printed
            )
        else:
            yield from (Unread(of_cell(cell), "") for cell in printed)

    def _is_data(self, row: int, head: Label) -> bool:
        """A row under a header of years may begin with a word that is a label elsewhere (目標値 | 10 | 20)."""
        if self.header is None or head.field not in FIGURES:
            return False
        first = self.grid.printed(row)[0]
        rest = self.grid.printed(row)[1:]
        return first.rowspan == 1 and bool(rest) and values.all_values(rest) and bool(self.header.columns("year"))

    def _begins_card(self, row: int) -> bool:
        """Whether a cell that fills a row is the title of a card: labels follow, or no label stands above."""
        below_side = self.side is None or row >= self.side[1].row + self.side[1].rowspan
        return below_side and (title_of_card(self.grid, row) or (self.header is None and self.side is None))

    def _is_headed(self, over: Cell, wide: Cell) -> bool:
        """Whether the label in the row above fills that row as the cell fills its own."""
        return over.colspan == self.grid.width and over.row + over.rowspan == wide.row

    def _below_label(self, said: Label, wide: Cell) -> Iterator[Event]:
        self.side = None
        if said.field == "indicator":
            self.over = of_cell(wide)
        else:
            yield Text((said.field,), of_cell(wide), said.printed, said.year)

    def _label_row(self, row: int, labels: list[tuple[Cell, Label | None]]) -> Iterator[Event]:
        self.over = None
        head, head_label = labels[0][0], labels[0][1]
        rest = [cell for cell, _ in labels[1:]]
        if head_label is not None and self.header is not None and self._is_region(head_label, rest):
            # A conversion may print the next label one row early: then the title above still waits for its values.
            pending = self.title is not None and not self.title_used and values.all_values(rest)
            self.side, self.title = (head_label, head), self.title if pending else None
            yield from self._matrix_row(row, rest)
            return
        current: Label | None = None
        number: Piece | None = None
        over = self._years_over(rest)
        for cell, found in labels:
            if found is not None and found.field != "year":
                if found.printed == self.first:
                    self.header, self.title = None, None
                    yield Card()
                self.first = self.first or found.printed
                current = found._replace(field=self.instead.get(found.printed, found.field))
                self.side = (found, cell)
                continue
            if current is not None and is_label(cell, labels):
                current = Label("unknown", None, joined(of_cell(cell)), sure=False)
            elif current is None:
                yield Unread(of_cell(cell), "")
            elif current.field == "unknown":
                yield Unread(of_cell(cell), current.printed)
            elif current.field == "indicator" and is_measured(self.grid, row, cell):
                self.named = of_cell(cell)
            elif self.named is not None and (headed := values.headed(cell)) is not None:
                yield Value(values.MEANINGS[headed[0].field], headed[1], headed[0].year, self.named)
            elif self.named is not None and current.field in values.MEANINGS and values.all_values([cell]):
                yield Value(values.MEANINGS[current.field], of_cell(cell), current.year, self.named)
            elif current.field == "number":
                number = of_cell(cell)
                yield Text(("number",), number, current.printed)
            elif current.field == "name":
                self.header, self.title = None, None
                yield Start(of_cell(cell), number)
                current = self.named = None
            elif current.field not in HIDDEN - {"rate"}:
                yield Text((current.field,), of_cell(cell), current.printed, current.year or over.get(cell.col))

    def _years_over(self, cells: list[Cell]) -> dict[int, int]:
        """The years of the columns that a row's texts stand in, where it has several and each one has its year."""
        roles = self.header.roles if self.header is not None else {}
        years = {c.col: role.year for c in cells if (role := roles.get(c.col)) is not None and role.year is not None}
        return years if len(years) == len(cells) > 1 and len(set(years.values())) == len(years) else {}

    def _is_region(self, head: Label, rest: list[Cell]) -> bool:
        """Whether a label's rows stand under the years; 取組実績 beside prose does not."""
        if head.field == "content":  # 計画内容 before the stages of several years
            return len(rest) > 1 and values.all_values(rest) and len(self.header.stating() if self.header else ()) > 1
        return head.field in REGIONS and (head.field not in ("result", "goal") or values.all_values(rest))

    def _matrix_row(self, row: int, printed: list[Cell]) -> Iterator[Event]:
        assert self.header is not None
        region = self.side[0] if self.side else None
        if region is not None and region.field in ("budget", "ignore"):
            return
        spans = [span for span in self.grid.table.spans if span.row == row]
        merged = merged_down(self.grid, row, self.header) if printed else None
        if merged is not None:
            stated = rows_of_values(self.grid, merged, self.header, of_cell(printed[0]), region)
            yield from (replace(value, flags=(*value.flags, "gap")) for value in stated)
            return
        above = bool(values.running(self.grid, row, self.header.columns(*VALUE_FIELDS)))
        if len(printed) == 1 and not spans and not above and not values.flattened(printed[0], self.header):
            only = printed[0]
            role = self.header.roles.get(only.col)
            alone = find_wide(self.grid, row) is not None or only.col not in self.header.columns(*VALUE_FIELDS)
            stated = only.col in self.header.columns(*VALUE_FIELDS) and values.all_values(printed)
            if (only.colspan > 1 and not stated) or (alone and (role is None or role.field not in VALUE_FIELDS)):
                self.title, self.title_used = only, False
                return
        if len(printed) == 1 and spans and not values.all_values(printed) and printed[0].colspan > 1:
            # The words of an action stand over the arrow of its years, in one cell.
            self.title = printed[0]
        side = self.side[1] if self.side else None
        titled = self.title is not None and not self.title_used
        indicator = values.indicator(self.grid, row, self.header, side, titled=titled) or self.title
        piece = of_cell(indicator) if isinstance(indicator, Cell) else indicator or self.over
        self.title_used = True
        if piece is None:
            yield from self._prose_of_columns(row)
        if piece is None and self.named_rows:
            yield from (Unread(of_cell(cell), "") for cell in printed)
            return
        self.named_rows = piece is not None
        yield from rows_of_values(self.grid, row, self.header, piece, region)

    def _prose_of_columns(self, row: int) -> Iterator[Event]:
        """The texts of a row without an indicator: what is to be done, what was, what follows from it."""
        assert self.header is not None
        for column, role in self.header.roles.items():
            cell = self.grid.at.get((row, column))
            if cell is None or (cell.row, cell.col) != (row, column) or not cell.lines:
                continue
            if role.field in TEXTS - {"direction"}:
                yield Text(role.fields, of_cell(cell), role.printed, role.year)
            elif role.field in ("target", "result") and not values.states_value(role, cell, self.header):
                fields = ("content",) if role.printed.endswith("計画") else role.fields
                yield Text(fields, of_cell(cell), role.printed, role.year)
