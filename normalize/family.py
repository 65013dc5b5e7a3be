"""Knowledge of layouts: loads families/*.toml strictly. `common.toml` holds the words, the others the layouts.

A family file says which printed labels make a table of its kind, what its plain year columns mean, and which labels
mean something else there. An unknown key is an error that names file and line.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, cast, get_args

from extract.model import Words
from normalize.stage import stage_words

Field = Literal[
    "number", "name", "departments", "content", "situation", "goal", "objective", "indicator", "unit", "baseline",
    "target", "result", "rate", "grade", "improvement", "note", "direction", "schedule", "policy", "row_kind",
    "budget", "ignore", "target_year", "quarter", "year", "unknown", "preamble",
]  # fmt: skip
YearMeans = Literal["target", "result"]


class FamilyError(ValueError):
    """A layout file is wrong; the message names file, line and key."""


@dataclass(frozen=True, slots=True)
class Family:
    """One layout: any table whose labels cover one of `signs`.

    without: a table with one of these fields is of another layout.  year_columns: what a plain year column means.
    reads_as: fields that are another one in this layout, as the goal that stands for the name where a list has no
    name column.
    """

    name: str
    signs: tuple[frozenset[Field], ...]
    without: frozenset[Field] = frozenset()
    year_columns: YearMeans = "target"
    reads_as: Mapping[Field, Field] = dataclasses.field(default_factory=dict)


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
_FAMILY_KEYS = ("name", "signs", "without", "year_columns", "reads_as")


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


def _files() -> dict[str, str]:
    folder = resources.files("normalize") / "families"
    return {
        f.name: f.read_text("utf-8") for f in sorted(folder.iterdir(), key=lambda f: f.name) if f.name.endswith(".toml")
    }


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


def parse_family(file: str, text: str) -> Family:
    """One layout of a TOML text.

    >>> parse_family("list.toml", 'name = "x"\\nsigns = [["name", "departments"]]').year_columns
    'target'
    """
    data = _load(file, text)
    _demand(file, text, data, _FAMILY_KEYS, "key")
    for key in ("name", "signs"):
        if key not in data:
            raise FamilyError(f"{file}:1: the key '{key}' is missing")
    known = get_args(YearMeans)
    if (means := data.get("year_columns", known[0])) not in known:
        line = _line_of(text, "year_columns")
        raise FamilyError(f"{file}:{line}: unknown year_columns '{means}'; known are {', '.join(known)}")
    reads_as = cast(dict[Field, Field], data.get("reads_as", {}))
    for fields in (*data["signs"], data.get("without", []), [*reads_as, *reads_as.values()]):
        _demand(file, text, dict.fromkeys(fields), get_args(Field), "field")
    signs = tuple(frozenset(cast(list[Field], fields)) for fields in data["signs"])
    without = frozenset(cast(list[Field], data.get("without", [])))
    return Family(data["name"], signs, without, means, reads_as)


@cache
def common() -> Common:
    return parse_common("common.toml", _files()["common.toml"])


@cache
def printed_words() -> Words:
    """What a reader of text without tables has to know: the words of labels, levels and stages."""
    return Words(common().labels, common().levels, stage_words())


@cache
def families() -> tuple[Family, ...]:
    return tuple(parse_family(name, text) for name, text in _files().items() if name != "common.toml")


def recognise(fields: frozenset[Field]) -> Family | None:
    """The layout whose signs are all among a table's fields; the one with the longest sign where several fit."""
    possible = [f for f in families() if not f.without & fields]
    fitting = ((len(sign), -n, f) for n, f in enumerate(possible) for sign in f.signs if sign <= fields)
    return max(fitting, key=lambda x: x[:2], default=(0, 0, None))[2]
