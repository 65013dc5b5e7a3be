"""Cases as data: test_NAME(printed, want, …) in test_MODULE.py runs over the table [[NAME]] of cases/MODULE.toml.

A case holds `printed`, `want` (left out for None; ∅ stands for None inside a list) and `why`; `given` is the second
argument where the function takes one. `fails` says why a case is known to fail: it must, until the case is mended.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

CASES = Path(__file__).parent.parent / "cases"
COLUMNS = ("printed", "want", "given")


@cache
def tables(module: str) -> dict[str, list[dict[str, object]]]:
    path = CASES / f"{module}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(frozen, value))
    return None if value == "∅" else value


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    module = metafunc.definition.path.stem.removeprefix("test_")
    cases = tables(module).get(metafunc.function.__name__.removeprefix("test_"))
    if cases is None or "printed" not in metafunc.fixturenames:
        return
    columns = tuple(name for name in COLUMNS if name in metafunc.fixturenames)
    params = [
        pytest.param(
            *(frozen(case.get(name)) for name in columns),
            id=f"{case['printed']} | {case['why']}",
            marks=[pytest.mark.xfail(strict=True, reason=str(case["fails"]))] if "fails" in case else [],
        )
        for case in cases
    ]
    metafunc.parametrize(columns, params)
