"""A reviewer's decisions on fields -> the rows as decided, and what became of each decision.

Fields are decided one by one, and nothing moves with them but what follows by definition: the kind of a row from its
value and grade. Columns of raw text, places and ids are never decided: they say what was read, and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias, TypeVar, cast

from normalize.record import TABLES, Initiative, Result, ResultKind, Target

Table = Literal["initiatives", "targets", "results"]
Value: TypeAlias = str | float | bool | tuple[str, ...] | None
Row = TypeVar("Row", Initiative, Target, Result)

REVIEWED = "reviewed"
"""The flag of a row with decided fields."""
IDS: dict[Table, str] = {"initiatives": "initiative_id", "targets": "target_id", "results": "result_id"}
NEVER = frozenset({*IDS.values(), "doc_id", "seq", "confidence", "flags", "source"})
SETTLES = {"value": "text", "grade": "text"}
"""Columns whose doubt is that of another column's place; others settle that of their own, if they have one."""


STALE = "decision_stale"
"""The rule of findings that name a decision not applied."""
CONTRADICTED = "the row's value and grade make it another kind"


class Decision(NamedTuple):
    """One field: its value at the review, and the one accepted (the same) or corrected.

    sha256, source: of the document that was reviewed.  id: of the row.
    """

    sha256: str
    source: str
    table: Table
    id: str
    field: str
    was: Value
    now: Value


class Decided(NamedTuple):
    """What became of a decision. read: the field's value as read; misfit: why the decision was not applied."""

    decision: Decision
    read: Value
    misfit: str | None = None
    initiative_id: str | None = None
    page: int | None = None

    @property
    def corrected(self) -> bool:
        return self.misfit is None and self.read != self.decision.now


class Verdict(NamedTuple):
    """The rows as decided, and the account of the decisions."""

    initiatives: tuple[Initiative, ...]
    targets: tuple[Target, ...]
    results: tuple[Result, ...]
    decided: tuple[Decided, ...] = ()


def named(decision: Decision) -> str:
    """
    >>> named(Decision("ab", "plan.pdf", "targets", "ab-0001-t001", "value", 90.0, 80.0))
    "'value' of targets ab-0001-t001"
    """
    return f"'{decision.field}' of {decision.table} {decision.id}"


def reviewable(table: Table) -> frozenset[str]:
    """The columns that can be decided.

    >>> sorted(reviewable("initiatives"))
    ['content', 'departments', 'direction', 'is_new', 'name', 'number', 'objective', 'policy']
    """
    names = {field.name for field in fields(TABLES[table])}
    return frozenset(name for name in names - NEVER if not name.endswith("_raw"))


def decide(rows: Verdict, decisions: Iterable[Decision], sha256: str) -> Verdict:
    """Rows as read -> rows as decided. The order of the decisions does not matter."""
    wanted = sorted(decisions, key=lambda each: (tuple(IDS).index(each.table), each.id, each.field))
    if not wanted:
        return rows
    initiatives, first = _in_table("initiatives", rows.initiatives, wanted, sha256)
    targets, second = _in_table("targets", rows.targets, wanted, sha256)
    results, third = _in_table("results", rows.results, wanted, sha256)
    return Verdict(initiatives, targets, results, (*first, *second, *third))


def _in_table(
    table: Table, rows: tuple[Row, ...], decisions: Sequence[Decision], sha256: str
) -> tuple[tuple[Row, ...], list[Decided]]:
    found = {getattr(row, IDS[table]): row for row in rows}
    of_row: dict[str, list[Decided]] = {}
    for each in decisions:
        if each.table == table:
            of_row.setdefault(each.id, []).append(_weighed(each, found.get(each.id), sha256))
    for identity in found.keys() & of_row.keys():
        found[identity], of_row[identity] = _applied(found[identity], of_row[identity])
    return tuple(found.values()), list(chain.from_iterable(of_row.values()))


def _weighed(decision: Decision, row: Initiative | Target | Result | None, sha256: str) -> Decided:
    """A decision beside the row it is about."""
    if decision.sha256 != sha256:
        return Decided(decision, None, "the document has changed since")
    if row is None:
        return Decided(decision, None, "there is no such row any more")
    page = row.source[0].page if row.source else None
    if decision.field not in reviewable(decision.table):
        return Decided(decision, None, "there is no such field to decide", row.initiative_id, page)
    read = cast("Value", getattr(row, decision.field))
    why = None if read in (decision.was, decision.now) else "it is read otherwise now"
    return Decided(decision, read, why, row.initiative_id, page)


def _applied(row: Row, weighed: list[Decided]) -> tuple[Row, list[Decided]]:
    """The row with the decisions that fit, and the account; a kind that its value and grade contradict does not fit."""
    fits = {each.decision.field: each.decision.now for each in weighed if each.misfit is None}
    changed = replace(row, **fits)  # pyright: ignore[reportArgumentType] types were seen to when loaded
    if not isinstance(changed, Initiative):
        kind = _kind(changed)
        if fits.get("kind", kind) != kind:
            del fits["kind"]
            weighed = [e._replace(misfit=CONTRADICTED) if e.decision.field == "kind" else e for e in weighed]
        changed = replace(changed, kind=kind)
    if not fits:
        return row, weighed
    return replace(changed, flags=(*row.flags, REVIEWED), confidence=_confidence(row, fits)), weighed


def _kind(row: Target | Result) -> str:
    """A figure makes a target numeric and a result an indicator; a grade makes a result a grade."""
    if isinstance(row, Target):
        return "stage" if row.value is None else "numeric"
    if row.grade is not None:
        return "grade"
    if row.value is not None:
        return "indicator"
    prose: dict[ResultKind, ResultKind] = {"grade": "narrative", "indicator": "narrative"}
    return prose.get(row.kind, row.kind)


def _confidence(row: Initiative | Target | Result, decided: Iterable[str]) -> float:
    """The doubt about a row lies evenly on the places it was read from; a place decided is in doubt no more."""
    places = {source.field for source in row.source}
    left = places - {SETTLES.get(name, name) for name in decided}
    return round(1.0 - (1.0 - row.confidence) * len(left) / max(1, len(places)), 3)
