"""Slots -> their roles: what stands in one place of a form, the same through the whole document, means one thing.

A slot is a label's value in every copy of a card, or a column of every table of one kind. Its role is told by its
labels' words, by what the values look like, and by its neighbours; no one of these decides alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from normalize.about import About
from normalize.era import whole_range
from normalize.event import Meaning
from normalize.family import Field
from normalize.reading.grid import Node
from normalize.reading.weights import fits, w
from normalize.words import Kind, Look
from normalize.words.label import ends_in_quarter

Group = tuple[Hashable, ...]
"""Slots of one form are of one group: ("pairs",), ("list", headers…), ("inner", headers…)."""
PAIRS: Group = ("pairs",)
SINGLE: tuple[Field, ...] = (
    "number", "name", "departments", "content", "objective", "goal", "indicator", "unit", "direction", "grade",
    "improvement", "result", "schedule", "row_kind", "target_year", "rate", "policy", "ignore", "note", "budget",
)  # fmt: skip
VALUED: tuple[Meaning, ...] = ("target", "baseline", "result")
_FIGURES: tuple[Kind, ...] = ("figure", "integer", "blank", "stage", "arrow")
_SHORT: tuple[Kind, ...] = ("noun", "heading", "indicator", "law")
_LIKE_STAGES: tuple[Kind, ...] = ("grade", "direction")
"""Words of grades and directions say a stage under a year: 継続, 拡充."""
ONE_COLUMN: tuple[Field, ...] = ("name", "number")
"""Roles that one column of a list has."""
NAMES: tuple[Kind, ...] = ("noun", "heading", "indicator", "law", "level", "long")
"""Kinds of texts that may name an initiative."""
MOST = 0.6
FARTHEST_NAME = -4.5
"""Log-odds below which a label is not tried as the one that names the initiatives."""
PROSE: tuple[Field, ...] = ("result", "content", "grade", "improvement")
"""What may be told year by year in words."""
_REPORTED: tuple[Field, ...] = ("result", "improvement", "grade")
_NOT_BY_YEAR: tuple[Field, ...] = tuple(name for name in SINGLE if name not in PROSE)


class Role(NamedTuple):
    """field: of a text; meaning: of a value stated for a year, else None. score: the log-odds of the best guess."""

    field: Field
    meaning: Meaning | None
    score: float


@dataclass(slots=True, eq=False)
class Slot:
    """A place of a form. labels: outermost first; kinds: how often which kind of value stands there."""

    group: Group
    labels: tuple[Look, ...]
    year: int | None = None
    kinds: Counter[Kind] = field(default_factory=Counter["Kind"])
    numbers: list[int] = field(default_factory=list[int])
    total: int = 0
    yearly: bool = False
    """Whether its label says a year."""
    said: Look | None = None
    """The innermost label that says more than a year."""
    role: Role = field(default=Role("ignore", None, 0.0))
    after: Counter[Slot] = field(default_factory=Counter["Slot"])
    """What stands behind it in one row, where labels stand with their values."""
    name_odds: float = 0.0
    """How far its names lead over, or lie behind, its best other role."""

    def __post_init__(self) -> None:
        self.year = next((look.year for look in reversed(self.labels) if look.year is not None), None)
        self.yearly = any(k.year is not None or k.fields.get("year", 0) > 0.5 for k in self.labels)
        self.said = next((k for k in reversed(self.labels) if any(f != "year" for f in k.fields)), None)

    def see(self, node: Node) -> None:
        """Count a value."""
        self.total += 1
        self.kinds[node.look.kind] += 1
        if node.key.isdecimal() and len(node.key) < 5:
            self.numbers.append(int(node.key))

    @property
    def later(self) -> Iterable[int]:
        """The years after its first that its label holds for: 令和９～１１年度."""
        spans = (whole_range(look.text) for look in reversed(self.labels))
        return next((range(a + 1, b + 1) for a, b in filter(None, spans) if a == self.year), ())

    def says(self, name: Field) -> float:
        """How likely the label means a field."""
        look = self.said
        return look.fields.get(name, 0.0) if look else 0.0

    @property
    def believed(self) -> float:
        """How far its labels say its role, from 0 to 1."""
        look = self.said
        word = look.fields.get(self.role.field, 0.0) * min(1.0, look.label / 0.75) if look else 0.0
        return max(word, 0.9 if self.yearly and (self.role.meaning or self.role.field in PROSE) else 0.0)

    @property
    def in_quarter(self) -> bool:
        """Whether it is of a part of a year."""
        return any(k.fields.get("quarter", 0.0) > 0.5 or ends_in_quarter(k.text) for k in self.labels)

    @property
    def of_quarter(self) -> bool:
        """Whether figures of a part of a year stand here; they are none of the year."""
        return self.in_quarter and self.share(("figure", "integer")) > MOST / 2

    @property
    def filled(self) -> int:
        return self.total - self.kinds.get("empty", 0)

    def share(self, kinds: Iterable[Kind]) -> float:
        """The share of its texts that are of some kinds."""
        filled = self.filled
        return sum(self.kinds.get(kind, 0) for kind in kinds) / filled if filled else 0.0

    def fit(self, name: str) -> float:
        """The mean log-likelihood of its values under a field."""
        if not self.filled:
            return 0.0
        return sum(n * fits(name, kind) for kind, n in self.kinds.items() if kind != "empty") / self.filled

    @property
    def counts_on(self) -> bool:
        """Whether its values number the rows: 1, 2, 3, … or 101, 201, …"""
        n = self.numbers
        if len(n) < 3 or len(n) < 0.7 * self.total or len(set(n)) < len(n):
            return False
        return sum(b - a in (1, 2) or 90 < b - a < 1100 for a, b in pairwise(n)) >= 0.7 * (len(n) - 1)


def _words(look: Look | None) -> Sequence[float]:
    """What a slot's label says for each single field."""
    if look is None:
        return [w("slot_unlabelled")] * len(SINGLE)
    sure, said = min(1.0, look.label / 0.75), look.fields
    unsaid = math.log(0.02) * sure
    return [math.log(said[name] + 0.02) * sure if name in said else unsaid for name in SINGLE]


