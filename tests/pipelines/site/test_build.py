"""`keikaku review` without a browser: what is written, what is drawn again, and what a missing file costs."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from normalize.record import Records
from pipelines import engine
from pipelines.cli import main
from pipelines.dataset import Dataset
from pipelines.inputs import Input, hashed
from pipelines.part import encoded
from pipelines.site.pictures import Job, Shown, show
from pipelines.site.words import words
from pipelines.worker import Limits, Lost
from tests.pipelines import written

SITE = Path(__file__).parents[3] / "pipelines/site"
SAMPLE = Path(__file__).parents[3] / "samples/plan_cards/source.pdf"
PAGES = 6


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plans/計画.pdf"
    path.parent.mkdir()
    shutil.copy(SAMPLE, path)
    return path


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The tasks that were run, in this process."""
    done: list[Job] = []

    def run(task: Callable[[Job], Shown], items: Sequence[Job], *_: object) -> Iterator[tuple[Job, Shown]]:
        for item in items:
            done.append(item)
            yield item, task(item)

    monkeypatch.setattr(engine, "run", run)
    return done


@pytest.fixture
def dataset(tmp_path: Path, plan: Path) -> Path:
    return dataset_of(tmp_path / "dataset", plan)


def dataset_of(folder: Path, plan: Path) -> Path:
    """A dataset of one document of six pages."""
    found = hashed(str(plan))
    assert isinstance(found, Input)
    about = replace(written.DOCUMENT, doc_id=found.doc_id, source=str(plan), sha256=found.sha256, page_count=PAGES)
    with Dataset(folder) as into:
        into.write(encoded(Records(about)))
    return folder


def review(dataset: Path, *more: str) -> tuple[int, Path]:
    site = dataset.parent / "site"
    return main(["review", str(dataset), "-o", str(site), *more]), site


def book(site: Path) -> dict[str, object]:
    """What the page of the only document reads."""
    [records] = site.glob("*/records.js")
    text = records.read_text("utf-8")
    return cast("dict[str, object]", json.loads(text[text.index("] = ") + 4 : -2]))


def test_each_page_has_a_picture(dataset: Path, drawn: list[Job]) -> None:
    status, site = review(dataset)
    assert status == 0
    assert [job.last for job in drawn] == [PAGES]
    pictures = sorted(site.glob("*/*.webp"))
    assert len(pictures) == PAGES
    assert sum(path.stat().st_size for path in pictures[0].parent.iterdir()) / PAGES < 150_000
    first, *_ = cast("list[list[object]]", book(site)["sheets"])
    assert first == [1, 595.28, 841.89, "p0001.webp", None]


def test_nothing_is_drawn_twice(dataset: Path, drawn: list[Job]) -> None:
    review(dataset)
    first = {
        path: path.stat().st_mtime_ns for path in (dataset.parent / "site").rglob("*.*") if "assets" not in path.parts
    }
    drawn.clear()
    _, site = review(dataset)
    assert drawn == []
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*.*") if "assets" not in path.parts} == first


def test_a_file_that_moved_is_named_and_found_again(
    dataset: Path, plan: Path, drawn: list[Job], capsys: pytest.CaptureFixture[str]
) -> None:
    other = plan.parent.parent / "archive/old.pdf"
    other.parent.mkdir()
    plan.rename(other)
    status, site = review(dataset)
    assert (status, book(site)["why"]) == (1, "moved")
    assert "計画.pdf: the file is not there" in capsys.readouterr().err
    assert review(dataset, "--inputs", str(other.parent))[0] == 0
    assert len(list(site.glob("*/*.webp"))) == PAGES


def test_a_file_with_other_bytes_is_not_shown(dataset: Path, plan: Path, drawn: list[Job]) -> None:
    plan.write_bytes(plan.read_bytes() + b"\n")
    status, site = review(dataset)
    assert (status, book(site)["why"]) == (1, "changed")
    assert not list(site.glob("*/*.webp"))


def test_a_page_that_kills_its_process_costs_the_pages_drawn_with_it(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_: object, items: Sequence[Job], jobs: int | None, limits: Limits) -> Iterator[tuple[Job, Lost]]:
        yield from ((item, Lost("failed", "The process reading it died (SIGSEGV).")) for item in items)

    monkeypatch.setattr(engine, "run", run)
    status, site = review(dataset)
    assert status == 1
    assert "SIGSEGV" in capsys.readouterr().err
    assert [sheet[3] for sheet in cast("list[list[object]]", book(site)["sheets"])] == [None] * PAGES


def test_a_document_taken_out_leaves_the_site(dataset: Path, drawn: list[Job]) -> None:
    _, site = review(dataset)
    [folder] = [path.parent for path in site.glob("*/records.js")]
    (site / "0123456789abcdef").mkdir()
    with Dataset(dataset) as out:
        out.remove(list(out.held()))
    review(dataset)
    assert not folder.exists()
    assert (site / "0123456789abcdef").exists(), "a folder that the site did not make"


def test_a_job_reads_only_the_document_it_is_about(plan: Path, tmp_path: Path) -> None:
    assert show(Job(str(plan), "0" * 64, str(tmp_path), 1, PAGES)).why == "changed"
    assert show(Job(str(tmp_path / "none.pdf"), "0" * 64, str(tmp_path), 1, PAGES)).why == "moved"


def test_what_is_no_dataset_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(tmp_path), "-o", str(tmp_path / "site")]) == 2
    assert "no dataset" in capsys.readouterr().err


def test_every_word_of_the_interface_is_there_and_used() -> None:
    known = set(words())
    groups = "|".join(sorted({key.split(".")[0] for key in known}))
    text = "\n".join(path.read_text("utf-8") for path in [*SITE.glob("assets/*.js"), *SITE.glob("templates/*.html")])
    named = set(re.findall(rf'["\']((?:{groups})\.\w+)["\']', text))
    begun = set(re.findall(rf'["`]((?:{groups})\.)(?:\$|" ~)', text))
    assert named - known == set()
    assert {key for key in known - named if f"{key.split('.')[0]}." not in begun} == set()


def test_no_page_asks_for_anything_from_elsewhere() -> None:
    texts = [path.read_text("utf-8") for path in [*SITE.glob("assets/*.[jc]s*"), *SITE.glob("templates/*")]]
    links = {link for text in texts for link in re.findall(r"https?://[^\s\"')]+", text)}
    assert links <= {"http://www.w3.org/2000/svg"}
    assert not any(
        re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|\bfetch\(|\|\s*safe\b", text) for text in texts
    )
