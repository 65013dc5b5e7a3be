"""A table's columns -> the fiscal years they are of; its spans -> the years they cover."""

from __future__ import annotations

from collections.abc import Mapping

from extract.model import Span, Table
from normalize.columns import Grid

YearsOf = Mapping[int, int]
"""Column -> fiscal year."""


def years_of(table: Table) -> YearsOf:
    """The years the first header of the table gives its columns."""
    if not table.spans:
        return {}
    grid = Grid(table)
    for row in range(table.n_rows):
        header = grid.header(row)
        if header is not None:
            return {column: role.year for column, role in header.roles.items() if role.year is not None}
    return {}


def covered(span: Span, years: YearsOf) -> str:
    """The years a span covers; its columns where they have none.

    >>> from extract.model import Place
    >>> arrow = Span("block_arrow", 1, 2, 4, Place(1))
    >>> covered(arrow, {1: 2026, 2: 2027, 3: 2028, 4: 2029}), covered(arrow, {})
    ('2027-2029', 'c2-c4')
    """
    found = [years[column] for column in range(span.first, span.last + 1) if column in years]
    ends = (str(min(found)), str(max(found))) if found else (f"c{span.first}", f"c{span.last}")
    return ends[0] if ends[0] == ends[1] else "-".join(ends)
