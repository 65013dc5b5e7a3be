"""Rows of a candidate and its truth -> which of them are right, and the share of facts that is (F1)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from normalize.reading.terms import Candidate
from tools.plans.score import Fact, Row, facts, pairs, row_facts, squash


class Graded(NamedTuple):
    """F1 over all facts, and for each row whether it is right; None: a careful reader may count it or not."""

    f1: float
    initiatives: list[bool | None]
    rows: list[bool | None]


def graded(candidate: Candidate, truth: Mapping[str, Any]) -> Graded:
    """Every initiative that is not in the truth counts against the candidate, but those it calls optional."""
    found = _found(candidate)
    wanted, optional = truth.get("initiatives") or [], truth.get("optional_initiatives") or []
    of = {m: n for n, m in pairs(wanted, found).items()}
    rest = [m for m in range(len(found)) if m not in of]
    free = {rest[m] for m in pairs(optional, [found[m] for m in rest]).values()}
    names: list[bool | None] = []
    targets: list[bool | None] = []
    results: list[bool | None] = []
    right = have = 0
    for m, own in enumerate(found):
        want, got = facts(wanted[of[m]]) if m in of else Counter[Fact](), facts(own)
        right, have = right + (want & got).total(), have + (0 if m in free else got.total())
        names.append(None if m in free else want[("name", squash(own["name"]))] > 0)
        for row, fact in row_facts(own):
            good, want[fact] = want[fact] > 0, want[fact] - 1
            (targets if "target_id" in row else results).append(None if m in free else good)
    expected = sum(facts(each).total() for each in wanted)
    f1 = 2 * right / (have + expected) if have + expected else 1.0
    return Graded(f1, names, [*targets, *results])


def _found(candidate: Candidate) -> list[Row]:
    """The initiatives as plain rows, each with its targets and results."""
    rows: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for kind, own in (("targets", candidate.targets), ("results", candidate.results)):
        for row in own:
            rows[kind, row.initiative_id].append(asdict(row))
    return [
        {**asdict(i), **{kind: rows[kind, i.initiative_id] for kind in ("targets", "results")}}
        for i in candidate.initiatives
    ]
