"""Title, captions, labels and texts of a document -> its class: a plan, a report, a budget, a survey, rules …

An additive model. `tables/classes.csv` holds the words: what titles and captions end in, what titles alone do (plans
have captions such as 現状と課題), what heads cells, what running text says. `tables/class_weights.csv` says what each
place weighs; `tools/fit/classes.py` fits it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

import regex

from extract.model import Document, Prose, Table
from normalize.record import CLASSES, DocClass
from normalize.text import display, squash
from normalize.words.label import LONGEST, label

PLANS: tuple[DocClass, ...] = ("plan", "progress", "evaluation", "summary")
"""Documents of these classes hold initiatives."""
LONGEST_CAPTION = 40
"""Characters of a line that may head a table."""
QUOTED = 5
"""Words that the evidence of a class quotes."""
FIELDS: Mapping[str, DocClass] = {
    **dict.fromkeys(("name", "departments", "content", "objective", "goal", "target", "schedule", "direction"), "plan"),
    **dict.fromkeys(("result", "rate", "improvement"), "progress"),
    "grade": "evaluation",
}
"""What the labels of initiatives speak for."""
_ASIDE = regex.compile(
    r"[(（](?:案|素案|第?\d+号|[^()（）]*年度?[^()（）]*)[)）]|^[^「]*[「『]|[」』]|について$|(?<=.)(?:解説|説明)資料$"
)
"""What stands around the noun that a title ends in: (案), (令和7年度), について; 解説資料 is of what it explains."""
_TAIL = r"(?:報告書?|結果|一覧表?|の?概要|の?状況|表|書|編)?(?:[(（].*)?$"

Features = Mapping[DocClass, Mapping[str, float]]


class Class(NamedTuple):
    """What a document is, how likely, and what speaks for it. plan: how likely it is one that holds initiatives."""

    name: DocClass
    likely: float
    plan: float
    evidence: tuple[str, ...]

    @property
    def is_plan(self) -> bool:
        return self.name in PLANS


class Sign(NamedTuple):
    """A word that speaks for a class, and where it stands."""

    doc_class: DocClass
    where: str
    text: str


@cache
def _words(where: tuple[str, ...]) -> Mapping[DocClass, str]:
    rows = csv.DictReader((files("normalize") / "tables" / "classes.csv").read_text("utf-8").splitlines())
    found: dict[DocClass, list[str]] = {}
    for row in rows:
        if row["where"] in where:
            found.setdefault(_known(row["class"]), []).append(row["word"])
    return {name: "|".join(sorted(words, key=len, reverse=True)) for name, words in found.items()}


def _known(name: str) -> DocClass:
    return next(known for known in CLASSES if known == name)


@cache
def _any(*where: str) -> regex.Pattern[str]:
    """All words of some places at once, each class a group."""
    return regex.compile("|".join(f"(?P<{name}>{words})" for name, words in _words(where).items()))


@cache
def _captions() -> regex.Pattern[str]:
    return regex.compile(f"(?:{_any('head').pattern}){_TAIL}")


def _found(where: str, match: regex.Match[str]) -> Sign:
    return Sign(_known(match.lastgroup or "other"), where, match[0])


def of_title(title: str) -> list[Sign]:
    """The words of a title, the noun that it ends in last: a 計画 with a 仕様書 behind it is a specification.

    >>> [(sign.doc_class, sign.text) for sign in of_title("総合計画策定支援業務委託仕様書")]
    [('plan', '計画'), ('specification', '仕様書')]
    >>> of_title("青葉野市一般会計補正予算（第3号）")[-1].doc_class
    'budget'
    """
    text = _ASIDE.sub("", squash(title))
    return [_found("title", match) for match in _any("head", "title").finditer(text, overlapped=False)]


def of_caption(line: str) -> Sign | None:
    """What a line above a table or at the head of a part names.

    >>> of_caption("第３表　債務負担行為").doc_class, of_caption("予算の裏付けを問う声もあった。")
    ('budget', None)
    """
    text = squash(line)
    match = _captions().search(text) if len(text) <= LONGEST_CAPTION else None
    return _found("caption", match) if match else None


def of_cell(text: str) -> Sign | None:
    """What a cell says that heads others.

    >>> of_cell("補正前の額").doc_class, of_cell("担当課").doc_class, of_cell("市民課")
    ('budget', 'plan', None)
    """
    if len(text) > LONGEST:
        return None
    word = squash(text)
    if match := _any("label").fullmatch(word):
        return _found("label", match)
    found = label(text)
    return Sign(FIELDS[found.field], "label", word) if found is not None and found.field in FIELDS else None


def signs(document: Document, title: str | None) -> list[Sign]:
    """Everything in a document that speaks for a class, each text once."""
    lines = dict.fromkeys(
        display(line.text) for block in document.blocks if isinstance(block, Prose) for line in block.lines
    )
    cells = dict.fromkeys(cell.text for block in document.blocks if isinstance(block, Table) for cell in block.cells)
    found = of_title(title or "")
    found += [sign for line in lines if (sign := of_caption(line)) is not None]
    found += [sign for cell in cells if (sign := of_cell(cell)) is not None]
    found += [_found("text", match) for line in lines if (match := _any("text").search(squash(line))) is not None]
    return found


def features(found: Iterable[Sign]) -> Features:
    """What is weighed: the noun a title ends in, its other words, and each class's share of all signs of a place."""
    signs_of = list(found)
    titles = [sign.doc_class for sign in signs_of if sign.where == "title"]
    counts = Counter((sign.where, sign.doc_class) for sign in signs_of)
    sums = Counter(sign.where for sign in signs_of)
    return {
        name: {
            "head": float(titles[-1:] == [name]),
            "title": float(name in titles),
            **{where: counts[where, name] / (sums[where] + 1) for where in ("caption", "label", "text")},
            name: 1.0,
        }
        for name in CLASSES
    }


@cache
def _weights() -> Mapping[str, float]:
    rows = csv.DictReader((files("normalize") / "tables" / "class_weights.csv").read_text("utf-8").splitlines())
    return {row["term"]: float(row["weight"]) for row in rows}


def odds(of: Features, weights: Mapping[str, float]) -> dict[DocClass, float]:
    return {name: sum(weights.get(term, 0.0) * value for term, value in values.items()) for name, values in of.items()}


def likelihoods(log_odds: Mapping[DocClass, float]) -> dict[DocClass, float]:
    """Log-odds of classes -> how likely each is.

    >>> round(likelihoods({"plan": 1.0, "budget": 1.0})["plan"], 2)
    0.5
    """
    most = max(log_odds.values())
    parts: dict[DocClass, float] = {name: exp(value - most) for name, value in log_odds.items()}
    whole = sum(parts.values())
    return {name: part / whole for name, part in parts.items()}


def classify(document: Document, title: str | None) -> Class:
    """The likeliest class of a document, with the words that speak for it."""
    found = signs(document, title)
    likely = likelihoods(odds(features(found), _weights()))
    name = max(likely, key=lambda each: likely[each])
    own = dict.fromkeys(f"{sign.where} {sign.text}" for sign in found if sign.doc_class == name)
    return Class(name, likely[name], sum(likely[each] for each in PLANS), tuple(own)[:QUOTED])
