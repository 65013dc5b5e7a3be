"""Texts of documents and names of files -> what a terminal may be sent: nothing in it moves the cursor or lies."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

T = TypeVar("T")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\udc80-\udcff]")
"""Escapes, signs that turn the direction of writing, and bytes that are no text; tabs and ends of lines are none."""


def plain(text: str) -> str:
    """
    >>> plain("計画\x1b[2J.pdf")
    '計画�[2J.pdf'
    """
    return CONTROLS.sub("\ufffd", text)


def all_plain(value: T) -> T:
    """A record, or anything records are made of, all of its texts plain."""
    return cast("T", made_plain(value))


def made_plain(value: Any) -> object:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        parts = [made_plain(each) for each in cast("tuple[Any, ...]", value)]
        return getattr(value, "_make", tuple)(parts)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: made_plain(getattr(value, each.name)) for each in fields(value)})
    return value
