"""What the reading itself passed over or is unsure of: pages, tables, labels, cells, and which reading it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from re import fullmatch

from extract.model import Table
from normalize.checks.case import Case, Doubt, page_of, page_of_piece
from normalize.doc_class import Class
from normalize.doubt import UNREAD
from normalize.quantity import NOT_PRINTED
from normalize.reading.agreement import apart, stated
from normalize.sample import samples
from normalize.text import display, squash
from normalize.wrap import joined, of_cell

PAGES = {
    "needs_ocr": "has no text layer, or hardly one; it needs OCR (install it: uv sync --extra ocr)",
    "illegible": "has a text layer that does not name its characters; it needs OCR (install it: uv sync --extra ocr)",
    "ocr": "is read from an OCR layer under its picture",
    "wordless": "has no text layer, or hardly one, and no text was found in its picture",
    "second_reader": "is read by the second reader, as the first finds no legible text on it",
    "crowded": "holds more cells in drawn order than can be told apart; they are left as text",
    "undated": "has lines with fewer figures than years, and nothing says of which years; they are not recorded",
    "replaced": "has bytes that are no text in its encoding; � stands in their place",
    "hidden": "has hidden rows, columns or words; they are left out",
    "hidden_sheet": "is a hidden sheet and left out",
    "uncalculated": "has formulas whose results were not saved; open it in Excel and save it again",
    "shapes": "has arrows or lines drawn over its cells; they are not read",
    "struck": "has words that are struck out or deleted; they are left out",
    "redated": "has numbers that Excel made dates of (2月7日 for 2-7); they are read as numbers",
    "damaged": "is damaged; what follows the damage is missing",
    "unreadable": "is damaged beyond repair and not read",
}
"""What a reader's flag says of a page."""
FROM_PICTURE = "is read from its picture, by OCR; letters may be wrong"
"""What `ocr` says where it was done here."""


DOUBTFUL = 0.88
"""Merit below which a reading is doubtful: of plans read at .95 and above one in thirteen lies below."""
CLOSE, APART = 0.05, 0.3
"""Two readings are as likely whose merit differs by less, and say other things where this share of all differs."""
MUCH_LEFT = 0.1
"""The share of the text in tables of initiatives that is left over where a column or a part of each card is lost."""
PLAN_SIGNS = ("names_act", "with_departments", "with_targets", "figures_have_units", "quoted")
"""The terms that tell initiatives from other rows."""
QUOTED = 3
"""Texts that a finding quotes."""


def pages(case: Case) -> Iterator[Doubt]:
    """page_needs_ocr, page_unreadable, …: pages whose text could not be taken as it is."""
    for page in case.document.pages:
        for flag in page.flags:
            said = FROM_PICTURE if (flag, page.reader) == ("ocr", "ocr") else PAGES.get(flag, flag)
            message = f"page {page.number} {said}"
            yield Doubt(f"page_{flag}", message, page=page.number, severity="warning")


def tables(case: Case) -> Iterator[Doubt]:
    """table_not_read: a table that no layout fits."""
    for table in case.reading.skipped:
        head = " | ".join(display(c.text).replace("\n", "") for c in table.cells if c.row == table.cells[0].row)[:80]
        page = table.places[0].page if table.places else None
        yield Doubt("table_not_read", f"table not read as initiatives: {head}", page=page)


def left_out(case: Case) -> Iterator[Doubt]:
    """sample_not_read."""
    for line in samples(case.document):
        yield Doubt("sample_not_read", f"what stands under '{display(line.text)}' is a sample", page=line.place.page)


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
    """no_initiatives, no_plan, other_class."""
    winner = case.chosen.winner if case.chosen is not None else None
    said = f"; {_class(winner.candidate.facts.doc_class)}" if winner is not None else ""
    if case.records.initiatives:
        if winner is not None and not winner.candidate.facts.doc_class.is_plan:
            yield Doubt("other_class", f"initiatives were found{said}")
        return
    if winner is None or not winner.candidate.initiatives:
        yield Doubt("no_initiatives", f"no initiatives were found in the document{said}")
        return
    found = winner.candidate.initiatives
    names = ", ".join(f"'{i.name[:20]}'" for i in found[:QUOTED])
    signs = ", ".join(f"{name} {winner.terms[name]:.2f}" for name in PLAN_SIGNS)
    message = f"{len(found)} rows ({names}, …) are not taken for initiatives: {signs}{said}"
    yield Doubt("no_plan", message, None, f"{winner.plan:.2f}")


def _class(found: Class) -> str:
    evidence = f": {', '.join(found.evidence)}" if found.evidence else ""
    return f"the document is taken for one of class '{found.name}' at {found.likely:.2f}{evidence}"


def names(case: Case) -> Iterator[Doubt]:
    """name_only: a finding a page."""
    winner = case.chosen.winner if case.chosen is not None else None
    pages: dict[int | None, list[str]] = {}
    for form in winner.candidate.bare if winner is not None and winner.holds_initiatives else ():
        pages.setdefault(page_of_piece(form.name), []).append(joined(form.name))
    for page, texts in pages.items():
        message = f"a name alone, without number or level, is no initiative: {_quoted(texts)}"
        yield Doubt("name_only", message, None, f"{len(texts)} names", page=page)


def _quoted(texts: Sequence[str]) -> str:
    """The first of some texts."""
    return ", ".join(f"'{text[:30]}'" for text in texts[:QUOTED]) + (", …" if len(texts) > QUOTED else "")


def readings(case: Case) -> Iterator[Doubt]:
    """doubtful_reading, ambiguous_reading."""
    if case.chosen is None or not case.records.initiatives:
        return
    winner, other = case.chosen.winner, case.chosen.runner_up
    if winner.merit < DOUBTFUL:
        message = f"read {winner.candidate.name}; much of the document speaks against this reading"
        yield Doubt("doubtful_reading", message, None, f"{winner.merit:.2f}")
    if other is None or case.chosen.margin >= CLOSE:
        return
    if apart(*(frozenset(stated(each.candidate)) for each in (winner, other))) > APART:
        message = f"read {winner.candidate.name}; read {other.candidate.name} it says other things and is as likely"
        yield Doubt("ambiguous_reading", message, f"{other.merit:.2f}", f"{winner.merit:.2f}")


def left_over(case: Case) -> Iterator[Doubt]:
    """left_over: a finding a page."""
    if case.chosen is None or not case.records.initiatives:
        return
    winner = case.chosen.winner
    severity = None if winner.terms["nothing_left"] < 1.0 - MUCH_LEFT else "info"
    left: dict[int, list[str]] = {}
    for ink in winner.seen.left_over:
        left.setdefault(ink.place.page, []).append(display(ink.text).replace("\n", ""))
    for page, texts in left.items():
        message = f"in tables of initiatives, but in no row: {_quoted(texts)}"
        yield Doubt("left_over", message, None, f"{len(texts)} texts", page=page, severity=severity)


def figures(case: Case) -> Iterator[Doubt]:
    """figure_unread."""
    for row in (*case.records.targets, *case.records.results):
        if UNREAD in row.flags:
            message = f"a text with a figure is kept as {row.kind}"
            yield Doubt("figure_unread", message, None, row.text[:80], row.initiative_id, page_of(row))
    for block in case.document.blocks:
        for cell in block.cells if isinstance(block, Table) else ():
            if fullmatch(NOT_PRINTED, squash(cell.text)):
                message = "the column is too narrow for its figure, which is not printed"
                yield Doubt("figure_unread", message, None, cell.text[:80], page=page_of_piece(of_cell(cell)))
