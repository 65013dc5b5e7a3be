"""The committed truths are those of the script that draws the samples."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(name="drawn")
def _drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    pytest.importorskip("reportlab")
    pytest.importorskip("typst")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return runpy.run_path(str(ROOT / "tools" / "draw_samples.py"))


def test_truths_are_up_to_date(drawn: dict[str, object]) -> None:
    records = drawn["records"]
    samples = drawn["DRAWN"]
    assert callable(records)
    assert isinstance(samples, dict)
    for name, sample in samples.items():
        committed = json.loads((ROOT / "samples" / name / "truth.json").read_text("utf-8"))
        assert committed == records(sample), name
