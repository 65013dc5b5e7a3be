"""Documents in a dataset: whole or absent, the same bytes for the same records, readable by others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest

from normalize.record import TABLES, Records
from pipelines import compact, damage
from pipelines.datapackage import datapackage
from pipelines.dataset import Dataset
from pipelines.index import INDEX
from pipelines.parquet import join, rows_of
from pipelines.part import encoded, path
from pipelines.store import Store


def named(records: Records, doc_id: str, name: str = "窓口の電子化") -> Records:
    """The records as those of another document, its initiatives of another name."""
    return Records(
        replace(records.document, doc_id=doc_id, source=f"{doc_id}.txt"),
        tuple(replace(row, doc_id=doc_id, name=name) for row in records.initiatives),
        tuple(replace(row, doc_id=doc_id) for row in records.targets),
        tuple(replace(row, doc_id=doc_id) for row in records.results),
        tuple(replace(row, doc_id=doc_id) for row in records.findings),
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*.parquet")}


def test_rows_come_back_as_they_were_written(tmp_path: Path, records: Records):
    with Dataset(tmp_path) as dataset:
        dataset.write(encoded(records))
    [row, _] = pq.read_table(tmp_path / path("initiatives", records.document.doc_id)).to_pylist()
    written = records.initiatives[0]
    assert row["name"] == written.name
    assert row["policy"] == list(written.policy)
    assert row["confidence"] == pytest.approx(0.9)
    assert [source["line_first"] for source in row["source"]] == [1]
    assert list(row) == [*written.__slots__]


def test_others_read_it(tmp_path: Path, records: Records):
    with Dataset(tmp_path / "D") as dataset:
        dataset.write(encoded(records))
    query = f"SELECT fiscal_year, count(*) FROM '{tmp_path}/D/targets/**/*.parquet' GROUP BY 1"
    assert duckdb.execute(query).fetchall() == [(2026, 2)]
    assert list(pd.read_parquet(tmp_path / "D" / "initiatives")["name"]) == ["窓口の電子化", "公開データの拡充"]
    assert pads.dataset(tmp_path / "D" / "results", partitioning="hive").to_table().num_rows == 2


def test_same_records_same_bytes(tmp_path: Path, records: Records):
    for name in ("A", "B"):
        with Dataset(tmp_path / name) as dataset:
            dataset.write(encoded(records))
    assert contents(tmp_path / "A") == contents(tmp_path / "B")
    for table in TABLES:
        assert pq.ParquetFile(next((tmp_path / "A" / table).iterdir())).num_row_groups == 1


def test_a_failed_document_has_empty_files_too(tmp_path: Path, records: Records):
    failed = Records(replace(records.document, status="encrypted", error="It needs a password."))
    with Dataset(tmp_path) as dataset:
        dataset.write(encoded(failed))
        assert [dataset.table(table, records.document.doc_id).num_rows for table in TABLES] == [1, 0, 0, 0, 0]


def test_a_document_of_a_part_of_several_is_replaced_alone(tmp_path: Path, records: Records):
    """A merged part is cut where it has to be: the changed document goes, the others stay together."""
    ids = [letter * 16 for letter in "abc"]
    with Dataset(tmp_path) as dataset:
        for doc_id in ids:
            dataset.write(encoded(named(records, doc_id)))
        merge(dataset)
        assert len(dataset.parts) == 1
        dataset.write(encoded(named(records, ids[1], "書かない窓口")))
        assert sorted(len(rows) for rows in dataset.parts.values()) == [1, 2]
    found = pd.read_parquet(tmp_path / "initiatives")
    assert found.groupby("doc_id")["name"].unique().map(list).to_dict() == {
        ids[0]: ["窓口の電子化"],
        ids[1]: ["書かない窓口"],
        ids[2]: ["窓口の電子化"],
    }


def test_documents_taken_apart_again_have_the_bytes_they_had(tmp_path: Path, records: Records):
    ids = [letter * 16 for letter in "abc"]
    with Dataset(tmp_path) as dataset:
        for doc_id in ids:
            dataset.write(encoded(named(records, doc_id)))
        before = contents(tmp_path)
        merge(dataset)
        dataset.split(ids)
    assert contents(tmp_path) == before


def merge(dataset: Dataset) -> None:
    compact.merge(dataset, size=1_000_000)


def test_a_document_in_two_parts_is_there_once_when_the_dataset_is_opened(tmp_path: Path, records: Records):
    """Two shards may name the same file."""
    one, two = (rows_of(named(records, letter * 16)) for letter in "ab")
    with Dataset(tmp_path, shared=True) as dataset:
        dataset.change([dataset.staged(join([one, two]), "1" * 16), dataset.staged(join([two]), "2" * 16)], [])
    assert len(pd.read_parquet(tmp_path / "documents")) == 3
    with Dataset(tmp_path):
        pass
    assert sorted(pd.read_parquet(tmp_path / "documents")["doc_id"]) == ["a" * 16, "b" * 16]
    assert len(pd.read_parquet(tmp_path / "initiatives")) == 4


class Killed(BaseException):
    pass


def killed_after(steps: int, patched: pytest.MonkeyPatch) -> None:
    """The process ends at the given step of those that others can see."""
    left = iter(range(steps))

    def mortal(step: Callable[..., None]) -> Callable[..., None]:
        def run(*arguments: object) -> None:
            if next(left, None) is None:
                raise Killed
            step(*arguments)

        return run

    for name in ("move", "delete"):
        patched.setattr(Store, name, mortal(getattr(Store, name)))
    patched.setattr(Dataset, "recover", lambda _: None)  # a killed process does not clean up


CHANGES: dict[str, Callable[[Dataset, Records], None]] = {
    "replaced": lambda dataset, records: dataset.write(encoded(named(records, "a" * 16, "書かない窓口"))),
    "with its forerunner": lambda dataset, records: dataset.write(
        encoded(named(records, "c" * 16, "書かない窓口")), ["a" * 16]
    ),
    "removed": lambda dataset, records: dataset.remove(["a" * 16]),
    "merged": lambda dataset, records: merge(dataset),
}


@pytest.mark.parametrize("change", CHANGES)
def test_killed_at_any_step_of_a_change(tmp_path: Path, records: Records, change: str, monkeypatch: pytest.MonkeyPatch):
    """All of the change or nothing of it: as it was, or as it was to be; and nobody ever sees half a document."""
    states: set[tuple[bytes, ...]] = set()
    for steps in range(100):
        folder = tmp_path / str(steps)
        with Dataset(folder) as dataset:
            for letter in "ab":
                dataset.write(encoded(named(records, letter * 16)))
        whole = False
        with monkeypatch.context() as patched:
            dataset = Dataset(folder)
            killed_after(steps, patched)
            try:
                CHANGES[change](dataset, records)
                whole = True
            except Killed:
                pass
            assert seen(folder) <= {2}
            dataset.open.close()
        with Dataset(folder):
            pass
        states.add(tuple(sorted(contents(folder).values())))
        assert seen(folder) == {2}
        if whole:
            break
    else:
        pytest.fail("a change of so many steps")
    assert len(states) == 2


def seen(folder: Path) -> set[int]:
    """How many initiatives each document has that `documents` names (each has two)."""
    initiatives = ids(folder / "initiatives")
    return {initiatives.count(doc_id) for doc_id in ids(folder / "documents")}


def ids(table: Path) -> list[str]:
    return [doc_id for file in table.glob("*.parquet") for doc_id in pq.read_table(file)["doc_id"].to_pylist()]


def test_files_of_others_are_left_alone(tmp_path: Path, records: Records):
    (tmp_path / "targets").mkdir()
    note = tmp_path / "targets" / "README.txt"
    note.write_text("mine", "utf-8")
    with Dataset(tmp_path) as dataset:
        dataset.write(encoded(records))
    with Dataset(tmp_path) as dataset:
        assert set(dataset.held()) == {records.document.doc_id}
    assert note.exists()


def test_a_document_that_lost_a_file_is_absent(tmp_path: Path, records: Records):
    with Dataset(tmp_path) as dataset:
        dataset.write(encoded(records))
    (tmp_path / path("results", records.document.doc_id)).unlink()
    with Dataset(tmp_path) as dataset:
        assert dataset.held() == {}
    assert contents(tmp_path) == {}


def test_a_dataset_from_before_a_column_was_added(tmp_path: Path, records: Records):
    """Columns are only ever added, with a default: old files are merged with it."""
    with Dataset(tmp_path) as dataset:
        dataset.write(encoded(records))
        file = tmp_path / path("results", records.document.doc_id)
        pq.write_table(pq.read_table(file).drop_columns(["grade", "flags"]), file)
        merge(dataset)
    found = pd.read_parquet(tmp_path / "results")
    assert list(found["grade"].isna()) == [True, True]
    assert [list(flags) for flags in found["flags"]] == [[], []]


def test_files_are_opened_once(tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch):
    """What is in them is remembered, as long as they are the same."""
    opened: list[str] = []
    looked_at = damage.looked_at
    monkeypatch.setattr(damage, "looked_at", lambda store, name: opened.append(name) or looked_at(store, name))
    with Dataset(tmp_path) as dataset:
        dataset.write(encoded(named(records, "a" * 16)))
        dataset.write(encoded(named(records, "b" * 16)))
    with Dataset(tmp_path) as dataset:
        before = dataset.held()
    assert opened == []
    later = replace(records.document, doc_id="b" * 16, extractor_version="9")
    with Dataset(tmp_path / "other") as dataset:
        dataset.write(encoded(Records(later)))
    for table in TABLES:
        shutil.copy(tmp_path / "other" / path(table, "b" * 16), tmp_path / path(table, "b" * 16))
    with Dataset(tmp_path) as dataset:
        assert dataset.held() == before | {"b" * 16: encoded(Records(later)).document}
    assert opened == ["b" * 16]
    (tmp_path / INDEX).write_text("[1, 2", "utf-8")
    with Dataset(tmp_path) as dataset:
        assert set(dataset.held()) == {"a" * 16, "b" * 16}


def test_datapackage_describes_every_column(tmp_path: Path, records: Records):
    with Dataset(tmp_path) as dataset:
        dataset.write(encoded(records))
        package = json.loads(datapackage(dataset.resources()))
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        assert all((tmp_path / path).exists() for path in resource["path"])
        stored = pq.read_schema(tmp_path / resource["path"][0]).names
        assert [field["name"] for field in resource["schema"]["fields"]] == stored
        assert all(field["description"] and field["description_ja"] for field in resource["schema"]["fields"])
