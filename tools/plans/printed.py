"""A plan and its choices into the strings it prints: the fields of every record, and its figures as header and rows."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import NamedTuple

from .choices import Choices
from .content import STAGES, Action, Indicator, Initiative, Plan
from .model import Cell, Mark
from .wording import CIRCLED, Wording, era, heading, year_word

TEXTS = ("number", "name", "departments", "content", "objective", "direction", "narrative", "grade", "improvement")
"""What of a record stands in its gold; everything else that is shown is beside the point."""
EXTRAS = ("budget", "sdgs", "law", "people", "related")
BLANKS = ("－", "―", "…", "設定なし")
SOLO = {("row", "table"), ("row", "stage"), ("trans", "table"), ("facing", "table"), ("facing", "stage")}
"""Where there is room for one indicator or step a record."""
QUARTERS = (("1Q", "2Q", "3Q", "4Q"), ("4～6月", "7～9月", "10～12月", "1～3月"))
NOTES = ("", "", "", "", "※　数値は、いずれも年度末の値である。", "（注）担当は、策定時の組織名による。")
BAR_STAGES = ("準備", "実施", "拡充")
BAR_COLOURS = ("#b8b8b8", "#3f6fb5", "#d98032")
BLOCK_COLOURS = ("#f3b48b", "#a9c8e8", "#bfe0b0", "#f6dc8c")


class Field(NamedTuple):
    key: str
    label: str
    text: str


class Figures(NamedTuple):
    """`head` heads `rows`, which begin at the same column; marks count rows from the first of `rows`."""

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    marks: tuple[Mark, ...]
    columns: tuple[str, ...]
    """What each column holds, in words."""


class Manner(NamedTuple):
    """The habits of one plan, from its first to its last page."""

    shown: tuple[str, ...]
    blank: str
    nothing: str
    """What stands where a record has nothing to say: a dash or white."""
    thousands: bool
    wide: bool
    new_first: bool
    new_mark: str
    and_between: str
    baseline_years: bool
    two_heads: bool
    arrow: str
    unit_mark: str
    counted: str
    bullet: int
    title_band: bool
    glued_number: bool
    middle: int
    note: str
    """A note under the tables, or nothing."""
    stretch: tuple[float, ...]
    """How much wider or narrower the columns of this plan are than usual, in turn."""
    parted: bool


class Printer:
    """Says what a record prints; `plan` is the plan as printed, with one indicator where there is room for one."""

    def __init__(self, plan: Plan, choices: Choices, wording: Wording, manner: Manner) -> None:
        self.plan, self.choices, self.wording, self.manner = plan, choices, wording, manner
        self.labels = wording.labels

    def levels(self, item: Initiative) -> list[str]:
        """The headings above an initiative, outermost first."""
        kind, tree = self.choices.headings, self.plan.tree
        paths = [item.policy[:n] for n in range(1, len(item.policy) + 1)]
        return [heading(kind, self.wording, path, tree[path]) for path in paths]

    def name(self, item: Initiative) -> str:
        mark = self.manner.new_mark if item.is_new else ""
        return mark + item.name if self.manner.new_first else item.name + mark

    def titled(self, item: Initiative) -> str:
        """Number and name, as a heading prints them."""
        return f"{item.number} {self.name(item)}" if item.number else self.name(item)

    def text(self, item: Initiative, key: str) -> str:
        said = {
            "number": item.number or "",
            "name": self.name(item),
            "departments": self.manner.and_between.join(item.departments),
            "content": item.content,
            "objective": item.objective,
            "direction": item.direction,
            "narrative": item.narrative,
            "grade": item.grade,
            "improvement": item.improvement,
        }
        return said[key] or self.manner.nothing if key in said else item.extras[key]

    def fields(self, item: Initiative) -> list[Field]:
        return [Field(key, self.labels[key], self.text(item, key)) for key in self.manner.shown]

    def said(self, item: Initiative) -> Field | None:
        """The indicators as text, where they are printed as text."""
        shape = self.choices.figures
        if shape not in ("bullets", "sentence", "cell"):
            return None
        lines = [self.sentence(i, shape) for i in item.indicators]
        return Field("indicator", self.labels["indicator"], "\n".join(lines))

    def sentence(self, i: Indicator, shape: str) -> str:
        first, last = self.plan.years[0] - 1, self.plan.years[-1]
        until, since = self.year(last), self.year(first)
        goal, now = self.value(i, i.yearly[-1], True), self.value(i, i.baseline, True)
        if shape == "sentence":
            start = f"{since}の{now}から" if i.baseline is not None else ""
            return f"{i.name}を、{start}{until}までに{goal}にする。"
        if shape == "cell":
            start = f"{now}（{since}）→" if i.baseline is not None else ""
            return f"{i.name} {start}{goal}（{until}）"
        known = f"（{since}実績 {now}）" if i.baseline is not None else ""
        if self.manner.bullet:
            known = f"【{since}現状】{now}" if i.baseline is not None else ""
            return f"・{i.name} {known}【{until}目標】{goal}"
        return f"・{i.name} {until}までに{goal}{known}"

    def year(self, year: int) -> str:
        return year_word(year, "cols_west" if self.choices.words == "bilingual" else "text")

    def value(self, i: Indicator, value: float | None, target: bool) -> str:
        """A figure with its unit, or without where the unit stands elsewhere."""
        if value is None:
            return self.manner.blank
        number = f"{value:,.{i.decimals}f}" if self.manner.thousands else f"{value:.{i.decimals}f}"
        said = number + (i.unit if self.unit_in_cell() else "")
        if target and i.about:
            return said + i.about if i.about == "以上" else i.about + said
        return said

    def unit_in_cell(self) -> bool:
        return self.choices.units == "cell" or self.choices.figures in ("bullets", "sentence", "cell")

    def indicator_name(self, i: Indicator) -> str:
        return f"{i.name}（{self.manner.unit_mark}{i.unit}）" if self.choices.units == "paren" else i.name

    def figures(self, item: Initiative) -> Figures | None:
        """The figures of a record as cells, where they are printed as a table."""
        if self.choices.figures in ("bullets", "sentence", "cell"):
            return None
        if self.choices.figures == "stage":
            return self.schedule(item)
        head, widths, columns = self.indicator_head()
        rows = [self.indicator_row(i) for i in item.indicators]
        if self.choices.figures == "multi" and len(rows) > 1:
            rows = [[self.multi([row[c] for row in rows], c) for c in range(len(columns))]]
        cells = tuple(
            tuple(Cell(text, align=None if n == 0 else "center") for n, text in enumerate(row)) for row in rows
        )
        return Figures(head, cells, widths, (), columns)

    def multi(self, texts: list[str], column: int) -> str:
        return "\n".join(CIRCLED[n] + text for n, text in enumerate(texts))

    def known_years(self) -> list[int]:
        return [y for y in self.plan.years if self.plan.reported is not None and y <= self.plan.reported]

    def target_years(self) -> list[int]:
        years = list(self.plan.years)
        return [years[(len(years) - 1) // 2], years[-1]] if self.choices.years == "bmf" else years

    def indicator_head(self) -> tuple[tuple[tuple[Cell, ...], ...], tuple[float, ...], tuple[str, ...]]:
        """One or two rows of labels: indicator, unit, baseline, a column a year, result."""
        labels, manner, years = self.labels, self.choices.years, self.target_years()
        base = f"{labels['baseline']}\n({self.short(self.plan.years[0] - 1)})"
        tall = 2 if self.manner.two_heads or manner == "pairs_cols" else 1
        top = [Cell(labels["indicator"], "label", rows=tall)]
        columns, widths = [labels["indicator"]], [3.2]
        if self.choices.units == "col":
            top.append(Cell(labels["unit"], "label", rows=tall))
            columns.append(labels["unit"])
            widths.append(1.0)
        top.append(Cell(base, "label", rows=tall))
        columns.append(base.replace("\n", ""))
        widths.append(1.4)
        said = [self.column_year(year, n) for n, year in enumerate(years)]
        low: list[Cell] = []
        if manner == "pairs_cols":
            top += [Cell(year, "label", cols=2) for year in said]
            low = [Cell(labels[key], "label") for _ in said for key in ("target", "result")]
            columns += [f"{labels[key]}（{year}）" for year in said for key in ("target", "result")]
        elif tall == 2:
            top.append(Cell(labels["target"], "label", cols=len(said)))
            low = [Cell(year, "label") for year in said]
            columns += [f"{labels['target']}（{year}）" for year in said]
        else:
            top += [Cell(f"{labels['target']}\n{year}", "label") for year in said]
            columns += [f"{labels['target']}（{year}）" for year in said]
        widths += [1.25] * (len(said) * (2 if manner == "pairs_cols" else 1))
        if self.plan.reported is not None and manner != "pairs_cols":
            done = f"{labels['result']}\n({self.short(self.plan.reported)})"
            top.append(Cell(done, "label", rows=tall))
            columns.append(done.replace("\n", ""))
            widths.append(1.4)
        return (tuple(top), *([tuple(low)] if low else [])), tuple(widths), tuple(columns)

    def column_year(self, year: int, n: int) -> str:
        if self.choices.years == "bmf":
            return f"{('中間', '最終')[n]}\n({self.short(year)})"
        return year_word(year, "cols_R" if self.choices.years == "pairs_cols" else self.choices.years, first=n == 0)

    def short(self, year: int) -> str:
        """A year in brackets under a label."""
        if self.choices.years in ("cols_west", "cols_full"):
            return year_word(year, self.choices.years)
        return year_word(year, "cols_R")

    def indicator_row(self, i: Indicator) -> list[str]:
        at = {year: n for n, year in enumerate(self.plan.years)}
        row = [self.indicator_name(i)]
        row += [i.unit] if self.choices.units == "col" else []
        row.append(self.value(i, i.baseline, False))
        for year in self.target_years():
            row.append(self.value(i, i.yearly[at[year]], True))
            if self.choices.years == "pairs_cols":
                row.append(self.value(i, i.actual[at[year]], False) if year in self.known_years() else "")
        if self.plan.reported is not None and self.choices.years != "pairs_cols":
            row.append(self.value(i, i.actual[at[self.plan.reported]], False))
        return row

    def schedule(self, item: Initiative) -> Figures:
        """Steps by year: words, arrows of characters, arrows and bars drawn over the columns."""
        manner = "cols_full" if self.manner.two_heads else "cols_R"
        years = [year_word(y, manner) for y in self.plan.years]
        if self.choices.years == "st_quarter":
            return self.quarterly(item, years)
        top = (Cell(self.labels["action"], "label", rows=2), Cell(self.labels["plan"], "label", cols=len(years)))
        head = (top, tuple(Cell(year, "label") for year in years))
        columns = (self.labels["action"], *(f"{self.labels['plan']}（{year}）" for year in years))
        rows: list[tuple[Cell, ...]] = []
        marks: list[Mark] = []
        for n, action in enumerate(item.actions):
            name = action.name if len(item.actions) == 1 else self.enumerated(n) + action.name
            rows.append((Cell(name), *(Cell(text, align="center") for text in self.stage_cells(action))))
            marks += self.stage_marks(action, n)
        return Figures(head, tuple(rows), (3.0, *[1.3] * len(years)), tuple(marks), columns)

    def quarterly(self, item: Initiative, years: list[str]) -> Figures:
        """The first year in quarters, the others whole."""
        parts = QUARTERS[self.manner.middle]
        top = (Cell(self.labels["action"], "label", rows=3), Cell(self.labels["plan"], "label", cols=len(years) + 3))
        second = (Cell(years[0], "label", cols=4), *(Cell(year, "label", rows=2) for year in years[1:]))
        head = (top, second, tuple(Cell(part, "label") for part in parts))
        said = [*(f"{years[0]}{part}" for part in parts), *years[1:]]
        columns = (self.labels["action"], *(f"{self.labels['plan']}（{column}）" for column in said))
        rows: list[tuple[Cell, ...]] = []
        for n, action in enumerate(item.actions):
            name = action.name if len(item.actions) == 1 else self.enumerated(n) + action.name
            cells = [*(quarters(action) or [""] * 4), *action.stages[1:]]
            rows.append((Cell(name), *(Cell(text, align="center") for text in cells)))
        return Figures(head, tuple(rows), (3.0, *[1.1] * (len(years) + 3)), (), columns)

    def enumerated(self, n: int) -> str:
        return {"circ": CIRCLED[n], "paren": f"（{n + 1}）", "none": ""}[self.manner.counted]

    def stage_cells(self, action: Action) -> list[str]:
        how = self.choices.years
        if how not in ("st_words", "st_arrow"):
            return [""] * len(action.stages)
        cells: list[str] = []
        for n, stage in enumerate(action.stages):
            carried = how == "st_arrow" and n and stage and stage == action.stages[n - 1]
            cells.append(self.manner.arrow if carried else stage)
        return cells

    def stage_marks(self, action: Action, row: int) -> list[Mark]:
        kinds = {"st_line": "line", "st_bars": "bar", "st_block": "block"}
        kind = kinds.get(self.choices.years)
        if kind is None:
            return []
        marks: list[Mark] = []
        for n, (stage, first, last) in enumerate(spells(action)):
            colours = BAR_COLOURS if kind == "bar" else BLOCK_COLOURS
            text = "" if kind == "bar" else stage
            colour = colours[BAR_STAGES.index(stage)] if kind == "bar" else colours[n % len(colours)]
            drawn = {"line": "line", "bar": "bar", "block": "block"}[kind]
            marks.append(Mark(row, first + 1, last + 1, drawn, text, colour))  # type: ignore[arg-type]
        return marks


def quarters(action: Action) -> list[str]:
    """The stages of the four quarters of the first year, which end with that year's.

    >>> quarters(Action("", ("実施", "実施")))
    ['一部実施', '一部実施', '実施', '実施']
    """
    if not action.stages[0]:
        return []
    before = STAGES[max(0, STAGES.index(action.stages[0]) - 1)]
    return [before, before, action.stages[0], action.stages[0]]


def spells(action: Action) -> list[tuple[str, int, int]]:
    """The runs of one stage: its word, its first and its last year counted from 0.

    >>> spells(Action("", ("", "検討", "検討", "実施")))
    [('検討', 1, 2), ('実施', 3, 3)]
    """
    out: list[tuple[str, int, int]] = []
    for n, stage in enumerate(action.stages):
        if out and stage and stage == out[-1][0] and out[-1][2] == n - 1:
            out[-1] = (stage, out[-1][1], n)
        elif stage:
            out.append((stage, n, n))
    return out


def fitted(plan: Plan, choices: Choices) -> Plan:
    """The plan as there is room for it: one indicator or step in a row, three stages where colours say them."""
    items: list[Initiative] = []
    solo = (choices.unit, choices.figures) in SOLO
    for item in plan.initiatives:
        actions = item.actions[:1] if solo else item.actions
        if choices.years == "st_bars":
            actions = tuple(_barred(action) for action in actions)
        items.append(replace(item, indicators=item.indicators[:1] if solo else item.indicators, actions=actions))
    return replace(plan, initiatives=tuple(items))


def _barred(action: Action) -> Action:
    stages = [""] * len(action.stages)
    for n, (_, first, last) in enumerate(spells(action)):
        for k in range(first, last + 1):
            stages[k] = BAR_STAGES[min(n, len(BAR_STAGES) - 1)]
    return Action(action.name, tuple(stages))


def choose_manner(rng: Random, choices: Choices) -> Manner:
    keys = ["departments", *rng.choice((("content",), ("content",), ("content", "objective"), ("objective",)))]
    keys += ["direction"] if rng.random() < 0.5 else []
    keys += rng.sample(EXTRAS, choices.extras)
    rng.shuffle(keys)
    if choices.kind == "progress":
        keys += [
            "narrative",
            *(["grade"] if rng.random() < 0.8 else []),
            *(["improvement"] if rng.random() < 0.6 else []),
        ]
    first = ["number"] if choices.numbers != "none" else []
    return Manner(
        shown=(*first, "name", *keys),
        blank=rng.choice(BLANKS),
        nothing=rng.choice(("－", "―", "")),
        thousands=rng.random() < 0.75,
        wide=rng.random() < 0.2,
        new_first=rng.random() < 0.35,
        new_mark=rng.choice(("【新規】", "【新規】", "〈新規〉", "（新規）")),
        and_between=rng.choice(("、", "、", "\n")),
        baseline_years=True,
        two_heads=rng.random() < 0.65,
        arrow=rng.choice(("⇒", "→")),
        unit_mark=rng.choice(("単位：", "単位：", "")),
        counted=rng.choice(("circ", "paren", "none")),
        bullet=rng.choice((0, 1)),
        title_band=rng.random() < 0.4,
        glued_number=rng.random() < 0.5,
        middle=rng.randrange(2),
        note=rng.choice(NOTES),
        stretch=tuple(rng.uniform(0.85, 1.25) for _ in range(7)),
        parted=rng.random() < 0.25,
    )


__all__ = ["Field", "Figures", "Manner", "Printer", "choose_manner", "era", "fitted", "quarters", "spells"]
