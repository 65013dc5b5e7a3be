"""Damage planted in a dataset: every command names the file, verify finds it, --repair and convert heal it."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from normalize.record import TABLES
from pipelines.cli import main
from tools.soak.damage import DAMAGES, SUBTLE, file

pytestmark = pytest.mark.usefixtures("lines_are_initiatives", "whole")
DATASET = Path("D")
PRECIOUS = "precious.parquet"


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dataset D of three documents, and a file outside of it."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name, printed in {"a": "窓口の電子化 公開データの拡充", "b": "堤防の点検", "c": "書かない窓口"}.items():
        Path(f"in/{name}.txt").write_text(printed, "utf-8")
    assert main(["convert", "in", "-o", "D"]) == 0
    Path(PRECIOUS).write_text("mine", "utf-8")


def tables() -> dict[str, pd.DataFrame]:
    return {table: pd.read_parquet(f"D/{table}").sort_values("doc_id", ignore_index=True) for table in TABLES}


@pytest.mark.parametrize("damage", DAMAGES)
def test_verify_names_the_file_and_repair_puts_it_away(damage: str, capsys: pytest.CaptureFixture[str]):
    before = tables()
    assert main(["verify", "D"]) == 0
    path = DAMAGES[damage](DATASET)
    for repair in ([], ["--repair"]):
        capsys.readouterr()
        assert main(["verify", "D", *repair]) == 1
        told = capsys.readouterr().err
        assert path.name in told or path.stem in told
        assert "keikaku convert` reads its documents again" in told
        assert Path(PRECIOUS).exists()
    assert list(Path("D/_damaged").iterdir())
    assert main(["verify", "D"]) == 0
    assert main(["convert", "in", "-o", "D"]) == 0
    for table, frame in tables().items():
        pd.testing.assert_frame_equal(frame, before[table])


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name not in SUBTLE])
@pytest.mark.parametrize("merged", [False, True])
def test_convert_reads_the_documents_again(damage: str, merged: bool, capsys: pytest.CaptureFixture[str]):
    """Also where a part holds them all."""
    before = tables()
    if merged and "another document" not in damage:
        assert main(["compact", "D"]) == 0
    path = DAMAGES[damage](DATASET)
    capsys.readouterr()
    assert main(["convert", "in", "-o", "D"]) == 0
    assert path.name in (told := capsys.readouterr().err) or path.stem in told
    assert Path(PRECIOUS).exists()
    for table, frame in tables().items():
        pd.testing.assert_frame_equal(frame, before[table])
    assert main(["verify", "D"]) == 0


def test_a_damaged_document_that_is_not_among_the_inputs_is_named(capsys: pytest.CaptureFixture[str]):
    DAMAGES["truncated"](DATASET)
    source = pd.read_parquet(file(DATASET, "documents"))["source"].iloc[0]
    others = [str(path) for path in Path("in").iterdir() if str(path) != source]
    assert main(["convert", *others, "-o", "D"]) == 1
    assert f"{source}: lost with a damaged file" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["truncated", "a bit flipped"])
def test_compact_merges_the_rest(damage: str, capsys: pytest.CaptureFixture[str]):
    path = DAMAGES[damage](DATASET)
    assert main(["compact", "D"]) == 1
    assert path.stem in capsys.readouterr().err
    assert len(pd.read_parquet("D/documents")) == 2


def test_what_is_no_dataset(capsys: pytest.CaptureFixture[str]):
    assert main(["verify", "in"]) == 2
    assert "no dataset is there" in capsys.readouterr().err
    assert list(Path("in").iterdir()) == sorted(Path("in").glob("*.txt")) or len(list(Path("in").iterdir())) == 3


@pytest.mark.parametrize("damage", ["truncated", "empty", "foreign", "a bit flipped", "lost file", "of another table"])
def test_readers_leave_a_damaged_document_out_and_name_it(damage: str, capsys: pytest.CaptureFixture[str]):
    path = DAMAGES[damage](DATASET)
    for command in (["audit", "D"], ["export", "D", "--format", "csv", "-o", "out"]):
        assert main(command) == 0
        told = capsys.readouterr().err
        assert path.stem in told
        assert "left out here; `keikaku convert` reads its documents again" in told
    assert len(pd.read_csv("out/documents.csv")) == 2


def test_damage_that_shows_only_while_rows_are_read(capsys: pytest.CaptureFixture[str]):
    """A disk that rots changes no time of a file: nothing is said before its rows are wanted."""
    path = file(DATASET, "initiatives")
    stat = path.stat()
    DAMAGES["a bit flipped"](DATASET)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert main(["export", "D", "--format", "csv", "-o", "out"]) == 0
    assert f"{path.stem}.parquet is damaged" in capsys.readouterr().err
    assert len(pd.read_csv("out/documents.csv")) == 2


@pytest.mark.parametrize("damage", ["truncated", "lost table", "half a journal"])
def test_a_shard_is_written_beside_damaged_parts(damage: str, capsys: pytest.CaptureFixture[str]):
    path = DAMAGES[damage](DATASET)
    Path("more.txt").write_text("新しい取組", "utf-8")
    Path("list").write_text("more.txt\n", "utf-8")
    assert main(["shard", "list", "-o", "D"]) == 0
    assert damage == "half a journal" or path.stem in capsys.readouterr().err
    assert main(["convert", "in", "more.txt", "-o", "D"]) == 0
    assert len(tables()["documents"]) == 4
