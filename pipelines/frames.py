"""A dataset -> pandas: a DataFrame a table (or a batch of it), with the types of the schema, and two joined views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import pandas as pd
from pandas.api.types import CategoricalDtype

from normalize.record import TABLES, Document, Finding, Initiative, Records, Result, Source, Target
from pipelines.base import Base, NotADataset, ask
from pipelines.parquet import Damaged
from pipelines.schema import Atom, Field, columns

__all__ = ["Frames", "NotADataset", "batches", "books", "read", "records"]

Record = TypeVar("Record")
Child = TypeVar("Child", Initiative, Target, Result, Finding)

DTYPES: dict[Atom, str] = {"string": "string", "integer": "Int64", "number": "float64", "boolean": "boolean"}
ORDER = {
    "documents": ["source", "doc_id"],
    "initiatives": ["doc_id", "seq"],
    "targets": ["initiative_id", "seq"],
    "results": ["initiative_id", "seq"],
    "findings": ["finding_id"],
}
"""Of the rows of whole tables."""
OF_DOCUMENT = ["municipality", "municipality_code", "title", "doc_kind", "period_start", "period_end"]
OF_INITIATIVE = ["number", "name", "is_new", "direction", "policy", "departments"]
FIGURE = ["doc_id", "initiative_id", "ref", "indicator", "fiscal_year"]
"""What makes a target and a result figures of one thing."""


@dataclass(frozen=True)
class Frames:
    """The five tables of a dataset. Lists are tuples; fiscal years and other whole numbers are Int64 with <NA>."""

    documents: pd.DataFrame
    initiatives: pd.DataFrame
    targets: pd.DataFrame
    results: pd.DataFrame
    findings: pd.DataFrame

    @property
    def joined(self) -> pd.DataFrame:
        """Targets, each with what its initiative and its document are."""
        initiatives = pick(self.initiatives, ["initiative_id", *OF_INITIATIVE])
        about = pick(self.documents, ["doc_id", *OF_DOCUMENT])
        targets = self.targets.drop(columns="source")
        both = targets.merge(initiatives, on="initiative_id", how="left").merge(about, on="doc_id", how="left")
        own = [name for name in targets if name not in ("doc_id", "initiative_id")]
        return pick(both, ["doc_id", *OF_DOCUMENT, "initiative_id", *OF_INITIATIVE, *own])

    @property
    def target_vs_result(self) -> pd.DataFrame:
        """A row an indicator x fiscal year that has a numeric target or a result: both, the baseline, and the rate.

        rate: result / target in percent, where both have one unit (or one of them none).
        """
        target = figures(self.targets, {"kind": "numeric"}, "target", FIGURE)
        result = figures(self.results, {"kind": "indicator", "basis": "reported"}, "result", FIGURE)
        base = figures(self.results, {"kind": "indicator", "basis": "baseline"}, "baseline", FIGURE[:-1])
        both = target.merge(result, on=FIGURE, how="outer", suffixes=("", "_of_result"))
        both = both.merge(base, on=FIGURE[:-1], how="left", suffixes=("", "_of_baseline"))
        alike = (both["unit"] == both["unit_of_result"]).fillna(True).astype("bool")
        both["rate"] = (100.0 * both["result"] / both["target"]).where(alike & (both["target"] != 0))
        both["unit"] = both["unit"].fillna(both["unit_of_result"])
        named = both.merge(pick(self.initiatives, ["initiative_id", "number", "name"]), on="initiative_id", how="left")
        own = [*FIGURE[2:], "unit", "baseline", "target", "result", "rate"]
        order = ["doc_id", "initiative_id", "number", "name", *own]
        return pick(named, order).sort_values(by=FIGURE, ignore_index=True)


def pick(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(frame[names])


def figures(frame: pd.DataFrame, wanted: dict[str, str], name: str, key: list[str]) -> pd.DataFrame:
    """The figures and units of the rows with the wanted words; of several with one key the first."""
    for column, word in wanted.items():
        frame = pd.DataFrame(frame[frame[column] == word])
    found = frame.drop_duplicates(key)
    return pick(found.assign(**{name: found["value"]}), [*key, "unit", name])


def read(folder: str | Path) -> Frames:
    """The tables of a dataset; folder: as given to `keikaku convert -o`. Raises NotADataset."""
    return ask(str(folder), lambda base: Frames(**{table: whole(base, table) for table in TABLES}))


def whole(base: Base, table: str) -> pd.DataFrame:
    return pd.concat([empty(table), *batches(base, table)], ignore_index=True).sort_values(
        ORDER[table], ignore_index=True
    )


def batches(base: Base, table: str) -> Iterator[pd.DataFrame]:
    """A table as the files have it, some thousand rows at a time."""
    return (typed(rows.to_pandas(), table) for rows in base.rows(table))


def typed(stored: pd.DataFrame, table: str) -> pd.DataFrame:
    return pd.DataFrame({field.name: cast(pd.Series(stored[field.name]), field) for field in columns(TABLES[table])})


def empty(table: str) -> pd.DataFrame:
    names = [field.name for field in columns(TABLES[table])]
    return typed(pd.DataFrame({name: pd.Series(dtype="object") for name in names}), table)


def books(base: Base) -> Iterator[Records]:
    """The records of each document, as the files have them."""
    for part in base.parts:
        documents = list(stream(base, part, "documents", Document))
        ids = [row.doc_id for row in documents]
        children = (dealt(base, part, table, record, ids) for table, record in TABLES.items() if table != "documents")
        yield from map(Records, documents, *children)


def stream(base: Base, part: str, table: str, record: type[Record]) -> Iterator[Record]:
    frames = (typed(rows.to_pandas(), table) for rows in base.of_part(part, table))
    return (row for frame in frames for row in records(frame, record))


def dealt(base: Base, part: str, table: str, record: type[Child], ids: Sequence[str]) -> Iterator[tuple[Child, ...]]:
    """The rows of each document of a part."""
    groups = groupby(stream(base, part, table, record), key=attrgetter("doc_id"))
    waiting = next(groups, None)
    for doc_id in ids:
        if waiting is None or waiting[0] != doc_id:
            yield ()
        else:
            yield tuple(waiting[1])
            waiting = next(groups, None)
    if waiting is not None:
        raise Damaged("is not in the order of its documents")


def cast(column: pd.Series, field: Field) -> pd.Series:
    """A column with its type: closed vocabularies are categories, lists tuples, and lists of places lists of dicts."""
    if field.many:
        held: type[tuple[object, ...]] | type[list[object]] = list if field.parts else tuple
        return pd.Series([held(each) for each in column], index=column.index, dtype="object")
    if field.words:
        return column.astype(CategoricalDtype(list(field.words)))
    if field.name == "confidence":
        return column.astype("float32")
    return column.astype(DTYPES[field.atom])


def records(frame: pd.DataFrame, record: type[Record]) -> list[Record]:
    """The rows of a table as records: None for what is absent."""
    cells = [held(pd.Series(frame[field.name]), field) for field in columns(record)]
    return [record(*row) for row in zip(*cells, strict=True)]


def held(column: pd.Series, field: Field) -> list[object]:
    if field.parts:
        return [tuple(Source(**place) for place in each) for each in column]
    if field.many:
        return column.tolist()
    return column.astype("object").where(column.notna(), None).tolist()
