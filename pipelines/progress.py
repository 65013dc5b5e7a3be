"""Documents done -> a bar on the terminal; nothing where standard error is no terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar


class Progress:
    """A bar over so many documents. Lines said meanwhile stand above it, on standard error."""

    def __init__(self, documents: int) -> None:
        console = Console(stderr=True, markup=False, highlight=False, emoji=False)
        columns = (TextColumn("converting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bar = Bar(*columns, console=console, transient=True) if sys.stderr.isatty() and documents else None
        self.task = self.bar.add_task("converting", total=documents) if self.bar else None

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar:
            self.bar.stop()

    def say(self, line: str) -> None:
        if self.bar:
            self.bar.console.print(line, soft_wrap=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def advance(self) -> None:
        if self.bar and self.task is not None:
            self.bar.advance(self.task)
