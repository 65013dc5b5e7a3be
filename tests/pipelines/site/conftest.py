"""A site of samples and of rows that were made to break it, built once a run."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from normalize.record import Records
from pipelines.cli import main
from pipelines.dataset import Dataset
from pipelines.part import encoded
from tests.pipelines import written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SAMPLES = Path(__file__).parents[3] / "samples"
SHOWN = ("progress_list/source.pdf", "dump_cards/source.txt", "dump_layout/source.txt")
SCRIPT = '</script><script>window.planted = "name"</script>'
IMAGE = '<img src=x onerror="window.planted = 1">'


class Built(NamedTuple):
    """A site with the dataset it shows."""

    site: Path
    dataset: Path

    def url(self, doc_id: str | None = None) -> str:
        return (self.site / (doc_id or "") / "index.html").as_uri()


def doc_id(path: str) -> str:
    """The folder of a sample in the site."""
    from pipelines.inputs import Input, hashed

    found = hashed(str(SAMPLES / path))
    assert isinstance(found, Input)
    return found.doc_id


def planted() -> Records:
    """A document whose texts are markup, and whose file is not there."""
    document = replace(written.DOCUMENT, source=f"plans/{IMAGE}.pdf", title=f"計画{SCRIPT}", municipality=IMAGE)
    first, *others = written.INITIATIVES
    name = replace(first, name=f"堤防{SCRIPT}", policy=(IMAGE,), content=f"{IMAGE}\n{SCRIPT}\u2028")
    finding = replace(written.FINDINGS[0], message=f"合計{SCRIPT}", expected=IMAGE)
    return Records(document, (name, *others), written.TARGETS, written.RESULTS, (finding, *written.FINDINGS[1:]))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """Built by the first of the test processes that needs it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    found = Built(shared / "site", shared / "dataset")
    with open(shared / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.site.exists():
            make(found, shared / "壊れた計画.pdf")
    return found


def make(into: Built, broken: Path) -> None:
    broken.write_bytes(b"%PDF-1.7\nnothing follows")
    inputs = [str(SAMPLES / path) for path in SHOWN]
    assert main(["convert", *inputs, str(broken), "-o", str(into.dataset), "--jobs", "1"]) == 1
    with Dataset(into.dataset) as dataset:
        dataset.write(encoded(planted()))
    assert main(["review", str(into.dataset), "-o", str(into.site), "--jobs", "1"]) == 1


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile; whatever it complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    yield opened
    context.close()
    assert complaints == []
