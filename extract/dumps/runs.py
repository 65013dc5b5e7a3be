"""The numbered lines of a text dump -> runs of lines of one kind: prose, TSV, Markdown table, HTML table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from extract.dumps.text_table import Numbered

RunKind = Literal["prose", "tsv", "pipe", "html"]

_PIPE = re.compile(r"(?<!\\)\|")
_TABLE_TAG = re.compile(r"<(/?)table(?=[\s>])", re.IGNORECASE)
_CELL_TAG = re.compile(r"<(/?)t[dh](?=[\s>])", re.IGNORECASE)

_LONGEST_BAND, _MOST_BANDS = 120, 3
"""Letters of a policy's row between rows of a table, and such rows after one another."""

_FEWEST_APART, _MOST_TOUCHING = 4, 0.1
"""Rows with a blank line between that make a file of such rows, and the share of rows that touch in it."""


class Run(NamedTuple):
    """Neighbouring lines of one kind, on one page, with no blank line between them."""

    kind: RunKind
    lines: tuple[Numbered, ...]


def runs(lines: Sequence[Numbered]) -> Iterator[Run]:
    """The runs of a file's lines; blank lines stand in none, save inside an HTML table."""
    lines = _closed_up(lines)
    start = 0
    while start < len(lines):
        if not lines[start].text.strip():
            start += 1
            continue
        kind = _kind(lines, start)
        end = _html_end(lines, start) if kind == "html" else _run_end(lines, start, kind)
        yield Run(kind, tuple(lines[start:end]))
        start = end


def _closed_up(lines: Sequence[Numbered]) -> Sequence[Numbered]:
    """The lines without the blank one between two rows, where a converter sets all rows of its tables apart so."""
    rows = [n for n, line in enumerate(lines) if _is_row(line.text)]
    apart = [n + 1 for n, below in pairwise(rows) if below == n + 2 and not lines[n + 1].text.strip()]
    touching = sum(below == n + 1 for n, below in pairwise(rows))
    if len(apart) < _FEWEST_APART or touching > _MOST_TOUCHING * len(apart):
        return lines
    blank = set(apart)
    return [line for n, line in enumerate(lines) if n not in blank]


def _is_row(text: str) -> bool:
    return "\t" in text.strip(" \u3000") or text.lstrip().startswith("|")


def _kind(lines: Sequence[Numbered], index: int) -> RunKind:
    text = lines[index].text
    if _TABLE_TAG.search(text) and not ("\t" in text and all(_depth(cell) == 0 for cell in text.split("\t"))):
        return "html"
    if is_separator(text) or (text.lstrip().startswith("|") and len(_PIPE.findall(text)) > 1):
        return "pipe"
    if "|" in text and index + 1 < len(lines) and is_separator(lines[index + 1].text):
        return "pipe"
    return "tsv" if "\t" in text.strip(" \u3000") else "prose"


def _run_end(lines: Sequence[Numbered], start: int, kind: RunKind) -> int:
    """The first line after the run that begins at `start`; a line of nothing but tabs is an empty row of it."""
    page = lines[start].page
    for index in range(start + 1, len(lines)):
        text = lines[index].text
        empty_row = kind == "tsv" and "\t" in text and not text.strip()
        bare_row = kind == "pipe" and "|" in text
        if lines[index].page != page:
            return index
        if empty_row or (bare_row and text.strip()) or (kind == "tsv" and _is_band(lines, index)):
            continue
        if not text.strip() or _kind(lines, index) != kind:
            return index
    return len(lines)


def _is_band(lines: Sequence[Numbered], index: int) -> bool:
    """A short line that rows follow with no blank line between: a row of one cell, whose last tabs were cut off."""
    for n in range(index, min(index + _MOST_BANDS + 1, len(lines))):
        text = lines[n].text.strip()
        if lines[n].page != lines[index].page or not text:
            return False
        if "\t" in text:
            return n > index and _kind(lines, n) == "tsv"
        if len(text) > _LONGEST_BAND or _kind(lines, n) != "prose":
            return False
    return False


def _html_end(lines: Sequence[Numbered], start: int) -> int:
    """The line after the one that closes the table; a table never closed ends at a blank line outside its cells."""
    depth = cells = 0
    closes = False
    for index in range(start, len(lines)):
        text = lines[index].text
        if lines[index].page != lines[start].page:
            return index
        if not text.strip():
            if (cells <= 0 or not closes) and lines[index - 1].text.strip() and not _tagged(lines, index):
                return index
            continue
        depth += _depth(text)
        found = [tag[1] for tag in _CELL_TAG.finditer(text)]
        cells += found.count("") - found.count("/")
        closes = closes or "/" in found
        if depth <= 0:
            return index + 1
    return len(lines)


def _tagged(lines: Sequence[Numbered], index: int) -> bool:
    """The next printed line carries the table on: it begins with a tag that is not another table's."""
    text = next((text for n in range(index, len(lines)) if (text := lines[n].text.lstrip().lower())), "")
    return text.startswith("<") and not text.startswith("<table")


def _depth(text: str) -> int:
    """Tables opened less tables closed."""
    return sum(-1 if tag[1] else 1 for tag in _TABLE_TAG.finditer(text))


def is_separator(text: str) -> bool:
    """Whether a line is the one below a Markdown table's header.

    >>> is_separator("| --- | :-: |"), is_separator("|---|"), is_separator("---"), is_separator("| - |")
    (True, True, False, True)
    """
    return "|" in text and "-" in text and not text.strip().strip("|-: \t")


def bare_cells(text: str) -> list[str]:
    """The cells of a row of a Markdown table without pipes at its ends.

    >>> bare_cells(" | 担当 | 総務課"), bare_cells("担当 | | ")
    (['', '担当', '総務課'], ['担当', '', ''])
    """
    return [cell.strip() for cell in _PIPE.split(text)]


def pipe_cells(text: str) -> list[str]:
    r"""The cells of a row of a Markdown table.

    >>> pipe_cells("| 担当 | 総務課\\|窓口 | |")
    ['担当', '総務課\\|窓口', '']
    """
    row = text.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.strip() for cell in _PIPE.split(row)]
