"""What a header's columns are in this table, by their labels, by one another and by the cells below.

How finely a column is divided tells what it is of: names have one cell an initiative, what groups them has fewer,
actions and indicators have more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import regex

from extract.model import Cell
from normalize.columns import Grid, Header, Role
from normalize.family import Field, common
from normalize.text import squash

_SHOWN = 400
"""Rows below a header that show what its columns hold."""
_COUNT = regex.compile(r"[(（]?(?:\d{1,3}(?:[-.]\d{1,3})*|[①-⑳ア-ンA-ZⅠ-Ⅻ])[)）]?")
"""What counts initiatives or levels."""
PROSE = 18
"""Characters of the average text of a column that describes."""


def roles_of(grid: Grid, header: Header, reads_as: Mapping[Field, Field]) -> dict[int, Role]:
    """The role of each column below a header."""
    roles = {
        column: replace(role, fields=tuple(reads_as.get(f, f) for f in role.fields))
        for column, role in header.roles.items()
    }
    if "name" not in grid.fields:
        _name_the_described(roles)
    _name_the_names(grid, header, roles)
    _number_the_named(grid, header, roles)
    _leave_out_bodies(roles)
    return roles


def _cells(grid: Grid, header: Header, column: int) -> list[Cell]:
    """The printed cells of a column below the header, each once; of a very long table the first ones."""
    rows = range(header.last + 1, min(grid.table.n_rows, header.last + 1 + _SHOWN))
    found = (grid.at.get((row, column)) for row in rows)
    return list({id(cell): cell for cell in found if cell is not None and cell.lines}.values())


def _turn(roles: dict[int, Role], column: int, field: Field) -> None:
    roles[column] = Role((field,), None, None, roles[column].printed)


def _name_the_described(roles: dict[int, Role]) -> None:
    """In a table without names, what someone is in charge of names: 番号 | 取組内容 | 担当課, 目標 | 推進者."""
    fields = {field for role in roles.values() for field in (role.field, *(("year",) if role.year else ()))}
    named = next((field for field in ("content", "goal") if field in fields), None)
    if "departments" in fields or fields >= {"number", "year"}:
        for column in [column for column, role in roles.items() if role.field == named]:
            _turn(roles, column, "name")


def _name_the_names(grid: Grid, header: Header, roles: dict[int, Role]) -> None:
    """Of several name columns (施策 | 事業 | 実施項目) the one divided like the numbers names the initiatives.

    Those left of it group them; what is divided more finely, beside years that need an indicator, lists actions.
    """
    names = [c for c, role in roles.items() if role.field == "name" and _first_of(grid, header, c)]
    if not names:
        return
    marks = [c for c, role in roles.items() if role.field == "number"]
    size = {c: len(_cells(grid, header, c)) for c in (*names, *marks)}
    name = names[-1]
    if marks and len(names) > 1:
        name = min(names, key=lambda c: (abs(size[c] - size[marks[-1]]), -c))
    yearly = any(role.year is not None and role.field in ("year", "target") for role in roles.values())
    wants_indicator = yearly and not any(role.field == "indicator" for role in roles.values())
    for column in names:
        if column < name:
            _turn(roles, column, "policy")
        elif column > name:
            _turn(roles, column, "indicator" if wants_indicator else "content")
    contents = [c for c, role in roles.items() if role.field == "content"]
    if wants_indicator and contents and len(_cells(grid, header, contents[-1])) > size[name]:
        _turn(roles, contents[-1], "indicator")


def _leave_out_bodies(roles: dict[int, Role]) -> None:
    """Who carries an initiative out is no department in charge where these have a column of their own."""
    bodies = set(common().bodies)
    owners = {column: role.printed for column, role in roles.items() if role.field == "departments"}
    for column in owners if set(owners.values()) - bodies else ():
        if owners[column] in bodies:
            _turn(roles, column, "ignore")


def _number_the_named(grid: Grid, header: Header, roles: dict[int, Role]) -> None:
    """Under a heading over two columns the first may count what the second names: 取組 over 1 | 窓口の改革."""
    for column, role in list(roles.items()):
        beside = column + 1
        pair = beside in roles and not _first_of(grid, header, beside) and _first_of(grid, header, column)
        if not pair or role.field not in ("name", "policy"):
            continue
        counts, names = (_cells(grid, header, c) for c in (column, beside))
        if counts and all(_COUNT.fullmatch(squash(c.text)) for c in counts) and not any(c in counts for c in names):
            _turn(roles, beside, role.field)
            _turn(roles, column, "number" if role.field == "name" else role.field)


def _first_of(grid: Grid, header: Header, column: int) -> bool:
    """Whether a column is the first below its header cell (a merged header stands over several)."""
    return grid.at.get((header.first, column)) is not grid.at.get((header.first, column - 1))
