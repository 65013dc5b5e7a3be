"""The same initiative printed several times (index, card, summary) -> one form."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from normalize.event import Value
from normalize.form import Form
from normalize.quantity import unit_note
from normalize.text import split_enumerator, squash, strip_new
from normalize.words.field import SHORT, those
from normalize.wrap import flat, joined

RELISTED = regex.compile(r"(?<!\s)\s*[【〈<＜(（\[]再掲[^】〉>＞)）\]]{0,8}[】〉>＞)）\]]\s*|(?<!\s)\s*※?再掲$")
"""The mark of an initiative that stands elsewhere too."""
_THIN = SHORT | those("number", "preamble", "note")
"""Fields an index table may hold of an initiative beside its name."""


def unique(forms: Iterable[Form]) -> list[Form]:
    """Forms without those that an index, a summary of figures or a second listing prints again; in reading order."""
    listed = list(forms)
    full: dict[str, Form] = {}
    for form in sorted(listed, key=_figures_only):
        if not thin(form) and not RELISTED.search(joined(form.name)):
            full.setdefault(key(form), form)
    kept: dict[tuple[str, ...], Form] = {}
    for n, form in enumerate(listed):
        rich = full.get(key(form))
        if rich is None or rich is form:
            path = squash(joined(form.policy[-1])) if form.policy else ""
            kept.setdefault((key(form), path), form)
        elif RELISTED.search(joined(form.name)):
            continue
        elif thin(form):
            _fill(rich, form)
        elif _figures_only(form) and not _figures_only(rich):
            _add_figures(rich, form)
        else:
            kept[key(form), str(n)] = form
    return list(kept.values())


def key(form: Form) -> str:
    """What is the same wherever an initiative is printed: its name without number and marks."""
    name = strip_new(split_enumerator(RELISTED.sub("", flat(form.name)))[1])[0]
    return squash(split_enumerator(name)[1])


def thin(form: Form) -> bool:
    """A row of an index: a name, and little more."""
    return all(not isinstance(e, Value) and set(e.fields) <= _THIN for e in form.entries)


def _figures_only(form: Form) -> bool:
    """A row of a summary of indicators: figures, and no text of its own."""
    texts = {f for e in form.entries if not isinstance(e, Value) for f in e.fields}
    return texts <= _THIN and any(isinstance(e, Value) for e in form.entries)


def _add_figures(rich: Form, summary: Form) -> None:
    """The figures that only the summary states."""
    have = [e for e in rich.entries if isinstance(e, Value)]
    figures = (e for e in summary.entries if isinstance(e, Value))
    rich.entries.extend(e for e in figures if not any(_same(e, other) for other in have))


def _same(one: Value, other: Value) -> bool:
    """Whether two values are of the same indicator and year; one may be printed with its label (KPI 開業数) or unit."""
    if (one.meaning, one.year) != (other.meaning, other.year):
        return False
    names = [unit_note(joined(v.indicator))[0] if v.indicator is not None else "" for v in (one, other)]
    short, long = sorted(map(squash, names), key=len)
    return long.endswith(short) if short else not long


def _fill(rich: Form, listed: Form) -> None:
    """What only the index says."""
    have = {f for e in rich.entries if not isinstance(e, Value) for f in e.fields}
    missing = (e for e in listed.entries if not isinstance(e, Value) and e.fields[0] not in have)
    rich.entries.extend(e for e in missing if e.fields[0] in ("departments", "direction"))
    if rich.number is None and listed.number is not None and split_enumerator(flat(rich.name))[0] is None:
        rich.number = listed.number
    rich.policy = rich.policy or listed.policy
    rich.is_new = rich.is_new or listed.is_new or strip_new(flat(listed.name))[1]
