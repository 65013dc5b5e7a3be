"""An index of all initiatives against their cards."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.checks.case import Case, Doubt, initiatives_of, page_of, page_of_piece
from normalize.fields import name_of
from normalize.form import Form
from normalize.text import squash
from normalize.unique import key, thin

_LEAST = 3
"""Initiatives of an index that must have cards before it is taken for one."""
_WHOLE = 0.8
"""Share of the cards that an index lists where it lists all."""


def index(case: Case) -> Iterator[Doubt]:
    """index_differs, card_without_index, index_without_card."""
    forms = case.reading.forms
    rich = {key(form): form for form in forms if not thin(form)}
    listed = {key(form): form for form in forms if thin(form)}
    both = rich.keys() & listed.keys()
    if len(both) < _LEAST or 2 * len(both) < len(listed):
        return
    yield from _listed(case, [listed[k] for k in listed if k in both], [listed[k] for k in listed if k not in both])
    if len(both) >= _WHOLE * len(rich):
        for k in [k for k in rich if k not in both]:
            name = name_of(rich[k])[1]
            page = page_of_piece(rich[k].name)
            yield Doubt("card_without_index", f"the index does not list '{name}'", None, name, page=page)


def _listed(case: Case, both: list[Form], alone: list[Form]) -> Iterator[Doubt]:
    as_read = {squash(name_of(form)[1]): i for form, i in initiatives_of(case)}
    named = as_read | {squash(i.name): i for i in case.records.initiatives}
    for form in both:
        number, name = name_of(form)[:2]
        page, found = page_of_piece(form.name), named.get(squash(name))
        if found is None:
            yield Doubt("index_differs", f"the index lists '{name}', which was not read", name, None, page=page)
        elif number and found.number and squash(number) != squash(found.number):
            message = f"'{name}' bears another number in the index"
            yield Doubt("index_differs", message, number, found.number, found.initiative_id, page, "warning")
    for form in alone:
        name = name_of(form)[1]
        found = named.get(squash(name))
        page = page_of_piece(form.name) if found is None else page_of(found)
        yield Doubt("index_without_card", f"the index lists '{name}', whose card was not read", name, page=page)
