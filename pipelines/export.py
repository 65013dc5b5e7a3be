"""`keikaku export`: a dataset -> the files of those who do not read Parquet. A format is a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from pipelines.base import Base, NotADataset, ask
from pipelines.export_csv import Encoding, write_csv

Format = Literal["csv", "xlsx", "duckdb", "datapackage", "rs"]
FORMATS: tuple[Format, ...] = get_args(Format)


class Export(NamedTuple):
    """What the command line asked for."""

    folder: str
    format: Format
    out: Path
    encoding: Encoding
    only: tuple[str, ...] = ()
    """The classes of documents to be written; all where none is named."""


def export(order: Export) -> int:
    """Run the command; the exit status: 1 where the format cannot hold all that is in the dataset."""
    if order.encoding != "utf-8" and order.format not in ("csv", "rs"):
        print(f"--encoding is for csv and rs; {order.format} has its own", file=sys.stderr)
        return 2
    try:
        lost = ask(order.folder, lambda base: write(base, order), order.only)
    except (NotADataset, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for line in lost:
        print(line, file=sys.stderr)
    return 1 if lost else 0


def write(base: Base, order: Export) -> list[str]:
    """Write one format; what it cannot hold, a line each."""
    match order.format:
        case "csv":
            return write_csv(base, order.out, order.encoding)
        case "rs":
            from pipelines.export_rs import write_rs

            return write_rs(base, order.out, order.encoding)
        case "xlsx":
            from pipelines.export_xlsx import write_xlsx

            return write_xlsx(base, order.out)
        case "duckdb":
            from pipelines.export_duckdb import write_duckdb

            return write_duckdb(base, order.out)
        case "datapackage":
            from pipelines.export_datapackage import write_package

            return write_package(base, order.out)
