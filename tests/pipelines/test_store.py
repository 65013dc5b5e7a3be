"""Datasets in folders and in object stores."""

from __future__ import annotations

import os
from pathlib import Path

import fsspec
import pandas as pd
import pytest

from pipelines import compact
from pipelines.cli import main
from pipelines.dataset import Dataset
from pipelines.store import Occupied, Store


@pytest.mark.usefixtures("lines_are_initiatives")
def test_a_dataset_in_an_object_store_is_as_one_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`memory://` stands for the stores fsspec knows: converted, changed, pruned and merged there."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for out in ("D", "memory://bucket/D"):
        for name in ("a", "b", "c"):
            Path(f"in/{name}.txt").write_text(f"窓口の電子化{name} 公開データの拡充", "utf-8")
        assert main(["convert", "in", "-o", out]) == 0
        assert compact.compact(out, 1) == 0
        Path("in/a.txt").write_text("書かない窓口", "utf-8")
        Path("in/b.txt").unlink()
        assert main(["convert", "in", "-o", out, "--prune"]) == 0
    memory = fsspec.filesystem("memory")
    there = {name.removeprefix("/bucket/D/"): memory.cat(name) for name in memory.find("/bucket/D")}
    here = {str(path.relative_to("D")): path.read_bytes() for path in Path("D").rglob("*") if path.is_file()}
    assert {name: data for name, data in there.items() if "_runs" not in name} == {
        name: data for name, data in here.items() if "_runs" not in name and name != ".lock"
    }
    found = pd.read_parquet("memory://bucket/D/initiatives")
    assert sorted(found["name"]) == ["公開データの拡充", "書かない窓口", "窓口の電子化c"]


@pytest.mark.usefixtures("lines_are_initiatives")
@pytest.mark.parametrize(("out", "words"), [("cloud9://bucket/D", "cloud9"), ("/proc/none/D", "cannot be written to")])
def test_a_place_that_is_none(out: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "a.txt").write_text("窓口の電子化", "utf-8")
    assert main(["convert", str(tmp_path), "-o", out]) == 2
    assert words in capsys.readouterr().err


def test_writers_that_want_to_be_alone_are(tmp_path: Path):
    with Dataset(tmp_path), pytest.raises(Occupied), Dataset(tmp_path, shared=True):
        pass
    with Dataset(tmp_path, shared=True), Dataset(tmp_path, shared=True), pytest.raises(Occupied), Dataset(tmp_path):
        pass


def test_no_name_of_an_input_reaches_a_file_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Files are named after hashes: whatever an input is called, what it leads to stands in the dataset's folder."""
    names = ["..", "../../x.txt", "a\nb.txt", "$(reboot).txt", "-o.txt", "あ" * 80 + ".txt"]
    (tmp_path / "in").mkdir()
    inputs = [tmp_path / "in" / name.replace("/", "∕") for name in names if name != ".."]
    for number, each in enumerate(inputs):
        each.write_text(str(number), "utf-8")
    before = set(tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)
    assert main(["convert", "in", "-o", "D", "--jobs", "1"]) == 0
    assert set(tmp_path.iterdir()) - before == {tmp_path / "D"}
    files = list((tmp_path / "D").rglob("*.parquet"))
    assert len(files) == 5 * len(inputs)
    assert all(path.stem.isalnum() for path in files)


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = Store(str(tmp_path))
    store.put("a.json", b"old")

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put("a.json", b"new")
    assert store.get("a.json") == b"old"
