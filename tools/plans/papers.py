"""A plan and words into what a city hands out beside plans: a guide, contents, how things stand, dates, names, terms.

Most are lists with a name, a text and an office in each row, as lists of initiatives are.
"""

from __future__ import annotations

from .content import Plan
from .decoys import Rows, past, table
from .model import Block, Gap, Table, Text
from .other_words import Words


def guideline(plan: Plan, words: Words) -> list[Block]:
    """What everybody who does such a thing is to heed, with whom to ask; nobody sets out to do it."""
    out: list[Block] = []
    for n, head in enumerate(words.some("heads", 3), 1):
        out += [Text(f"第{n}章　{head}", 1.2, True), *(Text(f"・{rule}") for rule in words.some("heeds", 2)), Gap(6)]
    rows: Rows = [("No.", words.one("items"), words.one("contents"), words.rng.choice(("担当課", "問合せ先", "備考")))]
    rows += [
        (str(n), t, h, "総務課")
        for n, (t, h) in enumerate(zip(words.some("tasks", 4), words.some("heeds", 4), strict=True), 1)
    ]
    return [*out, Text(words.one("captions"), 1.1, True), table((0.8, 3, 5, 1.6), rows)]


def contents(plan: Plan, words: Words) -> list[Block]:
    """The contents of a plan that is not bound with them: names and pages."""
    out: list[Block] = [Text(words.rng.choice(("目　次", "目次", "もくじ")), 1.3, True, align="center")]
    rows: Rows = [words.rng.choice((("章", "取組", "ページ"), ("番号", "事業名", "頁")))]
    for n, part in enumerate(words.some("parts", 3), 1):
        out.append(Text(f"第{n}章　{part}{'.' * 40}{words.rng.randint(1, 60)}"))
        for i, name in enumerate(words.some("names", 3), 1):
            out.append(Text(f"　{i}　{name}{'・' * 30}{words.rng.randint(1, 60)}"))
            rows.append((f"{n}-{i}", name, str(words.rng.randint(1, 60))))
    return out if words.rng.random() < 0.6 else [out[0], table((1, 6, 1), rows)]


def paper(plan: Plan, words: Words) -> list[Block]:
    """What a white paper says of how things stand: bullets, what was done elsewhere, figures by year."""
    out: list[Block] = []
    for n, head in enumerate(words.some("heads", 3), 1):
        out += [Text(f"第{n}節　{head}", 1.2, True), *(Text(f"○　{said}") for said in words.some("said", 3)), Gap(6)]
        if words.rng.random() < 0.5:
            out += [Text(f"図表{n}　{words.one('captions')}"), by_figures(plan, words), Gap(6)]
    rows: Rows = [words.rng.choice((("国", "主な取組", "概要"), ("事例", "団体名", "内容")))]
    rows += [(a, b, c) for a, b, c in zip(*(words.some(name, 4) for name in ("who", "deeds", "said")), strict=True)]
    return [*out, table((2, 4, 5), rows)]


def by_figures(plan: Plan, words: Words) -> Table:
    years, heads = past(plan)
    rows: Rows = [("", *heads)]
    rows += [(name, *(f"{words.rng.randint(10, 990) / 10}" for _ in years)) for name in words.some("figures", 3)]
    return table((3, *(1.4,) * len(years)), rows)


def calendar(plan: Plan, words: Words) -> list[Block]:
    """What happens in which month, who sees to it; or on which day."""
    if words.rng.random() < 0.5:
        months = ("4月", "5月", "6月", "7月", "8月", "9月")
        rows: Rows = [(words.one("heads"), *months)]
        for name in words.some("events", 6):
            rows.append((name, *("●" if words.rng.random() < 0.3 else "" for _ in months)))
        return [table((4, *(1,) * len(months)), rows)]
    rows = [("月日", words.one("heads"), "会場", words.rng.choice(("主催", "担当課", "問合せ先")))]
    for name in words.some("events", 6):
        day = f"{words.rng.randint(4, 12)}月{words.rng.randint(1, 28)}日"
        rows.append((day, name, words.one("places"), words.one("hosts")))
    return [table((1.6, 4, 3, 2), rows)]


def roster(plan: Plan, words: Words) -> list[Block]:
    rows: Rows = [words.rng.choice((("No.", "役職", "氏名", "所属"), ("番号", "区分", "委員名", "所属団体")))]
    names = words.some("names", 7)
    rows += [(str(n), words.one("posts"), name, words.one("bodies")) for n, name in enumerate(names, 1)]
    return [Text(words.one("notes")), table((0.8, 2, 2.4, 4), rows)]


def terms(plan: Plan, words: Words) -> list[Block]:
    """What words or kinds of things mean, or what holds for each; the words are no deeds."""
    names, meanings = words.rng.choice((("names", "meanings"), ("short", "brief")))
    head, says = words.one("heads"), words.one("says")
    rows: Rows = [words.rng.choice((("No.", head, says), (head, says, "備考")))]
    many = words.rng.randint(2, 6)
    for n, (name, said) in enumerate(zip(words.some(names, many), words.some(meanings, many), strict=True), 1):
        rows.append((str(n), name, said) if rows[0][0] == "No." else (name, said, ""))
    return [Text(words.one("notes")), table((1, 3, 7) if rows[0][0] == "No." else (3, 7, 1), rows)]
