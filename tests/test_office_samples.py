"""The samples saved as workbooks and Word documents give the records of their PDFs, places and confidence apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from extract.document import read
from extract.model import Document
from normalize.family import printed_words
from normalize.record import Initiative, Records, Result, Target
from normalize.records import records
from tools.office import wordfile, workbook

PRINTED = sorted((Path(__file__).parent.parent / "samples").glob("*/source.pdf"))
LEFT_OUT = frozenset(("doc_id", "seq", "initiative_id", "target_id", "result_id", "confidence", "flags", "source"))
OF_DOCUMENT = ("title", "municipality", "doc_kind", "fiscal_year", "period_start", "period_end")


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.parent.name)
def test_records_are_those_of_the_pdf(path: Path, tmp_path: Path):
    printed = read(path, words=printed_words())
    want = stated(records(printed, "v"))
    for save, suffix in ((workbook, "xlsx"), (wordfile, "docx")):
        assert stated(saved(save, printed, tmp_path / f"plan.{suffix}")) == want, suffix


def saved(save: Callable[[Document, Path], None], printed: Document, path: Path) -> Records:
    save(printed, path)
    return records(read(path, words=printed_words()), "v")


def stated(found: Records) -> Counter[tuple[object, ...]]:
    """What the records say, in any order: an arrow stands behind the words of its row, a sign among them."""
    names = {each.initiative_id: each.name for each in found.initiatives}
    about = tuple(getattr(found.document, name) for name in OF_DOCUMENT)
    rows = (*found.initiatives, *found.targets, *found.results)
    return Counter([about, *((names[row.initiative_id], *said(row)) for row in rows)])


def said(row: Initiative | Target | Result) -> Iterator[object]:
    """A row as it is shown; the text as printed has the breaks of its page."""
    for field in fields(row):
        if field.name not in LEFT_OUT and not field.name.endswith("_raw"):
            yield getattr(row, field.name)
