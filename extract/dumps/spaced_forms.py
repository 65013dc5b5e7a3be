"""Lines that keep columns by spaces -> the forms among them: labels with their values right of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from extract.dumps.items import mark_at
from extract.dumps.looks import is_ended, look
from extract.dumps.looks import width as width_of
from extract.dumps.spaced import Piece, pieces
from extract.dumps.spaced_cells import Text, joined_lines
from extract.dumps.spaced_headings import headings
from extract.dumps.spaced_labels import Label, heads_value, labels_of
from extract.dumps.spaced_rows import split
from extract.dumps.text_table import Numbered, extents
from extract.dumps.words import heads, levels, squash
from extract.model import Cell, Table

_SHORT = 8
"""Characters of the longest label nobody knows."""
_INDENT = 2
"""Places a value may begin left of the others."""
_FAR, _FARTHEST = 1, 5
"""Blank lines between two rows of a form, at most, where a label may begin another one and where it does not."""
_KEYS = frozenset(("number", "name"))
"""Fields with which forms begin."""
_CUT, _BLANK = 3.0, 1.0
"""What it costs to begin a row within a sentence, and what a blank line before it is worth."""
_FULL = 0.9
"""Share of the widest line that a line reaches which the width broke."""


class Form(NamedTuple):
    """Lines of a form, from `first` up to `end`: its labels on the left, and where their values begin."""

    first: int
    end: int
    labels: tuple[Label, ...]
    start: int


def forms(lines: Sequence[Numbered]) -> list[Form]:
    """The forms among the lines of a page, from top to bottom."""
    words = [headings(line) for line in lines]
    titled = [bool(row) and levels().match(squash(row[0].text)) is not None for row in map(pieces, lines)]
    labels = labels_of(words, titled)
    found: list[Form] = []
    at = 0
    while at < len(labels):
        form, at = _form(words, labels, at, found[-1].end if found else 0)
        if len(form.labels) > 1 or not _is_legend(lines[form.first : form.end]):
            found.append(form)
    return found


def _is_legend(lines: Sequence[Numbered]) -> bool:
    """Whether lines say what signs stand for: 評価  Ａ：目標どおり  Ｂ：目標を下回る."""
    return sum(line.text.count("：") + line.text.count(":") for line in lines) > 1


def _form(words: Sequence[Sequence[Piece]], labels: Sequence[Label], at: int, least: int) -> tuple[Form, int]:
    """The form that begins with a label, and the label after its last."""
    own = [labels[at]]
    start = _value_start(words, labels[at])
    while at + 1 < len(labels) and _goes_on(words, own, labels[at + 1], start):
        at += 1
        own += _unknown(words, own[-1], labels[at], start)
        own.append(labels[at])
        start = min(start, _value_start(words, labels[at]))
    first, end = own[0].lines[0], own[-1].lines[-1] + 1
    room = _lines_below(words, own[0], start)
    while first > least and own[0].lines[0] - first < room and _is_value(words[first - 1], start):
        first -= 1
    if first == own[0].lines[0] and first > least and _is_aligned(words[first - 1], words[first][1:]):
        first -= 1
    while end < len(words) and _is_value(words[end], start):
        end += 1
    return Form(first, end, tuple(own), start), at + 1


def _lines_below(words: Sequence[Sequence[Piece]], label: Label, start: int) -> int:
    """How many lines of a value stand below its label, and so above it; one more above where none stands beside it."""
    after = label.lines[-1] + 1
    below = next((n for n in range(after, len(words)) if not _is_value(words[n], start)), len(words)) - after
    return below + (not any(piece.x0 >= label.x1 for n in label.lines for piece in words[n]))


def _is_aligned(row: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether all words of a line begin where others do on the line below."""
    return bool(row) and all(any(abs(p.x0 - q.x0) <= _INDENT for q in below) for p in row)


def _value_start(words: Sequence[Sequence[Piece]], label: Label) -> int:
    around = range(max(0, label.lines[0] - 1), min(len(words), label.lines[-1] + 2))
    return min((p.x0 for n in around for p in words[n] if p.x0 > label.x1), default=label.x1 + 1)


def _goes_on(words: Sequence[Sequence[Piece]], own: Sequence[Label], following: Label, start: int) -> bool:
    """Whether the next label is of the same form: only lines of values and few blank ones stand between.

    A label that comes again may begin another form, and so may that of a number or name.
    """
    label, found = own[-1], heads(following.text)
    again = squash(following.text) in {squash(each.text) for each in own} or (found and found.field in _KEYS)
    if again and all((known := heads(each.text)) and known.field in _KEYS for each in own):
        again = squash(following.text) == squash(label.text)
    between = words[label.lines[-1] + 1 : following.lines[0]]
    blank = max((len(list(run)) for empty, run in groupby(between, key=lambda row: not row) if empty), default=0)
    if blank > (_FAR if again else _FARTHEST):
        return False
    left = min(piece.x0 for piece in label.pieces)
    right = max(label.x1, start)
    same = min(piece.x0 for piece in following.pieces) < right and following.x1 > left
    return same and all(not row or _is_value(row, start) or _is_unknown(row, start) for row in between)


def _unknown(words: Sequence[Sequence[Piece]], label: Label, following: Label, start: int) -> list[Label]:
    """The labels nobody knows between two that are known: 柱 between 番号 and 担当."""
    between = range(label.lines[-1] + 1, following.lines[0])
    return [Label((n,), (words[n][0],)) for n in between if _is_unknown(words[n], start)]


