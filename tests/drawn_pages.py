"""A plan drawn at random -> the cells it prints, and these as a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.lib import colors
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from normalize.family import Field
from tests.drawn_plans import CITY, FIRST_YEAR, POLICIES, Initiative, Look, Plan, Series

FONT, HEAVY = "HeiseiMin-W3", "HeiseiKakuGo-W5"


def title(plan: Plan) -> str:
    last = FIRST_YEAR + len(plan.look.years) - 1
    period = f"（令和{FIRST_YEAR - 2018}～{last - 2018}年度）"
    reported = f"　令和{FIRST_YEAR - 2018}年度取組実績" if plan.shape == "report" else period
    return f"{CITY}業務改革推進計画{reported}"


def level(plan: Plan, item: Initiative) -> str | None:
    """The heading of the policy an initiative stands under."""
    if item.policy is None:
        return None
    return f"基本目標{POLICIES.index(item.policy) + 1} {item.policy}"


def _name(plan: Plan, item: Initiative) -> str:
    return item.name + (plan.look.new_mark if item.is_new else "")


def _indicator(look: Look, series: Series) -> str:
    if series.unit is None or look.unit_in in ("value", "column"):
        return series.indicator or ""
    note = f"（単位：{series.unit}）" if look.unit_in == "note" else f"（{series.unit}）"
    return f"{series.indicator}{note}"


def _figure(look: Look, series: Series, figure: str) -> str:
    return figure + (series.unit or "" if look.unit_in == "value" else "")


def _values(look: Look, series: Series) -> list[str]:
    """What stands under the years; a stage that goes on is a sign, or nothing where its cell is merged."""
    if series.indicator is not None or look.carried == "word":
        return [_figure(look, series, value) for value in series.values]
    sign = "" if look.carried == "merged" else look.carried
    return [value if not n or value != series.values[n - 1] else sign for n, value in enumerate(series.values)]


def _merged_years(look: Look, series: Series, column: int, row: int) -> list[Merge]:
    """The cells that go on over further years."""
    if series.indicator is not None or look.carried != "merged":
        return []
    starts = [n for n, value in enumerate(series.values) if not n or value != series.values[n - 1]]
    ends = [*(n - 1 for n in starts[1:]), len(series.values) - 1]
    return [((column + a, row), (column + b, row)) for a, b in zip(starts, ends, strict=True) if b > a]


Cells = list[list[str]]
Merge = tuple[tuple[int, int], tuple[int, int]]
"""Column and row of the first and the last cell."""


class Columns(NamedTuple):
    """The columns that a field of a list takes: their headings, widths in glyphs, and texts by series."""

    heads: list[str]
    widths: list[float]
    texts: list[list[str]]
    own: bool = False
    """Each series has its own cells here, where an initiative has several."""


def list_cells(plan: Plan) -> tuple[Cells, list[Merge], list[float]]:
    """One row an initiative and series: texts, merged cells, widths of the columns in glyphs."""
    rows, merged, widths = list[list[str]](), list[Merge](), list[float]()
    before: str | None = None
    policy_at: dict[str, list[int]] = {}
    for item in plan.initiatives:
        columns = [_columns(plan, item, field) for field in _order(plan)]
        if not rows:
            rows.append([head for c in columns for head in c.heads])
            widths = [width for c in columns for width in c.widths]
        if plan.look.policy_in == "band" and item.policy != before:
            merged.append(((0, len(rows)), (len(widths) - 1, len(rows))))
            rows.append([level(plan, item) or "", *[""] * (len(widths) - 1)])
            before = item.policy
        first = len(rows)
        policy_at.setdefault(item.policy or "", []).extend((first, first + len(item.series) - 1))
        rows += [[text for c in columns for text in c.texts[n]] for n in range(len(item.series))]
        merged += _merged_down(columns, first, len(item.series))
        at = sum(len(c.heads) for c in columns[: _order(plan).index("schedule")])
        at += len(columns[_order(plan).index("schedule")].heads) - len(plan.look.years)
        if plan.shape == "list":
            merged += [m for n, s in enumerate(item.series) for m in _merged_years(plan.look, s, at, first + n)]
    if plan.look.policy_in == "column":
        merged += [((0, at[0]), (0, at[-1])) for at in policy_at.values()]
    return rows, merged, widths


def _merged_down(columns: list[Columns], first: int, count: int) -> list[Merge]:
    """The cells that an initiative's series share."""
    own = [c.own for c in columns for _ in c.heads]
    return [((n, first), (n, first + count - 1)) for n, alone in enumerate(own) if not alone and count > 1]


def _order(plan: Plan) -> list[Field]:
    first: list[Field] = ["policy"] if plan.look.policy_in == "column" else []
    return [*first, "number", "name", *plan.look.order]


def _columns(plan: Plan, item: Initiative, field: Field) -> Columns:
    """What a field prints in a list."""
    if field == "schedule":
        return _year_columns(plan, item)
    texts: dict[Field, tuple[str, float]] = {
        "policy": (level(plan, item) or "", 6), "number": (item.number, 4), "name": (_name(plan, item), 9),
        "departments": (plan.look.joint.join(item.departments), 8), "content": (item.content, 18),
        "grade": (item.report.grade, 5), "result": (item.report.done, 14), "improvement": (item.report.next, 12),
    }  # fmt: skip
    text, width = texts[field]
    return Columns([plan.look.labels[field]], [width], [[text] for _ in item.series])


