"""The text of a line -> what it alone tells of the cell it is of, read once however often the line is looked at."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extract.dumps.looks import COUNTING, PAST, RANKS, Look, is_ended, look, width
from extract.dumps.tokens import is_value
from extract.dumps.words import known, marks, squash
from extract.model import Words

_GOES_ON = (
    "また",
    "さら",
    "なお",
    "その",
    "しかし",
    "　",
    "（",
    "(",
    "この",
    "加え",
    "今後",
    "そし",
    "特に",
    "一方",
    "これ",
)
"""How a further sentence of the same cell begins."""
_PARTICLES = "のをにはがとでへやも"
_NO_START = "。、，．,.）)」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_MEASURED = re.compile(r"[^\d\W][:：]\D{0,3}\d|\d.{0,4}[→⇒]\D{0,2}\d")
_LONGEST_WORD = 3
"""Characters of a line that is no sentence, whatever it ends with."""
_BROKEN_WORD, _NOTE = 4.0, 2.0
"""A cell that begins within a word; with a word in brackets."""


class Glance(NamedTuple):
    """What a line's text tells."""

    text: str
    look: Look
    rank: int
    """Of the look, in the table of costs."""
    counting: bool
    figure: bool
    mark: str | None
    """The field it marks: ＜目標＞."""
    of: str
    """The sort of column that its looks are of alone, if so."""
    past: bool
    """Whether it tells what was done."""
    measured: bool
    """Whether it states a figure of something: 受講者数：340人（R6）."""
    width: float
    ended: bool
    goes_on: bool
    """Whether it begins as a further sentence of the same cell does."""
    open: bool
    """Whether a sentence goes on after it."""
    particle: bool
    bracket: bool
    """Whether a bracket opened in it is not closed in it."""
    broken: float
    """What speaks against its beginning a cell."""
    another: float
    """How much it speaks against its being a second line in a cell of one word or figure."""


def glance(text: str) -> Glance:
    """
    >>> glance("港を調べ、").open, glance("また、港を調べた。").goes_on, glance("ー台帳").broken
    (True, True, 4.0)
    """
    return _glance(known(), text)


@lru_cache(maxsize=65536)
def _glance(words: Words, text: str) -> Glance:
    looks, printed, bare, mark = look(text), text.rstrip(), text.strip(), marks(text)
    ended = is_ended(printed)
    return Glance(
        text=text,
        look=looks,
        rank=RANKS[looks],
        counting=looks in COUNTING,
        figure=looks in ("stage", "value", "grade"),
        mark=mark,
        of="departments" if looks == "office" else "number" if looks == "mark" and "-" in squash(text) else "",
        past=PAST.search(squash(text)) is not None,
        measured=_MEASURED.search(squash(text)) is not None,
        width=width(text),
        ended=ended,
        goes_on=text.startswith(_GOES_ON),
        open=not ended and len(printed) > _LONGEST_WORD,
        particle=printed != "" and printed[-1] in _PARTICLES,
        bracket=printed.count("(") + printed.count("（") > printed.count(")") + printed.count("）"),
        broken=_BROKEN_WORD if _goes_on(bare) else _NOTE if _is_note(bare, looks, mark) else 0.0,
        another=0.1 if bare[:1] in ("(", "（") else 2.0 if is_value(text) else 1.0,
    )


def _goes_on(text: str) -> bool:
    """Whether a line begins within a word, or with the arrow to a figure: →80.0%（R11）."""
    return text[:1] != "" and (text[0] in _NO_START or (text[0] in "→⇒" and text[1:2].isdigit()))


def _is_note(text: str, looks: Look, mark: str | None) -> bool:
    """A word in brackets belongs to the line before: （件）, 【新規】."""
    if text[:1] == "【":
        return text[-1:] == "】" and mark is None
    return text[:1] in ("(", "（") and text[-1:] in (")", "）") and looks not in (*COUNTING, "item", "value")
