"""`keikaku inspect`: what the extractor saw on a page, as a picture and as text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.model import Block, Box, Line, ReadError, Table, Why
from extract.seen import NoSuchPage, Seen, see
from pipelines.overlay import cell_label, overlay
from pipelines.reading import Reader
from pipelines.years import covered, years_of

LEFT_OUT: dict[Why, str] = {
    "unpainted": "not painted",
    "covered": "covered",
    "as_ground": "of the colour of its ground",
    "watermark": "watermark",
    "struck": "struck out",
    "ruby": "reading of kanji",
    "note_mark": "mark of a note",
    "foot_line": "printer's foot line",
}
WIDTH = 12
"""Characters a cell's label takes before its text."""


def inspect(path: Path, page: int, out: Path | None, reader: Reader) -> int:
    """Run the command; the exit status."""
    try:
        seen = see(path, page, reader)
    except NoSuchPage as error:
        print(error, file=sys.stderr)
        return 2
    except ReadError as error:
        print(error, file=sys.stderr)
        return 1
    out = out or Path(f"{path.stem}-page-{page}.png")
    try:
        if seen.picture is not None:  # before the text, of which a pipe may take only the head
            out.write_bytes(overlay(seen, seen.picture))
    except OSError as error:
        print(f"{out}: cannot be written ({error.strerror})", file=sys.stderr)
        return 1
    for line in described(seen):
        print(line)
    if seen.picture is not None:
        print(f"\npicture: {out}")
    return 0


def described(seen: Seen) -> Iterator[str]:
    """The page as text: its blocks in reading order, lines and cells with their places."""
    info = seen.info
    size = f", {info.width:g} x {info.height:g} pt" if info.width else ""
    flags = f", {' '.join(info.flags)}" if info.flags else ""
    yield f"page {info.number} of {seen.page_count}{size}, read by {info.reader}, health {info.health:g}{flags}"
    if not seen.blocks:
        yield "nothing was read"
    for order, block in enumerate(seen.blocks, start=1):
        yield ""
        yield from table_lines(order, block) if isinstance(block, Table) else prose_lines(order, block.lines, block)
    if seen.left_out:
        yield ""
        yield "left out"
    for text in seen.left_out:
        yield f"    {LEFT_OUT[text.why]}: {text.text}{where(text.place.box)}"


def prose_lines(order: int, lines: Sequence[Line], block: Block) -> Iterator[str]:
    box = None if isinstance(block, Table) else block.box
    yield f"[{order}] prose{where(box)}"
    for line in lines:
        yield f"    {numbered(line)}{'・' if line.bullet else ''}{line.text}{marks(line.flags)}"


def table_lines(order: int, table: Table) -> Iterator[str]:
    """A cell a line, then the arrows and bars with the years they cover."""
    box = table.places[0].box if table.places else None
    size = f"{table.n_rows} rows x {table.n_cols} columns"
    yield f"[{order}] table, {size}{where(box)}, confidence {table.confidence:g}{marks(table.flags)}"
    for cell in table.cells:
        first = numbered(cell.lines[0]) if cell.lines else ""
        doubts = marks(tuple(dict.fromkeys(flag for line in cell.lines for flag in line.flags)))
        text = " / ".join(line.text for line in cell.lines)
        yield f"    {cell_label(cell):{WIDTH}}{first}{text}{' (vertical)' if is_vertical(cell.lines) else ''}{doubts}"
    years = years_of(table)
    for span in table.spans:
        text = " / ".join(line.text for line in span.lines)
        yield f"    r{span.row} {span.kind} over {covered(span, years)} {text}".rstrip()


def is_vertical(lines: Sequence[Line]) -> bool:
    return bool(lines) and all(line.vertical for line in lines)


def numbered(line: Line) -> str:
    """The number of a line of a text dump."""
    return f"{line.place.lines[0]:5d}  " if line.place.lines is not None else ""


def where(box: Box | None) -> str:
    """
    >>> where(Box(56.0, 70.25, 540.0, 98.9))
    ' at 56,70-540,99'
    """
    return f" at {box.x0:.0f},{box.y0:.0f}-{box.x1:.0f},{box.y1:.0f}" if box is not None else ""


def marks(flags: Sequence[str]) -> str:
    """
    >>> marks(("mended", "ocr")), marks(())
    ('  [mended ocr]', '')
    """
    return f"  [{' '.join(flags)}]" if flags else ""
