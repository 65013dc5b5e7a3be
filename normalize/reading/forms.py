"""Units -> forms: what a unit's items say, under the headings it stands below, with the figures of tables elsewhere
that its number or name joins to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import cast

import regex

from normalize.era import fiscal_year
from normalize.event import Meaning, Text, Unread, Value
from normalize.family import Field
from normalize.form import Form
from normalize.outline import Outline, heading, policy, styled
from normalize.quantity import is_blank, quantity
from normalize.reading.figures import stated
from normalize.reading.grid import SURE_LABEL, Node, name_key
from normalize.reading.slots import PAIRS, Slot
from normalize.reading.stream import Stream
from normalize.reading.tables import VALUE_WORDS, Closed, Drawn, Item, Loose, Opened, Plain, Said, Title, Wide
from normalize.reading.units import (
    INDEX,
    Beginning,
    Cut,
    Unit,
    copies,
    cuts,
    foreign,
    is_plan,
    name_piece,
    owners_above,
)
from normalize.source import naming
from normalize.stage import carries, is_stage_word
from normalize.term import Term, term
from normalize.text import BULLETS, split_enumerator, squash
from normalize.words import look
from normalize.wrap import Piece, joined

LONGEST_TARGET = 60
"""Characters of the longest target said for a year; what is longer is prose."""
BUDGET = 0.8
"""How surely a row's word must say that it states money."""
_TEXTS = ("departments", "content", "objective", "goal", "direction", "grade", "improvement", "result", "schedule")
_MEANINGS = ("target", "result", "baseline", "rate")
_NUMBERED = regex.compile(
    r"\s*((?:取組|施策|事業|アクション|重点|プロジェクト|No\.?|№)\s*[\d０-９]+(?:[-－.‐][\d０-９]+)*"
    r"|[A-ZＡ-Ｚ]?[-－]?[\d０-９]+(?:[-－‐][\d０-９]+)+)[\s\u3000:：.．]+(\S.*)$"
)
_GLUED = regex.compile(r"\s*(\d{1,3}|[①-⑳]|[(（]\d{1,2}[)）])(?=[^\d\s.,人件年月回歳つ割次世代Dｄ%％])(\S.*)$")
_ITEM = regex.compile(r"\s*(?:[①-⑳]|[⑴-⒇]|[(（]\d{1,2}[)）]|[・●‧]|[ア-オ][\s　])")
_UNIT_NOTE = regex.compile(r"[(（][^()（）0-9０-９]{1,6}[)）]\s*$")
_BULLET = regex.compile(rf"\s*[{BULLETS}]\s*")
_BASELINE_NOTE = regex.compile(r"[(（][^()（）]*(?:実績|現状|基準|策定時)[^()（）]*[:：][^()（）]*[)）]\s*$")