def _is_unknown(row: Sequence[Piece], start: int) -> bool:
    """Whether a line is a short word left of where values begin, and a value."""
    if len(row) < 2 or row[0].x1 >= start or row[1].x0 < start - _INDENT or len(row[0].text) > _SHORT:
        return False
    return look(row[0].text) in ("word", "phrase") and levels().match(squash(row[0].text)) is None


def _is_value(row: Sequence[Piece], start: int) -> bool:
    """Whether a line is of values: it begins right of the labels, and names no label itself."""
    if not row or row[0].x0 < start - _INDENT:
        return False
    before = row[0].text.split("：")[0]
    titled = levels().match(squash(row[0].text)) is not None and abs(row[0].x0 - start) > _INDENT
    return not titled and (before == row[0].text or heads(before) is None)


def form_table(form: Form, lines: Sequence[Numbered], measure: float) -> Table:
    """The table of a form: a row a label, its value right of it; further labels on the line have theirs.

    measure: the width of the widest line of text, in full-width characters.
    """
    rows = [_fields(form, label, lines, first, end) for label, first, end in _rows(form, lines, measure)]
    width = max(2 * len(row) for row in rows)
    cells: list[Cell] = []
    for n, row in enumerate(rows):
        for m, (label, value) in enumerate(row):
            found = heads("".join(text.text for text in label))
            printed = tuple(joined_lines(label, 0.0, "label"))
            wide = width - 2 * m - 1 if m == len(row) - 1 else 1
            said = tuple(joined_lines(value, measure, found.field if found else None))
            cells.append(Cell(n, 2 * m, 1, 1, printed, tuple(x.place for x in printed[:1]), filled=True))
            cells.append(Cell(n, 2 * m + 1, 1, wide, said, tuple(x.place for x in said[:1])))
    places = extents([line.place for cell in cells for line in cell.lines])
    return Table(tuple(cells), len(rows), width, places, confidence=0.6, flags=("drawn",))


def _rows(form: Form, lines: Sequence[Numbered], measure: float) -> list[tuple[Label, int, int]]:
    """The labels and the lines of their rows."""
    count = form.end - form.first
    filled = np.zeros((count, 3), dtype=bool)
    breaks = np.zeros(count + 1)
    for label in form.labels:
        filled[label.lines[0] - form.first, 0] = True
        for n in label.lines:
            filled[n - form.first, 1] = True
    said = [_right(form, lines, form.first + n) for n in range(count)]
    for n, row in enumerate(said):
        filled[n, 2] = bool(row)
        above = said[n - 1] if n else []
        if above and row and not is_ended(above[-1].text) and mark_at(squash(row[0].text)) is None:
            breaks[n] = _CUT if width_of(above[-1].text) >= _FULL * measure else 0.0
        breaks[n] -= _BLANK * (n > 0 and not lines[form.first + n - 1].text.strip())
    begins = split(filled, 0, numbered=True, breaks=breaks)
    edges = [form.first + n for n in (*begins, count)]
    found: list[tuple[Label, int, int]] = []
    for first, end in pairwise(edges):
        label = next((label for label in form.labels if first <= label.lines[0] < end), None)
        if label is not None:
            found.append((label, first, end))
    return found


def _right(form: Form, lines: Sequence[Numbered], at: int) -> list[Piece]:
    """The pieces of a line right of the form's labels."""
    label = next((label for label in form.labels if at in label.lines), None)
    if label is None:
        return [piece for piece in pieces(lines[at]) if piece.x0 >= form.start - _INDENT]
    own = label.pieces[label.lines.index(at)]
    return pieces(lines[at]._replace(text=" " * own.x1 + lines[at].text[own.x1 :]))


def _fields(
    form: Form, label: Label, lines: Sequence[Numbered], first: int, end: int
) -> list[tuple[list[Text], list[Text]]]:
    """The labels of a row, each with its value."""
    own = [Text(lines[n], piece.text) for n, piece in zip(label.lines, label.pieces, strict=True)]
    said = [(lines[n], piece) for n in range(first, end) for piece in _right(form, lines, n)]
    inner = sorted(
        ((line, piece) for line, piece in said if heads_value(piece.text) and _has_right(piece, said)),
        key=lambda each: each[1].x0,
    )
    edges = [*(piece.x0 for _, piece in inner), 10_000]
    found = [(own, _between(said, label.x1 if not inner else 0, edges[0]))]
    for n, (line, piece) in enumerate(inner):
        found.append(([Text(line, piece.text)], _between(said, piece.x1, edges[n + 1])))
    return found


def _has_right(piece: Piece, said: Sequence[tuple[Numbered, Piece]]) -> bool:
    return any(other.x0 >= piece.x1 for _, other in said) and any(other.x1 <= piece.x0 for _, other in said)


def _between(said: Sequence[tuple[Numbered, Piece]], first: int, end: int) -> list[Text]:
    """The words between two places, one text a line."""
    found: list[Text] = []
    for line, piece in said:
        if first <= piece.x0 < end:
            if found and found[-1].line is line:
                found[-1] = Text(line, f"{found[-1].text} {piece.text}")
            else:
                found.append(Text(line, piece.text))
    return found
