"""The data dictionary in docs/ says what the schema says."""

from __future__ import annotations

import runpy
from pathlib import Path

from normalize.check import RULES
from normalize.record import TABLES
from pipelines.schema import walk

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "dataset.md").read_text("utf-8")


def test_the_page_is_up_to_date() -> None:
    """`uv run python tools/describe_dataset.py` writes it."""
    page = runpy.run_path(str(ROOT / "tools" / "describe_dataset.py"))["page"]
    assert callable(page)
    assert page() == PAGE


def test_every_column_is_described_in_both_languages() -> None:
    described = {(field.en, field.ja) for record in TABLES.values() for _, field in walk(record)}
    assert all(en in PAGE and ja in PAGE for en, ja in described)


def test_every_rule_is_described() -> None:
    assert all(f"| `{name}` | {rule.severity} |" in PAGE for name, rule in RULES.items())
