"""A small dataset with what is awkward to export, and the records it was written from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from normalize.record import Document, Finding, Initiative, Records, Result, Source, Target
from pipelines.dataset import Dataset
from pipelines.part import encoded

ID = "0123456789abcdef"
FIRST, SECOND = f"{ID}-0001", f"{ID}-0002"
FORMULA = '=HYPERLINK("http://example.com","令和8年度")'
DOCUMENT = Document(
    ID, "plans/汐見町.pdf", ID * 4, "application/pdf", "ok", title="汐見町防災計画", municipality="汐見町",
    doc_kind="progress", fiscal_year=2025, period_start=2024, period_end=2027, page_count=3, text_source="text_layer",
    initiative_count=2, target_count=4, result_count=4, finding_count=2, extractor_version="0",
    doc_class="progress",
)  # fmt: skip
FAILED = Document(
    "f" * 16,
    "plans/鍵.pdf",
    "f" * 64,
    "application/pdf",
    "encrypted",
    error="The PDF needs a password.",
    extractor_version="0",
)
INITIATIVES = (
    Initiative(
        ID, FIRST, 1, "1-1", "堤防の点検", "堤防の\n点検", policy=("基本目標1 備え", "方針1 川"),
        departments=("土木課", "総務部・危機管理室"), content='・"急傾斜地"を含む。\n・𠮷野川は〜年2回、⑴から。',
        objective=FORMULA, confidence=0.9, flags=("mended",), source=(Source("name", 2, 50.0, 60.5, 120.0, 72.0),),
    ),
    Initiative(ID, SECOND, 2, None, "@防災メール", "@防災メール", is_new=True, direction="新規"),
)  # fmt: skip
TARGET = Target(
    ID, FIRST, f"{FIRST}-t001", 1, "numeric", "(1)", "点検箇所数", "（１）点検箇所数", 2025, 20.0, "箇所", "以上",
    "20箇所以上", "２０箇所以上", source=(Source("text", 2, 200.0, 60.0, 240.0, 72.0),),
)  # fmt: skip
TARGETS = (
    TARGET,
    replace(TARGET, target_id=f"{FIRST}-t002", seq=2, fiscal_year=2026, value=22.5, text="22.5箇所", text_raw="22.5"),
    Target(ID, FIRST, f"{FIRST}-t003", 3, "stage", None, "台帳の整備", None, 2025, None, None, None, "検討", "検討"),
    Target(ID, SECOND, f"{SECOND}-t001", 1, "numeric", None, "増減", None, 2025, -5.0, "%", None, "-5%", "▲５％"),
)  # fmt: skip
RESULT = Result(
    ID, FIRST, f"{FIRST}-r001", 1, "indicator", "baseline", "(1)", "点検箇所数", "（１）点検箇所数", 2023, 12.0, "箇所",
    None, "12箇所", "１２箇所",
)  # fmt: skip
RESULTS = (
    RESULT,
    replace(RESULT, result_id=f"{FIRST}-r002", seq=2, basis="reported", fiscal_year=2025, value=18.0, text="18箇所"),
    Result(
        ID, FIRST, f"{FIRST}-r003", 3, "narrative", "reported", None, None, None, 2025, None, None, None,
        "＝点検を終えた。", "＝点検を終えた。",
    ),
    Result(
        ID, FIRST, f"{FIRST}-r004", 4, "grade", "reported", None, None, None, 2025, None, None, None, "A", "Ａ",
        grade="A",
    ),
)  # fmt: skip
FINDINGS = (
    Finding(ID, f"{ID}-f0001", "number_gap", "warning", None, 2, "no initiative bears the number 3", "3"),
    Finding(ID, f"{ID}-f0002", "rate_differs", "error", FIRST, 2, "the rate does not follow", "90%", "95%"),
)
RECORDS = Records(DOCUMENT, INITIATIVES, TARGETS, RESULTS, FINDINGS)


def write(folder: Path, *records: Records) -> str:
    """A dataset of these records; the folder as the command line takes it."""
    with Dataset(folder) as dataset:
        for each in records:
            dataset.write(encoded(each))
    return str(folder)


def account(lines: str | bytes) -> dict[str, Any]:
    """What an account of a run says: its first and last line, and between them an entry a document."""
    told = [json.loads(line) for line in lines.splitlines()]
    ends = {key: value for line in told if line["event"] in ("started", "ended") for key, value in line.items()}
    return {"finished": None} | ends | {"entries": [line for line in told if line["event"] == "document"]}


def accounts(out: str | Path) -> list[dict[str, Any]]:
    """Those of a dataset, oldest first."""
    return [account(path.read_text("utf-8")) for path in sorted(Path(out, "_runs").glob("*.jsonl"))]
