"""Stream -> units: where each initiative begins and ends, by trying what may begin one and comparing what it gives.

A plan is many copies of one form. Each sort of thing that may name an initiative (a column of names, the value of a
label, headings set alike) cuts the stream into units; units that hold what an initiative holds, each field once and
the same fields in all, are the right ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeGuard

from normalize.reading.grid import Evidence, name_key, type_of
from normalize.reading.slots import FARTHEST_NAME, NAMES, PAIRS, Slot, role_fit
from normalize.reading.stream import heading_class, is_level
from normalize.reading.tables import Closed, Drawn, Item, Loose, Opened, Plain, Said, Side, Title, Wide
from normalize.reading.weights import fits, w
from normalize.words import look
from normalize.wrap import Piece

FEWEST_OWNERS = 2
"""Headings of one class that name departments before what stands below them is theirs."""
_TOLD = ("goal", "objective", "content")
_SENTENCES = ("sentence", "long", "list")
"""What may stand for an initiative without a name: the sentence that says what is done."""
LEAST_MERIT = 1.2
"""What the units of a plan hold at least on average, in the weights of evidence.csv."""
FEWEST_UNNAMED = 3
"""Rows without names, or without any label, that make a plan: fewer are examples in a text."""
ONCE = frozenset(("departments", "content", "objective", "grade", "direction", "number", "policy", "name"))
_SIGNS = ("drawn", "planned", "listed")
"""What tells a plan without being a field: arrows over years, figures under a year or target, items under a label."""
_ANYWHERE = frozenset((*_SIGNS, "number", "name", "policy", "ignore", "note", "budget"))
MOST_COPIES = 0.6
"""Share of the copies of a form that have its fields."""
LEAST_ALIKE = 0.3
"""Share of those fields that each copy has; a table of statistics has an indicator with figures, and nothing else."""
INDEX = frozenset(
    ("number", "name", "departments", "direction", "policy", "note", "ignore", "budget", "unit")
)  # what a list of contents says of an initiative
_STRONG = (
    "departments", "content", "objective", "indicator", "target", "grade", "improvement", "direction", "number",
    "result", "goal",
)  # fmt: skip


class Beginning(NamedTuple):
    """A sort of thing that names initiatives. how: by a slot of names, a wide or loose cell, a title, a line.

    which: the slot's group, or the class of headings.  goes_on: what follows the table is the initiative's too.
    slot: the one that holds the names, where its group has several that might.
    """

    how: str
    which: Hashable = ()
    goes_on: bool = False
    slot: Slot | None = None

    @property
    def listed(self) -> bool:
        """Whether the names stand in rows of tables."""
        return self.how in ("name", "row") and isinstance(self.which, tuple) and self.which[0] != "pairs"


@dataclass(slots=True)
class Unit:
    """One initiative: items begin to end, the one that names it, how good a form it makes, its fields."""

    begin: int
    end: int
    name: int
    merit: float = 0.0
    fields: Counter[str] = field(default_factory=Counter[str])


class Cut(NamedTuple):
    """A stream cut into units by one sort of beginning."""

    merit: float
    by: Beginning
    units: list[Unit]


def cuts(evidence: Evidence, items: Sequence[Item], slots: Sequence[Slot]) -> list[Cut]:
    """The stream cut in every way there is, the best first."""
    begins = _beginnings(items)
    for by in [by for by in begins if by.listed and _few_rows(items, begins[by])]:
        begins[by._replace(goes_on=True)] = begins[by]
    owners = owners_above(items)
    found = [_weighed(items, by, _cut(items, by, at), slots, owners) for by, at in begins.items()]
    return sorted(found, key=lambda cut: -cut.merit)


def owners_above(items: Sequence[Item]) -> dict[int, Piece]:
    """The department each item stands below, where headings over tables or bands in them name departments: 環境省."""
    classes: defaultdict[Hashable, list[bool]] = defaultdict(list)
    for item in items:
        if (head := _head(item)) is not None:
            classes[head[0]].append(_is_owner(head[1]))
    owning = {key for key, found in classes.items() if sum(found) >= FEWEST_OWNERS and sum(found) > 0.6 * len(found)}
    above: dict[int, Piece] = {}
    current: Piece | None = None
    for n, item in enumerate(items):
        if (head := _head(item)) is not None:
            if head[0] in owning:
                current = head[1] if _is_owner(head[1]) else None
            elif isinstance(item, Title):
                current = None
        if current is not None:
            above[n] = current
    return above


def _head(item: Item) -> tuple[Hashable, Piece] | None:
    if isinstance(item, Title):
        return heading_class(item.line), Piece((replace(item.line, text=item.line.text.strip(" \u3000:：")),))
    return ("band", item.node.piece) if isinstance(item, Wide) and item.node.colspan > 1 else None


def _is_owner(piece: Piece) -> bool:
    return look("".join(line.text for line in piece.lines)).kind == "departments"


def _beginnings(items: Sequence[Item]) -> dict[Beginning, list[int]]:
    """What may begin initiatives, each with the items it begins them at."""
    found: defaultdict[Beginning, list[int]] = defaultdict(list)
    said = {item.slot.group: False for item in items if isinstance(item, Said) and item.slot.group != PAIRS}
    for item in items:
        if isinstance(item, Said) and item.slot.role.field == "name":
            said[item.slot.group] = True
    nameless = {group for group, named in said.items() if not named}
    for n, item in enumerate(items):
        if isinstance(item, Said):
            if item.over or not item.node.lines:
                continue
            if item.slot.role.field == "name":
                found[Beginning("name", item.slot.group)].append(n)
            elif item.slot.group in nameless and item.node.look.kind in NAMES and item.slot.name_odds > FARTHEST_NAME:
                found[Beginning("name", item.slot.group, slot=item.slot)].append(n)
            elif item.slot.group in nameless and item.slot.role.field in _TOLD and item.node.look.kind in _SENTENCES:
                found[Beginning("row", item.slot.group, slot=item.slot)].append(n)
            if item.slot.group == PAIRS and item.node.look.kind in NAMES and item.slot.name_odds > FARTHEST_NAME:
                found[Beginning("name", PAIRS, slot=item.slot)].append(n)
        elif isinstance(item, Wide):
            after = items[n + 1] if n + 1 < len(items) else None
            if not isinstance(after, Wide) and item.node.look.kind in NAMES:
                found[Beginning("wide", item.node.colspan > 1)].append(n)
        elif isinstance(item, Loose):
            if item.node.col == 0 and item.node.look.kind in NAMES:
                found[Beginning("loose")].append(n)
        elif isinstance(item, Title):
            found[Beginning("title", heading_class(item.line))].append(n)
        elif isinstance(item, Plain) and is_level(item.line):
            found[Beginning("line", heading_class(item.line))].append(n)
    found[Beginning("head")] = _heads(items)
    if len(
        {heading_class(item.line) for n in found[Beginning("head")] if isinstance(item := items[n], Title)}
    ) < 2 and all(isinstance(items[n], Title) for n in found[Beginning("head")]):
        del found[Beginning("head")]  # headings set alike are tried as such
    for by in [by for by in found if by.listed and isinstance(by.which, tuple) and by.which[0] == "list"]:
        assert isinstance(by.which, tuple)
        inner = Beginning("name", ("inner", *by.which[1:]))
        if inner in found:  # the same list, once as a table and once inside one
            found[inner] = sorted(found[inner] + found.pop(by))
    return dict(found)


def _heads(items: Sequence[Item]) -> list[int]:
    """The innermost headings over labelled values, however they are set: a heading, or the first line of a table."""
    found: list[int] = []
    last: int | None = None
    for n, item in enumerate(items):
        first = isinstance(item, Wide) and item.node.look.kind in NAMES and isinstance(items[n - 1], Opened)
        if isinstance(item, Title) or first:
            last = n
        elif last is not None and isinstance(item, Said) and item.slot.labels:
            found.append(last)
            last = None
    return found


def _table_of(items: Sequence[Item], n: int) -> int | None:
    """The item that opens the table an item stands in."""
    while n >= 0 and not isinstance(items[n], Opened | Closed):
        n -= 1
    return n if n >= 0 and isinstance(items[n], Opened) else None


def _few_rows(items: Sequence[Item], at: list[int]) -> bool:
    """Tables of one row or two under labels: what follows them may be the initiative's too."""
    first = items[at[0]]
    tables = {_table_of(items, n) for n in at}
    named = isinstance(first, Said) and first.slot.says("name") > 0.3
    return named and len(at) <= 1.5 * len(tables) and len(tables) > 1


