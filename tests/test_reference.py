"""The reference set, where it is at hand: no document may fall below the score it once had."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from pipelines.cli import main

REFERENCE = Path(__file__).parents[2] / "shared"
FLOORS: dict[str, dict[str, float]] = tomllib.loads(Path(__file__).with_name("reference.toml").read_text("utf-8"))
pytestmark = pytest.mark.skipif(
    not (REFERENCE / "gold" / "score.py").exists(), reason="the reference set (../shared) is not at hand"
)


class Reached(NamedTuple):
    """Scores of one document, from 0 to 1. form is NaN where its gold holds no long text."""

    f1: float
    form: float


@dataclass(frozen=True, slots=True)
class Converted:
    """All documents of reference.toml, converted once."""

    status: int
    initiatives: dict[str, list[object]]
    scorer: ModuleType

    def reached(self, document: str) -> Reached:
        gold_of = json.loads((REFERENCE / "gold" / "reference.json").read_text("utf-8"))
        gold = json.loads((REFERENCE / "gold" / gold_of[document]).read_text("utf-8"))
        found = self.initiatives[Path(document).name]
        optional = gold.get("optional_initiatives") or ()
        tally, texts = self.scorer.score(gold["initiatives"], found, print, optional)
        totals = [sum(counts[n] for counts in tally.values()) for n in range(3)]
        form = sum(form for _, form in texts) / len(texts) if texts else math.nan
        return Reached(self.scorer.f1(*totals), form)


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    out = tmp_path_factory.mktemp("reference") / "D"
    status = main(["convert", *(str(REFERENCE / document) for document in FLOORS), "-o", str(out), "--jobs", "2"])
    scorer = scorer_module()
    return Converted(status, scorer.load_dataset(out), scorer)


def scorer_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_document_is_read(converted: Converted):
    assert converted.status == 0


@pytest.mark.parametrize("document", FLOORS)
def test_document_keeps_its_score(converted: Converted, document: str):
    """What is missing or wrong is printed above, fact by fact."""
    reached = converted.reached(document)
    print(f"{document}: f1 {reached.f1:.4f}, form {reached.form:.4f}")
    floor = FLOORS[document]
    assert reached.f1 >= floor["f1"]
    assert not reached.form < floor.get("form", 0.0)
