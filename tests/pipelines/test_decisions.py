"""`--decisions`: files of decisions, read strictly, and applied to the documents they are about."""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from pipelines import engine
from pipelines.cli import main
from tests.pipelines.conftest import in_this_process
from tests.pipelines.written import accounts

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "decisions.toml").read_text("utf-8"))
PLAN = """# 青嶺市デジタル推進計画

計画期間　令和8年度～令和10年度

| No | 取組項目 | 担当課 | 指標 | 令和8年度 | 令和9年度 | 令和10年度 |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 窓口の予約 | 市民課 | 予約件数 | 90件 | 100件 | 110件 |
| 2 | 書庫の整理 | 総務課 | 画面の設計 | 検討 | 実施 | ⇒ |
"""
OTHER = PLAN.replace("青嶺市", "汐見町").replace("90件", "30件")


class Said(NamedTuple):
    """A decision in few words: which document and row, which field."""

    plan: str
    row: str
    field: str
    was: object
    now: object


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(engine, "run", in_this_process)
    Path("in").mkdir()
    Path("in/a.md").write_text(PLAN, "utf-8")
    Path("in/b.md").write_text(OTHER, "utf-8")


def convert(*arguments: str, out: str = "D") -> int:
    return main(["convert", "in", *arguments, "-o", out])


def entry(said: Said) -> dict[str, object]:
    digest = hashlib.sha256(said.plan.encode()).hexdigest()
    table = {"t": "targets", "r": "results"}.get(said.row[-4], "initiatives")
    return {
        "sha256": digest, "source": "in/a.md" if said.plan == PLAN else "in/b.md", "table": table,
        "id": f"{digest[:16]}-{said.row}", "field": said.field, "was": said.was, "now": said.now,
        "reviewer": None, "at": "2026-04-01T09:30:00Z",
    }  # fmt: skip


def save(*decisions: Said, name: str = "decided.json") -> str:
    whole = {"format": "keikaku-decisions-1", "decisions": [entry(each) for each in decisions]}
    Path(name).write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    return name


VALUE = Said(PLAN, "0001-t001", "value", 90, 95)
NAME = Said(PLAN, "0002", "name", "書庫の整理", "書庫の整理（ＤＸ）")
OTHERS = Said(OTHER, "0001", "departments", ["市民課"], ["市民課", "総務課"])


def rows(table: str, out: str = "D") -> pd.DataFrame:
    return pd.read_parquet(f"{out}/{table}")


def reviewed(table: str) -> list[str]:
    """The names or texts of the rows that were reviewed."""
    found = rows(table)
    column = "name" if table == "initiatives" else "text_raw"
    return sorted(found[found["flags"].map(lambda flags: "reviewed" in flags)][column])


def contents(out: str = "D") -> dict[str, bytes]:
    paths = (path for path in Path(out).rglob("*") if path.is_file() and path.parent.name != "_runs")
    return {str(path.relative_to(out)): path.read_bytes() for path in paths}


def account() -> dict[str, object]:
    """The last run's."""
    return accounts("D")[-1]


@pytest.mark.parametrize("case", CASES["entry"], ids=lambda case: case["why"])
def test_an_entry_that_is_not_as_it_should_be(case: dict[str, str], capsys: pytest.CaptureFixture[str]):
    whole = {"format": "keikaku-decisions-1", "decisions": [entry(NAME), entry(VALUE) | json.loads(case["change"])]}
    Path("decided.json").write_text(json.dumps(whole), "utf-8")
    assert convert("--decisions", "decided.json") == 2
    told = capsys.readouterr().err
    assert told.startswith("decided.json: decision 2: ")
    assert case["told"] in told
    assert "save the file again from the review site" in told
    assert not Path("D").exists()


@pytest.mark.parametrize("case", CASES["file"], ids=lambda case: case["why"])
def test_a_file_that_is_not_as_it_should_be(case: dict[str, str], capsys: pytest.CaptureFixture[str]):
    Path("decided.json").write_text(case["printed"], "utf-8")
    assert convert("--decisions", "decided.json") == 2
    assert case["told"] in capsys.readouterr().err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]):
    assert convert("--decisions", "decided.json") == 2
    assert "decided.json: cannot be read (No such file or directory)" in capsys.readouterr().err


def test_decisions_are_applied(capsys: pytest.CaptureFixture[str]):
    convert()
    assert convert("--decisions", save(VALUE, NAME, OTHERS)) == 0
    targets, initiatives = rows("targets"), rows("initiatives")
    assert reviewed("targets") == ["90件"]
    assert list(targets[targets["text_raw"] == "90件"]["value"]) == [95.0]
    assert reviewed("initiatives") == ["書庫の整理(DX)", "窓口の予約"]
    assert list(initiatives[initiatives["name"] == "書庫の整理(DX)"]["name_raw"]) == ["書庫の整理"]
    assert [list(each) for each in initiatives["departments"]].count(["市民課", "総務課"]) == 1
    findings = rows("findings")
    assert sorted(findings[findings["rule"] == "field_corrected"]["actual"]) == ["90", "市民課", "書庫の整理"]
    assert "decisions: 3 applied, 0 no longer fit, 0 for other documents" in capsys.readouterr().out
    assert account()["decisions"] == {"applied": 3, "stale": []}


