"""`kill -9` while a run converts or merges: nothing is half there, and the next run finishes the work byte for byte."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from pipelines.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty lists of a few initiatives, and the dataset of an undisturbed run."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "in").mkdir()
    for number in range(60):
        rows = "".join(f"| {n} | 取組{number}の{n} | 企画課 | {n}件 |\n" for n in range(1, 5))
        printed = f"# 葦原市計画{number}\n\n| No. | 取組 | 担当課 | 令和8年度目標 |\n|---|---|---|---|\n{rows}"
        (folder / "in" / f"{number}.md").write_text(printed, "utf-8")
    main(["convert", str(folder / "in"), "-o", str(folder / "whole"), "--jobs", "1"])
    return folder


def test_killed_while_converting(folder: Path):
    dataset = folder / "killed"
    command = ["convert", str(folder / "in"), "-o", str(dataset), "--jobs", "1"]
    process = started(command)
    while len(list((dataset / "documents").glob("*.parquet"))) < 20 and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    process.wait()
    found = pd.read_parquet(dataset / "documents")
    assert 20 <= len(found) < 60
    initiatives = pd.read_parquet(dataset / "initiatives")["doc_id"].value_counts()
    assert dict(initiatives[found["doc_id"]]) == dict(zip(found["doc_id"], found["initiative_count"], strict=True))
    main(command)
    assert contents(dataset) == contents(folder / "whole")


def test_killed_while_merging(folder: Path):
    merged, dataset = folder / "merged", folder / "D"
    for each in (merged, dataset):
        shutil.copytree(folder / "whole", each)
    main(["compact", str(merged)])
    process = started(["compact", str(dataset)])
    while not list(dataset.glob("*/.new-*")) and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert len(pd.read_parquet(dataset / "documents")) == 60
    main(["compact", str(dataset)])
    assert contents(dataset) == contents(merged)


def started(arguments: list[str]) -> subprocess.Popen[bytes]:
    code = "import sys; from pipelines.cli import main; sys.exit(main())"
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.DEVNULL)


def contents(dataset: Path) -> dict[str, bytes]:
    paths = (path for path in dataset.rglob("*.*") if path.is_file() and path.parent.name != "_runs")
    return {str(path.relative_to(dataset)): path.read_bytes() for path in paths}
