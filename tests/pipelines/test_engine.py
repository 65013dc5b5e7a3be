"""A worker that dies or hangs costs its own task only."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from operator import call

from pipelines.engine import Lost, run, workers


def test_a_crash_a_hang_and_an_error_lose_their_task_only():
    tasks: list[Callable[[], object]] = [os.getpid, os.abort, os.getpid, partial(time.sleep, 60), partial(int, "7")]
    results = {tasks.index(task): result for task, result in run(call, tasks, jobs=2, seconds=3)}
    crashed, hung = results[1], results[3]
    assert isinstance(crashed, Lost)
    assert crashed.status == "failed"
    assert isinstance(hung, Lost)
    assert hung.status == "timed_out"
    assert results[4] == 7
    assert isinstance(results[0], int)
    assert results[0] != os.getpid()


def test_one_job_runs_in_this_process():
    assert list(run(call, [os.getpid, os.getpid], jobs=1)) == [(os.getpid, os.getpid())] * 2


def test_workers_are_no_more_than_tasks():
    assert workers(None, 1) == 1
    assert workers(8, 3) == 3
    assert workers(None, 100) >= 2
    assert workers(1, 100) == 1
    assert workers(None, 0) == 1
