"""`keikaku audit`: findings by document and rule."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from normalize.record import Records
from pipelines.audit import MOST
from pipelines.cli import main
from tests.pipelines.written import DOCUMENT, FINDINGS, RECORDS, write


def test_readable(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["audit", write(tmp_path, RECORDS)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "",
        "plans/汐見町.pdf  汐見町防災計画",
        "  error rate_differs (1)  A rate of achievement does not follow from target and result.",
        "    p. 2: 1-1 堤防の点検: the rate does not follow; expected 90%; read 95%",
        "  warning number_gap (1)  A number is missing in the series of initiatives.",
        "    p. 2: no initiative bears the number 3; expected 3",
        "",
        "1 documents, 2 findings: 1 error, 1 warning, 0 info",
    ]


def test_many_of_one_rule_are_cut_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    many = tuple(replace(FINDINGS[0], finding_id=f"{n:04}", message=f"gap {n}") for n in range(MOST + 4))
    assert main(["audit", write(tmp_path, replace(RECORDS, findings=many))]) == 0
    told = capsys.readouterr().out
    assert f"warning number_gap ({MOST + 4})" in told
    assert "… and 4 more" in told


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["audit", "--format", "json", write(tmp_path, RECORDS)]) == 1
    [document] = json.loads(capsys.readouterr().out)
    assert document["title"] == "汐見町防災計画"
    assert [(f["severity"], f["rule"], f["name"]) for f in document["findings"]] == [
        ("error", "rate_differs", "堤防の点検"),
        ("warning", "number_gap", None),
    ]


def test_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    finding = replace(FINDINGS[1], actual="=1+1")
    assert main(["audit", "--format", "csv", write(tmp_path, replace(RECORDS, findings=(finding,)))]) == 1
    [row] = csv.DictReader(StringIO(capsys.readouterr().out))
    assert (row["document"], row["rule"], row["page"], row["expected"]) == (DOCUMENT.source, "rate_differs", "2", "90%")
    assert row["actual"] == "'=1+1"


def test_warnings_are_no_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["audit", write(tmp_path, replace(RECORDS, findings=FINDINGS[:1]))]) == 0
    assert "0 error, 1 warning" in capsys.readouterr().out


def test_nothing_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["audit", write(tmp_path, Records(DOCUMENT))]) == 0
    assert capsys.readouterr().out == "\n1 documents, 0 findings: 0 error, 0 warning, 0 info\n"


def test_a_folder_that_is_no_dataset_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["audit", str(tmp_path / "none")]) == 2
    assert "no dataset is there" in capsys.readouterr().err