def _cut(items: Sequence[Item], by: Beginning, at: list[int]) -> list[Unit]:
    units: list[Unit] = []
    last = -1
    for n in at:
        units.append(Unit(_begin(items, by, n, last), 0, n))
        last = n
    for n, unit in enumerate(units):
        end = units[n + 1].begin if n + 1 < len(units) else len(items)
        unit.end = _end(items, by, unit.name, end)
        unit.fields = Counter()
    return units


def _begin(items: Sequence[Item], by: Beginning, n: int, last: int) -> int:
    """Where a unit begins: its own row, and the numbers and levels before its name."""
    if by.how == "loose":
        table = _table_of(items, n)
        return table if table is not None and table > last else n
    back = _is_of_name if by.how in ("name", "row") else _is_above_title
    first = n
    while first - 1 > last and back(items, first - 1, n, last):
        first -= 1
    return first


def _is_of_name(items: Sequence[Item], n: int, name: int, last: int) -> bool:
    item, named = items[n], items[name]
    assert isinstance(named, Said)
    if isinstance(item, Said | Drawn) and item.row == named.row:
        return True
    if not isinstance(item, Said) or named.slot.group != PAIRS:
        return False
    if item.slot.role.field in ("number", "policy"):
        return True
    if item.slot.group != PAIRS:
        return False
    table = _table_of(items, n)  # what stands before the name in its own table
    return table is not None and table > last and not any(isinstance(items[k], Title) for k in range(table, n))


