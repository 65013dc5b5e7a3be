"""Documents that cannot be read: a row, a sentence, and the others are written. Real readers, real processes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines.cli import main


def drawn() -> bytes:
    """A PDF of one page with a word on it."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.drawString(72, 720, "plan")
    canvas.save()
    return buffer.getvalue()


def encrypted() -> bytes:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(drawn())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="himitsu", user="himitsu"))
    return buffer.getvalue()


def without_pages() -> bytes:
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(buffer)
    return buffer.getvalue()


BROKEN: dict[str, tuple[bytes, str]] = {
    "corrupted.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 8, "failed"),
    "cut.pdf": (drawn()[:300], "failed"),
    "empty.pdf": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "encrypted.pdf": (encrypted(), "encrypted"),
    "no_pages.pdf": (without_pages(), "failed"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(64), "failed"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("broken")
    (folder / "in").mkdir()
    for name, (data, _) in BROKEN.items():
        (folder / "in" / name).write_bytes(data)
    (folder / "in" / "good.pdf").write_bytes(drawn())
    return folder


@pytest.fixture(scope="module")
def documents(folder: Path) -> pd.DataFrame:
    assert main(["convert", str(folder / "in"), "-o", str(folder / "D"), "--jobs", "2"]) == 1
    found = pd.read_parquet(folder / "D" / "documents")
    return found.set_index(found["source"].map(lambda path: Path(path).name))


@pytest.mark.parametrize("name", BROKEN)
def test_row_of_a_document_that_cannot_be_read(documents: pd.DataFrame, name: str):
    row = documents.loc[name]
    assert row["status"] == BROKEN[name][1]
    assert row["error"]
    assert "Internal error" not in row["error"]
    assert not row["error"].startswith(row["source"])
    assert row["initiative_count"] == 0


def test_the_others_are_written(documents: pd.DataFrame):
    assert documents.loc["good.pdf", "status"] == "ok"
    assert len(documents) == len(BROKEN) + 1


def test_processes_and_one_process_write_the_same(folder: Path, documents: pd.DataFrame):
    main(["convert", str(folder / "in"), "-o", str(folder / "alone"), "--jobs", "1"])
    paths = [path for path in (folder / "D").rglob("*.*") if path.parent.name != "_runs"]
    assert len(paths) > 5 * len(BROKEN)
    for path in paths:
        assert path.read_bytes() == (folder / "alone" / path.relative_to(folder / "D")).read_bytes()
