"""Forms -> records: every field normalised, each with the places it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extract.model import Document as Printed
from extract.model import Line
from normalize.about import About, about
from normalize.check import check
from normalize.department import departments
from normalize.event import Text, Value
from normalize.family import Field
from normalize.label import marker
from normalize.outline import heading
from normalize.quantity import baseline_note, is_blank, kpi_lines, quantity, unit_note
from normalize.record import Basis, Document, Initiative, Records, Result, Source, Target
from normalize.section import Form, read
from normalize.stage import stage
from normalize.text import display, split_enumerator, squash, strip_footnote, strip_new
from normalize.unique import unique
from normalize.wrap import Piece, joined, paragraphs

LONGEST_GRADE = 8
"""Characters of the longest grade (一部未達成); what is longer is prose."""
LONGEST_DIRECTION = 8


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator or action, taken apart."""

    name: str | None
    ref: str | None
    raw: str | None
    unit: str | None
    baseline: tuple[int | None, str] | None
    source: tuple[Source, ...]


NO_INDICATOR = Indicator(None, None, None, None, None, ())


def records(document: Printed, version: str) -> Records:
    """Everything a document says, as rows of the five tables."""
    facts = about(document)
    reading = read(document)
    doc_id = document.sha256[:16]
    rows = [_Rows(doc_id, n, form, facts) for n, form in enumerate(unique(reading.forms), 1)]
    initiatives = tuple(r.initiative() for r in rows)
    targets = tuple(t for r in rows for t in r.targets)
    results = tuple(x for r in rows for x in r.results)
    facts = _with_period(facts, targets)
    row = Document(
        doc_id, document.source, document.sha256, document.media_type, "ok", None, facts.title, facts.municipality,
        facts.municipality_code, facts.doc_kind, facts.fiscal_year, *(facts.period or (None, None)), len(document.pages),
        document.text_source, len(initiatives), len(targets), len(results), 0, version,
    )  # fmt: skip
    findings = check(document, reading, Records(row, initiatives, targets, results))
    return Records(replace(row, finding_count=len(findings)), initiatives, targets, results, findings)


def _with_period(facts: About, targets: tuple[Target, ...]) -> About:
    years = [t.fiscal_year for t in targets if t.fiscal_year is not None]
    if facts.period is not None or not years:
        return facts
    return replace(facts, period=(min(years), max(years)))


