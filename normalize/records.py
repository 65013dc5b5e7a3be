"""A document, read -> its records: forms, their rows, and what does not add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import regex

from extract.model import Document as Printed
from normalize.about import About, about
from normalize.bars import worded
from normalize.check import check
from normalize.decision import Decision, Verdict, decide
from normalize.department import owned
from normalize.doubt import BARE
from normalize.event import Text, Unread, Value
from normalize.fields import marks_of_new, name_of
from normalize.form import Form, Reading
from normalize.legend import legend
from normalize.numbered import set_apart
from normalize.reading.merit import Maker, best, sure
from normalize.reading.reader import read as compared
from normalize.reading.terms import Candidate
from normalize.record import Document, Initiative, Records, Target
from normalize.rows import Rows
from normalize.sample import is_placeholder, without_samples
from normalize.section import read
from normalize.sideways import widened
from normalize.source import as_shown
from normalize.unique import unique
from normalize.words.field import KEYS, those

_TOTAL = regex.compile(r"^[小合総]?計$|[小合総]計$")
_SILENT = KEYS | those("note", "budget", "ignore", "year", "unknown")
"""What a row may print beside a name and yet say nothing of an initiative."""


def candidate(
    name: str, document: Printed, read: Callable[[Printed], Reading] = read, said: About | None = None
) -> Candidate:
    """One reading of a document, with the rows it makes. said: what it says of itself, where that is known."""
    reading = read(document)
    facts = _reported(said or about(document), reading.forms)
    marks = marks_of_new(piece.raw for piece in reading.paragraphs)
    for form in reading.forms:
        raw = form.name.raw.strip()
        form.is_new = form.is_new or raw[:1] in marks or raw[-1:] in marks
    set_apart(reading.forms)
    blank = [form for form in reading.forms if is_placeholder(form.name.raw)]
    reading.forms = [form for form in reading.forms if form not in blank]
    reading.unread.extend(Unread(form.name, "") for form in blank)
    doc_id = document.sha256[:16]
    signs = legend(document)
    listed = unique(reading.forms)
    alone = said_alone(listed)
    forms = tuple(form for form in listed if form not in alone)
    rows = [Rows(doc_id, n, form, facts, signs) for n, form in enumerate(forms, 1)]
    return Candidate(
        name, document, reading, forms, facts,
        tuple(_in_doubt(r, facts) for r in rows),
        tuple(t for r in rows for t in r.targets),
        tuple(x for r in rows for x in r.results),
        tuple(alone),
    )  # fmt: skip


def said_alone(forms: Sequence[Form]) -> list[Form]:
    """Totals, and names alone, without number or under no level of a policy system: headings, items of a budget.

    Where most names say nothing else, as on a poster, those with a number or a level are what the document lists.
    """
    alone = [form for form in forms if _says_nothing(form)]
    marks = [(name_of(form)[0] is not None) + bool(form.policy) - 2 * _is_total(form) for form in alone]
    enough = 1 if 2 * sum(many > 0 for many in marks) > len(forms) else 2
    return [form for form, many in zip(alone, marks, strict=True) if many < enough]


def _says_nothing(form: Form) -> bool:
    says = any(isinstance(entry, Value) or not _SILENT.issuperset(entry.fields) for entry in form.entries)
    return _is_total(form) or not (says or owned(name_of(form)[1])[1])


def _is_total(form: Form) -> bool:
    return _TOTAL.search(name_of(form)[1]) is not None


def records(document: Printed, version: str, decisions: Sequence[Decision] = ()) -> Records:
    """Everything a document says, as rows of the five tables; the decisions of a reviewer come before the checks."""
    chosen = best(makers(document))
    found = sure(chosen)
    doc_id, facts, reading = document.sha256[:16], found.facts, found.reading
    read_rows = Verdict(found.initiatives, found.targets, found.results)
    initiatives, targets, results, decided = decide(read_rows, decisions, document.sha256)
    first, last = _period(facts, targets)
    row = Document(
        doc_id=doc_id, source=document.source, sha256=document.sha256, media_type=document.media_type, status="ok",
        title=facts.title, municipality=facts.municipality, municipality_code=facts.municipality_code,
        doc_kind=facts.doc_kind, fiscal_year=facts.fiscal_year, period_start=first, period_end=last,
        page_count=len(document.pages), text_source=document.text_source, initiative_count=len(initiatives),
        target_count=len(targets), result_count=len(results), extractor_version=version, doc_class=facts.doc_class.name,
    )  # fmt: skip
    findings = check(document, reading, Records(row, initiatives, targets, results), decided, chosen)
    own = replace(row, finding_count=len(findings))
    if any(page.turned for page in document.pages):
        initiatives = tuple(as_shown(row, document) for row in initiatives)
        targets = tuple(as_shown(row, document) for row in targets)
        results = tuple(as_shown(row, document) for row in results)
    return Records(own, initiatives, targets, results, findings)


def arranged(document: Printed) -> Printed:
    """The document as it is to be read: no samples, columns beside their rows, bars with their words."""
    return worded(widened(without_samples(document)))


def makers(document: Printed) -> Iterator[Maker]:
    """What makes the readings of a document, each only when asked for; the one that wins a tie comes first."""
    yield from _makers(arranged(document), ("by table", "by slot"))
    for other in document.again():
        yield from _makers(arranged(other), ("by slot", "by table"))


def _makers(document: Printed, readers: Sequence[str]) -> Iterator[Maker]:
    said = about(document)
    known: dict[str, Callable[[Printed], Reading]] = {"by table": read, "by slot": partial(compared, said=said)}
    for reader in readers:
        name = reader if document.cut == "drawn" else f"{reader}, {document.cut}"
        yield Maker(name, partial(candidate, name, document, known[reader], said))


def _in_doubt(rows: Rows, facts: About) -> Initiative:
    """The row of an initiative; forms to fill in and rules of procedure have tables of the same looks."""
    row = rows.initiative()
    if facts.doc_kind != "unknown" or row.departments or rows.targets or rows.results:
        return row
    flags = (*row.flags, BARE)
    return replace(row, flags=flags)


def _reported(facts: About, forms: list[Form]) -> About:
    """A document that grades or reports on most of its initiatives is a progress report, of the last year reported."""
    entries = [entry for form in forms for entry in form.entries]
    years = [e.year for e in entries if isinstance(e, Value) and e.meaning == "result" and e.year is not None]
    graded = sum(any(isinstance(e, Text) and "grade" in e.fields for e in form.entries) for form in forms)
    if facts.doc_kind in ("plan", "unknown") and forms and 2 * graded >= len(forms):
        facts = replace(facts, doc_kind="progress")
    if facts.doc_kind != "progress" or facts.fiscal_year is not None:
        return facts
    return replace(facts, fiscal_year=max(years, default=None))


def _period(facts: About, targets: tuple[Target, ...]) -> tuple[int | None, int | None]:
    """The stated plan period; where none is stated, the span of the target years."""
    if facts.period is not None:
        return facts.period
    years = [t.fiscal_year for t in targets if t.fiscal_year is not None]
    return min(years, default=None), max(years, default=None)
