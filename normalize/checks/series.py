"""Numbers of initiatives that have gaps or come twice, and rows that come twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import regex

from normalize.checks.case import Case, Doubt, page_of
from normalize.record import Initiative, Result, Target
from normalize.text import squash

_MOST_GAPS = 0.25
"""Share of missing numbers up to which a series is one with gaps: 1101, 1102, 2101 are codes, not a count."""
_LEAST = 3
"""Numbers that make a series."""
_NUMBER = regex.compile(r"(?P<head>.*?)(?P<last>\d+)(?P<tail>\D*)")


def numbers(case: Case) -> Iterator[Doubt]:
    """number_gap, number_double: in the whole document, or below each heading where numbers begin anew."""
    numbered = [i for i in case.records.initiatives if i.number]
    if len({i.number for i in numbered}) == len(numbered) or _mostly_once(numbered):
        yield from _series(numbered)
        return
    below: defaultdict[tuple[str, ...], list[Initiative]] = defaultdict(list)
    for initiative in numbered:
        below[initiative.policy].append(initiative)
    for group in below.values():
        yield from _series(group)


def _mostly_once(numbered: list[Initiative]) -> bool:
    """Whether the numbers run through the document, but for a slip."""
    many = Counter(i.number for i in numbered)
    return len(numbered) > _LEAST and len(many) >= len(numbered) - 1


def _series(initiatives: list[Initiative]) -> Iterator[Doubt]:
    """Numbers that differ in their last figure only (1-1, 1-2) are one series."""
    series: defaultdict[str, dict[int, Initiative]] = defaultdict(dict)
    for initiative in initiatives:
        found = _NUMBER.fullmatch(squash(initiative.number or ""))
        if found is None:
            continue
        same, n = series[f"{found['head']}#{found['tail']}"], int(found["last"])
        if n in same and squash(same[n].name) != squash(initiative.name):
            message = f"'{same[n].name}' and '{initiative.name}' bear one number"
            yield Doubt(
                "number_double", message, None, initiative.number, initiative.initiative_id, page_of(initiative)
            )
        same.setdefault(n, initiative)
    for name, have in series.items():
        yield from _gaps(name, have)


def _gaps(series: str, have: dict[int, Initiative]) -> Iterator[Doubt]:
    first = 1 if min(have) == 2 and len(have) >= _LEAST else min(have)
    missing = sorted(set(range(first, max(have))) - set(have))
    for n in missing if len(missing) <= len(have) * _MOST_GAPS else ():
        number = series.replace("#", str(n))
        before = have[max((m for m in have if m < n), default=min(have))]
        yield Doubt("number_gap", f"no initiative bears the number {number}", number, None, page=page_of(before))


def initiatives(case: Case) -> Iterator[Doubt]:
    """duplicate_initiative: one name twice under one heading."""
    for (name, _), many in Counter((i.name, i.policy) for i in case.records.initiatives).items():
        if many > 1:
            yield Doubt("duplicate_initiative", f"'{name}' was read {many} times", "1", str(many))


def rows(case: Case) -> Iterator[Doubt]:
    """duplicate_row: two figures of one indicator and year."""
    yield from _doubles([t for t in case.records.targets if t.kind == "numeric"])
    yield from _doubles([r for r in case.records.results if r.kind == "indicator"])


def _doubles(rows: Iterable[Target | Result]) -> Iterator[Doubt]:
    seen: dict[tuple[object, ...], Target | Result] = {}
    for row in rows:
        if row.indicator is None or row.fiscal_year is None:
            continue
        basis = row.basis if isinstance(row, Result) else None
        key = (row.initiative_id, basis, row.ref, row.indicator, row.unit, row.fiscal_year)
        first = seen.setdefault(key, row)
        if first is not row:
            message = f"'{row.indicator}' has two figures for {row.fiscal_year}"
            yield Doubt("duplicate_row", message, first.text, row.text, row.initiative_id, page_of(row))
