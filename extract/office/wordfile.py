"""The parts of a Word document -> blocks in reading order: paragraphs and tables; a place is a paragraph's number.

Only what a person sees is taken: no deleted, struck or hidden text, no readings, no marks of notes; of lists, the
numbers that Word counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from extract.model import Block, Line, Place, Prose, Table
from extract.office.numbering import Numbering, numbering_of
from extract.office.package import Package, is_note_mark, local
from extract.office.wordstyles import Look, Styles, attribute, child, is_on, run_look, said, styles_of
from extract.office.wordtable import Content, Held, rows_of, table_of

_OPEN = frozenset(("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "AlternateContent", "Choice"))
"""What only wraps paragraphs, tables or runs."""
_WRAPS = _OPEN | {"hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase"}
_GONE = frozenset(("del", "moveFrom"))
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_TICKS = {"F0FE": "☑", "F0FD": "☒", "F0A8": "□", "F06F": "□", "F0FC": "✓", "F052": "☑", "F06E": "■", "F06C": "●"}
"""Signs of Wingdings in which boxes are ticked."""


def word_blocks(package: Package) -> tuple[list[Block], dict[int, set[str]]]:
    """The blocks of a document, and what is odd of each of its pages."""
    main = package.main()
    parts = dict(package.related(main).values())
    trees = {sort: package.tree(parts[sort]) for sort in ("styles", "numbering") if parts.get(sort, "") in package}
    walk = _Walk(styles_of(trees.get("styles")), numbering_of(trees.get("numbering")))
    body = child(package.tree(main), "body")
    blocks = list(walk.blocks(body, deep=False)) if body is not None else []
    return blocks, walk.flags


@dataclass(slots=True)
class _Walk:
    """One way through a document, counting its paragraphs, the pages its author began, and its lists."""

    styles: Styles
    numbering: Numbering
    count: int = 0
    page: int = 1
    flags: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    boxes: list[Element] = field(default_factory=list[Element])

    def blocks(self, element: Element, deep: bool) -> Iterator[Block]:
        """The blocks in a body or text box. deep: it stands in another, whose page it does not end."""
        for each in _content(element):
            if local(each.tag) == "tbl":
                table = table_of(self.held(each))
                if table is not None:
                    yield table
                yield from self.boxed()
                continue
            self.page += not deep and _begins_page(each)
            lines = self.paragraph(each)
            if lines:
                yield Prose(lines)
            yield from self.boxed()
            self.page += not deep and _ends_page(each)

    def boxed(self) -> Iterator[Block]:
        """The blocks of the text boxes that hang on what was read last."""
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            yield from self.blocks(box, deep=True)

    def held(self, table: Element) -> list[list[Held]]:
        """The cells of a table's rows with what stands in them."""
        return [[cell._replace(content=self.content(element)) for cell, element in row] for row in rows_of(table)]

    def content(self, cell: Element) -> tuple[Content, ...]:
        """Lines, and tables nested between them."""
        found: list[Content] = []
        for each in _content(cell):
            if local(each.tag) == "tbl":
                nested = table_of(self.held(each))
                found += [nested] if nested is not None else []
            elif lines := self.paragraph(each):
                above = found[-1] if found else None
                if above is not None and not isinstance(above, Table):
                    found[-1] = (*above, *lines)
                else:
                    found.append(lines)
        return tuple(found)

    def paragraph(self, element: Element) -> tuple[Line, ...]:
        """The lines of a paragraph; its number is counted whether it holds any or not."""
        self.count += 1
        look = self.styles.look(element)
        first, text = self.text(element, look)
        mark, bullet = self.numbering.mark(*look.numbered) if look.numbered else ("", False)
        text = f"{mark} {text}".strip(" ") if mark else text
        place = Place(self.page, None, (self.count, self.count))
        flags = ("contents",) if look.contents else ()
        lines: list[Line] = []
        for part in text.split("\n"):
            if part.strip():
                own = flags if lines else ("begins", *flags)
                size, font = first.size or 0.0, "bold" if first.bold else ""
                lines.append(Line(part, place, size, font, bullet=bullet and not lines, flags=own))
        return tuple(lines)

    def text(self, element: Element, look: Look) -> tuple[Look, str]:
        """What is seen of the runs in a paragraph, and how the first of them looks."""
        first, out = None, ""
        for run in self.runs(element):
            properties = child(run, "rPr")
            if is_on(properties, "vanish") or is_on(properties, "strike") or is_on(properties, "dstrike"):
                if any(local(e.tag) == "t" and (e.text or "").strip() for e in run):
                    self.flag("hidden" if is_on(properties, "vanish") else "struck")
                continue
            text = "".join(map(self.sign, run))
            if said(child(properties, "vertAlign")) == "superscript" and is_note_mark(text, out):
                continue
            first = first or (run_look(look, run) if text.strip() else None)
            out += text
        return self.heading(look, first), out

    def heading(self, look: Look, first: Look | None) -> Look:
        """The look of a paragraph by its first run; a heading stays as large as its level makes it."""
        if first is None or look.title or look.level is not None:
            return look
        return first

    def runs(self, element: Element) -> Iterator[Element]:
        for each in element:
            name = local(each.tag)
            if name == "r":
                inside = child(each, "ruby")
                yield from self.runs(inside) if inside is not None else (each,)
            elif name in _WRAPS:
                yield from self.runs(each)
            elif name in _GONE:
                self.flag("struck")

    def sign(self, element: Element) -> str:
        """What one part of a run shows; text boxes are put aside."""
        name = local(element.tag)
        if name == "t":
            return element.text or ""
        if name == "br":
            return "\n" if attribute(element, "type") in ("", "textWrapping") else ""
        if name == "sym":
            return _TICKS.get(attribute(element, "char").upper(), "")
        if name in ("drawing", "pict", "AlternateContent", "object"):
            self.boxes += _boxes(element)
        return _SIGNS.get(name, "")

    def flag(self, name: str) -> None:
        self.flags.setdefault(self.page, set()).add(name)


def _content(element: Element) -> Iterator[Element]:
    """The paragraphs and tables in a body, cell or text box."""
    for each in element:
        name = local(each.tag)
        if name in ("p", "tbl"):
            yield each
        elif name in _OPEN:
            yield from _content(each)


def _boxes(element: Element) -> Iterator[Element]:
    """The contents of text boxes in a drawing; what older programs see instead (Fallback) says the same again."""
    for each in element:
        if local(each.tag) == "txbxContent":
            yield each
        elif local(each.tag) != "Fallback":
            yield from _boxes(each)


def _begins_page(paragraph: Element) -> bool:
    return is_on(child(paragraph, "pPr"), "pageBreakBefore")


def _ends_page(paragraph: Element) -> bool:
    """A page ends in it, or a section that goes on on the next page."""
    section = child(child(paragraph, "pPr"), "sectPr")
    turned = section is not None and said(child(section, "type")) != "continuous"
    return turned or any(local(e.tag) == "br" and attribute(e, "type") == "page" for e in paragraph.iter())
