"""Tasks -> their results on a Ray cluster: on each of its CPUs the same supervised process, fed a shard of tasks.

Every node must see the inputs under the same paths. Ray is told to retry nothing: what ends its process once would do
so again. (Ray's own data library retries for ever, or drops rows.)
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from pipelines import engine
from pipelines.worker import STARTING, Limits, Lost

SHARD = 8
"""Tasks a shard: so many are named as failed where a whole node goes down."""
QUEUED = 600.0
"""Seconds a shard may wait for a node that other jobs keep busy, or that is being started."""

T = TypeVar("T")
R = TypeVar("R")


class Running(NamedTuple):
    """A shard given to Ray, and when to give it up: its own process holds each task to its limits before."""

    items: Sequence[Any]
    expires: float


def run(
    task: Callable[[T], R], items: Sequence[T], jobs: int | None, limits: Limits
) -> Generator[tuple[T, R | Lost], None, None]:
    """Each item with its result, as the shards are finished. jobs: shards at a time, None for one a CPU."""
    import ray  # pyright: ignore[reportMissingImports]

    if not ray.is_initialized():
        ray.init(log_to_driver=False, configure_logging=False)
    remote = ray.remote(max_retries=0, num_cpus=1)(work)
    shards = iter([items[at : at + SHARD] for at in range(0, len(items), SHARD)])
    at_once = jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
    running: dict[Any, Running] = {}
    try:
        while True:
            for shard in shards:
                patience = QUEUED + STARTING + len(shard) * limits.seconds
                running[remote.remote(task, shard, limits)] = Running(shard, monotonic() + patience)
                if len(running) == at_once:
                    break
            if not running:
                return
            ray.wait(list(running), timeout=1.0)
            for reference in over(running):
                yield from results(reference, running.pop(reference))
    finally:
        for reference in running:
            ray.cancel(reference, force=True)


def work(task: Callable[[T], R], shard: Sequence[T], limits: Limits) -> list[R | Lost]:
    """On a node: the shard's results in its order."""
    numbered = list(enumerate(shard))
    found = {number: result for (number, _), result in engine.run(Numbered(task), numbered, 1, limits)}
    return [found[number] for number, _ in numbered]


class Numbered(NamedTuple):
    """The task, for items that carry their place."""

    task: Callable[[Any], Any]

    def __call__(self, numbered: tuple[int, Any]) -> Any:
        return self.task(numbered[1])


def over(running: dict[Any, Running]) -> list[Any]:
    """The shards that are finished, or have to be."""
    import ray  # pyright: ignore[reportMissingImports]

    done, _ = ray.wait(list(running), num_returns=len(running), timeout=0)
    late = [each for each, shard in running.items() if each not in done and monotonic() > shard.expires]
    return [*done, *late]


def results(reference: Any, shard: Running) -> list[tuple[Any, Any]]:
    """A shard's results; where its node or process is lost, that is the result of each of its tasks."""
    import ray  # pyright: ignore[reportMissingImports]
    from ray.exceptions import GetTimeoutError, RayError  # pyright: ignore[reportMissingImports]

    found: list[Any]
    try:
        found = ray.get(reference, timeout=0.1)
    except GetTimeoutError:
        ray.cancel(reference, force=True)
        found = [Lost("timed_out", "The node reading it did not answer in time and was given up.")] * len(shard.items)
    except RayError as error:
        found = [Lost("failed", f"The node reading it was lost ({type(error).__name__}).")] * len(shard.items)
    return list(zip(shard.items, found, strict=True))
