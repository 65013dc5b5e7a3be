"""Arguments -> the documents they name."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from pipelines.inputs import gather


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
    assert found.source.endswith("計画\ufffd.txt")
