"""words.toml -> the words of the interface in both languages, for templates and for scripts.

A page is written in Japanese; an element with a word of the interface carries its key, by which assets/language.js
puts the English one in its place.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from markupsafe import Markup

from normalize.check import RULES
from normalize.doubt import DOUBTS

KEY = "data-say"


class Word(NamedTuple):
    """A word or sentence of the interface; {braces} stand for what is put in."""

    ja: str
    en: str


@cache
def words() -> dict[str, Word]:
    """By key. Rules of findings are there as `rule.NAME`, flags of rows as `flag.NAME`."""
    text = files("pipelines.site").joinpath("words.toml").read_text("utf-8")
    named = {
        f"{group}.{key}": Word(said["ja"], said["en"])
        for group, entries in tomllib.loads(text).items()
        for key, said in entries.items()
    }
    rules = {f"rule.{name}": Word(rule.ja, rule.en) for name, rule in RULES.items()}
    flags = {f"flag.{name}": Word(doubt.ja, doubt.en) for name, doubt in DOUBTS.items()}
    return named | rules | flags


def word(key: str) -> str:
    """The Japanese text, for attributes and titles.

    >>> word("page.documents")
    '文書一覧'
    """
    return words()[key].ja


def say(key: str) -> Markup:
    """An element that shows the word and changes with the language.

    >>> say("page.documents")
    Markup('<span data-say="page.documents">文書一覧</span>')
    """
    return Markup('<span {}="{}">{}</span>').format(Markup(KEY), key, word(key))
