"""A reader for tests: every line of a text file is an initiative with a target and a result. And a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from extract.model import Empty, ReadError
from normalize.record import Document, Finding, Initiative, Records, Result, Source, Target
from pipelines import engine, reading
from pipelines.worker import Limits

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
T = TypeVar("T")
R = TypeVar("R")


def records_of(job: reading.Job) -> Records:
    doc_id = job.sha256[:16]
    names = Path(job.path).read_text("utf-8").split()
    ids = [f"{doc_id}-{seq:04}" for seq in range(1, len(names) + 1)]
    places = [(Source("name", 1, line_first=seq, line_last=seq),) for seq in range(1, len(names) + 1)]
    return Records(
        Document(
            doc_id,
            job.source,
            job.sha256,
            "text/plain",
            "ok",
            title="青嶺市情報化計画",
            page_count=1,
            initiative_count=len(names),
            target_count=len(names),
            result_count=len(names),
            finding_count=1,
            extractor_version=job.version,
        ),
        tuple(
            Initiative(
                doc_id,
                ids[n],
                n + 1,
                str(n + 1),
                name,
                name,
                policy=("第1章 基盤",),
                departments=("企画課",),
                content="公開する。\n広げる。",
                confidence=0.9,
                source=places[n],
            )
            for n, name in enumerate(names)
        ),
        tuple(
            Target(
                doc_id,
                ids[n],
                f"{ids[n]}-t001",
                1,
                "numeric",
                "(1)",
                "公開数",
                "（１）公開数",
                2026,
                90.0,
                "件",
                None,
                "90件",
                "９０件",
                source=places[n],
            )
            for n in range(len(names))
        ),
        tuple(
            Result(
                doc_id,
                ids[n],
                f"{ids[n]}-r001",
                1,
                "grade",
                "reported",
                None,
                None,
                None,
                2024,
                None,
                None,
                None,
                "A",
                "Ａ",
                "A",
                source=places[n],
            )
            for n in range(len(names))
        ),
        (Finding(doc_id, f"{doc_id}-f0001", "total", "warning", None, 1, "合計が合わない", "3", "2"),),
    )


def read(job: reading.Job) -> reading.Outcome:
    """Reads as `reading.read` does: `暗号` is refused, `欠陥` is a bug, `停止` stops the run as Ctrl-C does."""
    printed = Path(job.path).read_text("utf-8")
    if "停止" in printed:
        raise KeyboardInterrupt
    try:
        if not printed.strip():
            raise Empty("The file is empty.")
        if "欠陥" in printed:
            raise IndexError("column 7")
        return reading.Outcome(records_of(job))
    except ReadError as error:
        return reading.Outcome(reading.failed(job, "empty", str(error)))
    except IndexError as error:
        return reading.broken(reading.failed(job, "failed", "").document, error)


@pytest.fixture
def lines_are_initiatives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands read with the reader above, in this process."""
    monkeypatch.setattr(reading, "read", read)
    monkeypatch.setattr(engine, "run", in_this_process)


def in_this_process(
    task: Callable[[T], R], items: Sequence[T], jobs: int | None, limits: Limits
) -> Generator[tuple[T, R], None, None]:
    yield from ((item, task(item)) for item in items)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """The records of a document with two initiatives."""
    path = tmp_path / "plan.txt"
    path.write_text("窓口の電子化\n公開データの拡充\n", "utf-8")
    return records_of(reading.Job(str(path), "plan.txt", "0123456789abcdef" * 4, "pymupdf", "0.0.0+test"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium is installed (on Debian and Ubuntu: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()
