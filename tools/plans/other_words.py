"""The words that documents which are no plans are printed in: `others.toml`, half of each list for either half."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from .split import Half, half_of


class Words(NamedTuple):
    """The words of one kind that a half may print, drawn one by one."""

    kind: str
    half: Half
    rng: Random

    def of(self, name: str) -> list[str]:
        return half_of(bank()[self.kind][name], f"{self.kind}:{name}", self.half)

    def one(self, name: str) -> str:
        return self.rng.choice(self.of(name))

    def some(self, name: str, many: int) -> list[str]:
        words = self.of(name)
        return self.rng.sample(words, min(many, len(words)))

    def money(self, most: int = 900_000) -> int:
        return self.rng.randint(most // 40, most)


@cache
def bank() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "others.toml").read_text("utf-8"))
