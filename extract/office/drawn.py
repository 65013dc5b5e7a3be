"""What is drawn over a workbook's sheet -> the texts of its boxes, where they begin; arrows and lines are only told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from extract.office.package import Package, local
from extract.office.wordstyles import child


class TextBox(NamedTuple):
    """A text on a sheet: the row and column it begins in, from 1."""

    row: int
    column: int
    text: str


def drawn_over(package: Package, sheet: str) -> tuple[list[TextBox], bool]:
    """The text boxes of a sheet, and whether shapes are drawn whose meaning is their place."""
    boxes: list[TextBox] = []
    shapes = False
    for sort, part in package.related(sheet).values():
        if sort == "drawing" and part in package:
            for anchor in package.tree(part):
                start = child(anchor, "from")
                row, column = (_number(start, name) + 1 for name in ("row", "col"))
                for shape in _shapes(anchor):
                    text = "\n".join(filter(None, map(_text, _all(shape, "p"))))
                    kind = next((e.get("prst", "") for e in _all(shape, "prstGeom")), "")
                    if text and "rrow" not in kind:
                        boxes.append(TextBox(row, column, text))
                    else:
                        shapes = True
    return sorted(boxes), shapes


def _shapes(element: Element) -> Iterator[Element]:
    """Shapes and connectors that are seen, those in groups too; pictures and charts are neither."""
    for each in element.iter():
        seen = not any(e.get("hidden") in ("1", "true") for e in _all(each, "cNvPr"))
        if local(each.tag) in ("sp", "cxnSp") and seen:
            yield each


def _all(element: Element, name: str) -> Iterator[Element]:
    return (e for e in element.iter() if local(e.tag) == name)


def _text(paragraph: Element) -> str:
    return "".join(e.text or "" for e in _all(paragraph, "t")).strip()


def _number(element: Element | None, name: str) -> int:
    found = child(element, name)
    text = (found.text or "").strip() if found is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
