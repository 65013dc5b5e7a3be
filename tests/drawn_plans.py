"""Plans drawn at random: what a plan says, chosen by Hypothesis, and a PDF that prints it in one of many layouts.

Words, places and figures are invented. The labels are those of normalize/families/common.toml, so that every synonym
there is tried in every shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from hypothesis import strategies as st

from normalize.family import Field, common
from normalize.words.label import label

Shape = Literal["list", "card", "matrix", "report"]
FIRST_YEAR = 2026
CITY = "青嶺市"

NAMES = (
    "窓口予約の導入", "公園遊具の点検", "古文書の電子化", "避難所の備蓄", "空き家の活用", "図書の宅配", "水路の補修",
    "学校給食の地産化", "観光案内板の更新", "通学路の照明", "森林の間伐", "消防団員の確保", "乗合タクシーの運行",
    "職員研修の充実", "統計データの公開", "健康教室の開催",
    "公用車の電動化", "集会所の改修", "移住相談の拡大", "獣害の防止",
)  # fmt: skip
OWNERS = (
    "市民課",
    "総務課",
    "情報政策課",
    "企画部・財政課",
    "教育委員会学校教育課",
    "消防本部警防課",
    "農林水産課",
    "健康推進課",
)
DEEDS = (
    "申請の受付を画面で行えるようにする。", "点検の結果を台帳にまとめ、傷みの大きいものから直す。",
    "地域の団体と協力し、年に二度の説明会を開く。", "必要な量を見直し、古くなったものを入れ替える。",
    "利用した人の意見を聞き、次の年の計画に生かす。",
)  # fmt: skip
INDICATORS = (("利用件数", "件"), ("参加者数", "人"), ("更新した箇所数", "箇所"), ("満足度", "%"), ("整備延長", "km"))
DONE = (
    "説明会を四回開き、多くの住民が参加した。",
    "台帳を作り、傷んだ箇所から順に直した。",
    "必要な機器を選び、契約を結んだ。",
)
NEXT = ("周知の方法を改める。", "予算を確保し、対象を広げる。", "関係する団体との調整を続ける。")
GRADES = ("ABC", "◎○△", ("達成", "概ね達成", "未達成"), ("順調", "やや遅れ", "遅れ"))
STAGES = ("検討", "準備", "試行", "実施", "拡充", "継続")
MOST = 9
NUMBERS = (
    *([form.format(n) for n in range(1, MOST + 1)] for form in ("{}", "({})", "1-{}", "A-{:02}")),
    list("①②③④⑤⑥⑦⑧⑨"),
)
POLICIES = ("暮らしを支える", "災害に備える", "文化を育てる")


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values by year, and the baseline of the year before. indicator: None where they are stages."""

    indicator: str | None
    unit: str | None
    values: tuple[str, ...]
    baseline: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a progress report says of an initiative and of the first of the years."""

    figures: tuple[str, ...]
    done: str
    grade: str
    next: str


@dataclass(frozen=True, slots=True)
class Initiative:
    number: str
    name: str
    is_new: bool
    policy: str | None
    departments: tuple[str, ...]
    content: str
    series: tuple[Series, ...]
    report: Report


@dataclass(frozen=True, slots=True)
class Look:
    """How a plan is printed."""

    labels: dict[Field, str]
    years: tuple[str, ...]
    order: tuple[Field, ...]
    unit_in: Literal["value", "indicator", "note", "column"]
    joint: str
    policy_in: Literal["none", "band", "column"]
    carried: Literal["word", "→", "⇒", "merged"]
    baseline: bool
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
def series_of(draw: st.DrawFn, years: int, *, staged: bool) -> tuple[Series, ...]:
    """One row of stages, or some indicators with figures that grow."""
    if staged:
        return (Series(None, None, tuple(draw(st.sampled_from(STAGES)) for _ in range(years)), ""),)
    chosen = draw(st.lists(st.sampled_from(INDICATORS), min_size=1, max_size=2, unique=True))
    found: list[Series] = []
    for indicator, unit in chosen:
        first, step = draw(st.integers(1, 1500)), draw(st.integers(1, 40))
        before, *figures = (first % 60 + n if unit == "%" else first + step * n for n in range(years + 1))
        found.append(Series(indicator, unit, tuple(f"{figure:,}" for figure in figures), f"{before:,}"))
    return tuple(found)


@st.composite
def initiatives(draw: st.DrawFn, shape: Shape, years: int, joint: str, policy: bool) -> tuple[Initiative, ...]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=MOST, unique=True))
    numbers, grades = draw(st.sampled_from(NUMBERS)), draw(st.sampled_from(GRADES))
    staged = shape != "report" and draw(st.booleans())
    offices = [office for office in OWNERS if joint != "・" or len(office) <= 6]
    found: list[Initiative] = []
    for n, name in enumerate(names):
        series = draw(series_of(years, staged=staged))
        owners = draw(st.lists(st.sampled_from(offices), min_size=1, max_size=2, unique=True))
        content = "".join(draw(st.lists(st.sampled_from(DEEDS), min_size=1, max_size=2, unique=True)))
        figures = tuple(f"{draw(st.integers(1, 900))}" for _ in series)
        report = Report(figures, *(draw(st.sampled_from(words)) for words in (DONE, grades, NEXT)))
        under = POLICIES[n * len(POLICIES) // len(names)] if policy else None
        found.append(Initiative(numbers[n], name, draw(st.booleans()), under, tuple(owners), content, series, report))
    return tuple(found)


@st.composite
def looks(draw: st.DrawFn, shape: Shape, years: int, joint: str, policy_in: Literal["none", "band", "column"]) -> Look:
    parts: list[Field] = ["departments", "content", "schedule"]
    if shape == "report":
        parts.extend(("grade", "result", "improvement"))
    fields: list[Field] = [*parts, "name", "indicator", "unit", "number", "baseline", "target", "policy"]
    labels: dict[Field, str] = {field: draw(st.sampled_from(words(field))) for field in dict.fromkeys(fields)}
    columns = ("column",) if shape in ("list", "report") else ()
    return Look(
        labels, year_headers(draw(st.integers(0, YEAR_STYLES - 1)), years), tuple(draw(st.permutations(parts))),
        draw(st.sampled_from(("value", "indicator", "note", *columns))), joint, policy_in,
        draw(st.sampled_from(("word", "→", "⇒", "merged"))), draw(st.booleans()), draw(st.booleans()),
        draw(st.sampled_from(("grid", "thin_box", "thick_frame"))), draw(st.sampled_from((8.0, 9.0, 10.5))),
        draw(st.sampled_from(("【新規】", "（新規）", "[新規]"))),
    )  # fmt: skip


@st.composite
def plans(draw: st.DrawFn, shape: Shape) -> Plan:
    """A plan and its look."""
    years, joint = draw(st.integers(2, 5)), draw(st.sampled_from(("、", "\n", "・")))
    columns = ("column",) if shape in ("list", "report") else ()
    policy_in = draw(st.sampled_from(("none", "band", *columns)))
    items = draw(initiatives(shape, years, joint, policy_in != "none"))
    return Plan(shape, items, draw(looks(shape, years, joint, policy_in)))
