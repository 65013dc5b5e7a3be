"""Rows of a candidate and its truth -> which of them are right, and the share of facts that is (F1).

The truth is a list of initiatives as `tools/plans` writes it beside a drawn plan: each with its targets and results.
A fact counts only if all of it is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from normalize.reading.terms import Candidate
from normalize.record import Initiative, Result, Target

Truth = Mapping[str, Any]
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−－ｰ", "-") | dict.fromkeys("〜～∼", "~") | {"⁓": "~"} | dict.fromkeys("・･•*※", "")
)


_TARGET = ("kind", "indicator", "fiscal_year", "value", "unit", "text")


class Graded(NamedTuple):
    """F1 over all facts, and for each row, in order, whether it is right."""

    f1: float
    initiatives: list[bool | None]
    targets: list[bool | None]
    results: list[bool | None]


def fold(text: object) -> str:
    """What a reader does not mind: width, white space, bullet dots, kinds of dash and tilde."""
    folded = unicodedata.normalize("NFKC", str(text if text is not None else "")).translate(_DASHES)
    return re.sub(r"\s+", "", folded)


def target_fact(t: Truth) -> Hashable:
    head = ("target", t["kind"], fold(t["indicator"]), t.get("fiscal_year"))
    return (*head, _number(t.get("value")), fold(t.get("unit"))) if t["kind"] == "numeric" else (*head, fold(t["text"]))


def result_fact(r: Truth) -> Hashable:
    head = ("result", r["kind"], r.get("fiscal_year"))
    if r["kind"] == "indicator":
        return (*head, fold(r.get("indicator")), _number(r.get("value")), fold(r.get("unit")))
    return (*head, fold(r.get("grade" if r["kind"] == "grade" else "text")))


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)


def facts(i: Truth) -> Iterator[Hashable]:
    """What a truth or a row of an initiative, with its rows, says."""
    yield "name", fold(i.get("name"))
    yield from (("is_new", True),) if i.get("is_new") else ()
    yield from ((f, fold(i[f])) for f in ("number", "direction", "content", "objective") if i.get(f))
    if i.get("policy"):
        yield "policy", "/".join(map(fold, i["policy"]))
    yield from (("department", fold(d)) for d in i.get("departments") or ())
    yield from map(target_fact, i.get("targets") or ())
    yield from map(result_fact, i.get("results") or ())


def _likeness(a: Truth, b: Truth) -> float:
    name = SequenceMatcher(None, fold(a.get("name")), fold(b.get("name")), autojunk=False).ratio()
    number = a.get("number") is not None and fold(a.get("number")) == fold(b.get("number"))
    policy = [*map(fold, a.get("policy") or ())] == [*map(fold, b.get("policy") or ())]
    return name + 0.15 * number + 0.1 * policy


def paired(truth: Sequence[Truth], found: Sequence[Truth]) -> dict[int, int]:
    """Which found initiative (key) is which true one: the likest first."""
    ranked = sorted(
        ((_likeness(t, f), -abs(n - m), n, m) for n, t in enumerate(truth) for m, f in enumerate(found)), reverse=True
    )
    pairs: dict[int, int] = {}
    for score, _, n, m in ranked:
        if score < 0.6:
            break
        if m not in pairs and n not in pairs.values():
            pairs[m] = n
    return pairs


def graded(candidate: Candidate, truth: Mapping[str, Any]) -> Graded:
    """None stands for the rows of initiatives that a careful reader may or may not count."""
    rows: defaultdict[str, tuple[list[Target], list[Result]]] = defaultdict(lambda: ([], []))
    for t in candidate.targets:
        rows[t.initiative_id][0].append(t)
    for r in candidate.results:
        rows[r.initiative_id][1].append(r)
    found = [_plain(i, *rows[i.initiative_id]) for i in candidate.initiatives]
    wanted, optional = truth.get("initiatives") or [], truth.get("optional_initiatives") or []
    pairs = paired(wanted, found)
    rest = [m for m in range(len(found)) if m not in pairs]
    free = {rest[m] for m in paired(optional, [found[m] for m in rest])}
    right = have = 0
    marks = Graded(0.0, [], [], [])
    for m, own in enumerate(found):
        want = Counter(facts(wanted[pairs[m]])) if m in pairs else Counter[Hashable]()
        got = Counter(facts(own))
        right, have = right + (want & got).total(), have + (0 if m in free else got.total())
        none = m in free or None
        marks.initiatives.append(None if none else want[("name", fold(own["name"]))] > 0)
        marks.targets.extend(_each(map(target_fact, own["targets"]), want, none))
        marks.results.extend(_each(map(result_fact, own["results"]), want, none))
    expected = sum(len(list(facts(t))) for t in wanted)
    return marks._replace(f1=2 * right / (have + expected) if have + expected else 1.0)


def _each(found: Iterator[Hashable], want: Counter[Hashable], free: bool | None) -> Iterator[bool | None]:
    for fact in found:
        good = want[fact] > 0
        want[fact] -= good
        yield None if free else good


def _plain(i: Initiative, targets: list[Target], results: list[Result]) -> dict[str, Any]:
    columns = ("number", "name", "is_new", "direction", "policy", "departments", "content", "objective")
    return {
        **{c: getattr(i, c) for c in columns},
        "targets": [{c: getattr(t, c) for c in _TARGET} for t in targets],
        "results": [{c: getattr(r, c) for c in (*_TARGET, "grade")} for r in results],
    }
