"""The parts of a workbook -> its sheets: texts as a person sees them, by row and column; what is hidden left out."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree

from extract.model import TooLarge
from extract.office.drawn import TextBox, drawn_over
from extract.office.formats import BUILT_IN, day_of, is_dated, shown, worded
from extract.office.package import Package, is_note_mark, local

MOST_CELLS = 400_000
"""Cells of one workbook; a plan has some thousands."""
_EMPTY_ROWS = re.compile(
    rb"(?:<(?:\w+:)?row\b[^>]*+(?:(?<=/)>|>\s*+(?:<(?:\w+:)?c\b[^>]*+(?:(?<=/)>|>\s*+</(?:\w+:)?c>)\s*+)*+</(?:\w+:)?row>)"
    rb"\s*+){8,}+"
)
"""Rows of nothing but formats, many together: whoever shaded or ruled whole columns left a hundred thousand."""
_WHITE = ("FFFFFFFF", "00FFFFFF")
_SIZE = re.compile(r"\d{1,3}(?:\.\d+)?")
_REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")

Rect = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 1 and inclusive."""


class Style(NamedTuple):
    """How a cell looks. across: centred over the empty cells at its right."""

    code: str = "General"
    size: float = 0.0
    font: str = ""
    filled: bool = False
    ruled: bool = False
    across: bool = False
    struck: bool = False


class Shown(NamedTuple):
    """What a cell shows. day: year, month and day, where it is a date."""

    text: str
    style: Style
    day: tuple[int, int, int] | None = None


@dataclass(slots=True)
class Sheet:
    """A sheet: cells by row and column, merged ranges, hidden rows and columns, text boxes, and what is odd of it."""

    name: str
    cells: dict[tuple[int, int], Shown] = field(default_factory=dict[tuple[int, int], Shown])
    merged: list[Rect] = field(default_factory=list[Rect])
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: set[int] = field(default_factory=set[int])
    boxes: list[TextBox] = field(default_factory=list[TextBox])
    flags: set[str] = field(default_factory=set[str])


def sheets_of(package: Package) -> Iterator[Sheet]:
    """The sheets in order; of hidden ones, and of those that hold a chart, the name and a flag."""
    main = package.main()
    book = package.tree(main)
    related = package.related(main)
    parts = dict(related.values())
    texts = _texts(package, parts["sharedStrings"]) if parts.get("sharedStrings", "") in package else []
    styles = _styles(package.tree(parts["styles"])) if parts.get("styles", "") in package else [Style()]
    epoch = any(local(e.tag) == "workbookPr" and _is_on(e.get("date1904")) for e in book)
    reader = _Reader(package, texts, styles, epoch)
    for each in (sheet for group in book if local(group.tag) == "sheets" for sheet in group):
        sheet = Sheet(each.get("name", ""))
        sort, part = related.get(next((v for k, v in each.attrib.items() if local(k) == "id"), ""), ("", ""))
        if each.get("state", "visible") != "visible":
            sheet.flags.add("hidden_sheet")
        elif sort == "worksheet":
            reader.read(sheet, part)
            sheet.boxes, shapes = drawn_over(package, part)
            sheet.flags |= {"shapes"} if shapes else set()
        yield sheet


class _Reader:
    """Reads the sheets of one workbook."""

    def __init__(self, package: Package, texts: Sequence[str], styles: Sequence[Style], epoch: bool) -> None:
        self.package, self.texts, self.styles, self.epoch = package, texts, styles, epoch
        self.room = MOST_CELLS

    def read(self, sheet: Sheet, part: str) -> None:
        data = self.package.data(part)
        self.package.refuse_entities(part, data)
        row = 0
        try:
            for _, element in ElementTree.iterparse(io.BytesIO(_EMPTY_ROWS.sub(b"", data))):
                name = local(element.tag)
                if name == "row":
                    row = self.row(sheet, element, row + 1)
                    element.clear()
                elif name == "col":
                    _hide_columns(sheet, element)
                elif name == "mergeCell":
                    sheet.merged += filter(None, [rect(element.get("ref", ""))])
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise self.package.damaged(f"{part}: {error}") from error

    def row(self, sheet: Sheet, element: ElementTree.Element, following: int) -> int:
        """Take the cells of a row; its number."""
        number = int(element.get("r") or following)
        if _is_on(element.get("hidden")) or element.get("ht") == "0":
            sheet.hidden_rows.add(number)
        column = 0
        for cell in element:
            place = rect(cell.get("r", ""))
            column = place[1] if place else column + 1
            found = self.cell(sheet, cell)
            if found.text or found.style.ruled or found.style.filled or found.style.across:
                sheet.cells[number, column] = found
                self.room -= 1
        if self.room < 0:
            raise TooLarge(
                f"{self.package.name}: more than {MOST_CELLS:,} cells, as no plan has; keep the sheets needed"
            )
        return number

    def cell(self, sheet: Sheet, element: ElementTree.Element) -> Shown:
        index = int(element.get("s") or 0)
        style = self.styles[index] if index < len(self.styles) else Style()
        held = {local(child.tag): child for child in element}
        value = held["v"].text if "v" in held else None
        sort = element.get("t", "n")
        if value is None and sort != "inlineStr":
            if "f" in held:
                sheet.flags.add("uncalculated")
            return Shown("", style)
        if style.struck:
            sheet.flags.add("struck")
            return Shown("", style)
        if sort == "inlineStr":
            return Shown(worded(_text_of(held["is"]), style.code) if "is" in held else "", style)
        return self.valued(value or "", sort, style)

    def valued(self, value: str, sort: str, style: Style) -> Shown:
        if sort == "s":
            return Shown(worded(self.texts[int(value)], style.code), style)
        if sort in ("str", "d", "e"):
            return Shown(worded(value, style.code), style)
        if sort == "b":
            return Shown("TRUE" if value == "1" else "FALSE", style)
        number = float(value)
        if not math.isfinite(number):
            return Shown(value, style)
        day = day_of(number, self.epoch) if is_dated(style.code) else None
        text = shown(number, style.code, self.epoch)
        return Shown(text, style, (day.year, day.month, day.day) if day else None)


