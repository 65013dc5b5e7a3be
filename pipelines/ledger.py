"""What a run did, document by document -> its account, `DIR/_runs/<when>.jsonl`, and the counts of its summary.

An event a line, appended: `started`, `document`, `part` (files put in place, their hashes), `ended`. Times stand here,
so that Parquet has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import NamedTuple

from normalize.decision import STALE, Decision, named
from pipelines.dataset import Dataset, now
from pipelines.packed import Packed
from pipelines.part import Held
from pipelines.reading import Job


class Entry(NamedTuple):
    """One document of this run."""

    doc_id: str
    source: str
    status: str
    error: str | None
    pages: int
    doc_class: str | None = None


class Ledger:
    """The account of a run, kept while it goes on."""

    def __init__(self, dataset: Dataset, command: str, version: str) -> None:
        self.dataset, self.command, self.version = dataset, command, version
        self.began, self.started = monotonic(), now()
        self.entries: list[Entry] = []
        self.rows: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.skipped = 0
        self.removed: list[str] = []
        self.missing: list[str] = []
        self.applied = 0
        self.stale: list[str] = []

    def add(self, packed: Packed, decisions: Sequence[Decision] = ()) -> None:
        row = packed.document
        self.decide(row.source, row.status, decisions, packed.stale)
        entry = Entry(row.doc_id, row.source, row.status, row.error, row.page_count, row.doc_class)
        self.entries.append(entry)
        self.dataset.note("document", entry._asdict())
        self.rules.update(packed.rules)
        self.rows.update(packed.rows)

    def decide(self, source: str, status: str, decisions: Sequence[Decision], stale: Sequence[str]) -> None:
        """Account for the decisions on a document; stale: what is said of those that no longer fit."""
        if status != "ok":
            stale = [f"the decision on {named(each)} is not applied: the document was not read" for each in decisions]
        self.applied += len(decisions) - len(stale)
        self.stale += [f"{source}: {message}" for message in stale]

    def decided_before(self, jobs: Iterable[Job], kept: Iterable[Held]) -> None:
        """Account for the decisions on documents that were skipped, as an earlier run had applied the same."""
        decisions = {job.doc_id: job.decisions for job in jobs if job.decisions}
        for row in kept:
            if row.doc_id in decisions:
                stale = [message for rule, message in self.dataset.findings(row.doc_id) if rule == STALE]
                self.decide(row.source, row.status, decisions[row.doc_id], stale)

    @property
    def failed(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.status != "ok"]

    @property
    def classes(self) -> dict[str, int]:
        """How many documents are of a class, most first."""
        return dict(Counter(entry.doc_class for entry in self.entries if entry.doc_class is not None).most_common())

    @property
    def seconds(self) -> float:
        return monotonic() - self.began

    @property
    def pages(self) -> int:
        return sum(entry.pages for entry in self.entries)

    def summary(self) -> dict[str, object]:
        """The counts; failures by status and sentence, findings by rule."""
        failures: dict[str, Counter[str]] = {}
        for entry in self.failed:
            failures.setdefault(entry.status, Counter())[entry.error or ""] += 1
        return {
            "documents": len(self.entries),
            "ok": len(self.entries) - len(self.failed),
            "failed": len(self.failed),
            "skipped": self.skipped,
            "seconds": round(self.seconds, 1),
            "pages": self.pages,
            "pages_per_second": round(self.pages / max(self.seconds, 0.001), 1),
            "rows": dict(self.rows),
            "classes": self.classes,
            "failures": failures,
            "findings": dict(sorted(self.rules.items())),
            "missing": self.missing,
            "removed": self.removed,
            "decisions": {"applied": self.applied, "stale": self.stale},
        }

    def start(self) -> None:
        self.dataset.note("started", {"command": self.command, "version": self.version, "started": self.started})

    def end(self, finished: bool) -> None:
        """The last line of the account. finished: null where the run was stopped; a killed one has no such line."""
        self.dataset.note("ended", {"finished": now() if finished else None} | self.summary())
