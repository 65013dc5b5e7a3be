"""A candidate reading -> its terms: how far each thing holds that holds of a plan read rightly, from 0 to 1.

A term says what it looks at and never names a layout. Which of them tell, and how much, stands in `weights.csv`.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from statistics import fmean, pstdev
from typing import NamedTuple

import regex

from extract.model import Document, Table
from normalize.about import About
from normalize.event import Text, Value
from normalize.family import common
from normalize.form import Form, Reading
from normalize.quantity import quantity
from normalize.reading.evidence import Ink, explain, ink_of, shares
from normalize.record import Initiative, Result, Target
from normalize.stage import is_stage_word
from normalize.text import REMEMBERED, squash
from normalize.vocabulary import direction, grade
from normalize.words.label import LONGEST, label
from normalize.wrap import Piece

SENTENCE = regex.compile(r"[。、].|。$|(?:する|ます|です|した|ている|れる)$")
"""Names are nouns; a sentence is a text."""
OFFICE = regex.compile(
    r"(?:[課室部局係所署班館園校]|センター|委員会|本部|庁|全庁|各課|事務所|職員|市|町|村|県|国|団体|機関|等)(?:\(.*\))?$"
)
"""How departments end."""
BROKEN = regex.compile(r"^[、。,，：:)」』】〕をんっゃゅょー]|[、,，：:(「『【〔をがにの]$")
"""What stands at the ends of a text that is part of another."""
DIGITS = regex.compile(r"\d+")
FIGURE = regex.compile(r"[\d０-９]")
LONGEST_NAME, SHORTEST_NAME = 60, 3
"""Characters of names: ごみ減量 has four, a name with its explanation in brackets fifty."""
LONGEST_STAGE = 24
"""Characters of what is planned for a year in a few words."""
SHORTEST_PROSE = 10
"""Characters of the shortest text that says what is done."""
MEASURE = regex.compile(
    r"(?:[数率額量高点費]|割合|件数|人数|人口|面積|距離|延長|時間|日数|年齢|寿命|度数?|比|指数|順位|水準|残高|ポイント|普及|件|回|人)"
    r"(?:累計|合計|平均|等)?(?:[(（].*)?$"
)
"""How the names of measures end."""
LABELLED = regex.compile(r"(?:^|\n)\s*[【〔\[][^】〕\]\n]{2,12}[】〕\]]\s*\S|\S\s*[【〔][^】〕\n]{2,12}[】〕](?=\S)")
"""A label in brackets before its text."""
SHORTEST_ACTION = 4
"""Characters of the shortest action that has stages (実施計画); 拡大 and 継続 are directions."""
MOST_ROWS = 60
"""Targets and results of one initiative: five indicators over six years, planned and reached."""


Row = Target | Result


class Candidate(NamedTuple):
    """One reading of a document: which reader on which cutting, what was printed, and what it made of it.

    forms: those that became initiatives, one each, in order.  bare: those that are a name and nothing else.
    """

    name: str
    printed: Document
    reading: Reading
    forms: tuple[Form, ...]
    facts: About
    initiatives: tuple[Initiative, ...]
    targets: tuple[Target, ...]
    results: tuple[Result, ...]
    bare: tuple[Form, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return (*self.targets, *self.results)


@dataclass
class Seen:
    """A candidate, looked at from all sides once."""

    candidate: Candidate

    @cached_property
    def ink(self) -> list[Ink]:
        found = ink_of(self.candidate.printed)
        explain(found, self.candidate.forms)
        return found

    @cached_property
    def shares(self) -> Counter[str]:
        return shares(self.ink)

    @cached_property
    def inside(self) -> frozenset[int]:
        """The tables that some record quotes."""
        return frozenset(at.table for at in self.ink if at.owners and at.table >= 0)

    @cached_property
    def left_over(self) -> list[Ink]:
        """What stands in a table of records, is no label and went nowhere."""
        return [at for at in self.ink if at.table in self.inside and not at.owners and not at.is_label]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return self.candidate.rows

    @cached_property
    def rows_of(self) -> Mapping[str, Sequence[Row]]:
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.initiative_id].append(row)
        return found

    @cached_property
    def fields_of(self) -> list[frozenset[str]]:
        """Which fields each form has."""
        return [fields_of(form) for form in self.candidate.forms]

    @cached_property
    def usual(self) -> Counter[str]:
        """How many forms have a field."""
        return Counter(chain.from_iterable(self.fields_of))

    @cached_property
    def values(self) -> list[Value]:
        return [e for form in self.candidate.forms for e in form.entries if isinstance(e, Value)]

    @cached_property
    def texts(self) -> list[Text]:
        return [e for form in self.candidate.forms for e in form.entries if isinstance(e, Text)]

    @cached_property
    def tables(self) -> list[Table]:
        return [block for block in self.candidate.printed.blocks if isinstance(block, Table)]


def fields_of(form: Form) -> frozenset[str]:
    """What a form says: its fields, and for values what they mean."""
    found = {"number"} if form.number is not None else set[str]()
    for entry in form.entries:
        found.update(entry.fields if isinstance(entry, Text) else (entry.meaning,))
    return frozenset(found)


def share(parts: float, whole: float, none: float = 1.0) -> float:
    """
    >>> share(1, 4), share(0, 0)
    (0.25, 1.0)
    """
    return min(1.0, parts / whole) if whole else none


def mean(each: Iterable[float], none: float = 1.0) -> float:
    found = list(each)
    return fmean(found) if found else none


# What single strings look like


def named(name: str) -> float:
    """How like a name a text is: a noun phrase, no sentence, figure, label or department.

    >>> named("窓口の予約"), named("窓口の予約を始める。"), named("担当課"), named("１０件"), named("市民課")
    (1.0, 0.3, 0.0, 0.0, 0.2)
    """
    word = squash(name)
    if not word or label(name) is not None or quantity(name) is not None:
        return 0.0
    if is_stage_word(word) or len(word) < SHORTEST_NAME:
        return 0.2
    if OFFICE.search(word) and len(word) <= 8 and word[-1] in "課室部局係":
        return 0.2
    return 0.3 if SENTENCE.search(word) or len(word) > LONGEST_NAME else 1.0


@cache
def _actions() -> regex.Pattern[str]:
    rows = csv.DictReader((files("normalize") / "tables" / "actions.csv").read_text("utf-8").splitlines())
    words = "|".join(sorted((row["word"] for row in rows), key=len, reverse=True))
    return regex.compile(rf"(?:{words})(?:等|など)?[」』]?(?:[(（【].*)?$")


@lru_cache(maxsize=REMEMBERED)
def acts(name: str) -> bool:
    """Whether a name says what is done, by its last word.

    >>> acts("窓口の予約受付"), acts("ＩＣＴの活用等（窓口）"), acts("市民税"), acts("独立行政法人等")
    (True, True, False, False)
    """
    return _actions().search(squash(name)) is not None


@lru_cache(maxsize=REMEMBERED)
def whole(text: str) -> bool:
    """Whether a text is a phrase of its own: brackets close, and nothing stands at its ends that joins words.

    >>> whole("窓口の予約（全庁）"), whole("を活用した案内"), whole("窓口の"), whole("予約（全庁")
    (True, False, False, False)
    """
    word = squash(text)
    opened = sum(word.count(sign) for sign in "(「『【〔（")
    closed = sum(word.count(sign) for sign in ")」』】〕）")
    return opened == closed and BROKEN.search(word) is None


def fits(row: Row) -> float:
    """How well what a row states is what its kind asks for."""
    if isinstance(row, Target):
        if row.kind == "numeric":
            return 1.0
        word = squash(row.text)
        known = row.carried or is_stage_word(word)
        return 1.0 if known else 0.0 if FIGURE.search(word) else 0.5 if len(word) <= LONGEST_STAGE else 0.3
    if row.kind == "grade":
        return 1.0 if grade(row.grade or "") is not None else 0.3
    if row.kind == "indicator":
        return 1.0
    return 1.0 if len(row.text) >= SHORTEST_PROSE else 0.3


@lru_cache(maxsize=REMEMBERED)
def is_level(name: str) -> bool:
    """Whether a name is a level of the policy system by its first word.

    >>> is_level("第１節　授業の改善"), is_level("基本目標２　学び"), is_level("目標管理の徹底"), is_level("１ 予約")
    (True, True, False, False)
    """
    found = _LEVEL.match(squash(name))
    return found is not None and (found["level"] is None or found["level"] in common().levels)


_LEVEL = regex.compile(
    r"第[\d一二三四五六七八九十]+[章節編部柱]|(?P<level>[^\d]{1,6}?)[\dⅠ-Ⅹ①-⑳A-Z](?!\d*[年月日件人])"
)


def points(row: Row) -> float:
    """How well an indicator is what such rows are of: a figure's is a measure, a stage's something done.

    A row without an indicator is its initiative's own.
    """
    if row.indicator is None:
        return 0.5
    word = squash(row.indicator)
    if row.value is not None:
        return 1.0 if MEASURE.search(word) else 0.5 * named(row.indicator)
    if len(word) < SHORTEST_ACTION or direction(row.indicator) is not None or not acts(row.indicator):
        return 0.0
    return 1.0


def is_label(piece: Piece) -> bool:
    """Whether a text that stands as a value is a known label."""
    found = label(piece.raw) if len(piece.raw) <= LONGEST else None
    return found is not None and found.field != "year"


# Terms of a document's reading


def tables_explained(s: Seen) -> float:
    return share(s.shares["table explained"], s.shares["table"], 0.5)


def text_explained(s: Seen) -> float:
    return share(s.shares["table explained"] + s.shares["prose explained"], s.shares["table"] + s.shares["prose"])


def quoted(s: Seen) -> float:
    """Of all characters, those a record quotes."""
    return share(s.shares["quoted"], s.shares["table"] + s.shares["prose"])


def figures_explained(s: Seen) -> float:
    figures = [at for at in s.ink if at.table >= 0 and not at.is_label and quantity(at.text) is not None]
    return share(sum(bool(at.owners) for at in figures), len(figures))


def nothing_left(s: Seen) -> float:
    inside = sum(at.chars for at in s.ink if at.table in s.inside)
    return 1.0 - share(sum(at.chars for at in s.left_over), inside, 0.0)


def told_once(s: Seen) -> float:
    return 1.0 - share(s.shares["twice"], s.shares["quoted"], 0.0)


def tables_read(s: Seen) -> float:
    """Tables hold records."""
    return share(sum(at.chars for at in s.ink if at.table in s.inside), s.shares["table"])


def some_initiatives(s: Seen) -> float:
    return min(1.0, len(s.candidate.initiatives) / 3)


def names_look_so(s: Seen) -> float:
    return mean((named(i.name) for i in s.candidate.initiatives), 0.0)


def names_differ(s: Seen) -> float:
    names = [squash(i.name) for i in s.candidate.initiatives]
    return share(len(set(names)), len(names))


def numbers_count_on(s: Seen) -> float:
    """Numbers of neighbours count on by one, or begin again."""
    found = [last_number(i.number) for i in s.candidate.initiatives]
    known = [(a, b) for a, b in pairwise(found) if a is not None and b is not None]
    return share(sum(b in (a + 1, 1) for a, b in known), len(known))


def all_numbered(s: Seen) -> float:
    """All have a number, or none."""
    return all_or_none(i.number is not None for i in s.candidate.initiatives)


def all_under_policy(s: Seen) -> float:
    """All stand under a level of the policy system, or none."""
    return all_or_none(bool(i.policy) for i in s.candidate.initiatives)


def all_or_none(each: Iterable[bool]) -> float:
    """
    >>> all_or_none([True, True]), all_or_none([True, False]), all_or_none([False])
    (1.0, 0.0, 1.0)
    """
    return abs(2 * mean(map(float, each)) - 1)


def last_number(number: str | None) -> int | None:
    """
    >>> last_number("2-(3)"), last_number("ア"), last_number(None)
    (3, None, None)
    """
    found = DIGITS.findall(number or "")
    return int(found[-1]) if found else None


def values_fit(s: Seen) -> float:
    return mean((fits(row) for row in s.rows), 0.5)


def values_no_labels(s: Seen) -> float:
    return 1.0 - mean((float(is_label(e.piece)) for e in chain(s.values, s.texts)), 0.0)


def years_known(s: Seen) -> float:
    return mean((float(t.fiscal_year is not None) for t in s.candidate.targets), 0.5)


def years_inside(s: Seen) -> float:
    """Targets lie in the plan's period, or not far behind it."""
    if s.candidate.facts.period is None:
        return 0.5
    first, last = s.candidate.facts.period
    years = [t.fiscal_year for t in s.candidate.targets if t.fiscal_year is not None]
    return mean((float(first - 1 <= year <= last + 1) for year in years), 0.5)


