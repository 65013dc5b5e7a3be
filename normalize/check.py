"""Records against what the document says of itself -> findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from extract.model import Document as Printed
from normalize.form import Reading
from normalize.record import Finding, Records, Severity
from normalize.text import display
from normalize.wrap import Piece, joined

_STATED = regex.compile(r"(?<![第\d])(?P<n>\d{1,3})(?:の|項目の)?(?:具体的な)?(?:取組項目|の取組|施策|事業|項目)(?!以)")

_MOST_GAPS = 0.25
"""Share of missing numbers up to which a series is one with gaps."""


def check(document: Printed, reading: Reading, records: Records) -> tuple[Finding, ...]:
    """All findings of a document, numbered in the order of the rules."""
    doc_id = records.document.doc_id
    found = [*_pages(document), *_passed_over(reading), *_counts(reading, records), *_rows(records), *_years(records)]
    return tuple(
        Finding(doc_id, f"{doc_id}-f{n:04d}", rule, severity, initiative, page, message, expected, actual)
        for n, (rule, severity, initiative, page, message, expected, actual) in enumerate(found, 1)
    )


_Row = tuple[str, Severity, str | None, int | None, str, str | None, str | None]


def _pages(document: Printed) -> Iterator[_Row]:
    """needs_ocr, unreadable_page: pages whose text could not be taken."""
    for page in document.pages:
        for flag in page.flags:
            yield f"page_{flag}", "warning", None, page.number, f"page {page.number}: {flag}", None, None


def _passed_over(reading: Reading) -> Iterator[_Row]:
    """table_not_read, cell_not_read, unknown_label: what no rule understood."""
    for table in reading.skipped:
        head = " | ".join(display(c.text).replace("\n", "") for c in table.cells if c.row == table.cells[0].row)[:80]
        page = table.places[0].page if table.places else None
        yield "table_not_read", "info", None, page, f"table not read as initiatives: {head}", None, None
    unread = [*reading.unread, *(u for form in reading.forms for u in form.unread)]
    for label, many in Counter(u.printed for u in unread if u.printed).items():
        first = next(u for u in unread if u.printed == label)
        yield (
            "unknown_label",
            "info",
            None,
            _page(first.piece),
            f"column '{label}' is not a known label",
            None,
            f"{many} cells",
        )
    for cell in unread:
        if not cell.printed:
            yield "cell_not_read", "warning", None, _page(cell.piece), "cell not read", None, joined(cell.piece)[:80]


def _page(piece: Piece) -> int | None:
    return piece.lines[0].place.page if piece.lines else None


def _counts(reading: Reading, records: Records) -> Iterator[_Row]:
    """initiative_count: the number of initiatives the text states most often, against those read."""
    stated = Counter(int(m["n"]) for p in reading.paragraphs for m in _STATED.finditer(joined(p)))
    have = len(records.initiatives)
    if not have:
        yield "no_initiatives", "warning", None, None, "no initiatives were found in the document", None, None
    elif stated and have not in stated:
        n, _ = stated.most_common(1)[0]
        if n > 3:
            message = "the number of initiatives the document states differs from those read"
            yield "initiative_count", "warning", None, None, message, str(n), str(have)


def _rows(records: Records) -> Iterator[_Row]:
    """duplicate_initiative, number_gap."""
    names = Counter((i.name, i.policy) for i in records.initiatives)
    for (name, _), many in names.items():
        if many > 1:
            yield "duplicate_initiative", "warning", None, None, f"'{name}' was read {many} times", "1", str(many)
    numbers = [int(i.number) for i in records.initiatives if i.number and i.number.isdecimal()]
    if numbers and len(set(numbers)) == len(numbers):
        missing = sorted(set(range(min(numbers), max(numbers))) - set(numbers))
        # 1101, 1102, 2101: such numbers are codes, not a count.
        for n in missing if len(missing) <= len(numbers) * _MOST_GAPS else ():
            yield "number_gap", "warning", None, None, f"no initiative bears the number {n}", str(n), None


def _years(records: Records) -> Iterator[_Row]:
    """year_outside_period: a target year the plan's period does not hold."""
    first, last = records.document.period_start, records.document.period_end
    if first is None or last is None:
        return
    for t in records.targets:
        if t.fiscal_year is not None and not first - 1 <= t.fiscal_year <= last + 1:
            page = t.source[0].page if t.source else None
            message = f"target year of '{t.indicator}' lies outside the plan's period"
            yield (
                "year_outside_period",
                "warning",
                t.initiative_id,
                page,
                message,
                f"{first}-{last}",
                str(t.fiscal_year),
            )
