"""The printed fields of a form, taken apart: names, indicators, and texts by the labels inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import regex

from extract.model import Line
from normalize.choice import chosen
from normalize.era import fiscal_year
from normalize.event import Text
from normalize.family import Field
from normalize.form import Form
from normalize.outline import LEVEL_MARK, heading
from normalize.quantity import baseline_note, unit_note
from normalize.record import Source
from normalize.source import naming, sources
from normalize.text import display, mend, split_enumerator, squash, strip_footnote, strip_new
from normalize.trend import Statement, figures, statement, trend
from normalize.unique import RELISTED
from normalize.words.field import PROSE
from normalize.words.label import label, leading, marker
from normalize.wrap import Piece, flat, groups, joined

_BULLET = regex.compile(r"^[◆◇■□●▶➢・☆★]\s*|\s*[☆★]$")
_LEGEND = regex.compile(
    r"(?P<mark>[☆★◎●◇◆□■※＊*○])\s*印?\s*[\u003A\uFF1Aは=＝…─―-]{1,2}[^。、\n]{0,8}?(?:新規|新たに|新しい)"
)

_DATED = regex.compile(r"(?P<rest>.+?)[(（](?P<year>[^()（）]+)[)）]")
_LABELED = regex.compile(r"[(（【〈<＜]?(?P<label>[^()（）::】〉>＞]{2,12})(?P<colon>[::])?[)）】〉>＞]?\s*")
_OPEN = frozenset("【〔＜<［[〈")
_WHOLE = regex.compile(r"(?:[課室部局係所署班館長員、，]|センター|事務所|委員会)$")
"""How a line ends that holds whole departments."""


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


def name_of(form: Form) -> tuple[str | None, str, bool, str]:
    """Number, name, whether marked new, and the name as printed."""
    number, text = split_enumerator(_BULLET.sub("", flat(form.name)))
    text, is_new = strip_new(RELISTED.sub("", text))
    if form.number is not None:
        number = joined(form.number)
        text = strip_new(RELISTED.sub("", _BULLET.sub("", flat(form.name))))[0]
    elif number is None:
        number, text = split_enumerator(text)
    elif (found := heading(form.name)) is not None and found.initiative:
        number = number.strip("()")
    name = strip_footnote(display(text)).replace("\n", "").strip()
    return number, name or joined(form.name), is_new, form.name.raw


def levels(piece: Piece) -> list[str]:
    """The policy levels a piece prints: one, or one a line where each line is a heading of its own."""
    lines = [Piece((line,), piece.frames) for line in piece.lines]
    if len(lines) > 1 and all(heading(line) is not None for line in lines):
        return [heading_text(line) for line in lines]
    return [heading_text(piece)]


def marks_of_new(texts: Iterable[str]) -> frozenset[str]:
    """The signs that a legend explains as marks of new initiatives.

    >>> sorted(marks_of_new(["凡例　☆：新規の取組", "◎：計画を上回る"]))
    ['☆']
    """
    return frozenset(found["mark"] for text in texts for found in _LEGEND.finditer(text))


def heading_text(piece: Piece) -> str:
    text = LEVEL_MARK.sub("", strip_new(joined(piece))[0])
    number = display(piece.lines[0].text)
    quoted = text.removeprefix(number)
    # Words set in quotes below their number (取組方針1 / 「…の推進」) are quoted for the look of it.
    return f"{number} {quoted[1:-1]}" if len(piece.lines) > 1 and quoted[:1] == "「" and quoted[-1:] == "」" else text


def indicator(piece: Piece | None, unit: str | None) -> Indicator:
    if piece is None:
        return Indicator(None, None, None, unit, None, ())
    if (
        len(piece.lines) > 1
        and (first := label(piece.lines[0].text)) is not None
        and first.field in ("indicator", "target")
    ):
        # ＫＰＩ / 開業数: the label stands above the name in one cell.
        piece = Piece(piece.lines[1:], piece.frames)
    # 開業数 / 現状値：12件: the figure of today stands below the name.
    below = leading(piece.lines[-1].text) if len(piece.lines) > 1 else None
    stated = below if below is not None and below[0].field == "baseline" else None
    text, baseline = baseline_note(joined(Piece(piece.lines[:-1], piece.frames) if stated else piece))
    baseline = (stated[0].year, stated[1]) if stated else baseline
    text, own_unit = unit_note(text)
    ref, text = split_enumerator(text)
    return Indicator(
        strip_footnote(text) or None, ref, piece.raw, own_unit or unit, baseline, sources("indicator", piece)
    )


def parts(entry: Text) -> Iterator[tuple[Field, Piece]]:
    """A text by the marker lines in it: ＜取組内容＞ … ＜目標＞ …"""
    current, lines = entry.fields[0], list[Line]()
    for line in entry.piece.lines:
        found, rest = marker(line.text), list[Line]()
        if found is None and line.text.lstrip()[:1] in _OPEN and (headed := leading(line.text)) is not None:
            found, rest = headed[0], [replace(line, text=headed[1])]
        if found is None or found.field in ("name", "number", "year") or (rest and found.field not in PROSE):
            lines.append(line)
            continue
        if lines:
            yield current, Piece(tuple(lines), entry.piece.frames)
        current, lines = found.field, rest
    if lines:
        yield current, Piece(tuple(lines), entry.piece.frames)


def after_label(piece: Piece, entry: Text, *, options: bool = False) -> str:
    """The text of a short field, without a label printed on the same line (担当課:総務課); options: the chosen one."""
    text = chosen(piece.raw) if options else display(piece.raw)
    marked = _LABELED.match(text) if entry.printed else None
    if marked is not None and squash(marked["label"]) == entry.printed:
        text = text[marked.end() :]
        text = text.rstrip(")）】") if text.count(")") > text.count("(") or marked["colon"] else text
    return text.strip()


def owners(piece: Piece, entry: Text) -> str:
    """The departments of a cell, one a line where the cell begins a new line; a name that the width broke is whole."""
    if len(piece.lines) == 1:
        text, printed = after_label(piece, entry), piece.lines[0].text
        return mend(printed) if text == display(printed).strip() else text
    out: list[str] = []
    for group in groups(piece):
        for n, line in enumerate(group):
            text = display(line.text).strip()
            if n and out and not _WHOLE.search(out[-1]):
                out[-1] += text
            else:
                out.append(text)
    return "\n".join(out)


def kpi(name: str, piece: Piece) -> Indicator:
    """The indicator of a figure stated inside prose: 【公開データセット数：130】."""
    return Indicator(strip_footnote(name), None, name, None, None, sources("indicator", naming(piece, name)))


def statements(piece: Piece) -> list[tuple[Piece, Statement]]:
    """The lines of a text that states figures and nothing else: 参加者数 令和6年度 120人; [] for other texts."""
    lines = [Piece(group, piece.frames) for group in groups(piece)]
    found = [(line, said) for line in lines if (said := statement(flat(line))) is not None]
    return found if len(found) == len(lines) else []


def is_trends(piece: Piece) -> bool:
    """Whether each line of a text states an indicator's figures of several years."""
    return bool(piece.lines) and all(trend(line) is not None for line in whole_lines(piece))


def whole_lines(piece: Piece) -> list[str]:
    """The paragraphs and items of a text, their spaces kept; figures in lines of their own stand behind their name."""
    lines: list[str] = []
    stated = False
    for group in groups(piece):
        for is_figure, part in groupby(group, lambda line: _states_year(line.text)):
            own = list(part)
            if not is_figure or not lines:
                lines.append(flat(Piece(tuple(own), piece.frames)))
            else:
                lines[-1] += ("→" if stated else "：") + "→".join(line.text.strip() for line in own)
            stated = is_figure
    return lines


def _states_year(text: str) -> bool:
    """Whether a line is a figure and its year, and nothing else: R9：85%."""
    found = figures(text)
    return len(found) == 1 and found[0][0] is not None


def dated(text: str) -> tuple[str, int | None]:
    """A figure and the year printed behind it, where a column's figures are of different years.

    >>> dated("82.5(R5)"), dated("50%(達成)")
    (('82.5', 2023), ('50%(達成)', None))
    """
    found = _DATED.fullmatch(text)
    year = fiscal_year(found["year"]) if found else None
    return (found["rest"].strip(), year) if found and year is not None else (text, None)
