"""Lines that keep columns by spaces -> tokens in drawn order: each label, then the lines of its value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extract.dumps.bands import rows_about
from extract.dumps.items import mark_at
from extract.dumps.looks import look
from extract.dumps.spaced import Piece, gutters, pieces
from extract.dumps.spaced_headings import is_note
from extract.dumps.text_table import Numbered
from extract.dumps.tokens import Token, is_ordinal, tokens
from extract.dumps.words import heads, levels, squash

_PROSE = 20
"""Characters of a line from the left margin that is text, not a cell."""
_MARGIN = 3
_TITLE = 2
"""Pieces of the title of a policy: 基本方針１    港を生かす."""
_FULL = 0.85
"""Share of the widest line that a line reaches which the width broke."""
_ENUMERATOR = 8
"""Characters of the longest enumerator that is set apart from its text: （４）－１."""
_ENDS = "。．！？」』"


_VALUES = frozenset(("value", "stage", "ordinal", "grade"))
"""Looks of what stands under years."""

Located = tuple[Numbered, Piece]


def card_tokens(lines: Sequence[Numbered]) -> Iterator[Token]:
    """The tokens of lines, tables read row by row."""
    region: list[Numbered] = []
    prose: list[Numbered] = []
    years: list[float] = []
    for line in lines:
        if _in_table(line, region, prose):
            if prose:
                yield from tokens(prose)
                prose = []
            region.append(line)
        else:
            yield from _region(region, years)
            region = []
            prose.append(line)
    yield from _region(region, years)
    yield from tokens(prose)


def _in_table(line: Numbered, region: Sequence[Numbered], prose: Sequence[Numbered]) -> bool:
    row = pieces(line)
    if not row or (region and line.page != region[-1].page):
        return False
    text = row[0].text
    if len(row) <= _TITLE and levels().match(squash(line.text)):
        return False
    if row[0].x0 > _MARGIN or heads(text):
        return bool(region) or len(row) > 1 or heads(text) is not None
    if len(row) > 1:
        return not _is_text(row)
    if levels().match(squash(text)) or mark_at(squash(text)) is not None or len(text) >= _PROSE or text[-1:] in _ENDS:
        return False
    return bool(region) or not prose or not prose[-1].text.strip()


def _is_text(row: Sequence[Piece]) -> bool:
    """（１）    計画の趣旨: an enumerator and its heading set apart."""
    return (
        len(row) == 2
        and mark_at(squash(row[0].text)) is not None
        and look(row[1].text) not in ("value", "stage", "grade")
    )


def _rejoined(row: Sequence[Piece]) -> list[Piece]:
    """Enumerators are part of the text behind them: （１）    防災DXの調査研究."""
    out: list[Piece] = []
    for piece in row:
        last = out[-1] if out else None
        if last and _enumerates(last.text) and look(piece.text) in ("word", "phrase", "sentence", "office", "item"):
            out[-1] = Piece(last.x0, piece.x1, f"{last.text} {piece.text}")
        else:
            out.append(piece)
    return out


def _enumerates(text: str) -> bool:
    mark = mark_at(squash(text)) if len(text) <= _ENUMERATOR else None
    return is_ordinal(text) or (mark is not None and mark.end >= len(squash(text)))


def _region(region: Sequence[Numbered], years: list[float]) -> Iterator[Token]:
    """The tokens of the rows of one table; years: the middles of the last header's years, kept for the next page."""
    rows = [_rejoined(pieces(line)) for line in region]
    starts = gutters(rows)
    if len(starts) < 2:
        yield from tokens(region)
        return
    split = starts[1]
    left = [[p for p in row if p.x0 < split and not _is_dated(row, years)] for row in rows]
    right = [[p for p in row if p.x0 >= split or _is_dated(row, years)] for row in rows]
    anchors = _anchors(left, right)
    if not anchors:
        for dated, run in groupby(zip(region, rows, strict=True), key=lambda each: _is_dated(each[1], years)):
            own = list(run)
            whole = [_whole([(line, p) for p in row], years) for line, row in own]
            yield from _tokens(whole, joined=False) if dated else tokens([line for line, _ in own])
        return
    begins = rows_about(anchors, _breaks(left, right))
    edges: list[int] = [*([0] if begins[0] else []), *begins, len(rows)]
    for first, end in pairwise(edges):
        label = [(region[n], p) for n in range(first, end) for p in left[n]]
        yield from _tokens([[pair] for pair in label], joined=True)
        beside = [[(region[n], p) for p in right[n]] for n in range(first, end) if right[n]]
        dated = next(
            (row for row in beside if len(row) > 1 and all((h := heads(p.text)) and h.field == "year" for _, p in row)),
            None,
        )
        years[:] = [(p.x0 + p.x1) / 2 for _, p in dated] if dated else years
        named = label and not any(heads(p.text) for _, p in label) and not heads("".join(p.text for _, p in label))
        for part in [[_by_year(beside, years)]] if named and len(years) > 1 and beside else _apart(beside):
            yield from _tokens([_whole(row, years) for row in _merged(part)], joined=False)


