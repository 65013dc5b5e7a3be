"""Values -> JavaScript files that no text of a document can break out of.

A site opened from file:// may not fetch: its data travel as scripts that hand themselves over.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"

ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that end a script element or, in old engines, a line of a script."""


def literal(value: Json) -> str:
    """JSON that may stand in a script element and in a script.

    >>> print(literal({"name": "</script><!--"}))
    {"name":"\\u003c/script\\u003e\\u003c!--"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in ESCAPES.items():
        text = text.replace(character, escape)
    return text.encode("utf-8", "backslashreplace").decode()


def script(name: str, value: Json) -> str:
    """A script that hands a value to the others, as `keikaku.data[name]`.

    >>> print(script("words", []), end="")
    (window.keikaku ??= {data: {}}).data["words"] = [];
    """
    return f"(window.keikaku ??= {{data: {{}}}}).data[{literal(name)}] = {literal(value)};\n"


def number(value: float | None) -> float | int | None:
    """A number as JSON holds it: whole ones without a point, none that is no number.

    >>> number(35.0), number(78.5), number(float("nan"))
    (35, 78.5, None)
    """
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value
