"""Candidate readings of a document -> the best of them, with how good it is and how far the next one is behind.

Merit is the share of facts that is expected to be right. It is an additive model: each term of a reading adds to the
log-odds as it rises from one value to another. `weights.csv` holds the rises; `tools/fit/merit.py` fits them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import Literal, NamedTuple

from normalize.doubt import UNREAD
from normalize.reading.agreement import Siblings, apart, name_terms, row_terms, stated
from normalize.reading.terms import Candidate, Seen, terms
from normalize.record import Initiative, Result, Target

Model = Literal["reading", "row", "initiative", "plan"]
TIE = 0.2
"""Log-odds within which one reading is as good as another (.95 and .96, .50 and .55): chance tells them apart."""
SURE = 0.95
"""Merit at which no other reading is made: of readings that reach it, hardly one could be bettered."""


AGREED = 0.1
"""Share of what two readings say that only one says, up to which they agree: one of 478 texts is cut otherwise.

Where all tables are drawn and both readings of them agree, cutting by the white between texts finds nothing better.
"""
BEHIND = 0.5
"""Merit by which a reader that lies behind on one cutting hardly leads on another."""
DOUBTED = 0.5
"""A row that should state a figure and states words is right no more often than not."""
PICTURED, FAINT = 0.97, 0.6
"""What a row read from a picture is worth, and one with a doubtful letter: set by hand, to be fitted on scans."""
PLAN = 0.35
"""Below this what was found are no initiatives: accounts of a budget, answers of a survey, terms and what they mean."""
LIKELY, EVEN, UNTOLD = 0.9, 0.5, 0.3
"""A document is surely of a class with initiatives, is as likely as not; what it is where nothing tells."""
FEWEST = 3
"""Rows from which on their looks can be told."""


RAREST = 1e-9
"""No merit is nearer to 0 or 1 than can be told."""


class Rise(NamedTuple):
    """A term adds `weight` to the log-odds once it has reached `upper`, and its part of it from `lower` on."""

    term: str
    lower: float
    upper: float
    weight: float


@dataclass(frozen=True, slots=True)
class Weights:
    """One model: what the log-odds are where no term holds, and what each term adds."""

    bias: float
    rises: Mapping[str, tuple[Rise, ...]]

    def adds(self, term: str, value: float) -> float:
        """What a term adds to the log-odds."""
        total = 0.0
        for _, lower, upper, weight in self.rises.get(term, ()):
            if value >= upper:
                total += weight
            elif value > lower:
                total += weight * ((value - lower) / (upper - lower))
        return total

    def odds(self, values: Mapping[str, float]) -> float:
        """Log-odds; a term that is not given holds."""
        return self.bias + sum(self.adds(term, values.get(term, 1.0)) for term in self.rises)

    def __call__(self, values: Mapping[str, float]) -> float:
        return 1.0 / (1.0 + exp(-self.odds(values)))


class Maker(NamedTuple):
    """What makes a reading, when it is asked for. name: which reader on which cutting."""

    name: str
    make: Callable[[], Candidate]


class Weighed(NamedTuple):
    """A candidate with its terms, its merit, and how likely what it found are initiatives at all."""

    candidate: Candidate
    seen: Seen
    terms: Mapping[str, float]
    merit: float
    plan: float

    @property
    def holds_initiatives(self) -> bool:
        """Whether what was found are initiatives; of one or two, class and what is stated for years must tell."""
        found = self.candidate
        if len(found.initiatives) >= FEWEST:
            return self.plan >= PLAN
        by_class = found.facts.doc_class.plan
        if found.targets or found.results:
            return self.plan * by_class / UNTOLD >= (1 - self.plan) * (1 - by_class) / (1 - UNTOLD)
        return by_class >= LIKELY or self.plan * by_class >= EVEN


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best reading and the others, the next one first. margin: by how much it leads; 1.0 where it is alone."""

    winner: Weighed
    others: tuple[Weighed, ...] = ()

    @property
    def runner_up(self) -> Weighed | None:
        return self.others[0] if self.others else None

    @property
    def margin(self) -> float:
        return self.winner.merit - self.runner_up.merit if self.runner_up is not None else 1.0

    @property
    def why(self) -> dict[str, tuple[float, float | None, float]]:
        """Each term of the winner, the next reading's, and what it adds to the winner's log-odds."""
        other = self.runner_up.terms if self.runner_up is not None else {}
        adds = weights("reading").adds
        return {name: (value, other.get(name), adds(name, value)) for name, value in self.winner.terms.items()}


@cache
def weights(model: Model) -> Weights:
    """A model of `weights.csv`."""
    text = (files("normalize") / "reading" / "weights.csv").read_text("utf-8")
    return parse(text.splitlines())[model]


