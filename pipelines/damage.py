"""The files of a dataset -> the parts that are sound, and what is wrong with the others."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TypeAlias

from normalize.record import TABLES
from pipelines import parquet
from pipelines.index import Parts, remembered, stamps, stamps_of
from pipelines.part import Held, held, path
from pipelines.store import Store

CHILDREN = tuple(table for table in TABLES if table != "documents")
NAME = re.compile(r"[0-9a-f]{16}")
STEM = re.compile(r"[0-9a-f]+-[0-9]+")
OURS = re.compile(r"([0-9a-f]{16})\.parquet")
JOURNAL = re.compile(r"\.change-.*\.json")
ACCOUNT = re.compile(r".*\.jsonl")
RUNS = "_runs"
"""Accounts of runs; readers of Parquet pass over names that begin with an underscore."""


class Damage(NamedTuple):
    """A file that cannot be used. part: to which it belongs; documents: those of the part, as far as they are known."""

    file: str
    why: str
    part: str | None = None
    documents: tuple[Held, ...] = ()


class Change(NamedTuple):
    """What a journal notes: hidden names of parts to be put in place, and names of parts to be taken away."""

    add: dict[str, str]
    remove: tuple[str, ...]


Digests: TypeAlias = dict[str, set[tuple[str, ...]]]
"""What the accounts of runs say of the files of each part: all that was ever put in place under its name."""


def survey(store: Store, afresh: bool = False) -> tuple[Parts, list[Damage]]:
    """What is in a dataset. Files that are as the last run left them are not opened again, unless afresh."""
    found = stamps(store)
    names = sorted({part[1] for files in found.values() for file in files if (part := OURS.fullmatch(file))})
    before, known = remembered(store)
    parts: Parts = {}
    unknown: list[str] = []
    for name in names:
        now = stamps_of(name, found)
        if not afresh and None not in now and known.get(name) == now:
            parts[name] = before[name]
        else:
            unknown.append(name)
    damages: list[Damage] = []
    for name, result in zip(unknown, store.hands.map(lambda name: looked_at(store, name), unknown), strict=True):
        if isinstance(result, Damage):
            damages.append(result._replace(documents=result.documents or before.get(name, ())))
        else:
            parts[name] = result
    return {name: parts[name] for name in names if name in parts}, damages


def looked_at(store: Store, name: str) -> tuple[Held, ...] | Damage:
    """The documents of a part all of whose files can be read and speak of them alone."""
    documents: tuple[Held, ...] = ()
    wrong: Damage | None = None
    for table in TABLES:
        try:
            with parquet.sound(), store.reader(path(table, name)) as file:
                if table == "documents":
                    documents = held(parquet.read(file, table))
                elif not parquet.counted(file, table).keys() <= {row.doc_id for row in documents}:
                    raise parquet.Damaged("has rows of other documents")
        except parquet.Damaged as error:
            wrong = wrong or Damage(path(table, name), str(error), name)
            if table == "documents":
                break
    return wrong._replace(documents=documents) if wrong else documents


def miscounted(store: Store, name: str, documents: tuple[Held, ...], digests: Digests) -> Damage | None:
    """A file of a sound part that has other rows than `documents` counts, or other bytes than were written."""
    with store.reader(path("documents", name)) as file:
        rows = parquet.read(file, "documents").to_pylist()
    for table in CHILDREN:
        with store.reader(path(table, name)) as file:
            many = parquet.counted(file, table)
        if +many != +Counter({row["doc_id"]: row[f"{table[:-1]}_count"] for row in rows}):
            return Damage(path(table, name), "has not the rows that its documents count", name, documents)
    written = digests.get(name, set())
    if written and tuple(store.digest(path(table, name)) for table in TABLES) not in written:
        return Damage(path("documents", name), "or a file beside it is not as it was written", name, documents)
    return None


def change(data: bytes) -> Change | None:
    """What a journal says, if it is one of ours: names are of files in the dataset, and of no others.

    >>> change(b'{"add": {}, "remove": ["0123456789abcdef"]}')
    Change(add={}, remove=('0123456789abcdef',))
    >>> change(b'{"add": {}, "remove": ["../../precious"]}'), change(b'[1, 2'), change(b"[]")
    (None, None, None)
    """
    try:
        noted: object = json.loads(data)
    except ValueError:
        return None
    match noted:
        case {"add": dict(add), "remove": list(gone), **rest} if not rest:
            ours = all(fits(NAME, each) for each in chain(add, gone)) and all(fits(STEM, add[name]) for name in add)
            return Change(dict(add), tuple(gone)) if ours else None
        case _:
            return None


def fits(pattern: re.Pattern[str], name: object) -> bool:
    return isinstance(name, str) and pattern.fullmatch(name) is not None


def journals(store: Store) -> Iterator[tuple[str, Change | None]]:
    """The journals of killed runs, with what they say, if they can be trusted."""
    for name in filter(JOURNAL.fullmatch, store.names("")):
        yield name, change(store.get(name))


def accounts(store: Store) -> tuple[Digests, list[Damage]]:
    """What the accounts say was written, and those that are damaged. The last line of a killed run may be cut."""
    digests: Digests = {}
    damages: list[Damage] = []
    for name in filter(ACCOUNT.fullmatch, store.names(RUNS)):
        lines = store.get(f"{RUNS}/{name}").split(b"\n")
        try:
            for line in lines[:-1]:
                told = json.loads(line)
                if told["event"] == "part":
                    digests.setdefault(told["part"], set()).add(tuple(told["sha256"]))
        except (ValueError, KeyError, TypeError):
            damages.append(Damage(f"{RUNS}/{name}", "is damaged"))
    return digests, damages


def tell(store: Store, damages: Iterable[Damage], remedy: str) -> None:
    """A sentence for each file, and what can be done."""
    for each in damages:
        print(f"{store.path(each.file)} {each.why}; {remedy}", file=sys.stderr)


def lost(damages: Iterable[Damage], present: Iterable[str]) -> list[Held]:
    """The documents that were in damaged parts and are in no other."""
    still = set(present)
    return [row for each in damages for row in each.documents if row.doc_id not in still]