def said_once(s: Seen) -> float:
    """An indicator has one figure a year."""
    keys = [key_of(row) for row in s.rows if not isinstance(row, Result) or row.kind == "indicator"]
    return share(len(set(keys)), len(keys))


def key_of(row: Row) -> tuple[object, ...]:
    basis = row.basis if isinstance(row, Result) else "target"
    return row.initiative_id, row.indicator, row.ref, row.fiscal_year, basis


def years_rise(s: Seen) -> float:
    """Of one indicator, later years stand behind earlier ones."""
    good = pairs = 0
    for rows in s.rows_of.values():
        for a, b in pairwise(row for row in rows if isinstance(row, Target)):
            if a.indicator == b.indicator and a.fiscal_year and b.fiscal_year:
                pairs, good = pairs + 1, good + (b.fiscal_year > a.fiscal_year)
    return share(good, pairs)


def figures_named(s: Seen) -> float:
    """Figures have an indicator that looks like one."""
    figures = [row for row in s.rows if row.value is not None]
    return mean((named(row.indicator or "") for row in figures), 0.5)


def offices_look_so(s: Seen) -> float:
    found = [d for i in s.candidate.initiatives for d in i.departments]
    return mean((float(OFFICE.search(squash(d)) is not None) for d in found), 0.5)


