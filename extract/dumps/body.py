"""The lines under a header -> the texts that may be cells, or parts of one: neighbours on a line apart.

pdftotext -raw sets neighbouring cells on one line, a space between them; PyMuPDF sets a cell that touches the one
before it on its line, without a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extract.dumps.looks import is_figure, look
from extract.dumps.tokens import LONGEST_UNIT, UNITS, Join, Token, with_units

_CHARACTERS = ("word", "ordinal")
"""How the characters of a text look, each alone."""
_JAPANESE = re.compile("[ぁ-ゖァ-ヶ一-龠]")
_FIGURE_INSIDE = re.compile(rf"{_JAPANESE.pattern}\d+$")
"""A figure in a text: programs that set it in another font leave a space behind it."""
_SHORTEST_UPRIGHT = 5
"""Kana and kanji of the shortest text set from top to bottom that is no row of cells."""
_TOUCHING = re.compile(r"(?<=[。】])(?=[^。、）)」』】\s])")
"""A cell may end within a line: after a sentence, after 【新規】."""


def texts(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a body, neighbours on one line apart.

    >>> from extract.dumps.text_table import Numbered
    >>> from extract.dumps.tokens import tokens
    >>> line = "歳入を増やす。 広告の媒体の数 5 種類 6 種類"
    >>> [t.text for t in texts(list(tokens([Numbered(1, 1, line)])))]
    ['歳入を増やす。', '広告の媒体の数', '5種類', '6種類']
    """
    for token in tokens:
        join: Join = token.join
        whole = token.heading is None and "\n" in token.text  # set from top to bottom
        for text in [token.text] if whole else _words(token.text):
            for part in _TOUCHING.split(text):
                yield token._replace(text=part, join=join, gap=token.gap and join == "line", cells=())
                join = "tight"
            join = "space"


def upright(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, those of a text set from top to bottom, a character a line, put together."""
    for alone, run in groupby(tokens, key=lambda t: len(t.text.strip()) == 1 and look(t.text) in _CHARACTERS):
        own = list(run)
        text = "\n".join(t.text.strip() for t in own)
        if alone and len(_JAPANESE.findall(text)) >= max(_SHORTEST_UPRIGHT, len(own) / 2):
            more = own[-1].line.number - own[0].line.number
            yield own[0]._replace(text=text, more=more, cells=())
        else:
            yield from own


def _words(text: str) -> list[str]:
    """The words of a line; Latin ones stay together, a figure with its unit, and with the text on both sides of it.

    >>> _words("昭和56 年5 月以前に建てられた住宅 5 種類")
    ['昭和56年5月以前に建てられた住宅', '5種類']
    """
    joined: list[str] = []
    for word in with_units(text.split()):
        if joined and _is_latin(joined[-1][-1:]) and _is_latin(word[:1]):
            joined[-1] += " " + word
        elif joined and _FIGURE_INSIDE.search(joined[-1]) and _JAPANESE.match(word) and look(joined[-1]) == "word":
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def figures_apart(tokens: Iterable[Token], *, units: bool = False) -> Iterator[Token]:
    """The tokens of a card's rows, figures and stages at a line's end apart from what heads them.

    units: a column of units stands between them.

    >>> from extract.dumps.text_table import Numbered
    >>> from extract.dumps.tokens import tokens
    >>> line = "（１） 広告の媒体の数 5 種類 6 種類"
    >>> [t.text for t in figures_apart(list(tokens([Numbered(1, 1, line)])))]
    ['（１） 広告の媒体の数', '5種類', '6種類']
    >>> [t.text for t in figures_apart(list(tokens([Numbered(1, 1, "広告の媒体の数 種類 5 6")])), units=True)]
    ['広告の媒体の数', '種類', '5', '6']
    >>> [t.text for t in figures_apart(list(tokens([Numbered(1, 1, "案内板の数 基")])), units=True)]
    ['案内板の数', '基']
    """
    for token in tokens:
        words = with_units(token.text.split())
        first = len(words)
        while first and is_figure(words[first - 1]):
            first -= 1
        lead = [" ".join(words[:first])]
        if (
            units
            and first > 1
            and (
                words[first - 1] in UNITS
                or len(words[first - 1]) == 1
                or (first < len(words) and _may_be_unit(words[first - 1]))
            )
        ):
            lead = [" ".join(words[: first - 1]), words[first - 1]]
        parts = [*lead, *words[first:]] if len(lead) > 1 or first < len(words) > 1 else token.cells or [token.text]
        join: Join = token.join
        for part in filter(None, parts):
            yield token._replace(text=part, join=join, gap=token.gap and join == "line", cells=())
            join = "space"


def _may_be_unit(word: str) -> bool:
    return len(word) <= LONGEST_UNIT and look(word) == "word"
