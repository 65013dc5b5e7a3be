"""The same initiative printed several times (index, card, summary) -> one form."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from normalize.event import Value
from normalize.family import Field
from normalize.section import Form
from normalize.text import split_enumerator, squash, strip_new
from normalize.wrap import flat, joined

RELISTED = regex.compile(r"\s*[【〈<＜(（\[]再掲[^】〉>＞)）\]]{0,8}[】〉>＞)）\]]\s*|\s*※?再掲$")
"""The mark of an initiative that stands elsewhere too."""
_THIN: frozenset[Field] = frozenset(("departments", "direction", "number", "preamble", "note", "grade"))
"""Fields an index table may hold of an initiative beside its name."""


def unique(forms: Iterable[Form]) -> list[Form]:
    """Forms without the entries of an index that a fuller form of the same name stands for; reading order is kept."""
    listed = list(forms)
    full = {_key(f): f for f in reversed(listed) if not _thin(f) and not RELISTED.search(joined(f.name))}
    kept: list[Form] = []
    seen: dict[tuple[str, ...], Form] = {}
    for form in listed:
        if RELISTED.search(joined(form.name)) and _key(form) in full:
            # Listed again under another policy: one initiative.
            continue
        if not _thin(form):
            kept.append(form)
            continue
        rich = full.get(_key(form))
        if rich is not None:
            _fill(rich, form)
            continue
        path = (_key(form), *(squash(joined(p)) for p in form.policy[-1:]))
        if path not in seen:
            seen[path] = form
            kept.append(form)
    return kept


def _key(form: Form) -> str:
    return squash(split_enumerator(strip_new(RELISTED.sub("", flat(form.name)))[0])[1])


def _thin(form: Form) -> bool:
    return all(not isinstance(e, Value) and set(e.fields) <= _THIN for e in form.entries)


def _fill(rich: Form, thin: Form) -> None:
    """What only the index says."""
    have = {f for e in rich.entries if not isinstance(e, Value) for f in e.fields}
    rich.entries.extend(
        e for e in thin.entries if not isinstance(e, Value) and e.fields[0] not in have and e.fields[0] == "departments"
    )
    if rich.number is None and thin.number is not None and split_enumerator(joined(rich.name))[0] is None:
        rich.number = thin.number
    if not rich.policy:
        rich.policy = thin.policy
