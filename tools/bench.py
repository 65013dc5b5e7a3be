"""Speed beside other readers of tables: `make bench`, or `python tools/bench.py FILE.pdf …` for documents of your own.

Every figure is CPU time of the same run. The floor is what PyMuPDF alone needs to hand out the characters and drawings
of a page; a reader's ratio is its time over the floor of the very pages it read. Readers take turns, ROUNDS times,
and the medians count. Opening a file is not timed, except where keikaku does it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pdfplumber
import pymupdf
import tablers

from extract import document
from normalize.records import records
from tools.bench_growth import growths, print_growth
from tools.bench_icdar import print_scores, scores

ROUNDS = 3
SLOW = 12
"""Pages a document for the readers that take 50 to 300 ms a page."""
MANY = 1_000_000
OUT = Path("output/bench.json")


class Reader(NamedTuple):
    """One way to read the pages. limit: pages a document, None for all; seconds: CPU time of the first `n` pages."""

    name: str
    limit: int | None
    seconds: Callable[[Path, int], float]

    def pages(self, path: Path) -> int:
        return min(page_count(path), self.limit or MANY)


class Pair(NamedTuple):
    """CPU seconds of a reader, and of the floor of the same pages just before."""

    seconds: float
    floor: float


class Row(NamedTuple):
    """A line of the table: medians over the rounds. worst: the ratio of the document where it is highest."""

    name: str
    pages: int
    ms_a_page: float
    pages_a_second: float
    ratio: float
    worst: float | None


def floor(path: Path, pages: int) -> float:
    with pymupdf.open(path) as pdf:
        start = time.process_time()
        for number in range(pages):
            page = pdf[number]
            page.get_text("rawdict")
            page.get_cdrawings()
        return time.process_time() - start


def find_tables(path: Path, pages: int) -> float:
    with pymupdf.open(path) as pdf:
        start = time.process_time()
        for number in range(pages):
            found = pdf[number].find_tables()
            for table in found.tables if found else ():
                table.extract()
        return time.process_time() - start


def extract_tables(path: Path, pages: int) -> float:
    with pdfplumber.open(path) as pdf:
        start = time.process_time()
        for page in pdf.pages[:pages]:
            page.extract_tables()
            page.close()
        return time.process_time() - start


def rust_tables(path: Path, pages: int) -> float:
    with tablers.Document(path) as pdf:
        start = time.process_time()
        for number in range(pages):
            tablers.find_tables(pdf.get_page(number), extract_text=True)
        return time.process_time() - start


def extraction(path: Path, _: int) -> float:
    start = time.process_time()
    document.read(path)
    return time.process_time() - start


def reading(path: Path, _: int) -> float:
    start = time.process_time()
    records(document.read(path), "bench")
    return time.process_time() - start


READERS = (
    Reader("keikaku: tables and text", None, extraction),
    Reader("keikaku: records", None, reading),
    Reader("tablers find_tables", None, rust_tables),
    Reader("PyMuPDF find_tables", SLOW, find_tables),
    Reader("pdfplumber extract_tables", SLOW, extract_tables),
)


def page_count(path: Path) -> int:
    with pymupdf.open(path) as pdf:
        return pdf.page_count


def converted(paths: Sequence[Path]) -> float:
    """CPU seconds of `keikaku convert` of these documents, in one process of its own, into a new dataset."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-c", "from pipelines.cli import main; raise SystemExit(main())", "convert"]
        arguments = [*map(str, paths), "-o", f"{folder}/data", "--jobs", "1"]
        subprocess.run([*command, *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def one_page_of(path: Path, folder: Path) -> Path:
    """The middle page of a document as a document: what the command costs before it reads more than a page."""
    with pymupdf.open(path) as pdf, pymupdf.open() as single:
        single.insert_pdf(pdf, from_page=pdf.page_count // 2, to_page=pdf.page_count // 2)
        single.save(folder / "one_page.pdf")
    return folder / "one_page.pdf"


def in_turns(paths: Sequence[Path]) -> list[Row]:
    """Each reader over all documents, one after the other, ROUNDS times; each beside the floor of its own pages."""
    warm(paths)
    taken: dict[str, list[list[Pair]]] = {reader.name: [] for reader in READERS}
    for _ in range(ROUNDS):
        for reader in READERS:
            taken[reader.name].append([measured(reader, path) for path in paths])
    return [reader_row(reader, paths, taken[reader.name]) for reader in READERS]


def reader_row(reader: Reader, paths: Sequence[Path], rounds: Sequence[Sequence[Pair]]) -> Row:
    total = row(reader.name, sum(reader.pages(path) for path in paths), [added(each) for each in rounds])
    return total._replace(worst=max(ratio_of(document) for document in zip(*rounds, strict=True)))


def warm(paths: Sequence[Path]) -> None:
    """The first look at a document loads fonts, the first call of a reader its dictionaries."""
    for path in paths:
        floor(path, 1)
    for reader in READERS:
        reader.seconds(paths[0], 1)


def measured(reader: Reader, path: Path) -> Pair:
    pages = reader.pages(path)
    low = floor(path, pages)
    return Pair(reader.seconds(path, pages), low)


def added(pairs: Sequence[Pair]) -> Pair:
    return Pair(sum(pair.seconds for pair in pairs), sum(pair.floor for pair in pairs))


def ratio_of(rounds: Sequence[Pair]) -> float:
    return median(pair.seconds / pair.floor for pair in rounds)


def whole_command(paths: Sequence[Path]) -> tuple[Row, float]:
    """The command less its start, and its start."""
    taken: list[Pair] = []
    starts: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        single = one_page_of(paths[0], Path(folder))
        for _ in range(ROUNDS):
            starts.append(converted([single]))
            low = sum(floor(path, page_count(path)) for path in paths) - floor(single, 1)
            taken.append(Pair(converted(paths) - starts[-1], low))
    pages = sum(page_count(path) for path in paths) - 1
    return row("keikaku convert, less its start", pages, taken), median(starts)


def row(name: str, pages: int, rounds: Sequence[Pair]) -> Row:
    seconds = median(pair.seconds for pair in rounds)
    return Row(name, pages, 1000 * seconds / pages, pages / seconds, ratio_of(rounds), None)


def print_table(rows: Sequence[Row], start: float) -> None:
    print(f"{'':34}{'pages':>7}{'ms/page':>10}{'pages/s':>10}{'x floor':>10}{'worst':>8}")
    for each in rows:
        worst = "" if each.worst is None else f"{each.worst:.2f}"
        print(
            f"{each.name:34}{each.pages:7}{each.ms_a_page:10.1f}{each.pages_a_second:10.1f}{each.ratio:10.2f}{worst:>8}"
        )
    print(f"Start of the command: {start:.2f} s. CPU time on one core, medians of {ROUNDS} rounds.")
    print("Floor: PyMuPDF rawdict + drawings of the same pages; worst: the ratio of the document where it is highest.")
    print(f"Slow readers: the first {SLOW} pages of a document.")


def main(arguments: Sequence[str]) -> None:
    paths = [Path(argument) for argument in arguments] or sorted(Path("samples").glob("*/source.pdf"))
    pymupdf.no_recommend_layout()  # else find_tables advertises into the table
    command, start = whole_command(paths)
    rows = [*in_turns(paths), command]
    print_table(rows, start)
    compared = scores()
    if compared:
        print_scores(compared)
    grown = growths()
    print_growth(grown)
    versions = {name: version(name) for name in ("keikaku", "pymupdf", "pdfplumber", "tablers")}
    found = {"documents": list(map(str, paths)), "rounds": ROUNDS, "start_seconds": start, "versions": versions}
    OUT.parent.mkdir(exist_ok=True)
    told = {"rows": [each._asdict() for each in rows], "icdar_2013": [each._asdict() for each in compared]}
    told["growth"] = [each._asdict() | {"exponent": each.exponent} for each in grown]
    OUT.write_text(json.dumps(found | told, indent=1) + "\n", "utf-8")
    print(f"written: {OUT}")


if __name__ == "__main__":
    main(sys.argv[1:])
