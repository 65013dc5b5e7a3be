"""The number of initiatives that a document states in a sentence, against those read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from extract.model import Table
from normalize.checks.case import Case, Doubt, page_of_piece
from normalize.record import Severity
from normalize.words.label import LONGEST, label
from normalize.wrap import joined

_STATED = regex.compile(
    r"(?<![第\d.…・])(?P<n>\d{1,3})(?:つ|項目|件)?の?(?:具体的な)?"
    r"(?P<noun>取組項目|(?<=の|な)取組|施策|事業|項目)(?![以\d外])"
)
_OTHER = regex.compile(
    r"前計画|前期計画|旧計画|前の計画|前回|次計画では|これまで|してきた|しました|廃止|終了|完了|うち|残り|除く|見直し"
)
"""Words of a sentence that counts something else: what an earlier plan held, what was done, a part of the whole."""
_FEW = 3
"""A number up to this says little: 3つの施策 may be of one policy."""
_NEAR = 0.2
"""A stated number that is larger than what was read by more than this share may count something else."""


class Stated(NamedTuple):
    """A number of initiatives, the noun it counts, and where it stands."""

    n: int
    noun: str
    page: int | None


def initiatives(case: Case) -> Iterator[Doubt]:
    """initiative_count: none of the numbers that the document states is the number read."""
    have, stated = len(case.records.initiatives), list(_statements(case))
    if not have or not stated or any(s.n == have for s in stated):
        return
    nearest = min(stated, key=lambda s: abs(s.n - have))
    message = "the number of initiatives the document states differs from those read"
    severity = _severity(case, nearest, have)
    yield Doubt("initiative_count", message, str(nearest.n), str(have), page=nearest.page, severity=severity)


def _statements(case: Case) -> Iterator[Stated]:
    for piece in case.reading.paragraphs:
        for sentence in joined(piece).split("。"):
            for found in _STATED.finditer(sentence) if not _OTHER.search(sentence) else ():
                if int(found["n"]) > _FEW:
                    yield Stated(int(found["n"]), found["noun"], page_of_piece(piece))


def _severity(case: Case, stated: Stated, have: int) -> Severity | None:
    """Sure only where the sentence counts what the tables call their rows."""
    nouns = {word for block in case.document.blocks if isinstance(block, Table) for word in _nouns(block)}
    named = any(stated.noun in noun for noun in nouns)
    return None if named and abs(stated.n - have) <= max(2, _NEAR * stated.n) else "warning"


def _nouns(table: Table) -> Iterator[str]:
    """What a table's labels call an initiative."""
    for cell in table.cells:
        found = label(cell.text) if 0 < len(cell.text) <= LONGEST else None
        if found is not None and found.field == "name":
            yield found.printed
