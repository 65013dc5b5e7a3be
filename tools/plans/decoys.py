"""A plan and a word into a table that holds no initiative: population, survey, committee, budget, key figures."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .content import GRADE_MEANINGS, Plan
from .model import Block, Cell, Table, Text
from .wording import year_word

Rows = list[tuple[str, ...]]
MEETINGS = (
    ("5月", "第1回策定委員会"),
    ("8月", "市民アンケートの実施"),
    ("12月", "意見公募の実施"),
    ("2月", "計画案の答申"),
)
ANSWERS = ("今後も住み続けたい", "相談できる場所が分からない", "情報が届いていない", "参加する時間がない", "特にない")
FUNDS = ("国庫支出金", "県支出金", "地方債", "その他特定財源", "一般財源")
ACCOUNTS = ("議会費", "総務費", "民生費", "衛生費", "農林水産業費", "商工費", "土木費", "消防費", "教育費", "公債費")
TERMS = (
    ("アウトリーチ", "支援が必要な人のもとへ出向く支援をいう。"),
    ("関係人口", "地域と多様に関わる人々をいう。"),
    ("ワークショップ", "参加者が体験を通じて学び合う集まりをいう。"),
)
PLACES = ("中央公民館", "北部出張所", "西体育館", "文化会館", "南保育所", "市営墓地", "浄水場")
STATISTICS = ("出生数", "死亡数", "転入者数", "転出者数", "世帯数", "事業所数", "製造品出荷額等")


def table(widths: tuple[float, ...], rows: Rows) -> Table:
    """A header and rows; what is only digits stands at the right."""
    head = tuple(Cell(text, "label") for text in rows[0])
    body = [tuple(Cell(text, align="right" if _digits(text) else "left") for text in row) for row in rows[1:]]
    return Table(widths, (head, *body), 1, records=tuple(range(1, len(rows))))


def _digits(text: str) -> bool:
    """
    >>> _digits("1,024"), _digits("△12.5"), _digits("第1回")
    (True, True, False)
    """
    return text.translate(str.maketrans("", "", ",.△")).isdigit()


def past(plan: Plan) -> tuple[list[int], tuple[str, ...]]:
    """Four calendar years before the plan, and how they are printed."""
    years = [plan.years[0] - n for n in (5, 4, 3, 2)]
    return years, tuple(year_word(y, "cols_full").replace("度", "") for y in years)


def population(plan: Plan, rng: Random) -> list[Block]:
    years, heads = past(plan)
    groups = ("総人口", "年少人口", "生産年齢人口", "老年人口")
    rows: Rows = [("区分", *heads), *((k, *(f"{rng.randint(900, 60000):,}" for _ in years)) for k in groups)]
    return [Text("図表1　人口の推移（単位：人）", align="center"), table((2, 1.4, 1.4, 1.4, 1.4), rows)]


def survey(plan: Plan, rng: Random) -> list[Block]:
    rows: Rows = [("順位", "回答の内容", "割合（％）")]
    rows += [
        (str(n), text, f"{60 - 9 * n + rng.random() * 5:.1f}") for n, text in enumerate(ANSWERS[: rng.randint(3, 5)], 1)
    ]
    title = f"図表2　市民アンケートの結果（n={rng.randint(400, 2000):,}）"
    return [Text(title, align="center"), table((1, 6, 2), rows)]


def committee(plan: Plan, rng: Random) -> list[Block]:
    rows: Rows = [
        ("役職", "所属", "選出区分"),
        ("会長", "○○大学教授", "学識経験者"),
        ("副会長", "商工会会長", "関係団体"),
    ]
    rows += [
        ("委員", who, "関係団体")
        for who in rng.sample(("自治会連合会代表", "社会福祉協議会代表", "PTA連合会代表", "公募市民"), 2)
    ]
    return [Text("策定委員会委員名簿"), table((1.5, 4, 3), rows)]


def budget(plan: Plan, rng: Random) -> list[Block]:
    rows: Rows = [("財源", "金額（千円）", "構成比（％）")]
    rows += [(k, f"{rng.randint(9000, 400000):,}", f"{rng.randint(50, 600) / 10:.1f}") for k in FUNDS]
    return [Text("財源の内訳"), table((3, 2, 2), rows)]


def accounts(plan: Plan, rng: Random) -> list[Block]:
    """The budget of a year beside that of the year before."""
    year = plan.years[0]
    rows: Rows = [("款", f"{year_word(year, 'cols_full')}予算額", f"{year_word(year - 1, 'cols_full')}予算額", "増減")]
    for kind in rng.sample(ACCOUNTS, rng.randint(5, 9)):
        now, before = rng.randint(20_000, 900_000), rng.randint(20_000, 900_000)
        rows.append((kind, f"{now:,}", f"{before:,}", f"{now - before:,}".replace("-", "△")))
    return [Text("一般会計歳出予算（単位：千円）", 1.0, True), table((2.5, 2, 2, 2), rows)]


def glossary(plan: Plan, rng: Random) -> list[Block]:
    return [Text("用語の解説"), table((2, 7), [("用語", "説明"), *rng.sample(TERMS, rng.randint(2, 3))])]


def history(plan: Plan, rng: Random) -> list[Block]:
    return [Text("計画策定の経過"), table((1.5, 6), [("時期", "内容"), *MEETINGS[: rng.randint(3, 4)]])]


def facilities(plan: Plan, rng: Random) -> list[Block]:
    rows: Rows = [("施設の名称", "建築年", "延床面積（㎡）")]
    rows += [(name, str(rng.randint(1965, 2015)), f"{rng.randint(120, 5200):,}") for name in rng.sample(PLACES, 4)]
    return [Text("公共施設の状況"), table((4, 1.5, 2), rows)]


def statistics(plan: Plan, rng: Random) -> list[Block]:
    """Key figures of the town, year by year."""
    years, heads = past(plan)
    rows: Rows = [("項目", *heads)]
    rows += [(name, *(f"{rng.randint(60, 9000):,}" for _ in years)) for name in rng.sample(STATISTICS, 4)]
    return [Text("主要統計", 1.0, True), table((2.4, 1.4, 1.4, 1.4, 1.4), rows)]


def grades(plan: Plan, rng: Random) -> list[Block]:
    rows: Rows = [("区分", "評価の目安"), *zip(plan.grades, GRADE_MEANINGS, strict=True)]
    return [Text("評価の基準"), table((1.5, 6), rows)]


KINDS: dict[str, Callable[[Plan, Random], list[Block]]] = {
    "population": population,
    "survey": survey,
    "committee": committee,
    "budget": budget,
    "glossary": glossary,
    "history": history,
    "accounts": accounts,
    "facilities": facilities,
    "statistics": statistics,
    "grades": grades,
}


def decoy(plan: Plan, rng: Random, kind: str) -> list[Block]:
    """Nothing where the word is of something else (a running head, a watermark)."""
    return KINDS[kind](plan, rng) if kind in KINDS else []
