"""Labels and their values on one line of prose: (担当課:総務課), 【施策の柱】安全　【担当課】総務課."""

from __future__ import annotations

from dataclasses import replace

import regex

from normalize.words.field import SHORT, TEXTS
from normalize.words.label import Label, label
from normalize.wrap import Piece

_INLINE = regex.compile(
    r"[(（【\[]?(?P<label>[^()（）::]{2,12})[::]\s*(?P<value>[^::]{2,60}?)[)）】\]]?"
    r"|[(（【〈<＜](?P<label>[^()（）::]{2,12})[)）】〉>＞](?P<value>[^::]{2,60})"
)
_LONGEST_INLINE = 80
"""Characters: a label and its value on one line are shorter."""
_BRACKETED = regex.compile(r"[【〈<＜〔\[]([^【】〈〉<>＜＞〔〕\[\]]{2,12})[】〉>＞〕\]]")


def one_label(text: str) -> Label | None:
    """The label of a line that is one with its value, squashed.

    >>> one_label("(担当課:総務課)").field, one_label("担当課と総務課")
    ('departments', None)
    """
    found = _INLINE.fullmatch(text) if len(text) <= _LONGEST_INLINE else None
    known = label(found["label"]) if found else None
    return known if known is not None and known.field in TEXTS - {"grade", "improvement"} else None


def labelled(piece: Piece) -> list[tuple[Label, Piece]]:
    """The labels of a line that holds nothing but labels in brackets and short texts behind them; [] for others.

    >>> from extract.model import Line, Place
    >>> line = Line("【施策の柱】安全なまち　　【担当課】危機管理課、土木課", Place(1))
    >>> [(said.field, value.raw) for said, value in labelled(Piece((line,)))]
    [('policy', '安全なまち'), ('departments', '危機管理課、土木課')]
    """
    line = piece.lines[0]
    parts = _BRACKETED.split(line.text.strip())
    if len(piece.lines) > 1 or parts[0] or len(parts) < 5:
        return []
    found = [(label(word), value.strip()) for word, value in zip(parts[1::2], parts[2::2], strict=True)]
    known = [(said, Piece((replace(line, text=value),), piece.frames)) for said, value in found if said and value]
    return known if len(known) == len(found) and all(said.field in SHORT for said, _ in known) else []