def rect(ref: str) -> Rect | None:
    """
    >>> rect("B3:D4"), rect("AA10"), rect("")
    ((3, 2, 4, 4), (10, 27, 10, 27), None)
    """
    found = [(int(row), column_number(letters)) for letters, row in _REF.findall(ref)]
    return (*found[0], *found[-1]) if found else None


def column_number(letters: str) -> int:
    """
    >>> column_number("A"), column_number("Z"), column_number("AB")
    (1, 26, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _hide_columns(sheet: Sheet, element: ElementTree.Element) -> None:
    if _is_on(element.get("hidden")) or element.get("width") == "0":
        first, last = _whole(element.get("min")), _whole(element.get("max"))
        sheet.hidden_columns.update(range(first, min(last, 16_384) + 1))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _is_on(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _texts(package: Package, part: str) -> list[str]:
    return [_text_of(each) for each in package.tree(part) if local(each.tag) == "si"]


def _text_of(element: ElementTree.Element) -> str:
    """The text of a cell's runs: without readings (rPh), marks of notes, and what is struck through."""
    out = ""
    for child in element:
        name = local(child.tag)
        if name == "t":
            out += child.text or ""
        elif name == "r" and not _is_struck(child):
            text = "".join(each.text or "" for each in child if local(each.tag) == "t")
            raised = any(local(e.tag) == "vertAlign" and e.get("val") == "superscript" for e in child.iter())
            out += "" if raised and is_note_mark(text, out) else text
    return re.sub("_x000[dD]_|\r", "", out)


def _is_struck(element: ElementTree.Element) -> bool:
    return any(local(e.tag) == "strike" and e.get("val", "1") not in ("0", "false") for e in element.iter())


def _styles(tree: ElementTree.Element) -> list[Style]:
    groups = {local(group.tag): list(group) for group in tree}
    codes = {_whole(e.get("numFmtId")): e.get("formatCode", "General") for e in groups.get("numFmts", ())}
    fonts = [_font(each) for each in groups.get("fonts", ())]
    fills = [_is_filled(each) for each in groups.get("fills", ())]
    borders = [any(side.get("style", "none") != "none" for side in each) for each in groups.get("borders", ())]
    found: list[Style] = []
    for each in groups.get("cellXfs", ()):
        number, font, fill, border = (_whole(each.get(f"{k}Id")) for k in ("numFmt", "font", "fill", "border"))
        size, face, struck = fonts[font] if font < len(fonts) else (0.0, "", False)
        across = any(e.get("horizontal") == "centerContinuous" for e in each)
        found.append(
            Style(
                codes.get(number) or BUILT_IN.get(number, "General"), size, face,
                fill < len(fills) and fills[fill], border < len(borders) and borders[border], across, struck,
            )
        )  # fmt: skip
    return found or [Style()]


def _font(element: ElementTree.Element) -> tuple[float, str, bool]:
    held = {local(e.tag): e.get("val") for e in element}
    face = (held.get("name") or "") + (" bold" if held.get("b", "0") not in ("0", "false") else "")
    size = held.get("sz") or ""
    return float(size) if _SIZE.fullmatch(size) else 0.0, face, _is_struck(element)


def _is_filled(element: ElementTree.Element) -> bool:
    """Whether a fill is seen: of a pattern, and not white."""
    for pattern in element:
        if local(pattern.tag) == "gradientFill":
            return True
        if pattern.get("patternType", "none") != "none":
            ink = next((e for e in pattern if local(e.tag) == "fgColor"), None)
            white = ink is None or ink.get("rgb") in _WHITE or ink.get("indexed") in ("9", "65")
            return not white and not (ink is not None and ink.get("theme") == "0" and ink.get("tint") in (None, "0"))
    return False
