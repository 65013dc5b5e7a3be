"""Plans drawn at random: what a plan says, chosen by Hypothesis, and a PDF that prints it in one of many layouts.

Words, places and figures are invented. The labels are those of normalize/families/common.toml, so that every synonym
there is tried in every shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Literal

from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from normalize.family import Field, common
from normalize.label import label

Shape = Literal["list", "card", "matrix"]
FONT, HEAVY = "HeiseiMin-W3", "HeiseiKakuGo-W5"
FIRST_YEAR = 2026
CITY = "青嶺市"

NAMES = (
    "窓口予約の導入", "公園遊具の点検", "古文書の電子化", "避難所の備蓄", "空き家の活用", "図書の宅配", "水路の補修",
    "学校給食の地産化", "観光案内板の更新", "通学路の照明", "森林の間伐", "消防団員の確保", "乗合タクシーの運行",
    "職員研修の充実", "統計データの公開", "健康教室の開催",
)  # fmt: skip
OWNERS = ("市民課", "総務課", "情報政策課", "企画部・財政課", "教育委員会学校教育課", "消防本部警防課", "農林水産課", "健康推進課")
DEEDS = (
    "申請の受付を画面で行えるようにする。", "点検の結果を台帳にまとめ、傷みの大きいものから直す。",
    "地域の団体と協力し、年に二度の説明会を開く。", "必要な量を見直し、古くなったものを入れ替える。",
    "利用した人の意見を聞き、次の年の計画に生かす。",
)  # fmt: skip
INDICATORS = (("利用件数", "件"), ("参加者数", "人"), ("更新した箇所数", "箇所"), ("満足度", "%"), ("整備延長", "km"))
STAGES = ("検討", "準備", "試行", "実施", "拡充", "継続")
NUMBERS = ("12345", ("(1)", "(2)", "(3)", "(4)", "(5)"), "①②③④⑤", ("1-1", "1-2", "1-3", "1-4", "1-5"))
POLICIES = ("暮らしを支える", "災害に備える", "文化を育てる")


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values by year. indicator: None where only stages stand under the years."""

    indicator: str | None
    unit: str | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Initiative:
    number: str
    name: str
    is_new: bool
    policy: str | None
    departments: tuple[str, ...]
    content: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a plan is printed."""

    labels: dict[Field, str]
    years: tuple[str, ...]
    order: tuple[Field, ...]
    unit_in: Literal["value", "indicator", "note", "column"]
    joint: str
    banded: bool
    shaded: bool
    rules: Literal["grid", "thin_box", "thick_frame"]
    size: float
    new_mark: str


@dataclass(frozen=True, slots=True)
class Plan:
    shape: Shape
    initiatives: tuple[Initiative, ...]
    look: Look


@cache
def words(field: Field) -> tuple[str, ...]:
    """The labels of a field that head it wherever they stand."""
    c = common()
    sure = (w for w, f in c.labels.items() if f == field and w not in c.coarse and len(w) <= 12)
    return tuple(w for w in sure if (found := label(w)) is not None and found.field == field)


def year_headers(style: int, count: int) -> tuple[str, ...]:
    """The headings of year columns in one of the usual ways."""
    western = range(FIRST_YEAR, FIRST_YEAR + count)
    ways = (
        [f"令和{y - 2018}年度" for y in western],
        [f"Ｒ{str(y - 2018).translate(_WIDE)}" for y in western],
        [f"{y}年度" for y in western],
        [f"令和{str(y - 2018).translate(_WIDE)}年度" for y in western],
        [f"{'令和' if n == 0 else ''}{y - 2018}年度" for n, y in enumerate(western)],
        [f"{y}年度\n(R{y - 2018})" for y in western],
        [f"R{y - 2018}年度" for y in western],
    )
    return tuple(ways[style])


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
YEAR_STYLES = 7


@st.composite
def series_of(draw: st.DrawFn, years: int) -> tuple[Series, ...]:
    """One row of stages, or some indicators with figures that grow."""
    if draw(st.booleans()):
        return (Series(None, None, tuple(draw(st.sampled_from(STAGES)) for _ in range(years))),)
    chosen = draw(st.lists(st.sampled_from(INDICATORS), min_size=1, max_size=2, unique=True))
    found: list[Series] = []
    for indicator, unit in chosen:
        first, step = draw(st.integers(1, 1500)), draw(st.integers(1, 40))
        figures = (first % 60 + n if unit == "%" else first + step * n for n in range(years))
        found.append(Series(indicator, unit, tuple(f"{figure:,}" for figure in figures)))
    return tuple(found)


@st.composite
def plans(draw: st.DrawFn, shape: Shape) -> Plan:
    """A plan and its look."""
    years = draw(st.integers(2, 5))
    banded = draw(st.booleans())
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    kinds = draw(series_of(years))
    staged = kinds[0].indicator is None
    items: list[Initiative] = []
    numbers = draw(st.sampled_from(NUMBERS))
    joint = draw(st.sampled_from(("、", "\n", "・")))
    offices = [office for office in OWNERS if joint != "・" or len(office) <= 6]
    for n, name in enumerate(names):
        series = kinds if n == 0 else draw(series_of(years).filter(lambda s: (s[0].indicator is None) == staged))
        owners = draw(st.lists(st.sampled_from(offices), min_size=1, max_size=2, unique=True))
        policy = POLICIES[n * len(POLICIES) // len(names)] if banded else None
        content = "".join(draw(st.lists(st.sampled_from(DEEDS), min_size=1, max_size=2, unique=True)))
        items.append(Initiative(numbers[n], name, draw(st.booleans()), policy, tuple(owners), content, series))
    fields: list[Field] = ["name", "departments", "content", "indicator", "unit", "schedule", "number"]
    labels: dict[Field, str] = {field: draw(st.sampled_from(words(field))) for field in fields}
    look = Look(
        labels, year_headers(draw(st.integers(0, YEAR_STYLES - 1)), years),
        tuple(draw(st.permutations(("departments", "content", "values")))),  # type: ignore[arg-type]
        draw(st.sampled_from(("value", "indicator", "note", *(("column",) if shape == "list" else ())))), joint,
        banded, draw(st.booleans()), draw(st.sampled_from(("grid", "thin_box", "thick_frame"))),
        draw(st.sampled_from((8.0, 9.0, 10.5))), draw(st.sampled_from(("【新規】", "（新規）", "[新規]"))),
    )  # fmt: skip
    return Plan(shape, tuple(items), look)


# What the plan prints


def title(plan: Plan) -> str:
    last = FIRST_YEAR + len(plan.look.years) - 1
    return f"{CITY}業務改革推進計画（令和{FIRST_YEAR - 2018}～{last - 2018}年度）"


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


def _values(look: Look, series: Series) -> list[str]:
    return [value + (series.unit or "" if look.unit_in == "value" else "") for value in series.values]


Cells = list[list[str]]
Merge = tuple[tuple[int, int], tuple[int, int]]
"""Column and row of the first and the last cell."""


def list_cells(plan: Plan) -> tuple[Cells, list[Merge], list[float]]:
    """One row an initiative and series: texts, merged cells, widths of the columns in glyphs."""
    look, staged = plan.look, plan.initiatives[0].series[0].indicator is None
    columns: list[tuple[str, float]] = [(look.labels["number"], 4), (look.labels["name"], 9)]
    for field in look.order:
        if field in ("departments", "content"):
            columns.append((look.labels[field], 8 if field == "departments" else 18))
            continue
        columns += [] if staged else [(look.labels["indicator"], 9)]
        columns += [] if staged or look.unit_in != "column" else [(look.labels["unit"], 4)]
        columns += [(year, 6) for year in look.years]
    rows, merged = [[text for text, _ in columns]], list[Merge]()
    before: str | None = None
    for item in plan.initiatives:
        if item.policy is not None and item.policy != before:
            merged.append(((0, len(rows)), (len(columns) - 1, len(rows))))
            rows.append([level(plan, item) or "", *[""] * (len(columns) - 1)])
            before = item.policy
        first = len(rows)
        for series in item.series:
            rows.append(_list_row(plan, item, series, staged=staged))
        if len(item.series) > 1:
            said = _said(look, staged=staged, count=len(columns))
            merged += [((c, first), (c, len(rows) - 1)) for c in range(len(columns)) if c not in said]
    return rows, merged, [width for _, width in columns]


def _said(look: Look, *, staged: bool, count: int) -> range:
    """The columns of a series: its indicator, unit and years."""
    width = len(look.years) + (0 if staged else 1) + (0 if staged or look.unit_in != "column" else 1)
    first = 2 + look.order.index("values")  # type: ignore[arg-type]
    return range(first, first + width)


def _list_row(plan: Plan, item: Initiative, series: Series, *, staged: bool) -> list[str]:
    look = plan.look
    row = [item.number, _name(plan, item)]
    for field in look.order:
        if field == "departments":
            row.append(look.joint.join(item.departments))
        elif field == "content":
            row.append(item.content)
        else:
            row += [] if staged else [_indicator(look, series)]
            row += [] if staged or look.unit_in != "column" else [series.unit or ""]
            row += _values(look, series)
    return row


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
    if item.series[0].indicator is None:
        rows = [[look.labels["schedule"], *look.years], ["", *_values(look, item.series[0])]]
        return rows, [((0, 0), (0, 1))]
    head = [look.labels["indicator"], *look.years]
    return [head, *[[_indicator(look, series), *_values(look, series)] for series in item.series]], []


# How it is drawn


def drawn(plan: Plan) -> bytes:
    """The plan as a PDF."""
    for font in (FONT, HEAVY):
        if font not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(font))
    out = BytesIO()
    page = landscape(A3) if plan.shape == "list" else A4
    paper = SimpleDocTemplate(out, pagesize=page, leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40)
    room = page[0] - 92
    story: list[Flowable] = [_text(title(plan), 15, heavy=True), Spacer(1, 10)]
    if plan.shape == "list":
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
    style: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), weight, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [("SPAN", first, last) for first, last in merged]
    if look.shaded:
        style.append(("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey))
    if look.rules == "thick_frame":
        style.append(("BOX", (0, 0), (-1, -1), 1.8, colors.black))
    cells = [[_text(text, look.size) if text else "" for text in row] for row in rows]
    return Table(cells, colWidths=list(widths), style=style, repeatRows=1 if len(rows) > 8 else 0)
