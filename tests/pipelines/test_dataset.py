"""Documents in a dataset: whole or absent, the same bytes for the same records, readable by others."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest

from normalize.record import TABLES, Records
from pipelines.datapackage import write_datapackage
from pipelines.dataset import Dataset


def test_rows_come_back_as_they_were_written(tmp_path: Path, records: Records):
    dataset = Dataset(tmp_path)
    dataset.write(records)
    [row, _] = pq.read_table(dataset.path("initiatives", records.document.doc_id)).to_pylist()
    written = records.initiatives[0]
    assert row["name"] == written.name
    assert row["policy"] == list(written.policy)
    assert row["confidence"] == pytest.approx(0.9)
    assert [source["line_first"] for source in row["source"]] == [1]
    assert list(row) == [*written.__slots__]


def test_others_read_it(tmp_path: Path, records: Records):
    Dataset(tmp_path / "D").write(records)
    query = f"SELECT fiscal_year, count(*) FROM '{tmp_path}/D/targets/**/*.parquet' GROUP BY 1"
    assert duckdb.execute(query).fetchall() == [(2026, 2)]
    assert list(pd.read_parquet(tmp_path / "D" / "initiatives")["name"]) == ["窓口の電子化", "公開データの拡充"]
    assert pads.dataset(tmp_path / "D" / "results", partitioning="hive").to_table().num_rows == 2


def test_same_records_same_bytes(tmp_path: Path, records: Records):
    for name in ("A", "B"):
        Dataset(tmp_path / name).write(records)
    for table in TABLES:
        one, two = (next((tmp_path / name / table).iterdir()).read_bytes() for name in ("A", "B"))
        assert one == two
        assert pq.ParquetFile(next((tmp_path / "A" / table).iterdir())).num_row_groups == 1


def test_a_failed_document_has_empty_files_too(tmp_path: Path, records: Records):
    dataset = Dataset(tmp_path)
    dataset.write(Records(replace(records.document, status="encrypted", error="It needs a password.")))
    assert [pq.read_table(dataset.path(table, records.document.doc_id)).num_rows for table in TABLES] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("held", "renames"), [*product([False], range(5)), *product([True], range(1, 10))], ids=lambda value: str(value)
)
def test_killed_between_renames(
    tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch, held: bool, renames: int
):
    """`documents` never names a document that is not whole, and the next run finds nothing of the half one."""
    folder = tmp_path / "D"
    dataset = Dataset(folder)
    if held:
        dataset.write(records)
    killed_after(renames, monkeypatch)
    with pytest.raises(SystemExit):
        dataset.write(records)
    monkeypatch.undo()
    assert list(folder.glob("documents/*.parquet")) == []
    assert Dataset(folder).held() == {}
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    dataset.write(records)
    assert set(dataset.held()) == {records.document.doc_id}


def killed_after(renames: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left = iter(range(renames))
    rename = os.replace

    def replace_or_die(source: Path, target: Path) -> None:
        if next(left, None) is None:
            raise SystemExit("killed")
        rename(source, target)

    monkeypatch.setattr(os, "replace", replace_or_die)


def test_files_of_others_are_left_alone(tmp_path: Path, records: Records):
    (tmp_path / "targets").mkdir()
    note = tmp_path / "targets" / "README.txt"
    note.write_text("mine", "utf-8")
    Dataset(tmp_path).write(records)
    assert set(Dataset(tmp_path).held()) == {records.document.doc_id}
    assert note.exists()


def test_a_document_that_lost_a_file_is_absent(tmp_path: Path, records: Records):
    dataset = Dataset(tmp_path)
    dataset.write(records)
    dataset.path("results", records.document.doc_id).unlink()
    assert Dataset(tmp_path).held() == {}


def test_datapackage_describes_every_column(tmp_path: Path, records: Records):
    dataset = Dataset(tmp_path)
    dataset.write(records)
    write_datapackage(tmp_path, dataset.resources())
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        assert all((tmp_path / path).exists() for path in resource["path"])
        stored = pq.read_schema(tmp_path / resource["path"][0]).names
        assert [field["name"] for field in resource["schema"]["fields"]] == stored
        assert all(field["description"] and field["description_ja"] for field in resource["schema"]["fields"])
