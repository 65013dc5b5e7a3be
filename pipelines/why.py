"""`keikaku inspect --why`: the readings of a document that were compared, and the terms by which one was chosen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extract.model import ReadError
from pipelines.reading import Reader

if TYPE_CHECKING:
    from normalize.reading.merit import Chosen

TERM = 20
"""Characters a term takes before its figures."""


def why(path: Path, reader: Reader) -> int:
    """Run the command; the exit status."""
    from extract import document
    from normalize.family import printed_words
    from normalize.reading.merit import choose, weigh
    from normalize.records import makers

    try:
        printed = document.read(path, reader=reader, words=printed_words())
    except ReadError as error:
        print(error, file=sys.stderr)
        return 1
    for line in described(choose(weigh(each.make()) for each in makers(printed))):
        print(line)
    return 0


def described(chosen: Chosen) -> Iterator[str]:
    """The readings by merit; then each term of the best and the next, and what it adds to the log-odds of the best."""
    for each in (chosen.winner, *chosen.others):
        found = each.candidate
        yield f"{each.merit:.3f}  read {found.name}: {len(found.initiatives)} initiatives, {len(found.rows)} rows"
    yield ""
    yield f"{'term':{TERM}}  best  next  adds"
    for name, (best, other, adds) in chosen.why.items():
        next_ = f"{other:.2f}" if other is not None else "    "
        yield f"{name:{TERM}}  {best:.2f}  {next_}  {adds:+.2f}"
