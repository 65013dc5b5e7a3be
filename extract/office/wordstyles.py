"""The styles of a Word document -> how a paragraph or run looks: its size, whether it is a heading, its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from extract.office.package import local

_CONTENTS = re.compile(r"(?:toc|目次) ?\d", re.IGNORECASE)
_USUAL = 10.0
"""Points of a document that says nothing of its size."""
_TITLE, _TOP, _STEP, _BODY = 1.7, 1.6, 0.05, 9
"""How much larger than the running text a title is at least taken for, and a heading of the first level, and how much
less each level below; the level of running text. Word's own template sets headings hardly larger than text.
"""
_DEEPEST = 12
"""Styles on which one is based."""


class Look(NamedTuple):
    """How a paragraph looks. level: of its heading, None in running text; list: its key and level."""

    size: float | None = None
    bold: bool = False
    level: int | None = None
    numbered: tuple[str, int] | None = None
    contents: bool = False
    title: bool = False


@dataclass(slots=True)
class Styles:
    """The styles by their key, and the size of the running text."""

    looks: dict[str, Look] = field(default_factory=dict[str, Look])
    usual: str = ""
    size: float = _USUAL

    def look(self, paragraph: Element) -> Look:
        """How a paragraph looks, by its own properties and those of its style."""
        own = child(paragraph, "pPr")
        style = self.looks.get(said(child(own, "pStyle")) or self.usual, Look())
        look = _over(style, own) if own is not None else style
        body = look.size or self.size
        if look.title or look.level is not None:
            rise = _TITLE if look.title else _TOP - _STEP * (look.level or 0)
            return look._replace(size=max(body, round(self.size * rise, 1)))
        return look._replace(size=body)


def styles_of(tree: Element | None) -> Styles:
    """The styles of a document, each with what it takes from those it is based on."""
    found = Styles()
    if tree is None:
        return found
    defaults = next((e for e in tree.iter() if local(e.tag) == "docDefaults"), None)
    size = next((e for e in defaults.iter() if local(e.tag) == "sz"), None) if defaults is not None else None
    found.size = _points(size) or _USUAL
    elements = {attribute(e, "styleId"): e for e in tree if local(e.tag) == "style"}
    for key, element in elements.items():
        look = Look()
        for each in reversed(list(_based(key, elements))):
            look = _over(look, child(each, "pPr"), child(each, "rPr"))
        name = said(child(element, "name"))
        title = name.lower() in ("title", "表題")
        found.looks[key] = look._replace(contents=_CONTENTS.fullmatch(name) is not None, title=title)
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true"):
            found.usual = key
    found.size = found.looks.get(found.usual, Look()).size or found.size
    return found


def _based(key: str, elements: dict[str, Element]) -> Iterator[Element]:
    """A style and those it is based on."""
    for _ in range(_DEEPEST):
        if key not in elements:
            return
        yield elements[key]
        key = said(child(elements[key], "basedOn"))


def _over(look: Look, paragraph: Element | None, run: Element | None = None) -> Look:
    """A look with what properties of a paragraph and a run say otherwise."""
    level, listed = child(paragraph, "outlineLvl"), child(paragraph, "numPr")
    if level is not None:
        number = integer(level)
        look = look._replace(level=number if 0 <= number < _BODY else None)
    if listed is not None:
        key, deep = child(listed, "numId"), child(listed, "ilvl")
        own = said(key) if key is not None else (look.numbered or ("", 0))[0]
        look = look._replace(numbered=(own, integer(deep) if deep is not None else 0) if own not in ("", "0") else None)
    if run is not None:
        look = look._replace(size=_points(child(run, "sz")) or look.size, bold=is_on(run, "b", look.bold))
    return look


def run_look(look: Look, run: Element) -> Look:
    """A paragraph's look with what a run of it says otherwise."""
    return _over(look, None, child(run, "rPr"))


def child(element: Element | None, name: str) -> Element | None:
    return next((e for e in element if local(e.tag) == name), None) if element is not None else None


def attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def said(element: Element | None) -> str:
    """The value of a property."""
    return attribute(element, "val") if element is not None else ""


def integer(element: Element | None, name: str = "val") -> int:
    text = attribute(element, name) if element is not None else ""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0


def is_on(properties: Element | None, name: str, usual: bool = False) -> bool:
    """Whether a property that is on or off is on."""
    found = child(properties, name)
    return usual if found is None else attribute(found, "val") not in ("0", "false", "off", "none")


def _points(size: Element | None) -> float | None:
    """A size, which Word gives in half points."""
    text = said(size)
    return float(text) / 2 if re.fullmatch(r"\d{1,4}(?:\.\d+)?", text) else None
