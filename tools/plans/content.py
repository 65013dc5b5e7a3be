"""A seed into what a plan says: policies, initiatives, figures by year, stages, results. Nothing of how it is drawn."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from .split import Half, half_of

HERE = Path(__file__).parent
PARTS = (
    "仕組みづくり",
    "担い手の育成",
    "環境の整備",
    "情報の発信",
    "連携の強化",
    "質の向上",
    "相談の充実",
    "機会の拡大",
)
"""What a third level of policy is called."""
STAGES = ("調査", "検討", "協議", "準備", "設計", "試行", "一部実施", "実施", "運用", "検証", "拡充", "本格運用")
"""In the order in which a step of a plan goes through them."""
DIRECTIONS = ("継続", "拡大", "見直し", "改善", "縮小", "完了")
GRADES = (
    ("A", "B", "C", "D"),
    ("◎", "○", "△", "×"),
    ("S", "A", "B", "C"),
    ("順調", "概ね順調", "やや遅れ", "遅れ"),
    ("達成", "概ね達成", "一部未達成", "未達成"),
    ("5", "4", "3", "2"),
)
GRADE_MEANINGS = ("目標を上回った", "目標をおおむね達成した", "目標を下回った", "未着手である")
CITIES = {
    "fit": (
        "青葉野市",
        "白鳥台市",
        "柚木町",
        "南瀬戸川市",
        "千鳥浜町",
        "花菱町",
        "つるみ沢町",
        "ひばり丘市",
        "稲穂原市",
    ),
    "unseen": (
        "東雲崎市",
        "桜ヶ峰町",
        "大榎市",
        "鳴瀬浜市",
        "湯ノ川市",
        "三ツ葉村",
        "みどり野市",
        "霧ヶ台町",
        "月見坂市",
    ),
}
CONTENTS = (
    "{people}を対象に、{deed}を行{う}。",
    "{deed}や{deed2}を進め、{aim}を図{る}。",
    "{deed}により、{aim}につなげ{る}。",
    "関係機関や地域団体と連携し、{deed}に取り組{む}。",
    "また、{deed}について、{people}の意見を踏まえながら内容を随時見直{す}。",
    "年{n}回程度の{deed}を予定してい{る}。",
    "国や県の動向（交付金、補助制度等）を注視しつつ、{deed}を計画的に進め{る}。",
    "あわせて、{subject}に関する情報を広報紙、ホームページ及びSNSで発信し、制度の周知を図{る}。",
    "{people}が参加しやすいよう、{deed}の日程や会場を工夫{す2}。",
    "{subject}に関する課題を整理した上で、{deed}の進め方を定め{る}。",
)
AIMS = (
    "{aim}を図る。",
    "{people}が安心して利用できる環境を整え、{aim}につなげる。",
    "{deed}を通じた{aim}",
    "{aim}と{aim2}",
    "{people}の満足度の向上",
    "{subject}に関わる人のすそ野を広げ、{aim}を目指す。",
)
DONE = (
    "{deed}を{n}回実施し、延べ{m}人が参加し{た}。",
    "{month}月に{deed}を開始し{た}。",
    "{deed}について関係団体と協議を重ね、実施方法を決定し{た}。",
    "予定していた{deed}は、応募が少なく一部の実施にとどまっ{た}。",
    "庁内検討会（全{n}回）において{deed}の課題を整理し{た}。",
    "{people}に対して{deed}を行い、{aim}に努め{た}。",
    "{deed}の対象を広げたところ、問合せが前年度より増え{た}。",
)
NEXT = (
    "{people}への周知が十分でなく、参加者が固定化してい{る}。",
    "{deed}に要する経費が増加しているため、財源の確保が課題{だ}。",
    "{deed}を担う人材が不足しており、体制を強化する必要があ{る}。",
    "{deed}の実施時期が遅れたことから、工程の見直しが必要{だ}。",
    "{deed2}と合わせた進め方を関係課と検討す{る2}。",
)
POLITE = {
    "う": "います",
    "る": "ります",
    "む": "みます",
    "す": "します",
    "す2": "します",
    "た": "ました",
    "だ": "です",
    "る2": "ります",
}
PLAIN = {"う": "う", "る": "る", "む": "む", "す": "す", "す2": "する", "た": "た", "だ": "である", "る2": "る"}
RU = (
    ("いります", "います"),
    ("めります", "めます"),
    ("げります", "げます"),
    ("すります", "します"),
    ("っました", "りました"),
)
"""What a verb of another class than 図る makes of the polite ending."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Figures as numbers; `yearly` has one a year of the plan, None where no figure is set."""

    name: str
    unit: str
    baseline: float | None
    yearly: tuple[float | None, ...]
    actual: tuple[float, ...]
    decimals: int
    about: str = ""
    """What stands around its targets: 約, 以上 or nothing."""


