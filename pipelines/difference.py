"""Two lists of entries -> the lines that tell how they differ, record by record and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from pipelines.approved import Entry, Value

INDENT = "  "


def differences(old: Sequence[Entry], new: Sequence[Entry], indent: str = "") -> Iterator[str]:
    """Readable lines, none where both are the same. Records are paired by what names them, then by place."""
    for before, after in paired(old, new):
        if before is None or after is None:
            yield from whole(before, after, indent)
        else:
            yield from within(before, after, indent)


def paired(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Records in order, each with its partner; one that came or went stands alone."""
    matcher = SequenceMatcher(None, [each.key for each in old], [each.key for each in new], autojunk=False)
    for kind, i0, i1, j0, j1 in matcher.get_opcodes():
        same_number = i1 - i0 == j1 - j0
        if kind == "equal" or same_number:
            yield from zip(old[i0:i1], new[j0:j1], strict=True)
        else:
            yield from ((each, None) for each in old[i0:i1])
            yield from ((None, each) for each in new[j0:j1])


def whole(before: Entry | None, after: Entry | None, indent: str) -> Iterator[str]:
    """A record that came (+) or went (-), with the number of records below it."""
    sign, entry = ("-", before) if before else ("+", after)
    assert entry is not None
    more = f" with {len(entry.below)} targets and results" if entry.below else ""
    yield f"{indent}{sign} {entry.table}: {entry.label}{more}"


def within(before: Entry, after: Entry, indent: str) -> Iterator[str]:
    """The fields of one record that moved, and its records below."""
    inner = [
        *(line for name in names(before, after) for line in moved(name, before, after, indent + INDENT)),
        *differences(before.below, after.below, indent + INDENT),
    ]
    if inner:
        yield f"{indent}{before.table}: {before.label}".rstrip(": ")
        yield from inner


def names(before: Entry, after: Entry) -> list[str]:
    return list(dict.fromkeys((*before.fields, *after.fields)))


def moved(name: str, before: Entry, after: Entry, indent: str) -> Iterator[str]:
    old, new = before.fields.get(name), after.fields.get(name)
    if old == new:
        return
    yield f"{indent}{name}:"
    for gone, come in zip_longest(parts(old), parts(new)):
        if gone != come:
            yield from (f"{indent}{sign} {part}" for sign, part in (("-", gone), ("+", come)) if part is not None)


def parts(value: Value | None) -> list[str]:
    """A value as lines: the items of a list, the lines of a text."""
    if value is None:
        return []
    return value if isinstance(value, list) else str(value).split("\n")
