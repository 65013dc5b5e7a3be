"""What a reviewer decided: fields corrected, and decisions that no longer fit."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.checks.case import Case, Doubt, shown
from normalize.decision import STALE, Decided, Value, named


def decisions(case: Case) -> Iterator[Doubt]:
    """field_corrected, decision_stale."""
    for each in case.decided:
        if each.misfit is not None:
            message = f"the decision on {named(each.decision)} is not applied: {each.misfit}"
            yield _doubt(STALE, message, each)
        elif each.corrected:
            yield _doubt("field_corrected", f"{named(each.decision)} was corrected by a reviewer", each)


def _doubt(rule: str, message: str, decided: Decided) -> Doubt:
    expected, actual = told(decided.decision.now), told(decided.read)
    return Doubt(rule, message, expected, actual, decided.initiative_id, decided.page)


def told(value: Value) -> str | None:
    """
    >>> told(1300.0), told(("企画課", "総務課")), told(False), told(None)
    ('1300', '企画課、総務課', 'false', None)
    """
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return shown(value) if isinstance(value, float | int) else value
