"""A row of a candidate -> its terms: how far it fits its field, its siblings and another reading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from normalize.doubt import DOUBTS
from normalize.reading.terms import (
    SHORTEST_PROSE,
    Candidate,
    Row,
    Seen,
    acts,
    class_holds,
    figures_have_units,
    fits,
    is_level,
    key_of,
    last_number,
    named,
    points,
    share,
)
from normalize.record import Initiative, Result, Target
from normalize.text import squash
from normalize.wrap import Piece

UNKNOWN = 0.5
"""What a term is worth where there is nothing to compare with."""
STEP = 4.0
"""Points that names of one column stand apart at most: an indent is a character, 8 to 12 points."""


class Told(NamedTuple):
    """What another candidate states, and its merit."""

    merit: float
    name: str
    states: frozenset[Hashable]


Also = list[tuple[float, frozenset[Hashable]]]
"""Candidates by what they state, each with its share of the merit of all."""


def also(name: str, others: Iterable[Told]) -> tuple[Also, Also]:
    """The candidates of another reader than the named one, and those of another cutting."""
    reader, _, cut = name.partition(", ")
    told = [(other, *other.name.partition(", ")[::2]) for other in others]
    return _shared(o for o, other, _ in told if other != reader), _shared(o for o, _, other in told if other != cut)


def _shared(others: Iterable[Told]) -> Also:
    found = list(others)
    whole = sum(other.merit for other in found)
    return [(other.merit / whole, other.states) for other in found]


def agreement(others: Also, what: Hashable) -> float:
    """The share of other candidates' merit that states the same."""
    return sum(part for part, states in others if what in states) if others else UNKNOWN