@dataclass(frozen=True, slots=True)
class Action:
    """A step of the plan; a stage a year, "" before it begins; the same word on is the stage carried on."""

    name: str
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Initiative:
    number: str | None
    name: str
    is_new: bool
    policy: tuple[int, ...]
    departments: tuple[str, ...]
    content: str
    objective: str
    direction: str
    indicators: tuple[Indicator, ...]
    actions: tuple[Action, ...]
    grade: str
    narrative: str
    improvement: str
    extras: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """`tree` names the levels of policy by their path of indices: (0,) the first goal, (0, 1) its second field."""

    city: str
    title: str
    progress: bool
    years: tuple[int, ...]
    reported: int | None
    tree: dict[tuple[int, ...], str]
    initiatives: tuple[Initiative, ...]
    grades: tuple[str, ...]
    polite: bool


@cache
def topics() -> list[dict[str, Any]]:
    return tomllib.loads((HERE / "topics.toml").read_text("utf-8"))["topic"]


def inflect(template: str, polite: bool, **words: object) -> str:
    """A sentence in the plan's manner of speech.

    >>> inflect("{deed}により、{aim}につなげ{る}。", True, deed="講座の開催", aim="交流の促進")
    '講座の開催により、交流の促進につなげます。'
    """
    said = template.format_map({**(POLITE if polite else PLAIN), **words})
    for wrong, right in RU if polite else ():
        said = said.replace(wrong, right)
    return said


class Speaker:
    """Says sentences about one subject."""

    def __init__(self, rng: Random, subject: dict[str, Any], polite: bool) -> None:
        self.rng, self.subject, self.polite = rng, subject, polite

    def say(self, template: str) -> str:
        rng, subject = self.rng, self.subject
        deeds = rng.sample(subject["deeds"], 2)
        aims = rng.sample(subject["aims"], 2)
        words = {"deed": deeds[0], "deed2": deeds[1], "aim": aims[0], "aim2": aims[1], "subject": subject["name"]}
        numbers = {"n": rng.randint(2, 12), "m": rng.randint(20, 980), "month": rng.randint(4, 12)}
        return inflect(template, self.polite, people=rng.choice(subject["people"]), **words, **numbers)

    def text(self, templates: tuple[str, ...], most: int) -> str:
        """Sentences run on, each on its line with a dot, or enumerated."""
        said = [self.say(t) for t in self.rng.sample(templates, self.rng.randint(1, min(most, len(templates))))]
        form = self.rng.choice(("run", "run", "run", "dots", "numbers", "lines"))
        said[0] = said[0].removeprefix("また、").removeprefix("あわせて、")
        if len(said) < 2 or form == "run":
            return "".join(said)
        marks = {"dots": ["・"] * 9, "numbers": [f"（{n}）" for n in range(1, 10)], "lines": [""] * 9}[form]
        return "\n".join(mark + line for mark, line in zip(marks, said, strict=False))

    def listed(self) -> str:
        """A sentence and the deeds under it."""
        lead = inflect("{aim}を図るため、次の取組を行{う}。", self.polite, aim=self.rng.choice(self.subject["aims"]))
        deeds = self.rng.sample(self.subject["deeds"], self.rng.randint(2, len(self.subject["deeds"])))
        return "\n".join((lead, *(f"・{deed}" for deed in deeds)))


