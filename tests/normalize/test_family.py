"""Layout files are read strictly: what is wrong in one is named with file, line and key."""

from __future__ import annotations

from importlib import resources
from typing import get_args

import pytest

from normalize.family import FamilyError, Field, common, families, parse_common, parse_family, recognise

COMMON = (resources.files("normalize") / "families" / "common.toml").read_text("utf-8")
FAMILY = """\
# a list
name = "list"
signs = [["name", "departments"]]
"""


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


def test_a_family_by_its_keys() -> None:
    read = parse_family("list.toml", FAMILY + 'reads_as = { goal = "name" }\nyear_columns = "result"\n')
    assert (read.name, read.year_columns, dict(read.reads_as)) == ("list", "result", {"goal": "name"})
    assert read.signs == (frozenset({"name", "departments"}),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("signs =", "form =", r"f\.toml:3: .*'form'"),
        ('signs = [["name", "departments"]]\n', "", r"f\.toml:\d+: .*'signs'.*missing"),
        ('"departments"', '"department"', r"f\.toml:\d+: .*'department'"),
        ("# a list\n", "reads_as = { goal = 'nmae' }\n", r"f\.toml:1: .*'nmae'"),
    ],
)
def test_a_fault_of_a_family_is_named(old: str, new: str, says: str) -> None:
    with pytest.raises(FamilyError, match=says):
        parse_family("f.toml", FAMILY.replace(old, new))


def test_an_unknown_meaning_of_year_columns_is_a_fault() -> None:
    with pytest.raises(FamilyError, match="year_columns"):
        parse_family("f.toml", FAMILY + 'year_columns = "targets"\n')


def test_text_that_is_no_toml_is_a_fault_of_its_file() -> None:
    with pytest.raises(FamilyError, match=r"f\.toml"):
        parse_family("f.toml", "name = \n")


def test_the_shipped_layouts_are_read() -> None:
    assert len({f.name for f in families()}) == len(families())
    assert set(common().labels.values()) <= set(get_args(Field))


@pytest.mark.parametrize("fields", [("name", "departments", "year"), ("content", "goal"), ("indicator", "target")])
def test_labels_that_make_a_layout(fields: tuple[Field, ...]) -> None:
    found = recognise(frozenset(fields))
    assert found is not None
    assert any(sign <= frozenset(fields) for sign in found.signs)


@pytest.mark.parametrize("fields", [(), ("ignore",), ("note",), ("budget",)])
def test_labels_that_make_none(fields: tuple[Field, ...]) -> None:
    assert recognise(frozenset(fields)) is None
