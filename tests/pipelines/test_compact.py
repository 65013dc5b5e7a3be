"""`keikaku compact`: few files, in the order of municipality and year, and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from normalize.record import TABLES, Document, Initiative, Records
from pipelines import compact
from pipelines.cli import main
from pipelines.dataset import Dataset
from pipelines.part import encoded

CITIES = [("青嶺市", "012345"), ("汐見町", "112345"), ("葦原市", "212345"), (None, None)]


def documents(initiatives: int) -> list[Records]:
    """Six years of every city, in no order, each of so many initiatives."""
    chance = Random(7)
    found: list[Records] = []
    for city, code in CITIES:
        for year in range(2020, 2026):
            doc_id = f"{chance.getrandbits(64):016x}"
            row = Document(doc_id, f"{doc_id}.pdf", doc_id * 4, None, "ok")
            row = replace(row, municipality=city, municipality_code=code, fiscal_year=year)
            names = [f"{year}年の取組{n}" for n in range(initiatives)]
            ids = [f"{doc_id}-{n:04}" for n in range(initiatives)]
            found.append(
                Records(row, tuple(Initiative(doc_id, ids[n], n, None, name, name) for n, name in enumerate(names)))
            )
    chance.shuffle(found)
    return found


def written(folder: Path, found: list[Records]) -> Path:
    with Dataset(folder) as dataset:
        for records in found:
            dataset.write(encoded(records))
    return folder


def rows(folder: Path, table: str) -> pd.DataFrame:
    found = pd.read_parquet(folder / table)
    return found.sort_values(list(found.columns[:2])).reset_index(drop=True).astype(str)


def test_nothing_is_lost_and_order_is_that_of_municipality_and_year(tmp_path: Path):
    folder = written(tmp_path, documents(3))
    before = {table: rows(folder, table) for table in TABLES}
    assert main(["compact", str(folder)]) == 0
    for table in TABLES:
        pd.testing.assert_frame_equal(rows(folder, table), before[table])
        assert len(list((folder / table).glob("*.parquet"))) == 1
    merged = pd.read_parquet(folder / "documents")
    order = list(zip(merged["municipality_code"].fillna(""), merged["fiscal_year"], strict=True))
    assert order == sorted(order)
    initiatives = pd.read_parquet(folder / "initiatives")
    assert list(dict.fromkeys(initiatives["doc_id"])) == list(merged["doc_id"])


def test_merging_again_changes_no_byte_and_history_does_not_show(tmp_path: Path):
    """Merged once, merged twice, merged in between: the same documents, the same files."""
    found = documents(3)
    one, two = written(tmp_path / "one", found), written(tmp_path / "two", found[:9])
    compact.compact(str(two), 1_000)
    written(two, found[9:])
    results: list[dict[str, bytes]] = []
    for folder in (one, one, two):
        assert compact.compact(str(folder), 30_000) == 0
        results.append({str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")})
    assert results[0] == results[1] == results[2]


def test_parts_are_as_large_as_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compact, "GROUP", 100)
    folder = written(tmp_path, documents(60))
    counts: list[int] = []
    for size in (5_000, 20_000, 1_000_000):
        compact.compact(str(folder), size)
        sizes = [sum((folder / table / f"{part}.parquet").stat().st_size for table in TABLES) for part in parts(folder)]
        assert sum(each < size for each in sizes) <= 1, "all but the last are full"
        counts.append(len(sizes))
    assert counts[0] > counts[1] > counts[2] == 1


def parts(folder: Path) -> list[str]:
    return [path.stem for path in (folder / "documents").glob("*.parquet")]


def test_a_filter_by_municipality_reads_few_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Statistics exclude groups of `documents`; Bloom filters those of the other tables."""
    monkeypatch.setattr(compact, "GROUP", 120)
    folder = written(tmp_path, documents(60))
    compact.compact(str(folder), 10_000_000)
    [part] = parts(folder)
    of_documents = pq.ParquetFile(folder / "documents" / f"{part}.parquet").metadata
    assert of_documents.num_row_groups == 12
    column = of_documents.schema.names.index("municipality_code")
    ranges = [of_documents.row_group(n).column(column).statistics for n in range(of_documents.num_row_groups)]
    assert sum(each.has_min_max and each.min <= "112345" <= each.max for each in ranges) == 3
    file = str(folder / "initiatives" / f"{part}.parquet")
    [(doc_id,)] = duckdb.execute(
        f"SELECT doc_id FROM '{folder}/documents/*.parquet' WHERE municipality = '汐見町' AND fiscal_year = 2023"
    ).fetchall()
    excluded = duckdb.execute("SELECT bloom_filter_excludes FROM parquet_bloom_probe(?, 'doc_id', ?)", [file, doc_id])
    assert [row for (row,) in excluded.fetchall()].count(False) <= 2


def test_a_dataset_that_does_not_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["compact", str(tmp_path / "none")]) == 2
    assert "no dataset" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.mark.usefixtures("lines_are_initiatives")
def test_convert_merges_small_files_when_they_pile_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """What was merged before is left as it is; the last few stay small."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(compact, "PILE", 3)
    (tmp_path / "in").mkdir()
    counts: list[int] = []
    for number in range(10):
        (tmp_path / "in" / f"{number}.txt").write_text(f"取組{number}", "utf-8")
        assert main(["convert", "in", "-o", "D"]) == 0
        counts.append(len(parts(tmp_path / "D")))
        assert len(pd.read_parquet("D/initiatives")) == number + 1
    assert counts == [1, 2, 3, 1, 2, 3, 4, 2, 3, 4]
    assert "4 documents' files were merged (--no-compact leaves them)" in capsys.readouterr().err
    assert main(["convert", "in", "-o", "E", "--no-compact"]) == 0
    assert len(parts(tmp_path / "E")) == 10
    assert main(["verify", "D"]) == 0
