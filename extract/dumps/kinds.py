"""The lines of a dump -> what kind of dump it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.dumps.markup import has_markup
from extract.dumps.runs import is_separator
from extract.dumps.text_table import Numbered
from extract.dumps.words import heads

_MARKDOWN = re.compile(r"\s*(?:#{1,6}|[-*+])\s+(?!\d{1,4}\s*-\s*$)\S")
"""A heading or an item of a list in Markdown; `- 3 -` is the number of a page."""
_FEWEST_HEADINGS = 4


def is_drawn(lines: Sequence[Numbered]) -> bool:
    """Whether the lines are a PDF's text in drawn order: no tabs, no tags, no Markdown, but headings of tables."""
    headings = 0
    for line in lines:
        text = line.text
        if "\t" in text.strip() or has_markup(text) or is_separator(text) or _MARKDOWN.match(text):
            return False
        if headings < _FEWEST_HEADINGS:
            headings += max(heads(text) is not None, sum(heads(word) is not None for word in text.split()))
    return headings >= _FEWEST_HEADINGS
