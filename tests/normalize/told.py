"""Records in few words, for tests: what is planned and what is reported."""

from __future__ import annotations

from extract.model import Block
from normalize.record import Records, Result, Target
from normalize.records import records
from tests.normalize.drawn import document, dump_document, prose

PERIOD = prose("計画期間は、令和８年度から令和１１年度までの４年間とする。")
PLAN = "青嶺市業務改革計画"
REPORT = "青嶺市業務改革計画　令和７年度取組実績"
Row = tuple[object, ...]


def read(*blocks: Block, title: str = PLAN) -> Records:
    """The records of a document of given blocks."""
    return records(document(*blocks, title=title), "0")


def read_dump(*blocks: Block, title: str = PLAN) -> Records:
    """The records of a text dump of given blocks."""
    return records(dump_document(*blocks, title=title), "0")


def plan(target: Target) -> Row:
    """Indicator, year, what is planned; a carried stage in brackets."""
    value = target.text if target.value is None else f"{target.value:g}{target.unit or ''}"
    return target.indicator, target.fiscal_year, f"({value})" if target.carried else value


def report(result: Result) -> Row:
    """Kind (or baseline), indicator, year, what is reported."""
    kind = "baseline" if result.basis == "baseline" else result.kind
    value = result.text if result.value is None else f"{result.value:g}{result.unit or ''}"
    return kind, result.indicator, result.fiscal_year, value


def plans(found: Records) -> list[Row]:
    return [plan(target) for target in found.targets]


def reports(found: Records) -> list[Row]:
    return [report(result) for result in found.results]


OF_THE_WHOLE = ("doubtful_reading", "ambiguous_reading", "left_over")
"""Rules that judge a document as a whole; a few drawn rows are no plan."""


def rules(found: Records) -> list[str]:
    """The rules of the findings about what was drawn."""
    return [finding.rule for finding in found.findings if finding.rule not in OF_THE_WHOLE]