def _year_columns(plan: Plan, item: Initiative) -> Columns:
    """Indicator, unit, baseline and years of a list; a report has the target and the figure of its year."""
    look, labels = plan.look, plan.look.labels
    heads, widths, texts = list[str](), list[float](), [list[str]() for _ in item.series]

    def add(head: str, width: float, cells: Sequence[str]) -> None:
        heads.append(head)
        widths.append(width)
        for row, text in zip(texts, cells, strict=True):
            row.append(text)

    if item.series[0].indicator is not None:
        add(labels["indicator"], 9, [_indicator(look, s) for s in item.series])
        if look.unit_in == "column":
            add(labels["unit"], 4, [s.unit or "" for s in item.series])
        if look.baseline:
            add(f"{labels['baseline']}\n(R{FIRST_YEAR - 2019})", 6, [_figure(look, s, s.baseline) for s in item.series])
    if plan.shape == "report":
        add(labels["target"], 6, [_figure(look, s, s.values[0]) for s in item.series])
        reported = zip(item.series, item.report.figures, strict=True)
        add("実績値", 6, [_figure(look, s, figure) for s, figure in reported])
        return Columns(heads, widths, texts, own=True)
    values = [_values(look, s) for s in item.series]
    for n, year in enumerate(look.years):
        add(year, 6, [row[n] for row in values])
    return Columns(heads, widths, texts, own=True)


def card_cells(plan: Plan, item: Initiative) -> tuple[Cells, list[Merge]]:
    """A card: labels at the left, the years nested below."""
    look, count = plan.look, len(plan.look.years)
    rows: Cells = [[look.labels["name"], f"{item.number} {_name(plan, item)}", *[""] * (count - 1)]]
    for field in look.order:
        if field in ("departments", "content"):
            text = look.joint.join(item.departments) if field == "departments" else item.content
            rows.append([look.labels[field], text, *[""] * (count - 1)])
    merged: list[Merge] = [((1, n), (count, n)) for n in range(len(rows))]
    below, more = year_cells(plan, item)
    merged += [((a, b + len(rows)), (c, d + len(rows))) for (a, b), (c, d) in more]
    return rows + below, merged


def year_cells(plan: Plan, item: Initiative) -> tuple[Cells, list[Merge]]:
    """Fiscal years as columns, and what is planned for each."""
    look = plan.look
    merged = [m for n, s in enumerate(item.series) for m in _merged_years(look, s, 1, n + 1)]
    if item.series[0].indicator is None:
        rows = [[look.labels["schedule"], *look.years], ["", *_values(look, item.series[0])]]
        return rows, [((0, 0), (0, 1)), *merged]
    head = [look.labels["indicator"], *look.years]
    return [head, *[[_indicator(look, series), *_values(look, series)] for series in item.series]], merged


def drawn(plan: Plan) -> bytes:
    """The plan as a PDF."""
    for font in (FONT, HEAVY):
        if font not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(font))
    out = BytesIO()
    page = landscape(A3) if plan.shape in ("list", "report") else A4
    paper = SimpleDocTemplate(out, pagesize=page, leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40)
    room = page[0] - 92
    story: list[Flowable] = [_text(title(plan), 15, heavy=True), Spacer(1, 10)]
    if plan.shape in ("list", "report"):
        rows, merged, widths = list_cells(plan)
        story.append(_table(plan.look, rows, merged, [room * w / sum(widths) for w in widths]))
    else:
        story += _cards(plan, room) if plan.shape == "card" else _sections(plan, room)
    paper.build(story)
    return out.getvalue()


def _cards(plan: Plan, room: float) -> Iterable[Flowable]:
    before: str | None = None
    for item in plan.initiatives:
        if item.policy is not None and item.policy != before:
            yield _text(level(plan, item) or "", 12, heavy=True)
            before = item.policy
        rows, merged = card_cells(plan, item)
        years = len(plan.look.years)
        yield KeepTogether([_table(plan.look, rows, merged, [90, *[(room - 90) / years] * years]), Spacer(1, 12)])


def _sections(plan: Plan, room: float) -> Iterable[Flowable]:
    look, before = plan.look, None
    for item in plan.initiatives:
        if item.policy is not None and item.policy != before:
            yield _text(level(plan, item) or "", 13, heavy=True)
            before = item.policy
        rows, merged = year_cells(plan, item)
        years = len(look.years)
        yield KeepTogether(
            [
                _text(f"{item.number}　{_name(plan, item)}", 11, heavy=True),
                _text(f"（{look.labels['departments']}：{'、'.join(item.departments)}）", look.size),
                _text(item.content, look.size),
                _table(look, rows, merged, [120, *[(room - 120) / years] * years]),
                Spacer(1, 12),
            ]
        )


def _text(text: str, size: float, *, heavy: bool = False) -> Paragraph:
    style = ParagraphStyle(
        "text", fontName=HEAVY if heavy else FONT, fontSize=size, leading=size * 1.4, wordWrap="CJK", spaceAfter=3
    )
    return Paragraph(text.replace("\n", "<br/>"), style)


def _table(look: Look, rows: Sequence[Sequence[str]], merged: Sequence[Merge], widths: Sequence[float]) -> Table:
    weight = 0.4 if look.rules == "thin_box" else 0.8
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), weight, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    style += [("SPAN", first, last) for first, last in merged]
    if look.shaded:
        style.append(("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey))
    if look.rules == "thick_frame":
        style.append(("BOX", (0, 0), (-1, -1), 1.8, colors.black))
    cells = [[_text(text, look.size) if text else "" for text in row] for row in rows]
    return Table(cells, colWidths=list(widths), style=style, repeatRows=1 if len(rows) > 8 else 0)
