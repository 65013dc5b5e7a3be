"""`from pipelines import read`: the tables of a dataset as pandas DataFrames."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from normalize.record import TABLES, Document, Finding, Initiative, Records, Result, Target
from pipelines import read
from pipelines.frames import Frames, NotADataset, records
from tests.pipelines.written import FAILED, FIRST, RECORDS, write

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


@pytest.fixture(name="frames")
def _frames(tmp_path: Path) -> Frames:
    return read(write(tmp_path / "D", RECORDS, Records(FAILED)))


def test_rows_come_back_as_the_records_they_were(frames: Frames):
    assert records(frames.documents, Document) == [RECORDS.document, FAILED]
    assert records(frames.targets, Target) == list(RECORDS.targets)
    assert records(frames.results, Result) == list(RECORDS.results)
    assert records(frames.findings, Finding) == list(RECORDS.findings)
    [first, second] = records(frames.initiatives, Initiative)
    assert (first.policy, first.departments, first.source) == (
        RECORDS.initiatives[0].policy,
        RECORDS.initiatives[0].departments,
        RECORDS.initiatives[0].source,
    )
    assert second.number is None


@pytest.mark.parametrize(
    ("table", "column", "dtype"),
    [
        ("targets", "fiscal_year", "Int64"), ("targets", "value", "float64"), ("targets", "unit", "string"),
        ("targets", "kind", "category"), ("targets", "carried", "boolean"), ("targets", "confidence", "float32"),
        ("documents", "status", "category"), ("documents", "period_start", "Int64"), ("findings", "page", "Int64"),
        ("initiatives", "departments", "object"), ("results", "basis", "category"),
    ],
)  # fmt: skip
def test_types(frames: Frames, table: str, column: str, dtype: str):
    assert str(getattr(frames, table)[column].dtype) == dtype


def test_categories_are_the_closed_vocabulary_in_its_order(frames: Frames):
    assert list(frames.findings["severity"].cat.categories) == ["info", "warning", "error"]


def test_joined(frames: Frames):
    joined = frames.joined
    assert len(joined) == len(RECORDS.targets)
    first = joined.iloc[0]
    assert (first["municipality"], first["name"], first["departments"][0]) == ("汐見町", "堤防の点検", "土木課")
    assert (first["fiscal_year"], first["value"], first["unit"]) == (2025, 20.0, "箇所")


def test_target_vs_result(frames: Frames):
    both = frames.target_vs_result
    own = both[both["initiative_id"] == FIRST]
    assert own["fiscal_year"].tolist() == [2025, 2026]
    assert own["baseline"].tolist() == [12.0, 12.0]
    assert own["target"].tolist() == [20.0, 22.5]
    assert own["rate"].tolist()[0] == pytest.approx(90.0)
    assert pd.isna(own["result"].tolist()[1])


def test_a_dataset_without_documents_has_typed_empty_tables(tmp_path: Path):
    frames = read(write(tmp_path / "D"))
    assert all(len(getattr(frames, table)) == 0 for table in TABLES)
    assert str(frames.targets["fiscal_year"].dtype) == "Int64"
    assert len(frames.joined) == len(frames.target_vs_result) == 0


def test_a_folder_that_is_no_dataset_is_said_to_be_none(tmp_path: Path):
    with pytest.raises(NotADataset, match="no dataset is there"):
        read(tmp_path)


def test_the_page_of_the_docs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Its blocks in order, as cells of one notebook, over a dataset in output/; the answers it shows are true."""
    write(tmp_path / "output", RECORDS)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) > 5
    for block in blocks:
        exec(block, names)
    assert capsys.readouterr().out
    assert isinstance(names["plans"], Frames)
    filled = [names[name] for name in ("by_year", "missed", "sure")]
    assert all(isinstance(frame, pd.DataFrame) and len(frame) for frame in filled)