@dataclass
class Siblings:
    """The rows of a candidate among which one row stands, and those of the next best candidate."""

    seen: Seen
    merit: float
    others: Sequence[tuple[float, Candidate]] = ()
    shares: dict[Hashable, float] = field(default_factory=dict[Hashable, float])

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {i.initiative_id: squash(i.name) for i in self.seen.candidate.initiatives}

    @cached_property
    def named(self) -> Mapping[str, float]:
        return {i.initiative_id: named(i.name) for i in self.seen.candidate.initiatives}

    @cached_property
    def copies(self) -> Mapping[str, float]:
        """How far the form of an initiative has the fields that most have."""
        n = len(self.seen.fields_of)
        usual = {field for field, many in self.seen.usual.items() if 2 * many > n}
        own = zip(self.seen.candidate.initiatives, self.seen.fields_of, strict=True)
        return {i.initiative_id: share(len(fields & usual), len(fields | usual)) for i, fields in own}

    @cached_property
    def keys(self) -> Counter[tuple[object, ...]]:
        return Counter(key_of(row) for row in self.seen.rows)

    @cached_property
    def units(self) -> Mapping[tuple[str, str | None], Counter[str | None]]:
        found: defaultdict[tuple[str, str | None], Counter[str | None]] = defaultdict(Counter)
        for row in self.seen.rows:
            if row.value is not None:
                found[row.initiative_id, row.indicator][row.unit] += 1
        return found

    @cached_property
    def years(self) -> Mapping[tuple[object, ...], frozenset[int | None]]:
        """The years of each series of figures or stages."""
        found: defaultdict[tuple[object, ...], set[int | None]] = defaultdict(set)
        for row in self.seen.rows:
            found[_series(row)].add(row.fiscal_year)
        return {key: frozenset(years) for key, years in found.items()}

    @cached_property
    def usual_years(self) -> Counter[tuple[object, frozenset[int | None]]]:
        return Counter((key[-1], years) for key, years in self.years.items())

    @cached_property
    def kinds(self) -> Counter[object]:
        return Counter(key[-1] for key in self.years)

    @cached_property
    def many(self) -> float:
        """The usual number of rows of an initiative."""
        counts = sorted(len(self.seen.rows_of.get(i.initiative_id, ())) for i in self.seen.candidate.initiatives)
        return float(counts[len(counts) // 2]) if counts else 0.0

    @cached_property
    def left(self) -> Mapping[int, float]:
        """The share of a page's tables of records that is left over."""
        left, whole = Counter[int](), Counter[int]()
        for at in self.seen.ink:
            if at.table in self.seen.inside:
                whole[at.place.page] += at.chars
        for at in self.seen.left_over:
            left[at.place.page] += at.chars
        return {page: share(left[page], many, 0.0) for page, many in whole.items()}

    @cached_property
    def kin(self) -> list[tuple[float, int, bool]]:
        """What the name of each form looks like; forms whose names look alike are kin."""
        return [style(form.name) for form in self.seen.candidate.forms]

    def of_kin(self, at: int, holds: Callable[[Initiative], bool]) -> float:
        """The share of an initiative's kin for which something holds."""
        key = (self.kin[at], holds.__name__)
        if key not in self.shares:
            own = [i for i, k in zip(self.seen.candidate.initiatives, self.kin, strict=True) if k == self.kin[at]]
            self.shares[key] = sum(map(holds, own)) / len(own)
        return self.shares[key]

    @cached_property
    def found_also(self) -> tuple[Also, Also]:
        """What other readers and other cuttings state."""
        told = [Told(merit, other.name, frozenset(stated(other))) for merit, other in self.others]
        return also(self.seen.candidate.name, told)

    def agreed(self, what: Hashable) -> tuple[float, float]:
        """How far other readers, and readings of other cuttings, state the same."""
        reader, cut = self.found_also
        return agreement(reader, what), agreement(cut, what)

    @cached_property
    def styles(self) -> Counter[tuple[float, int, bool]]:
        return Counter(style(form.name) for form in self.seen.candidate.forms)


def _series(row: Row) -> tuple[object, ...]:
    return row.initiative_id, row.indicator, row.ref, row.kind, row.basis if isinstance(row, Result) else "target"


def style(name: Piece) -> tuple[float, int, bool]:
    """Size, column and direction of a name."""
    line = name.lines[0] if name.lines else None
    if line is None:
        return 0.0, 0, False
    return round(line.size, 1), round(line.place.box.x0 / STEP) if line.place.box else 0, line.vertical


def stated(candidate: Candidate) -> Iterator[Hashable]:
    """What a candidate's rows state, without their order: the same in another candidate is the same record."""
    names = {i.initiative_id: squash(i.name) for i in candidate.initiatives}
    yield from (("name", name) for name in names.values())
    for row in chain(candidate.targets, candidate.results):
        yield statement(row, names[row.initiative_id])


def apart(one: Set[Hashable], other: Set[Hashable]) -> float:
    """The share of what two readings state that only one of them does.

    >>> apart({1, 2, 3}, {2, 3, 4})
    0.5
    """
    return 1.0 - len(one & other) / max(1, len(one | other))


def statement(row: Row, name: str) -> Hashable:
    basis = row.basis if isinstance(row, Result) else "target"
    said = (row.value, row.unit) if row.value is not None else squash(row.text)
    return name, basis, row.kind, squash(row.indicator or ""), row.fiscal_year, said


# Terms of targets and results

RowTerm = Callable[[Siblings, Row], float]


def _year(s: Siblings, row: Row) -> float:
    period = s.seen.candidate.facts.period
    if row.fiscal_year is None:
        return 0.0
    if period is None or isinstance(row, Result):
        return UNKNOWN
    return 1.0 if period[0] - 1 <= row.fiscal_year <= period[1] + 1 else 0.2


def _usual_years(s: Siblings, row: Row) -> float:
    """Of the series of its kind, those with the years of its own."""
    kind = _series(row)[-1]
    return share(s.usual_years[kind, s.years[_series(row)]], s.kinds[kind])


def _usual_count(s: Siblings, row: Row) -> float:
    own = len(s.seen.rows_of[row.initiative_id])
    return min(own, s.many) / max(own, s.many, 1.0)


def _one_unit(s: Siblings, row: Row) -> float:
    if row.value is None:
        return UNKNOWN
    units = s.units[row.initiative_id, row.indicator]
    return share(units[row.unit], units.total())


def _left(s: Siblings, row: Row) -> float:
    return 1.0 - s.left.get(row.source[0].page, 0.0) if row.source else UNKNOWN


def _short(row: Row) -> float:
    """Stages are words, narratives texts."""
    return 1.0 / (1.0 + len(row.text) / 20)


ROW_TERMS: dict[str, RowTerm] = {
    "merit": lambda s, row: s.merit,
    "reader_agrees": lambda s, row: s.agreed(statement(row, s.names[row.initiative_id]))[0],
    "cut_agrees": lambda s, row: s.agreed(statement(row, s.names[row.initiative_id]))[1],
    "fits": lambda _, row: fits(row),
    "indicator": lambda _, row: UNKNOWN if row.indicator is None else named(row.indicator),
    "points": lambda s, row: points(row),
    "has_indicator": lambda _, row: float(row.indicator is not None),
    "year": _year,
    "usual_years": _usual_years,
    "usual_count": _usual_count,
    "once": lambda s, row: 1.0 / s.keys[key_of(row)],
    "one_unit": _one_unit,
    "has_unit": lambda _, row: UNKNOWN if row.value is None else float(row.unit is not None),
    "copy": lambda s, row: s.copies[row.initiative_id],
    "name": lambda s, row: s.named[row.initiative_id],
    "nothing_left": _left,
    "is_short": lambda _, row: _short(row),
    "is_long": lambda _, row: 1.0 - _short(row),
    "is_figure": lambda _, row: float(row.value is not None),
    "is_text": lambda _, row: float(row.value is None),
    "is_printed": lambda _, row: float(not (isinstance(row, Target) and row.carried)),
}


# Terms of initiatives


def _counts_on(s: Siblings, at: int) -> float:
    """Its number is the next after its neighbour's, or the one before."""
    numbers = [last_number(i.number) for i in s.seen.candidate.initiatives[max(0, at - 1) : at + 2]]
    own = last_number(s.seen.candidate.initiatives[at].number)
    if own is None:
        return UNKNOWN if not any(n is not None for n in numbers) else 0.0
    return float(any(n in (own - 1, own + 1) for n in numbers if n is not None) or own == 1)


def _same_style(s: Siblings, at: int) -> float:
    return share(s.styles[style(s.seen.candidate.forms[at].name)], s.styles.total())


def _left_of_name(s: Siblings, at: int) -> float:
    own = s.seen.candidate.initiatives[at]
    return 1.0 - s.left.get(own.source[0].page, 0.0) if own.source else UNKNOWN


def _unlike(s: Siblings, at: int) -> float:
    """No other has its name."""
    own = s.seen.candidate.initiatives[at]
    return 1.0 / max(1, sum(name == squash(own.name) for name in s.names.values()))


def prose_of(row: Initiative) -> str:
    return f"{row.content or ''}{row.objective or ''}"


def _acts(row: Initiative) -> bool:
    return acts(row.name)


def _named(row: Initiative) -> bool:
    return named(row.name) == 1.0


def _owned(row: Initiative) -> bool:
    return bool(row.departments)


def _told(row: Initiative) -> bool:
    return len(prose_of(row)) >= SHORTEST_PROSE


NameTerm = Callable[[Siblings, int], float]
NAME_TERMS: dict[str, NameTerm] = {
    "merit": lambda s, at: s.merit,
    "reader_agrees": lambda s, at: s.agreed(("name", s.names[s.seen.candidate.initiatives[at].initiative_id]))[0],
    "cut_agrees": lambda s, at: s.agreed(("name", s.names[s.seen.candidate.initiatives[at].initiative_id]))[1],
    "name": lambda s, at: named(s.seen.candidate.initiatives[at].name),
    "unlike": _unlike,
    "counts_on": _counts_on,
    "same_style": _same_style,
    "copy": lambda s, at: s.copies[s.seen.candidate.initiatives[at].initiative_id],
    "has_department": lambda s, at: float(bool(s.seen.candidate.initiatives[at].departments)),
    "has_text": lambda s, at: float(bool(prose_of(s.seen.candidate.initiatives[at]))),
    "has_rows": lambda s, at: float(bool(s.seen.rows_of.get(s.seen.candidate.initiatives[at].initiative_id))),
    "has_number": lambda s, at: float(s.seen.candidate.initiatives[at].number is not None),
    "nothing_left": _left_of_name,
    "no_level": lambda s, at: 1.0 - is_level(s.seen.candidate.initiatives[at].name_raw),
    "acts": lambda s, at: float(acts(s.seen.candidate.initiatives[at].name)),
    "kin_act": lambda s, at: s.of_kin(at, _acts),
    "kin_named": lambda s, at: s.of_kin(at, _named),
    "kin_departments": lambda s, at: s.of_kin(at, _owned),
    "kin_text": lambda s, at: s.of_kin(at, _told),
    "kin_rows": lambda s, at: s.of_kin(at, lambda i: bool(s.seen.rows_of.get(i.initiative_id))),
    "kin_units": lambda s, at: figures_have_units(s.seen),
    "is_plan": lambda s, at: class_holds(s.seen),
}  # fmt: skip


def unflagged(row: Initiative | Target | Result) -> dict[str, float]:
    """A term a flag: whether the row is free of it."""
    return {f"no_{flag}": 0.0 for flag in row.flags if flag in DOUBTS}


def row_terms(s: Siblings, row: Row) -> dict[str, float]:
    return {name: term(s, row) for name, term in ROW_TERMS.items()} | unflagged(row)


def name_terms(s: Siblings, at: int) -> dict[str, float]:
    found = {name: term(s, at) for name, term in NAME_TERMS.items()}
    return found | unflagged(s.seen.candidate.initiatives[at])
