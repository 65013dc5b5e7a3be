"""A form -> its rows: every field normalised, each with the places it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import regex

from normalize.about import About
from normalize.choice import chosen, is_list
from normalize.department import departments, owned
from normalize.doubt import UNREAD, doubts
from normalize.event import Text, Unread, Value
from normalize.family import Field, common
from normalize.fields import (
    NO_INDICATOR,
    Indicator,
    after_label,
    dated,
    indicator,
    is_trends,
    kpi,
    levels,
    name_of,
    owners,
    parts,
    statements,
    whole_lines,
)
from normalize.form import Form
from normalize.legend import spelled
from normalize.quantity import bears_figure, is_blank, kpi_lines, quantity
from normalize.record import Basis, Initiative, Result, ResultKind, Target
from normalize.source import naming, sources
from normalize.stage import borne, carries, stage
from normalize.steps import steps
from normalize.term import Term, years_of
from normalize.text import display, on_one_line
from normalize.trend import trend
from normalize.wrap import Piece, joined, paragraphs

_YEARLY = regex.compile(r"\s*(?:毎年度?|各年度)(?!末)")
LONGEST_GRADE = 8
"""Characters of the longest grade (一部未達成); what is longer is prose."""
LONGEST_WORD = 12
"""Characters of the longest result that should be a figure (延べ8回・240人); what is longer tells what was done."""
LONGEST_DIRECTION = 8
"""Characters of the longest direction (継続, 見直し); what is longer is an improvement note."""


@dataclass
class Rows:
    """The rows of one form, built in the order they are printed."""

    doc_id: str
    seq: int
    form: Form
    facts: About
    signs: Mapping[str, str] = field(default_factory=dict[str, str])
    targets: list[Target] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.texts: dict[str, list[tuple[str, Piece]]] = {}
        self.last: dict[str, str] = {}
        self.noted: set[str] = set()
        for entry in self.form.entries:
            if isinstance(entry, Value):
                self._value(entry)
            else:
                self._text(entry)

    @property
    def id(self) -> str:
        return f"{self.doc_id}-{self.seq:04d}"

    def initiative(self) -> Initiative:
        number, name, is_new, raw = name_of(self.form)
        places = [*sources("name", self.form.name)]
        if self.form.number is not None:
            places += sources("number", self.form.number)
        for piece in self.form.policy:
            places += sources("policy", piece)
        found_in = {f: self._chosen(f) for f in ("content", "objective", "departments", "direction")}
        for name_of_field, found in found_in.items():
            for _, piece in found:
                places += sources(name_of_field, piece)
        content, objective = ("\n".join(text for text, _ in found_in[f]) or None for f in ("content", "objective"))
        direction = next((text for text, _ in found_in["direction"]), None)
        owners = tuple(dict.fromkeys(d for text, _ in found_in["departments"] for d in departments(text)))
        if not owners:
            name, owners = owned(name)
        read_in = [self.form.name, *self.form.policy, *(piece for found in found_in.values() for _, piece in found)]
        flags = doubts(*read_in, *([self.form.number] if self.form.number is not None else []))
        return Initiative(
            self.doc_id, self.id, self.seq, number, name, raw, is_new or self.form.is_new or direction == "新規",
            direction, tuple(text for piece in self.form.policy for text in levels(piece)), owners, content, objective,
            flags=flags, source=tuple(places),
        )  # fmt: skip

    def _chosen(self, name: str) -> list[tuple[str, Piece]]:
        """The texts of a field; prose before the first label is the content where no label says what is."""
        if name == "content" and name not in self.texts:
            return self.texts.get("preamble", [])
        return self.texts.get(name, [])

    # Texts

    def _text(self, entry: Text) -> None:
        for field_name, piece in parts(entry):
            self._field(field_name, piece, entry)

    def _field(self, name: Field, piece: Piece, entry: Text) -> None:
        if name in ("grade", "direction") and is_list(chosen(piece.raw)):
            self.form.unread.append(Unread(piece, ""))
        elif name == "departments":
            self._keep(name, owners(piece, entry), piece)
        elif name in ("content", "objective", "goal", "preamble"):
            self._prose(name, piece)
        elif name == "target":
            self._prose("goal", piece)
        elif name == "indicator":
            self._trends(piece)
        elif name == "schedule" and not is_blank(joined(piece)):
            self._schedule(piece)
        elif name in ("result", "improvement"):
            self._narrative(name, piece, entry)
        elif name == "grade":
            self._grade(piece, entry)
        elif name == "direction":
            word = after_label(piece, entry, options=True).replace("\n", "")
            if is_blank(word):
                return
            if len(word) <= LONGEST_DIRECTION:
                self._keep(name, word, piece)
            else:
                self._result("improvement", piece, paragraphs(piece), year=entry.year)
        elif name == "baseline":
            self.form.unread.append(Unread(piece, ""))

    def _keep(self, name: str, text: str, piece: Piece) -> None:
        if text.strip():
            self.texts.setdefault(name, []).append((text, piece))

    def _prose(self, name: Field, piece: Piece) -> None:
        text = paragraphs(piece)
        number = quantity(text)
        if name == "goal" and number is not None:
            self._target(text, piece, self.facts.end, NO_INDICATOR)
            return
        if name == "goal" and is_trends(piece):
            self._trends(piece)
            return
        if name in ("goal", "indicator") and (found := statements(piece)):
            for line, said in found:
                for year, figure in said.stated:
                    self._target(figure, line, year if year is not None else self.facts.end, kpi(said.indicator, line))
            return
        text, indicators = kpi_lines(text)
        for named, value in indicators:
            self._target(value, naming(piece, value, named), self.facts.fiscal_year, kpi(named, piece))
        if text and not is_blank(text):
            self._keep("objective" if name == "goal" else name, text, piece)

    def _schedule(self, piece: Piece) -> None:
        """A schedule in words, a year a line; one in months or phases is not read."""
        found = steps(piece)
        for step in found:
            self._target(step.text, step.piece, step.year, NO_INDICATOR, key="schedule")
        if not found:
            self.form.unread.append(Unread(piece, ""))

    def _trends(self, piece: Piece) -> None:
        """Indicators that state their figures in a line of text: 受講者数：90人（R6）→200人（R11）."""
        if statements(piece) and not is_trends(piece):
            self._prose("indicator", piece)
            return
        for line in whole_lines(piece):
            found = trend(line)
            if found is None:
                self.form.unread.append(Unread(naming(piece, line), ""))
                continue
            of = kpi(found.indicator, piece)
            place = naming(piece, found.indicator, *(text for _, text in found.stated))
            *before, (last_year, last) = found.stated
            for year, text in before:
                self._figure(text, place, year, of, "baseline")
            self._target(last, place, last_year, of)

    def _narrative(self, kind: Field, piece: Piece, entry: Text) -> None:
        dated = years_of(entry.term, self.facts.period, self.facts.own_year) if kind == "result" else ()
        year = entry.year or next(iter(dated), self.facts.fiscal_year)
        word = after_label(piece, entry).replace("\n", "")
        if kind == "result" and word in common().grades:
            self._grade(piece, entry)
            return
        if kind == "result" and (found := statements(piece)):
            for line, said in found:
                for own_year, figure in said.stated:
                    own = own_year if own_year is not None else year
                    self._figure(figure, line, own, kpi(said.indicator, line), "reported")
            return
        text, indicators = kpi_lines(paragraphs(piece))
        if text and not is_blank(text):
            worded = text.endswith("。") or len(text) > LONGEST_WORD
            unread = kind == "result" and not worded and bears_figure(text)
            flags = (UNREAD,) if unread else ()
            self._result("narrative" if kind == "result" else "improvement", piece, text, year=year, flags=flags)
        for named, value in indicators:
            self._figure(value, naming(piece, value, named), year, kpi(named, piece), "reported")

    def _grade(self, piece: Piece, entry: Text) -> None:
        text = after_label(piece, entry, options=True).replace("\n", "")
        if not text or (is_blank(text) and text not in ("―", "-")) or "%" in text:
            return
        if len(text) > LONGEST_GRADE or text.endswith("。"):
            self._result("improvement", piece, paragraphs(piece), year=entry.year)
            return
        self._result("grade", piece, text, year=entry.year, grade=text, of=indicator(entry.indicator, None))

    # Values

    def _value(self, entry: Value) -> None:
        if entry.meaning == "rate":
            word = joined(entry.piece)
            if word in common().grades:
                self._grade(entry.piece, Text(("grade",), entry.piece, "", entry.year, entry.indicator))
            return
        of = indicator(entry.indicator, entry.unit)
        key = f"{of.ref}{of.name}{entry.meaning}"
        text = entry.text if entry.text is not None else paragraphs(entry.piece)
        if entry.text is None and (only := chosen(entry.piece.raw)) != display(entry.piece.raw):
            text = only or text
        if of.baseline is not None and of.raw is not None and of.raw not in self.noted:
            self.noted.add(of.raw)
            self._figure(of.baseline[1], entry.indicator or entry.piece, of.baseline[0], of, "baseline")
        if entry.meaning == "target":
            for year in (entry.year,) if entry.year is not None else self._years(text, entry.term):
                self._target(text, entry.piece, year, of, carried=entry.carried, key=key, flags=entry.flags)
        else:
            reported = entry.meaning == "result"
            dated = years_of(entry.term, self.facts.period, self.facts.own_year)
            year = entry.year if entry.year is not None else next(iter(dated), None)
            year = self.facts.fiscal_year if year is None and reported else year
            self._figure(text, entry.piece, year, of, "reported" if reported else "baseline")

    def _years(self, text: str, part: Term | None) -> Iterable[int | None]:
        """The years of a target without one of its own: the last of the plan, or all of them (毎年度10件)."""
        part = "each" if _YEARLY.match(text) else part
        return years_of(part, self.facts.period, self.facts.own_year) or (self.facts.end,)

    def _target(
        self,
        text: str,
        piece: Piece,
        year: int | None,
        of: Indicator,
        *,
        carried: bool = False,
        key: str = "",
        flags: tuple[str, ...] = (),
    ) -> None:
        # An arrow carries the stage before it on, whatever word a legend has for it; only the first has none to carry.
        word = None if carries(text) and key in self.last else spelled(text, self.signs)
        carried = carried or (word is not None and carries(text))
        text, own_year = dated(word or (text if carries(text) else text.rstrip("⇒→")))
        year = own_year if own_year is not None else year
        flat = on_one_line(text)
        step = stage(text, self.last.get(key))
        if step is None or is_blank(flat):
            return
        printed = step.value if step.value is not None else flat
        number = quantity(printed, of.unit) or borne(printed)
        carried = carried or step.carried
        if number is None:
            self.last[key] = step.text
        identity = f"{self.id}-t{len(self.targets) + 1:03d}"
        kind, shown = ("stage", step.text) if number is None else ("numeric", flat)
        value, unit, qualifier = (None, None, None) if number is None else (number.value, number.unit, number.qualifier)
        if not shown:
            return
        unread = (UNREAD,) if number is None and bears_figure(shown) else ()
        flags = tuple(dict.fromkeys((*flags, *unread, *doubts(piece))))
        self.targets.append(
            Target(
                doc_id=self.doc_id, initiative_id=self.id, target_id=identity, seq=len(self.targets) + 1, kind=kind,
                ref=of.ref, indicator=of.name, indicator_raw=of.raw, fiscal_year=year, value=value, unit=unit,
                qualifier=qualifier, text=shown, text_raw=piece.raw, carried=carried, flags=flags,
                source=(*sources("text", piece), *of.source),
            )
        )  # fmt: skip

    def _figure(self, text: str, piece: Piece, year: int | None, of: Indicator, basis: Basis) -> None:
        flat, own_year = dated(on_one_line(display(text)))
        year = own_year if own_year is not None else year
        if is_blank(flat):
            return
        number = quantity(flat, of.unit)
        if number is None:
            if basis == "reported" and flat in common().grades:
                self._result("grade", piece, flat, year=year, grade=flat)
            elif basis == "reported":
                self._result("narrative", piece, flat, year=year, of=of, flags=(UNREAD,) if bears_figure(flat) else ())
            return
        self._result(
            "indicator", piece, flat, year=year, of=of, basis=basis,
            figure=(number.value, number.unit, number.qualifier),
        )  # fmt: skip

    def _result(
        self, kind: ResultKind, piece: Piece, text: str, *, year: int | None = None, of: Indicator = NO_INDICATOR,
        basis: Basis = "reported", grade: str | None = None,
        figure: tuple[float | None, str | None, str | None] = (None, None, None), flags: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        if year is None and basis == "reported":
            year = self.facts.fiscal_year
        value, unit, qualifier = figure
        flags = (*flags, *doubts(piece))
        self.results.append(
            Result(
                doc_id=self.doc_id, initiative_id=self.id, result_id=f"{self.id}-r{len(self.results) + 1:03d}",
                seq=len(self.results) + 1, kind=kind, basis=basis, ref=of.ref, indicator=of.name, indicator_raw=of.raw,
                fiscal_year=year, value=value, unit=unit, qualifier=qualifier, text=text, text_raw=piece.raw,
                grade=grade, flags=flags, source=(*sources("text", piece), *of.source),
            )
        )  # fmt: skip
