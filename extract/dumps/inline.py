"""The text of one cell on one line -> the lines it was printed on: labels inside it, and items of a list."""

from __future__ import annotations

import re
from itertools import pairwise

from extract.dumps.items import split_items
from extract.dumps.words import heads, marks

_MARKER = re.compile(r"(?:(?<=[\s。])|^)[＜<【〈《［][^＞>】〉》］＜<【〈《［]{1,16}[＞>】〉》］]")
_FIRST_WORD = re.compile(r"\S+(?=\s+\S)")


def printed_items(text: str, listed: bool = False) -> tuple[str, ...]:
    """The items and labels of a cell, each a line of its own; listed: see split_items.

    >>> from extract.dumps.words import knowing
    >>> from extract.model import Words
    >>> with knowing(Words({"取組内容": "content", "目標": "goal", "指標": "indicator"})):
    ...     printed_items("＜取組内容＞ 窓口を減らす。 ＜目標＞ 待ち時間の短縮"), printed_items("指標 来館者数")
    (('＜取組内容＞', '窓口を減らす。', '＜目標＞', '待ち時間の短縮'), ('指標', '来館者数'))
    """
    found: list[str] = []
    for part in _labels_apart(text):
        found += split_items(part, listed)
    return tuple(found)


def _labels_apart(text: str) -> list[str]:
    first = _FIRST_WORD.match(text)
    label = heads(first[0]) if first else None
    cuts = {0, len(text)}
    if first is not None and label is not None and label.field == "indicator":
        cuts.add(first.end())
    for marker in _MARKER.finditer(text):
        if marks(marker[0]) is not None:
            cuts |= {marker.start(), marker.end()}
    ordered = sorted(cuts)
    return [text[start:end].strip() for start, end in pairwise(ordered)]