class Forms:
    """The forms of a stream. cut: the way of cutting it that was chosen; rivals: all ways, the best first."""

    def __init__(self, stream: Stream) -> None:
        self.items, self.evidence = stream.items, stream.evidence
        self.rivals = cuts(self.evidence, self.items, list(stream.slots.known.values()))
        self.owners = owners_above(self.items)
        self.found: list[Form] = []
        self.unread: list[Unread] = []
        self.begins: dict[int, int] = {}
        """Where in the stream each form begins, by its identity."""
        self.by_name: dict[str, Form | None] = {}
        """By name and by number; None where several initiatives have it."""
        self.by_number: dict[str, Form | None] = {}
        self.name_words: set[str] = set()
        """The labels under which the initiatives are named."""
        good = [cut for cut in self.rivals if is_plan(cut)]
        self.cut = good[0] if good else None
        if self.cut is not None:
            self._all()

    def _all(self) -> None:
        assert self.cut is not None
        named = [self.items[unit.name] for unit in self.cut.units]
        self.name_words = {n.slot.said.core for n in named if isinstance(n, Said) and n.slot.said is not None}
        taken: set[int] = set()
        self._emit(self.cut)
        for unit in self.cut.units:
            taken.update(range(unit.begin, unit.end))
        for cut in self.rivals:
            listed = cut.by.listed and isinstance(cut.by.which, tuple) and cut.by.which[0] == "list"
            labelled = cut.by.which == PAIRS and cut.by.slot is None
            if not ((listed and is_plan(cut)) or labelled) or cut.by.goes_on:
                continue
            if cut is self.cut or cut.by[:2] == self.cut.by[:2]:
                continue
            free = [unit for unit in cut.units if taken.isdisjoint(range(unit.begin, unit.end))]
            if not free:
                continue
            known = 2 * sum(self._key(unit) in self.by_name for unit in free) >= len(free)
            rest = cut._replace(units=free)
            if not known and (labelled or not is_plan(rest)):
                continue
            if known and not all(set(unit.fields) <= INDEX for unit in free):
                self._join_named(rest)
            else:
                self._emit(rest)
            for unit in free:
                taken.update(range(unit.begin, unit.end))
        self.found.sort(key=lambda form: self.begins[id(form)])
        self._join_rest(taken)
        for form in self.found:
            form.name = _without_number(form)

    def _add_form(self, form: Form, unit: Unit) -> None:
        self.begins[id(form)] = unit.begin
        self.found.append(form)

    def _key(self, unit: Unit) -> str:
        return name_key(name_piece(self.items[unit.name]))

    # The path of headings

    def _emit(self, cut: Cut) -> None:
        """The units of a cut as forms, each under the headings and bands open where it begins."""
        outline, bands = Outline(), Outline()
        units = copies(cut)
        begins = {unit.begin: unit for unit in units}
        names = {unit.name for unit in units}
        own = (
            {n for unit in units for n in range(unit.name + 1, unit.end)}
            if cut.by.how in ("title", "line", "head")
            else ()
        )
        tables, own_table = _tables_of(self.items, names), False
        for n, item in enumerate(self.items):
            if (unit := begins.get(n)) is not None:
                form = self._form(cut, unit, _levels(outline, bands))
                self._add_form(form, unit)
            if n in names:
                continue
            if isinstance(item, Title) and n not in own:
                self._push(outline, item)
            elif isinstance(item, Opened):
                own_table = n in tables
                bands = bands if cut.by.listed and not tables.get(n, False) else Outline()
            elif isinstance(item, Wide) and own_table and _is_band(cut.by, item.node):
                for piece in _bands(item.node):
                    level = heading(piece) or styled(piece)
                    if not any(h.kind == level.kind and squash(h.text) == squash(level.text) for h in outline.open):
                        bands.push(level)

    def _push(self, outline: Outline, item: Title) -> None:
        piece = item.piece
        found = heading(piece)
        if found is not None or item.line.size > self.evidence.body[0] * 1.04:
            outline.push(found or styled(piece))

    # One unit

    def _form(self, cut: Cut, unit: Unit, path: tuple[Piece, ...]) -> Form:
        named = self.items[unit.name]
        form = _named(name_piece(named), own_cell=isinstance(named, Wide | Loose))
        if cut.by.how == "row" and isinstance(named, Said):
            _numbered_by_name(form)
            named = replace(named, node=replace(named.node, lines=form.name.lines))
        items = [
            named if n == unit.name else item
            for n, item in enumerate(self.items[unit.begin : unit.end], unit.begin)
            if (n != unit.name or cut.by.how == "row") and not (isinstance(item, Said) and foreign(item, named))
        ]
        filling = _Filling(form, own_row=named.row if isinstance(named, Said) else None)
        filling.fill(items, lines=cut.by.how in ("title", "line", "head"))
        _numbered_by_name(form)
        form.policy = _once((*_above(path, filling.levels), *filling.levels))
        owner = self.owners.get(unit.name)
        if owner is not None and not any(isinstance(e, Text) and "departments" in e.fields for e in form.entries):
            form.entries.append(Text(("departments",), owner, ""))
        key, first = self._key(unit), cut is self.cut
        again = key in self.by_name and not first  # an index prints it again
        if not again:
            self.by_name[key] = None if key in self.by_name else form
        number = squash(joined(form.number)) if form.number else squash(split_enumerator(joined(form.name))[0] or "")
        if number and not again:
            self.by_number[number] = None if number in self.by_number else form
        return form

    # Tables elsewhere

    def _join_named(self, cut: Cut) -> None:
        """Rows that name initiatives listed before state more of them; those listed nowhere else are told."""
        for unit in cut.units:
            named, key = self.items[unit.name], self._key(unit)
            form = self.by_name.get(key)
            if key not in self.by_name:
                self._add_form(self._form(cut, unit, ()), unit)
            elif form is None:  # of which of them is not told
                self.unread.append(Unread(name_piece(named), ""))
            elif isinstance(named, Said):
                rest = [self.items[n] for n in range(unit.begin, unit.end) if n != unit.name]
                _Filling(form, own_row=named.row, joins=True).fill(rest)

    def _join_rest(self, taken: set[int]) -> None:
        """Rows of tables outside all units that bear an initiative's number or name, tables of one make together."""
        kin: dict[object, list[Item]] = {}
        start = 0
        while start < len(self.items):
            if not isinstance(self.items[start], Opened):
                start += 1
                continue
            end = next(n for n in range(start, len(self.items)) if isinstance(self.items[n], Closed))
            inner = self.items[start + 1 : end]
            said = [item for item in inner if isinstance(item, Said)]
            valued = any(item.slot.role.meaning or item.node.look.kind == "trend" for item in said)
            if said and taken.isdisjoint(range(start + 1, end)) and (valued or _is_list(self.items[start])):
                kin.setdefault(said[0].slot.group, []).extend(inner)
            start = end + 1
        for inner in kin.values():
            self._join_table(inner)

    def _join_table(self, inner: Sequence[Item]) -> None:
        rows = _by_row(inner)
        joined_rows: dict[int, tuple[Form, list[Item]]] = {}
        current: Form | None = None
        strange: list[Item] = []
        fresh = 0
        for row in rows:
            if (form := self._of_row(row)) is not None:
                current, fresh = form, fresh + 1
            elif own := [item for item in row if _is_key(item)]:  # a row of another initiative
                current = None
                strange.extend(own)
            if current is not None:
                own = [item for item in row if not _repeats(item, current)]
                joined_rows.setdefault(id(current), (current, []))[1].extend(own)
        if fresh >= 2 and 2 * fresh >= len(rows):
            for form, items in joined_rows.values():
                _Filling(form, joins=True).fill(items)
            self.unread.extend(Unread(item.node.piece, "") for item in strange if isinstance(item, Said))

    def _of_row(self, row: Sequence[Item]) -> Form | None:
        """The form whose number or name a row bears; another name under the same label is another initiative's."""
        said = [item for item in row if isinstance(item, Said) and item.node.lines]
        names = [item for item in said if item.slot.said is not None and item.slot.said.core in self.name_words]
        if any(name_key(item.node.piece) not in self.by_name for item in names):
            return None
        for item in row:
            if isinstance(item, Said):
                known = {
                    "number": self.by_number.get(item.node.key),
                    "name": self.by_name.get(name_key(item.node.piece)),
                }.get(item.slot.role.field)
                if known is not None:
                    return known
        return None


