"""The records of a dataset and the files they came from -> the site's folder, a folder a document in it.

Built again, it draws only documents that are new: pictures depend on nothing but a file's bytes. Names of files in the
site are ids and numbers, never text of a document.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

from normalize.record import Document, Records
from pipelines import engine
from pipelines.site import pictures, webp
from pipelines.site.data import document_data, summary, title
from pipelines.site.pictures import Job, Sheet, Shown, Why
from pipelines.site.script import script
from pipelines.site.template import render
from pipelines.site.words import words
from pipelines.worker import Limits, Lost

DRAWN = "drawn.json"
"""In a document's folder: what was drawn of it, written when all of it was."""
SETTINGS = [pictures.SCALE, pictures.MOST_PIXELS, webp.QUALITY, webp.METHOD]
FOLDER = re.compile(r"[0-9a-f]{16}")


class Site(NamedTuple):
    """Where it is built, from which files (paths by SHA-256), with how many processes under which limits."""

    folder: Path
    paths: Mapping[str, str]
    jobs: int | None
    limits: Limits


def build(site: Site, books: Sequence[Records]) -> Iterator[tuple[Document, Shown]]:
    """Write the site; each document with what is shown of it, as it is done."""
    site.folder.mkdir(parents=True, exist_ok=True)
    write_assets(site.folder)
    sweep(site.folder, {book.document.doc_id for book in books})
    known = {book.document.doc_id: book for book in books}
    shown: dict[str, Shown] = {}
    for doc_id, drawn in draw(site, books):
        shown[doc_id] = drawn
        write_document(site.folder / doc_id, known[doc_id], drawn)
        yield known[doc_id].document, drawn
    write_index(site.folder, [(book, shown[book.document.doc_id]) for book in books])


def write_assets(folder: Path) -> None:
    with as_file(files("pipelines.site").joinpath("assets")) as assets:
        shutil.copytree(assets, folder / "assets", dirs_exist_ok=True)
    put(folder / "assets/words.js", script("words", {key: list(word) for key, word in words().items()}))


def sweep(folder: Path, doc_ids: set[str]) -> None:
    """Remove the folders of documents that are no more in the dataset."""
    for inside in folder.iterdir():
        if FOLDER.fullmatch(inside.name) and inside.name not in doc_ids and (inside / "records.js").exists():
            shutil.rmtree(inside)


def draw(site: Site, books: Sequence[Records]) -> Iterator[tuple[str, Shown]]:
    """What is shown beside each document's records, drawn where it is not there yet."""
    waiting: dict[str, list[Job]] = {}
    for book in books:
        document, folder = book.document, site.folder / book.document.doc_id
        folder.mkdir(exist_ok=True)
        kept = already_drawn(folder)
        if document.status != "ok":
            yield document.doc_id, Shown()
        elif kept is not None:
            yield document.doc_id, kept
        elif document.sha256 not in site.paths:
            yield document.doc_id, Shown(why="moved")
        else:
            waiting[document.doc_id] = jobs(document, site.paths[document.sha256], folder)
    yield from drawn(site, waiting)


def jobs(document: Document, path: str, folder: Path) -> list[Job]:
    """A document's pages in tasks of a few dozen."""
    step, last = pictures.CHUNK, max(document.page_count, 1)
    return [
        Job(path, document.sha256, str(folder), first, min(first + step - 1, last))
        for first in range(1, last + 1, step)
    ]


def drawn(site: Site, waiting: Mapping[str, list[Job]]) -> Iterator[tuple[str, Shown]]:
    """Each document when the last of its tasks is done."""
    done: dict[str, list[Shown]] = {doc_id: [] for doc_id in waiting}
    tasks = [job for parts in waiting.values() for job in parts]
    for job, result in engine.run(pictures.show, tasks, site.jobs, site.limits):
        doc_id = Path(job.folder).name
        done[doc_id].append(lost(job, result) if isinstance(result, Lost) else result)
        if len(done[doc_id]) == len(waiting[doc_id]):
            whole = joined(done[doc_id])
            if whole.why is None:
                put(Path(job.folder) / DRAWN, json.dumps({"settings": SETTINGS, "shown": whole}, ensure_ascii=False))
            yield doc_id, whole


def lost(job: Job, why: Lost) -> Shown:
    """The pages of a task that died or took too much."""
    return Shown(tuple(Sheet(page, 0.0, 0.0, None, why.sentence) for page in range(job.first, job.last + 1)))


def joined(parts: Sequence[Shown]) -> Shown:
    sheets = sorted(sheet for part in parts for sheet in part.sheets)
    why: Why | None = next((part.why for part in parts if part.why is not None), None)
    return Shown(tuple(sheets), max(part.lines for part in parts), why)


def already_drawn(folder: Path) -> Shown | None:
    """What an earlier build has drawn, in the same manner."""
    try:
        noted = json.loads((folder / DRAWN).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if noted["settings"] != SETTINGS:
        return None
    sheets, lines, why = noted["shown"]
    return Shown(tuple(Sheet(*sheet) for sheet in sheets), lines, why)


def write_document(folder: Path, book: Records, shown: Shown) -> None:
    put(folder / "records.js", script("book", document_data(book, shown)))
    about = {"document": book.document, "title": title(book.document), "lines": shown.lines}
    put(folder / "index.html", render("document.html", "../", {"here": "document", **about}))


def write_index(folder: Path, shelf: Sequence[tuple[Records, Shown]]) -> None:
    put(folder / "documents.js", script("documents", [summary(book, shown) for book, shown in shelf]))
    put(folder / "index.html", render("index.html", "", {"here": "documents"}))
    put(folder / "analysis.html", render("analysis.html", "", {"here": "analysis"}))


def put(path: Path, text: str) -> None:
    """Write a file, unless it holds just this."""
    data = text.encode("utf-8")
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)
