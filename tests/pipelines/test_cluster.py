"""The same losses on a local Ray cluster. Skipped where the extra keikaku[ray] is not installed."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from operator import call
from typing import Any

import pytest

from pipelines import cluster
from pipelines.worker import Limits, Lost
from tests.pipelines.losses import LIMITS, LOSSES

ray: Any = pytest.importorskip("ray", reason="keikaku[ray] is not installed")


@pytest.fixture(scope="module", autouse=True)
def nodes() -> Generator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def test_what_goes_wrong_loses_its_task_only():
    good = [partial(int, str(number)) for number in range(33)]
    tasks: list[Callable[[], object]] = [*good[:7], *(task for task, _, _ in LOSSES), *good[7:]]
    results = {tasks.index(task): result for task, result in cluster.run(call, tasks, 2, LIMITS)}
    assert [results[at] for at in (*range(7), *range(14, 40))] == list(range(33))
    for at, (task, status, words) in enumerate(LOSSES, start=7):
        lost = results[at]
        assert isinstance(lost, Lost), task
        assert (lost.status, words in lost.sentence) == (status, True), lost


def test_a_shard_that_ends_never_is_given_up(monkeypatch: pytest.MonkeyPatch):
    """A node that does not answer: its documents are named, and the run ends."""
    for name in ("QUEUED", "STARTING"):
        monkeypatch.setattr(cluster, name, 0.0)
    monkeypatch.setattr(cluster, "work", hang)
    results = list(cluster.run(call, [partial(int, "7")] * 3, 1, Limits(seconds=0.1)))
    assert [result.status for _, result in results if isinstance(result, Lost)] == ["timed_out"] * 3


def test_a_shard_whose_process_dies_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "work", die)
    results = list(cluster.run(call, [partial(int, "7")] * 3, 1, Limits()))
    assert [result.status for _, result in results if isinstance(result, Lost)] == ["failed"] * 3


def hang(*_: object) -> None:
    import time

    time.sleep(60)


def die(*_: object) -> None:
    import os

    os.abort()
