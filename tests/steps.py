"""How many calls of functions work takes: shows what grows faster than its input, on however slow a machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def steps(work: Callable[[], object]) -> int:
    """The calls of Python and C functions that the work makes; another profiler is put back behind it."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times the steps of a size twice that takes: 2 where they grow as the size does."""
    return steps(lambda: work(2 * size)) / steps(lambda: work(size))
