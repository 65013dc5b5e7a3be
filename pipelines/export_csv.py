"""A dataset -> `OUT/<table>.csv`, one file a table, as Excel and its like open them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd

from normalize.record import TABLES
from pipelines.base import Base
from pipelines.flat import flat, harmless_frame
from pipelines.frames import batches, empty

Encoding = Literal["utf-8", "cp932"]

TWINS = str.maketrans("〜−—‖¢£¬", "～－―∥￠￡￢")
"""Signs that Shift_JIS holds, and Python's cp932 under another code point only: nothing is lost."""
GETA = "〓"
"""What Japanese typesetting puts for a character it does not have."""


def write_csv(base: Base, out: Path, encoding: Encoding) -> list[str]:
    """Write the files; what could not be encoded, a line a column and character."""
    out.mkdir(parents=True, exist_ok=True)
    return [line for table in TABLES for line in write(flat_batches(base, table), out / f"{table}.csv", encoding)]


def flat_batches(base: Base, table: str) -> Iterator[pd.DataFrame]:
    yield flat(empty(table), table)
    yield from (flat(batch, table) for batch in batches(base, table))


def write(frames: Iterable[pd.DataFrame], path: Path, encoding: Encoding) -> list[str]:
    """One file of several frames: with a byte order mark in UTF-8, as Excel takes it for Shift_JIS otherwise.

    Lines end as in Windows. Texts are made harmless last: a sign may be no formula until it is folded.
    """
    lost: Counter[tuple[str, str]] = Counter()
    with path.open("w", encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        for number, frame in enumerate(frames):
            if encoding == "cp932":
                frame = folded(frame, lost)
            harmless_frame(frame).to_csv(file, index=False, header=not number, lineterminator="\r\n")
    return [
        f"{path.stem}.{column}: {char} (U+{ord(char):04X}) is not in cp932; written as {instead(char)}, {many} times"
        for (column, char), many in lost.items()
    ]


def folded(frame: pd.DataFrame, lost: Counter[tuple[str, str]]) -> pd.DataFrame:
    """The rows as cp932 can hold them; counts what it cannot."""
    lost.update((name, char) for name in texts(frame) for text in frame[name].dropna() for char in missing(text))
    return frame.assign(**{name: frame[name].map(encodable, na_action="ignore") for name in texts(frame)})


def texts(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame if isinstance(frame[name].dtype, pd.StringDtype)]


def missing(text: str) -> list[str]:
    """The characters that cp932 does not have in any form."""
    return [char for char in text.translate(TWINS) if not in_cp932(char)]


def encodable(text: str) -> str:
    """
    >>> encodable("⑴ 雨水〜貯留 600㎥ 𠮷野")
    '(1) 雨水～貯留 600m3 〓野'
    """
    return "".join(char if in_cp932(char) else instead(char) for char in text.translate(TWINS))


def instead(char: str) -> str:
    """What says the same in plainer characters, else the sign for a missing one."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if in_cp932(plain) else GETA


@cache
def in_cp932(text: str) -> bool:
    """
    >>> in_cp932("髙"), in_cp932("㈱"), in_cp932("𠮷")
    (True, True, False)
    """
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