@cache
def _fits(kind: Kind) -> Sequence[float]:
    """How well a kind of value fits each single field."""
    return [fits(name, kind) for name in SINGLE]


def _contents(slot: Slot) -> Sequence[float]:
    """What a slot's values say for each single field."""
    filled = slot.filled
    if not filled:
        return [0.0] * len(SINGLE)
    weight, much = w("slot_content"), min(1.0, 0.5 + filled / 8)
    seen = [[n * fit for fit in _fits(kind)] for kind, n in slot.kinds.items() if kind != "empty"]
    return [weight * (sum(each) / filled) * much for each in zip(*seen, strict=True)]


@cache
def _priors() -> Sequence[float]:
    return [w(f"prior_{name}") for name in SINGLE]


def _singles(slot: Slot, facts: About) -> dict[Field, float]:
    """The scores of the fields that are no value of a year."""
    parts = zip(SINGLE, _words(slot.said), _contents(slot), _priors(), strict=True)
    scores: dict[Field, float] = {name: word + content + prior for name, word, content, prior in parts}
    if slot.share((*_FIGURES, "grade") if slot.yearly else _FIGURES) > 0.5:
        scores["result"] += w("figures_as_text")
    for name in _REPORTED if facts.doc_kind == "plan" else ():
        scores[name] += w("report_in_plan")
    for name in _NOT_BY_YEAR if slot.yearly else ():
        scores[name] += w("yearly_text")
    if slot.counts_on:
        scores["number"] += w("counts_on")
    return scores


def _valued(slot: Slot, meaning: Meaning, facts: About) -> float:
    """The score of a value stated for a year."""
    figures = slot.share((*_FIGURES, "grade") if slot.yearly else _FIGURES)
    if not (slot.yearly or figures > 0.5 or slot.says(meaning) > 0.1) or slot.of_quarter:
        return -9.0
    score = (w("yearly_value") if slot.yearly else 0.0) + _value_word(slot, meaning)
    fit = slot.fit(meaning)
    if slot.yearly and slot.filled:
        kinds = [(k, n) for k, n in slot.kinds.items() if k != "empty"]
        best = (
            n
            * max(
                fits(meaning, k), fits("target", k) + w("as_target"), w("grade_by_year") if k in _LIKE_STAGES else -9.0
            )
            for k, n in kinds
        )
        fit = sum(best) / slot.filled
    if meaning == "result":
        score += w("prose_as_result") if not slot.yearly and figures < 0.5 else 0.0
        score += w("result_in_plan") if facts.doc_kind == "plan" else 0.0
    return score + _in_period(slot, meaning, facts) + w("slot_content") * fit


def _value_word(slot: Slot, meaning: Meaning) -> float:
    look = slot.said
    if look is None:
        return (w("bare_year_target") if meaning == "target" else 0.0) if slot.yearly else w("slot_unlabelled")
    says = look.fields.get(meaning, 0.0)
    if meaning == "target":
        others: dict[Field, float] = {"goal": 0.8, "schedule": 0.8, "indicator": 0.5 if slot.yearly else 0.0}
        says = max(says, *(look.fields.get(name, 0.0) * share for name, share in others.items()))
    return math.log(says + 0.02) * min(1.0, look.label / 0.75)


