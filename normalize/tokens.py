"""Words of a Japanese text; the only file that imports SudachiPy. Loaded at the first question (0.1 s)."""

from __future__ import annotations

from functools import cache

from sudachipy import Dictionary, SplitMode
from sudachipy.tokenizer import Tokenizer

WINDOW = 8
"""Characters on each side of a break that decide whether a word runs over it."""


@cache
def _tokenizer() -> Tokenizer:
    return Dictionary().tokenizer(mode=SplitMode.C)


@cache
def runs_over(before: str, after: str) -> bool:
    """Whether a word runs over the break between two lines.

    >>> runs_over("地域の団体と連携し、オープンデー", "タの活用を進める")
    True
    >>> runs_over("情報政策課", "市民課")
    False
    """
    before, after = before[-WINDOW:], after[:WINDOW]
    return all(m.begin() != len(before) for m in _tokenizer().tokenize(before + after))


@cache
def nouns(text: str) -> frozenset[str]:
    """The normalised forms of the nouns of a text.

    >>> sorted(nouns("サーバの更新"))
    ['サーバー', '更新']
    """
    return frozenset(m.normalized_form() for m in _tokenizer().tokenize(text) if m.part_of_speech()[0] == "名詞")
