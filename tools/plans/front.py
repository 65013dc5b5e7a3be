"""What stands in a plan beside its records: title page, contents, index, tree, legends, tables that are no records."""

from __future__ import annotations

from itertools import groupby
from random import Random

from .decoys import decoy, table
from .gold import title_of
from .model import Block, Break, Cell, Gap, Mark, Side, Table, Text
from .printed import BAR_COLOURS, BAR_STAGES, Printer


def front(printer: Printer, rng: Random) -> list[Block]:
    """Everything before the records."""
    plan = printer.plan
    title = title_of(printer)
    out: list[Block] = []
    if rng.random() < 0.4:
        month = printer.year(plan.reported + 1 if plan.reported else plan.years[0] - 1).removesuffix("年度")
        out += [Gap(200), Text(title, 2.2, True, align="center", after=20), Gap(160)]
        out += [
            Text(f"{month}年{rng.choice((3, 5, 9))}月", 1.3, align="center", after=8),
            Text(plan.city, 1.3, align="center"),
            Break(),
        ]
    if printer.choices.front == "toc":
        out += [*contents(printer), Break()]
    out += [Text(title, 1.6, True, rng.choice(("plain", "under", "bar", "frame")), after=8), *intro(printer), Gap(8)]
    for kind in printer.choices.decoys.split("+"):
        out += [*decoy(plan, rng, kind), Gap(6)]
    if printer.choices.front == "index":
        out += [*index(printer), Gap(8)]
    if printer.choices.front == "tree":
        out += [*tree(printer), Gap(8)]
    if printer.choices.years == "st_bars":
        out += legend()
    if printer.choices.unit not in ("facing", "page") and rng.random() < 0.5 and printer.choices.years != "st_bars":
        out.append(Break())
    return out


def intro(printer: Printer) -> list[Block]:
    plan = printer.plan
    first, last = printer.year(plan.years[0]), printer.year(plan.years[-1])
    dear = "です" if plan.polite else "である"
    said = f"　本計画は、{plan.city}の現状と課題を踏まえ、施策を総合的かつ計画的に進めるために策定するもの{dear}。"
    said += f"計画期間は、{first}から{last}までの{len(plan.years)}年間と{'します' if plan.polite else 'する'}。"
    out: list[Block] = [Text(said, after=4)]
    if plan.reported:
        out.append(
            Text(f"　本報告書は、{printer.year(plan.reported)}における取組の実績を取りまとめたもの{dear}。", after=4)
        )
    if printer.choices.words == "notes":
        out += [Text("※1　名称は、策定時のものである。"), Text("※2　数値は、各年度末の見込みを含む。")]
    return out


def index(printer: Printer) -> list[Block]:
    """All records in a table of number, name and department."""
    labels = printer.labels
    keys = [k for k in ("number", "name", "departments") if k in printer.manner.shown]
    rows = [tuple(labels[k] for k in keys)]
    rows += [
        tuple("、".join(i.departments) if k == "departments" else printer.text(i, k) for k in keys)
        for i in printer.plan.initiatives
    ]
    return [
        Text("取組一覧", 1.1, True),
        table(tuple({"number": 1.2, "name": 5, "departments": 4}[k] for k in keys), rows),
    ]


def outline(printer: Printer) -> list[tuple[int, str]]:
    """Levels and records in reading order, with their depth."""
    out: list[tuple[int, str]] = []
    before: list[str] = []
    for item in printer.plan.initiatives:
        levels = printer.levels(item)
        out += [(n, level) for n, level in enumerate(levels) if levels[: n + 1] != before[: n + 1]]
        out.append((len(levels), printer.titled(item)))
        before = levels
    return out


def contents(printer: Printer) -> list[Block]:
    out: list[Block] = [Text("目　次", 1.5, True, "bar", after=8)]
    for n, (depth, said) in enumerate(outline(printer)):
        dots = "…" * max(4, 34 - len(said) - depth * 2)
        out.append(Text(f"{said}{dots}{2 + n // 4}", indent=12.0 * depth, after=3))
    return out


def tree(printer: Printer) -> list[Block]:
    """The levels and what stands under them, as indented lines or as a table with merged cells."""
    if printer.manner.middle:
        return [Text("施策の体系", 1.1, True), tree_table(printer)]
    lines = [Text(said, indent=14.0 * depth, after=1) for depth, said in outline(printer)]
    return [Text("施策の体系", 1.1, True), *lines]


def tree_table(printer: Printer) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for _, some in groupby(printer.plan.initiatives, key=lambda item: item.policy):
        items = list(some)
        levels = [Cell(said, rows=len(items)) for said in printer.levels(items[0])]
        rows += [(*(levels if n == 0 else ()), Cell(printer.titled(item))) for n, item in enumerate(items)]
    return Table((3.0,) * printer.choices.levels + (5.0,), tuple(rows))


def legend() -> list[Block]:
    """Which colour of a bar says which stage."""
    bars = [(stage, Mark(0, 1, 1, "bar", "", colour)) for stage, colour in zip(BAR_STAGES, BAR_COLOURS, strict=True)]
    parts = tuple(
        (Table((1, 2), ((Cell(stage, "label"), Cell("")),), marks=(bar,), plain=True),) for stage, bar in bars
    )
    return [Text("凡例", 1.0, True), Side(parts, (1.0,) * len(parts)), Gap(6)]