def _in_period(slot: Slot, meaning: Meaning, facts: About) -> float:
    """Baselines lie before the plan's period, targets in it."""
    if slot.year is None or facts.period is None:
        return 0.0
    early = slot.year < facts.period[0]
    return w("year_outside") if (meaning == "baseline" and not early) or (meaning == "target" and early) else 0.0


def assign(slots: Sequence[Slot], facts: About) -> float:
    """Give the slots of one group their roles; the sum of their scores."""
    scores: list[dict[Field, float]] = [_singles(slot, facts) for slot in slots]
    _beside(slots, scores)
    valued = [_meanings(slot, facts) for slot in slots]
    for name in ONE_COLUMN if slots and slots[0].group != PAIRS else ():
        _keep_best(name, scores, valued)
    for slot, single, values in zip(slots, scores, valued, strict=True):
        slot.name_odds = single["name"] - _best_but("name", single, values)
        name = max(single, key=single.__getitem__)
        meaning = max(values, key=values.__getitem__)
        if values[meaning] > single[name]:
            slot.role = Role(meaning, meaning, values[meaning])
        else:
            slot.role = Role(name, None, single[name])
    return sum(slot.role.score for slot in slots)


def _meanings(slot: Slot, facts: About) -> dict[Meaning, float]:
    return {meaning: _valued(slot, meaning, facts) for meaning in VALUED}


def _keep_best(name: Field, scores: list[dict[Field, float]], valued: list[dict[Meaning, float]]) -> None:
    """One column at most has names, or numbers: the one that would lose most by being something else."""
    gains: list[float] = []
    for score, values in zip(scores, valued, strict=True):
        gains.append(score[name] - _best_but(name, score, values))
    best = max(range(len(gains)), key=gains.__getitem__)
    for n, score in enumerate(scores):
        score[name] += 0.0 if n == best else w("second_column")


def _best_but(name: Field, score: dict[Field, float], values: dict[Meaning, float]) -> float:
    """The best of the other roles."""
    own, best = score[name], max(score.values())
    other = best if best > own else max(s for n, s in score.items() if n != name)
    return max(other, *values.values())


def _beside(slots: Sequence[Slot], scores: list[dict[Field, float]]) -> None:
    """What the neighbours of a column say: an indicator stands before its years, a name behind its number."""
    inner, pairs = slots[0].group[0] == "inner", slots[0].group == PAIRS
    by_year = any(slot.yearly for slot in slots)
    for n, (slot, score) in enumerate(zip(slots, scores, strict=True)):
        after = _following(slot) if pairs else next((s for s in slots[n + 1 :] if s.total or s.yearly), None)
        if after is not None and (after.yearly or after.says("unit") > 0.8 or after.says("baseline") > 0.8):
            score["indicator"] += w("before_years")
        if after is not None and after.yearly and slot.share(_SHORT) > 0.7:
            texts = max(score["content"], score["schedule"], score["objective"], score["name"])
            score["indicator"] = max(score["indicator"], texts + w("short_before_years"))
        if pairs:
            continue
        before = slots[n - 1] if n else None
        numbered = before is not None and (before.says("number") > 0.6 or before.share(("number", "integer")) > 0.7)
        if numbered and (n < 2 or not slot.yearly):
            score["name"] += w("behind_number")
        if slot.says("name") > 0.3:
            score["indicator"] = max(score["indicator"], score["name"] + w("name_as_indicator"))
        if inner and by_year and slot.says("policy") < 0.4:
            score["policy"] += w("policy_in_years")
    if inner and _measures(slots):
        for score in scores:
            score["indicator"], score["name"] = max(score["indicator"], score["name"]), score["name"] + w("name_inside")


def _following(slot: Slot) -> Slot | None:
    """What most often stands behind a labelled value."""
    found = slot.after.most_common(1)
    return found[0][0] if found and 2 * found[0][1] >= slot.total else None


def _owned(slots: Sequence[Slot]) -> bool:
    """Whether a table says whose its rows are."""
    return any(s.says("departments") > 0.5 or s.share(("departments",)) > 0.5 for s in slots)


def _measures(slots: Sequence[Slot]) -> bool:
    """Whether a table inside a form states figures and says nothing that only an initiative has."""
    named = any(s.says("name") > 0.6 for s in slots) and any(s.says("number") > 0.6 for s in slots)
    figures = any(s.share(("figure", "integer")) > 0.5 and s.says("number") < 0.5 for s in slots)
    valued = figures or any(s.yearly or max(map(s.says, VALUED)) > 0.5 for s in slots)
    return valued and not _owned(slots) and not named


def role_fit(slot: Slot, kind: str) -> float:
    """How well one value fits its slot's role."""
    fit = fits(slot.role.field, kind)
    if slot.role.meaning is not None and slot.yearly:
        fit = max(fit, fits("target", kind) + w("as_target"), w("grade_by_year") if kind in _LIKE_STAGES else fit)
    return fit
