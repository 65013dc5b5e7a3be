"""The cells of a table into fills and rules, as the plan's look has it: a full grid, dotted, gaps, stripes, none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .model import Cell, Fill, Rule, Shape, Style, Table

GAP = 1.0
"""Half of the white between two filled cells, in points."""


class Framed(Protocol):
    @property
    def cell(self) -> Cell: ...
    @property
    def x0(self) -> float: ...
    @property
    def y0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def stripe(self) -> int: ...


Segment = tuple[float, float, float, float]


def edges(table: Table, cells: Sequence[Framed], height: float, style: Style) -> list[Shape]:
    look = "grid" if table.plain else style.look
    right = max(c.x1 for c in cells)
    out: list[Shape] = grounds(cells, look, style)
    if look == "gaps":
        return out + (white_rules(cells) if style.pen != "rect" else [])
    if look in ("zebra", "norules"):
        return out
    around = [(0, 0, right, 0), (0, height, right, height), (0, 0, 0, height), (right, 0, right, height)]
    inner = segments(cells, vertical=look != "horizontal", once=style.pen != "pieces")
    if look == "horizontal":
        return out + pen(inner, style, style.line)
    if look == "rounded":
        return [
            *out,
            *pen(_inside(inner, right, height), style, style.line),
            Fill(0, 0, right, height, None, style.ink, style.line * 2, 4),
        ]
    if look == "dotted":
        dotted: list[Shape] = [Rule(*s, style.line, style.ink, style.dash) for s in _inside(inner, right, height)]
        return out + dotted + pen(around, style, style.line * 2)
    if style.pen == "cell":
        return out + [Fill(c.x0, c.y0, c.x1, c.y1, None, style.ink, style.line) for c in cells]
    return out + pen(inner, style, style.line)


def grounds(cells: Sequence[Framed], look: str, style: Style) -> list[Shape]:
    inset = GAP if look == "gaps" and style.pen == "rect" else 0
    out: list[Shape] = []
    for c in cells:
        colour = ground(c, look, style)
        if colour:
            out.append(Fill(c.x0 + inset, c.y0 + inset, c.x1 - inset, c.y1 - inset, colour))
    return out


def ground(c: Framed, look: str, style: Style) -> str | None:
    role = c.cell.role
    if look == "colour" and role == "label":
        return style.dark
    if role in ("label", "band", "title"):
        return None if look == "norules" or (look == "horizontal" and role == "label") else style.accent
    if look == "gaps":
        return style.pale
    return style.pale if look == "zebra" and c.stripe % 2 else None


def segments(cells: Sequence[Framed], *, vertical: bool, once: bool = True) -> list[Segment]:
    """The edges of cells, each once or for each of the cells beside it."""
    found: list[Segment] = []
    for c in cells:
        x0, y0, x1, y1 = (round(v, 2) for v in (c.x0, c.y0, c.x1, c.y1))
        found += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
        if vertical:
            found += [(x0, y0, x0, y1), (x1, y0, x1, y1)]
    return list(dict.fromkeys(found)) if once else found


def _inside(segments: list[Segment], right: float, height: float) -> list[Segment]:
    return [s for s in segments if not (_at(s[1], s[3], 0, height) or _at(s[0], s[2], 0, right))]


def _at(a: float, b: float, low: float, high: float) -> bool:
    return a == b and (abs(a - low) < 0.1 or abs(a - high) < 0.1)


def pen(segments: Sequence[Segment], style: Style, width: float) -> list[Shape]:
    """Lines as strokes, or as the thin rectangles that word processors fill."""
    if style.pen in ("rect", "pieces"):
        half = width / 2
        return [
            Fill(min(a, c) - half, min(b, d) - half, max(a, c) + half, max(b, d) + half, style.ink)
            for a, b, c, d in segments
        ]
    return [Rule(*s, width, style.ink) for s in segments]


def white_rules(cells: Sequence[Framed]) -> list[Shape]:
    return [Rule(*s, 2 * GAP, "#ffffff") for s in segments(cells, vertical=True)]