@dataclass
class _Rows:
    """The rows of one form, built in the order they are printed."""

    doc_id: str
    seq: int
    form: Form
    facts: About
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
        number, name, is_new, raw = _name(self.form)
        sources = [*_sources("name", self.form.name)]
        if self.form.number is not None:
            sources += _sources("number", self.form.number)
        for piece in self.form.policy:
            sources += _sources("policy", piece)
        chosen = {f: self._chosen(f) for f in ("content", "objective", "departments", "direction")}
        for name_of_field, found in chosen.items():
            for _, piece in found:
                sources += _sources(name_of_field, piece)
        content, objective = (_lines_of(chosen[f]) for f in ("content", "objective"))
        direction = next((text for text, _ in chosen["direction"]), None)
        owners = tuple(dict.fromkeys(d for text, _ in chosen["departments"] for d in departments(text)))
        flags = tuple(dict.fromkeys(flag for line in self.form.name.lines for flag in line.flags))
        return Initiative(
            self.doc_id, self.id, self.seq, number, name, raw, is_new or self.form.is_new or direction == "新規",
            direction, tuple(_heading_text(p) for p in self.form.policy), owners, content, objective,
            _confidence(flags), flags, tuple(sources),
        )  # fmt: skip

    def _chosen(self, name: str) -> list[tuple[str, Piece]]:
        """The texts of a field; prose before the first label is the content where no label says what is."""
        if name == "content" and name not in self.texts:
            return self.texts.get("preamble", [])
        return self.texts.get(name, [])

    # Texts

    def _text(self, entry: Text) -> None:
        for field_name, piece in _parts(entry):
            self._field(field_name, piece, entry)

    def _field(self, name: Field, piece: Piece, entry: Text) -> None:
        if name == "departments":
            self._keep(name, display(_after_label(piece, entry)), piece)
        elif name in ("content", "objective", "goal", "preamble"):
            self._prose(name, piece)
        elif name in ("result", "improvement"):
            self._narrative(name, piece, entry)
        elif name == "grade":
            self._grade(piece, entry)
        elif name == "direction":
            word = _after_label(piece, entry).replace("\n", "")
            if 0 < len(word) <= LONGEST_DIRECTION:
                self._keep(name, word, piece)
            elif word and not is_blank(word):
                self._result("improvement", piece, paragraphs(piece), year=entry.year)

    def _keep(self, name: str, text: str, piece: Piece) -> None:
        if text.strip():
            self.texts.setdefault(name, []).append((text, piece))

    def _prose(self, name: Field, piece: Piece) -> None:
        text = paragraphs(piece)
        number = quantity(text)
        if name == "goal" and number is not None:
            self._target(text, piece, self.facts.period[1] if self.facts.period else None, NO_INDICATOR)
            return
        text, indicators = kpi_lines(text)
        for indicator, value in indicators:
            known = Indicator(
                strip_footnote(indicator), None, indicator, None, None, _sources("indicator", _naming(piece, indicator))
            )
            self._target(value, _naming(piece, value, indicator), self.facts.fiscal_year, known)
        if text and not is_blank(text):
            self._keep("objective" if name == "goal" else name, text, piece)

    def _narrative(self, kind: Field, piece: Piece, entry: Text) -> None:
        year = entry.year or self.facts.fiscal_year
        text, indicators = kpi_lines(paragraphs(piece))
        if text and not is_blank(text):
            self._result("narrative" if kind == "result" else "improvement", piece, text, year=year)
        for indicator, value in indicators:
            known = Indicator(
                strip_footnote(indicator), None, indicator, None, None, _sources("indicator", _naming(piece, indicator))
            )
            self._figure(value, _naming(piece, value, indicator), year, known, "reported")

    def _grade(self, piece: Piece, entry: Text) -> None:
        text = _after_label(piece, entry).replace("\n", "")
        if not text or (is_blank(text) and text not in ("―", "-")) or "%" in text:
            return
        if len(text) > LONGEST_GRADE:
            self._result("improvement", piece, paragraphs(piece), year=entry.year)
            return
        self._result("grade", piece, text, year=entry.year, grade=text, of=_indicator(entry.indicator, None))

    # Values

    def _value(self, entry: Value) -> None:
        if entry.meaning == "rate":
            return
        of = _indicator(entry.indicator, entry.unit)
        key = f"{of.ref}{of.name}{entry.meaning}"
        text = entry.text if entry.text is not None else paragraphs(entry.piece)
        if of.baseline is not None and of.raw is not None and of.raw not in self.noted:
            self.noted.add(of.raw)
            self._figure(of.baseline[1], entry.indicator or entry.piece, of.baseline[0], of, "baseline", "indicator")
        if entry.meaning == "target":
            year = entry.year if entry.year is not None else (self.facts.period[1] if self.facts.period else None)
            self._target(text, entry.piece, year, of, carried=entry.carried, key=key, flags=entry.flags)
        else:
            reported = entry.meaning == "result"
            year = entry.year if entry.year is not None or not reported else self.facts.fiscal_year
            self._figure(text, entry.piece, year, of, "reported" if reported else "baseline")

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
        flat = text.replace("\n", "")
        step = stage(text, self.last.get(key))
        if step is None or is_blank(flat):
            return
        printed = step.value if step.value is not None else flat
        number = quantity(printed, of.unit)
        carried = carried or step.carried
        if number is None:
            self.last[key] = step.text
        identity = f"{self.id}-t{len(self.targets) + 1:03d}"
        source = (*_sources("text", piece), *of.source)
        kind, shown = ("stage", step.text) if number is None else ("numeric", flat)
        value, unit, qualifier = (None, None, None) if number is None else (number.value, number.unit, number.qualifier)
        if not shown:
            return
        self.targets.append(
            Target(
                self.doc_id,
                self.id,
                identity,
                len(self.targets) + 1,
                kind,
                of.ref,
                of.name,
                of.raw,
                year,
                value,
                unit,
                qualifier,
                shown,
                piece.raw,
                carried,
                _confidence(flags),
                flags,
                source,
            )  # fmt: skip
        )

    def _figure(
        self, text: str, piece: Piece, year: int | None, of: Indicator, basis: Basis, raw_field: str = "text"
    ) -> None:
        flat = display(text).replace("\n", "")
        if is_blank(flat):
            return
        number = quantity(flat, of.unit)
        if number is None:
            if basis == "reported":
                self._result("narrative", piece, flat, year=year, of=of)
            return
        self._result(
            "indicator", piece, flat, year=year, of=of, basis=basis,
            figure=(number.value, number.unit, number.qualifier), noted=raw_field == "indicator",
        )  # fmt: skip

    def _result(
        self, kind: str, piece: Piece, text: str, *, year: int | None = None, of: Indicator = NO_INDICATOR,
        basis: Basis = "reported", grade: str | None = None, noted: bool = False,
        figure: tuple[float | None, str | None, str | None] = (None, None, None),
    ) -> None:  # fmt: skip
        identity = f"{self.id}-r{len(self.results) + 1:03d}"
        if year is None and basis == "reported":
            year = self.facts.fiscal_year
        source = (*_sources("text", piece), *(() if noted else of.source))
        self.results.append(
            Result(
                self.doc_id,
                self.id,
                identity,
                len(self.results) + 1,
                kind,
                basis,
                of.ref,
                of.name,
                of.raw,
                year,  # pyright: ignore[reportArgumentType]
                *figure,
                text,
                text if noted else piece.raw,
                grade,
                1.0,
                (),
                source,
            )  # fmt: skip
        )


