"""`keikaku audit`: the findings of a dataset by document and rule, as text, JSON or CSV."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple, get_args

import pandas as pd
from rich.console import Console
from rich.text import Text

from normalize.check import RULES
from normalize.record import Document, Finding, Initiative, Severity
from pipelines.flat import harmless_frame
from pipelines.frames import Frames, NotADataset, read, records

Format = Literal["text", "json", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
MOST = 10
"""Findings of one rule and document that are printed as text; JSON and CSV hold all."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
STYLES: dict[str, str] = {"error": "bold red", "warning": "yellow", "info": "dim"}


class Row(NamedTuple):
    """A finding with its document and initiative in words."""

    document: str
    title: str | None
    severity: Severity
    rule: str
    page: int | None
    number: str | None
    name: str | None
    message: str
    expected: str | None
    actual: str | None


def audit(folder: str, form: Format) -> int:
    """Run the command; the exit status: 1 where there is a finding of severity error."""
    try:
        frames = read(folder)
    except NotADataset as error:
        print(error, file=sys.stderr)
        return 2
    found = rows(frames)
    if form == "csv":
        texts = pd.DataFrame(found, columns=list(Row._fields)).astype("string")
        harmless_frame(texts).to_csv(sys.stdout, index=False)
    elif form == "json":
        print(json.dumps(nested(found), ensure_ascii=False, indent=1))
    else:
        console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
        print_findings(found, len(frames.documents), console)
    return 1 if any(row.severity == "error" for row in found) else 0


def rows(frames: Frames) -> list[Row]:
    """All findings: by document, worst first, then by rule and page."""
    documents = {document.doc_id: document for document in records(frames.documents, Document)}
    initiatives = {initiative.initiative_id: initiative for initiative in records(frames.initiatives, Initiative)}
    found: list[Row] = []
    for finding in records(frames.findings, Finding):
        document, initiative = documents[finding.doc_id], initiatives.get(finding.initiative_id or "")
        number, name = (initiative.number, initiative.name) if initiative is not None else (None, None)
        found.append(
            Row(
                document.source, document.title, finding.severity, finding.rule, finding.page, number, name,
                finding.message, finding.expected, finding.actual,
            )
        )  # fmt: skip
    return sorted(found, key=lambda row: (row.document, SEVERITIES.index(row.severity), row.rule, row.page or 0))


def nested(found: list[Row]) -> list[dict[str, object]]:
    """A document an entry, its findings below it."""
    return [
        {"document": document, "title": title, "findings": [dict(list(row._asdict().items())[2:]) for row in below]}
        for (document, title), below in groupby(found, key=lambda row: (row.document, row.title))
    ]


def print_findings(found: list[Row], documents: int, console: Console) -> None:
    """Documents as headings, below them each rule with what it means and what it found."""
    for (document, title), below in groupby(found, key=lambda row: (row.document, row.title)):
        console.print(Text(f"\n{document}", style="bold").append(f"  {title or ''}", style="dim"))
        for (rule, severity), same in groupby(below, key=lambda row: (row.rule, row.severity)):
            print_rule(rule, severity, list(same), console)
    many = Counter(row.severity for row in found)
    parts = ", ".join(f"{many[severity]} {severity}" for severity in SEVERITIES)
    console.print(Text(f"\n{documents} documents, {len(found)} findings: {parts}"))


def print_rule(rule: str, severity: Severity, found: list[Row], console: Console) -> None:
    meaning = RULES[rule].en if rule in RULES else ""
    head = Text(f"  {severity} {rule} ({len(found)})", style=STYLES[severity])
    console.print(head.append(f"  {meaning}", style="dim"))
    for row in found[:MOST]:
        console.print(Text("    " + "".join(finding_parts(row))))
    if len(found) > MOST:
        console.print(Text(f"    … and {len(found) - MOST} more; --format csv lists all", style="dim"))


def finding_parts(row: Row) -> Iterator[str]:
    if row.page is not None:
        yield f"p. {row.page}: "
    if row.name is not None:
        yield f"{' '.join(filter(None, (row.number, row.name)))}: "
    yield row.message
    if row.expected is not None:
        yield f"; expected {row.expected}"
    if row.actual is not None:
        yield f"; read {row.actual}"