def _is_key(item: Item) -> bool:
    """Whether a cell says by number or name whose its row is."""
    return isinstance(item, Said) and not item.over and item.slot.role.field == "number" and bool(item.node.lines)


def _repeats(item: Item, form: Form) -> bool:
    """Whether a cell says again which initiative its row is of; another name is that of what its row measures."""
    if not isinstance(item, Said) or item.slot.role.field not in ("name", "number"):
        return False
    return item.slot.role.field == "number" or name_key(item.node.piece) == name_key(form.name)


def _is_list(item: Item) -> bool:
    return isinstance(item, Opened) and item.name != "card"


def _levels(outline: Outline, bands: Outline) -> tuple[Piece, ...]:
    """The open headings that are levels: numbered ones, from the first with a level's word on, then the bands."""
    kinds = {h.kind for h in bands.open}
    path = outline.open[: next((n for n, h in enumerate(outline.open) if h.kind in kinds), len(outline.open))]
    if any(h.named for h in bands.open) and not any(h.named for h in path):
        path = []  # 1 自己評価の結果 over 取組方針1
    return (*policy([*path, *bands.open], owned=True),)


def _is_band(by: Beginning, node: Node) -> bool:
    if by.how in ("name", "row"):
        return by.listed or node.look.kind in ("level", "heading")
    return by.how == "wide" and node.look.kind in ("level", "heading")


