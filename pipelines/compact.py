"""`keikaku compact`: many small files -> few, their rows in the order of municipality and fiscal year.

What comes out depends on the documents alone, not on when they were converted or merged before. `convert` does the same
with small files alone, once there are enough: what was merged before is left, so that a dataset grows in linear time.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain

from pipelines import parquet
from pipelines.damage import tell
from pipelines.dataset import REMEDY, Dataset
from pipelines.parquet import Rows
from pipelines.part import Held, Part
from pipelines.store import Store
from pipelines.worker import MEGABYTE

GROUP = 20_000
"""Rows of a row group, over all tables: large enough to compress well, and of few municipalities."""
SIZE = 64
"""Megabytes of a part, its five files together, from which on it is full."""
PILE = 1_000
"""Parts of one document that `convert` leaves: to open so many takes a reader a second."""
OPEN = 4
"""Parts kept in memory while documents are gathered from them: neighbours are often in the same."""


def compact(out: str, size: int) -> int:
    """Run the command; the exit status. size: bytes of a part, its five files together, from which on it is full."""
    try:
        if not Store(out).names("documents"):
            print(f"{out}: no dataset is there", file=sys.stderr)
            return 2
        with Dataset(out) as dataset:
            before = len(dataset.parts)
            merge(dataset, size)
            dataset.describe()
            tell(dataset.store, dataset.damages, REMEDY)
            print(f"{len(dataset.held())} documents: {before} parts before, {len(dataset.parts)} now")
    except OSError as error:
        print(f"{out}: cannot be written to ({error.strerror or error}). It is as it was.", file=sys.stderr)
        return 2
    return 1 if dataset.damages else 0


def merge_pile(dataset: Dataset, size: int = SIZE * MEGABYTE) -> int:
    """Merge the parts of one document where there are too many; how many were merged."""
    small = [name for name, rows in dataset.parts.items() if len(rows) == 1]
    if len(small) <= PILE:
        return 0
    merge(dataset, size, small)
    return len(small)


def merge(dataset: Dataset, size: int, names: Collection[str] | None = None) -> None:
    """Write the documents of these parts (all) to new ones, and put these in their place in a single change."""
    names = list(dataset.parts if names is None else names)
    order = sorted(chain.from_iterable(dataset.parts[name] for name in names), key=place)
    part_of = dict(dataset.part_of)
    rows_of_part = lru_cache(OPEN)(dataset.rows)
    several = ((row.doc_id, rows_of_part(part_of[row.doc_id])) for row in order)
    groups = row_groups(apart(rows, doc_id) for doc_id, rows in several if rows)
    added = list(parts(dataset, groups, len(order), size))
    dataset.change(added, names)


def apart(rows: Rows, doc_id: str) -> Rows:
    return rows if rows["documents"].num_rows == 1 else parquet.select(rows, [doc_id])


def place(row: Held) -> tuple[str, str, int, str, str]:
    """Where a document stands in the order: documents of no known municipality come first."""
    year = row.fiscal_year or row.period_start or 0
    return (row.municipality_code or "", row.municipality or "", year, row.source, row.doc_id)


def row_groups(documents: Iterator[Rows]) -> Iterator[Rows]:
    """Documents joined until they have enough rows."""
    waiting: list[Rows] = []
    for rows in documents:
        waiting.append(rows)
        if sum(table.num_rows for each in waiting for table in each.values()) >= GROUP:
            yield parquet.join(waiting)
            waiting = []
    if waiting:
        yield parquet.join(waiting)


def parts(dataset: Dataset, groups: Iterator[Rows], documents: int, size: int) -> Iterator[Part]:
    """Row groups written to parts until they are full."""
    for first in groups:
        with dataset.draft(documents) as draft:
            draft.add(first)
            while draft.size < size and (following := next(groups, None)) is not None:
                draft.add(following)
        yield draft.part()
