"""A process that does one task at a time, and the eye kept on it: seconds, memory, whether it lives.

Every worker has a pipe of its own, so that one that dies in the middle of an answer garbles nobody else's.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic
from typing import Generic, Literal, NamedTuple, TypeVar

import psutil

from pipelines.spare import spare

MEGABYTE = 1024 * 1024
FAMILY = 1.0
"""Seconds between looks at what a worker has started itself: finding it means reading the whole process table."""
STARTING = 60.0
"""Seconds a fresh process may take to begin; the time of its task counts from then."""
ORPHANED = 5.0
"""Seconds after its limit at which the system ends a worker whose supervisor is gone."""
LITTER = 50_000
"""Objects made between looks for garbage: a page makes thousands that live as long as the document."""
SWOLLEN = 0.5
"""Share of the memory limit an idle worker may keep: the next document is not to pay for those before it."""

T = TypeVar("T")
R = TypeVar("R")


class Limits(NamedTuple):
    """What one task may take; the slowest plans seen take seconds, and a quarter of the memory.

    tasks: a process is replaced after so many: native code leaks, and a start costs a second.
    """

    seconds: float = 300.0
    memory: int = 1024 * MEGABYTE
    tasks: int = 500


class Lost(NamedTuple):
    """A task without a result, and why."""

    status: Literal["failed", "timed_out", "too_large"]
    sentence: str


class Answer(NamedTuple, Generic[R]):
    """What a task gave."""

    result: R


class Worker(Generic[T, R]):
    """A process for a task; started anew whenever it is no more fit for the next item."""

    def __init__(self, task: Callable[[T], R], limits: Limits) -> None:
        self.task, self.limits = task, limits
        self.start()

    def start(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(self.task, theirs, self.limits.seconds), daemon=True)
        self.process.start()
        theirs.close()
        self.seen = psutil.Process(self.process.pid)
        self.done = 0
        self.looked = 0.0
        self.ready = False

    def hand(self, item: T) -> T:
        """Give it an item to work on."""
        if self.done and not self.fit():
            self.end()
            self.start()
        self.expires = monotonic() + (self.limits.seconds if self.ready else STARTING)
        with suppress(BrokenPipeError):  # it died just now: answer() will say so
            self.pipe.send(item)
        return item

    def fit(self) -> bool:
        memory = self.memory()
        return 0 < memory < SWOLLEN * self.limits.memory and self.done < self.limits.tasks

    def answer(self) -> Answer[R] | Lost | None:
        """The result; Lost where it died or had to be ended; None while it works within its limits."""
        try:
            while self.pipe.poll():
                said: Answer[R] | Lost | None = pickle.loads(self.pipe.recv_bytes())
                if said is not None:
                    self.done += 1
                    return said
                self.ready, self.expires = True, monotonic() + self.limits.seconds
        except (EOFError, OSError):
            return self.lost(Lost("failed", f"The process reading it died ({self.death()})."))
        if self.memory() > self.limits.memory:
            limit = f"{self.limits.memory // MEGABYTE:,} MB of memory"
            return self.lost(Lost("too_large", f"Reading it took more than {limit} and was given up (--max-memory)."))
        if monotonic() > self.expires:
            sentence = f"Reading it took longer than {self.limits.seconds:g} seconds and was given up (--timeout)."
            return self.lost(Lost("timed_out", sentence))
        return None

    def lost(self, why: Lost) -> Lost:
        self.end()
        self.done += 1
        return why

    def death(self) -> str:
        self.process.join(STARTING)
        code = self.process.exitcode or 0
        return signal.Signals(-code).name if -code in set(signal.Signals) else f"exit code {code}"

    def memory(self) -> int:
        """Bytes resident, its own and (looked for now and then) those of processes it has started."""
        try:
            held: int = self.seen.memory_info().rss
            if monotonic() - self.looked > FAMILY:
                self.looked = monotonic()
                held += sum(child.memory_info().rss for child in self.seen.children(recursive=True))
        except psutil.Error:
            return 0
        return held

    def end(self) -> None:
        """End it at once, with what it has started."""
        with suppress(psutil.Error):
            for child in self.seen.children(recursive=True):
                child.kill()
        self.process.kill()
        self.process.join()
        self.pipe.close()


_supervised: list[tuple[Connection, float]] = []
"""In a worker: the pipe to its supervisor, and the seconds a task may take."""


def still_working() -> None:
    """Said by a task after each of its long steps (a page read from its picture): its time begins anew."""
    for pipe, seconds in _supervised:
        signal.setitimer(signal.ITIMER_REAL, seconds + ORPHANED)
        pipe.send(None)


def serve(task: Callable[[T], R], pipe: Connection, seconds: float) -> None:
    """In the worker: item by item until the supervisor hangs up."""
    spare("pandas")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to answer
    gc.freeze()
    gc.set_threshold(LITTER)
    _supervised.append((pipe, seconds))
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            item: T = pipe.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds + ORPHANED)  # its default action needs no Python to run
            pipe.send_bytes(result(task, item))
            signal.setitimer(signal.ITIMER_REAL, 0)
    os._exit(0)  # no clean-up of libraries that may hang


def result(task: Callable[[T], R], item: T) -> bytes:
    """The answer as it goes through the pipe; an exception (or an answer that cannot be sent) is one too."""
    try:
        return pickle.dumps(Answer(task(item)))
    except Exception as error:
        return pickle.dumps(Lost("failed", f"Internal error, please report it: {type(error).__name__}: {error}"))
