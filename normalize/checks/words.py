"""Words that are in no closed vocabulary: kept as printed, and reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from normalize.checks.case import Case, Doubt, page_of
from normalize.legend import legend
from normalize.record import Initiative, Result, Target
from normalize.stage import is_stage_word
from normalize.vocabulary import direction, grade

_PHRASE = regex.compile(r"[のをにと\n\d]")
_WORD = 8
"""Characters of the longest stage that is one word; what is longer says in a sentence what will be done."""


def words(case: Case) -> Iterator[Doubt]:
    """unknown_grade, unknown_direction, unknown_stage: a finding a word."""
    grades = [(r.grade, r) for r in case.records.results if r.grade and grade(r.grade) is None]
    directions = [(i.direction, i) for i in case.records.initiatives if i.direction and direction(i.direction) is None]
    explained = set(legend(case.document).values())
    stages = [(t.text, t) for t in case.records.targets if t.kind == "stage" and _unknown_stage(t.text)]
    stages = [(text, t) for text, t in stages if text not in explained]
    yield from _each("grade", grades)
    yield from _each("direction", directions)
    yield from _each("stage", stages)


def _unknown_stage(text: str) -> bool:
    return len(text) <= _WORD and not _PHRASE.search(text) and not is_stage_word(text)


def _each(kind: str, found: Sequence[tuple[str, Initiative | Target | Result]]) -> Iterator[Doubt]:
    for word, many in Counter(word for word, _ in found).items():
        row = next(row for other, row in found if other == word)
        message = f"'{word}' is no known {kind}"
        yield Doubt(f"unknown_{kind}", message, None, f"{many} times", row.initiative_id, page_of(row))
