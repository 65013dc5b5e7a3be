"""A worker that dies, hangs or swells costs its own task only."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from operator import call

import psutil
import pytest

from pipelines.engine import run
from pipelines.worker import MEGABYTE, Limits, Lost
from tests.pipelines.losses import LIMITS, LOSSES


def test_what_goes_wrong_loses_its_task_only():
    good = [partial(int, str(number)) for number in range(14)]
    tasks: list[Callable[[], object]] = [*good[:7], *(task for task, _, _ in LOSSES), *good[7:]]
    results = {tasks.index(task): result for task, result in run(call, tasks, 2, LIMITS)}
    assert [results[at] for at in (*range(7), *range(14, 21))] == list(range(14))
    for at, (task, status, words) in enumerate(LOSSES, start=7):
        lost = results[at]
        assert isinstance(lost, Lost), task
        assert (lost.status, words in lost.sentence) == (status, True), lost


def test_processes_are_replaced_after_so_many_tasks():
    pids = [pid for _, pid in run(call, [os.getpid] * 6, 1, Limits(tasks=2))]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [2, 2, 2]


def test_a_process_that_kept_much_memory_is_replaced():
    """What earlier documents left behind must not be held against the next."""
    tasks = [keep, os.getpid, os.getpid]
    results = [result for _, result in run(call, tasks, 1, Limits(memory=300 * MEGABYTE))]
    assert results[0] != results[1] == results[2]


KEPT: list[bytes] = []


def keep() -> int:
    KEPT.append(b"1" * (200 * MEGABYTE))
    return os.getpid()


def test_a_run_that_is_left_ends_its_processes():
    with closing(run(call, [os.getpid, partial(time.sleep, 60)], 2, Limits())) as results:
        _, pid = next(results)
    assert isinstance(pid, int)
    assert not psutil.pid_exists(pid)


@pytest.mark.parametrize("jobs", [1, 3])
def test_one_process_or_several(jobs: int):
    results = list(run(call, [partial(int, "7")] * 5, jobs, Limits()))
    assert [result for _, result in results] == [7] * 5


def test_nothing_to_do():
    assert list(run(call, [], None, Limits())) == []
