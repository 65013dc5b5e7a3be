"""A document -> its legend of signs for stages: ○：検討　◎：実施, printed above or below a table or in a cell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import regex

from extract.model import Document, Line, Prose
from normalize.family import common
from normalize.stage import carries, is_stage_word, stage_words
from normalize.text import display, squash

SIGNS = "○◎●◇◆□■△▲▽▼☆★※＊*→⇒⇨➡➔►▶⇔"
_CIRCLES = str.maketrans("◯〇", "○○")
"""Circles of one look, which a legend and its table may write differently."""
_JOINT = r"(?:印\s*)?(?:[:=＝]|…+|‥+|[―─—－-]+|は)"
_LEGEND = "凡例"
_SIGN = regex.escape(SIGNS)
_SIGNED = re.compile(f"[{re.escape(SIGNS)}◯〇]")
_PAIR = regex.compile(
    rf"(?P<mark>[{_SIGN}])\s*(?P<joint>{_JOINT})?\s*[「『]?(?P<word>[^\s「」『』、,。;:()（）{_SIGN}]+)"
)
_OPENS, _CLOSES = r"[(（【\[<＜]", r"[)）】\]>＞]"
_TITLE = rf"(?:[※注]\d?\s*)?{_OPENS}?(?:{_LEGEND}(?:[\s:]|{_CLOSES})*)?"
_PAIRS_ONLY = regex.compile(rf"{_TITLE}(?:\s*{_PAIR.pattern}[」』\s、,;()（）]*)+{_CLOSES}?")
LONGEST_WORD = 12
"""Characters of the longest word a sign stands for; what is longer is an item of a list behind its bullet."""


def pairs(text: str) -> dict[str, str]:
    """What each sign of a line stands for; {} where the line is no legend of stages.

    >>> pairs("凡例　○：検討　◎：実施　●：拡大"), pairs("○検討　◎実施"), pairs("⇒：継続")
    ({'○': '検討', '◎': '実施', '●': '拡大'}, {'○': '検討', '◎': '実施'}, {'⇒': '継続'})
    >>> pairs("◎：達成　○：概ね達成　×：廃止"), pairs("● 実施"), pairs("○：新しい窓口の名前")
    ({}, {}, {})
    """
    if not _SIGNED.search(text):
        return {}
    line = display(text).replace("\n", " ").strip().translate(_CIRCLES)
    if not _PAIRS_ONLY.fullmatch(line):
        return {}
    matches = list(_PAIR.finditer(line))
    joined = all(found["joint"] for found in matches)
    if not (joined or _LEGEND in line or len({found["mark"] for found in matches}) > 1):
        return {}
    found = {match["mark"]: match["word"] for match in matches}
    if any(word in common().grades and word not in stage_words() for word in found.values()):
        return {}
    stages = [word for word in found.values() if is_stage_word(word)]
    sound = 2 * len(stages) > len(found) and max(map(len, found.values())) <= LONGEST_WORD
    return found if sound and len(found) == len(matches) else {}


def legend(document: Document) -> Mapping[str, str]:
    """The signs that stand for one word throughout the document."""
    found: dict[str, set[str]] = {}
    for text in _texts(document):
        for mark, word in pairs(text).items():
            found.setdefault(mark, set()).add(word)
    return {mark: next(iter(words)) for mark, words in found.items() if len(words) == 1}


def _texts(document: Document) -> Iterator[str]:
    """The lines that may be a legend; lines and cells below the word 凡例 are of it."""
    titled = False
    for line in _lines(document):
        text = f"{_LEGEND} {line.text}" if titled else line.text
        yield text
        titled = _is_title(line.text) or (titled and bool(pairs(text)))


def _is_title(text: str) -> bool:
    return _LEGEND[0] in text and squash(text).strip("()（）[]【】<>＜＞:：") == _LEGEND


def _lines(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        for part in (block,) if isinstance(block, Prose) else block.cells:
            yield from part.lines
    yield from document.furniture


def spelled(text: str, signs: Mapping[str, str]) -> str | None:
    """The words of a cell that holds signs of the legend and nothing else; None where it holds more.

    >>> signs = {"◎": "実施", "○": "検討"}
    >>> spelled("◎", signs), spelled("○→◎", signs), spelled("◎ 12件", signs)
    ('実施', '検討/実施', None)
    """
    marks = [mark for mark in squash(text).translate(_CIRCLES) if mark not in "/・、"]
    if not marks:
        return None
    if len(marks) > 1:
        marks = [mark for mark in marks if not carries(mark)]
    return "/".join(signs[mark] for mark in marks) if marks and all(mark in signs for mark in marks) else None