def _bands(node: Node) -> list[Piece]:
    """The levels a band holds, one a line where each line is a heading."""
    lines = [Piece((line,), node.places) for line in node.lines]
    return lines if len(lines) > 1 and all(heading(p) is not None for p in lines) else [node.piece]


def _above(path: Sequence[Piece], own: Sequence[Piece]) -> Sequence[Piece]:
    """The headings above the levels that a form says itself; one of the same sort is of another place: 柱2 over 柱1.

    A level's word in the form's own says that those without are none: （1）取組の概要 over a column of 柱1, 柱2.
    """
    levels, over = ([found for piece in pieces if (found := heading(piece)) is not None] for pieces in (own, path))
    if any(found.named for found in levels) and not any(found.named for found in over):
        return ()
    sorts = {found.kind for found in levels}
    first = (n for n, piece in enumerate(path) if (found := heading(piece)) is not None and found.kind in sorts)
    return path[: next(first, len(path))]


def _tables_of(items: Sequence[Item], names: set[int]) -> dict[int, bool]:
    """The tables that hold names, each with whether it begins anew: a heading stands between it and the one before."""
    found: dict[int, bool] = {}
    opened, anew = -1, True
    for n, item in enumerate(items):
        if isinstance(item, Opened):
            opened = n
        elif isinstance(item, Title):
            anew = True
        elif n in names and opened not in found:
            found[opened], anew = anew, False
    return found


def _once(path: Iterable[Piece]) -> tuple[Piece, ...]:
    seen: dict[str, Piece] = {}
    for piece in path:
        seen.setdefault(squash(joined(piece)), piece)
    return tuple(seen.values())


def _named(piece: Piece, *, own_cell: bool) -> Form:
    """A form with its name and the number before it set apart."""
    first = piece.lines[0]
    found = _NUMBERED.match(first.text) or (_GLUED.match(first.text) if own_cell else None)
    if found:
        name = Piece((replace(first, text=found[2]), *piece.lines[1:]), piece.frames)
        return Form(name, Piece((replace(first, text=found[1]),), piece.frames), ())
    if len(piece.lines) > 1 and Node((first,), 0, 0, 1, 1).look.kind in ("integer", "number"):
        return Form(Piece(piece.lines[1:], piece.frames), Piece((first,), piece.frames), ())
    return Form(piece, None, ())


def _is_money(piece: Piece) -> bool:
    """Whether a text begins with a word for money, which is no target: 決算額（R8は予算額） 千円 1,240."""
    first = regex.match(r"[^\s\d(（]+", piece.raw.strip())
    words = (joined(piece), first[0] if first else "")
    return any(look(word).fields.get("budget", 0.0) > BUDGET for word in words)


def _without_number(form: Form) -> Piece:
    """The name, where the number told elsewhere is printed before it too."""
    first, *others = form.name.lines
    number, rest = split_enumerator(first.text)
    if form.number is None or number is None or squash(number) != squash(joined(form.number)):
        return form.name
    return Piece((replace(first, text=rest), *others), form.name.frames)


def _numbered_by_name(form: Form) -> None:
    """Set the number before the name apart, where no cell of its own has one."""
    first, *rest = form.name.lines
    text = first.text.strip()
    ref, bare = split_enumerator(text)
    if form.number is None and ref is not None and bare and text.startswith(ref):
        name = replace(first, text=text[len(ref) :].lstrip(" \u3000.．、:："))
        form.name = Piece((name, *rest), form.name.frames)
        form.number = Piece((replace(first, text=ref),), form.name.frames)


def _by_row(items: Iterable[Item]) -> list[list[Item]]:
    """Items by the row they stand in; a line of text is a row of its own."""
    rows: dict[object, list[Item]] = {}
    for item in items:
        key = item.row if isinstance(item, Said | Drawn) else ("alone", id(item))
        rows.setdefault(key, []).append(item)
    return list(rows.values())


@dataclass(slots=True)
class _Row:
    """What one row says beside its values."""

    indicator: Piece | None = None
    unit: str | None = None
    year: int | None = None
    term: Term | None = None
    """The part of the period that a cell of the row says: 毎年度."""
    kind: str | None = None
    """The meaning that a cell of the row says: 目標, 実績."""
    values: list[Said] = field(default_factory=list[Said])
    arrows: list[Drawn] = field(default_factory=list[Drawn])
    rates: list[Said] = field(default_factory=list[Said])


