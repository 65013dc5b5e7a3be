"""What may occur in plans that weights are fitted on, and what is held apart for first sight: a half of everything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

Half = Literal["fit", "unseen"]
HALVES: tuple[Half, Half] = ("fit", "unseen")


def half_of(values: Iterable[str], kind: str, half: Half) -> list[str]:
    """Every second value in the order of its hash, so that each half gets as many and new values move few.

    >>> words = ["担当", "所管課", "主管課", "実施主体"]
    >>> sorted(half_of(words, "departments", "fit") + half_of(words, "departments", "unseen")) == sorted(words)
    True
    """
    ranked = sorted(dict.fromkeys(values), key=lambda value: _digest(f"{kind}:{value}"))
    return ranked[HALVES.index(half) :: 2]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
