"""families/common.toml -> the words that head cells, name levels and grade, read strictly.

An unknown key is an error that names file and line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from extract.model import Words
from normalize.stage import stage_words

Field = Literal[
    "number", "name", "departments", "content", "situation", "goal", "objective", "indicator", "unit", "baseline",
    "target", "result", "rate", "grade", "improvement", "note", "direction", "schedule", "policy", "row_kind",
    "budget", "ignore", "target_year", "quarter", "year", "unknown", "preamble",
]  # fmt: skip


class FamilyError(ValueError):
    """The file of words is wrong; the message names file, line and key."""


@dataclass(frozen=True, slots=True)
class Common:
    """The common words. labels: printed word -> field."""

    labels: Mapping[str, Field]
    coarse: tuple[str, ...]
    bodies: tuple[str, ...]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    cycle: frozenset[str]
    marker_open: str
    marker_close: str
    levels: tuple[str, ...]
    initiative_levels: tuple[str, ...]
    topics: tuple[str, ...]
    appendix: tuple[str, ...]
    new_headings: tuple[str, ...]
    grades: frozenset[str]
    progress: tuple[str, ...]
    summary: tuple[str, ...]
    plan: tuple[str, ...]


_COMMON_KEYS: dict[str, tuple[str, ...]] = {
    "labels": get_args(Field)[:-4],
    "affixes": ("coarse", "bodies", "prefixes", "suffixes", "cycle"),
    "markers": ("open", "close"),
    "headings": ("levels", "initiatives", "topics", "appendix", "new"),
    "grades": ("words",),
    "document": ("progress", "summary", "plan"),
}


def _line_of(text: str, key: str) -> int:
    lines = (n for n, line in enumerate(text.splitlines(), 1) if line.lstrip("[ ").startswith(key))
    return next(lines, 1)


def _demand(file: str, text: str, found: Mapping[str, object], known: tuple[str, ...], what: str) -> None:
    for key in found:
        if key not in known:
            raise FamilyError(f"{file}:{_line_of(text, key)}: unknown {what} '{key}'; known are {', '.join(known)}")


def _load(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FamilyError(f"{file}: {error}") from error


def parse_common(file: str, text: str) -> Common:
    """The common words of a TOML text.

    >>> parse_common("x.toml", "[labels]\\nnaem = ['事業名']")
    Traceback (most recent call last):
    normalize.family.FamilyError: x.toml:2: unknown field 'naem'; known are number, name, departments, ...
    """
    data = _load(file, text)
    _demand(file, text, data, tuple(_COMMON_KEYS), "section")
    for section, known in _COMMON_KEYS.items():
        _demand(file, text, data.get(section, {}), known, "field" if section == "labels" else "key")
        missing = [key for key in known if section != "labels" and key not in data.get(section, {})]
        if section not in data or missing:
            raise FamilyError(f"{file}:{_line_of(text, section)}: the key '{(missing or [section])[0]}' is missing")
    labels: dict[str, Field] = {}
    for field, words in data["labels"].items():
        for word in words:
            if labels.setdefault(word, field) != field and field != "policy":
                raise FamilyError(f"{file}:{_line_of(text, field)}: '{word}' stands under {labels[word]} and {field}")
    return Common(
        labels,
        tuple(data["affixes"]["coarse"]),
        tuple(data["affixes"]["bodies"]),
        tuple(data["affixes"]["prefixes"]),
        tuple(data["affixes"]["suffixes"]),
        frozenset(data["affixes"]["cycle"]),
        data["markers"]["open"],
        data["markers"]["close"],
        tuple(data["headings"]["levels"]),
        tuple(data["headings"]["initiatives"]),
        tuple(data["headings"]["topics"]),
        tuple(data["headings"]["appendix"]),
        tuple(data["headings"]["new"]),
        frozenset(data["grades"]["words"]),
        tuple(data["document"]["progress"]),
        tuple(data["document"]["summary"]),
        tuple(data["document"]["plan"]),
    )


@cache
def common() -> Common:
    return parse_common("common.toml", (files("normalize") / "families" / "common.toml").read_text("utf-8"))


@cache
def printed_words() -> Words:
    """What a reader of text without tables has to know: the words of labels, levels and stages."""
    return Words(common().labels, common().levels, stage_words())