def figures(rng: Random, spec: str, years: int, known: int) -> Indicator:
    """An indicator whose targets rise (or fall) from its baseline; `known` years have an actual figure."""
    name, unit, low, high = spec.split("|")
    falls, least, most = high.endswith("-"), float(low), float(high.rstrip("-"))
    decimals = 1 if unit == "%" and rng.random() < 0.6 else 0
    start, end = (rng.uniform(a, b) for a, b in ((0.0, 0.35), (0.6, 1.0)))
    points = [start + (end - start) * n / years for n in range(years + 1)]
    if falls:
        points = [1 - p for p in points]
    values = [round(least + (most - least) * p, decimals) for p in points]
    if not decimals and most > 500 and rng.random() < 0.5:
        values = [values[0], *(round(v, -2) or v for v in values[1:])]
    actual = [round(v * rng.uniform(0.85, 1.12), decimals) for v in values[1 : known + 1]]
    if unit == "%":
        actual = [min(a, 100.0) for a in actual]
    baseline = None if rng.random() < 0.06 else values[0]
    yearly = tuple(None if rng.random() < 0.03 and n < years - 1 else v for n, v in enumerate(values[1:]))
    about = (
        rng.choice(("以上", "約", "累計")) if not decimals and not falls and unit != "%" and rng.random() < 0.06 else ""
    )
    return Indicator(name, unit, baseline, yearly, tuple(actual), decimals, about)


def schedule(rng: Random, name: str, years: int, late: bool) -> Action:
    """Stages that go forward; one may last for years, and the first years may be empty."""
    at = rng.randint(0, len(STAGES) - 5)
    stages = [""] * (1 if late and years > 3 and rng.random() < 0.15 else 0)
    while len(stages) < years:
        if stages and stages[-1] and rng.random() < 0.45:
            stages.append(stages[-1])
        else:
            stages.append(STAGES[min(at, len(STAGES) - 1)])
            at += rng.randint(1, 3)
    return Action(name, tuple(stages))


def name_of(rng: Random, subject: dict[str, Any], taken: set[str]) -> str:
    """A name nobody has yet in this plan."""
    while True:
        name = f"{subject['name']}の{rng.choice(subject['turns'])}"
        name += rng.choice(("", "", "", "事業", f"（{rng.choice(subject['deeds'])}）"))
        if rng.random() < 0.08:
            name = rng.choice(("ICT", "SNS", "民間活力", "AI")) + "を活用した" + name
        if name not in taken:
            taken.add(name)
            return name


def numbers(kind: str, path: tuple[int, ...], n: int) -> str | None:
    """How the n-th initiative (from 1) under a path of policies is numbered.

    >>> numbers("dash", (0, 1), 2), numbers("tori", (0,), 3), numbers("alpha", (1,), 4)
    ('1-2-2', '取組3', 'B-4')
    """
    steps = [str(p + 1) for p in path]
    return {
        "dash": "-".join((*steps, str(n))),
        "code": "".join(steps) + f"{n:02}",
        "alpha": f"{chr(65 + path[0])}-{n}",
        "seq": str(n),
        "paren": f"（{n}）",
        "circ": chr(0x2460 + (n - 1) % 20),
        "tori": f"取組{n}",
        "none": None,
    }[kind]


RESTARTS = {"dash", "code"}
"""Numbers that say their policy begin anew under each; the others run on through the plan."""


def extras(rng: Random) -> dict[str, str]:
    """What stands beside and is no record: each plan shows some of these."""
    return {
        "budget": f"{rng.randint(80, 98000):,}",
        "sdgs": "、".join(map(str, sorted(rng.sample(range(1, 18), rng.randint(1, 3))))),
        "law": rng.choice(("地方自治法", "介護保険法", "都市計画法", "個人情報保護法", "－")),
        "people": rng.choice(("全世帯", "高齢者", "事業者", "市内在住の方", "児童生徒")),
        "related": rng.choice(("総合計画", "人口ビジョン", "地域福祉計画", "公共施設等総合管理計画")),
    }


