"""Tasks -> their results, each in a supervised process of this machine: what kills, blocks or swells it costs one task.

Limits are held from outside, as native code answers neither exceptions nor signal handlers of Python.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from multiprocessing.connection import wait
from typing import TypeVar

from pipelines.worker import Limits, Lost, Worker

TICK = 0.05
"""Seconds between looks at the workers: a runaway allocation takes some 100 MB meanwhile."""

T = TypeVar("T")
R = TypeVar("R")


def run(
    task: Callable[[T], R], items: Sequence[T], jobs: int | None, limits: Limits
) -> Generator[tuple[T, R | Lost], None, None]:
    """Each item with its result, as they are finished. jobs: processes, None for one a CPU."""
    waiting = iter(items)
    crew = [Worker(task, limits) for _ in range(min(jobs or os.cpu_count() or 1, len(items)))]
    try:
        running = {worker: worker.hand(item) for worker, item in zip(crew, waiting, strict=False)}
        while running:
            wait([worker.pipe for worker in running], TICK)
            for worker in list(running):
                answer = worker.answer()
                if answer is None:
                    continue
                item = running.pop(worker)
                for following in waiting:
                    running[worker] = worker.hand(following)
                    break
                yield item, answer if isinstance(answer, Lost) else answer.result
    finally:
        for worker in crew:
            worker.end()
