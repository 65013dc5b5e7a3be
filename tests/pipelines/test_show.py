"""`keikaku show`: records as people and programs read them."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from normalize.record import Records
from pipelines.cli import main
from pipelines.show import print_records


def test_readable(records: Records):
    printed = StringIO()
    print_records(records, Console(file=printed, width=100, markup=False))
    lines = [line.rstrip() for line in printed.getvalue().splitlines()]
    assert lines[0] == "青嶺市情報化計画"
    assert "1 窓口の電子化  line 1" in lines
    assert "  policy           第1章 基盤" in lines
    assert "  (1) 公開数 (件) │ 90件" in lines
    assert "  2024 grade       A" in lines
    assert lines[-1] == "warning: total: 合計が合わない (p. 1) [expected 3, read 2]"


def test_json_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "empty.txt"
    path.write_text("", "utf-8")
    assert main(["show", "--json", str(path)]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["document"]["status"] == "empty"
    assert "empty.txt: empty: " in told.err


def test_missing_document_is_a_wrong_call(capsys: pytest.CaptureFixture[str]):
    assert main(["show", "no.pdf"]) == 2
    assert capsys.readouterr().err == "no.pdf: no such file or folder\n"
