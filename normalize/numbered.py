"""Names whose number lost the space behind it (1窓口の改善) -> the same names, number and title apart.

One such name says nothing: 3D都市モデル, 5歳児健診. Where the figures before the names count on from initiative to
initiative they are their numbers.
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
    found = [(form, match) for form in forms if (match := _glued(form)) is not None]
    numbers = [int(display(match["number"])) for _, match in found]
    steps = sum(after - before in (0, 1) for before, after in pairwise(numbers))
    if len(found) < _FEWEST or steps < _COUNT_ON * (len(found) - 1):
        return
    for form, match in found:
        first, *rest = form.name.lines
        spaced = f"{first.text[: match.end()]} {first.text[match.end() :]}"
        form.name = Piece((replace(first, text=spaced), *rest), form.name.frames)


def _glued(form: Form) -> re.Match[str] | None:
    if form.number is not None or split_enumerator(form.name.raw)[0] is not None:
        return None
    return _GLUED.match(form.name.lines[0].text) if form.name.lines else None
