"""`keikaku convert`, with a reader that takes every line of a text for an initiative."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from pipelines import convert as command
from pipelines import reading
from pipelines.cli import main
from pipelines.dataset import Dataset
from pipelines.store import Store
from tests.pipelines.written import accounts

pytestmark = pytest.mark.usefixtures("lines_are_initiatives", "here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, printed: str) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(printed, "utf-8")


def convert(*arguments: str) -> int:
    return main(["convert", *arguments, "-o", "D"])


def rows(table: str) -> pd.DataFrame:
    return pd.read_parquet(f"D/{table}")


def contents() -> dict[str, bytes]:
    """All files of the dataset but the accounts of its runs, which hold times."""
    paths = (path for path in Path("D").rglob("*") if path.is_file() and path.parent.name != "_runs")
    return {str(path): path.read_bytes() for path in paths}


def test_nothing_is_read_twice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "公開データの拡充")
    assert convert("in") == 0
    before = contents()
    monkeypatch.setattr(reading, "read", None)
    assert convert("in") == 0
    assert contents() == before
    assert "2 skipped" in capsys.readouterr().out


def test_force_and_a_new_version_read_again_and_write_the_same(monkeypatch: pytest.MonkeyPatch):
    write("in/a.txt", "窓口の電子化")
    convert("in")
    before = contents()
    assert convert("in", "--force") == 0
    assert contents() == before
    monkeypatch.setattr(command, "extractor_version", lambda reader: "9.9.9+new")
    assert convert("in") == 0
    assert list(rows("documents")["extractor_version"]) == ["9.9.9+new"]


def test_a_changed_document_replaces_its_rows():
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "公開データの拡充")
    convert("in")
    write("in/a.txt", "窓口の一本化\n書かない窓口")
    assert convert("in") == 0
    assert sorted(rows("initiatives")["name"]) == ["公開データの拡充", "書かない窓口", "窓口の一本化"]
    assert sorted(rows("documents")["source"]) == ["in/a.txt", "in/b.txt"]


def test_documents_that_changed_places():
    """Two files swapped names: both stay, each under its present path."""
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "公開データの拡充")
    convert("in")
    write("in/b.txt", "窓口の電子化")
    write("in/a.txt", "公開データの拡充")
    assert convert("in") == 0
    documents, initiatives = rows("documents"), rows("initiatives")
    source = dict(zip(documents["doc_id"], documents["source"], strict=True))
    assert {source[doc_id]: name for doc_id, name in zip(initiatives["doc_id"], initiatives["name"], strict=True)} == {
        "in/a.txt": "公開データの拡充",
        "in/b.txt": "窓口の電子化",
    }


def test_failed_documents_have_rows_and_the_others_are_written(capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "")
    write("in/c.txt", "欠陥")
    assert convert("in") == 1
    documents = rows("documents").set_index("source")
    assert dict(documents["status"]) == {"in/a.txt": "ok", "in/b.txt": "empty", "in/c.txt": "failed"}
    assert documents.loc["in/b.txt", "error"] == "The file is empty."
    told = capsys.readouterr()
    assert "in/b.txt: empty: The file is empty.\n" in told.err
    assert "in/c.txt:\nTraceback" in told.err
    assert "documents: 1 read, 2 failed, 0 skipped" in told.out
    assert convert("in") == 1, "a failed document is not tried again, and not forgotten"


def test_text_that_parquet_cannot_hold_fails_its_document_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    read = reading.read

    def with_half_a_pair(job: reading.Job) -> reading.Outcome:
        outcome = read(job)
        if "b.txt" not in job.path:
            return outcome
        [initiative] = outcome.records.initiatives
        object.__setattr__(initiative, "name", "窓口\ud842")
        return outcome

    monkeypatch.setattr(reading, "read", with_half_a_pair)
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "公開データの拡充")
    assert convert("in") == 1
    assert sorted(rows("documents")["status"]) == ["failed", "ok"]
    assert list(rows("initiatives")["name"]) == ["窓口の電子化"]
    assert "UnicodeEncodeError" in capsys.readouterr().err


def test_interrupted_run_leaves_whole_documents():
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "停止")
    assert convert("in") == 1
    assert list(rows("documents")["source"]) == ["in/a.txt"]
    assert len(rows("initiatives")) == 1


def test_missing_input_is_named_and_the_others_are_written(capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    assert convert("in/a.txt", "in/z.pdf") == 1
    assert len(rows("documents")) == 1
    told = capsys.readouterr()
    assert "in/z.pdf: no such file or folder" in told.err
    assert "in/z.pdf" in told.out


def test_nothing_found_is_a_wrong_call(capsys: pytest.CaptureFixture[str]):
    assert convert("in/z.pdf") == 2
    assert not Path("D").exists()
    assert "Nothing to convert" in capsys.readouterr().err


def test_output_that_is_a_file_is_a_wrong_call(capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    write("D", "mine")
    assert convert("in") == 2
    assert "D: cannot be written to" in capsys.readouterr().err


def test_list_on_standard_input(monkeypatch: pytest.MonkeyPatch):
    write("in/a.txt", "窓口の電子化")
    monkeypatch.setattr(sys, "stdin", StringIO("in/a.txt\n"))
    assert convert("-") == 0
    assert list(rows("documents")["source"]) == ["in/a.txt"]


@pytest.mark.parametrize(
    "wrong",
    [
        ["--engine", "cloud"],
        ["--jobs", "0"],
        ["--jobs", "many"],
        ["--reader", "eye"],
        ["--timeout", "0"],
        ["--max-memory", "-1"],
        ["--log-format", "xml"],
    ],
)
def test_wrong_calls(wrong: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(["convert", "in", "-o", "D", *wrong])
    assert stopped.value.code == 2
    assert wrong[1] in capsys.readouterr().err


def test_a_twin_of_an_outdated_document_is_read_again():
    """b.txt holds what a.txt held when it was read, and a.txt something new: both are read, no row is lost."""
    write("in/a.txt", "窓口の電子化")
    convert("in")
    write("in/b.txt", "窓口の電子化")
    write("in/a.txt", "公開データの拡充")
    assert convert("in") == 0
    documents = rows("documents")
    assert sorted(documents["source"]) == ["in/a.txt", "in/b.txt"]
    assert len(rows("initiatives")) == 2


def test_failed_documents_are_tried_again_when_asked():
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "欠陥")
    assert convert("in") == 1
    assert convert("in", "--retry-failed") == 1
    assert [(run["skipped"], run["failed"]) for run in accounts("D")][-1] == (1, 1)


def test_a_file_that_is_gone_is_named_and_dropped_when_asked(capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "公開データの拡充")
    write("out/c.txt", "書かない窓口")
    convert("in", "out")
    Path("in/b.txt").unlink()
    Path("out/c.txt").unlink()
    assert convert("in") == 0
    assert "in/b.txt: the file is gone; its rows stay" in capsys.readouterr().err
    assert len(rows("documents")) == 3
    assert convert("in", "--prune") == 0
    assert sorted(rows("documents")["source"]) == ["in/a.txt", "out/c.txt"], "nobody looked into out/"
    assert sorted(rows("initiatives")["name"]) == ["書かない窓口", "窓口の電子化"]


def test_a_folder_that_is_gone_prunes_nothing():
    """A disk that is not mounted must not empty the dataset."""
    write("in/a.txt", "窓口の電子化")
    write("more/b.txt", "公開データの拡充")
    convert("in", "more")
    Path("in/a.txt").unlink()
    Path("in").rmdir()
    assert convert("in", "more", "--prune") == 1
    assert len(rows("documents")) == 2


def test_a_file_that_was_renamed_stands_under_its_new_name():
    write("in/a.txt", "窓口の電子化")
    convert("in")
    Path("in/a.txt").rename("in/b.txt")
    assert convert("in", "--prune") == 0
    assert list(rows("documents")["source"]) == ["in/b.txt"]


def test_a_run_leaves_its_account():
    write("in/a.txt", "窓口の電子化 公開データの拡充")
    write("in/b.txt", "")
    convert("in", "in/z.pdf")
    [run] = accounts("D")
    assert run["command"] == "convert"
    assert run["started"] <= run["finished"]
    assert (run["documents"], run["ok"], run["failed"], run["pages"]) == (2, 1, 1, 1)
    assert run["failures"] == {"empty": {"The file is empty.": 1}}
    assert run["findings"] == {"total": 1}
    assert run["missing"] == ["in/z.pdf: no such file or folder"]
    assert {entry["source"]: entry["status"] for entry in run["entries"]} == {"in/a.txt": "ok", "in/b.txt": "empty"}


def test_the_account_of_a_stopped_run_says_so():
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "停止")
    convert("in")
    [run] = accounts("D")
    assert run["finished"] is None
    assert len(run["entries"]) == 1


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is installed")
def test_ray_that_is_not_installed_is_a_wrong_call(capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    assert convert("in", "--engine", "ray") == 2
    assert "install keikaku[ray]" in capsys.readouterr().err
    assert not Path("D").exists()


def test_log_for_programs(capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "")
    convert("in", "--log-format", "json")
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["source"], line["status"]) for line in told] == [
        ("document", "in/a.txt", "ok"),
        ("document", "in/b.txt", "empty"),
    ]


def test_a_second_run_into_the_same_folder_is_refused(capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    with Dataset("D"):
        assert convert("in") == 2
    assert "another keikaku is writing to it" in capsys.readouterr().err
    assert convert("in") == 0


@pytest.mark.parametrize("files", [0, 4, 7])
def test_a_full_disk_leaves_whole_documents(
    files: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """The disk is full after some files; with room again, the same command does the rest."""
    write("in/a.txt", "窓口の電子化")
    write("in/b.txt", "公開データの拡充")
    convert("in")
    whole = contents()
    shutil.rmtree("D")
    left = iter(range(files))
    fsync = os.fsync

    def full(file: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(file)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert convert("in") == 1
    assert "No space left on device" in capsys.readouterr().err
    assert set(rows_if_any("initiatives")) == set(rows_if_any("documents"))
    assert convert("in") == 0
    assert contents() == whole


def rows_if_any(table: str) -> list[str]:
    return [] if not list(Path("D", table).glob("*.parquet")) else list(rows(table)["doc_id"])


def test_a_folder_that_takes_no_writing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    write("in/a.txt", "窓口の電子化")
    convert("in")
    before = contents()

    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    write("in/b.txt", "公開データの拡充")
    monkeypatch.setattr(Store, "put", read_only)
    assert convert("in") == 1
    assert "Read-only file system" in capsys.readouterr().err
    assert contents() == before


def test_a_file_name_that_is_no_text_is_read_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """As a Windows archive leaves it: 計画.txt in Shift_JIS."""
    write(os.fsdecode(b"in/" + "計画.txt".encode("cp932")), "窓口の電子化")
    assert convert("in") == 0
    assert list(rows("documents")["source"]) == ["in/\\x8cv\\x89\\xe6.txt"]
    monkeypatch.setattr(reading, "read", None)
    assert convert("in") == 0
    told = capsys.readouterr()
    assert "1 skipped" in told.out
    assert "gone" not in told.err
    assert main(["review", "D", "-o", "site"]) == 0


def test_no_escape_reaches_the_terminal(capsys: pytest.CaptureFixture[str]):
    write("in/\x1b[2J欠陥.txt", "欠陥")
    assert convert("in") == 1
    assert main(["audit", "D"]) == 0
    assert main(["show", "in/\x1b[2J欠陥.txt"]) == 1
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
