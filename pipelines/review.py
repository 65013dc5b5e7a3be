"""`keikaku review`: a dataset -> a static site that shows every record beside its page."""

from __future__ import annotations

import os
import sys
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from normalize.record import Document, Records
from pipelines.base import NotADataset, ask
from pipelines.frames import books
from pipelines.inputs import gather, path_of
from pipelines.progress import Progress
from pipelines.site.build import Site, build
from pipelines.site.pictures import Shown, Why
from pipelines.worker import Limits

SENTENCES: dict[Why, str] = {
    "moved": "the file is not there; its records are shown without pages (--inputs says where the files are now)",
    "changed": "the file has other bytes now; its records are shown without pages (convert it again, or use --inputs)",
    "unreadable": "the file cannot be opened any more; its records are shown without pages",
}


class Review(NamedTuple):
    """What the command line asked for. inputs: where to look for the documents' files, besides where they were."""

    folder: str
    site: Path
    inputs: tuple[str, ...]
    jobs: int | None
    limits: Limits


def review(order: Review) -> int:
    """Run the command; the exit status: 1 where the pages of a document could not be shown."""
    try:
        shelf = ask(order.folder, lambda base: sorted(books(base), key=lambda book: book.document.source))
    except NotADataset as error:
        print(error, file=sys.stderr)
        return 2
    site = Site(order.site, paths(shelf, order.inputs), order.jobs, order.limits)
    try:
        missing = build_site(site, shelf)
    except OSError as error:
        print(f"{order.site}: cannot be written to ({error.strerror or error}).", file=sys.stderr)
        return 2
    print(f"documents: {len(shelf)}, without pages: {missing}; open {order.site / 'index.html'} in a browser")
    return 1 if missing else 0


def build_site(site: Site, shelf: list[Records]) -> int:
    """Build; how many documents have pages that cannot be shown."""
    missing = 0
    with Progress(len(shelf), doing="drawing") as progress:
        for document, shown in build(site, shelf):
            complaints = sentences(document, shown)
            missing += bool(complaints)
            progress.step(document.page_count)
            for sentence in complaints:
                progress.say(sentence)
    return missing


def sentences(document: Document, shown: Shown) -> list[str]:
    if shown.why is not None:
        return [f"{document.source}: {SENTENCES[shown.why]}"]
    blank = (sheet for sheet in shown.sheets if sheet.file is None)
    alike = [(why, [sheet.page for sheet in several]) for why, several in groupby(blank, key=lambda sheet: sheet.why)]
    return [f"{document.source}: {numbered(pages)} not drawn: {why}" for why, pages in alike]


def numbered(pages: list[int]) -> str:
    """
    >>> numbered([3]), numbered([1, 2, 3, 4])
    ('page 3 is', 'pages 1-4 are')
    """
    return f"page {pages[0]} is" if len(pages) == 1 else f"pages {pages[0]}-{pages[-1]} are"


def paths(shelf: list[Records], inputs: tuple[str, ...]) -> dict[str, str]:
    """The files of the documents, by SHA-256: where they were converted from, or anywhere in the inputs named."""
    named = {each.sha256: each.path for each in gather(inputs, StringIO()).found} if inputs else {}
    known = {book.document.sha256: path_of(book.document.source) for book in shelf}
    known = {digest: path for digest, path in known.items() if os.path.isfile(path)}
    return known | named
