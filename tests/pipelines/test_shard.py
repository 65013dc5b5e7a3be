"""`keikaku shard`: a manifest in, one part out; run twice it is there once, and others may write at the same time."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipelines import reading
from pipelines.cli import main
from pipelines.dataset import Dataset
from tests.pipelines.written import accounts

pytestmark = pytest.mark.usefixtures("lines_are_initiatives", "here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name, printed in {"a": "窓口の電子化", "b": "公開データの拡充 書かない窓口", "c": "", "d": "欠陥"}.items():
        Path(f"in/{name}.txt").write_text(printed, "utf-8")
    return tmp_path


def shard(*names: str, out: str = "D") -> int:
    Path("manifest").write_text("".join(f"in/{name}.txt\n" for name in names), "utf-8")
    return main(["shard", "manifest", "-o", out])


def contents(folder: str) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*.parquet")}


def test_a_shard_is_one_part():
    assert shard("b", "a", "c", "d") == 1
    documents = pd.read_parquet("D/documents")
    assert list(documents["source"]) == ["in/b.txt", "in/a.txt", "in/c.txt", "in/d.txt"], "in the manifest's order"
    assert list(documents["status"]) == ["ok", "ok", "empty", "failed"]
    assert len(list(Path("D/initiatives").glob("*.parquet"))) == 1
    [run] = accounts("D")
    assert (run["command"], run["documents"], run["failed"]) == ("shard", 4, 2)


def test_a_shard_run_twice_is_there_once(monkeypatch: pytest.MonkeyPatch):
    assert shard("a", "b") == 0
    before = contents("D")
    monkeypatch.setattr(reading, "read", None)
    assert shard("a", "b") == 0
    assert contents("D") == before


def test_a_shard_whose_file_changed_replaces_itself():
    shard("a", "b")
    Path("in/a.txt").write_text("窓口の一本化", "utf-8")
    assert shard("a", "b") == 0
    assert sorted(pd.read_parquet("D/initiatives")["name"]) == ["公開データの拡充", "書かない窓口", "窓口の一本化"]


def test_shards_beside_one_another_make_the_dataset_convert_makes():
    with Dataset("D", shared=True):
        assert shard("a", "c") == 1
        assert shard("b") == 0
    main(["compact", "D"])
    main(["convert", "in/a.txt", "in/b.txt", "in/c.txt", "-o", "whole"])
    main(["compact", "whole"])
    assert contents("D") == contents("whole")


def test_no_shard_is_written_while_others_want_to_be_alone(capsys: pytest.CaptureFixture[str]):
    with Dataset("D"):
        assert shard("a") == 2
    assert "another keikaku" in capsys.readouterr().err


def test_a_manifest_that_is_none(capsys: pytest.CaptureFixture[str]):
    assert main(["shard", "none", "-o", "D"]) == 2
    assert "none: no list of paths" in capsys.readouterr().err
    assert shard("z") == 2
    assert not Path("D").exists()
