"""The pages of a dump of boxes -> the labels of its list, from left to right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.dumps.columns import Column
from extract.dumps.headers import with_notes
from extract.dumps.looks import FIGURES, look
from extract.dumps.over import Over
from extract.dumps.rowwise import columns_of
from extract.dumps.tokens import Token
from extract.dumps.words import squash

_FEWEST, _FEWEST_FIELDS = 4, 3
_OFTEN = 3
"""How many times as often as the names' label a label may come: more often, it heads rows."""
_REACH = 2
"""Unknown words that may stand between two labels."""
_LONGEST = 10
_KEYS = frozenset(("number", "name"))
_VALUED = frozenset(("target", "result", "goal", "baseline", "schedule", "rate"))
_OVER = ("年度", "各年度", "年次", "計画値", "実施年度", "行程", "工程")
"""How labels over years begin."""
_FIGURED = ("目標", "目標値", "計画値", "実績値", "見込値")
"""How labels of figures end."""
_DIGITS = re.compile(r"\d+")


class Labels(NamedTuple):
    """The labels that head columns, those that stand over several, and the words of both."""

    labels: tuple[Token, ...]
    columns: tuple[Column, ...]
    drawn: tuple[int, ...]
    """The line of each label."""
    over: tuple[Over, ...]
    words: frozenset[str]

    def is_label(self, token: Token) -> bool:
        return squash(token.text) in self.words

    def start(self, page: Sequence[Token]) -> int | None:
        """Where the labels of a page begin: at those beside the first that counts or names."""
        at = [n for n, t in enumerate(page) if self.is_label(t)]
        first = next((n for n in at if page[n].field in _KEYS), None)
        while first is not None and first - 1 in at:
            first -= 1
        return first


def find_labels(pages: Sequence[Sequence[Token]]) -> Labels | None:
    """The labels of the list the pages hold: those of the page that has most."""
    found = [_labels(page) for page in pages]
    best = max(found, key=lambda labels: len({squash(t.text) for t in labels}), default=[])
    known = [t for t in best if t.heading]
    fields = {t.field for t in known}
    if len(known) < _FEWEST or len(fields) < _FEWEST_FIELDS or "name" not in fields:
        return None
    words = frozenset(squash(t.text) for t in best)
    kept, groups = _apart(with_notes(_single(best)))
    ordered = _ordered(kept)
    columns = columns_of(ordered)
    if any(c.field == "indicator" for c in columns) and any(c.sort == "value" for c in columns):
        columns = [c._replace(sort="value") if c.field == "goal" and FIGURES.fullmatch(c.word) else c for c in columns]
    if not any("。" in t.text for page in pages for t in page) and sum(c.field == "year" for c in columns) > 1:
        columns = [c._replace(sort="row") if c.field == "content" else c for c in columns]
    return Labels(
        tuple(ordered), tuple(columns), tuple(t.line.number for t in ordered), tuple(_over(groups, ordered)), words
    )


def _labels(page: Sequence[Token]) -> list[Token]:
    """The labels of a page: runs of them, from the first that holds a key; single ones of a field of their own."""
    shared = Counter(t.line.number for t in page)
    beside = {t.line.number for t in page if t.heading is None and shared[t.line.number] > 1}
    count = Counter(squash(t.text) for t in page if t.heading)
    keys = max(1, *(count[squash(t.text)] for t in page if t.field == "name"), 1)
    page = [t for t in page if t.line.number not in beside and count[squash(t.text)] <= _OFTEN * keys]
    runs = [list(page[a:b]) for a, b in _runs(page)]
    first = next((n for n, run in enumerate(runs) if len(run) > 1 and any(t.field in _KEYS for t in run)), None)
    if first is None:
        return []
    found: list[Token] = []
    for run in runs[first:]:
        fields = {t.field for t in found}
        words = {squash(t.text) for t in found}
        known = [t for t in run if squash(t.text) in words]
        if len(run) - len(known) > 1 or known or run[0].field not in fields or run[0].field == "year":
            found += run
    return found