def _name(form: Form) -> tuple[str | None, str, bool, str]:
    """Number, name, whether marked new, and the name as printed."""
    text, is_new = strip_new(joined(form.name))
    number = joined(form.number) if form.number is not None else None
    if number is None:
        found = heading(form.name)
        if found is not None and found.initiative:
            number, text = _level_number(text)
        else:
            number, text = split_enumerator(text)
    return number, strip_footnote(text).strip() or joined(form.name), is_new, form.name.raw


def _level_number(text: str) -> tuple[str | None, str]:
    """(取組1) インターネットを… -> 取組1 and the name."""
    number, rest = split_enumerator(text)
    return (number.strip("()") if number else None), rest


def _heading_text(piece: Piece) -> str:
    return strip_new(joined(piece))[0]


def _indicator(piece: Piece | None, unit: str | None) -> Indicator:
    if piece is None:
        return Indicator(None, None, None, unit, None, ())
    text, baseline = baseline_note(joined(piece))
    text, own_unit = unit_note(text)
    ref, text = split_enumerator(text)
    return Indicator(
        strip_footnote(text) or None, ref, piece.raw, own_unit or unit, baseline, _sources("indicator", piece)
    )


def _parts(entry: Text) -> Iterator[tuple[Field, Piece]]:
    """A text by the marker lines in it: ＜取組内容＞ … ＜目標＞ …"""
    current, lines = entry.fields[0], list[Line]()
    for line in entry.piece.lines:
        found = marker(line.text)
        if found is None or found.field in ("name", "number", "year"):
            lines.append(line)
            continue
        if lines:
            yield current, Piece(tuple(lines), entry.piece.frames)
        current, lines = found.field, []
    if lines:
        yield current, Piece(tuple(lines), entry.piece.frames)


def _after_label(piece: Piece, entry: Text) -> str:
    """The text of a short field, without a label printed on the same line (担当課:総務課)."""
    text = display("\n".join(line.text for line in piece.lines))
    if entry.printed and squash(text).strip("(（").startswith(entry.printed) and (":" in text):
        text = text.split(":", 1)[1].strip().rstrip(")）】")
    return text.strip()


def _naming(piece: Piece, *words: str) -> Piece:
    """The lines of a piece that print some words, for the place of a figure inside prose."""
    wanted = [squash(w) for w in words]
    lines = [line for line in piece.lines if any(w in squash(line.text) or squash(line.text) in w for w in wanted)]
    return Piece(tuple(lines), piece.frames) if lines else piece


def _lines_of(found: Iterable[tuple[str, Piece]]) -> str | None:
    return "\n".join(text for text, _ in found) or None


def _sources(name: str, piece: Piece) -> tuple[Source, ...]:
    """One place a page (or run of dump lines) of a piece's lines."""
    found: dict[int, Source] = {}
    for line in piece.lines:
        page, box, span = line.place.page, line.place.box, line.place.lines
        before = found.get(page)
        if box is not None:
            b = (
                box
                if before is None or before.x0 is None
                else box.union(type(box)(before.x0, before.y0, before.x1, before.y1))
            )  # pyright: ignore[reportArgumentType]
            found[page] = Source(name, page, b.x0, b.y0, b.x1, b.y1)
        elif span is not None:
            first = min(span[0], before.line_first) if before and before.line_first else span[0]
            last = max(span[1], before.line_last) if before and before.line_last else span[1]
            found[page] = Source(name, page, line_first=first, line_last=last)
    return tuple(found.values())


def _confidence(flags: tuple[str, ...]) -> float:
    return round(0.95 ** len(flags), 3)
