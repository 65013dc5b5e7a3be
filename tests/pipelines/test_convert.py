"""`keikaku convert`, with a reader that takes every line of a text for an initiative."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from pipelines import convert as command
from pipelines import reading
from pipelines.cli import main
from pipelines.inputs import Input

pytestmark = pytest.mark.usefixtures("lines_are_initiatives", "here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, printed: str) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(printed, "utf-8")


def convert(*arguments: str) -> int:
    return main(["convert", *arguments, "-o", "D", "--jobs", "1"])


def rows(table: str) -> pd.DataFrame:
    return pd.read_parquet(f"D/{table}")


def contents() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path("D").rglob("*") if path.is_file()}


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


@pytest.mark.parametrize("wrong", [["--engine", "cloud"], ["--jobs", "0"], ["--jobs", "many"], ["--reader", "eye"]])
def test_wrong_calls(wrong: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(["convert", "in", "-o", "D", *wrong])
    assert stopped.value.code == 2
    assert wrong[1] in capsys.readouterr().err


def test_plan_reads_a_twin_of_an_outdated_document_again():
    """b.txt holds what a.txt held when it was read, and a.txt something new: both are read, no row is lost."""
    held = {"1" * 16: command.Held("1" * 16, "a.txt", "ok", "v")}
    inputs = [Input("a.txt", "a.txt", "2" * 64), Input("b.txt", "b.txt", "1" * 64)]
    work = command.plan(inputs, held, "v", force=False)
    assert [each.source for each in work.todo] == ["a.txt", "b.txt"]
    assert work.outdated == {}
