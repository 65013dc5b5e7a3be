"""The words a plan's labels, levels, headings and years are printed in: a set of choices into strings."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from .split import Half, half_of

HERE = Path(__file__).parent
PRINTED = (
    "number", "name", "departments", "content", "objective", "direction", "people", "sdgs", "law", "related", "budget",
    "indicator", "unit", "baseline", "target", "result", "plan", "action", "narrative", "grade", "improvement",
)  # fmt: skip
"""Every field that is headed by a word, in the order in which numbered labels count."""
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
KANA = "アイウエオカキクケコサシスセソタチツテト"
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
ERAS = ((2019, "令和", "R"), (1989, "平成", "H"))


class Wording(NamedTuple):
    labels: dict[str, str]
    one: str
    """The word of the outermost level of policy, 基本目標."""
    two: str
    three: str = "小項目"


@cache
def bank() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((HERE / "labels.toml").read_text("utf-8"))


def words_of(field: str, manner: str, half: Half) -> list[str]:
    """The words of a field in a manner (usual, rare …) that a half may print; what has no such manner is said as usual.

    >>> set(words_of("name", "usual", "fit")) & set(words_of("name", "usual", "unseen"))
    set()
    """
    manners = bank()[field]
    return half_of(manners.get(manner) or manners["usual"], f"{field}:{manner}", half)


def choose_words(rng: Random, manner: str, half: Half) -> Wording:
    base = manner if manner in ("rare", "compound") else "usual"
    labels = {field: rng.choice(words_of(field, base, half)) for field in PRINTED}
    if manner == "unlisted":
        odd = rng.choice([field for field in PRINTED if "unlisted" in bank()[field]])
        labels[odd] = rng.choice(words_of(odd, "unlisted", half))
    _tell_apart(rng, labels, base, half)
    labels = {field: _dressed(label, field, manner, half, rng) for field, label in labels.items()}
    if manner == "enum":
        labels = _counted(rng, labels)
    level = {key: rng.choice(half_of(bank()["level"][key], f"level:{key}", half)) for key in ("one", "two", "three")}
    return Wording(labels, level["one"], level["two"], level["three"])


def _tell_apart(rng: Random, labels: dict[str, str], base: str, half: Half) -> None:
    """No label is the beginning of another: a plan does not head two things alike."""
    for field in PRINTED:
        taken = {label for other, label in labels.items() if other != field}
        free = [word for word in words_of(field, base, half) if word not in taken]
        if labels[field] in taken and free:
            labels[field] = rng.choice(free)


def _dressed(label: str, field: str, manner: str, half: Half, rng: Random) -> str:
    if manner == "spaced" and len(label) <= 5 and label.isalnum() and not label.isascii():
        return ("　" if len(label) < 4 else " ").join(label)
    if manner == "bilingual" and "en" in bank()[field]:
        return f"{label} / {words_of(field, 'en', half)[0]}"
    if manner == "notes" and field in ("name", "indicator", "departments", "target"):
        return label + {"name": "※1", "indicator": "（※2）", "departments": "（注1）", "target": "※2"}[field]
    return label


def _counted(rng: Random, labels: dict[str, str]) -> dict[str, str]:
    """Labels with a number before each; the number of the initiative has none."""
    mark = rng.choice(("circ", "paren", "kana"))
    counted = [field for field in PRINTED if field in labels and field != "number"]
    marks = {
        "circ": list(CIRCLED),
        "paren": [f"（{n}）" for n in range(1, 30)],
        "kana": [f"{k} " for k in KANA],
    }[mark]
    return {**labels, **{field: marks[n] + labels[field] for n, field in enumerate(counted) if n < len(marks)}}


def heading(kind: str, wording: Wording, path: tuple[int, ...], said: str) -> str:
    """A level of policy as its heading prints it.

    >>> heading("roman", Wording({}, "基本目標", "施策"), (1,), "まちの安全")
    '基本目標Ⅱ まちの安全'
    >>> heading("dashed", Wording({}, "基本目標", "施策"), (1, 0), "備え")
    '2-1 備え'
    """
    n = path[-1] + 1
    steps = "-".join(str(p + 1) for p in path)
    one, two, three = wording.one, wording.two, wording.three
    marks = {
        "digits": (f"{one}{n}", f"{two}{n}", f"{three}{n}"),
        "circ": (f"{one}{n}", CIRCLED[n - 1], KANA[n - 1]),
        "paren": (f"{one}{n}", f"（{n}）", CIRCLED[n - 1]),
        "roman": (f"{one}{ROMAN[n - 1]}", f"{two}{n}", f"（{n}）"),
        "chapter": (f"第{n}章", f"第{n}節", f"第{n}項"),
        "dashed": (f"{one}{n}", steps, steps),
    }[kind]
    return f"{marks[len(path) - 1]} {said}"


def era(year: int) -> tuple[str, str, str]:
    """令和, R and the year within it, 元 for the first.

    >>> era(2026), era(2019)[2]
    (('令和', 'R', '8'), '元')
    """
    first, name, letter = next(e for e in ERAS if year >= e[0])
    return name, letter, "元" if year == first else str(year - first + 1)


def year_word(year: int, manner: str, *, first: bool = True) -> str:
    """A fiscal year as a column is headed by it.

    >>> [year_word(2026, m) for m in ("cols_R", "cols_full", "cols_both", "cols_west")]
    ['R8', '令和8年度', '令和8年度\\n(2026年度)', '2026年度']
    """
    name, letter, n = era(year)
    if manner in ("cols_west",):
        return f"{year}年度"
    if manner == "cols_both":
        return f"{name}{n}年度\n({year}年度)"
    if manner == "cols_era":
        return f"{name}{n}年度" if first or n == "元" else f"{n}年度"
    if manner == "cols_R":
        return f"{letter}{'1' if n == '元' else n}"
    return f"{name}{n}年度"
