"""A dataset -> the same with one damage, as disks, people and other programs do it; the damaged file is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

Planter: TypeAlias = Callable[[Path], Path]


def file(folder: Path, table: str, number: int = 0) -> Path:
    return sorted((folder / table).glob("*.parquet"))[number]


def truncated(folder: Path) -> Path:
    path = file(folder, "targets")
    path.write_bytes(path.read_bytes()[:-20])
    return path


def empty(folder: Path) -> Path:
    path = file(folder, "documents")
    path.write_bytes(b"")
    return path


def text(folder: Path) -> Path:
    path = file(folder, "findings")
    path.write_text("hello", "utf-8")
    return path


def foreign(folder: Path) -> Path:
    path = file(folder, "initiatives")
    pq.write_table(pa.table({"name": ["x"]}), path)
    return path


def of_another_table(folder: Path) -> Path:
    path = file(folder, "results")
    shutil.copy(file(folder, "targets"), path)
    return path


def of_another_document(folder: Path) -> Path:
    path = file(folder, "targets")
    shutil.copy(file(folder, "targets", 1), path)
    return path


def flipped_in_a_page(folder: Path) -> Path:
    path = file(folder, "initiatives")
    data = bytearray(path.read_bytes())
    data[pq.ParquetFile(path).metadata.row_group(0).column(3).data_page_offset + 40] ^= 0xFF
    path.write_bytes(data)
    return path


def fewer_rows(folder: Path) -> Path:
    path = file(folder, "targets")
    pq.write_table(pq.read_table(path).slice(1), path)
    return path


def written_by_others(folder: Path) -> Path:
    path = file(folder, "results")
    pq.write_table(pq.read_table(path), path)
    return path


def lost_file(folder: Path) -> Path:
    path = file(folder, "results")
    path.unlink()
    return path


def lost_table(folder: Path) -> Path:
    path = file(folder, "targets")
    shutil.rmtree(folder / "targets")
    return path


def journal(printed: str) -> Planter:
    def plant(folder: Path) -> Path:
        path = folder / ".change-0123.json"
        path.write_text(printed, "utf-8")
        return path

    return plant


def account(folder: Path) -> Path:
    path = next((folder / "_runs").glob("*.jsonl"))
    path.write_bytes(b"\0\x9f" + path.read_bytes())
    return path


DAMAGES: dict[str, Planter] = {
    "truncated": truncated,
    "empty": empty,
    "text": text,
    "foreign": foreign,
    "of another table": of_another_table,
    "of another document": of_another_document,
    "a bit flipped": flipped_in_a_page,
    "fewer rows": fewer_rows,
    "written by others": written_by_others,
    "lost file": lost_file,
    "lost table": lost_table,
    "half a journal": journal('{"add": {'),
    "a journal that is a list": journal("[]"),
    "a journal that deletes elsewhere": journal(json.dumps({"add": {}, "remove": ["../../precious"]})),
    "a journal that moves elsewhere": journal(json.dumps({"add": {"../../precious": "0-1"}, "remove": []})),
    "an account": account,
}
SUBTLE = ("fewer rows", "written by others", "an account")
"""Damages that only verify looks for: what is there can be read."""
