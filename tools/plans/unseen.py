"""Plans of the half held apart into how well they are read at first sight: a line of docs/unseen.md."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from .choices import Choices
from .score import LOW, NOTHING, Score, documents, score
from .write import write, write_negatives

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "unseen.md"
APART = 1000
"""Plan n of seed s has the seed 1000 s + n: two seeds share no plan."""
DIMENSIONS = [name for name in Choices._fields if name not in ("extras", "decoys", "font")]
WORST = 25
NEGATIVES = 10
"""A document without an initiative for each so many plans."""


def convert(folder: Path, dataset: Path) -> None:
    tool = Path(sys.executable).parent / "keikaku"
    files = sorted(map(str, folder.glob("*.pdf")))
    ran = subprocess.run([str(tool), "convert", *files, "-o", str(dataset)], capture_output=True, text=True)
    if ran.returncode not in (0, 1):
        raise SystemExit(f"keikaku convert ended with {ran.returncode}: {ran.stderr[-400:]}")


class Measured(NamedTuple):
    """Scores by the name of the file; how many documents hold no initiative, and how many were found in these."""

    scores: dict[str, Score]
    negatives: int
    false: int


def scores(folder: Path) -> Measured:
    """Every X.pdf beside X.gold.json or X.negative.json, converted and scored."""
    with tempfile.TemporaryDirectory() as dataset:
        convert(folder, Path(dataset))
        found = documents(Path(dataset))
    out: dict[str, Score] = {}
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        gold = json.loads(path.read_text("utf-8"))
        out[name] = score(gold["initiatives"], *found[f"{name}.pdf"]) if f"{name}.pdf" in found else NOTHING
    empty = [path.name.replace(".negative.json", ".pdf") for path in folder.glob("*.negative.json")]
    return Measured(out, len(empty), sum(len(found[name][0]) for name in empty if name in found))


def measured(seed: int, count: int) -> tuple[Measured, dict[str, Choices]]:
    with tempfile.TemporaryDirectory() as name:
        folder, first = Path(name), seed * APART
        drawn = write(folder, "unseen", range(first, first + count))
        write_negatives(folder, "unseen", range(first, first + max(1, count // NEGATIVES)))
        return scores(folder), drawn


def mean(values: list[Score]) -> float:
    return sum(s.f1 for s in values) / len(values) if values else 0.0


def sure(values: list[Score]) -> float:
    total = sum(s.sure for s in values)
    return sum(s.sure_right for s in values) / total if total else 1.0


def summary(values: list[Score]) -> list[str]:
    """The figures of a line: mean, below .5, at .9, silent."""
    low, silent = sum(s.f1 < LOW for s in values), sum(s.silent for s in values)
    return [f"{mean(values):.3f}", str(low), f"{sure(values):.3f} of {sum(s.sure for s in values)}", str(silent)]


def report(all_found: Measured, drawn: dict[str, Choices]) -> str:
    """The figures over all plans, then by value of every dimension, worst first."""
    found = all_found.scores
    values = list(found.values())
    f1, low, at, silent = summary(values)
    lines = [f"{len(values)} plans: mean F1 {f1}, below .5 {low}, right at .9 {at}, silent {silent}"]
    lines.append(f"{all_found.false} initiatives found in {all_found.negatives} documents that hold none")
    right = sum(s.right for s in values)
    lines.append(f"of {right} right rows {sum(s.right_sure for s in values) / max(1, right):.3f} are at .9 or above")
    groups: dict[str, list[Score]] = {}
    for name, choices in drawn.items():
        for dimension in DIMENSIONS:
            groups.setdefault(f"{dimension}={getattr(choices, dimension)}", []).append(found[name])
    ranked = sorted((mean(scores), value, scores) for value, scores in groups.items() if len(scores) > 1)
    for f1_of, value, scores in ranked[:WORST]:
        _, low, at, silent = summary(scores)
        lines.append(f"  {value:24} {f1_of:.3f} of {len(scores):3}  below .5 {low:>3}  at .9 {at:14}  silent {silent}")
    return "\n".join(lines)


def commit() -> str:
    def git(*args: str) -> str:
        return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True).stdout.strip()

    changed = [line for line in git("status", "--porcelain").splitlines() if not line.endswith(PAGE.name)]
    return (git("rev-parse", "--short", "HEAD") or "none") + (" (dirty)" if changed else "")


def stands(seed: int) -> bool:
    """Whether this seed was measured before."""
    return bool(PAGE.exists() and re.search(rf"^\|[^|]*\|[^|]*\| {seed} \|", PAGE.read_text("utf-8"), re.M))


def note(seed: int, count: int, found: Measured) -> None:
    cells = [f"{datetime.now(UTC):%Y-%m-%d}", commit(), str(seed), str(count), *summary([*found.scores.values()])]
    cells.append(f"{found.false} in {found.negatives}")
    with PAGE.open("a", encoding="utf-8") as page:
        page.write("| " + " | ".join(cells) + " |\n")


def run(seed: int, count: int, again: bool) -> int:
    if stands(seed) and not again:
        print(
            f"seed {seed} was seen before ({PAGE.name}): take another, or AGAIN=1 to look again without noting it",
            file=sys.stderr,
        )
        return 1
    found, drawn = measured(seed, count)
    print(report(found, drawn))
    if not again:
        note(seed, count, found)
    return 0
