"""A command -> what it took: seconds, and the memory of its whole process tree over time."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

MEGABYTE = 1024 * 1024
EVERY = 0.25


class Run(NamedTuple):
    """memory: megabytes of the tree, four times a second; cpu: seconds of processor time, of all its processes."""

    status: int
    seconds: float
    cpu: float
    memory: list[int]
    output: str

    @property
    def peak(self) -> int:
        return max(self.memory, default=0)

    @property
    def growth(self) -> int:
        """How much more the tree holds in the last quarter than in the second, by their medians."""
        quarter = len(self.memory) // 4
        if not quarter:
            return 0
        return sorted(self.memory[-quarter:])[quarter // 2] - sorted(self.memory[quarter : 2 * quarter])[quarter // 2]


def keikaku(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", "import sys; from pipelines.cli import main; sys.exit(main())", *map(str, arguments)]


def watched(command: Sequence[str], log: Path) -> Run:
    """Run a command to its end; what it says goes to a file."""
    began, cpu, memory = time.monotonic(), children_cpu(), list[int]()
    with log.open("w", encoding="utf-8") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        seen = psutil.Process(process.pid)
        while process.poll() is None:
            memory.append(tree(seen))
            time.sleep(EVERY)
    return Run(
        process.returncode,
        time.monotonic() - began,
        children_cpu() - cpu,
        memory,
        log.read_text("utf-8", errors="replace"),
    )


def children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tree(process: psutil.Process) -> int:
    held = 0
    try:
        for each in (process, *process.children(recursive=True)):
            held += int(each.memory_info().rss)
    except psutil.Error:
        return held // MEGABYTE
    return held // MEGABYTE
