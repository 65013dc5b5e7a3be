"""What the files of a dataset hold, and the hashes of inputs, remembered from one run to the next in `_runs/`.

Opening thousands of files takes longer than all else. It is no more than remembered: a file whose size or time is
another one is opened, and so are all where this is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from normalize.record import TABLES
from pipelines import parquet
from pipelines.inputs import Hashes, Seen
from pipelines.part import Held, path
from pipelines.schema import Atom
from pipelines.store import Stamp, Store

INDEX = "_runs/.held"
COLUMNS: dict[str, Atom] = {
    "part": "string",
    **{f"{table}_{what}": "integer" for table in TABLES for what in Stamp._fields},
    **{name: "integer" if name in ("fiscal_year", "period_start") else "string" for name in Held._fields},
}
INPUTS = "_runs/.inputs"
SEEN: dict[str, Atom] = {name: "string" if name in ("path", "sha256") else "integer" for name in Seen._fields}
Parts: TypeAlias = dict[str, tuple[Held, ...]]
"""The documents of each part, by its name."""
Stamps: TypeAlias = Mapping[str, Mapping[str, Stamp]]
"""The files of each table by name."""


def stamps(store: Store) -> Stamps:
    return dict(zip(TABLES, store.hands.map(store.stamps, TABLES), strict=True))


def stamps_of(name: str, found: Stamps) -> tuple[int | None, ...]:
    """Size and time of the five files of a part; None for what is not there or has no time."""
    file = path("", name).removeprefix("/")
    return tuple(each for table in TABLES for each in found[table].get(file, (None, None)))


def rows(store: Store, name: str, columns: Mapping[str, Atom]) -> Iterator[tuple[Any, ...]]:
    """The rows of a file of ours; none where there is no such file, or it is damaged or of another version."""
    try:
        return parquet.remembered(store.get(name), columns)
    except (parquet.Damaged, FileNotFoundError):
        return iter(())


def remembered(store: Store) -> tuple[Parts, dict[str, tuple[int | None, ...]]]:
    """The parts as they were when the index was written, and the stamps of their files at that time."""
    held: dict[str, list[Held]] = {}
    known: dict[str, tuple[int | None, ...]] = {}
    width = 2 * len(TABLES) + 1
    for row in rows(store, INDEX, COLUMNS):
        held.setdefault(row[0], []).append(Held(*row[width:]))
        known[row[0]] = row[1:width]
    return {name: tuple(documents) for name, documents in held.items()}, known


def hashes(store: Store) -> Hashes:
    """The hashes of inputs that earlier runs noted."""
    return Hashes(map(Seen._make, rows(store, INPUTS, SEEN)))


def remember_inputs(store: Store, hashes: Hashes) -> None:
    if hashes.grown:
        store.put(INPUTS, parquet.noted(list(hashes.known.values()), SEEN))


def remember(store: Store, parts: Parts) -> None:
    """Note what the parts hold, beside the size and time of their files."""
    found = stamps(store)
    noted = [(name, *stamps_of(name, found), *row) for name, documents in parts.items() for row in documents]
    store.put(INDEX, parquet.noted(noted, COLUMNS))
