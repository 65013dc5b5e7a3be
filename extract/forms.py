"""A page's content and the forms it draws -> what carrying them out will ask, however they are nested.

Ten forms that each draw the next one ten times ask for a thousand million drawings in a file of two kilobytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, Protocol

from extract.limits import CONTENT, NESTED, SHADINGS, STRINGS, Overloaded, inflated, string_bytes

SHADING = re.compile(rb"\bsh\b")
DRAWS = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
NAMED = re.compile(r"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R")
PARENTS = 8
"""Nodes of the page tree above a page that may hold its resources: writers nest them two or three deep."""


class Objects(Protocol):
    """What is asked of an opened PDF: the value of a key (its kind and text), an object's text, its stream."""

    def xref_get_key(self, xref: int, key: str) -> tuple[str, str]: ...
    def xref_is_stream(self, xref: int) -> bool: ...
    def xref_object(self, xref: int) -> str: ...
    def xref_stream(self, xref: int) -> bytes: ...
    def xref_stream_raw(self, xref: int) -> bytes: ...


class _Measure(NamedTuple):
    """What is added up over a page and its forms, until it is more than is allowed."""

    of: Callable[[bytes], int]
    most: int


OPERATORS = _Measure(len, CONTENT)
TEXT = _Measure(string_bytes, STRINGS)
SHADES = _Measure(lambda content: len(SHADING.findall(content)), SHADINGS)


def carried_out(objects: Objects, page: int, content: bytes) -> int:
    """Bytes of operators of a page, its forms counted as often as they are drawn; raises Overloaded where too many."""
    size = _over_all(objects, page, content, OPERATORS)
    if size > CONTENT:
        raise Overloaded(f"more than {CONTENT:,} bytes of operators on a page, its forms counted as often as drawn")
    if size > STRINGS and _over_all(objects, page, content, TEXT) > STRINGS:
        raise Overloaded(f"strings of more than {STRINGS:,} bytes on a page")
    return size


def is_shaded_through(objects: Objects, page: int, content: bytes) -> bool:
    """Whether a page has more shadings than any drawing needs: each is handed over as a picture of its own."""
    return _over_all(objects, page, content, SHADES) > SHADINGS


def _over_all(objects: Objects, page: int, content: bytes, measure: _Measure) -> int:
    above = range(PARENTS if b"Do" in content else 0)
    names = next((own for up in above if (own := _named(objects, page, up)) is not None), {})
    return _total(objects, content, names, measure, {}, 0)


def _named(objects: Objects, xref: int, up: int = 0) -> dict[str, int] | None:
    """The XObjects in the resources of an object, or of the node so far above it; None where it has no resources."""
    above = "Parent/" * up
    kind, text = objects.xref_get_key(xref, f"{above}Resources/XObject")
    if kind == "null":
        return None if objects.xref_get_key(xref, f"{above}Resources")[0] == "null" else {}
    if kind == "xref":
        text = objects.xref_object(int(text.split()[0]))
    return {name: int(number) for name, number in NAMED.findall(text)}


def _total(
    objects: Objects, content: bytes, names: dict[str, int], measure: _Measure, known: dict[int, int], depth: int
) -> int:
    """known: what is known of the forms met before; one that draws itself is drawn once."""
    if depth > NESTED:
        raise Overloaded(f"forms drawn by forms, more than {NESTED} deep")
    size = measure.of(content)
    for name, times in Counter(DRAWS.findall(content)).items() if names else ():
        form = names.get(name.decode("latin-1"))
        if form is not None and form not in known:
            known[form] = 0
            known[form] = _form(objects, form, measure, known, depth)
        size += times * known[form] if form is not None else 0
        if size > measure.most:
            break
    return size


def _form(objects: Objects, xref: int, measure: _Measure, known: dict[int, int], depth: int) -> int:
    """What a form holds; nothing where it is an image, or no stream at all."""
    if objects.xref_get_key(xref, "Subtype")[1] != "/Form" or not objects.xref_is_stream(xref):
        return 0
    if inflated(objects.xref_stream_raw(xref), CONTENT + 1) > CONTENT:
        raise Overloaded(f"a form of more than {CONTENT:,} bytes of operators")
    content = objects.xref_stream(xref)
    return 1 + _total(objects, content, _named(objects, xref) or {}, measure, known, depth + 1)
