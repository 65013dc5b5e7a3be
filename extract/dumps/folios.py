"""The lines of a conversion -> the same without the page numbers that stand between its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.dumps.text_table import Numbered
from extract.model import Line

_FOLIO = re.compile(r"\s*([0-9]{1,4})\s*")
_FEWEST_INSIDE = 5
"""Page numbers that tell themselves where none is the first or last line of the file; fewer may number chapters."""


def without_folios(lines: Sequence[Numbered]) -> tuple[list[Numbered], list[Line]]:
    """The lines without page numbers, and these: numbers alone between blank lines that count the pages, one by one."""
    printed = [n for n, line in enumerate(lines) if line.text.strip()]
    alone = {n: int(found[1]) for n in printed if (found := _FOLIO.fullmatch(lines[n].text)) and _is_alone(lines, n)}
    chain = _counting(alone)
    at_an_end = len(chain) > 1 and (chain[0] == printed[0] or chain[-1] == printed[-1])
    if not at_an_end and len(chain) < _FEWEST_INSIDE:
        return list(lines), []
    folios = set(chain)
    kept = [line for n, line in enumerate(lines) if n not in folios]
    return kept, [Line(lines[n].text.strip(), lines[n].place) for n in chain]


def _is_alone(lines: Sequence[Numbered], n: int) -> bool:
    near = (*lines[max(0, n - 1) : n], *lines[n + 1 : n + 2])
    return not any(line.text.strip() and line.page == lines[n].page for line in near)


def _counting(alone: dict[int, int]) -> list[int]:
    """The longest chain of lines whose numbers rise by one.

    >>> _counting({3: 7, 9: 1, 20: 2, 24: 60, 31: 3})
    [9, 20, 31]
    """
    last: dict[int, int] = {}  # number -> the last line that bears it
    before: dict[int, int | None] = {}
    lengths: dict[int, int] = {}
    for n, value in alone.items():
        before[n] = last.get(value - 1)
        lengths[n] = 1 + lengths.get(last.get(value - 1, -1), 0)
        last[value] = n
    at = max(lengths, key=lambda n: lengths[n], default=None)
    chain: list[int] = []
    while at is not None:
        chain.append(at)
        at = before[at]
    return chain[::-1]
