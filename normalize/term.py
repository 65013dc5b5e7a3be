"""Words for a part of a plan's period -> its fiscal years: 毎年度 is each of them, 前期 ends half way."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal, cast

import regex

from normalize.text import squash

Term = Literal["each", "middle", "last"]


@cache
def terms() -> dict[str, Term]:
    """The words, and which years of the period they mean."""
    rows = csv.DictReader((files("normalize") / "tables" / "terms.csv").read_text("utf-8").splitlines())
    return {row["word"]: cast(Term, row["years"]) for row in rows}


@cache
def _printed() -> regex.Pattern[str]:
    words = "|".join(sorted(terms(), key=len, reverse=True))
    return regex.compile(rf"[(\[]?(?:計画)?(?P<word>{words})(?:末|の)?(?P<target>(?:目標|計画)?値?)[)\]]?")


def term(text: str) -> Term | None:
    """The part of the period that a whole text names.

    >>> term("毎年度"), term("前期目標値"), term("計画最終年度"), term("前期の振り返り")
    ('each', 'middle', 'last', None)
    """
    found = _printed().fullmatch(squash(text))
    return terms()[found["word"]] if found else None


def is_target(text: str) -> bool:
    """Whether such a text also says that what stands there is planned.

    >>> is_target("中間目標"), is_target("前期")
    (True, False)
    """
    found = _printed().fullmatch(squash(text))
    return found is not None and found["target"] != ""


def years_of(part: Term, period: tuple[int, int]) -> range:
    """The years of a period; the first half of an uneven one is the longer.

    >>> [list(years_of(part, (2026, 2030))) for part in ("each", "middle", "last")]
    [[2026, 2027, 2028, 2029, 2030], [2028], [2030]]
    """
    first, last = period
    if part == "each":
        return range(first, last + 1)
    end = last if part == "last" else (first + last) // 2
    return range(end, end + 1)
