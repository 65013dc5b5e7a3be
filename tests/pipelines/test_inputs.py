"""Arguments -> the documents they name."""

from __future__ import annotations

import os
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from pipelines import inputs as inputs_module
from pipelines.inputs import GIANT, LONGEST, Hashes, gather, path_of
from pipelines.terminal import CONTROLS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: plans/{a.pdf, B.PDF, deep/c.txt, twin.md (as a.pdf), e.xlsx, ~$e.xlsx, old.xls, note.jpg}."""
    monkeypatch.chdir(tmp_path)
    files = {
        "a.pdf": "a",
        "B.PDF": "b",
        "deep/c.txt": "c",
        "twin.md": "a",
        "note.jpg": "d",
        "e.xlsx": "e",
        "~$e.xlsx": "f",
        "old.xls": "g",
    }
    for name, printed in files.items():
        path = tmp_path / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(printed, "utf-8")
    return tmp_path


CASES = [
    (["plans"], "", ["plans/B.PDF", "plans/a.pdf", "plans/deep/c.txt", "plans/e.xlsx", "plans/old.xls"]),
    (["plans/a.pdf", "./plans/a.pdf"], "", ["plans/a.pdf"]),
    (["plans/note.jpg"], "", ["plans/note.jpg"]),
    (["plans/**/*.txt"], "", ["plans/deep/c.txt"]),
    (["plans/d*"], "", ["plans/deep/c.txt"]),
    (["-"], "plans/a.pdf\n\nplans/deep\r\n", ["plans/a.pdf", "plans/deep/c.txt"]),
    (["-", "plans/B.PDF"], "plans/a.pdf\n", ["plans/a.pdf", "plans/B.PDF"]),
]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("arguments", "stdin", "want"), CASES)
def test_found(arguments: list[str], stdin: str, want: list[str]):
    inputs = gather(arguments, StringIO(stdin))
    assert [each.source for each in inputs.found] == want
    assert inputs.missing == ()


@pytest.mark.usefixtures("folder")
def test_same_bytes_are_read_once():
    [twin] = gather(["plans"], StringIO()).twins
    assert (twin.source, twin.first) == ("plans/twin.md", "plans/a.pdf")


@pytest.mark.parametrize("argument", ["plan.pdf", "plans/*.odt", "empty"])
def test_missing_is_named(folder: Path, argument: str):
    (folder / "empty").mkdir()
    inputs = gather([argument, "plans/a.pdf"], StringIO())
    assert [each.source for each in inputs.found] == ["plans/a.pdf"]
    [sentence] = inputs.missing
    assert sentence.startswith(f"{argument}: no ")


def test_name_that_is_no_text(folder: Path):
    path = folder / "plans" / "計画\udcff.txt"
    path.write_text("e", "utf-8")
    [found] = gather([str(path)], StringIO()).found
    assert found.source.endswith("計画\\xff.txt")
    assert path_of(found.source) == str(path)


def test_escapes_in_a_name_are_written_out(folder: Path):
    (folder / "plans" / "\x1b[2J\u202efdp.txt").write_text("e", "utf-8")
    inputs = gather(["plans", "\x1b]0;x"], StringIO())
    told = "\n".join([*(each.source for each in inputs.found), *inputs.missing])
    assert not CONTROLS.search(told.replace("\n", ""))
    assert "\\x1b[2J\\xe2\\x80\\xaefdp.txt" in told


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932"])
def test_lists_as_windows_writes_them(encoding: str):
    Path("plans/計画.txt").write_text("e", "utf-8")
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    data = mark + "plans/計画.txt\r\nplans/a.pdf\r\n".encode(encoding)
    assert [each.source for each in gather(["-"], BytesIO(data)).found] == ["plans/計画.txt", "plans/a.pdf"]


def test_links_pipes_giants_and_loops_are_told(folder: Path):
    (folder / "else").mkdir()
    (folder / "else" / "z.txt").write_text("z", "utf-8")
    (folder / "plans" / "loop").symlink_to(folder / "plans")
    (folder / "plans" / "loop2").symlink_to(folder)
    (folder / "plans" / "broken.pdf").symlink_to("nowhere")
    os.mkfifo(folder / "plans" / "pipe.pdf")
    with (folder / "plans" / "giant.pdf").open("wb") as file:
        file.truncate(GIANT + 1)
    for argument, want in (("plans", 5), ("plans/**/*.pdf", 1), ("**/*.txt", 2), ("plans/**", 5)):
        inputs = gather([argument], StringIO())
        assert len(inputs.found) == want, argument
    inputs = gather(["plans"], StringIO())
    assert [sentence.split(":")[0] for sentence in inputs.passed] == ["plans/loop", "plans/loop2"]
    assert [sentence.split(":")[0] for sentence in inputs.missing] == [
        "plans/broken.pdf", "plans/giant.pdf", "plans/pipe.pdf"
    ]  # fmt: skip


def test_a_folder_that_cannot_be_looked_into_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch):
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    inputs = gather(["plans"], StringIO())
    assert inputs.missing == ("plans/deep: cannot be looked into (Permission denied)",)
    assert len(inputs.found) == 4


def test_paths_longer_than_any(folder: Path):
    for argument in ("a/" * 3000, "a" * 5000 + "*", "\0"):
        [sentence] = gather([argument], StringIO()).missing
        assert len(sentence) < LONGEST + 100


def test_unchanged_files_are_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inputs_module, "SETTLED", -1)
    before = gather(["plans"], StringIO(), hashes := Hashes())
    (folder / "plans" / "a.pdf").write_text("A", "utf-8")
    opened: list[str] = []
    monkeypatch.setattr("builtins.open", lambda path, mode: opened.append(path) or (folder / path).open(mode))
    after = gather(["plans"], StringIO(), Hashes(hashes.known.values()))
    assert opened == ["plans/a.pdf"]
    assert [each.path for each in after.found if each not in before.found] == ["plans/a.pdf", "plans/twin.md"]
