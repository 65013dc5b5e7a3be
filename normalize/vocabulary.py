"""Closed vocabularies: a printed grade or direction -> the word it stands for. Rows keep the word as printed."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal

import regex

from normalize.text import squash

Vocabulary = Literal["grades", "directions"]

LONGEST = 40
"""Characters of a graded or directing word with all its brackets; what is longer is prose."""
_AROUND = regex.compile(r"^[「『【\[(]|[」』】\])]$|(?:評価|判定|ランク)$|^(?:評価|判定|ランク)(?=.)")


@cache
def words(vocabulary: Vocabulary) -> dict[str, str]:
    """Every known word and what it means: おおむね達成 -> 概ね達成, 〇 -> ○."""
    rows = csv.DictReader((files("normalize") / "tables" / f"{vocabulary}.csv").read_text("utf-8").splitlines())
    return {squash(row["word"]): row["means"] for row in rows}


def bare(printed: str) -> str:
    """
    >>> bare("「Ａ」評価"), bare("Ａ判定"), bare("評価")
    ('A', 'A', '評価')
    """
    word, before = squash(printed), ""
    while word != before and len(word) <= LONGEST:
        word, before = _AROUND.sub("", word) or word, word
    return word


def grade(printed: str) -> str | None:
    """
    >>> grade("Ａ"), grade("「Ｓ」評価"), grade("おおむね達成"), grade("〇"), grade("上の中")
    ('A', 'S', '概ね達成', '○', None)
    """
    return words("grades").get(bare(printed))


def direction(printed: str) -> str | None:
    """
    >>> direction("現状維持"), direction("新設"), direction("前倒し")
    ('維持', '新規', None)
    """
    return words("directions").get(squash(printed))
