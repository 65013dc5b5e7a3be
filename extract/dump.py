"""Text dump -> Document whose places are line numbers: what a converter made of a PDF (Markdown, TSV, stray HTML)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from extract.dumps.contents import announces_contents, closed, is_contents
from extract.dumps.continued import continued
from extract.dumps.delimited import Record, records
from extract.dumps.drawn import drawn_blocks
from extract.dumps.encoding import REPLACED, decoded
from extract.dumps.folios import without_folios
from extract.dumps.framed import is_framed, is_index, unframed
from extract.dumps.html_table import frame_rows, html_tables
from extract.dumps.items import mark_at
from extract.dumps.kinds import is_drawn
from extract.dumps.margins import without_margins
from extract.dumps.markup import HtmlTable, Piece, fragments
from extract.dumps.paragraphs import paragraphs, piece_lines, printed_lines
from extract.dumps.ragged import filled_up
from extract.dumps.repeats import drop_repeats, labelled
from extract.dumps.runs import Run, bare_cells, is_separator, pipe_cells, runs
from extract.dumps.text_table import Numbered, read_rows, table_of
from extract.dumps.words import knowing
from extract.model import Block, Document, Empty, Line, PageInfo, Prose, Table, Unreadable, Words

_LINE_END = re.compile(r"\r\n|\r|\n")
_CHAPTER = re.compile(r"\d+[.．]?|第\d+[章節編部]")
_MOST_LINES = 2_000
"""Lines of a page of cells in drawn order, without a table found among them, that are too many to be told apart."""
_CONTENTS_HEADING_REACH = 3
"""Blocks after 目次 in which its entries may begin."""


def read_dump(source: str, data: bytes, words: Words) -> Document:
    """The document of a text dump; words: by which tables drawn without rules are known. Raises Empty or Unreadable."""
    lines = numbered_lines(data)
    last_page = max((line.page for line in lines if line.text.strip()), default=0)
    if not last_page:
        raise Empty(f"{source}: the file holds nothing but white space; get it again from its source")
    with knowing(words):
        saved = records(lines)
        drawn = saved is None and is_drawn(lines)
        blocks, furniture = _drawn(lines) if drawn else _saved(saved) if saved else _blocks(lines)
    flags = _flags(lines, blocks) if drawn else {}
    lossy = {line.page for line in lines if REPLACED in line.text}
    left_out = _left_out(lines, blocks, furniture)
    return Document(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/csv" if saved else "text/plain",
        text_source="text_dump",
        pages=tuple(
            PageInfo(page, 0.0, 0.0, "dump", flags=flags.get(page, ()) + ("replaced",) * (page in lossy))
            for page in range(1, last_page + 1)
        ),
        blocks=tuple(closed(blocks)),
        furniture=tuple(sorted([*furniture, *left_out], key=_first_line)),
    )


def numbered_lines(data: bytes) -> list[Numbered]:
    """The lines of a dump as they stand in the file, with the numbers that places name; raises Unreadable."""
    text = decoded(data)
    if text is None:
        what = "neither a PDF nor text nor an office file (not text in UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP)"
        raise Unreadable(f"{what}; give the plan as PDF, .xlsx, .docx or text")
    return _lines(text)


def _lines(text: str) -> list[Numbered]:
    """The lines of the file; a form feed begins a page, within a line too."""
    lines: list[Numbered] = []
    page = 1
    for number, printed in enumerate(_LINE_END.split(text), start=1):
        for offset, part in enumerate(printed.split("\f")):
            page += offset > 0
            lines.append(Numbered(number, page, part))
    return lines


def _blocks(lines: Sequence[Numbered]) -> tuple[list[Block], list[Line]]:
    """Blocks in order, and what is left out: page numbers, copies of table rows."""
    blocks: list[Block] = []
    kept, furniture = without_folios(lines)
    for run in runs(kept):
        if run.kind == "html":
            blocks += _html_blocks(run)
        elif run.kind == "prose":
            blocks += paragraphs(printed_lines(run.lines))
        else:
            found, copies = _table_blocks(run, _announced(blocks))
            blocks += found
            furniture += copies
    whole, again = continued(blocks)
    return whole, [*furniture, *again]


def _saved(found: Sequence[Record]) -> tuple[list[Block], list[Line]]:
    """Blocks of a file's records: empty ones part its tables, and what stands alone above a table is its title."""
    blocks: list[Block] = []
    furniture: list[Line] = []
    for is_filled, group in groupby(_without_index(found), lambda record: any(map(str.strip, record[1]))):
        rows = list(group) if is_filled else []
        titles = list(takewhile(lambda record: sum(map(bool, map(str.strip, record[1]))) == 1, rows))
        blocks += (block for title in titles for block in paragraphs(printed_lines([_joined(*title)])))
        if len(titles) < len(rows):
            tables, copies = _rows_blocks(rows[len(titles) :], _announced(blocks), in_pipes=False)
            blocks += tables
            furniture += copies
    whole, again = continued(blocks)
    return whole, [*furniture, *again]


def _without_index(printed: Sequence[Record]) -> Sequence[Record]:
    return [(line, row[1:]) for line, row in printed] if is_index([row for _, row in printed]) else printed


def _unframed(printed: Sequence[Record]) -> list[Record]:
    """The rows without what a data frame made of them; a row of labels that was two stands twice."""
    printed = _without_index(printed)
    rows = unframed([row for _, row in printed])
    lines = [line for line, _ in printed]
    return list(zip([*lines[:1]] * (len(rows) - len(lines)) + lines, rows, strict=True))


