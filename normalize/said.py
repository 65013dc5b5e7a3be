"""What labels of running text say: each its text; figures belong to the indicator that a label named before.

目標指標　来館者数
目標値　　令和7年度：11千人　令和8年度：16千人
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from normalize.event import Text, Value
from normalize.family import Field
from normalize.fields import is_trends, statements
from normalize.trend import figures
from normalize.values import MEANINGS
from normalize.wrap import Piece


@dataclass(slots=True)
class Said:
    """What was said last.

    named: the indicator that figures belong to; unused: indicators whose figures did not come; heads: the text that
    stands on its label's line, as the name of what a table below states does.
    """

    named: Piece | None = None
    heads: Piece | None = None
    unused: list[Piece] = field(default_factory=list[Piece])

    def forget(self) -> None:
        """The next initiative begins."""
        self.named = self.heads = None

    def passed(self) -> None:
        """The table below has been read: what the next one states has other names."""
        self.heads = None

    def events(self, kind: Field, piece: Piece, year: int | None) -> list[Text | Value]:
        """The events of a text under a label; none yet for the bare name of an indicator."""
        if kind == "indicator" and not is_trends(piece) and not statements(piece):
            self.named = piece
            self.unused.append(piece)
            return []
        found = figures(piece.raw) if self.named is not None and kind in MEANINGS else ()
        if not found:
            return [Text((kind,), piece, "", year)]
        stated = [Value(MEANINGS[kind], piece, own or year, text=figure) for own, figure in found]
        return [self.of_indicator(value) for value in stated]

    def over_table(self, value: Value) -> Value:
        """A value of a table, of the indicator said above it where it names none."""
        return self.of_indicator(value) if self.heads is self.named else value

    def of_indicator(self, value: Value) -> Value:
        """A value that names no indicator is of the one that a label named."""
        if self.named is None or value.indicator is not None:
            return value
        self.unused = [each for each in self.unused if each is not self.named]
        return replace(value, indicator=self.named)
