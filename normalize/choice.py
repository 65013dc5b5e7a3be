"""A field of options -> the chosen one, by boxes that are ticked (typed or drawn) or by a ring round it."""

from __future__ import annotations

import regex

from normalize.text import RINGED, display, squash
from normalize.vocabulary import direction, grade

_TYPED = (
    (regex.compile(r":selected:|\[[xX✓✔レ]\]"), "☑"),
    (regex.compile(r":unselected:|\[[ \u3000]\]"), "☐"),
)
"""How conversions to text write the state of a box."""
_TICKED, _BOX, _EMPTY = "■☑☒✓✔◼●◉レ", "□☐◻", "□☐◻○◯"
_SURE = "☑✓✔"
"""Signs that tick an option, where others do not even have a box; ■ and ● may be bullets."""
_MARK = regex.compile(rf"([{_TICKED}{_EMPTY}])(?![ァ-ヶー])")
_BETWEEN = regex.compile(r"[・/／、,，|｜\s]+")
LONGEST_OPTION = 14
"""Characters of an option (計画どおり継続する); what stands behind the bullets of a list is longer."""
FEWEST = 3
"""Known words one behind another that are a list to choose from; two may be meant together."""


def chosen(text: str) -> str:
    """The chosen one of some options, '' where none is; other texts as they are, in display form.

    >>> [chosen(t) for t in ("□拡充 □継続 ■改善 □縮小", "☑達成\\n☐概ね達成", "継続", ":unselected: Ａ :selected: Ｂ")]
    ['改善', '達成', '継続', 'B']
    >>> [chosen(t) for t in ("達成□ 概ね達成☑", "□新規　□継続", "Ａ・Ｂ\u20dd・Ｃ", "✓達成 概ね達成", "○")]
    ['概ね達成', '', 'B', '達成', '○']
    """
    for written, sign in _TYPED:
        text = written.sub(sign, text) if "[" in text or ":" in text else text
    if RINGED in text:
        return "・".join(display(part) for part in _BETWEEN.split(text) if RINGED in part)
    marks = set(_MARK.findall(text))
    if not marks & {*_SURE, *_BOX} and not (marks & {*_TICKED} and marks & {*_EMPTY}):
        return display(text)
    options = _options(text) if marks & {*_EMPTY} else _words(text)
    if len(options) < 2 or not all(0 < len(squash(name)) <= LONGEST_OPTION for _, name in options):
        return display(text)
    return "・".join(display(name).replace("\n", "") for mark, name in options if mark and mark in _TICKED)


def _options(text: str) -> list[tuple[str, str]]:
    """Each option with the sign before it, or behind it where the text ends with one."""
    parts = [part.strip(" \u3000\n・/／、,，|｜") for part in _MARK.split(text.strip())]
    if not parts[-1]:
        return list(zip(parts[1::2], parts[0::2], strict=False))
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _words(text: str) -> list[tuple[str, str]]:
    """Each word with its tick, where only the chosen one has a sign."""
    return [(word[0] if word[0] in _SURE else "", word.strip(_SURE)) for word in _BETWEEN.split(text.strip()) if word]


def is_list(text: str) -> bool:
    """Whether a text is nothing but the options of a form, with no sign of which is chosen.

    >>> is_list("達成 概ね達成 未達成"), is_list("Ａ・Ｂ・Ｃ"), is_list("継続・拡充"), is_list("Ａ")
    (True, True, False, False)
    """
    words = [word for word in _BETWEEN.split(text.strip()) if word]
    known = all(grade(word) is not None for word in words) or all(direction(word) is not None for word in words)
    return len(set(words)) == len(words) >= FEWEST and known
