"""Long tests of `keikaku convert`: `make soak`, or `python -m tools.soak [mutated N] [hostile N] …`.

mutated  N malformed documents, drawn from the samples: no crash, a status each, none over its limits
large    N documents, three in ten damaged: none lost, memory of the process tree, one process against two, run again
hostile  inputs made to break a reader, crowds of N in them: a status or a sentence each; then damage in the dataset,
         and (as root) a disk that is full: no traceback anywhere
killed   a run killed at N random moments and finished by another: byte for byte the dataset of an undisturbed one

Documents and datasets go to output/soak/; what went over a limit stays there for study.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd

from pipelines.inputs import shown
from tools.soak import hostile
from tools.soak.damage import DAMAGES
from tools.soak.mutate import mutated, opened
from tools.soak.watch import keikaku, watched

FOLDER = Path("output/soak")
BATCH = 500
SECONDS, MEMORY = 20, 1024
"""What a malformed document may take; its seeds take less than a second and a quarter of the memory."""
SMALL = 400_000
"""Bytes of a seed: thousands of larger ones fill a disk."""


def seeds() -> list[tuple[str, bytes]]:
    """The samples (and other hard documents, where there are any), as they are and uncompressed."""
    paths = [*sorted(Path("samples").glob("*/source.*")), *sorted(Path("../shared/hard").glob("*.pdf"))]
    found = [(path.suffix, path.read_bytes()) for path in paths if path.stat().st_size < SMALL]
    found += [(suffix, opened(data)) for suffix, data in found if suffix == ".pdf" and b"/Encrypt" not in data]
    return [(suffix, data) for suffix, data in found if len(data) < 4 * SMALL]


def fresh(name: str) -> Path:
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def soak_mutated(count: int) -> bool:
    """Batch by batch: draw, convert, count."""
    chance, sources = Random(1), seeds()
    statuses: Counter[str] = Counter()
    peak = crashes = 0
    kept = fresh("kept")
    for first in range(0, count, BATCH):
        folder = fresh("mutated")
        (folder / "in").mkdir()
        for number in range(first, min(first + BATCH, count)):
            suffix, data = chance.choice(sources)
            (folder / "in" / f"{number:05}{suffix}").write_bytes(mutated(data, chance) + b"\n%%%d" % number)
        limits = ("--timeout", str(SECONDS), "--max-memory", str(MEMORY), "--jobs", "2")
        run = watched(keikaku("convert", folder / "in", "-o", folder / "D", *limits), folder / "log")
        crashes += run.status not in (0, 1)
        peak = max(peak, run.peak)
        documents = pd.read_parquet(folder / "D" / "documents")
        statuses.update(documents["status"])
        for number in np.flatnonzero(told(documents)):
            source, status, error = (documents[column].iloc[number] for column in ("source", "status", "error"))
            print(f"  {status}: {source}: {error}")
            shutil.copy(source, kept)
        print(f"{statuses.total()}: {dict(statuses)}, {run.seconds:.0f} s, peak {run.peak} MB", flush=True)
    print(f"mutated: {statuses.total()} of {count} have a status, {crashes} runs crashed, peak of the tree {peak} MB")
    return statuses.total() == count and not crashes


def told(documents: pd.DataFrame) -> pd.Series:
    """What is worth a look: over a limit, a process that died, a bug of ours."""
    words = documents["error"].fillna("").str.contains("process reading it died|Internal error")
    return documents["status"].isin(["timed_out", "too_large"]) | words


def lost(documents: pd.DataFrame) -> pd.Series:
    """Given up from outside, and not refused with a sentence of the reader's own."""
    return told(documents) & ~documents["error"].fillna("").str.contains("; not read|limit of")


def soak_large(count: int) -> bool:
    """The same documents with one process, with two, and once more when all is done."""
    folder = fresh("large")
    draw_large(folder / "in", count)
    commands = {
        jobs: keikaku("convert", folder / "in", "-o", folder / f"D{jobs}", "--jobs", str(jobs)) for jobs in (1, 2)
    }
    one, two, again = (watched(commands[jobs], folder / "log") for jobs in (1, 2, 2))
    documents = pd.read_parquet(folder / "D2" / "documents")
    named = bool((documents["error"].notna() | (documents["status"] == "ok")).all())
    print(f"large: {len(documents)} of {count} documents: {documents['status'].value_counts().to_dict()}")
    print(f"  every failure has its sentence: {named}")
    print(f"  two processes {two.seconds:.1f} s, one {one.seconds:.1f} s: {one.seconds / two.seconds:.2f} times")
    print(f"  CPU of two {two.cpu:.1f} s, of one {one.cpu:.1f} s, of the run again {again.cpu:.1f} s")
    print(f"  memory of the tree: peak {two.peak} MB, growth {two.growth} MB")
    print(f"  run again: {again.seconds:.1f} s, {again.seconds / two.seconds:.1%} of the first")
    same = files(folder / "D1") == files(folder / "D2")
    print(f"  one process and two wrote the same bytes: {same}")
    return len(documents) == count and named and same


