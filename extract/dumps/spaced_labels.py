"""The words of lines that keep columns by spaces -> the labels at their left, each with a value right of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.dumps.spaced import Piece
from extract.dumps.words import heads

_LABEL_LINES = 3
"""Lines of the tallest label."""


class Label(NamedTuple):
    """A label, its lines one below the other: positions of its lines, its words."""

    lines: tuple[int, ...]
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def x1(self) -> int:
        return max(piece.x1 for piece in self.pieces)


def labels_of(words: Sequence[Sequence[Piece]], titled: Sequence[bool]) -> list[Label]:
    """The labels at the left of lines that are no titles, with a value right of them, or between the lines of one."""
    found: list[Label] = []
    taken = -1
    for n, row in enumerate(words):
        if not row or n <= taken or titled[n]:
            continue
        label = _label(words, n)
        if label is not None and _is_valued(words, label):
            found.append(label)
            taken = label.lines[-1]
    return found


def _label(words: Sequence[Sequence[Piece]], at: int) -> Label | None:
    """The label that begins with the first word of a line."""
    own, lines = [words[at][0]], [at]
    best = Label((at,), (own[0],)) if heads_value(own[0].text) else None
    for n in range(at + 1, min(at + 2 * _LABEL_LINES, len(words))):
        if words[n] and words[n][0].x0 < own[-1].x1 and words[n][0].x1 > own[-1].x0 and len(own) < _LABEL_LINES:
            own.append(words[n][0])
            lines.append(n)
            if best is None and heads_value("".join(piece.text for piece in own)):
                return Label(tuple(lines), tuple(own))
    return best


def heads_value(text: str) -> bool:
    """Whether a word labels a value."""
    found = heads(text)
    return found is not None and found.field != "year"


def _is_valued(words: Sequence[Sequence[Piece]], label: Label) -> bool:
    """Whether a value stands right of a label: on one of its lines, or on those above and below it."""
    right = [piece for n in label.lines for piece in words[n] if piece.x0 >= label.x1]
    if right:
        return any(heads(piece.text) is None for piece in right) or len(right) % 2 == 0
    inside = range(label.lines[0] + 1, label.lines[-1])
    around = [n for n in (label.lines[0] - 1, label.lines[-1] + 1) if 0 <= n < len(words)]
    return any(_stands_right(words[n], label) for n in inside) or (
        len(around) == 2 and all(_stands_right(words[n], label) for n in around)
    )


def _stands_right(row: Sequence[Piece], label: Label) -> bool:
    return bool(row) and row[0].x0 > label.x1
