"""Two lists of entries -> each record that moved, with its fields and places before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from pipelines.approved import Entry, Value
from pipelines.difference import names, paired, parts

Sign = Literal["changed", "new", "gone"]
SOURCE = re.compile(r"(?P<field>\w+): (?:page (?P<page>\d+), (?P<box>[-\d. ]+)|lines (?P<first>\d+)-(?P<last>\d+))")
LONGEST = 2_000
"""Characters of a text whose changed characters are looked for; longer ones are shown whole."""


class Spot(NamedTuple):
    """A place as approved records print it: a box of a page in points, or lines of a dump."""

    page: int
    box: tuple[float, float, float, float] | None
    lines: tuple[int, int] | None = None


class Run(NamedTuple):
    """A piece of text; differs: the other side has it otherwise."""

    text: str
    differs: bool


class Change(NamedTuple):
    """A field: what it was and what it is, in runs."""

    field: str
    before: tuple[Run, ...]
    after: tuple[Run, ...]


class Moved(NamedTuple):
    """A record that came, went or changed. path: the labels of the record above it and its own."""

    sign: Sign
    table: str
    path: tuple[str, ...]
    changes: tuple[Change, ...]
    before: tuple[Spot, ...]
    after: tuple[Spot, ...]


def moved(old: Sequence[Entry], new: Sequence[Entry], above: tuple[str, ...] = ()) -> Iterator[Moved]:
    """Every record that moved, in order; those below a record follow it."""
    for before, after in paired(old, new):
        entry = after or before
        assert entry is not None
        path = (*above, entry.label)
        changes = tuple(changed(before, after))
        if changes:
            sign: Sign = "new" if before is None else "gone" if after is None else "changed"
            yield Moved(sign, entry.table, path, changes, spots(before), spots(after))
        yield from moved(before.below if before else (), after.below if after else (), path)


def changed(before: Entry | None, after: Entry | None) -> Iterator[Change]:
    known = [entry for entry in (before, after) if entry is not None]
    for name in names(known[0], known[-1]):
        old, new = (None if entry is None else entry.fields.get(name) for entry in (before, after))
        if old != new:
            yield Change(name, *compared(printed(old), printed(new)))


def printed(value: Value | None) -> str:
    return "\n".join(parts(value))


def compared(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts, cut where they part and meet.

    >>> compared("90件", "95件")[1]
    (Run(text='9', differs=False), Run(text='5', differs=True), Run(text='件', differs=False))
    """
    if not old or not new or max(len(old), len(new)) > LONGEST:
        return whole(old), whole(new)
    cuts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    before = tuple(Run(old[i0:i1], kind != "equal") for kind, i0, i1, _, _ in cuts if i0 < i1)
    after = tuple(Run(new[j0:j1], kind != "equal") for kind, _, _, j0, j1 in cuts if j0 < j1)
    return before, after


def whole(text: str) -> tuple[Run, ...]:
    return (Run(text, True),) if text else ()


def spots(entry: Entry | None) -> tuple[Spot, ...]:
    sources = [] if entry is None else parts(entry.fields.get("source"))
    return tuple(dict.fromkeys(found for each in sources if (found := spot(each)) is not None))


def spot(source: str) -> Spot | None:
    """
    >>> spot("name: page 3, 56.0 100.0 200.3 112.5")
    Spot(page=3, box=(56.0, 100.0, 200.3, 112.5), lines=None)
    >>> spot("name: lines 12-13")
    Spot(page=1, box=None, lines=(12, 13))
    """
    found = SOURCE.fullmatch(source)
    if found is None:
        return None
    if found["box"] is None:
        return Spot(1, None, (int(found["first"]), int(found["last"])))
    x0, y0, x1, y1 = map(float, found["box"].split())
    return Spot(int(found["page"]), (x0, y0, x1, y1))
