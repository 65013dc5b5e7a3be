"""Numbers of initiatives that have gaps or come twice, and rows that come twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from unicodedata import numeric

import regex

from normalize.checks.case import Case, Doubt, page_of
from normalize.record import Initiative, Result, Target
from normalize.text import squash

_MOST_GAPS = 0.25
"""Share of missing numbers up to which a series is one with gaps: 1101, 1102, 2101 are codes, not a count."""
_LEAST = 3
"""Numbers that make a series."""
_CIRCLED = regex.compile(r"[\u2460-\u2473\u3251-\u325f\u32b1-\u32bf]")
_NUMBER = regex.compile(r"(?P<head>.*?)(?P<last>\d{1,9})(?P<tail>\D*)")


def numbers(case: Case) -> Iterator[Doubt]:
    """number_gap, number_double: in the whole document, or in each list below a heading, where numbers begin anew."""
    numbered = [i for i in case.records.initiatives if i.number]
    many = Counter(i.number for i in numbered)
    whole = len(many) == len(numbered) or (len(numbered) > _LEAST and len(many) >= len(numbered) - 1)
    if whole and _dense(numbered):
        yield from _series(numbered, begins=1)
        return
    below: defaultdict[tuple[str, ...], list[Initiative]] = defaultdict(list)
    for initiative in numbered:
        below[initiative.policy].append(initiative)
    for group in below.values():
        for one_list in _lists(group):
            # Below a heading, number 1 may be no initiative.
            yield from _series(one_list)


def _lists(group: list[Initiative]) -> Iterator[list[Initiative]]:
    """Where numbers begin with 1 again on another page, or behind a longer count, another list begins."""
    begun = 0
    for n, initiative in enumerate(group):
        far = n - begun > 1 or page_of(initiative) != page_of(group[n - 1])
        if n and far and _plain_number(initiative) == 1 == _plain_number(group[begun]):
            yield group[begun:n]
            begun = n
    yield group[begun:]


def _plain_number(initiative: Initiative) -> int | None:
    """The last figure of its number."""
    found = _numbered(initiative)
    return int(found["last"]) if found else None


def _dense(numbered: list[Initiative]) -> bool:
    """Whether all numbers make series with few gaps; 1101, 1102, 2101 are counted below each heading."""
    found = _sorted_out(numbered)
    return all(_few(_missing(have), have) for have in found.values())


def _sorted_out(initiatives: list[Initiative]) -> dict[str, dict[int, list[Initiative]]]:
    """The initiatives by their last figure; numbers that differ in that alone (1-1, 1-2) are one series.

    #: where the last figure stands.
    """
    series: defaultdict[str, defaultdict[int, list[Initiative]]] = defaultdict(lambda: defaultdict(list))
    for initiative in initiatives:
        found = _numbered(initiative)
        if found is not None:
            series[f"{found['head']}#{found['tail']}"][int(found["last"])].append(initiative)
    return {name: dict(have) for name, have in series.items()}


def _numbered(initiative: Initiative) -> regex.Match[str] | None:
    return _NUMBER.fullmatch(_CIRCLED.sub(_plain, squash(initiative.number or "")))


def _plain(circled: regex.Match[str]) -> str:
    """
    >>> _CIRCLED.sub(_plain, "⑫")
    '12'
    """
    return str(int(numeric(circled[0])))


def _series(initiatives: list[Initiative], begins: int | None = None) -> Iterator[Doubt]:
    """begins: the first number of a series that may have lost it."""
    for name, have in _sorted_out(initiatives).items():
        for one, *others in have.values():
            for other in others:
                if squash(one.name) != squash(other.name):
                    message = f"'{one.name}' and '{other.name}' bear one number"
                    yield Doubt("number_double", message, None, other.number, other.initiative_id, page_of(other))
        missing = _missing(have if begins is None or min(have) != begins + 1 else [begins - 1, *have])
        for n in missing if _few(missing, have) else ():
            number = name.replace("#", str(n))
            before = have[max((m for m in have if m < n), default=min(have))][0]
            yield Doubt("number_gap", f"no initiative bears the number {number}", number, page=page_of(before))


_FARTHEST = 100
"""Numbers a series has to each one that is borne at most; a larger one (20260401) counts nothing."""


def _few(missing: Collection[int], have: Collection[int]) -> bool:
    return len(missing) <= max(len(have) >= _LEAST, len(have) * _MOST_GAPS)


def _missing(have: Collection[int]) -> list[int]:
    if max(have) - min(have) > _FARTHEST * len(have):
        return []
    return sorted(set(range(min(have), max(have))) - set(have))


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
