"""What is in the file, but not in the text of the document: old values that are struck out, text nobody sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extract.model import Box, LeftOut, Place
from normalize.checks.case import Case, Doubt
from normalize.record import Initiative, Result, Target
from normalize.text import display

Row = Initiative | Target | Result

BESIDE = 12.0
"""Points between a text and what is left out of its cell at most: a line."""
QUOTED = 3
"""Texts that a finding quotes."""


def revised(case: Case) -> Iterator[Doubt]:
    """revised: rows beside which an old value is struck out."""
    struck = [text for text in case.document.left_out if text.why == "struck"]
    for row in _rows(case) if struck else ():
        near = [(gap, text) for text in struck if (gap := _apart(_places(row), text)) <= BESIDE]
        if "revised" in row.flags and near:
            _, old = min(near, key=lambda pair: pair[0])
            new = row.name if isinstance(row, Initiative) else row.text or ""
            message = "a text in the place of the row is struck out"
            yield Doubt("revised", message, display(old.text), new[:80], row.initiative_id, old.place.page)


def left_out(case: Case) -> Iterator[Doubt]:
    """text_left_out: a finding a page and reason."""
    hidden = [text for text in case.document.left_out if text.why != "struck"]
    on: defaultdict[int, list[Place]] = defaultdict(list)
    for place in (place for row in _rows(case) if hidden for place in _places(row)):
        on[place.page].append(place)
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for text in hidden:
        if _apart(on[text.place.page], text) <= 0.0:
            found[text.place.page, text.why].append(display(text.text))
    for (page, why), texts in found.items():
        quoted = ", ".join(f"'{text[:20]}'" for text in texts[:QUOTED]) + (", …" if len(texts) > QUOTED else "")
        message = f"in the place of rows, but not in them ({why.replace('_', ' ')}): {quoted}"
        yield Doubt("text_left_out", message, None, f"{len(texts)} texts", page=page)


def _rows(case: Case) -> tuple[Row, ...]:
    return (*case.records.initiatives, *case.records.targets, *case.records.results)


def _places(row: Row) -> list[Place]:
    """Where the fields of a row stand on pages."""
    boxes = ((place.page, place.x0, place.y0, place.x1, place.y1) for place in row.source)
    return [
        Place(page, Box(x0, y0, x1, y1))
        for page, x0, y0, x1, y1 in boxes
        if x0 is not None and y0 is not None and x1 is not None and y1 is not None
    ]


def _apart(places: Iterable[Place], text: LeftOut) -> float:
    """The white between a text and the nearest of some places, in points; none where they touch."""
    box = text.place.box
    own = [place.box for place in places if place.page == text.place.page and place.box is not None]
    if box is None or not own:
        return float("inf")
    return min(max(p.x0 - box.x1, box.x0 - p.x1, p.y0 - box.y1, box.y0 - p.y1, 0.0) for p in own)