@dataclass(slots=True)
class _Filling:
    """Gives a form what the rows of its unit say. joins: only what the form does not have yet."""

    form: Form
    own_row: int | None = None
    joins: bool = False
    levels: list[Piece] = field(default_factory=list[Piece])
    indicator: Piece | None = None
    """The indicator of the row before, for rows that state only values."""

    def fill(self, items: Iterable[Item], *, lines: bool = False) -> None:
        have = {entry.fields[0] for entry in self.form.entries if isinstance(entry, Text)}
        over: Piece | None = None
        prose: list[Plain] = []
        for row in _by_row(items):
            first = row[0]
            if isinstance(first, Wide):
                over = first.node.piece
            elif isinstance(first, Plain):
                prose.append(first)
            elif isinstance(first, Said | Drawn):
                self._row(row, over, have if self.joins else frozenset())
                over = None
        if lines and prose and not any(isinstance(e, Text) and "content" in e.fields for e in self.form.entries):
            self._text("preamble", Piece(tuple(item.line for item in prose)))

    def _text(self, name: str, piece: Piece, year: int | None = None) -> None:
        self.form.entries.append(Text((cast(Field, name),), piece, "", year))

    def _row(self, items: Sequence[Item], over: Piece | None, have: Iterable[str]) -> None:
        row = _Row(arrows=[item for item in items if isinstance(item, Drawn)])
        said = [item for item in items if isinstance(item, Said) and item.node.lines]
        valued = bool(row.arrows) or any(item.slot.role.meaning for item in said)
        for item in said:
            self._cell(item, row, valued, have)
        if row.indicator is not None and not row.values and not row.arrows:
            if not self._stated(row.indicator) and _tells(row.indicator):
                self._text("indicator", row.indicator)
            self.indicator = row.indicator
            return
        if row.values or row.arrows:
            row.indicator = row.indicator or over or self.indicator
        self.indicator = row.indicator or self.indicator
        if row.indicator is not None and _is_money(row.indicator):
            return
        self._values(row, said)
        for item in row.rates:
            year = item.slot.year if item.slot.year is not None else row.year
            self._add("rate", item.node.piece, year, row.indicator)

    def _cell(self, item: Said, row: _Row, valued: bool, have: Iterable[str]) -> None:
        """What one cell says of its row, or of the form."""
        slot, node, own = item.slot, item.node, not item.over
        name, look = slot.role.field, node.look
        means = _row_kind(item)
        if means is not None:
            row.kind = means
        elif name == "name" and slot.group == PAIRS and look.kind in ("level", "heading"):
            self.levels.append(node.piece)
        elif name == "indicator" or (name == "name" and item.row != self.own_row):
            self._indicator(item, row)
        elif name == "unit":
            row.unit = joined(node.piece)
        elif name == "target_year" or (name == "schedule" and look.kind == "year"):
            row.year, row.term = fiscal_year(node.key), term(node.key)
        elif slot.role.meaning is not None:
            if own:
                row.values.append(item)
        elif name == "rate" and own:  # no record, but checked against what it is reckoned from
            row.rates.append(item)
        elif (not own and not self._owns(item)) or name in have:
            return
        elif name == "number":
            if self.form.number is None and (self.own_row in (None, item.row) or slot.group == PAIRS):
                self.form.number = node.piece
        elif name == "policy":
            self.levels.append(node.piece)
        elif name == "schedule" and valued:
            row.indicator = row.indicator or node.piece
        elif name in _TEXTS and not (name == "goal" and _is_money(node.piece)):
            self._text(name, node.piece, slot.year)

    def _owns(self, item: Said) -> bool:
        """Whether a merged cell that began in a row above is the initiative's: its 担当課, its policy level."""
        return item.row == self.own_row and item.slot.role.field in ("departments", "policy")

    def _indicator(self, item: Said, row: _Row) -> None:
        node, kind = item.node, item.node.look.kind
        if kind == "trend" and _is_money(node.piece):
            return
        tells = kind == "trend" and not _only_notes(joined(node.piece))
        if not item.over and (tells or kind in ("sentence", "list", "long")):
            if self._stated(node.piece):
                return
            if tells:
                self._text("indicator", node.piece)
                return
        if not item.over or row.indicator is None:
            row.indicator = node.piece

    def _stated(self, piece: Piece) -> bool:
        """Figures with their years said in lines: the first is what was, the later ones are targets."""
        found = stated(piece)
        for said in found:
            line = naming(piece, said.indicator).lines[0]
            name = Piece((replace(line, text=said.indicator),), piece.frames)
            for n, (year, figure) in enumerate(said.figures):
                self._add("target" if n else "baseline", naming(piece, figure), year, name, text=figure)
        return bool(found)

    def _add(
        self, meaning: str, piece: Piece, year: int | None, indicator: Piece | None, unit: str | None = None,
        *, carried: bool = False, text: str | None = None, part: Term | None = None,
    ) -> None:  # fmt: skip
        part = part if year is None else None
        self.form.entries.append(Value(cast(Meaning, meaning), piece, year, indicator, unit, carried, text, part))

    # Values

    def _values(self, row: _Row, said: Sequence[Said]) -> None:
        if self._itemised(row):
            return
        done = self._arrows(row, said) | self._quarters(row)
        for item in row.values:
            if item.slot in done:
                continue
            covered = [slot for slot in item.covered if slot.role.meaning] or [item.slot]
            for n, slot in enumerate(covered):
                self._value(slot, item.node.piece, item, row, row.indicator, carried=n > 0)

    def _quarters(self, row: _Row) -> set[Slot]:
        """The stages of the parts of a year are that year's: 調査 in spring, then 設計, are 調査/設計."""
        by_year: dict[int | None, list[Said]] = {}
        for item in row.values:
            if item.slot.in_quarter:
                by_year.setdefault(item.slot.year, []).append(item)
        done: set[Slot] = set()
        for year, parts in by_year.items():
            words = [text for item in parts if not carries(text := joined(item.node.piece)) and not is_blank(text)]
            if len(parts) < 2 or not words or not all(map(is_stage_word, words)):
                continue
            lines = tuple(line for item in parts for line in item.node.lines)
            frames = tuple(dict.fromkeys(place for item in parts for place in item.node.places))
            text = "/".join(dict.fromkeys(words))
            self._add(_meaning(parts[0].slot, row), Piece(lines, frames), year, row.indicator, row.unit, text=text)
            done.update(item.slot for item in parts)
        return done

    def _itemised(self, row: _Row) -> bool:
        """Several indicators in one cell, and as many figures in each cell of the row."""
        names = _items(row.indicator) if row.indicator is not None else []
        if len(names) < 2 or not row.values:
            return False
        cells = [(item, _figures_of(item.node, len(names))) for item in row.values]
        if 2 * sum(len(parts) == len(names) for _, parts in cells) < len(cells):
            return False
        for n, name in enumerate(names):
            for item, parts in cells:
                if len(parts) == len(names):
                    self._value(item.slot, _without(_ITEM, parts[n]), item, row, _without(_BULLET, name))
        return True

    def _arrows(self, row: _Row, said: Sequence[Said]) -> set[Slot]:
        """Stages drawn as arrows or bars over the years: each year they cover has the stage."""
        drawn: list[tuple[Piece, list[Slot]]] = []
        for arrow in row.arrows:
            covered = [slot for slot in arrow.covered if slot.role.meaning or slot.yearly]
            below = next((item.node.piece for item in said if item.slot in covered), None)
            word = Piece(arrow.span.lines, (arrow.span.place,)) if arrow.span.lines else below
            if covered and word is not None:
                drawn.append((word, covered))
        for n, (word, covered) in enumerate(drawn):
            is_stage = is_stage_word(joined(word))
            after = next((k for k, c in drawn[n + 1 :] if is_stage and c[0] is covered[-1]), None)
            before = any(c[-1] is covered[0] and is_stage_word(joined(k)) for k, c in drawn[:n])
            for m, slot in enumerate(covered):
                if after is not None and slot is covered[-1]:  # one ends where the next begins: 検討/実施
                    both = Piece((*word.lines, *after.lines), (*word.frames, *after.frames))
                    text = f"{joined(word)}/{joined(after)}"
                    self._add(_meaning(slot, row), both, slot.year, row.indicator, row.unit, text=text)
                elif m or not before:
                    self._add(_meaning(slot, row), word, slot.year, row.indicator, row.unit, carried=m > 0)
        return {slot for _, covered in drawn for slot in covered}

    def _value(
        self, slot: Slot, piece: Piece, item: Said, row: _Row, indicator: Piece | None, *, carried: bool = False
    ) -> None:
        meaning, year = _meaning(slot, row), slot.year if slot.year is not None else row.year
        text = joined(piece)
        if _is_money(piece):
            return
        first = squash(piece.lines[0].text)
        if len(piece.lines) > 1 and (own := fiscal_year(first)) and quantity(first) is None:
            year, piece = own, Piece(piece.lines[1:], piece.frames)  # a year on a line of its own above the figure
        if meaning == "target" and (text[-1:] == "。" or len(text) > LONGEST_TARGET):
            self._text("goal", piece, year)
        elif meaning == "result" and _is_report(item, text):
            self._text("result", piece, year)
        else:
            unit = row.unit or next((look.unit for look in reversed(slot.labels) if look.unit), None)
            said: Term | None = next((look.term for look in reversed(slot.labels) if look.term), None)
            part = row.term or said
            self._add(meaning, piece, year, indicator, unit, carried=carried, part=part)
            for later in slot.later if year == slot.year else ():
                self._add(meaning, piece, later, indicator, unit, carried=True)


