"""Office files from the command line to the dataset and the site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.frames import read
from tests.extract.office_files import listed, typed

HEAD = ("番号", "取組名", "担当課", "指標", "令和6年度目標値")
ROWS = (
    ("1", "窓口予約の導入", "市民課", "予約件数", "300件"),
    ("2", "電子図書の貸出", "図書館", "貸出冊数", "2,400冊"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "計画.xlsx").write_bytes(listed(("汐見台市計画",), (None,), HEAD, *ROWS))
    (folder / "~$計画.xlsx").write_bytes(b"owner")
    (folder / "古い.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"))

    def fill(word: object) -> None:
        table = word.add_table(3, 5)  # pyright: ignore[reportAttributeAccessIssue]
        for row, texts in enumerate((HEAD, *ROWS)):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text

    (folder / "計画.docx").write_bytes(typed(fill))
    return folder


def test_convert_and_review(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out, site = tmp_path / "dataset", tmp_path / "site"
    assert main(["convert", str(folder), "-o", str(out), "--jobs", "1"]) == 1
    assert ".doc); save it as .docx or PDF" in capsys.readouterr().err
    found = read(str(out))
    kinds = dict(zip(found.documents["source"].map(lambda s: Path(s).name), found.documents["media_type"], strict=True))
    assert (kinds["計画.xlsx"] or "").endswith("sheet")
    assert (kinds["計画.docx"] or "").endswith("document")
    assert len(found.targets) == 4
    cells = {place["cell"] for source in found.targets["source"] for place in source}
    assert {"E4", "E5", None} <= cells
    assert main(["review", str(out), "-o", str(site)]) in (0, 1)
    scripts = [path.read_text("utf-8") for path in site.glob("*/lines.js")]
    assert len(scripts) == 2
    assert any(json.dumps("1 | 窓口予約の導入 | 市民課 | 予約件数 | 300件", ensure_ascii=False) in s for s in scripts)
