"""The file of words is read strictly: what is wrong in it is named with file, line and key."""

from __future__ import annotations

from importlib import resources
from typing import get_args

import pytest

from normalize.family import FamilyError, Field, common, parse_common
from normalize.table import is_laid_out

COMMON = (resources.files("normalize") / "families" / "common.toml").read_text("utf-8")


def line_of(start: str) -> int:
    return next(n for n, line in enumerate(COMMON.splitlines(), 1) if line.startswith(start))


def test_common_words_by_field() -> None:
    labels = parse_common("common.toml", COMMON).labels
    assert [labels[word] for word in ("取組項目", "担当課", "目標値", "事業費")] == [
        "name", "departments", "target", "budget",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "old", "new", "says"),
    [
        ("unknown field", "departments = [", "departmens = [", "unknown field 'departmens'"),
        ("unknown section", "[markers]", "[marker]", "unknown section 'marker'"),
        ("unknown key", "suffixes = [", "sufixes = [", "unknown key 'sufixes'"),
        ("a word of two fields", "unit = [", 'unit = ["担当課", ', "'担当課' .*departments.*unit"),
    ],
)
def test_a_fault_of_the_common_words_is_named(fault: str, old: str, new: str, says: str) -> None:
    with pytest.raises(FamilyError, match=rf"c\.toml:{line_of(old)}: .*{says}"):
        parse_common("c.toml", COMMON.replace(f"\n{old}", f"\n{new}", 1))


def test_a_missing_key_of_the_common_words_is_named() -> None:
    with pytest.raises(FamilyError, match=r"c\.toml:\d+: .*'suffixes'"):
        parse_common("c.toml", "\n".join(line for line in COMMON.splitlines() if not line.startswith("suffixes")))


def test_text_that_is_no_toml_is_a_fault_of_its_file() -> None:
    with pytest.raises(FamilyError, match=r"c\.toml"):
        parse_common("c.toml", "name = \n")


def test_the_shipped_words_are_of_known_fields() -> None:
    assert set(common().labels.values()) <= set(get_args(Field))


@pytest.mark.parametrize("fields", [("name", "departments", "year"), ("content", "goal"), ("indicator", "target")])
def test_labels_that_make_a_layout(fields: tuple[Field, ...]) -> None:
    assert is_laid_out(frozenset(fields))


@pytest.mark.parametrize("fields", [(), ("ignore",), ("note",), ("budget",)])
def test_labels_that_make_none(fields: tuple[Field, ...]) -> None:
    assert not is_laid_out(frozenset(fields))