def test_the_same_decisions_in_whatever_order_and_files_give_the_same_bytes():
    convert("--decisions", save(VALUE, NAME, OTHERS))
    once = contents()
    first, second = save(OTHERS, VALUE, name="1.json"), save(NAME, VALUE, name="2.json")
    convert("--decisions", first, "--decisions", second, out="E")
    assert contents("E") == once
    assert convert("--decisions", first, "--decisions", second) == 0
    assert contents() == once
    assert account()["skipped"] == 2


def test_a_document_is_read_again_where_its_decisions_changed(capsys: pytest.CaptureFixture[str]):
    """Added, altered, taken back, left out: the dataset is always that of the files and decisions of the last call."""
    convert()
    plain = contents()
    steps = [(NAME,), (NAME, VALUE), (NAME, VALUE._replace(now=96)), (VALUE._replace(now=96),)]
    for step in steps:
        assert convert("--decisions", save(*step)) == 0
        assert account()["skipped"] == 1, "no decision is on b.md"
        convert("--decisions", "decided.json", "--force", out="E")
        assert contents("E") == contents()
    capsys.readouterr()
    assert convert() == 0
    assert contents() == plain
    assert "1 documents had decisions applied and stand as they are read now" in capsys.readouterr().err


def test_decisions_that_no_longer_fit_are_named_in_every_run(capsys: pytest.CaptureFixture[str]):
    Path("in/a.md").write_text(PLAN.replace("110件", "120件"), "utf-8")
    gone = Said(OTHER, "0007", "name", "電話の録音", "電話")
    decisions = save(VALUE, NAME, OTHERS, gone)
    told = (
        ("in/a.md", f"'value' of targets {entry(VALUE)['id']}", "the document has changed since"),
        ("in/a.md", f"'name' of initiatives {entry(NAME)['id']}", "the document has changed since"),
        ("in/b.md", f"'name' of initiatives {entry(gone)['id']}", "there is no such row any more"),
    )
    sentences = [f"{source}: the decision on {field} is not applied: {why}" for source, field, why in told]
    for _ in range(2):
        assert convert("--decisions", decisions) == 1
        said = capsys.readouterr()
        assert [line for line in sentences if line not in said.err] == []
        assert "decisions: 1 applied, 3 no longer fit, 0 for other documents" in said.out
    assert list(rows("findings")["rule"]).count("decision_stale") == 3
    assert reviewed("initiatives") == ["窓口の予約"]


def test_decisions_on_documents_elsewhere_wait(capsys: pytest.CaptureFixture[str]):
    convert("--decisions", save(VALUE, OTHERS))
    Path("in/a.md").rename("a.md")
    assert convert("--decisions", save(VALUE, OTHERS)) == 0
    told = capsys.readouterr()
    assert "in/a.md: 1 decisions wait: the document is not among the inputs" in told.err
    assert "1 applied, 0 no longer fit, 1 for other documents" in told.out
    assert reviewed("targets") == ["90件"], "rows of documents that are not converted stay as they are"


def test_a_renamed_document_keeps_its_decisions():
    Path("in/a.md").rename("in/c.md")
    assert convert("--decisions", save(VALUE)) == 0
    assert reviewed("targets") == ["90件"]


def test_contradicting_decisions(capsys: pytest.CaptureFixture[str]):
    first, second = save(VALUE, name="1.json"), save(NAME, VALUE._replace(now=80), name="2.json")
    assert convert("--decisions", first, "--decisions", second) == 2
    assert "2.json: decision 2: decides otherwise on the same field as 1.json: decision 1" in capsys.readouterr().err


def test_decisions_on_a_document_that_cannot_be_read(capsys: pytest.CaptureFixture[str]):
    empty = Said("", "0001", "name", "窓口", "受付")
    Path("in/b.md").write_text("", "utf-8")
    for _ in range(2):
        assert convert("--decisions", save(empty)) == 1
        assert "is not applied: the document was not read" in capsys.readouterr().err


def test_shards_apply_decisions(capsys: pytest.CaptureFixture[str]):
    Path("list").write_text("in/b.md\nin/a.md\n", "utf-8")
    call = ["shard", "list", "-o", "D", "--decisions"]
    assert main([*call, save(VALUE, OTHERS)]) == 0
    assert reviewed("targets") == ["90件"]
    assert "2 applied" in capsys.readouterr().out
    assert main([*call, save(VALUE, OTHERS)]) == 0
    assert "2 skipped" in capsys.readouterr().out
    assert main([*call, save(VALUE, VALUE._replace(row="0009-t001"))]) == 1
    assert "there is no such row any more" in capsys.readouterr().err


def test_worker_processes_apply_decisions(monkeypatch: pytest.MonkeyPatch):
    folder = Path.cwd()
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert convert("--decisions", save(VALUE), "--jobs", "1") == 0
    assert reviewed("targets") == ["90件"]


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed")
def test_a_cluster_applies_decisions():
    assert convert("--decisions", save(VALUE), "--engine", "ray") == 0
    assert reviewed("targets") == ["90件"]
