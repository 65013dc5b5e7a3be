"""Names whose number lost the space behind it (1窓口の改善) -> the same names, number and title apart.

One such name says nothing: 3D都市モデル, 5歳児健診. Where the figures before the names count on from initiative to
initiative they are their numbers; so are those that a word says to be (施策１－１窓口の改善), in several names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from normalize.form import Form
from normalize.text import display, split_enumerator
from normalize.wrap import Piece

_GLUED = re.compile(r"\s*(?P<number>[0-9０-９]{1,3})(?=[^\s0-9０-９.．,，、年月日時分人件回か箇台本%％])")
_FEWEST, _COUNT_ON = 3, 0.75
"""Names that show it at least, and how many of them bear the number after the last one's."""


def set_apart(forms: Sequence[Form]) -> None:
    """Put a space behind the numbers of names that have lost it."""
    bare = [form for form in forms if form.number is None and split_enumerator(form.name.raw)[0] is None]
    found = [(form, match) for form in bare if (match := _GLUED.match(form.name.raw)) is not None]
    numbers = [int(display(match["number"])) for _, match in found]
    steps = sum(after - before in (0, 1) for before, after in pairwise(numbers))
    if len(found) >= _FEWEST and steps >= _COUNT_ON * (len(found) - 1):
        for form, match in found:
            _set_apart(form, match.end())
    told = [(form, end) for form in bare if (end := _told(form.name.raw))]
    for form, end in told if len(told) >= _FEWEST else ():
        _set_apart(form, end)


def _set_apart(form: Form, end: int) -> None:
    first, *rest = form.name.lines
    form.name = Piece((replace(first, text=f"{first.text[:end]} {first.text[end:]}"), *rest), form.name.frames)


def _told(name: str) -> int:
    """Where the number ends that a word at the head of a name says to be one; 0 for none.

    >>> _told("施策１－１窓口の改善"), _told("3D都市モデルの活用"), _told("施策の見直し")
    (5, 0, 0)
    """
    number, _ = split_enumerator(name, glued=True)
    if number is None or number[:1].isascii():
        return 0
    return next((end for end in range(len(name) + 1) if display(name[:end]) == number), 0)