def _is_report(item: Said, text: str) -> bool:
    """Whether a result is told in words."""
    if quantity(text) is not None or is_blank(text):
        return False
    return item.slot.group == PAIRS or text[-1:] in "。】" or len(text) > LONGEST_TARGET


def _row_kind(item: Said) -> str | None:
    """The meaning that a cell gives its whole row: 目標, 実績 before the years."""
    node, slot = item.node, item.slot
    if node.field not in VALUE_WORDS or node.field == "year" or node.look.label < SURE_LABEL:
        return None
    beside = slot.role.field in ("indicator", "row_kind", "ignore", "note", "unit", "direction") and slot.group != PAIRS
    if (slot.role.meaning is not None and not slot.yearly) or beside:
        return node.field
    return None


def _meaning(slot: Slot, row: _Row) -> str:
    if slot.role.meaning == "baseline" and slot.says("baseline") > 0.5:
        return "baseline"
    if row.kind in _MEANINGS:
        return row.kind
    return "target" if row.kind == "goal" else slot.role.meaning or "target"


def _tells(piece: Piece) -> bool:
    """Whether a text under an indicator's label is more than a name."""
    kind = Node(piece.lines, 0, 0, 1, 1).look.kind
    return kind in ("sentence", "list", "figure") or (kind == "trend" and not _only_notes(joined(piece)))