def _runs(page: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Labels with few unknown words between them."""
    at = 0
    while at < len(page):
        if page[at].heading is None:
            at += 1
            continue
        end = ahead = at + 1
        while ahead < len(page) and ahead - end <= _REACH:
            if page[ahead].heading is not None:
                end = ahead + 1
            elif not _may_label(page[ahead]):
                break
            ahead += 1
        yield at, end
        at = end


def _may_label(token: Token) -> bool:
    return len(squash(token.text)) <= _LONGEST and look(token.text) in ("word", "phrase")


def _single(found: Sequence[Token]) -> list[Token]:
    """Each label as often as one header has it: a page may have several headers."""
    count = Counter(squash(t.text) for t in found)
    usual = Counter(count.values()).most_common(1)[0][0]
    seen = Counter[str]()
    kept: list[Token] = []
    for token in found:
        word = squash(token.text)
        seen[word] += 1
        if seen[word] <= max(1, round(count[word] / usual)):
            kept.append(token)
    return kept


def _apart(found: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The labels that head columns, and those over several: 目標値 over years, a year over 目標 and 実績."""
    years = [t for t in found if t.field == "year"]
    figures = [t for t in found if t.field in _VALUED and t.field != "baseline" and _is_figure(t)]
    if len(years) > 1:
        bare = [t for t in found if t.field in _VALUED and not _DIGITS.search(squash(t.text)) and _over_years(t)]
        groups = [t for t in bare if t.field != "baseline"]
    else:
        groups = years if len(figures) > 1 else []
    kept = [t for t in found if t not in groups]
    grades = [t for t in found if t.field == "grade"]
    over = [t for t in grades if len(grades) > 2 and squash(t.text)[:1] in "一二"]
    return [t for t in kept if t not in over], [*groups, *over]


def _over_years(token: Token) -> bool:
    word = squash(token.text)
    return FIGURES.fullmatch(word) is not None or word.startswith(
        ("年度", "各年度", "年次", "計画値", "実施年度", "行程", "工程")
    )


def _ordered(kept: Sequence[Token]) -> list[Token]:
    """Levels and numbers before names; figures together, the baseline first, years in their order."""
    name = next((n for n, t in enumerate(kept) if t.field == "name"), 0)
    early = [t for t in kept[name:] if t.field == "policy"] + [t for t in kept[name:] if t.field == "number"]
    kept = [*kept[:name], *early, *(t for t in kept[name:] if t.field not in ("policy", "number"))]
    numeric = [t for t in kept if _is_figure(t)]
    if not numeric:
        return list(kept)
    first = next(n for n, t in enumerate(kept) if any(t is own for own in numeric))
    before = list(kept[:first])
    after = [t for t in kept[first:] if not any(t is own for own in numeric)]
    base = [t for t in numeric if t.field == "baseline"]
    runs: list[list[Token]] = [[]]
    for token in (t for t in numeric if t.field == "year"):
        if any(squash(token.text) == squash(own.text) for own in runs[-1]):
            runs.append([])
        runs[-1].append(token)
    years = [t for run in runs for t in sorted(run, key=_year)]
    others = [t for t in numeric if t.field not in ("year", "baseline")]
    return [*before, *base, *years, *others, *after]


def _is_figure(token: Token) -> bool:
    word = squash(token.text).split("(")[0]
    return token.field in ("year", "baseline") or (
        token.field in _VALUED and (FIGURES.fullmatch(word) is not None or word.endswith(_FIGURED))
    )


def _year(token: Token) -> int:
    return int((_DIGITS.findall(squash(token.text)) or ["1"])[0])


def _over(groups: Sequence[Token], ordered: Sequence[Token]) -> Iterator[Over]:
    """Labels over several columns, in their order, over runs of years or figures."""
    spans = list(_spans(ordered, grades=False))
    own = [t for t in groups if t.field != "grade"]
    if len(own) == 1 and own[0].field == "year":
        figures = [n for n, t in enumerate(ordered) if t.field in ("target", "result", "goal")]
        plain = [n for n in figures if not _DIGITS.search(squash(ordered[n].text))]
        if plain:
            yield Over(own[0], plain[0], plain[-1] + 1)
        return
    for label, (first, end) in zip(own, spans, strict=False):
        yield Over(label, first, end)
    graded = list(_spans(ordered, grades=True))
    for label, (first, end) in zip([t for t in groups if t.field == "grade"], graded, strict=False):
        yield Over(label, first, end)


def _spans(ordered: Sequence[Token], *, grades: bool) -> Iterator[tuple[int, int]]:
    """Runs of years, which begin anew where a year comes again; or a grade and what explains it."""
    start = None
    seen = set[str]()
    for n, token in enumerate(ordered):
        own = token.field == "grade" if grades else token.field == "year"
        word = squash(token.text)
        if start is not None and (not own or word in seen):
            if grades and not own and token.heading is None:
                continue
            yield start, n
            start = None
        if own and start is None:
            start, seen = n, set()
        seen.add(word)
    if start is not None:
        yield start, len(ordered)