def _drawn(lines: Sequence[Numbered]) -> tuple[list[Block], list[Line]]:
    """Blocks of lines in drawn order, and what stands at the edges of pages."""
    kept, out = without_margins(lines)
    return list(drawn_blocks(kept)), [Line(line.text.strip(), line.place) for line in out]


def _table_blocks(run: Run, announced: bool) -> tuple[list[Block], list[Line]]:
    bare = any(is_separator(line.text) and line.text.strip()[0] != "|" for line in run.lines)
    cells = _tab_cells if run.kind == "tsv" else bare_cells if bare else pipe_cells
    printed = [(line, cells(line.text)) for line in run.lines if run.kind == "tsv" or not is_separator(line.text)]
    return _rows_blocks(printed, announced, in_pipes=run.kind == "pipe")


def _rows_blocks(printed: list[Record], announced: bool, in_pipes: bool) -> tuple[list[Block], list[Line]]:
    over: list[Block] = []
    if in_pipes and printed and (first := labelled(printed[0][1])) != printed[0][1]:
        printed[0] = (printed[0][0], first)
        if not any(first[1:]):
            # Markdown wants a header: a converter takes the line above a table for one that has none.
            over = list(paragraphs(printed_lines([_joined(*printed.pop(0))])))
    if is_framed([row for _, row in printed]):  # a sheet in whole, its title and blank rows with it
        blocks, copies = _saved(_unframed(printed))
        return [*over, *blocks], copies
    printed = _unframed(printed)
    texts = [[cell.strip() for cell in row] for _, row in printed]
    if is_contents(texts, announced):
        entries = [_joined(line, row) for line, row in printed if any(row)]
        return [*over, Prose(tuple(Line(e.text, e.place, flags=("contents",)) for e in entries if e.text))], []
    if not in_pipes and all(_is_indented(row, alone=len(texts) == 1) for row in texts):
        return [*over, *paragraphs(printed_lines([_joined(line, row) for line, row in printed]))], []
    read = read_rows(printed)
    drop_repeats(read, in_rows=in_pipes)
    table = table_of(filled_up(read.rows))
    apart = [deep for tagged, line in read.apart for deep in html_tables(tagged, line)]
    return [*over, *([table] if table else []), *apart], read.copies


def _tab_cells(text: str) -> list[str]:
    return text.split("\t")


def _joined(line: Numbered, row: Sequence[str]) -> Numbered:
    return line._replace(text=" ".join(" ".join(cell.split("\n")).strip() for cell in row if cell.strip()))


def _is_indented(row: Sequence[str], alone: bool) -> bool:
    """A tab stands before the text, or between its enumerator and the text: no table.

    >>> _is_indented(["", "計画の趣旨"], False), _is_indented(["(1)", "調査"], False)
    (True, True)
    >>> _is_indented(["第１章", "計画の趣旨"], alone=True), _is_indented(["担当", "総務課"], alone=True)
    (True, False)
    """
    filled = [cell for cell in row if cell]
    if len(filled) == 2:
        mark = mark_at(filled[0] + " ")
        return (mark is not None and mark.end >= len(filled[0])) or (
            alone and _CHAPTER.fullmatch(filled[0]) is not None
        )
    return len(filled) < 2


def _announced(blocks: Sequence[Block]) -> bool:
    """The heading 目次, or contents, stand just before."""
    if blocks and isinstance(blocks[-1], Prose) and "contents" in blocks[-1].lines[-1].flags:
        return True
    near = [block for block in blocks[-_CONTENTS_HEADING_REACH:] if isinstance(block, Prose)]
    return any(announces_contents(line.text) for block in near for line in block.lines)


def _html_blocks(run: Run) -> Iterator[Block]:
    """The tables of a run of lines with table tags, and the text around them."""
    first = run.lines[0]
    text: list[Piece] = []
    for part in fragments("\n".join(line.text for line in run.lines)):
        if isinstance(part, HtmlTable):
            yield from paragraphs(piece_lines(text, first))
            text = []
            rows = frame_rows(part, first)
            yield from html_tables(part, first) if rows is None else _rows_blocks(rows, False, in_pipes=False)[0]
        else:
            text.append(part)
    yield from paragraphs(piece_lines(text, first))


def _left_out(lines: Sequence[Numbered], blocks: Sequence[Block], furniture: Sequence[Line]) -> Iterator[Line]:
    """The lines of which nothing stands in a block: rules, tags, images, separators of Markdown tables."""
    read = [*furniture, *(line for block in blocks for line in _block_lines(block))]
    covered = {
        number for line in read if line.place.lines for number in range(line.place.lines[0], line.place.lines[1] + 1)
    }
    for line in lines:
        if line.text.strip() and line.number not in covered:
            yield Line(line.text.strip(), line.place)


def _flags(lines: Sequence[Numbered], blocks: Sequence[Block]) -> dict[int, tuple[str, ...]]:
    """Pages of more cells than are told apart, none of which stands in a table; and of figures of unknown years."""
    count = Counter(line.page for line in lines if line.text.strip())
    tables = [block for block in blocks if isinstance(block, Table)]
    read = {place.page for table in tables for place in table.places}
    undated = {place.page for table in tables if "undated" in table.flags for place in table.places}
    crowded = {page for page, many in count.items() if many > _MOST_LINES and page not in read}
    flags: dict[int, tuple[str, ...]] = {}
    for page in undated | crowded:
        flags[page] = ("crowded",) if page in crowded else ("undated",)
    return flags


def _block_lines(block: Block) -> Iterator[Line]:
    if isinstance(block, Table):
        for cell in block.cells:
            yield from cell.lines
    else:
        yield from block.lines


def _first_line(line: Line) -> int:
    assert line.place.lines is not None
    return line.place.lines[0]
