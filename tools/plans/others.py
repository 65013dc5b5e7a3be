"""A plan and a kind into a whole document that is none: a budget, accounts, a survey, minutes, rules, a form.

Most hold what plans hold too: rows of works with money and a period, figures by year, goals that somebody asks about.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from .content import Plan
from .decoys import ACCOUNTS, KINDS, Rows, decoy, past, table
from .model import Block, Cell, Gap, Table, Text
from .other_words import Words, bank
from .papers import calendar, contents, guideline, paper, roster, terms
from .split import Half
from .wording import year_word

UNDATED = ("mixed", "rules", "form", "guideline", "contents", "roster", "terms")


class Other(NamedTuple):
    """A document without initiatives; of which class it is."""

    kind: str
    doc_class: str
    title: str
    blocks: list[Block]


def other(plan: Plan, rng: Random, half: Half) -> Other:
    """One of the kinds with a title of its own; every fourth is a collection of the tables that stand in plans too."""
    kind = rng.choice([*KINDS_OF_OTHERS, "mixed", "mixed"])
    words = Words(kind, half, rng)
    year = year_word(plan.years[0], "cols_full")
    dated = rng.choice((f"{year}　", "", f"{year}")) if kind not in UNDATED else ""
    title = words.one("titles")
    said = [
        dated + plan.city + title,
        plan.city + title,
        title if kind in ("form", "rules", "guideline", "terms") else dated + plan.city + title,
    ]
    made = mixed(plan, words) if kind == "mixed" else KINDS_OF_OTHERS[kind](plan, words)
    head = [Text(rng.choice(said), 1.6, True, rng.choice(("under", "plain", "bar")), after=8)]
    doc_class = str(bank()[kind]["class"])
    return Other(kind, doc_class, head[0].text, [*head, *made])


def mixed(plan: Plan, words: Words) -> list[Block]:
    out: list[Block] = []
    for kind in words.rng.sample([kind for kind in KINDS if kind != "grades"], words.rng.randint(3, 6)):
        out += [*decoy(plan, words.rng, kind), Gap(10)]
    return out


def budget(plan: Plan, words: Words) -> list[Block]:
    """款 and 項 with their sums, this year beside the last; then some of pay, debts and loans."""
    rng = words.rng
    out: list[Block] = [Text(words.one("captions"), 1.1, True)]
    out += rng.choice((chapters, compared, revised))(words)
    more = {"pay": pay, "debt": debt, "loans": loans}
    for name in rng.sample(list(more), rng.randint(1, 3)):
        out += [Gap(8), Text(words.one(name), 1.1, True), more[name](plan, words)]
    return out


def chapters(words: Words) -> list[Block]:
    rows: list[tuple[Cell, ...]] = [tuple(Cell(text, "label") for text in ("款", "項", "金額"))]
    for n, name in enumerate(words.rng.sample(ACCOUNTS, words.rng.randint(3, 6)), 1):
        many = words.rng.randint(1, 3)
        items = [
            f"{i}　{name.removesuffix('費')}{end}" for i, end in enumerate(("管理費", "振興費", "施設費")[:many], 1)
        ]
        for i, item in enumerate(items):
            first = (Cell(f"{n}　{name}", rows=many),) if i == 0 else ()
            rows.append((*first, Cell(item), Cell(f"{words.money():,}", align="right")))
    rows.append((Cell("歳　出　合　計", cols=2), Cell(f"{words.money(9_000_000):,}", align="right")))
    return [Text("（単位：千円）", align="right"), Table((3, 4, 2.5), tuple(rows), 1)]


def compared(words: Words) -> list[Block]:
    head = ("目", "本年度", "前年度", "比較", "節", "金額", "説明")
    rows: Rows = [head]
    for name in words.rng.sample(ACCOUNTS, words.rng.randint(3, 5)):
        now, before = words.money(), words.money()
        sections = words.some("sections", 2)
        change = f"{now - before:,}".replace("-", "△")
        rows += [(f"{name}", f"{now:,}", f"{before:,}", change, sections[0], f"{now // 3:,}", words.one("items"))]
        rows += [("", "", "", "", sections[1], f"{now - now // 3:,}", words.one("items"))]
    return [table((2, 1.6, 1.6, 1.6, 2, 1.6, 3), rows), Text("単位：千円", align="right")]


def revised(words: Words) -> list[Block]:
    rows: Rows = [("款", "項", "補正前の額", "補正額", "計")]
    for n, name in enumerate(words.rng.sample(ACCOUNTS, words.rng.randint(4, 7)), 1):
        before, more = words.money(), words.money(40_000) - 20_000
        rows.append((f"{n} {name}", f"1 {name.removesuffix('費')}総務費", f"{before:,}",
                     f"{more:,}".replace("-", "△"), f"{before + more:,}"))  # fmt: skip
    rows.append(("歳出合計", "", f"{words.money():,}", f"{words.money(9000):,}", f"{words.money():,}"))
    return [table((2, 3, 2, 2, 2), rows)]


def pay(plan: Plan, words: Words) -> Table:
    rows: Rows = [("区分", "職員数（人）", "給料（千円）", "職員手当（千円）", "共済費（千円）", "合計（千円）")]
    for who in ("本年度", "前年度", "比較"):
        rows.append((who, str(words.rng.randint(3, 400)), *(f"{words.money():,}" for _ in range(4))))
    return table((1.5, 2, 2, 2.2, 2, 2), rows)


def debt(plan: Plan, words: Words) -> Table:
    """Works with the years over which they are paid for, as an initiative has its period."""
    rows: Rows = [("事項", "期間", "限度額")]
    for item in words.some("items", 5):
        last = plan.years[0] + words.rng.randint(1, 4)
        span = f"{year_word(plan.years[0], 'cols_full')}から{year_word(last, 'cols_full')}まで"
        rows.append((item, span, f"{words.money(90_000):,}千円"))
    return table((4, 4, 2), rows)


def loans(plan: Plan, words: Words) -> Table:
    rows: Rows = [("起債の目的", "限度額", "起債の方法", "利率", "償還の方法")]
    for item in words.some("items", 3):
        rows.append(
            (item, f"{words.money(90_000):,}千円", "証書借入", "3.0％以内", "据置期間を含め30年以内に償還する。")
        )
    return table((3, 2, 1.6, 1.4, 3.4), rows)


def accounts(plan: Plan, words: Words) -> list[Block]:
    rows: Rows = [("款", "予算現額", "支出済額", "翌年度繰越額", "不用額", "執行率")]
    for name in words.rng.sample(ACCOUNTS, words.rng.randint(4, 8)):
        now, spent = words.money(), words.rng.randint(70, 99)
        rest = now * (100 - spent) // 100
        rows.append((name, f"{now:,}", f"{now - rest:,}", "0", f"{rest:,}", f"{spent}.{rest % 10}％"))
    return [Text(words.one("captions"), 1.1, True), table((2, 2, 2, 2, 2, 1.4), rows), Gap(8), by_year(plan, words, 5)]


def by_year(plan: Plan, words: Words, many: int) -> Table:
    """Figures of the years before the plan."""
    years, heads = past(plan)
    rows: Rows = [(words.rng.choice(("区分", "項目", "指標", "")), *heads)]
    for name in words.some("figures", many):
        first = words.rng.randint(20, 60_000)
        rows.append((name, *(f"{first + words.rng.randint(0, first // 10 + 1) * n:,}" for n in range(len(years)))))
    return table((2.4, *(1.4,) * len(years)), rows)


def statistics(plan: Plan, words: Words) -> list[Block]:
    out: list[Block] = []
    for n, caption in enumerate(words.some("captions", words.rng.randint(2, 4)), 1):
        out += [Text(words.rng.choice((f"表{n}　{caption}", f"{n}-1　{caption}", caption)), 1.1, True)]
        out += [by_year(plan, words, words.rng.randint(3, 6)), Text("資料：企画課", align="right"), Gap(8)]
    return out


def survey(plan: Plan, words: Words) -> list[Block]:
    sent = [(name, f"{words.rng.randint(300, 3000):,}人") for name in words.some("sent", 2)]
    out: list[Block] = [Text(f"　{name}　{many}") for name, many in sent]
    for caption in words.some("captions", 3):
        rows: Rows = [words.rng.choice((("選択肢", "回答数（人）", "割合（％）"), ("回答", "件数", "構成比")))]
        rows += [
            (a, str(words.rng.randint(9, 800)), f"{words.rng.randint(10, 700) / 10}") for a in words.some("answers", 5)
        ]
        out += [Gap(6), Text(caption, 1.0, True), table((5, 2, 2), rows)]
    return out


def minutes(plan: Plan, words: Words) -> list[Block]:
    values = ("令和6年10月3日　午後2時", "市役所3階会議室", "会長、副会長、委員8人", "計画案について")
    held: Rows = list(zip(words.some("heads", 4), values, strict=False))
    out: list[Block] = [*(Text(f"{n}　{head}　{value}") for n, (head, value) in enumerate(held, 1)), Gap(6)]
    if words.rng.random() < 0.5:
        who = ("会長", "委員", "事務局", "委員")
        return out + [Text(f"（{who[n % 4]}）　{said}") for n, said in enumerate(words.some("said", 5))]
    head = words.some("columns", 2)
    said = words.some("said", 4)
    return [*out, table((5, 5), [(head[0], head[1]), *zip(said[::2], said[1::2], strict=False)])]


def specification(plan: Plan, words: Words) -> list[Block]:
    out: list[Block] = []
    for n, clause in enumerate(words.some("clauses", 4), 1):
        out += [Text(f"{n}　{clause}", 1.0, True), Text(f"　{words.one('needs')}", after=4)]
    rows: Rows = [("No.", "区分", words.rng.choice(("要件", "内容", "機能の内容")), "必須")]
    rows += [
        (str(n), words.one("parts"), need, words.rng.choice(("◎", "○")))
        for n, need in enumerate(words.some("needs", 5), 1)
    ]
    return [*out, Text(words.one("captions"), 1.1, True), table((1, 2.5, 6, 1.2), rows)]


def rules(plan: Plan, words: Words) -> list[Block]:
    out: list[Block] = []
    for n, head in enumerate(words.some("articles", 6), 1):
        out += [Text(f"（{head}）"), Text(f"第{n}条　この要綱において必要な事項は、市長が別に定める。", after=4)]
    head = words.some("columns", 3)
    rows: Rows = [tuple(head)]
    for subject in words.some("subjects", 4):
        rows.append((subject, "2分の1以内", f"{words.rng.randint(2, 50)}0千円")[: len(head)])
    more: list[Block] = [Text(words.one("captions")), table((4, 3, 2)[: len(head)], rows)]
    return [*out, Text("附　則"), Text("この要綱は、令和6年4月1日から施行する。"), *more]


def form(plan: Plan, words: Words) -> list[Block]:
    fields = words.some("fields", 6)
    rows = tuple((Cell(field, "label"), Cell("")) for field in fields)
    return [
        Text(words.one("styles")),
        Text("年　　月　　日", align="right"),
        Text("（あて先）市長"),
        Table((2.5, 7), rows),
    ]


KINDS_OF_OTHERS: dict[str, Callable[[Plan, Words], list[Block]]] = {
    "budget": budget, "accounts": accounts, "statistics": statistics, "survey": survey, "minutes": minutes,
    "specification": specification, "rules": rules, "form": form,
    "guideline": guideline, "contents": contents, "paper": paper, "calendar": calendar, "roster": roster,
    "terms": terms,
}  # fmt: skip