def prose_is_prose(s: Seen) -> float:
    found = [text for i in s.candidate.initiatives for text in (i.content, i.objective) if text]
    return mean((min(1.0, len(text) / SHORTEST_PROSE) * (label(text) is None) for text in found), 0.5)


def directions_known(s: Seen) -> float:
    found = [i.direction for i in s.candidate.initiatives if i.direction]
    return mean(float(direction(word) is not None) for word in found)


def copies_agree(s: Seen) -> float:
    """The forms have the fields that most of them have."""
    n = len(s.fields_of)
    usual = {field for field, many in s.usual.items() if 2 * many > n}
    return mean((share(len(own & usual), len(own | usual)) for own in s.fields_of), 0.0)


def rows_even(s: Seen) -> float:
    """Initiatives have much the same number of rows."""
    many = [len(s.rows_of.get(i.initiative_id, ())) for i in s.candidate.initiatives]
    return 1.0 / (1.0 + pstdev(many) / fmean(many)) if many and sum(many) else 0.5


def few_rows(s: Seen) -> float:
    """No initiative has gathered the rows of many."""
    many = [len(rows) for rows in s.rows_of.values()]
    return 1.0 - min(1.0, max(many, default=0) / MOST_ROWS)


def with_fields(*fields: str) -> Callable[[Seen], float]:
    """How many of the initiatives have one of some fields."""

    def term(s: Seen) -> float:
        return mean((float(any(field in own for field in fields)) for own in s.fields_of), 0.0)

    return term


