"""Frames -> rows whose every cell is one text, number or truth value, for files that know no lists.

A text that a spreadsheet would take for a formula is made harmless with an apostrophe before it: a PDF may print
anything, also =HYPERLINK(…). Figures are no texts (▲5 is the number -5 in `value`), and texts that are nothing but a
signed number or a sign (-5, +3%, －) stay as they are. Taking a leading apostrophe away before one of =+-@ gives the
text back.
"""

from __future__ import annotations

import re

import pandas as pd

from normalize.record import TABLES, Source
from pipelines.approved import printed_source
from pipelines.schema import Field, columns

JOINED_BY = {"policy": " > "}
"""What parts the items of a list, where it is not the usual sign."""
USUAL = "; "

DIGITS = 6
"""Of a number that is stored in half the width: 0.9, not 0.8999999761581421."""

_RUNS = re.compile(r"[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋\t\r\n]")
"""Also in forms that a narrower encoding, or a program that folds widths, makes plain."""
_NUMBER = re.compile(r"[+\-＋－]+[0-9０-９,，.．]*[%％]?")
APOSTROPHE = "'"


def flat(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Rows of a table with their lists joined and their places in words (`name: page 3, 56.0 100.0 200.3 112.5`)."""
    return pd.DataFrame(
        {field.name: flat_column(pd.Series(frame[field.name]), field) for field in columns(TABLES[table])}
    )


def flat_column(column: pd.Series, field: Field) -> pd.Series:
    if field.parts:
        texts = [USUAL.join(printed_source(Source(**place)) for place in each) for each in column]
        return pd.Series(texts, index=column.index, dtype="string")
    if field.many:
        return pd.Series([JOINED_BY.get(field.name, USUAL).join(each) for each in column], column.index, dtype="string")
    if field.atom == "number":
        return column.astype("float64").round(DIGITS)
    return column.astype("string") if field.words else column


def harmless(text: str) -> str:
    """
    >>> harmless('=HYPERLINK("http://example.com")'), harmless("@SUM(A1)"), harmless("-2+3+cmd|' /C calc'!A0")
    ('\\'=HYPERLINK("http://example.com")', "'@SUM(A1)", "'-2+3+cmd|' /C calc'!A0")
    >>> harmless("-5"), harmless("＋3.5％"), harmless("－"), harmless("窓口=市民課")
    ('-5', '＋3.5％', '－', '窓口=市民課')
    """
    return APOSTROPHE + text if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def harmless_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows, every text harmless."""
    texts = [name for name in frame if isinstance(frame[name].dtype, pd.StringDtype)]
    return frame.assign(**{name: frame[name].map(harmless, na_action="ignore") for name in texts})
