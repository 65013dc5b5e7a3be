"""`keikaku regress`: what moved is told record by record."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalize.record import Records
from pipelines.approved import dump, entries, load
from pipelines.cli import main

ABOUT = 'shows = "two initiatives"\nmade_by = "by hand"\n'

MOVED = """
  initiatives: 1 窓口の電子化
    content:
    - 深める。
    + 広げる。
  + initiatives: 2 新しい取組 with 2 targets and results
  initiatives: 2 公開データの拡充
    number:
    - 2
    + 3
    source:
    - name: lines 2-2
    + name: lines 3-3
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    folder = tmp_path / "samples" / "two"
    folder.mkdir(parents=True)
    (folder / "source.txt").write_text("窓口の電子化\n公開データの拡充\n", "utf-8")
    (folder / "about.toml").write_text(ABOUT, "utf-8")
    return folder


def regress(sample: Path, *arguments: str) -> int:
    return main(["regress", str(sample.parent), *arguments])


def test_approved_records_come_back(tmp_path: Path, records: Records):
    path = tmp_path / "approved.json"
    path.write_text(dump(entries(records)), "utf-8")
    assert load(path) == entries(records)
    assert "plan.txt" not in path.read_text("utf-8")
    assert "0.0.0" not in path.read_text("utf-8")


@pytest.mark.usefixtures("lines_are_initiatives")
class TestCommand:
    def test_missing_approval_then_approved_then_same(self, sample: Path, capsys: pytest.CaptureFixture[str]):
        assert regress(sample) == 1
        assert "approved.json is missing" in capsys.readouterr().out
        assert not (sample / "approved.json").exists()
        assert regress(sample, "--approve") == 0
        assert regress(sample) == 0

    def test_differences_are_told_by_record(self, sample: Path, capsys: pytest.CaptureFixture[str]):
        regress(sample, "--approve")
        approved = sample / "approved.json"
        approved.write_text(approved.read_text("utf-8").replace("広げる。", "深める。", 1), "utf-8")
        (sample / "source.txt").write_text("窓口の電子化\n新しい取組\n公開データの拡充\n", "utf-8")
        capsys.readouterr()
        assert regress(sample) == 1
        told = capsys.readouterr().out
        assert MOVED in told
        assert "\n1 samples, 1 differ" in told

    def test_undescribed_sample(self, sample: Path, capsys: pytest.CaptureFixture[str]):
        (sample / "about.toml").write_text('shows = "x"\n', "utf-8")
        assert regress(sample, "--approve") == 1
        assert "about.toml: made_by is missing" in capsys.readouterr().out

    def test_sample_without_source(self, sample: Path, capsys: pytest.CaptureFixture[str]):
        regress(sample, "--approve")
        (sample / "source.txt").unlink()
        assert regress(sample) == 1
        assert "one of source.pdf or source.txt" in capsys.readouterr().out

    def test_no_sample_is_a_wrong_call(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        assert main(["regress", str(tmp_path)]) == 2
        assert "no sample here" in capsys.readouterr().err