def draw_large(folder: Path, count: int) -> None:
    """Copies of the samples whose bytes differ; every tenth first, second and third one damaged."""
    chance, sources = (
        Random(2),
        [(path.suffix, path.read_bytes()) for path in sorted(Path("samples").glob("*/source.*"))],
    )
    folder.mkdir()
    for number in range(count):
        suffix, data = sources[number // 10 % len(sources)]
        mark = b"\n%%%d\n" % number if suffix == ".pdf" else b"\n<!-- %d -->\n" % number
        (folder / f"{number:05}{suffix}").write_bytes((mutated(data, chance) if number % 10 < 3 else data) + mark)


def soak_killed(count: int) -> bool:
    """Kill, look, finish, compare; every other dataset is merged before and after, and killed while merging too."""
    chance, folder = Random(3), fresh("killed")
    draw_large(folder / "in", 12)
    convert = [keikaku("convert", folder / "in", "-o", folder / name, "--jobs", "2") for name in ("whole", "D")]
    subprocess.run(convert[0], capture_output=True, check=False)
    subprocess.run(keikaku("compact", folder / "whole"), capture_output=True, check=True)
    took = watched(convert[1], folder / "log").seconds
    faults = 0
    for number in range(count):
        shutil.rmtree(folder / "D")
        command, most = (convert[1], took) if number % 5 else (keikaku("compact", folder / "D"), 1.5)
        if not number % 5:
            subprocess.run(convert[1], capture_output=True, check=False)
        killed_at(command, chance.uniform(0, most))
        faults += not is_whole(folder / "D")
        subprocess.run(convert[1], capture_output=True, check=False)
        subprocess.run(keikaku("compact", folder / "D"), capture_output=True, check=True)
        faults += files(folder / "D") != files(folder / "whole")
    print(f"killed: {count} moments, {faults} faults")
    return not faults


def killed_at(command: list[str], seconds: float) -> None:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def is_whole(folder: Path) -> bool:
    """Every document named has the rows its counts say."""
    if not list(folder.glob("documents/*.parquet")):
        return True
    documents = pd.read_parquet(folder / "documents").set_index("doc_id")
    for table in ("initiative", "target", "result", "finding"):
        rows = pd.read_parquet(folder / f"{table}s")["doc_id"].value_counts().reindex(documents.index, fill_value=0)
        if not (rows == documents[f"{table}_count"]).all():
            return False
    return documents.index.is_unique


def files(folder: Path) -> dict[str, bytes]:
    """The files of a dataset but the accounts of runs, which hold times."""
    found = (path for path in folder.rglob("*.*") if path.is_file() and path.parent.name != "_runs")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def soak_hostile(size: int) -> bool:
    """What a folder of traps, damaged files and a full disk make of it, each by what the command says."""
    folder = fresh("hostile")
    names = hostile.write(folder / "in", size)
    limits = ("--timeout", "60", "--max-memory", str(MEMORY), "--jobs", "2")
    run = watched(keikaku("convert", folder / "in", "-o", folder / "D", *limits), folder / "log")
    documents = pd.read_parquet(folder / "D" / "documents")
    told_of = " ".join([*documents["source"], *run.output.splitlines()])
    silent = {name for name in names if shown(name) not in told_of}
    faults = [*silent, *documents[lost(documents)]["source"]] + ["traceback"] * ("Traceback" in run.output)
    faults += ["escape"] * ("\x1b" in run.output)
    print(f"hostile: {documents['status'].value_counts().to_dict()}, {run.seconds:.0f} s, peak {run.peak} MB")
    faults += [f"{name}: {why}" for name in DAMAGES if (why := unhealed(folder, name))]
    faults += full_disk(folder) if os.geteuid() == 0 else []
    print(f"hostile: {len(faults)} faults {faults}")
    return not faults


def unhealed(folder: Path, damage: str) -> str:
    """What goes wrong when a dataset is damaged, looked at, repaired and looked at again; nothing, if nothing does."""
    shutil.rmtree(folder / "E", ignore_errors=True)
    shutil.copytree(folder / "D", folder / "E")
    path = DAMAGES[damage](folder / "E")
    steps = (("audit",), ("verify",), ("verify", "--repair"), ("verify",), ("compact",), ("verify",))
    runs = [watched(keikaku(name, folder / "E", *more), folder / "log") for name, *more in steps]
    said = [run.status for run in runs[1:]]
    if any("Traceback" in run.output for run in runs):
        return "traceback"
    return "" if said == [1, 1, 0, 0, 0] and path.stem in runs[1].output else f"exit status {said}"


def full_disk(folder: Path) -> list[str]:
    """Convert into a disk of a quarter of a megabyte."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], check=False).returncode:
        return []
    try:
        run = watched(keikaku("convert", "samples", "-o", disk / "D", "--jobs", "1"), folder / "log")
    finally:
        subprocess.run(["umount", disk], check=True)
    whole = run.status == 1 and "Traceback" not in run.output and "does the rest" in run.output
    return [] if whole else [f"full disk: {run.status}"]


SOAKS: dict[str, Callable[[int], bool]] = {
    "mutated": soak_mutated,
    "hostile": soak_hostile,
    "large": soak_large,
    "killed": soak_killed,
}
COUNTS = {"mutated": 10_000, "hostile": 1_000_000, "large": 1_000, "killed": 50}


def main(arguments: list[str]) -> int:
    """Those asked for, each with its count; all of them where none is."""
    asked = dict(zip(arguments[::2], map(int, arguments[1::2]), strict=True)) or COUNTS
    held = [SOAKS[name](count) for name, count in asked.items()]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
