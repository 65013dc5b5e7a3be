"""A dataset: `DIR/<table>/<part>.parquet`, a part being the rows of one document, or (compacted) of several.

A document is in DIR if a file in `documents` names it. A change (parts put in place, parts taken away) is written under
hidden names first, then noted in a journal, then carried out by renaming: files of `documents` are taken away first and
put in place last. A run killed before the note has changed nothing; one killed after it is finished by whoever opens
DIR for writing next. Readers can meet the middle of a change only within the milliseconds of its renames.

Damaged parts and journals are put away in `_damaged/`, and their documents are in the dataset no more. What a run does
is appended to its account in `_runs/`: also which files it put in place, with their hashes, before it does.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from io import BufferedIOBase
from itertools import count
from pathlib import Path
from typing import Self

from normalize.record import TABLES
from pipelines import parquet
from pipelines.damage import CHILDREN, RUNS, Damage, journals, survey
from pipelines.datapackage import datapackage
from pipelines.index import Parts, remember
from pipelines.parquet import Rows
from pipelines.part import Draft, Encoded, Held, Part, hidden, path
from pipelines.store import Store

DAMAGED = "_damaged"
REMEDY = f"it lies in {DAMAGED} now, and its documents are read again where they are among the inputs"


class Dataset:
    """A folder of documents, open for writing: alone, or (shared) beside others that write other parts."""

    def __init__(self, out: str | Path, shared: bool = False, afresh: bool = False) -> None:
        """Makes the folders, and finishes what a killed run began; OSError where that cannot be.

        afresh: every file is looked at, also those that are as the last run left them.
        """
        self.store = Store(str(out))
        self.token = secrets.token_hex(4)
        self.numbers = count(1)
        self.alone = not shared
        self.touched = False
        self.damages: list[Damage] = []
        self.parts: Parts = {}
        self.part_of: dict[str, str] = {}
        self.account: BufferedIOBase | None = None
        for folder in ("", RUNS, *TABLES):
            self.store.make(folder)
        self.open = ExitStack()
        self.open.enter_context(self.store.lock(shared))
        if self.alone:
            self.recover()
        self.parts, damages = survey(self.store, afresh)
        self.part_of = {row.doc_id: name for name, rows in self.parts.items() for row in rows}
        if self.alone:
            for damage in damages:
                self.put_away(damage)
            self.part_twins()
        else:
            self.damages = damages  # whoever is alone puts them away

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind that is not in place."""
        with self.open:
            if self.account is not None:
                self.account.close()
            if self.alone and self.touched:
                with suppress(OSError):  # a full disk keeps the dataset, but need not remember it
                    remember(self.store, self.parts)
                self.recover()
            elif not self.alone:
                self.clear(self.token)

    def note(self, event: str, told: Mapping[str, object]) -> None:
        """Append a line to the account of this run."""
        if self.account is None:
            self.account = self.store.stream(f"{RUNS}/{now().replace(':', '').replace('-', '')}-{self.token}.jsonl")
        line = json.dumps({"event": event, "at": now()} | dict(told), ensure_ascii=False)
        self.account.write((line + "\n").encode("utf-8", "replace"))

    def put_away(self, damage: Damage) -> None:
        """Take a damaged part (or another file) out of the dataset, without throwing it away."""
        self.damages.append(damage)
        self.store.make(DAMAGED)
        self.touched = True
        files = [damage.file] if damage.part is None else [path(table, damage.part) for table in TABLES]
        for file in filter(self.store.exists, files):
            self.store.move(file, f"{DAMAGED}/{file.lstrip('.').replace('/', '-').removesuffix('.parquet')}")
        for row in self.parts.pop(damage.part or "", ()):
            self.part_of.pop(row.doc_id, None)

    def table(self, table: str, name: str) -> parquet.Table:
        with parquet.sound(), self.store.reader(path(table, name)) as file:
            return parquet.read(file, table)

    def rows(self, name: str) -> Rows:
        """The rows of a part: none where it turns out to be damaged, and is put away."""
        try:
            return {table: self.table(table, name) for table in TABLES}
        except parquet.Damaged as error:
            self.put_away(Damage(path("documents", name), f"or a file beside it {error}", name, self.parts[name]))
            return {}

    def doc_ids(self) -> Iterator[str]:
        return (row.doc_id for rows in self.parts.values() for row in rows)

    def held(self) -> dict[str, Held]:
        """What is in the dataset, by doc_id."""
        return {row.doc_id: row for rows in self.parts.values() for row in rows}

    def findings(self, doc_id: str) -> list[tuple[str, str]]:
        """Rule and message of each finding about a document."""
        name = self.part_of[doc_id]
        rows = self.table("findings", name).select(["doc_id", "rule", "message"]).to_pylist()
        return [(row["rule"], row["message"]) for row in rows if row["doc_id"] == doc_id]

    def resources(self) -> Iterator[tuple[str, list[str]]]:
        """Each table with the paths of its files, relative to the folder."""
        for table in TABLES:
            yield table, [path(table, name) for name in sorted(self.parts)]

    def describe(self) -> None:
        """Write down what the tables and their columns are."""
        self.store.put("datapackage.json", datapackage(self.resources()))
        for table in TABLES:
            self.store.put(f"{table}/_common_metadata", parquet.described(table))

    def write(self, encoded: Encoded, instead_of: Collection[str] = ()) -> None:
        """Put a document in place of the rows it had, and of these other documents."""
        part = encoded.part(self.stem())
        self.store.lay({hidden(table, part.stem): data for table, data in encoded.files.items()})
        self.split([part.name, *instead_of])
        self.change([part], instead_of)

    def remove(self, doc_ids: Collection[str]) -> None:
        """Take documents out."""
        if doc_ids:
            self.split(doc_ids)
            self.change([], doc_ids)

    def part_twins(self) -> None:
        """Give documents that stand in several parts one of their own; two shards may have read the same file."""
        twice = {doc_id for doc_id, times in Counter(self.doc_ids()).items() if times > 1}
        for name, rows in list(self.parts.items()):
            if (apart := {row.doc_id for row in rows} & twice) and apart != {name}:
                self.cut(name, apart)

    def split(self, doc_ids: Collection[str]) -> None:
        """Give each of these documents a part of its own, so that it can be replaced without touching others."""
        apart: dict[str, set[str]] = defaultdict(set)
        for doc_id in set(doc_ids) & self.part_of.keys():
            apart[self.part_of[doc_id]].add(doc_id)
        for name, wanted in sorted(apart.items()):
            if len(self.parts[name]) > 1 or wanted != {name}:
                self.cut(name, wanted)

    def cut(self, name: str, apart: set[str]) -> None:
        """Make of a part one for each of these documents, and one for the rest of it."""
        rest = {row.doc_id for row in self.parts[name]} - apart
        several = [{doc_id} for doc_id in sorted(apart)] + ([rest] if rest else [])
        if rows := self.rows(name):
            self.change([self.staged(parquet.select(rows, doc_ids)) for doc_ids in several], [name])

    def draft(self, documents: int) -> Draft:
        """A part to be written, of so many documents at most."""
        return Draft(self.store, self.stem(), documents)

    def stem(self) -> str:
        """A hidden name no other part has."""
        self.touched = True
        return f"{self.token}-{next(self.numbers)}"

    def staged(self, rows: Rows, name: str | None = None) -> Part:
        """A part of one row group, written under its hidden name."""
        with self.draft(rows["documents"].num_rows) as draft:
            draft.add(rows)
        return draft.part(name)

    def change(self, added: Sequence[Part], removed: Collection[str]) -> None:
        """Put parts in place and take others away: all of it, or (killed before it is noted) nothing of it."""
        stems = {part.name: part.stem for part in added}
        gone = sorted({name for name in removed if name in self.parts and name not in stems})
        self.touched = True
        for part in added:
            self.note("part", {"part": part.name, "sha256": part.digests})
        journal = f".change-{self.token}.json"
        self.store.put(journal, json.dumps({"add": stems, "remove": gone}).encode())
        self.carry_out(stems, gone)
        self.store.delete(journal)
        for name in (*gone, *stems):
            for row in self.parts.pop(name, ()):
                self.part_of.pop(row.doc_id, None)
        for part in added:
            self.parts[part.name] = part.documents
            self.part_of |= {row.doc_id: part.name for row in part.documents}

    def carry_out(self, stems: Mapping[str, str], gone: Sequence[str]) -> None:
        """What a journal notes. It may have been begun before: a hidden file that is gone is in place."""
        unfinished = {name: stem for name, stem in stems.items() if self.store.exists(hidden("documents", stem))}
        for table in ("documents", *CHILDREN):
            for name in gone:
                self.store.delete(path(table, name))
        for name, stem in unfinished.items():
            self.store.delete(path("documents", name))
            for table in (*CHILDREN, "documents"):
                if self.store.exists(hidden(table, stem)):
                    self.store.move(hidden(table, stem), path(table, name))

    def recover(self) -> None:
        """Finish the changes that killed runs have noted, and clear away what they have not."""
        for name, noted in journals(self.store):
            if noted is None:
                self.put_away(Damage(name, "is no journal of ours and was not carried out"))
            else:
                self.carry_out(noted.add, noted.remove)
                self.store.delete(name)
        self.clear("")

    def clear(self, token: str) -> None:
        """Remove the hidden files of one writer, or (no token) of all."""
        for folder in ("", RUNS, *TABLES):
            for name in self.store.names(folder):
                if name.startswith(f".new-{token}"):
                    self.store.delete(f"{folder}/{name}".lstrip("/"))


def now() -> str:
    """
    >>> len(now()), now()[-1]
    (27, 'Z')
    """
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