def _only_notes(text: str) -> bool:
    """Whether all a text states is what was, in brackets behind the indicator: 登録者数（令和6年度実績：85人）."""
    return _BASELINE_NOTE.search(text) is not None and not set("→⇒") & set(text)


def _items(piece: Piece) -> list[Piece]:
    """The items of a cell: each begins with an enumerator, or each ends with its unit; else it is one."""
    begins = [_ITEM.match(line.text) is not None for line in piece.lines]
    ended = [_UNIT_NOTE.search(line.text) is not None for line in piece.lines]
    if begins[:1] == [False] and ended[-1]:
        begins = [True, *ended[:-1]]
    if sum(begins) < 2 or not begins[0]:
        return [piece]
    firsts = [*(n for n, first in enumerate(begins) if first), len(begins)]
    return [Piece(piece.lines[first:end], piece.frames) for first, end in pairwise(firsts)]


def _figures_of(node: Node, count: int) -> list[Piece]:
    """The figures of a cell that holds one for each of several indicators."""
    parts = _items(node.piece)
    if len(parts) != count == len(node.lines):
        texts = [squash(line.text) for line in node.lines]
        if all(quantity(text) is not None or is_blank(text) for text in texts):
            return [Piece((line,), node.places) for line in node.lines]
    return parts


def _without(mark: regex.Pattern[str], piece: Piece) -> Piece:
    """A piece without the mark it begins with."""
    first = piece.lines[0]
    found = mark.match(first.text)
    return Piece((replace(first, text=first.text[found.end() :]), *piece.lines[1:]), piece.frames) if found else piece
