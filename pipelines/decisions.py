"""The decisions of reviewers by document, and the version that marks rows made with them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from normalize.decision import Decision
from pipelines.inputs import Input
from pipelines.reading import Job, Reader

MARK = ".decided-"
"""Stands in the version of rows that decisions were applied to, before the digest of these."""


class Elsewhere(NamedTuple):
    """Decisions on a document that is not among the inputs."""

    source: str
    decisions: int


class Decisions:
    """All decisions of a run, by the hash of the document that was reviewed."""

    def __init__(self, decisions: Sequence[Decision] = ()) -> None:
        self.of: dict[str, list[Decision]] = defaultdict(list)
        for each in decisions:
            self.of[each.sha256].append(each)

    def given_to(self, inputs: Sequence[Input]) -> dict[str, tuple[Decision, ...]]:
        """By doc_id, the decisions on each input: on its bytes, and on what stood in its place at the review."""
        present = {each.sha256 for each in inputs}
        replaced: dict[str, list[Decision]] = defaultdict(list)
        for digest in self.of.keys() - present:
            for each in self.of[digest]:
                replaced[each.source].append(each)
        given = ((each.doc_id, (*self.of.get(each.sha256, ()), *replaced.get(each.source, ()))) for each in inputs)
        return {doc_id: tuple(sorted(found, key=place)) for doc_id, found in given if found}

    def jobs(self, inputs: Sequence[Input], reader: Reader, version: str) -> tuple[Job, ...]:
        """Each input as a job, with the decisions on it."""
        given = self.given_to(inputs)
        return tuple(
            Job(each.path, each.source, each.sha256, reader, marked(version, of_it), of_it)
            for each in inputs
            for of_it in [given.get(each.doc_id, ())]
        )

    def elsewhere(self, inputs: Sequence[Input]) -> list[Elsewhere]:
        given = {each for found in self.given_to(inputs).values() for each in found}
        many = Counter(each.source for found in self.of.values() for each in found if each not in given)
        return [Elsewhere(source, many[source]) for source in sorted(many)]


def place(decision: Decision) -> tuple[str, ...]:
    return (decision.sha256, decision.table, decision.id, decision.field)


def marked(version: str, decisions: Sequence[Decision]) -> str:
    """The version that marks rows made with these decisions: other decisions redo a document as another version does.

    >>> marked("0.1.0+12345678", ())
    '0.1.0+12345678'
    >>> marked("0.1.0+12345678", [Decision("ab", "a.pdf", "targets", "ab-0001-t001", "value", 90.0, 80.0)])
    '0.1.0+12345678.decided-6e8d1c62'
    """
    if not decisions:
        return version
    told = [[*place(each), each.was, each.now] for each in sorted(decisions, key=place)]
    return f"{version}{MARK}{sha256(json.dumps(told).encode()).hexdigest()[:8]}"
