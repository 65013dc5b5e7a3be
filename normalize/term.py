"""Words for a part of a plan's period, or a year beside the document's own -> fiscal years: 毎年度, 前期, 前年度."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, cast

import regex

from normalize.text import squash

Term = Literal["each", "middle", "last", "previous", "this", "next"]


@cache
def terms() -> dict[str, Term]:
    """The words, and which years they mean."""
    rows = csv.DictReader((files("normalize") / "tables" / "terms.csv").read_text("utf-8").splitlines())
    return {row["word"]: cast(Term, row["years"]) for row in rows}


@cache
def _printed() -> regex.Pattern[str]:
    words = "|".join(sorted(terms(), key=len, reverse=True))
    return regex.compile(rf"[(\[]?(?:計画)?(?P<word>{words})(?:末|の)?(?P<rest>.*?)[)\]]?")


def split_term(text: str) -> tuple[Term | None, str]:
    """The part of the period that a text begins with, and the rest of it.

    >>> split_term("毎年度"), split_term("前期目標値"), split_term("（前年度の実績）"), split_term("実績")
    (('each', ''), ('middle', '目標値'), ('previous', '実績'), (None, '実績'))
    """
    squashed = squash(text)
    found = _printed().fullmatch(squashed)
    return (terms()[found["word"]], found["rest"]) if found else (None, squashed)


def term(text: str) -> Term | None:
    """The part of the period that a whole text names.

    >>> term("毎年度"), term("計画最終年度"), term("前期の振り返り")
    ('each', 'last', None)
    """
    part, rest = split_term(text)
    return part if not rest else None


def years_of(part: Term | None, period: tuple[int, int] | None, now: int | None) -> Sequence[int]:
    """The years meant; none where they cannot be told. period: of the plan; now: the document's own year.

    The first half of an uneven period is the longer one.

    >>> [list(years_of(part, (2026, 2030), 2026)) for part in ("each", "middle", "last", "previous")]
    [[2026, 2027, 2028, 2029, 2030], [2028], [2030], [2025]]
    """
    if part in ("previous", "this", "next"):
        return [now + ("previous", "this", "next").index(part) - 1] if now is not None else []
    if part is None or period is None:
        return []
    first, last = period
    if part == "each":
        return range(first, last + 1)
    return [last if part == "last" else (first + last) // 2]
