"""Tasks -> their results, each in a worker process of this machine; a crash or a hang costs one task only."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import TimeoutError as Expired
from itertools import islice
from multiprocessing import get_context
from typing import Literal, NamedTuple, TypeVar

from pebble import ProcessExpired, ProcessPool

SECONDS = 300.0
"""A document that takes longer is given up: the slowest plans seen take seconds."""
WAITING = 4
"""Tasks handed out a worker: enough that none idles, few enough that results do not pile up unread."""

T = TypeVar("T")
R = TypeVar("R")


class Lost(NamedTuple):
    """A task without a result: its process died, or it ran out of time."""

    status: Literal["failed", "timed_out"]
    sentence: str


def workers(jobs: int | None, tasks: int) -> int:
    """How many processes: as asked, else one a CPU (at least two, as only worker processes survive a crash)."""
    return max(1, min(jobs or max(2, os.cpu_count() or 1), tasks))


def run(
    task: Callable[[T], R], items: Sequence[T], jobs: int, seconds: float = SECONDS
) -> Generator[tuple[T, R | Lost], None, None]:
    """Each item with its result, as they are finished. One job (or one item) runs in this process, without a limit."""
    if jobs == 1 or len(items) == 1:
        yield from ((item, task(item)) for item in items)
        return
    pool = ProcessPool(max_workers=jobs, context=get_context("spawn"))
    try:
        yield from run_in(pool, task, items, jobs, seconds)
        pool.close()
    finally:
        pool.stop()
        pool.join()


def run_in(
    pool: ProcessPool, task: Callable[[T], R], items: Sequence[T], jobs: int, seconds: float
) -> Iterator[tuple[T, R | Lost]]:
    waiting = iter(items)
    running: dict[Future[R], T] = {}
    while True:
        for item in islice(waiting, jobs * WAITING - len(running)):
            running[pool.schedule(task, (item,), timeout=seconds)] = item
        if not running:
            return
        for done in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(done), result(done, seconds)


def result(done: Future[R], seconds: float) -> R | Lost:
    try:
        return done.result()
    except Expired:
        return Lost("timed_out", f"Reading took longer than {seconds:g} seconds and was given up.")
    except ProcessExpired as error:
        return Lost("failed", f"The process reading it died (exit code {error.exitcode}).")
