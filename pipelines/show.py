"""`keikaku show`: one document's records, readable in the terminal or as one JSON document."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from io import StringIO
from itertools import groupby
from typing import TypeVar

from rich.cells import chop_cells
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from normalize.record import Document, Finding, Initiative, Records, Result, Source, Target
from pipelines import reading
from pipelines.inputs import gather, shown
from pipelines.terminal import all_plain
from pipelines.version import extractor_version

Row = TypeVar("Row", Target, Result)

UNDATED = "–"
"""Heads the column of targets without a fiscal year."""
INDENT = 2
LABEL_WIDTH = len("2025 improvement")


def show(argument: str, reader: reading.Reader, as_json: bool) -> int:
    """Run the command; the exit status."""
    inputs = gather([argument], StringIO())
    if len(inputs.found) != 1:
        print("; ".join(inputs.missing) or f"{shown(argument)}: name one document to show", file=sys.stderr)
        return 2
    [wanted] = inputs.found
    outcome = reading.read(reading.Job(wanted.path, wanted.source, wanted.sha256, reader, extractor_version(reader)))
    document = outcome.records.document
    if outcome.trace:
        print(outcome.trace, file=sys.stderr)
    if as_json:
        print(json.dumps(asdict(outcome.records), ensure_ascii=False, indent=2))
    elif document.status == "ok":
        print_records(all_plain(outcome.records), Console(markup=False, highlight=False, emoji=False))
    if document.status != "ok":
        print(f"{document.source}: {document.status}: {document.error}", file=sys.stderr)
        return 1
    return 0


def print_records(records: Records, console: Console) -> None:
    """The whole document: title, initiatives in reading order, findings."""
    print_title(records.document, console)
    targets = by_initiative(records.targets)
    results = by_initiative(records.results)
    for initiative in records.initiatives:
        print_initiative(initiative, console)
        print_targets(targets.get(initiative.initiative_id, []), console)
        print_results(results.get(initiative.initiative_id, []), console)
    print_findings(records.findings, console)


def by_initiative(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.initiative_id, []).append(row)
    return grouped


def print_title(document: Document, console: Console) -> None:
    console.print(Text(document.title or document.source, style="bold"))
    period = f"{document.period_start}–{document.period_end}" if document.period_start else None
    facts = (document.municipality, document.doc_kind, period, str(document.fiscal_year or ""), document.source)
    console.print(Text(" · ".join(fact for fact in facts if fact), style="dim"))
    counts = (
        f"{document.initiative_count} initiatives, {document.target_count} targets, {document.result_count} results"
    )
    console.print(Text(f"{document.page_count} pages; {counts}; {document.finding_count} findings", style="dim"))


def print_initiative(initiative: Initiative, console: Console) -> None:
    head = Text()
    head.append(" ".join(filter(None, (initiative.number, initiative.name))), style="bold cyan")
    head.append(
        "".join((" 【新規】" if initiative.is_new else "", f"  {place(initiative.source, 'name')}")), style="dim"
    )
    console.print()
    console.print(head)
    labelled = (
        ("policy", " › ".join(initiative.policy)),
        ("departments", "、".join(initiative.departments)),
        ("direction", initiative.direction),
        ("content", initiative.content),
        ("objective", initiative.objective),
        ("flags", ", ".join(initiative.flags)),
    )
    for label, text in labelled:
        if text:
            print_labelled(label, text, console)


def print_labelled(label: str, text: str, console: Console) -> None:
    """A label and its text beside it, filled to the edge of the terminal: Japanese has no spaces to break at."""
    width = max(20, console.width - INDENT - LABEL_WIDTH - 1)
    grid = Table.grid(padding=(0, 1))
    grid.add_row(Text(label.ljust(LABEL_WIDTH), style="dim"), Text(folded(text, width), no_wrap=True))
    console.print(Padding(grid, (0, 0, 0, INDENT)))


def folded(text: str, width: int) -> str:
    """
    >>> print(folded("(1) 窓口の電子化", 8))
    (1) 窓口
    の電子化
    """
    return "\n".join(part for line in text.split("\n") for part in (chop_cells(line, width) or [""]))


def place(sources: Sequence[Source], field: str) -> str:
    """Where a field stands: `p. 3`, `line 12` of a text dump, or a cell of a sheet.

    >>> place((Source("name", 3, 56.0, 100.0, 200.0, 112.0),), "name")
    'p. 3'
    >>> place((Source("name", 1, line_first=12, line_last=13),), "name")
    'line 12'
    >>> place((Source("name", 1, line_first=12, line_last=12, sheet="施策", cell="B12"),), "name")
    '施策 B12'
    """
    return next((printed_place(source) for source in sources if source.field == field), "")


def printed_place(source: Source) -> str:
    if source.cell is not None:
        return f"{source.sheet} {source.cell}"
    return f"p. {source.page}" if source.line_first is None else f"line {source.line_first}"


def print_targets(targets: Sequence[Target], console: Console) -> None:
    """Indicators and actions down, fiscal years across."""
    if not targets:
        return
    years = sorted({year_of(target) for target in targets})
    table = Table(show_edge=False, pad_edge=False, header_style="dim")
    for head in ("目標", *years):
        table.add_column(head, overflow="fold")
    for indicator, rows in groupby(targets, key=indicator_of):
        cells: dict[str, list[str]] = {}
        for row in rows:
            cells.setdefault(year_of(row), []).append(("→ " if row.carried else "") + row.text)
        table.add_row(Text(indicator), *(Text("\n".join(cells.get(year, []))) for year in years))
    console.print(Padding(table, (0, 0, 0, INDENT)))


def year_of(row: Target) -> str:
    return UNDATED if row.fiscal_year is None else str(row.fiscal_year)


def indicator_of(row: Target | Result) -> str:
    named = " ".join(filter(None, (row.ref, row.indicator)))
    return f"{named} ({row.unit})" if row.unit else named


def print_results(results: Sequence[Result], console: Console) -> None:
    """A line a result: kind and year, then what is printed."""
    for result in results:
        label = f"{result.fiscal_year or UNDATED} {result.basis if result.basis == 'baseline' else result.kind}"
        indicator = f"{indicator_of(result)}: " if result.indicator else ""
        print_labelled(label, f"{indicator}{result.grade or result.text}", console)


def print_findings(findings: Sequence[Finding], console: Console) -> None:
    if findings:
        console.print()
    for finding in findings:
        console.print(Text(" ".join(finding_parts(finding))), style="yellow")


def finding_parts(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity}: {finding.rule}: {finding.message}"
    if finding.page is not None:
        yield f"(p. {finding.page})"
    if finding.expected is not None or finding.actual is not None:
        yield f"[expected {finding.expected}, read {finding.actual}]"