def _is_dated(row: Sequence[Piece], years: Sequence[float]) -> bool:
    """Whether a line holds a figure or stage under every year, and nothing else: the first is no label."""
    return 1 < len(row) == len(years) and all(look("".join(piece.text.split())) in _VALUES for piece in row)


def _whole(row: list[Located], years: Sequence[float]) -> list[Located]:
    """The cells of a row with a figure under every year, words before figures joined to them: 約 52,000 人."""
    if len(row) != len(years) or all(look(piece.text.split()[0]) in _VALUES for _, piece in row):
        return row
    bare = [(line, piece._replace(text="".join(piece.text.split()))) for line, piece in row]
    return bare if all(look(piece.text) in _VALUES for _, piece in bare) else row


def _by_year(rows: Sequence[Sequence[Located]], years: Sequence[float]) -> list[Located]:
    """One cell a year: all that stands nearest to it."""
    cells: dict[int, Located] = {}
    for line, p in (each for row in rows for each in row):
        year = min(range(len(years)), key=lambda n: abs(years[n] - (p.x0 + p.x1) / 2))
        own = cells.get(year)
        cells[year] = (own[0], Piece(own[1].x0, p.x1, own[1].text + p.text)) if own else (line, p)
    return [cells[year] for year in sorted(cells)]


def _apart(rows: Sequence[Sequence[Located]]) -> Iterator[list[list[Located]]]:
    """The parts of a row that has a second label in it: what stands left of the label, and what from it on."""
    inner = [p for row in rows for _, p in row if (found := heads(p.text)) and found.field != "year"]
    if not inner or any((found := heads(p.text)) and found.field == "year" for row in rows for _, p in row):
        yield [list(row) for row in rows]
        return
    at = inner[0].x0
    yield [part for row in rows if (part := [(line, p) for line, p in row if p.x0 < at])]
    yield [part for row in rows if (part := [(line, p) for line, p in row if p.x0 >= at])]


def _anchors(left: Sequence[Sequence[Piece]], right: Sequence[Sequence[Piece]]) -> list[float]:
    """The lines that stand in the middle of a row: a label's, or that of the values a text stands beside."""
    found: list[float] = []
    named = any(row and not heads(row[0].text) for row in left)
    for n, row in enumerate(left):
        label = row and heads("".join(p.text for p in row))
        if (label and not (found and found[-1] >= n - 1 and not right[n])) or (
            named
            and not label
            and right[n]
            and all(look(p.text) in ("value", "stage", "ordinal", "grade") for p in right[n])
        ):
            found.append(float(n))
    return found


def _breaks(left: Sequence[Sequence[Piece]], right: Sequence[Sequence[Piece]]) -> list[float]:
    """What it costs to begin a row with each line."""
    costs = [0.0]
    widest = max((len(p.text) for row in right for p in row), default=0)
    for n in range(1, len(right)):
        cost = 0.0
        if left[n] and left[n - 1] and not heads(left[n][0].text):
            cost += 1.0
        if right[n] and right[n - 1] and len(right[n]) == len(right[n - 1]) == 1:
            text = right[n - 1][0].text
            cost += 0.8 if text[-1:] not in _ENDS and len(text) >= _FULL * widest else 0.0
            cost -= 0.3 if mark_at(squash(right[n][0].text)) else 0.0
        if right[n] and heads(right[n][0].text):
            cost -= 0.5
        if right[n] and right[n][0].text[:1] in "(（" and len(right[n]) > 1:
            cost += 2.0
        costs.append(cost)
    return costs


def _merged(rows: Sequence[Sequence[Located]]) -> list[list[Located]]:
    """Cells of two lines put together: 平成30年度 over (2018年度), ⇒ over (70%)."""
    out: list[list[Located]] = []
    for row in rows:
        above = out[-1] if out else []
        under = [next((n for n, (_, a) in enumerate(above) if min(a.x1, p.x1) > max(a.x0, p.x0)), -1) for _, p in row]
        if len(above) > 1 and all(is_note(p.text) for _, p in row) and -1 not in under:
            for (_, p), n in zip(row, under, strict=True):
                line, a = above[n]
                above[n] = (line, Piece(a.x0, a.x1, a.text + p.text))
        else:
            out.append(list(row))
    return out


def _tokens(rows: Sequence[Sequence[Located]], *, joined: bool) -> Iterator[Token]:
    lines = [line._replace(text=p.text) for row in rows for line, p in row]
    if joined and len(lines) > 1 and heads("".join(line.text for line in lines)):
        yield Token(
            "".join(line.text for line in lines),
            lines[0],
            heads("".join(line.text for line in lines)),
            False,
            (),
            lines[-1].number - lines[0].number,
        )
        return
    for line in lines:
        yield from tokens([line])
