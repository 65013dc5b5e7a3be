"""A dataset -> pandas: a DataFrame a table, with the types of the schema, and two joined views."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas as pd
from pandas.api.types import CategoricalDtype

from normalize.record import TABLES, Source
from pipelines.schema import Atom, Field, columns
from pipelines.store import Store

Record = TypeVar("Record")

DTYPES: dict[Atom, str] = {"string": "string", "integer": "Int64", "number": "float64", "boolean": "boolean"}
ORDER = {
    "documents": ["source"],
    "initiatives": ["doc_id", "seq"],
    "targets": ["initiative_id", "seq"],
    "results": ["initiative_id", "seq"],
    "findings": ["finding_id"],
}
OF_DOCUMENT = ["municipality", "municipality_code", "title", "doc_kind", "period_start", "period_end"]
OF_INITIATIVE = ["number", "name", "is_new", "direction", "policy", "departments"]
FIGURE = ["doc_id", "initiative_id", "ref", "indicator", "fiscal_year"]
"""What makes a target and a result figures of one thing."""


class NotADataset(ValueError):
    """The folder holds no dataset; the message is the sentence the user sees."""


@dataclass(frozen=True)
class Frames:
    """The five tables of a dataset. Lists are tuples; fiscal years and other whole numbers are Int64 with <NA>."""

    documents: pd.DataFrame
    initiatives: pd.DataFrame
    targets: pd.DataFrame
    results: pd.DataFrame
    findings: pd.DataFrame

    def only(self, classes: Collection[str]) -> Frames:
        """The documents of some classes (plan, progress), and what belongs to them."""
        documents = pd.DataFrame(self.documents[self.documents["doc_class"].isin(list(classes))])
        tables = {"documents": documents}
        for table in TABLES.keys() - tables.keys():
            frame = getattr(self, table)
            tables[table] = pd.DataFrame(frame[frame["doc_id"].isin(documents["doc_id"])])
        return Frames(**{table: frame.reset_index(drop=True) for table, frame in tables.items()})

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
    """The tables of a dataset; folder: as given to `keikaku convert -o`."""
    try:
        store = Store(str(folder))
        if not any(store.has(table) for table in TABLES):
            raise NotADataset(f"{folder}: no dataset is there; `keikaku convert … -o {folder}` writes one")
        return Frames(**{table: frame(store, table) for table in TABLES})
    except OSError as error:
        raise NotADataset(f"{folder}: cannot be read ({error.strerror or error})") from error


def frame(store: Store, table: str) -> pd.DataFrame:
    """One table. Columns that an older dataset lacks are empty."""
    fields = columns(TABLES[table])
    names = [field.name for field in fields]
    stored = empty(names)
    if stored_in(store, table):
        stored = pd.read_parquet(store.path(table), filesystem=store.filesystem).reindex(columns=names)
    typed = {field.name: cast(pd.Series(stored[field.name]), field) for field in fields}
    return pd.DataFrame(typed).sort_values(ORDER[table], ignore_index=True)


def stored_in(store: Store, table: str) -> bool:
    """Whether a table has files: a dataset into which nothing was converted yet has none."""
    return any(name.endswith(".parquet") for name in store.names(table))


def empty(names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="object") for name in names})


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
