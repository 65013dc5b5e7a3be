"""What a document says of itself: title, municipality, plan period, kind, reported fiscal year."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extract.model import Document, Line, Prose, Table
from normalize.era import find_years, year_range
from normalize.family import common
from normalize.municipality import find, printed_name
from normalize.record import DocKind
from normalize.text import display, squash
from normalize.wrap import Piece, groups, joined

FIRST_PAGES = 4
"""Pages a title or period is looked for first."""
_REPORTED = regex.compile(
    r"(?P<year>(?:令和|平成|R|H)?\s*(?:\d+|元)年度)(?:の|における|末)?(?:分)?(?:取組|進捗|実績|実施|評価|達成|事業)"
)
_IN_BRACKETS = regex.compile(r"[(（](?P<year>(?:令和|平成|R|H)?\s*(?:\d+|元)年度)[^()（）]{0,6}[)）]")


@dataclass(frozen=True, slots=True)
class About:
    """The facts of a document's own row."""

    title: str | None
    municipality: str | None
    municipality_code: str | None
    doc_kind: DocKind
    fiscal_year: int | None
    period: tuple[int, int] | None


def about(document: Document) -> About:
    """Read from the first pages and the prose around the word 計画期間."""
    opening = [line for line in (*_lines(document), *document.furniture) if line.place.page <= FIRST_PAGES]
    title = _title(document)
    head = "\n".join([title or "", *(display(line.text) for line in opening[:60])])
    kind = _kind(title or "", head)
    found = find(head)
    name = found.name if found else printed_name(title or "") or printed_name(head)
    code = found.code if found else None
    year = _fiscal_year(title or "", head) if kind == "progress" else None
    return About(title, name, code, kind, year, _period(document, title or ""))


def _lines(document: Document) -> list[Line]:
    return [line for block in document.blocks if isinstance(block, Prose) for line in block.lines]


def _title(document: Document) -> str | None:
    """The largest print of the first page that has any; in a dump the first line that names a plan."""
    lines = _lines(document)
    if not any(_names_plan(line.text) for line in lines):
        # A form of one page each prints its title as running head.
        lines = [*document.furniture, *lines]
    if not lines:
        return _own_title(document)
    first = [line for line in lines if line.place.page == lines[0].place.page][:40]
    if any(line.size for line in first):
        largest = max(line.size for line in first)
        block = [line for line in first if line.size >= largest * 0.97]
        text = display("".join(line.text.strip() for line in block[:3]))
        if _names_plan(text):
            return text
    named = (display(line.text) for line in first if _names_plan(line.text) and len(line.text) < 60)
    return next(named, None) or _own_title(document)


def _names_plan(text: str) -> bool:
    words = common()
    return any(w in squash(text) for w in (*words.plan, *words.progress, *words.summary))


def _own_title(document: Document) -> str | None:
    """The title in the file's metadata, where it is one and not a program's placeholder."""
    return document.title if document.title and _names_plan(document.title) else None


def _kind(title: str, head: str) -> DocKind:
    words, text = common(), squash(title)
    if any(w in text for w in words.progress):
        return "progress"
    if any(w in text for w in words.summary):
        return "summary"
    if any(w in squash(head) for w in ("取組実績(", "進捗状況報告", "実績報告書")):
        return "progress"
    return "plan" if any(w in text or w in squash(head) for w in words.plan) else "unknown"


def _fiscal_year(title: str, head: str) -> int | None:
    for text in (title, head):
        for pattern in (_REPORTED, _IN_BRACKETS):
            found = pattern.search(squash(text))
            if found:
                return next(iter(find_years(found["year"])), None)
    return None


def _period(document: Document, title: str) -> tuple[int, int] | None:
    """The first range of fiscal years in a paragraph that speaks of the period; else the first range of some years."""
    fallback: tuple[int, int] | None = None
    for block in document.blocks:
        texts = _texts(block)
        for text in texts:
            span = year_range(text)
            if span is None or not 0 <= span[1] - span[0] <= 20:
                continue
            if "期間" in text or regex.search(r"\d年間", text):
                return span
            fallback = fallback or span
    if fallback is None:
        years = find_years(title)
        return (years[0], years[0]) if len(years) == 1 else None
    return fallback


def _texts(block: Prose | Table) -> list[str]:
    if isinstance(block, Prose):
        return [joined(Piece(tuple(lines))) for lines in groups(Piece(block.lines))]
    return [joined(Piece(cell.lines)) for cell in block.cells if 0 < len(cell.text) < 60 and "年" in cell.text]