def _is_above_title(items: Sequence[Item], n: int, name: int, last: int) -> bool:
    item = items[n]
    if isinstance(item, Side):
        return True
    return isinstance(item, Said) and item.slot.group == PAIRS and item.slot.role.field in ("number", "policy")


def _end(items: Sequence[Item], by: Beginning, name: int, end: int) -> int:
    """Where a unit ends, at the latest where the next begins."""
    if _ends_with_table(items, by, name):
        end = _first(items, name, end, lambda item: isinstance(item, Closed))
    if by.how in ("name", "row"):
        return _first(items, name + 1, end, lambda item: isinstance(item, Title) and is_level(item.line))
    named = items[name]
    if isinstance(named, Title | Plain | Wide | Loose):
        line = named.line if isinstance(named, Title | Plain) else named.node.lines[0]
        size, own = type_of(line)[0], by.how in ("title", "head")
        end = _first(
            items, name + 1, end,
            lambda item: isinstance(item, Title)
            and (type_of(item.line)[0] > size * 1.03 or (is_level(item.line) and not own)),
        )  # fmt: skip
        while end - 1 > name and isinstance(items[end - 1], Title):
            end -= 1  # headings with nothing below them stand over the next
    return end


def _first(items: Sequence[Item], start: int, end: int, ends: Callable[[Item], bool]) -> int:
    return next((n for n in range(start, end) if ends(items[n])), end)


def _ends_with_table(items: Sequence[Item], by: Beginning, name: int) -> bool:
    if by.how == "row":
        return True
    if by.goes_on or by.how != "name":
        return False
    if not by.listed:
        table = _table_of(items, name)
        opened = items[table] if table is not None else None
        return isinstance(opened, Opened) and opened.name != "card"
    return isinstance(by.which, tuple) and by.which[0] == "list"


def foreign(item: Said, named: Item) -> bool:
    """A value of a table without labels that is none of the initiative's own (a legend, an index)."""
    if isinstance(named, Said) and item.row == named.row:
        return False
    if item.slot.group[0] != "list" or (isinstance(named, Said) and named.slot.group == item.slot.group):
        return False
    slot = item.slot
    names = ("number", "policy", "departments")
    return not slot.labels or (slot.role.field in names and slot.says(slot.role.field) < 0.5)


def _judge(items: Sequence[Item], unit: Unit, owners: Mapping[int, Piece], *, unnamed: bool) -> None:
    """How good a form a unit makes: fields it has, each fitting, those that stand once there once."""
    fields: Counter[str] = Counter()
    merit = 0.0
    named = items[unit.name]
    for n in range(unit.begin, unit.end):
        item = items[n]
        if (
            (n == unit.name and not unnamed)
            or not isinstance(item, Said)
            or item.over
            or not item.node.lines
            or foreign(item, named)
        ):
            continue
        role = item.slot.role
        fit = role_fit(item.slot, item.node.look.kind)
        merit += w("misfit") if fit < -1.9 else 0.0
        if role.field not in fields:
            merit += w(f"has_{role.field}") * (1.0 + max(-2.0, fit))
        elif role.meaning:
            merit += w("another_value") * (1.0 + max(-2.0, fit))
        elif role.field in ONCE:
            merit += w("again") * (2.0 if role.field == "name" else 1.0)
        fields[role.field] += 1
        fields["planned"] += role.meaning == "target" and (item.slot.yearly or item.slot.says("target") > 0.3)
    arrows = sum(1 for n in range(unit.begin, unit.end) if isinstance(items[n], Drawn))
    merit += w("drawn") * min(6, arrows) + (w("has_schedule") if arrows and not fields["schedule"] else 0.0)
    fields["drawn"] += arrows
    if isinstance(named, Said) and named.listed:
        fields["listed"] += 1
        merit += w("has_listed")
    unit.fields = +fields
    if not unit.fields:
        unit.merit = w("nothing_said")
        return
    if unit.name in owners and not fields["departments"]:
        unit.fields["departments"] += 1
        merit += w("has_departments")
    if not isinstance(named, Said) and fields["name"]:
        merit += w("name_below_title")
    unit.merit = merit if unnamed else merit + w("name_fits") * (1.0 + max(-2.5, fits("name", _kind(named))))


def _kind(named: Item) -> str:
    return look("\n".join(line.text for line in name_piece(named).lines)).kind


