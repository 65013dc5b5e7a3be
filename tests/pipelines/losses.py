"""Tasks that kill, block or swell the process they run in, and what is said of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from subprocess import run as shell

from pipelines.worker import MEGABYTE, Limits


def loop() -> None:
    while True:
        pass


def swell() -> None:
    held: list[bytearray] = []
    while True:
        held.append(bytearray(b"1" * (20 * MEGABYTE)))


def swell_elsewhere() -> None:
    """The memory of a program that is called counts too."""
    shell(["python3", "-c", f"held = b'1' * {600 * MEGABYTE}; import time; time.sleep(60)"], check=False)


def fail() -> None:
    raise IndexError("column 7")


def unsendable() -> Callable[[], None]:
    return lambda: None


LOSSES: list[tuple[Callable[[], object], str, str]] = [
    (os.abort, "failed", "SIGABRT"),
    (partial(os._exit, 3), "failed", "exit code 3"),
    (loop, "timed_out", "3 seconds"),
    (swell, "too_large", "300 MB"),
    (swell_elsewhere, "too_large", "300 MB"),
    (fail, "failed", "IndexError: column 7"),
    (unsendable, "failed", "Internal error"),
]
LIMITS = Limits(seconds=3, memory=300 * MEGABYTE)