def ruled(s: Seen) -> float:
    """The tables are ruled."""
    cells = sum(len(t.cells) for t in s.tables)
    return share(sum(t.confidence * len(t.cells) for t in s.tables), cells, 0.5)


def class_holds(s: Seen) -> float:
    """The document is of a class that holds initiatives: a plan, a report."""
    return s.candidate.facts.doc_class.plan


def period_known(s: Seen) -> float:
    return 0.0 if s.candidate.facts.period is None else 1.0


def texts_whole(s: Seen) -> float:
    """Names, texts and indicators are whole: they neither begin nor end in the middle of a phrase."""
    rows = s.rows
    found = [i.name for i in s.candidate.initiatives]
    found += [text for i in s.candidate.initiatives for text in (i.content, i.objective, *i.departments) if text]
    found += [row.indicator for row in rows if row.indicator] + [row.text for row in rows if row.value is None]
    return mean((float(whole(text)) for text in found), 0.5)


def by_table(s: Seen) -> float:
    """It is read row by row, each table by its own labels."""
    return float(s.candidate.name.startswith("by table"))


def as_drawn(s: Seen) -> float:
    """Its tables are cut by rules and shades."""
    return float(s.candidate.printed.cut == "drawn")


def names_act(s: Seen) -> float:
    """Names say what is done."""
    return mean((float(acts(i.name)) for i in s.candidate.initiatives), 0.0)


