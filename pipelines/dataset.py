"""A dataset: `DIR/<table>/<part>.parquet`, a part being the rows of one document, or (compacted) of several.

A document is in DIR if a file in `documents` names it. A change (parts put in place, parts taken away) is written under
hidden names first, then noted in a journal, then carried out by renaming: files of `documents` are taken away first and
put in place last. A run killed before the note has changed nothing; one killed after it is finished by whoever opens
DIR for writing next. Readers can meet the middle of a change only within the milliseconds of its renames.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from typing import Self

from normalize.record import TABLES
from pipelines import parquet
from pipelines.index import Parts, remember, remembered
from pipelines.parquet import Rows
from pipelines.part import Draft, Encoded, Held, Part, held, hidden, path
from pipelines.store import Store

CHILDREN = tuple(table for table in TABLES if table != "documents")
OURS = re.compile(r"([0-9a-f]{16})\.parquet")
JOURNAL = re.compile(r"\.change-.*\.json")
RUNS = "_runs"
"""Summaries of runs; readers of Parquet pass over names that begin with an underscore."""


class Dataset:
    """A folder of documents, open for writing: alone, or (shared) beside others that write other parts."""

    def __init__(self, out: str | Path, shared: bool = False) -> None:
        """Makes the folders, and finishes what a killed run began; OSError where that cannot be."""
        self.store = Store(str(out))
        self.token = secrets.token_hex(4)
        self.numbers = count(1)
        self.alone = not shared
        self.touched = False
        for folder in ("", RUNS, *TABLES):
            self.store.make(folder)
        self.open = ExitStack()
        self.open.enter_context(self.store.lock(shared))
        if self.alone:
            self.recover()
        self.parts = self.found()
        if self.alone:
            self.split(doc_id for doc_id, times in Counter(self.doc_ids()).items() if times > 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind that is not in place."""
        with self.open:
            if self.alone and self.touched:
                with suppress(OSError):  # a full disk keeps the dataset, but need not remember it
                    remember(self.store, self.parts)
                self.recover()
            elif not self.alone:
                self.clear(self.token)

    def names(self, table: str) -> list[str]:
        """The parts in a table; files of others are none of ours."""
        return [found[1] for name in self.store.names(table) if (found := OURS.fullmatch(name))]

    def found(self) -> Parts:
        """The parts there are, and what they hold."""
        files = self.store.stamps("documents")
        stamps = {name: files[f"{name}.parquet"] for name in self.names("documents")}
        known = remembered(self.store, stamps)
        unknown = [name for name in stamps if name not in known]
        self.touched = bool(unknown)
        known |= dict(zip(unknown, self.store.hands.map(self.inside, unknown), strict=True))
        return {name: known[name] for name in stamps}

    def inside(self, name: str) -> tuple[Held, ...]:
        with self.store.reader(path("documents", name)) as file:
            return held(parquet.read_columns(file, Held._fields))

    def table(self, table: str, name: str) -> parquet.Table:
        with self.store.reader(path(table, name)) as file:
            return parquet.read(file, table)

    def rows(self, name: str) -> Rows:
        return {table: self.table(table, name) for table in TABLES}

    def doc_ids(self) -> Iterator[str]:
        return (row.doc_id for rows in self.parts.values() for row in rows)

    def held(self) -> dict[str, Held]:
        """What is in the dataset, by doc_id."""
        return {row.doc_id: row for rows in self.parts.values() for row in rows}

    def findings(self, doc_id: str) -> list[tuple[str, str]]:
        """Rule and message of each finding about a document."""
        [name] = [name for name, inside in self.parts.items() if any(row.doc_id == doc_id for row in inside)]
        rows = self.table("findings", name).select(["doc_id", "rule", "message"]).to_pylist()
        return [(row["rule"], row["message"]) for row in rows if row["doc_id"] == doc_id]

    def resources(self) -> Iterator[tuple[str, list[str]]]:
        """Each table with the paths of its files, relative to the folder."""
        for table in TABLES:
            yield table, [path(table, name) for name in sorted(self.parts)]

    def write(self, encoded: Encoded, instead_of: Collection[str] = ()) -> None:
        """Put a document in place of the rows it had, and of these other documents."""
        part = Part(encoded.document.doc_id, self.stem(), (encoded.document,))
        self.store.lay({hidden(table, part.stem): data for table, data in encoded.files.items()})
        self.split([part.name, *instead_of])
        self.change([part], instead_of)

    def remove(self, doc_ids: Collection[str]) -> None:
        """Take documents out."""
        if doc_ids:
            self.split(doc_ids)
            self.change([], doc_ids)

    def split(self, doc_ids: Iterator[str] | Collection[str]) -> None:
        """Give each of these documents a part of its own, so that it can be replaced without touching others."""
        wanted = set(doc_ids)
        for name, inside in list(self.parts.items()):
            apart = {row.doc_id for row in inside} & wanted
            if not apart or (len(inside) == 1 and name in apart):
                continue
            rows = self.rows(name)
            rest = {row.doc_id for row in inside} - apart
            several = [{doc_id} for doc_id in sorted(apart)] + ([rest] if rest else [])
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
        gone = sorted(set(removed) & set(self.parts) - set(stems))
        self.touched = True
        journal = f".change-{self.token}.json"
        self.store.put(journal, json.dumps({"add": stems, "remove": gone}).encode())
        self.carry_out(stems, gone)
        self.store.delete(journal)
        for name in gone:
            del self.parts[name]
        self.parts |= {part.name: part.documents for part in added}

    def carry_out(self, stems: dict[str, str], gone: Sequence[str]) -> None:
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
        for journal in filter(JOURNAL.fullmatch, self.store.names("")):
            noted = json.loads(self.store.get(journal))
            self.carry_out(noted["add"], noted["remove"])
            self.store.delete(journal)
        self.sweep()

    def sweep(self) -> None:
        """Remove hidden files, and files without their like in every table: such documents are not in the dataset."""
        self.clear("")
        names = {table: set(self.names(table)) for table in TABLES}
        whole = set.intersection(*names.values())
        for table in TABLES:  # `documents` comes first
            for name in names[table] - whole:
                self.store.delete(path(table, name))

    def clear(self, token: str) -> None:
        """Remove the hidden files of one writer, or (no token) of all."""
        for folder in ("", RUNS, *TABLES):
            for name in self.store.names(folder):
                if name.startswith(f".new-{token}"):
                    self.store.delete(f"{folder}/{name}".lstrip("/"))
