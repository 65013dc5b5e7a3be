"""Records and gold into counts of facts that are right, strictly: a fact counts only if all of it is right."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.dataset as parquet

Row = dict[str, Any]
Fact = tuple[object, ...]
FOLDED = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−－ｰ", "-"), **dict.fromkeys("〜～∼⁓", "~"), **dict.fromkeys("・･•*※", "")}
)
ALIKE = 0.6
"""From here on a record is taken for the gold record whose name, number and policy it shares most of."""
SURE = 0.9
LOW, POOR, RIGHT = 0.5, 0.8, 0.95
"""F1 of a document that is lost, of one that should have been doubted, of one that reads right."""


class Score(NamedTuple):
    """Of one document: F1; how many of its sure rows are right; its right rows; what its findings warn of."""

    f1: float
    sure: int
    sure_right: int
    right: int
    right_sure: int
    warnings: int
    found: int
    expected: int
    rows: int

    @property
    def silent(self) -> bool:
        return self.f1 < POOR and not self.warnings


NOTHING = Score(0.0, 0, 0, 0, 0, 0, 0, 0, 0)


def squash(text: object) -> str:
    """What a reader does not mind is folded: width, white space, dots, kinds of dash.

    >>> squash("・ＡＩの 活用―令和８年度")
    'AIの活用-令和8年度'
    """
    folded = unicodedata.normalize("NFKC", "" if text is None else str(text)).translate(FOLDED)
    return re.sub(r"\s+", "", folded)


def number(value: Any) -> float | None:
    return None if value is None else round(float(value), 6)


def target_fact(row: Row) -> Fact:
    head = ("target", row["kind"], squash(row["indicator"]), row.get("fiscal_year"))
    if row["kind"] == "numeric":
        return (*head, number(row.get("value")), squash(row.get("unit")))
    return (*head, squash(row.get("text")))


def result_fact(row: Row) -> Fact:
    head = ("result", row["kind"], row.get("fiscal_year"))
    if row["kind"] == "indicator":
        return (*head, squash(row.get("indicator")), number(row.get("value")), squash(row.get("unit")))
    return (*head, squash(row.get("grade" if row["kind"] == "grade" else "text")))


def row_facts(record: Row) -> Iterator[tuple[Row, Fact]]:
    yield from ((row, target_fact(row)) for row in record.get("targets") or ())
    yield from ((row, result_fact(row)) for row in record.get("results") or ())


def facts(record: Row) -> Counter[Fact]:
    """Everything that a record says.

    >>> sorted(facts({"name": "窓口改革", "number": "1", "policy": ["基本目標 1"]}))
    [('name', '窓口改革'), ('number', '1'), ('policy', '基本目標1')]
    """
    said: list[Fact] = [("name", squash(record.get("name")))]
    said += [(key, squash(record[key])) for key in ("number", "direction", "content", "objective") if record.get(key)]
    said += [("is_new", True)] if record.get("is_new") else []
    if record.get("policy"):
        said.append(("policy", "/".join(map(squash, record["policy"]))))
    said += [("department", squash(name)) for name in record.get("departments") or ()]
    return Counter([*said, *(fact for _, fact in row_facts(record))])


def likeness(a: Row, b: Row) -> float:
    name = SequenceMatcher(None, squash(a.get("name")), squash(b.get("name")), autojunk=False).ratio()
    same_number = a.get("number") is not None and squash(a["number"]) == squash(b.get("number"))
    same_policy = [*map(squash, a.get("policy") or ())] == [*map(squash, b.get("policy") or ())]
    return name + 0.15 * same_number + 0.1 * same_policy


def pairs(gold: Sequence[Row], found: Sequence[Row]) -> dict[int, int]:
    """Which found record each gold record is, the likest first, each once."""
    ranked = sorted(
        ((likeness(g, f), -abs(gi - fi), gi, fi) for gi, g in enumerate(gold) for fi, f in enumerate(found)),
        reverse=True,
    )
    out: dict[int, int] = {}
    for like, _, gi, fi in ranked:
        if like >= ALIKE and gi not in out and fi not in out.values():
            out[gi] = fi
    return out


def score(gold: Sequence[Row], found: Sequence[Row], warnings: int = 0) -> Score:
    """F1 over all facts, and how the confidence of rows and names agrees with their being right."""
    matched = pairs(gold, found)
    expected = [facts(g) for g in gold]
    got = [facts(f) for f in found]
    right = sum((expected[gi] & got[fi]).total() for gi, fi in matched.items())
    total = sum(e.total() for e in expected) + sum(g.total() for g in got)
    gold_of = {fi: gi for gi, fi in matched.items()}
    judged = [j for fi, f in enumerate(found) for j in judge(f, expected[gold_of[fi]] if fi in gold_of else Counter())]
    sure = [ok for confidence, ok in judged if confidence >= SURE]
    return Score(
        f1=2 * right / total if total else 1.0,
        sure=len(sure),
        sure_right=sum(sure),
        right=sum(ok for _, ok in judged),
        right_sure=sum(sure),
        warnings=warnings,
        found=len(found),
        expected=len(gold),
        rows=len(judged),
    )


def judge(record: Row, gold: Counter[Fact]) -> Iterator[tuple[float, bool]]:
    """The confidence of the name and of each row, and whether it is right."""
    yield record["confidence"], gold[("name", squash(record.get("name")))] > 0
    left = gold.copy()
    for row, fact in row_facts(record):
        good = left[fact] > 0
        left[fact] -= good
        yield row["confidence"], good


def table(dataset: Path, name: str) -> list[Row]:
    folder = dataset / name
    if not folder.exists():
        return []
    return (
        parquet.dataset(folder, format="parquet", partitioning="hive", exclude_invalid_files=True)
        .to_table()
        .to_pylist()
    )


def documents(dataset: Path) -> dict[str, tuple[list[Row], int]]:
    """File name -> its records in reading order with their rows, and how many findings warn."""
    rows: dict[str, dict[str, list[Row]]] = {"targets": {}, "results": {}}
    for name, of in rows.items():
        for row in table(dataset, name):
            of.setdefault(row["initiative_id"], []).append(row)
    warned = Counter(f["doc_id"] for f in table(dataset, "findings") if f["severity"] in ("warning", "error"))
    records: dict[str, list[Row]] = {}
    for record in sorted(table(dataset, "initiatives"), key=lambda r: (r["doc_id"], r.get("seq") or 0)):
        own = {name: of.get(record["initiative_id"], []) for name, of in rows.items()}
        records.setdefault(record["doc_id"], []).append({**record, **own})
    found = table(dataset, "documents")
    return {Path(d["source"]).name: (records.get(d["doc_id"], []), warned[d["doc_id"]]) for d in found}