def name_piece(named: Item) -> Piece:
    """The text that names a unit."""
    if isinstance(named, Title):
        return named.piece
    if isinstance(named, Plain):
        return Piece((named.line,))
    assert isinstance(named, Said | Wide | Loose | Side)
    return named.node.piece


def _weighed(
    items: Sequence[Item], by: Beginning, units: list[Unit], slots: Sequence[Slot], owners: Mapping[int, Piece]
) -> Cut:
    """The units with how good they are together: copies of one form have the same fields and other names."""
    for unit in units:
        _judge(items, unit, owners, unnamed=by.how == "row")
    n = len(units)
    total = sum(unit.merit for unit in units)
    common = Counter(name for unit in units for name in unit.fields if name not in _SIGNS)
    if by.how == "name" and set(common) <= INDEX:
        total *= w("index_only")
    agree = sum(k / n >= 0.6 for name, k in common.items() if w(f"has_{name}") >= 0.5)
    rich = sum(unit.merit > 2.0 for unit in units)
    total += w("copies_agree") * agree * min(n, 6) + w("poor_copy") * (n - rich)
    unsaid = by.listed and by.slot is not None
    total += w("named_by_label") * n if by.how == "name" and not unsaid else w("single") if n == 1 else 0.0
    again = _again(items, units)
    total += w("name_again") * again
    total *= 1.0 - 0.5 * again / n if total > 0 else 1.0
    if by.listed:
        own = [slot for slot in slots if slot.group == by.which]
        bare = sum(not slot.labels for slot in own)
        total += w("bare_column") * bare * min(n, 8) if bare < len(own) else 0.0
    if by.how == "row":
        total += w("named_by_sentence") * n
    elif by.slot is not None:
        total += w("name_odds") * min(0.0, by.slot.name_odds) * (n if unsaid else min(n, 8))
    if by.goes_on:
        total = 0.9 * total - 2.0 + w("number_of_another") * _of_others(items, units)
    return Cut(total, by, units)


def _of_others(items: Sequence[Item], units: list[Unit]) -> int:
    """How many rows that go on after an initiative's bear the number of another: they are joined by it."""
    every = [[item for item in items[unit.begin : unit.end] if _is_number(item)] for unit in units]
    own = [
        {said.node.key for said in found if isinstance(name := items[unit.name], Said) and said.row == name.row}
        for found, unit in zip(every, units, strict=True)
    ]
    known = frozenset[str]().union(*own)
    return sum(said.node.key in known - mine for found, mine in zip(every, own, strict=True) for said in found)


def _is_number(item: Item) -> TypeGuard[Said]:
    """Whether a cell holds the number of an initiative."""
    return isinstance(item, Said) and item.slot.role.field == "number" and not item.over


def _again(items: Sequence[Item], units: list[Unit]) -> int:
    """How many units bear the name of another and say the same things again; what says more of it is joined to it."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    again = 0
    for unit in units:
        key, fields = name_key(name_piece(items[unit.name])), set(unit.fields) - INDEX - {*_SIGNS}
        listed = key in said and not fields and not said[key]
        again += bool(unit.fields) and (listed or bool(said[key] & fields))
        said[key] |= fields
    return again


def copies(cut: Cut) -> list[Unit]:
    """The units that are copies of one form: they have a good part of the fields that most have."""
    n = len(cut.units)
    count = Counter(name for unit in cut.units for name in unit.fields if name not in _ANYWHERE)
    common = {name for name, k in count.items() if k >= MOST_COPIES * n}

    def is_copy(unit: Unit) -> bool:
        whole = len(common) > 1 and common <= set(unit.fields)
        alike = len(common & set(unit.fields)) >= LEAST_ALIKE * len(common)
        return whole or (unit.merit >= w("least_unit") and alike)

    return [unit for unit in cut.units if unit.fields and is_copy(unit)]


def is_plan(cut: Cut) -> bool:
    """Whether the units hold what initiatives hold."""
    n = len(cut.units)
    common = {name: k / n for name, k in Counter(f for unit in cut.units for f in unit.fields).items()}

    def most(name: str, share: float = 0.4) -> bool:
        return common.get(name, 0.0) > share

    bare = cut.by.how == "row" or (isinstance(cut.by.which, tuple) and cut.by.listed and not any(cut.by.which[1:]))
    if bare and n < FEWEST_UNNAMED:
        return False
    strong = sum(most(name, 0.5) for name in _STRONG) + 2 * (most("drawn", 0.5) or most("listed", 0.5))
    says = most("departments") or most("drawn") or most("listed")
    if cut.by.slot is None or not cut.by.listed:
        says = says or most("content") or most("objective") or (most("planned") and most("indicator"))
    return cut.merit > 0 and strong >= 2 and says and sum(u.merit for u in cut.units) / n > LEAST_MERIT
