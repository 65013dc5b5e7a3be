"""`keikaku regress`: extraction of the samples against their approved records."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines import approved, reading
from pipelines.difference import differences
from pipelines.inputs import gather
from pipelines.moved import moved
from pipelines.version import extractor_version

if TYPE_CHECKING:
    from pipelines.site.regressed import Report

APPROVED = "approved.json"
ABOUT = "about.toml"
ASKED = ("shows", "made_by")
"""What about.toml must say of a sample: what it shows, and how the file was made."""
SOURCES = ("source.pdf", "source.txt")


def regress(samples: Path, approve: bool, html: Path | None = None) -> int:
    """Run the command; the exit status. With approve, take what is read as approved: the only writer of these files.

    html: a folder for a report with the places of what moved.
    """
    folders = sample_folders(samples)
    if not folders:
        print(f"{samples}: no sample here (a folder with source.pdf or source.txt)", file=sys.stderr)
        return 2
    try:
        differ = sum(told(folders, approve, html))
    except OSError as error:
        print(f"{html or samples}: cannot be written to ({error.strerror or error})", file=sys.stderr)
        return 2
    faulty = sum(tell_faults(folder) for folder in folders)
    print(f"{len(folders)} samples, {differ} {'approved anew' if approve else 'differ'}, {faulty} incomplete")
    return 1 if faulty or (differ and not approve) else 0


def sample_folders(samples: Path) -> list[Path]:
    """The folders that hold a source or approved records; the argument may be one of them."""
    return sorted({path.parent for name in (*SOURCES, APPROVED) for path in samples.rglob(name)})


def told(folders: Sequence[Path], approve: bool, html: Path | None) -> Iterator[bool]:
    """Whether each sample differs, told as it is found."""
    if html is None:
        yield from (tell(folder, approve, None) for folder in folders)
        return
    from pipelines.site.regressed import Report  # what draws pages takes a while to load

    report = Report(html)
    yield from (tell(folder, approve, report) for folder in folders)
    report.save()
    print(f"open {html / 'index.html'} in a browser")


def tell(folder: Path, approve: bool, report: Report | None) -> bool:
    """Print how a sample differs from its approved records; true if it does."""
    source = source_of(folder)
    if source is None:
        return False
    found = extracted(folder)
    if report is not None:
        before = approved.load(folder / APPROVED) if (folder / APPROVED).exists() else ()
        report.add(folder.name, Path(source), list(moved(before, found)))
    lines = list(against_approved(folder, found))
    if lines:
        print(f"{folder.name}:", *lines, sep="\n  ")
    if lines and approve:
        (folder / APPROVED).write_text(approved.dump(found), "utf-8")
    return bool(lines)


def tell_faults(folder: Path) -> bool:
    lines = list(faults(folder))
    if lines:
        print(f"{folder.name}:", *lines, sep="\n  ")
    return bool(lines)


def extracted(folder: Path) -> tuple[approved.Entry, ...]:
    """What is read from a sample's source now; a bug is shown with its traceback."""
    outcome = read_sample(folder)
    if outcome.trace:
        print(outcome.trace, file=sys.stderr)
    return approved.entries(outcome.records)


def source_of(folder: Path) -> str | None:
    """The one source of a sample."""
    found = [str(folder / name) for name in SOURCES if (folder / name).exists()]
    return found[0] if len(found) == 1 else None


def read_sample(folder: Path) -> reading.Outcome:
    """Read source.pdf or source.txt of a sample."""
    [source] = gather(filter(None, [source_of(folder)]), StringIO()).found
    return reading.read(reading.Job(source.path, source.source, source.sha256, "pymupdf", extractor_version()))


def against_approved(folder: Path, found: tuple[approved.Entry, ...]) -> Iterator[str]:
    """The lines of difference; one line where nothing is approved yet."""
    if not (folder / APPROVED).exists():
        yield f"{APPROVED} is missing ({len(found)} records read; --approve takes them)"
        return
    yield from differences(approved.load(folder / APPROVED), found)


def faults(folder: Path) -> Iterator[str]:
    """What a sample lacks beside its approved records."""
    if source_of(folder) is None:
        yield f"one of {' or '.join(SOURCES)} is asked for"
    try:
        about = tomllib.loads((folder / ABOUT).read_text("utf-8"))
    except FileNotFoundError:
        yield f"{ABOUT} is missing"
        return
    except tomllib.TOMLDecodeError as error:
        yield f"{ABOUT}: {error}"
        return
    yield from (f"{ABOUT}: {key} is missing" for key in ASKED if not about.get(key))
