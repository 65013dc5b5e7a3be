"""Memory and time of a large dataset's commands: `python tools/bench_scale.py [10000 100000]`, so many documents each.

The rows are made, not read: a plan of eight initiatives, twenty targets, eight results and three findings, again and
again under other ids, in parts of a thousand documents as `convert` merges them. The constants of docs/scale.md.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from normalize.record import TABLES, Document, Finding, Initiative, Records, Result, Source, Target
from pipelines import parquet
from pipelines.dataset import Dataset
from pipelines.parquet import Rows
from pipelines.version import extractor_version
from tools.soak.watch import keikaku, watched

TOGETHER = 1_000
COMMANDS = (
    ("audit", "--format", "csv"), ("audit",), ("export", "csv"), ("export", "datapackage"), ("export", "duckdb"),
    ("verify",),
)  # fmt: skip
PLACE = (Source("name", 12, 56.0, 120.5, 200.0, 132.0), Source("content", 12, 210.0, 120.5, 500.0, 180.0))
PROSE = "市民が窓口に来なくても手続を終えられるよう、申請の電子化を進め、来庁の負担を減らす。" * 3


def plan(doc_id: str) -> Records:
    """A plan as printed plans are: most of its text is prose of initiatives."""
    ids = [f"{doc_id}-{n:04}" for n in range(1, 9)]
    return Records(
        Document(
            doc_id, f"plans/{doc_id}.pdf", doc_id * 4, "application/pdf", "ok", title=f"計画{doc_id}",
            municipality="汐見町", page_count=20, initiative_count=8, target_count=20, result_count=8,
            finding_count=3, doc_class="plan",
        ),
        tuple(
            Initiative(doc_id, each, n, str(n), f"窓口の電子化{n}", "窓口の\n電子化", content=PROSE, source=PLACE)
            for n, each in enumerate(ids, 1)
        ),
        tuple(
            Target(doc_id, ids[n % 8], f"{ids[n % 8]}-t{n:03}", n, "numeric", None, "手続の数", None, 2026, float(n),
                   "件", None, f"{n}件", f"{n}件", source=PLACE[:1])
            for n in range(20)
        ),
        tuple(
            Result(doc_id, each, f"{each}-r001", 1, "narrative", "reported", None, None, None, 2025, None, None, None,
                   PROSE, PROSE, source=PLACE[:1])
            for each in ids
        ),
        tuple(
            Finding(doc_id, f"{doc_id}-f{n:04}", "number_gap", "warning", ids[n], n, f"no initiative bears {n}", str(n))
            for n in range(3)
        ),
    )  # fmt: skip


def renamed(rows: Rows, doc_id: str) -> Rows:
    """The same rows under another id."""
    made: Rows = {}
    for table, found in rows.items():
        old = found["doc_id"][0].as_py()
        for name in ("doc_id", "source", "sha256", "initiative_id", "target_id", "result_id", "finding_id"):
            if name in found.schema.names and pa.types.is_string(found.schema.field(name).type):
                texts = [text and text.replace(old, doc_id) for text in found[name].to_pylist()]
                found = found.set_column(found.schema.get_field_index(name), found.schema.field(name), [texts])
        made[table] = found
    return made


def write(folder: Path, documents: int) -> None:
    template = parquet.rows_of(plan("0" * 16))
    with Dataset(folder) as dataset:
        for first in range(0, documents, TOGETHER):
            ids = [sha256(str(n).encode()).hexdigest()[:16] for n in range(first, min(first + TOGETHER, documents))]
            rows = parquet.join([renamed(template, doc_id) for doc_id in ids])
            dataset.change([dataset.staged(rows)], [])
        dataset.describe()


def write_inputs(folder: Path, documents: int) -> None:
    """So many inputs, and the dataset that a run over them would have left."""
    version = extractor_version()
    (folder / "in").mkdir()
    with Dataset(folder / "D") as dataset:
        for first in range(0, documents, TOGETHER):
            rows: list[Document] = []
            for n in range(first, min(first + TOGETHER, documents)):
                path = folder / "in" / f"{n}.txt"
                path.write_text(f"計画{n}\n", "utf-8")
                digest = sha256(path.read_bytes()).hexdigest()
                rows.append(Document(digest[:16], str(path), digest, "text/plain", "ok", extractor_version=version))
            made = {table: parquet.arrow_table(table, rows if table == "documents" else ()) for table in TABLES}
            dataset.change([dataset.staged(made)], [])


def unchanged(documents: int) -> None:
    """Two runs that read nothing: the first hashes every input, the second only looks whether it is the same."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_inputs(folder, documents)
        for told in ("convert, all hashed", "convert, all unchanged"):
            run = watched(keikaku("convert", folder / "in", "-o", folder / "D"), folder / "log")
            failed = "" if f"{documents} skipped" in run.output else " failed"
            print(f"{documents:10,}  {told + failed:24}{run.peak:9,}{run.seconds:9.1f}{run.cpu:8.1f}", flush=True)


def main(counts: list[int]) -> None:
    print(f"{'documents':>10}  {'command':24}{'peak MB':>9}{'seconds':>9}{'CPU s':>8}")
    for documents in counts or [10_000, 100_000]:
        with TemporaryDirectory() as folder:
            write(Path(folder, "D"), documents)
            for command, *more in COMMANDS:
                options = ["--format", *more, "-o", f"{folder}/out-{more[0]}"] if command == "export" else more
                run = watched(keikaku(command, f"{folder}/D", *options), Path(folder, "log"))
                told = f"{command} {more[-1] if more else ''}{' failed' if run.status else ''}"
                print(f"{documents:10,}  {told:24}{run.peak:9,}{run.seconds:9.1f}{run.cpu:8.1f}", flush=True)
            sizes = {table: sum(each.stat().st_size for each in Path(folder, "D", table).iterdir()) for table in TABLES}
            print(f"{documents:10,}  bytes a document: {sum(sizes.values()) / documents:,.0f}")
        unchanged(documents)


if __name__ == "__main__":
    main(list(map(int, sys.argv[1:])))
