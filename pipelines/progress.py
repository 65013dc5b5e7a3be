"""Documents done -> a bar on a terminal; elsewhere a line now and then; for programs, a JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from normalize.record import Document
from pipelines.terminal import plain

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

LogFormat = Literal["text", "json"]
QUIET = 30.0
"""Seconds between lines where nobody watches a bar."""


class Progress:
    """What a run says while it goes on, all of it on standard error."""

    def __init__(self, documents: int, log: LogFormat = "text", doing: str = "converting") -> None:
        self.total, self.log = documents, log
        self.done = self.pages = 0
        self.began = monotonic()
        self.over = Event()
        self.bar = drawn_bar(doing) if log == "text" and sys.stderr.isatty() and documents else None
        self.task = self.bar.add_task(doing, total=documents, rate="") if self.bar else None

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.start()
        else:
            Thread(target=self.tell_now_and_then, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        if self.bar:
            self.bar.stop()

    def tell_now_and_then(self) -> None:
        while not self.over.wait(QUIET):
            if self.log == "json":
                self.event("progress", {"done": self.done, "total": self.total, "pages_per_second": self.rate})
            else:
                self.say(f"{self.done} of {self.total} documents, {self.rate} pages/s, {self.remaining}")

    @property
    def rate(self) -> float:
        return round(self.pages / max(monotonic() - self.began, 0.001), 1)

    @property
    def remaining(self) -> str:
        """How long it will take at the pace so far."""
        if not self.done:
            return "time left unknown"
        seconds = (monotonic() - self.began) / self.done * (self.total - self.done)
        return f"{int(seconds // 60)}:{int(seconds % 60):02} left"

    def document(self, document: Document, trace: str | None) -> None:
        """One document is done: a line where it failed, a bug's traceback before it."""
        self.step(document.page_count)
        if self.log == "json":
            told = {"source": document.source, "doc_id": document.doc_id, "status": document.status}
            self.event("document", told | {"error": document.error, "pages": document.page_count, "trace": trace})
        elif document.status != "ok":
            self.say(f"{document.source}:\n{trace.rstrip()}" if trace else "")
            self.say(f"{document.source}: {document.status}: {document.error}")

    def step(self, pages: int) -> None:
        """One more document is done."""
        self.done += 1
        self.pages += pages
        if self.bar and self.task is not None:
            self.bar.update(self.task, advance=1, rate=f"{self.rate} pages/s")

    def say(self, line: str) -> None:
        if not line:
            return
        if self.log == "json":
            self.event("message", {"message": line})
        elif self.bar:
            self.bar.console.print(plain(line), soft_wrap=True)
        else:
            print(plain(line), file=sys.stderr, flush=True)

    def event(self, event: str, told: Mapping[str, object]) -> None:
        print(json.dumps({"event": event} | dict(told), ensure_ascii=False), file=sys.stderr, flush=True)


def drawn_bar(doing: str) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    counted = (TextColumn(doing), BarColumn(), TaskProgressColumn(), MofNCompleteColumn())
    return Bar(*counted, TextColumn("{task.fields[rate]}"), TimeRemainingColumn(), console=console, transient=True)
