"""`keikaku audit`: the findings of a dataset by document and rule, as text, JSON or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal, NamedTuple, get_args

from rich.console import Console
from rich.text import Text

from normalize.check import RULES
from normalize.record import Severity
from pipelines.base import Base, NotADataset, ask
from pipelines.flat import harmless
from pipelines.terminal import all_plain

Format = Literal["text", "json", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
MOST = 10
"""Findings of one rule and document that are printed as text; JSON and CSV hold all."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
OF_INITIATIVE = ("doc_id", "initiative_id", "number", "name")
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
        return ask(folder, lambda base: told(base, form))
    except NotADataset as error:
        print(error, file=sys.stderr)
        return 2


def told(base: Base, form: Format) -> int:
    """Print as the rows come: nothing is kept but how many there are of each severity."""
    many: Counter[Severity] = Counter()
    found = counted(findings(base), many)
    if form == "csv":
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(Row._fields)
        out.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in found)
    elif form == "json":
        print_json(found)
    else:
        console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
        print_findings(map(all_plain, found), console)
        parts = ", ".join(f"{many[severity]} {severity}" for severity in SEVERITIES)
        console.print(Text(f"\n{base.count('documents')} documents, {many.total()} findings: {parts}"))
    return 1 if many["error"] else 0


def findings(base: Base) -> Iterator[Row]:
    """By document, worst first, then by rule and page."""
    for part in base.parts:
        about = {row["doc_id"]: row for row in rows_of(base, part, "documents", ("doc_id", "source", "title"))}
        names = {row["initiative_id"]: row for row in rows_of(base, part, "initiatives", OF_INITIATIVE)}
        found = list(rows_of(base, part, "findings"))
        found.sort(key=lambda row: (about[row["doc_id"]]["source"], row["doc_id"], *urgency(row)))
        for row in found:
            document, name = about[row["doc_id"]], names.get(row["initiative_id"], {})
            yield Row(
                document["source"], document["title"], row["severity"], row["rule"], row["page"], name.get("number"),
                name.get("name"), row["message"], row["expected"], row["actual"],
            )  # fmt: skip


def urgency(row: dict[str, Any]) -> tuple[int, str, int]:
    return SEVERITIES.index(row["severity"]), row["rule"], row["page"] or 0


def rows_of(base: Base, part: str, table: str, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    return (row for rows in base.of_part(part, table, columns) for row in rows.to_pylist())


def counted(found: Iterable[Row], many: Counter[Severity]) -> Iterator[Row]:
    for row in found:
        many[row.severity] += 1
        yield row


def print_json(found: Iterable[Row]) -> None:
    """A document an entry, its findings below it."""
    opens = "["
    for (document, title), below in groupby(found, key=lambda row: (row.document, row.title)):
        findings = [dict(list(row._asdict().items())[2:]) for row in below]
        print(opens, json.dumps({"document": document, "title": title, "findings": findings}, ensure_ascii=False))
        opens = ","
    print("[]" if opens == "[" else "]")


def print_findings(found: Iterable[Row], console: Console) -> None:
    """Documents as headings, below them each rule with what it means and what it found."""
    for (document, title), below in groupby(found, key=lambda row: (row.document, row.title)):
        console.print(Text(f"\n{document}", style="bold").append(f"  {title or ''}", style="dim"))
        for (rule, severity), same in groupby(below, key=lambda row: (row.rule, row.severity)):
            print_rule(rule, severity, list(same), console)


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