def tree_of(rng: Random, topic: dict[str, Any], levels: int, goals: int) -> dict[tuple[int, ...], str]:
    tree: dict[tuple[int, ...], str] = {}
    fields = rng.sample(topic["fields"], len(topic["fields"]))
    for g, goal in enumerate(rng.sample(topic["goals"], goals)):
        tree[(g,)] = goal
        for f in range(rng.randint(1, 2) if levels > 1 else 0):
            tree[(g, f)] = fields[(2 * g + f) % len(fields)]
            for p in range(rng.randint(1, 2) if levels > 2 else 0):
                tree[(g, f, p)] = rng.choice(PARTS[p::2])
    return tree


def invent(rng: Random, half: Half, *, progress: bool, levels: int, numbering: str, size: int, span: int) -> Plan:
    """A plan of about `size` initiatives over `span` years."""
    names = half_of([t["plan"] for t in topics()], "topic", half)
    topic = rng.choice([t for t in topics() if t["plan"] in names])
    city, polite = rng.choice(CITIES[half]), rng.random() < 0.5
    first = rng.randint(2015, 2028)
    years = tuple(range(first, first + span))
    reported = rng.choice(years[: max(1, span - 1)]) if progress else None
    known = years.index(reported) + 1 if reported else 0
    tree = tree_of(rng, topic, levels, 2 if size < 9 else 3)
    leaves = [path for path in tree if len(path) == levels]
    size = max(size, len(leaves))
    shares = sorted(list(range(len(leaves))) + [rng.randrange(len(leaves)) for _ in range(size - len(leaves))])
    grades = rng.choice(GRADES)
    out: list[Initiative] = []
    taken: set[str] = set()
    under: dict[tuple[int, ...], int] = {}
    for total, leaf in enumerate(shares, 1):
        path = leaves[leaf]
        under[path] = under.get(path, 0) + 1
        number = numbers(numbering, path, under[path] if numbering in RESTARTS else total)
        out.append(initiative(rng, topic, path, number, taken, grades, (span, known), polite))
    edition = rng.choice(("", "", "第2次", "第3期"))
    title = f"{city}{edition}{topic['plan']}" + rng.choice(("", " 実施計画", " アクションプラン"))
    return Plan(city, title, progress, years, reported, tree, tuple(out), grades, polite)


def initiative(
    rng: Random,
    topic: dict[str, Any],
    path: tuple[int, ...],
    number: str | None,
    taken: set[str],
    grades: tuple[str, ...],
    span: tuple[int, int],
    polite: bool,
) -> Initiative:
    subject = rng.choice(topic["subject"])
    speaker = Speaker(rng, subject, polite)
    specs = rng.sample(subject["figures"], rng.randint(1, len(subject["figures"])))
    deeds = rng.sample(subject["deeds"], rng.choice((1, 1, 2, 2, 3)))
    how_many = rng.choice((1, 1, 1, 2, 2, 3))
    return Initiative(
        number=number,
        name=name_of(rng, subject, taken),
        is_new=rng.random() < 0.15,
        policy=path,
        departments=tuple(rng.sample(topic["departments"], how_many)),
        content=speaker.listed() if rng.random() < 0.25 else speaker.text(CONTENTS, 4),
        objective="" if rng.random() < 0.04 else speaker.text(AIMS, 1),
        direction="" if rng.random() < 0.05 else rng.choice(DIRECTIONS),
        indicators=tuple(figures(rng, spec, *span) for spec in specs),
        actions=tuple(schedule(rng, deed, span[0], late=True) for deed in deeds),
        grade=rng.choice(grades),
        narrative=speaker.text(DONE, 3),
        improvement="" if rng.random() < 0.08 else speaker.text(NEXT, 2),
        extras=extras(rng),
    )