def names_no_levels(s: Seen) -> float:
    """Names are no levels of the policy system."""
    return 1.0 - mean((float(is_level(i.name_raw)) for i in s.candidate.initiatives), 0.0)


def texts_unlabelled(s: Seen) -> float:
    """No text holds labels: 【担当課】総務課 within a content is the next field."""
    found = [text for i in s.candidate.initiatives for text in (i.name, i.content, i.objective) if text]
    found += [row.text for row in s.rows if row.value is None]
    return 1.0 - mean((float(LABELLED.search(text) is not None) for text in found), 0.0)


def figures_measure(s: Seen) -> float:
    """What has figures is a measure: 利用者数, 受講率."""
    return mean((points(row) for row in s.rows if row.value is not None), 0.5)


def stages_act(s: Seen) -> float:
    """What has stages is something done, or the initiative itself."""
    return mean((points(row) for row in s.candidate.targets if row.kind == "stage"), 0.5)


def figures_have_units(s: Seen) -> float:
    """Figures of plans have units; those of budgets, tables of population and the like have one for all."""
    return mean((float(row.unit is not None) for row in s.rows if row.value is not None), 0.5)


OF_INITIATIVES = (
    "departments", "content", "objective", "preamble", "target", "goal", "result", "baseline", "grade", "direction",
    "schedule",
)  # fmt: skip
"""What is said of an initiative; contents and indexes only name it."""

TERMS: dict[str, Callable[[Seen], float]] = {
    "tables_explained": tables_explained, "text_explained": text_explained, "quoted": quoted,
    "figures_explained": figures_explained, "nothing_left": nothing_left, "told_once": told_once,
    "tables_read": tables_read, "texts_whole": texts_whole, "texts_unlabelled": texts_unlabelled,
    "by_table": by_table, "as_drawn": as_drawn, "some_initiatives": some_initiatives,
    "names_look_so": names_look_so, "names_differ": names_differ, "names_act": names_act,
    "names_no_levels": names_no_levels, "numbers_count_on": numbers_count_on, "all_numbered": all_numbered,
    "all_under_policy": all_under_policy, "values_fit": values_fit, "values_no_labels": values_no_labels,
    "years_known": years_known, "years_inside": years_inside, "said_once": said_once, "years_rise": years_rise,
    "figures_named": figures_named, "figures_measure": figures_measure, "stages_act": stages_act,
    "figures_have_units": figures_have_units, "offices_look_so": offices_look_so, "prose_is_prose": prose_is_prose,
    "directions_known": directions_known, "copies_agree": copies_agree, "rows_even": rows_even,
    "few_rows": few_rows, "ruled": ruled, "class_holds": class_holds, "period_known": period_known,
    "with_departments": with_fields("departments"), "with_text": with_fields("content", "objective", "preamble"),
    "with_targets": with_fields("target", "goal"), "with_results": with_fields("result", "baseline", "grade"),
    "with_more": with_fields(*OF_INITIATIVES),
}  # fmt: skip


def terms(seen: Seen) -> dict[str, float]:
    """Every term of a candidate."""
    return {name: round(term(seen), 4) for name, term in TERMS.items()}
