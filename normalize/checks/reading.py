"""What the reading itself passed over: pages, tables, labels and cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from normalize.checks.case import Case, Doubt, page_of_piece
from normalize.text import display
from normalize.wrap import joined

PAGES = {
    "needs_ocr": "has no text layer, or hardly one; it needs OCR",
    "illegible": "has a text layer that does not name its characters; it needs OCR",
    "ocr": "is read from an OCR layer under its picture",
    "second_reader": "is read by the second reader, as the first finds no legible text on it",
    "crowded": "holds more cells in drawn order than can be told apart; they are left as text",
    "undated": "has lines with fewer figures than years, and nothing says of which years; they are not recorded",
    "damaged": "is damaged; what follows the damage is missing",
    "unreadable": "is damaged beyond repair and not read",
}
"""What a reader's flag says of a page."""


def pages(case: Case) -> Iterator[Doubt]:
    """page_needs_ocr, page_unreadable, …: pages whose text could not be taken as it is."""
    for page in case.document.pages:
        for flag in page.flags:
            message = f"page {page.number} {PAGES.get(flag, flag)}"
            yield Doubt(f"page_{flag}", message, page=page.number, severity="warning")


def tables(case: Case) -> Iterator[Doubt]:
    """table_not_read: a table that no layout fits."""
    for table in case.reading.skipped:
        head = " | ".join(display(c.text).replace("\n", "") for c in table.cells if c.row == table.cells[0].row)[:80]
        page = table.places[0].page if table.places else None
        yield Doubt("table_not_read", f"table not read as initiatives: {head}", page=page)


def cells(case: Case) -> Iterator[Doubt]:
    """unknown_label, cell_not_read: cells of read tables that went nowhere."""
    unread = [*case.reading.unread, *(u for form in case.reading.forms for u in form.unread)]
    for label, many in Counter(u.printed for u in unread if u.printed).items():
        first = next(u for u in unread if u.printed == label)
        message = f"column '{label}' is not a known label"
        yield Doubt("unknown_label", message, None, f"{many} cells", page=page_of_piece(first.piece))
    for cell in unread:
        if not cell.printed:
            yield Doubt("cell_not_read", "cell not read", None, joined(cell.piece)[:80], page=page_of_piece(cell.piece))


def initiatives(case: Case) -> Iterator[Doubt]:
    """no_initiatives."""
    if not case.records.initiatives:
        yield Doubt("no_initiatives", "no initiatives were found in the document")
