"""The printed fields of a form, taken apart: names, indicators, and texts by the labels inside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extract.model import Line
from normalize.event import Text
from normalize.family import Field
from normalize.label import marker
from normalize.outline import heading
from normalize.quantity import baseline_note, unit_note
from normalize.record import Source
from normalize.section import Form
from normalize.source import naming, sources
from normalize.text import display, split_enumerator, squash, strip_footnote, strip_new
from normalize.wrap import Piece, flat, joined

_BULLET = regex.compile(r"^[◆◇■□●▶➢・]\s*")


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
    text, is_new = strip_new(_BULLET.sub("", flat(form.name)))
    number = joined(form.number) if form.number is not None else None
    if number is None:
        found = heading(form.name)
        if found is not None and found.initiative:
            number, text = _level_number(text)
        else:
            number, text = split_enumerator(text)
    name = strip_footnote(display(text)).replace("\n", "").strip()
    return number, name or joined(form.name), is_new, form.name.raw


def _level_number(text: str) -> tuple[str | None, str]:
    """(取組1) インターネットを… -> 取組1 and the name."""
    number, rest = split_enumerator(text)
    return (number.strip("()") if number else None), rest


def heading_text(piece: Piece) -> str:
    return strip_new(joined(piece))[0]


def indicator(piece: Piece | None, unit: str | None) -> Indicator:
    if piece is None:
        return Indicator(None, None, None, unit, None, ())
    text, baseline = baseline_note(joined(piece))
    text, own_unit = unit_note(text)
    ref, text = split_enumerator(text)
    return Indicator(
        strip_footnote(text) or None, ref, piece.raw, own_unit or unit, baseline, sources("indicator", piece)
    )


def parts(entry: Text) -> Iterator[tuple[Field, Piece]]:
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


def after_label(piece: Piece, entry: Text) -> str:
    """The text of a short field, without a label printed on the same line (担当課:総務課)."""
    text = display("\n".join(line.text for line in piece.lines))
    if entry.printed and squash(text).strip("(（").startswith(entry.printed) and (":" in text):
        text = text.split(":", 1)[1].strip().rstrip(")）】")
    return text.strip()


def kpi(name: str, piece: Piece) -> Indicator:
    """The indicator of a figure stated inside prose: 【公開データセット数：130】."""
    return Indicator(strip_footnote(name), None, name, None, None, sources("indicator", naming(piece, name)))