def parse(lines: Iterable[str]) -> dict[str, Weights]:
    """
    >>> head = "model,term,lower,upper,weight,unit,example"
    >>> found = parse([head, "row,bias,,,-1.0,log-odds,", "row,fits,0.5,1.0,2.0,share,10件 under a year"])
    >>> found["row"].odds({"fits": 0.75})
    0.0
    """
    bias: dict[str, float] = {}
    rises: dict[str, dict[str, list[Rise]]] = {}
    for row in csv.DictReader(lines):
        weight, own = float(row["weight"]), rises.setdefault(row["model"], {})
        if row["term"] == "bias":
            bias[row["model"]] = weight
        else:
            rise = Rise(row["term"], float(row["lower"]), float(row["upper"]), weight)
            own.setdefault(rise.term, []).append(rise)
    return {model: Weights(bias[model], {k: tuple(v) for k, v in own.items()}) for model, own in rises.items()}


def weigh(candidate: Candidate) -> Weighed:
    seen = Seen(candidate)
    found = terms(seen)
    return Weighed(candidate, seen, found, weights("reading")(found), weights("plan")(found))


def choose(candidates: Iterable[Weighed]) -> Chosen:
    """The candidate of most merit; of those that are as good, the first."""
    made = list(candidates)
    winner = made[as_good([each.merit for each in made])]
    others = sorted((each for each in made if each is not winner), key=lambda each: -each.merit)
    return Chosen(winner, tuple(others))


def as_good(merits: Sequence[float]) -> int:
    """The first that is as good as the best.

    >>> as_good([0.95, 0.955, 0.3]), as_good([0.3, 0.6, 0.62])
    (0, 1)
    """
    odds = [log(max(merit, RAREST) / max(1.0 - merit, RAREST)) for merit in merits]
    return next(n for n, each in enumerate(odds) if each >= max(odds) - TIE)


def best(makers: Iterable[Maker]) -> Chosen:
    """The best of the readings that some makers can make; once one is sure or two agree, no other is made."""
    made: list[Weighed] = []
    for name, make in makers:
        if is_behind(name, [(each.candidate.name, each.merit, each.terms["ruled"]) for each in made]):
            continue
        made.append(weigh(make()))
        if made[-1].merit >= SURE or agree([each.terms for each in made], [stated(each.candidate) for each in made]):
            break
    return choose(made)


def is_behind(name: str, made: Sequence[tuple[str, float, float]]) -> bool:
    """Whether a reading is not worth making: its reader lies far behind, and its cutting does not lead.

    made: names, merits, and how far all tables are ruled: a reader that saw none where no rules are drawn tells
    nothing of the other cutting.  Where its cutting leads, it says how far the leading one is right.

    >>> before = [("by table", 0.2, 1.0), ("by slot", 0.9, 1.0), ("by slot, gaps", 0.8, 0.7)]
    >>> is_behind("by table, gaps", before), is_behind("by table, gaps", [*before[:2], ("by slot, gaps", 0.95, 0.7)])
    (True, False)
    """
    reader, _, cut = name.partition(", ")
    most = max((merit for _, merit, _ in made), default=0.0)
    own = [merit for other, merit, _ in made if other.partition(", ")[0] == reader]
    leads = any(merit == most for other, merit, _ in made if other.partition(", ")[2] == cut)
    return bool(own) and max(own) < most - BEHIND and not leads and made[0][2] == 1.0


def agree(terms: Sequence[Mapping[str, float]], said: Sequence[Iterable[Hashable]]) -> bool:
    """Whether there are two readings, of tables that are all drawn, and both state the same."""
    drawn = all(each["ruled"] == 1.0 for each in terms)
    return len(said) == 2 and drawn and apart(*map(frozenset, said)) <= AGREED


def sure(chosen: Chosen) -> Candidate:
    """The winner, each of its rows with how likely it is right; without any where they are no initiatives."""
    winner = chosen.winner
    if not winner.holds_initiatives:
        return winner.candidate._replace(forms=(), initiatives=(), targets=(), results=())
    siblings = Siblings(winner.seen, winner.merit, [(other.merit, other.candidate) for other in chosen.others])
    of_row, of_name = weights("row"), weights("initiative")

    def initiative(at: int, row: Initiative) -> Initiative:
        return replace(row, confidence=round(of_name(name_terms(siblings, at)) * lettered(row), 3))

    def chance(row: Target | Result) -> float:
        return round(min(of_row(row_terms(siblings, row)), DOUBTED if UNREAD in row.flags else 1.0) * lettered(row), 3)

    def target(row: Target) -> Target:
        return replace(row, confidence=chance(row))

    def result(row: Result) -> Result:
        return replace(row, confidence=chance(row))

    def lettered(row: Initiative | Target | Result) -> float:
        return 1.0 if "ocr" not in row.flags else FAINT if "illegible" in row.flags else PICTURED

    found = winner.candidate
    return found._replace(
        initiatives=tuple(initiative(at, row) for at, row in enumerate(found.initiatives)),
        targets=tuple(map(target, found.targets)),
        results=tuple(map(result, found.results)),
    )
