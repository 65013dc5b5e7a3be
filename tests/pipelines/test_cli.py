"""The command as it is installed."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from time import perf_counter

import pytest

from pipelines.cli import main

HEAVY = ("pyarrow", "numpy", "rich", "pymupdf", "pandas", "sudachipy", "psutil", "duckdb", "openpyxl")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from pipelines.cli import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)


def test_help_answers_at_once():
    """The time is printed, not held to: machines differ. What makes it slow is held to below."""
    started = perf_counter()
    answer = run("--help")
    print(f"--help took {perf_counter() - started:.2f} s")
    assert answer.returncode == 0
    assert "convert" in answer.stdout


def test_nothing_heavy_is_imported_for_the_help():
    code = f"import sys, pipelines.cli; print([each for each in {HEAVY} if each in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_version(capsys: pytest.CaptureFixture[str]):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"keikaku {version('keikaku')}\n"


def test_no_command_is_a_wrong_call(capsys: pytest.CaptureFixture[str]):
    assert main([]) == 2
    assert "name a command" in capsys.readouterr().err
